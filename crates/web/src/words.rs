//! The words of the product: Fluent files in `locales/`, the same keys in both languages.
//!
//! Keys read `noun-page-element`; sentences of the timeline `event-<noun>-<verb>`. In: a language,
//! a key, arguments. Out: the words, or nothing when the key is unknown, which templates turn into
//! an error, so that a test finds it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, static_loader};
use unic_langid::langid;

use crate::language::Language;

static_loader! {
    static WORDS = {
        locales: "./locales",
        fallback_language: "en",
        // Arguments go into HTML, where the invisible isolation marks of Fluent would be copied along.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// Arguments of a sentence, by name.
pub type Args<'a> = HashMap<&'a str, FluentValue<'a>>;

/// The words for `key`. `None` when the key does not exist in this language, or an argument is missing.
pub fn words(language: Language, key: &str, args: &Args<'_>) -> Option<String> {
    const PL: LanguageIdentifier = langid!("pl");
    const EN: LanguageIdentifier = langid!("en");
    let id = match language {
        Language::Pl => &PL,
        Language::En => &EN,
    };
    WORDS.lookup_single_language(id, key, Some(args)).ok()
}

type Resolved = RwLock<HashMap<String, Arc<str>>>;

/// Words without arguments by language, resolved once: a page has a hundred of them.
static PLAIN: LazyLock<[Resolved; 2]> = LazyLock::new(Default::default);

/// The words for a key that takes no arguments. `None` when the key does not exist in this language.
pub fn plain(language: Language, key: &str) -> Option<Arc<str>> {
    let known = &PLAIN[language as usize];
    if let Some(words) = known.read().unwrap_or_else(PoisonError::into_inner).get(key) {
        return Some(words.clone());
    }
    let found: Arc<str> = words(language, key, &Args::new())?.into();
    known.write().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), found.clone());
    Some(found)
}

/// The words for a key without arguments, or the key itself, which a test would have found.
pub fn word(language: Language, key: &str) -> String {
    plain(language, key).map_or_else(|| key.to_owned(), |words| words.to_string())
}

/// Where the files stand in a checkout; for tests.
pub fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/locales"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(language: Language) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for entry in std::fs::read_dir(folder().join(language.code())).unwrap() {
            for line in std::fs::read_to_string(entry.unwrap().path()).unwrap().lines() {
                if let Some((key, _)) = line.split_once(" =")
                    && key.starts_with(|c: char| c.is_ascii_lowercase())
                {
                    assert!(keys.insert(key.to_owned()), "{key} stands twice");
                }
            }
        }
        keys
    }

    #[test]
    fn both_languages_have_the_same_keys_and_all_can_be_read() {
        let (pl, en) = (keys(Language::Pl), keys(Language::En));
        assert!(pl.len() > 100);
        assert_eq!(pl.difference(&en).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in English");
        assert_eq!(en.difference(&pl).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in Polish");
    }

    #[test]
    fn polish_counts_rightly() {
        let arrivals = |n: i64| words(Language::Pl, "line-frame-arrivals", &Args::from([("count", n.into())])).unwrap();
        assert_eq!(arrivals(1), "1 nowa rozmowa");
        assert_eq!(arrivals(3), "3 nowe rozmowy");
        assert_eq!(arrivals(12), "12 nowych rozmów");
        assert_eq!(arrivals(22), "22 nowe rozmowy");
    }

    #[test]
    fn no_exclamation_marks() {
        for language in Language::ALL {
            for entry in std::fs::read_dir(folder().join(language.code())).unwrap() {
                let path = entry.unwrap().path();
                assert!(!std::fs::read_to_string(&path).unwrap().contains('!'), "{}", path.display());
            }
        }
    }
}
