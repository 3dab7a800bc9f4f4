//! Trying a mailbox: signing in to both servers at the same time, with a bound on how long that may take.

use std::time::Duration;

use channels::email::imap::{self, MailboxError};
use channels::email::server::{Login, Password, Tls};
use channels::email::smtp::{self, Code, Submission, sentence};
use domain::channel::SendError;
use web::setup::connector::{At, Looked, Trouble, Wanted};

/// Tries both, signing in so.
pub(super) async fn both(wanted: &Wanted, login: &Login, patience: Duration) -> Looked {
    let late = || Trouble { code: "timed-out", said: String::new() };
    let (imap, smtp) = tokio::join!(
        tokio::time::timeout(patience, Box::pin(try_imap(wanted, login))),
        tokio::time::timeout(patience, Box::pin(try_smtp(wanted, login))),
    );
    Looked { imap: imap.unwrap_or_else(|_| Err(late())), smtp: smtp.unwrap_or_else(|_| Err(late())) }
}

/// A password for both.
pub(super) fn by_password(wanted: &Wanted) -> Login {
    Login::password(&wanted.user, Password::new(&wanted.password))
}

/// How a server is encrypted; a word that is none counts as the safest.
fn tls(at: &At) -> Tls {
    Tls::from_word(&at.tls).unwrap_or(Tls::Implicit)
}

async fn try_imap(wanted: &Wanted, login: &Login) -> Result<u32, Trouble> {
    let Wanted { imap: at, user, .. } = wanted;
    let mut settings = imap::Settings::new(&at.host, at.port, tls(at), user, "");
    settings.login = login.clone();
    let looked = imap::look(&settings).await;
    looked.map(|folder| folder.mails).map_err(trouble)
}

/// What is wrong with fetching.
pub(super) fn trouble(error: MailboxError) -> Trouble {
    Trouble { code: known(&error), said: error.said() }
}

/// The word for what is wrong, as far as it can be wrong before anything is fetched.
fn known(error: &MailboxError) -> &'static str {
    match error.code() {
        "no-token" => "token-refused",
        "mail-refused" | "not-stored" => "not-understood",
        code => code,
    }
}

async fn try_smtp(wanted: &Wanted, login: &Login) -> Result<(), Trouble> {
    let Wanted { smtp: at, address, .. } = wanted;
    let mut settings = smtp::Settings::new(&at.host, at.port, tls(at));
    settings.login = Some(login.clone());
    let submission = Submission::new(settings).map_err(|error| match error {
        smtp::SettingsError::PlainText { .. } => Trouble { code: "plain-text", said: error.to_string() },
        smtp::SettingsError::Certificate(_) => Trouble { code: "certificate", said: error.to_string() },
    })?;
    submission.look(address).await.map_err(|error| match error {
        SendError::Later(why)
        | SendError::Away(why)
        | SendError::Slow(why)
        | SendError::Refused(why)
        | SendError::Uncertain(why) => Trouble { code: word(&why), said: sentence(&why).to_owned() },
    })
}

/// The word for what is wrong, of what the other side or we ourselves said.
fn word(said: &str) -> &'static str {
    let ours = said.split_once(": ").and_then(|(word, _)| Code::ALL.into_iter().find(|code| code.word() == word));
    match ours {
        Some(Code::NoConnection) => "cannot-connect",
        Some(Code::NoEncryption) => "tls-failed",
        Some(Code::WrongPassword) => "wrong-password",
        Some(Code::NoToken) => "token-refused",
        Some(Code::NoAnswer) => "timed-out",
        Some(Code::NotUnderstood) => "not-understood",
        Some(Code::Broke | Code::Unconfirmed) => "connection-lost",
        Some(_) | None => "refused",
    }
}
