//! `[access]`: what is written, and the sentence it is answered with.

use super::*;

#[test]
fn networks_are_read_and_an_empty_list_is_no_way_to_lock_everybody_out() {
    let access = with("[access]\npages = [\"10.0.0.0/8\", \"2001:db8::1\"]\n", &Flags::default(), &[]).unwrap().access;
    assert_eq!((access.pages.map(|networks| networks.len()), access.api), (Some(2), None));
    for (written, sentence) in [
        (
            "[access]\npages = []",
            "kontuar.toml, line 1: `pages` names no network, so nobody could come in: name some, or remove the line",
        ),
        ("[access]\napi = [\"home\"]", "kontuar.toml, line 2: `api` holds networks such as \"10.0.0.0/8\", not `home`"),
        (
            "[access]\npage = [\"::1\"]",
            "kontuar.toml, line 2: there is no key `page` in [access]; did you mean `pages`?",
        ),
    ] {
        assert_eq!(complaints(&format!("{written}\n")).first().map(String::as_str), Some(sentence));
    }
}
