//! Templates of answers: what agents need not write anew. Working state: the log tells by id that one was changed, never what it
//! says.

use domain::id::{AgentId, BrandId, TeamId, TemplateId};
use domain::spelling::fold;
use domain::template::{Draft, Tongue};
use domain::time::{DAY_MS, Millis};

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

/// The columns of a template, as [`read`] takes them.
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, name, folder, text, language, brand, team, version, changed_by, changed_at, removed_at, uses, used_at FROM template ",
            $rest
        )
    };
}

/// The columns of one in a list, as [`read_brief`] takes them.
macro_rules! brief {
    ($rest:literal) => {
        concat!("SELECT id, name, folder, language, brand, team, place, uses, used_at FROM template ", $rest)
    };
}

crate::statements! {
    INSERT = "INSERT INTO template (id, name, folder, text, language, brand, team, place, sought, version, made_by, changed_by,
        changed_at, removed_at, uses, used_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10, $11, NULL, 0, NULL)";
    ONE = columns!("WHERE id = $1");
    ONE_LOCKED = columns!("WHERE id = $1 {lock}");
    TWIN = columns!("WHERE place = $1 AND COALESCE(language, -1) = $2 AND COALESCE(brand, -1) = $3 AND COALESCE(team, -1) = $4
        AND removed_at IS NULL");
    ALL_OF_THEM = columns!("WHERE removed_at IS NULL ORDER BY place, id LIMIT $1");
    FOUND = brief!("WHERE removed_at IS NULL AND sought LIKE $1 ESCAPE '!' ORDER BY place, id LIMIT $2");
    FITTING = brief!("WHERE removed_at IS NULL AND sought LIKE $1 ESCAPE '!' AND (brand IS NULL OR brand = $2)
        AND (team IS NULL OR team = $3) ORDER BY place, id LIMIT $4");
    NAMES = "SELECT id, name FROM template";
    COUNT = "SELECT COUNT(*) FROM template WHERE removed_at IS NULL";
    CHANGE = "UPDATE template SET name = $2, folder = $3, text = $4, language = $5, brand = $6, team = $7, place = $8, sought = $9,
        version = version + 1, changed_by = $10, changed_at = $11 WHERE id = $1";
    REMOVE = "UPDATE template SET removed_at = $2, version = version + 1, changed_by = $3, changed_at = $2 WHERE id = $1";
    TAKE_BACK = "UPDATE template SET removed_at = NULL, version = version + 1, changed_by = $3, changed_at = $2 WHERE id = $1";
    USE = "UPDATE template SET uses = uses + 1, used_at = $2 WHERE id = $1";
    PURGE_FAVOURITES = "DELETE FROM template_favourite WHERE template IN (SELECT id FROM template WHERE removed_at IS NOT NULL
        AND removed_at <= $1)";
    PURGE = "DELETE FROM template WHERE removed_at IS NOT NULL AND removed_at <= $1";
    FAVOUR = "INSERT INTO template_favourite (agent, template) VALUES ($1, $2) ON CONFLICT (agent, template) DO NOTHING";
    DISFAVOUR = "DELETE FROM template_favourite WHERE agent = $1 AND template = $2";
    FAVOURITES = "SELECT template FROM template_favourite WHERE agent = $1";
}

/// How long one that was removed can be taken back, in milliseconds.
pub const KEEP_MS: i64 = 30 * DAY_MS;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// What it says, how it is called, whom it is for.
    pub draft: Draft,
    /// Rises with every change.
    pub version: i64,
    /// Who changed it last; nobody: the command line.
    pub changed_by: Option<AgentId>,
    /// When.
    pub changed_at: Millis,
    /// Since when it is offered no more.
    pub removed_at: Option<Millis>,
    /// In how many answers that were sent it was used.
    pub uses: i64,
    /// When it was last.
    pub used_at: Option<Millis>,
}

/// One of them in a list: all but what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in a template")]
pub struct Brief {
    pub id: TemplateId,
    pub name: String,
    pub folder: String,
    pub tongue: Option<Tongue>,
    pub brand: Option<BrandId>,
    pub team: Option<TeamId>,
    /// Where it stands among the others, spelt plainly.
    pub place: String,
    pub uses: i64,
    pub used_at: Option<Millis>,
}

/// Who changes something, and when.
#[derive(Clone, Copy, Debug)]
pub struct Hand {
    /// Who; nobody: the command line.
    pub agent: Option<AgentId>,
    /// When.
    pub at: Millis,
}

/// Keeps a new one; sweeps out those that were removed long ago.
pub fn create(tx: &mut Tx<'_>, id: TemplateId, draft: &Draft, by: Hand) -> Result<()> {
    let old = by.at.plus_ms(-KEEP_MS);
    tx.write(&PURGE_FAVOURITES, params![old])?;
    tx.write(&PURGE, params![old])?;
    let Draft { name, folder, text, tongue, brand, team } = draft;
    let (place, sought) = (draft.place(), draft.sought());
    tx.write(&INSERT, params![id, name, folder, text, tongue, brand, team, place, sought, by.agent, by.at])
}

/// Reads one, removed or not.
pub fn by_id(conn: &mut Conn, id: TemplateId) -> Result<Option<Template>> {
    conn.row(&ONE, params![id])?.map(read).transpose()
}

