//! An identity provider (OpenID Connect Core 1.0) on the loopback: a real discovery document, real keys (RS256 and ES256)
//! and signatures, codes that are good once, PKCE; and the lies that a relying party must not believe ([`Lie`]).
//!
//! Whoever is sent to it is signed in at once as the person who was set last, and sent back.

mod keys;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use keys::Keys;

/// The client that is registered, and its secret.
pub const CLIENT: (&str, &str) = ("kontuar", "rumianek-34");

/// Who signs in there.
#[derive(Clone, Debug)]
pub struct Person {
    /// The account.
    pub subject: String,
    /// The address.
    pub email: String,
    /// Whether the provider has verified it.
    pub verified: bool,
    /// The name.
    pub name: String,
}

impl Person {
    /// Somebody with a verified address.
    pub fn new(subject: &str, email: &str, name: &str) -> Self {
        crate::logs::planted_secret(subject);
        crate::logs::planted(name);
        Self { subject: subject.to_owned(), email: email.to_owned(), verified: true, name: name.to_owned() }
    }

    /// The same, whose address nobody has verified.
    #[must_use]
    pub fn unverified(mut self) -> Self {
        self.verified = false;
        self
    }
}

/// What is wrong with the next token, or with the way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    /// It answers another question.
    Nonce,
    /// It is for another client.
    Audience,
    /// Another provider made it.
    Issuer,
    /// It is over.
    Expired,
    /// A key that is not published signed it.
    Key,
    /// Nobody signed it.
    Unsigned,
    /// The person said no.
    Denied,
}

/// A running provider.
#[derive(Debug)]
pub struct IdentityProvider {
    address: SocketAddr,
    books: Arc<Mutex<Books>>,
    task: JoinHandle<()>,
}

impl Drop for IdentityProvider {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Books {
    issuer: String,
    person: Person,
    rsa: bool,
    lies: Vec<Lie>,
    given: usize,
    /// The questions behind codes that were not used.
    codes: BTreeMap<String, Fields>,
    keys: Keys,
}

impl std::fmt::Debug for Books {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Books").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

type Fields = BTreeMap<String, String>;
type Shared = State<Arc<Mutex<Books>>>;

impl IdentityProvider {
    /// One at which this person signs in; it signs by RS256.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn start(person: Person) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap_or_else(|error| panic!("no port: {error}"));
        let address = listener.local_addr().unwrap_or_else(|error| panic!("no port: {error}"));
        crate::logs::planted_secret(CLIENT.1);
        let issuer = format!("http://{address}");
        let (lies, codes, keys) = (Vec::new(), BTreeMap::new(), Keys::draw());
        let books = Arc::new(Mutex::new(Books { issuer, person, rsa: true, lies, given: 0, codes, keys }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(document))
            .route("/keys", get(keys_of))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .with_state(Arc::clone(&books));
        let task = tokio::spawn(async move {
            // It runs until it is aborted.
            let _ = axum::serve(listener, router).await;
        });
        Self { address, books, task }
    }

    /// The section of the settings that names it.
    pub fn settings(&self, name: &str) -> String {
        let (id, secret) = CLIENT;
        format!(
            "[sign_on]\nname = {name:?}\nissuer = \"http://{}\"\nclient_id = {id:?}\nclient_secret = {secret:?}\n",
            self.address
        )
    }

    /// Where it answers.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on somebody else signs in there.
    pub fn becomes(&self, person: Person) {
        lock(&self.books).person = person;
    }

    /// From now on it signs by ES256.
    pub fn signs_by_curve(&self) {
        lock(&self.books).rsa = false;
    }

    /// What is wrong with the next answers, one each.
    pub fn lies(&self, lies: &[Lie]) {
        lock(&self.books).lies.extend(lies);
    }
}

fn lock(books: &Mutex<Books>) -> MutexGuard<'_, Books> {
    books.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn document(State(books): Shared) -> Json<Value> {
    let issuer = &lock(&books).issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "code_challenge_methods_supported": ["S256"],
    }))
}

async fn keys_of(State(books): Shared) -> Json<Value> {
    Json(lock(&books).keys.published())
}

/// Signs somebody in at once, and sends the browser back with a code.
async fn authorize(State(books): Shared, Query(asked): Query<Fields>) -> (StatusCode, HeaderMap) {
    let field = |name: &str| asked.get(name).cloned().unwrap_or_default();
    let mut books = lock(&books);
    let whole = field("response_type") == "code"
        && field("client_id") == CLIENT.0
        && field("code_challenge_method") == "S256"
        && field("scope").split(' ').any(|scope| scope == "openid");
    if !whole {
        return (StatusCode::BAD_REQUEST, HeaderMap::new());
    }
    let (redirect, state) = (field("redirect_uri"), field("state"));
    let back = if books.lies.first() == Some(&Lie::Denied) {
        books.lies.remove(0);
        format!("{redirect}?error=access_denied&state={state}")
    } else {
        books.given += 1;
        let code = format!("rezeda-{}", books.given);
        crate::logs::planted_secret(&code);
        books.codes.insert(code.clone(), asked.clone());
        format!("{redirect}?code={code}&state={state}")
    };
    let location = HeaderValue::from_str(&back).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::FOUND, HeaderMap::from_iter([(HeaderName::from_static("location"), location)]))
}

async fn token(State(books): Shared, headers: HeaderMap, Form(form): Form<Fields>) -> (StatusCode, Json<Value>) {
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let refused = |word: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": word })));
    let given = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if given != format!("Basic {}", STANDARD.encode(format!("{}:{}", CLIENT.0, CLIENT.1))) {
        return refused("invalid_client");
    }
    let mut books = lock(&books);
    let Some(asked) = books.codes.remove(field("code")) else { return refused("invalid_grant") };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(field("code_verifier").as_bytes()));
    let same = asked.get("code_challenge") == Some(&challenge)
        && asked.get("redirect_uri").map(String::as_str) == Some(field("redirect_uri"));
    if !same || field("grant_type") != "authorization_code" {
        return refused("invalid_grant");
    }
    let lie = if books.lies.is_empty() { None } else { Some(books.lies.remove(0)) };
    let now = jiff::Timestamp::now().as_second();
    let is = |kind: Lie| lie == Some(kind);
    let claims = json!({
        "iss": if is(Lie::Issuer) { "https://elsewhere.example" } else { &books.issuer },
        "aud": if is(Lie::Audience) { "somebody-else" } else { CLIENT.0 },
        "sub": books.person.subject,
        "nonce": if is(Lie::Nonce) { "another" } else { asked.get("nonce").map(String::as_str).unwrap_or_default() },
        "iat": if is(Lie::Expired) { now - 500 } else { now },
        "exp": if is(Lie::Expired) { now - 200 } else { now + 300 },
        "email": books.person.email,
        "email_verified": books.person.verified,
        "name": books.person.name,
    });
    let id_token = books.keys.sign(books.rsa && !is(Lie::Key), lie, &claims);
    (StatusCode::OK, Json(json!({ "access_token": "unused", "token_type": "Bearer", "id_token": id_token })))
}
