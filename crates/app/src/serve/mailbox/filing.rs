//! What was sent is put into the mailbox's folder of sent mail by whoever has the mailbox's turn.
//!
//! In: rows that the deliverer left when the mail was taken. Out: mails for the channel to file, and what became of each.
//! It must not hold up what the mailbox is for: a try is counted before it is made.

use std::time::Duration;

use channels::email::imap::{Filed, Filing, Lies};
use channels::email::smtp;
use domain::id::{Id, MessageId};
use domain::mailbox::FolderRole;
use engine::deliver::letter;
use store::filing;
use tokio_util::sync::CancellationToken;

use super::Intake;
use super::turn::Unrecorded;

/// How many are filed before new mail is looked for again.
const AT_ONCE: usize = 20;

/// How often it is looked whether something was sent, by any node.
const LOOK: Duration = Duration::from_secs(2);

/// Wakes the mailbox when something is to be filed, until `stop`.
pub async fn heed_filing(intake: &Intake, stop: &CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        let (inbox, now) = (intake.inbox, intake.engine.now());
        // While the store cannot be read, others say so.
        if let Ok(true) = intake.engine.store().read(move |conn| filing::is_due(conn, inbox, now)).await {
            intake.to_file.notify_one();
        }
    }
}

impl Intake {
    pub(super) async fn take_filings(&self) -> Result<Vec<Filing>, Unrecorded> {
        let (inbox, now) = (self.inbox, self.engine.now());
        if !self.engine.store().read(move |conn| filing::is_due(conn, inbox, now)).await? {
            return Ok(Vec::new());
        }
        let prints = self.engine.store().fingerprints().clone();
        let (taken, mails, gone) = self
            .record(move |tx| {
                let taken = filing::take(tx, inbox, now, AT_ONCE)?;
                let (mut mails, mut gone) = (Vec::new(), Vec::new());
                for message in &taken.messages {
                    match letter(tx, &prints, inbox, *message)? {
                        Some(outbound) => mails.push(outbound),
                        // Erased since.
                        None => gone.push(*message),
                    }
                }
                gone.iter().try_for_each(|message| filing::done(tx, *message))?;
                Ok((taken, mails, gone))
            })
            .await?;
        if taken.given_up > 0 {
            tracing::warn!(%inbox, mails = taken.given_up, "sent mails could not be put into the folder of sent mail and were given up");
        }
        tracing::debug!(%inbox, mails = mails.len(), gone = gone.len(), "sent mails are put into their folder");
        let filings = mails.into_iter().filter_map(|outbound| {
            // It was sent, so it can be written.
            let mail = String::from_utf8(smtp::written(&outbound).ok()?).ok()?;
            Some(Filing { key: outbound.message.raw(), message_id: outbound.message_id, mail })
        });
        Ok(filings.collect())
    }

    pub(super) async fn note_filed(&self, key: i64, filed: Filed) -> Result<(), Unrecorded> {
        let (message, inbox) = (MessageId::from_raw(key), self.inbox);
        if filed == Filed::WasThere {
            tracing::debug!(%inbox, %message, "a sent mail lay in its folder already");
        }
        let (code, words) = match filed {
            Filed::WasThere | Filed::Put(None) => return self.record(move |tx| filing::done(tx, message)).await,
            Filed::Put(Some(Lies { uidvalidity, listing })) => {
                let (folder, uid) = (self.folder(FolderRole::Sent), self.uid(uidvalidity, &listing));
                // It is stored, as what was sent: the same mail need not come back.
                let write = move |tx: &mut store::Tx<'_>| -> store::Result<()> {
                    store::mailbox::keep(tx, folder, uid)?;
                    filing::done(tx, message)
                };
                return self.record(write).await;
            }
            Filed::NoFolder => ("no-folder", String::new()),
            Filed::Refused(words) => ("refused", words),
        };
        tracing::warn!(%inbox, %message, code, "a sent mail is not in the folder of sent mail; it is tried again");
        self.record(move |tx| filing::stays(tx, message, code, &words)).await
    }
}
