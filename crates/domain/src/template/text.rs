//! The text of a template, and what is put into it.
//!
//! `{customer}` is the name of whoever asks, `{agent}` the first name of whoever answers, `{brand}` the shop's name, `{number}` the
//! conversation's number without a word before it. Behind a bar stands what is written where nothing is known:
//! `{customer|Szanowni Państwo}`; without it there is a word that fits in any sentence. Braces mean nothing else, and
//! none is ever written to a customer.

use crate::letterhead::first_name;
use crate::spelling::fold;

use super::Tongue;

/// The longest value that is put in, in characters: a name that is longer is cut.
const MAX_VALUE_CHARS: usize = 100;

/// How much of a text is shown where something is wrong in it, in characters.
const EXCERPT_CHARS: usize = 24;

/// What can be put into a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Variable {
    /// Who asks.
    Customer,
    /// Who answers.
    Agent,
    /// The shop.
    Brand,
    /// The conversation's number.
    Number,
}

coded!(Variable: Customer = "customer", Agent = "agent", Brand = "brand", Number = "number");

/// Words that people try first.
const OTHER_WORDS: [(&str, Variable); 14] = [
    ("klient", Variable::Customer),
    ("klientka", Variable::Customer),
    ("imie", Variable::Customer),
    ("nazwisko", Variable::Customer),
    ("name", Variable::Customer),
    ("client", Variable::Customer),
    ("contact", Variable::Customer),
    ("konsultant", Variable::Agent),
    ("podpis", Variable::Agent),
    ("sklep", Variable::Brand),
    ("marka", Variable::Brand),
    ("shop", Variable::Brand),
    ("numer", Variable::Number),
    ("nr", Variable::Number),
];

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// There is no such variable.
    #[error("there is no variable {{{name}}}{}", .near.map(|near| format!(", did you mean {{{}}}?", near.word())).unwrap_or_default())]
    Unknown {
        /// What was written.
        name: String,
        /// Which one may have been meant.
        near: Option<Variable>,
    },
    /// A brace is opened and not closed in its line.
    #[error("a brace is not closed: {{{after}")]
    Unclosed {
        /// What stands behind it.
        after: String,
    },
    /// A brace is closed that was not opened.
    #[error("a brace is closed that was not opened: {before}}}")]
    Unopened {
        /// What stands before it.
        before: String,
    },
    /// Behind the bar stands nothing.
    #[error("nothing stands behind the bar in {{{}|}}", .variable.word())]
    Hole {
        /// In which.
        variable: Variable,
    },
}

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    Variable(Variable, Option<String>),
}

/// A text whose variables are understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Vec<Part>);

/// What is known of the conversation that a text is for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Values<'a> {
    /// What the customer is called, in their own words.
    pub customer: Option<&'a str>,
    /// What the agent is called.
    pub agent: Option<&'a str>,
    /// What the shop is called.
    pub brand: Option<&'a str>,
    /// The conversation's number.
    pub number: Option<i64>,
}

impl Pattern {
    /// Understands a text.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let (mut parts, mut rest) = (Vec::new(), text);
        while let Some(at) = rest.find(['{', '}']) {
            if rest[at..].starts_with('}') {
                let from = rest[..at].char_indices().rev().take(EXCERPT_CHARS).last().map_or(at, |(from, _)| from);
                let before = rest[from..at].rsplit('\n').next().unwrap_or_default();
                return Err(Wrong::Unopened { before: before.to_owned() });
            }
            parts.push(Part::Words(rest[..at].to_owned()));
            let inside = &rest[at + 1..];
            let end = inside.find(['{', '}', '\n']).filter(|end| inside[*end..].starts_with('}'));
            let Some(end) = end else {
                let line = inside.lines().next().unwrap_or_default();
                return Err(Wrong::Unclosed { after: line.chars().take(EXCERPT_CHARS).collect() });
            };
            parts.push(variable(&inside[..end])?);
            rest = &inside[end + 1..];
        }
        parts.push(Part::Words(rest.to_owned()));
        Ok(Self(parts))
    }

    /// The text with what is known put in; what is not known, with what stands behind the bar, or with a word of the language.
    pub fn fill(&self, values: Values<'_>, tongue: Tongue) -> String {
        let mut filled = String::new();
        for part in &self.0 {
            match part {
                Part::Words(words) => filled.push_str(words),
                Part::Variable(variable, instead) => match (values.of(*variable, tongue), instead) {
                    (Some(value), _) => filled.push_str(&value),
                    (None, Some(instead)) => filled.push_str(instead),
                    (None, None) => filled.push_str(variable.instead(tongue)),
                },
            }
        }
        filled
    }
}

