//! Loopback ports that stay ours while a server is down.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicU32, Ordering};

/// Below the range the kernel gives to outgoing connections, so that nobody takes a port between a stop and a start.
const FIRST: u32 = 20_000;
const COUNT: u32 = 12_000;
/// Coprime with `COUNT`, so that processes started one after the other begin far apart.
const STRIDE: u32 = 1_009;

/// A TCP port on 127.0.0.1 that nothing listens on, and that this process will not give out again.
///
/// # Panics
/// When every port of the range is taken.
pub fn free() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let start = std::process::id().wrapping_mul(STRIDE) % COUNT;
    for _ in 0..COUNT {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        let Ok(port) = u16::try_from(FIRST + (start + step) % COUNT) else { continue };
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
    panic!("no free port between {FIRST} and {} on 127.0.0.1", FIRST + COUNT);
}
