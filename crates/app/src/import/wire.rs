//! An import over the control socket: batches one way, what became of them the other.
//!
//! After the order is answered, the command line sends [`Ask`]s, each one line of JSON, the bytes of a batch behind its line;
//! the counter answers each with one line. All of it is bounded: the socket is its owner's alone, and yet a broken line must
//! not cost the counter its memory.

use domain::id::{ConversationId, InboxId};
use engine::{Engine, intake};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};

use super::{BATCH, BATCH_BYTES, Ended, Mail, Reader, take};
use crate::commands::Failure;
use crate::sources::MAX_BYTES;

/// The longest line, in bytes.
const MAX_LINE_BYTES: u64 = 1 << 20;

/// What the command line sends.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Ask {
    /// Take these; their bytes follow.
    Take(Vec<Head>),
    /// How many of these wait for an answer of ours?
    CountOpen(Vec<ConversationId>),
}

/// A mail whose bytes follow.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    source: String,
    bytes: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    too_large: Option<u64>,
}

/// What the counter answers.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Told {
    Ended(Vec<Ended>),
    Open(u64),
    Failed(String),
}

/// The command line's end of the socket.
pub struct Line {
    from: BufReader<OwnedReadHalf>,
    to: OwnedWriteHalf,
}

impl Line {
    /// The import's line over a connection on which the order was taken.
    pub fn new(from: BufReader<OwnedReadHalf>, to: OwnedWriteHalf) -> Self {
        Self { from, to }
    }

    pub(super) async fn take(&mut self, batch: Vec<Mail>) -> Result<Vec<Ended>, Failure> {
        let heads = batch.iter().map(|mail| Head {
            source: mail.source.clone(),
            bytes: mail.raw.len(),
            too_large: mail.too_large,
        });
        let count = batch.len();
        match self.ask(&Ask::Take(heads.collect()), &batch).await? {
            Told::Ended(ended) if ended.len() == count => Ok(ended),
            Told::Failed(why) => Err(Failure(format!("The import stopped: {why}. {AGAIN}"))),
            Told::Ended(_) | Told::Open(_) => Err(gone("it answered something else")),
        }
    }

    pub(super) async fn count_open(&mut self, some: Vec<ConversationId>) -> Result<u64, Failure> {
        match self.ask(&Ask::CountOpen(some), &[]).await? {
            Told::Open(open) => Ok(open),
            Told::Failed(why) => Err(Failure(format!("The import stopped: {why}. {AGAIN}"))),
            Told::Ended(_) => Err(gone("it answered something else")),
        }
    }

    async fn ask(&mut self, ask: &Ask, batch: &[Mail]) -> Result<Told, Failure> {
        let exchange = async {
            send(&mut self.to, ask).await?;
            for mail in batch {
                self.to.write_all(&mail.raw).await?;
            }
            hear(&mut self.from).await
        };
        let told: std::io::Result<Option<Told>> = exchange.await;
        told.map_err(|error| gone(&error.to_string()))?.ok_or_else(|| gone("it went away"))
    }
}

const AGAIN: &str = "Begin it again; nothing is taken twice.";

fn gone(why: &str) -> Failure {
    Failure(format!("The running Kontuar did not answer ({why}), and the import stopped. {AGAIN}"))
}

/// The counter's end: takes batches until the command line has no more.
///
/// # Errors
/// When the connection breaks, or what comes is no import.
pub async fn attend<R, W>(
    engine: &Engine,
    inbox: InboxId,
    reader: &Reader,
    from: &mut R,
    to: &mut W,
) -> std::io::Result<()>
where
    R: AsyncBufRead + Unpin,
    W: AsyncWrite + Unpin,
{
    while let Some(ask) = hear::<Ask, _>(from).await? {
        let told = match ask {
            Ask::Take(heads) => {
                let batch = bytes(from, heads).await?;
                take(engine, inbox, batch, reader).await.map(Told::Ended)
            }
            Ask::CountOpen(some) => intake::count_open(engine, some).await.map(Told::Open),
        };
        send(to, &told.unwrap_or_else(|error| Told::Failed(error.to_string()))).await?;
    }
    Ok(())
}

/// The mails behind their line.
async fn bytes(from: &mut (impl AsyncBufRead + Unpin), heads: Vec<Head>) -> std::io::Result<Vec<Mail>> {
    let sum = heads.iter().fold(0_usize, |sum, head| sum.saturating_add(head.bytes));
    let largest = heads.iter().map(|head| head.bytes).max().unwrap_or_default();
    if heads.len() > BATCH || largest as u64 > MAX_BYTES || sum > BATCH_BYTES.max(largest) {
        return Err(std::io::Error::other("a batch that is too large"));
    }
    let mut batch = Vec::with_capacity(heads.len());
    for Head { source, bytes, too_large } in heads {
        let mut raw = vec![0; bytes];
        from.read_exact(&mut raw).await?;
        batch.push(Mail { source, raw, too_large });
    }
    Ok(batch)
}

async fn send(to: &mut (impl AsyncWrite + Unpin), what: &impl Serialize) -> std::io::Result<()> {
    let mut line = serde_json::to_vec(what)?;
    line.push(b'\n');
    to.write_all(&line).await
}

/// The next line; `None` where the other side has no more.
async fn hear<T: for<'de> Deserialize<'de>, R: AsyncBufRead + Unpin>(from: &mut R) -> std::io::Result<Option<T>> {
    let mut line = String::new();
    from.take(MAX_LINE_BYTES).read_line(&mut line).await?;
    if line.is_empty() {
        return Ok(None);
    }
    Ok(Some(serde_json::from_str(&line)?))
}
