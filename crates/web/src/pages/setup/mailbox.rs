//! The mailbox, and how far back it is read.

use serde::Serialize;

use super::{PERMISSION_WRONGS, Permission, Step, Steps};
use crate::pages::Page;
use crate::pages::mailboxes::{Fares, Mailboxes};
use crate::setup::connector::REFUSALS;

/// The mailbox.
#[derive(Clone, Debug, Serialize)]
pub struct Mailbox {
    /// The steps.
    pub steps: Steps,
    /// Its address.
    pub address: String,
    /// What is wrong with that: the end of its key.
    pub wrong: Option<&'static str>,
    /// Those that are connected already.
    pub connected: Vec<String>,
    /// What opens it; `None`: the address is asked for first.
    pub details: Option<Details>,
}

/// What opens a mailbox.
#[derive(Clone, Debug, Serialize)]
pub struct Details {
    /// What its provider is called.
    pub provider: Option<String>,
    /// Whether that is known.
    pub known: bool,
    /// Whether the servers are surely right.
    pub certain: bool,
    /// What opens it: the end of a key.
    pub opened_by: &'static str,
    /// The user name.
    pub user: String,
    /// Where mail is fetched.
    pub imap: Server,
    /// Where mail is handed over.
    pub smtp: Server,
    /// The permission that opens it; `None`: a password does.
    pub permission: Option<Permission>,
    /// What is wrong.
    pub wrong: Wrong,
}

/// A server, as it was typed.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Server {
    pub host: String,
    pub port: String,
    pub tls: String,
}

impl Default for Server {
    fn default() -> Self {
        Self { host: String::new(), port: String::new(), tls: "implicit".to_owned() }
    }
}

impl Server {
    /// What was typed, without the blanks around it.
    pub fn typed(host: &str, port: &str, tls: &str) -> Self {
        Self { host: host.trim().to_owned(), port: port.trim().to_owned(), tls: tls.trim().to_owned() }
    }
}

/// What is wrong with a mailbox.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Wrong {
    /// What was typed wrong: the end of a key.
    pub field: Option<&'static str>,
    /// Fetching: the end of a key, and what was said.
    pub imap: Option<(&'static str, String)>,
    /// Sending: the same.
    pub smtp: Option<(&'static str, String)>,
    /// Whether it was tried.
    pub tried: bool,
}

/// What can be wrong with a server that was tried: the ends of keys.
pub const TROUBLES: [&str; 11] = [
    "cannot-connect",
    "tls-failed",
    "plain-text",
    "certificate",
    "wrong-password",
    "token-refused",
    "refused",
    "no-such-folder",
    "timed-out",
    "connection-lost",
    "not-understood",
];

impl Page for Mailbox {
    const TEMPLATE: &'static str = "setup/mailbox.html";

    fn samples() -> Vec<Self> {
        let blank = Self {
            steps: Steps::at(Step::Mailbox, Step::Mailbox),
            address: "sklep@bardzo-dluga-nazwa-sklepu.example.pl".to_owned(),
            wrong: None,
            connected: Vec::new(),
            details: None,
        };
        let details = Details {
            provider: None,
            known: false,
            certain: false,
            opened_by: "password",
            user: blank.address.clone(),
            imap: Server::default(),
            smtp: Server::default(),
            permission: None,
            wrong: Wrong::default(),
        };
        let known = |opened_by, certain| Details {
            provider: Some("WP Poczta".to_owned()),
            known: true,
            certain,
            opened_by,
            imap: Server::typed("imap.wp.pl", "993", "implicit"),
            smtp: Server::typed("smtp.wp.pl", "587", "starttls"),
            ..details.clone()
        };
        let mut all = vec![
            blank.clone(),
            Self { connected: vec!["biuro@example.com".to_owned()], ..blank.clone() },
            Self { wrong: Some("address"), ..blank.clone() },
            Self { wrong: Some("taken"), ..blank.clone() },
        ];
        let mut with = |details| all.push(Self { details: Some(details), ..blank.clone() });
        with(details.clone());
        for opened_by in ["password", "app-password"] {
            with(known(opened_by, opened_by != "password"));
        }
        samples_by_permission(&known("google", true)).into_iter().for_each(&mut with);
        for field in ["user", "password", "imap", "smtp"] {
            with(Details { wrong: Wrong { field: Some(field), ..Wrong::default() }, ..details.clone() });
        }
        for code in TROUBLES {
            let trouble = Some((code, "The mail server says: no.".to_owned()));
            let wrong = Wrong { imap: trouble.clone(), smtp: trouble, tried: true, field: None };
            with(Details { wrong, ..known("app-password", true) });
        }
        let half = Wrong { smtp: Some(("refused", "535 no".to_owned())), tried: true, ..Wrong::default() };
        with(Details { wrong: half, ..details.clone() });
        all
    }
}

/// The same where its provider's permission opens it.
fn samples_by_permission(known: &Details) -> Vec<Details> {
    let redirect = "https://kontuar.bardzo-dluga-nazwa-sklepu.example.pl/mailboxes/permission/return";
    let of = |provider: &'static str, redirect| Details {
        opened_by: provider,
        permission: Some(Permission::blank(provider, &known.user, redirect)),
        ..known.clone()
    };
    let mut all: Vec<Details> = ["google", "microsoft", "own"].map(|provider| of(provider, redirect)).to_vec();
    all.push(of("microsoft", "http://127.0.0.1:8025/mailboxes/permission/return"));
    all.extend(
        PERMISSION_WRONGS
            .map(|field| Details { wrong: Wrong { field: Some(field), ..Wrong::default() }, ..of("own", redirect) }),
    );
    all.extend(REFUSALS.map(|code| {
        let asked = of("google", redirect);
        let refused = Some((code, "invalid_client <b>".to_owned()));
        let permission = asked.permission.map(|asked| Permission { refused, ..asked });
        Details { permission, provider: None, known: false, certain: false, ..known.clone() }
    }));
    let trouble = Some(("token-refused", "The mail server says: no.".to_owned()));
    let wrong = Wrong { imap: trouble.clone(), smtp: trouble, tried: true, field: None };
    all.push(Details { wrong, ..of("microsoft", redirect) });
    all
}

/// How far back the mailbox is read.
#[derive(Clone, Debug, Serialize)]
pub struct History {
    /// The steps.
    pub steps: Steps,
    /// The mailbox.
    pub row: Fares,
    /// The day that is offered.
    pub day: String,
    /// What is wrong: the end of its key.
    pub wrong: Option<&'static str>,
}

impl Page for History {
    const TEMPLATE: &'static str = "setup/history.html";

    fn samples() -> Vec<Self> {
        let rows = Mailboxes::samples().into_iter().flat_map(|page| page.rows);
        let steps = Steps::at(Step::History, Step::Colleagues);
        let mut all: Vec<Self> =
            rows.map(|row| Self { steps: steps.clone(), row, day: "2026-08-25".to_owned(), wrong: None }).collect();
        all[0].wrong = Some("day");
        all
    }
}
