//! What kind of mail it is, by its headers (RFC 3834, RFC 3464, RFC 5965, RFC 2919, RFC 2369).
//!
//! Doubt means a person: a machine's mail in the list costs a glance, a customer's mail among the machines' costs the
//! customer. Subjects and texts are asked last, and only for wordings that programs use and people do not.

use domain::channel::{Nature, Party};
use mail_parser::{Message, MimeHeaders};

use super::header::{raw_value, raw_values};
use crate::bounce::vague;

/// The nature of `message`, which `from` sent; `subject` and `text` are as read from it.
pub(super) fn nature(message: &Message<'_>, from: Option<&Party>, subject: &str, text: &str) -> Nature {
    let nature = match by_headers(message, from, subject) {
        told @ (Nature::Bounce | Nature::Complaint) => return told,
        // Any other may be a report that only its words give away.
        other => other,
    };
    if vague::is_complaint_form(message) {
        return Nature::Complaint;
    }
    match vague::notification(text) {
        Some(true) => Nature::Complaint,
        Some(false) => Nature::Bounce,
        None if nature != Nature::Bulk && vague::is_report(subject, text) => Nature::Bounce,
        None if is_postmaster(from) && vague::says_so(subject, text) => Nature::Bounce,
        None if nature != Nature::Bulk && is_answering_machine(message, subject) => Nature::AutoReply,
        None => nature,
    }
}

fn by_headers(message: &Message<'_>, from: Option<&Party>, subject: &str) -> Nature {
    let has = |name| raw_values(message, name).next().is_some();
    let word = |name| raw_value(message, name).map(|value| first_word(&value)).unwrap_or_default();
    let submitted = word("Auto-Submitted");
    let precedence = word("Precedence");
    let from_daemon = from.is_some_and(|from| DAEMONS.contains(&from.address.local()))
        || ["From", "Return-Path"]
            .into_iter()
            .filter_map(|name| raw_value(message, name))
            .any(|value| names_daemon(&value));
    match report(message) {
        Some(Report::Delivery) => return Nature::Bounce,
        Some(Report::Complaint) => return Nature::Complaint,
        Some(Report::Other) => return Nature::Notice,
        None => {}
    }
    if from_daemon || has("X-Failed-Recipients") {
        return Nature::Bounce;
    }
    let says_autoreply = |name| has(name) && !matches!(word(name).as_str(), "no" | "false" | "0");
    if submitted == "auto-replied"
        || matches!(precedence.as_str(), "auto_reply" | "auto-reply" | "autoreply")
        || ["X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-AutoReply-From"].into_iter().any(says_autoreply)
    {
        return Nature::AutoReply;
    }
    if raw_value(message, "Return-Path").is_some_and(|path| path == "<>") {
        // So that nothing answers them, answering machines have no return path either.
        return if is_answering_machine(message, subject) { Nature::AutoReply } else { Nature::Bounce };
    }
    if has("List-Id") || has("List-Unsubscribe") || matches!(precedence.as_str(), "bulk" | "list" | "junk") {
        return Nature::Bulk;
    }
    if !matches!(submitted.as_str(), "" | "no") || suppresses_answers(message) {
        return Nature::Notice;
    }
    Nature::Person
}

/// Who sends delivery reports; no person writes from these.
const DAEMONS: [&str; 4] = ["mailer-daemon", "mail-daemon", "mail.delivery.system", "post_master"];

/// The postmaster sends delivery reports, and is a person as well.
fn is_postmaster(from: Option<&Party>) -> bool {
    from.is_some_and(|from| from.address.local() == "postmaster")
}

/// How mail programs begin the subject of an automatic answer, in lower case; what follows is the subject answered.
const ANSWERS: [&str; 36] = [
    "auto:",
    "out of the office:",
    "automatic reply:",
    "auto reply:",
    "auto-reply:",
    "autoreply:",
    "auto: re:",
    "auto response:",
    "auto-response:",
    "autoresponse:",
    "automatic response:",
    "out of office:",
    "out of office autoreply:",
    "out of office reply:",
    "out-of-office:",
    "automatische antwort:",
    "abwesenheitsnotiz:",
    "automatische abwesenheitsnotiz",
    "odpowiedź automatyczna:",
    "automatyczna odpowiedź:",
    "autoodpowiedź:",
    "réponse automatique",
    "respuesta automática:",
    "risposta automatica:",
    "resposta automática:",
    "automatisch antwoord:",
    "autosvar:",
    "automatiskt svar:",
    "automatisk svar:",
    "automaattinen vastaus:",
    "automatická odpověď:",
    "automatikus válasz:",
    "răspuns automat:",
    "автоответ:",
    "自動応答:",
    "自动答复:",
];

/// Whether it says itself that it is an automatic answer: Apple's field, or the subject. A person's answer to one begins
/// with `Re:`.
fn is_answering_machine(message: &Message<'_>, subject: &str) -> bool {
    let subject = subject.trim_start().to_lowercase();
    ANSWERS.iter().any(|answer| subject.starts_with(answer))
        || raw_value(message, "X-Apple-Action").is_some_and(|action| action.eq_ignore_ascii_case("vacation"))
}

/// Whether a field names the daemon without an address that could be read (`From: MAILER-DAEMON <>`).
fn names_daemon(value: &str) -> bool {
    let word = value.trim_matches(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).to_ascii_lowercase();
    word.starts_with("mailer-daemon") || word.ends_with("<mailer-daemon")
}

