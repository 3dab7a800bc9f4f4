//! testkit

pub mod browser;
pub mod net;
pub mod servers;
