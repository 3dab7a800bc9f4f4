//! The shop as a whole: what a look at 1,500 conversations has to find, or must not.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use domain::conversation::{Priority, Status};
use domain::time::{DAY_MS, HOUR_MS, Millis};

use crate::phrase::Gender;
use crate::staff::STAFF;
use crate::{CONVERSATIONS, CUSTOMERS, DemoConversation, DemoShop, Direction, Language, compose, people, shop};

/// Sunday, 22 November 2026, in the afternoon.
const NOW: Millis = Millis::new(1_795_357_800_000);

fn now_shop() -> &'static DemoShop {
    static SHOP: LazyLock<DemoShop> = LazyLock::new(|| shop(NOW, 1));
    &SHOP
}

fn texts(shop: &DemoShop) -> impl Iterator<Item = (&DemoConversation, &str)> {
    shop.conversations.iter().flat_map(|conversation| {
        let said = conversation.messages.iter().map(|message| message.text.as_str());
        std::iter::once(conversation.subject.as_str()).chain(said).map(move |text| (conversation, text))
    })
}

#[test]
fn the_shop_has_the_promised_size() {
    let shop = now_shop();
    assert_eq!((shop.brands.len(), shop.agents.len()), (2, 6));
    assert_eq!(shop.conversations.len(), CONVERSATIONS);
    let machines: usize = compose::packs().iter().map(|pack| pack.machines.len()).sum();
    assert_eq!(shop.customers.len(), CUSTOMERS + machines);
    let messages: usize = shop.conversations.iter().map(|c| c.messages.len()).sum();
    assert!((4_500..=5_500).contains(&messages), "{messages} messages");
    let standing = |status| shop.conversations.iter().filter(|c| !c.automatic && c.status == status).count();
    assert_eq!(standing(Status::Open), 220);
    assert_eq!(standing(Status::WaitingCustomer), 130);
    assert_eq!(standing(Status::WaitingOthers), 60);
    assert_eq!(standing(Status::Snoozed), 20);
    assert_eq!(shop.conversations.iter().filter(|c| c.automatic).count(), 120);
    let polish = shop.conversations.iter().filter(|c| c.brand == 0).count();
    assert!((850..=950).contains(&polish), "{polish} in Polish");
    let unassigned = shop.conversations.iter().filter(|c| c.status == Status::Open && c.assignee.is_none()).count();
    assert!(unassigned > 60, "some of the open ones belong to nobody yet: {unassigned}");
    assert!(shop.conversations.iter().any(|c| c.priority == Priority::Urgent));
}

#[test]
fn the_same_seed_gives_the_same_shop_and_another_one_another() {
    assert_eq!(*now_shop(), shop(NOW, 1));
    assert_ne!(now_shop().conversations, shop(NOW, 2).conversations);
}

#[test]
fn no_mark_is_left_unresolved() {
    for seed in 1..5 {
        for (_, text) in texts(&shop(NOW, seed)) {
            assert!(!text.contains(['{', '}', '[', ']', '<', '>', '|']), "{text}");
            assert!(!text.contains("  ") || text.contains("1 × "), "two blanks: {text}");
            assert!(text.lines().all(|line| line == line.trim()), "blanks at the end of a line: {text:?}");
            assert!(!text.trim().is_empty() && text.trim() == text, "{text:?}");
        }
    }
}

#[test]
fn no_two_conversations_begin_alike() {
    let shop = now_shop();
    let mut seen = HashSet::new();
    for conversation in &shop.conversations {
        assert!(seen.insert(&conversation.messages[0].text), "{}", conversation.messages[0].text);
    }
}

#[test]
fn times_rise_and_never_pass_now() {
    // A Sunday afternoon, a Monday morning, the middle of a night.
    for now in [NOW, NOW.plus_ms(16 * HOUR_MS), NOW.plus_ms(2 * DAY_MS + 12 * HOUR_MS)] {
        for conversation in shop(now, 3).conversations {
            let times: Vec<Millis> = conversation.messages.iter().map(|message| message.at).collect();
            assert!(times.windows(2).all(|two| two[0] < two[1]), "{conversation:?}");
            assert!(*times.last().unwrap() <= now, "{conversation:?}");
            assert!(now.since_ms(times[0]) < 100 * DAY_MS);
            assert_eq!(conversation.snoozed_until.is_some(), conversation.status == Status::Snoozed);
            assert!(conversation.snoozed_until.is_none_or(|until| until > now));
        }
    }
}

#[test]
fn what_is_open_waits_for_us_and_at_most_two_days() {
    let shop = now_shop();
    let mut ages = Vec::new();
    for conversation in shop.conversations.iter().filter(|c| c.status == Status::Open && !c.automatic) {
        let answered = conversation.messages.iter().rposition(|m| matches!(m.direction, Direction::FromAgent(_)));
        let waiting = &conversation.messages[answered.map_or(0, |at| at + 1)..];
        let since = waiting.iter().find(|m| m.direction == Direction::FromCustomer).map(|m| m.at);
        ages.push(NOW.since_ms(since.unwrap_or_else(|| panic!("nobody waits: {conversation:?}"))));
    }
    assert!(ages.iter().all(|age| *age <= 2 * DAY_MS));
    assert!(ages.iter().any(|age| *age < HOUR_MS / 2) && ages.iter().any(|age| *age > DAY_MS));
    for conversation in shop.conversations.iter().filter(|c| c.status != Status::Open && c.status != Status::Solved) {
        let spoken = conversation.messages.iter().rfind(|m| !matches!(m.direction, Direction::Note(_)));
        assert!(matches!(spoken.unwrap().direction, Direction::FromAgent(_)), "{conversation:?}");
        assert!(conversation.assignee.is_some());
    }
}

