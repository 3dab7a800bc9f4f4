//! Shops and teams: one more, or another name.

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::{BrandId, TeamId};
use engine::error::Refused;
use engine::people;
use serde::Deserialize;
use store::Conn;

use super::may;
use crate::agent::banner;
use crate::fault::Fault;
use crate::pages::groups::{Groups, OUTCOMES, Shop, Team};
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Asked {
    outcome: Option<String>,
}

/// `GET /people/groups`
pub(super) async fn show(State(web): State<Web>, me: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    may(&me)?;
    let (shops, teams) = web.store().read(read).await?;
    let page = Groups {
        shops,
        teams,
        outcome: asked.outcome.as_deref().and_then(|asked| OUTCOMES.into_iter().find(|one| *one == asked)),
        banner: banner(&web, &me).await?,
        path: "/people/groups".to_owned(),
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, StatusCode::OK))
}

fn read(conn: &mut Conn) -> store::Result<(Vec<Shop>, Vec<Team>)> {
    let (inboxes, mut agents) = (store::brand::inboxes(conn)?, store::agent::all(conn)?);
    agents.retain(|agent| agent.off_at.is_none());
    let shops = store::brand::brands(conn)?.into_iter().map(|shop| Shop {
        inboxes: inboxes.iter().filter(|inbox| inbox.brand == shop.id).count(),
        id: shop.id,
        name: shop.name,
    });
    let teams = store::brand::teams(conn)?.into_iter().map(|team| Team {
        inboxes: inboxes.iter().filter(|inbox| inbox.team == team.id).count(),
        people: agents.iter().filter(|agent| agent.team == team.id).count(),
        id: team.id,
        name: team.name,
    });
    Ok((shops.collect(), teams.collect()))
}

/// A name for something new.
#[derive(Deserialize)]
pub(super) struct Added {
    name: String,
}

/// Another name, and the one that stood there when the page was made.
#[derive(Deserialize)]
pub(super) struct Renamed {
    name: String,
    from: String,
}

/// `POST /people/shops`
pub(super) async fn add_shop(State(web): State<Web>, me: SignedIn, Form(form): Form<Added>) -> Result<Response, Fault> {
    may(&me)?;
    let done = people::add_shop(web.engine(), me.by(), &form.name).await;
    answer(&web, done.map(|shop| shop.to_string()), "shop-added").await
}

/// `POST /people/teams`
pub(super) async fn add_team(State(web): State<Web>, me: SignedIn, Form(form): Form<Added>) -> Result<Response, Fault> {
    may(&me)?;
    let done = people::add_team(web.engine(), me.by(), &form.name).await;
    answer(&web, done.map(|team| team.to_string()), "team-added").await
}

/// `POST /people/shops/{shop}`
pub(super) async fn rename_shop(
    State(web): State<Web>,
    me: SignedIn,
    Path(shop): Path<String>,
    Form(form): Form<Renamed>,
) -> Result<Response, Fault> {
    may(&me)?;
    let id: BrandId = shop.parse().map_err(|_| Fault::NotFound)?;
    let done = people::rename_shop(web.engine(), me.by(), id, &form.from, &form.name).await;
    answer(&web, done.map(|()| shop), "renamed").await
}

/// `POST /people/teams/{team}`
pub(super) async fn rename_team(
    State(web): State<Web>,
    me: SignedIn,
    Path(team): Path<String>,
    Form(form): Form<Renamed>,
) -> Result<Response, Fault> {
    may(&me)?;
    let id: TeamId = team.parse().map_err(|_| Fault::NotFound)?;
    let done = people::rename_team(web.engine(), me.by(), id, &form.from, &form.name).await;
    answer(&web, done.map(|()| team), "renamed").await
}

/// Back to the page, at the row that it was about, which says what came of it. Names are kept for a moment: they are read anew.
async fn answer(web: &Web, done: engine::Result<String>, well: &'static str) -> Result<Response, Fault> {
    let (outcome, row) = match done {
        Ok(row) => (well, row),
        Err(engine::Error::Refused(Refused::Empty | Refused::TooLong { .. } | Refused::Invalid(_))) => {
            ("name", String::new())
        }
        Err(engine::Error::Refused(Refused::TakenBy(_))) => ("taken", String::new()),
        Err(engine::Error::Refused(Refused::Outdated)) => ("stale", String::new()),
        Err(error) => return Err(error.into()),
    };
    web.directories().renew(web).await?;
    let end = if row.is_empty() { row } else { format!("#{row}") };
    Ok(respond::see(&format!("/people/groups?outcome={outcome}{end}")))
}
