//! Templates of answers: what agents need not write anew.
//!
//! In: what somebody typed about one, or a sheet of many. Out: a [`Draft`] that may be kept, or the first thing that is wrong
//! with it. [`text`] knows the variables in it and fills them, [`sheet`] reads and writes many of them as CSV.

pub mod sheet;
pub mod text;

use crate::id::{BrandId, TeamId};
use crate::spelling::fold;
use text::{Pattern, Wrong};

/// The longest name of a template, in characters.
pub const MAX_NAME_CHARS: usize = 100;

/// The longest name of a folder of templates, in characters.
pub const MAX_FOLDER_CHARS: usize = 60;

/// The longest text of a template, in characters.
pub const MAX_TEXT_CHARS: usize = 10_000;

/// How many templates there may be.
pub const MAX_TEMPLATES: usize = 1_000;

/// A language that templates are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tongue {
    /// Polish.
    Polish,
    /// English.
    English,
}

coded!(Tongue: Polish = "pl", English = "en");

/// Words that letters in one language are full of, and letters in the other are not.
const POLISH: [&str; 16] = [
    "nie",
    "sie",
    "jest",
    "czy",
    "prosze",
    "dzien",
    "dobry",
    "mam",
    "mnie",
    "zamowienie",
    "zamowienia",
    "paczka",
    "jak",
    "dla",
    "oraz",
    "ze",
];
const ENGLISH: [&str; 16] = [
    "the", "and", "is", "my", "not", "you", "for", "have", "please", "order", "hello", "hi", "of", "it", "parcel",
    "with",
];

impl Tongue {
    /// The language that a few words are written in, where they say so.
    pub fn guess(text: &str) -> Option<Self> {
        let plain = fold(text);
        let words = || plain.split(|c: char| !c.is_alphanumeric());
        let polish = words().filter(|word| POLISH.contains(word)).count();
        let english = words().filter(|word| ENGLISH.contains(word)).count();
        // Letters that only one of them has.
        let own = text.to_lowercase().matches(['ą', 'ć', 'ę', 'ł', 'ń', 'ś', 'ź', 'ż']).count();
        match (polish + own, english) {
            (polish, english) if polish > english => Some(Self::Polish),
            (polish, english) if english > polish => Some(Self::English),
            _ => None,
        }
    }
}

/// Everything that somebody says about a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// What it is called.
    pub name: String,
    /// The folder it lies in; empty: none.
    pub folder: String,
    /// What it says, with its variables.
    pub text: String,
    /// The language it is written in; `None`: any.
    pub tongue: Option<Tongue>,
    /// The shop it is for; `None`: all of them.
    pub brand: Option<BrandId>,
    /// The team it is for; `None`: all of them.
    pub team: Option<TeamId>,
}

/// What is wrong with a draft.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// It has no name, or one too long or with control characters.
    #[error("a name of 1 to {} characters is missing", MAX_NAME_CHARS)]
    Name,
    /// Its folder's name is too long, or has control characters.
    #[error("a folder's name has at most {} characters", MAX_FOLDER_CHARS)]
    Folder,
    /// It says nothing.
    #[error("there is no text")]
    Empty,
    /// It says too much.
    #[error("the text is longer than {} characters", MAX_TEXT_CHARS)]
    Long,
    /// Its variables cannot be read.
    #[error("{0}")]
    Text(Wrong),
}

impl Draft {
    /// The same without blanks around its words, its lines ended as ours are, its variables understood.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn tidied(&self) -> Result<Self, Flaw> {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = self.text.replace("\r\n", "\n").replace('\r', "\n");
        let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        let text = text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        let (name, folder) = (words(&self.name), words(&self.folder));
        let tidy = Self { name, folder, text: text.trim_matches('\n').to_owned(), ..self.clone() };
        let line = |text: &str, most: usize| text.chars().count() <= most && !text.contains(char::is_control);
        match () {
            () if tidy.name.is_empty() || !line(&tidy.name, MAX_NAME_CHARS) => Err(Flaw::Name),
            () if !line(&tidy.folder, MAX_FOLDER_CHARS) => Err(Flaw::Folder),
            () if tidy.text.is_empty() => Err(Flaw::Empty),
            () if tidy.text.chars().count() > MAX_TEXT_CHARS => Err(Flaw::Long),
            () => Pattern::parse(&tidy.text).map(|_| tidy).map_err(Flaw::Text),
        }
    }

    /// Where it stands among the others: by folder, then by name, however they are spelt.
    pub fn place(&self) -> String {
        format!("{}{SEPARATOR}{}", fold(&self.folder), fold(&self.name))
    }

    /// What is searched in: its name, its folder, what it says.
    pub fn sought(&self) -> String {
        fold(&format!("{} {} {}", self.name, self.folder, self.text))
    }
}

/// Between folder and name; neither has it in it.
const SEPARATOR: char = '\u{1f}';

/// The name in a [`Draft::place`].
pub fn name_in(place: &str) -> &str {
    place.split_once(SEPARATOR).map_or(place, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(name: &str, text: &str) -> Draft {
        Draft { name: name.to_owned(), text: text.to_owned(), ..Draft::default() }
    }

    #[test]
    fn what_was_typed_is_tidied_or_told_what_is_wrong() {
        let typed = Draft {
            folder: "  Zwroty  i reklamacje ".to_owned(),
            ..draft(" Adres  do zwrotu ", "\r\nDzień dobry,  \r\n\r\n{agent}\r\n")
        };
        let tidy = typed.tidied().unwrap();
        assert_eq!((tidy.name.as_str(), tidy.folder.as_str()), ("Adres do zwrotu", "Zwroty i reklamacje"));
        assert_eq!(tidy.text, "Dzień dobry,\n\n{agent}");
        assert_eq!(tidy.tidied(), Ok(tidy.clone()), "tidy stays tidy");
        for (name, text, flaw) in [
            (" ", "Tak.", Flaw::Name),
            ("a\u{7}", "Tak.", Flaw::Name),
            (&"ż".repeat(101), "Tak.", Flaw::Name),
            ("Zwrot", " \n ", Flaw::Empty),
            ("Zwrot", &"ż".repeat(10_001), Flaw::Long),
        ] {
            assert_eq!(draft(name, text).tidied(), Err(flaw), "{name}");
        }
        assert_eq!(Draft { folder: "f".repeat(61), ..draft("a", "b") }.tidied(), Err(Flaw::Folder));
        assert!(matches!(draft("a", "{klient}").tidied(), Err(Flaw::Text(_))));
    }

    #[test]
    fn a_few_words_say_their_language() {
        for (text, tongue) in [
            ("Gdzie jest moja paczka?", Some(Tongue::Polish)),
            ("Zwrot żółtej lampy", Some(Tongue::Polish)),
            ("Where is my order?", Some(Tongue::English)),
            ("Re: 4471", None),
            ("", None),
        ] {
            assert_eq!(Tongue::guess(text), tongue, "{text}");
        }
    }

    #[test]
    fn one_name_in_one_folder_is_one_place_however_it_is_spelt() {
        let place = |folder: &str, name: &str| Draft { folder: folder.to_owned(), ..draft(name, "") }.place();
        assert_eq!(place("Zwroty", "Żółty  FORMULARZ"), place("zwroty", "zolty formularz"));
        assert_ne!(place("a b", "c"), place("a", "b c"));
        assert_eq!(name_in(&place("Zwroty", "Adres")), "adres");
        assert!(draft("Paczka", "Przesyłka w drodze").sought().contains("przesylka"));
    }
}
