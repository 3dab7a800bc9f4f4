//! Messages: what was written in a conversation, and answering.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{HeaderName, LOCATION};
use domain::channel::Party;
use domain::id::{DeliveryId, Id, MessageId};
use domain::permission::{Action, Grant};
use engine::commands::{self, Reply};
use serde::{Deserialize, Serialize};
use store::pages::Shown;
use utoipa::{IntoParams, ToSchema};

use super::conversations::{Then, ThenWord};
use super::{Page, card};
use crate::admit::Caller;
use crate::api::Api;
use crate::form::{
    AgentKey, ContactKey, ConversationKey, DeliveryKey, FiftyLimit, Key, MessageKey, MessageKindWord, Moment, Word,
};
use crate::problem::Problem;
use crate::strict::{Asked, At, NoQuery};
use crate::wish::{IdempotencyKey, Wish};
use crate::{PREFIX, cursor};

/// Somebody with an address.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Person {
    #[schema(required)]
    name: Option<String>,
    address: String,
}

impl From<Party> for Person {
    fn from(party: Party) -> Self {
        Self { name: party.name, address: party.address.to_string() }
    }
}

/// A file that came with a message.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Attachment {
    /// Its place among the files of the message, which is how it is fetched.
    #[schema(minimum = 0)]
    place: i64,
    /// The name that the sender gave it: for showing, never for a path.
    name: String,
    /// What the sender says it is.
    media_type: String,
    #[schema(minimum = 0)]
    bytes: i64,
    /// Whether the mail shows it within its text.
    inline: bool,
}

/// A message or note.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Message {
    id: MessageKey,
    conversation: ConversationKey,
    kind: MessageKindWord,
    at: Moment,
    /// The customer who wrote it.
    #[schema(required)]
    contact: Option<ContactKey>,
    /// The agent who wrote it.
    #[schema(required)]
    agent: Option<AgentKey>,
    /// Whether a machine wrote it.
    automatic: bool,
    /// As whom it was sent; null for notes, and when it was erased.
    #[schema(required)]
    from: Option<Person>,
    to: Vec<Person>,
    cc: Vec<Person>,
    /// What was written, as plain text; null when it was erased.
    #[schema(required)]
    text: Option<String>,
    /// Whether `text` is only the beginning; the message alone has all of it.
    text_cut: bool,
    /// Whether it has a form in HTML as well.
    has_html: bool,
    attachments: Vec<Attachment>,
    /// Its way out, for what was sent from here.
    #[schema(required)]
    delivery: Option<DeliveryKey>,
}

impl Message {
    fn made_from(shown: Shown, delivery: Option<DeliveryId>) -> Self {
        Self {
            id: Key(shown.id),
            conversation: Key(shown.conversation),
            kind: Word(shown.kind),
            at: Moment(shown.at),
            contact: shown.contact.map(Key),
            agent: shown.agent.map(Key),
            automatic: shown.automatic,
            from: shown.sender.map(Person::from),
            to: shown.recipients.to.into_iter().map(Person::from).collect(),
            cc: shown.recipients.cc.into_iter().map(Person::from).collect(),
            text: shown.text,
            text_cut: shown.cut,
            has_html: shown.html,
            attachments: shown
                .files
                .into_iter()
                .map(|file| Attachment {
                    place: file.place,
                    name: file.name,
                    media_type: file.media_type,
                    bytes: file.bytes,
                    inline: file.inline,
                })
                .collect(),
            delivery: delivery.map(Key),
        }
    }
}

/// Which messages.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// How many at most.
    #[serde(default)]
    #[param(inline, required = false)]
    limit: FiftyLimit,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
}

/// The messages and notes of a conversation, the oldest first.
#[utoipa::path(get, path = "/conversations/{conversation}/messages", operation_id = "listMessages", tag = "Messages",
    params(("conversation" = inline(ConversationKey), Path), Wanted),
    responses((status = 200, body = Page<Message>)), security(("token" = ["conversations:read"])))]
