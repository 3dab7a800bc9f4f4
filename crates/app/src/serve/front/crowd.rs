//! How many connections there are, in all and from one address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use channels::email::smtp_in::IpNet;

/// Connections in all: each costs some kilobytes and a file handle.
const ALL: usize = 4_096;

/// Connections from one address; a whole office may stand behind it.
const OF_ONE: usize = 256;

/// Who is connected. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Crowd(Arc<Door>);

#[derive(Debug)]
struct Door {
    trusted: Arc<[IpNet]>,
    inside: Mutex<(usize, HashMap<IpAddr, usize>)>,
    /// Whether somebody was turned away since there was last room, and that was said.
    complained: AtomicBool,
}

/// A connection that is counted until this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    crowd: Crowd,
    /// From where; `None`: a proxy.
    whose: Option<IpAddr>,
}

impl Crowd {
    pub(super) fn new(trusted: Arc<[IpNet]>) -> Self {
        Self(Arc::new(Door { trusted, inside: Mutex::default(), complained: AtomicBool::new(false) }))
    }

    /// A place for one more connection from there; `None`: there is none.
    pub(super) fn enter(&self, peer: IpAddr) -> Option<Place> {
        let peer = peer.to_canonical();
        let is_proxy = self.0.trusted.iter().any(|network| network.contains(&peer));
        let whose = (!is_proxy).then(|| household(peer));
        let mut inside = self.0.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let (all, each) = &mut *inside;
        let of_it = whose.map_or(0, |peer| each.get(&peer).copied().unwrap_or_default());
        if *all >= ALL || of_it >= OF_ONE {
            if !self.0.complained.swap(true, Ordering::Relaxed) {
                tracing::warn!(connections = *all, of_it, "connections are turned away: there are too many");
            }
            return None;
        }
        *all += 1;
        if let Some(peer) = whose {
            each.insert(peer, of_it + 1);
        }
        Some(Place { crowd: self.clone(), whose })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inside = self.crowd.0.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let (all, each) = &mut *inside;
        *all -= 1;
        if let Some(peer) = self.whose
            && let Some(count) = each.get_mut(&peer)
        {
            *count -= 1;
            if *count == 0 {
                each.remove(&peer);
            }
        }
        if *all < ALL / 2 {
            self.crowd.0.complained.store(false, Ordering::Relaxed);
        }
    }
}

/// Whom an address stands for: a household or office has a whole /64 of IPv6.
fn household(peer: IpAddr) -> IpAddr {
    match peer {
        IpAddr::V4(_) => peer,
        IpAddr::V6(six) => IpAddr::from((u128::from(six) >> 64 << 64).to_be_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crowd() -> Crowd {
        Crowd::new(Arc::new(["10.0.0.0/8".parse().unwrap()]))
    }

    fn from(peer: &str) -> IpAddr {
        peer.parse().unwrap()
    }

    #[test]
    fn one_address_has_its_share_and_a_proxy_brings_many() {
        let crowd = crowd();
        let places: Vec<_> = (0..OF_ONE).map(|_| crowd.enter(from("192.0.2.1")).unwrap()).collect();
        assert!(crowd.enter(from("192.0.2.1")).is_none());
        assert!(crowd.enter(from("::ffff:192.0.2.1")).is_none(), "the same address, mapped");
        let other = crowd.enter(from("192.0.2.2")).expect("somebody else");
        let proxied: Vec<_> = (0..2 * OF_ONE).map(|_| crowd.enter(from("10.1.2.3")).unwrap()).collect();
        drop((places, other, proxied));
        assert!(crowd.enter(from("192.0.2.1")).is_some(), "who left has made room");
        assert_eq!(crowd.0.inside.lock().unwrap().1.len(), 0);
    }

    #[test]
    fn one_household_of_ipv6_is_one_address() {
        let crowd = crowd();
        let places: Vec<_> = (0..OF_ONE).map(|n| crowd.enter(from(&format!("2001:db8::{n:x}"))).unwrap()).collect();
        assert!(crowd.enter(from("2001:db8::ffff:1:2:3")).is_none());
        assert!(crowd.enter(from("2001:db8:0:1::1")).is_some());
        drop(places);
    }

    #[test]
    fn there_are_so_many_in_all() {
        let crowd = crowd();
        let places: Vec<_> = (0..ALL).map(|_| crowd.enter(from("10.0.0.1")).unwrap()).collect();
        assert!(crowd.enter(from("192.0.2.1")).is_none());
        drop(places);
        assert!(crowd.enter(from("192.0.2.1")).is_some());
    }
}
