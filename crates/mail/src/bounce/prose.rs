//! Recipients in the text that a report shows to people, and what the text says of each.
//!
//! In: the text. Out: addresses in its order, and per address the lines that are about it. Bounded: at most
//! [`MAX_RECIPIENTS`] addresses.

use super::MAX_RECIPIENTS;

/// Words in front of an address that make it the recipient's.
const LABELS: [&str; 12] = [
    "recipient address",
    "recipient",
    "final-recipient",
    "original-recipient",
    "addressed to",
    "rcpt to",
    "delivery failed",
    "unknown user",
    "invalid final delivery userid",
    "failed recipient",
    "mailbox",
    "could not be delivered to",
];
/// Words right in front of an address inside a sentence.
const LEADS: [&str; 9] =
    ["to", "to:", "recipient", "recipient:", "recipient(s):", "recipients:", "recipients", "errors:", "address"];

/// The recipients that the text names: those that start a line, else those in a command, else those that a sentence
/// says something was sent to.
pub(super) fn recipients(prose: &str) -> Vec<String> {
    for find in [starting as fn(&str) -> Option<String>, commanded, mentioned] {
        let (mut found, mut indent): (Vec<String>, usize) = (Vec::new(), usize::MAX);
        for line in prose.lines() {
            let Some(address) = find(line) else { continue };
            // What stands further in than the first recipient is an answer that was broken into lines.
            let this = line.len() - line.trim_start().len();
            if indent == usize::MAX {
                indent = this;
            }
            if this <= indent && found.len() < MAX_RECIPIENTS && !found.contains(&address) {
                found.push(address);
            }
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The address at the start of the line, marks and labels in front of it left out.
fn starting(line: &str) -> Option<String> {
    let mut line =
        line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '>' | '-' | '|' | '•' | '·'));
    if let Some((label, rest)) = line.split_once(':')
        && LABELS.iter().any(|known| label.trim().eq_ignore_ascii_case(known))
    {
        line = rest.rsplit_once(';').map_or(rest, |(_, rest)| rest);
    }
    let (address, rest) = at_start(line.trim_start())?;
    let rest = rest.trim_start_matches(['>', '"', '\'']);
    // What follows a recipient is a mark, or nothing; a sentence that begins with somebody's address is about something else.
    let is_said = rest.is_empty()
        || rest.starts_with([':', '(', '[', ';', ',', '.', '<'])
        || [" on ", " (", " [", " <", " ...", "  ", " :", " invalid address", " error"]
            .iter()
            .any(|start| rest.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)))
        || rest.trim().is_empty();
    is_said.then_some(address)
}

/// The address of `RCPT TO:<...>`, or the one of sendmail's `550 <...>... User unknown`.
fn commanded(line: &str) -> Option<String> {
    let lower = line.to_ascii_lowercase();
    let behind = match lower.find("rcpt to:") {
        Some(at) => at + "rcpt to:".len(),
        None => {
            let line = line.trim_start();
            let is_reply =
                line.len() > 4 && line.as_bytes()[..3].iter().all(u8::is_ascii_digit) && line.contains("...");
            if !is_reply {
                return None;
            }
            lower.len() - line.len() + 4
        }
    };
    at_start(line.get(behind..)?.trim_start()).map(|(address, _)| address)
}

/// The address in `... to ADDRESS ...`.
fn mentioned(line: &str) -> Option<String> {
    let mut before = "";
    for word in line.split_whitespace() {
        if word.contains('@') && LEADS.iter().any(|lead| before.eq_ignore_ascii_case(lead)) {
            return at_start(word).map(|(address, _)| address);
        }
        before = word;
    }
    None
}

/// The address that `text` starts with, in lower case, brackets and quotes around it left out, and what follows it.
pub(super) fn at_start(text: &str) -> Option<(String, &str)> {
    let inner = text.trim_start_matches(['<', '"', '\'', '[', '(']);
    let inner = inner.strip_prefix("mailto:").unwrap_or(inner);
    let end = inner
        .find(|c: char| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '<' | '>' | '"' | '(' | ')' | '[' | ']' | ',' | ';' | ':')
        })
        .unwrap_or(inner.len());
    let address = inner[..end].trim_end_matches(['.', '\'', '!', '?']);
    let (local, domain) = address.rsplit_once('@')?;
    let is_address = (1..=128).contains(&local.len())
        && (1..=255).contains(&domain.len())
        && domain.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
        && !domain.starts_with('.')
        && !local.contains('@');
    is_address.then(|| (address.to_lowercase(), &inner[address.len()..]))
}

/// What the text says of each of `recipients`: a line belongs to the one that was named last. A single recipient gets all.
pub(super) fn contexts(prose: &str, recipients: &[String]) -> Vec<String> {
    if let [_] = recipients {
        return vec![prose.to_owned()];
    }
    let mut contexts = vec![String::new(); recipients.len()];
    let mut current = None;
    for line in prose.lines() {
        let lower = line.to_lowercase();
        if lower.contains('@')
            && let Some(named) = recipients.iter().position(|recipient| lower.contains(recipient.as_str()))
        {
            current = Some(named);
        }
        if let Some(context) = current.and_then(|current: usize| contexts.get_mut(current)) {
            context.push_str(line);
            context.push('\n');
        }
    }
    contexts
}

