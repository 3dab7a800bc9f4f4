//! The conversation with the server, command by command, and what each way of failing means.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::channel::{Receipt, SendError};
use lettre::Address;
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use tokio::time::timeout;

use super::Settings;
use super::compose::Mail;
use super::sign_in::sign_in;
use crate::email::server::Tls;
use mail::parse::text::one_line;

/// Characters of the other side's words that are kept.
const MAX_ANSWER_CHARS: usize = 300;
/// How long we wait for a goodbye that changes nothing.
const GOODBYE: Duration = Duration::from_secs(1);
/// Bytes written at once.
const CHUNK: usize = 64 * 1024;

/// Hands `mail` to the server of `settings`.
pub(super) async fn hand_over(
    settings: &Settings,
    tls: Option<&TlsParameters>,
    mail: &Mail,
) -> Result<Receipt, SendError> {
    let mut server = connect(settings, tls, mail.from.domain()).await?;
    let result = converse(settings, &mut server, mail).await;
    // A server that answered gets a goodbye, one that fell silent does not; how it goes changes nothing any more.
    if matches!(result, Ok(_) | Err(SendError::Refused(_))) {
        let _ = timeout(GOODBYE, server.quit()).await;
    }
    result
}

/// Connects, signs in and says goodbye.
pub(super) async fn look(settings: &Settings, tls: Option<&TlsParameters>, our_domain: &str) -> Result<(), SendError> {
    let mut server = connect(settings, tls, our_domain).await?;
    let _ = timeout(GOODBYE, server.quit()).await;
    Ok(())
}

/// Connects, encrypts and signs in. Nothing of the message is at stake yet: every failure is worth another try,
/// wrong passwords too, because an operator will put them right.
async fn connect(
    settings: &Settings,
    tls: Option<&TlsParameters>,
    our_domain: &str,
) -> Result<AsyncSmtpConnection, SendError> {
    let place = format!("{}:{}", settings.host, settings.port);
    let patience = Duration::from_millis(settings.connect_ms);
    let us = ClientId::Domain(our_domain.to_owned());
    let implicit = tls.filter(|_| settings.tls == Tls::Implicit).cloned();
    let server = (settings.host.as_str(), settings.port);
    let connection = AsyncSmtpConnection::connect_tokio1(server, Some(patience), &us, implicit, None);
    let mut connection = timeout(patience, connection)
        .await
        .map_err(|_| later(format!("{place} did not answer in time")))?
        .map_err(|error| later(format!("no connection to {place}: {error}")))?;
    if let Some(tls) = tls.filter(|_| settings.tls == Tls::StartTls) {
        timeout(patience, connection.starttls(tls.clone(), &us))
            .await
            .map_err(|_| later(format!("{place} did not answer STARTTLS in time")))?
            .map_err(|error| later(format!("no encryption with {place}: {error}")))?;
    }
    if let Some(login) = &settings.login {
        sign_in(settings, &mut connection, login).await?;
    }
    Ok(connection)
}

async fn converse(settings: &Settings, server: &mut AsyncSmtpConnection, mail: &Mail) -> Result<Receipt, SendError> {
    let patience = Duration::from_millis(settings.command_ms);
    let mut parameters = Vec::new();
    if mail.recipients.iter().chain([&mail.from]).any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
        if !server.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(SendError::Refused("the mail server takes only addresses in ASCII letters".to_owned()));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    step(patience, server.command(MailFrom::new(Some(mail.from.clone()), parameters))).await?;
    for recipient in &mail.recipients {
        // One refusal refuses the message: nobody gets a mail that others on it did not get.
        step(patience, server.command(Rcpt::new(Address::clone(recipient), Vec::new()))).await?;
    }
    let go_on = step(patience, server.command(Data)).await?;
    if go_on.code().severity != Severity::PositiveIntermediate {
        return Err(later(format!("the mail server did not ask for the content: {}", words(&go_on))));
    }
    give_content(Duration::from_millis(settings.content_ms), server, &mail.content).await
}

/// One command before the content: whatever fails here, nothing was sent.
async fn step(
    patience: Duration,
    command: impl Future<Output = Result<Response, lettre::transport::smtp::Error>>,
) -> Result<Response, SendError> {
    match timeout(patience, command).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) if error.is_permanent() => Err(SendError::Refused(bounded(&error.to_string()))),
        Ok(Err(error)) => Err(later(error.to_string())),
        Err(_) => Err(later("the mail server did not answer in time".to_owned())),
    }
}

/// Writes the content, the dot, and reads the answer. The chunks are drawn one by one, each after the one before was
/// written; that there is no further one is asked right before the dot. So the flag says on which side of the dot we are.
async fn give_content(
    patience: Duration,
    server: &mut AsyncSmtpConnection,
    content: &[u8],
) -> Result<Receipt, SendError> {
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
    let lost = |why: String| if handed_over { SendError::Uncertain(bounded(&why)) } else { later(why) };
    match outcome {
        Ok(Ok(response)) if response.code().severity == Severity::PositiveCompletion => {
            Ok(Receipt { answer: bounded(&words(&response)) })
        }
        Ok(Ok(response)) => {
            Err(lost(format!("the mail server gave an answer that means nothing here: {}", words(&response))))
        }
        Ok(Err(error)) if error.is_permanent() => Err(SendError::Refused(bounded(&error.to_string()))),
        Ok(Err(error)) if error.is_transient() => Err(later(error.to_string())),
        Ok(Err(error)) => Err(lost(format!("the connection broke while the message was handed over: {error}"))),
        Err(_) => Err(lost("the mail server did not confirm the message in time".to_owned())),
    }
}

fn words(response: &Response) -> String {
    format!("{} {}", response.code(), response.first_line().unwrap_or_default())
}

pub(super) fn later(why: String) -> SendError {
    SendError::Later(bounded(&why))
}

fn bounded(text: &str) -> String {
    one_line(text, MAX_ANSWER_CHARS)
}
