//! The desk: which mail is taken, and that it is on disk before anybody hears "250".

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use channels::email::smtp_in::{Content, Envelope, Peer, Reception, Reply, Verdict, Why};
use domain::channel::BoxFuture;
use domain::id::{InboxId, RawId};
use engine::Engine;
use engine::intake::{self, Posted};

use super::addresses::Addresses;
use super::trace;

/// How long a mail may wait for the disk before its sender is asked to come again. Well below the 10 minutes that a
/// sender waits (RFC 5321, 4.5.3.2.6).
const STORING: Duration = Duration::from_secs(60);

const NO_ROOM: &str = "4.3.1 it cannot be kept now, the disk is full or cannot be written; come again";

/// Takes mail for our inboxes.
#[derive(Debug)]
pub struct Desk {
    engine: Engine,
    addresses: Arc<Addresses>,
    name: String,
}

impl Desk {
    /// The desk of the mail server called `name`.
    pub fn new(engine: Engine, addresses: Arc<Addresses>, name: impl Into<String>) -> Self {
        Self { engine, addresses, name: name.into() }
    }

    async fn take(&self, envelope: Envelope, mut content: Content) -> Verdict {
        let inboxes = match self.inboxes(&envelope).await {
            Ok(inboxes) if !inboxes.is_empty() => inboxes,
            Ok(_) => return later("4.3.0 nobody is here to take it now"),
            Err(error) => return failed(&error),
        };
        let (bytes, path) = (content.bytes(), content.file().map(ToOwned::to_owned));
        let body = match path {
            Some(path) => intake::Content::File(path),
            None => match content.take() {
                Ok(raw) => intake::Content::Memory(raw),
                Err(_) => return later("4.3.0 it was lost on the way"),
            },
        };
        // A name of its own for every handing over: a mail that comes again because its sender missed our answer is
        // known by its Message-ID and content when it is accepted.
        let source = format!("smtp:{}", self.engine.id::<RawId>());
        let posted = Posted { inboxes, source, content: body, bytes };
        let engine = self.engine.clone();
        // A task of its own, so that the memory is lent for as long as the store has the mail, whoever hangs up.
        let storing = tokio::spawn(async move {
            let stored = intake::receive_posted(&engine, posted).await;
            drop(content);
            stored
        });
        match tokio::time::timeout(STORING, storing).await {
            Ok(Ok(Ok(()))) => Verdict::Accept,
            Ok(Ok(Err(engine::Error::Store(error)))) => failed(&error),
            Ok(Ok(Err(engine::Error::Refused(_))) | Err(_)) => later("4.3.0 it could not be stored"),
            Err(_) => {
                tracing::error!(
                    "A mail could not be stored: the disk took longer than a minute. Its sender comes again."
                );
                later("4.3.0 storing it takes too long")
            }
        }
    }

    /// The inboxes it is for, each once.
    async fn inboxes(&self, envelope: &Envelope) -> store::Result<Vec<InboxId>> {
        let mut inboxes = Vec::new();
        for recipient in &envelope.recipients {
            if let Some(inbox) = self.addresses.inbox(recipient).await?
                && !inboxes.contains(&inbox)
            {
                inboxes.push(inbox);
            }
        }
        Ok(inboxes)
    }
}

impl Reception for Desk {
    fn recipient<'a>(&'a self, _: &'a Envelope, to: &'a str) -> BoxFuture<'a, Verdict> {
        Box::pin(async move {
            match self.addresses.inbox(to).await {
                Ok(Some(_)) => Verdict::Accept,
                Ok(None) => Verdict::Refuse(Reply::new(550, "5.1.1 nobody here has this address")),
                Err(error) => failed(&error),
            }
        })
    }

    fn head(&self, envelope: &Envelope) -> Vec<u8> {
        trace::fields(envelope, &self.name, &self.engine.id::<RawId>().to_string(), self.engine.now())
    }

    fn deliver<'a>(&'a self, envelope: Envelope, content: Content) -> BoxFuture<'a, Verdict> {
        Box::pin(self.take(envelope, content))
    }

    fn refused(&self, peer: &Peer, why: Why, reply: &Reply) {
        let network = peer.ip.map_or_else(|| "socket".to_owned(), network_of);
        let (code, why) = (reply.code, why.word());
        tracing::info!(code, why, %network, lmtp = peer.lmtp, encrypted = peer.encrypted, "a mail was refused");
    }
}

/// Nothing was stored, or nobody knows: the sender keeps it and comes again.
fn failed(error: &store::Error) -> Verdict {
    tracing::error!("A mail could not be stored: {error}. Its sender comes again.");
    match error {
        store::Error::Full(_) => Verdict::Refuse(Reply::new(452, NO_ROOM)),
        _ => later("4.3.0 it cannot be stored now, come again"),
    }
}

fn later(text: &str) -> Verdict {
    Verdict::Refuse(Reply::new(451, text))
}

/// Enough of an address to find the server in question, and not a person's: three bytes of four, 48 bits of 128.
fn network_of(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(ip) => {
            let [a, b, c, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_and_a_lost_database_mean_later() {
        let code = |error| match failed(&error) {
            Verdict::Refuse(reply) => reply.code,
            Verdict::Accept | Verdict::Drop => 0,
        };
        assert_eq!(code(store::Error::Full(String::new())), 452);
        assert_eq!(code(store::Error::Unknown(String::new())), 451);
        assert_eq!(code(store::Error::Closed), 451);
    }

    #[test]
    fn a_log_names_networks_and_nobody() {
        assert_eq!(network_of("192.0.2.77".parse().unwrap()), "192.0.2.0/24");
        assert_eq!(network_of("::ffff:192.0.2.77".parse().unwrap()), "192.0.2.0/24");
        assert_eq!(network_of("2001:db8:1:2::3".parse().unwrap()), "2001:db8:1::/48");
    }
}
