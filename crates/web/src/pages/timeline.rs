//! The course of a conversation: messages, notes and facts, grouped by day.

use domain::delivery::DeliveryState;
use domain::event::Position;
use domain::id::{DeliveryId, Id, MessageId};
use domain::time::{DAY_MS, HOUR_MS, MINUTE_MS, Millis};
use serde::Serialize;

use super::Page;
use super::list::SAMPLE_NOW;
use super::text::{Passage, passages};

/// Something in the timeline.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Item {
    /// A new day begins.
    Day {
        /// Some moment of it.
        at: Millis,
    },
    /// A message or a note.
    Message(Box<Message>),
    /// A fact in one line.
    Fact(Fact),
}

/// Who wrote a message, as the page arranges it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The customer.
    Customer,
    /// The shop, to the customer.
    Shop,
    /// Colleagues among themselves.
    Note,
}

/// A message or a note.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// Its id; also its DOM id.
    pub id: MessageId,
    /// The head of the log when this was read: an older rendering never replaces a newer one.
    pub as_of: Position,
    /// When it was written.
    pub at: Millis,
    /// Whose it is.
    pub side: Side,
    /// The author's name, as far as it is known.
    pub author: Option<String>,
    /// The address it came from.
    pub sender: Option<String>,
    /// The addresses it went to.
    pub recipients: Vec<String>,
    /// The text; `None` when it was erased.
    pub passages: Option<Vec<Passage>>,
    /// Whether the text is longer than what is shown.
    pub cut: bool,
    /// Whether a rule wrote it.
    pub automatic: bool,
    /// Whether it was sent from elsewhere.
    pub copied: bool,
    /// Whether its author answered one of ours from an address that is new here.
    pub stranger: bool,
    /// Names and sizes of the files that came with it.
    pub attachments: Vec<Attachment>,
    /// How far its sending got.
    pub delivery: Option<Delivery>,
}

/// A file.
#[derive(Clone, Debug, Serialize)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its size, for people.
    pub size: String,
}

/// The sending of a message.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery {
    /// The delivery.
    pub id: DeliveryId,
    /// Where it stands.
    pub state: DeliveryState,
    /// Where to ask for another try.
    pub retry: Option<String>,
}

/// A fact in one line.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// Its place in the log; also its DOM id.
    pub position: i64,
    /// When it happened.
    pub at: Millis,
    /// The sentence, in the language of the page.
    pub sentence: String,
    /// Who did it, where that says something.
    pub actor: Option<String>,
    /// The icon before it.
    pub icon: &'static str,
}

/// Some items, for the stream and for what lies further back.
#[derive(Clone, Debug, Serialize)]
pub struct Items {
    /// The items.
    pub items: Vec<Item>,
    /// Where earlier ones are.
    pub earlier: Option<String>,
}

/// The key of an event's sentence: `conversation.status_changed` becomes `event-conversation-status-changed`.
pub fn sentence_key(kind: &str) -> String {
    format!("event-{}", kind.replace(['.', '_'], "-"))
}

