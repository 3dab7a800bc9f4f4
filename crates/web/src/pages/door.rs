//! Pages for those who are not signed in: an invitation, a forgotten password, a new one.

use serde::Serialize;

use super::Page;

/// What can be wrong with what was typed: the ends of keys.
const COMPLAINTS: [&str; 4] = ["name", "short", "long", "often"];

/// An invitation.
#[derive(Clone, Debug, Serialize)]
pub struct Join {
    /// With what whoever comes will sign in; `None`: the link is no longer good.
    pub login: Option<String>,
    /// The name they typed.
    pub name: String,
    /// What is wrong: the end of a key.
    pub complaint: Option<&'static str>,
    /// Where this page stands.
    pub path: String,
}

/// Asking for a link.
#[derive(Clone, Debug, Serialize)]
pub struct Forgotten {
    /// What was done: the end of its key.
    pub outcome: Option<&'static str>,
    /// Where this page stands.
    pub path: String,
}

/// A link for a new password.
#[derive(Clone, Debug, Serialize)]
pub struct NewPassword {
    /// Whose it is; `None`: the link is no longer good.
    pub login: Option<String>,
    /// What is wrong: the end of a key.
    pub complaint: Option<&'static str>,
    /// Where this page stands.
    pub path: String,
}

const SOMEBODY: &str = "aleksandra.konstantynopolitanczykowianeczkowna@bardzo-dluga-nazwa-domeny-sklepu.example";

impl Page for Join {
    const TEMPLATE: &'static str = "door/join.html";

    fn samples() -> Vec<Self> {
        let login = Some(SOMEBODY.to_owned());
        let page = Self { login, name: String::new(), complaint: None, path: "/join/0123".to_owned() };
        let mut all: Vec<Self> = COMPLAINTS
            .into_iter()
            .map(|why| Self { complaint: Some(why), name: "Ola <b>".to_owned(), ..page.clone() })
            .collect();
        all.push(Self { login: None, path: "/".to_owned(), ..page.clone() });
        all.push(page);
        all
    }
}

impl Page for Forgotten {
    const TEMPLATE: &'static str = "door/forgotten.html";

    fn samples() -> Vec<Self> {
        [None, Some("sent"), Some("often")].map(|outcome| Self { outcome, path: "/password".to_owned() }).into()
    }
}

impl Page for NewPassword {
    const TEMPLATE: &'static str = "door/new_password.html";

    fn samples() -> Vec<Self> {
        let page = Self { login: Some(SOMEBODY.to_owned()), complaint: None, path: "/password/0123".to_owned() };
        let mut all: Vec<Self> =
            COMPLAINTS[1..].iter().map(|why| Self { complaint: Some(why), ..page.clone() }).collect();
        all.push(Self { login: None, ..page.clone() });
        all.push(page);
        all
    }
}
