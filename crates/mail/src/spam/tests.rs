//! What a mail shows, and that the shipped model judges mails of today.

use domain::spam::{Model, Own, Shipped, Sign};

use super::{MAX_FEATURES, shipped};

use crate::parse::parse;

fn shows(raw: &str) -> Vec<u32> {
    parse(raw.as_bytes()).unwrap().features
}

fn signs(raw: &str) -> Vec<&'static str> {
    shows(raw).into_iter().filter_map(Sign::of).map(Sign::name).collect()
}

#[test]
fn headers_show_what_they_lack_and_what_they_claim() {
    let found = signs(
        "Received: from x9 (203-0-113-7.dial.example [203.0.113.7]) by mx.shop.example with SMTP id a1;\r\n \
         Sun, 1 Nov 2026 10:00:00 +0100\r\n\
         From: \"GREAT DEALS\" <q7w8e9@deals.example>\r\nTo: undisclosed-recipients:;\r\nReply-To: <win@other.example>\r\n\
         Subject: =?utf-8?Q?HUGE_WIN!!!?=\r\nX-Priority: 1\r\nDate: Tue, 3 Nov 2026 10:00:00 +0100\r\n\r\nHello\r\n",
    );
    for name in [
        "no_message_id",
        "to_undisclosed",
        "reply_elsewhere",
        "subject_shouts",
        "subject_exclaims_twice",
        "priority_high",
        "subject_needlessly_encoded",
        "hop_one_word",
        "hop_home",
        "date_ahead",
        "from_name_shouts",
        "from_digits",
        "no_mime_version",
        "text_short",
        "links_none",
        "html_plain",
    ] {
        assert!(found.contains(&name), "{name} in {found:?}");
    }
    let honest = signs(
        "Received: from mail.example.pl (mail.example.pl [198.51.100.7]) by mx.shop.example with ESMTPS id a1;\r\n \
         Sun, 1 Nov 2026 10:00:02 +0100\r\n\
         From: Anna Nowak <anna.nowak@example.pl>\r\nTo: Sklep <sklep@shop.example>\r\nSubject: Zwrot\r\n\
         Message-ID: <1@example.pl>\r\nMIME-Version: 1.0\r\nDate: Sun, 1 Nov 2026 10:00:00 +0100\r\n\r\nPrzesyłam.\r\n",
    );
    let expected =
        ["to_named", "from_named", "one_hop", "hop_secret", "text_short", "links_none", "html_plain", "charset_none"];
    assert_eq!(honest.len(), expected.len(), "{honest:?}");
    assert!(expected.iter().all(|name| honest.contains(name)), "{honest:?}");
}

#[test]
fn features_are_bounded_sorted_and_each_there_once() {
    let words: String = (0..20_000u32).map(|n| format!("{}x ", n.wrapping_mul(2_654_435_761))).collect();
    let letters: String = words.chars().map(|c| if c.is_ascii_digit() { (c as u8 + 49) as char } else { c }).collect();
    let links: String = (0..5_000).map(|n| format!("<a href=\"http://h{n}.example/p\">x</a><p>{n}")).collect();
    let raw = format!("From: a@b.example\r\nContent-Type: text/html\r\n\r\n{letters}{links}");
    let found = shows(&raw);
    assert!((1_000..=MAX_FEATURES).contains(&found.len()), "{}", found.len());
    assert!(found.is_sorted_by(|a, b| a < b));
}

#[test]
fn html_shows_what_it_hides_and_where_it_leads() {
    let found = signs(
        "From: Bank <info@bank.example>\r\nTo: sklep@shop.example\r\nContent-Type: text/html\r\n\r\n<html><body>\
         Re<!-- x -->fund <p style=\"display: none\">filler</p>\
         <a href=\"http://203.0.113.9:8080/login?u=sklep@shop.example\">https://bank.example/login</a>\
         <img src=\"http://t.other.top/p.gif\" width=1 height=1><form action=\"http://x.other.top\"></form>\
         <a href=\"http://a.example\">a</a><a href=\"http://b.example\">b</a><a href=\"http://c.example\">c</a></html>",
    );
    for name in [
        "html_only",
        "html_broken_words",
        "html_hidden",
        "html_beacon",
        "html_form",
        "link_numeric",
        "link_port",
        "link_lies",
        "link_many_hosts",
        "link_cheap_ending",
        "link_names_recipient",
    ] {
        assert!(found.contains(&name), "{name} in {found:?}");
    }
}

/// A mail as today's programs send it.
fn letter(from: &str, subject: &str, text: &str) -> Vec<u32> {
    let host = from.rsplit('@').next().unwrap().trim_end_matches('>');
    shows(&format!(
        "Received: from out.{host} (out.{host} [198.51.100.9]) by mx.shop.example with ESMTPS id q1;\r\n \
         Mon, 2 Nov 2026 10:00:03 +0100\r\nMIME-Version: 1.0\r\nDate: Mon, 2 Nov 2026 10:00:00 +0100\r\n\
         Message-ID: <CAF=q1@{host}>\r\nSubject: {subject}\r\nFrom: {from}\r\nTo: sklep@shop.example\r\n\
         Content-Type: text/plain; charset=\"UTF-8\"\r\n\r\n{text}\r\n",
    ))
}

#[test]
fn customers_of_today_are_not_spam() {
    let model = Model::new(shipped(), Own::default());
    let shop = demo::shop(domain::time::Millis::new(1_795_357_800_000), 3);
    for brand in 0..2 {
        // The other matters were taught.
        let is_held_back = |tags: &[&str]| tags.first().is_none_or(|tag| tag.chars().count() % 2 == 1);
        let of_brand = shop.conversations.iter().filter(|talk| talk.brand == brand && is_held_back(&talk.tags));
        let mut scores: Vec<(f32, &str)> = of_brand
            .flat_map(|talk| talk.messages.iter().map(move |message| (talk, message)))
            .filter(|(_, message)| message.direction == demo::Direction::FromCustomer)
            .map(|(talk, message)| {
                let customer = &shop.customers[talk.customer];
                let from = format!("{} <{}>", customer.name, customer.address);
                (model.score(&letter(&from, &talk.subject, &message.text)), message.text.as_str())
            })
            .collect();
        scores.sort_by(|a, b| b.0.total_cmp(&a.0));
        assert!(scores.len() >= 100);
        assert!(!Model::is_spam(scores[0].0), "{:?}", scores[0]);
        // Well below: one in a hundred may come near.
        assert!(scores[scores.len() / 100].0 < 0.5, "{:?}", scores[scores.len() / 100]);
    }
}

#[test]
fn most_spam_of_today_is_beyond_the_line() {
    let model = Model::new(shipped(), Own::default());
    let samples: Vec<&str> = include_str!("../../fixtures/spam/todays_spam.txt").split("=====\n").collect();
    assert!(samples.len() >= 30);
    let mut missed = Vec::new();
    for sample in &samples {
        let mut lines = sample.splitn(3, '\n');
        let (from, subject, text) = (lines.next().unwrap(), lines.next().unwrap(), lines.next().unwrap());
        let score = model.score(&letter(from, subject, text));
        if !Model::is_spam(score) {
            missed.push((subject, score));
        }
    }
    assert!(missed.len() * 2 < samples.len(), "{missed:?}");
}

#[test]
fn the_shipped_model_is_whole_and_small() {
    let file = include_bytes!("../../models/spam.bin");
    assert_eq!(Shipped::read(file).as_ref(), Ok(shipped()));
    assert!(file.len() < 600_000 && shipped().len() > 10_000);
}
