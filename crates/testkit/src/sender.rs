//! Another's mail server, which hands mails over to us by real SMTP: it keeps what was not taken, and comes again.
//!
//! Out: what it was told ([`Told`]), because that is what the promise is about: "250" means that the mail is on our disk,
//! and whoever was told anything else, or nothing, still has it.

use std::net::SocketAddr;
use std::time::Duration;

use lettre::address::Envelope;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

/// How long it waits for an answer; longer than the program's own patience with its disk.
const PATIENCE: Duration = Duration::from_secs(90);

/// What a mail server was told about a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is taken (250).
    Taken,
    /// Come again: the answer (4xx).
    Later(String),
    /// Never: the answer (5xx).
    Never(String),
    /// Nobody was there, or the connection broke: it may be taken or not.
    Nothing(String),
}

/// Hands a mail to the server at `door` once, in the name of a customer.
///
/// # Panics
/// When `to` is no address.
pub async fn hand_over(door: SocketAddr, to: &str, raw: &[u8]) -> Told {
    crate::logs::planted_bytes(raw);
    let address = |text: &str| text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    let envelope = Envelope::new(Some(address("anna@example.org")), vec![address(to)]);
    let envelope = envelope.unwrap_or_else(|error| panic!("{to}: {error}"));
    let client = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(door.ip().to_string())
        .port(door.port())
        .timeout(Some(PATIENCE))
        .build();
    match client.send_raw(&envelope, raw).await {
        Ok(_) => Told::Taken,
        Err(error) => {
            let code = error.status().map(|code| code.to_string());
            let words = std::error::Error::source(&error).map(ToString::to_string);
            let words = [code, words].into_iter().flatten().collect::<Vec<_>>().join(" ");
            match (error.is_transient(), error.is_permanent()) {
                (true, _) => Told::Later(words),
                (_, true) => Told::Never(words),
                _ => Told::Nothing(words),
            }
        }
    }
}
