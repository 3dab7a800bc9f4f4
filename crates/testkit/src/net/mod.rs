//! The network between two programs, made worse on purpose.
//!
//! In: the address of a server. Out: an address that leads there until the test says otherwise.

mod proxy;

pub use proxy::Proxy;
