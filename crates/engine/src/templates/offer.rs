//! The templates that fit a conversation, filled for it.

use domain::id::TemplateId;
use domain::spelling::fold;
use domain::template::text::{Pattern, Values};
use domain::template::{MAX_TEMPLATES, Tongue, name_in};
use store::Conn;
use store::pages::Card;
use store::template::{self, Template};

use crate::commands::By;

/// How many are offered at once: as many as one looks through.
const OFFERED: usize = 12;

/// The longest search, in characters.
const MAX_WORDS_CHARS: usize = 100;

/// A template as it is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its id.
    pub id: TemplateId,
    /// What it is called.
    pub name: String,
    /// The folder it lies in; empty: none.
    pub folder: String,
    /// The language it is written in.
    pub tongue: Option<Tongue>,
    /// Whether it stands first for whoever asks.
    pub favourite: bool,
    /// What it says here.
    pub text: String,
}

/// A conversation that somebody answers in, and in which language where it cannot be told.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Who answers.
    pub by: By,
    /// What the conversation is.
    pub card: &'a Card,
    /// The language of whoever answers.
    pub tongue: Tongue,
}

impl Place<'_> {
    /// The language that is written in here.
    fn own(&self) -> Tongue {
        let texts = [&self.card.subject, &self.card.preview].map(|text| text.as_deref().unwrap_or_default());
        Tongue::guess(&texts.join(" ")).unwrap_or(self.tongue)
    }

    fn fits(&self, found: &Template) -> bool {
        found.removed_at.is_none()
            && found.draft.brand.is_none_or(|brand| brand == self.card.brand)
            && found.draft.team.is_none_or(|team| team == self.card.team)
    }

    /// What a template says here; `None` where it cannot be read, which nothing that was kept is.
    fn filled(&self, conn: &mut Conn, found: &Template) -> store::Result<Option<String>> {
        let Ok(pattern) = Pattern::parse(&found.draft.text) else { return Ok(None) };
        let agent = store::agent::by_id(conn, self.by.agent)?.map(|agent| agent.name);
        let brand = store::brand::brand_name(conn, self.card.brand)?;
        let values = Values {
            customer: self.card.who.as_deref(),
            agent: agent.as_deref(),
            brand: Some(&brand),
            number: Some(self.card.number),
        };
        Ok(Some(pattern.fill(values, found.draft.tongue.unwrap_or_else(|| self.own()))))
    }
}

/// Those that fit and in which these words stand: where they stand in the name first, then what somebody wants first, then
/// what is written in the conversation's language.
pub fn offers(conn: &mut Conn, at: Place<'_>, words: &str) -> store::Result<Vec<Offer>> {
    let words: String = words.chars().take(MAX_WORDS_CHARS).collect();
    let favourites = template::favourites(conn, at.by.agent)?;
    let mut found = template::fitting(conn, &words, at.card.brand, at.card.team, MAX_TEMPLATES)?;
    let (sought, own) = (fold(&words), at.own());
    found.sort_by_key(|one| {
        let by_name = name_in(&one.place).contains(sought.trim());
        (!by_name, !favourites.contains(&one.id), one.tongue.is_some_and(|tongue| tongue != own))
    });
    let mut offers = Vec::new();
    for brief in found.into_iter().take(OFFERED) {
        let Some(whole) = template::by_id(conn, brief.id)? else { continue };
        let Some(text) = at.filled(conn, &whole)? else { continue };
        let favourite = favourites.contains(&brief.id);
        offers.push(Offer {
            id: brief.id,
            name: brief.name,
            folder: brief.folder,
            tongue: brief.tongue,
            favourite,
            text,
        });
    }
    Ok(offers)
}

/// One of them, where it fits.
pub fn chosen(conn: &mut Conn, at: Place<'_>, id: TemplateId) -> store::Result<Option<String>> {
    match template::by_id(conn, id)?.filter(|found| at.fits(found)) {
        Some(found) => at.filled(conn, &found),
        None => Ok(None),
    }
}
