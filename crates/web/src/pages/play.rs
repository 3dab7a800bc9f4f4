//! The demo's page "play the customer".

use domain::time::{HOUR_MS, Millis};
use serde::Serialize;

use super::Page;
use super::samples::NOW;
use super::text::{Passage, passages};

/// A customer's mail program in one page.
#[derive(Clone, Debug, Serialize)]
pub struct Play {
    /// People to choose from.
    pub people: Vec<Played>,
    /// The one that is played.
    pub person: Option<Played>,
    /// What lies in the mailbox, the latest first.
    pub mails: Vec<Mail>,
    /// The shops one can write to.
    pub shops: Vec<Shop>,
    /// What was written, filled into the form.
    pub draft: Draft,
    /// What became of the last mail: `sent`, `failed`.
    pub outcome: Option<&'static str>,
    /// Where this page stands, for the language switch to come back to.
    pub path: String,
    /// Whether an agent is signed in in this browser.
    pub signed_in: bool,
}

/// A customer one can play.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Played {
    /// The name.
    pub name: String,
    /// The address.
    pub address: String,
}

/// A shop one can write to.
#[derive(Clone, Debug, Serialize)]
pub struct Shop {
    /// The name.
    pub name: String,
    /// The address.
    pub address: String,
}

/// A mail in the customer's mailbox.
#[derive(Clone, Debug, Serialize)]
pub struct Mail {
    /// Its Message-ID, for the answer to name.
    pub message_id: String,
    /// When it was written.
    pub at: Millis,
    /// Whether the customer wrote it.
    pub own: bool,
    /// Who sent it.
    pub sender: String,
    /// Who got it.
    pub recipient: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub passages: Vec<Passage>,
}

/// What stands in the form.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Draft {
    /// The shop's address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The Message-ID it answers, empty for a new matter.
    pub answers: String,
    /// The text.
    pub text: String,
}

impl Page for Play {
    const TEMPLATE: &'static str = "demo/play.html";

    fn samples() -> Vec<Self> {
        let kate = Played { name: "Katarzyna Wójcik".to_owned(), address: "k.wojcik@example.com".to_owned() };
        let james = Played { name: "James O'Connor".to_owned(), address: "james@example.org".to_owned() };
        let shop = Shop { name: "Leśna Chata".to_owned(), address: "sklep@lesna-chata.example".to_owned() };
        let mail = |id: &str, own: bool, ago: i64, text: &str| Mail {
            message_id: id.to_owned(),
            at: NOW.plus_ms(-ago),
            own,
            sender: if own { kate.address.clone() } else { shop.address.clone() },
            recipient: if own { shop.address.clone() } else { kate.address.clone() },
            subject: "Re: Paczka dotarła rozbita, zamówienie LC-48213".to_owned(),
            passages: passages(text),
        };
        let nobody = Self {
            people: vec![kate.clone(), james],
            person: None,
            mails: Vec::new(),
            shops: vec![shop.clone()],
            draft: Draft::default(),
            outcome: None,
            path: "/demo/customer".to_owned(),
            signed_in: false,
        };
        let empty = Self { person: Some(kate.clone()), signed_in: true, ..nobody.clone() };
        let full = Self {
            mails: vec![
                mail("b@x", false, HOUR_MS, "Dzień dobry,\n\nnowy komplet wyślemy dziś.\n\n> wszystko jest potłuczone"),
                mail("a@x", true, 5 * HOUR_MS, "Wszystko jest potłuczone."),
            ],
            draft: Draft {
                to: shop.address.clone(),
                subject: "Re: Paczka dotarła rozbita, zamówienie LC-48213".to_owned(),
                answers: "b@x".to_owned(),
                text: String::new(),
            },
            ..empty.clone()
        };
        let sent = Self { outcome: Some("sent"), ..full.clone() };
        let failed = Self { outcome: Some("failed"), ..full.clone() };
        vec![nobody, empty, full, sent, failed]
    }
}
