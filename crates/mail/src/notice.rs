//! Machine mail of shops, carriers, payments: told by recognisers that are plain data.
//!
//! In: what a mail says. Out: which recogniser knew it, and the order it speaks of. A sender's domain alone is never enough
//! where people write from it too: it takes a mailbox nobody reads, or the words the program writes. A look-alike domain,
//! an answer, a forward, or a failed DMARC (RFC 7489) is nobody's notice. Doubt means a person.
//!
//! How to teach it a new sender: a `[[recogniser]]` in `crates/mail/notices` (the first file there explains the fields), and a
//! mail of it in `crates/mail/fixtures/notices`; a test asks for both.

mod table;

#[cfg(test)]
mod tests;

use std::cell::LazyCell;

use domain::channel::{Inbound, Nature};
use domain::reading::Notice;
use mail_parser::Message;

use crate::order::tidy;
use crate::parse::text::cut;
use crate::pattern::Folded;
use crate::sender::is_forged;
use table::{Kind, Recogniser, Table};

/// Bytes of a text in which a recogniser looks for the program's words.
const MAX_SEARCHED_BYTES: usize = 30_000;

/// The notice that `mail` is, and of which kind; `None` when no recogniser knows it.
pub fn notice(message: &Message<'_>, mail: &Inbound) -> Option<(Notice, Nature)> {
    let from = mail.from.as_ref()?;
    if is_forged(mail) {
        return None;
    }
    let said = Said::new(mail);
    let recogniser =
        Table::shipped().candidates(mail).find(|recogniser| recogniser.knows(message, mail, &from.address, &said))?;
    let nature = match recogniser.kind {
        Kind::Notice => Nature::Notice,
        Kind::Bulk => Nature::Bulk,
    };
    let order = order(recogniser, mail, &said);
    Some((Notice { recogniser: recogniser.name.clone(), order, asks: recogniser.asks }, nature))
}

/// The words of a mail, ready to be compared; the text only once somebody asks.
struct Said<'m> {
    subject: Folded<'m>,
    text: LazyCell<Folded<'m>, Box<dyn FnOnce() -> Folded<'m> + 'm>>,
}

impl<'m> Said<'m> {
    fn new(mail: &'m Inbound) -> Self {
        let text = || Folded::new(cut(&mail.text, MAX_SEARCHED_BYTES));
        Self { subject: Folded::new(&mail.subject), text: LazyCell::new(Box::new(text)) }
    }
}

/// The order: where the recogniser's patterns say it stands, else the only one the mail names.
fn order(recogniser: &Recogniser, mail: &Inbound, said: &Said<'_>) -> Option<String> {
    let subjects = recogniser.subjects.iter().chain(&recogniser.orders).map(|pattern| (pattern, &said.subject));
    let texts = recogniser.texts.iter().chain(&recogniser.orders).map(|pattern| (pattern, &*said.text));
    let told = subjects.chain(texts).find_map(|(pattern, place)| pattern.capture(place, "order").and_then(tidy));
    told.or_else(|| match mail.orders.as_slice() {
        [only] if recogniser.kind == Kind::Notice => Some(only.clone()),
        _ => None,
    })
}
