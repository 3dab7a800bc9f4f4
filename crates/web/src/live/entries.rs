//! From events to what changes on pages: rows, items of timelines, controls.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::sync::{Arc, OnceLock};

use domain::event::{Event, Fact, Position};
use domain::id::{AgentId, ConversationId, MessageId, TeamId};
use store::Conn;
use store::delivery::Standing;
use store::pages::Card;

use super::again;
use crate::agent::{Piece, controls, item, message_of, row};
use crate::directory::Directory;
use crate::language::Language;
use crate::pages::conversation::ControlsPart;
use crate::pages::list::OneRow;
use crate::pages::timeline::{Item, Items};
use crate::pages::times::Times;
use crate::pages::{Page, Unrenderable};
use crate::web::Web;

/// One log position and what it changes on pages, rendered once a language at most.
#[derive(Debug)]
pub(super) struct Entry {
    /// The position.
    pub position: Position,
    /// Whose conversation it is about; `None`: about none, nobody sees anything of it.
    pub team: Option<TeamId>,
    /// Whether pages cannot be mended piece by piece: somebody was erased from all of them.
    pub upsets: bool,
    /// Whose way in it is about.
    unsettles: Option<AgentId>,
    change: Option<Change>,
    html: [OnceLock<String>; 2],
}

/// What a position changes. The row and the controls stand as they were read, which may be later than
/// the position: so they come with the last position of the conversation in a batch only.
#[derive(Debug)]
struct Change {
    conversation: ConversationId,
    piece: Piece,
    card: Option<Card>,
    controls: bool,
    again: Vec<String>,
    names: Arc<Directory>,
}

/// Reads what these events change.
pub(super) async fn read(web: &Web, events: Vec<Event>) -> store::Result<Vec<Entry>> {
    let found = web.store().read(move |conn| look_up(conn, &events)).await?;
    let cards: Vec<Card> = found.iter().filter_map(|found| found.card.clone()).collect();
    let tagged = found.iter().filter_map(|found| match found.piece.event.fact {
        Fact::Tagged { tag, .. } | Fact::Untagged { tag, .. } => Some(tag),
        _ => None,
    });
    let mut names = web.directories().get_for(web, &cards).await?;
    if tagged.into_iter().any(|tag| names.tag(tag).is_none()) {
        names = web.directories().renew(web).await?;
    }
    Ok(found.into_iter().map(|found| found.entry(&names)).collect())
}

/// An event with everything it points to.
struct Found {
    piece: Piece,
    team: Option<TeamId>,
    card: Option<Card>,
    controls: bool,
    again: Vec<String>,
}

impl Found {
    fn entry(self, names: &Arc<Directory>) -> Entry {
        let Self { piece, team, card, controls, again } = self;
        let upsets = matches!(piece.event.fact, Fact::ContactErased { .. });
        let position = piece.event.position;
        let unsettles = piece.event.fact.unsettles();
        let change = piece.event.fact.conversation().filter(|_| team.is_some()).map(|conversation| Change {
            conversation,
            piece,
            card,
            controls,
            again,
            names: names.clone(),
        });
        Entry { position, team, upsets, unsettles, change, html: Default::default() }
    }
}

fn look_up(conn: &mut Conn, events: &[Event]) -> store::Result<Vec<Found>> {
    let as_of = store::log::head(conn)?;
    let mut cards: HashMap<ConversationId, Card> = HashMap::new();
    let mut standings: HashMap<ConversationId, HashMap<MessageId, Standing>> = HashMap::new();
    let mut last: HashMap<ConversationId, Position> = HashMap::new();
    let mut last_controls: HashMap<ConversationId, Position> = HashMap::new();
    for event in events {
        let Some(id) = event.fact.conversation() else { continue };
        if !last.contains_key(&id)
            && let Some(card) = store::pages::one(conn, id)?
        {
            cards.insert(id, card);
        }
        last.insert(id, event.position);
        if moves_controls(&event.fact) {
            last_controls.insert(id, event.position);
        }
    }
    let mut found = Vec::with_capacity(events.len());
    for event in events {
        let id = event.fact.conversation();
        let mut piece = Piece { event: event.clone(), as_of, shown: None, standing: None };
        if let (Some(id), Some(message)) = (id, message_of(&event.fact)) {
            piece.shown = store::pages::messages(conn, id, message, message)?.remove(&message);
            if is_outgoing(&event.fact) {
                let of = match standings.entry(id) {
                    Slot::Occupied(of) => of.into_mut(),
                    Slot::Vacant(slot) => slot.insert(store::delivery::states_of(conn, id)?),
                };
                piece.standing = of.get(&message).cloned();
            }
        }
        let card = id.and_then(|id| cards.get(&id));
        let at = |last: &HashMap<_, _>| id.is_some_and(|id| last.get(&id) == Some(&event.position));
        found.push(Found {
            piece,
            team: card.map(|card| card.team),
            card: card.filter(|_| at(&last)).cloned(),
            controls: at(&last) && id.is_some_and(|id| last_controls.contains_key(&id)),
            again: again::panes(conn, &event.fact)?,
        });
    }
    Ok(found)
}

