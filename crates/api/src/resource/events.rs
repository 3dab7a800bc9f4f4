//! Events: what happened, in the order of the log, as `kontuar log` shows it.
//!
//! Whoever reads on from the last position misses nothing and sees nothing twice. An event holds ids and facts; what was
//! written is asked for by its id, and is gone where it was erased.

use axum::Json;
use axum::extract::State;
use domain::event::{Event, Position};
use domain::id::ConversationId;
use domain::line::{Line, is_of_kind};
use domain::permission::{Action, Grant};
use serde::{Deserialize, Serialize};
use store::Conn;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AdditionalProperties, KnownFormat, Object, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::card;
use crate::admit::Caller;
use crate::api::Api;
use crate::form::{ConversationKey, Key, Moment, ThousandLimit};
use crate::problem::Problem;
use crate::strict::Asked;

/// An event.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct Told(Line);

impl PartialSchema for Told {
    fn schema() -> RefOr<Schema> {
        let number = || ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1));
        let text = || ObjectBuilder::new().schema_type(Type::String);
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some(
                "What happened: beside these fields stand those of its kind, ids and words that are named after what they \
                 hold. Kinds and fields are only ever added.",
            ))
            .property("position", number().description(Some("Its place in the log.")))
            .property("at", Moment::schema())
            .property("actor", text().description(Some("Who: `agt_…`, `ctc_…`, `reactor:…` or `system`.")))
            .property("cause", number().description(Some("The event that it reacts to.")))
            .property("depth", ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)))
            .property("kind", text().examples(["message.received"]))
            .required("position")
            .required("at")
            .required("actor")
            .required("depth")
            .required("kind")
            .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(true)))
            .into()
    }
}

impl ToSchema for Told {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("Event")
    }
}

/// A stretch of the log.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Events {
    /// Those that the token's agent may see.
    items: Vec<Told>,
    /// Up to where the log was looked through: the next `after`.
    #[schema(minimum = 0)]
    after: i64,
    /// The last position of the log. What is between `after` and here is still to be asked for.
    #[schema(minimum = 0)]
    head: i64,
}

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only those behind this position; not named: from the beginning.
    #[serde(default)]
    #[param(inline, required = false)]
    after: Place,
    /// Only this kind (`message.received`), or the kinds of this noun (`message`).
    kind: Option<String>,
    /// Only those of this conversation.
    #[param(inline)]
    conversation: Option<ConversationKey>,
    /// How many are looked through at most.
    #[serde(default)]
    #[param(inline, required = false)]
    limit: ThousandLimit,
}

/// A position, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place(pub i64);

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let number = u64::deserialize(from)?;
        i64::try_from(number).map(Self).map_err(|_| serde::de::Error::custom("beyond every position"))
    }
}

impl PartialSchema for Place {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::Int64);
        Object::builder()
            .schema_type(Type::Integer)
            .format(Some(format))
            .minimum(Some(0))
            .maximum(Some(i64::MAX))
            .into()
    }
}

impl ToSchema for Place {}

/// The events behind a position, the oldest first.
///
/// Ask again with `after` of the answer. Events that belong to no conversation are told to those who see all teams.
#[utoipa::path(get, path = "/events", operation_id = "listEvents", tag = "Events", params(Wanted),
    responses((status = 200, body = Events)), security(("token" = ["events:read"])))]
pub(super) async fn list(
    State(api): State<Api>,
    caller: Caller,
    Asked(wanted): Asked<Wanted>,
) -> Result<Json<Events>, Problem> {
    let conversation = wanted.conversation.map(|Key(id)| id);
    if let Some(id) = conversation {
        card(&api, caller.grant(), id).await?;
    }
    let (grant, from, limit) = (caller.grant(), Position(wanted.after.0), wanted.limit.get());
    let (events, seen, head) = api.read(move |conn| stretch(conn, grant, conversation, from, limit)).await?;
    let kind = wanted.kind.as_deref();
    let wanted = events.into_iter().filter(|event| kind.is_none_or(|kind| is_of_kind(&event.fact, kind)));
    Ok(Json(Events { items: wanted.map(|event| Told(event.into())).collect(), after: seen.0, head: head.0 }))
}

/// What follows `from`, as far as it may be seen; up to where that reaches; and the head of the log.
pub(super) fn stretch(
    conn: &mut Conn,
    grant: Grant,
    conversation: Option<ConversationId>,
    from: Position,
    limit: usize,
) -> store::Result<(Vec<Event>, Position, Position)> {
    // Before the events: what comes meanwhile is looked for the next time.
    let head = store::log::head(conn)?;
    let mut events = match conversation {
        Some(id) => store::log::of_conversation(conn, id, from, limit)?,
        None => store::log::after(conn, from, limit)?,
    };
    let last = events.last().map_or(from, |last| last.position);
    // Where there is no more of a conversation, everything up to the head was looked through.
    let seen = if conversation.is_some() && events.len() < limit { last.max(head) } else { last };
    if !grant.role.reaches_all_teams() {
        let mut of: Vec<ConversationId> = events.iter().filter_map(|event| event.fact.conversation()).collect();
        of.sort_unstable();
        of.dedup();
        let teams = store::log::teams(conn, &of)?;
        events.retain(|event| {
            let team = event.fact.conversation().and_then(|id| teams.get(&id));
            team.is_some_and(|team| grant.allows(Action::Read, *team))
        });
    }
    Ok((events, seen, head))
}
