//! The shared collections: everything is read, and what is read is what their authors expect.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::*;
use crate::parse::text_of_html;

fn shared(set: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(set)
}

#[test]
fn the_shared_collections_are_read() {
    let mut files = Vec::new();
    for set in ["mail_malformed_stalwart", "mail_misc", "mail_bounces_sisimai"] {
        collect(&shared(set), &mut files);
    }
    if files.is_empty() {
        tell("skipped: ../shared/data is not there, so its mails were not read");
        return;
    }
    let (mut read, mut refused) = (0, Vec::new());
    for path in files {
        let raw = std::fs::read(&path).unwrap();
        match parse(&raw) {
            Ok(mail) => {
                check_bounds(&mail);
                read += 1;
            }
            Err(why) => refused.push(format!("{}: {why}", path.display())),
        }
    }
    tell(&format!("{read} shared mails read, {} refused: {refused:?}", refused.len()));
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn shared_bounces_are_recognised() {
    let folder = shared("mail_bounces_sisimai/bsd");
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("lhost-")));
    if files.is_empty() {
        tell("skipped: ../shared/data is not there, so its bounces were not counted");
        return;
    }
    let people: Vec<_> = files
        .iter()
        .filter(|path| parse(&std::fs::read(path).unwrap()).is_ok_and(|mail| mail.nature == Nature::Person))
        .collect();
    tell(&format!("{} of {} shared bounces taken for a person's mail: {people:?}", people.len(), files.len()));
    assert!(people.len() * 20 <= files.len(), "{people:#?}");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_mail = !name.ends_with(".json")
            && !name.ends_with(".jsonl")
            && !name.ends_with(".md")
            && !name.starts_with("LICENSE")
            && !name.starts_with("COPYING");
        if path.is_dir() {
            collect(&path, files);
        } else if is_mail {
            files.push(path);
        }
    }
}

#[expect(clippy::print_stderr, reason = "a skipped or partial test says so")]
fn tell(what: &str) {
    eprintln!("{what}");
}

#[test]
fn thousands_of_real_mails_are_read() {
    let Ok(file) = std::fs::File::open(shared("spam_spamassassin/spamassassin.jsonl.gz")) else {
        tell("skipped: ../shared/data is not there, so its real mails were not read");
        return;
    };
    let (mut read, mut refused, mut nameless) = (0, Vec::new(), 0);
    for line in BufReader::new(flate2::read::MultiGzDecoder::new(file)).lines() {
        let case: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let raw = case["raw"].as_str().unwrap();
        let bytes = match case["encoding"].as_str().unwrap() {
            "latin-1" | "latin1" | "iso-8859-1" => raw.chars().map(|c| c as u8).collect(),
            _ => raw.as_bytes().to_vec(),
        };
        match parse(&bytes) {
            Ok(mail) => {
                check_bounds(&mail);
                nameless += usize::from(mail.from.is_none());
                read += 1;
            }
            Err(why) => refused.push(format!("{}: {why}", case["id"])),
        }
    }
    tell(&format!(
        "{read} real mails read, {nameless} of them without a readable sender, {} refused: {refused:?}",
        refused.len()
    ));
    assert!(refused.is_empty() && read > 4_000, "{refused:#?}");
}

/// What differs between a mail as it is read and as its author expects; empty when nothing does.
fn differences(raw: &[u8], expected: &Value) -> Vec<String> {
    let mail = parse(raw).unwrap();
    let mut found = Vec::new();
    let mut check = |what: &str, ours: String, theirs: String| {
        if ours != theirs {
            found.push(format!("{what}: {ours:?}, expected {theirs:?}"));
        }
    };
    let headers = expected["parts"][0]["headers"].as_array().unwrap();
    let value = |name: &str, kind: &str| {
        headers.iter().find(|h| h["name"] == name).map(|h| h["value"][kind].clone()).unwrap_or_default()
    };
    check("subject", squeezed(&mail.subject), squeezed(value("subject", "Text").as_str().unwrap_or_default()));
    let all =
        |people: &[domain::channel::Party]| people.iter().map(|p| p.address.as_str()).collect::<Vec<_>>().join(" ");
    for (name, ours) in [("from", mail.from.as_slice()), ("to", &mail.to), ("cc", &mail.cc)] {
        let theirs: Vec<_> = people_of(&value(name, "Address")).into_iter().map(|(_, address)| address).collect();
        let theirs = if name == "from" { theirs.into_iter().take(1).collect() } else { theirs };
        check(name, all(ours), theirs.join(" "));
    }
    let parts = expected["parts"].as_array().unwrap();
    let text: Vec<String> = expected["text_body"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| words(&parts[id.as_u64().unwrap() as usize]))
        .collect();
    let (ours, theirs) = (squeezed(&mail.text), squeezed(&text.concat()));
    if !theirs.is_empty() || expected["attachments"].as_array().unwrap().is_empty() {
        check("text", ours, theirs);
    }
    let files = expected["attachments"].as_array().unwrap().iter().filter_map(|id| parts.get(id.as_u64()? as usize));
    let types: Vec<String> = files.map(media_type).collect();
    check(
        "files",
        mail.attachments.iter().map(|f| f.media_type.clone()).collect::<Vec<_>>().join(" "),
        types.join(" "),
    );
    found
}

/// Letters alone: blanks and what is invisible are each program's own matter.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{fffd}').collect()
}

