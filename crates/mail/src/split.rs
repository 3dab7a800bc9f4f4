//! What is new in a message, and the history quoted below it.
//!
//! For the timeline, which folds the history away. Where in doubt nothing is folded: a line too many is read over, a
//! line too few is an unanswered question. Answers written between quoted lines therefore stay whole.
//!
//! In: the text of a message with LF line ends. Out: two slices that, with the blanks between them, are the text. Linear in its
//! length.

/// Splits `text` into the new part and the quoted rest, which is empty when nothing is surely quoted.
pub fn visible(text: &str) -> (&str, &str) {
    let lines = lines(text);
    // Below this line there is nothing but quotes and blanks.
    let own_end = lines.iter().rposition(|(_, line)| !is_blank(line) && !is_quoted(line)).map_or(0, |at| at + 1);
    let split = (0..lines.len()).find(|at| starts_history(&lines, *at, own_end));
    let Some((start, _)) = split.and_then(|at| lines.get(at)) else { return (text, "") };
    let (new, history) = text.split_at(*start);
    if new.trim().is_empty() { (text, "") } else { (new.trim_end(), history) }
}

/// Where each line starts, and the line without its end.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let at = start;
            start += line.len();
            (at, line.trim_end())
        })
        .collect()
}

/// Whether the quoted history starts at line `at`; `own_end` is the line behind the last one that is neither quoted nor blank.
fn starts_history(lines: &[(usize, &str)], at: usize, own_end: usize) -> bool {
    let line = lines[at].1;
    if is_quoted(line) {
        return at >= own_end;
    }
    if is_separator(line) {
        return true;
    }
    if is_rule(line) && lines[at + 1..].iter().take(3).any(|(_, next)| is_sender_field(next)) {
        return true;
    }
    let Some(end) = attribution(lines, at) else { return false };
    let next = lines[end..].iter().map(|(_, line)| line).find(|line| !is_blank(line));
    if next.is_some_and(|line| is_quoted(line)) {
        return own_end <= end;
    }
    // Without marks below it, only a line that names a moment or an address is surely a program's.
    lines[at..end].iter().any(|(_, line)| line.contains(|c: char| c.is_ascii_digit() || c == '@'))
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// `-----Original Message-----` and its sisters.
fn is_separator(line: &str) -> bool {
    const WORDS: [&str; 9] = [
        "original message",
        "original appointment",
        "forwarded message",
        "oryginalna wiadomość",
        "wiadomość oryginalna",
        "wiadomość pierwotna",
        "treść oryginalnej wiadomości",
        "wiadomość przekazana",
        "przekazana wiadomość",
    ];
    let line = line.trim();
    if line.len() > 120 || !line.starts_with("--") {
        return false;
    }
    let words = line.trim_matches(|c: char| c == '-' || c.is_whitespace()).to_lowercase();
    WORDS.contains(&words.as_str())
}

/// The line of underscores that Outlook draws above the quoted header.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 10 && line.bytes().all(|byte| byte == b'_')
}

fn is_sender_field(line: &str) -> bool {
    let line = line.trim_start_matches(['*', ' ']);
    line.starts_with("From:") || line.starts_with("Od:") || line.starts_with("Nadawca:")
}

/// `On … wrote:` and its Polish sisters, over at most three lines; gives back the line behind it.
fn attribution(lines: &[(usize, &str)], at: usize) -> Option<usize> {
    const STARTS: [&str; 12] = [
        "on ",
        "w dniu ",
        "dnia ",
        "pon., ",
        "wt., ",
        "śr., ",
        "czw., ",
        "pt., ",
        "sob., ",
        "niedz., ",
        "ndz., ",
        "wiadomość napisana przez ",
    ];
    const ENDS: [&str; 9] =
        ["wrote:", "writes:", "pisze:", "napisał:", "napisała:", "napisał(a):", "napisał/a:", "napisano:", "pisał(a):"];
    const LONGEST: usize = 300;
    let first = lines[at].1.trim_start();
    let head: String = first.chars().take(30).collect::<String>().to_lowercase();
    if !STARTS.iter().any(|start| head.starts_with(start)) {
        return None;
    }
    let mut length = 0;
    for (end, (_, line)) in lines.iter().enumerate().skip(at).take(3) {
        length += line.len();
        if length > LONGEST || is_blank(line) || (end > at && is_quoted(line)) {
            return None;
        }
        let tail = line.trim_end().to_lowercase();
        if ENDS.iter().any(|word| tail.ends_with(word))
            || (head.starts_with("wiadomość napisana") && tail.ends_with(':'))
        {
            return Some(end + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, new: &str, history_starts: &str) {
        let (visible, quoted) = visible(text);
        assert_eq!(visible, new, "{text:?}");
        assert!(
            quoted.trim_start().starts_with(history_starts) && quoted.is_empty() == history_starts.is_empty(),
            "{quoted:?}"
        );
    }

    #[test]
    fn history_below_an_answer_is_split_off() {
        for start in [
            "On Mon, 2 Nov 2026 at 10:00, Sklep <sklep@x.pl> wrote:",
            "On Mon, 2 Nov 2026 at 10:00, Sklep\n<sklep@x.pl> wrote:",
            "W dniu 2.11.2026 o 10:00, Sklep pisze:",
            "W dniu 02.11.2026 o 10:00 Sklep <sklep@x.pl>\nnapisał(a):",
            "pon., 2 lis 2026 o 10:00 Sklep <sklep@x.pl> napisał(a):",
            "Dnia 2 listopada 2026 10:00 Sklep <sklep@x.pl> napisał:",
            "-----Original Message-----",
            "-------- Wiadomość oryginalna --------",
            "________________________________\nFrom: Sklep <sklep@x.pl>",
            "________________________________\n\nOd: Sklep <sklep@x.pl>",
        ] {
            let first = start.lines().next().unwrap();
            check(&format!("Dziękuję!\n\n{start}\nstary tekst\n"), "Dziękuję!", first);
            check(&format!("Dziękuję!\n\n{start}\n> stary\n>\n> tekst\n"), "Dziękuję!", first);
        }
        check("Tak.\n\n> Czy wysłać?\n>> Proszę.\n", "Tak.", "> Czy");
    }

    #[test]
    fn what_may_be_new_stays_visible() {
        for text in [
            "",
            "Dzień dobry, gdzie paczka?",
            "> Czy wysłać?\nTak, proszę.",
            "Witam\n> Czy wysłać?\nTak.\n> Kiedy?\nJutro.\n",
            "On Mon, Sklep wrote:\n> Czy wysłać?\n\nTak, proszę.",
            "Hi\nOn Monday I ordered shoes.\nYou wrote:\nthey are here",
            "W dniu wczorajszym zamówiłem buty\n\ni nic.",
            "> sam cytat\n> i nic więcej",
            "-----Original Message-----\nFrom: a\n\nprzekazane",
            "kwota -- 20 zł\n__________\npodpis",
        ] {
            check(text, text, "");
        }
    }

    #[test]
    fn the_two_parts_make_up_the_text_and_long_threads_are_quick() {
        let text = format!("Tak.\n\nW dniu 1.1 Jan pisze:\n{}", "> stare\n".repeat(100_000));
        let (new, quoted) = visible(&text);
        assert_eq!((new, quoted.len()), ("Tak.", text.len() - 6));
        let mixed = "On a wrote:\n> x\ny\n".repeat(50_000);
        assert_eq!(visible(&mixed), (mixed.as_str(), ""));
    }
}