fn is_outgoing(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::MessageReplied { .. }
            | Fact::DeliverySent { .. }
            | Fact::DeliveryFailed { .. }
            | Fact::DeliveryUncertain { .. }
            | Fact::DeliveryBounced { .. }
            | Fact::DeliveryRequeued { .. }
            | Fact::DeliverySettled { .. }
    )
}

fn moves_controls(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::ConversationAssigned { .. }
            | Fact::StatusChanged { .. }
            | Fact::PriorityChanged { .. }
            | Fact::Tagged { .. }
            | Fact::Untagged { .. }
            | Fact::MessageReceived { .. }
            | Fact::DeliveryBounced { .. }
            | Fact::SpamJudged { .. }
            | Fact::ConversationAbsorbed { .. }
            | Fact::ConversationReleased { .. }
    )
}

impl Entry {
    /// Whether it is about this person's way in, so that their stream looks again whether they may listen, and to what.
    pub(super) fn unsettles(&self, agent: AgentId) -> bool {
        self.unsettles == Some(agent)
    }

    /// The fragments, in a language. Empty when nothing of it is shown anywhere.
    pub(super) fn html(&self, web: &Web, language: Language) -> &str {
        let slot = match language {
            Language::Pl => &self.html[0],
            Language::En => &self.html[1],
        };
        slot.get_or_init(|| {
            let Some(change) = &self.change else { return String::new() };
            change.html(web, language).unwrap_or_else(|error| {
                // A defect of a template: the position is passed on without its fragments.
                tracing::error!(position = self.position.0, template = error.template, error = %error.source, "could not render");
                String::new()
            })
        })
    }
}

impl Change {
    fn html(&self, web: &Web, language: Language) -> Result<String, Unrenderable> {
        let mut html = String::new();
        let id = self.conversation;
        let times = Times { language, zone: web.zone().clone(), now: web.now() };
        if let Some((at, item)) = item(&self.piece, &self.names, &times) {
            let items = Items { items: vec![Item::Day { at }, item], earlier: None };
            part(web, language, &mut html, &format!("#timeline-{id}"), "upsert", &items)?;
        }
        for pane in &self.again {
            // A pane that was read since knows already, that of whoever did it above all.
            html.push_str(&partial(pane, "again", &format!("<i data-as-of=\"{}\"></i>", self.piece.event.position)));
        }
        let Some(card) = &self.card else { return Ok(html) };
        if self.controls {
            let controls = ControlsPart { controls: controls(card, &self.names, self.piece.as_of) };
            part(web, language, &mut html, &format!("#controls-{id}"), "renew", &controls)?;
        }
        part(web, language, &mut html, "#rows", "row", &OneRow { row: row(card, &self.names, self.piece.as_of) })?;
        Ok(html)
    }
}

fn part<P: Page>(
    web: &Web,
    language: Language,
    html: &mut String,
    target: &str,
    swap: &str,
    page: &P,
) -> Result<(), Unrenderable> {
    html.push_str(&partial(target, swap, &web.pages().render(language, web.now(), page)?));
    Ok(())
}

/// A fragment that htmx puts where it belongs; where nothing matches `target`, it does nothing.
pub(crate) fn partial(target: &str, swap: &str, html: &str) -> String {
    format!("<hx-partial hx-target=\"{target}\" hx-swap=\"{swap}\">{html}</hx-partial>")
}
