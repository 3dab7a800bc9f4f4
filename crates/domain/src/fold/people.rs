//! The sum over what the log says of the people who answer: where each stands, and who was asked to join.

use std::collections::HashMap;

use crate::access::Place;
use crate::event::Fact;
use crate::id::{AgentId, InvitationId};

/// Where somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Their role in their team.
    pub place: Place,
    /// Whether they may sign in.
    pub on: bool,
}

/// Everybody.
#[derive(Debug, Default)]
pub struct People {
    /// Those who answer.
    pub members: HashMap<AgentId, Member>,
    /// Who was asked to join, and whether that is over.
    pub invitations: HashMap<InvitationId, bool>,
    /// What contradicts itself.
    pub contradictions: Vec<String>,
}

impl People {
    /// Takes the next fact; those about other things change nothing.
    pub fn take(&mut self, fact: &Fact) {
        match fact {
            Fact::AgentCreated { agent, team, role } => {
                let member = Member { place: Place { team: *team, role: *role }, on: true };
                self.members.insert(*agent, member);
            }
            Fact::AgentChanged { agent, team, role, from_team, from_role } => {
                let from = Place { team: *from_team, role: *from_role };
                match self.members.get_mut(agent) {
                    Some(member) if member.place == from => member.place = Place { team: *team, role: *role },
                    _ => self.contradictions.push(format!("{agent} left a place where they did not stand")),
                }
            }
            Fact::AgentSwitched { agent, on } => match self.members.get_mut(agent) {
                Some(member) if member.on != *on => member.on = *on,
                _ => self.contradictions.push(format!("{agent} was switched to what they were")),
            },
            Fact::AgentInvited { invitation, .. } => {
                self.invitations.insert(*invitation, false);
            }
            Fact::AgentInvitationEnded { invitation, .. } => {
                let before = self.invitations.insert(*invitation, true);
                let words = (before != Some(false)).then(|| format!("{invitation} ended and was not open"));
                self.contradictions.extend(words);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{Id, TeamId};
    use crate::permission::Role;

    #[test]
    fn people_stand_where_they_were_put_last() {
        let (agent, one, two) = (AgentId::from_raw(1), TeamId::from_raw(1), TeamId::from_raw(2));
        let mut people = People::default();
        people.take(&Fact::AgentCreated { agent, team: one, role: Role::Agent });
        let moved = Fact::AgentChanged { agent, team: two, role: Role::Lead, from_team: one, from_role: Role::Agent };
        people.take(&moved);
        people.take(&Fact::AgentSwitched { agent, on: false });
        assert_eq!(people.members[&agent], Member { place: Place { team: two, role: Role::Lead }, on: false });
        assert!(people.contradictions.is_empty());
        people.take(&moved);
        people.take(&Fact::AgentSwitched { agent, on: false });
        people.take(&Fact::AgentInvitationEnded { invitation: InvitationId::from_raw(1), agent: None });
        assert_eq!(people.contradictions.len(), 3, "{:?}", people.contradictions);
    }
}
