//! Real mails of the shared collections: nothing harmful comes out, nothing to read is lost.

use std::path::{Path, PathBuf};

use super::super::*;
use super::{WANTED, insist_harmless, safe};

fn collect(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            collect(&path, found);
            continue;
        }
        let raw = std::fs::read(&path).unwrap();
        let html = match path.extension().and_then(|end| end.to_str()) {
            Some("html") => Some(String::from_utf8_lossy(&raw).into_owned()),
            _ => crate::parse::parse(&raw).ok().and_then(|mail| mail.html),
        };
        found.extend(html.map(|html| (path, html)));
    }
}

/// The ASCII letters that can be read: without those of scripts and the like, of references, and of what these stand for.
fn letters(html: &str) -> usize {
    let count = |text: &str| text.chars().filter(char::is_ascii_alphabetic).count();
    let referred = |part: &str| {
        let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(part.len());
        count(&part[end..])
    };
    let text = |token| match token {
        tokens::Token::Text(text) => {
            let mut parts = text.split('&');
            count(parts.next().unwrap_or_default()) + parts.map(referred).sum::<usize>()
        }
        _ => 0,
    };
    tokens::Tokens::of(html).map(text).sum()
}

#[test]
fn shared_mails_are_shown_whole_and_harmless() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let mut mails = Vec::new();
    for set in [
        "mail_malformed_stalwart",
        "mail_misc",
        "mail_reply_discourse",
        "mail_reply_talon",
        "mail_reply_erp",
        "/tmp/sa",
    ] {
        collect(&shared.join(set), &mut mails);
    }
    let (mut folded, mut blocked, mut trackers) = (0, 0, 0);
    for (path, html) in &mails {
        let shown = safe(html);
        insist_harmless(&shown.html, false, &path.display().to_string());
        let whole = make_safe(html, &Wanted { fold: None, ..WANTED });
        let (before, after) = (letters(html), letters(&whole.html));
        assert!(whole.cut || after * 100 >= before * 97, "{}: {before} letters, {after} shown", path.display());
        folded += usize::from(shown.html.contains("<details class=\"quote\">"));
        blocked += shown.blocked;
        trackers += shown.trackers;
    }
    tell(&format!(
        "{} shared mails with HTML: {folded} with a folded quote, {blocked} pictures held back, {trackers} trackers",
        mails.len()
    ));
}

#[expect(clippy::print_stderr, reason = "a skipped or partial test says so")]
fn tell(what: &str) {
    eprintln!("{what}");
}
