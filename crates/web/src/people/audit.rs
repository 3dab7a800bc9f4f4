//! Who did what with power over the installation, and when: read from the log, found by person, kind and day.
//!
//! In: what the address asks. Out: a page of it, the newest first, or a file ([`file`]) in the words of [`sentence`].

mod file;
mod sentence;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::audit::Topic;
use domain::event::{Event, Position};
use domain::id::AgentId;
use domain::time::Millis;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use store::audit::Place;

use super::may;
use crate::agent::banner;
use crate::fault::Fault;
use crate::pages::audit::Audit;
use crate::pages::frame::Person;
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

pub(super) use file::{lines, sheet};
use sentence::Names;

/// How many stand on a page.
const PAGE: usize = 50;

/// What the address says. What makes no sense asks for nothing.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    person: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    before: String,
}

impl Asked {
    fn person(&self) -> Option<AgentId> {
        self.person.parse().ok()
    }

    fn topic(&self) -> Option<Topic> {
        Topic::from_word(&self.kind)
    }

    fn first_day(&self) -> Option<Date> {
        self.from.parse().ok()
    }

    fn last_day(&self) -> Option<Date> {
        self.to.parse().ok()
    }

    /// The rest of an address that asks the same, from the newest on.
    fn again(&self) -> String {
        let person = self.person().map(|agent| agent.to_string()).unwrap_or_default();
        let kind = self.topic().map(Topic::word).unwrap_or_default();
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        format!("person={person}&kind={kind}&from={}&to={}", day(self.first_day()), day(self.last_day()))
    }

    /// The same for the store: days are those of the installation's zone, the last one whole.
    fn range(&self, web: &Web) -> store::audit::Asked {
        let begin = |day: Date| {
            let begins = day.to_zoned(web.zone().clone()).ok()?;
            Some(Millis::new(begins.timestamp().as_millisecond()))
        };
        let end = self.last_day().and_then(|day| day.checked_add(1.day()).ok()).and_then(begin);
        let ends = Place::until(end.unwrap_or(Millis::new(i64::MAX)));
        let before = place(&self.before).filter(|place| place.at < ends.at).unwrap_or(ends);
        let since = self.first_day().and_then(begin).unwrap_or(Millis::new(i64::MIN));
        store::audit::Asked { who: self.person(), topic: self.topic(), since, before }
    }
}

/// Where the page before ended: its last moment and position.
fn place(text: &str) -> Option<Place> {
    let (at, position) = text.split_once('.')?;
    Some(Place { at: Millis::new(at.parse().ok()?), position: Position(position.parse().ok()?) })
}

async fn read(web: &Web, asked: store::audit::Asked, limit: usize) -> store::Result<Vec<Event>> {
    web.store().read(move |conn| store::audit::before(conn, asked, limit)).await
}

/// `GET /people/audit`
pub(super) async fn show(State(web): State<Web>, me: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    may(&me)?;
    let mut events = read(&web, asked.range(&web), PAGE + 1).await?;
    let has_more = events.len() > PAGE;
    events.truncate(PAGE);
    let more = events.last().filter(|_| has_more).map(Place::of);
    let names = Names::read(&web, me.language()).await?;
    let again = asked.again();
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let page = Audit {
        rows: events.iter().map(|event| names.done(event)).collect(),
        people: names.people().map(|one| Person { id: one.id, name: one.name.clone() }).collect(),
        person: asked.person(),
        topics: Topic::ALL.iter().map(|topic| topic.word()).collect(),
        kind: asked.topic().map(Topic::word),
        from: day(asked.first_day()),
        to: day(asked.last_day()),
        more: more.map(|Place { at, position }| format!("/people/audit?{again}&before={}.{position}", at.get())),
        sheet: format!("/people/audit.csv?{again}"),
        lines: format!("/people/audit.jsonl?{again}"),
        banner: banner(&web, &me).await?,
        path: format!("/people/audit?{again}"),
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, StatusCode::OK))
}
