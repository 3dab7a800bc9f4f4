//! Which header fields there are, in whose order, and what the subject looks like.

use domain::channel::Inbound;
use domain::reading::Verdict;
use domain::spam::{Class, Sign};
use mail_parser::{HeaderName, Message};

use super::Shown;

/// Header fields that are looked at.
const MAX_FIELDS: usize = 200;
/// Bytes of a Content-Type that are looked at.
const MAX_TYPE_BYTES: usize = 300;

pub(super) fn look(shown: &mut Shown, message: &Message<'_>, mail: &Inbound) {
    present(shown, message, mail);
    authentication(shown, mail);
    subject(shown, message, mail);
}

fn present(shown: &mut Shown, message: &Message<'_>, mail: &Inbound) {
    let mut has_version = false;
    let mut has_to = false;
    let mut microsoft = [false; 2];
    for header in message.headers().iter().take(MAX_FIELDS) {
        let name = header.name.as_str();
        let raw = message.raw_message.get(header.offset_start as usize..header.offset_end as usize).unwrap_or_default();
        let value = raw.trim_ascii();
        let says = |word: &str| value.len() >= word.len() && value[..word.len()].eq_ignore_ascii_case(word.as_bytes());
        match &header.name {
            HeaderName::MimeVersion => {
                has_version = true;
                shown.sign_if(!says("1.0"), Sign::MimeVersionOdd);
            }
            HeaderName::To => has_to = true,
            HeaderName::Date => date(shown, value),
            HeaderName::ContentType => content_type(shown, value),
            HeaderName::ListId | HeaderName::ListPost => shown.sign(Sign::ListMail),
            HeaderName::ListUnsubscribe => shown.sign(Sign::ListUnsubscribe),
            HeaderName::From | HeaderName::Subject => shown.sign_if(!value.is_ascii(), Sign::RawEightBit),
            _ if is(name, "precedence") => {
                shown.sign_if(says("bulk") || says("list") || says("junk"), Sign::PrecedenceBulk);
            }
            _ if is(name, "x-mailer") || is(name, "user-agent") => shown.sign(Sign::NamesProgram),
            _ if is(name, "x-priority") || is(name, "importance") || is(name, "x-msmail-priority") => {
                microsoft[0] |= is(name, "x-msmail-priority");
                shown.sign(Sign::PrioritySet);
                shown.sign_if(says("1") || says("2") || says("high") || says("urgent"), Sign::PriorityHigh);
            }
            _ if is(name, "x-mimeole") => microsoft[1] = true,
            _ if is(name, "organization") => shown.sign(Sign::Organization),
            _ if is(name, "disposition-notification-to") || is(name, "return-receipt-to") => {
                shown.sign(Sign::WantsReceipt);
            }
            _ => {}
        }
    }
    shown.sign_if(microsoft[0] && !microsoft[1], Sign::PriorityHalf);
    shown.sign_if(!has_version, Sign::NoMimeVersion);
    shown.sign_if(!has_to, Sign::NoTo);
    shown.sign_if(has_to && mail.to.is_empty(), Sign::ToUndisclosed);
    let answers = !mail.in_reply_to.is_empty() || !mail.references.is_empty();
    shown.sign_if(answers, Sign::Answers);
    let says_so = ["re:", "odp:", "aw:", "sv:"].iter().any(|mark| starts_with(&mail.subject, mark));
    shown.sign_if(says_so && answers, Sign::ReplyWithReference);
    shown.sign_if(says_so && !answers, Sign::ReplyWithoutReference);
}

/// How the Content-Type is written, up to the boundary, which differs in every mail: quotes, capitals, folding, order.
fn content_type(shown: &mut Shown, value: &[u8]) {
    let text = String::from_utf8_lossy(value.get(..MAX_TYPE_BYTES).unwrap_or(value)).replace('\r', "");
    let end = text.find("oundary").map_or(text.len(), |at| at.saturating_sub(1));
    shown.feature(Class::ContentType, text.get(..end).unwrap_or_default());
}

