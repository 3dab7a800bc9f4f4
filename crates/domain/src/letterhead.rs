//! How a letter of the shop is headed and signed: patterns with the names of who writes.
//!
//! `{agent}` is the first name of whoever writes, `{brand}` the shop's name. Other braces are left as they are.

/// The longest signature, in characters.
pub const MAX_SIGNATURE_CHARS: usize = 2_000;

/// `pattern` with its names. Where nobody in particular writes, `None`, a pattern that asks for the agent gives the shop.
pub fn sender(pattern: &str, agent: Option<&str>, brand: &str) -> String {
    if agent.is_none() && pattern.contains("{agent}") {
        return brand.to_owned();
    }
    fill(pattern, agent, brand)
}

/// A text with its signature below. The same signature is not put twice: who pasted theirs meant that one.
pub fn signed(text: &str, signature: Option<&str>, agent: &str, brand: &str) -> String {
    let signature = signature.map(|pattern| fill(pattern, Some(agent), brand)).unwrap_or_default();
    let signature = signature.trim_matches('\n').trim_end();
    let text = text.trim_end();
    if signature.trim().is_empty() || text.ends_with(signature) {
        return text.to_owned();
    }
    format!("{text}\n\n{signature}")
}

/// The names put into a pattern, each once over the pattern, so that a name with braces stays what it is.
pub fn fill(pattern: &str, agent: Option<&str>, brand: &str) -> String {
    let first = agent.map(first_name).unwrap_or_default();
    let mut filled = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = [("{agent}", first), ("{brand}", brand)].into_iter().find(|(word, _)| rest.starts_with(word));
        let (word, value) = name.unwrap_or(("{", "{"));
        filled.push_str(value);
        rest = &rest[word.len()..];
    }
    filled + rest
}

/// What an agent goes by in letters.
pub(crate) fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_where_the_pattern_asks_for_them() {
        for (pattern, agent, expected) in [
            ("Leśna Chata", Some("Anna Żak"), "Leśna Chata"),
            ("{agent} z {brand}", Some("Anna Żak"), "Anna z Chata"),
            ("{agent} z {brand}", None, "Chata"),
            ("{brand} {x} {", Some("Anna"), "Chata {x} {"),
            ("{agent}", Some("{brand}"), "{brand}"),
        ] {
            assert_eq!(sender(pattern, agent, "Chata"), expected, "{pattern}");
        }
    }

    #[test]
    fn a_signature_stands_below_once() {
        let sign = |text, signature| signed(text, signature, "Anna Żak", "Chata");
        assert_eq!(sign("Tak.\n", Some("\n{agent}\n{brand}\n")), "Tak.\n\nAnna\nChata");
        assert_eq!(sign("Tak.\n\nAnna\nChata", Some("{agent}\n{brand}")), "Tak.\n\nAnna\nChata");
        assert_eq!(sign("Tak.", None), "Tak.");
        assert_eq!(sign("Tak.", Some(" \n")), "Tak.");
    }
}
