//! Chance: one portable generator for the whole shop, so that a seed means the same shop on every machine.

use rand::{RngExt, SeedableRng};

/// A seeded source of choices. Its algorithm is named because the standard one may change.
pub(crate) struct Dice(rand::rngs::Xoshiro256PlusPlus);

impl Dice {
    /// Dice that always fall the same way for one seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(rand::rngs::Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high.max(low))
    }

    /// An index below `len`, which is at least 1.
    pub(crate) fn below(&mut self, len: usize) -> usize {
        self.0.random_range(0..len.max(1))
    }

    /// True in `percent` of 100 cases.
    pub(crate) fn percent(&mut self, percent: u32) -> bool {
        self.0.random_range(0..100) < percent
    }

    /// A number from 0 up to, not including, 1.
    pub(crate) fn unit(&mut self) -> f64 {
        self.0.random()
    }

    /// One of `all`, which is not empty: every list of the texts is checked by a test.
    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// An index, the likelier the greater its weight; 0 when there are no weights.
    pub(crate) fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut rest = self.unit() * weights.clone().sum::<f64>();
        for (at, weight) in weights.enumerate() {
            rest -= weight;
            if rest < 0.0 {
                return at;
            }
        }
        0
    }

    /// `count` decimal digits.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }

    /// Puts `all` into a random order.
    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at + 1));
        }
    }
}
