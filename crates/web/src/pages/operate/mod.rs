//! How the installation is run: what its pages show.

pub mod retention;
pub mod status;
pub mod tokens;
pub mod webhooks;
