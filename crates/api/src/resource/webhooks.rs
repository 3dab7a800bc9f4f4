//! Webhooks: whose web server is told what happens, for those who operate the installation.
//!
//! What is told is an event as `/events` shows it, signed as Standard Webhooks 1.0 has it. [`calls`] is what became of each.

pub(super) mod calls;

use std::borrow::Cow;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::{Id, WebhookId};
use domain::webhook::{EndpointState, Kinds};
use engine::webhooks::{self, Change, New};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Page;
use super::directory::{Paging, cut};
use crate::api::Api;
use crate::form::{Key, Moment, WebhookKey, Word, Words};
use crate::problem::Problem;
use crate::strict::{Asked, At, NoQuery};
use crate::wish::{Bare, IdempotencyKey, Wish};

/// Somebody's web server that is told what happens.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Webhook {
    id: WebhookKey,
    name: String,
    url: String,
    /// What it is told: kinds of events (`message.received`) and nouns (`message`); none: everything.
    kinds: Vec<String>,
    /// `given_up`: it took nothing for five days, and was stopped by itself.
    state: EndpointStateWord,
    /// Up to where the log was looked through for it.
    #[schema(minimum = 0)]
    position: i64,
    made_at: Moment,
    /// When it was stopped.
    #[schema(required)]
    stopped_at: Option<Moment>,
    /// Since when it took nothing.
    #[schema(required)]
    failing_since: Option<Moment>,
    /// Until when the secret before signs beside the new one.
    #[schema(required)]
    overlap_until: Option<Moment>,
}

impl From<store::webhook::Webhook> for Webhook {
    fn from(hook: store::webhook::Webhook) -> Self {
        Self {
            id: Key(hook.id),
            name: hook.name,
            url: hook.url,
            kinds: hook.kinds.words().to_vec(),
            state: Word(hook.state),
            position: hook.position.0,
            made_at: Moment(hook.made_at),
            stopped_at: hook.stopped_at.map(Moment),
            failing_since: hook.failing_since.map(Moment),
            overlap_until: hook.old_until.map(Moment),
        }
    }
}

/// The word for it.
pub(super) type EndpointStateWord = Word<EndpointState>;

impl Words for EndpointState {
    const NAME: &'static str = "WebhookState";

    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn word(self) -> Cow<'static, str> {
        Cow::Borrowed(Self::word(self))
    }
}

/// The webhooks that there are.
#[utoipa::path(get, path = "/webhooks", operation_id = "listWebhooks", tag = "Webhooks", params(Paging),
    responses((status = 200, body = Page<Webhook>)), security(("token" = ["webhooks:read"])))]
pub(super) async fn list(State(api): State<Api>, Asked(paging): Asked<Paging>) -> Result<Json<Page<Webhook>>, Problem> {
    let all = api.read(store::webhook::all).await?.into_iter().map(Webhook::from).collect();
    cut("webhooks", all, |hook| hook.id.0.raw(), &paging).map(Json)
}

async fn find(api: &Api, id: WebhookId) -> Result<Webhook, Problem> {
    let found = api.read(move |conn| store::webhook::by_id(conn, id)).await?;
    found.map(Webhook::from).ok_or(Problem::NotFound)
}

/// One webhook.
#[utoipa::path(get, path = "/webhooks/{webhook}", operation_id = "getWebhook", tag = "Webhooks",
    params(("webhook" = inline(WebhookKey), Path)),
    responses((status = 200, body = Webhook)), security(("token" = ["webhooks:read"])))]
pub(super) async fn show(
    State(api): State<Api>,
    At(Key(id)): At<WebhookKey>,
    _: NoQuery,
) -> Result<Json<Webhook>, Problem> {
    Ok(Json(find(&api, id).await?))
}

/// A webhook to set up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewWebhook {
    #[schema(
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$"
    )]
    name: String,
    /// Where it is: https, of the public internet, unless the operator's settings allow more.
    #[schema(min_length = 10, max_length = 1000, pattern = r"^https?://[!-~]+$")]
    url: String,
    /// What it is told; none, or left out: everything.
    #[serde(default)]
    #[schema(max_items = 50)]
    kinds: Vec<String>,
}

