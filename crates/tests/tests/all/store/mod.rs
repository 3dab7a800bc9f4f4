//! The contract of the store, on both engines.

mod contract;
mod erasure;
mod log;
mod plans;
mod statements;
