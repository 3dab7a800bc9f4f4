//! What is set of one mailbox: shown, and changed where it was connected in the pages.

use domain::id::{Id, InboxId};
use domain::time::Millis;
use serde::Serialize;

use crate::pages::Page;
use crate::pages::samples::NOW;
use crate::pages::setup::{PERMISSION_WRONGS, Permission, Server, TROUBLES, Wrong};
use crate::setup::connector::{Folders, Key, REFUSALS, STANDS, Words};

/// What can have been done: the ends of keys. The last one says that it was so already.
pub const ONE_OUTCOMES: [&str; 9] =
    ["words", "servers", "permission", "folders", "limits", "key", "key-signs", "key-ended", "same"];

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct OneMailbox {
    /// The inbox.
    pub id: InboxId,
    /// Its address.
    pub address: String,
    /// Which version is shown; `None`: the settings file decides.
    pub version: Option<i64>,
    /// What the inbox is called, and what stands around its letters.
    pub words: Words,
    /// The user name.
    pub user: String,
    /// Where mail is fetched; `None`: it comes to our own mail server.
    pub imap: Option<Server>,
    /// Where mail is handed over.
    pub smtp: Server,
    /// Which folders are read.
    pub folders: Folders,
    /// The folders that can be chosen by name.
    pub names: Vec<String>,
    /// Whether these are what the server has.
    pub listed: bool,
    /// Why the server does not tell them: the end of a key, and what was said.
    pub unlisted: Option<(&'static str, String)>,
    /// How much is sent, as it was typed.
    pub limits: Bounds,
    /// The keys that sign.
    pub keys: Vec<Key>,
    /// A key that is to sign, as it was typed.
    pub new_key: NewKey,
    /// The permission by which it is used; `None`: it has a password.
    pub permission: Option<OnePermission>,
    /// What was typed wrong: the end of a key.
    pub wrong: Option<&'static str>,
    /// The part of which it was another version meanwhile.
    pub outdated: Option<&'static str>,
    /// What came of trying the servers.
    pub tried: Wrong,
    /// What was done just now: the end of its key.
    pub outcome: Option<&'static str>,
    /// Where this page stands.
    pub path: String,
}

/// The permission by which a mailbox is used.
#[derive(Clone, Debug, Serialize)]
pub struct OnePermission {
    /// How it stands: the end of a key.
    pub stands: &'static str,
    /// The account that gave it.
    pub who: String,
    /// The colleague who asked for it; `None`: it was the command line, or they are gone.
    pub by: Option<String>,
    /// When.
    pub at: Option<Millis>,
    /// What is asked for where it is given again.
    pub form: Permission,
}

/// How much is sent, as it was typed.
#[derive(Clone, Debug, Default, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Bounds {
    pub connections: String,
    pub per_hour: String,
    pub per_day: String,
    pub give_up_hours: String,
}

/// A key that is to sign. What was pasted is not shown again.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct NewKey {
    pub selector: String,
    pub domain: String,
}

/// What can be typed wrong here, beside what the first run has words for: the ends of keys.
pub const WRONGS: [&str; 19] = [
    "name",
    "sender",
    "signature",
    "auto-reply",
    "password-again",
    "folder",
    "folder-same",
    "file-sent",
    "connections",
    "per-hour",
    "per-day",
    "give-up",
    "selector",
    "domain",
    "pem-none",
    "pem-public",
    "pem-encrypted",
    "pem-unfit",
    "no-random",
];

fn permission(stands: &'static str) -> OnePermission {
    let redirect = "https://kontuar.example.pl/mailboxes/permission/return";
    let form = Permission::blank("microsoft", "anna@bardzo-dluga-nazwa-sklepu.example.pl", redirect);
    OnePermission {
        stands,
        who: "anna@bardzo-dluga-nazwa-sklepu.example.pl".to_owned(),
        by: Some("Anna Maria Wiśniewska".to_owned()),
        at: Some(NOW),
        form: Permission { id: "0f1e2d3c".to_owned(), has_secret: true, ..form },
    }
}

impl Page for OneMailbox {
    const TEMPLATE: &'static str = "agent/mailbox.html";

    fn samples() -> Vec<Self> {
        let id = InboxId::from_raw(7);
        let plain = Self {
            id,
            address: "reklamacje@bardzo-dluga-nazwa-sklepu.example.pl".to_owned(),
            version: Some(3),
            words: Words {
                name: "Leśna Chata, reklamacje".to_owned(),
                sender: "{agent} z {brand}".to_owned(),
                signature: "{agent}\n{brand} <b>".to_owned(),
                auto_reply: String::new(),
            },
            user: "reklamacje@bardzo-dluga-nazwa-sklepu.example.pl".to_owned(),
            imap: Some(Server::typed("imap.wp.pl", "993", "implicit")),
            smtp: Server::typed("smtp.wp.pl", "587", "starttls"),
            folders: Folders { spam: "auto".to_owned(), sent: "Wysłane".to_owned(), file_sent: "auto".to_owned() },
            names: vec!["Wysłane".to_owned()],
            listed: false,
            unlisted: None,
            limits: Bounds { connections: "4".to_owned(), give_up_hours: "48".to_owned(), ..Bounds::default() },
            keys: Vec::new(),
            new_key: NewKey { selector: "kontuar".to_owned(), domain: "example.pl".to_owned() },
            permission: None,
            wrong: None,
            outdated: None,
            tried: Wrong::default(),
            outcome: None,
            path: format!("/mailboxes/{id}"),
        };
        let key = |signs| Key {
            name: "kontuar._domainkey.bardzo-dluga-nazwa-sklepu.example.pl".to_owned(),
            record: format!("v=DKIM1; k=ed25519; p={}=", "A".repeat(43)),
            signs,
        };
        let mut all = vec![plain.clone()];
        all.extend(ONE_OUTCOMES.map(|outcome| Self { outcome: Some(outcome), ..plain.clone() }));
        let known = ["user", "password", "imap", "smtp"];
        all.extend(known.into_iter().chain(WRONGS).map(|wrong| Self { wrong: Some(wrong), ..plain.clone() }));
        let parts = ["words", "servers", "folders", "limits", "key"];
        all.extend(parts.map(|part| Self { outdated: Some(part), ..plain.clone() }));
        all.extend(TROUBLES.map(|code| {
            let trouble = Some((code, "The mail server says: <b>no</b>.".to_owned()));
            let tried = Wrong { imap: trouble.clone(), smtp: trouble.clone(), tried: true, field: None };
            Self { tried, unlisted: trouble, ..plain.clone() }
        }));
        let names = vec!["Wysłane".to_owned(), "Śmieci <b>".to_owned()];
        all.push(Self { listed: true, names, ..plain.clone() });
        all.extend([false, true].map(|signs| Self { keys: vec![key(signs)], ..plain.clone() }));
        all.extend(STANDS.map(|stands| Self { permission: Some(permission(stands)), ..plain.clone() }));
        all.extend(REFUSALS.map(|code| {
            let mut asked = permission("withdrawn");
            asked.form.refused = Some((code, "invalid_client <b>".to_owned()));
            Self { permission: Some(asked), ..plain.clone() }
        }));
        all.extend(PERMISSION_WRONGS.map(|wrong| {
            let permission = Some(permission("good"));
            Self { permission, wrong: Some(wrong), ..plain.clone() }
        }));
        let file = Self { version: None, ..plain };
        all.push(Self { keys: vec![key(true), key(true)], ..file.clone() });
        all.push(Self { imap: None, ..file.clone() });
        all.push(Self { permission: Some(OnePermission { by: None, at: None, ..permission("missing") }), ..file });
        all
    }
}
