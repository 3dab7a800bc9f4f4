//! Signing in to a submission server (RFC 4954). Nothing of the message is at stake yet: every failure is worth another
//! try, wrong passwords too, because an operator will put them right.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::channel::SendError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::response::Response;
use tokio::time::timeout;

use super::Settings;
use super::code::Code;
use super::conversation::away;
use crate::email::server::{AccessToken, BearerMechanism, Login};

/// Why one try failed: what the server said, and whether it was about the token.
struct Failed {
    why: String,
    refused: bool,
}

/// Signs in, with a fresh token once more when the server does not take the first one.
pub(super) async fn sign_in(
    settings: &Settings,
    connection: &mut AsyncSmtpConnection,
    login: &Login,
) -> Result<(), SendError> {
    let place = format!("{}:{}", settings.host, settings.port);
    let (user, tokens) = match login {
        Login::Password { user, password } => {
            let credentials = Credentials::new(user.clone(), password.reveal().to_owned());
            let signed_in = answered(settings, connection.auth(DEFAULT_MECHANISMS, &credentials)).await;
            return signed_in.map(drop).map_err(|failed| {
                away(
                    Code::WrongPassword
                        .say(format_args!("{place} does not accept our user name and password: {}", failed.why)),
                )
            });
        }
        Login::Bearer { user, tokens } => (user, tokens),
    };
    if !connection.server_info().supports_auth_mechanism(Mechanism::Xoauth2) {
        return Err(away(Code::NoToken.say(format_args!("{place} offers no sign-in with an access token (XOAUTH2)"))));
    }
    let no_token = |error| away(Code::NoToken.say(format_args!("{place} cannot be signed in to: {error}")));
    let first = tokens.token().await.map_err(no_token)?;
    let Err(failed) = present(settings, connection, user, &first).await else { return Ok(()) };
    if failed.refused {
        tokens.refused(&first).await;
        let second = tokens.token().await.map_err(no_token)?;
        if second != first {
            return present(settings, connection, user, &second).await.map_err(|failed| {
                away(Code::NoToken.say(format_args!("{place} does not accept our access token: {}", failed.why)))
            });
        }
    }
    Err(away(Code::NoToken.say(format_args!("{place} does not accept our access token: {}", failed.why))))
}

/// One AUTH XOAUTH2 with its response at once. An error comes as a challenge, and its answer is an empty line.
async fn present(
    settings: &Settings,
    connection: &mut AsyncSmtpConnection,
    user: &str,
    token: &AccessToken,
) -> Result<(), Failed> {
    let mechanism = BearerMechanism::Xoauth2;
    let response = mechanism.response(user, token, &settings.host, settings.port);
    let response = response.ok_or_else(|| Failed { why: "this is no user name".to_owned(), refused: false })?;
    let line = Line(format!("AUTH {} {}", mechanism.name(), BASE64.encode(response)));
    let mut said = answered(settings, connection.command(line)).await?;
    if said.has_code(334) {
        said = answered(settings, connection.command(Line(mechanism.after_error().to_owned()))).await?;
    }
    if said.has_code(235) {
        return Ok(());
    }
    Err(Failed { why: "its answer means nothing here".to_owned(), refused: false })
}

/// A line of our own; lettre's commands do not know how an error of XOAUTH2 is answered.
struct Line(String);

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\r\n", self.0)
    }
}

