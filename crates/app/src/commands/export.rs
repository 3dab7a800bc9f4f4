//! `kontuar contact export`: what is kept about a person, as JSON and as a page that they can read.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use domain::id::ContactId;
use domain::identity::{Address, Fingerprinter};
use domain::operation::Operation;
use domain::time::Clock;
use store::Store;
use store::export::{Export, Written, read};

use super::{Failure, say};
use crate::clock::SystemClock;
use crate::config::Config;
use crate::house;

/// Writes everything about a contact into two files beside each other, readable by this user alone.
///
/// # Errors
/// When there is no such contact, or a file cannot be written; files that are there stay.
pub fn export(config: &Config, who: &str, folder: &Path, notes: bool) -> Result<(), Failure> {
    let settings = house::settings_with_key(config)?;
    let (mut conn, _) = Store::open_reader(&settings)?;
    let unknown = || Failure(format!("No contact is known as {who} (or it was erased)."));
    let id = match (who.parse::<ContactId>(), Address::parse(who)) {
        (Ok(id), _) => id,
        (Err(_), Some(address)) => {
            let print = Fingerprinter::new(settings.key).address(&address);
            store::contact::by_fingerprint(&mut conn, print)?.ok_or_else(unknown)?
        }
        (Err(_), None) => {
            return Err(Failure("That is neither a contact's id (ctc_…) nor an e-mail address.".to_owned()));
        }
    };
    let export = read(&mut conn, id, notes, SystemClock.now())?.ok_or_else(unknown)?;
    let json = serde_json::to_vec_pretty(&export).map_err(|error| Failure(error.to_string()))?;
    let json_at = keep(folder, id, "json", &json)?;
    let page_at = keep(folder, id, "html", page(&export).as_bytes())?;
    super::have_told(config, Operation::ContactExported { contact: id })?;
    let messages: usize = export.conversations.iter().map(|matter| matter.messages.len()).sum();
    say(&format!(
        "{} conversations with {messages} messages, and {} messages elsewhere:\n{}\n{}",
        export.conversations.len(),
        export.elsewhere.len(),
        json_at.display(),
        page_at.display()
    ))
}

fn keep(folder: &Path, id: ContactId, ending: &str, content: &[u8]) -> Result<PathBuf, Failure> {
    let place = folder.join(format!("{id}.{ending}"));
    let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&place).and_then(|mut file| {
        file.write_all(content)?;
        file.sync_all()
    });
    written.map_err(|error| Failure(format!("{} cannot be written: {error}.", place.display())))?;
    Ok(place)
}

/// A page without scripts or anything from outside.
fn page(export: &Export) -> String {
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <title>Your data</title><style>body{font:16px/1.5 sans-serif;max-width:48em;margin:2em auto;padding:0 1em}\
         article{border-top:1px solid #999;padding:1em 0}pre{white-space:pre-wrap;font:inherit}small{color:#555}</style>\
         </head><body>\n<h1>Your data</h1>\n",
    );
    // Writing to a string does not fail.
    let _ = writeln!(out, "<p><small>{}</small></p>", escaped(&export.made_at));
    for known in &export.contacts {
        let name = escaped(known.name.as_deref().unwrap_or_default());
        let _ = writeln!(out, "<p>{name} {} <small>{}</small></p>", escaped(&known.addresses.join(", ")), known.since);
    }
    for matter in &export.conversations {
        let subject = escaped(matter.subject.as_deref().unwrap_or_default());
        let _ = writeln!(out, "<h2>#{} {subject}</h2>", matter.number);
        matter.messages.iter().for_each(|message| article(&mut out, message));
    }
    export.elsewhere.iter().for_each(|message| article(&mut out, message));
    out.push_str("</body></html>\n");
    out
}

fn article(out: &mut String, message: &Written) {
    let from = escaped(message.from.as_deref().unwrap_or(message.kind));
    let _ = writeln!(
        out,
        "<article><p><b>{from}</b> → {} <small>{}</small><br>{}</p><pre>{}</pre>",
        escaped(&message.to.join(", ")),
        message.at,
        escaped(&message.subject),
        escaped(&message.text)
    );
    for file in &message.files {
        let _ = writeln!(
            out,
            "<p><small>{} ({}, {} bytes)</small></p>",
            escaped(&file.name),
            escaped(&file.media_type),
            file.bytes
        );
    }
    out.push_str("</article>\n");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
