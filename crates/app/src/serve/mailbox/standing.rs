//! How the mailbox's domain stands with those who receive its mail: looked at beside everything else, never while a page waits.
//!
//! In: that somebody asks for it, or that nobody looked for a day. Out: findings in both languages, kept for the pages.
//! Name servers are asked outside every transaction, and for a bounded time; what they said goes into no log.

use std::time::Duration;

use channels::dns::{Names, System};
use channels::email::preset;
use channels::email::standing::words::Language;
use channels::email::standing::{Advice, Finding, Weight};
use domain::time::{DAY_MS, HOUR_MS, Millis};
use engine::mailbox::{Found, Standing};
use store::mailbox::standing as kept;
use tokio_util::sync::CancellationToken;

use super::{Intake, Trials};
use crate::config::InboxConfig;

/// How often it is looked whether somebody asked.
const LOOK: Duration = Duration::from_secs(3);

/// How long all questions together may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long findings are good for; where nobody answered, it is tried again sooner.
const GOOD_MS: i64 = DAY_MS;
const AGAIN_MS: i64 = HOUR_MS;

/// Looks at the domain when somebody asks and once a day, until `stop`.
pub async fn heed_standing(intake: &Intake, trials: &Trials, stop: &CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        let (inbox, now) = (intake.inbox, intake.engine.now());
        // While the store cannot be read, others say so.
        let Ok(known) = intake.engine.store().read(move |conn| kept::get(conn, inbox)).await else { continue };
        let known = known.unwrap_or_default();
        let all = trials.inboxes.all();
        let Some(config) = all.iter().find(|config| config.address == trials.address) else { continue };
        if !is_due(&known, now) {
            continue;
        }
        let found = tokio::select! {
            () = stop.cancelled() => return,
            found = ask(config, known.selector.as_deref()) => found.to_text(),
        };
        let done = intake.engine.now();
        if let Err(error) = intake.record(move |tx| kept::found(tx, inbox, now, &found, done)).await {
            tracing::warn!(%inbox, %error, "how the domain of a mailbox stands could not be kept; it is looked at again");
        }
    }
}

/// Whether it is time to look.
fn is_due(known: &kept::Standing, now: Millis) -> bool {
    let (Some(looked_at), None) = (known.looked_at, known.asked_at) else { return true };
    let found = known.found.as_deref().and_then(Standing::from_text);
    let good_ms = if found.is_none_or(|found| found.is_silent()) { AGAIN_MS } else { GOOD_MS };
    now.since_ms(looked_at) >= good_ms
}

/// Asks the machine's name servers.
async fn ask(inbox: &InboxConfig, selector: Option<&str>) -> Standing {
    match System::new() {
        Ok(names) => within(&names, inbox, selector, PATIENCE).await,
        Err(error) => told(inbox, vec![(Finding::Unanswered(error.name), None)]),
    }
}

/// The same of other name servers, for as long as somebody has patience.
async fn within(names: &dyn Names, inbox: &InboxConfig, selector: Option<&str>, patience: Duration) -> Standing {
    let looked = tokio::time::timeout(patience, crate::standing::look(names, inbox, selector)).await;
    // Keys were read before the mailbox was watched, so what fails here is time.
    let found = looked.ok().and_then(Result::ok);
    told(inbox, found.unwrap_or_else(|| vec![(Finding::Unanswered(inbox.address.host().to_owned()), None)]))
}

/// What was found, in words.
fn told(inbox: &InboxConfig, findings: Vec<(Finding, Option<Advice>)>) -> Standing {
    let findings = findings.into_iter().map(|(finding, advice)| Found {
        about: finding.about().to_owned(),
        weight: match finding.weight() {
            Weight::Good => "good",
            Weight::Note => "note",
            Weight::Bad => "bad",
        }
        .to_owned(),
        en: finding.sentence(Language::English),
        pl: finding.sentence(Language::Polish),
        record: advice.map(|Advice { name, value }| (name, value)),
    });
    Standing { findings: findings.collect(), provider: preset::by_domain(&inbox.address).map(|preset| preset.name) }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use channels::dns::{DnsError, Exchanger};
    use channels::email::server::Tls;
    use domain::channel::BoxFuture;
    use domain::identity::Address;

    use super::*;
    use crate::config::SmtpConfig;

    /// Name servers that never answer, or say that there is nothing.
    struct Answers(bool);

    impl Answers {
        fn none<T: Send + 'static>(&self) -> BoxFuture<'_, Result<Vec<T>, DnsError>> {
            Box::pin(async {
                if !self.0 {
                    std::future::pending::<()>().await;
                }
                Ok(Vec::new())
            })
        }
    }

    impl Names for Answers {
        fn texts<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<String>, DnsError>> {
            self.none()
        }

        fn exchangers<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<Exchanger>, DnsError>> {
            self.none()
        }

        fn addresses<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>> {
            self.none()
        }
    }

    fn inbox(address: &str) -> InboxConfig {
        InboxConfig {
            id: None,
            brand: "Kamionka".to_owned(),
            team: None,
            name: "Sklep".to_owned(),
            address: Address::parse(address).unwrap(),
            sender: "Kamionka".to_owned(),
            auto_reply: None,
            signature: None,
            imap: None,
            smtp: SmtpConfig::plain("smtp.example.com".to_owned(), 465, Tls::Implicit, None),
            dkim: None,
            oauth: None,
        }
    }

    #[tokio::test]
    async fn name_servers_that_hang_end_a_look_in_time_and_are_told_of() {
        let found = within(&Answers(false), &inbox("sklep@kamionka.example"), None, Duration::from_millis(20)).await;
        assert!(found.is_silent() && found.findings.len() == 1, "{found:?}");
        assert!(found.findings[0].pl.contains("kamionka.example"));
        let found = within(&Answers(true), &inbox("sklep@kamionka.example"), None, PATIENCE).await;
        assert!(!found.is_silent());
        let record = ("_dmarc.kamionka.example".to_owned(), "v=DMARC1; p=none".to_owned());
        assert!(found.findings.iter().any(|found| found.record.as_ref() == Some(&record)), "{found:?}");
        assert_eq!(found.provider, None);
        let found = within(&Answers(true), &inbox("sklep@wp.pl"), None, PATIENCE).await;
        assert!(found.provider.is_some(), "the domain is nobody's here");
    }

    #[test]
    fn a_look_is_due_when_somebody_asks_and_once_a_day() {
        let at = Millis::new;
        let known = |asked_at: Option<i64>, found: &str| kept::Standing {
            asked_at: asked_at.map(Millis::new),
            selector: None,
            looked_at: Some(at(0)),
            found: Some(found.to_owned()),
        };
        let good = Found { about: "spf".to_owned(), weight: "good".to_owned(), ..Found::default() };
        let good = Standing { findings: vec![good], provider: None }.to_text();
        assert!(is_due(&kept::Standing::default(), at(0)), "nobody looked yet");
        assert!(!is_due(&known(None, &good), at(DAY_MS - 1)) && is_due(&known(None, &good), at(DAY_MS)));
        assert!(is_due(&known(Some(1), &good), at(2)));
        let silent = Standing::default().to_text();
        assert!(!is_due(&known(None, &silent), at(HOUR_MS - 1)) && is_due(&known(None, &silent), at(HOUR_MS)));
    }
}
