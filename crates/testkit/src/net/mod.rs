//! The network between two programs, made worse on purpose.
//!
//! In: the address of a server. Out: an address that leads there until the test says otherwise. And a server at its other
//! end that should hear nothing.

mod hook;
mod proxy;
mod watcher;

pub use hook::Hook;
pub use proxy::Proxy;
pub use watcher::{PICTURE, Watcher};
