//! One template: written, changed, removed, taken back.
//!
//! What is wrong stands beside its field, with everything that was typed; nothing is kept then.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::TemplateId;
use domain::permission::Action;
use domain::template::text::{Pattern, Values, Variable};
use domain::template::{Draft, Tongue};
use engine::commands::By;
use engine::error::Refused;
use engine::templates::{self, Saved};
use serde::Deserialize;
use store::Conn;
use store::template::Template;

use super::form::{Written, kept};
use super::{may, wrong};
use crate::fault::Fault;
use crate::language::Language;
use crate::pages::templates::{Brand, Group, OneTemplate, Preview, Typed, Wrong};
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;
use crate::words::word;

/// The number of the conversation that a preview is of.
const SAMPLE_NUMBER: i64 = 4_471;

/// What the page shows of what somebody typed.
#[derive(Default)]
struct Shown {
    typed: Typed,
    version: i64,
    wrong: Option<Wrong>,
    outdated: Option<String>,
    previews: Vec<Preview>,
}

async fn page(
    web: &Web,
    me: &SignedIn,
    id: Option<TemplateId>,
    shown: Shown,
    status: StatusCode,
) -> Result<Response, Fault> {
    let by = me.by();
    let read = move |conn: &mut Conn| -> store::Result<_> {
        let found = templates::list(conn, by, "")?;
        Ok((found, store::brand::brands(conn)?, store::brand::teams(conn)?))
    };
    let (found, brands, teams) = web.store().read(read).await?;
    let mut folders: Vec<String> = found.into_iter().map(|one| one.folder).filter(|name| !name.is_empty()).collect();
    folders.dedup();
    let Shown { typed, version, wrong, outdated, previews } = shown;
    let page = OneTemplate {
        path: id.map_or_else(|| "/templates/new".to_owned(), |id| format!("/templates/{id}")),
        id,
        version,
        typed,
        folders,
        languages: Tongue::ALL.iter().map(|tongue| tongue.word()).collect(),
        brands: brands.into_iter().map(|one| Brand { id: one.id, name: one.name }).collect(),
        groups: teams
            .into_iter()
            .filter(|team| templates::may_prepare(by, Some(team.id)))
            .map(|team| Group { id: team.id, name: team.name })
            .collect(),
        variables: Variable::ALL.iter().map(|variable| variable.word()).collect(),
        wrong,
        outdated,
        previews,
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, status))
}

/// How a draft reads in its language, or in each.
async fn previews(web: &Web, me: &SignedIn, draft: &Draft) -> Result<Vec<Preview>, Fault> {
    let Ok(pattern) = Pattern::parse(&draft.text) else { return Ok(Vec::new()) };
    let brands = web.store().read(store::brand::brands).await?;
    let own = brands.iter().find(|brand| draft.brand.is_none_or(|id| id == brand.id));
    let tongues: Vec<Tongue> = draft.tongue.map_or_else(|| Tongue::ALL.to_vec(), |tongue| vec![tongue]);
    let preview = |tongue: Tongue| {
        let language = Language::from_code(tongue.word()).unwrap_or_default();
        let customer = word(language, "templates-preview-customer");
        let values = Values {
            customer: Some(&customer),
            agent: Some(&me.agent.name),
            brand: own.map(|brand| brand.name.as_str()),
            number: Some(SAMPLE_NUMBER),
        };
        Preview {
            language: tongue.word(),
            known: pattern.fill(values, tongue),
            unknown: pattern.fill(Values { customer: None, ..values }, tongue),
        }
    };
    let mut previews: Vec<Preview> = tongues.into_iter().map(preview).collect();
    // What reads the same in both languages is shown once.
    previews.dedup_by(|one, other| one.known == other.known && one.unknown == other.unknown);
    Ok(previews)
}

/// `GET /templates/new`
pub(super) async fn begin(State(web): State<Web>, me: SignedIn) -> Result<Response, Fault> {
    may(&me, Action::Prepare)?;
    page(&web, &me, None, Shown::default(), StatusCode::OK).await
}

/// A template that is offered and that the person may change; to everybody else it is not there.
async fn changeable(web: &Web, by: By, template: &str) -> Result<Template, Fault> {
    let id: TemplateId = template.parse().map_err(|_| Fault::NotFound)?;
    let found = web.store().read(move |conn| templates::one(conn, by, id)).await?;
    found
        .filter(|found| found.removed_at.is_none() && templates::may_prepare(by, found.draft.team))
        .ok_or(Fault::NotFound)
}

/// `GET /templates/{template}`
pub(super) async fn show(
    State(web): State<Web>,
    me: SignedIn,
    Path(template): Path<String>,
) -> Result<Response, Fault> {
    may(&me, Action::Prepare)?;
    let found = changeable(&web, me.by(), &template).await?;
    let previews = previews(&web, &me, &found.draft).await?;
    let shown = Shown { typed: kept(&found.draft), version: found.version, previews, ..Shown::default() };
    page(&web, &me, Some(found.id), shown, StatusCode::OK).await
}

