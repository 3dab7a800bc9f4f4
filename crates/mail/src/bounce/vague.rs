//! Whether a mail without any standard mark tells that somebody was not reached, or complained.
//!
//! Doubt means a person: its subject and its text must both say so in words that only machines use.

use std::sync::LazyLock;

use mail_parser::{Message, MimeHeaders};

use super::notification;
use crate::parse::text::cut;

/// Bytes of text that are asked.
const MAX_BYTES: usize = 8_000;

static WORDS: LazyLock<(Vec<String>, Vec<String>)> = LazyLock::new(|| {
    let source = include_str!("phrases/vague.txt");
    let (subjects, sentences) = source.split_once("[sentence]").unwrap_or((source, ""));
    (super::lines(&subjects.replace("[subject]", "")), super::lines(sentences))
});

/// Whether `subject` and `text` are both those of a failure report.
pub(crate) fn is_report(subject: &str, text: &str) -> bool {
    subject_says_so(subject) && text_says_so(text)
}

/// Whether one of them is. Enough where the sender is one that people rarely write from.
pub(crate) fn says_so(subject: &str, text: &str) -> bool {
    subject_says_so(subject) || text_says_so(text)
}

fn subject_says_so(subject: &str) -> bool {
    let subject = subject.to_lowercase();
    let subject = subject.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '[');
    WORDS.0.iter().any(|marker| match marker.split_once(" * ") {
        Some((start, later)) => subject.strip_prefix(start).is_some_and(|rest| rest.contains(later)),
        None => subject.starts_with(marker.as_str()),
    })
}

fn text_says_so(text: &str) -> bool {
    let text = words(text);
    WORDS.1.iter().any(|sentence| text.contains(sentence.as_str()))
}

/// Whether it is Amazon's notification of a bounce (`Some(false)`) or a complaint (`Some(true)`).
pub(crate) fn notification(text: &str) -> Option<bool> {
    notification::notification(text).map(|told| told.complaint)
}

/// Whether it is a complaint in the form of Hotmail's reports, which are older than RFC 5965: the mail itself, given
/// back whole under a fixed subject.
pub(crate) fn is_complaint_form(message: &Message<'_>) -> bool {
    let subject = message.subject().unwrap_or_default().trim().to_ascii_lowercase();
    let gives_back = || message.parts.iter().any(|part| part.is_content_type("message", "rfc82_"));
    subject.strip_prefix("complaint about message from").is_some_and(|from| {
        let from = from.trim();
        !from.is_empty() && from.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, '.' | ':' | '[' | ']'))
    }) && gives_back()
}

fn words(text: &str) -> String {
    cut(text, MAX_BYTES).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
