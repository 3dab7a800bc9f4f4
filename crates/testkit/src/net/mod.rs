//! The network between two programs, made worse on purpose.
//!
//! In: the address of a server. Out: an address that leads there until the test says otherwise. And servers at its other
//! end: one that should hear nothing, one that is told of alarms, one behind a webhook.

mod hook;
mod proxy;
mod receiver;
mod watcher;

pub use hook::Hook;
pub use proxy::Proxy;
pub use receiver::{Answer as PostAnswer, Posted, Receiver};
pub use watcher::{PICTURE, Watcher};
