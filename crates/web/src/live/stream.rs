//! One open stream: who listens, from where, and what they may see of each position.

use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::event::Position;
use domain::permission::Action;
use domain::time::{Millis, SECOND_MS};
use domain::view::View;
use futures_util::stream;
use serde::Deserialize;
use tokio::sync::watch;
use tokio::time::Instant;

use super::entries::{Entry, partial};
use super::hub::Since;
use crate::agent::{counts, outbox_count};
use crate::fault::Fault;
use crate::language::Language;
use crate::pages::outbox::OutboxLink;
use crate::sessions::{self, SignedIn};
use crate::web::Web;
use crate::words::{Args, words};

/// A line without content this often, so that both ends and all proxies between know the stream is alive.
const BEAT: Duration = Duration::from_secs(20);
/// How long after history was passed over the counts are told, and how often while it pours in.
const LULL: Duration = Duration::from_secs(2);
/// A session is asked for again at most this often while much happens.
const RECHECK_MS: i64 = 5 * SECOND_MS;
/// After a failed read the stream waits this long before it ends; the browser comes back.
const ERROR_PAUSE: Duration = Duration::from_secs(1);

const SIGNED_OUT: &str = "event: signed-out\ndata: \n\n";

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// The position the page was read at.
    after: Option<i64>,
    /// Whom the page was made for: another session in the same browser must not feed it.
    me: Option<String>,
    /// The language the page was made in.
    lang: Option<String>,
}

/// `GET /live`
pub(super) async fn open(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let me = sessions::find(&web, &headers).await?;
    let me = me.filter(|me| asked.me.is_none_or(|asked| asked == me.agent.id.to_string()));
    let Some(me) = me else { return Ok(events(Body::from(SIGNED_OUT))) };
    let resumed = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let mut head = web.store().head();
    let now_at = *head.borrow_and_update();
    // A position beyond the head is of another store, or of one restored from a backup.
    let after = resumed.or(asked.after).map_or(now_at, Position);
    let listener = Listener {
        language: asked.lang.as_deref().and_then(Language::from_code).unwrap_or(me.language()),
        checked_at: web.now(),
        position: if after > now_at { Position(i64::MIN) } else { after },
        counts: HashMap::new(),
        outbox: OutboxLink::default(),
        counts_due: None,
        stage: Stage::Greeting,
        web,
        me,
        head,
    };
    Ok(events(Body::from_stream(stream::unfold(Some(listener), next))))
}

