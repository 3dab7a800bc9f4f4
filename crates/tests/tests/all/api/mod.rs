//! Another program with a token: what it may do, what it is told, and that nothing happens twice.

mod client;
mod events;
mod mcp;
mod once;
mod permission;
mod program;
mod strict;
mod work;

use domain::scope::Scope;
use testkit::app::{Guest, TestApp};

/// A program that may do everything that Jan, who leads the team, may.
async fn jan(app: &TestApp) -> Guest {
    app.guest(app.jan, Scope::ALL).await
}
