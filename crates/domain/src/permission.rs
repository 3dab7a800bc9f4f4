//! Who may do what: one place, asked by pages, streams and commands alike.
//!
//! A conversation has one owning scope, its team. A grant is a role in a scope. The same scope
//! filters lists, streams and single conversations.

use serde::{Deserialize, Serialize};

use crate::id::TeamId;

/// The roles that ship. Ordered by nothing: ask [`Grant::allows`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, everywhere.
    Owner,
    /// Everything but ownership.
    Admin,
    /// Leads a team: templates, rules, reassigning; no mailboxes, no keys.
    Lead,
    /// Answers.
    Agent,
    /// Sees, changes nothing.
    Observer,
}

impl Role {
    /// All roles, in the order of their numbers in the store.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Admin, Self::Lead, Self::Agent, Self::Observer];

    /// The number the store keeps.
    pub fn code(self) -> i64 {
        self as i64
    }

    /// The role with this number.
    pub fn from_code(code: i64) -> Option<Self> {
        usize::try_from(code).ok().and_then(|at| Self::ALL.get(at).copied())
    }

    /// The word for commands, configuration and Fluent keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Lead => "lead",
            Self::Agent => "agent",
            Self::Observer => "observer",
        }
    }

    /// The role with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether somebody with this role may give, take or touch `other`: only owners make and unmake owners.
    pub fn may_appoint(self, other: Self) -> bool {
        match self {
            Self::Owner => true,
            Self::Admin => other != Self::Owner,
            Self::Lead | Self::Agent | Self::Observer => false,
        }
    }

    /// Whether the role reaches every team rather than its own.
    pub fn reaches_all_teams(self) -> bool {
        matches!(self, Self::Owner | Self::Admin)
    }
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// See conversations, lists and streams.
    Read,
    /// Reply, note, tag, change status and priority, take for oneself.
    Answer,
    /// Give a conversation to somebody else.
    Reassign,
    /// Write the templates that others answer with.
    Prepare,
    /// See what could not be read, and let it be read again.
    Mend,
    /// Erase a contact.
    Erase,
    /// See how the installation fares.
    Operate,
    /// Invite colleagues, say who may what, and see who did.
    Govern,
}

/// A role in a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The scope.
    pub team: TeamId,
}

impl Action {
    /// All of them, the least first: what a page of roles shows.
    pub const ALL: [Self; 8] =
        [Self::Read, Self::Answer, Self::Reassign, Self::Prepare, Self::Mend, Self::Erase, Self::Operate, Self::Govern];

    /// The word for Fluent keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Answer => "answer",
            Self::Reassign => "reassign",
            Self::Prepare => "prepare",
            Self::Mend => "mend",
            Self::Erase => "erase",
            Self::Operate => "operate",
            Self::Govern => "govern",
        }
    }
}

impl Grant {
    /// Whether this grant allows `action` on something `team` owns.
    pub fn allows(self, action: Action, team: TeamId) -> bool {
        if !self.role.reaches_all_teams() && self.team != team {
            return false;
        }
        match action {
            Action::Read => true,
            Action::Answer => self.role != Role::Observer,
            Action::Reassign => matches!(self.role, Role::Owner | Role::Admin | Role::Lead | Role::Agent),
            Action::Prepare | Action::Mend => matches!(self.role, Role::Owner | Role::Admin | Role::Lead),
            Action::Erase | Action::Operate | Action::Govern => matches!(self.role, Role::Owner | Role::Admin),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    #[test]
    fn scopes_and_roles_bound_every_action() {
        let (own, other) = (TeamId::from_raw(1), TeamId::from_raw(2));
        let may = |role, action, team| Grant { role, team: own }.allows(action, team);
        for action in [Action::Read, Action::Answer, Action::Reassign, Action::Erase, Action::Operate] {
            assert!(may(Role::Owner, action, other));
            assert!(!may(Role::Agent, action, other), "an agent stays in the own team");
            assert_eq!(may(Role::Observer, action, own), action == Action::Read);
        }
        assert!(may(Role::Agent, Action::Answer, own));
        assert!(!may(Role::Lead, Action::Erase, own));
        assert!(may(Role::Lead, Action::Mend, own) && !may(Role::Lead, Action::Mend, other));
        assert!(!may(Role::Agent, Action::Mend, own));
        assert!(may(Role::Lead, Action::Prepare, own) && !may(Role::Agent, Action::Prepare, own));
        assert!(may(Role::Admin, Action::Govern, other) && !may(Role::Lead, Action::Govern, own));
        assert!(Role::Owner.may_appoint(Role::Owner) && !Role::Admin.may_appoint(Role::Owner));
        assert!(Role::Admin.may_appoint(Role::Admin) && !Role::Lead.may_appoint(Role::Observer));
    }
}
