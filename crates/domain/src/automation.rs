//! What automation must leave alone, so that two machines never talk to each other.
//!
//! Follows RFC 3834 in both directions: we answer nothing that is automatic, and what we send by
//! ourselves says that it is. On top of that, chains of reactions end at a depth, a reactor
//! ignores what it caused itself, and one sender gets only so many automatic answers.

use crate::channel::Nature;
use crate::event::{Actor, Event, StopReason};
use crate::identity::Address;
use crate::time::{DAY_MS, Millis};

/// Chains of reactions stop here.
pub const MAX_DEPTH: u8 = 5;

/// How many automatic answers one sender gets within [`CAP_WINDOW_MS`].
pub const SENDER_CAP: usize = 2;

/// The window of [`SENDER_CAP`].
pub const CAP_WINDOW_MS: i64 = DAY_MS;

/// Whether `reactor` may act on `event` at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Go on.
    Act,
    /// Leave it, silently: it is the reactor's own doing or old history.
    Ignore,
    /// Stop, and say so in the conversation.
    Stop(StopReason),
}

/// Judges an event for a reactor that changes conversations or sends something.
pub fn judge(reactor: &str, event: &Event) -> Verdict {
    if matches!(&event.actor, Actor::Reactor(name) if name == reactor) {
        return Verdict::Ignore;
    }
    if event.depth >= MAX_DEPTH {
        return Verdict::Stop(StopReason::Depth);
    }
    Verdict::Act
}

/// Whether an automatic answer may go to somebody who wrote a message of this nature from this
/// address (RFC 3834, section 2; the local parts are those that no person reads).
pub fn may_answer(nature: Nature, to: &Address) -> bool {
    const NOBODY: [&str; 8] = [
        "no-reply",
        "noreply",
        "no_reply",
        "donotreply",
        "do-not-reply",
        "mailer-daemon",
        "postmaster",
        "nie-odpowiadaj",
    ];
    let local = to.local();
    !nature.is_automatic()
        && !NOBODY.iter().any(|name| local.starts_with(name))
        && !local.starts_with("owner-")
        && !local.ends_with("-request")
        && !local.ends_with("-bounces")
}

/// Whether the sender who got automatic answers at the moments `sent` may get one more at `now`.
pub fn under_cap(sent: impl IntoIterator<Item = Millis>, now: Millis) -> bool {
    sent.into_iter().filter(|at| now.since_ms(*at) < CAP_WINDOW_MS).count() < SENDER_CAP
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Fact, Position};
    use crate::id::{BrandId, Id};

    fn event(actor: Actor, depth: u8) -> Event {
        Event {
            position: Position(1),
            at: Millis::new(0),
            actor,
            cause: None,
            depth,
            fact: Fact::BrandCreated { brand: BrandId::from_raw(1) },
        }
    }

    #[test]
    fn own_doing_is_ignored_and_chains_end() {
        assert_eq!(judge("a", &event(Actor::Reactor("a".into()), 1)), Verdict::Ignore);
        assert_eq!(judge("a", &event(Actor::Reactor("b".into()), 4)), Verdict::Act);
        assert_eq!(judge("a", &event(Actor::Reactor("b".into()), 5)), Verdict::Stop(StopReason::Depth));
    }

    #[test]
    fn machines_get_no_automatic_answer() {
        let to = |text| Address::parse(text).unwrap();
        assert!(may_answer(Nature::Person, &to("anna@example.pl")));
        for address in
            ["no-reply@x.pl", "MAILER-DAEMON@x.pl", "noreply+7@x.pl", "lista-request@x.pl", "owner-lista@x.pl"]
        {
            assert!(!may_answer(Nature::Person, &to(address)), "{address}");
        }
        for nature in [Nature::AutoReply, Nature::Bounce, Nature::Bulk, Nature::Notice] {
            assert!(!may_answer(nature, &to("anna@example.pl")), "{nature:?}");
        }
    }

    #[test]
    fn the_cap_forgets_after_its_window() {
        let now = Millis::new(10 * DAY_MS);
        assert!(under_cap([], now));
        assert!(under_cap([now], now));
        assert!(!under_cap([now, now.plus_ms(-1)], now));
        assert!(under_cap([now, now.plus_ms(-DAY_MS)], now));
    }
}