fn events(body: Body) -> Response {
    let headers = [(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-store")];
    (headers, [("x-accel-buffering", "no")], body).into_response()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Greeting,
    CatchingUp,
    Live,
}

struct Listener {
    web: Web,
    me: SignedIn,
    language: Language,
    head: watch::Receiver<Position>,
    position: Position,
    stage: Stage,
    checked_at: Millis,
    /// The counts of the views as this stream last told them.
    counts: HashMap<View, i64>,
    /// What it last told of the outbox.
    outbox: OutboxLink,
    /// When the counts are told because something was passed over.
    counts_due: Option<Instant>,
}

/// The next piece of the stream, and the listener while it goes on.
async fn next(listener: Option<Listener>) -> Option<(Result<Bytes, Infallible>, Option<Listener>)> {
    let mut listener = listener?;
    match listener.advance().await {
        Ok(Some(text)) => {
            let ends = text == SIGNED_OUT;
            Some((Ok(Bytes::from(text)), (!ends).then_some(listener)))
        }
        Ok(None) => None,
        Err(fault) => {
            tracing::warn!(error = %fault, "a live stream ends; the browser comes back");
            tokio::time::sleep(ERROR_PAUSE).await;
            None
        }
    }
}

impl Listener {
    /// Waits for something to say. `None`: the process stops.
    async fn advance(&mut self) -> Result<Option<String>, Fault> {
        if self.stage == Stage::Greeting {
            self.stage = Stage::CatchingUp;
            return Ok(Some(format!("event: hello\ndata: {}\n\n", assets::VERSION)));
        }
        loop {
            self.head.borrow_and_update();
            match self.web.hub().since(&self.web, self.position).await? {
                Since::TooMuch(head) => {
                    self.position = head;
                    self.counts.clear();
                    return Ok(Some(format!("event: reload\nid: {head}\ndata: \n\n")));
                }
                Since::Entries(entries, upto) => {
                    let said = if entries.is_empty() { String::new() } else { self.say(&entries).await? };
                    if upto > self.position {
                        self.position = upto;
                        self.counts_due.get_or_insert_with(|| Instant::now() + LULL);
                    }
                    if !said.is_empty() {
                        return Ok(Some(said));
                    }
                }
            }
            if self.stage == Stage::CatchingUp {
                self.stage = Stage::Live;
                return Ok(Some("event: live\ndata: \n\n".to_owned()));
            }
            let stopping = self.web.settings().stopping.clone();
            let counts_due = self.counts_due;
            tokio::select! {
                biased;
                () = until(counts_due), if counts_due.is_some() => {
                    self.counts_due = None;
                    if let Some(counts) = self.counts_alone().await? {
                        return Ok(Some(counts));
                    }
                }
                changed = self.head.changed() => if changed.is_err() { return Ok(None) },
                () = tokio::time::sleep(BEAT) => {
                    return Ok(Some(match self.is_still_signed_in(0).await? {
                        true => ": beat\n\n".to_owned(),
                        false => SIGNED_OUT.to_owned(),
                    }));
                }
                () = stopping.cancelled() => return Ok(None),
            }
        }
    }

    /// Whether the session is still open. Asks when it was last asked longer ago than `within_ms`.
    async fn is_still_signed_in(&mut self, within_ms: i64) -> Result<bool, Fault> {
        let now = self.web.now();
        if now.since_ms(self.checked_at) < within_ms {
            return Ok(true);
        }
        self.checked_at = now;
        let found = sessions::look_up(&self.web, self.me.token).await?;
        // A new role or team counts from here on.
        Ok(found.map(|(me, _)| self.me = me).is_some())
    }

    fn may_see(&self, entry: &Entry) -> bool {
        entry.team.is_some_and(|team| self.me.grant().allows(Action::Read, team))
    }

    /// The entries, to whoever is still signed in.
    async fn say(&mut self, entries: &[Arc<Entry>]) -> Result<String, Fault> {
        let unsettled = entries.iter().any(|entry| entry.unsettles(self.me.agent.id));
        if !self.is_still_signed_in(if unsettled { 0 } else { RECHECK_MS }).await? {
            return Ok(SIGNED_OUT.to_owned());
        }
        self.tell(entries).await
    }

    /// The counts that changed by what was passed over, and how far the stream is; `None`: none did.
    async fn counts_alone(&mut self) -> Result<Option<String>, Fault> {
        if !self.is_still_signed_in(RECHECK_MS).await? {
            return Ok(Some(SIGNED_OUT.to_owned()));
        }
        let counts = self.changed_counts().await?;
        let mut text = String::new();
        event(&mut text, self.position, &[&counts]);
        Ok((!counts.is_empty()).then_some(text))
    }

    /// The entries as events. The views' counts ride with the last one that is seen.
    async fn tell(&mut self, entries: &[Arc<Entry>]) -> Result<String, Fault> {
        let last_seen =
            entries.iter().rposition(|entry| self.may_see(entry) && !entry.html(&self.web, self.language).is_empty());
        let counts = if last_seen.is_some() { self.changed_counts().await? } else { String::new() };
        let mut text = String::new();
        for (at, entry) in entries.iter().enumerate() {
            self.position = entry.position;
            if entry.upsets || entry.unsettles(self.me.agent.id) {
                // Whoever may see nothing of it reads the page anew all the same: it costs them nothing.
                let _ = write!(text, "event: reload\nid: {}\ndata: \n\n", entry.position);
                continue;
            }
            let html = if self.may_see(entry) { entry.html(&self.web, self.language) } else { "" };
            let rest = if last_seen == Some(at) { counts.as_str() } else { "" };
            event(&mut text, entry.position, &[html, rest]);
        }
        Ok(text)
    }

    /// The line above the list that says how much did not arrive.
    fn undelivered(&self, count: i64) -> String {
        let args = Args::from([("count", count.into())]);
        let words = words(self.language, "outbox-banner-text", &args).filter(|_| count > 0);
        words.map_or_else(String::new, |words| format!("<a href=\"/outbox\" hx-boost=\"false\">{words}</a>"))
    }

    /// The counts that differ from those last told, as fragments.
    async fn changed_counts(&mut self) -> Result<String, Fault> {
        let scope = self.web.directories().get(&self.web).await?.scope(self.me.grant());
        let me = self.me.agent.id;
        let grant = self.me.grant();
        let read = move |conn: &mut store::Conn| -> store::Result<_> {
            Ok((counts(conn, &scope, me)?, outbox_count(conn, grant, me)?))
        };
        let (views, outbox) = self.web.store().read(read).await?;
        let mut html = String::new();
        if std::mem::replace(&mut self.outbox, outbox) != outbox {
            let shown = |count: i64| if count > 0 { count.to_string() } else { String::new() };
            html.push_str(&partial("#count-outbox", "textContent", &shown(outbox.open)));
            html.push_str(&partial("#count-trouble", "textContent", &shown(outbox.trouble)));
            html.push_str(&partial("#undelivered", "innerHTML", &self.undelivered(outbox.trouble)));
        }
        for link in views {
            let Some(count) = link.count else { continue };
            if self.counts.insert(link.view, count) != Some(count) {
                let shown = if count > 0 { count.to_string() } else { String::new() };
                html.push_str(&partial(&format!("#count-{}", link.view.word()), "textContent", &shown));
            }
        }
        Ok(html)
    }
}

async fn until(due: Option<Instant>) {
    if let Some(due) = due {
        tokio::time::sleep_until(due).await;
    }
}

/// One position as an event (HTML Living Standard, 9.2.6); without fragments, its id alone.
fn event(text: &mut String, position: Position, fragments: &[&str]) {
    let _ = writeln!(text, "id: {position}");
    for line in fragments.iter().flat_map(|html| html.lines()).filter(|line| !line.is_empty()) {
        let _ = writeln!(text, "data: {line}");
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_carries_every_line_and_no_other_field() {
        let mut text = String::new();
        event(&mut text, Position(7), &["<p>a\n\nb</p>\r\nevent: x", ""]);
        assert_eq!(text, "id: 7\ndata: <p>a\ndata: b</p>\ndata: event: x\n\n");
        text.clear();
        event(&mut text, Position(8), &["", ""]);
        assert_eq!(text, "id: 8\n\n");
    }
}
