//! The templates that fit a conversation, filled for it: offered where one answers, and on a page for browsers without scripts.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::{ConversationId, TemplateId};
use domain::permission::Action;
use domain::template::Tongue;
use engine::templates::offer::{self, Place};
use serde::Deserialize;
use store::pages::Card;

use super::{banner, changed, id};
use crate::fault::Fault;
use crate::language::Language;
use crate::pages::composer::Chosen;
use crate::pages::templates::{Choice, Choices, Offer};
use crate::respond::{self, Wanted};
use crate::sessions::{Asking, SignedIn};
use crate::web::Web;

/// The longest search, in characters.
const MAX_WORDS_CHARS: usize = 100;

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

/// The language in which somebody answers where the conversation does not say it.
fn tongue(me: &SignedIn) -> Tongue {
    match me.language() {
        Language::Pl => Tongue::Polish,
        Language::En => Tongue::English,
    }
}

/// `GET /conversations/{id}/templates`
pub(super) async fn show(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
    Query(asked): Query<Asked>,
    wanted: Wanted,
) -> Result<Response, Fault> {
    let card = changed::card(&web, &me, id(&conversation)?, Action::Answer).await?;
    let (conversation, number) = (card.id, card.number);
    let words: String = asked.q.trim().chars().take(MAX_WORDS_CHARS).collect();
    let (by, tongue, sought) = (me.by(), tongue(&me), words.clone());
    let read = move |conn: &mut store::Conn| offer::offers(conn, Place { by, card: &card, tongue }, &sought);
    let offers = web.store().read(read).await?.into_iter().map(shown).collect();
    let html = if wanted.part {
        web.pages().render(me.language(), web.now(), &Choices { words, offers })?
    } else {
        let path = format!("/conversations/{conversation}/templates");
        let banner = banner(&web, &me).await?;
        let page = Choice { id: conversation, number, words, offers, banner, path };
        web.pages().render(me.language(), web.now(), &page)?
    };
    Ok(respond::html(me.language(), html, StatusCode::OK))
}

fn shown(offer: offer::Offer) -> Offer {
    let offer::Offer { id, name, folder, tongue, favourite, text } = offer;
    Offer { id, name, folder, language: tongue.map(Tongue::word), favourite, text }
}

/// What was chosen on that page, for the composer; nothing where it does not fit any more.
pub(super) async fn chosen(
    web: &Web,
    asking: &Asking,
    conversation: ConversationId,
    template: &str,
) -> Result<Option<Chosen>, Fault> {
    let Ok(template) = template.parse::<TemplateId>() else { return Ok(None) };
    let (who, now) = (asking.clone(), web.now());
    let session = web.store().read(move |conn| who.find(conn, now)).await?;
    let me = asking.clone().settle(web, session).await?;
    let card: Card = changed::card(web, &me, conversation, Action::Answer).await?;
    let (by, tongue) = (me.by(), tongue(&me));
    let read = move |conn: &mut store::Conn| offer::chosen(conn, Place { by, card: &card, tongue }, template);
    Ok(web.store().read(read).await?.map(|text| Chosen { templates: template.to_string(), text }))
}

/// The templates that a form names, with blanks between them.
pub(super) fn used(form: &str) -> Vec<TemplateId> {
    form.split(' ').filter_map(|id| id.parse().ok()).take(engine::commands::MAX_TEMPLATES_USED).collect()
}
