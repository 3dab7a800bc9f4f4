//! The first run: from a link that the program printed to a shop with its mailbox.
//!
//! In: a link ([`owner`]), then the owner it made, step by step: the shop, its mailbox, how far back that is read,
//! colleagues, the end. Each step is a form that can be left and come back to. It must not: be reachable by anybody else,
//! or by the link once there is an agent; talk to a mail server but through a [`Connector`](connector::Connector).

mod colleagues;
pub mod connector;
mod end;
mod history;
mod mailbox;
mod owner;
pub(crate) mod permission;
mod shop;
pub(crate) mod trying;

use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use domain::permission::Role;

use crate::fault::Fault;
use crate::pages::Page;
use crate::pages::setup::{Step, Steps};
use crate::respond;
use crate::sessions::SignedIn;
use crate::table::{Table, get, post};
use crate::web::Web;

pub(crate) use mailbox::came;
pub(crate) use owner::closed;

/// The addresses of this folder.
pub(crate) fn routes() -> Table {
    Table::new()
        .route("/setup", get(go_on))
        .route("/setup/{token}", get(owner::form).post(owner::create))
        .route("/setup/shop", get(shop::form).post(shop::save))
        .route("/setup/mailbox", get(mailbox::form).post(mailbox::connect))
        .route("/setup/mailbox/servers", post(mailbox::find))
        .route("/setup/mailbox/permission", post(mailbox::seek))
        .route("/setup/mailbox/later", post(mailbox::skip))
        .route("/setup/history", get(history::form).post(history::choose))
        .route("/setup/history/trial", post(history::look))
        .route("/setup/colleagues", get(colleagues::form).post(colleagues::invite))
        .route("/setup/end", get(end::form).post(end::end))
}

/// The owner whose first run is under way. As an argument of a handler: nobody else gets in.
#[derive(Clone, Debug)]
pub(crate) struct FirstRun {
    /// The owner.
    pub me: SignedIn,
    /// The furthest step that is open to them.
    pub reached: Step,
}

impl FromRequestParts<Web> for FirstRun {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Fault> {
        let me = SignedIn::from_request_parts(parts, web).await?;
        let reached = reached(web, &me).await?.ok_or(Fault::NotFound)?;
        Ok(Self { me, reached })
    }
}

impl FirstRun {
    fn steps(&self, current: Step) -> Steps {
        Steps::at(current, self.reached)
    }

    /// A page of it.
    fn page(&self, web: &Web, page: &impl Page, status: StatusCode) -> Result<Response, Fault> {
        let language = self.me.language();
        Ok(respond::html(language, web.pages().render(language, web.now(), page)?, status))
    }

    /// `step` is open from now on, and next.
    async fn go_to(&self, web: &Web, step: Step) -> Result<Response, Fault> {
        engine::first_run::reach(web.engine(), self.me.agent.id, step.number()).await?;
        Ok(respond::see(step.path()))
    }
}

/// The furthest step of somebody's first run; `None`: they have none.
pub(crate) async fn reached(web: &Web, me: &SignedIn) -> Result<Option<Step>, Fault> {
    if me.agent.role != Role::Owner {
        return Ok(None);
    }
    let under_way = engine::first_run::under_way(web.engine()).await?;
    Ok(under_way.filter(|run| run.owner == me.agent.id).map(|run| Step::numbered(run.step)))
}

/// `GET /setup`: where the owner left it.
async fn go_on(State(_): State<Web>, run: FirstRun) -> Response {
    respond::see(run.reached.path())
}
