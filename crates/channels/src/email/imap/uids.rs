//! A set of UIDs, small while they lie close together.

use std::collections::BTreeMap;

/// UIDs of one folder under one UIDVALIDITY, kept as ranges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UidSet(BTreeMap<u32, u32>);

impl UidSet {
    /// Whether `uid` is in it.
    pub fn contains(&self, uid: u32) -> bool {
        self.0.range(..=uid).next_back().is_some_and(|(_, last)| uid <= *last)
    }

    /// Puts `uid` into it.
    pub fn insert(&mut self, uid: u32) {
        if self.contains(uid) {
            return;
        }
        let mut first = uid;
        let mut last = uid;
        if let Some((before, end)) = self.0.range(..uid).next_back().map(|(a, b)| (*a, *b))
            && end.checked_add(1) == Some(uid)
        {
            first = before;
        }
        if let Some(end) = uid.checked_add(1).and_then(|next| self.0.remove(&next)) {
            last = end;
        }
        self.0.insert(first, last);
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        self.0.iter().map(|(first, last)| u64::from(last - first) + 1).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<u32> for UidSet {
    fn from_iter<I: IntoIterator<Item = u32>>(uids: I) -> Self {
        let mut set = Self::default();
        uids.into_iter().for_each(|uid| set.insert(uid));
        set
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_set(uids in proptest::collection::vec(prop_oneof![0_u32..40, Just(u32::MAX), Just(u32::MAX - 1)], 0..60)) {
            let set: UidSet = uids.iter().copied().collect();
            let plain: BTreeSet<u32> = uids.into_iter().collect();
            prop_assert_eq!(set.len(), plain.len() as u64);
            prop_assert_eq!(set.is_empty(), plain.is_empty());
            for uid in (0..42).chain([u32::MAX - 2, u32::MAX - 1, u32::MAX]) {
                prop_assert_eq!(set.contains(uid), plain.contains(&uid), "{}", uid);
            }
        }
    }

    #[test]
    fn neighbours_share_a_range() {
        let set: UidSet = [1, 3, 2, 5, 4].into_iter().collect();
        assert_eq!(set.0.len(), 1);
    }
}
