//! Tables: what stands in the domain name system, and what is found.

use std::collections::BTreeMap;

use domain::channel::BoxFuture;

use super::words::Language;
use super::*;
use crate::dns::Exchanger;

/// Answers out of a table: `NAME TXT text`, `NAME MX host`, `NAME A address`, `NAME DOWN`.
struct Table(BTreeMap<(String, &'static str), Vec<String>>);

impl Table {
    fn of(lines: &[&str]) -> Self {
        let mut table: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for line in lines {
            let mut words = line.splitn(3, ' ');
            let (name, kind) = (words.next().unwrap().to_owned(), words.next().unwrap());
            let kind = ["TXT", "MX", "A", "DOWN"].into_iter().find(|known| *known == kind).unwrap();
            table.entry((name, kind)).or_default().push(words.next().unwrap_or_default().to_owned());
        }
        Self(table)
    }

    fn get(&self, name: &str, kind: &'static str) -> Result<Vec<String>, DnsError> {
        if self.0.contains_key(&(name.to_owned(), "DOWN")) {
            return Err(DnsError { name: name.to_owned() });
        }
        Ok(self.0.get(&(name.to_owned(), kind)).cloned().unwrap_or_default())
    }
}

impl Names for Table {
    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, DnsError>> {
        Box::pin(async { self.get(name, "TXT") })
    }

    fn exchangers<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<Exchanger>, DnsError>> {
        Box::pin(async {
            let found = self.get(name, "MX")?;
            Ok(found.into_iter().map(|host| Exchanger { preference: 10, host }).collect())
        })
    }

    fn addresses<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>> {
        Box::pin(async { Ok(self.get(name, "A")?.iter().map(|ip| ip.parse().unwrap()).collect()) })
    }
}

const QUESTION: Question<'static> = Question {
    domain: "shop.example",
    handed_to: "smtp.host.example",
    wanted_include: None,
    selector: Some("s1"),
    own: &[],
};

async fn found(lines: &[&str]) -> Vec<Finding> {
    let mut all = vec!["smtp.host.example A 192.0.2.7"];
    all.extend(lines);
    look(&Table::of(&all), QUESTION).await
}

async fn spf(lines: &[&str]) -> Vec<Finding> {
    let spf_codes = |finding: &Finding| {
        finding.sentence(Language::English).starts_with("SPF") || matches!(finding, Finding::Unanswered(_))
    };
    found(lines).await.into_iter().filter(spf_codes).collect()
}

const KEY: &str = "s1._domainkey.shop.example TXT v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";

#[tokio::test]
async fn a_domain_in_order_and_one_with_nothing() {
    let good = found(&[
        "shop.example MX mx.host.example",
        "shop.example TXT v=spf1 ip4:192.0.2.0/24 -all",
        "shop.example TXT google-site-verification=x",
        KEY,
        "_dmarc.shop.example TXT v=DMARC1; p=reject; rua=mailto:d@shop.example",
    ]);
    assert_eq!(
        good.await,
        [
            Finding::Exchangers(vec!["mx.host.example".to_owned()]),
            Finding::SpfCovers("smtp.host.example".to_owned()),
            // The key of RFC 6376, appendix C.
            Finding::WeakKey("s1".to_owned(), 1024),
            Finding::Dmarc(Policy::Reject),
        ]
    );
    let nothing = found(&[]).await;
    assert_eq!(nothing, [Finding::NoExchanger, Finding::NoSpf, Finding::NoKey("s1".to_owned()), Finding::NoDmarc]);
    assert!(nothing.iter().all(|finding| finding.weight() == Weight::Bad));
}

#[tokio::test]
async fn the_chain_of_includes_is_walked() {
    let covers = || Finding::SpfCovers("smtp.host.example".to_owned());
    let misses = || Finding::SpfMisses("smtp.host.example".to_owned(), None);
    let include = "shop.example TXT v=spf1 include:a.example ~all";
    for (lines, expected) in [
        (&[include, "a.example TXT v=spf1 ip4:192.0.2.7 -all"][..], vec![covers()]),
        (&["shop.example TXT v=spf1 a:smtp.host.example ~all"], vec![covers()]),
        (&["shop.example TXT v=spf1 mx ~all", "shop.example MX smtp.host.example"], vec![covers()]),
        (&["shop.example TXT v=spf1 redirect=a.example", "a.example TXT v=spf1 ip4:192.0.2.7 -all"], vec![covers()]),
        (
            &["shop.example TXT v=spf1 -include:a.example ~all", "a.example TXT v=spf1 ip4:192.0.2.7 -all"],
            vec![misses()],
        ),
        (&["shop.example TXT v=spf1 ~all ip4:192.0.2.7"], vec![misses()]),
        (&["shop.example TXT v=spf1 ip4:192.0.2.8 ~all"], vec![misses()]),
        (&["shop.example TXT v=spf1 ip4:192.0.2.7"], vec![Finding::SpfOpenEnd, covers()]),
        (&["shop.example TXT v=spf1 ip4:192.0.2.7 +all"], vec![Finding::SpfForAll, covers()]),
        (&["shop.example TXT v=spf1 ip4:nonsense -all"], vec![Finding::BrokenSpf("shop.example".to_owned())]),
        (&[include], vec![Finding::BrokenSpf("a.example".to_owned()), misses()]),
        (&[include, "a.example DOWN"], vec![Finding::Unanswered("a.example".to_owned()), misses()]),
        (&["shop.example DOWN"], vec![Finding::Unanswered("shop.example".to_owned()); 1]),
        (&["shop.example TXT v=spf1 ~all", "shop.example TXT v=spf1 -all"], vec![Finding::SeveralSpf]),
        (&["shop.example TXT v=spf1 include:shop.example ~all"], vec![misses()]),
    ] {
        let mut said = spf(lines).await;
        said.dedup();
        assert_eq!(said, expected, "{lines:?}");
    }
}

#[tokio::test]
async fn limits_of_questions_are_the_standards() {
    let chain = |length: usize| -> Vec<String> {
        let mut lines = vec!["shop.example TXT v=spf1 include:n1.example ip4:192.0.2.7 ~all".to_owned()];
        lines.extend((1..length).map(|at| format!("n{at}.example TXT v=spf1 include:n{}.example -all", at + 1)));
        lines.push(format!("n{length}.example TXT v=spf1 -all"));
        lines
    };
    for (length, too_long) in [(10, None), (11, Some(11)), (60, Some(41))] {
        let lines = chain(length);
        let said = spf(&lines.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let counted = said.iter().find_map(|finding| match finding {
            Finding::SpfTooLong(count) => Some(*count),
            _ => None,
        });
        assert_eq!(counted, too_long, "{length}");
    }
    let empty = spf(&["shop.example TXT v=spf1 a:x.example a:y.example a:z.example ip4:192.0.2.7 ~all"]).await;
    assert_eq!(empty[0], Finding::SpfEmpty(3));
}

#[tokio::test]
async fn what_the_provider_asks_for_counts_and_is_named() {
    let wanted = Question { wanted_include: Some("_spf.host.example"), ..QUESTION };
    let with = Table::of(&[
        "shop.example TXT v=spf1 include:_spf.host.example ~all",
        "_spf.host.example TXT v=spf1 ip4:198.51.100.0/24 ~all",
    ]);
    assert!(look(&with, wanted).await.contains(&Finding::SpfCovers("smtp.host.example".to_owned())));
    let without = look(&Table::of(&["shop.example TXT v=spf1 mx ~all"]), wanted).await;
    let missing = Finding::SpfMisses("smtp.host.example".to_owned(), Some("_spf.host.example".to_owned()));
    assert!(without.contains(&missing));
    assert!(missing.sentence(Language::English).contains("include:_spf.host.example"));
}

#[tokio::test]
async fn dmarc_is_looked_for_above_too() {
    let below = Question { domain: "mail.shop.example", ..QUESTION };
    let dmarc = |text: &str| Table::of(&[&format!("_dmarc.shop.example TXT {text}")]);
    for (text, expected) in [
        ("v=DMARC1; p=reject; sp=none; rua=mailto:a@b.example", vec![Finding::Dmarc(Policy::None)]),
        ("v=DMARC1; p=quarantine; rua=mailto:a@b.example", vec![Finding::Dmarc(Policy::Quarantine)]),
        (
            "v=DMARC1; p=reject; adkim=s",
            vec![Finding::Dmarc(Policy::Reject), Finding::StrictAlignment, Finding::NoReports],
        ),
        ("v=DMARC2; p=reject", vec![Finding::NoDmarc]),
    ] {
        let said = look(&dmarc(text), below).await;
        assert!(said.ends_with(&expected), "{text}: {said:?}");
    }
}

#[tokio::test]
async fn keys_are_told_apart() {
    let key = |text: &'static str| async move {
        let said = found(&[&format!("s1._domainkey.shop.example TXT {text}")]).await;
        said.into_iter().find(|finding| finding.sentence(Language::English).starts_with("DKIM"))
    };
    assert_eq!(key("v=DKIM1; p=").await, Some(Finding::KeyRevoked("s1".to_owned())));
    assert_eq!(key("v=DKIM1; p=nonsense!").await, Some(Finding::BrokenKey("s1".to_owned())));
    let ed25519 = key("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=").await;
    assert_eq!(ed25519, Some(Finding::Key("s1".to_owned(), None)));
}

#[test]
fn both_languages_say_what_was_found() {
    let finding = Finding::SpfMisses("smtp.host.example".to_owned(), Some("_spf.host.example".to_owned()));
    for language in [Language::English, Language::Polish] {
        let sentence = finding.sentence(language);
        assert!(sentence.contains("smtp.host.example") && sentence.contains("_spf.host.example"), "{sentence}");
    }
}

#[tokio::test]
async fn a_key_of_ours_must_be_the_one_that_stands_there() {
    let record = |pem: &str| crate::email::dkim::Key::read(pem).unwrap().record();
    let (ours, other) = (record(&crate::email::dkim::make().unwrap()), record(&crate::email::dkim::make().unwrap()));
    let own = [("k1".to_owned(), ours.clone()), ("k2".to_owned(), ours.clone()), ("k3".to_owned(), ours.clone())];
    let lines =
        [("k1", &ours), ("k2", &other)].map(|(name, record)| format!("{name}._domainkey.shop.example TXT {record}"));
    let table = Table::of(&[&lines[0], &lines[1]]);
    let found = look(&table, Question { selector: None, own: &own, ..QUESTION }).await;
    for finding in [Finding::Key("k1".into(), None), Finding::OtherKey("k2".into()), Finding::NoKey("k3".into())] {
        assert!(found.contains(&finding), "{finding:?}: {found:?}");
    }
}

#[tokio::test]
async fn what_is_missing_is_advised_as_the_very_record() {
    let record = crate::email::dkim::Key::read(&crate::email::dkim::make().unwrap()).unwrap().record();
    let own = [("k1".to_owned(), record.clone())];
    let question = Question { wanted_include: Some("_spf.host.example"), selector: None, own: &own, ..QUESTION };
    let advised = async |lines: &[&str]| -> Vec<(String, String)> {
        let table = Table::of(lines);
        let findings = look(&table, question).await;
        let advised = advise(&table, question, &findings).await;
        assert_eq!(advised.len(), findings.len());
        advised.into_iter().flatten().map(|advice| (advice.name, advice.value)).collect()
    };
    let says = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let key = says("k1._domainkey.shop.example", &record.to_string());
    let dmarc = says("_dmarc.shop.example", "v=DMARC1; p=none");
    let spf = says("shop.example", "v=spf1 include:_spf.host.example ~all");
    assert_eq!(advised(&["shop.example MX mx.example"]).await, [spf, key.clone(), dmarc.clone()]);
    let amended = says("shop.example", "v=spf1 mx include:_spf.host.example ~all");
    let lines = ["shop.example TXT v=spf1 mx +all", "shop.example MX mx.example"];
    assert_eq!(advised(&lines).await, [amended, key.clone(), dmarc], "one record puts both right");
    // Who does not answer is advised nothing.
    assert_eq!(advised(&["shop.example DOWN", "_dmarc.shop.example DOWN"]).await, [key]);
}

#[tokio::test]
async fn a_crowd_of_exchangers_is_cut_short() {
    let lines: Vec<String> = (0..50).map(|n| format!("shop.example MX mx{n}.example")).collect();
    let found = found(&lines.iter().map(String::as_str).collect::<Vec<_>>()).await;
    assert!(found.iter().any(|finding| matches!(finding, Finding::Exchangers(hosts) if hosts.len() == MOST_NAMED)));
}
