//! `bench pages`: how long list and conversation take in the server, with 8 clients on a large
//! store, beside the time of one read of one row on the same store and the same lanes.
//!
//! The requests go through the whole router (session, permission, queries, template), without a
//! socket. Half of them are lists (also far behind the first page), half conversations anywhere.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use domain::conversation::Status;
use domain::event::{Actor, Fact, Origin};
use domain::fold::MessageKind;
use domain::id::{AgentId, ConversationId, Id, IdMint};
use domain::identity::Address;
use domain::permission::Role;
use domain::time::{Clock, MINUTE_MS, Millis};
use engine::Engine;
use engine::people::NewAgent;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use store::Store;
use store::message::{Content, Message};
use tower::ServiceExt;

use crate::ingest::{self, Shop};
use crate::place::{self, RealClock, cpu_seconds};

type Failure = Box<dyn std::error::Error + Send + Sync>;

const CLIENTS: usize = 8;
const MESSAGES_EACH: u64 = 5;
const PASSWORD: &str = "a password for a benchmark";

/// Runs it.
pub fn run(postgres: Option<String>, conversations: u64, seconds: u64) -> Result<Value, Failure> {
    let folder = place::folder()?;
    let store = place::open(folder.path(), postgres.as_deref(), 4)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let engine = Engine::new(store.clone(), Arc::new(RealClock), engine::Channels::default());
    let filling = Instant::now();
    let (shop, ids) = runtime.block_on(fill(&engine, conversations))?;
    if postgres.is_some() {
        store.own_connection()?.text_rows("ANALYZE")?;
    }
    let filled = filling.elapsed().as_secs_f64();
    let sorts = sorting_plans(&store)?;
    let settings = web::Settings {
        zone: jiff::tz::TimeZone::UTC,
        https: false,
        demo: None,
        stopping: tokio_util::sync::CancellationToken::new(),
    };
    let router = web::router(web::Web::new(engine.clone(), settings));
    let cookie = runtime.block_on(sign_in(&engine, shop, &router))?;
    let cpu_before = cpu_seconds();
    let (mut lists, mut pages) = runtime.block_on(load(&router, &cookie, &ids, seconds))?;
    let cpu = cpu_seconds() - cpu_before;
    let mut rows = runtime.block_on(read_rows(&store, &ids, seconds.min(3)))?;
    for times in [&mut lists, &mut pages, &mut rows] {
        times.sort_unstable();
    }
    let requests = lists.len() + pages.len();
    Ok(json!({
        "bench": "pages",
        "engine": store.engine().name(),
        "conversations": conversations,
        "messages": conversations * MESSAGES_EACH,
        "clients": CLIENTS,
        "filled_in_seconds": filled.round(),
        "requests_per_second": requests as u64 / seconds.max(1),
        "cpu_microseconds_per_request": (cpu * 1e6 / requests.max(1) as f64).round(),
        "list_ms": quantiles(&lists),
        "conversation_ms": quantiles(&pages),
        "limit_one_row_ms": quantiles(&rows),
        "plans_with_a_sort": sorts,
        "asked": { "p99_ms": 10, "plans_with_a_sort": 0 },
    }))
}

