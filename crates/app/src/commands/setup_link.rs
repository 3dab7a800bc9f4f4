//! `kontuar setup-link`: a new link for setting up, while nobody is here.

use super::{Failure, have_carried_out, say};
use crate::config::Config;
use crate::orders::Order;

/// Makes a link and shows it, this once.
///
/// # Errors
/// When somebody is here already, or it was not made.
pub fn run(config: &Config) -> Result<(), Failure> {
    let path = have_carried_out(config, Order::SetupLink)?;
    say(&format!("{}{path}", config.home()))
}
