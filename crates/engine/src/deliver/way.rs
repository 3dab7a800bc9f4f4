//! Which way out a message goes, and how much may go there.

use domain::channel::Route;
use domain::id::InboxId;
use domain::time::{DAY_MS, HOUR_MS, MINUTE_MS, Millis};
use store::Conn;
use store::route::{self, RouteState};

use super::{PER_DAY, PER_HOUR};

/// How often a route that takes nothing is tried while another one stands in.
pub(super) const PROBE_MS: i64 = 5 * MINUTE_MS;

/// The place of the route that the next message goes: the first that works, or that is to be tried whether it does.
pub(super) fn choose(routes: &[Route], states: &[RouteState], now: Millis) -> usize {
    let takes = |place: &usize| {
        let state = states.iter().find(|state| state.route == *place);
        state.is_none_or(|state| {
            let failing = state.ill_since.map(|since| now.since_ms(since));
            failing.is_none_or(|ms| ms < patience_ms(routes, *place) || now >= state.probe_at)
        })
    };
    (0..routes.len()).find(takes).unwrap_or(0)
}

/// How long a route may take nothing before the next one stands in.
pub(super) fn patience_ms(routes: &[Route], place: usize) -> i64 {
    routes.get(place + 1).map_or(i64::MAX, |next| next.after_ms)
}

/// A provider's limit: how many within how long, and the word for waiting because of it.
pub(super) type Limit = (u32, i64, &'static str);

/// The limits of a route.
pub(super) fn limits(route: &Route) -> Vec<Limit> {
    let hour = route.per_hour.map(|limit| (limit, HOUR_MS, PER_HOUR));
    let day = route.per_day.map(|limit| (limit, DAY_MS, PER_DAY));
    hour.into_iter().chain(day).collect()
}

/// How many may go now, or until when none may, and why.
pub(super) fn room(
    conn: &mut Conn,
    inbox: InboxId,
    place: usize,
    limits: &[Limit],
    now: Millis,
) -> store::Result<Result<usize, (Millis, &'static str)>> {
    let mut left = usize::MAX;
    let mut full: Option<(Millis, &'static str)> = None;
    for (limit, window_ms, why) in limits {
        let room = route::room(conn, inbox, place, *limit, *window_ms, now)?;
        left = left.min(room.left);
        if room.left == 0 && full.is_none_or(|(until, _)| room.from > until) {
            full = Some((room.from, why));
        }
    }
    Ok(full.map_or(Ok(left), Err))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_route_stands_in_while_the_first_takes_nothing() {
        let routes = [Route::default(), Route { after_ms: 10 * MINUTE_MS, ..Route::default() }];
        let at = |minutes: i64| Millis::new(minutes * MINUTE_MS);
        let ill = |route, since, probe| RouteState {
            route,
            ill_since: Some(at(since)),
            probe_at: at(probe),
            wait_until: at(0),
            why: None,
            slowed: 0,
        };
        assert_eq!(choose(&routes, &[], at(0)), 0);
        let first = [ill(0, 0, 15)];
        assert_eq!(choose(&routes, &first, at(9)), 0, "not for long enough");
        assert_eq!(choose(&routes, &first, at(10)), 1);
        assert_eq!(choose(&routes, &first, at(15)), 0, "it may work again");
        assert_eq!(choose(&routes, &[ill(0, 0, 15), ill(1, 11, 16)], at(12)), 1, "there is no third one");
        assert_eq!(choose(&routes[..1], &first, at(99)), 0);
    }
}
