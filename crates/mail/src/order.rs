//! Order and parcel numbers in a text.
//!
//! In: subject and text. Out: the numbers that are surely meant as an order's, in the order they stand, the new part
//! of the mail before its quoted history. Only the words around make a number an order's: a wrong one would show a stranger's
//! order beside a customer's mail, a missing one costs a look-up. Linear, and bounded in what it reads and keeps.

mod number;
mod parcel;
mod word;

#[cfg(test)]
mod tests;

use crate::parse::text::cut;
use crate::split::visible;

pub(crate) use number::tidy;
pub use parcel::parcel_numbers;

/// How many numbers of one mail are kept.
pub const MAX_ORDERS: usize = 10;
/// Bytes of a text that are searched: who names an order names it near the top.
const MAX_SEARCHED_BYTES: usize = 100_000;

/// The order numbers that `subject` and `text` name, each once, without `#`.
pub fn order_numbers(subject: &str, text: &str) -> Vec<String> {
    let text = cut(text, MAX_SEARCHED_BYTES);
    let found = numbers(subject, &[text]);
    if found.len() < 2 {
        return found;
    }
    // Only for their order is it worth to find out what is quoted.
    let (new, history) = visible(text);
    numbers(subject, &[new, history])
}

fn numbers(subject: &str, parts: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut keep = |order: String| {
        if found.len() < MAX_ORDERS && !found.contains(&order) {
            found.push(order);
        }
    };
    word::named(subject, &mut keep);
    number::after_hash(subject, &mut keep);
    for part in parts {
        word::named(part, &mut keep);
        number::marketplace(part, &mut keep);
    }
    found
}
