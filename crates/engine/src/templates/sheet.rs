//! All templates as a sheet, and a sheet of templates taken in: all of it or nothing.
//!
//! In: a sheet that anybody may have written. Out: line by line what becomes of it, the same before it is done and after. Whatever
//! has the name, folder, language, shop and team of a line is changed by it; what no line names stays.

use std::collections::HashMap;

use domain::csv;
use domain::id::TemplateId;
use domain::operation::Operation;
use domain::spelling::fold;
use domain::template::sheet::{Entry, Torn, head, read};
use domain::template::{Draft, Flaw, MAX_TEMPLATES, Tongue};
use store::template::{self, Template};
use store::{Conn, Tx};

use super::{hand, may_prepare, sees};
use crate::Engine;
use crate::audit::tell;
use crate::commands::By;
use crate::error::{Refused, Result};

/// What becomes of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is a new template.
    Added,
    /// It changes one.
    Changed,
    /// One stands so already.
    Left,
    /// It cannot be taken.
    Bad(Bad),
}

/// Why a line cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bad {
    /// It cannot be read.
    Torn(Torn),
    /// It makes no sense.
    Flaw(Flaw),
    /// There is no such language.
    Language(String),
    /// There is no such shop.
    Brand(String),
    /// There is no such team, or the asker writes nothing for it.
    Team(String),
    /// This line says the same name, folder, language, shop and team.
    Twice(usize),
    /// There would be more than there may be.
    Full,
}

/// A line, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number in the sheet.
    pub line: usize,
    /// What the template is called, where that could be read.
    pub name: String,
    /// What becomes of it.
    pub fate: Fate,
}

impl Line {
    fn bad(line: usize, name: &str, bad: Bad) -> Self {
        Self { line, name: name.to_owned(), fate: Fate::Bad(bad) }
    }
}

/// What is done for a line that can be taken.
enum Deed {
    Add(Draft),
    Change(TemplateId, Draft),
}

/// What stands in the store that a sheet is held against.
struct Standing {
    brands: HashMap<String, domain::id::BrandId>,
    teams: HashMap<String, domain::id::TeamId>,
    room: usize,
}

impl Standing {
    fn read(conn: &mut Conn) -> store::Result<Self> {
        let there = usize::try_from(template::count(conn)?).unwrap_or(usize::MAX);
        Ok(Self {
            brands: store::brand::brands(conn)?.into_iter().map(|one| (fold(&one.name), one.id)).collect(),
            teams: store::brand::teams(conn)?.into_iter().map(|one| (fold(&one.name), one.id)).collect(),
            room: MAX_TEMPLATES.saturating_sub(there),
        })
    }

    /// What a line says, understood.
    fn draft(&self, by: By, entry: &Entry) -> std::result::Result<Draft, Bad> {
        let tongue = match fold(&entry.language).as_str() {
            "" => None,
            word => Some(Tongue::from_word(word).ok_or_else(|| Bad::Language(short(&entry.language)))?),
        };
        let brand = match fold(&entry.brand).as_str() {
            "" => None,
            name => Some(*self.brands.get(name).ok_or_else(|| Bad::Brand(short(&entry.brand)))?),
        };
        let team = match fold(&entry.team).as_str() {
            "" => None,
            name => Some(*self.teams.get(name).ok_or_else(|| Bad::Team(short(&entry.team)))?),
        };
        if !may_prepare(by, team) {
            return Err(Bad::Team(short(&entry.team)));
        }
        Draft { tongue, brand, team, ..entry.draft() }.tidied().map_err(Bad::Flaw)
    }
}

/// As much of a cell as is told again.
fn short(cell: &str) -> String {
    cell.trim().chars().take(60).collect()
}

/// What would become of a sheet.
///
/// # Errors
/// The store could not be read, or the asker writes no templates.
pub fn plan(conn: &mut Conn, by: By, text: &str) -> Result<Vec<Line>> {
    Ok(look(conn, by, text)?.0)
}

