//! An engine for unit tests: a scratch SQLite store, a clock that stands still until moved, one
//! shop with one inbox and a channel whose answers the test decides.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use domain::channel::{
    BoxFuture, Capability, Channel, Inbound, Outbound, Party, Receipt, Route, SendError, Unreadable,
};
use domain::event::{Actor, Event, Fact, JoinedBy, Origin, Position};
use domain::fold::MessageKind;
use domain::id::{BrandId, ContactId, ConversationId, Id, InboxId, MessageId, RawId, TeamId};
use domain::identity::{Address, Evidence};
use domain::time::{Clock, Millis};
use store::brand::{Brand, Inbox};
use store::message::{Content, Message};
use store::{Place, Settings, Store, Tx};
use tempfile::TempDir;

use crate::{Channels, Engine};

/// The moment at which every test begins.
pub(crate) const START: Millis = Millis::new(1_795_000_000_000);

/// A clock that is moved by hand.
#[derive(Debug)]
pub(crate) struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Millis {
        Millis::new(self.0.load(Ordering::SeqCst))
    }
}

/// A channel that keeps what it sends and answers as it was told, else with a receipt.
#[derive(Default)]
pub(crate) struct Post {
    pub(crate) sent: Mutex<Vec<Outbound>>,
    pub(crate) answers: Mutex<VecDeque<SendError>>,
    /// Its ways out; none: the usual one.
    pub(crate) routes: Mutex<Vec<Route>>,
    /// By which of them each message was tried.
    pub(crate) tried: Mutex<Vec<usize>>,
}

impl Channel for Post {
    fn capability(&self) -> Capability {
        Capability { threads: true, html: false, subject: true, undo_ms: 0, longest_text: None }
    }

    fn parse(&self, _: &[u8]) -> Result<Inbound, Unreadable> {
        Err(Unreadable("this double only sends".to_owned()))
    }

    fn routes(&self) -> Vec<Route> {
        let routes = self.routes.lock().unwrap().clone();
        if routes.is_empty() { vec![Route::default()] } else { routes }
    }

    fn send_by<'a>(&'a self, route: usize, message: &'a Outbound) -> BoxFuture<'a, Result<Receipt, SendError>> {
        self.tried.lock().unwrap().push(route);
        self.send(message)
    }

    fn send<'a>(&'a self, message: &'a Outbound) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(async move {
            let answer = self.answers.lock().unwrap().pop_front();
            match answer {
                Some(SendError::Uncertain(why)) if why == "panic" => panic!("as the test asked"),
                Some(error) => Err(error),
                None => {
                    self.sent.lock().unwrap().push(message.clone());
                    Ok(Receipt::new("250 taken"))
                }
            }
        })
    }
}

/// The engine and what it stands on.
pub(crate) struct Scratch {
    pub(crate) engine: Engine,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) post: Arc<Post>,
    pub(crate) inbox: Inbox,
    folder: TempDir,
}

impl Scratch {
    /// A shop whose inbox acknowledges with `auto_reply`, its channel connected.
    pub(crate) async fn new(auto_reply: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(HandClock(AtomicI64::new(START.get())));
        let engine = open(&folder, clock.clone());
        let inbox = Inbox {
            id: engine.id(),
            brand: engine.id(),
            team: engine.id(),
            name: "Sklep".to_owned(),
            address: Address::parse("kontakt@sklep.example").unwrap(),
            sender: "Sklep".to_owned(),
            auto_reply: auto_reply.map(str::to_owned),
            signature: None,
        };
        let post = Arc::new(Post::default());
        let scratch = Self { engine, clock, post, inbox, folder };
        let (inbox, key) =
            (scratch.inbox.clone(), scratch.engine.store().fingerprints().address(&scratch.inbox.address));
        scratch
            .write(move |tx| {
                let origin = Origin::new(Actor::System, START);
                store::brand::create(tx, &Brand { id: inbox.brand, name: "Sklep".to_owned() }, &origin)?;
                store::brand::create_inbox(tx, &inbox, key, &origin)
            })
            .await;
        scratch.connect();
        scratch
    }

