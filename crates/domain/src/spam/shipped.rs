//! The model that comes with the product: one small weight for each feature it knows, zero for all others.
//!
//! The file, all numbers little-endian: `KSPAM1\r\n`; bias and weight of one step as `f32`; number of entries as `u32`;
//! then the entries in ascending order of their features, each the distance from the one before (LEB128) and a step count
//! (`i8`).

use super::Shares;

/// What the file begins with; line ends in it show a copy that was taken for text.
const MAGIC: &[u8; 8] = b"KSPAM1\r\n";
/// Entries one file may have.
const MAX_ENTRIES: usize = 200_000;
/// So many upper bits of a feature lead to a short run of entries.
const INDEX_BITS: u32 = 12;

/// A linear model that never changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shipped {
    bias: f32,
    step: f32,
    features: Vec<u32>,
    steps: Vec<i8>,
    /// Where the features begin whose upper [`INDEX_BITS`] bits are at least this place.
    starts: Vec<usize>,
}

/// Bytes that are no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a spam model: {0}")]
pub struct BadModel(pub(super) &'static str);

impl Shipped {
    /// The model with this bias and these weights, rounded to 127 steps; those that round to nothing are left out.
    pub fn from_weights(bias: f32, mut weights: Vec<(u32, f32)>) -> Self {
        weights.sort_unstable_by_key(|(feature, _)| *feature);
        weights.dedup_by_key(|(feature, _)| *feature);
        weights.truncate(MAX_ENTRIES);
        let largest = weights.iter().map(|(_, weight)| weight.abs()).fold(0.0, f32::max);
        let step = largest / 127.0;
        let mut model = Self { bias, step, ..Self::default() };
        for (feature, weight) in weights {
            let steps = if step > 0.0 { (weight / step).round().clamp(-127.0, 127.0) as i8 } else { 0 };
            if steps != 0 {
                model.features.push(feature);
                model.steps.push(steps);
            }
        }
        model.indexed()
    }

    fn indexed(mut self) -> Self {
        let place = |upper: u32| self.features.partition_point(|feature| feature >> (32 - INDEX_BITS) < upper);
        self.starts = (0..=1 << INDEX_BITS).map(place).collect();
        self
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it is cut off, out of order, or of another kind.
    pub fn read(bytes: &[u8]) -> Result<Self, BadModel> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(BadModel("another beginning"))?;
        let (bias, rest) = rest.split_first_chunk().ok_or(BadModel("cut off"))?;
        let (step, rest) = rest.split_first_chunk().ok_or(BadModel("cut off"))?;
        let (count, mut rest) = rest.split_first_chunk().ok_or(BadModel("cut off"))?;
        let (bias, step, count) = (f32::from_le_bytes(*bias), f32::from_le_bytes(*step), u32::from_le_bytes(*count));
        if !bias.is_finite() || !step.is_finite() || count as usize > MAX_ENTRIES {
            return Err(BadModel("numbers out of range"));
        }
        let mut model = Self { bias, step, ..Self::default() };
        let mut feature = 0u32;
        for _ in 0..count {
            let distance = varint(&mut rest)?;
            feature = feature.checked_add(distance).ok_or(BadModel("numbers out of range"))?;
            if distance == 0 && !model.features.is_empty() {
                return Err(BadModel("out of order"));
            }
            let (steps, after) = rest.split_first().ok_or(BadModel("cut off"))?;
            rest = after;
            model.features.push(feature);
            model.steps.push(i8::from_le_bytes([*steps]));
        }
        if rest.is_empty() { Ok(model.indexed()) } else { Err(BadModel("more than it says")) }
    }

    /// The file.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.bias.to_le_bytes());
        bytes.extend(self.step.to_le_bytes());
        bytes.extend((self.features.len() as u32).to_le_bytes());
        let mut before = 0;
        for (feature, steps) in self.features.iter().zip(&self.steps) {
            let mut distance = feature - before;
            before = *feature;
            while distance >= 0x80 {
                bytes.push(distance as u8 | 0x80);
                distance >>= 7;
            }
            bytes.push(distance as u8);
            bytes.extend(steps.to_le_bytes());
        }
        bytes
    }

    /// How many features have a weight.
    pub fn len(&self) -> usize {
        self.features.len()
    }

    /// Whether it knows nothing.
    pub fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    /// What is added for every mail.
    pub fn bias(&self) -> f32 {
        self.bias
    }

    /// How far a mail is on the side of spam: 0 is even, beyond [`LINE_LOGIT`](super::LINE_LOGIT) it is spam.
    pub fn logit(&self, features: &[u32]) -> f32 {
        let shares = Shares::of(features);
        self.bias + features.iter().map(|feature| self.weight(*feature) * shares.share(*feature)).sum::<f32>()
    }

    /// What a feature adds where it counts 1; 0 when it is not known.
    pub fn weight(&self, feature: u32) -> f32 {
        let upper = (feature >> (32 - INDEX_BITS)) as usize;
        let (Some(&from), Some(&to)) = (self.starts.get(upper), self.starts.get(upper + 1)) else { return 0.0 };
        self.features[from..to].binary_search(&feature).map_or(0.0, |at| f32::from(self.steps[from + at]) * self.step)
    }
}

/// A number of at most 32 bits (unsigned LEB128), taken off the front of `bytes`.
fn varint(bytes: &mut &[u8]) -> Result<u32, BadModel> {
    let mut number = 0u64;
    for shift in (0..35).step_by(7) {
        let (byte, rest) = bytes.split_first().ok_or(BadModel("cut off"))?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return u32::try_from(number).map_err(|_| BadModel("numbers out of range"));
        }
    }
    Err(BadModel("numbers out of range"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_comes_back_from_its_file() {
        let model = Shipped::from_weights(-1.5, vec![(u32::MAX, 2.0), (7, -1.0), (300, 0.001), (40_000, 0.5)]);
        assert_eq!(model.len(), 3);
        let read = Shipped::read(&model.write()).unwrap();
        assert_eq!(read, model);
        assert_eq!(read.bias(), -1.5);
        assert!((read.weight(7) + 1.0).abs() < 0.01 && (read.weight(u32::MAX) - 2.0).abs() < 0.01);
        assert_eq!((read.weight(300), read.weight(8)), (0.0, 0.0));
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let whole = Shipped::from_weights(0.0, vec![(1, 1.0), (1_000_000, -1.0)]).write();
        for end in 0..whole.len() {
            assert!(Shipped::read(&whole[..end]).is_err(), "{end}");
        }
        assert!(Shipped::read(&[whole.as_slice(), b"x"].concat()).is_err());
        let twice = [whole[..16].to_vec(), vec![2, 0, 0, 0, 1, 1, 0, 1]].concat();
        assert_eq!(Shipped::read(&twice), Err(BadModel("out of order")));
    }
}
