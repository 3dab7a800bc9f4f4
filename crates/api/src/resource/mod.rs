//! What there is, one noun a file: how it looks in JSON, which routes it has, and what each may need.
//!
//! A handler reads through `store` or carries out one command of `engine`; the scope in its `security` is what `admit` asks
//! for. What belongs to a team that the caller may not see is not there.

mod attachments;
mod contacts;
mod conversations;
mod deliveries;
mod directory;
mod events;
mod messages;
mod notes;
mod quarantine;
mod stream;
mod tags;
pub(crate) mod views;
mod webhooks;

use domain::id::ConversationId;
use domain::permission::{Action, Grant};
use serde::Serialize;
use store::pages::Card;
use utoipa::{OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::conversations::ThenWord;
use self::deliveries::DecisionWord;
use self::quarantine::MendingWord;
use self::webhooks::EndpointStateWord;
use self::webhooks::calls::CallStateWord;
use crate::api::Api;
use crate::form::{
    AgentKey, BrandKey, ContactKey, ConversationKey, DeliveryKey, DeliveryStateWord, EvidenceWord, IdentityKey,
    InboxKey, MarkWord, MessageKey, MessageKindWord, Moment, PriorityWord, RawKey, ReasonWord, RoleWord, StatusWord,
    TagKey, TeamKey, ViewWord, WebhookKey,
};
use crate::problem::Problem;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// What is on it.
    items: Vec<T>,
    /// The `cursor` of the next page; null on the last one.
    #[schema(required)]
    next: Option<String>,
}

/// The values of which the document names the form once.
#[derive(OpenApi)]
#[openapi(components(schemas(
    AgentKey,
    BrandKey,
    ContactKey,
    ConversationKey,
    DeliveryKey,
    IdentityKey,
    InboxKey,
    MessageKey,
    RawKey,
    TagKey,
    TeamKey,
    Moment,
    StatusWord,
    PriorityWord,
    ViewWord,
    DeliveryStateWord,
    ReasonWord,
    MessageKindWord,
    EvidenceWord,
    MarkWord,
    RoleWord,
    ThenWord,
    DecisionWord,
    MendingWord,
    WebhookKey,
    EndpointStateWord,
    CallStateWord
)))]
struct Forms;

/// All routes.
pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(Forms::openapi())
        .routes(routes!(directory::brands))
        .routes(routes!(directory::inboxes))
        .routes(routes!(directory::teams))
        .routes(routes!(directory::agents))
        .routes(routes!(tags::list))
        .routes(routes!(conversations::list))
        .routes(routes!(conversations::show, conversations::change))
        .routes(routes!(views::list))
        .routes(routes!(tags::put_on))
        .routes(routes!(tags::take_off))
        .routes(routes!(messages::list, messages::send))
        .routes(routes!(messages::show))
        .routes(routes!(notes::add))
        .routes(routes!(attachments::fetch))
        .routes(routes!(contacts::list))
        .routes(routes!(contacts::show))
        .routes(routes!(contacts::conversations))
        .routes(routes!(deliveries::list))
        .routes(routes!(deliveries::show))
        .routes(routes!(deliveries::attempts))
        .routes(routes!(deliveries::decide))
        .routes(routes!(quarantine::list))
        .routes(routes!(quarantine::show))
        .routes(routes!(quarantine::source))
        .routes(routes!(quarantine::decide))
        .routes(routes!(events::list))
        .routes(routes!(stream::open))
        .routes(routes!(webhooks::list, webhooks::create))
        .routes(routes!(webhooks::show, webhooks::change, webhooks::remove))
        .routes(routes!(webhooks::rotate))
        .routes(routes!(webhooks::calls::list))
        .routes(routes!(webhooks::calls::attempts))
        .routes(routes!(webhooks::calls::resend))
}

/// A conversation that the caller may see.
async fn card(api: &Api, grant: Grant, id: ConversationId) -> Result<Card, Problem> {
    let found = api.read(move |conn| store::pages::one(conn, id)).await?;
    found.filter(|card| grant.allows(Action::Read, card.team)).ok_or(Problem::NotFound)
}
