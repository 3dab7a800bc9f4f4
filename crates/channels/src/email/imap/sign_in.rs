//! Signing in: LOGIN with a password, AUTHENTICATE with an access token (SASL-IR of RFC 4959 where it is offered).
//!
//! A token that the server does not take is reported to where it came from and another one is tried, once: tokens end
//! before their time when a password changes or somebody signs everybody out.

use std::time::Duration;

use async_imap::error::Error;
use async_imap::imap_proto::{Capability, Response, Status};
use async_imap::{Authenticator, Client, Session};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tokio::io::AsyncWriteExt;
use tokio_util::sync::CancellationToken;

use super::Settings;
use super::error::{End, MailboxError, words};
use super::session::{Wire, within};
use crate::email::server::{AccessToken, BearerMechanism, Login};

const DOING: &str = "signing in";

/// The tag of our own question; the client's tags have another form.
const ASKING: &str = "K0";

type Unsigned = Client<Box<dyn Wire>>;
type Signed = Session<Box<dyn Wire>>;

/// Signs in on a connection that was greeted.
pub(super) async fn sign_in(
    client: Unsigned,
    settings: &Settings,
    patience: Duration,
    cancel: &CancellationToken,
) -> Result<Signed, End> {
    let (user, tokens) = match &settings.login {
        Login::Password { user, password } => {
            let login = within(patience, cancel, DOING, client.login(user, password.reveal())).await?;
            return login.map_err(|(error, _)| meaning(error, |answer| MailboxError::WrongPassword { answer }).into());
        }
        Login::Bearer { user, tokens } => (user, tokens),
    };
    let mut client = client;
    let offer = offered(&mut client, patience, cancel).await?;
    let first = within(patience, cancel, DOING, tokens.token()).await?.map_err(MailboxError::from)?;
    let attempt = Attempt { settings, user, offer };
    let presented = within(patience, cancel, DOING, attempt.present(client, &first)).await?;
    let (error, client) = match presented {
        Ok(session) => return Ok(session),
        Err(failed) => *failed,
    };
    let MailboxError::TokenRefused { .. } = error else { return Err(error.into()) };
    tokens.refused(&first).await;
    let second = within(patience, cancel, DOING, tokens.token()).await?.map_err(MailboxError::from)?;
    if second == first {
        return Err(error.into());
    }
    let presented = within(patience, cancel, DOING, attempt.present(client, &second)).await?;
    presented.map_err(|failed| failed.0.into())
}

/// What a server says about signing in with tokens.
#[derive(Clone, Copy)]
struct Offer {
    mechanism: BearerMechanism,
    initial_response: bool,
}

/// Asks for the capabilities. The command is written past the client, whose own commands keep their answers to themselves.
async fn offered(client: &mut Unsigned, patience: Duration, cancel: &CancellationToken) -> Result<Offer, End> {
    let lost = |_| MailboxError::ConnectionLost { doing: DOING };
    let command = format!("{ASKING} CAPABILITY\r\n");
    within(patience, cancel, DOING, client.get_mut().write_all(command.as_bytes())).await?.map_err(lost)?;
    within(patience, cancel, DOING, client.get_mut().flush()).await?.map_err(lost)?;
    let (mut xoauth2, mut oauthbearer, mut initial_response) = (false, false, false);
    loop {
        let read = within(patience, cancel, DOING, client.read_response()).await?;
        let Some(response) = read.map_err(lost)? else {
            return Err(MailboxError::ConnectionLost { doing: DOING }.into());
        };
        match response.parsed() {
            Response::Capabilities(capabilities) => {
                for capability in capabilities {
                    match capability {
                        Capability::Auth(word) => {
                            xoauth2 |= word.eq_ignore_ascii_case("XOAUTH2");
                            oauthbearer |= word.eq_ignore_ascii_case("OAUTHBEARER");
                        }
                        Capability::Atom(word) => initial_response |= word.eq_ignore_ascii_case("SASL-IR"),
                        Capability::Imap4rev1 => {}
                    }
                }
            }
            Response::Done { tag, status, .. } if tag.0 == ASKING => {
                let mechanism = match (xoauth2, oauthbearer) {
                    (true, _) => BearerMechanism::Xoauth2,
                    (false, true) => BearerMechanism::OauthBearer,
                    (false, false) => {
                        let answer = words("(it offers no sign-in with an access token)");
                        return Err(MailboxError::TokenRefused { answer }.into());
                    }
                };
                if *status != Status::Ok {
                    return Err(MailboxError::NotUnderstood { doing: DOING, answer: words("") }.into());
                }
                return Ok(Offer { mechanism, initial_response });
            }
            _ => {}
        }
    }
}

struct Attempt<'a> {
    settings: &'a Settings,
    user: &'a str,
    offer: Offer,
}

impl Attempt<'_> {
    /// One AUTHENTICATE. The connection comes back with the refusal: it can be tried on again.
    async fn present(&self, client: Unsigned, token: &AccessToken) -> Result<Signed, Box<(MailboxError, Unsigned)>> {
        let Offer { mechanism, initial_response } = self.offer;
        let response = mechanism.response(self.user, token, &self.settings.host, self.settings.port);
        let Some(response) = response else {
            let answer = words("(a user name has no line breaks)");
            return Err(Box::new((MailboxError::WrongPassword { answer }, client)));
        };
        let (command, first) = if initial_response {
            (format!("{} {}", mechanism.name(), BASE64.encode(response)), None)
        } else {
            (mechanism.name().to_owned(), Some(response))
        };
        let answers = Answers { first, after_error: mechanism.after_error() };
        client.authenticate(command, answers).await.map_err(|(error, client)| {
            Box::new((meaning(error, |answer| MailboxError::TokenRefused { answer }), client))
        })
    }
}

/// Answers the server's challenges: the first with our response when it was not sent yet, every other one is an error's.
struct Answers {
    first: Option<String>,
    after_error: &'static str,
}

impl Authenticator for Answers {
    type Response = String;

    fn process(&mut self, _: &[u8]) -> String {
        self.first.take().unwrap_or_else(|| self.after_error.to_owned())
    }
}

/// What a failed login means. A server that is only unwell at the moment says so in brackets (RFC 5530).
fn meaning(error: Error, refused: impl FnOnce(String) -> MailboxError) -> MailboxError {
    match error {
        Error::No(said) | Error::Bad(said) => {
            let upper = said.to_ascii_uppercase();
            let passing = ["UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "CONTACTADMIN"];
            let answer = words(
                said.rsplit_once("info: Some(\"").map_or(said.as_str(), |(_, info)| info.trim_end_matches("\")")),
            );
            if passing.iter().any(|code| upper.contains(&format!("[{code}]"))) {
                MailboxError::Refused { answer }
            } else {
                refused(answer)
            }
        }
        Error::Validate(_) => {
            MailboxError::WrongPassword { answer: words("(a user name or password has no line breaks)") }
        }
        Error::Parse(_) => MailboxError::NotUnderstood { doing: DOING, answer: words("(not IMAP)") },
        _ => MailboxError::ConnectionLost { doing: DOING },
    }
}
