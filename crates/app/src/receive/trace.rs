//! The trace fields that a receiving server puts above a mail (RFC 5321, 4.4; RFC 9228 for Delivered-To).
//!
//! Everything in them comes from outside but our name and the moment, and is written so that it stays in its field.

use channels::email::smtp_in::Envelope;
use domain::time::Millis;
use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// The fields, each a whole line or several. `id` makes every handing over of one mail another content.
///
/// What one of the operator's own servers hands over only changes hands: such a Received names no sender, so that the
/// Authentication-Results which that server put above the mail are read as the receiving server's.
pub fn fields(envelope: &Envelope, name: &str, id: &str, at: Millis) -> Vec<u8> {
    let peer = &envelope.peer;
    let mut out = format!("Return-Path: <{}>\r\n", printable(&envelope.from));
    for recipient in &envelope.recipients {
        out.push_str(&format!("Delivered-To: {}\r\n", printable(recipient)));
    }
    out.push_str("Received: ");
    if !peer.trusted || peer.lmtp {
        let from = peer.ip.map_or_else(|| "local".to_owned(), |ip| ip.to_canonical().to_string());
        out.push_str(&format!("from {} ([{from}])\r\n\t", host(&peer.hello)));
    }
    let (kind, secure) = (if peer.lmtp { "LMTP" } else { "ESMTP" }, if peer.encrypted { "S" } else { "" });
    out.push_str(&format!("by {name} (Kontuar) with {kind}{secure} id {id};\r\n\t{}\r\n", date(at)));
    out.into_bytes()
}

fn date(at: Millis) -> String {
    let moment = Timestamp::from_millisecond(at.get()).unwrap_or_default();
    rfc2822::DateTimePrinter::new().timestamp_to_string(&moment).unwrap_or_default()
}

fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '<' | '>')).take(300).collect()
}

fn host(text: &str) -> &str {
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    if !text.is_empty() && text.len() <= 255 && text.chars().all(is_host) { text } else { "unknown" }
}

#[cfg(test)]
mod tests {
    use channels::email::smtp_in::Peer;
    use domain::reading::Verdict;

    use super::*;

    fn written(peer: Peer, from: &str) -> String {
        let envelope = Envelope { from: from.to_owned(), recipients: vec!["sklep+a@x.pl".to_owned()], peer };
        String::from_utf8(fields(&envelope, "mx.x.pl", "raw_1", Millis::new(1_795_000_000_000))).unwrap()
    }

    #[test]
    fn nothing_from_outside_leaves_its_field() {
        let peer = Peer {
            ip: Some("::ffff:192.0.2.7".parse().unwrap()),
            hello: "a with LMTP".to_owned(),
            encrypted: true,
            ..Peer::default()
        };
        assert_eq!(
            written(peer, "a@x.pl>\r\nBcc: <b"),
            "Return-Path: <a@x.plBcc: b>\r\nDelivered-To: sklep+a@x.pl\r\nReceived: from unknown ([192.0.2.7])\r\n\t\
             by mx.x.pl (Kontuar) with ESMTPS id raw_1;\r\n\tWed, 18 Nov 2026 11:06:40 -0000\r\n"
        );
    }

    #[test]
    fn only_what_our_own_servers_put_above_a_mail_is_believed() {
        let dmarc = |peer: Peer| {
            let mail = format!(
                "{}Authentication-Results: mx.x.pl; dmarc=pass\r\nReceived: from a by b with ESMTP\r\nFrom: a@x.pl\r\n\r\nx\r\n",
                written(peer, "a@x.pl")
            );
            mail::parse::parse(mail.as_bytes()).unwrap().authentication.dmarc
        };
        let hello = || "mta.x.pl".to_owned();
        assert_eq!(dmarc(Peer { hello: hello(), ..Peer::default() }), Verdict::Unknown);
        assert_eq!(dmarc(Peer { hello: hello(), trusted: true, ..Peer::default() }), Verdict::Pass);
        assert_eq!(dmarc(Peer { hello: hello(), lmtp: true, ..Peer::default() }), Verdict::Pass);
    }
}
