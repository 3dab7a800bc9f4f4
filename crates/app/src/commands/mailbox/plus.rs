//! `kontuar mailbox plus`: whether mail to an inbox's address with a tag comes, and finding that out.

use domain::identity::Address;
use domain::time::{Clock, MINUTE_MS};
use store::probe::{self, ProbeState};

use crate::clock::SystemClock;
use crate::commands::{Failure, have_carried_out, say};
use crate::config::Config;
use crate::orders::Order;

/// Says how it stands; with `find_out` has it found out anew.
///
/// # Errors
/// When there is no such inbox, or the store cannot be read.
pub fn plus(config: &Config, address: &Address, find_out: bool) -> Result<(), Failure> {
    if find_out {
        return say(&have_carried_out(config, Order::Probe { mailbox: address.clone() })?);
    }
    let (mut conn, _) = crate::house::look(config)?;
    let inboxes = store::brand::inboxes(&mut conn)?;
    let inbox = inboxes.iter().find(|inbox| inbox.address == *address);
    let inbox = inbox.ok_or_else(|| Failure(format!("There is no inbox {address} yet; start the counter once.")))?;
    let found = probe::get(&mut conn, inbox.id)?;
    let plain = "Answers ask to be answered at the plain address.";
    say(&match found {
        None => {
            format!("Nobody found out whether mail to {address} with a tag (+) comes. {plain} Find out with --probe.")
        }
        Some(found) => match found.state {
            ProbeState::Asked => format!("A mail to ourselves is sent as soon as the counter runs. {plain}"),
            ProbeState::Sent => {
                let minutes = SystemClock.now().since_ms(found.at) / MINUTE_MS;
                format!("A mail to ourselves is under way for {minutes} minutes and has not come. {plain}")
            }
            ProbeState::Came => {
                "A mail to ourselves came: answers ask to be answered at an address of their conversation.".to_owned()
            }
            ProbeState::Refused => {
                let said = found.words.unwrap_or_default();
                format!("The mail server does not take mail to an address with a tag: {said}. {plain}")
            }
        },
    })
}
