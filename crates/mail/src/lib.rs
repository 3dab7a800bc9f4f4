//! Reading mail: what it says, who wrote it, what kind it is.
//!
//! In: the bytes of one mail, or a bare body. Out: the values of [`domain::channel`] and [`domain::reading`], bounded in
//! every respect. Pure: no network, no clock, no store; never panics, linear in its input. Where a reading is in doubt it says
//! "a person wrote this": a machine's mail in the list costs a glance, a customer's mail among the machines' costs the customer.
//!
//! - [`parse`]: raw bytes to an [`Inbound`](domain::channel::Inbound), hostile shapes included; calls all that follow.
//! - [`split`]: the new part of a message, its signature, and the history quoted around it.
//! - [`labels`]: the words mail programs write above a mail inside a mail, in every language.
//! - [`forward`]: the mail inside a forwarded mail, and who really wrote it.
//! - [`bounce`]: delivery reports and complaints: who was not reached and why.
//! - [`notice`]: machine mail of shops, carriers, payments, told by recognisers that are plain data.
//! - [`form`]: mails that a shop's contact form sent in a customer's name.
//! - [`order`]: order and parcel numbers in a text.
//! - [`phone`]: telephone numbers in a text.
//! - [`safe_html`]: the HTML of a message, made fit to be shown.
//! - [`spam`]: what a mail shows to a spam model.
//! - [`tnef`]: the files and the text in a `winmail.dat`.
//!
//! How to teach it a new sender: a table in `notices/` or `forms/`, and a fixture beside it.
//!
//! Must not: decide where a mail belongs (that is `domain::threading` and the intake), or keep anything.

pub mod bounce;
#[cfg(test)]
mod fixture;
pub mod form;
pub mod forward;
pub mod labels;
pub mod notice;
pub mod order;
pub mod parse;
mod pattern;
pub mod phone;
pub mod safe_html;
mod sender;
pub mod spam;
pub mod split;
pub mod tnef;

#[cfg(test)]
mod fixtures;
