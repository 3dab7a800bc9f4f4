//! Trying to come in, at whichever node: the tries are counted together.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use engine::Engine;
use engine::people::attempt::{Attempt, TooOften};
use testkit::app::TestApp;
use testkit::on_both;

use super::another_node;

const HERE: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7)));
const THERE: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 8)));

async fn take(node: &Engine, login: &str, address: Option<IpAddr>) -> Result<Attempt, TooOften> {
    Attempt::take(node, login, address).await.expect("the store answers")
}

fn buckets(app: &TestApp) -> i64 {
    app.number("SELECT COUNT(*) FROM attempt")
}

on_both!(tries_at_two_nodes_are_counted_together, |app| {
    let (one, two) = (app.engine.clone(), another_node(&app).await);
    let nodes = [&one, &two];
    for n in 0..8 {
        assert!(take(nodes[n % 2], "anna@example.com", HERE).await.is_ok(), "try {n}");
    }
    for node in nodes {
        let refused = take(node, "anna@example.com", THERE).await.expect_err("there is none left, from anywhere");
        assert!((1..=2).contains(&refused.minutes), "{refused}");
        assert!(take(node, "piotr@example.com", HERE).await.is_ok(), "another login");
    }
    let tables = app.texts("SELECT * FROM attempt").concat().concat();
    assert!(!tables.contains("example") && !tables.contains("203"), "what is kept are keyed hashes: {tables}");
});

on_both!(whoever_gets_in_has_all_tries_left_at_both, |app| {
    let (one, two) = (app.engine.clone(), another_node(&app).await);
    for n in 0..60 {
        let (here, there) = if n % 2 == 0 { (&one, &two) } else { (&two, &one) };
        let attempt = take(here, "anna@example.com", HERE).await.expect("a try");
        attempt.give_back(there).await.expect("given back");
    }
    for n in 0..8 {
        assert!(take(&one, "anna@example.com", HERE).await.is_ok(), "try {n}");
    }
    assert!(take(&two, "anna@example.com", HERE).await.is_err());
});

on_both!(one_address_guesses_at_many_logins_no_longer_than_at_one, |app| {
    let (one, two) = (app.engine.clone(), another_node(&app).await);
    let home = |last: u16| Some(IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 7, 1, 0, 0, 0, last)));
    let mut taken = 0;
    while take(if taken % 2 == 0 { &one } else { &two }, &format!("guess {taken}"), home(taken)).await.is_ok() {
        taken += 1;
        assert!(taken < 60, "nobody counts");
    }
    // A try comes back every 22 seconds meanwhile.
    assert!((40..=45).contains(&taken), "{taken}");
    assert!(
        Attempt::take_unnamed(&two, home(999)).await.expect("an answer").is_err(),
        "passkeys are asked for as rarely"
    );
    Attempt::unnamed(&one, home(999)).give_back(&one).await.expect("given back");
    assert!(Attempt::take_unnamed(&two, home(999)).await.expect("an answer").is_ok());
});

on_both!(of_many_at_once_no_more_get_through, |app| {
    let (one, two) = (app.engine.clone(), another_node(&app).await);
    let tries = (0..32).map(|n| {
        let node = if n % 2 == 0 { one.clone() } else { two.clone() };
        tokio::spawn(async move { take(&node, "anna@example.com", THERE).await.is_ok() })
    });
    let mut through = 0;
    for one in tries.collect::<Vec<_>>() {
        through += usize::from(one.await.expect("it ends"));
    }
    assert_eq!(through, 8);
    assert_eq!(buckets(&app), 2, "a bucket of the login and one of the address");
});
