//! Taking content away, one thing at a time, and counting it.

use domain::id::{ConversationId, Id, MessageId, RawId};
use domain::retention::Tally;

use crate::blob::{self, Hash, Owner};
use crate::error::Result;
use crate::tx::Tx;
use crate::{params, raw};

crate::statements! {
    CONVERSATION = "UPDATE conversation SET subject = NULL, preview = NULL WHERE id = $1";
    MESSAGES = "SELECT id FROM message WHERE conversation = $1 ORDER BY id";
    WORDS = "UPDATE message_content SET subject = NULL, text = NULL, html = NULL, sender = NULL, recipients = NULL,
        message_id = NULL, answers = NULL, reading = NULL WHERE message = $1";
    FILES = "SELECT blob FROM attachment WHERE message = $1 AND blob IS NOT NULL";
    DROP_FILES = "UPDATE attachment SET name = NULL, content_id = NULL, blob = NULL WHERE message = $1";
    PARKED = "DELETE FROM parked WHERE conversation = $1";
}

/// What went so far.
#[derive(Debug, Default)]
pub(super) struct Emptying {
    /// How much.
    pub tally: Tally,
    /// The files that no row names any more.
    pub gone: Vec<Hash>,
}

impl Emptying {
    /// A conversation, with all that stands in it.
    pub(super) fn conversation(&mut self, tx: &mut Tx<'_>, id: ConversationId) -> Result<()> {
        tx.write(&CONVERSATION, params![id])?;
        tx.write(&PARKED, params![id])?;
        self.tally.conversations += 1;
        for mut row in tx.rows(&MESSAGES, params![id])? {
            let message: MessageId = row.take(0)?;
            tx.write(&WORDS, params![message])?;
            self.tally.messages += 1;
            self.files(tx, message)?;
        }
        Ok(())
    }

    /// The files of a message, and the mails as they came, which hold them too.
    pub(super) fn files(&mut self, tx: &mut Tx<'_>, message: MessageId) -> Result<()> {
        for mut row in tx.rows(&FILES, params![message])? {
            self.tally.files += 1;
            if let Some(hash) = Hash::from_bytes(&row.take::<Vec<u8>>(0)?)
                && blob::unrefer(tx, hash, Owner::Attachment(message.raw()))?
            {
                self.gone.push(hash);
            }
        }
        tx.write(&DROP_FILES, params![message])?;
        for id in raw::of_message(tx, message)? {
            self.original(tx, id)?;
        }
        Ok(())
    }

    /// A mail as it came.
    pub(super) fn original(&mut self, tx: &mut Tx<'_>, id: RawId) -> Result<()> {
        if raw::empty(tx, id, &mut self.gone)? {
            self.tally.originals += 1;
        }
        Ok(())
    }

    /// A mail that could not be read and was given up.
    pub(super) fn given_up(&mut self, tx: &mut Tx<'_>, id: RawId) -> Result<()> {
        if raw::forget(tx, id, &mut self.gone)? {
            self.tally.originals += 1;
        }
        Ok(())
    }
}
