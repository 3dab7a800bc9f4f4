//! The demo's own pages: ways in without a password, and the customer's side of the counter.
//!
//! In: a [`CustomerMail`], which the program that runs the demo brings. Without one none of these
//! addresses exists. It must not: be reachable in an installation that is no demo.

mod chips;
mod play;
mod plug;

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::channel::BoxFuture;
use domain::identity::Address;
use domain::time::Millis;
use serde::Serialize;

use crate::fault::Fault;
use crate::table::{Table, get, post};
use crate::web::Web;

/// The customers' mail program of the demo.
pub trait CustomerMail: Send + Sync {
    /// People one can play, the most interesting first: name and address.
    fn people(&self) -> BoxFuture<'_, Result<Vec<(String, Address)>, MailDown>>;

    /// What lies in the mailbox of `address`, sent and received, in any order.
    fn mails<'a>(&'a self, address: &'a Address) -> BoxFuture<'a, Result<Vec<CustomersMail>, MailDown>>;

    /// How the mails of "pull the plug" fare.
    fn plug(&self) -> BoxFuture<'_, Result<PlugCounts, MailDown>>;

    /// Lets them flow, or stops them.
    fn flow(&self, on: bool) -> BoxFuture<'_, Result<(), MailDown>>;

    /// Ends the process at once.
    fn pull(&self);

    /// Sends a mail to the shop, the way a customer's mail program does. It is on its way when this returns `Ok`.
    fn send(&self, mail: CustomersLetter) -> BoxFuture<'_, Result<(), MailDown>>;
}

/// The demo's mail does not work. Says what was attempted.
#[derive(Debug, thiserror::Error)]
#[error("the demo's mail failed: {0}")]
pub struct MailDown(pub String);

/// What was promised about numbered mails, against what the store has.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PlugCounts {
    /// The process that answers.
    pub process: u32,
    /// Whether mails flow.
    pub running: bool,
    /// Mails that were begun.
    pub sent: usize,
    /// Mails that were acknowledged.
    pub accepted: usize,
    /// Of those, mails that are stored and not read yet.
    pub reading: usize,
    /// Messages beyond the first of a mail.
    pub doubled: usize,
    /// Acknowledged mails that are nowhere.
    pub lost: usize,
    /// Mails whose automatic answer arrived once.
    pub answered_once: usize,
    /// Mails whose automatic answer arrived more than once.
    pub answered_twice: usize,
    /// Sendings of which nobody can know whether they arrived.
    pub uncertain: i64,
}

/// A mail in a customer's mailbox.
#[derive(Clone, Debug)]
pub struct CustomersMail {
    /// Message-ID without angle brackets.
    pub message_id: String,
    /// When it was written.
    pub at: Millis,
    /// Who sent it.
    pub from: Address,
    /// Who got it.
    pub to: Address,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// A mail that a customer sends to a shop.
#[derive(Clone, Debug)]
pub struct CustomersLetter {
    /// The customer.
    pub from: Address,
    /// The customer's name.
    pub name: String,
    /// The shop's inbox.
    pub to: Address,
    /// The subject, one line.
    pub subject: String,
    /// The text.
    pub text: String,
    /// Message-ID of the mail it answers, without angle brackets.
    pub answers: Option<String>,
}

/// The addresses of this folder.
pub(crate) fn routes() -> Table {
    Table::new()
        .route("/demo/session", post(chips::enter))
        .route("/demo/plug", get(plug::show).post(plug::change))
        .route("/demo/customer", get(play::show))
        .route("/demo/customer/mails", post(play::send))
}

/// As an argument of a handler: this is the demo. Elsewhere the page does not exist.
struct Demo(Arc<dyn CustomerMail>);

impl FromRequestParts<Web> for Demo {
    type Rejection = Fault;

    async fn from_request_parts(_: &mut Parts, web: &Web) -> Result<Self, Fault> {
        web.demo().cloned().map(Self).ok_or(Fault::NotFound)
    }
}

impl From<MailDown> for Fault {
    fn from(error: MailDown) -> Self {
        Self::Broken(Arc::new(error))
    }
}
