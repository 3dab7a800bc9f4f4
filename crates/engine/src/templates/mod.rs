//! Templates of answers: written by those who lead, offered to those who answer.
//!
//! In: who asks, and a draft. Out: it stands, or what is wrong with it. [`offer`] finds those that fit a conversation and fills
//! them, [`sheet`] takes many in and gives all out. Who asks for what stands already has it: a second click changes nothing.

pub mod offer;
pub mod sheet;

use domain::id::{TeamId, TemplateId};
use domain::operation::Operation;
use domain::permission::Action;
use domain::template::{Draft, Flaw, MAX_TEMPLATES};
use domain::time::Millis;
use store::template::{self, Brief, Hand, Template};
use store::{Conn, Tx};

use crate::Engine;
use crate::audit::tell;
use crate::commands::By;
use crate::error::{Refused, Result};

/// What came of keeping a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is kept.
    Done(TemplateId),
    /// It stood so already.
    Same(TemplateId),
    /// Another one has this name in this folder for the same language, shop and team: this one.
    Taken(TemplateId),
    /// There are as many as there may be.
    Full,
    /// It makes no sense.
    Flawed(Flaw),
}

/// Whether somebody may write templates for a team; for all of them, where there is none.
pub fn may_prepare(by: By, team: Option<TeamId>) -> bool {
    by.grant.allows(Action::Prepare, team.unwrap_or(by.grant.team))
}

/// Whether somebody sees the templates of a team.
pub fn sees(by: By, team: Option<TeamId>) -> bool {
    by.grant.allows(Action::Read, team.unwrap_or(by.grant.team))
}

fn check(by: By, team: Option<TeamId>) -> Result<()> {
    match () {
        () if !sees(by, team) => Err(Refused::NotFound.into()),
        () if !may_prepare(by, team) => Err(Refused::NotAllowed.into()),
        () => Ok(()),
    }
}

/// Refuses a shop or a team that there is not.
fn check_places(conn: &mut Conn, draft: &Draft) -> Result<()> {
    let brands = store::brand::brands(conn)?;
    let teams = store::brand::teams(conn)?;
    let is_there = draft.brand.is_none_or(|brand| brands.iter().any(|one| one.id == brand))
        && draft.team.is_none_or(|team| teams.iter().any(|one| one.id == team));
    if is_there { Ok(()) } else { Err(Refused::Invalid("there is no such shop or team".to_owned()).into()) }
}

fn hand(by: By, at: Millis) -> Hand {
    Hand { agent: Some(by.agent), at }
}

/// Whether there is room for one more.
fn has_room(conn: &mut Conn) -> store::Result<bool> {
    Ok(usize::try_from(template::count(conn)?).unwrap_or(usize::MAX) < MAX_TEMPLATES)
}

/// Keeps a new template.
///
/// # Errors
/// Refused where the asker may not, or there is no such shop or team.
pub async fn add(engine: &Engine, by: By, draft: Draft) -> Result<Saved> {
    let draft = match draft.tidied() {
        Ok(draft) => draft,
        Err(flaw) => return Ok(Saved::Flawed(flaw)),
    };
    let (id, now): (TemplateId, _) = (engine.id(), engine.now());
    let done = engine.store().write(move |tx| -> Result<Saved> {
        check(by, draft.team)?;
        check_places(tx, &draft)?;
        if let Some(twin) = template::twin(tx, &draft)? {
            return Ok(if twin.draft == draft { Saved::Same(twin.id) } else { Saved::Taken(twin.id) });
        }
        if !has_room(tx)? {
            return Ok(Saved::Full);
        }
        template::create(tx, id, &draft, hand(by, now))?;
        tell(tx, Some(by.agent), Operation::TemplateMade { template: id }, now)?;
        Ok(Saved::Done(id))
    });
    Ok(done.await?.value)
}

