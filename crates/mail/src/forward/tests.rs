//! Forwards of many programs and languages, and what only looks like one.

mod crisp;
mod languages;
mod shapes;

use super::*;

/// A person as the tests write them: name and address, empty for none.
fn people(people: &[Person]) -> Vec<(&str, &str)> {
    people.iter().map(|p| (p.name.as_deref().unwrap_or_default(), p.address.as_deref().unwrap_or_default())).collect()
}
