//! A look at a web server from outside: does it answer, what time is it there, and how long is its certificate good?
//!
//! In: an address that stands in the settings. It must not: follow redirects, or read what is answered.

use std::time::Duration;

use domain::time::Millis;
use jiff::fmt::rfc2822;
use reqwest::redirect::Policy;
use reqwest::tls::TlsInfo;

/// How long the other side may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The status of its answer.
    pub status: u16,
    /// What time it was there (the `Date` of its answer), to the second.
    pub date: Option<Millis>,
    /// When its certificate ends.
    pub certificate_ends: Option<Millis>,
}

/// Why nothing was seen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VisitError {
    /// It did not answer in time.
    #[error("it did not answer in time")]
    TimedOut,
    /// No connection: the name, the network, or a certificate that is not believed.
    #[error("no connection to it could be made, or its certificate is not believed")]
    Unreachable,
}

/// Asks for an address.
///
/// # Errors
/// When it does not answer.
pub async fn visit(url: &str) -> Result<Seen, VisitError> {
    let failed =
        |error: reqwest::Error| if error.is_timeout() { VisitError::TimedOut } else { VisitError::Unreachable };
    let client = reqwest::Client::builder().timeout(PATIENCE).redirect(Policy::none()).tls_info(true).build();
    let answer = client.map_err(failed)?.get(url).send().await.map_err(failed)?;
    let date = answer.headers().get("date").and_then(|date| date.to_str().ok()).and_then(read_date);
    let certificate = answer.extensions().get::<TlsInfo>().and_then(TlsInfo::peer_certificate);
    let certificate_ends = certificate.and_then(ends_at);
    Ok(Seen { status: answer.status().as_u16(), date, certificate_ends })
}

fn read_date(text: &str) -> Option<Millis> {
    Some(Millis::from(rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?))
}

/// When a certificate ends, out of its bytes (DER): the second time of its validity (RFC 5280, 4.1). Nothing else is read.
pub fn ends_at(der: &[u8]) -> Option<Millis> {
    let (certificate, _) = value(der, SEQUENCE)?;
    let (signed, _) = value(certificate, SEQUENCE)?;
    // The version may be left out.
    let rest = value(signed, VERSION).map_or(signed, |(_, rest)| rest);
    let (_, rest) = value(rest, INTEGER)?;
    let (_, rest) = value(rest, SEQUENCE)?;
    let (_, rest) = value(rest, SEQUENCE)?;
    let (validity, _) = value(rest, SEQUENCE)?;
    let begins = value(validity, UTC_TIME).or_else(|| value(validity, GENERALIZED_TIME))?;
    match value(begins.1, UTC_TIME) {
        // Two digits of a year: from 1950 to 2049.
        Some((text, _)) => {
            let text = std::str::from_utf8(text).ok()?;
            let century = if text.get(..2)?.parse::<u8>().ok()? < 50 { "20" } else { "19" };
            moment(&format!("{century}{text}"))
        }
        None => moment(std::str::from_utf8(value(begins.1, GENERALIZED_TIME)?.0).ok()?),
    }
}

const INTEGER: u8 = 0x02;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;

/// The value of the element with this tag that comes first, and what follows it (X.690, 8.1).
fn value(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (head, rest) = der.split_at_checked(2)?;
    let long = usize::from(head[1] & 0x7f);
    let (length, rest) = match head[1] {
        short @ 0..0x80 => (usize::from(short), rest),
        _ if !(1..=3).contains(&long) => return None,
        _ => {
            let (digits, rest) = rest.split_at_checked(long)?;
            (digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)), rest)
        }
    };
    (head[0] == tag).then(|| rest.split_at_checked(length)).flatten()
}

/// `YYYYMMDDHHMMSSZ`.
fn moment(text: &str) -> Option<Millis> {
    let at = jiff::civil::DateTime::strptime("%Y%m%d%H%M%SZ", text).ok()?;
    Some(Millis::from(at.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_tells_when_it_ends() {
        let mut wanted = rcgen::CertificateParams::new(vec!["desk.example".to_owned()]).unwrap();
        wanted.not_after = rcgen::date_time_ymd(2031, 5, 6);
        let made = wanted.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap();
        assert_eq!(ends_at(made.der()).map(|at| at.to_string()).as_deref(), Some("2031-05-06T00:00:00.000Z"));
        wanted.not_after = rcgen::date_time_ymd(2055, 5, 6);
        let late = wanted.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap();
        assert_eq!(ends_at(late.der()).map(|at| at.to_string()).as_deref(), Some("2055-05-06T00:00:00.000Z"));
        assert_eq!(ends_at(b"no certificate"), None);
        for cut in 0..120 {
            assert_eq!(ends_at(&late.der()[..cut]), None, "cut at {cut}");
        }
    }

    #[test]
    fn the_time_there_is_read_as_http_writes_it() {
        let read = read_date("Mon, 23 Nov 2026 08:15:00 GMT").map(|at| at.to_string());
        assert_eq!(read.as_deref(), Some("2026-11-23T08:15:00.000Z"));
        assert_eq!(read_date("yesterday"), None);
    }
}
