//! The way a mail came (Received, RFC 5321, 4.4) and when.

use domain::channel::Inbound;
use domain::spam::Sign;
use mail_parser::{Host, Message, Protocol, Received};

use super::{Shown, is_numeric_host, registered};

/// Hops that are looked at.
const MAX_HOPS: usize = 30;
const HOUR_MS: i64 = 3_600_000;

pub(super) fn look(shown: &mut Shown, message: &Message<'_>, mail: &Inbound) {
    let hops: Vec<&Received<'_>> =
        message.headers().iter().filter_map(|header| header.value.as_received()).take(MAX_HOPS).collect();
    match hops.len() {
        0 => shown.sign(Sign::NoHops),
        1 => shown.sign(Sign::OneHop),
        2..=3 => shown.sign(Sign::FewHops),
        4..=6 => {}
        _ => shown.sign(Sign::ManyHops),
    }
    for hop in &hops {
        greeting(shown, hop, &hops);
        shown.sign_if(hop.with == Some(Protocol::HTTP), Sign::HopWeb);
        shown.sign_if(matches!(hop.with, Some(Protocol::ESMTPS | Protocol::ESMTPSA)), Sign::HopSecret);
    }
    let forged = message.headers().iter().filter(|header| header.value.as_received().is_some()).any(|header| {
        let raw = message.raw_message.get(header.offset_start as usize..header.offset_end as usize);
        raw.unwrap_or_default().windows(13).any(|part| part == b"may be forged")
    });
    shown.sign_if(forged, Sign::HopForged);
    dates(shown, message, mail, &hops);
    if let Some(back) = message.return_path().as_text() {
        let host = back.rsplit_once('@').map(|(_, host)| host.trim_end_matches('>').to_ascii_lowercase());
        let from = mail.from.as_ref().and_then(|from| from.address.as_str().rsplit_once('@'));
        shown.sign_if(back.trim_matches(['<', '>', ' ']).is_empty(), Sign::ReturnEmpty);
        if let (Some(host), Some((_, from))) = (host, from) {
            shown.sign_if(registered(&host) != registered(from), Sign::ReturnElsewhere);
        }
    }
}

/// What a machine called itself, and what its name in the DNS was.
fn greeting(shown: &mut Shown, hop: &Received<'_>, hops: &[&Received<'_>]) {
    let said = match hop.helo().or(hop.from()) {
        Some(Host::Name(name)) => name.as_ref(),
        Some(Host::IpAddr(address)) => {
            shown.sign_if(!address.is_loopback(), Sign::HopNumeric);
            return;
        }
        None => return,
    };
    let found = hop.from_iprev.as_deref();
    let public = hop.from_ip.is_some_and(|ip| match ip {
        std::net::IpAddr::V4(ip) => !(ip.is_private() || ip.is_loopback() || ip.is_link_local()),
        std::net::IpAddr::V6(ip) => !ip.is_loopback(),
    });
    if !public {
        return;
    }
    shown.sign_if(is_numeric_host(said), Sign::HopNumeric);
    shown.sign_if(!said.contains('.'), Sign::HopOneWord);
    let nameless = found.is_none_or(|name| name.eq_ignore_ascii_case("unknown") || is_numeric_host(name));
    shown.sign_if(nameless, Sign::HopNameless);
    // A stranger that greets a server by that server's own name.
    let taken = |other: &&Received<'_>| matches!(other.by(), Some(Host::Name(by)) if by.eq_ignore_ascii_case(said));
    let own = hops.iter().take_while(|other| !std::ptr::eq(**other, hop)).any(taken) || taken(&hop);
    let lies = found.is_some_and(|name| !nameless && registered(&lower(name)) != registered(&lower(said)));
    shown.sign_if(own && nameless, Sign::HopLies);
    shown.sign_if(lies, Sign::HopLies);
    shown.sign_if(found.is_some_and(is_home), Sign::HopHome);
}

fn lower(name: &str) -> String {
    name.to_ascii_lowercase()
}

/// Whether the machine's name holds its number, as lines to homes do: `host-203-0-113-7.example`.
fn is_home(name: &str) -> bool {
    let first: &str = name.split_once('.').map_or(name, |_| name);
    let groups = first.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    groups.take(8).map(str::len).filter(|length| (1..=3).contains(length)).count() >= 3
        || first.bytes().filter(u8::is_ascii_digit).count() >= 9
}

fn dates(shown: &mut Shown, message: &Message<'_>, mail: &Inbound, hops: &[&Received<'_>]) {
    let Some(sent) = mail.sent_at else {
        shown.sign(Sign::NoDate);
        return;
    };
    let odd_zone = message.date().is_some_and(|date| date.tz_hour > 14 || date.tz_minute >= 60);
    shown.sign_if(odd_zone, Sign::DateOddZone);
    // The newest hop is the arrival; a clock that is wrong there says nothing of the sender.
    let Some(arrived) = hops.iter().find_map(|hop| hop.date) else { return };
    let late = sent.get() - arrived.to_timestamp().saturating_mul(1_000);
    shown.sign_if(late > 12 * HOUR_MS, Sign::DateAhead);
    shown.sign_if(late < -48 * HOUR_MS, Sign::DateBehind);
}
