//! Mails that a shop's contact form sent in a customer's name.
//!
//! In: what a mail says. Out: the customer who filled in the form, and what they wrote.

use domain::channel::Inbound;
use domain::reading::Form;

/// The form that `mail` brings; `None` when it is none, or names no customer.
pub fn form(_mail: &Inbound) -> Option<Form> {
    None
}
