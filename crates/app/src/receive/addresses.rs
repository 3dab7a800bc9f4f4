//! Which of our inboxes an address leads to: its own address, or that with a tag (`shop+tag@…`), which is also the form of
//! our signed addresses. All others lead nowhere.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use domain::id::InboxId;
use domain::identity::Address;
use domain::time::Millis;
use engine::Engine;

/// How long after a look at the store an unknown address is believed to be unknown, in milliseconds: guessing costs no
/// look-ups.
const FRESH_MS: i64 = 5_000;

/// The addresses of our inboxes.
#[derive(Debug)]
pub struct Addresses {
    engine: Engine,
    known: RwLock<Known>,
}

#[derive(Debug, Default)]
struct Known {
    inboxes: HashMap<Address, InboxId>,
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
        let Some(address) = Address::parse(text) else { return Ok(None) };
        if let Some(inbox) = self.known(&address) {
            return Ok(Some(inbox));
        }
        let now = self.engine.now();
        let is_fresh = self.read().read_at.is_some_and(|at| (0..FRESH_MS).contains(&now.since_ms(at)));
        if is_fresh {
            return Ok(None);
        }
        let inboxes = self.engine.store().read(store::brand::inboxes).await?;
        let inboxes = inboxes.into_iter().map(|inbox| (inbox.address, inbox.id)).collect();
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Known { inboxes, read_at: Some(now) };
        Ok(self.known(&address))
    }

    fn known(&self, address: &Address) -> Option<InboxId> {
        let known = self.read();
        let bare = || address.untagged().and_then(|(bare, _)| known.inboxes.get(&bare));
        known.inboxes.get(address).or_else(bare).copied()
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}
