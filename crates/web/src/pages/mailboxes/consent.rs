//! The page that leads to a mailbox's provider, where the permission to use it is given.

use serde::Serialize;

use crate::pages::Page;
use crate::setup::connector::Sought;

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct Consent {
    /// What is asked for; `None`: nothing any more.
    pub sought: Option<Asked>,
    /// Where it is begun, or begun anew.
    pub back: String,
    /// Where this page stands.
    pub path: &'static str,
}

/// What is asked for.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Asked {
    pub mailbox: String,
    pub who: String,
    /// Whose permission: the end of a key.
    pub provider: String,
    /// The provider's page.
    pub there: String,
}

impl Consent {
    /// For what is asked now.
    pub fn of(Sought { wish, there }: Sought, back: String) -> Self {
        let (mailbox, who, provider) = (wish.wanted.address.to_string(), wish.who, wish.client.provider);
        Self { sought: Some(Asked { mailbox, who, provider, there }), back, path: crate::setup::permission::PAGE }
    }

    /// For what is over.
    pub fn over(back: &str) -> Self {
        Self { sought: None, back: back.to_owned(), path: "/mailboxes" }
    }
}

impl Page for Consent {
    const TEMPLATE: &'static str = "agent/consent.html";

    fn samples() -> Vec<Self> {
        let asked = |provider: &str, who: &str| Asked {
            mailbox: "sklep@bardzo-dluga-nazwa-sklepu.example.pl".to_owned(),
            who: who.to_owned(),
            provider: provider.to_owned(),
            there: "https://login.example.com/authorize?response_type=code&state=x".to_owned(),
        };
        let own = "sklep@bardzo-dluga-nazwa-sklepu.example.pl";
        let all = [("google", own), ("microsoft", "anna@bardzo-dluga-nazwa-sklepu.example.pl"), ("own", own)];
        let page = |(provider, who)| Self { sought: Some(asked(provider, who)), ..Self::over("/mailboxes/new") };
        all.map(page).into_iter().chain([Self::over("/setup/mailbox")]).collect()
    }
}
