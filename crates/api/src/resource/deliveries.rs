//! Deliveries: what is on its way, what did not arrive, and the decisions about it.

use std::borrow::Cow;

use axum::Json;
use axum::extract::State;
use domain::id::{DeliveryId, Id};
use domain::permission::{Action, Grant};
use engine::commands::{self, Decision};
use serde::{Deserialize, Serialize};
use store::delivery::Attempt;
use store::outbox::{self, Letter, Whose};
use utoipa::{IntoParams, ToSchema};

use super::Page;
use super::messages::Person;
use crate::admit::Caller;
use crate::api::Api;
use crate::cursor;
use crate::form::{
    AgentKey, ConversationKey, DeliveryKey, DeliveryStateWord, InboxKey, Key, Limit, MessageKey, Moment, Word, Words,
};
use crate::problem::Problem;
use crate::strict::{Asked, At, NoQuery};
use crate::wish::{IdempotencyKey, Wish};

/// The way out of a message.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Delivery {
    id: DeliveryKey,
    message: MessageKey,
    conversation: ConversationKey,
    inbox: InboxKey,
    state: DeliveryStateWord,
    /// How often it was tried since somebody let it go.
    #[schema(minimum = 0)]
    attempts: u32,
    /// When it is tried next, or was due last.
    due_at: Moment,
    /// Why it waits, in a word.
    #[schema(required)]
    held: Option<String>,
    /// Whether somebody should look at it.
    trouble: bool,
    /// What the other side said last.
    #[schema(required)]
    answer: Option<String>,
    /// Who wrote the message; null: a rule.
    #[schema(required)]
    agent: Option<AgentKey>,
    written_at: Moment,
    /// Null when it was erased.
    #[schema(required)]
    subject: Option<String>,
    to: Vec<Person>,
}

impl From<Letter> for Delivery {
    fn from(letter: Letter) -> Self {
        Self {
            id: Key(letter.delivery),
            message: Key(letter.message),
            conversation: Key(letter.conversation),
            inbox: Key(letter.inbox),
            state: Word(letter.state),
            attempts: letter.attempts,
            due_at: Moment(letter.due_at),
            held: letter.held,
            trouble: letter.trouble,
            answer: letter.answer,
            agent: letter.agent.map(Key),
            written_at: Moment(letter.written_at),
            subject: letter.subject,
            to: letter.recipients.into_iter().map(Person::from).collect(),
        }
    }
}

/// Which of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Outbox {
    /// What waits or is being sent.
    #[default]
    Open,
    /// What did not arrive, or may not have, and nobody has dealt with.
    Trouble,
}

/// The word for it.
type OutboxWord = Word<Outbox>;

impl Words for Outbox {
    const NAME: &'static str = "Outbox";

    fn all() -> Vec<Self> {
        vec![Self::Open, Self::Trouble]
    }

    fn word(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Open => "open",
            Self::Trouble => "trouble",
        })
    }
}

/// Which deliveries.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// `open`: what waits or is being sent, the oldest first; `trouble`: what did not arrive, or may not have, the newest
    /// first. Not named: `open`.
    #[param(inline)]
    outbox: Option<OutboxWord>,
    /// How many at most.
    #[serde(default)]
    #[param(inline, required = false)]
    limit: Limit,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
}

/// What is on its way, or did not arrive: of an agent their own, of a lead the team's, of an owner all.
#[utoipa::path(get, path = "/deliveries", operation_id = "listDeliveries", tag = "Deliveries", params(Wanted),
    responses((status = 200, body = Page<Delivery>)), security(("token" = ["deliveries:read"])))]
pub(super) async fn list(
    State(api): State<Api>,
    caller: Caller,
    Asked(wanted): Asked<Wanted>,
) -> Result<Json<Page<Delivery>>, Problem> {
    let which = wanted.outbox.map_or_else(Outbox::default, |Word(which)| which);
    let name = which.word();
    let edge = wanted.cursor.as_deref().map(|cursor| cursor::read(&name, cursor)).transpose()?;
    let edge = edge.map(|(id, _)| DeliveryId::from_raw(id));
    let (whose, limit) = (Whose::of(caller.grant(), caller.agent.id), wanted.limit.get());
    let read = move |conn: &mut store::Conn| match which {
        Outbox::Open => outbox::open(conn, whose, edge, limit + 1),
        Outbox::Trouble => outbox::trouble(conn, whose, edge, limit + 1),
    };
    let mut letters = api.read(read).await?;
    let more = letters.len() > limit;
    letters.truncate(limit);
    let next = letters.last().filter(|_| more).map(|last| cursor::write(&name, (last.delivery.raw(), 0)));
    Ok(Json(Page { items: letters.into_iter().map(Delivery::from).collect(), next }))
}

