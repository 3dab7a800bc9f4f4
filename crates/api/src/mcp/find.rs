//! The tool `search`: the lists of the API, and among them those in which some words stand.
//!
//! There is no index of texts: words are looked for in numbers, subjects and first words, page by page, and how far that went
//! is told.

use std::borrow::Cow;

use domain::view::View;
use serde_json::{Value, json};

use super::ask::{Asking, Refusal, quoted};
use super::tools::{NOTICE, items, names, told};
use super::wants::Search;
use crate::form::Words;

/// How many conversations are looked at in one page of a list, where words are looked for.
const PAGE: usize = 100;

/// How many pages of one list are looked through for words, in one call.
const PAGES: usize = 5;

/// Finds conversations.
pub(super) async fn search(asking: &Asking, search: Search) -> Result<Value, Refusal> {
    let words = words(search.words.as_deref())?;
    let limit = search.limit.get();
    let named = [search.view.is_some(), search.status.is_some(), search.customer.is_some()];
    if named.into_iter().filter(|named| *named).count() > 1 {
        return Err(Refusal("name one of view, status and customer".to_owned()));
    }
    let found = if named.contains(&true) || words.is_empty() {
        let Some(list) = list(asking, &search).await? else {
            return Ok(json!({"notice": NOTICE, "conversations": [], "next": null, "looked_through": 0}));
        };
        follow(asking, &list, search.cursor, &words, limit).await?
    } else if search.cursor.is_some() {
        return Err(Refusal("go on in one list: name a view or a status".to_owned()));
    } else {
        everywhere(asking, &words, limit).await?
    };
    let names = names(asking).await;
    let cards: Vec<Value> = found.cards.into_iter().map(|card| told(card, &names)).collect();
    Ok(json!({"notice": NOTICE, "conversations": cards, "next": found.next, "looked_through": found.seen}))
}

/// What was found, where to go on, and how many were looked at.
#[derive(Debug, Default)]
struct Found {
    cards: Vec<Value>,
    next: Value,
    seen: usize,
}

/// The path of the list that is meant; `None`: a customer whom nobody knows.
async fn list(asking: &Asking, search: &Search) -> Result<Option<String>, Refusal> {
    if let Some(address) = &search.customer {
        let mut known = asking.get(&format!("/contacts?address={}", quoted(address))).await?;
        let contact = items(&mut known).into_iter().next();
        let id = contact.as_ref().and_then(|contact| contact["id"].as_str());
        return Ok(id.map(|id| format!("/contacts/{id}/conversations?")));
    }
    if let Some(status) = search.status {
        return Ok(Some(format!("/conversations?status={}&", Words::word(status.0))));
    }
    let view = search.view.map_or(Cow::Borrowed("to_answer"), |view| Words::word(view.0));
    Ok(Some(format!("/views/{view}/conversations?")))
}

/// Follows one list until there are enough.
async fn follow(
    asking: &Asking,
    list: &str,
    mut cursor: Option<String>,
    words: &[String],
    limit: usize,
) -> Result<Found, Refusal> {
    let mut found = Found::default();
    // Who looks for nothing in particular gets a page as it is.
    let (size, pages) = if words.is_empty() { (limit, 1) } else { (PAGE, PAGES) };
    for _ in 0..pages {
        let after = cursor.map_or(String::new(), |cursor| format!("&cursor={}", quoted(&cursor)));
        let mut page = asking.get(&format!("{list}limit={size}{after}")).await?;
        let cards = items(&mut page);
        found.seen += cards.len();
        found.cards.extend(cards.into_iter().filter(|card| has(card, words)));
        found.next = page["next"].take();
        cursor = found.next.as_str().map(str::to_owned);
        if cursor.is_none() || found.cards.len() >= limit {
            break;
        }
    }
    Ok(found)
}

/// Looks through the beginning of every list.
async fn everywhere(asking: &Asking, words: &[String], limit: usize) -> Result<Found, Refusal> {
    let mut found = Found::default();
    // The agent's own and nobody's stand in others of these as well.
    for view in View::ALL.iter().filter(|view| !matches!(view, View::Mine | View::Unassigned)) {
        let mut page = asking.get(&format!("/views/{}/conversations?limit={PAGE}", Words::word(*view))).await?;
        let cards = items(&mut page);
        found.seen += cards.len();
        found.cards.extend(cards.into_iter().filter(|card| has(card, words)));
        if found.cards.len() >= limit {
            break;
        }
    }
    found.cards.truncate(limit);
    Ok(found)
}

/// The words in small letters.
fn words(text: Option<&str>) -> Result<Vec<String>, Refusal> {
    let text = text.unwrap_or_default();
    if text.chars().count() > 200 {
        return Err(Refusal("at most 200 characters are looked for".to_owned()));
    }
    Ok(text.split_whitespace().map(|word| word.trim_start_matches('#').to_lowercase()).collect())
}

/// Whether all words stand on a conversation.
fn has(card: &Value, words: &[String]) -> bool {
    let text = |name: &str| card[name].as_str().unwrap_or_default().to_lowercase();
    let (subject, preview, number) = (text("subject"), text("preview"), card["number"].to_string());
    words.iter().all(|word| subject.contains(word) || preview.contains(word) || number == *word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_must_stand_somewhere() {
        let card = json!({"number": 17, "subject": "Zwrot BUTÓW", "preview": null});
        let has = |text: &str| super::has(&card, &words(Some(text)).unwrap());
        assert!(has("") && has("butów") && has("zwrot #17") && !has("1") && !has("zwrot kurtki"));
        assert!(words(Some(&"a".repeat(201))).is_err());
    }
}
