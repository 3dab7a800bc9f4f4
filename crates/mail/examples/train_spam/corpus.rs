//! Mails to learn from: a corpus with labels, and texts of today in the shapes of today's programs.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use domain::spam::Sign;
use domain::time::Millis;
use flate2::read::GzDecoder;
use serde::Deserialize;

/// Mails that look like spam and are none teach most.
const HARD_HAM_COST: f32 = 10.0;
/// Spam of today is few among the customers of today.
const TAUGHT_SPAM_COST: f32 = 4.0;
const TAUGHT_HAM: &str = include_str!("../../fixtures/spam/taught_ham.txt");
const TAUGHT_SPAM: &str = include_str!("../../fixtures/spam/taught_spam.txt");

/// One mail.
pub struct Example {
    /// What it shows.
    pub features: Vec<u32>,
    /// What it is.
    pub spam: bool,
    /// What an error costs.
    pub cost: f32,
}

#[derive(Deserialize)]
struct Line {
    label: String,
    group: String,
    encoding: String,
    raw: String,
}

/// Where the corpus lies beside the project.
pub fn usual_place() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/spam_spamassassin/spamassassin.jsonl.gz")
}

/// The mails of the corpus at `path`.
pub fn labelled(path: &Path) -> Result<Vec<Example>, Box<dyn std::error::Error>> {
    let mut examples = Vec::new();
    for line in BufReader::new(GzDecoder::new(File::open(path)?)).lines() {
        let line: Line = serde_json::from_str(&line?)?;
        let raw: Vec<u8> = match line.encoding.as_str() {
            // Such mails were stored byte by byte.
            "latin-1" => line.raw.chars().map(|c| c as u8).collect(),
            _ => line.raw.into_bytes(),
        };
        let cost = if line.group.starts_with("hard-ham") { HARD_HAM_COST } else { 1.0 };
        let features = mail::parse::parse(&raw)?.features;
        examples.push(Example { features, spam: line.label == "spam", cost });
    }
    Ok(examples)
}

/// Texts of today, each in every shape; both kinds in the same shapes, so that the shapes themselves teach nothing.
pub fn taught() -> Result<Vec<Example>, Box<dyn std::error::Error>> {
    let mut examples = Vec::new();
    for (texts, spam) in [(TAUGHT_HAM, false), (TAUGHT_SPAM, true)] {
        for (number, text) in texts.split("=====\n").enumerate() {
            for shape in 0..SHAPES {
                let mut features = mail::parse::parse(shaped(text, shape, number).as_bytes())?.features;
                features.extend(verdicts(spam, number + shape).iter().map(|sign| sign.feature()));
                features.sort_unstable();
                features.dedup();
                examples.push(Example { features, spam, cost: if spam { TAUGHT_SPAM_COST } else { 1.0 } });
            }
        }
    }
    for (number, text) in customers().iter().enumerate() {
        let features = mail::parse::parse(shaped(text, number % SHAPES, number).as_bytes())?.features;
        examples.push(Example { features, spam: false, cost: 1.0 });
    }
    Ok(examples)
}

/// What customers of the demo shop write, in the form of the taught texts. Matters whose first tag has an odd number of
/// letters are left for the tests.
fn customers() -> Vec<String> {
    let shop = demo::shop(Millis::new(1_795_357_800_000), 1);
    let is_taught = |tags: &[&str]| tags.first().is_some_and(|tag| tag.chars().count() % 2 == 0);
    let talks = shop.conversations.iter().filter(|talk| is_taught(&talk.tags));
    let mails = talks.flat_map(|talk| {
        let written = talk.messages.iter().filter(|message| message.direction == demo::Direction::FromCustomer);
        let customer = &shop.customers[talk.customer];
        written
            .map(move |message| format!("{} <{}>\n{}\n{}", customer.name, customer.address, talk.subject, message.text))
    });
    mails.collect()
}

/// What the receiving server says today: of honest mail mostly that it passed, of spam often so too.
fn verdicts(spam: bool, number: usize) -> &'static [Sign] {
    match (spam, number % 4) {
        (false, 0) => &[Sign::SpfPass],
        (false, _) | (true, 0) => &[Sign::SpfPass, Sign::DkimPass, Sign::DmarcPass],
        (true, 1) => &[Sign::SpfPass, Sign::DkimPass],
        (true, 2) => &[Sign::SpfFail, Sign::DmarcFail],
        (true, _) => &[],
    }
}

const SHAPES: usize = 4;

/// `text` (a line From, a line Subject, the body) as a mail of one of [`SHAPES`] kinds.
fn shaped(text: &str, shape: usize, number: usize) -> String {
    let mut lines = text.splitn(3, '\n');
    let mut next = || lines.next().unwrap_or_default();
    let (from, subject, body) = (next(), next(), next());
    let host = from.rsplit('@').next().unwrap_or_default().trim_end_matches('>');
    let html = format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body><div>{}</div></body></html>",
        body.trim_end().replace('\n', "<br>")
    );
    let content = match shape {
        0 => format!("Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}"),
        1 => format!("Content-Type: text/html; charset=\"utf-8\"\r\n\r\n{html}"),
        2 => format!(
            "Content-Type: multipart/alternative; boundary=\"b{number}\"\r\n\r\n--b{number}\r\n\
             Content-Type: text/plain; charset=\"UTF-8\"\r\n\r\n{body}\r\n--b{number}\r\n\
             Content-Type: text/html; charset=\"UTF-8\"\r\n\r\n{html}\r\n--b{number}--\r\n"
        ),
        _ => format!("Content-Type: text/plain; charset=utf-8; format=flowed\r\nContent-Language: pl\r\n\r\n{body}"),
    };
    format!(
        "Received: from mail.{host} (mail.{host} [198.51.100.{}]) by mx.shop.example with ESMTPS id a{number};\r\n \
         Mon, 2 Nov 2026 10:00:03 +0100\r\nFrom: {from}\r\nTo: sklep@shop.example\r\nSubject: {subject}\r\n\
         Message-ID: <{number}.{shape}@{host}>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n{content}",
        number % 200 + 1,
    )
}
