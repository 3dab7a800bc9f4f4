//! The templates by folder, and which of them stand first for whoever looks.

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::TemplateId;
use domain::permission::Action;
use domain::template::Tongue;
use engine::templates;
use serde::Deserialize;
use store::Conn;
use store::brand::{Brand, Team};
use store::template::Brief;

use super::may;
use crate::agent::banner;
use crate::fault::Fault;
use crate::pages::templates::{Folder, OUTCOMES, Row, Templates};
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

/// The longest search, in characters.
const MAX_WORDS_CHARS: usize = 100;

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    outcome: Option<String>,
    /// What was done to which.
    of: Option<String>,
}

/// What the page is made from.
struct Read {
    found: Vec<Brief>,
    favourites: Vec<TemplateId>,
    brands: Vec<Brand>,
    teams: Vec<Team>,
}

/// `GET /templates`
pub(super) async fn show(State(web): State<Web>, me: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    may(&me, Action::Answer)?;
    let words: String = asked.q.trim().chars().take(MAX_WORDS_CHARS).collect();
    let (by, sought) = (me.by(), words.clone());
    let read = move |conn: &mut Conn| -> store::Result<Read> {
        Ok(Read {
            found: templates::list(conn, by, &sought)?,
            favourites: store::template::favourites(conn, by.agent)?,
            brands: store::brand::brands(conn)?,
            teams: store::brand::teams(conn)?,
        })
    };
    let read = web.store().read(read).await?;
    let outcome = asked.outcome.as_deref().and_then(|asked| OUTCOMES.into_iter().find(|one| *one == asked));
    let page = Templates {
        folders: folders(&me, read),
        words,
        prepares: templates::may_prepare(by, None),
        outcome,
        undo: asked.of.filter(|_| outcome == Some("removed")).and_then(|of| of.parse().ok()),
        banner: banner(&web, &me).await?,
        path: "/templates".to_owned(),
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, StatusCode::OK))
}

/// What was found, each in its folder.
fn folders(me: &SignedIn, Read { found, favourites, brands, teams }: Read) -> Vec<Folder> {
    let mut folders: Vec<Folder> = Vec::new();
    for one in found {
        let brand = |id| brands.iter().find(|brand| brand.id == id).map(|brand| brand.name.clone()).unwrap_or_default();
        let group = |id| teams.iter().find(|team| team.id == id).map(|team| team.name.clone()).unwrap_or_default();
        let row = Row {
            id: one.id,
            name: one.name,
            language: one.tongue.map(Tongue::word),
            brand: one.brand.map(brand),
            group: one.team.map(group),
            favourite: favourites.contains(&one.id),
            prepares: templates::may_prepare(me.by(), one.team),
            uses: one.uses,
            used_at: one.used_at,
        };
        match folders.iter_mut().find(|folder| folder.name == one.folder) {
            Some(folder) => folder.rows.push(row),
            None => folders.push(Folder { name: one.folder, rows: vec![row] }),
        }
    }
    folders
}

/// Whether it stands first.
#[derive(Deserialize)]
pub(super) struct First {
    on: String,
}

/// `POST /templates/{template}/favourite`
pub(super) async fn favour(
    State(web): State<Web>,
    me: SignedIn,
    Path(template): Path<String>,
    Form(form): Form<First>,
) -> Result<Response, Fault> {
    may(&me, Action::Answer)?;
    let id: TemplateId = template.parse().map_err(|_| Fault::NotFound)?;
    templates::favour(web.engine(), me.by(), id, form.on == "yes").await?;
    Ok(respond::see(&format!("/templates#{id}")))
}