/// How the Date is written: `Tue, 3 Nov 2026 09:05:00 +0100`, the day of the week at will, a comment behind.
fn date(shown: &mut Shown, value: &[u8]) {
    let text = String::from_utf8_lossy(value.get(..60).unwrap_or(value));
    let mut words = text.split_ascii_whitespace().peekable();
    words.next_if(|word| word.ends_with(','));
    let day = words.next().is_some_and(|day| day.len() <= 2 && day.bytes().all(|b| b.is_ascii_digit()));
    let month = words.next().is_some_and(|month| month.len() == 3);
    let year = words.next().is_some_and(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()));
    let time = words.next().is_some_and(|time| matches!(time.len(), 5 | 8) && time.as_bytes()[2] == b':');
    let zone = words.next();
    let numeric = zone.is_some_and(|zone| zone.len() == 5 && zone.starts_with(['+', '-']));
    shown.sign_if(zone.is_none(), Sign::DateNoZone);
    shown.sign_if(!(day && month && year && time) || (zone.is_some() && !numeric), Sign::DateOddForm);
}

fn is(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other)
}

fn starts_with(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

fn authentication(shown: &mut Shown, mail: &Inbound) {
    let judged = mail.authentication;
    for (verdict, pass, fail) in [
        (judged.spf, Sign::SpfPass, Sign::SpfFail),
        (judged.dkim, Sign::DkimPass, Sign::DkimFail),
        (judged.dmarc, Sign::DmarcPass, Sign::DmarcFail),
    ] {
        match verdict {
            Verdict::Pass => shown.sign(pass),
            Verdict::Fail => shown.sign(fail),
            Verdict::Unknown => {}
        }
    }
}

fn subject(shown: &mut Shown, message: &Message<'_>, mail: &Inbound) {
    let subject = mail.subject.as_str();
    shown.sign_if(subject.is_empty(), Sign::SubjectEmpty);
    let (mut capitals, mut smalls, mut letters_alone) = (0, 0, 0);
    for c in subject.chars() {
        capitals += usize::from(c.is_uppercase());
        smalls += usize::from(c.is_lowercase());
    }
    for word in subject.split(' ') {
        letters_alone += usize::from(word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic()));
    }
    shown.sign_if(capitals >= 6 && capitals > 2 * smalls, Sign::SubjectShouts);
    shown.sign_if(smalls >= 4 && capitals == 0, Sign::SubjectSmall);
    shown.sign_if(letters_alone >= 5, Sign::SubjectSpaced);
    let exclaims = subject.bytes().filter(|b| *b == b'!').count();
    shown.sign_if(exclaims == 1, Sign::SubjectExclaims);
    shown.sign_if(exclaims > 1, Sign::SubjectExclaimsTwice);
    shown.sign_if(subject.contains('?'), Sign::SubjectAsks);
    shown.sign_if(subject.contains(['$', '€', '£']), Sign::SubjectMoney);
    shown.sign_if(subject.contains('%'), Sign::SubjectPercent);
    shown.sign_if(subject.len() > 80, Sign::SubjectLong);
    let last = subject.rsplit(' ').next().unwrap_or_default();
    shown.sign_if(subject.contains(' ') && is_random_mark(last), Sign::SubjectTagged);
    let raw = message
        .headers()
        .iter()
        .find(|header| header.name == HeaderName::Subject)
        .and_then(|header| message.raw_message.get(header.offset_start as usize..header.offset_end as usize));
    let raw = raw.unwrap_or_default().trim_ascii();
    shown.sign_if(raw.windows(5).any(|five| five == b"     "), Sign::SubjectGap);
    shown.sign_if(raw.starts_with(b"=?") && subject.is_ascii(), Sign::SubjectNeedlesslyEncoded);
    if let Some(to) = mail.to.first() {
        let local = to.address.as_str().split('@').next().unwrap_or_default();
        shown.sign_if(local.len() >= 4 && contains_word(subject, local), Sign::SubjectNamesRecipient);
    }
}

/// Whether a word looks drawn by lot: at least five letters and digits mixed, or digits in no order number's form.
pub(super) fn is_random_mark(word: &str) -> bool {
    let word = word.trim_matches(['[', ']', '(', ')', '{', '}']);
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.bytes().filter(u8::is_ascii_lowercase).count();
    (5..=16).contains(&word.len()) && digits >= 2 && letters >= 2 && digits + letters == word.len()
}

/// Whether `word` stands in `text`, whatever its case, not inside another word.
pub(super) fn contains_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && !"._-+".contains(c)).any(|part| part.eq_ignore_ascii_case(word))
}