/// A webhook and its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WithSecret {
    webhook: Webhook,
    /// What signatures are checked with, shown this once; null where the same was asked for before (`Idempotency-Key`).
    #[schema(required)]
    secret: Option<String>,
}

/// Sets a webhook up. It is told what happens from now on.
#[utoipa::path(post, path = "/webhooks", operation_id = "createWebhook", tag = "Webhooks",
    params(("Idempotency-Key" = inline(Option<IdempotencyKey>), Header)), request_body = NewWebhook,
    responses((status = 201, body = WithSecret)), security(("token" = ["webhooks:write"])))]
pub(super) async fn create(
    State(api): State<Api>,
    _: NoQuery,
    wish: Wish<NewWebhook>,
) -> Result<(StatusCode, Json<WithSecret>), Problem> {
    let (by, NewWebhook { name, url, kinds }) = (wish.caller.agent.id, wish.body);
    let kinds = Kinds::choose(kinds).map_err(Problem::Invalid)?;
    let (id, secret) = webhooks::create(&wish.engine, Some(by), New { name, url, kinds }).await?;
    let secret = secret.map(|secret| secret.spelt());
    Ok((StatusCode::CREATED, Json(WithSecret { webhook: find(&api, id).await?, secret })))
}

/// What is to be changed of a webhook; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangedWebhook {
    #[schema(nullable = false, min_length = 1, max_length = 80)]
    name: Option<String>,
    #[schema(nullable = false, min_length = 10, max_length = 1000, pattern = r"^https?://[!-~]+$")]
    url: Option<String>,
    #[schema(nullable = false, max_items = 50)]
    kinds: Option<Vec<String>>,
    /// Whether it is told anything. What happened while it was stopped is told when it is started.
    #[schema(nullable = false)]
    active: Option<bool>,
}

/// Changes a webhook, starts or stops it.
#[utoipa::path(patch, path = "/webhooks/{webhook}", operation_id = "changeWebhook", tag = "Webhooks",
    params(("webhook" = inline(WebhookKey), Path)), request_body = ChangedWebhook,
    responses((status = 200, body = Webhook)), security(("token" = ["webhooks:write"])))]
pub(super) async fn change(
    State(api): State<Api>,
    At(Key(id)): At<WebhookKey>,
    _: NoQuery,
    wish: Wish<ChangedWebhook>,
) -> Result<Json<Webhook>, Problem> {
    let (by, ChangedWebhook { name, url, kinds, active }) = (wish.caller.agent.id, wish.body);
    let kinds = kinds.map(Kinds::choose).transpose().map_err(Problem::Invalid)?;
    let changed = webhooks::change(api.engine(), Some(by), id, Change { name, url, kinds, active }).await?;
    Ok(Json(changed.into()))
}

/// Removes a webhook with everything that it was to be told.
#[utoipa::path(delete, path = "/webhooks/{webhook}", operation_id = "removeWebhook", tag = "Webhooks",
    params(("webhook" = inline(WebhookKey), Path)),
    responses((status = 204, description = "It is gone")), security(("token" = ["webhooks:write"])))]
pub(super) async fn remove(
    State(api): State<Api>,
    At(Key(id)): At<WebhookKey>,
    _: NoQuery,
    bare: Bare,
) -> Result<StatusCode, Problem> {
    webhooks::remove(api.engine(), Some(bare.caller.agent.id), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a new secret. The one before signs beside it for a day.
#[utoipa::path(post, path = "/webhooks/{webhook}/secrets", operation_id = "rotateWebhookSecret", tag = "Webhooks",
    params(("webhook" = inline(WebhookKey), Path)),
    responses((status = 201, body = WithSecret)), security(("token" = ["webhooks:write"])))]
pub(super) async fn rotate(
    State(api): State<Api>,
    At(Key(id)): At<WebhookKey>,
    _: NoQuery,
    bare: Bare,
) -> Result<(StatusCode, Json<WithSecret>), Problem> {
    let secret = webhooks::rotate(api.engine(), Some(bare.caller.agent.id), id).await?.spelt();
    Ok((StatusCode::CREATED, Json(WithSecret { webhook: find(&api, id).await?, secret: Some(secret) })))
}