fn words(part: &Value) -> String {
    let body = &part["body"];
    let text = |kind: &str| body[kind].as_str().map(str::to_owned);
    text("Text").or_else(|| text("Html").map(|html| text_of_html(&html))).unwrap_or_default()
}

fn media_type(part: &Value) -> String {
    let header = part["headers"].as_array().unwrap().iter().find(|h| h["name"] == "content_type");
    let kind = header.map(|h| &h["value"]["ContentType"]);
    let given = kind.and_then(|kind| Some(format!("{}/{}", kind["c_type"].as_str()?, kind["c_subtype"].as_str()?)));
    let otherwise = if part["body"]["Message"].is_object() { "message/rfc822" } else { "application/octet-stream" };
    given.unwrap_or_else(|| otherwise.to_owned()).to_lowercase()
}

/// Names and addresses, those left out whose address is none.
fn people_of(value: &Value) -> Vec<(Option<String>, String)> {
    let groups = value["Group"]
        .as_array()
        .map(|groups| groups.iter().flat_map(|g| g["addresses"].as_array().cloned().unwrap_or_default()).collect());
    let list: Vec<Value> = groups.or_else(|| value["List"].as_array().cloned()).unwrap_or_default();
    list.iter()
        .filter_map(|person| {
            let address = domain::identity::Address::parse(
                person["address"].as_str()?.trim_start_matches("mailto:").split('?').next()?,
            )?;
            let name =
                person["name"].as_str().map(str::to_owned).filter(|name| !name.eq_ignore_ascii_case(address.as_str()));
            Some((name, address.as_str().to_owned()))
        })
        .collect()
}

/// Mails that are read otherwise than their authors expect, and why.
const READ_OTHERWISE: [(&str, &str); 4] = [
    ("malformed/003.eml", "the text of a multipart that never ends is text, not a file"),
    ("malformed/009.eml", "a part ends where the one around it goes on, and what follows is text"),
    ("malformed/011.eml", "a part ends where the one around it goes on, and what follows is text"),
    (
        "thirdparty/015.eml",
        "three attached messages are three files, though one of them names a boundary it never uses",
    ),
];

#[test]
fn damaged_mails_say_what_their_authors_expect() {
    let root = shared("mail_malformed_stalwart");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.retain(|path| path.extension().is_some_and(|kind| kind == "eml"));
    if files.is_empty() {
        tell("skipped: ../shared/data is not there, so its damaged mails were not compared");
        return;
    }
    files.sort();
    let mut missed = Vec::new();
    for path in &files {
        let expected: Value = serde_json::from_slice(&std::fs::read(path.with_extension("json")).unwrap()).unwrap();
        let found = differences(&std::fs::read(path).unwrap(), &expected);
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        match READ_OTHERWISE.iter().find(|(other, _)| *other == name) {
            Some((_, reason)) => tell(&format!("{name} is read otherwise on purpose: {reason}: {}", found.join("; "))),
            None if found.is_empty() => {}
            None => missed.push(format!("{name}: {}", found.join("; "))),
        }
    }
    let headers = header_cases(&root, &mut missed);
    let all = files.len() + headers;
    tell(&format!("{} of {all} damaged mails and headers as expected; missed: {missed:#?}", all - missed.len()));
    assert!(missed.len() * 100 <= all * 3, "{missed:#?}");
}

fn header_cases(root: &Path, missed: &mut Vec<String>) -> usize {
    let mut all = 0;
    for kind in ["address", "date", "id", "unstructured"] {
        for line in std::fs::read_to_string(root.join(format!("headers/{kind}.jsonl"))).unwrap().lines() {
            let case: Value = serde_json::from_str(line).unwrap();
            let (header, expected) = (case["header"].as_str().unwrap(), &case["expected"]);
            let (ours, theirs) = match kind {
                "address" => {
                    let people = address::people(header, 500, &mut Problems::default());
                    let ours: Vec<_> = people.into_iter().map(|p| (p.name, p.address.as_str().to_owned())).collect();
                    (format!("{ours:?}"), format!("{:?}", people_of(expected)))
                }
                "date" => {
                    let mail = mail(format!("Date:{}\r\n\r\nx", header.trim_end()));
                    (format!("{:?}", mail.sent_at), format!("{:?}", moment_of(expected)))
                }
                "id" => {
                    let theirs: Vec<_> = expected.as_array().unwrap().iter().filter_map(Value::as_str).collect();
                    let ours = header::ids(header);
                    (format!("{:?}", ours.first()), format!("{:?}", theirs.first()))
                }
                _ => {
                    let mail = mail(format!("Subject:{}\r\n\r\nx", header.trim_end()));
                    (mail.subject, text::one_line(expected.as_str().unwrap_or_default(), MAX_SUBJECT_CHARS))
                }
            };
            all += 1;
            if ours != theirs {
                missed.push(format!("headers/{kind} {}: {ours}, expected {theirs}", case["n"]));
            }
        }
    }
    all
}

fn moment_of(date: &Value) -> Option<domain::time::Millis> {
    let number = |name: &str| date[name].as_u64().map(|number| number as u8);
    let date = mail_parser::DateTime {
        year: date["year"].as_u64()? as u16,
        month: number("month")?,
        day: number("day")?,
        hour: number("hour")?,
        minute: number("minute")?,
        second: number("second")?,
        tz_before_gmt: date["tz_before_gmt"].as_bool()?,
        tz_hour: number("tz_hour")?,
        tz_minute: number("tz_minute")?,
    };
    Some(domain::time::Millis::new(date.to_timestamp() * 1_000))
}
