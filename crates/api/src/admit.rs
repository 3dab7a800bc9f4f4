//! Who may come in: a token in the Authorization field (RFC 6750), the scope that the document asks for, and what its
//! agent's role allows besides.

use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::id::TokenId;
use domain::permission::Grant;
use domain::scope::Scope;
use domain::time::{MINUTE_MS, Millis};
use domain::token::is_spelt;
use engine::commands::By;
use store::agent::Agent;
use store::token::Token;

use crate::PREFIX;
use crate::api::Api;
use crate::problem::Problem;

/// A token that is used says so this often.
const NOTE_MS: i64 = MINUTE_MS;

/// A program that signed in. As an argument of a handler: nobody else gets in.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// Its token.
    pub token: TokenId,
    /// The agent for whom it acts.
    pub agent: Agent,
}

impl Caller {
    /// What it may do.
    pub(crate) fn grant(&self) -> Grant {
        self.agent.grant()
    }

    /// As the author of commands.
    pub(crate) fn by(&self) -> By {
        By { agent: self.agent.id, grant: self.grant() }
    }
}

impl FromRequestParts<Api> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Problem> {
        // `admit` let nobody pass without.
        parts.extensions.get::<Self>().cloned().ok_or(Problem::NotFound)
    }
}

/// Lets a request in, or says why not.
pub(crate) async fn admit(State(api): State<Api>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().and_then(|path| path.as_str().strip_prefix(PREFIX));
    let scope = path.and_then(|path| api.table().scope(path, request.method()));
    let Some(scope) = scope else { return Problem::NoSuchMethod.into_response() };
    pass(&api, Some(scope), request, next).await
}

/// Lets whoever has a token in, where no scope is asked for: what is done there asks the API again.
pub(crate) async fn admit_known(State(api): State<Api>, request: Request, next: Next) -> Response {
    pass(&api, None, request, next).await
}

async fn pass(api: &Api, scope: Option<Scope>, mut request: Request, next: Next) -> Response {
    let (token, agent) = match signed_in(api, request.headers()).await {
        Ok(known) => known,
        Err(problem) => return problem.into_response(),
    };
    let left = match api.limits().take(token.id, api.now()) {
        Ok(left) => left,
        Err(wait) => {
            let mut response = Problem::TooManyRequests(wait).into_response();
            api.limits().none_left(wait).tell(response.headers_mut());
            return response;
        }
    };
    let mut response = match scope.map_or(Ok(()), |scope| may(&token, &agent, scope)) {
        Ok(()) => {
            request.extensions_mut().insert(Caller { token: token.id, agent });
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    };
    left.tell(response.headers_mut());
    response
}

/// Whether a token is still good, and still may do this: streams ask again and again.
pub(crate) async fn again(api: &Api, headers: &HeaderMap, scope: Scope) -> Result<Caller, Problem> {
    let (token, agent) = signed_in(api, headers).await?;
    may(&token, &agent, scope)?;
    Ok(Caller { token: token.id, agent })
}

/// Both must allow it: the token's scopes, and the role of the agent for whom it acts.
fn may(token: &Token, agent: &Agent, scope: Scope) -> Result<(), Problem> {
    if !token.scopes.has(scope) {
        return Err(Problem::ScopeMissing(scope));
    }
    if !agent.grant().allows(scope.needs(), agent.team) {
        return Err(Problem::NotAllowed);
    }
    Ok(())
}

async fn signed_in(api: &Api, headers: &HeaderMap) -> Result<(Token, Agent), Problem> {
    let given =
        headers.get(AUTHORIZATION).ok_or(Problem::SignedOut("send your token: Authorization: Bearer kontuar_…"))?;
    // The name of a scheme is read in any case (RFC 9110, 11.1).
    let secret = given
        .to_str()
        .ok()
        .and_then(|given| given.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, secret)| secret.trim())
        .filter(|secret| is_spelt(secret))
        .ok_or(Problem::SignedOut("this is no token: kontuar_ and 36 digits and letters, as it was shown"))?;
    let print = api.store().fingerprints().token(secret);
    let found = api.read(move |conn| store::token::find(conn, print)).await?;
    let now = api.now();
    let good = found.filter(|(token, _)| token.is_good(now));
    let (token, agent) = good.ok_or(Problem::SignedOut("this token is not known, or has ended"))?;
    note_use(api, &token, now).await;
    Ok((token, agent))
}

async fn note_use(api: &Api, token: &Token, now: Millis) {
    let id = token.id;
    if token.used_at.is_none_or(|at| now.since_ms(at) >= NOTE_MS) {
        // Who only reads is answered also while nothing can be written.
        api.store().write(move |tx| store::token::used(tx, id, now)).await.ok();
    }
}