async fn answered(
    settings: &Settings,
    command: impl Future<Output = Result<Response, lettre::transport::smtp::Error>>,
) -> Result<Response, Failed> {
    match timeout(Duration::from_millis(settings.command_ms), command).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) => Err(Failed { refused: error.is_permanent(), why: error.to_string() }),
        Err(_) => Err(Failed { refused: false, why: "no answer in time".to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufStream};
    use tokio::net::TcpListener;

    use super::super::{Submission, tests as stories};
    use super::*;
    use crate::email::server::{Purse, Tls};

    /// A server that says `answers` in turn, the greeting first; gives what it heard.
    async fn hear(login: Login, answers: &'static [&'static str]) -> (Result<(), SendError>, Vec<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = tokio::spawn(async move {
            let mut stream = BufStream::new(listener.accept().await.unwrap().0);
            let mut heard = Vec::new();
            for answer in answers {
                stream.write_all(answer.as_bytes()).await.unwrap();
                stream.flush().await.unwrap();
                let mut line = String::new();
                if stream.read_line(&mut line).await.unwrap_or_default() == 0 {
                    break;
                }
                heard.push(line.trim_end().to_owned());
            }
            heard
        });
        let settings =
            Settings { login: Some(login), command_ms: 2_000, ..Settings::new("127.0.0.1", port, Tls::None) };
        let sent = Submission::new(settings).unwrap().send(&stories::message()).await.map(drop);
        (sent, server.await.unwrap())
    }

    const OFFER: &str = "250-here\r\n250 AUTH PLAIN LOGIN XOAUTH2\r\n";

    fn bearer(purse: &std::sync::Arc<Purse>) -> Login {
        Login::Bearer { user: "biuro@example.com".to_owned(), tokens: std::sync::Arc::clone(purse) as _ }
    }

    fn auth(token: &str) -> String {
        format!("AUTH XOAUTH2 {}", BASE64.encode(format!("user=biuro@example.com\u{1}auth=Bearer {token}\u{1}\u{1}")))
    }

    #[tokio::test]
    async fn a_token_that_the_server_does_not_take_is_given_back_for_a_fresh_one() {
        let purse = Purse::of(&["old", "new"]);
        let answers =
            &["220 hi\r\n", OFFER, "334 eyJzdGF0dXMiOiI0MDEifQ==\r\n", "535 5.7.8 bad credentials\r\n", "235 ok\r\n"];
        let (sent, heard) = hear(bearer(&purse), answers).await;
        assert!(sent.is_err(), "the server went away after the login");
        assert_eq!(heard[1..4], [auth("old"), String::new(), auth("new")]);
        assert!(heard[4].starts_with("EHLO"), "what it takes is asked after the login: {heard:?}");
        assert_eq!(*purse.refused.lock().unwrap(), ["old"]);

        let purse = Purse::of(&["old"]);
        let (sent, _) =
            hear(bearer(&purse), &["220 hi\r\n", OFFER, "535 5.7.8 bad credentials\r\n", "221 bye\r\n"]).await;
        let Err(SendError::Away(why)) = sent else { panic!("{sent:?}") };
        assert!(why.contains("the permission was withdrawn; run `kontuar mailbox authorize"), "{why}");
    }

    #[tokio::test]
    async fn a_server_that_knows_no_tokens_is_not_shown_one() {
        let (sent, heard) = hear(bearer(&Purse::of(&["a"])), &["220 hi\r\n", "250-here\r\n250 AUTH PLAIN\r\n"]).await;
        assert!(matches!(sent, Err(SendError::Away(why)) if why.contains("XOAUTH2")));
        assert_eq!(heard.len(), 1, "{heard:?}");
    }

    #[tokio::test]
    async fn passwords_go_by_plain_or_by_login() {
        let login = || Login::password("anna", "tajne");
        let (_, heard) = hear(login(), &["220 hi\r\n", OFFER, "235 ok\r\n"]).await;
        assert_eq!(heard[1], format!("AUTH PLAIN {}", BASE64.encode("\0anna\0tajne")));
        let answers = &[
            "220 hi\r\n",
            "250-here\r\n250 AUTH LOGIN\r\n",
            "334 VXNlcm5hbWU6\r\n",
            "334 UGFzc3dvcmQ6\r\n",
            "235 ok\r\n",
        ];
        let (_, heard) = hear(login(), answers).await;
        assert_eq!(heard[1..4], ["AUTH LOGIN".to_owned(), BASE64.encode("anna"), BASE64.encode("tajne")]);
    }
}
