//! What a search finds: by UIDs, by day, by Message-ID.

use std::collections::BTreeMap;

/// The answer to `UID SEARCH UID set …`.
pub(super) fn searched(mails: &BTreeMap<u32, Vec<u8>>, set: &str) -> String {
    let (set, id) = set.split_once(" HEADER Message-ID ").unwrap_or((set, ""));
    let (set, since) = set.split_once(" SINCE ").unwrap_or((set, "1-Nov-2026"));
    assert_eq!(since, "1-Nov-2026");
    let (first, end) = set.split_once(':').unwrap();
    let first: u32 = first.parse().unwrap();
    let last = mails.keys().next_back().copied().filter(|_| end == "*");
    let end: u32 = end.parse().unwrap_or(u32::MAX);
    let named = |uid: &u32| {
        let id = id.trim_matches('"').as_bytes();
        id.is_empty() || mails[uid].windows(id.len()).any(|window| window == id)
    };
    let found = mails.keys().filter(|uid| (first..=end).contains(*uid) || Some(**uid) == last);
    format!("* SEARCH{}\r\n", found.filter(|uid| named(uid)).map(|uid| format!(" {uid}")).collect::<String>())
}
