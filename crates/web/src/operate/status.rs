//! How everything fares, in words: what the doctor, `/readyz` and the metrics know, for those who lead.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::permission::{Action, Grant};
use domain::webhook::EndpointState;
use store::mailbox::state::{self, Mailbox};
use store::outbox::{self, Whose};
use store::{Conn, migrate};

use super::machine::Seen;
use super::may;
use crate::agent::banner;
use crate::fault::Fault;
use crate::language::Language;
use crate::pages::operate::status::{Fares as Shown, Line, Status};
use crate::pages::text::grouped;
use crate::ready;
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;
use crate::words::{Args, words};

/// Below so much room no mail is taken soon, in bytes.
const LITTLE: u64 = 1 << 30;

/// Below so much it is worth a look.
const SOME: u64 = 5 << 30;

/// How old the newest backup may be where they are taken every day.
const OLD_MS: i64 = 2 * domain::time::DAY_MS;

/// An automation that is farther behind than this is behind.
const LAG: i64 = 1_000;

/// What the store says.
struct Read {
    schema: i64,
    nodes: usize,
    arrivals: i64,
    quarantined: i64,
    waiting: i64,
    stuck: i64,
    parked: usize,
    /// The automation that is farthest behind, and by how many events.
    behind: Option<(String, i64)>,
    stopped: i64,
    no_backup: Option<domain::time::Millis>,
    mailboxes: Vec<Mailbox>,
}

/// Of letters and the quarantine what who looks sees on their own pages; the rest is everybody's.
fn read(conn: &mut Conn, now: domain::time::Millis, grant: Grant, whose: Whose) -> store::Result<Read> {
    let cursors = store::cursor::list(conn)?;
    let mut mailboxes = state::all(conn)?;
    mailboxes.retain(|mailbox| grant.allows(Action::Mend, mailbox.team));
    let (waiting, stuck) = outbox::counts(conn, whose)?;
    let stopped = store::webhook::all(conn)?.into_iter().filter(|hook| hook.state == EndpointState::GivenUp).count();
    // The head comes last: nobody is ahead of it.
    let head = store::log::head(conn)?;
    let behind = cursors.into_iter().map(|(name, at)| (name, (head.0 - at.0).max(0))).max_by_key(|(_, lag)| *lag);
    Ok(Read {
        schema: migrate::version(conn)?,
        nodes: store::member::living(conn, now)?.len(),
        arrivals: store::raw::count_waiting(conn)?,
        quarantined: store::raw::count_listed(conn, |team| grant.allows(Action::Mend, team))?,
        waiting,
        stuck,
        parked: store::cursor::parked(conn)?.len(),
        behind,
        stopped: i64::try_from(stopped).unwrap_or(i64::MAX),
        no_backup: store::backup::failure::standing(conn)?.map(|failing| failing.since),
        mailboxes,
    })
}

/// `GET /status`
pub(super) async fn show(State(web): State<Web>, me: SignedIn) -> Result<Response, Fault> {
    may(&me, Action::Mend)?;
    let (grant, now) = (me.grant(), web.now());
    let whose = Whose::of(grant, me.agent.id);
    let found = web.store().read(move |conn| read(conn, now, grant, whose)).await?;
    let seen = match web.settings().machine.clone() {
        Some(machine) => tokio::task::spawn_blocking(move || machine.look()).await.ok(),
        None => None,
    };
    let mut say = Saying { language: me.language(), lines: Vec::new() };
    say.store(&web, &found, ready::writer(&web).await);
    if let Some(seen) = seen {
        say.machine(seen, found.no_backup, now);
    }
    say.work(&found);
    let boxes = found.mailboxes.iter().map(|mailbox| Shown {
        name: mailbox.name.clone(),
        mark: if mailbox.alarm.is_some() || mailbox.state == state::State::Failing { "bad" } else { "ok" },
        state: mailbox.state.word(),
        heard_at: mailbox.heard_at,
    });
    let boxes: Vec<Shown> = boxes.collect();
    let page = Status {
        worst: if boxes.iter().any(|one| one.mark == "bad") { "bad" } else { say.worst() },
        boxes,
        lines: say.lines,
        runs: grant.allows(Action::Govern, grant.team),
        banner: banner(&web, &me).await?,
        path: "/status".to_owned(),
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), now, &page)?, StatusCode::OK))
}

