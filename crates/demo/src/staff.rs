//! Who answers: the people behind the counter.

use domain::identity::Address;
use domain::permission::Role;

use crate::phrase::Gender;
use crate::{DemoAgent, Language};

/// The team of the Polish shop.
pub(crate) const TEAM_PL: &str = "Obsługa sklepu";
/// The team of the Irish shop.
pub(crate) const TEAM_EN: &str = "Customer care";

/// An agent, with what only the writing needs to know.
pub(crate) struct Staff {
    /// First and last name.
    pub(crate) name: &'static str,
    /// What stands before the `@` of the login.
    login: &'static str,
    /// Whose verb forms they use.
    pub(crate) gender: Gender,
    /// What a customer calls them.
    pub(crate) vocative: &'static str,
    role: Role,
    /// The language they answer in.
    pub(crate) language: Language,
    team: &'static str,
}

/// The owner, the Polish shop's lead and two agents, the Irish shop's lead and an agent.
pub(crate) const STAFF: [Staff; 6] = [
    Staff {
        name: "Hanna Wróbel-Majewska",
        login: "hanna",
        gender: Gender::She,
        vocative: "Pani Hanno",
        role: Role::Owner,
        language: Language::Polish,
        team: TEAM_PL,
    },
    Staff {
        name: "Marta Zielińska",
        login: "marta",
        gender: Gender::She,
        vocative: "Pani Marto",
        role: Role::Lead,
        language: Language::Polish,
        team: TEAM_PL,
    },
    Staff {
        name: "Kacper Dudziak",
        login: "kacper",
        gender: Gender::He,
        vocative: "Panie Kacprze",
        role: Role::Agent,
        language: Language::Polish,
        team: TEAM_PL,
    },
    Staff {
        name: "Jolanta Śpiewak",
        login: "jolanta",
        gender: Gender::She,
        vocative: "Pani Jolanto",
        role: Role::Agent,
        language: Language::Polish,
        team: TEAM_PL,
    },
    Staff {
        name: "Aoife Brennan",
        login: "aoife",
        gender: Gender::She,
        vocative: "Aoife",
        role: Role::Lead,
        language: Language::English,
        team: TEAM_EN,
    },
    Staff {
        name: "Tomás Keane",
        login: "tomas",
        gender: Gender::He,
        vocative: "Tomás",
        role: Role::Agent,
        language: Language::English,
        team: TEAM_EN,
    },
];

/// The domain of the agents' logins.
const LOGIN_DOMAIN: &str = "kontuar.example";

/// The agents as the shop shows them.
pub(crate) fn agents() -> Vec<DemoAgent> {
    let shown = |staff: &Staff| {
        Some(DemoAgent {
            name: staff.name,
            login: Address::parse(&format!("{}@{LOGIN_DOMAIN}", staff.login))?,
            role: staff.role,
            language: staff.language,
            team: staff.team,
        })
    };
    STAFF.iter().filter_map(shown).collect()
}
