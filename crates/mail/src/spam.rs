//! What a mail shows to a spam model: hashed features of its headers, authentication and content, and the shipped model.
//!
//! In: a parsed mail. Out: features for [`domain::spam`]'s model, at most [`MAX_FEATURES`]; nobody can read words out of
//! them. Linear, and bounded before it begins: of a long text the beginning counts.
//!
//! Left out on purpose, because a model would learn the age and the place of the mails it was trained on instead of spam:
//! years, months and weekdays, names of lists, hosts and people on the way, names and versions of programs, marks of
//! other filters. Senders and link hosts are features, but only own corrections may give them a weight.

mod fields;
mod files;
mod grams;
mod links;
mod markup;
mod measure;
mod people;
mod route;
mod shape;
mod tags;
mod words;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use domain::channel::Inbound;
use domain::spam::{Class, Shipped, Sign};
use mail_parser::Message;

/// How many features of one mail are kept.
pub const MAX_FEATURES: usize = 4_000;

/// The model that comes with the product. `models/README.md` says how it was made.
static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| {
    // A damaged file would have to be compiled in; a test reads it. Without it every mail stands below the line.
    Shipped::read(include_bytes!("../models/spam.bin")).unwrap_or_default()
});

/// The model everybody starts with.
pub fn shipped() -> &'static Shipped {
    &SHIPPED
}

/// The features of `mail`, sorted, each once.
pub fn features(message: &Message<'_>, mail: &Inbound) -> Vec<u32> {
    let mut shown = Shown { features: Vec::with_capacity(512) };
    fields::look(&mut shown, message, mail);
    people::look(&mut shown, message, mail);
    route::look(&mut shown, message, mail);
    shape::look(&mut shown, message);
    files::look(&mut shown, message, mail);
    let sender = mail.from.as_ref().map(|from| from.address.as_str());
    let mut found = links::Links::default();
    if let Some(html) = &mail.html {
        markup::look(&mut shown, html, &mut found);
        tags::look(&mut shown, html);
    }
    words::look(&mut shown, mail, &mut found);
    measure::look(&mut shown, mail);
    found.judge(&mut shown, sender, mail.to.first().map(|to| to.address.as_str()));
    shown.done()
}

/// What was found so far.
struct Shown {
    features: Vec<u32>,
}

impl Shown {
    fn sign(&mut self, sign: Sign) {
        self.features.push(sign.feature());
    }

    fn has(&self, sign: Sign) -> bool {
        self.features.contains(&sign.feature())
    }

    fn sign_if(&mut self, holds: bool, sign: Sign) {
        if holds {
            self.sign(sign);
        }
    }

    fn feature(&mut self, class: Class, text: &str) -> u32 {
        let feature = class.feature(text);
        self.features.push(feature);
        feature
    }

    fn pair(&mut self, class: Class, first: u32, second: u32) {
        self.features.push(class.joined(first, second));
    }

    fn done(mut self) -> Vec<u32> {
        self.features.sort_unstable();
        self.features.dedup();
        self.features.truncate(MAX_FEATURES);
        self.features
    }
}

/// The host of an address, and the part of it that somebody registered: the last two labels, three under `com.pl` and the
/// like. An approximation of the public suffix list that needs no list.
fn registered(host: &str) -> &str {
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let (Some(last), Some(second)) = (dots.next(), dots.next()) else { return host };
    let middle = &host[second + 1..last];
    let shared =
        last + 3 >= host.len() && matches!(middle, "com" | "co" | "net" | "org" | "edu" | "gov" | "ac" | "waw");
    match (shared, dots.next()) {
        (false, _) => &host[second + 1..],
        (true, Some(third)) => &host[third + 1..],
        (true, None) => host,
    }
}

/// Whether the text is a numeric address.
fn is_numeric_host(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    host.parse::<std::net::IpAddr>().is_ok() || (!host.is_empty() && host.bytes().all(|b| b.is_ascii_digit()))
}
