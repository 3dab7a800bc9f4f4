//! A message as an item of the timeline: who wrote it to whom, its text, its files, and where it is as it was made.

use domain::delivery::DeliveryState;
use domain::event::{Fact as Happened, JoinedBy};
use domain::fold::MessageKind;
use store::delivery::Standing;
use store::pages::{File, Shown};

use super::course::Piece;
use super::{delivery, why};
use crate::directory::Directory;
use crate::language::Language;
use crate::pages::delivery::Delivery;
use crate::pages::text::passages;
use crate::pages::timeline::{Attachment, Message, Original, Picture, Side, size};
use crate::words::word;

/// The message that a piece of the course speaks of; `None` when it is not there any more.
pub(super) fn message(piece: &Piece, names: &Directory, language: Language) -> Option<Message> {
    let shown = piece.shown.as_ref()?;
    let side = match shown.kind {
        MessageKind::Received => Side::Customer,
        MessageKind::Replied | MessageKind::Copied => Side::Shop,
        MessageKind::Note => Side::Note,
    };
    let called = |party: &domain::channel::Party| party.name.clone().unwrap_or_else(|| party.address.to_string());
    let sender = shown.sender.as_ref();
    let author = match shown.agent {
        Some(agent) => {
            names.person(agent).map(|person| person.name).or_else(|| Some(word(language, "actor-word-former")))
        }
        None => sender.map(called),
    };
    let stranger =
        matches!(piece.event.fact, Happened::MessageReceived { joined_by: JoinedBy::ReferenceByStranger, .. })
            && !shown.from_customer;
    let addresses =
        |parties: &[domain::channel::Party]| parties.iter().map(|party| party.address.to_string()).collect::<Vec<_>>();
    // What was joined into this conversation keeps its events; its messages stand here.
    let at = format!("/conversations/{}/messages/{}", shown.conversation, shown.id);
    let comma = if language == Language::Pl { ',' } else { '.' };
    Some(Message {
        id: shown.id,
        as_of: piece.as_of,
        at: shown.at,
        side,
        author,
        sender: sender.filter(|_| side == Side::Customer).map(|party| party.address.to_string()),
        recipients: if side == Side::Shop { addresses(&shown.recipients.to) } else { Vec::new() },
        passages: shown.text.as_deref().map(passages),
        cut: shown.cut,
        automatic: shown.automatic && side == Side::Shop,
        copied: shown.kind == MessageKind::Copied,
        stranger,
        attachments: shown
            .files
            .iter()
            .filter(|file| !is_shown(file))
            .map(|file| Attachment {
                path: format!("{at}/files/{}", file.place),
                name: file.name.clone(),
                size: size(file.bytes, comma),
            })
            .collect(),
        pictures: pictures(shown, &at),
        original: shown.html.then(|| Original { path: format!("{at}/html"), first: html_first(shown) }),
        why: shown.reading.as_ref().map(|reading| why::why(reading, shown.moved, language)),
        source: (shown.raw && shown.text.is_some()).then(|| format!("{at}/source")),
        delivery: piece.standing.as_ref().map(|standing| Delivery {
            retry: matches!(standing.state, DeliveryState::Failed | DeliveryState::Uncertain | DeliveryState::Bounced)
                .then(|| format!("{at}/deliveries")),
            decisions: delivery::decisions_at(standing),
            ..delivery::delivery(standing, waits(standing), language)
        }),
    })
}

/// Why a message waits, where that is worth a word, and until when.
fn waits(standing: &Standing) -> Option<delivery::Waits> {
    let held = standing.held.clone().filter(|_| standing.state == DeliveryState::Queued)?;
    Some((held, Some(standing.due_at)))
}

/// Up to this size, in bytes, a picture in a mail that has HTML is a signature's logo: it shows there, not below the text.
const LOGO_BYTES: i64 = 10_000;

/// Whether a file is a picture that the mail shows in its text.
fn is_shown(file: &File) -> bool {
    let pictures = ["image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp"];
    file.inline && pictures.contains(&file.media_type.as_str())
}

fn pictures(shown: &Shown, at: &str) -> Vec<Picture> {
    let seen = shown.files.iter().filter(|file| is_shown(file) && (!shown.html || file.bytes > LOGO_BYTES));
    seen.map(|file| Picture { path: format!("{at}/images/{}", file.place), name: file.name.clone() }).collect()
}

/// Whether the HTML says what the text does not: machines compose pages, people write.
fn html_first(shown: &Shown) -> bool {
    shown.kind == MessageKind::Received && shown.automatic
        || shown.text.as_deref().is_some_and(|text| text.trim().is_empty())
}
