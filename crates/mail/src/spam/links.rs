//! Where the links of a mail lead.

use domain::spam::{Class, Sign};

use super::{Shown, is_numeric_host, registered};

/// Links that are looked at.
const MAX_LINKS: usize = 60;
/// Bytes of one link.
const MAX_LINK_BYTES: usize = 2_000;
/// Endings that cost next to nothing and stand far more often in spam than elsewhere.
const CHEAP: [&str; 22] = [
    "biz", "info", "xyz", "top", "click", "icu", "buzz", "monster", "rest", "cam", "work", "loan", "gq", "cf", "ml",
    "ga", "tk", "sbs", "cfd", "bond", "quest", "cyou",
];
const SHORTENERS: [&str; 12] = [
    "bit.ly",
    "tinyurl.com",
    "goo.gl",
    "t.co",
    "is.gd",
    "cutt.ly",
    "rb.gy",
    "ow.ly",
    "t.ly",
    "shorturl.at",
    "rebrand.ly",
    "tiny.pl",
];

/// The links found so far.
#[derive(Default)]
pub(super) struct Links {
    hosts: Vec<String>,
    count: usize,
    signs: Vec<Sign>,
    targets: String,
    shapes: Vec<String>,
}

impl Links {
    /// Takes one up: `http://...`, `www....` or `mailto:...`.
    pub(super) fn add(&mut self, link: &str) {
        let link = crate::parse::text::cut(link.trim(), MAX_LINK_BYTES);
        if starts_with(link, "mailto:") {
            self.signs.push(Sign::LinkMailto);
            self.removal(link);
            return;
        }
        let rest = match link.split_once("://") {
            Some((scheme, rest)) if scheme.len() <= 5 && starts_with(scheme, "http") => rest,
            None if starts_with(link, "www.") => link,
            _ => return,
        };
        self.count += 1;
        if self.count > MAX_LINKS {
            return;
        }
        let end = rest.find(['/', '?', '#', '"', '\'', '>', '<', '\\']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        self.authority(authority);
        self.path(path);
        self.removal(path);
        self.shapes.push(shape(authority, path));
        self.targets.push_str(path);
        self.targets.push(' ');
    }

    /// Notes that the text of a link shows `shown` while it leads to `link`.
    pub(super) fn compare(&mut self, link: &str, shown: &str) {
        let host = |text: &str| {
            let text = text.split_once("://").map_or(text, |(_, rest)| rest);
            let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-').unwrap_or(text.len());
            text[..end].to_ascii_lowercase()
        };
        let shown = shown.trim();
        if (starts_with(shown, "http") && shown.contains("://")) || starts_with(shown, "www.") {
            let (leads, says) = (host(link), host(shown));
            let differ = registered(&leads) != registered(&says) && says.contains('.');
            self.signs.extend(differ.then_some(Sign::LinkLies));
        }
    }

    fn authority(&mut self, authority: &str) {
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let (host, port) = host.split_once(':').unwrap_or((host, ""));
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let mut note = |holds: bool, sign| self.signs.extend(holds.then_some(sign));
        note(authority.contains('@'), Sign::LinkUser);
        note(!matches!(port, "" | "80" | "443"), Sign::LinkPort);
        note(host.contains('%'), Sign::LinkEncoded);
        note(is_numeric_host(&host), Sign::LinkNumeric);
        let domain = registered(&host);
        note(domain.bytes().filter(u8::is_ascii_digit).count() >= 3 && !is_numeric_host(&host), Sign::LinkDigits);
        note(domain.rsplit('.').next().is_some_and(|ending| CHEAP.contains(&ending)), Sign::LinkCheapEnding);
        note(SHORTENERS.contains(&domain), Sign::LinkShortener);
        if !host.is_empty() && !self.hosts.contains(&host) {
            self.hosts.push(host);
        }
    }

    fn path(&mut self, path: &str) {
        let inside = path.contains("http://") || path.contains("https://") || path.contains("http%3");
        self.signs.extend(inside.then_some(Sign::LinkRedirects));
        // Letters and digits need no percent sign; who hides them wants to be misread.
        let hidden = path.as_bytes().windows(3).filter(|part| {
            let number = std::str::from_utf8(&part[1..]).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
            part[0] == b'%' && number.is_some_and(|byte| byte.is_ascii_alphanumeric())
        });
        self.signs.extend((hidden.count() >= 3).then_some(Sign::LinkEncoded));
    }

    fn removal(&mut self, text: &str) {
        const WORDS: [&str; 7] = ["remove", "unsub", "optout", "opt-out", "opt_out", "wypisz", "takeoff"];
        let text = text.to_ascii_lowercase();
        self.signs.extend(WORDS.iter().any(|word| text.contains(word)).then_some(Sign::LinkRemoves));
    }

    /// Says what it adds up to.
    pub(super) fn judge(self, shown: &mut Shown, sender: Option<&str>, recipient: Option<&str>) {
        self.signs.iter().for_each(|sign| shown.sign(*sign));
        for shape in &self.shapes {
            shown.feature(Class::LinkShape, shape);
        }
        match self.count {
            0 => shown.sign(Sign::LinksNone),
            1 => shown.sign(Sign::LinksOne),
            2..=5 => shown.sign(Sign::LinksFew),
            6..=10 => {}
            _ => shown.sign(Sign::LinksMany),
        }
        for host in &self.hosts {
            shown.feature(Class::LinkHost, registered(host));
        }
        shown.sign_if(self.hosts.len() >= 5, Sign::LinkManyHosts);
        let domain = sender.and_then(|sender| sender.rsplit_once('@')).map(|(_, host)| registered(host));
        if let (Some(domain), false) = (domain, self.hosts.is_empty()) {
            let home = self.hosts.iter().any(|host| registered(host) == domain);
            shown.sign(if home { Sign::LinkHome } else { Sign::LinkElsewhere });
        }
        let named = recipient.is_some_and(|to| {
            let escaped = to.replacen('@', "%40", 1);
            self.targets.contains(to) || self.targets.contains(&escaped)
        });
        shown.sign_if(named, Sign::LinkNamesRecipient);
    }
}

/// How a link is written: how many labels its host has, its path by the kinds of its runs.
fn shape(authority: &str, path: &str) -> String {
    let mut shape = format!("{}", authority.split('.').count().min(6));
    if authority.starts_with("www.") {
        shape.push('w');
    }
    let mut run = ' ';
    for c in path.chars().take(60) {
        let kind = match c {
            '0'..='9' => '0',
            _ if c.is_alphabetic() => 'a',
            _ => c,
        };
        if kind != run {
            shape.push(kind);
        }
        run = kind;
    }
    let name = path.split(['?', '#']).next().unwrap_or_default();
    if let Some((_, ending)) = name.rsplit_once('.').filter(|(_, ending)| (2..=5).contains(&ending.len())) {
        shape.push(' ');
        shape.push_str(ending);
    }
    shape
}

fn starts_with(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}
