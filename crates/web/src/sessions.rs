//! Who is signed in: a random token in a cookie, its hash in the store.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::HeaderValue;
use axum::http::request::Parts;
use domain::event::{Actor, Origin};
use domain::id::AgentId;
use domain::permission::{Action, Grant};
use domain::time::{DAY_MS, MINUTE_MS, Millis};
use engine::commands::By;
use sha2::{Digest, Sha256};
use store::Conn;
use store::agent::Agent;
use store::session::{self, Session};

use crate::device;
use crate::fault::Fault;
use crate::language::Language;
use crate::pages::frame::Me;
use crate::respond::{self, cookie};
use crate::web::Web;

/// A session that is not used ends after this time.
const IDLE_MS: i64 = 7 * DAY_MS;
/// A session ends after this time, however much it is used.
const LONGEST_MS: i64 = 30 * DAY_MS;
/// A session in use is prolonged this often: as closely as others see when somebody was here last.
const PROLONG_MS: i64 = 5 * MINUTE_MS;

/// The hash under which a session is kept.
pub(crate) type TokenHash = [u8; 32];

/// Somebody who is signed in. As an argument of a handler: nobody else gets in.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    /// Who.
    pub agent: Agent,
    /// Under which session.
    pub token: TokenHash,
}

impl SignedIn {
    /// The language of their pages.
    pub(crate) fn language(&self) -> Language {
        Language::from_code(&self.agent.language).unwrap_or_default()
    }

    /// What they may do.
    pub(crate) fn grant(&self) -> Grant {
        self.agent.grant()
    }

    /// As the author of commands.
    pub(crate) fn by(&self) -> By {
        By { agent: self.agent.id, grant: self.grant() }
    }

    /// Whether they may answer at all.
    pub(crate) fn answers(&self) -> bool {
        self.grant().allows(Action::Answer, self.agent.team)
    }

    /// As the frame of a page shows them.
    pub(crate) fn me(&self) -> Me {
        Me { id: self.agent.id, name: self.agent.name.clone(), role: self.agent.role.word(), answers: self.answers() }
    }
}

impl FromRequestParts<Web> for SignedIn {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Fault> {
        find(web, &parts.headers).await?.ok_or(Fault::SignedOut)
    }
}

/// Whoever sent a session's cookie, before anybody looked whether there is such a session. As an argument of a handler that
/// looks it up in the same round trip as what its page shows; [`Asking::settle`] says who it is.
#[derive(Clone, Debug)]
pub(crate) struct Asking {
    token: TokenHash,
    /// Who had this session when it was last looked up: only good for sending reads ahead.
    pub guess: Option<Agent>,
}

impl Asking {
    /// As somebody who was found before.
    pub(crate) fn again(me: &SignedIn) -> Self {
        Self { token: me.token, guess: Some(me.agent.clone()) }
    }

    /// Looks the session up.
    pub(crate) fn find(&self, conn: &mut Conn, now: Millis) -> store::Result<Option<Session>> {
        store::session::find(conn, &self.token, now)
    }

    /// Who it is, by what [`Asking::find`] found.
    pub(crate) async fn settle(self, web: &Web, found: Option<Session>) -> Result<SignedIn, Fault> {
        let Some(session) = found else { return Err(Fault::SignedOut) };
        web.faces().remember(self.token, &session.agent);
        prolong(web, self.token, &session.agent, session.seen_at).await;
        Ok(SignedIn { agent: session.agent, token: self.token })
    }
}

impl FromRequestParts<Web> for Asking {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Fault> {
        let token = token(web, &parts.headers).ok_or(Fault::SignedOut)?;
        Ok(Self { token, guess: web.faces().of(&token) })
    }
}

/// How many sessions' agents are remembered; then it begins anew.
const FACES: usize = 2_000;

/// Who had which session when it was last looked up. Nothing is allowed because of it.
#[derive(Default)]
pub(crate) struct Faces(Mutex<HashMap<TokenHash, Agent>>);