#[test]
fn every_address_lies_in_a_reserved_domain() {
    let shop = now_shop();
    let brands = shop.brands.iter().map(|brand| &brand.inbox);
    let agents = shop.agents.iter().map(|agent| &agent.login);
    let mut seen = HashSet::new();
    for address in shop.customers.iter().map(|customer| &customer.address).chain(brands).chain(agents) {
        let reserved = ["example.com", "example.org", "example.net"].contains(&address.host());
        assert!(reserved || address.host().ends_with(".example"), "{address}");
        assert!(address.as_str().is_ascii() && seen.insert(address), "{address}");
    }
    for (_, text) in texts(shop) {
        for word in text.split_whitespace().filter(|word| word.contains('@')) {
            assert!(word.contains(".example") || word.contains("@example."), "{word}");
        }
    }
}

#[test]
fn people_write_about_themselves_in_one_gender() {
    let shop = now_shop();
    let people = people::customers(&mut crate::chance::Dice::new(1));
    for conversation in shop.conversations.iter().filter(|c| c.brand == 0 && !c.automatic) {
        for message in &conversation.messages {
            let gender = match message.direction {
                Direction::FromCustomer => people[conversation.customer].gender,
                Direction::FromAgent(agent) | Direction::Note(agent) => STAFF[agent].gender,
            };
            let wrong = match gender {
                Gender::She => verb(&message.text, &["em", "bym"], &["zadowolony", "wdzięczny", "pewien"]),
                Gender::He => verb(&message.text, &["am", "abym"], &["zadowolona", "wdzięczna", "pewna"]),
            };
            assert_eq!(wrong, None, "{:?}: {}", gender, message.text);
        }
    }
}

/// The first word that is, or ends like, a form of the other gender: a vowel, the l of the past
/// tense, and one of the endings.
fn verb<'a>(text: &'a str, endings: &[&str], words: &[&str]) -> Option<&'a str> {
    // Present tense and nouns that happen to end alike.
    const OTHERS: [&str; 6] = ["przesyłam", "wysyłam", "przesylam", "wysylam", "pozwalam", "mailem"];
    let ends = |word: &str| {
        endings.iter().any(|ending| {
            let stem = word.strip_suffix(ending).and_then(|stem| stem.strip_suffix(['ł', 'l']));
            stem.is_some_and(|stem| stem.ends_with(['a', 'e', 'i', 'o', 'u', 'y', 'ą', 'ę', 'ó']))
        })
    };
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| !OTHERS.contains(&word.to_lowercase().as_str()))
        .find(|word| words.contains(word) || ends(word))
}

#[test]
fn tax_numbers_in_texts_check_out() {
    let mut found = 0;
    for (conversation, text) in texts(now_shop()) {
        for (at, _) in text.match_indices("NIP") {
            let number: String = text[at..]
                .chars()
                .skip(3)
                .skip_while(|c| !c.is_ascii_digit())
                .take_while(char::is_ascii_digit)
                .collect();
            if conversation.brand == 0 && number.len() == 10 {
                found += 1;
                assert_eq!(people::nip_check_digit(&number[..9]), number[9..].parse().ok(), "{text}");
            }
        }
    }
    assert!(found > 20, "only {found} tax numbers in two months");
}

#[test]
fn every_topic_has_enough_to_say() {
    for pack in compose::packs() {
        assert!(pack.topics.len() >= 18);
        for topic in pack.topics {
            let mails: usize = topic.scenes.iter().map(|scene| scene.mails()).sum();
            let own: usize = topic.scenes.iter().flat_map(|s| s.particular).map(|(_, answers)| answers.len()).sum();
            let answers: usize = topic.scenes.iter().map(|s| s.answers.len() + s.holds.len()).sum::<usize>() + own;
            assert!(mails >= 6 && answers >= 4, "{:?}: {mails} mails, {answers} answers", topic.tags);
            for scene in topic.scenes {
                assert!(!scene.subjects.is_empty() && !scene.notes.is_empty());
                assert_eq!(scene.bodies.is_empty(), scene.answers.is_empty());
                assert!(scene.particular.iter().all(|(_, answers)| !answers.is_empty()));
            }
        }
    }
}

#[test]
fn customers_seldom_use_the_same_words() {
    let mut uses: HashMap<String, usize> = HashMap::new();
    let shop = now_shop();
    for conversation in &shop.conversations {
        for message in conversation.messages.iter().filter(|m| m.direction == Direction::FromCustomer) {
            *uses.entry(message.text.to_lowercase()).or_default() += 1;
        }
    }
    let most = uses.iter().max_by_key(|(_, count)| **count).unwrap();
    assert!(*most.1 <= 8, "{} times: {}", most.1, most.0);
}

#[test]
fn agents_answer_in_the_language_of_the_shop() {
    let shop = now_shop();
    for conversation in &shop.conversations {
        assert_eq!(shop.customers[conversation.customer].language, shop.brands[conversation.brand].language);
        for message in &conversation.messages {
            if let Direction::FromAgent(agent) | Direction::Note(agent) = message.direction {
                assert_eq!(STAFF[agent].language, shop.brands[conversation.brand].language);
            }
        }
    }
    assert!(shop.agents.iter().any(|agent| agent.language == Language::English));
}
