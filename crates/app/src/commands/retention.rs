//! `kontuar retention`: how long what is kept, and what would go.

use domain::retention::{Class, Tally, cutoff};
use domain::time::Clock;

use super::{Failure, have_carried_out, say};
use crate::clock::SystemClock;
use crate::config::Config;
use crate::house;
use crate::orders::{Order, RetentionOrder};

/// What a class is, in words.
fn about(class: Class) -> &'static str {
    match class {
        Class::Solved => "words and files of solved conversations, from their last message on",
        Class::Automatic => "words and files of conversations in which only machines wrote",
        Class::Spam => "words and files of spam",
        Class::GivenUp => "mail that could not be read and was given up",
        Class::Originals => "mails as they came, beside what was read from them",
        Class::Files => "files that came with messages, where nobody waits",
        Class::Answers => "what other mail servers answered to our mail",
    }
}

/// How much, in words.
pub(crate) fn words(tally: Tally) -> String {
    let all = [
        (tally.conversations, "conversations"),
        (tally.messages, "messages"),
        (tally.files, "files"),
        (tally.originals, "mails as they came"),
        (tally.answers, "answers of mail servers"),
    ];
    let some: Vec<String> = all.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    if some.is_empty() { "nothing".to_owned() } else { some.join(", ") }
}

/// Shows the rules.
///
/// # Errors
/// When the store cannot be read.
pub fn show(config: &Config) -> Result<(), Failure> {
    let (mut conn, _) = house::look(config)?;
    let rules = store::retention::rules(&mut conn)?;
    for class in Class::ALL {
        let rule = rules.iter().find(|rule| rule.class == *class);
        let kept = rule.and_then(|rule| rule.days).map_or_else(|| "for ever".to_owned(), |days| format!("{days} days"));
        let ran = rule.and_then(|rule| rule.ran_at).map_or_else(String::new, |at| format!("  last carried out {at}"));
        say(&format!("{:<10} {kept:<12} {}{ran}", class.word(), about(*class)))?;
    }
    let at = config.retention.at;
    say(&format!("Rules that are on are carried out each night at {:02}:{:02}.", at.hour(), at.minute()))
}

/// Says what would go tonight.
///
/// # Errors
/// When the store cannot be read, or nothing is kept for so few days.
pub fn try_out(config: &Config, class: Class, days: i64) -> Result<(), Failure> {
    if !class.takes(days) {
        return Err(Failure(format!("{} is kept for {} days or more.", class.word(), class.min_days())));
    }
    let (mut conn, settings) = house::look(config)?;
    let now = SystemClock.now();
    let tally = store::retention::weigh(&mut conn, class, cutoff(now, days))?;
    drop((conn, settings));
    say(&format!("Kept for {days} days, tonight would go: {}. Nothing was changed.", words(tally)))
}

/// Sets a rule, or switches it off.
///
/// # Errors
/// When it was not set.
pub fn set(config: &Config, class: Class, days: Option<i64>) -> Result<(), Failure> {
    say(&have_carried_out(config, Order::Retention { retention: RetentionOrder::Set { class, days } })?)
}

/// Carries out now what is on, without waiting for the night.
///
/// # Errors
/// When it did not end.
pub fn run(config: &Config) -> Result<(), Failure> {
    say(&have_carried_out(config, Order::Retention { retention: RetentionOrder::Run })?)
}
