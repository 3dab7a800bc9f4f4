//! Handing a message to a submission server (RFC 5321, RFC 6409), and knowing afterwards whether it was taken.
//!
//! In: a complete [`Outbound`](domain::channel::Outbound). Out: a receipt, or one of three certainties: surely not sent and
//! worth another try, surely not sent for good, unknown. The line runs at the final dot: whatever breaks before it
//! was written was surely not sent; whatever breaks between it and the answer is unknown, and is not repeated by a machine.
//!
//! The commands are given one by one, because a ready-made transport does not tell on which side of the dot it
//! failed. For the same reason the connections that are kept between mails are our own: [`pool`].

mod compose;
mod conversation;
mod pool;
mod sign_in;
mod wire;

#[cfg(test)]
mod tests;

use domain::channel::{Outbound, Receipt, SendError};
use domain::identity::Address;

use self::pool::Pool;
use self::wire::Encryption;
use super::server::{CertificateError, Login, Tls};

/// Where and how to hand messages over.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Name or address of the server.
    pub host: String,
    /// Its port: 465 for [`Tls::Implicit`], 587 for [`Tls::StartTls`].
    pub port: u16,
    /// Encryption.
    pub tls: Tls,
    /// How we sign in; `None` for a server that does not ask for it.
    pub login: Option<Login>,
    /// A certificate authority to trust besides the machine's, in PEM form.
    pub extra_ca_pem: Option<String>,
    /// How long to wait for the connection and the greeting, in milliseconds.
    pub connect_ms: u64,
    /// How long to wait for the answer to one command, in milliseconds.
    pub command_ms: u64,
    /// How many connections are kept at most while nothing is sent.
    pub connections: usize,
    /// How long a connection is kept without a mail, in milliseconds.
    pub idle_ms: u64,
    /// How many mails a connection carries.
    pub mails_per_connection: u32,
    /// How long handing over the content may take, its answer included, in milliseconds (RFC 5321, 4.5.3.2: 10 minutes).
    pub content_ms: u64,
}

impl Settings {
    /// Settings with the usual patience, without login and extra authority.
    pub fn new(host: impl Into<String>, port: u16, tls: Tls) -> Self {
        Self {
            host: host.into(),
            port,
            tls,
            login: None,
            extra_ca_pem: None,
            connect_ms: 20_000,
            command_ms: 60_000,
            connections: 4,
            idle_ms: 30_000,
            mails_per_connection: 100,
            content_ms: 600_000,
        }
    }
}

/// Settings that cannot work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// No encryption to another machine.
    #[error("mail to {host} would travel unencrypted; that is only allowed to this machine itself")]
    PlainText {
        /// The host of the settings.
        host: String,
    },
    /// Certificates that cannot be used.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
}

/// A submission server, ready to be handed messages.
pub struct Submission {
    settings: Settings,
    encryption: Encryption,
    pool: Pool,
}

impl std::fmt::Debug for Submission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Submission").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Submission {
    /// Checks the settings and reads the certificates; connects to nothing.
    ///
    /// # Errors
    /// When the settings cannot work whatever the server says.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        if !settings.tls.suits(&settings.host) {
            return Err(SettingsError::PlainText { host: settings.host });
        }
        let encryption = Encryption::of(&settings)?;
        Ok(Self { settings, encryption, pool: Pool::default() })
    }

    /// Hands one message over.
    ///
    /// # Errors
    /// See [`SendError`]; the texts are bounded and may name addresses.
    pub async fn send(&self, message: &Outbound) -> Result<Receipt, SendError> {
        let mail = compose::compose(message)?;
        self.pool.hand_over(&self.settings, &self.encryption, &mail).await
    }

    /// Says goodbye to connections that nobody used for a while. To be called now and then.
    pub async fn tidy(&self) {
        self.pool.tidy(&self.settings).await;
    }

    /// Signs in, as `from`, and hands nothing over: to find out whether it would work.
    ///
    /// # Errors
    /// See [`SendError`]; the texts are bounded and may name addresses.
    pub async fn look(&self, from: &Address) -> Result<(), SendError> {
        let our_domain = from.as_str().rsplit_once('@').map_or("localhost", |(_, domain)| domain);
        conversation::look(&self.settings, &self.encryption, our_domain).await
    }
}