fn look(conn: &mut Conn, by: By, text: &str) -> Result<(Vec<Line>, Vec<Deed>)> {
    if !may_prepare(by, None) {
        return Err(Refused::NotAllowed.into());
    }
    let entries = match read(text) {
        Ok(entries) => entries,
        Err((line, torn)) => return Ok((vec![Line::bad(line, "", Bad::Torn(torn))], Vec::new())),
    };
    let standing = Standing::read(conn)?;
    let (mut lines, mut deeds, mut added) = (Vec::new(), Vec::new(), 0);
    let mut seen: HashMap<_, usize> = HashMap::new();
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err((line, torn)) => {
                lines.push(Line::bad(line, "", Bad::Torn(torn)));
                continue;
            }
        };
        let (line, name) = (entry.line, short(&entry.name));
        let draft = match standing.draft(by, &entry) {
            Ok(draft) => draft,
            Err(bad) => {
                lines.push(Line::bad(line, &name, bad));
                continue;
            }
        };
        if let Some(before) = seen.insert((draft.place(), draft.tongue, draft.brand, draft.team), line) {
            lines.push(Line::bad(line, &name, Bad::Twice(before)));
            continue;
        }
        let fate = match template::twin(conn, &draft)? {
            Some(twin) if twin.draft == draft => Fate::Left,
            Some(twin) => {
                deeds.push(Deed::Change(twin.id, draft));
                Fate::Changed
            }
            None if added == standing.room => Fate::Bad(Bad::Full),
            None => {
                added += 1;
                deeds.push(Deed::Add(draft));
                Fate::Added
            }
        };
        lines.push(Line { line, name, fate });
    }
    Ok((lines, deeds))
}

/// Takes a sheet in. Where a line cannot be taken, nothing is.
///
/// # Errors
/// The asker writes no templates, or the store could not do it.
pub async fn take(engine: &Engine, by: By, text: String) -> Result<Vec<Line>> {
    let maker = engine.clone();
    let now = engine.now();
    let done = engine.store().write(move |tx: &mut Tx<'_>| -> Result<Vec<Line>> {
        let (lines, deeds) = look(tx, by, &text)?;
        if deeds.is_empty() || lines.iter().any(|line| matches!(line.fate, Fate::Bad(_))) {
            return Ok(lines);
        }
        let templates = i64::try_from(deeds.len()).unwrap_or(i64::MAX);
        for deed in deeds {
            match deed {
                Deed::Add(draft) => template::create(tx, maker.id(), &draft, hand(by, now))?,
                Deed::Change(id, draft) => template::change(tx, id, &draft, hand(by, now))?,
            }
        }
        tell(tx, Some(by.agent), Operation::TemplatesImported { templates }, now)?;
        Ok(lines)
    });
    Ok(done.await?.value)
}

/// All templates that the asker may see, as a sheet.
///
/// # Errors
/// The store could not be read.
pub fn write(conn: &mut Conn, by: By) -> store::Result<String> {
    let brands: HashMap<_, _> = store::brand::brands(conn)?.into_iter().map(|one| (one.id, one.name)).collect();
    let teams: HashMap<_, _> = store::brand::teams(conn)?.into_iter().map(|one| (one.id, one.name)).collect();
    let mut sheet = head();
    for Template { draft, .. } in template::all(conn, MAX_TEMPLATES)?.into_iter().filter(|one| sees(by, one.draft.team))
    {
        let brand = draft.brand.and_then(|brand| brands.get(&brand)).cloned().unwrap_or_default();
        let team = draft.team.and_then(|team| teams.get(&team)).cloned().unwrap_or_default();
        let language = draft.tongue.map_or("", Tongue::word).to_owned();
        sheet.push_str(&csv::line(&[draft.name, draft.text, draft.folder, language, brand, team]));
    }
    Ok(sheet)
}
