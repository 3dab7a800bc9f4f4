//! What every page of a signed-in person is framed by.

use domain::id::{AgentId, Id};
use domain::permission::Role;
use serde::Serialize;

use super::mailboxes::Banner;

/// The rail, the connection line, and what the scripts need to know.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// Who is signed in.
    pub me: Me,
    /// Whether this is the demo shop.
    pub demo: bool,
    /// What stands above it while a mailbox is silent.
    pub banner: Option<Banner>,
    /// Where this page stands, for the language switch to come back to.
    pub path: String,
}

/// Whoever is signed in.
#[derive(Clone, Debug, Serialize)]
pub struct Me {
    /// The id.
    pub id: AgentId,
    /// The name.
    pub name: String,
    /// The role's word.
    pub role: &'static str,
    /// Whether the role answers at all; one that only reads sees no controls.
    pub answers: bool,
}

impl Frame {
    pub(super) fn sample() -> Self {
        Self {
            me: Me {
                id: AgentId::from_raw(4_021),
                name: "Anna Maria Wiśniewska".to_owned(),
                role: Role::Agent.word(),
                answers: true,
            },
            demo: true,
            banner: None,
            path: "/inbox/to-answer".to_owned(),
        }
    }
}

/// A person in short.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// The id.
    pub id: AgentId,
    /// The name.
    pub name: String,
}
