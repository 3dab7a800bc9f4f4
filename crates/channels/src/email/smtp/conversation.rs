//! The conversation with the server, command by command, and what each way of failing means.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::channel::{Receipt, SendError, Unreached};
use lettre::Address;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use tokio::time::timeout;

use super::Settings;
use super::compose::Mail;
use super::pool::Open;
use super::sign_in::sign_in;
use super::wire::{self, Encryption};
use mail::parse::text::one_line;

/// Characters of the other side's words that are kept.
const MAX_ANSWER_CHARS: usize = 300;
/// How long we wait for a goodbye that changes nothing.
pub(super) const GOODBYE: Duration = Duration::from_secs(1);
/// Bytes written at once.
const CHUNK: usize = 64 * 1024;

/// A connection that is of no use any more.
#[derive(Debug)]
pub(super) enum Broken {
    /// Surely nothing was sent over it.
    BeforeTheDot(SendError),
    /// The content was handed over, and its answer is missing.
    AfterTheDot(SendError),
}

/// Connects, signs in and says goodbye.
pub(super) async fn look(settings: &Settings, encryption: &Encryption, our_domain: &str) -> Result<(), SendError> {
    let mut server = connect(settings, encryption, our_domain).await?;
    let _ = timeout(GOODBYE, server.quit()).await;
    Ok(())
}

/// Connects, encrypts and signs in. Nothing of the message is at stake yet: every failure is worth another try,
/// wrong passwords too, because an operator will put them right.
pub(super) async fn connect(
    settings: &Settings,
    encryption: &Encryption,
    our_domain: &str,
) -> Result<AsyncSmtpConnection, SendError> {
    let place = format!("{}:{}", settings.host, settings.port);
    let patience = Duration::from_millis(settings.connect_ms);
    let us = ClientId::Domain(our_domain.to_owned());
    let no_connection = |error: &dyn std::fmt::Display| away(format!("no connection to {place}: {error}"));
    let greeted = async {
        let stream = wire::connect(settings, encryption).await.map_err(|error| no_connection(&error))?;
        AsyncSmtpConnection::connect_with_transport(stream, &us).await.map_err(|error| no_connection(&error))
    };
    let mut connection =
        timeout(patience, greeted).await.map_err(|_| away(format!("{place} did not answer in time")))??;
    if let Encryption::StartTls(parameters) = encryption {
        timeout(patience, connection.starttls(parameters.clone(), &us))
            .await
            .map_err(|_| away(format!("{place} did not answer STARTTLS in time")))?
            .map_err(|error| away(format!("no encryption with {place}: {error}")))?;
    }
    if let Some(login) = &settings.login {
        sign_in(settings, &mut connection, login).await?;
    }
    Ok(connection)
}

/// Gives the mail to a connection that expects one. What the server said, where the connection can be used again.
pub(super) async fn converse(
    settings: &Settings,
    open: &mut Open,
    mail: &Mail,
) -> Result<Result<Receipt, SendError>, Broken> {
    match begin(settings, open, mail).await {
        Ok(refused) => {
            let patience = Duration::from_millis(settings.content_ms);
            let given = give_content(patience, &mut open.server, &mail.content).await?;
            Ok(given.map(|receipt| Receipt { refused, ..receipt }))
        }
        Err(Stopped::Said(error)) => Ok(Err(error)),
        Err(Stopped::Broke(error)) => Err(Broken::BeforeTheDot(error)),
    }
}

/// Why a mail stopped before its content.
enum Stopped {
    /// The server said no, and expects the next command.
    Said(SendError),
    /// The connection is of no use any more.
    Broke(SendError),
}

/// Everything before the content. Gives the recipients that the server does not take, while it takes others.
async fn begin(settings: &Settings, open: &mut Open, mail: &Mail) -> Result<Vec<Unreached>, Stopped> {
    let patience = Duration::from_millis(settings.command_ms);
    let mut parameters = Vec::new();
    if let Some(largest) = open.largest {
        let size = mail.content.len();
        if size as u64 > largest {
            return Err(Stopped::Said(SendError::Refused(format!(
                "the message has {}, and the mail server takes at most {}",
                megabytes(size as u64),
                megabytes(largest)
            ))));
        }
        parameters.push(MailParameter::Size(size));
    }
    let server = &mut open.server;
    let foreign = |address: &&Address| !AsRef::<str>::as_ref(*address).is_ascii();
    if let Some(address) = mail.recipients.iter().chain([&mail.from]).find(foreign) {
        if !server.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Stopped::Said(SendError::Refused(format!(
                "{address} has letters outside ASCII, and the mail server does not take such addresses (SMTPUTF8)"
            ))));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    // A sender that is not taken now is a matter between the server and us, a recipient one of the message.
    step(patience, server.command(MailFrom::new(Some(mail.from.clone()), parameters)), SendError::Away).await?;
    let mut refused = Vec::new();
    for (place, recipient) in mail.recipients.iter().enumerate() {
        let answer = step(patience, server.command(Rcpt::new(recipient.clone(), Vec::new())), SendError::Later).await;
        match answer {
            Ok(_) => {}
            Err(Stopped::Said(SendError::Refused(answer))) => {
                refused.push((place, Unreached { address: recipient.to_string(), answer }));
            }
            Err(other) => return Err(other),
        }
    }
    // A copy alone is not worth sending: whom it is written to would not get it.
    if refused.iter().filter(|(place, _)| *place < mail.addressed).count() == mail.addressed {
        let words = refused.into_iter().map(|(_, unreached)| unreached.answer).next().unwrap_or_default();
        return Err(Stopped::Said(SendError::Refused(words)));
    }
    let go_on = step(patience, server.command(Data), SendError::Away).await?;
    if go_on.code().severity != Severity::PositiveIntermediate {
        let why = format!("the mail server did not ask for the content: {}", words(&go_on));
        return Err(Stopped::Broke(later(why)));
    }
    Ok(refused.into_iter().map(|(_, unreached)| unreached).collect())
}

