//! The two shops.

use crate::scene::Pack;
use crate::{Language, english, polish, staff};

/// A shop with its words.
pub(crate) struct Brand {
    /// What customers see as the sender.
    pub(crate) name: &'static str,
    /// The web address.
    pub(crate) site: &'static str,
    /// The mailbox.
    pub(crate) inbox: &'static str,
    /// The language.
    pub(crate) language: Language,
    /// The team that answers.
    pub(crate) team: &'static str,
    /// All that is written in its language.
    pub(crate) pack: &'static Pack,
    /// Who answers, as indices into the staff, and how much of it.
    pub(crate) staff: &'static [(usize, f64)],
}

/// The Polish shop and the Irish one.
pub(crate) const BRANDS: [Brand; 2] = [
    Brand {
        name: "Dzban i Donica",
        site: "dzbanidonica.example",
        inbox: "sklep@dzbanidonica.example",
        language: Language::Polish,
        team: staff::TEAM_PL,
        pack: &polish::PACK,
        staff: &[(0, 0.4), (1, 2.0), (2, 4.0), (3, 4.0)],
    },
    Brand {
        name: "Fennel & Fell",
        site: "fennelandfell.example",
        inbox: "hello@fennelandfell.example",
        language: Language::English,
        team: staff::TEAM_EN,
        pack: &english::PACK,
        staff: &[(4, 3.0), (5, 4.0)],
    },
];
