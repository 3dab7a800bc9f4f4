//! `kontuar mail split`: what is new in a bare body.

use std::path::PathBuf;

use serde::Serialize;

use super::explain::Forwarded;
use super::{Input, inputs, line};
use crate::commands::{Failure, say};

/// How the bodies are to be taken.
#[derive(Clone, Debug, Default)]
pub struct SplitAs {
    /// They are HTML.
    pub html: bool,
    /// The subject they stood under: it tells a forward from an answer.
    pub subject: String,
}

#[derive(Serialize)]
struct Parts<'m> {
    file: &'m str,
    reply: &'m str,
    signature: Option<&'m str>,
    quoted: Option<&'m str>,
    forward: Option<Forwarded<'m>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    problems: &'m [String],
}

/// Prints the parts of each body.
///
/// # Errors
/// When the result cannot be written.
pub fn split(files: Vec<PathBuf>, how: &SplitAs) -> Result<(), Failure> {
    for Input { file, bytes } in inputs(files) {
        let (body, problems) = match bytes {
            Ok(bytes) => (String::from_utf8_lossy(&bytes).replace("\r\n", "\n"), Vec::new()),
            Err(why) => (String::new(), vec![why]),
        };
        let (split, forward) = if how.html {
            let text = mail::parse::text_of_html(&body);
            (mail::split::split_html(&body), mail::forward::forward(&how.subject, &text))
        } else {
            (mail::split::split(&body), mail::forward::forward(&how.subject, &body))
        };
        say(&line(&Parts {
            file: &file,
            reply: &split.reply,
            signature: split.signature.as_deref(),
            quoted: split.quoted.as_deref(),
            forward: forward.as_ref().map(Forwarded::of),
            problems: &problems,
        })?)?;
    }
    Ok(())
}