    /// Connects the inbox to the channel.
    pub(crate) fn connect(&self) {
        self.engine.channels().connect(self.inbox.id, self.post.clone());
    }

    /// A second process on the same store, as after a crash of the first.
    pub(crate) fn another_process(&self) -> Engine {
        let engine = open(&self.folder, self.clock.clone());
        engine.channels().connect(self.inbox.id, self.post.clone());
        engine
    }

    /// Moves the clock.
    pub(crate) fn pass(&self, ms: i64) {
        self.clock.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// Runs a write.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        run: impl Fn(&mut Tx<'_>) -> store::Result<T> + Send + 'static,
    ) -> T {
        self.engine.store().write(run).await.unwrap().value
    }

    /// The whole log.
    pub(crate) async fn events(&self) -> Vec<Event> {
        self.engine.store().read(|conn| store::log::after(conn, Position(0), 10_000)).await.unwrap()
    }

    /// How many events of a kind are in the log.
    pub(crate) async fn count(&self, kind: &str) -> usize {
        self.events().await.iter().filter(|event| event.fact.kind() == kind).count()
    }

    /// A customer opens a conversation from `address`, under `origin`'s depth.
    pub(crate) async fn open_conversation(&self, address: &str, automatic: bool, depth: u8) -> ConversationId {
        let engine = self.engine.clone();
        let inbox = self.inbox.clone();
        let address = Address::parse(address).unwrap();
        let (conversation, message, raw): (ConversationId, MessageId, RawId) = (engine.id(), engine.id(), engine.id());
        let (fresh, identity) = (engine.id(), engine.id());
        let now = engine.now();
        self.write(move |tx| {
            let prints = engine.store().fingerprints();
            let who = prints.address(&address);
            let known = store::contact::by_fingerprint(tx, who)?;
            let contact: ContactId = known.unwrap_or(fresh);
            let origin = Origin { depth, ..Origin::new(Actor::Contact(contact), now) };
            if known.is_none() {
                let new = store::contact::NewContact {
                    id: contact,
                    identity,
                    name: None,
                    address: &address,
                    fingerprint: who,
                    evidence: Evidence::Claimed,
                };
                store::contact::create(tx, &new, &origin)?;
            }
            let number = store::brand::next_number(tx, inbox.brand)?.unwrap_or_default();
            let (brand, team, inbox) = (inbox.brand, inbox.team, inbox.id);
            let facts = opened(conversation, (brand, team, inbox), contact, number, message, raw, automatic);
            store::conversation::open(tx, &facts, &origin, "Gdzie jest paczka?", "")?;
            let row = Message {
                id: message,
                conversation,
                kind: MessageKind::Received,
                at: now,
                contact: Some(contact),
                agent: None,
                raw: Some(raw),
                automatic,
                history: false,
            };
            let content = Content {
                subject: "Re: Gdzie jest paczka?".to_owned(),
                text: "Czekam.".to_owned(),
                sender: Some(Party { name: None, address: address.clone() }),
                message_id: Some(format!("{}@klient.example", message.raw())),
                ..Content::default()
            };
            store::message::insert(tx, &row, &content)
        })
        .await;
        conversation
    }
}

fn opened(
    conversation: ConversationId,
    (brand, team, inbox): (BrandId, TeamId, InboxId),
    contact: ContactId,
    number: i64,
    message: MessageId,
    raw: RawId,
    automatic: bool,
) -> [Fact; 2] {
    [
        Fact::ConversationOpened { conversation, brand, inbox, team, contact, number, automatic, follows: None },
        Fact::MessageReceived {
            conversation,
            message,
            contact,
            inbox,
            raw,
            joined_by: JoinedBy::Opened,
            automatic,
            history: false,
        },
    ]
}

fn open(folder: &TempDir, clock: Arc<HandClock>) -> Engine {
    let settings =
        Settings { folder: folder.path().to_owned(), blobs: None, place: Place::Folder, key: [7; 32], readers: 1 };
    let store = Store::open(&settings, &*clock).unwrap();
    Engine::new(store, clock, Channels::default())
}
