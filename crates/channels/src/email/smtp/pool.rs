//! Connections that are kept between mails: signed in once, used for many.
//!
//! In: a mail. Out: what became of it. A kept connection is spoken to (RSET, RFC 5321, 4.1.1.5) before anything of the
//! mail is at stake, so one that the server closed meanwhile is noticed and left. One that dies later, yet before the
//! dot, carried nothing: the mail goes over a fresh connection at once. After the dot nothing is tried again.
//!
//! It must not keep a connection of which it is not known what the server expects next.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::channel::{Receipt, SendError};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Ehlo, Rset};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::{Instant, timeout};

use super::Settings;
use super::compose::Mail;
use super::conversation::{self, Broken, GOODBYE};
use super::wire::Encryption;

/// How long a kept connection may take to say that it lives.
const PULSE: Duration = Duration::from_secs(10);

/// A signed-in connection and what we know about it.
pub(super) struct Open {
    pub(super) server: AsyncSmtpConnection,
    /// The largest mail the server takes, in bytes (RFC 1870); `None` when it does not say.
    pub(super) largest: Option<u64>,
    /// How many mails were begun on it.
    mails: u32,
}

/// The connections to one server that nobody uses at the moment.
#[derive(Default)]
pub(super) struct Pool {
    idle: Mutex<Vec<(Open, Instant)>>,
}

impl Pool {
    fn idle(&self) -> MutexGuard<'_, Vec<(Open, Instant)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands `mail` to the server of `settings`, over a kept connection when there is one that lives.
    pub(super) async fn hand_over(
        &self,
        settings: &Settings,
        encryption: &Encryption,
        mail: &Mail,
    ) -> Result<Receipt, SendError> {
        while let Some(mut open) = self.living(settings).await {
            match conversation::converse(settings, &mut open, mail).await {
                Err(Broken::BeforeTheDot(_)) => {}
                outcome => return self.ended(settings, open, outcome).await,
            }
        }
        let mut open = Box::pin(open(settings, encryption, mail)).await?;
        let outcome = conversation::converse(settings, &mut open, mail).await;
        self.ended(settings, open, outcome).await
    }

    /// A kept connection that answers. Those that do not are left, those that are old get a goodbye.
    async fn living(&self, settings: &Settings) -> Option<Open> {
        loop {
            // The newest first, so that those that are not needed grow old.
            let (mut open, since) = self.idle().pop()?;
            let old = since.elapsed() >= Duration::from_millis(settings.idle_ms);
            if old {
                part(open).await;
                continue;
            }
            if matches!(timeout(PULSE, open.server.command(Rset)).await, Ok(Ok(_))) {
                return Some(open);
            }
        }
    }

    /// Keeps the connection for the next mail, where it is known what the server expects.
    async fn ended(
        &self,
        settings: &Settings,
        mut open: Open,
        outcome: Result<Result<Receipt, SendError>, Broken>,
    ) -> Result<Receipt, SendError> {
        match outcome {
            Ok(said) => {
                open.mails += 1;
                if open.mails < settings.mails_per_connection {
                    self.keep(open, settings).await;
                } else {
                    part(open).await;
                }
                said
            }
            // A server that fell silent or went away gets no goodbye.
            Err(Broken::BeforeTheDot(error) | Broken::AfterTheDot(error)) => Err(error),
        }
    }

    async fn keep(&self, open: Open, settings: &Settings) {
        let too_many = {
            let mut idle = self.idle();
            idle.push((open, Instant::now()));
            let spare = idle.len().saturating_sub(settings.connections);
            idle.drain(..spare).collect::<Vec<_>>()
        };
        for (open, _) in too_many {
            part(open).await;
        }
    }

    /// Says goodbye to the connections that nobody used for long.
    pub(super) async fn tidy(&self, settings: &Settings) {
        let patience = Duration::from_millis(settings.idle_ms);
        let old: Vec<_> = self.idle().extract_if(.., |(_, since)| since.elapsed() >= patience).collect();
        for (open, _) in old {
            part(open).await;
        }
    }
}

/// Connects, signs in and asks what the server takes.
async fn open(settings: &Settings, encryption: &Encryption, mail: &Mail) -> Result<Open, SendError> {
    let mut server = conversation::connect(settings, encryption, mail.from.domain()).await?;
    // Asked again after the login, because only the answer itself says the size (RFC 1870).
    let us = ClientId::Domain(mail.from.domain().to_owned());
    let largest = match timeout(Duration::from_millis(settings.command_ms), server.command(Ehlo::new(us))).await {
        Ok(Ok(answer)) => answer.message().find_map(size),
        Ok(Err(error)) if error.status().is_some() => None,
        Ok(Err(error)) => return Err(conversation::away(format!("the connection broke after the login: {error}"))),
        Err(_) => return Err(conversation::away("the mail server did not answer in time".to_owned())),
    };
    Ok(Open { server, largest, mails: 0 })
}

/// The number behind the keyword SIZE; 0 means that there is no limit (RFC 1870, 3).
fn size(line: &str) -> Option<u64> {
    let mut words = line.split_ascii_whitespace();
    words.next().filter(|word| word.eq_ignore_ascii_case("SIZE"))?;
    words.next()?.parse().ok().filter(|size| *size > 0)
}

/// How it goes changes nothing any more.
async fn part(mut open: Open) {
    drop(timeout(GOODBYE, open.server.quit()).await);
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn the_size_is_read_where_one_is_said() {
        for (line, said) in [
            ("SIZE 35882577", Some(35_882_577)),
            ("size 1", Some(1)),
            ("SIZE", None),
            ("SIZE 0", None),
            ("SIZE x", None),
            ("SIZES 5", None),
            ("", None),
        ] {
            assert_eq!(size(line), said, "{line}");
        }
    }
}
