//! `bench send`: how many answers a second leave, from claimed to recorded as sent, into a mail server in this process
//! that discards them. Beside it what the same connections carry without a store: the limit.

use std::sync::Arc;
use std::time::{Duration, Instant};

use channels::email::server::Tls;
use channels::email::smtp::{Settings, Submission};
use channels::email::smtp_in::{Content, Envelope, Reception, SmtpServer, Verdict};
use channels::email::{EmailChannel, Exit, ReadsOnly};
use domain::channel::{BoxFuture, Outbound, Party, Route};
use domain::conversation::Status;
use domain::id::{ConversationId, Id, InboxId};
use domain::identity::Address;
use domain::permission::{Grant, Role};
use domain::time::Millis;
use engine::Engine;
use engine::commands::{By, Reply, reply};
use engine::intake::{self, Arrival};
use engine::people::{NewAgent, NewInbox, create_agent, create_brand, create_inbox, create_team};
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::place::{self, RealClock};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How often it is looked whether all have left.
const LOOK: Duration = Duration::from_millis(5);

struct Discards;

impl Reception for Discards {
    fn deliver<'a>(&'a self, _: Envelope, _: Content) -> BoxFuture<'a, Verdict> {
        Box::pin(async { Verdict::Accept })
    }
}

/// Runs it.
pub fn run(postgres: Option<String>, mails: u64, connections: u64) -> Result<Value, Failure> {
    let folder = place::folder()?;
    let store = place::open(folder.path(), postgres.as_deref(), None)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let engine = Engine::new(store.clone(), Arc::new(RealClock), engine::Channels::default());
    let at_once = usize::try_from(connections.clamp(1, 64))?;
    let (limit, sent) = runtime.block_on(async {
        let stop = CancellationToken::new();
        let server = SmtpServer::bind("127.0.0.1:0").await?;
        let port = server.local_addr()?.port();
        tokio::spawn(server.named("sink.example").serve(Arc::new(Discards), stop.clone()));
        let inbox = queue(&engine, mails).await?;
        let limit = bare(port, mails, at_once).await?;
        let exit = Exit { submission: submission(port, at_once)?, route: Route { at_once, ..Route::default() } };
        engine.channels().connect(inbox, Arc::new(EmailChannel::through(exit, Vec::new())));
        let began = Instant::now();
        let running = tokio::spawn(engine::run::run(engine.clone(), stop.clone()));
        while engine.store().read(|conn| store::delivery::count(conn, domain::delivery::DeliveryState::Sent)).await?
            < i64::try_from(mails)?
        {
            tokio::time::sleep(LOOK).await;
        }
        let sent = began.elapsed().as_secs_f64();
        stop.cancel();
        running.await??;
        Ok::<_, Failure>((limit, sent))
    })?;
    let (limit, rate) = (mails as f64 / limit, mails as f64 / sent);
    Ok(json!({
        "bench": "send",
        "engine": store.engine().name(),
        "mails": mails,
        "connections": at_once,
        "per_second": rate.round(),
        "limit_without_store_per_second": limit.round(),
        "of_the_limit": (rate / limit * 100.0).round() / 100.0,
    }))
}

fn submission(port: u16, connections: usize) -> Result<Submission, Failure> {
    Ok(Submission::new(Settings { connections, ..Settings::new("127.0.0.1", port, Tls::None) })?)
}

/// Seconds that handing over as many mails takes, by as many connections, and nothing else.
async fn bare(port: u16, mails: u64, at_once: usize) -> Result<f64, Failure> {
    let submission = submission(port, at_once)?;
    let began = Instant::now();
    let lanes = (0..at_once as u64).map(|lane| {
        let submission = &submission;
        async move {
            for n in (lane..mails).step_by(at_once) {
                submission.send(&outbound(n)?).await?;
            }
            Ok::<_, Failure>(())
        }
    });
    for done in join_all(lanes).await {
        done?;
    }
    Ok(began.elapsed().as_secs_f64())
}

fn outbound(n: u64) -> Result<Outbound, Failure> {
    let party = |address: &str| -> Result<Party, Failure> {
        Ok(Party { name: None, address: Address::parse(address).ok_or("an address")? })
    };
    Ok(Outbound {
        message: Id::from_raw(i64::try_from(n)?),
        from: party("sklep@example.com")?,
        to: vec![party(&format!("k{n}@example.org"))?],
        cc: Vec::new(),
        reply_to: None,
        subject: format!("Re: Zamówienie {n}"),
        text: TEXT.to_owned(),
        message_id: format!("{n}.bench@example.com"),
        in_reply_to: Some(format!("{n}@example.org")),
        references: vec![format!("{n}@example.org")],
        written_at: Millis::new(1_795_000_000_000),
        automatic: false,
    })
}

const TEXT: &str = "Dzień dobry,\n\npaczka wyjechała dziś rano i powinna dotrzeć jutro do południa. Numer przesyłki przyjdzie \
    osobną wiadomością. W razie pytań proszę odpisać na ten list.\n\nPozdrawiamy\nKamionka";

/// Lets as many customers write, and answers each.
async fn queue(engine: &Engine, mails: u64) -> Result<InboxId, Failure> {
    let brand = create_brand(engine, "Kamionka").await?;
    let team = create_team(engine, "Obsługa").await?;
    let address = Address::parse("sklep@example.com").ok_or("an address")?;
    let new =
        NewInbox { brand, team, name: "Sklep".to_owned(), address, sender: "Kamionka".to_owned(), auto_reply: None };
    let inbox = create_inbox(engine, new).await?;
    let login = Address::parse("ola@example.com").ok_or("an address")?;
    let (name, language) = ("Ola".to_owned(), "pl".to_owned());
    let agent =
        create_agent(engine, NewAgent { team, role: Role::Agent, name, login, password: None, language }).await?;
    // Reads only, until the clock runs: nothing leaves meanwhile, because no loop runs.
    engine.channels().connect(inbox, Arc::new(ReadsOnly));
    for n in 0..mails {
        let raw = format!(
            "From: k{n}@example.org\r\nTo: sklep@example.com\r\nSubject: Zamówienie {n}\r\nMessage-ID: <{n}@example.org>\r\n\r\nGdzie?\r\n"
        );
        intake::receive(engine, Arrival { inbox, source: format!("bench:{n}"), history: false, raw: raw.into_bytes() })
            .await?;
    }
    while intake::step(engine).await? > 0 {}
    let ids = engine.store().read(|conn| conn.text_rows("SELECT id FROM conversation ORDER BY id")).await?;
    let by = By { agent, grant: Grant { role: Role::Agent, team } };
    for ids in ids.chunks(64) {
        let answers = ids.iter().map(|row| async move {
            let conversation = ConversationId::from_raw(row.first().ok_or("an id")?.parse()?);
            let then = Status::WaitingCustomer;
            let new = Reply { conversation, text: TEXT.to_owned(), then, once: row[0].clone(), seen: None };
            reply(engine, by, new).await.map_err(Failure::from)
        });
        for done in join_all(answers).await {
            done?;
        }
    }
    Ok(inbox)
}
