//! The control socket: how a command reaches the process that has the data folder.
//!
//! A Unix socket in the folder, open to the folder's owner alone. One line of JSON comes in (an
//! [`Order`]), one goes out (an [`Answer`]), before it others about what takes long ([`Heard`]), all bounded in length;
//! then the connection ends, unless what was ordered is an import: its mails follow on it ([`wire`]).

use std::fs;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use engine::Engine;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixListener;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::import::{Reader, wire};
use crate::orders::{Answer, Order, carry_out, import_mail};

/// The longest order or answer, in bytes.
const MAX_LINE_BYTES: u64 = 64 * 1024;

/// Connections that are attended at once.
const AT_ONCE: usize = 16;

/// How long a connection may take to say its order.
const PATIENCE: Duration = Duration::from_secs(10);

fn place(data: &Path) -> PathBuf {
    data.join("control")
}

/// The socket of a folder that this process has claimed.
#[derive(Debug)]
pub struct Control {
    listener: UnixListener,
    place: PathBuf,
}

impl Control {
    /// Opens the socket. What a dead process left in its place is removed: the claim is ours.
    ///
    /// # Errors
    /// When it cannot be opened, such as when the folder's path is too long for a socket (about 100 bytes).
    pub fn open(data: &Path) -> io::Result<Self> {
        let place = place(data);
        match fs::remove_file(&place) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = UnixListener::bind(&place)?;
        fs::set_permissions(&place, fs::Permissions::from_mode(0o600))?;
        Ok(Self { listener, place })
    }

    /// Takes orders until `stop`.
    pub async fn run(self, engine: Engine, stop: CancellationToken) {
        let mut begun = JoinSet::new();
        loop {
            let stream = tokio::select! {
                () = stop.cancelled() => break,
                Some(_) = begun.join_next() => continue,
                accepted = self.listener.accept(), if begun.len() < AT_ONCE => accepted,
            };
            let Ok((stream, _)) = stream else { continue };
            let (engine, stop) = (engine.clone(), stop.clone());
            begun.spawn(async move {
                if let Err(error) = converse(&engine, stream, stop).await {
                    tracing::debug!(%error, "a control connection ended early");
                }
            });
        }
        // An order that was begun is ended, also when we are to stop.
        while begun.join_next().await.is_some() {}
        fs::remove_file(&self.place).ok();
    }
}

async fn converse(engine: &Engine, stream: tokio::net::UnixStream, stop: CancellationToken) -> io::Result<()> {
    let (from, mut to) = stream.into_split();
    let mut line = String::new();
    let mut from = tokio::io::BufReader::new(from.take(MAX_LINE_BYTES));
    tokio::time::timeout(PATIENCE, from.read_line(&mut line)).await??;
    let mut import = None;
    let answer = match serde_json::from_str::<Order>(&line) {
        Ok(order) => {
            if let Order::ImportMail { inbox } = &order {
                import = import_mail(engine, inbox).await.ok();
            }
            carry_out_aloud(engine, order, &mut to).await?
        }
        // The order may hold a password, so nothing of it is repeated.
        Err(_) => Answer {
            done: false,
            words: "The running Kontuar does not understand this order: it is of another version.".to_owned(),
        },
    };
    write_line(&mut to, &answer).await?;
    let Some(inbox) = import.filter(|_| answer.done) else { return Ok(()) };
    from.get_mut().set_limit(u64::MAX);
    let reader = Reader::Counter(stop.clone());
    tracing::info!(%inbox, "an import begins");
    let ended = tokio::select! {
        ended = wire::attend(engine, inbox, &reader, &mut from, &mut to) => ended,
        () = stop.cancelled() => Ok(()),
    };
    tracing::info!(%inbox, "an import ended");
    ended
}

/// What is heard after an order.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Heard {
    /// What came of it: the last.
    Answer(Answer),
    /// A sentence about what takes long.
    Meanwhile {
        /// The sentence.
        meanwhile: String,
    },
}

/// Carries an order out and passes on what is said meanwhile. Also when nobody listens any more it is carried out.
async fn carry_out_aloud(engine: &Engine, order: Order, to: &mut OwnedWriteHalf) -> io::Result<Answer> {
    let (say, mut said) = tokio::sync::mpsc::unbounded_channel();
    // Who listens goes when this ends.
    let mut work = Box::pin(carry_out(engine, order, move |words| drop(say.send(words))));
    loop {
        tokio::select! {
            answer = &mut work => return Ok(answer),
            Some(meanwhile) = said.recv() => { write_line(to, &Heard::Meanwhile { meanwhile }).await.ok(); }
        }
    }
}

async fn write_line(to: &mut OwnedWriteHalf, what: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(what)?;
    line.push(b'\n');
    to.write_all(&line).await
}

/// Gives an order to the process that has the folder, and keeps the connection for what follows. `None`: no process has it.
///
/// # Errors
/// When a process has it and the conversation broke.
pub async fn converse_with(
    data: &Path,
    order: &Order,
) -> io::Result<Option<(Answer, tokio::io::BufReader<OwnedReadHalf>, OwnedWriteHalf)>> {
    let stream = match tokio::net::UnixStream::connect(place(data)).await {
        Ok(stream) => stream,
        Err(error) if is_nobody(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    let (from, mut to) = stream.into_split();
    let mut line = serde_json::to_vec(order)?;
    line.push(b'\n');
    to.write_all(&line).await?;
    let (mut answer, mut from) = (String::new(), tokio::io::BufReader::new(from));
    (&mut from).take(MAX_LINE_BYTES).read_line(&mut answer).await?;
    Ok(Some((serde_json::from_str(&answer)?, from, to)))
}

/// Whether nobody listens there. Too long for a socket's address: then nobody does either.
fn is_nobody(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused | ErrorKind::InvalidInput)
}

/// Gives an order to the process that has the folder; `tell` hears what it says meanwhile. `None`: no process has it. Blocks.
///
/// # Errors
/// When a process has it and the conversation broke: then nobody knows whether the order was carried out.
pub fn order(data: &Path, order: &Order, tell: impl Fn(String)) -> io::Result<Option<Answer>> {
    let mut stream = match UnixStream::connect(place(data)) {
        Ok(stream) => stream,
        Err(error) if is_nobody(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut line = serde_json::to_vec(order)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    let mut lines = BufReader::new(stream);
    loop {
        let mut line = String::new();
        lines.by_ref().take(MAX_LINE_BYTES).read_line(&mut line)?;
        match serde_json::from_str(&line)? {
            Heard::Answer(answer) => return Ok(Some(answer)),
            Heard::Meanwhile { meanwhile } => tell(meanwhile),
        }
    }
}

#[cfg(test)]
mod tests;
