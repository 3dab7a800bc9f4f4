//! Somebody else's web server that is told things: keeps every JSON body it is sent, and can be told to refuse.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

#[derive(Debug, Default)]
struct Book {
    told: Vec<Value>,
    refusals: usize,
}

/// A running server. Dropped, it closes.
#[derive(Debug)]
pub struct Hook {
    address: SocketAddr,
    book: Arc<Mutex<Book>>,
    serving: JoinHandle<()>,
}

impl Hook {
    /// Starts one on a loopback port.
    ///
    /// # Panics
    /// When no port can be opened.
    pub async fn start() -> Self {
        // Who posts needs one; it fails only when one is installed, which then serves as well.
        rustls::crypto::ring::default_provider().install_default().ok();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let book = Arc::new(Mutex::new(Book::default()));
        let router = Router::new().route("/hook", post(take)).with_state(book.clone());
        let serving =
            tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves until the end") });
        Self { address, book, serving }
    }

    /// Where it is told things.
    pub fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// The next ones are answered with 503 and not kept.
    pub fn refuse(&self, times: usize) {
        self.book.lock().unwrap_or_else(PoisonError::into_inner).refusals = times;
    }

    /// What it was told.
    pub fn told(&self) -> Vec<Value> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner).told.clone()
    }
}

impl Drop for Hook {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn take(State(book): State<Arc<Mutex<Book>>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut book = book.lock().unwrap_or_else(PoisonError::into_inner);
    if book.refusals > 0 {
        book.refusals -= 1;
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let is_json = headers.get("content-type").is_some_and(|kind| kind == "application/json");
    match serde_json::from_slice(&body) {
        Ok(told) if is_json => book.told.push(told),
        _ => return StatusCode::BAD_REQUEST,
    }
    StatusCode::NO_CONTENT
}
