//! The contract of the store, on both engines.

mod contract;
mod erasure;
mod leases;
mod log;
mod nodes;
mod plans;
mod statements;