/// One command before the content: whatever fails here, nothing was sent. `passing` is what a 4xx means.
async fn step(
    patience: Duration,
    command: impl Future<Output = Result<Response, lettre::transport::smtp::Error>>,
    passing: fn(String) -> SendError,
) -> Result<Response, Stopped> {
    match timeout(patience, command).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) => {
            let words = bounded(&error.to_string());
            Err(match error.status().map(u16::from) {
                // It says goodbye (RFC 5321, 3.8).
                Some(421) => Stopped::Broke(slow_or(SendError::Away, words)),
                Some(500..) => Stopped::Said(SendError::Refused(words)),
                Some(_) => Stopped::Said(slow_or(passing, words)),
                None => Stopped::Broke(passing(words)),
            })
        }
        Err(_) => Err(Stopped::Broke(passing("the mail server did not answer in time".to_owned()))),
    }
}

/// Writes the content, the dot, and reads the answer. The chunks are drawn one by one, each after the one before was
/// written; that there is no further one is asked right before the dot. So the flag says on which side of the dot we are.
async fn give_content(
    patience: Duration,
    server: &mut AsyncSmtpConnection,
    content: &[u8],
) -> Result<Result<Receipt, SendError>, Broken> {
    let handed_over = AtomicBool::new(false);
    let mut chunks = content.chunks(CHUNK);
    let watched = std::iter::from_fn(|| {
        let chunk = chunks.next();
        if chunk.is_none() {
            handed_over.store(true, Ordering::Relaxed);
        }
        chunk
    });
    let outcome = timeout(patience, server.message_iter(watched)).await;
    let handed_over = handed_over.load(Ordering::Relaxed);
    let lost = |why: String| match handed_over {
        true => Broken::AfterTheDot(SendError::Uncertain(bounded(&why))),
        false => Broken::BeforeTheDot(later(why)),
    };
    match outcome {
        Ok(Ok(response)) if response.code().severity == Severity::PositiveCompletion => {
            Ok(Ok(Receipt::new(bounded(&words(&response)))))
        }
        Ok(Ok(response)) => {
            Err(lost(format!("the mail server gave an answer that means nothing here: {}", words(&response))))
        }
        Ok(Err(error)) if error.is_permanent() => Ok(Err(SendError::Refused(bounded(&error.to_string())))),
        Ok(Err(error)) if error.is_transient() => Ok(Err(slow_or(SendError::Later, bounded(&error.to_string())))),
        Ok(Err(error)) => Err(lost(format!("the connection broke while the message was handed over: {error}"))),
        Err(_) => Err(lost("the mail server did not confirm the message in time".to_owned())),
    }
}

/// Words with which servers say that we send too much. A full mailbox (4.2.2) is the recipient's matter.
const TOO_MUCH: [&str; 14] = [
    "rate limit",
    "ratelimit",
    "rate-limit",
    "sending rate",
    "message rate",
    "too many",
    "too fast",
    "too much mail",
    "throttl",
    "slow down",
    "per hour",
    "hourly",
    "daily limit",
    "4.7.28",
];

fn slow_or(other: fn(String) -> SendError, words: String) -> SendError {
    let said = words.to_ascii_lowercase();
    let slow = !said.contains("4.2.") && TOO_MUCH.iter().any(|sign| said.contains(sign));
    if slow { SendError::Slow(words) } else { other(words) }
}

/// A size for people: `31.4 MB`.
fn megabytes(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}

fn words(response: &Response) -> String {
    format!("{} {}", response.code(), response.first_line().unwrap_or_default())
}

pub(super) fn later(why: String) -> SendError {
    SendError::Later(bounded(&why))
}

pub(super) fn away(why: String) -> SendError {
    SendError::Away(bounded(&why))
}

fn bounded(text: &str) -> String {
    one_line(text, MAX_ANSWER_CHARS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_much_of_us_is_told_from_too_much_in_a_mailbox() {
        for (words, slow) in [
            ("transient error (421): 4.7.28 Gmail has detected an unusual rate", true),
            ("450 4.7.1 Error: too many mails from you", true),
            ("451 Hourly limit exceeded", true),
            ("452 4.2.2 mailbox full, too many mails", false),
            ("451 4.3.0 temporarily not available, corporate maintenance", false),
        ] {
            let error = slow_or(SendError::Later, words.to_owned());
            assert_eq!(matches!(error, SendError::Slow(_)), slow, "{words}");
        }
        assert_eq!(megabytes(31_449_999), "31.4 MB");
    }
}
