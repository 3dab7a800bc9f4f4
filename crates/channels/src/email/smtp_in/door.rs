//! The door: how many come in at once, how much each peer may bring, and who is known.
//!
//! One door stands before all servers of a process, so that SMTP and LMTP share its seats and its memory. A peer is an
//! IPv4 address, or an IPv6 network of 64 bits: whoever has one has all of its addresses.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use ipnet::IpNet;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::counters::{Counters, Why};
use super::limits::Limits;

/// Peers that are remembered before those that are quiet are forgotten.
const MANY_PEERS: usize = 10_000;

/// The unit in which memory is lent, in bytes.
pub(super) const SHARE: usize = 1024;

/// Who may come in, and how many.
#[derive(Debug)]
pub struct Door {
    pub(super) limits: Limits,
    trusted: Vec<IpNet>,
    pub(super) seats: Arc<Semaphore>,
    pub(super) memory: Arc<Semaphore>,
    peers: Mutex<HashMap<IpAddr, Visits>>,
    counters: Counters,
}

/// What one peer does.
#[derive(Debug)]
struct Visits {
    sessions: usize,
    /// Mails it may still bring now.
    allowance: f64,
    counted_at: Instant,
}

/// A seat. It is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Seat {
    _seat: OwnedSemaphorePermit,
    of: Option<(Arc<Door>, IpAddr)>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        if let Some((door, peer)) = &self.of
            && let Some(visits) = door.peers().get_mut(peer)
        {
            visits.sessions = visits.sessions.saturating_sub(1);
        }
    }
}

impl Door {
    /// A door with these limits. Peers within `trusted` have no limits of their own.
    pub fn new(limits: Limits, trusted: Vec<IpNet>) -> Self {
        let shares = (limits.memory_bytes / SHARE).min(Semaphore::MAX_PERMITS);
        Self {
            seats: Arc::new(Semaphore::new(limits.sessions)),
            memory: Arc::new(Semaphore::new(shares)),
            limits,
            trusted,
            peers: Mutex::default(),
            counters: Counters::default(),
        }
    }

    /// What happened at this door.
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// Whether a peer is one of the operator's own.
    pub fn trusts(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        self.trusted.iter().any(|network| network.contains(&ip))
    }

    /// Whether seats are so scarce that nobody may sit there in silence.
    pub(super) fn is_crowded(&self) -> bool {
        self.seats.available_permits() < self.limits.sessions.div_ceil(4)
    }

    /// A seat for `ip`; `None` for who came through a socket of this machine.
    pub(super) fn enter(self: &Arc<Self>, ip: Option<IpAddr>) -> Result<Seat, Why> {
        let seat = Arc::clone(&self.seats).try_acquire_owned().map_err(|_| Why::Seats)?;
        let Some(peer) = ip.filter(|ip| !self.trusts(*ip)).map(network_of) else {
            return Ok(Seat { _seat: seat, of: None });
        };
        let mut peers = self.peers();
        if peers.len() >= MANY_PEERS && !peers.contains_key(&peer) {
            let rate = f64::from(self.limits.peer_mails_per_minute);
            let now = Instant::now();
            peers.retain(|_, visits| visits.sessions > 0 || visits.refill(rate, now) < rate);
        }
        let visits = peers.entry(peer).or_insert_with(|| Visits {
            sessions: 0,
            allowance: f64::from(self.limits.peer_mails_per_minute),
            counted_at: Instant::now(),
        });
        if visits.sessions >= self.limits.peer_sessions {
            return Err(Why::PeerSeats);
        }
        visits.sessions += 1;
        drop(peers);
        Ok(Seat { _seat: seat, of: Some((Arc::clone(self), peer)) })
    }

    /// Whether `ip` may bring one more mail now.
    pub(super) fn lets_mail(&self, ip: Option<IpAddr>) -> bool {
        self.lets_mail_at(ip, Instant::now())
    }

    fn lets_mail_at(&self, ip: Option<IpAddr>, now: Instant) -> bool {
        let Some(peer) = ip.filter(|ip| !self.trusts(*ip)).map(network_of) else { return true };
        let mut peers = self.peers();
        let Some(visits) = peers.get_mut(&peer) else { return true };
        if visits.refill(f64::from(self.limits.peer_mails_per_minute), now) < 1.0 {
            return false;
        }
        visits.allowance -= 1.0;
        true
    }

    fn peers(&self) -> std::sync::MutexGuard<'_, HashMap<IpAddr, Visits>> {
        self.peers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Visits {
    /// Adds what the time since the last look allows, at most a minute's worth, and gives what there is.
    fn refill(&mut self, per_minute: f64, now: Instant) -> f64 {
        let minutes = now.duration_since(self.counted_at).as_secs_f64() / 60.0;
        self.counted_at = now;
        self.allowance = (self.allowance + minutes * per_minute).min(per_minute);
        self.allowance
    }
}

fn network_of(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn door(trusted: &[&str]) -> Arc<Door> {
        let limits = Limits { sessions: 4, peer_sessions: 2, peer_mails_per_minute: 2, ..Limits::default() };
        Arc::new(Door::new(limits, trusted.iter().map(|text| text.parse().unwrap()).collect()))
    }

    fn ip(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[tokio::test]
    async fn one_peer_does_not_take_all_seats() {
        let door = door(&[]);
        let first = door.enter(ip("2001:db8::1")).unwrap();
        let _second = door.enter(ip("2001:db8::2")).unwrap();
        assert_eq!(door.enter(ip("2001:db8:0:0:9::")).err(), Some(Why::PeerSeats), "one network, many addresses");
        let _other = door.enter(ip("192.0.2.1")).unwrap();
        let _local = door.enter(None).unwrap();
        assert_eq!(door.enter(ip("192.0.2.2")).err(), Some(Why::Seats));
        drop(first);
        assert!(door.enter(ip("::ffff:192.0.2.1")).is_ok());
    }

    #[tokio::test]
    async fn a_peers_mails_are_counted_by_the_minute_and_the_trusted_are_not() {
        let door = door(&["192.0.2.0/24"]);
        let _seats = (door.enter(ip("198.51.100.1")).unwrap(), door.enter(ip("192.0.2.9")).unwrap());
        let now = Instant::now();
        let lets = |after: u64| door.lets_mail_at(ip("198.51.100.1"), now + Duration::from_secs(after));
        assert!(lets(0) && lets(0) && !lets(0));
        assert!(lets(31) && !lets(31));
        assert!((0..100).all(|_| door.lets_mail(ip("192.0.2.9"))));
    }
}
