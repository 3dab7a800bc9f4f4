//! Two nodes on one store: each with a clock of its own that is wrong, dying and coming back by themselves.
//!
//! Leases are counted by the clock of the store, which is right. A node that stays dead is buried by the other when it
//! has been silent for too long; one that only hung comes back and finds itself overtaken.

use std::sync::Arc;

use domain::time::{Clock, MINUTE_MS, Millis, SECOND_MS};
use engine::presence::{self, LIFE_MS};
use engine::{Channels, Engine};
use rand::RngExt;
use rand::rngs::StdRng;
use store::member::Life;
use store::{Settings, Store};

use super::world::World;
use crate::channel::Mood;
use crate::clock::FakeClock;

/// How wrong a clock is, at most.
const SKEW_MS: i64 = 3 * MINUTE_MS;

/// A clock that is wrong by always the same.
struct Skewed {
    right: Arc<FakeClock>,
    by_ms: i64,
}

impl Clock for Skewed {
    fn now(&self) -> Millis {
        self.right.now().plus_ms(self.by_ms)
    }
}

/// Starts a node. Whoever had its folder before is dead for certain; without a predecessor, others find out in time.
pub(super) async fn start(
    settings: &Settings,
    right: &Arc<FakeClock>,
    by_ms: i64,
    channels: &Channels,
    (birth, predecessor): (i64, Option<Life>),
) -> Engine {
    let clock: Arc<dyn Clock> = Arc::new(Skewed { right: right.clone(), by_ms });
    let store = Store::open(settings, &*clock).expect("the store opens");
    let life = Life { node: store.node(), birth };
    let engine = Engine::new(store, clock, channels.clone())
        .living(life, predecessor)
        .among_others(right.clone() as Arc<dyn Clock>);
    presence::arrive(&engine).await.expect("a node arrives");
    engine
}

impl World {
    /// Whose turn it is to do something: either node, as it comes.
    pub fn turn_to_some_node(&mut self, chance: &mut StdRng) {
        self.at = chance.random_range(0..self.nodes.len());
        self.engine = self.nodes[self.at].clone();
    }

    /// The node at hand dies and another is started in its place: whatever was only in memory is gone. Where it is not
    /// the same machine, what the dead one held passes on only in time.
    pub async fn die_and_come_back(&mut self, chance: &mut StdRng) {
        let same_machine = chance.random_bool(0.5);
        let by_ms = chance.random_range(-SKEW_MS..SKEW_MS);
        let before = same_machine.then(|| self.engine.life());
        let birth = self.fresh_name().cast_signed();
        let channels = self.engine.channels().clone();
        self.engine = start(&self.settings, &self.clock, by_ms, &channels, (birth, before)).await;
        self.nodes[self.at] = self.engine.clone();
        self.post.forget(self.at);
    }

    /// A node says that it lives, and buries the dead.
    pub async fn node_beats(&mut self) {
        presence::step(&self.engine).await.unwrap_or_else(|error| panic!("seed {}: {error}", self.seed));
    }

    /// A node hangs in the middle of a sending until the other has taken it for dead; then it comes back. Meanwhile an
    /// agent may have had the message sent again.
    pub async fn node_hangs(&mut self, chance: &mut StdRng) {
        let mood = if chance.random_bool(0.5) { Mood::TakeAndWait } else { Mood::Wait };
        self.channel.will([mood]);
        let hanging = self.engine.clone();
        let mut sending = tokio::spawn(async move { engine::deliver::step(&hanging).await });
        let hangs = tokio::select! {
            done = &mut sending => {
                done.expect("it ends").unwrap_or_else(|error| panic!("seed {}: {error}", self.seed));
                false
            }
            () = self.channel.hung() => true,
        };
        if !hangs {
            return self.channel.relax();
        }
        self.clock.advance_ms(chance.random_range(SECOND_MS..3 * LIFE_MS));
        self.at = (self.at + 1) % self.nodes.len();
        self.engine = self.nodes[self.at].clone();
        for _ in 0..chance.random_range(0..4) {
            self.node_beats().await;
            self.one_step(chance).await;
        }
        if chance.random_bool(0.5) {
            self.agent_sends_again(chance).await;
            self.one_step(chance).await;
        }
        self.channel.go_on();
        sending.await.expect("it ends").unwrap_or_else(|error| panic!("seed {}: {error}", self.seed));
    }
}
