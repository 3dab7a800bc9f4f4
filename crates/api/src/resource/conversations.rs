//! Conversations: lists by id and status, one of them, and what changes on it.

use std::borrow::Cow;

use axum::Json;
use axum::extract::State;
use domain::conversation::Status;
use domain::id::{ConversationId, Id, made_at};
use engine::commands::{self, Change, Holder};
use serde::{Deserialize, Serialize};
use store::pages::Card;
use utoipa::{IntoParams, ToSchema};

use super::{Page, card};
use crate::admit::Caller;
use crate::api::{Api, teams};
use crate::cursor;
use crate::form::{
    AgentKey, BrandKey, ContactKey, ConversationKey, Field, InboxKey, Key, Limit, Moment, PriorityWord, StatusWord,
    TagKey, TeamKey, ViewWord, Word, Words,
};
use crate::problem::Problem;
use crate::strict::{Asked, At, NoQuery};
use crate::wish::{IdempotencyKey, Wish};

/// One matter of a customer, on whichever channels it moves.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Conversation {
    pub(super) id: ConversationKey,
    /// The number that people say, counted per brand.
    #[schema(minimum = 1)]
    number: i64,
    brand: BrandKey,
    inbox: InboxKey,
    /// The team that owns it.
    team: TeamKey,
    contact: ContactKey,
    status: StatusWord,
    priority: PriorityWord,
    /// Who has it.
    #[schema(required)]
    assignee: Option<AgentKey>,
    /// The list that it stands in.
    view: ViewWord,
    tags: Vec<TagKey>,
    /// Null when it was erased.
    #[schema(required)]
    subject: Option<String>,
    /// The first words of the newest message; null when they were erased.
    #[schema(required)]
    preview: Option<String>,
    /// Since when the customer waits for an answer.
    #[schema(required)]
    waiting_since: Option<Moment>,
    opened_at: Moment,
    /// When the last message or note was written.
    last_at: Moment,
    /// Until when it is put aside.
    #[schema(required)]
    snoozed_until: Option<Moment>,
    /// The conversation that it continues.
    #[schema(required)]
    follows: Option<ConversationKey>,
    /// The conversation that its messages were joined into.
    #[schema(required)]
    merged_into: Option<ConversationKey>,
}

impl From<Card> for Conversation {
    fn from(card: Card) -> Self {
        Self {
            id: Key(card.id),
            number: card.number,
            brand: Key(card.brand),
            inbox: Key(card.inbox),
            team: Key(card.team),
            contact: Key(card.contact),
            status: Word(card.status),
            priority: Word(card.priority),
            assignee: card.assignee.map(Key),
            view: Word(card.bucket),
            tags: card.tags.into_iter().map(Key).collect(),
            subject: card.subject,
            preview: card.preview,
            waiting_since: card.waiting_since.map(Moment),
            opened_at: Moment(made_at(card.id)),
            last_at: Moment(card.last_at),
            snoozed_until: card.snoozed_until.map(Moment),
            follows: card.follows.map(Key),
            merged_into: card.merged_into.map(Key),
        }
    }
}

/// Which conversations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only those that stand like this.
    #[param(inline)]
    status: Option<StatusWord>,
    /// How many at most.
    #[serde(default)]
    #[param(inline, required = false)]
    limit: Limit,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
}

/// All conversations that the token's agent sees, in the order in which they began.
///
/// The order never changes, so whoever follows `next` sees each once. What changes later is told by the events.
#[utoipa::path(get, path = "/conversations", operation_id = "listConversations", tag = "Conversations", params(Wanted),
    responses((status = 200, body = Page<Conversation>)), security(("token" = ["conversations:read"])))]
