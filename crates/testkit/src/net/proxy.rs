//! A TCP proxy that a test makes refuse, break off or fall silent.
//!
//! What fails in the field fails here: a server that is not up yet ([`down`](Proxy::down)), a connection reset in the
//! middle ([`cut`](Proxy::cut)), a laptop asleep or a dead link that nobody announced ([`freeze`](Proxy::freeze)). It
//! looks at no byte that passes, and must not: it stands between TLS peers as well.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::servers::ports;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Pass,
    Freeze,
    Refuse,
}

/// What the connections follow: the mode, and how often the test has cut.
#[derive(Clone, Copy, Debug)]
struct Orders {
    mode: Mode,
    cuts: usize,
}

/// A port on 127.0.0.1 that leads to a server. Dropped, it closes and breaks what is open.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    orders: watch::Sender<Orders>,
    taken: Arc<AtomicUsize>,
    listening: Arc<Notify>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    /// Opens a way to `server`, which need not be up.
    ///
    /// # Panics
    /// When no port can be opened.
    pub async fn to(server: SocketAddr) -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], ports::free()));
        let listener = TcpListener::bind(address).await;
        let listener = listener.unwrap_or_else(|error| panic!("cannot listen on {address}: {error}"));
        let (orders, follow) = watch::channel(Orders { mode: Mode::Pass, cuts: 0 });
        let taken = Arc::new(AtomicUsize::new(0));
        let listening = Arc::new(Notify::new());
        let accepting = tokio::spawn(accept(listener, server, follow, taken.clone(), listening.clone()));
        Self { address, orders, taken, listening, accepting }
    }

    /// Where to connect instead of the server.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many connections were taken so far, to see that somebody tried again.
    pub fn connections(&self) -> usize {
        self.taken.load(Ordering::SeqCst)
    }

    /// Passes everything on, what was held back by [`freeze`](Self::freeze) first.
    pub async fn pass(&self) {
        self.change(Mode::Pass).await;
    }

    /// Takes connections and bytes and passes nothing on, without a word to either side.
    pub async fn freeze(&self) {
        self.change(Mode::Freeze).await;
    }

    /// Refuses new connections; those that are open go on.
    pub async fn refuse(&self) {
        self.change(Mode::Refuse).await;
    }

    /// Resets every open connection now; new ones are treated as before.
    pub fn cut(&self) {
        self.orders.send_modify(|orders| orders.cuts += 1);
    }

    /// As if the server were gone: new connections are refused, open ones reset. [`pass`](Self::pass) brings it back.
    pub async fn down(&self) {
        self.refuse().await;
        self.cut();
    }

    /// Gives the order and waits until the port is open or closed accordingly.
    async fn change(&self, mode: Mode) {
        let before = self.orders.borrow().mode;
        let heard = self.listening.notified();
        self.orders.send_modify(|orders| orders.mode = mode);
        if (before == Mode::Refuse) != (mode == Mode::Refuse) {
            heard.await;
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.cut();
        self.accepting.abort();
    }
}

async fn accept(
    listener: TcpListener,
    server: SocketAddr,
    mut follow: watch::Receiver<Orders>,
    taken: Arc<AtomicUsize>,
    listening: Arc<Notify>,
) {
    let Ok(address) = listener.local_addr() else { return };
    let mut listener = Some(listener);
    loop {
        let refuses = follow.borrow_and_update().mode == Mode::Refuse;
        if refuses && listener.take().is_some() {
            listening.notify_waiters();
        } else if !refuses && listener.is_none() {
            match TcpListener::bind(address).await {
                Ok(bound) => listener = Some(bound),
                Err(error) => panic!("cannot listen on {address} again: {error}"),
            }
            listening.notify_waiters();
        }
        let client = async {
            match &listener {
                Some(listener) => listener.accept().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            client = client => if let Ok((client, _)) = client {
                taken.fetch_add(1, Ordering::SeqCst);
                let cuts = follow.borrow().cuts;
                tokio::spawn(connect(client, server, follow.clone(), cuts));
            },
            changed = follow.changed() => if changed.is_err() { return },
        }
    }
}

/// Carries one connection until both sides have ended it or the test has cut it more than `cuts` times.
async fn connect(client: TcpStream, server: SocketAddr, mut follow: watch::Receiver<Orders>, cuts: usize) {
    let cut = {
        let mut follow = follow.clone();
        // An error means that the proxy is gone, which cuts as well.
        async move { drop(follow.wait_for(|orders| orders.cuts != cuts).await) }
    };
    let carried = async {
        passing(&mut follow).await;
        let upstream = TcpStream::connect(server).await.ok()?;
        Some(upstream)
    };
    tokio::pin!(cut);
    let upstream = tokio::select! {
        upstream = carried => upstream,
        () = &mut cut => None,
    };
    let Some(upstream) = upstream else {
        reset(&client);
        return;
    };
    let (mut client, mut upstream) = (client, upstream);
    let ended = {
        let (mut from_client, mut to_client) = client.split();
        let (mut from_server, mut to_server) = upstream.split();
        let (there, back) = (follow.clone(), follow);
        let both = async {
            tokio::try_join!(
                carry(&mut from_client, &mut to_server, there),
                carry(&mut from_server, &mut to_client, back)
            )
        };
        tokio::select! {
            carried = both => carried.is_ok(),
            () = &mut cut => false,
        }
    };
    if !ended {
        reset(&client);
        reset(&upstream);
    }
}

async fn carry(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    mut follow: watch::Receiver<Orders>,
) -> io::Result<()> {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let length = from.read(&mut buffer).await?;
        passing(&mut follow).await;
        if length == 0 {
            return to.shutdown().await;
        }
        to.write_all(buffer.get(..length).unwrap_or_default()).await?;
    }
}

/// Returns once bytes may pass.
async fn passing(follow: &mut watch::Receiver<Orders>) {
    // An error means that the proxy is gone; the cut that goes with it ends the connection.
    let _ = follow.wait_for(|orders| orders.mode != Mode::Freeze).await;
}

/// Makes the close a reset, as a server that died would.
fn reset(stream: &TcpStream) {
    // On a socket that is gone already there is nothing left to reset.
    let _ = stream.set_zero_linger();
}