pub(super) async fn list(
    State(api): State<Api>,
    caller: Caller,
    At(Key(conversation)): At<ConversationKey>,
    Asked(wanted): Asked<Wanted>,
) -> Result<Json<Page<Message>>, Problem> {
    card(&api, caller.grant(), conversation).await?;
    let name = format!("messages.{conversation}");
    let after = wanted.cursor.as_deref().map(|cursor| cursor::read(&name, cursor)).transpose()?;
    let after = MessageId::from_raw(after.map_or(0, |(after, _)| after));
    let limit = wanted.limit.get();
    let read = move |conn: &mut store::Conn| -> store::Result<_> {
        let mut ids = store::pages::page(conn, conversation, after, limit + 1)?;
        let more = ids.len() > limit;
        ids.truncate(limit);
        let (Some(first), Some(last)) = (ids.first().copied(), ids.last().copied()) else {
            return Ok((Vec::new(), None));
        };
        let mut shown = store::pages::messages(conn, conversation, first, last)?;
        let sent = store::delivery::states_of(conn, conversation)?;
        let found = ids.iter().filter_map(|id| shown.remove(id));
        let messages = found.map(|shown| {
            let delivery = sent.get(&shown.id).map(|standing| standing.delivery);
            Message::made_from(shown, delivery)
        });
        Ok((messages.collect(), more.then_some(last)))
    };
    let (items, last): (Vec<Message>, Option<MessageId>) = api.read(read).await?;
    Ok(Json(Page { items, next: last.map(|last| cursor::write(&name, (last.raw(), 0))) }))
}

/// A message that the caller may see, whole.
pub(super) async fn find(api: &Api, grant: Grant, id: MessageId) -> Result<Message, Problem> {
    let read = move |conn: &mut store::Conn| -> store::Result<_> {
        let Some(message) = store::message::by_id(conn, id)? else { return Ok(None) };
        let conversation = message.conversation;
        let team = store::conversation::load(conn, conversation)?.map(|state| state.team);
        if !team.is_some_and(|team| grant.allows(Action::Read, team)) {
            return Ok(None);
        }
        let Some(mut shown) = store::pages::messages(conn, conversation, id, id)?.remove(&id) else { return Ok(None) };
        if shown.cut {
            shown.text = store::message::content(conn, id)?.map(|content| content.text);
            shown.cut = false;
        }
        let sent = store::delivery::states_of(conn, conversation)?;
        let delivery = sent.get(&id).map(|standing| standing.delivery);
        Ok(Some(Message::made_from(shown, delivery)))
    };
    api.read(read).await?.ok_or(Problem::NotFound)
}

/// One message, with all of its text.
#[utoipa::path(get, path = "/messages/{message}", operation_id = "getMessage", tag = "Messages",
    params(("message" = inline(MessageKey), Path)),
    responses((status = 200, body = Message)), security(("token" = ["conversations:read"])))]
pub(super) async fn show(
    State(api): State<Api>,
    caller: Caller,
    At(Key(id)): At<MessageKey>,
    _: NoQuery,
) -> Result<Json<Message>, Problem> {
    find(&api, caller.grant(), id).await.map(Json)
}

/// An answer to the customer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewMessage {
    /// What is written; the inbox's signature is put below it.
    #[schema(min_length = 1, max_length = 200_000, pattern = r"[^\s\u0000]")]
    text: String,
    /// What becomes of the conversation; not named: it waits for the customer.
    then: Option<ThenWord>,
    /// The newest message of the customer that was read. When a newer one has come, nothing is sent.
    seen: Option<MessageKey>,
}

/// Answers the customer, from the conversation's inbox, in the name of the token's agent.
///
/// The message is queued when this returns; its delivery says what became of it. Who has not taken the conversation
/// takes it.
#[utoipa::path(post, path = "/conversations/{conversation}/messages", operation_id = "sendMessage", tag = "Messages",
    params(("conversation" = inline(ConversationKey), Path), ("Idempotency-Key" = inline(Option<IdempotencyKey>), Header)),
    request_body = NewMessage,
    responses((status = 201, description = "It is queued", body = Message)), security(("token" = ["messages:send"])))]
pub(super) async fn send(
    State(api): State<Api>,
    At(Key(conversation)): At<ConversationKey>,
    _: NoQuery,
    wish: Wish<NewMessage>,
) -> Result<Created, Problem> {
    let by = wish.caller.by();
    let NewMessage { text, then, seen } = wish.body;
    let reply = Reply {
        conversation,
        text,
        then: then.map_or_else(Then::default, |Word(then)| then).status(),
        once: fresh(&api),
        seen: seen.map(|Key(seen)| seen),
    };
    let message = commands::reply(&wish.engine, by, reply).await?;
    find(&api, by.grant, message).await.map(created)
}

/// A key of a form that nobody sent yet: who sends a request twice says so by its Idempotency-Key.
pub(super) fn fresh(api: &Api) -> String {
    format!("api:{}", api.engine().id::<MessageId>())
}

/// The answer that a message came to be, and where it is.
pub(super) type Created = (StatusCode, [(HeaderName, String); 1], Json<Message>);

/// Says so of a message.
pub(super) fn created(message: Message) -> Created {
    let place = format!("{PREFIX}/messages/{}", message.id.0);
    (StatusCode::CREATED, [(LOCATION, place)], Json(message))
}
