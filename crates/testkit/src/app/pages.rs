//! The pages of a [`TestApp`], on a loopback port, with the engine's own loops behind them.
//!
//! In: a running product. Out: an address for a browser, and what was asked of it. The clock runs from here on, because
//! the loops wait in real time. [`Pages::close`] ends everything in order; what is then still to do is done by
//! [`TestApp::settle`], so that nothing is left undone when the product goes.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use engine::Engine;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use web::setup::connector::Connector;
use web::{Settings, Web};

use super::TestApp;
use crate::servers::ready;

/// How long pages and loops may take to end.
const END: Duration = Duration::from_secs(10);

/// How long a test waits for a request to come.
const ASKED: Duration = Duration::from_secs(15);

/// Served pages. Dropped, everything ends at once.
#[derive(Debug)]
pub struct Pages {
    address: SocketAddr,
    home: String,
    engine: Engine,
    door: Door,
    stop: CancellationToken,
    tasks: JoinSet<()>,
}

/// Where requests come in and answers go out: requests are noted, and answers from a path that is held wait.
#[derive(Clone, Debug)]
struct Door {
    asked: Arc<Mutex<Vec<String>>>,
    held: watch::Sender<Option<String>>,
}

impl TestApp {
    /// Serves the pages on a loopback port and lets clock and loops run.
    ///
    /// # Panics
    /// When no port can be opened.
    pub async fn serve_pages(&self) -> Pages {
        self.serve_pages_at("127.0.0.1", None).await
    }

    /// The same under another name of this machine, `localhost`: browsers take passkeys at names only.
    ///
    /// # Panics
    /// When no port can be opened.
    pub async fn serve_pages_as(&self, name: &str) -> Pages {
        self.serve_pages_at(name, None).await
    }

    /// The same, with who connects mailboxes.
    ///
    /// # Panics
    /// When no port can be opened.
    pub async fn serve_pages_with(&self, connector: Option<Arc<dyn Connector>>) -> Pages {
        self.serve_pages_at("127.0.0.1", connector).await
    }

    async fn serve_pages_at(&self, name: &str, connector: Option<Arc<dyn Connector>>) -> Pages {
        self.clock.run();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let stop = CancellationToken::new();
        let zone = jiff::tz::TimeZone::get("Europe/Warsaw").expect("the zone is built in");
        let home = format!("http://{name}:{}", address.port());
        let settings = Settings {
            zone,
            home: home.clone(),
            https: false,
            demo: None,
            connector,
            machine: None,
            stopping: stop.clone(),
        };
        let door = Door { asked: Arc::default(), held: watch::Sender::new(None) };
        let settings_of_api = api::Settings { requests_per_minute: 100_000, stopping: stop.clone() };
        let api = api::router(self.engine.clone(), settings_of_api);
        let router = web::router(Web::new(self.engine.clone(), settings)).merge(api);
        let router = router.layer(from_fn_with_state(door.clone(), enter));
        let mut tasks = JoinSet::new();
        let ended = stop.clone().cancelled_owned();
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tasks.spawn(async move {
            let served = axum::serve(listener, service).with_graceful_shutdown(ended).await;
            served.expect("the pages are served until the end");
        });
        let (engine, ended) = (self.engine.clone(), stop.clone());
        tasks.spawn(async move { engine::run::run(engine, ended).await.expect("the loops run until the end") });
        Pages { address, home, engine: self.engine.clone(), door, stop, tasks }
    }
}

impl Pages {
    /// Where they are served, for a [`Proxy`](crate::net::Proxy).
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of a page.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.home)
    }

    /// How often a path was asked for so far, whatever its query says.
    pub fn asked(&self, path: &str) -> usize {
        self.door.notes().iter().filter(|asked| *asked == path).count()
    }

    /// Waits until a path was asked for `times` times or more.
    ///
    /// # Panics
    /// When it was not in time.
    pub async fn wait_asked(&self, path: &str, times: usize) {
        let what = format!("request {times} for {path}");
        ready::until(&what, ASKED, || async { (self.asked(path) >= times).then_some(()) }).await;
    }

    /// From now on, what is asked of a path is done, and its answer is held back until [`open`](Pages::open).
    pub fn hold(&self, path: &str) {
        self.door.held.send_replace(Some(path.to_owned()));
    }

    /// Lets all answers out.
    pub fn open(&self) {
        self.door.held.send_replace(None);
    }

    /// Ends pages and loops, then does what they left to do.
    ///
    /// # Panics
    /// When something broke down, or does not end.
    pub async fn close(mut self) {
        self.open();
        self.stop.cancel();
        let ended = tokio::time::timeout(END, async {
            while let Some(ended) = self.tasks.join_next().await {
                ended.expect("no part breaks down");
            }
        });
        assert!(ended.await.is_ok(), "pages or loops do not end");
        super::settle(&self.engine).await;
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Door {
    fn notes(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn enter(State(door): State<Door>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    door.notes().push(path.clone());
    let response = next.run(request).await;
    // An error means that nobody holds the door any more.
    drop(door.held.subscribe().wait_for(|held| held.as_ref() != Some(&path)).await);
    response
}