fn quantiles(sorted_us: &[u32]) -> Value {
    let at = |q: f64| {
        sorted_us
            .get(((sorted_us.len().saturating_sub(1)) as f64 * q) as usize)
            .map_or(0.0, |us| f64::from(*us) / 1_000.0)
    };
    json!({ "p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "max": at(1.0), "count": sorted_us.len() })
}

fn sorting_plans(store: &Store) -> Result<Vec<&'static str>, Failure> {
    let mut conn = store.own_connection()?;
    let mut found = Vec::new();
    for statement in store::statement::all()
        .filter(|statement| statement.name.contains("pages") && statement.sql.contains("ORDER BY"))
    {
        if conn.plan(statement)?.iter().any(|step| step.contains("TEMP B-TREE") || step.contains("Sort")) {
            found.push(statement.name);
        }
    }
    Ok(found)
}

/// Conversations with five messages each, spread over the lists as a shop's are: most solved.
pub async fn fill(engine: &Engine, conversations: u64) -> Result<(Shop, Vec<ConversationId>), Failure> {
    let store = engine.store();
    let ids = Arc::new(IdMint::new(store.node() + 1));
    let start = RealClock.now().plus_ms(-i64::try_from(conversations).unwrap_or(0) * MINUTE_MS);
    let shop = ingest::shop(store, &ids, start).await?;
    let mut all = Vec::new();
    let mut waiting = tokio::task::JoinSet::new();
    for first in (0..conversations).step_by(20) {
        let mut mails = Vec::new();
        for n in first..(first + 20).min(conversations) {
            let at = start.plus_ms(i64::try_from(n).unwrap_or(0) * MINUTE_MS);
            let Some(mail) = ingest::mail(store, &ids, shop, n, at) else { continue };
            all.push(mail.conversation);
            mails.push((n, mail));
        }
        let (store, ids) = (store.clone(), ids.clone());
        waiting.spawn(async move {
            store
                .write(move |tx| -> store::Result<()> {
                    for (n, mail) in &mails {
                        ingest::ingest(tx, mail)?;
                        follow_up(tx, &ids, mail, *n)?;
                    }
                    Ok(())
                })
                .await
        });
        while waiting.len() >= 64 {
            waiting.join_next().await.transpose()?.transpose()?;
        }
    }
    while let Some(done) = waiting.join_next().await {
        done??;
    }
    Ok((shop, all))
}

/// Four more messages, and where the conversation stands in the end: 3 of 200 open, 1 waiting.
fn follow_up(tx: &mut store::Tx<'_>, ids: &IdMint, mail: &ingest::Mail, n: u64) -> store::Result<()> {
    let Some(mut state) = store::conversation::lock(tx, mail.conversation)? else { return Ok(()) };
    let agent: AgentId = AgentId::from_raw(1);
    for step in 1..i64::try_from(MESSAGES_EACH).unwrap_or(5) {
        let at = mail.now.plus_ms(step * 40 * MINUTE_MS);
        let message = Message {
            id: ids.next(at),
            conversation: state.id,
            kind: MessageKind::Note,
            at,
            contact: None,
            agent: Some(agent),
            raw: None,
            automatic: false,
            history: false,
        };
        store::message::insert(tx, &message, &Content { text: mail.text.clone(), ..Content::default() })?;
        let fact = Fact::NoteAdded { conversation: state.id, message: message.id };
        store::conversation::record(tx, &mut state, &[fact], &Origin::new(Actor::Agent(agent), at), None)?;
    }
    let to = match n % 200 {
        0..3 => return Ok(()),
        3 => Status::WaitingCustomer,
        _ => Status::Solved,
    };
    let fact = Fact::StatusChanged { conversation: state.id, from: state.status, to, until: None };
    let at = Millis::new(state.last_at.get());
    store::conversation::record(tx, &mut state, &[fact], &Origin::new(Actor::Agent(agent), at), None)
}

async fn sign_in(engine: &Engine, shop: Shop, router: &axum::Router) -> Result<String, Failure> {
    let login = Address::parse("ola@example.com").ok_or("an address")?;
    let agent = NewAgent {
        team: shop.team,
        role: Role::Agent,
        name: "Ola".to_owned(),
        login,
        password: Some(PASSWORD.to_owned()),
        language: "pl".to_owned(),
    };
    engine::people::create_agent(engine, agent).await?;
    let form = format!("login=ola%40example.com&password={}", PASSWORD.replace(' ', "+"));
    let mut request = Request::post("/session")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(form))?;
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 1))));
    let response = router.clone().oneshot(request).await?;
    let cookie = response.headers().get(header::SET_COOKIE).ok_or("no session was opened")?;
    Ok(cookie.to_str()?.split(';').next().unwrap_or_default().to_owned())
}

type Times = Vec<u32>;

async fn load(
    router: &axum::Router,
    cookie: &str,
    ids: &[ConversationId],
    seconds: u64,
) -> Result<(Times, Times), Failure> {
    let deadline = Instant::now() + Duration::from_secs(seconds);
    let clients = (0..CLIENTS as u64).map(|client| {
        let (router, cookie, ids) = (router.clone(), cookie.to_owned(), ids.to_vec());
        tokio::spawn(async move {
            let mut chance = StdRng::seed_from_u64(client);
            let (mut lists, mut pages) = (Vec::new(), Vec::new());
            while Instant::now() < deadline {
                let is_list = chance.random_bool(0.5);
                let path = match ids.choose(&mut chance) {
                    Some(id) if !is_list => format!("/conversations/{id}"),
                    _ => {
                        let views = ["to-answer", "solved", "waiting-customer", "mine", "unassigned"];
                        format!("/inbox/{}", views.choose(&mut chance).unwrap_or(&"solved"))
                    }
                };
                let request = Request::get(&path).header(header::COOKIE, &cookie).body(Body::empty())?;
                let from = Instant::now();
                let response = router.clone().oneshot(request).await?;
                let status = response.status();
                let body = axum::body::to_bytes(response.into_body(), 16 << 20).await?;
                let took = u32::try_from(from.elapsed().as_micros()).unwrap_or(u32::MAX);
                if !status.is_success() || body.is_empty() {
                    return Err(format!("{path} answered {status}").into());
                }
                if is_list { lists.push(took) } else { pages.push(took) }
            }
            Ok::<_, Failure>((lists, pages))
        })
    });
    let (mut lists, mut pages) = (Vec::new(), Vec::new());
    for client in clients.collect::<Vec<_>>() {
        let (some_lists, some_pages) = client.await??;
        lists.extend(some_lists);
        pages.extend(some_pages);
    }
    Ok((lists, pages))
}

/// The limit: what one row by its key costs through the same lanes with as many clients.
async fn read_rows(store: &Store, ids: &[ConversationId], seconds: u64) -> Result<Times, Failure> {
    let deadline = Instant::now() + Duration::from_secs(seconds);
    let clients = (0..CLIENTS as u64).map(|client| {
        let (store, ids) = (store.clone(), ids.to_vec());
        tokio::spawn(async move {
            let mut chance = StdRng::seed_from_u64(client);
            let mut times = Vec::new();
            while Instant::now() < deadline {
                let Some(id) = ids.choose(&mut chance).copied() else { break };
                let from = Instant::now();
                store.read(move |conn| store::conversation::subject(conn, id)).await?;
                times.push(u32::try_from(from.elapsed().as_micros()).unwrap_or(u32::MAX));
            }
            Ok::<_, store::Error>(times)
        })
    });
    let mut all = Vec::new();
    for client in clients.collect::<Vec<_>>() {
        all.extend(client.await??);
    }
    Ok(all)
}
