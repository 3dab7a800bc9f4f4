//! A key is made by the command, the mail it signs goes through a real mail server, and what arrives is checked by another
//! program's verifier: mail-auth's, over a double of the domain name system.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use mail_auth::common::parse::TxtRecordParser;
use mail_auth::common::verify::DomainKey;
use mail_auth::{AuthenticatedMessage, DkimResult, MessageAuthenticator, Parameters, ResolverCache, Txt};
use testkit::letter::Letter;
use testkit::program::{Door, Inbox, Program, Settings};
use testkit::servers::mailbox::Received;
use testkit::servers::{Dovecot, SmtpServer};

const SHOP: &str = "sklep@kamionka.example";
const ANNA: &str = "anna@poczta.example";
const RSA: &str = include_str!("../../../../channels/src/email/dkim/tests/rsa.pem");

/// What stands in the domain name system.
#[derive(Default)]
struct Records(HashMap<Box<str>, Txt>);

impl ResolverCache<Box<str>, Txt> for Records {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.0.get(name).cloned()
    }

    fn remove<Q>(&self, _: &Q) -> Option<Txt>
    where
        Box<str>: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        None
    }

    fn insert(&self, _: Box<str>, _: Txt, _: std::time::Instant) {}
}

impl Records {
    /// Sets the record as the command printed it: a line of a zone file.
    fn set(&mut self, zone: &str) {
        let (name, rest) = zone.trim().split_once(" IN TXT ( ").expect("a line of a zone file");
        let text = rest.trim_end_matches(" )").replace("\" \"", "").replace('"', "");
        let key = DomainKey::parse(text.as_bytes()).expect("a record of a key");
        self.0.insert(name.into(), Txt::DomainKey(Arc::new(key)));
    }

    /// How each signature of a mail stands.
    async fn judge(&self, mail: &[u8]) -> Vec<DkimResult> {
        let read = AuthenticatedMessage::parse(mail).expect("a mail");
        let verifier = MessageAuthenticator::new_cloudflare().expect("a verifier");
        let judged = verifier.verify_dkim(Parameters::new(&read).with_txt_cache(self)).await;
        judged.iter().map(|output| output.result().clone()).collect()
    }
}

fn zones(printed: &str) -> impl Iterator<Item = &str> {
    printed.lines().filter(|line| line.contains(" IN TXT ( "))
}

#[tokio::test]
async fn signed_mail_passes_after_a_real_mail_server_and_a_changed_byte_fails() {
    let store = Dovecot::start().await;
    let (shop, anna) = (store.add_user(SHOP, "geranium"), store.add_user(ANNA, "pelargonia"));
    let smtp = SmtpServer::start(&store).await;
    let imap = Door::plain(store.imap()).login(&shop);
    let submission = Door::plain(smtp.submission()).login(&shop);
    let inbox = Inbox::new(SHOP, imap, submission).word("auto_reply", "Dziękujemy. Odpowiemy jutro,\n.zażółć\n\n");
    let mut program = Program::new(Settings::default().inbox(inbox.clone()));

    let made = program.run(&["mailbox", "dkim-key", SHOP, "--file", "dkim.pem", "--language", "pl"]).await;
    assert!(
        made.status.success() && made.stdout.contains("1. Dodaj w DNS ten rekord:"),
        "{}{}",
        made.stdout,
        made.stderr
    );
    assert!(made.stdout.contains("nazwa: kontuar._domainkey.kamionka.example"), "{}", made.stdout);
    let again = program.run(&["mailbox", "dkim-key", SHOP, "--file", "dkim.pem"]).await;
    assert!(again.stdout.contains("The key is there already"), "{}", again.stdout);
    assert!(zones(&made.stdout).eq(zones(&again.stdout)), "the same key, the same record");

    let folder = tempfile::tempdir().expect("a folder");
    let rsa = folder.path().join("rsa.pem");
    std::fs::write(&rsa, RSA).expect("written");
    let section =
        again.stdout.lines().skip_while(|line| *line != "[inbox.dkim]").take(3).collect::<Vec<_>>().join("\n");
    let second = format!("\n[inbox.dkim.second]\nselector = \"rsa\"\nkey_file = \"{}\"\n", rsa.display());
    program.configure(&Settings::default().inbox(inbox.section(&section).section(&second)));
    let shown = program.run(&["mailbox", "dkim-key", SHOP]).await;
    let mut records = Records::default();
    zones(&shown.stdout).for_each(|zone| records.set(zone));
    assert_eq!(records.0.len(), 2, "{}{}", shown.stdout, shown.stderr);

    program.start().await;
    program.says("chmod 600").await;
    smtp.send(&anna, &[SHOP], &Letter::new("1@poczta.example").from(ANNA).to(SHOP).subject("Gdzie paczka?").raw())
        .await
        .expect("taken");
    let Received { raw, .. } = anna.wait_for("the acknowledgement", |_| true).await;
    assert_eq!(records.judge(&raw).await, [DkimResult::Pass, DkimResult::Pass], "{}", String::from_utf8_lossy(&raw));
    let text = String::from_utf8(raw).expect("ASCII");
    for (from, to) in [("Auto: Gdzie", "Auto: Gdzje"), ("\nTo: anna@", "\nTo: anne@"), ("jutro", "jutrp")] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        let judged = records.judge(changed.as_bytes()).await;
        assert!(judged.len() == 2 && judged.iter().all(|result| *result != DkimResult::Pass), "{from}: {judged:?}");
    }
    program.stop();
    program.check().await;
}

#[tokio::test]
async fn a_key_that_cannot_be_used_is_told_before_anything_starts() {
    let nowhere = Door::plain(([127, 0, 0, 1], 9).into()).password("a", "b");
    let inbox = Inbox::new(SHOP, nowhere.clone(), nowhere);
    let section = "[inbox.dkim]\nselector = \"k\"\nkey_file = \"none.pem\"\n";
    let program = Program::new(Settings::default().inbox(inbox.clone().section(section)));
    let said = program.run(&["serve"]).await;
    assert!(!said.status.success() && said.stderr.contains("none.pem cannot be read"), "{}", said.stderr);
    program.configure(&Settings::default().inbox(inbox));
    let said = program.run(&["mailbox", "dkim-key", SHOP, "--file", "no/such/folder/k.pem"]).await;
    assert!(said.stderr.contains("Name another place with --file"), "{}", said.stderr);
    let said = program.run(&["mailbox", "dkim-key", "nobody@kamionka.example"]).await;
    assert!(said.stderr.contains("The settings have no [[inbox]]"), "{}", said.stderr);
}
