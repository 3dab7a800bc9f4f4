//! What waits where, and how the mailboxes fare: read from the store when somebody asks.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use channels::email::smtp_in::{Door, Why};
use domain::delivery::DeliveryState;
use domain::time::Millis;
use engine::Engine;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};
use store::Conn;
use store::mailbox::state::{Mailbox, State};

/// The states of a delivery that somebody or something still has to do with.
const OPEN: [(DeliveryState, &str); 4] = [
    (DeliveryState::Queued, "queued"),
    (DeliveryState::Sending, "sending"),
    (DeliveryState::Failed, "failed"),
    (DeliveryState::Uncertain, "uncertain"),
];

type Label = [(&'static str, String); 1];
type By = Family<Label, Gauge>;

/// One gauge a line of what is read.
#[derive(Debug, Default)]
pub(super) struct Gauges {
    database: Gauge,
    position: Gauge,
    arrivals: Gauge,
    quarantined: Gauge,
    parked: Gauge,
    deliveries: By,
    lags: By,
    working: By,
    missing: By,
    heard: Family<Label, Gauge<f64, AtomicU64>>,
}

/// What the store says.
struct Found {
    head: i64,
    arrivals: i64,
    quarantined: i64,
    parked: i64,
    deliveries: Vec<(&'static str, i64)>,
    cursors: Vec<(String, i64)>,
    mailboxes: Vec<Mailbox>,
}

impl Gauges {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let all = Self::default();
        let version: Family<Label, Gauge> = Family::default();
        version.get_or_create(&[("version", env!("CARGO_PKG_VERSION").to_owned())]).set(1);
        registry.register("build", "The program that runs here", version);
        registry.register(
            "database_up",
            "Whether the database answered when these numbers were asked for",
            all.database.clone(),
        );
        registry.register("log_position", "The newest position of the event log", all.position.clone());
        registry.register("arrivals_waiting", "Arrivals that are stored and not read yet", all.arrivals.clone());
        registry.register("arrivals_quarantined", "Arrivals that could not be read", all.quarantined.clone());
        registry.register(
            "conversations_parked",
            "Conversations that a reactor had to leave aside",
            all.parked.clone(),
        );
        registry.register("deliveries", "Messages on their way out or stuck there, by state", all.deliveries.clone());
        registry.register("reactor_lag_events", "Events that a reactor has not read yet", all.lags.clone());
        registry.register("mailbox_up", "Whether a mailbox is watched without trouble", all.working.clone());
        registry.register(
            "mailbox_missing",
            "Mails on the server that should be stored and are not",
            all.missing.clone(),
        );
        let help = "Time since a mailbox's server last answered";
        registry.register_with_unit("mailbox_silent", help, Unit::Seconds, all.heard.clone());
        all
    }

    /// Reads everything anew.
    pub(super) async fn renew(&self, engine: &Engine) {
        let found = engine.store().read(read).await;
        self.database.set(i64::from(found.is_ok()));
        self.forget();
        if let Ok(found) = found {
            self.set(&found, engine.now());
        }
    }

    /// What is not known is not said: an old number would look like a new one.
    fn forget(&self) {
        [&self.deliveries, &self.lags, &self.working, &self.missing].into_iter().for_each(By::clear);
        self.heard.clear();
    }

    fn set(&self, found: &Found, now: Millis) {
        let by = |key, value: &str| [(key, value.to_owned())];
        self.position.set(found.head);
        self.arrivals.set(found.arrivals);
        self.quarantined.set(found.quarantined);
        self.parked.set(found.parked);
        for (state, count) in &found.deliveries {
            self.deliveries.get_or_create(&by("state", state)).set(*count);
        }
        for (reactor, position) in &found.cursors {
            self.lags.get_or_create(&by("reactor", reactor)).set((found.head - position).max(0));
        }
        for mailbox in &found.mailboxes {
            let inbox = by("inbox", &mailbox.name);
            let works = mailbox.state != State::Failing && mailbox.alarm.is_none();
            self.working.get_or_create(&inbox).set(i64::from(works));
            self.missing.get_or_create(&inbox).set(mailbox.missing());
            let silent = mailbox.heard_at.map_or(f64::INFINITY, |at| now.since_ms(at) as f64 / 1_000.0);
            self.heard.get_or_create(&inbox).set(silent);
        }
    }
}

fn read(conn: &mut Conn) -> store::Result<Found> {
    let mut deliveries = Vec::with_capacity(OPEN.len());
    for (state, word) in OPEN {
        deliveries.push((word, store::delivery::count(conn, state)?));
    }
    let aside = store::raw::count_aside(conn, |_| true)?;
    // The head comes last: a reactor is never ahead of it.
    let cursors = store::cursor::list(conn)?.into_iter().map(|(name, position)| (name, position.0)).collect();
    Ok(Found {
        arrivals: store::raw::count_waiting(conn)?,
        quarantined: aside.listed,
        parked: i64::try_from(store::cursor::parked(conn)?.len()).unwrap_or(i64::MAX),
        deliveries,
        cursors,
        mailboxes: store::mailbox::state::all(conn)?,
        head: store::log::head(conn)?.0,
    })
}

/// What our own mail server counted.
#[derive(Debug)]
pub(super) struct Received(pub(super) Arc<Door>);

impl Collector for Received {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let counted = self.0.counters();
        let plain = [
            ("smtp_sessions", "Sessions that were begun with our mail server", counted.sessions()),
            ("smtp_sessions_encrypted", "Those that turned to TLS", counted.encrypted()),
            ("smtp_mails", "Mails that our mail server took", counted.mails()),
            ("smtp_mail_bytes", "Their bytes", counted.bytes()),
        ];
        for (name, help, value) in plain {
            let counter = ConstCounter::new(value);
            counter.encode(encoder.encode_descriptor(name, help, None, counter.metric_type())?)?;
        }
        let kind = ConstCounter::new(0_u64).metric_type();
        let mut refused =
            encoder.encode_descriptor("smtp_refused", "What our mail server refused, by reason", None, kind)?;
        for why in Why::ALL {
            let reason = [("reason", why.word())];
            let one = refused.encode_family(&reason)?;
            ConstCounter::new(counted.refused(why)).encode(one)?;
        }
        Ok(())
    }
}
