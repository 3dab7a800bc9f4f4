//! Prints conversations of the demo shop to read them: `cargo run --example sample -- [EVERY] [FROM] [SEED]`.
//!
//! Every 50th conversation of seed 1 unless told otherwise, as of 22 November 2026.

#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use domain::time::Millis;

fn main() {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse().ok());
    let mut number = |usual| numbers.next().flatten().unwrap_or(usual);
    let (every, from, seed) = (number(50_usize), number(0), number(1));
    let shop = demo::shop(Millis::new(1_795_357_800_000), seed as u64);
    for conversation in shop.conversations.iter().skip(from).step_by(every.max(1)) {
        let customer = &shop.customers[conversation.customer];
        println!("\n=== {} — {} <{}>", conversation.subject, customer.name, customer.address);
        let (status, priority, tags) = (conversation.status.word(), conversation.priority.word(), &conversation.tags);
        println!("    {status}, {priority}, {tags:?}");
        for message in &conversation.messages {
            println!("--- {:?}, {}\n{}", message.direction, message.at, message.text);
        }
    }
}
