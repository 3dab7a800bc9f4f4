//! The ingest transaction: look up, upsert the contact, open a conversation, write the message,
//! its content and ids, keep the counters, append the events.

use domain::channel::Party;
use domain::event::{Actor, Fact, JoinedBy, Origin};
use domain::fold::MessageKind;
use domain::id::{BrandId, ContactId, ConversationId, IdMint, IdentityId, InboxId, MessageId, RawId, TeamId};
use domain::identity::{Address, Evidence, Fingerprint};
use domain::time::Millis;
use store::brand::{Brand, Inbox, Team};
use store::contact::NewContact;
use store::message::{Answers, Content, Message, Recipients};
use store::raw::{Body, NewRaw, Settled};
use store::{Result, Store, Tx, conversation};

/// The shop of a benchmark.
#[derive(Clone, Copy, Debug)]
pub struct Shop {
    pub brand: BrandId,
    pub team: TeamId,
    pub inbox: InboxId,
    /// Whether its mails are kept as they came, too.
    pub raws: bool,
}

/// Sets up a shop with one inbox.
pub async fn shop(store: &Store, ids: &IdMint, now: Millis, raws: bool) -> Result<Shop> {
    let shop = Shop { brand: ids.next(now), team: ids.next(now), inbox: ids.next(now), raws };
    let address = Address::parse("sklep@example.com").ok_or(store::Error::Closed)?;
    let key = store.fingerprints().address(&address);
    store
        .write(move |tx| -> Result<()> {
            let origin = Origin::new(Actor::System, now);
            store::brand::create(tx, &Brand { id: shop.brand, name: "Sklep".to_owned() }, &origin)?;
            store::brand::create_team(tx, &Team { id: shop.team, name: "BOK".to_owned() }, &origin)?;
            let inbox = Inbox {
                id: shop.inbox,
                brand: shop.brand,
                team: shop.team,
                name: "Poczta".to_owned(),
                address: address.clone(),
                sender: "Sklep".to_owned(),
                auto_reply: None,
                signature: None,
            };
            store::brand::create_inbox(tx, &inbox, key, &origin)
        })
        .await?;
    Ok(shop)
}

/// One mail, ready to be ingested.
#[derive(Clone)]
pub struct Mail {
    pub shop: Shop,
    pub author: Party,
    pub author_key: Fingerprint,
    pub own_key: Fingerprint,
    pub content_key: Fingerprint,
    pub message_id: String,
    pub subject: String,
    pub text: String,
    pub message: MessageId,
    pub conversation: ConversationId,
    pub contact: ContactId,
    pub identity: IdentityId,
    pub raw: RawId,
    pub body: Option<Body>,
    pub now: Millis,
}

/// Mail number `n`: one of 20,000 authors, 1.5 kB of text.
pub fn mail(store: &Store, ids: &IdMint, shop: Shop, n: u64, now: Millis) -> Option<Mail> {
    let prints = store.fingerprints();
    let author = n.wrapping_mul(2_654_435_761) % 20_000;
    let address = Address::parse(&format!("klient{author}@example.org"))?;
    let message_id = format!("{n}.bench@example.org");
    let sentence = "Dzień dobry, zamówienie nadal nie dotarło, a status przesyłki się nie zmienia. ";
    let mut text = format!("Zamówienie {n}. ");
    while text.len() < 1_500 {
        text.push_str(sentence);
    }
    let subject = format!("Gdzie jest moja paczka? Zamówienie {n}");
    let body = if shop.raws { Some(Body::pack(text.as_bytes(), store.blobs()).ok()?) } else { None };
    Some(Mail {
        shop,
        author_key: prints.address(&address),
        own_key: prints.message_id(&message_id),
        content_key: prints.content(address.as_str(), Some(now.get()), &subject, &text),
        author: Party { name: Some(format!("Klient {author}")), address },
        message_id,
        subject,
        text,
        message: ids.next(now),
        conversation: ids.next(now),
        contact: ids.next(now),
        identity: ids.next(now),
        raw: ids.next(now),
        body,
        now,
    })
}

fn keep_raw(tx: &mut Tx<'_>, mail: &Mail) -> Result<()> {
    let Some(body) = mail.body.clone() else { return Ok(()) };
    let (source, bytes) = (mail.message_id.clone(), mail.text.len());
    let (id, inbox, received_at) = (mail.raw, mail.shop.inbox, mail.now);
    store::raw::receive(tx, &NewRaw { id, inbox, source, received_at, bytes, history: false, body })?;
    store::raw::settle(tx, mail.raw, Settled::Accepted(mail.message))
}

fn question(mail: &Mail) -> store::lookup::Question<'_> {
    store::lookup::Question {
        own: mail.own_key,
        answers: &[],
        author: mail.author_key,
        brand: mail.shop.brand,
        topics: &[],
        number: None,
        signed: None,
    }
}

/// The transaction.
pub fn ingest(tx: &mut Tx<'_>, mail: &Mail) -> Result<()> {
    keep_raw(tx, mail)?;
    let known = store::lookup::recognise(tx, &question(mail))?;
    let contact = known.author.map_or(mail.contact, |author| author.contact);
    let origin = Origin::new(Actor::Contact(contact), mail.now);
    if known.author.is_none() {
        let new = NewContact {
            id: contact,
            identity: mail.identity,
            name: mail.author.name.as_deref(),
            address: &mail.author.address,
            fingerprint: mail.author_key,
            evidence: Evidence::Claimed,
        };
        store::contact::create(tx, &new, &origin)?;
    } else if let Some(name) = &mail.author.name
        && known.author.is_some_and(|author| author.is_nameless)
    {
        store::contact::learn_name(tx, contact, name)?;
    }
    let number = store::brand::next_number(tx, mail.shop.brand)?.unwrap_or_default();
    let facts = [
        Fact::ConversationOpened {
            conversation: mail.conversation,
            brand: mail.shop.brand,
            inbox: mail.shop.inbox,
            team: mail.shop.team,
            contact,
            number,
            automatic: false,
            follows: None,
        },
        Fact::MessageReceived {
            conversation: mail.conversation,
            message: mail.message,
            contact,
            inbox: mail.shop.inbox,
            raw: mail.raw,
            joined_by: JoinedBy::Opened,
            automatic: false,
            history: false,
        },
    ];
    conversation::open(tx, &facts, &origin, &mail.subject, &conversation::preview(&mail.text))?;
    let message = Message {
        id: mail.message,
        conversation: mail.conversation,
        kind: MessageKind::Received,
        at: mail.now,
        contact: Some(contact),
        agent: None,
        raw: Some(mail.raw),
        automatic: false,
        history: false,
    };
    let content = Content {
        subject: mail.subject.clone(),
        text: mail.text.clone(),
        html: None,
        sender: Some(mail.author.clone()),
        recipients: Recipients::default(),
        message_id: Some(mail.message_id.clone()),
        answers: Answers::default(),
        reading: None,
    };
    store::message::insert(tx, &message, &content)?;
    store::message::refer(tx, mail.own_key, mail.message, mail.conversation, false, Some(mail.content_key))?;
    conversation::join(tx, mail.conversation, mail.author_key)
}