/// `POST /templates`
pub(super) async fn create(State(web): State<Web>, me: SignedIn, Form(form): Form<Written>) -> Result<Response, Fault> {
    may(&me, Action::Prepare)?;
    let draft = form.draft()?;
    if form.then == "preview" {
        return preview(&web, &me, None, form, &draft).await;
    }
    let done = templates::add(web.engine(), me.by(), draft).await?;
    answer(&web, &me, None, form, done).await
}

/// `POST /templates/{template}`
pub(super) async fn change(
    State(web): State<Web>,
    me: SignedIn,
    Path(template): Path<String>,
    Form(form): Form<Written>,
) -> Result<Response, Fault> {
    may(&me, Action::Prepare)?;
    let found = changeable(&web, me.by(), &template).await?;
    let draft = form.draft()?;
    if form.then == "preview" {
        return preview(&web, &me, Some(found.id), form, &draft).await;
    }
    match templates::change(web.engine(), me.by(), found.id, form.version, draft).await {
        Ok(done) => answer(&web, &me, Some(found.id), form, done).await,
        Err(engine::Error::Refused(Refused::Outdated)) => {
            // Who saves it once more has seen what it says by now.
            let now = changeable(&web, me.by(), &template).await?;
            let (outdated, version) = (Some(now.draft.text), now.version);
            let shown = Shown { typed: form.typed(), version, outdated, ..Shown::default() };
            page(&web, &me, Some(found.id), shown, StatusCode::CONFLICT).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The form as it was typed, and how it reads.
async fn preview(
    web: &Web,
    me: &SignedIn,
    id: Option<TemplateId>,
    form: Written,
    draft: &Draft,
) -> Result<Response, Fault> {
    let version = form.version;
    let (wrong, previews, status) = match draft.tidied() {
        Ok(tidy) => (None, previews(web, me, &tidy).await?, StatusCode::OK),
        Err(flaw) => (Some(wrong::flaw(flaw)), Vec::new(), StatusCode::UNPROCESSABLE_ENTITY),
    };
    let shown = Shown { typed: form.typed(), version, wrong, previews, outdated: None };
    page(web, me, id, shown, status).await
}

/// What came of keeping it.
async fn answer(
    web: &Web,
    me: &SignedIn,
    id: Option<TemplateId>,
    form: Written,
    done: Saved,
) -> Result<Response, Fault> {
    let wrong = match done {
        Saved::Done(kept) => {
            let outcome = if id.is_some() { "changed" } else { "made" };
            return Ok(respond::see(&format!("/templates?outcome={outcome}#{kept}")));
        }
        Saved::Same(kept) => return Ok(respond::see(&format!("/templates?outcome=same#{kept}"))),
        Saved::Taken(other) => wrong::taken(other),
        Saved::Full => wrong::full(),
        Saved::Flawed(flaw) => wrong::flaw(flaw),
    };
    let version = form.version;
    let shown = Shown { typed: form.typed(), version, wrong: Some(wrong), ..Shown::default() };
    page(web, me, id, shown, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// The version that was seen.
#[derive(Deserialize)]
pub(super) struct Seen {
    version: i64,
}

/// `POST /templates/{template}/end`
pub(super) async fn remove(
    State(web): State<Web>,
    me: SignedIn,
    Path(template): Path<String>,
    Form(Seen { version }): Form<Seen>,
) -> Result<Response, Fault> {
    may(&me, Action::Prepare)?;
    let id: TemplateId = template.parse().map_err(|_| Fault::NotFound)?;
    match templates::remove(web.engine(), me.by(), id, version).await {
        Ok(()) => Ok(respond::see(&format!("/templates?outcome=removed&of={id}"))),
        Err(engine::Error::Refused(Refused::Outdated)) => Ok(respond::see(&format!("/templates?outcome=stale#{id}"))),
        Err(error) => Err(error.into()),
    }
}

/// `POST /templates/{template}/restoration`
pub(super) async fn restore(
    State(web): State<Web>,
    me: SignedIn,
    Path(template): Path<String>,
) -> Result<Response, Fault> {
    may(&me, Action::Prepare)?;
    let id: TemplateId = template.parse().map_err(|_| Fault::NotFound)?;
    let outcome = match templates::take_back(web.engine(), me.by(), id).await? {
        Saved::Done(_) | Saved::Same(_) => "restored",
        Saved::Full => "full",
        Saved::Taken(_) | Saved::Flawed(_) => "taken",
    };
    Ok(respond::see(&format!("/templates?outcome={outcome}#{id}")))
}
