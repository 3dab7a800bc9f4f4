//! What corrections do to the judgement.

use super::*;

fn word(text: &str) -> u32 {
    Class::Word.feature(text)
}

/// A mail of this sender with these words.
fn mail(sender: &str, words: std::ops::Range<u32>) -> Vec<u32> {
    let mut features: Vec<u32> = words.map(|n| word(&n.to_string())).collect();
    features.push(Class::Sender.feature(sender));
    features.push(Sign::HtmlPlain.feature());
    features.sort_unstable();
    features
}

fn shipped(bias: f32) -> Shipped {
    Shipped::from_weights(bias, vec![(Sign::HtmlPlain.feature(), -1.0), (word("crypto"), 6.0), (word("zwrot"), -2.0)])
}

#[test]
fn the_score_is_a_probability_and_the_line_is_where_it_says() {
    let shipped = shipped(0.0);
    let model = Model::new(&shipped, Own::default());
    assert_eq!(model.score(&[]), 0.5);
    assert!(model.score(&[word("crypto")]) > 0.99);
    assert!(Model::is_spam(model.score(&[word("crypto")])) && !Model::is_spam(model.score(&[word("zwrot")])));
    let at_the_line = Shipped::from_weights(LINE_LOGIT, Vec::new());
    assert!((Model::new(&at_the_line, Own::default()).score(&[]) - LINE).abs() < 1e-5);
}

#[test]
fn a_few_corrections_move_that_sender_and_hardly_anybody_else() {
    let shipped = shipped(-3.0);
    let mut model = Model::new(&shipped, Own::default());
    for n in 0..4 {
        model.learn(&mail("offers@seo.example", n * 300..n * 300 + 300), true);
    }
    // Words the model never saw, from the same sender; the words of its mails, from somebody else.
    assert!(Model::is_spam(model.score(&mail("offers@seo.example", 9_000..9_300))));
    let before = Model::new(&shipped, Own::default()).score(&mail("anna@example.pl", 0..300));
    let after = model.score(&mail("anna@example.pl", 0..300));
    assert!(after < 0.5 && after - before < 0.4, "{before} {after}");
    for n in 0..4 {
        model.learn(&mail("offers@seo.example", n * 300..n * 300 + 300), false);
    }
    assert!(!Model::is_spam(model.score(&mail("offers@seo.example", 9_000..9_300))));
}

#[test]
fn a_correction_overcomes_any_shipped_certainty() {
    let shipped = Shipped::from_weights(300.0, Vec::new());
    let mut model = Model::new(&shipped, Own::default());
    let newsletter = mail("news@shop.example", 0..500);
    for _ in 0..3 {
        model.learn(&newsletter, false);
    }
    assert!(!Model::is_spam(model.score(&newsletter)));
    let learned = model.own().clone();
    model.learn(&newsletter, false);
    assert!(*model.own() == learned, "what is right already moves nothing");
}

#[test]
fn corrections_are_bounded_and_come_back_from_bytes() {
    let shipped = shipped(-3.0);
    let mut model = Model::new(&shipped, Own::default());
    for n in 0..80 {
        model.learn(&mail(&format!("a{n}@x.example"), n * 1_000..n * 1_000 + 1_000), true);
        assert!(model.own().len() <= MAX_SLOTS);
    }
    assert!(model.own().len() > MAX_SLOTS / 2);
    // What was learned last is still known, and so are the senders.
    assert!(Model::is_spam(model.score(&mail("a79@x.example", 79_000..80_000))));
    let bytes = model.own().write();
    assert!(Own::read(&bytes).as_ref() == Ok(model.own()));
    assert!(Own::read(&bytes[..bytes.len() - 1]).is_err());
    assert!(Own::read(&[&bytes[..], &bytes[8..16]].concat()).is_err());
    assert_eq!(Own::read(&Own::default().write()), Ok(Own::default()));
}

#[test]
fn reasons_name_signs_and_classes_strongest_first() {
    let shipped = shipped(0.0);
    let mut model = Model::new(&shipped, Own::default());
    let features = [word("crypto"), word("zwrot"), Sign::HtmlPlain.feature(), Class::Sender.feature("a@b.example")];
    let names = |model: &Model<'_>| model.reasons(&features).iter().map(|reason| reason.name).collect::<Vec<_>>();
    assert_eq!(names(&model), ["words", "html_plain"]);
    model.learn(&features, false);
    assert_eq!(model.reasons(&features)[0].name, "words");
    assert!(names(&model).contains(&"sender"));
    assert!(model.reasons(&features).iter().all(|reason| reason.weight.is_finite()));
}