/// Puts a draft in the place of the version that the asker saw.
///
/// # Errors
/// Refused where the asker may not, there is no such template, shop or team, or it is another version by now.
pub async fn change(engine: &Engine, by: By, id: TemplateId, version: i64, draft: Draft) -> Result<Saved> {
    let draft = match draft.tidied() {
        Ok(draft) => draft,
        Err(flaw) => return Ok(Saved::Flawed(flaw)),
    };
    let now = engine.now();
    let done = engine.store().write(move |tx| -> Result<Saved> {
        let before = offered(tx, by, id)?;
        check(by, draft.team)?;
        if before.draft == draft {
            return Ok(Saved::Same(id));
        }
        if before.version != version {
            return Err(Refused::Outdated.into());
        }
        check_places(tx, &draft)?;
        if let Some(twin) = template::twin(tx, &draft)?.filter(|twin| twin.id != id) {
            return Ok(Saved::Taken(twin.id));
        }
        template::change(tx, id, &draft, hand(by, now))?;
        tell(tx, Some(by.agent), Operation::TemplateChanged { template: id }, now)?;
        Ok(Saved::Done(id))
    });
    Ok(done.await?.value)
}

/// A template that is offered and that the asker may change, locked.
fn offered(tx: &mut Tx<'_>, by: By, id: TemplateId) -> Result<Template> {
    let found = template::lock(tx, id)?.filter(|found| found.removed_at.is_none()).ok_or(Refused::NotFound)?;
    check(by, found.draft.team)?;
    Ok(found)
}

/// Offers a template no more; it can be taken back for a month.
///
/// # Errors
/// Refused where the asker may not, there is no such template, or it is another version by now.
pub async fn remove(engine: &Engine, by: By, id: TemplateId, version: i64) -> Result<()> {
    let now = engine.now();
    let write = move |tx: &mut Tx<'_>| -> Result<()> {
        let found = template::lock(tx, id)?.ok_or(Refused::NotFound)?;
        check(by, found.draft.team)?;
        if found.removed_at.is_some() {
            return Ok(());
        }
        if found.version != version {
            return Err(Refused::Outdated.into());
        }
        template::remove(tx, id, hand(by, now))?;
        Ok(tell(tx, Some(by.agent), Operation::TemplateRemoved { template: id }, now)?)
    };
    engine.store().write(write).await.map(drop)
}

/// Offers a template again that was removed.
///
/// # Errors
/// Refused where the asker may not, or there is no such template any more.
pub async fn take_back(engine: &Engine, by: By, id: TemplateId) -> Result<Saved> {
    let now = engine.now();
    let done = engine.store().write(move |tx| -> Result<Saved> {
        let found = template::lock(tx, id)?.ok_or(Refused::NotFound)?;
        check(by, found.draft.team)?;
        if found.removed_at.is_none() {
            return Ok(Saved::Same(id));
        }
        if let Some(twin) = template::twin(tx, &found.draft)? {
            return Ok(Saved::Taken(twin.id));
        }
        if !has_room(tx)? {
            return Ok(Saved::Full);
        }
        template::take_back(tx, id, hand(by, now))?;
        tell(tx, Some(by.agent), Operation::TemplateTakenBack { template: id }, now)?;
        Ok(Saved::Done(id))
    });
    Ok(done.await?.value)
}

/// Lets a template stand first for whoever asks, or no more.
///
/// # Errors
/// Refused where there is no such template.
pub async fn favour(engine: &Engine, by: By, id: TemplateId, first: bool) -> Result<()> {
    let write = move |tx: &mut Tx<'_>| -> Result<()> {
        let found = template::by_id(tx, id)?.filter(|found| found.removed_at.is_none()).ok_or(Refused::NotFound)?;
        if !sees(by, found.draft.team) {
            return Err(Refused::NotFound.into());
        }
        Ok(template::favour(tx, by.agent, id, first)?)
    };
    engine.store().write(write).await.map(drop)
}

/// One template that the asker may see; one that was removed, where they may take it back.
pub fn one(conn: &mut Conn, by: By, id: TemplateId) -> store::Result<Option<Template>> {
    let found = template::by_id(conn, id)?;
    Ok(found.filter(|found| {
        let team = found.draft.team;
        if found.removed_at.is_some() { may_prepare(by, team) } else { sees(by, team) }
    }))
}

/// Those that the asker may see and in which these words stand, by folder and name.
pub fn list(conn: &mut Conn, by: By, words: &str) -> store::Result<Vec<Brief>> {
    let mut found = template::found(conn, words, MAX_TEMPLATES)?;
    found.retain(|one| sees(by, one.team));
    Ok(found)
}
