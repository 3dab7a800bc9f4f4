//! The nouns and rules of a customer-service counter, pure.
//!
//! In: values. Out: values. This crate does no I/O, never asks the time, draws no random
//! numbers and knows no runtime; whoever needs a clock gets [`time::Clock`] passed in.
//!
//! Where to look: [`event`] is what can happen, [`conversation`] what it adds up to,
//! [`fold`] the sum over a whole log, [`channel`] what every channel must bring,
//! [`threading`] and [`identity`] who wrote and where it belongs, [`suggestion`] what may belong
//! together, [`automation`] what
//! automation must leave alone, [`permission`] who may do what, [`spam`] what no person should have to read, [`template`]
//! what agents need not write anew.

#[macro_use]
mod coded;

pub mod access;
pub mod aspect;
pub mod audit;
pub mod automation;
pub mod bulk;
pub mod channel;
pub mod conversation;
pub mod csv;
pub mod delivery;
pub mod event;
pub mod fold;
pub mod hearsay;
pub mod id;
pub mod identity;
pub mod letterhead;
pub mod line;
pub mod mailbox;
pub mod operation;
pub mod permission;
pub mod reading;
pub mod retention;
pub mod scope;
pub mod spam;
pub mod spelling;
mod standing;
pub mod suggestion;
pub mod template;
pub mod threading;
pub mod time;
pub mod token;
pub mod view;
pub mod webhook;
