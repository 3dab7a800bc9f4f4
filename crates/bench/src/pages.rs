//! `bench pages`: how long list and conversation take in the server, with 8 clients on a large
//! store, beside the time of one read of one row on the same store and the same lanes.
//!
//! The requests go through the whole router (session, permission, queries, template), without a
//! socket. Half of them are lists as whole pages, half conversations anywhere, as a click in the list asks for them. Whole
//! pages with a conversation, as a reload asks for them, are measured after that by themselves.

mod fill;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use domain::id::ConversationId;
use domain::identity::Address;
use domain::permission::Role;
use engine::Engine;
use engine::people::NewAgent;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use store::Store;
use tower::ServiceExt;

use self::fill::filled_before;
pub use self::fill::{MESSAGES_EACH, fill};
use crate::ingest::Shop;
use crate::place::{self, RealClock, cpu_seconds};

type Failure = Box<dyn std::error::Error + Send + Sync>;

const CLIENTS: usize = 8;
const PASSWORD: &str = "a password for a benchmark";

/// Runs it.
pub fn run(
    postgres: Option<String>,
    conversations: u64,
    seconds: u64,
    readers: Option<usize>,
) -> Result<Value, Failure> {
    let folder = place::folder()?;
    let readers = readers.unwrap_or_else(|| place::settings(folder.path(), postgres.as_deref()).readers);
    let store = place::open(folder.path(), postgres.as_deref(), Some(readers))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let engine = Engine::new(store.clone(), Arc::new(RealClock), engine::Channels::default());
    let filling = Instant::now();
    let (shop, ids) = match filled_before(&store)? {
        Some(found) => found,
        None => runtime.block_on(fill(&engine, conversations, false))?,
    };
    if postgres.is_some() {
        store.own_connection()?.text_rows("ANALYZE")?;
    }
    let filled = filling.elapsed().as_secs_f64();
    let sorts = sorting_plans(&store)?;
    let settings = web::Settings {
        home: "http://127.0.0.1:8025".to_owned(),
        zone: jiff::tz::TimeZone::UTC,
        https: false,
        demo: None,
        connector: None,
        machine: None,
        stopping: tokio_util::sync::CancellationToken::new(),
    };
    let router = web::router(web::Web::new(engine.clone(), settings));
    let cookie = runtime.block_on(sign_in(&engine, shop, &router))?;
    let cpu_before = cpu_seconds();
    let (mut lists, mut clicks) = runtime.block_on(load(&router, &cookie, &ids, seconds, Mix::Workday))?;
    let cpu = cpu_seconds() - cpu_before;
    let (_, mut reloads) = runtime.block_on(load(&router, &cookie, &ids, seconds, Mix::Reloads))?;
    let mut rows = runtime.block_on(read_rows(&store, &ids, seconds.min(3)))?;
    for times in [&mut lists, &mut clicks, &mut reloads, &mut rows] {
        times.sort_unstable();
    }
    let requests = lists.len() + clicks.len();
    Ok(json!({
        "bench": "pages",
        "engine": store.engine().name(),
        "conversations": conversations,
        "messages": conversations * MESSAGES_EACH,
        "clients": CLIENTS,
        "readers": readers,
        "filled_in_seconds": filled.round(),
        "requests_per_second": requests as u64 / seconds.max(1),
        "cpu_microseconds_per_request": (cpu * 1e6 / requests.max(1) as f64).round(),
        "list_ms": quantiles(&lists),
        "conversation_ms": quantiles(&clicks),
        "conversation_reloaded_ms": quantiles(&reloads),
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
    if engine.store().read(store::agent::all).await?.is_empty() {
        engine::people::create_agent(engine, agent).await?;
    }
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

/// What the clients ask for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mix {
    /// Lists, and conversations clicked in them.
    Workday,
    /// Conversations as whole pages, the list beside them.
    Reloads,
}

async fn load(
    router: &axum::Router,
    cookie: &str,
    ids: &[ConversationId],
    seconds: u64,
    mix: Mix,
) -> Result<(Times, Times), Failure> {
    let deadline = Instant::now() + Duration::from_secs(seconds);
    let clients = (0..CLIENTS as u64).map(|client| {
        let (router, cookie, ids) = (router.clone(), cookie.to_owned(), ids.to_vec());
        tokio::spawn(async move {
            let mut chance = StdRng::seed_from_u64(client);
            let (mut lists, mut pages) = (Vec::new(), Vec::new());
            while Instant::now() < deadline {
                let is_list = mix == Mix::Workday && chance.random_bool(0.5);
                let path = match ids.choose(&mut chance) {
                    Some(id) if !is_list => format!("/conversations/{id}"),
                    _ => {
                        let views = ["to-answer", "solved", "waiting-customer", "mine", "unassigned"];
                        format!("/inbox/{}", views.choose(&mut chance).unwrap_or(&"solved"))
                    }
                };
                let mut request = Request::get(&path).header(header::COOKIE, &cookie);
                if mix == Mix::Workday && !is_list {
                    request = request.header("hx-request", "true").header("hx-request-type", "partial");
                }
                let request = request.body(Body::empty())?;
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
