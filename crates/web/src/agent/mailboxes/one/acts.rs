//! The forms of a mailbox's page: each changes one part of it.

use axum::extract::{Form, Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::{Ask, carry_out, named, typed};
use crate::fault::Fault;
use crate::pages::mailboxes::{Bounds, NewKey};
use crate::sessions::SignedIn;
use crate::setup::connector::{Change, Folders, Words};
use crate::setup::permission::Back;
use crate::setup::trying::{Reach, reached};
use crate::web::Web;

/// The form of the servers.
#[derive(Deserialize)]
pub(in crate::agent) struct Servers {
    version: i64,
    #[serde(flatten)]
    reach: Reach,
}

/// `POST /mailboxes/{inbox}/servers`: tried both ways, kept when they work.
pub(in crate::agent) async fn servers(
    State(web): State<Web>,
    me: SignedIn,
    Path(inbox): Path<String>,
    back: Back,
    Form(Servers { version, reach }): Form<Servers>,
) -> Result<Response, Fault> {
    let (user, imap, smtp) = reach.tidied();
    let change = reached(&user, &imap, &smtp).and_then(|(imap, smtp)| {
        let password = typed::password(reach.password)?;
        Ok(Change::Servers { user: user.clone(), password, imap, smtp })
    });
    let ask = Ask { inbox: &inbox, back, version, part: "servers", outcome: "servers", change };
    carry_out(&web, &me, ask, |page| (page.user, page.imap, page.smtp) = (user, Some(imap), smtp)).await
}

/// The form of the folders.
#[derive(Deserialize)]
pub(in crate::agent) struct Choice {
    version: i64,
    spam: String,
    sent: String,
    file_sent: String,
}

/// `POST /mailboxes/{inbox}/folders`
pub(in crate::agent) async fn folders(
    State(web): State<Web>,
    me: SignedIn,
    Path(inbox): Path<String>,
    back: Back,
    Form(Choice { version, spam, sent, file_sent }): Form<Choice>,
) -> Result<Response, Fault> {
    let folders = Folders { spam, sent, file_sent };
    let change = typed::folders(&folders).map(|()| Change::Folders(folders.clone()));
    let ask = Ask { inbox: &inbox, back, version, part: "folders", outcome: "folders", change };
    carry_out(&web, &me, ask, |page| {
        let typed = named(&folders).into_iter().filter(|name| !page.names.contains(name)).collect::<Vec<_>>();
        page.names.extend(typed);
        page.folders = folders;
    })
    .await
}

/// The form of the limits.
#[derive(Deserialize)]
pub(in crate::agent) struct Most {
    version: i64,
    connections: String,
    per_hour: String,
    per_day: String,
    give_up_hours: String,
}

/// `POST /mailboxes/{inbox}/limits`
pub(in crate::agent) async fn limits(
    State(web): State<Web>,
    me: SignedIn,
    Path(inbox): Path<String>,
    back: Back,
    Form(Most { version, connections, per_hour, per_day, give_up_hours }): Form<Most>,
) -> Result<Response, Fault> {
    let bounds = Bounds { connections, per_hour, per_day, give_up_hours };
    let change = typed::limits(&bounds).map(Change::Limits);
    let ask = Ask { inbox: &inbox, back, version, part: "limits", outcome: "limits", change };
    carry_out(&web, &me, ask, |page| page.limits = bounds).await
}

/// The form of the words.
#[derive(Deserialize)]
pub(in crate::agent) struct Written {
    version: i64,
    name: String,
    sender: String,
    signature: String,
    auto_reply: String,
}

/// `POST /mailboxes/{inbox}/words`
pub(in crate::agent) async fn words(
    State(web): State<Web>,
    me: SignedIn,
    Path(inbox): Path<String>,
    back: Back,
    Form(Written { version, name, sender, signature, auto_reply }): Form<Written>,
) -> Result<Response, Fault> {
    let words = typed::tidied(&Words { name, sender, signature, auto_reply });
    let change = typed::words(&words).map(|()| Change::Words(words.clone()));
    let ask = Ask { inbox: &inbox, back, version, part: "words", outcome: "words", change };
    carry_out(&web, &me, ask, |page| page.words = words).await
}

/// The form of a key.
#[derive(Deserialize)]
pub(in crate::agent) struct Pasted {
    version: i64,
    selector: String,
    domain: String,
    #[serde(default)]
    pem: String,
}

/// `POST /mailboxes/{inbox}/key`: made or pasted; it signs nothing yet.
pub(in crate::agent) async fn key(
    State(web): State<Web>,
    me: SignedIn,
    Path(inbox): Path<String>,
    back: Back,
    Form(Pasted { version, selector, domain, pem }): Form<Pasted>,
) -> Result<Response, Fault> {
    let (selector, domain) = (selector.trim().to_owned(), domain.trim().to_ascii_lowercase());
    let change = typed::key(&selector, &domain, &pem);
    let ask = Ask { inbox: &inbox, back, version, part: "key", outcome: "key", change };
    carry_out(&web, &me, ask, |page| page.new_key = NewKey { selector, domain }).await
}

/// Whether the key signs.
#[derive(Deserialize)]
pub(in crate::agent) struct Signs {
    version: i64,
    on: String,
}

/// `POST /mailboxes/{inbox}/key/state`
pub(in crate::agent) async fn sign(
    State(web): State<Web>,
    me: SignedIn,
    Path(inbox): Path<String>,
    back: Back,
    Form(Signs { version, on }): Form<Signs>,
) -> Result<Response, Fault> {
    let (signs, part) = (on == "yes", "key");
    let ask = Ask { inbox: &inbox, back, version, part, outcome: "key-signs", change: Ok(Change::Signs(signs)) };
    carry_out(&web, &me, ask, |_| ()).await
}

/// The version that was seen.
#[derive(Deserialize)]
pub(in crate::agent) struct Seen {
    version: i64,
}

/// `POST /mailboxes/{inbox}/key/end`
pub(in crate::agent) async fn forget_key(
    State(web): State<Web>,
    me: SignedIn,
    Path(inbox): Path<String>,
    back: Back,
    Form(Seen { version }): Form<Seen>,
) -> Result<Response, Fault> {
    let ask = Ask { inbox: &inbox, back, version, part: "key", outcome: "key-ended", change: Ok(Change::NoKey) };
    carry_out(&web, &me, ask, |_| ()).await
}
