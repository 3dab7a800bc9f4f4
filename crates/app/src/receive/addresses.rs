//! Which of our inboxes an address leads to: its own address, or that with a tag (`shop+tag@…`), which is also the form of
//! our signed addresses; and `postmaster` of its domain, or of none, whom every mail server has to have (RFC 5321, 4.5.1):
//! that is the inbox of the domain, the first where there are several. All others lead nowhere.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use domain::id::InboxId;
use domain::identity::Address;
use domain::time::Millis;
use engine::Engine;

/// How long after a look at the store an unknown address is believed to be unknown, in milliseconds: guessing costs no
/// look-ups.
const FRESH_MS: i64 = 5_000;

/// The name that every mail server knows.
const POSTMASTER: &str = "postmaster";

/// Whom a mail is for.
enum Wanted {
    At(Address),
    /// Of this server.
    Postmaster,
}

/// The addresses of our inboxes.
#[derive(Debug)]
pub struct Addresses {
    engine: Engine,
    known: RwLock<Known>,
}

#[derive(Debug, Default)]
struct Known {
    inboxes: HashMap<Address, InboxId>,
    /// Who answers for each domain.
    postmasters: HashMap<String, InboxId>,
    /// Who answers for this server, whatever its name.
    postmaster: Option<InboxId>,
    read_at: Option<Millis>,
}

impl Addresses {
    /// The addresses of this engine's inboxes; read when first asked.
    pub fn new(engine: Engine) -> Self {
        Self { engine, known: RwLock::default() }
    }

    /// The inbox behind an address as it stands in an envelope. `None`: nobody here.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn inbox(&self, text: &str) -> store::Result<Option<InboxId>> {
        let wanted = match Address::parse(text) {
            Some(address) => Wanted::At(address),
            None if text.eq_ignore_ascii_case(POSTMASTER) => Wanted::Postmaster,
            None => return Ok(None),
        };
        if let Some(inbox) = self.known(&wanted) {
            return Ok(Some(inbox));
        }
        let now = self.engine.now();
        let is_fresh = self.read().read_at.is_some_and(|at| (0..FRESH_MS).contains(&now.since_ms(at)));
        if is_fresh {
            return Ok(None);
        }
        let mut known = Known { read_at: Some(now), ..Known::default() };
        for inbox in self.engine.store().read(store::brand::inboxes).await? {
            known.postmaster.get_or_insert(inbox.id);
            known.postmasters.entry(inbox.address.host().to_owned()).or_insert(inbox.id);
            known.inboxes.insert(inbox.address, inbox.id);
        }
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = known;
        Ok(self.known(&wanted))
    }

    fn known(&self, wanted: &Wanted) -> Option<InboxId> {
        let known = self.read();
        let Wanted::At(address) = wanted else { return known.postmaster };
        let bare = || address.untagged().and_then(|(bare, _)| known.inboxes.get(&bare));
        let is_postmaster = address.local().eq_ignore_ascii_case(POSTMASTER);
        let postmaster = || known.postmasters.get(address.host()).filter(|_| is_postmaster);
        known.inboxes.get(address).or_else(bare).or_else(postmaster).copied()
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}