enum Report {
    Delivery,
    Complaint,
    Other,
}

/// Whether the mail is a report of a machine (RFC 6522), and of which kind.
fn report(message: &Message<'_>) -> Option<Report> {
    let whole = message.parts.first()?;
    let kind = whole.content_type().filter(|t| t.ctype() == "multipart" && t.subtype() == Some("report"));
    let said = kind.and_then(|t| t.attribute("report-type")).map(str::to_ascii_lowercase);
    let holds_status = || {
        message.parts.iter().any(|part| {
            part.is_content_type("message", "delivery-status")
                || part.is_content_type("message", "global-delivery-status")
        })
    };
    let holds_complaint = || message.parts.iter().any(|part| part.is_content_type("message", "feedback-report"));
    match said.as_deref() {
        Some("delivery-status" | "global-delivery-status") => Some(Report::Delivery),
        Some("feedback-report") => Some(Report::Complaint),
        Some(_) => Some(Report::Other),
        None if holds_status() => Some(Report::Delivery),
        None if holds_complaint() => Some(Report::Complaint),
        None => kind.map(|_| Report::Other),
    }
}

/// Exchange's way of saying "do not answer this by machine". Only `All` and `AutoReply` mean that a machine wrote it:
/// people's own mail may carry the narrower ones (`OOF`, `DR`, `RN`).
fn suppresses_answers(message: &Message<'_>) -> bool {
    raw_value(message, "X-Auto-Response-Suppress").is_some_and(|value| {
        value.split([',', ' ']).any(|word| word.eq_ignore_ascii_case("all") || word.eq_ignore_ascii_case("autoreply"))
    })
}

/// The first word in lower case, without parameters and comments.
fn first_word(value: &str) -> String {
    value.split([';', '(', ' ', '\t', '\r', '\n']).find(|w| !w.is_empty()).unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use crate::parse::parse;
    use domain::channel::Nature;

    fn nature(headers: &str) -> Nature {
        parse(format!("From: Anna <anna@example.pl>\r\n{headers}\r\n\r\nx\r\n").as_bytes()).unwrap().nature
    }

    #[test]
    fn headers_tell_people_from_machines() {
        for (headers, expected) in [
            ("Subject: Zwrot", Nature::Person),
            ("Auto-Submitted: no", Nature::Person),
            ("Auto-Submitted: No (a person)", Nature::Person),
            ("Precedence: normal", Nature::Person),
            ("X-Auto-Response-Suppress: OOF, DR", Nature::Person),
            ("Return-Path: <anna@example.pl>", Nature::Person),
            ("Auto-Submitted: auto-replied; owner-email=\"a@b.pl\"", Nature::AutoReply),
            ("Auto-Submitted: AUTO-REPLIED (vacation)\r\nReturn-Path: <>", Nature::AutoReply),
            ("X-Autoreply: yes", Nature::AutoReply),
            ("X-Autorespond: no", Nature::Person),
            ("Precedence: auto_reply", Nature::AutoReply),
            ("List-Id: <sklepy.example.pl>", Nature::Bulk),
            ("List-Unsubscribe: <mailto:u@example.pl>\r\nAuto-Submitted: auto-generated", Nature::Bulk),
            ("Precedence: bulk", Nature::Bulk),
            ("Auto-Submitted: auto-generated", Nature::Notice),
            ("Auto-Submitted: auto-notified", Nature::Notice),
            ("X-Auto-Response-Suppress: All", Nature::Notice),
            ("Return-Path: <>", Nature::Bounce),
            ("Return-Path: <MAILER-DAEMON>", Nature::Bounce),
            ("X-Failed-Recipients: nikt@example.pl", Nature::Bounce),
        ] {
            assert_eq!(nature(headers), expected, "{headers}");
        }
    }

    #[test]
    fn reports_are_told_apart() {
        let with = |kind: &str| {
            let raw = format!(
                "From: MAILER-DAEMON@mx.example.pl\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/report;{kind} \
                 boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n"
            );
            parse(raw.as_bytes()).unwrap().nature
        };
        assert_eq!(with(" report-type=delivery-status;"), Nature::Bounce);
        assert_eq!(with(" report-type=\"Disposition-Notification\";"), Nature::Notice);
        assert_eq!(with(" report-type=feedback-report;"), Nature::Complaint);
        for from in [
            "MAILER-DAEMON@mx.example.pl",
            "Mail Delivery Subsystem <MAILER-DAEMON>",
            "MAILER-DAEMON <>",
            "postmaster@x.pl",
        ] {
            let plain = format!("From: {from}\r\nSubject: failure notice\r\n\r\nHi. This is qmail.\r\n");
            assert_eq!(parse(plain.as_bytes()).unwrap().nature, Nature::Bounce, "{from}");
        }
    }

    #[test]
    fn answering_machines_are_known_by_their_first_word() {
        for (subject, expected) in [
            ("Automatic reply: Zwrot", Nature::AutoReply),
            ("Odpowiedź automatyczna: Zwrot", Nature::AutoReply),
            ("Automatische Antwort: Retoure", Nature::AutoReply),
            ("Re: Automatic reply: Zwrot", Nature::Person),
            ("Out of office chair, order 12", Nature::Person),
            ("Automatic coffee machine broken", Nature::Person),
        ] {
            assert_eq!(nature(&format!("Subject: {subject}")), expected, "{subject}");
        }
        assert_eq!(nature("X-Apple-Action: vacation"), Nature::AutoReply);
    }
}
