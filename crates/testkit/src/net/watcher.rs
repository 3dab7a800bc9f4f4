//! Somebody else's web server: hands out one picture under every path, and counts who asks.
//!
//! For mails with remote pictures: what it hears is what the sender of such a mail would learn.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A picture of one grey point (GIF89a).
pub const PICTURE: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x99\x99\x99\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

/// Each request: its path, its Referer, its cookies.
type Heard = Arc<Mutex<Vec<(String, Option<String>, Option<String>)>>>;

/// A running server. Dropped, it closes.
#[derive(Debug)]
pub struct Watcher {
    address: SocketAddr,
    heard: Heard,
    serving: JoinHandle<()>,
}

impl Watcher {
    /// Starts one on a loopback port.
    ///
    /// # Panics
    /// When no port can be opened.
    pub async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let heard = Heard::default();
        let router = Router::new().fallback(answer).with_state(heard.clone());
        let serving =
            tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves until the end") });
        Self { address, heard, serving }
    }

    /// The address of a picture, under a name that our browsers know and that looks public.
    pub fn url(&self, path: &str) -> String {
        format!("http://watcher.example:{}{path}", self.address.port())
    }

    /// What was asked for so far: path, Referer and cookies of each request.
    pub fn heard(&self) -> Vec<(String, Option<String>, Option<String>)> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn answer(State(heard): State<Heard>, request: Request) -> impl IntoResponse {
    let header = |name: &str| Some(request.headers().get(name)?.to_str().ok()?.to_owned());
    let note = (request.uri().path().to_owned(), header("referer"), header("cookie"));
    heard.lock().unwrap_or_else(PoisonError::into_inner).push(note);
    ([(CONTENT_TYPE, "image/gif")], PICTURE)
}
