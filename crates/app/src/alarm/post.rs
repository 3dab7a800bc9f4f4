//! What is passed on, and tried again at growing intervals where nobody was reached.

use std::collections::HashMap;

use domain::id::{InboxId, WebhookId};
use domain::time::{HOUR_MS, MINUTE_MS, Millis};
use engine::Engine;

use super::route::{News, Routes, Way};

/// The pause after a second route did not work; it doubles up to [`LONGEST_PAUSE_MS`].
const FIRST_PAUSE_MS: i64 = MINUTE_MS;

/// The longest such pause.
const LONGEST_PAUSE_MS: i64 = HOUR_MS;

/// What a word is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum About {
    Mailbox(InboxId),
    Webhook(WebhookId),
    Backups,
    Store,
}

/// Passes words on.
#[derive(Debug)]
pub(super) struct Post {
    pub(super) routes: Routes,
    /// How often in a row a word could not be passed on, and when it is tried again.
    failed: HashMap<About, (u32, Millis)>,
}

impl Post {
    /// One that passes on by `routes`.
    pub(super) fn new(routes: Routes) -> Self {
        Self { routes, failed: HashMap::new() }
    }

    /// Tries to pass something on, unless that failed a moment ago. Gives whether anybody was reached.
    pub(super) async fn pass_on(
        &mut self,
        engine: &Engine,
        about: About,
        news: &News,
        ways: &[Way],
        now: Millis,
    ) -> bool {
        let times = match self.failed.get(&about) {
            Some((_, again_at)) if now < *again_at => return false,
            Some((times, _)) => *times,
            None => 0,
        };
        if self.routes.tell(engine, news, ways).await {
            self.failed.remove(&about);
            return true;
        }
        let pause = FIRST_PAUSE_MS.saturating_mul(1 << times.min(30)).min(LONGEST_PAUSE_MS);
        self.failed.insert(about, (times.saturating_add(1), now.plus_ms(pause)));
        false
    }
}