async fn find(api: &Api, grant: Grant, id: DeliveryId) -> Result<Letter, Problem> {
    let found = api.read(move |conn| outbox::one(conn, id)).await?;
    found.filter(|letter| grant.allows(Action::Read, letter.team)).ok_or(Problem::NotFound)
}

/// One delivery.
#[utoipa::path(get, path = "/deliveries/{delivery}", operation_id = "getDelivery", tag = "Deliveries",
    params(("delivery" = inline(DeliveryKey), Path)),
    responses((status = 200, body = Delivery)), security(("token" = ["deliveries:read"])))]
pub(super) async fn show(
    State(api): State<Api>,
    caller: Caller,
    At(Key(id)): At<DeliveryKey>,
    _: NoQuery,
) -> Result<Json<Delivery>, Problem> {
    Ok(Json(find(&api, caller.grant(), id).await?.into()))
}

/// One attempt at a delivery.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeliveryAttempt {
    /// Its number, counted from 1.
    #[schema(minimum = 1)]
    n: i64,
    started_at: Moment,
    /// Null while it runs, or when it never said.
    #[schema(required)]
    ended_at: Option<Moment>,
    /// What became of the delivery; `queued`: it was to be tried again.
    #[schema(required)]
    outcome: Option<DeliveryStateWord>,
    /// What the other side said.
    #[schema(required)]
    answer: Option<String>,
}

impl From<Attempt> for DeliveryAttempt {
    fn from(attempt: Attempt) -> Self {
        Self {
            n: attempt.n,
            started_at: Moment(attempt.started_at),
            ended_at: attempt.ended_at.map(Moment),
            outcome: attempt.outcome.map(Word),
            answer: attempt.answer,
        }
    }
}

/// Every attempt at a delivery, the oldest first.
#[utoipa::path(get, path = "/deliveries/{delivery}/attempts", operation_id = "listAttempts", tag = "Deliveries",
    params(("delivery" = inline(DeliveryKey), Path)),
    responses((status = 200, body = Page<DeliveryAttempt>)), security(("token" = ["deliveries:read"])))]
pub(super) async fn attempts(
    State(api): State<Api>,
    caller: Caller,
    At(Key(id)): At<DeliveryKey>,
    _: NoQuery,
) -> Result<Json<Page<DeliveryAttempt>>, Problem> {
    find(&api, caller.grant(), id).await?;
    let attempts = api.read(move |conn| store::delivery::attempts(conn, id)).await?;
    Ok(Json(Page { items: attempts.into_iter().map(DeliveryAttempt::from).collect(), next: None }))
}

/// The word for it.
pub(super) type DecisionWord = Word<Decision>;

impl Words for Decision {
    const NAME: &'static str = "Decision";

    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn word(self) -> Cow<'static, str> {
        Cow::Owned(Decision::word(self).replace('-', "_"))
    }
}

/// What becomes of a delivery.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Decided {
    /// `retry` what waits or did not arrive, `give_up` what waits, `was_sent` or `send_again` what may have been sent,
    /// `seen` what did not arrive, `undo` the decision before.
    decision: DecisionWord,
}

/// Decides what becomes of a message that waits, did not arrive, or may not have.
#[utoipa::path(post, path = "/deliveries/{delivery}/decisions", operation_id = "decideDelivery", tag = "Deliveries",
    params(("delivery" = inline(DeliveryKey), Path), ("Idempotency-Key" = inline(Option<IdempotencyKey>), Header)),
    request_body = Decided,
    responses((status = 200, body = Delivery)), security(("token" = ["deliveries:write"])))]
pub(super) async fn decide(
    State(api): State<Api>,
    At(Key(id)): At<DeliveryKey>,
    _: NoQuery,
    wish: Wish<Decided>,
) -> Result<Json<Delivery>, Problem> {
    let by = wish.caller.by();
    commands::decide(&wish.engine, by, id, wish.body.decision.0).await?;
    Ok(Json(find(&api, by.grant, id).await?.into()))
}
