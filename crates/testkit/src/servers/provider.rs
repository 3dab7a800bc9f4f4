//! A provider of permissions (Google, Microsoft) over HTTP on the loopback, after their documents: the token endpoint,
//! the device endpoint, the page on which somebody says yes, and what a mail server asks about a token (RFC 7662).
//!
//! It is strict where the standard lets it be: a code is good once, with its verifier; a rotated refresh token is good no
//! more; a token ends when it is told to. What it was asked is counted; how it misbehaves is set by [`Mood`].

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What the next question to the token endpoint is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// `authorization_pending`: nobody typed the code yet.
    Pending,
    /// `slow_down`.
    SlowDown,
    /// 429 with Retry-After, in seconds.
    Limited(u32),
    /// 503 with a page.
    Unwell,
    /// `invalid_grant`, with a description that names somebody.
    Withdrawn,
    /// `invalid_client`.
    UnknownClient,
}

#[derive(Default)]
struct Books {
    codes: BTreeMap<String, (String, String)>,
    refresh: Vec<String>,
    access: BTreeMap<String, String>,
    moods: VecDeque<Mood>,
    asked: usize,
    given: u32,
    lasts_seconds: u32,
    rotates: bool,
    /// Mailboxes that the owner of the tokens may open besides their own.
    shared: Vec<String>,
}

/// The running provider; ends when it is dropped.
#[derive(Debug)]
pub struct Provider {
    address: SocketAddr,
    mailbox: String,
    books: Arc<Mutex<Books>>,
    task: JoinHandle<()>,
}

impl std::fmt::Debug for Books {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Books").field("asked", &self.asked).finish_non_exhaustive()
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.task.abort();
    }
}

type Shared = State<(Arc<Mutex<Books>>, String)>;
type Answer = (StatusCode, HeaderMap, Json<Value>);
type Fields = BTreeMap<String, String>;

impl Provider {
    /// A provider whose tokens are good for `mailbox`; they last an hour, and refresh tokens rotate.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn start(mailbox: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap_or_else(|error| panic!("no port: {error}"));
        let address = listener.local_addr().unwrap_or_else(|error| panic!("no port: {error}"));
        let books = Arc::new(Mutex::new(Books { lasts_seconds: 3_600, rotates: true, ..Books::default() }));
        let router = Router::new()
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .route("/device", post(device))
            .route("/introspect", get(introspect).post(introspect_form))
            .route("/introspect/{mailbox}", get(introspect_for).post(introspect_form_for))
            .with_state((Arc::clone(&books), mailbox.to_owned()));
        let task = tokio::spawn(async move {
            // It runs until it is aborted.
            let _ = axum::serve(listener, router).await;
        });
        Self { address, mailbox: mailbox.to_owned(), books, task }
    }

    /// The address of an endpoint: `authorize`, `token`, `device` or `introspect`; `introspect/MAILBOX` says whether a token
    /// opens that mailbox, shared ones too.
    pub fn url(&self, endpoint: &str) -> String {
        format!("http://{}/{endpoint}", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The mailboxes that the owner of the tokens may open besides their own, from here on.
    pub fn share(&self, mailboxes: &[&str]) {
        self.books().shared = mailboxes.iter().map(|mailbox| (*mailbox).to_owned()).collect();
    }

    /// A refresh token, as if somebody had given the permission.
    pub fn permit(&self) -> String {
        let mut books = self.books();
        let token = books.next("refresh");
        books.refresh.push(token.clone());
        token
    }

    /// An access token that mail servers take.
    pub fn access_token(&self) -> String {
        let mut books = self.books();
        let token = books.next("access");
        books.access.insert(token.clone(), self.mailbox.clone());
        token
    }

    /// From now on mail servers take none of the tokens that were given.
    pub fn end_all(&self) {
        self.books().access.clear();
    }

    /// The next questions to the token endpoint are answered so.
    pub fn in_mood(&self, moods: &[Mood]) {
        self.books().moods.extend(moods);
    }

    /// How long tokens last from now on.
    pub fn tokens_last(&self, seconds: u32) {
        self.books().lasts_seconds = seconds;
    }

    /// How often the token endpoint was asked.
    pub fn asked(&self) -> usize {
        self.books().asked
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        lock(&self.books)
    }
}

fn lock(books: &Mutex<Books>) -> MutexGuard<'_, Books> {
    books.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Books {
    fn next(&mut self, kind: &str) -> String {
        self.given += 1;
        let token = format!("{kind}-{}", self.given);
        crate::logs::planted_secret(&token);
        token
    }

    fn grant(&mut self, mailbox: &str) -> Answer {
        let access = self.next("access");
        self.access.insert(access.clone(), mailbox.to_owned());
        let mut body = json!({ "token_type": "Bearer", "access_token": access, "expires_in": self.lasts_seconds });
        if self.rotates || self.refresh.is_empty() {
            let refresh = self.next("refresh");
            self.refresh = vec![refresh.clone()];
            body["refresh_token"] = refresh.into();
        }
        (StatusCode::OK, HeaderMap::new(), Json(body))
    }
}

fn refused(status: u16, error: &str) -> Answer {
    let body =
        json!({ "error": error, "error_description": "AADSTS70000: anna@example.com tajne", "error_codes": [70000] });
    (StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST), HeaderMap::new(), Json(body))
}

