//! The demo's post office: the one mail server there is, on the loopback.
//!
//! In: mails over real SMTP, from the shops' deliverer and from whoever plays a customer. Out: mails
//! to a shop go into its intake, all others into a customer's mailbox. Nothing leaves the machine:
//! there is no way from here to another server.

use std::sync::{Mutex, PoisonError};

use channels::email::smtp::Submission;
use channels::email::smtp_in::{Content, Envelope, Reception, Reply, Verdict};
use domain::channel::{BoxFuture, Nature, Outbound, Party};
use domain::conversation::Bucket;
use domain::identity::Address;
use domain::time::Millis;
use engine::{Engine, erase, intake};
use mail::parse;
use store::Conn;
use store::brand::Inbox;
use store::pages::Range;
use web::demo::{CustomerMail, CustomersLetter, CustomersMail, MailDown, PlugCounts};

use super::mailboxes::{Mail, Mailboxes, earlier};
use super::plug::Plug;

/// References that an answer names: the newest.
const MAX_REFERENCES: usize = 20;

/// People of each team's list that are offered to be played.
const PEOPLE_OF_A_LIST: usize = 8;

/// The post office.
pub struct PostOffice {
    engine: Engine,
    shops: Vec<Inbox>,
    /// The way to ourselves: what customers write goes over SMTP too.
    road: Submission,
    /// Whom one can play from the start.
    cast: Vec<Party>,
    opened_at: Millis,
    mailboxes: Mutex<Mailboxes>,
    plug: Plug,
}

impl PostOffice {
    /// The post office for all shops of the store; `road` leads to its own server.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn open(engine: Engine, road: Submission, plug: Plug) -> store::Result<Self> {
        let opened_at = engine.now();
        let (shops, cast) =
            engine.store().read(|conn| Ok::<_, store::Error>((store::brand::inboxes(conn)?, cast(conn)?))).await?;
        Ok(Self { engine, shops, road, cast, opened_at, mailboxes: Mutex::default(), plug })
    }

    /// The engine.
    pub(super) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The way to ourselves.
    pub(super) fn road(&self) -> &Submission {
        &self.road
    }

    /// The shops.
    pub fn shops(&self) -> &[Inbox] {
        &self.shops
    }

    /// Customers worth playing: those who got or wrote something just now, then the cast.
    pub fn people(&self) -> Vec<Party> {
        let mut people = self.mailboxes().owners();
        let new: Vec<Party> =
            self.cast.iter().filter(|one| people.iter().all(|other| other.address != one.address)).cloned().collect();
        people.extend(new);
        people
    }

    fn shop(&self, address: &Address) -> Option<&Inbox> {
        self.shops.iter().find(|shop| shop.address == *address)
    }

    fn mailboxes(&self) -> std::sync::MutexGuard<'_, Mailboxes> {
        self.mailboxes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What lies in a customer's mailbox, the latest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn mailbox(&self, owner: &Address) -> engine::Result<Vec<Mail>> {
        let until = self.opened_at;
        let mut mails = match erase::contact_of(&self.engine, owner).await? {
            Some(contact) => self.engine.store().read(move |conn| earlier(conn, contact, until)).await?,
            None => Vec::new(),
        };
        let newer = self.mailboxes().of(owner);
        mails.retain(|mail| newer.iter().all(|other| other.message_id != mail.message_id));
        mails.extend(newer);
        mails.sort_by_key(|mail| std::cmp::Reverse(mail.at));
        Ok(mails)
    }

    /// Sends what somebody playing a customer wrote, over SMTP.
    ///
    /// # Errors
    /// What the customer's mail program would say.
    pub async fn post(&self, new: CustomersLetter) -> Result<(), String> {
        let shop = self.shop(&new.to).ok_or("there is no such shop")?;
        let from = Party { name: Some(new.name).filter(|name| !name.is_empty()), address: new.from };
        let mails = self.mailbox(&from.address).await.map_err(|error| error.to_string())?;
        let answered = new.answers.and_then(|id| mails.into_iter().find(|mail| mail.message_id == id));
        let mut references = answered.as_ref().map(|mail| mail.references.clone()).unwrap_or_default();
        references.extend(answered.as_ref().map(|mail| mail.message_id.clone()));
        references.drain(..references.len().saturating_sub(MAX_REFERENCES));
        let now = self.engine.now();
        let mail = Outbound {
            message: self.engine.id(),
            from: from.clone(),
            to: vec![shop.party()],
            cc: Vec::new(),
            reply_to: None,
            subject: new.subject,
            text: new.text,
            message_id: format!("{}@{}", draw_name()?, from.address.host()),
            in_reply_to: answered.map(|mail| mail.message_id),
            references,
            written_at: now,
            automatic: false,
        };
        Box::pin(self.road.send(&mail)).await.map_err(|error| error.to_string())?;
        let kept = Mail {
            message_id: mail.message_id,
            references: mail.references,
            at: now,
            own: true,
            from: from.clone(),
            to: shop.party(),
            subject: mail.subject,
            text: mail.text,
        };
        self.mailboxes().put(&from.address, kept);
        Ok(())
    }

    async fn hand_out(&self, envelope: Envelope, raw: Vec<u8>) -> Verdict {
        let recipients: Vec<Address> = envelope.recipients.iter().filter_map(|text| Address::parse(text)).collect();
        for shop in recipients.iter().filter_map(|address| self.shop(address)) {
            let Ok(name) = draw_name() else { return later() };
            let arrival =
                intake::Arrival { inbox: shop.id, source: format!("smtp:{name}"), history: false, raw: raw.clone() };
            if let Err(error) = intake::receive(&self.engine, arrival).await {
                tracing::error!(%error, "the demo's post office could not hand a mail to the shop");
                return later();
            }
        }
        for owner in recipients.iter().filter(|address| self.shop(address).is_none()) {
            let Ok(mail) = parse::parse(&raw) else { continue };
            if mail.nature != Nature::Person
                && let Some(noted) = self.plug.answered(owner).await
            {
                if noted.is_err() {
                    return later();
                }
                continue;
            }
            let read = Mail::received(mail, owner, self.engine.now());
            if let Some(mail) = read {
                self.mailboxes().put(owner, mail);
            }
        }
        Verdict::Accept
    }
}