/// The failures of a session's transcript without standard report (sendmail 5 and 8): the line `554 <ADDRESS>... why`
/// stands behind what was said. Empty when the text has no transcript.
pub(super) fn transcript(prose: &str) -> Vec<(String, String)> {
    let Some((_, transcript)) = prose.split_once("ranscript of session follows") else { return Vec::new() };
    let (mut found, mut said): (Vec<(String, String)>, String) = (Vec::new(), String::new());
    for line in transcript.lines() {
        if line.trim_start_matches(['.', ' ']).to_ascii_lowercase().starts_with("while talking to") {
            said.clear();
        }
        said.push_str(line);
        said.push('\n');
        let is_verdict = !line.starts_with(['<', '>', 'I', 'O']) && line.contains("...");
        if is_verdict && let Some(address) = commanded(line) {
            if found.len() < MAX_RECIPIENTS && found.iter().all(|(known, _)| *known != address) {
                found.push((address, std::mem::take(&mut said)));
            }
            said.clear();
        }
    }
    found
}

/// The answer of the other server: `diagnostic`, made whole, or what form letters quote where it says nothing.
///
/// sendmail gives the first line of a longer answer (`550-...`) and shows the others in its transcript; for a program that failed
/// it gives a number, and the words as `(reason: ...)`. Dovecot and maildrop quote the reason behind a fixed sentence.
pub(super) fn answer(diagnostic: &str, context: &str, prose: &str) -> String {
    if let Some((_, said)) = context.split_once("was automatically rejected:") {
        return said.trim().to_owned();
    }
    let says_something = diagnostic.chars().any(char::is_alphabetic);
    if !says_something && let Some((_, said)) = context.split_once("(reason: ") {
        return said.split([')', '\n']).next().unwrap_or_default().to_owned();
    }
    // `5.1.0 - Unknown address error 550-'...'`: a gateway's own summary, then what it was told.
    if let Some((_, told)) = diagnostic.split_once(" - ").and_then(|(_, rest)| rest.split_once("-'")) {
        return told.split("(delivery attempts").next().unwrap_or_default().to_owned();
    }
    let Some((code, _)) = diagnostic.split_once('-').filter(|(code, _)| code.len() == 3) else {
        return diagnostic.to_owned();
    };
    let shown = prose.lines().filter_map(|line| line.strip_prefix("<<< ")).filter(|line| line.starts_with(code));
    let rest: Vec<&str> = shown.skip_while(|line| !line.starts_with(diagnostic.trim_end())).skip(1).take(20).collect();
    format!("{diagnostic} {}", rest.join(" ")).trim_end().to_owned()
}

/// The server that answered, as the text names it: `host NAME[...] said`, `while talking to NAME`.
pub(super) fn host(context: &str) -> Option<String> {
    let mut words = context.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let talks = word.eq_ignore_ascii_case("host") || word.eq_ignore_ascii_case("to");
        if talks && let Some(next) = words.peek() {
            let name = next.split(['[', '(', ':']).next().unwrap_or_default().trim_end_matches(['.', ',', ':']);
            let is_host =
                name.contains('.') && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
            if is_host && name.bytes().any(|b| b.is_ascii_alphabetic()) {
                return Some(name.to_ascii_lowercase());
            }
        }
    }
    None
}

/// The text without what a Postfix session log shows of commands and of answers that were no refusal.
pub(super) fn without_session(text: &str) -> String {
    let is_told = |line: &&str| {
        let line = line.trim_start();
        !line.starts_with("In: ") && !line.starts_with("Out: 2") && !line.starts_with("Out: 3")
    };
    if !text.contains("Out: 220") {
        return text.to_owned();
    }
    text.lines().filter(is_told).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recipients_are_found_where_servers_put_them() {
        for (text, expected) in [
            ("<Anna@Example.pl>:\nRemote host said: 550", "anna@example.pl"),
            ("  anna@example.pl\n    SMTP error from remote mail server", "anna@example.pl"),
            ("\"anna@example.pl\":\nSMTP error", "anna@example.pl"),
            ("Your message\n  To: b@x.pl\ndid not reach:\nanna@example.pl on Thu, 29 Apr", "anna@example.pl"),
            ("Recipient: <anna@example.pl>", "anna@example.pl"),
            ("Addressed To: anna@example.pl", "anna@example.pl"),
            ("There was an error delivering your mail to <anna@example.pl>.", "anna@example.pl"),
            ("Your message wasn't delivered to anna@example.pl because", "anna@example.pl"),
            ("contact <postmaster@example.pl>\n>>> RCPT TO:<anna@example.pl>", "anna@example.pl"),
            ("550 <anna@example.pl>... User unknown", "anna@example.pl"),
        ] {
            assert_eq!(recipients(text), [expected], "{text}");
        }
        assert!(recipients("Please write to us.\nanna@example.pl is our address").is_empty());
        assert!(recipients("a@b@c.pl\n@x\nx@\n<>").is_empty());
    }

    #[test]
    fn each_recipient_keeps_its_own_lines() {
        let text = "Hi\n<a@x.pl>:\n550 full\n<b@x.pl>:\n550 unknown\n";
        let found = recipients(text);
        assert_eq!(found, ["a@x.pl", "b@x.pl"]);
        assert_eq!(contexts(text, &found), ["<a@x.pl>:\n550 full\n", "<b@x.pl>:\n550 unknown\n"]);
    }

    #[test]
    fn a_transcript_says_first_what_it_is_about() {
        let text = " ----- Transcript of session follows -----\nWhile talking to x.pl:\n>>> DATA\n<<< 550 no\n\
                    554 <a@x.pl>... Remote protocol error\n550 y.pl (smtp)... 550 Host unknown\n554 <b@y.pl>... 550 Host unknown\n";
        let found = transcript(text);
        assert_eq!(found.len(), 2);
        assert!(found[0].1.contains("<<< 550 no"));
        assert_eq!(found[1].0, "b@y.pl");
        assert!(!found[1].1.contains("550 no"));
    }
}
