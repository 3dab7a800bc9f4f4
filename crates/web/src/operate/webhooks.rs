//! Webhooks: the list, and setting one up; [`one`] has each.

pub(super) mod one;

use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::line::KINDS;
use domain::permission::Action;
use domain::webhook::Kinds;
use engine::error::Refused;
use engine::webhooks::{self, New};

use super::{Asked, Fields, all, field, may, said};
use crate::agent::banner;
use crate::fault::Fault;
use crate::pages::operate::webhooks::{Handed, OUTCOMES, Shown, Webhooks};
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

/// `GET /webhooks`
pub(super) async fn show(State(web): State<Web>, me: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    may(&me, Action::Operate)?;
    page(&web, &me, said(asked.outcome.as_deref(), &OUTCOMES), None).await
}

async fn page(
    web: &Web,
    me: &SignedIn,
    outcome: Option<&'static str>,
    handed: Option<Handed>,
) -> Result<Response, Fault> {
    let read = |conn: &mut store::Conn| -> store::Result<Vec<Shown>> {
        let mut rows = Vec::new();
        for hook in store::webhook::all(conn)? {
            let open = store::webhook::call::open(conn, hook.id)?;
            rows.push(Shown::new(hook, open));
        }
        Ok(rows)
    };
    let page = Webhooks {
        rows: web.store().read(read).await?,
        nouns: nouns(),
        handed,
        outcome,
        banner: banner(web, me).await?,
        path: "/webhooks".to_owned(),
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, StatusCode::OK))
}

/// What kinds of events are about, each once.
fn nouns() -> Vec<&'static str> {
    let mut nouns: Vec<&str> = KINDS.iter().filter_map(|kind| kind.split_once('.')).map(|(noun, _)| noun).collect();
    nouns.sort_unstable();
    nouns.dedup();
    nouns
}

/// `POST /webhooks`
pub(super) async fn create(State(web): State<Web>, me: SignedIn, Form(form): Form<Fields>) -> Result<Response, Fault> {
    may(&me, Action::Operate)?;
    let kinds = Kinds::choose(all(&form, "kind").map(str::to_owned).collect()).map_err(|_| Fault::Unreadable)?;
    let (name, url) = (field(&form, "name").trim().to_owned(), field(&form, "url").trim().to_owned());
    match webhooks::create(web.engine(), Some(me.agent.id), New { name: name.clone(), url, kinds }).await {
        Ok((id, Some(secret))) => {
            let handed = Handed { id, name, secret: secret.spelt() };
            page(&web, &me, None, Some(handed)).await
        }
        Ok((_, None)) => page(&web, &me, None, None).await,
        Err(engine::Error::Refused(Refused::Invalid(_))) => page(&web, &me, Some("refused"), None).await,
        Err(error) => Err(error.into()),
    }
}
