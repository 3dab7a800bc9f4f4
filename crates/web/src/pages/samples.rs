//! What samples are made of: a shop's morning with everything that pages can show, long names included.

use domain::channel::Unreached;
use domain::conversation::{Bucket, Priority, Status};
use domain::delivery::DeliveryState;
use domain::event::Position;
use domain::id::{AgentId, ContactId, ConversationId, DeliveryId, Id, MessageId, TagId};
use domain::time::{DAY_MS, HOUR_MS, MINUTE_MS, Millis};
use domain::view::View;

use super::composer::Composer;
use super::conversation::{Address, Controls, Conversation, Customer, Other, Resembling, Tag};
use super::delivery::Delivery;
use super::frame::Person;
use super::list::{Bar, List, Row, ViewLink};
use super::text::passages;
use super::timeline::{Attachment, Fact, Item, Message, Original, Picture, Side, size};

pub(super) fn views() -> Vec<ViewLink> {
    let counts = [Some(128), Some(0), Some(12), Some(41), Some(7), Some(3), None, None, None];
    View::ALL.into_iter().zip(counts).map(|(view, count)| ViewLink::new(view, count)).collect()
}

pub(super) fn list(view: View) -> List {
    List {
        view,
        bucket: view.bucket().word(),
        assignee: match view {
            View::Mine => AgentId::from_raw(4_021).to_string(),
            View::Unassigned => "nobody".to_owned(),
            _ => String::new(),
        },
        oldest_first: view.bucket().oldest_first(),
        rows: rows(),
        more: Some(format!("/inbox/{}?after=1.2", view.word())),
        bulk: (view != View::Spam).then(|| Bar {
            agents: vec![Person { id: AgentId::from_raw(4_021), name: "Anna Maria Wiśniewska".to_owned() }],
            tags: vec!["zwrot".to_owned()],
            statuses: Controls::statuses(),
            priorities: Controls::priorities(),
            most: 500,
        }),
    }
}

/// What counts as now in samples.
pub(super) const NOW: Millis = Millis::new(1_795_354_260_000);

pub(super) fn rows() -> Vec<Row> {
    let anna = || Some(Person { id: AgentId::from_raw(4_021), name: "Anna Maria Wiśniewska".to_owned() });
    let row = |n: i64, who: &str, subject: &str, preview: &str, ago: i64| Row {
        id: ConversationId::from_raw(n),
        as_of: Position(8_412),
        number: 1_000 + n,
        brand: "Leśna Chata".to_owned(),
        who: Some(who.to_owned()),
        subject: Some(subject.to_owned()),
        preview: Some(preview.to_owned()),
        bucket: Bucket::ToAnswer.word(),
        status: Status::Open.word(),
        priority: Priority::Normal.word(),
        assignee: None,
        waiting_since: Some(NOW.plus_ms(-ago)),
        snoozed_until: None,
        last_at: NOW.plus_ms(-ago),
        sort_at: NOW.plus_ms(-ago),
        tags: Vec::new(),
    };
    vec![
        Row {
            priority: Priority::Urgent.word(),
            tags: vec!["reklamacja".to_owned(), "kurier".to_owned(), "pilne".to_owned()],
            ..row(
                41,
                "Katarzyna Wójcik",
                "Paczka dotarła rozbita, zamówienie LC-48213",
                "Dzień dobry, dziś kurier przywiózł paczkę i w środku wszystko jest potłuczone. Proszę o pilny kontakt.",
                31 * HOUR_MS,
            )
        },
        Row {
            assignee: anna(),
            tags: vec!["zwrot".to_owned()],
            ..row(
                43,
                "Bartłomiej Szczepański-Grzegorzewski",
                "Zwrot butów, brak etykiety",
                "Witam, chcę odesłać buty z zamówienia LC-48190, ale w paczce nie było etykiety zwrotnej.",
                26 * HOUR_MS,
            )
        },
        row(
            44,
            "Marta Lis",
            "Gdzie jest moja przesyłka?",
            "Od czterech dni status „nadana w punkcie” i nic się nie zmienia. Czy ona w ogóle wyjechała?",
            6 * HOUR_MS,
        ),
        Row {
            priority: Priority::High.word(),
            assignee: anna(),
            brand: "Nordkante".to_owned(),
            ..row(
                45,
                "James O'Connor",
                "Wrong size delivered",
                "Hi, I ordered the jacket in L and got an S. I leave on Friday, can you send the right one before?",
                5 * HOUR_MS,
            )
        },
        row(
            46,
            "Zofia Dąbrowska",
            "Faktura do zamówienia LC-48301",
            "Poproszę o fakturę na firmę, dane podałam w uwagach.",
            95 * MINUTE_MS,
        ),
        Row {
            subject: None,
            ..row(48, "jan.kowal@example.com", "", "Czy ten stół da się zamówić w dębie?", 42 * MINUTE_MS)
        },
        Row {
            priority: Priority::Low.word(),
            ..row(
                49,
                "Paweł Król",
                "Re: Potwierdzenie zamówienia LC-48340",
                "Super, dzięki. A kiedy wysyłka?",
                12 * MINUTE_MS,
            )
        },
        row(
            50,
            "Ewa Malinowska",
            "Zmiana adresu dostawy",
            "Proszę wysłać na adres do pracy, podaję niżej.",
            MINUTE_MS / 2,
        ),
        Row {
            who: None,
            subject: None,
            preview: None,
            waiting_since: None,
            bucket: Bucket::Solved.word(),
            status: Status::Solved.word(),
            ..row(12, "", "", "", 60 * DAY_MS)
        },
    ]
}

