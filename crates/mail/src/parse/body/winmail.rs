//! `winmail.dat`: what Outlook wraps a mail in when it takes the receiver for another Outlook. What it holds takes its
//! place.

use domain::channel::Attachment;

use super::file::file_name;
use super::{Body, MAX_ATTACHMENTS, MAX_HTML_BYTES, MAX_TEXT_BYTES, text_of_html};
use crate::parse::problem::{DAMAGED_WINMAIL, Problems, TOO_MANY_ATTACHMENTS, WINMAIL};
use crate::parse::text::{cut, paragraphs};
use crate::tnef::{self, Tnef};

/// Puts the files of each `winmail.dat` in its place, and its text where the mail has none.
pub(super) fn unpack(body: &mut Body, problems: &mut Problems) {
    if !body.attachments.iter().any(is_winmail) {
        return;
    }
    let mut files = Vec::new();
    for file in std::mem::take(&mut body.attachments) {
        let Some(tnef) = is_winmail(&file).then(|| tnef::read(&file.bytes)).flatten() else {
            if is_winmail(&file) {
                problems.add(DAMAGED_WINMAIL);
            }
            files.push(file);
            continue;
        };
        problems.add(if tnef.is_whole { WINMAIL } else { DAMAGED_WINMAIL });
        take_words(body, &tnef);
        let html = body.html.as_deref();
        files.extend(tnef.files.into_iter().map(|file| attachment(file, html)));
        if !tnef.is_whole {
            // What could not be read stays to be had.
            files.push(file);
        }
    }
    if files.len() > MAX_ATTACHMENTS {
        problems.add(TOO_MANY_ATTACHMENTS);
        files.truncate(MAX_ATTACHMENTS);
    }
    body.attachments = files;
}

fn is_winmail(file: &Attachment) -> bool {
    matches!(file.media_type.as_str(), "application/ms-tnef" | "application/vnd.ms-tnef")
        || (file.name.eq_ignore_ascii_case("winmail.dat") && tnef::is_tnef(&file.bytes))
}

fn take_words(body: &mut Body, tnef: &Tnef) {
    if body.html.is_none() {
        body.html = tnef
            .html
            .as_deref()
            .map(|html| cut(html, MAX_HTML_BYTES).replace('\0', ""))
            .filter(|html| !html.trim().is_empty());
    }
    if body.text.is_empty() {
        let plain = tnef.text.as_deref().map(|text| paragraphs(text, MAX_TEXT_BYTES)).filter(|text| !text.is_empty());
        body.text = plain.or_else(|| body.html.as_deref().map(text_of_html)).unwrap_or_default();
    }
}

fn attachment(file: tnef::File, html: Option<&str>) -> Attachment {
    let name = file_name(&file.name);
    let inline =
        file.content_id.as_ref().is_some_and(|id| html.is_some_and(|html| html.contains(&format!("cid:{id}"))));
    Attachment {
        name: if name.is_empty() { "attachment".to_owned() } else { name },
        media_type: file.media_type,
        content_id: file.content_id,
        inline,
        bytes: file.bytes,
    }
}