/// Reads one, and keeps others from changing it until the write commits.
pub fn lock(tx: &mut Tx<'_>, id: TemplateId) -> Result<Option<Template>> {
    tx.row(&ONE_LOCKED, params![id])?.map(read).transpose()
}

/// The one that has this name in this folder for the same language, shop and team.
pub fn twin(conn: &mut Conn, draft: &Draft) -> Result<Option<Template>> {
    let language = draft.tongue.map_or(-1, Tongue::code);
    let brand = draft.brand.map_or(-1, domain::id::Id::raw);
    let team = draft.team.map_or(-1, domain::id::Id::raw);
    conn.row(&TWIN, params![draft.place(), language, brand, team])?.map(read).transpose()
}

/// Those that are offered, with what they say, by folder and name, at most `limit`.
pub fn all(conn: &mut Conn, limit: usize) -> Result<Vec<Template>> {
    conn.rows(&ALL_OF_THEM, params![limit])?.into_iter().map(read).collect()
}

/// Those in which these words stand one behind the other, by folder and name, at most `limit`; without words all.
pub fn found(conn: &mut Conn, words: &str, limit: usize) -> Result<Vec<Brief>> {
    conn.rows(&FOUND, params![like(words), limit])?.into_iter().map(read_brief).collect()
}

/// The same of those that are for this shop and this team, or for all.
pub fn fitting(conn: &mut Conn, words: &str, brand: BrandId, team: TeamId, limit: usize) -> Result<Vec<Brief>> {
    conn.rows(&FITTING, params![like(words), brand, team, limit])?.into_iter().map(read_brief).collect()
}

/// What each is called, the removed ones too.
pub fn names(conn: &mut Conn) -> Result<Vec<(TemplateId, String)>> {
    conn.rows(&NAMES, &[])?.into_iter().map(|mut row| Ok((row.take(0)?, row.take(1)?))).collect()
}

/// How many are offered.
pub fn count(conn: &mut Conn) -> Result<i64> {
    conn.row(&COUNT, &[])?.map_or(Ok(0), |mut row| row.take(0))
}

/// Puts this in the place of what it was.
pub fn change(tx: &mut Tx<'_>, id: TemplateId, draft: &Draft, by: Hand) -> Result<()> {
    let Draft { name, folder, text, tongue, brand, team } = draft;
    let (place, sought) = (draft.place(), draft.sought());
    tx.write(&CHANGE, params![id, name, folder, text, tongue, brand, team, place, sought, by.agent, by.at])
}

/// It is offered no more.
pub fn remove(tx: &mut Tx<'_>, id: TemplateId, by: Hand) -> Result<()> {
    tx.write(&REMOVE, params![id, by.at, by.agent])
}

/// It is offered again.
pub fn take_back(tx: &mut Tx<'_>, id: TemplateId, by: Hand) -> Result<()> {
    tx.write(&TAKE_BACK, params![id, by.at, by.agent])
}

/// An answer that was made with it is sent. What is not there is counted nowhere.
pub fn count_use(tx: &mut Tx<'_>, id: TemplateId, at: Millis) -> Result<()> {
    tx.write(&USE, params![id, at])
}

/// It stands first for somebody from now on, or no more.
pub fn favour(tx: &mut Tx<'_>, agent: AgentId, id: TemplateId, first: bool) -> Result<()> {
    tx.write(if first { &FAVOUR } else { &DISFAVOUR }, params![agent, id])
}

/// What stands first for somebody.
pub fn favourites(conn: &mut Conn, agent: AgentId) -> Result<Vec<TemplateId>> {
    conn.rows(&FAVOURITES, params![agent])?.into_iter().map(|mut row| row.take(0)).collect()
}

/// A pattern in which these words stand one behind the other.
fn like(words: &str) -> String {
    let mut pattern = String::from("%");
    for word in fold(words).split(' ').filter(|word| !word.is_empty()) {
        for c in word.chars() {
            if matches!(c, '%' | '_' | '!') {
                pattern.push('!');
            }
            pattern.push(c);
        }
        pattern.push('%');
    }
    pattern
}

fn read(mut row: Row) -> Result<Template> {
    Ok(Template {
        id: row.take(0)?,
        draft: Draft {
            name: row.take(1)?,
            folder: row.take(2)?,
            text: row.take(3)?,
            tongue: row.take(4)?,
            brand: row.take(5)?,
            team: row.take(6)?,
        },
        version: row.take(7)?,
        changed_by: row.take(8)?,
        changed_at: row.take(9)?,
        removed_at: row.take(10)?,
        uses: row.take(11)?,
        used_at: row.take(12)?,
    })
}

fn read_brief(mut row: Row) -> Result<Brief> {
    Ok(Brief {
        id: row.take(0)?,
        name: row.take(1)?,
        folder: row.take(2)?,
        tongue: row.take(3)?,
        brand: row.take(4)?,
        team: row.take(5)?,
        place: row.take(6)?,
        uses: row.take(7)?,
        used_at: row.take(8)?,
    })
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn what_is_searched_for_means_itself() {
        assert_eq!(like(""), "%");
        assert_eq!(like("  Zwrót 100%_! "), "%zwrot%100!%!_!!%");
    }
}