pub(super) async fn list(
    State(api): State<Api>,
    caller: Caller,
    Asked(wanted): Asked<Wanted>,
) -> Result<Json<Page<Conversation>>, Problem> {
    let statuses: Vec<Status> = wanted.status.map_or_else(Status::all, |status| vec![status.0]);
    let name = wanted.status.map_or(Cow::Borrowed("conversations"), |status| Words::word(status.0));
    let after = wanted.cursor.as_deref().map(|cursor| cursor::read(&name, cursor)).transpose()?;
    let after = ConversationId::from_raw(after.map_or(0, |(after, _)| after));
    let (grant, limit) = (caller.grant(), wanted.limit.get());
    let read = move |conn: &mut store::Conn| -> store::Result<_> {
        let mut cards = Vec::new();
        for team in teams(conn, grant)? {
            for status in &statuses {
                cards.extend(store::pages::of_status(conn, team, *status, after, limit + 1)?);
            }
        }
        Ok(cards)
    };
    let mut cards = api.read(read).await?;
    cards.sort_by_key(|card| card.id);
    let more = cards.len() > limit;
    cards.truncate(limit);
    let next = cards.last().filter(|_| more).map(|last| cursor::write(&name, (last.id.raw(), 0)));
    Ok(Json(Page { items: cards.into_iter().map(Conversation::from).collect(), next }))
}

/// One conversation.
#[utoipa::path(get, path = "/conversations/{conversation}", operation_id = "getConversation", tag = "Conversations",
    params(("conversation" = inline(ConversationKey), Path)),
    responses((status = 200, body = Conversation)), security(("token" = ["conversations:read"])))]
pub(super) async fn show(
    State(api): State<Api>,
    caller: Caller,
    At(Key(id)): At<ConversationKey>,
    _: NoQuery,
) -> Result<Json<Conversation>, Problem> {
    Ok(Json(card(&api, caller.grant(), id).await?.into()))
}

/// What is to change on a conversation; what is not named stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Changed {
    status: Option<StatusWord>,
    /// Until when it is put aside, at most 400 days ahead; needed for `snoozed`, and only for it.
    snoozed_until: Option<Moment>,
    priority: Option<PriorityWord>,
    /// Who gets it; null: nobody.
    #[serde(default)]
    #[schema(value_type = Option<AgentKey>)]
    assignee: Field<AgentKey>,
    /// Who must have it now for `assignee` to count, null for nobody; not named: whoever has it.
    #[serde(default)]
    #[schema(value_type = Option<AgentKey>)]
    expected_assignee: Field<AgentKey>,
}

/// Changes status, priority and assignee: all of what is named, or nothing.
#[utoipa::path(patch, path = "/conversations/{conversation}", operation_id = "changeConversation", tag = "Conversations",
    params(("conversation" = inline(ConversationKey), Path), ("Idempotency-Key" = inline(Option<IdempotencyKey>), Header)),
    request_body = Changed,
    responses((status = 200, body = Conversation)), security(("token" = ["conversations:write"])))]
pub(super) async fn change(
    State(api): State<Api>,
    At(Key(id)): At<ConversationKey>,
    _: NoQuery,
    wish: Wish<Changed>,
) -> Result<Json<Conversation>, Problem> {
    let by = wish.caller.by();
    let Changed { status, snoozed_until, priority, assignee, expected_assignee } = wish.body;
    if snoozed_until.is_some() && !status.is_some_and(|status| status.0 == Status::Snoozed) {
        return Err(Problem::Invalid("snoozed_until goes with the status snoozed".to_owned()));
    }
    let holder = |field: Field<AgentKey>| field.given().map(|given| given.map(|Key(agent)| agent));
    let change = Change {
        status: status.map(|Word(to)| (to, snoozed_until.map(|Moment(until)| until))),
        priority: priority.map(|Word(to)| to),
        holder: holder(assignee).map(|to| Holder { from: holder(expected_assignee), to }),
    };
    commands::change(&wish.engine, by, id, change).await?;
    Ok(Json(card(&api, by.grant, id).await?.into()))
}

/// What becomes of a conversation with an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Then {
    Open,
    #[default]
    WaitingCustomer,
    WaitingOthers,
    Solved,
}

/// The word for it.
pub(super) type ThenWord = Word<Then>;

impl Then {
    pub(super) fn status(self) -> Status {
        match self {
            Self::Open => Status::Open,
            Self::WaitingCustomer => Status::WaitingCustomer,
            Self::WaitingOthers => Status::WaitingOthers,
            Self::Solved => Status::Solved,
        }
    }
}

impl Words for Then {
    const NAME: &'static str = "Then";

    fn all() -> Vec<Self> {
        vec![Self::Open, Self::WaitingCustomer, Self::WaitingOthers, Self::Solved]
    }

    fn word(self) -> Cow<'static, str> {
        Words::word(self.status())
    }
}
