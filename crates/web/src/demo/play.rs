//! "Play the customer": a mailbox as the customer sees it, and a form that writes back.

use std::cmp::Reverse;

use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::identity::Address;
use serde::Deserialize;

use super::{CustomersLetter, CustomersMail, Demo};
use crate::fault::Fault;
use crate::pages::play::{Draft, Mail, Play, Played, Shop};
use crate::pages::text::passages;
use crate::respond;
use crate::sessions;
use crate::web::Web;

/// Mails shown at most.
const MAILS: usize = 40;
/// The longest text that is sent, in characters.
const TEXT_CHARS: usize = 20_000;
/// The longest subject, in characters.
const SUBJECT_CHARS: usize = 200;

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(rename = "as")]
    address: Option<String>,
    /// The Message-ID of the mail to answer.
    answer: Option<String>,
    outcome: Option<String>,
}

/// `GET /demo/customer`
pub(super) async fn show(
    State(web): State<Web>,
    Demo(mail): Demo,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let people = mail.people().await?;
    let person =
        asked.address.as_deref().and_then(|asked| people.iter().find(|(_, address)| address.as_str() == asked));
    let mut mails = match person {
        Some((_, address)) => mail.mails(address).await?,
        None => Vec::new(),
    };
    mails.sort_by_key(|mail| Reverse((mail.at, mail.message_id.clone())));
    mails.truncate(MAILS);
    let names = web.directories().get(&web).await?;
    let mut shops: Vec<Shop> =
        names.inboxes().map(|inbox| Shop { name: inbox.sender.clone(), address: inbox.address.to_string() }).collect();
    shops.sort_by(|a, b| a.name.cmp(&b.name));
    let page = Play {
        draft: draft(&mails, asked.answer.as_deref(), person.map(|(_, address)| address)),
        outcome: asked
            .outcome
            .as_deref()
            .and_then(|outcome| ["sent", "failed"].into_iter().find(|one| *one == outcome)),
        path: person.map_or_else(|| "/demo/customer".to_owned(), |(_, address)| path(address)),
        signed_in: sessions::find(&web, &headers).await?.is_some(),
        mails: mails.iter().map(|mail| shown(mail, person.map(|(_, address)| address))).collect(),
        person: person.map(played),
        people: people.iter().map(played).collect(),
        shops,
    };
    let language = respond::visitor_language(&headers);
    Ok(respond::html(language, web.pages().render(language, web.now(), &page)?, StatusCode::OK))
}

fn path(address: &Address) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"@.-_".contains(&byte);
    let encoded: String = address
        .as_str()
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    format!("/demo/customer?as={encoded}")
}

fn played((name, address): &(String, Address)) -> Played {
    Played { name: name.clone(), address: address.to_string() }
}

fn shown(mail: &CustomersMail, person: Option<&Address>) -> Mail {
    Mail {
        message_id: mail.message_id.clone(),
        at: mail.at,
        own: person == Some(&mail.from),
        sender: mail.from.to_string(),
        recipient: mail.to.to_string(),
        subject: mail.subject.clone(),
        passages: passages(&mail.text),
    }
}

/// The form for an answer: to the mail that was asked for, else to the latest that came.
fn draft(mails: &[CustomersMail], asked: Option<&str>, person: Option<&Address>) -> Draft {
    let came = || mails.iter().find(|mail| person != Some(&mail.from));
    let answered = asked.and_then(|id| mails.iter().find(|mail| mail.message_id == id)).or_else(came);
    answered.map_or_else(Draft::default, |mail| Draft {
        to: mail.from.to_string(),
        subject: domain::threading::reply_subject(&mail.subject),
        answers: mail.message_id.clone(),
        text: String::new(),
    })
}

/// The form.
#[derive(Deserialize)]
pub(super) struct Letter {
    #[serde(rename = "as")]
    address: String,
    to: String,
    subject: String,
    text: String,
    #[serde(default)]
    answers: String,
}

/// `POST /demo/customer/mails`
pub(super) async fn send(
    State(web): State<Web>,
    Demo(mail): Demo,
    Form(form): Form<Letter>,
) -> Result<Response, Fault> {
    let people = mail.people().await?;
    let (name, from) =
        people.into_iter().find(|(_, address)| address.as_str() == form.address).ok_or(Fault::NotFound)?;
    let names = web.directories().get(&web).await?;
    let shop = names.inboxes().find(|inbox| inbox.address.as_str() == form.to).ok_or(Fault::Unreadable)?;
    let subject = form.subject.split_whitespace().collect::<Vec<_>>().join(" ");
    let letter = CustomersLetter {
        to: shop.address.clone(),
        name,
        subject: subject.chars().take(SUBJECT_CHARS).collect(),
        text: form.text.chars().take(TEXT_CHARS).collect(),
        answers: Some(form.answers).filter(|id| !id.is_empty()),
        from: from.clone(),
    };
    let outcome = match mail.send(letter).await {
        Ok(()) => "sent",
        Err(error) => {
            tracing::warn!(%error, "a customer of the demo could not send");
            "failed"
        }
    };
    Ok(respond::see(&format!("{}&outcome={outcome}", path(&from))))
}
