//! The page for what did not work: what happened, why, and what to do next.

use serde::Serialize;

use super::Page;

/// An error for people.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    /// Which one: the middle of its keys `error-page-<kind>-…`.
    pub kind: &'static str,
    /// The number under which the log knows this request.
    pub request: String,
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "error.html";

    fn samples() -> Vec<Self> {
        ["not-found", "forbidden", "refused", "elsewhere", "unreadable", "broken", "busy", "away", "full", "outdated"]
            .map(|kind| Self { kind, request: "req-01h8m3c4".to_owned() })
            .to_vec()
    }
}
