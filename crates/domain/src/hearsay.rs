//! What somebody else's program said, as it may stand in a log.

/// What somebody else said, as it may stand in a log: without the addresses in it.
pub fn without_addresses(said: &str) -> String {
    let words = said.split(' ').map(|word| if word.contains('@') { "…" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_is_logged_the_addresses_are_left_out() {
        let said = "refused: 550 5.1.1 <anna@example.org>: nobody here";
        assert_eq!(without_addresses(said), "refused: 550 5.1.1 … nobody here");
        assert_eq!(without_addresses("no\tmailto:\"o@k.example\" here"), "… here");
        assert_eq!(without_addresses("421  come again"), "421  come again");
    }
}
