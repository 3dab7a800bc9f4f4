//! What was typed about a mailbox, held against what a settings file may say; or which of it makes no sense: the end of a key.

use std::ops::RangeInclusive;

use domain::letterhead::MAX_SIGNATURE_CHARS;

use crate::agent::mailboxes::standing::is_selector;
use crate::pages::mailboxes::Bounds;
use crate::setup::connector::{Change, Folders, Limits, Words};
use crate::setup::trying::is_password;

const MAX_NAME_CHARS: usize = 100;
const MAX_SENDER_CHARS: usize = 200;
const MAX_AUTO_REPLY_CHARS: usize = 10_000;
const MAX_FOLDER_CHARS: usize = 200;
const MAX_PEM_BYTES: usize = 16 * 1024;

/// A new password; `None`: the one that is kept.
pub(super) fn password(typed: String) -> Result<Option<String>, &'static str> {
    match typed {
        empty if empty.is_empty() => Ok(None),
        password if is_password(&password) => Ok(Some(password)),
        _ => Err("password"),
    }
}

pub(super) fn folders(Folders { spam, sent, file_sent }: &Folders) -> Result<(), &'static str> {
    let fits = |name: &str| {
        (1..=MAX_FOLDER_CHARS).contains(&name.chars().count())
            && !name.contains(char::is_control)
            && name.trim() == name
    };
    let named = |word: &str| !matches!(word, "auto" | "none");
    match () {
        () if !fits(spam) || !fits(sent) => Err("folder"),
        () if named(spam) && spam == sent => Err("folder-same"),
        () if file_sent == "yes" && sent == "none" => Err("file-sent"),
        () if !matches!(file_sent.as_str(), "auto" | "yes" | "no") => Err("file-sent"),
        () => Ok(()),
    }
}

pub(super) fn limits(typed: &Bounds) -> Result<Limits, &'static str> {
    let number = |text: &str, range: RangeInclusive<u32>, wrong| match text.trim() {
        "" => Ok(None),
        text => text.parse().ok().filter(|number| range.contains(number)).map(Some).ok_or(wrong),
    };
    Ok(Limits {
        per_hour: number(&typed.per_hour, 1..=1_000_000, "per-hour")?,
        per_day: number(&typed.per_day, 1..=10_000_000, "per-day")?,
        connections: number(&typed.connections, 1..=32, "connections")?.ok_or("connections")?,
        give_up_hours: number(&typed.give_up_hours, 1..=336, "give-up")?.ok_or("give-up")?,
    })
}

/// The same without blanks around it, its lines ended as ours are.
pub(super) fn tidied(typed: &Words) -> Words {
    let lines = |text: &str| text.replace("\r\n", "\n").trim_end().to_owned();
    Words {
        name: typed.name.trim().to_owned(),
        sender: typed.sender.trim().to_owned(),
        signature: lines(&typed.signature),
        auto_reply: lines(&typed.auto_reply),
    }
}

pub(super) fn words(typed: &Words) -> Result<(), &'static str> {
    let line = |text: &str, most: usize| text.chars().count() <= most && !text.contains(char::is_control);
    let text = |text: &str, most: usize| {
        text.chars().count() <= most && !text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t'))
    };
    match () {
        () if typed.name.is_empty() || !line(&typed.name, MAX_NAME_CHARS) => Err("name"),
        () if !line(&typed.sender, MAX_SENDER_CHARS) => Err("sender"),
        () if !text(&typed.signature, MAX_SIGNATURE_CHARS) => Err("signature"),
        () if !text(&typed.auto_reply, MAX_AUTO_REPLY_CHARS) => Err("auto-reply"),
        () => Ok(()),
    }
}