/// What stands between two braces.
fn variable(inside: &str) -> Result<Part, Wrong> {
    let (name, instead) = match inside.split_once('|') {
        Some((name, instead)) => (name.trim(), Some(instead.trim())),
        None => (inside.trim(), None),
    };
    let Some(variable) = Variable::from_word(name) else {
        let name: String = name.chars().take(EXCERPT_CHARS).collect();
        return Err(Wrong::Unknown { near: nearest(&name), name });
    };
    if instead == Some("") {
        return Err(Wrong::Hole { variable });
    }
    Ok(Part::Variable(variable, instead.map(str::to_owned)))
}

/// The variable that somebody may have meant.
fn nearest(name: &str) -> Option<Variable> {
    let name = fold(name);
    let own = Variable::ALL.iter().map(|variable| (variable.word(), *variable));
    own.chain(OTHER_WORDS)
        .map(|(word, variable)| (strsim::normalized_damerau_levenshtein(&name, word), variable))
        .filter(|(alike, _)| *alike >= 0.5)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, variable)| variable)
}

impl Variable {
    /// What is written where nothing is known and nobody said what then.
    fn instead(self, tongue: Tongue) -> &'static str {
        match (self, tongue) {
            (Self::Customer, Tongue::Polish) => "Szanowni Państwo",
            (Self::Customer, Tongue::English) => "customer",
            (Self::Agent, Tongue::Polish) => "Obsługa klienta",
            (Self::Agent, Tongue::English) => "Customer service",
            (Self::Brand, Tongue::Polish) => "nasz sklep",
            (Self::Brand, Tongue::English) => "our shop",
            (Self::Number, Tongue::Polish) => "bez numeru",
            (Self::Number, Tongue::English) => "without a number",
        }
    }
}

impl Values<'_> {
    fn of(&self, variable: Variable, tongue: Tongue) -> Option<String> {
        match variable {
            Variable::Customer => self.customer.and_then(tidy).and_then(|name| called(&name, tongue)),
            Variable::Agent => self.agent.and_then(tidy).map(|name| first_name(&name).to_owned()),
            Variable::Brand => self.brand.and_then(tidy),
            Variable::Number => self.number.map(|number| number.to_string()),
        }
    }
}

/// What others wrote, in one line and without braces; `None` where nothing is left.
fn tidy(text: &str) -> Option<String> {
    let plain: String =
        text.chars().filter(|c| !matches!(c, '{' | '}')).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = words.chars().take(MAX_VALUE_CHARS).collect();
    Some(cut.trim_end().to_owned()).filter(|cut| !cut.is_empty())
}

/// A customer by name. English letters greet people by their first name; Polish ones would have to decline it, so they have
/// the name as its owner writes it. What is no name (an address, a number) is not known.
fn called(name: &str, tongue: Tongue) -> Option<String> {
    if name.contains('@') || !name.contains(char::is_alphabetic) {
        return None;
    }
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\''))
    };
    let words: Vec<&str> = name.split(' ').collect();
    match (tongue, words.as_slice()) {
        (Tongue::English, [first, last]) if is_name(first) && is_name(last) => Some((*first).to_owned()),
        _ => Some(name.to_owned()),
    }
}

#[cfg(test)]
mod tests;
