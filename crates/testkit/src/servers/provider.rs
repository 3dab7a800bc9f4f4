//! A provider of permissions (Google, Microsoft) over HTTP on the loopback, after their documents: the token endpoint,
//! the device endpoint, the page on which somebody says yes, and what a mail server asks about a token (RFC 7662).
//!
//! It is strict where the standard lets it be: a code is good once, with its verifier; a rotated refresh token is good no
//! more; a token ends when it is told to. What it was asked is counted; how it misbehaves is set by [`Mood`].

mod consent;
mod introspect;

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Form, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use consent::Consent;
use introspect::{ask, ask_for, ask_form, ask_form_for};

/// The client that is registered, and its secret.
pub const CLIENT: (&str, &str) = ("client", "client-tajne");

/// What is told of a permission that was not given on the page.
const SCOPE: &str = "mail";

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
    /// A page where an answer should be, with status 200.
    Nonsense,
    /// No answer, ever.
    Silent,
}

#[derive(Default)]
struct Books {
    codes: BTreeMap<String, consent::Given>,
    consents: VecDeque<Consent>,
    redirects: Vec<String>,
    hinted: String,
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
            .route("/authorize", get(consent::authorize))
            .route("/token", post(token))
            .route("/device", post(device))
            .route("/introspect", get(ask).post(ask_form))
            .route("/introspect/{mailbox}", get(ask_for).post(ask_form_for))
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

    /// The next people who are asked for the permission do so.
    pub fn people_will(&self, consents: &[Consent]) {
        self.books().consents.extend(consents);
    }

    /// The addresses to which browsers are sent back from now on, word by word, as in a provider's console. Without any: every
    /// port of the loopback.
    pub fn register(&self, redirects: &[&str]) {
        self.books().redirects = redirects.iter().map(|redirect| (*redirect).to_owned()).collect();
    }

    /// Who was asked last for the permission.
    pub fn hinted(&self) -> String {
        self.books().hinted.clone()
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

    fn grant(&mut self, mailbox: &str, scope: &str, lasting: bool) -> Answer {
        let access = self.next("access");
        self.access.insert(access.clone(), mailbox.to_owned());
        let mut body = json!({ "token_type": "Bearer", "access_token": access, "expires_in": self.lasts_seconds,
            "scope": scope });
        if lasting && (self.rotates || self.refresh.is_empty()) {
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
        Mood::Nonsense => (StatusCode::OK, HeaderMap::new(), Json(json!("<html>"))),
        // Whoever is silent never comes here.
        Mood::Silent => refused(503, "temporarily_unavailable"),
        Mood::Unwell => (StatusCode::SERVICE_UNAVAILABLE, HeaderMap::new(), Json(json!("<html>"))),
        Mood::Limited(seconds) => {
            let header = (HeaderName::from_static("retry-after"), HeaderValue::from(seconds));
            (StatusCode::TOO_MANY_REQUESTS, HeaderMap::from_iter([header]), Json(json!("<html>")))
        }
    }
}

async fn token(State((books, mailbox)): Shared, Form(form): Form<Fields>) -> Answer {
    let mood = {
        let mut books = lock(&books);
        books.asked += 1;
        books.moods.pop_front()
    };
    match mood {
        Some(Mood::Silent) => std::future::pending().await,
        Some(mood) => moody(mood),
        None => granted(&mut lock(&books), &mailbox, &form),
    }
}

fn granted(books: &mut Books, mailbox: &str, form: &Fields) -> Answer {
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    if (field("client_id"), field("client_secret")) != CLIENT {
        return refused(401, "invalid_client");
    }
    match field("grant_type") {
        "authorization_code" => {
            let Some(given) = books.codes.remove(field("code")) else {
                return refused(400, "invalid_grant");
            };
            let fits = channels::email::oauth::challenge(field("code_verifier")) == given.challenge;
            if fits && given.redirect == field("redirect_uri") {
                books.grant(mailbox, &given.scope, given.lasting)
            } else {
                refused(400, "invalid_grant")
            }
        }
        "refresh_token" if books.refresh.iter().any(|token| token == field("refresh_token")) => {
            books.grant(mailbox, SCOPE, true)
        }
        "urn:ietf:params:oauth:grant-type:device_code" if field("device_code") == "device-1" => {
            books.grant(mailbox, SCOPE, true)
        }
        "refresh_token" => refused(400, "invalid_grant"),
        _ => refused(400, "unsupported_grant_type"),
    }
}

async fn device() -> Json<Value> {
    Json(
        json!({ "device_code": "device-1", "user_code": "YZMYLD4K", "verification_uri": "https://www.microsoft.com/link",
        "expires_in": 900, "interval": 1 }),
    )
}