pub(super) fn items() -> Vec<Item> {
    let at = |ago: i64| NOW.plus_ms(-ago);
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
        why: None,
        attachments: Vec::new(),
        pictures: Vec::new(),
        original: None,
        source: None,
        delivery: None,
    };
    let delivery = |id: i64, state| {
        let retry = matches!(state, DeliveryState::Failed | DeliveryState::Uncertain);
        Some(Delivery {
            retry: retry.then(|| "/conversations/cnv_x/messages/msg_x/deliveries".to_owned()),
            why: (state == DeliveryState::Queued).then(|| "Nasz serwer pocztowy nie odpowiada.".to_owned()),
            until: (state == DeliveryState::Queued).then(|| NOW.plus_ms(MINUTE_MS)),
            said: (state != DeliveryState::Queued).then(|| "250 2.0.0 OK".to_owned()),
            route: (state == DeliveryState::Sent).then_some(2),
            refused: match state {
                DeliveryState::Bounced => {
                    vec![Unreached { address: "jan@example.com".to_owned(), answer: "550 5.1.1 nobody".to_owned() }]
                }
                _ => Vec::new(),
            },
            decisions: vec!["was-sent", "undo"],
            ..Delivery::at(DeliveryId::from_raw(id), state, state == DeliveryState::Bounced, false)
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
            pictures: vec![Picture { path: "/images/2".to_owned(), name: "wazon.jpg".to_owned() }],
            original: Some(Original { path: "/html".to_owned(), first: false }),
            source: Some("/source".to_owned()),
            attachments: vec![
                Attachment { path: "/files/0".to_owned(), name: "IMG_2214.jpg".to_owned(), size: size(2_431_000, ',') },
                Attachment {
                    path: "/files/1".to_owned(),
                    name: "protokol szkody – kurier.pdf".to_owned(),
                    size: size(181_300, ','),
                },
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
            why: Some(vec!["Nadawcą jest klient.".to_owned()]),
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

/// A suggestion of each kind.
fn resembling() -> Vec<Resembling> {
    let one = |(likeness, at): (&domain::suggestion::Likeness, i64)| Resembling {
        suggestion: Id::from_raw(at),
        contact: ContactId::from_raw(100 + at),
        likeness: likeness.word(),
        name: (at > 1).then(|| "Marek Wójcik-Nowakowski".to_owned()),
        address: Some("marek.wojcik@example.com".to_owned()),
    };
    domain::suggestion::Likeness::ALL.iter().zip(1..).map(one).collect()
}

/// A full one, a fresh one, and one whose customer was erased and that may only be read.
pub(super) fn conversations() -> Vec<Conversation> {
    let id = ConversationId::from_raw(41);
    let anna = Person { id: AgentId::from_raw(4_021), name: "Anna Maria Wiśniewska".to_owned() };
    let tag = |raw, name: &str| Tag { id: TagId::from_raw(raw), name: name.to_owned() };
    let full = Conversation {
        id,
        number: 1_041,
        subject: Some("Paczka dotarła rozbita, zamówienie LC-48213".to_owned()),
        brand: "Leśna Chata".to_owned(),
        follows: None,
        back: "/inbox/to-answer".to_owned(),
        controls: Controls {
            id,
            as_of: Position(8_412),
            status: Status::Open.word(),
            snoozed_until: None,
            priority: Priority::Urgent.word(),
            assignee: Some(anna.id),
            agents: vec![anna, Person { id: AgentId::from_raw(4_022), name: "Piotr Zając".to_owned() }],
            tags: vec![tag(1, "reklamacja"), tag(2, "kurier")],
            other_tags: vec![tag(3, "zwrot"), tag(4, "faktura")],
            statuses: Controls::statuses(),
            priorities: Controls::priorities(),
        },
        matter: super::matter::sample(id),
        items: items(),
        earlier: Some(format!("/conversations/{id}/items?before=1")),
        composer: Composer {
            id,
            name: "Katarzyna Wójcik".to_owned(),
            to: Some("k.wojcik@example.com".to_owned()),
            once_reply: "5f0c1a2b3c4d5e6f".to_owned(),
            once_note: "6f0c1a2b3c4d5e6f".to_owned(),
            seen: "msg_0000000000005".to_owned(),
            signature: Some("Anna\nLeśna Chata".to_owned()),
            answers: true,
            chosen: None,
            refused: None,
        },
        customer: Customer {
            id: ContactId::from_raw(77),
            person: ContactId::from_raw(70),
            outcome: None,
            name: Some("Katarzyna Wójcik".to_owned()),
            erased: false,
            addresses: vec![
                Address { value: "k.wojcik@example.com".to_owned(), evidence: "authenticated", merged: None },
                Address {
                    value: "katarzyna.wojcik-nowakowska@dluga-domena.example".to_owned(),
                    evidence: "agent",
                    merged: Some(ContactId::from_raw(78)),
                },
                Address { value: "kasia@example.com".to_owned(), evidence: "claimed", merged: None },
            ],
            suggested: resembling(),
            answers: true,
            since: NOW.plus_ms(-400 * DAY_MS),
            brand: "Leśna Chata".to_owned(),
            inbox: "sklep@lesna-chata.example".to_owned(),
            others: vec![
                Other {
                    id: ConversationId::from_raw(30),
                    number: 812,
                    subject: Some("Dostępność świecznika".to_owned()),
                    status: Status::Solved.word(),
                    last_at: NOW.plus_ms(-70 * DAY_MS),
                },
                Other {
                    id: ConversationId::from_raw(29),
                    number: 640,
                    subject: None,
                    status: Status::WaitingCustomer.word(),
                    last_at: NOW.plus_ms(-400 * DAY_MS),
                },
            ],
        },
    };
    let mut fresh = full.clone();
    fresh.subject = None;
    fresh.follows = Some(ConversationId::from_raw(30));
    fresh.items.truncate(5);
    fresh.earlier = None;
    fresh.controls.assignee = None;
    fresh.controls.status = Status::Snoozed.word();
    fresh.controls.snoozed_until = Some(NOW.plus_ms(DAY_MS));
    fresh.controls.priority = Priority::Normal.word();
    fresh.controls.tags.clear();
    fresh.controls.other_tags.clear();
    fresh.customer.others.clear();
    fresh.customer.answers = false;
    fresh.matter = super::matter::went_elsewhere(id);
    let mut erased = full.clone();
    erased.subject = None;
    erased.composer.answers = false;
    erased.composer.to = None;
    erased.customer.name = None;
    erased.customer.erased = true;
    erased.customer.addresses.clear();
    erased.customer.suggested.clear();
    let mut unreachable = full.clone();
    unreachable.composer.to = None;
    let mut all = vec![full, fresh, erased, unreachable];
    for outcome in ["joined", "unknown", "same", "erased"] {
        let mut joined = all[0].clone();
        joined.customer.outcome = Some(outcome);
        all.push(joined);
    }
    all
}