/// A key; without one that was pasted, one is made. Whether it can sign for the domain, who keeps it says.
pub(super) fn key(selector: &str, domain: &str, pem: &str) -> Result<Change, &'static str> {
    if !is_selector(selector) {
        return Err("selector");
    }
    if !is_selector(domain) {
        return Err("domain");
    }
    let pem = pem.replace("\r\n", "\n");
    if pem.len() > MAX_PEM_BYTES {
        return Err("pem-none");
    }
    let pem = Some(pem).filter(|pem| !pem.trim().is_empty());
    Ok(Change::Key { selector: selector.to_owned(), domain: domain.to_owned(), pem })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_password_keeps_the_one_there_is() {
        assert_eq!(password(String::new()), Ok(None));
        assert_eq!(password("pelargonia ".to_owned()), Ok(Some("pelargonia ".to_owned())));
        for bad in ["a\nb".to_owned(), "a".repeat(1_025)] {
            assert_eq!(password(bad), Err("password"));
        }
    }

    #[test]
    fn folders_are_two_and_what_is_filed_has_one() {
        let check = |spam: &str, sent: &str, file_sent: &str| {
            let [spam, sent, file_sent] = [spam, sent, file_sent].map(str::to_owned);
            folders(&Folders { spam, sent, file_sent })
        };
        for (spam, sent, file) in
            [("auto", "auto", "auto"), ("none", "none", "no"), ("Śmieci", "Wysłane", "yes"), ("none", "none", "auto")]
        {
            assert_eq!(check(spam, sent, file), Ok(()), "{spam} {sent} {file}");
        }
        for (spam, sent, file, wrong) in [
            ("", "auto", "auto", "folder"),
            ("auto", " Sent", "auto", "folder"),
            ("a\u{7}", "auto", "auto", "folder"),
            ("Sent", "Sent", "auto", "folder-same"),
            ("auto", "none", "yes", "file-sent"),
            ("auto", "auto", "maybe", "file-sent"),
        ] {
            assert_eq!(check(spam, sent, file), Err(wrong), "{spam} {sent} {file}");
        }
        assert_eq!(check(&"a".repeat(201), "auto", "auto"), Err("folder"));
    }

    #[test]
    fn limits_are_those_that_a_file_may_have() {
        let check = |connections: &str, per_hour: &str, per_day: &str, give_up_hours: &str| {
            let [connections, per_hour, per_day, give_up_hours] =
                [connections, per_hour, per_day, give_up_hours].map(str::to_owned);
            limits(&Bounds { connections, per_hour, per_day, give_up_hours })
        };
        let good = Limits { connections: 2, per_hour: Some(100), per_day: None, give_up_hours: 48 };
        assert_eq!(check("2", " 100 ", "", "48"), Ok(good));
        for (connections, per_hour, per_day, give_up, wrong) in [
            ("", "", "", "48", "connections"),
            ("33", "", "", "48", "connections"),
            ("0", "", "", "48", "connections"),
            ("4", "0", "", "48", "per-hour"),
            ("4", "-1", "", "48", "per-hour"),
            ("4", "1000001", "", "48", "per-hour"),
            ("4", "", "ten", "48", "per-day"),
            ("4", "", "99999999999", "48", "per-day"),
            ("4", "", "", "337", "give-up"),
            ("4", "", "", "", "give-up"),
        ] {
            assert_eq!(check(connections, per_hour, per_day, give_up), Err(wrong), "{wrong}");
        }
    }

    #[test]
    fn words_are_bounded_and_lines_stay_lines() {
        let words_of = |name: &str, sender: &str, signature: &str| {
            let [name, sender, signature] = [name, sender, signature].map(str::to_owned);
            tidied(&Words { name, sender, signature, auto_reply: String::new() })
        };
        let tidy = words_of(" Sklep ", "", "{agent}\r\n{brand}\r\n\r\n");
        assert_eq!((tidy.name.as_str(), tidy.signature.as_str()), ("Sklep", "{agent}\n{brand}"));
        assert_eq!(words(&tidy), Ok(()));
        assert_eq!(words(&words_of(" ", "", "")), Err("name"));
        assert_eq!(words(&words_of("a\nb", "", "")), Err("name"));
        assert_eq!(
            words(&words_of("Sklep", "a\r\nBcc: b@example.com", "")),
            Err("sender"),
            "no header grows out of it"
        );
        assert_eq!(words(&words_of("Sklep", &"a".repeat(201), "")), Err("sender"));
        assert_eq!(words(&words_of("Sklep", "", &"ż".repeat(2_001))), Err("signature"));
        assert_eq!(words(&words_of("Sklep", "", "a\u{0}")), Err("signature"));
        assert_eq!(words(&Words { auto_reply: "a".repeat(10_001), ..tidy }), Err("auto-reply"));
    }

    #[test]
    fn a_key_has_a_name_and_a_domain() {
        assert!(matches!(key("kontuar", "example.com", " \r\n"), Ok(Change::Key { pem: None, .. })));
        assert!(matches!(key("k1", "example.com", "a\r\nb"), Ok(Change::Key { pem: Some(pem), .. }) if pem == "a\nb"));
        assert_eq!(key("a b", "example.com", "").err(), Some("selector"));
        assert_eq!(key("k1", "", "").err(), Some("domain"));
        assert_eq!(key("k1", "example.com", &"a".repeat(16_385)).err(), Some("pem-none"));
    }
}
