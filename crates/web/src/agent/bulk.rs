//! One thing done to the conversations that are ticked in a list, or to all of a view: asked for by one form, told and taken
//! back in the notice.

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::conversation::{Priority, Status};
use domain::event::Position;
use domain::id::{AgentId, BulkId, ConversationId};
use domain::view::View;
use engine::commands::bulk::{self, Ask, MAX, Progress};
use engine::error::Refused;
use serde::Deserialize;
use store::Conn;

use super::notice::{Told, told};
use super::{id, notice, rows, sentence, snooze};
use crate::directory::Directory;
use crate::fault::Fault;
use crate::pages::conversation::Controls;
use crate::pages::list::Bar;
use crate::pages::notice::{Notice, NoticePart, Undo, Way};
use crate::pages::times::Times;
use crate::respond::{self, Wanted};
use crate::sessions::SignedIn;
use crate::web::Web;
use crate::words::{Args, words};

/// How many pieces are done before the answer: a selection by hand is ready then.
const AT_ONCE: usize = 3;

/// The form: fields by name, some of them many times.
type Fields = Form<Vec<(String, String)>>;

fn field<'f>(form: &'f [(String, String)], name: &str) -> &'f str {
    form.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}

/// `POST /bulk`
pub(super) async fn begin(
    State(web): State<Web>,
    me: SignedIn,
    wanted: Wanted,
    Form(form): Fields,
) -> Result<Response, Fault> {
    let view = View::from_word(field(&form, "view")).ok_or(Fault::Unreadable)?;
    if !me.answers() {
        return Err(Fault::Forbidden);
    }
    let request = Request { web, me, wanted, view };
    let Some(ask) = request.ask(&form)? else { return request.refuse("moment") };
    let chosen = request.chosen(&form).await?;
    let begun = match bulk::begin(request.web.engine(), request.me.by(), ask, chosen).await {
        Err(engine::Error::Refused(refusal)) => {
            let why = match refusal {
                Refused::Empty if field(&form, "do") == "tag" && field(&form, "tag").trim().is_empty() => "no-tag",
                Refused::Empty => "none",
                Refused::TooLong { limit: MAX } => "many",
                Refused::TooLong { .. } => "long-tag",
                Refused::Invalid(_) => "moment",
                other => return Err(engine::Error::Refused(other).into()),
            };
            return request.refuse(why);
        }
        begun => begun?,
    };
    request.go_on(begun).await
}

/// Who asks, from which view, and for what kind of answer.
struct Request {
    web: Web,
    me: SignedIn,
    wanted: Wanted,
    view: View,
}

impl Request {
    /// What is to be done; nothing where a moment is none.
    fn ask(&self, form: &[(String, String)]) -> Result<Option<Ask>, Fault> {
        let Self { web, me, .. } = self;
        let wish = field(form, "do");
        let (kind, what) = wish.split_once('-').unwrap_or((wish, ""));
        let ask = match kind {
            "status" => {
                let to = Status::from_word(what).filter(|to| *to != Status::Snoozed).ok_or(Fault::Unreadable)?;
                Ask::Status(to, None)
            }
            "snooze" => {
                let until = snooze::until(web.now(), web.zone(), what, field(form, "date"), field(form, "time"));
                let Some(until) = until else { return Ok(None) };
                Ask::Status(Status::Snoozed, Some(until))
            }
            "assign" => Ask::Assign(match what {
                "me" => Some(me.agent.id),
                "nobody" => None,
                agent => Some(agent.parse::<AgentId>().map_err(|_| Fault::Unreadable)?),
            }),
            "priority" => Ask::Prioritise(Priority::from_word(what).ok_or(Fault::Unreadable)?),
            "tag" => Ask::Tag(field(form, "tag").to_owned()),
            "spam" => Ask::Spam(what == "yes"),
            _ => return Err(Fault::Unreadable),
        };
        Ok(Some(ask))
    }

    /// The conversations that are ticked, each with the place of the log as of which it was shown; or the first of a view, as
    /// far as the page knew it.
    async fn chosen(&self, form: &[(String, String)]) -> Result<Vec<(ConversationId, Position)>, Fault> {
        let &Self { ref web, ref me, view, .. } = self;
        if !field(form, "all").is_empty() {
            let seen = field(form, "seen").parse().map(Position).map_err(|_| Fault::Unreadable)?;
            let names = web.directories().get(web).await?;
            let (scope, agent) = (names.scope(me.grant()), me.agent.id);
            let read = move |conn: &mut Conn| rows::first(conn, &scope, view, agent, MAX);
            let cards = web.store().read(read).await?;
            return Ok(cards.into_iter().map(|card| (card.id, seen)).collect());
        }
        let ticked = form.iter().filter(|(key, _)| key == "c").take(MAX + 1);
        let read = |value: &str| {
            let (id, seen) = value.split_once('.')?;
            Some((id.parse().ok()?, Position(seen.parse().ok()?)))
        };
        ticked.map(|(_, value)| read(value).ok_or(Fault::Unreadable)).collect()
    }

    /// Does the first pieces, and tells how far it is.
    async fn go_on(&self, bulk: BulkId) -> Result<Response, Fault> {
        for _ in 0..AT_ONCE {
            if !bulk::advance(self.web.engine(), bulk).await? {
                break;
            }
        }
        self.web.engine().wake_bulk();
        self.answer(bulk).await
    }

