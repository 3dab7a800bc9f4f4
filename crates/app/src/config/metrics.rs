//! `[metrics]`: where the numbers are given that a Prometheus collects.

use std::net::SocketAddr;

use super::sheet::Section;

/// Where they are given; `None`: nowhere. They hold nothing personal, and still are nobody's business outside.
pub(super) fn read(top: &Section<'_>) -> Option<SocketAddr> {
    let part = top.part("metrics", "[metrics]")?;
    let given = part.needed_text("listen", "where the numbers are given, such as 127.0.0.1:9464");
    let listen = given.and_then(|given| match given.value.parse() {
        Ok(address) => Some(address),
        Err(_) => {
            let words = format_args!("`listen` is an address and a port such as 127.0.0.1:9464, not `{}`", given.value);
            part.complain(&given.place, words);
            None
        }
    });
    part.finish();
    listen
}
