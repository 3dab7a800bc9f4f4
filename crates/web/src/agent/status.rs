//! Where a conversation stands, and until when it is put aside.

use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::conversation::Status;
use domain::id::ConversationId;
use domain::time::Millis;
use engine::commands::{SetStatus, set_status};
use jiff::ToSpan;
use jiff::civil::time;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::{changed, id};
use crate::fault::Fault;
use crate::respond::Wanted;
use crate::sessions::SignedIn;
use crate::web::Web;

/// The form.
#[derive(Deserialize)]
pub(super) struct Choice {
    /// A status, or `snooze-` and for how long.
    status: String,
}

/// `POST /conversations/{id}/status`
pub(super) async fn change(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
    wanted: Wanted,
    Form(form): Form<Choice>,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    let (to, until) = match form.status.strip_prefix("snooze-") {
        Some(choice) => (Status::Snoozed, Some(morning(web.now(), web.zone(), choice).ok_or(Fault::Unreadable)?)),
        None => (Status::from_word(&form.status).filter(|to| *to != Status::Snoozed).ok_or(Fault::Unreadable)?, None),
    };
    let before = changed::before(&web);
    let done = set_status(web.engine(), me.by(), SetStatus { conversation, to, until }).await;
    changed::answer(&web, &me, wanted, conversation, before, done).await
}

/// Eight in the morning of the day that a choice names, in the zone of the installation.
fn morning(now: Millis, zone: &TimeZone, choice: &str) -> Option<Millis> {
    let days = match choice {
        "tomorrow" => 1,
        "days-3" => 3,
        "days-7" => 7,
        _ => return None,
    };
    let day = now.timestamp().to_zoned(zone.clone()).date().checked_add(days.days()).ok()?;
    let morning = day.to_datetime(time(8, 0, 0, 0)).to_zoned(zone.clone()).ok()?;
    Some(morning.timestamp().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mornings_are_at_eight_even_when_the_clocks_change() {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        let at = |text: &str| Millis::from(text.parse::<jiff::Timestamp>().unwrap());
        let until = |now, choice| morning(at(now), &zone, choice).unwrap();
        assert_eq!(until("2026-11-22T22:30:00Z", "tomorrow"), at("2026-11-23T07:00:00Z"));
        assert_eq!(until("2026-11-22T23:30:00Z", "tomorrow"), at("2026-11-24T07:00:00Z"), "it is the 23rd in Warsaw");
        assert_eq!(until("2026-10-24T12:00:00Z", "tomorrow"), at("2026-10-25T07:00:00Z"), "the night has 25 hours");
        assert_eq!(until("2026-10-24T12:00:00Z", "days-7"), at("2026-10-31T07:00:00Z"));
        assert_eq!(morning(at("2026-10-24T12:00:00Z"), &zone, "never"), None);
    }
}
