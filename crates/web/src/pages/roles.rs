//! What each role may do: a matrix that is asked of the rules, never written down.

use domain::id::{Id, TeamId};
use domain::permission::{Action, Grant, Role};
use serde::Serialize;

use super::Page;
use super::mailboxes::Banner;

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct Roles {
    /// The roles: their words.
    pub roles: Vec<&'static str>,
    /// What there is to do.
    pub rows: Vec<May>,
    /// What stands above it while a mailbox is silent.
    pub banner: Option<Banner>,
    /// Where this page stands.
    pub path: String,
}

/// Who may do one thing.
#[derive(Clone, Debug, Serialize)]
pub struct May {
    /// The word of what it is.
    pub action: &'static str,
    /// How far each role reaches, in the order of the roles: `all`, `own` or `no`.
    pub reach: Vec<&'static str>,
}

impl Roles {
    /// As the rules say.
    pub fn of_rules(banner: Option<Banner>) -> Self {
        let (own, other) = (TeamId::from_raw(1), TeamId::from_raw(2));
        let reach = |role, action| {
            let grant = Grant { role, team: own };
            match (grant.allows(action, own), grant.allows(action, other)) {
                (_, true) => "all",
                (true, false) => "own",
                (false, false) => "no",
            }
        };
        let mut rows: Vec<May> = Action::ALL
            .into_iter()
            .map(|action| May { action: action.word(), reach: Role::ALL.map(|role| reach(role, action)).into() })
            .collect();
        let owners = Role::ALL.map(|role| if role.may_appoint(Role::Owner) { "all" } else { "no" });
        rows.push(May { action: "own", reach: owners.into() });
        Self { roles: Role::ALL.map(Role::word).into(), rows, banner, path: "/people/roles".to_owned() }
    }
}

impl Page for Roles {
    const TEMPLATE: &'static str = "people/roles.html";

    fn samples() -> Vec<Self> {
        vec![Self::of_rules(None)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_says_what_the_rules_say() {
        let page = Roles::of_rules(None);
        let reach = |action: &str| page.rows.iter().find(|row| row.action == action).unwrap().reach.clone();
        assert_eq!(reach("read"), ["all", "all", "own", "own", "own"]);
        assert_eq!(reach("answer"), ["all", "all", "own", "own", "no"]);
        assert_eq!(reach("govern"), ["all", "all", "no", "no", "no"]);
        assert_eq!(reach("own"), ["all", "no", "no", "no", "no"]);
    }
}
