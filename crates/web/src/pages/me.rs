//! One's own account, a code besides the password, and passkeys.

use domain::id::{Id, PasskeyId};
use domain::permission::Role;
use domain::time::{DAY_MS, Millis};
use serde::Serialize;

use super::Page;
use super::mailboxes::Banner;
use super::samples::NOW;

/// What can be said above the page: the ends of keys.
pub const OUTCOMES: [&str; 11] = [
    "saved",
    "password",
    "ended",
    "factor-off",
    "stale",
    "wrong-password",
    "passkey-added",
    "passkey-removed",
    "passkey-late",
    "passkey-known",
    "passkey-refused",
];

/// What can be wrong with what was typed: the ends of keys.
const WRONG: [&str; 4] = ["name", "old", "short", "long"];

/// The account.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// The name.
    pub name: String,
    /// What one signs in with.
    pub login: String,
    /// The role's word.
    pub role: &'static str,
    /// The sessions that are open, the latest used first.
    pub sessions: Vec<Open>,
    /// Since when codes are asked for.
    pub second_factor: Option<Millis>,
    /// How many recovery codes are left.
    pub codes_left: i64,
    /// The passkeys, the oldest first.
    pub passkeys: Vec<Passkey>,
    /// At which origin passkeys work; `None`: at none.
    pub origin: Option<String>,
    /// Whether there is room for one more passkey.
    pub room: bool,
    /// Whether there is a password at all.
    pub has_password: bool,
    /// What was done just now: the end of its key.
    pub outcome: Option<&'static str>,
    /// What is wrong: the end of a key.
    pub wrong: Option<&'static str>,
    /// What stands above it while a mailbox is silent.
    pub banner: Option<Banner>,
    /// Where this page stands.
    pub path: String,
}

/// A session that is open.
#[derive(Clone, Debug, Serialize)]
pub struct Open {
    /// What names it.
    pub mark: String,
    /// With what it was opened.
    pub device: Option<String>,
    /// When it was opened.
    pub made_at: Millis,
    /// When it was used last.
    pub seen_at: Millis,
    /// Whether it is the one that looks.
    pub this: bool,
}

/// A passkey.
#[derive(Clone, Debug, Serialize)]
pub struct Passkey {
    /// Its id.
    pub id: PasskeyId,
    /// What it is called.
    pub name: String,
    /// When it was added.
    pub made_at: Millis,
    /// When somebody last came in with it.
    pub used_at: Option<Millis>,
}

/// The square for a device, and the first code.
#[derive(Clone, Debug, Serialize)]
pub struct Device {
    /// The dark fields, as a path.
    pub square: String,
    /// How many fields a side has.
    pub side: usize,
    /// The secret, to be typed.
    pub secret: String,
    /// Whether the code was wrong.
    pub wrong: bool,
    /// Where this page stands.
    pub path: String,
}

/// Recovery codes, shown once.
#[derive(Clone, Debug, Serialize)]
pub struct Codes {
    /// The codes.
    pub codes: Vec<String>,
    /// Where this page stands.
    pub path: String,
}

impl Page for Account {
    const TEMPLATE: &'static str = "me/account.html";

    fn samples() -> Vec<Self> {
        let open = |n: i64, device: Option<&str>| Open {
            mark: format!("{n:032x}"),
            device: device.map(str::to_owned),
            made_at: NOW.plus_ms(-n * DAY_MS),
            seen_at: NOW.plus_ms(-(n - 1) * DAY_MS),
            this: n == 1,
        };
        let page = Self {
            name: "Aleksandra Brzęczyszczykiewicz-Konstantynopolitańczykowianeczkówna".to_owned(),
            login: "aleksandra@bardzo-dluga-nazwa-sklepu.example.pl".to_owned(),
            role: Role::Agent.word(),
            sessions: vec![
                open(1, Some("Firefox · Linux")),
                open(2, Some("Samsung Internet · Android")),
                open(9, None),
            ],
            second_factor: None,
            codes_left: 0,
            passkeys: Vec::new(),
            origin: Some("https://desk.example".to_owned()),
            room: true,
            has_password: true,
            outcome: None,
            wrong: None,
            banner: None,
            path: "/me".to_owned(),
        };
        let mut all: Vec<Self> = OUTCOMES.into_iter().map(|one| Self { outcome: Some(one), ..page.clone() }).collect();
        all.extend(WRONG.into_iter().map(|one| Self { wrong: Some(one), ..page.clone() }));
        let on = Some(NOW.plus_ms(-DAY_MS));
        all.extend([10, 1, 0].map(|codes_left| Self { second_factor: on, codes_left, ..page.clone() }));
        let key = |n: i64, name: &str| Passkey {
            id: PasskeyId::from_raw(n),
            name: name.to_owned(),
            made_at: NOW.plus_ms(-9 * n * DAY_MS),
            used_at: (n == 1).then(|| NOW.plus_ms(-DAY_MS)),
        };
        let passkeys = vec![key(1, "Laptop w biurze"), key(2, &"Dłuuugopis".repeat(10))];
        all.push(Self { passkeys: passkeys.clone(), ..page.clone() });
        all.push(Self { passkeys: passkeys.clone(), room: false, ..page.clone() });
        all.push(Self { passkeys, origin: None, ..page.clone() });
        all.push(Self { has_password: false, sessions: page.sessions[..1].to_vec(), ..page });
        all
    }
}

impl Page for Device {
    const TEMPLATE: &'static str = "me/device.html";

    fn samples() -> Vec<Self> {
        let page = Self {
            square: "M0 0h1v1h-1zM2 2h1v1h-1z".to_owned(),
            side: 33,
            secret: "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ".to_owned(),
            wrong: false,
            path: "/me/second-factor".to_owned(),
        };
        vec![page.clone(), Self { wrong: true, ..page }]
    }
}

impl Page for Codes {
    const TEMPLATE: &'static str = "me/codes.html";

    fn samples() -> Vec<Self> {
        vec![Self { codes: vec!["abcde-23456".to_owned(); 10], path: "/me".to_owned() }]
    }
}
