//! An event of an audit in words: who, what, to whom.

use std::collections::HashMap;
use std::sync::Arc;

use domain::access::Access;
use domain::event::{Actor, Event, Fact};
use domain::id::{AgentId, TeamId};
use domain::operation::Operation;
use domain::permission::Role;
use store::agent::Agent;

use crate::directory::Directory;
use crate::fault::Fault;
use crate::language::Language;
use crate::pages::audit::Done;
use crate::web::Web;
use crate::words::{Args, word, words};

/// What people, teams and things are called, in a language.
pub(super) struct Names {
    people: Arc<Directory>,
    /// Shops, teams, inboxes, tokens, webhooks and templates by the text of their ids.
    things: HashMap<String, String>,
    language: Language,
}

impl Names {
    pub(super) async fn read(web: &Web, language: Language) -> Result<Self, Fault> {
        let read = |conn: &mut store::Conn| -> store::Result<HashMap<String, String>> {
            let mut things = HashMap::new();
            things.extend(store::brand::brands(conn)?.into_iter().map(|one| (one.id.to_string(), one.name)));
            things.extend(store::brand::teams(conn)?.into_iter().map(|one| (one.id.to_string(), one.name)));
            let inboxes = store::brand::inboxes(conn)?.into_iter();
            things.extend(inboxes.map(|one| (one.id.to_string(), one.address.to_string())));
            things.extend(store::token::all(conn)?.into_iter().map(|one| (one.id.to_string(), one.name)));
            things.extend(store::webhook::all(conn)?.into_iter().map(|one| (one.id.to_string(), one.name)));
            things.extend(store::template::names(conn)?.into_iter().map(|(id, name)| (id.to_string(), name)));
            Ok(things)
        };
        let things = web.store().read(read).await?;
        Ok(Self { people: web.directories().renew(web).await?, things, language })
    }

    /// Everybody one can search for.
    pub(super) fn people(&self) -> impl Iterator<Item = &Agent> {
        self.people.agents().iter()
    }

    fn person(&self, id: AgentId) -> String {
        self.people.person(id).map_or_else(|| word(self.language, "actor-word-former"), |person| person.name)
    }

    /// What a thing is called; by its id where it is gone.
    fn thing(&self, id: impl std::fmt::Display) -> String {
        let id = id.to_string();
        self.things.get(&id).cloned().unwrap_or(id)
    }

    fn role(&self, role: Role) -> String {
        word(self.language, &format!("role-word-{}", role.word()))
    }

    /// One event in words.
    pub(super) fn done(&self, event: &Event) -> Done {
        let (key, args) = self.sentence(&event.fact);
        let who = match &event.actor {
            Actor::Agent(agent) => self.person(*agent),
            // At the door nobody knows who it was.
            _ if matches!(event.fact, Fact::AgentAccessed { what: Access::Refused | Access::ResetAsked, .. }) => {
                word(self.language, "audit-who-door")
            }
            _ => word(self.language, "audit-who-operator"),
        };
        let about = event.fact.about().filter(|agent| event.actor != Actor::Agent(*agent));
        Done {
            at: event.at,
            who,
            what: words(self.language, &key, &args).unwrap_or_else(|| event.fact.kind().to_owned()),
            about: about.map(|agent| self.person(agent)),
            kind: event.fact.topic().map_or("", |topic| topic.word()),
        }
    }

    /// The key of its sentence, and what the sentence names.
    fn sentence(&self, fact: &Fact) -> (String, Args<'static>) {
        let place =
            |team: TeamId, role| Args::from([("role", self.role(role).into()), ("team", self.thing(team).into())]);
        let named = |thing: String| Args::from([("name", thing.into())]);
        let (word, args) = match fact {
            Fact::AgentCreated { team, role, .. } => ("created", place(*team, *role)),
            Fact::AgentChanged { team, role, from_team, from_role, .. } => {
                let mut args = place(*team, *role);
                args.insert("from_role", self.role(*from_role).into());
                args.insert("from_team", self.thing(*from_team).into());
                ("changed", args)
            }
            Fact::AgentSwitched { on, .. } => (if *on { "on" } else { "off" }, Args::new()),
            Fact::AgentInvited { team, role, .. } => ("invited", place(*team, *role)),
            Fact::AgentInvitationEnded { agent: Some(_), .. } => ("joined", Args::new()),
            Fact::AgentInvitationEnded { agent: None, .. } => ("withdrawn", Args::new()),
            Fact::AgentAccessed { what, .. } => (what.word(), Args::new()),
            Fact::BrandCreated { brand } => ("brand-created", named(self.thing(brand))),
            Fact::TeamCreated { team } => ("team-created", named(self.thing(team))),
            Fact::InboxCreated { inbox, .. } => ("inbox-created", named(self.thing(inbox))),
            Fact::ContactErased { contact } => ("contact-erased", named(contact.to_string())),
            Fact::RetentionSet { class, days } => {
                let class = word(self.language, &format!("retention-class-{}", class.word()));
                let kept = if days.is_some() { "retention-set" } else { "retention-unset" };
                (kept, Args::from([("class", class.into()), ("days", days.unwrap_or_default().into())]))
            }
            Fact::Operated(operation) => (operation.word(), self.things_of(*operation)),
            other => (other.kind(), Args::new()),
        };
        (format!("audit-what-{word}"), args)
    }

