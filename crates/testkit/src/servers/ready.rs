//! Waiting for something that happens elsewhere: asked again and again, with an end.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

/// How long a server may take to come up on a busy machine.
pub const START: Duration = Duration::from_secs(30);

/// How long to leave it in peace between two questions: briefly at first, then longer.
const PAUSES: std::ops::RangeInclusive<Duration> = Duration::from_millis(5)..=Duration::from_millis(150);

/// Asks until the answer is `Ok`, and gives it back; after `limit` gives back the last refusal.
///
/// # Errors
/// The last `Err` of `ask`, when `limit` passed.
pub async fn ask<T, E, F>(limit: Duration, mut ask: impl FnMut() -> F) -> Result<T, E>
where
    F: Future<Output = Result<T, E>>,
{
    let deadline = Instant::now() + limit;
    let mut pause = *PAUSES.start();
    loop {
        match ask().await {
            Err(_) if Instant::now() < deadline => tokio::time::sleep(pause).await,
            answer => return answer,
        }
        pause = (pause * 3 / 2).min(*PAUSES.end());
    }
}

/// Asks until the answer is `Some`.
///
/// # Panics
/// When `limit` passed, saying `what` did not happen.
pub async fn until<T, F>(what: &str, limit: Duration, mut question: impl FnMut() -> F) -> T
where
    F: Future<Output = Option<T>>,
{
    let answer = ask(limit, || {
        let answer = question();
        async move { answer.await.ok_or(()) }
    });
    answer.await.unwrap_or_else(|()| panic!("waited {limit:?}, but {what} did not happen"))
}

/// Connects once and reads whether the server greets with `opening`.
///
/// # Errors
/// When nobody listens, or the greeting is another, or none comes within five seconds.
pub async fn greeting(address: SocketAddr, opening: &str) -> io::Result<()> {
    let greeted = async {
        let mut stream = TcpStream::connect(address).await?;
        let mut first = vec![0; opening.len()];
        stream.read_exact(&mut first).await?;
        if first == opening.as_bytes() { Ok(()) } else { Err(io::Error::other("the greeting is another")) }
    };
    tokio::time::timeout(Duration::from_secs(5), greeted).await?
}

/// Connects once, to see whether anybody listens on a port of 127.0.0.1.
///
/// # Errors
/// When nobody does.
pub async fn listening(port: u16) -> io::Result<()> {
    TcpStream::connect(("127.0.0.1", port)).await.map(drop)
}
