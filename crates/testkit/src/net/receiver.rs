//! Somebody's web server behind a webhook, as they would write it: checks each signature by the words of Standard Webhooks
//! (HMAC by the hmac crate, not by what we sign with), keeps what came, and answers as it is told.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How it answers one POST.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// With a status, and words of its own.
    Status(u16),
    /// It sends the caller elsewhere, to where it would take everything.
    Elsewhere,
}

/// A POST that came.
#[derive(Clone, Debug)]
pub struct Posted {
    /// Its `webhook-id`.
    pub id: String,
    /// Its `webhook-timestamp`, in seconds since 1970.
    pub seconds: i64,
    /// The values of `webhook-signature`.
    pub signatures: Vec<String>,
    /// The body, word by word.
    pub body: String,
}

impl Posted {
    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a body of JSON")
    }

    /// Whether one of its signatures is of this secret (`whsec_…`).
    ///
    /// # Panics
    /// When the secret is none.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let key = secret.strip_prefix("whsec_").and_then(|text| STANDARD.decode(text).ok()).expect("a secret");
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any length is a key");
        mac.update(format!("{}.{}.{}", self.id, self.seconds, self.body).as_bytes());
        let wanted = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        self.signatures.contains(&wanted)
    }
}

#[derive(Debug, Default)]
struct Book {
    posted: Vec<Posted>,
    answers: VecDeque<Answer>,
    always: Option<Answer>,
    at_once: usize,
    most_at_once: usize,
    elsewhere: usize,
}

#[derive(Clone, Debug)]
struct Desk {
    book: Arc<Mutex<Book>>,
    held: watch::Sender<bool>,
}

impl Desk {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running server. Dropped, it closes.
#[derive(Debug)]
pub struct Receiver {
    address: SocketAddr,
    desk: Desk,
    serving: JoinHandle<()>,
}

impl Receiver {
    /// Starts one on a loopback port.
    ///
    /// # Panics
    /// When no port can be opened.
    pub async fn start() -> Self {
        // Who posts needs one; it fails only when one is installed, which then serves as well.
        rustls::crypto::ring::default_provider().install_default().ok();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let desk = Desk { book: Arc::default(), held: watch::Sender::new(false) };
        let router =
            Router::new().route("/hook", post(take)).route("/elsewhere", post(elsewhere)).with_state(desk.clone());
        let serving =
            tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves until the end") });
        Self { address, desk, serving }
    }

    /// Where it takes what is posted.
    pub fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// The same place under a name instead of a number.
    pub fn url_by_name(&self) -> String {
        format!("http://localhost:{}/hook", self.address.port())
    }

    /// How it answers the next ones, one each.
    pub fn will(&self, answers: impl IntoIterator<Item = Answer>) {
        self.desk.book().answers.extend(answers);
    }

    /// How it answers whenever nothing else was said; `None`: it takes everything.
    pub fn always(&self, answer: Option<Answer>) {
        self.desk.book().always = answer;
    }

    /// From now on it keeps what comes and answers nothing until [`open`](Self::open).
    pub fn hold(&self) {
        self.desk.held.send_replace(true);
    }

    /// Answers everybody.
    pub fn open(&self) {
        self.desk.held.send_replace(false);
    }

    /// What came, in its order, whatever was answered.
    pub fn posted(&self) -> Vec<Posted> {
        self.desk.book().posted.clone()
    }

    /// How many were here at the same time at most.
    pub fn most_at_once(&self) -> usize {
        self.desk.book().most_at_once
    }

    /// How many followed to where it sent them.
    pub fn followed(&self) -> usize {
        self.desk.book().elsewhere
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// One who is here, also when they go before they were answered.
struct Visit(Desk);

impl Drop for Visit {
    fn drop(&mut self) {
        self.0.book().at_once -= 1;
    }
}

async fn take(State(desk): State<Desk>, headers: HeaderMap, body: Bytes) -> Response {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let is_json = headers.get("content-type").is_some_and(|kind| kind == "application/json");
    let (Ok(body), Ok(seconds), true) = (String::from_utf8(body.to_vec()), said("webhook-timestamp").parse(), is_json)
    else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let signatures = said("webhook-signature").split(' ').map(str::to_owned).collect();
    let answer = {
        let mut book = desk.book();
        book.posted.push(Posted { id: said("webhook-id"), seconds, signatures, body });
        book.at_once += 1;
        book.most_at_once = book.most_at_once.max(book.at_once);
        book.answers.pop_front().or(book.always)
    };
    let _visit = Visit(desk.clone());
    // Fails only when the server is gone, and nobody asks any more.
    desk.held.subscribe().wait_for(|held| !held).await.ok();
    match answer {
        None => StatusCode::NO_CONTENT.into_response(),
        Some(Answer::Elsewhere) => (StatusCode::TEMPORARY_REDIRECT, [("location", "/elsewhere")]).into_response(),
        Some(Answer::Status(status)) => {
            let words = "Nie dziś.\n".repeat(1_000);
            (StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), words).into_response()
        }
    }
}

async fn elsewhere(State(desk): State<Desk>) -> StatusCode {
    desk.book().elsewhere += 1;
    StatusCode::NO_CONTENT
}
