//! How the domain of a mailbox stands with those who receive its mail.

use domain::time::{HOUR_MS, Millis};
use serde::Serialize;

use crate::pages::samples::NOW;

/// The domain of a mailbox.
#[derive(Clone, Debug, Serialize)]
pub struct Domain {
    /// Its name.
    pub name: String,
    /// How it stands: the end of a key.
    pub state: &'static str,
    /// How many things need to be put right.
    pub bad: i64,
    /// Whether somebody waits for another look.
    pub asked: bool,
    /// When it was looked at last.
    pub looked_at: Option<Millis>,
    /// The name of the key that the provider signs with, where somebody gave it.
    pub selector: String,
    /// Whose domain it is, where it is a mail provider's own.
    pub provider: Option<String>,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// One thing that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// `good`, `note` or `bad`: the end of a key.
    pub weight: &'static str,
    /// What it means and what to do about it, in the reader's language.
    pub words: String,
    /// The record that puts it right, where that is known.
    pub record: Option<Record>,
}

/// A TXT record.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Record {
    pub name: String,
    pub value: String,
}

impl Domain {
    /// One that nobody looked at yet.
    pub(super) fn unseen() -> Self {
        Self {
            name: "bardzo-dluga-nazwa-sklepu.example.pl".to_owned(),
            state: "unseen",
            bad: 0,
            asked: false,
            looked_at: None,
            selector: String::new(),
            provider: None,
            findings: Vec::new(),
        }
    }

    /// One of each kind.
    pub(super) fn samples() -> Vec<Self> {
        let finding = |weight, words: &str, record: Option<&str>| Finding {
            weight,
            words: words.to_owned(),
            record: record.map(|value| Record { name: "_dmarc.sklep.example.pl".to_owned(), value: value.to_owned() }),
        };
        let findings = vec![
            finding("good", "MX: pocztę domeny przyjmują serwery: mx.example.pl.", None),
            finding("note", "SPF: rekord nie mówi, co zrobić z obcymi. <b>", None),
            finding("bad", "DMARC: brak rekordu.", Some("v=DMARC1; p=none")),
        ];
        let looked = |state| Self { state, looked_at: Some(NOW.plus_ms(-HOUR_MS)), ..Self::unseen() };
        vec![
            Self { asked: true, ..Self::unseen() },
            Self { findings: findings[..1].to_vec(), ..looked("good") },
            Self { bad: 1, findings: findings.clone(), selector: "google".to_owned(), ..looked("bad") },
            Self { asked: true, bad: 2, findings, ..looked("bad") },
            Self { findings: vec![finding("note", "Serwery nazw nie odpowiadają.", None)], ..looked("silent") },
            Self { provider: Some("Wirtualna Polska".to_owned()), ..looked("provider") },
        ]
    }
}