/// What is said so far.
struct Saying {
    language: Language,
    lines: Vec<Line>,
}

impl Saying {
    fn line(&mut self, what: &'static str, mark: &'static str, key: &str, args: Args<'_>) {
        let text = words(self.language, &format!("status-said-{key}"), &args).unwrap_or_default();
        self.lines.push(Line { what, mark, text, at: None });
    }

    fn plain(&mut self, what: &'static str, mark: &'static str, key: &str) {
        self.line(what, mark, key, Args::new());
    }

    /// A number, which is well or not: 0 is one sentence, anything else another.
    fn number(&mut self, what: &'static str, mark: &'static str, key: &str, n: i64) {
        if n == 0 {
            return self.plain(what, "ok", &format!("no-{key}"));
        }
        let digits = grouped(n, self.language);
        self.line(what, mark, key, Args::from([("count", n.into()), ("digits", digits.into())]));
    }

    fn store(&mut self, web: &Web, found: &Read, writer: &str) {
        let version = env!("CARGO_PKG_VERSION");
        let args = || Args::from([("version", version.into()), ("schema", found.schema.to_string().into())]);
        let fits = found.schema == migrate::newest();
        self.line("version", if fits { "ok" } else { "warn" }, if fits { "version" } else { "schema" }, args());
        let name = web.store().engine().name();
        let mark = if writer == "ok" { "ok" } else { "bad" };
        self.line("database", mark, &format!("writer-{writer}"), Args::from([("name", name.into())]));
        let nodes = i64::try_from(found.nodes).unwrap_or(i64::MAX).max(1);
        self.line("nodes", "ok", "nodes", Args::from([("count", nodes.into())]));
    }

    fn machine(&mut self, seen: Seen, no_backup: Option<domain::time::Millis>, now: domain::time::Millis) {
        match seen.free_bytes {
            Some(free) => {
                let mark = if free < LITTLE {
                    "bad"
                } else if free < SOME {
                    "warn"
                } else {
                    "ok"
                };
                let megabytes = i64::try_from(free >> 20).unwrap_or(i64::MAX);
                let digits = grouped(megabytes, self.language);
                self.line(
                    "disk",
                    mark,
                    if mark == "ok" { "room" } else { "little-room" },
                    Args::from([("mb", digits.into())]),
                );
            }
            None => self.plain("disk", "warn", "no-word-of-room"),
        }
        match (no_backup, seen.newest_backup) {
            (Some(_), at) => self.plain_at("backup", "bad", "backup-fails", at),
            (None, at) if !seen.scheduled => self.plain_at("backup", "warn", "backup-unscheduled", at),
            (None, None) => self.plain("backup", "warn", "backup-none"),
            (None, at @ Some(taken)) => {
                let old = now.since_ms(taken) > OLD_MS;
                self.plain_at("backup", if old { "bad" } else { "ok" }, if old { "backup-old" } else { "backup" }, at);
            }
        }
    }

    fn plain_at(&mut self, what: &'static str, mark: &'static str, key: &str, at: Option<domain::time::Millis>) {
        self.plain(what, mark, key);
        if let Some(line) = self.lines.last_mut() {
            line.at = at;
        }
    }

    fn work(&mut self, found: &Read) {
        self.number("arrivals", "ok", "arrivals", found.arrivals);
        self.number("quarantine", "warn", "quarantined", found.quarantined);
        self.number("outgoing", "ok", "outgoing", found.waiting);
        self.number("stuck", "warn", "stuck", found.stuck);
        match &found.behind {
            Some((name, lag)) if *lag > LAG => {
                let digits = grouped(*lag, self.language);
                let args =
                    Args::from([("name", name.clone().into()), ("count", (*lag).into()), ("digits", digits.into())]);
                self.line("reactors", "warn", "behind", args);
            }
            _ => self.plain("reactors", "ok", "no-behind"),
        }
        self.number("parked", "warn", "parked", i64::try_from(found.parked).unwrap_or(i64::MAX));
        self.number("webhooks", "bad", "webhooks", found.stopped);
    }

    fn worst(&self) -> &'static str {
        let has = |mark: &str| self.lines.iter().any(|line| line.mark == mark);
        if has("bad") {
            "bad"
        } else if has("warn") {
            "warn"
        } else {
            "ok"
        }
    }
}
