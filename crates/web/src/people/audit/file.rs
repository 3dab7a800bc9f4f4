//! An audit as a file: for spreadsheets (RFC 4180), or a JSON object a line for programs.
//!
//! It is read and sent a stretch at a time, as fast as the browser takes it, so its length costs no memory. That somebody
//! took it along is told by the log as well.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::csv::{self, line};
use domain::event::Event;
use domain::line::Line;
use domain::operation::Operation;
use futures_util::stream;
use serde_json::json;
use store::audit::Place;

use super::sentence::Names;
use super::{Asked, read};
use crate::fault::Fault;
use crate::pages::times::Times;
use crate::people::may;
use crate::sessions::SignedIn;
use crate::web::Web;
use crate::words::word;

/// How many a file holds; who needs more asks for a stretch of days.
const MOST: usize = 500_000;

/// How many are read at once.
const STRETCH: usize = 500;

/// One of the kinds of files.
#[derive(Clone, Copy)]
enum Kind {
    Sheet,
    Lines,
}

/// `GET /people/audit.csv` (RFC 4180)
pub(in crate::people) async fn sheet(
    State(web): State<Web>,
    me: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    send(web, me, asked, Kind::Sheet).await
}

/// `GET /people/audit.jsonl`: with each event as the API tells it.
pub(in crate::people) async fn lines(
    State(web): State<Web>,
    me: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    send(web, me, asked, Kind::Lines).await
}

/// What is still to be sent.
struct Left {
    web: Web,
    names: Names,
    times: Times,
    asked: store::audit::Asked,
    kind: Kind,
    most: usize,
    head: Option<String>,
}

async fn send(web: Web, me: SignedIn, asked: Asked, kind: Kind) -> Result<Response, Fault> {
    may(&me)?;
    let language = me.language();
    let names = Names::read(&web, language).await?;
    let asked = asked.range(&web);
    engine::audit::note(web.engine(), Some(me.agent.id), Operation::AuditExported).await?;
    let times = Times { language, zone: web.zone().clone(), now: web.now() };
    let (head, media_type, name) = match kind {
        Kind::Sheet => {
            let columns = ["position", "time", "who", "what", "about"];
            let cells = columns.map(|column| word(language, &format!("audit-column-{column}")));
            (format!("{}{}", csv::MARK, line(&cells)), "text/csv; charset=utf-8", "kontuar-audit.csv")
        }
        Kind::Lines => (String::new(), "application/jsonl", "kontuar-audit.jsonl"),
    };
    let left = Left { web, names, times, asked, kind, most: MOST, head: Some(head) };
    let body = Body::from_stream(stream::unfold(Some(left), |left| async move { Some(left?.go_on().await) }));
    let attached = format!("attachment; filename=\"{name}\"");
    let headers = [(CONTENT_TYPE, media_type), (CACHE_CONTROL, "private, no-store")];
    Ok((headers, [(CONTENT_DISPOSITION, attached)], body).into_response())
}

impl Left {
    /// The next stretch, and what is left after it. An error ends the file before its end, which the browser shows.
    async fn go_on(mut self) -> (store::Result<String>, Option<Self>) {
        let events = match read(&self.web, self.asked, STRETCH.min(self.most)).await {
            Ok(events) => events,
            Err(error) => {
                tracing::warn!(%error, "an audit could not be written out to its end");
                return (Err(error), None);
            }
        };
        let mut text = self.head.take().unwrap_or_default();
        events.iter().for_each(|event| text.push_str(&self.spelt(event)));
        let Some(last) = events.last() else { return (Ok(text), None) };
        self.asked.before = Place::of(last);
        self.most -= events.len();
        let goes_on = events.len() == STRETCH && self.most > 0;
        (Ok(text), goes_on.then_some(self))
    }

    fn spelt(&self, event: &Event) -> String {
        let done = self.names.done(event);
        match self.kind {
            Kind::Sheet => {
                let about = done.about.unwrap_or_default();
                line(&[event.position.to_string(), self.times.iso(event.at), done.who, done.what, about])
            }
            Kind::Lines => {
                let told = json!({
                    "who": done.who,
                    "what": done.what,
                    "about": done.about,
                    "topic": done.kind,
                    "event": Line::from(event.clone()),
                });
                format!("{told}\n")
            }
        }
    }
}
