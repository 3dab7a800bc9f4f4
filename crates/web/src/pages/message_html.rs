//! The HTML of one message, for the frame it is shown in.

use serde::Serialize;

use super::Page;

/// A message's HTML. The one page that writes HTML it did not make: [`mail::safe_html`] did.
#[derive(Clone, Debug, Serialize)]
pub struct MessageHtml {
    /// The HTML, made safe.
    pub html: String,
    /// How many pictures on other servers were held back.
    pub blocked: usize,
    /// How many pictures that only watch were left out.
    pub trackers: usize,
    /// Whether the message is longer than what is shown.
    pub cut: bool,
}

impl Page for MessageHtml {
    const TEMPLATE: &'static str = "agent/message_html.html";

    fn samples() -> Vec<Self> {
        let html = "<p>Dzień dobry,</p><details class=\"quote\"><summary>…</summary><p>stare</p></details>".to_owned();
        vec![
            Self { html: html.clone(), blocked: 0, trackers: 0, cut: false },
            Self { html, blocked: 3, trackers: 1, cut: true },
        ]
    }
}