impl Faces {
    fn of(&self, token: &TokenHash) -> Option<Agent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(token).cloned()
    }

    fn remember(&self, token: TokenHash, agent: &Agent) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.get(&token) == Some(agent) {
            return;
        }
        if known.len() >= FACES {
            known.clear();
        }
        known.insert(token, agent.clone());
    }
}

/// A session cookie leaves over HTTPS alone where there is HTTPS; its name makes browsers insist.
fn cookie_name(web: &Web) -> &'static str {
    if web.settings().https { "__Host-session" } else { "session" }
}

fn hash(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}

/// Who asks, if anybody is signed in. A session that is used is prolonged now and then.
pub(crate) async fn find(web: &Web, headers: &HeaderMap) -> Result<Option<SignedIn>, Fault> {
    let Some(token) = token(web, headers) else { return Ok(None) };
    let Some((signed_in, seen_at)) = look_up(web, token).await? else { return Ok(None) };
    web.faces().remember(token, &signed_in.agent);
    prolong(web, token, &signed_in.agent, seen_at).await;
    Ok(Some(signed_in))
}

/// In which language a visitor reads, without asking the store: as was last seen of their session, else as their browser says.
pub(crate) fn language(web: &Web, headers: &HeaderMap) -> Language {
    let face = token(web, headers).and_then(|token| web.faces().of(&token));
    let own = face.and_then(|agent| Language::from_code(&agent.language));
    own.unwrap_or_else(|| respond::visitor_language(headers))
}

fn token(web: &Web, headers: &HeaderMap) -> Option<TokenHash> {
    cookie(headers, cookie_name(web)).filter(|token| token.len() == 64).map(hash)
}

async fn prolong(web: &Web, token: TokenHash, agent: &Agent, seen_at: Millis) {
    let now = web.now();
    if now.since_ms(seen_at) > PROLONG_MS {
        let ends_at = now.plus_ms(IDLE_MS);
        let agent = agent.id;
        // Who only reads is answered also while nothing can be written.
        web.store().write(move |tx| store::session::prolong(tx, &token, agent, now, ends_at, LONGEST_MS)).await.ok();
    }
}

/// Whether a session is still open, and whose: streams ask again and again.
pub(crate) async fn look_up(web: &Web, token: TokenHash) -> Result<Option<(SignedIn, Millis)>, Fault> {
    let now = web.now();
    let session = web.store().read(move |conn| store::session::find(conn, &token, now)).await?;
    Ok(session.map(|session| (SignedIn { agent: session.agent, token }, session.seen_at)))
}

/// Opens a session and gives its cookie. The headers say with what somebody came.
pub(crate) async fn open(web: &Web, agent: AgentId, headers: &HeaderMap) -> Result<HeaderValue, Fault> {
    let mut random = [0_u8; 32];
    getrandom::fill(&mut random).map_err(|e| Fault::Broken(std::sync::Arc::new(e)))?;
    let token: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let now = web.now();
    let device = device::in_words(headers);
    let new = session::New { token: hash(&token), agent, ends_at: now.plus_ms(IDLE_MS), device };
    let origin = Origin::new(Actor::Agent(agent), now);
    web.store().write(move |tx| session::open(tx, &new, &origin)).await?;
    Ok(set_cookie(web, &token, 400 * DAY_MS / 1_000))
}

/// Ends a session and gives the cookie that forgets it.
pub(crate) async fn end(web: &Web, token: TokenHash) -> Result<HeaderValue, Fault> {
    web.store().write(move |tx| store::session::end(tx, &token)).await?;
    Ok(set_cookie(web, "", 0))
}

/// The cookie that forgets a session which is ended already.
pub(crate) fn forget(web: &Web) -> HeaderValue {
    set_cookie(web, "", 0)
}

fn set_cookie(web: &Web, token: &str, seconds: i64) -> HeaderValue {
    let secure = if web.settings().https { "; Secure" } else { "" };
    let text = format!("{}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", cookie_name(web));
    // Hexadecimal digits and our own words: always a header value.
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}
