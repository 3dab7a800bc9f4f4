//! The simulator: a shop's day drawn from a seed, with everything going wrong that can.
//!
//! In: a seed. Out: nothing, or a panic that names the seed and what was violated. Two nodes with wrong
//! clocks share the store ([`nodes`]). Customers write (twice, out of order), by a mailbox and by senders that
//! misbehave ([`post`]); agents answer (and send the same form twice); the mail server outside defers,
//! refuses, takes and loses its answer, or hangs; a node dies between any two steps and in the middle of
//! a sending, or hangs until the other takes it for dead; the clock jumps. In the end everything is let come
//! to rest and the truth the simulator kept is compared with what the product says ([`verdict`]).
//!
//! The same seed draws the same day: `KONTUAR_SEED=17 cargo test simulator` runs one.

mod acts;
mod nodes;
mod post;
mod verdict;
mod world;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use world::World;

/// After so long a day is taken to hang, in real time.
const LONGEST_DAY: std::time::Duration = std::time::Duration::from_secs(120);

/// How many acts a day has.
const ACTS: usize = 90;

/// Lives through the day of one seed.
///
/// # Panics
/// When an invariant is violated; the message names the seed.
pub async fn live(seed: u64) {
    crate::logs::hear();
    let day = tokio::time::timeout(LONGEST_DAY, live_through(seed)).await;
    assert!(day.is_ok(), "seed {seed}: something waits for ever");
}

async fn live_through(seed: u64) {
    let mut chance = StdRng::seed_from_u64(seed);
    let mut world = World::begin(seed).await;
    for _ in 0..ACTS {
        world.turn_to_some_node(&mut chance);
        match chance.random_range(0..120) {
            0..25 => world.customer_writes(&mut chance),
            25..33 => world.customer_answers(&mut chance),
            33..48 => world.agent_answers(&mut chance).await,
            48..60 => world.agent_handles(&mut chance).await,
            60..84 => world.one_step(&mut chance).await,
            84..90 => world.let_time_pass(&mut chance),
            90..96 => world.send_into_trouble(&mut chance).await,
            96..98 => world.die_and_come_back(&mut chance).await,
            98..100 => world.agent_sends_again(&mut chance).await,
            100..107 => world.node_fetches(&mut chance, false).await,
            107..109 => world.node_fetches(&mut chance, true).await,
            109..113 => world.senders_try(&mut chance).await,
            113..115 => world.mailbox_misbehaves(&mut chance).await,
            115..117 => world.node_beats().await,
            _ => world.node_hangs(&mut chance).await,
        }
    }
    world.come_to_rest().await;
    verdict::judge(&world).await;
}
