//! The two languages of the product, and which one a visitor gets.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use serde::{Serialize, Serializer};

/// A language that pages speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Polish, the first one.
    #[default]
    Pl,
    /// English.
    En,
}

impl Language {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Pl, Self::En];

    /// The code for the store, `lang` attributes and `Content-Language` (BCP 47).
    pub fn code(self) -> &'static str {
        match self {
            Self::Pl => "pl",
            Self::En => "en",
        }
    }

    /// The language with this code; region parts (`pl-PL`) are ignored.
    pub fn from_code(code: &str) -> Option<Self> {
        let base = code.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(base))
    }

    /// The one that the language switch leads to.
    pub fn other(self) -> Self {
        match self {
            Self::Pl => Self::En,
            Self::En => Self::Pl,
        }
    }

    /// What the visitor's browser prefers (RFC 9110, 12.5.4); Polish when it names neither.
    pub fn preferred(headers: &HeaderMap) -> Self {
        let Some(accepted) = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()) else {
            return Self::default();
        };
        let mut best = (Self::default(), 0.0);
        for part in accepted.split(',').take(16) {
            let mut pieces = part.trim().split(';');
            let Some(language) = pieces.next().and_then(Self::from_code) else { continue };
            let weight = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.parse::<f32>().unwrap_or(0.0).clamp(0.0, 1.0));
            if weight > best.1 {
                best = (language, weight);
            }
        }
        best.0
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preferred(accepted: &str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, accepted.parse().unwrap());
        Language::preferred(&headers)
    }

    #[test]
    fn the_browser_decides_by_weight_and_polish_is_the_default() {
        assert_eq!(preferred("en-GB,en;q=0.9,pl;q=0.8"), Language::En);
        assert_eq!(preferred("de,en;q=0.4,pl-PL;q=0.6"), Language::Pl);
        assert_eq!(preferred("de, fr"), Language::Pl);
        assert_eq!(preferred("en;q=zero"), Language::Pl);
        assert_eq!(Language::preferred(&HeaderMap::new()), Language::Pl);
    }
}
