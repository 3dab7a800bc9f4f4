//! Being a mail server for our own inboxes: the settings of `[receive]` become servers with one door before them.
//!
//! In: connections from the open internet (SMTP), and from a mail server in front (LMTP). Out: raw arrivals in the store.
//! It must not: take mail for anybody else, or say "250" to what is not on disk.

pub mod addresses;
pub mod desk;
mod trace;

use std::fs::{self, DirBuilder};
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use channels::email::smtp_in::{Certificates, Door, Limits, SmtpServer};
use engine::Engine;
use tokio_util::sync::CancellationToken;

use crate::certificate::Certificate;
use crate::commands::Failure;
use crate::config::{Lmtp, ReceiveConfig};
use addresses::Addresses;
use desk::Desk;

/// Memory for all mails that come in at once, in bytes. What does not fit goes to disk or waits.
const MEMORY_BYTES: usize = 64 * 1024 * 1024;

/// How long an unknown peer is listened to before it is greeted, in milliseconds.
const GREETING_PAUSE_MS: u64 = 250;

/// The folder, in the data folder, for large mails while they come in.
const SPOOL: &str = "spool";

/// Bound servers that nobody is answered by yet.
#[derive(Debug)]
pub struct Receiving {
    servers: Vec<SmtpServer>,
    desk: Arc<Desk>,
    door: Arc<Door>,
    address: Option<SocketAddr>,
}

impl Receiving {
    /// Binds everything that is configured. `folder` is the claimed data folder.
    ///
    /// # Errors
    /// When an address is taken or may not be used, or the certificate cannot be used.
    pub async fn open(engine: &Engine, config: &ReceiveConfig, folder: &Path) -> Result<Self, Failure> {
        let limits = Limits {
            sessions: config.connections,
            peer_sessions: config.connections_per_peer,
            peer_mails_per_minute: config.mails_per_minute,
            mail_bytes: config.max_mail_bytes,
            memory_bytes: MEMORY_BYTES,
            spool: Some(clean_spool(folder)?),
            greeting_pause_ms: GREETING_PAUSE_MS,
            ..Limits::default()
        };
        let door = Arc::new(Door::new(limits, config.trusted_peers.clone()));
        let certificate: Option<Arc<dyn Certificates>> = match &config.certificate {
            Some((certificate, key)) => {
                let read = Certificate::open("mail server", &[], certificate, key);
                Some(Arc::new(read.map_err(|error| Failure(format!("Mail cannot be taken over TLS: {error}.")))?))
            }
            None => None,
        };
        let set_up = |server: SmtpServer| {
            let server = server.named(&config.host_name).behind(door.clone());
            certificate.iter().cloned().fold(server, SmtpServer::encrypted)
        };
        let (mut servers, mut address) = (Vec::new(), None);
        if let Some(at) = config.smtp {
            let server = SmtpServer::bind(at).await.map_err(|error| refused("smtp", &at.to_string(), &error))?;
            address = Some(server.local_addr()?);
            servers.push(set_up(server));
        }
        match &config.lmtp {
            Some(Lmtp::Tcp(at)) => {
                let server = SmtpServer::bind(at).await.map_err(|error| refused("lmtp", &at.to_string(), &error))?;
                servers.push(set_up(server).lmtp());
            }
            Some(Lmtp::Unix(path)) => {
                let server = SmtpServer::bind_unix(path)
                    .map_err(|error| refused("lmtp", &path.display().to_string(), &error))?;
                servers.push(set_up(server).lmtp());
            }
            None => {}
        }
        let addresses = Arc::new(Addresses::new(engine.clone()));
        let desk = Arc::new(Desk::new(engine.clone(), addresses, &config.host_name));
        Ok(Self { servers, desk, door, address })
    }

    /// The door before the servers, with what was counted there.
    pub fn door(&self) -> &Arc<Door> {
        &self.door
    }

    /// Where SMTP is spoken.
    pub fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// Answers until `stop`; mails that were begun are ended.
    pub async fn serve(self, stop: CancellationToken) {
        let serving = self.servers.into_iter().map(|server| server.serve(self.desk.clone(), stop.clone()));
        futures_util::future::join_all(serving).await;
    }
}

/// The spool, without what a process that died left there: nobody was told that it was taken.
fn clean_spool(folder: &Path) -> Result<PathBuf, Failure> {
    let spool = folder.join(SPOOL);
    match fs::remove_dir_all(&spool) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    DirBuilder::new().mode(0o700).create(&spool)?;
    Ok(spool)
}

fn refused(key: &str, place: &str, error: &std::io::Error) -> Failure {
    Failure(match error.kind() {
        ErrorKind::AddrInUse => {
            format!("{place} is in use by another program: stop it, or choose another place for `{key}` in [receive].")
        }
        ErrorKind::PermissionDenied => format!(
            "{place} may not be used by this user: grant CAP_NET_BIND_SERVICE, or choose another place for `{key}` in \
             [receive]."
        ),
        ErrorKind::AddrNotAvailable => format!("{place} is not an address of this machine; see `{key}` in [receive]."),
        _ => format!("Mail cannot be taken at {place}: {error}."),
    })
}
