//! One session: reads what came, hands it to the dialogue, writes the answers together (pipelining), keeps the time.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use super::counters::Why;
use super::dialogue::{Dialogue, Flow, Stage};
use super::door::Door;
use super::wire::{Certificates, Wire};
use super::{Peer, Reception};

/// Bytes read at once.
const READ: usize = 16 * 1024;

/// How long a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(30);

/// How much shorter silence may be while seats are scarce.
const CROWDED: u32 = 10;

/// What all sessions of a server share.
pub(super) struct House {
    pub name: String,
    pub lmtp: bool,
    pub door: Arc<Door>,
    pub certificates: Option<Arc<dyn Certificates>>,
    pub reception: Arc<dyn Reception>,
    pub cancel: CancellationToken,
}

/// Why the reading of a session ended.
enum Ended {
    /// Say what there is to say and close.
    InOrder,
    /// Close without a word.
    Broken,
}

struct Session {
    house: Arc<House>,
    wire: Box<dyn Wire>,
    dialogue: Dialogue,
    buffer: Vec<u8>,
    /// When the session is over, whatever happens.
    over_at: Instant,
    /// When what is being said now must have been said.
    said_at: Instant,
    stage: Stage,
}

/// Runs one session to its end.
pub(super) async fn run(house: Arc<House>, wire: Box<dyn Wire>, peer: Peer) {
    let now = Instant::now();
    let limits = &house.door.limits;
    let over_at = now + Duration::from_millis(limits.session_ms);
    let mut session = Session {
        said_at: now + Duration::from_millis(limits.command_ms),
        dialogue: Dialogue::new(Arc::clone(&house), peer),
        wire,
        buffer: vec![0; READ],
        over_at,
        stage: Stage::Between,
        house,
    };
    let ended = match session.listen_first().await {
        Some(ended) => ended,
        None => session.talk().await,
    };
    if matches!(ended, Ended::InOrder) {
        let _ = session.write().await;
        let _ = timeout(session.patience(), session.wire.shutdown()).await;
    }
}

impl Session {
    /// Listens before greeting. A mail server waits for the greeting (RFC 5321, 3.1); what sends mail by the million does not.
    async fn listen_first(&mut self) -> Option<Ended> {
        let pause = Duration::from_millis(self.house.door.limits.greeting_pause_ms);
        if pause.is_zero() || self.dialogue.peer.trusted {
            return None;
        }
        match timeout(pause, self.wire.read(&mut self.buffer)).await {
            Err(_) => None,
            Ok(Ok(0) | Err(_)) => Some(Ended::Broken),
            Ok(Ok(_)) => {
                self.dialogue.answers.clear();
                self.dialogue.refuse(Why::Pregreeting, 554, "5.5.1 you spoke before you were greeted");
                Some(Ended::InOrder)
            }
        }
    }

    async fn talk(&mut self) -> Ended {
        let house = Arc::clone(&self.house);
        let mut stopping = false;
        loop {
            if !self.write().await {
                return Ended::Broken;
            }
            let until = (Instant::now() + self.patience()).min(self.said_at).min(self.over_at);
            let read = tokio::select! {
                biased;
                () = house.cancel.cancelled(), if !stopping => {
                    if self.dialogue.stage() == Stage::Between {
                        self.dialogue.say(421, "4.3.2 shutting down");
                        return Ended::InOrder;
                    }
                    // What was begun is ended, in a bounded time.
                    stopping = true;
                    self.over_at = self.over_at.min(Instant::now() + Duration::from_millis(house.door.limits.farewell_ms));
                    continue;
                }
                read = timeout_at(until, self.wire.read(&mut self.buffer)) => read,
            };
            let count = match read {
                Ok(Ok(0) | Err(_)) => return Ended::Broken,
                Ok(Ok(count)) => count,
                Err(_) if stopping => {
                    self.dialogue.say(421, "4.3.2 shutting down");
                    return Ended::InOrder;
                }
                Err(_) => {
                    self.dialogue.refuse(Why::Slow, 421, "4.4.2 nothing whole came for too long");
                    return Ended::InOrder;
                }
            };
            match self.dialogue.take(&self.buffer[..count]).await {
                Flow::GoOn => {}
                Flow::Close => return Ended::InOrder,
                Flow::Drop => return Ended::Broken,
                Flow::Encrypt => {
                    if !self.encrypt().await {
                        return Ended::Broken;
                    }
                }
            }
            if stopping && self.dialogue.stage() == Stage::Between {
                self.dialogue.say(421, "4.3.2 shutting down");
                return Ended::InOrder;
            }
            self.keep_time();
        }
    }

    /// A new command, or a content that begins, has its own time; what goes on does not get more.
    fn keep_time(&mut self) {
        let stage = self.dialogue.stage();
        let limits = &self.house.door.limits;
        if stage == Stage::Content && self.stage != Stage::Content {
            self.said_at = Instant::now() + Duration::from_millis(limits.content_ms);
        } else if stage != Stage::Content && !self.dialogue.is_amid_a_line() {
            self.said_at = Instant::now() + Duration::from_millis(limits.command_ms);
        }
        self.stage = stage;
    }

    fn patience(&self) -> Duration {
        let idle = Duration::from_millis(self.house.door.limits.idle_ms);
        if self.house.door.is_crowded() && !self.dialogue.peer.trusted { idle / CROWDED } else { idle }
    }

    async fn write(&mut self) -> bool {
        if self.dialogue.answers.is_empty() {
            return true;
        }
        let until = (Instant::now() + self.patience()).min(self.over_at + HANDSHAKE);
        let wire = &mut self.wire;
        let answers = self.dialogue.answers.as_bytes();
        let written = timeout_at(until, async {
            wire.write_all(answers).await?;
            wire.flush().await
        })
        .await;
        self.dialogue.answers.clear();
        matches!(written, Ok(Ok(())))
    }

    /// STARTTLS (RFC 3207). What was read behind the command is gone by now: it came unencrypted, from whoever (CVE-2011-0411).
    async fn encrypt(&mut self) -> bool {
        let Some(config) = self.house.certificates.as_ref().and_then(|certificates| certificates.current()) else {
            self.dialogue.say(454, "4.7.0 TLS is not available now");
            return true;
        };
        self.dialogue.say(220, "2.0.0 go ahead");
        if !self.write().await {
            return false;
        }
        let plain = std::mem::replace(&mut self.wire, Box::new(tokio::io::empty()));
        match timeout(HANDSHAKE, TlsAcceptor::from(config).accept(plain)).await {
            Ok(Ok(encrypted)) => {
                self.wire = Box::new(encrypted);
                self.dialogue.encrypted();
                true
            }
            _ => false,
        }
    }
}
