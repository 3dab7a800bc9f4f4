//! What people of the shop corrected: changes of single weights on top of the shipped model.
//!
//! Each correction is one passive-aggressive step (Crammer et al. 2006): as small as it can be and still have this mail on
//! the right side. Features that name the sender take most of it, words little, so that the sender's next mail is judged as
//! this one was and the mail of others hardly moves. Bounded: beyond [`MAX_SLOTS`] the smallest changes are forgotten.

use std::collections::BTreeMap;

use super::{BadModel, Class};

/// Features with a change of their own.
pub const MAX_SLOTS: usize = 65_536;
/// How far behind the line a corrected mail comes to stand, in logits.
const MARGIN: f32 = 1.5;
/// What one correction moves at most, in logits.
const MAX_STEP: f32 = 10.0;
/// What is missing by less than this is not missing.
const NEAR_ENOUGH: f32 = 0.01;
const MAGIC: &[u8; 8] = b"KSOWN1\r\n";

/// Own corrections.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own {
    changes: BTreeMap<u32, f32>,
}

impl Own {
    /// What corrections added to a feature's weight.
    pub fn change(&self, feature: u32) -> f32 {
        self.changes.get(&feature).map_or(0.0, |change| change * share(feature))
    }

    /// How many features have a change.
    pub fn len(&self) -> usize {
        self.changes.len()
    }

    /// Whether nothing was corrected yet.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Moves a mail that stands `above` the line by so many logits (below: negative) to where it belongs.
    pub(super) fn correct(&mut self, features: &[u32], above: f32, is_spam: bool) {
        let side = if is_spam { 1.0 } else { -1.0 };
        let missing = (MARGIN - side * above).clamp(0.0, MAX_STEP);
        let room: f32 = features.iter().map(|feature| share(*feature).powi(2)).sum();
        if missing < NEAR_ENOUGH || room <= 0.0 {
            return;
        }
        for feature in features {
            let share = share(*feature);
            if share > 0.0 {
                *self.changes.entry(*feature).or_default() += side * missing / room * share;
            }
        }
        self.forget_the_smallest();
    }

    fn forget_the_smallest(&mut self) {
        if self.changes.len() <= MAX_SLOTS {
            return;
        }
        let mut sizes: Vec<f32> = self.changes.iter().map(|(f, c)| c.abs() * share(*f)).collect();
        // A quarter at a time, so that the next corrections find room without looking.
        let (_, border, _) = sizes.select_nth_unstable_by(MAX_SLOTS / 4, f32::total_cmp);
        let border = *border;
        self.changes.retain(|feature, change| change.abs() * share(*feature) > border);
        while self.changes.len() > MAX_SLOTS {
            self.changes.pop_first();
        }
    }

    /// The corrections as bytes: `KSOWN1\r\n`, then feature (`u32`) and change (`f32`), little-endian, ascending.
    pub fn write(&self) -> Vec<u8> {
        let entries = self.changes.iter().flat_map(|(feature, change)| {
            let (feature, change) = (feature.to_le_bytes(), change.to_le_bytes());
            feature.into_iter().chain(change)
        });
        MAGIC.iter().copied().chain(entries).collect()
    }

    /// The corrections from their bytes.
    ///
    /// # Errors
    /// When they are cut off, out of order, too many, or of another kind.
    pub fn read(bytes: &[u8]) -> Result<Self, BadModel> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(BadModel("another beginning"))?;
        let (entries, []) = rest.as_chunks::<8>() else { return Err(BadModel("cut off")) };
        if entries.len() > MAX_SLOTS {
            return Err(BadModel("numbers out of range"));
        }
        let mut changes = BTreeMap::new();
        for [a, b, c, d, change @ ..] in entries {
            let (feature, change) = (u32::from_le_bytes([*a, *b, *c, *d]), f32::from_le_bytes(*change));
            if !change.is_finite() {
                return Err(BadModel("numbers out of range"));
            }
            if changes.last_key_value().is_some_and(|(last, _)| *last >= feature) {
                return Err(BadModel("out of order"));
            }
            changes.insert(feature, change);
        }
        Ok(Self { changes })
    }
}

/// How much of a correction features of a class take, relative to each other.
fn share(feature: u32) -> f32 {
    match Class::of(feature) {
        Some(Class::Sender) => 1.0,
        Some(Class::LinkHost) => 0.4,
        Some(Class::SenderDomain) => 0.3,
        Some(Class::Subject | Class::SubjectPair) => 0.05,
        Some(Class::Word | Class::Pair) => 0.03,
        // Half the world has these.
        _ => 0.0,
    }
}
