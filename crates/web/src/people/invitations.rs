//! Asking somebody to join: the link is shown once, to be copied, and sent where an inbox can send it.

use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::id::InvitationId;
use domain::identity::Address;
use engine::error::Refused;
use engine::letter::{self, Letter};
use engine::people;
use serde::Deserialize;

use super::list::{page, place};
use super::may;
use crate::fault::Fault;
use crate::language::Language;
use crate::pages::people::Handed;
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;
use crate::words::{Args, words};

/// Who is asked, and where they will stand.
#[derive(Deserialize)]
pub(super) struct Wanted {
    login: String,
    role: String,
    team: String,
}

/// `POST /people/invitations`
pub(super) async fn create(State(web): State<Web>, me: SignedIn, Form(form): Form<Wanted>) -> Result<Response, Fault> {
    may(&me)?;
    let place = place(&form.role, &form.team)?;
    let Some(login) = Address::parse(form.login.trim()) else { return page(&web, &me, Some("address"), None).await };
    match people::invite(web.engine(), me.by(), &login, place).await {
        Ok((_, secret)) => hand(&web, &me, login.as_str(), &secret).await,
        Err(engine::Error::Refused(Refused::TakenBy(_))) => page(&web, &me, Some("taken"), None).await,
        Err(engine::Error::Refused(Refused::Outdated)) => page(&web, &me, Some("asked"), None).await,
        Err(error) => Err(error.into()),
    }
}

/// `POST /people/invitations/{invitation}/renewal`
pub(super) async fn renew(
    State(web): State<Web>,
    me: SignedIn,
    Path(invitation): Path<String>,
) -> Result<Response, Fault> {
    may(&me)?;
    let id: InvitationId = invitation.parse().map_err(|_| Fault::NotFound)?;
    match people::renew(web.engine(), me.by(), id).await {
        Ok((login, secret)) => hand(&web, &me, &login, &secret).await,
        Err(engine::Error::Refused(Refused::Outdated)) => page(&web, &me, Some("stale"), None).await,
        Err(error) => Err(error.into()),
    }
}

/// `POST /people/invitations/{invitation}/end`
pub(super) async fn withdraw(
    State(web): State<Web>,
    me: SignedIn,
    Path(invitation): Path<String>,
) -> Result<Response, Fault> {
    may(&me)?;
    let id: InvitationId = invitation.parse().map_err(|_| Fault::NotFound)?;
    let outcome = match people::withdraw(web.engine(), me.by(), id).await {
        Ok(()) => "withdrawn",
        Err(engine::Error::Refused(Refused::Outdated)) => "stale",
        Err(error) => return Err(error.into()),
    };
    Ok(respond::see(&format!("/people?outcome={outcome}")))
}

/// Sends the link, and shows it.
async fn hand(web: &Web, me: &SignedIn, login: &str, secret: &str) -> Result<Response, Fault> {
    let handed = deliver(web, me, login, secret).await?;
    page(web, me, None, Some(handed)).await
}

/// Sends the link where an inbox can. Gives what is shown this once.
pub(crate) async fn deliver(web: &Web, me: &SignedIn, login: &str, secret: &str) -> Result<Handed, Fault> {
    let link = format!("{}/join/{secret}", web.settings().home);
    let mailed = match Address::parse(login) {
        Some(to) => letter::send_over_any(web.engine(), &written(to, &me.agent.name, &link)).await?,
        None => false,
    };
    Ok(Handed { login: login.to_owned(), link, mailed })
}

/// In both languages: nobody knows yet which one is read there.
fn written(to: Address, name: &str, link: &str) -> Letter {
    let args = Args::from([("name", name.to_owned().into()), ("link", link.to_owned().into())]);
    let say = |language: Language, key| words(language, key, &args).unwrap_or_default();
    let both = |key, between: &str| format!("{}{between}{}", say(Language::Pl, key), say(Language::En, key));
    let (subject, text) = (both("people-letter-subject", " / "), both("people-letter-text", "\n\n"));
    Letter { to, subject, text, kind: "invitation" }
}