fn moody(mood: Mood) -> Answer {
    match mood {
        Mood::Pending => refused(400, "authorization_pending"),
        Mood::SlowDown => refused(400, "slow_down"),
        Mood::Withdrawn => refused(400, "invalid_grant"),
        Mood::UnknownClient => refused(401, "invalid_client"),
        Mood::Unwell => (StatusCode::SERVICE_UNAVAILABLE, HeaderMap::new(), Json(json!("<html>"))),
        Mood::Limited(seconds) => {
            let header = (HeaderName::from_static("retry-after"), HeaderValue::from(seconds));
            (StatusCode::TOO_MANY_REQUESTS, HeaderMap::from_iter([header]), Json(json!("<html>")))
        }
    }
}

async fn token(State((books, mailbox)): Shared, Form(form): Form<Fields>) -> Answer {
    let mut books = lock(&books);
    books.asked += 1;
    if let Some(mood) = books.moods.pop_front() {
        return moody(mood);
    }
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    if field("client_id") != "client" || field("client_secret") != "client-tajne" {
        return refused(401, "invalid_client");
    }
    match field("grant_type") {
        "authorization_code" => {
            let Some((challenge, redirect)) = books.codes.remove(field("code")) else {
                return refused(400, "invalid_grant");
            };
            let fits = channels::email::oauth::challenge(field("code_verifier")) == challenge;
            if fits && redirect == field("redirect_uri") {
                books.grant(&mailbox)
            } else {
                refused(400, "invalid_grant")
            }
        }
        "refresh_token" if books.refresh.iter().any(|token| token == field("refresh_token")) => books.grant(&mailbox),
        "urn:ietf:params:oauth:grant-type:device_code" if field("device_code") == "device-1" => books.grant(&mailbox),
        "refresh_token" => refused(400, "invalid_grant"),
        _ => refused(400, "unsupported_grant_type"),
    }
}

/// The page on which somebody says yes, at once: the browser is sent back with a code.
async fn authorize(State((books, _)): Shared, Query(query): Query<Fields>) -> (StatusCode, HeaderMap) {
    let field = |name: &str| query.get(name).cloned().unwrap_or_default();
    let mut books = lock(&books);
    let code = books.next("code");
    books.codes.insert(code.clone(), (field("code_challenge"), field("redirect_uri")));
    let back = format!("{}/?code={code}&state={}", field("redirect_uri"), field("state"));
    let location = HeaderValue::from_str(&back).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::FOUND, HeaderMap::from_iter([(HeaderName::from_static("location"), location)]))
}

async fn device() -> Json<Value> {
    Json(
        json!({ "device_code": "device-1", "user_code": "YZMYLD4K", "verification_uri": "https://www.microsoft.com/link",
        "expires_in": 900, "interval": 1 }),
    )
}

async fn introspect(State((books, _)): Shared, headers: HeaderMap) -> Json<Value> {
    let bearer = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    said_of(&books, bearer.trim_start_matches("Bearer "))
}

async fn introspect_form(State((books, _)): Shared, Form(form): Form<Fields>) -> Json<Value> {
    said_of(&books, form.get("token").map(String::as_str).unwrap_or_default())
}

fn said_of(books: &Mutex<Books>, token: &str) -> Json<Value> {
    Json(match lock(books).access.get(token) {
        Some(mailbox) => json!({ "active": true, "username": mailbox }),
        None => json!({ "active": false }),
    })
}

async fn introspect_for(shared: Shared, Path(mailbox): Path<String>, headers: HeaderMap) -> Json<Value> {
    let books = Arc::clone(&shared.0.0);
    opens(&books, &mailbox, introspect(shared, headers).await)
}

async fn introspect_form_for(shared: Shared, Path(mailbox): Path<String>, form: Form<Fields>) -> Json<Value> {
    let books = Arc::clone(&shared.0.0);
    opens(&books, &mailbox, introspect_form(shared, form).await)
}

/// Whether somebody may open a mailbox, as a mail server knows it: their own, or one that they share.
fn opens(books: &Mutex<Books>, mailbox: &str, said: Json<Value>) -> Json<Value> {
    let is_owner = said.0["username"] == mailbox;
    let is_shared = said.0["active"] == true && lock(books).shared.iter().any(|shared| shared == mailbox);
    Json(if is_owner || is_shared {
        json!({ "active": true, "username": mailbox })
    } else {
        json!({ "active": false })
    })
}
