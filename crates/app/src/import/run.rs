//! The course of an import: look where mails are, read them in the order in which they were written, hand them in.
//!
//! The next batch is read while the last one is taken in. What is held at once is a list of places, two batches, and the
//! tally.

use std::path::PathBuf;

use domain::id::ConversationId;
use domain::time::Clock;
use store::blob::Hash;
use tokio::sync::mpsc;

use super::progress::Progress;
use super::tally::{Tally, grouped};
use super::{BATCH, BATCH_BYTES, Desk, Mail};
use crate::commands::Failure;
use crate::sources::{Held, MAX_BYTES, Piece, pieces};

/// Conversations that are asked about at once.
const ASKED_AT_ONCE: usize = 5_000;

/// Files that could not be read and are named; more are counted.
const NAMED: u64 = 50;

/// Some mails, and how many pieces they came from.
#[derive(Default)]
struct Batch {
    mails: Vec<Mail>,
    pieces: u64,
    lost: Vec<String>,
}

/// Where mails are, in the order in which they were written. Blocks.
pub fn look(paths: &[PathBuf]) -> Vec<Piece> {
    let mut found: Vec<(i64, Piece)> = pieces(paths)
        .into_iter()
        .map(|piece| {
            let written = piece.head().and_then(|head| mail::parse::sent_at(&head));
            (written.map_or(i64::MAX, |at| at.get()), piece)
        })
        .collect();
    // Stable: those of one moment stay in the order of their files.
    found.sort_by_key(|(written, _)| *written);
    found.into_iter().map(|(_, piece)| piece).collect()
}

/// Hands in everything, and counts. `complain` hears of each file that cannot be read.
///
/// # Errors
/// When the desk takes no more.
pub async fn run(
    desk: &mut Desk,
    found: Vec<Piece>,
    clock: &impl Clock,
    mut complain: impl FnMut(&str),
) -> Result<Tally, Failure> {
    let mut tally = Tally::of(found.len() as u64);
    let mut progress = Progress::new(clock, tally.found);
    let (to, mut read) = mpsc::channel(1);
    let reading = tokio::task::spawn_blocking(move || read_all(&found, &to));
    let mut done = 0;
    while let Some(Batch { mails, pieces, lost }) = read.recv().await {
        for words in lost {
            tally.unreadable += 1;
            if tally.unreadable <= NAMED {
                complain(&words);
            }
        }
        let hashes: Vec<u64> = mails.iter().map(|mail| short(&mail.source)).collect();
        if !mails.is_empty() {
            for (hash, ended) in hashes.into_iter().zip(desk.take(mails).await?) {
                tally.count(hash, ended);
            }
        }
        done += pieces;
        progress.show(done);
    }
    progress.end();
    reading.await.map_err(|error| Failure(format!("Reading the mails broke down: {error}.")))?;
    if tally.unreadable > NAMED {
        complain(&format!("… and {} more could not be read.", grouped(tally.unreadable - NAMED)));
    }
    tally.joined = desk.count_known(&tally.conversations);
    let all: Vec<ConversationId> = tally.conversations.iter().copied().collect();
    for some in all.chunks(ASKED_AT_ONCE) {
        tally.open += desk.count_open(some.to_vec()).await?;
    }
    Ok(tally)
}

/// Reads everything into batches, until nobody wants them any more.
fn read_all(found: &[Piece], to: &mpsc::Sender<Batch>) {
    let (mut batch, mut bytes) = (Batch::default(), 0);
    for piece in found {
        match piece.read_within(MAX_BYTES) {
            Ok(held) => {
                let mail = named(held);
                if !batch.mails.is_empty() && (batch.mails.len() >= BATCH || bytes + mail.raw.len() > BATCH_BYTES) {
                    bytes = 0;
                    if to.blocking_send(std::mem::take(&mut batch)).is_err() {
                        return;
                    }
                }
                bytes += mail.raw.len();
                batch.mails.push(mail);
            }
            Err(why) => batch.lost.push(format!("{}: {why}.", piece.name())),
        }
        batch.pieces += 1;
    }
    to.blocking_send(batch).ok();
}

/// A mail under the name that its content gives it.
fn named(held: Held) -> Mail {
    let (raw, too_large) = match held {
        Held::Whole(raw) => (raw, None),
        Held::TooLarge(size, raw) => (raw, Some(size)),
    };
    Mail { source: format!("import:{}", Hash::of(&raw)), raw, too_large }
}

/// The beginning of the hash in a source's name.
fn short(source: &str) -> u64 {
    let digits = source.strip_prefix("import:").and_then(|hash| hash.get(..16)).unwrap_or_default();
    u64::from_str_radix(digits, 16).unwrap_or_default()
}
