//! The sign-in page.

use serde::Serialize;

use super::Page;

/// The form, with what went wrong the last time.
#[derive(Clone, Debug, Serialize)]
pub struct SignIn {
    /// What was typed as login.
    pub login: String,
    /// What to say above the form.
    pub notice: Option<Notice>,
    /// Whether the demo's ways in are offered.
    pub demo: bool,
    /// What the identity provider is called; `None`: there is none.
    pub sign_on: Option<String>,
    /// Where to go afterwards: a path of ours.
    pub to: String,
    /// At which origin one can come in with a passkey; `None`: at none.
    pub passkeys: Option<String>,
    /// Where this page stands, for the language switch to come back to.
    pub path: String,
}

/// Why the form is shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Notice {
    /// Login and password do not match.
    Wrong,
    /// Too many attempts; how long to wait.
    TooOften {
        /// Whole minutes, at least one.
        minutes: i64,
    },
    /// The session ended.
    Ended,
    /// A new password was set.
    Reset,
    /// The passkey opens nothing.
    Passkey,
    /// The passkey came too late, or twice.
    PasskeyLate,
    /// The identity provider did not let them in.
    SignOn {
        /// Why: `denied`, `ended`, `failed`, `often` or `unknown`.
        why: &'static str,
    },
}

/// The second step: a code.
#[derive(Clone, Debug, Serialize)]
pub struct SignInCode {
    /// What says whose password fitted, sealed.
    pub ticket: String,
    /// Where to go afterwards: a path of ours.
    pub to: String,
    /// What is wrong: `wrong` or `often`.
    pub wrong: Option<&'static str>,
    /// At which origin one can come in with a passkey; `None`: at none.
    pub passkeys: Option<String>,
}

impl Page for SignInCode {
    const TEMPLATE: &'static str = "agent/sign_in_code.html";

    fn samples() -> Vec<Self> {
        let passkeys = || Some("https://desk.example".to_owned());
        let page = |wrong| Self { ticket: "00".repeat(70), to: "/".to_owned(), wrong, passkeys: passkeys() };
        vec![page(None), page(Some("wrong")), page(Some("often"))]
    }
}

impl Page for SignIn {
    const TEMPLATE: &'static str = "agent/sign_in.html";

    fn samples() -> Vec<Self> {
        let sign_on = Some("Google".to_owned());
        let plain = Self {
            login: String::new(),
            notice: None,
            demo: true,
            sign_on,
            to: "/".to_owned(),
            passkeys: None,
            path: "/sign-in".to_owned(),
        };
        let again = |notice| Self {
            login: "anna@example.com".to_owned(),
            notice: Some(notice),
            demo: false,
            passkeys: Some("https://desk.example".to_owned()),
            ..plain.clone()
        };
        vec![
            plain.clone(),
            again(Notice::Wrong),
            again(Notice::TooOften { minutes: 5 }),
            again(Notice::Ended),
            again(Notice::Reset),
            again(Notice::Passkey),
            again(Notice::PasskeyLate),
            again(Notice::SignOn { why: "denied" }),
            again(Notice::SignOn { why: "ended" }),
            again(Notice::SignOn { why: "failed" }),
            again(Notice::SignOn { why: "often" }),
            again(Notice::SignOn { why: "unknown" }),
        ]
    }
}