    async fn answer(&self, bulk: BulkId) -> Result<Response, Fault> {
        let &Self { ref web, ref me, wanted, view } = self;
        if !wanted.htmx {
            return Ok(respond::see(&format!("/inbox/{}?bulk={bulk}", view.word())));
        }
        let notice = report(web, me, view, bulk).await?.ok_or(Fault::NotFound)?;
        Ok(respond::html(me.language(), notice::part(web, me, notice)?, StatusCode::OK))
    }

    fn refuse(&self, why: &'static str) -> Result<Response, Fault> {
        let &Self { ref web, ref me, wanted, view } = self;
        if !wanted.htmx {
            return Ok(respond::see(&format!("/inbox/{}?told={why}", view.word())));
        }
        let html = notice::part(web, me, told(me, why))?;
        Ok(respond::html(me.language(), html, StatusCode::UNPROCESSABLE_ENTITY))
    }
}

/// What the address says beside the one it is about.
#[derive(Deserialize)]
pub(super) struct Beside {
    view: Option<String>,
}

impl Beside {
    fn view(&self) -> View {
        self.view.as_deref().and_then(View::from_word).unwrap_or(View::ToAnswer)
    }
}

/// `GET /bulk/{id}`: how far it is.
pub(super) async fn show(
    State(web): State<Web>,
    me: SignedIn,
    Path(bulk): Path<String>,
    Query(beside): Query<Beside>,
    wanted: Wanted,
) -> Result<Response, Fault> {
    let bulk: BulkId = id(&bulk)?;
    let notice = report(&web, &me, beside.view(), bulk).await?.ok_or(Fault::NotFound)?;
    if !wanted.htmx {
        return Ok(respond::see(&format!("/inbox/{}?bulk={bulk}", beside.view().word())));
    }
    let html = web.pages().render(me.language(), web.now(), &NoticePart { notice })?;
    Ok(respond::html(me.language(), html, StatusCode::OK))
}

/// `POST /bulk/{id}/undo`
pub(super) async fn undo(
    State(web): State<Web>,
    me: SignedIn,
    Path(bulk): Path<String>,
    Query(beside): Query<Beside>,
    wanted: Wanted,
) -> Result<Response, Fault> {
    let request = Request { view: beside.view(), web, me, wanted };
    match bulk::take_back(request.web.engine(), request.me.by(), id(&bulk)?).await {
        Err(engine::Error::Refused(Refused::Outdated)) => request.refuse("kept"),
        begun => request.go_on(begun?).await,
    }
}

/// What is said of one: what is done, how far it is, what came of it.
pub(super) async fn report(web: &Web, me: &SignedIn, view: View, bulk: BulkId) -> Result<Option<Notice>, Fault> {
    let agent = me.agent.id;
    let read = web.store().read(move |conn| bulk::progress(conn, agent, bulk)).await?;
    let Some(progress) = read else { return Ok(None) };
    let mut names = web.directories().get(web).await?;
    if let domain::bulk::Wish::Tag { tag } = progress.wish
        && names.tag(tag).is_none()
    {
        names = web.directories().renew(web).await?;
    }
    Ok(Some(said(web, me, view, bulk, &progress, &names)))
}

fn said(web: &Web, me: &SignedIn, view: View, bulk: BulkId, progress: &Progress, names: &Directory) -> Notice {
    let language = me.language();
    let times = Times { language, zone: web.zone().clone(), now: web.now() };
    let (icon, wish) = sentence::of_wish(progress.wish, me.agent.id, names, &times);
    let counted = |key: &str, n: i64| words(language, key, &Args::from([("n", n.into())])).unwrap_or_default();
    let mut says = vec![wish];
    let untried = progress.total - progress.tried;
    if progress.ended {
        let numbers = [
            ("bulk-result-done", progress.done + progress.same),
            ("bulk-result-changed", progress.changed),
            ("bulk-result-refused", progress.refused),
            ("bulk-result-untried", untried),
        ];
        // That nothing was done is worth saying; that nothing went wrong is not.
        let worth = numbers.iter().enumerate().filter(|(at, (_, n))| *at == 0 || *n > 0);
        says.extend(worth.map(|(_, (key, n))| counted(key, *n)));
    }
    let at = format!("/bulk/{bulk}");
    let clean = progress.changed + progress.refused + untried == 0 || !progress.ended;
    Notice {
        tone: if clean { "done" } else { "kept" },
        icon: if clean { icon } else { "triangle-alert" },
        says,
        number: None,
        undo: progress
            .can_be_undone
            .then(|| Undo { action: format!("{at}/undo?view={}", view.word()), fields: Vec::new() }),
        way: (!progress.ended).then(|| Way {
            path: format!("{at}?view={}", view.word()),
            tried: progress.tried,
            total: progress.total,
        }),
    }
}

/// What a page of a list is told by its address.
pub(super) fn told_at(bulk: Option<&str>, outcome: Option<&str>, view: View) -> Told {
    let bulk = bulk.and_then(|bulk| bulk.parse().ok()).map(|bulk| (bulk, view));
    Told { bulk, ..Told::read(None, outcome) }
}

/// What can be done to many conversations by somebody, and to whom they can give them.
pub(super) fn bar(me: &SignedIn, names: &Directory) -> Bar {
    Bar {
        agents: names.answering(me.agent.team).filter(|person| person.id != me.agent.id).collect(),
        tags: names.tags().iter().map(|(_, name)| name.clone()).collect(),
        statuses: Controls::statuses(),
        priorities: Controls::priorities(),
        most: i64::try_from(MAX).unwrap_or(i64::MAX),
    }
}