impl CustomerMail for PostOffice {
    fn people(&self) -> BoxFuture<'_, Result<Vec<(String, Address)>, MailDown>> {
        let named = |one: Party| (one.name.unwrap_or_else(|| one.address.to_string()), one.address);
        Box::pin(std::future::ready(Ok(self.people().into_iter().map(named).collect())))
    }

    fn mails<'a>(&'a self, address: &'a Address) -> BoxFuture<'a, Result<Vec<CustomersMail>, MailDown>> {
        Box::pin(async move {
            let mails = self.mailbox(address).await.map_err(|error| MailDown(error.to_string()))?;
            Ok(mails.into_iter().map(CustomersMail::from).collect())
        })
    }

    fn plug(&self) -> BoxFuture<'_, Result<PlugCounts, MailDown>> {
        Box::pin(async move { self.plug.counts(&self.engine).await.map_err(|error| MailDown(error.to_string())) })
    }

    fn flow(&self, on: bool) -> BoxFuture<'_, Result<(), MailDown>> {
        Box::pin(async move {
            let shop = self.shops.first().ok_or_else(|| MailDown("there is no shop".to_owned()))?;
            self.plug.flow(&self.engine, shop, on).await.map_err(MailDown)
        })
    }

    fn pull(&self) {
        // As a power cut would: nothing is ended, nothing is written down.
        std::process::abort();
    }

    fn send(&self, mail: CustomersLetter) -> BoxFuture<'_, Result<(), MailDown>> {
        Box::pin(async move { self.post(mail).await.map_err(MailDown) })
    }
}

impl From<Mail> for CustomersMail {
    fn from(mail: Mail) -> Self {
        let Mail { message_id, at, from, to, subject, text, .. } = mail;
        Self { message_id, at, from: from.address, to: to.address, subject, text }
    }
}

impl Reception for PostOffice {
    fn deliver<'a>(&'a self, envelope: Envelope, mut content: Content) -> BoxFuture<'a, Verdict> {
        Box::pin(async move {
            match content.take() {
                Ok(raw) => self.hand_out(envelope, raw).await,
                Err(_) => later(),
            }
        })
    }
}

fn cast(conn: &mut Conn) -> store::Result<Vec<Party>> {
    let mut people: Vec<Party> = Vec::new();
    for team in store::brand::teams(conn)? {
        for bucket in [Bucket::ToAnswer, Bucket::WaitingCustomer] {
            let range = Range { team: team.id, bucket, assignee: None, after: None };
            for card in store::pages::list(conn, range, PEOPLE_OF_A_LIST)? {
                let Some(contact) = store::contact::by_id(conn, card.contact)? else { continue };
                let Some(address) = contact.addresses.iter().find_map(|text| Address::parse(text)) else { continue };
                if people.iter().all(|other| other.address != address) {
                    people.push(Party { name: contact.name, address });
                }
            }
        }
    }
    Ok(people)
}

fn later() -> Verdict {
    Verdict::Refuse(Reply::new(451, "4.3.0 try again later"))
}

/// A name that nothing else has.
fn draw_name() -> Result<String, String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| format!("there is no randomness: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