/// A size in bytes for people: `312 kB`, `1,4 MB` with the comma of the language.
pub fn size(bytes: i64, comma: char) -> String {
    if bytes < 1_000 {
        format!("{bytes} B")
    } else if bytes < 1_000_000 {
        format!("{} kB", bytes / 1_000)
    } else {
        format!("{}{comma}{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
    }
}

impl Page for Items {
    const TEMPLATE: &'static str = "parts/items.html";

    fn samples() -> Vec<Self> {
        vec![
            Self { items: sample_items(), earlier: Some("/conversations/cnv_x/items?before=1".to_owned()) },
            Self { items: Vec::new(), earlier: None },
        ]
    }
}

pub(super) fn sample_items() -> Vec<Item> {
    let at = |ago: i64| SAMPLE_NOW.plus_ms(-ago);
    let message = |id: i64, side, ago: i64, author: &str, text: &str| Message {
        id: MessageId::from_raw(id),
        as_of: Position(8_412),
        at: at(ago),
        side,
        author: Some(author.to_owned()),
        sender: None,
        recipients: Vec::new(),
        passages: Some(passages(text)),
        cut: false,
        automatic: false,
        copied: false,
        stranger: false,
        attachments: Vec::new(),
        delivery: None,
    };
    let delivery = |id: i64, state| {
        let retry = matches!(state, DeliveryState::Failed | DeliveryState::Uncertain);
        Some(Delivery {
            id: DeliveryId::from_raw(id),
            state,
            retry: retry.then(|| "/conversations/cnv_x/deliveries/dlv_x/retry".to_owned()),
        })
    };
    let boxed = |message| Item::Message(Box::new(message));
    let fact = |position: i64, ago: i64, icon, sentence: &str, actor: Option<&str>| {
        Item::Fact(Fact { position, at: at(ago), sentence: sentence.to_owned(), actor: actor.map(str::to_owned), icon })
    };
    vec![
        Item::Day { at: at(2 * DAY_MS) },
        boxed(Message {
            automatic: true,
            delivery: delivery(1, DeliveryState::Sent),
            recipients: vec!["k.wojcik@example.com".to_owned()],
            ..message(
                1,
                Side::Shop,
                2 * DAY_MS,
                "Leśna Chata",
                "Dzień dobry,\n\ntwoje zamówienie LC-48213 jest już w drodze. Paczkę można śledzić tutaj: https://kurier.example/48213.\n\nLeśna Chata",
            )
        }),
        Item::Day { at: at(DAY_MS + 7 * HOUR_MS) },
        fact(11, 31 * HOUR_MS, "message-square", "Początek rozmowy nr 1041", None),
        boxed(Message {
            sender: Some("k.wojcik@example.com".to_owned()),
            attachments: vec![
                Attachment { name: "IMG_2214.jpg".to_owned(), size: size(2_431_000, ',') },
                Attachment { name: "protokol szkody – kurier.pdf".to_owned(), size: size(181_300, ',') },
            ],
            ..message(
                2,
                Side::Customer,
                31 * HOUR_MS,
                "Katarzyna Wójcik",
                "Dzień dobry,\n\ndziś kurier przywiózł paczkę i w środku wszystko jest potłuczone. Zdjęcia i protokół w załączniku. To miał być prezent na sobotę, więc proszę o pilny kontakt i wysłanie nowego kompletu.\n\nKatarzyna Wójcik\n\nW dniu 20.11.2026 o 12:00 Leśna Chata <sklep@lesna-chata.example> napisał(a):\n> Dzień dobry,\n>\n> twoje zamówienie LC-48213 jest już w drodze.",
            )
        }),
        fact(13, 30 * HOUR_MS, "user-check", "Przypisano do: Anna Maria Wiśniewska", Some("Piotr Zając")),
        fact(14, 30 * HOUR_MS, "tag", "Dodano etykietę: reklamacja", Some("Anna Maria Wiśniewska")),
        boxed(message(
            3,
            Side::Note,
            29 * HOUR_MS,
            "Anna Maria Wiśniewska",
            "Magazyn ma jeszcze dwa komplety. Proszę odłożyć jeden do jutra, wyślę po potwierdzeniu adresu.",
        )),
        Item::Day { at: at(3 * HOUR_MS) },
        boxed(Message {
            recipients: vec!["k.wojcik@example.com".to_owned()],
            delivery: delivery(2, DeliveryState::Sent),
            ..message(
                4,
                Side::Shop,
                3 * HOUR_MS,
                "Anna Maria Wiśniewska",
                "Dzień dobry,\n\nbardzo przepraszamy. Nowy komplet wyślemy dziś kurierem z dostawą w piątek, bez kosztów. Uszkodzonego proszę nie odsyłać.\n\nCzy adres dostawy zostaje ten sam?\n\nAnna\nLeśna Chata",
            )
        }),
        boxed(Message {
            sender: Some("marek.wojcik@example.com".to_owned()),
            stranger: true,
            ..message(
                5,
                Side::Customer,
                2 * HOUR_MS,
                "Marek Wójcik",
                "Tak, adres ten sam. Odpisuję z poczty męża, dziękujemy.",
            )
        }),
        boxed(Message {
            delivery: delivery(3, DeliveryState::Failed),
            ..message(
                6,
                Side::Shop,
                90 * MINUTE_MS,
                "Anna Maria Wiśniewska",
                "Wysłane, numer przesyłki podam wieczorem.",
            )
        }),
        boxed(Message {
            delivery: delivery(4, DeliveryState::Uncertain),
            ..message(7, Side::Shop, 80 * MINUTE_MS, "Anna Maria Wiśniewska", "Numer przesyłki: 48213-2.")
        }),
        boxed(Message {
            copied: true,
            cut: true,
            ..message(
                8,
                Side::Shop,
                70 * MINUTE_MS,
                "sklep@lesna-chata.example",
                "Kopia potwierdzenia z programu sklepu.",
            )
        }),
        boxed(Message { passages: None, author: None, ..message(9, Side::Customer, 60 * MINUTE_MS, "", "") }),
        boxed(Message {
            delivery: delivery(5, DeliveryState::Sending),
            ..message(10, Side::Shop, MINUTE_MS, "Anna Maria Wiśniewska", "Jedzie.")
        }),
        boxed(Message {
            delivery: delivery(6, DeliveryState::Queued),
            ..message(16, Side::Shop, MINUTE_MS / 2, "Anna Maria Wiśniewska", "I jeszcze jedno: faktura jest w paczce.")
        }),
        fact(19, MINUTE_MS / 3, "circle-dot", "Stan: Czeka na klienta", Some("Anna Maria Wiśniewska")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_naturally() {
        assert_eq!(size(999, ','), "999 B");
        assert_eq!(size(181_300, ','), "181 kB");
        assert_eq!(size(2_431_000, ','), "2,4 MB");
        assert_eq!(size(12_000_000, '.'), "12.0 MB");
    }
}
