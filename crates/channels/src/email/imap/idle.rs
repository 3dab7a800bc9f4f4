//! Waiting for the server to announce something: IDLE (RFC 2177) with an end that nothing puts off.

use std::future::Future;
use std::time::Duration;

use async_imap::imap_proto::Response;
use tokio::time::sleep;

use super::Change;
use super::error::{End, MailboxError};
use super::session::{Heard, Session, within};

const DOING: &str = "waiting for new mail";

/// What the server made of IDLE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Idled {
    /// It announced something, or the time was over: look for mail.
    Woke,
    /// There is a reason of ours to look.
    Changed(Change),
    /// It does not do IDLE after all: poll.
    Refused,
}

impl Session {
    /// Waits until the server announces mail or `changed` comes, at most `longest`.
    pub(super) async fn idle(
        &mut self,
        longest: Duration,
        changed: impl Future<Output = Change>,
    ) -> Result<Idled, End> {
        let tag = self.send("IDLE", DOING).await?;
        loop {
            match self.read(Duration::ZERO, DOING, &mut |_| {}).await? {
                Heard::GoOn => break,
                Heard::Answered(answered, _) if answered == tag => return Ok(Idled::Refused),
                // Announced before the server began to wait: `stirred` keeps it.
                _ => {}
            }
        }
        let cancel = self.cancel.clone();
        let deadline = sleep(longest);
        tokio::pin!(deadline, changed);
        let mut idled = Idled::Woke;
        let mut nobody = |_: &Response<'_>| {};
        while !self.stirred {
            tokio::select! {
                () = cancel.cancelled() => return Err(End::Stop),
                () = &mut deadline => break,
                change = &mut changed => {
                    idled = Idled::Changed(change);
                    break;
                }
                heard = self.listen(DOING, &mut nobody) => {
                    if let Heard::Answered(..) = heard? {
                        return Err(MailboxError::ConnectionLost { doing: DOING }.into());
                    }
                }
            }
        }
        self.send_line("DONE", DOING).await?;
        loop {
            match self.read(Duration::ZERO, DOING, &mut |_| {}).await? {
                Heard::Answered(answered, _) if answered == tag => return Ok(idled),
                _ => {}
            }
        }
    }

    /// Waits `pause`, for servers without IDLE.
    pub(super) async fn rest(&self, pause: Duration) -> Result<(), End> {
        within(pause + Duration::from_secs(1), &self.cancel, DOING, sleep(pause)).await
    }
}
