//! Cursors: where the next page of a list begins. Opaque outside; inside, the name of the list and the key of its last row.
//!
//! A cursor gives no right: what it leads to is filtered like everything. One of another list is refused.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::problem::Problem;

/// The longest cursor that is read, in characters.
const MAX_CHARS: usize = 200;

/// The cursor of the list `list` behind the row with this key.
pub(crate) fn write(list: &str, key: (i64, i64)) -> String {
    URL_SAFE_NO_PAD.encode(format!("1.{list}.{:x}.{:x}", key.0, key.1))
}

/// Reads what [`write`] wrote for the list `list`.
pub(crate) fn read(list: &str, text: &str) -> Result<(i64, i64), Problem> {
    let wrong = || Problem::NoSuchPage;
    let bytes = Some(text).filter(|text| text.len() <= MAX_CHARS).and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(wrong)?;
    let rest = text.strip_prefix("1.").and_then(|rest| rest.strip_prefix(list)).and_then(|rest| rest.strip_prefix('.'));
    let (first, second) = rest.and_then(|rest| rest.split_once('.')).ok_or_else(wrong)?;
    let number = |text: &str| u64::from_str_radix(text, 16).map(u64::cast_signed).map_err(|_| wrong());
    Ok((number(first)?, number(second)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_in_its_own_list_only() {
        let cursor = write("view.open", (-5, i64::MAX));
        assert_eq!(read("view.open", &cursor).unwrap(), (-5, i64::MAX));
        for (list, text) in [("view", cursor.as_str()), ("view.open", ""), ("view.open", "ż"), ("view.open", "MS54")] {
            assert!(read(list, text).is_err(), "{list} {text}");
        }
    }
}