    fn things_of(&self, operation: Operation) -> Args<'static> {
        let name = match operation {
            Operation::BrandRenamed { brand } => self.thing(brand),
            Operation::TeamRenamed { team } => self.thing(team),
            Operation::MailboxConnected { inbox }
            | Operation::MailboxRenewed { inbox }
            | Operation::MailboxSwitchedOff { inbox }
            | Operation::MailboxHorizonChosen { inbox }
            | Operation::MailboxChanged { inbox, .. } => self.thing(inbox),
            Operation::TokenMade { token, .. } | Operation::TokenEnded { token } => self.thing(token),
            Operation::WebhookMade { webhook }
            | Operation::WebhookChanged { webhook }
            | Operation::WebhookStarted { webhook }
            | Operation::WebhookStopped { webhook }
            | Operation::WebhookMovedOn { webhook }
            | Operation::WebhookRenewed { webhook }
            | Operation::WebhookResent { webhook }
            | Operation::WebhookRemoved { webhook } => self.thing(webhook),
            Operation::TemplateMade { template }
            | Operation::TemplateChanged { template }
            | Operation::TemplateRemoved { template }
            | Operation::TemplateTakenBack { template } => self.thing(template),
            Operation::TemplatesImported { templates } => return Args::from([("count", templates.into())]),
            Operation::RawRetried { raw } | Operation::RawGivenUp { raw } | Operation::RawTakenBack { raw } => {
                raw.to_string()
            }
            Operation::RawsRetried { raws } => return Args::from([("count", raws.into())]),
            Operation::ContactExported { contact } => contact.to_string(),
            Operation::AuditExported | Operation::KeyRotated | Operation::BackupTaken => {
                return Args::new();
            }
        };
        Args::from([("name", name.into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::Id;
    use domain::operation::MailboxPart;

    #[test]
    fn every_deed_has_its_sentence_in_both_languages() {
        let (inbox, token, webhook, raw) = (Id::from_raw(1), Id::from_raw(1), Id::from_raw(1), Id::from_raw(1));
        let template = Id::from_raw(1);
        let all = [
            Operation::BrandRenamed { brand: Id::from_raw(1) },
            Operation::TeamRenamed { team: Id::from_raw(1) },
            Operation::MailboxConnected { inbox },
            Operation::MailboxRenewed { inbox },
            Operation::MailboxSwitchedOff { inbox },
            Operation::MailboxHorizonChosen { inbox },
            Operation::TokenMade { token, agent: Id::from_raw(1) },
            Operation::TokenEnded { token },
            Operation::WebhookMade { webhook },
            Operation::WebhookChanged { webhook },
            Operation::WebhookStarted { webhook },
            Operation::WebhookStopped { webhook },
            Operation::WebhookMovedOn { webhook },
            Operation::WebhookRenewed { webhook },
            Operation::WebhookResent { webhook },
            Operation::WebhookRemoved { webhook },
            Operation::RawRetried { raw },
            Operation::RawsRetried { raws: 3 },
            Operation::RawGivenUp { raw },
            Operation::RawTakenBack { raw },
            Operation::TemplateMade { template },
            Operation::TemplateChanged { template },
            Operation::TemplateRemoved { template },
            Operation::TemplateTakenBack { template },
            Operation::TemplatesImported { templates: 3 },
            Operation::ContactExported { contact: Id::from_raw(1) },
            Operation::AuditExported,
            Operation::KeyRotated,
            Operation::BackupTaken,
        ];
        let parts = MailboxPart::ALL.map(|part| Operation::MailboxChanged { inbox, part });
        for language in [Language::Pl, Language::En] {
            let names = Names { people: Arc::default(), things: HashMap::new(), language };
            for operation in all.into_iter().chain(parts) {
                let (key, args) = names.sentence(&Fact::Operated(operation));
                assert!(words(language, &key, &args).is_some(), "{key} in {}", language.code());
            }
        }
    }
}
