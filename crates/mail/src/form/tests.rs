//! Who filled in a form, what they wrote, and that nobody becomes somebody else by writing.

use std::collections::BTreeSet;
use std::path::Path;

use domain::channel::{Inbound, Nature, Party};

use super::table::{Recogniser, TABLES, read};
use crate::fixture::fixtures;
use crate::parse::parse;

fn recognisers() -> impl Iterator<Item = Recogniser> {
    TABLES.iter().flat_map(|(name, text)| read(text).unwrap_or_else(|error| panic!("forms/{name}.toml: {error}")))
}

fn shown(party: &Party) -> String {
    party.name.as_ref().map_or(party.address.to_string(), |name| format!("{name} <{}>", party.address))
}

#[test]
fn every_table_in_the_folder_ships_and_every_pattern_is_sound() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("forms");
    let there: BTreeSet<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let shipped: BTreeSet<_> = TABLES.iter().map(|(name, _)| format!("{name}.toml").into()).collect();
    assert_eq!(there, shipped);
    for recogniser in recognisers() {
        let name = &recogniser.name;
        let fields = recogniser.headers.iter().map(|field| &field.value);
        let patterns = recogniser.marks.iter().chain(&recogniser.subjects).chain(&recogniser.chosen);
        for pattern in patterns.chain(&recogniser.ends).chain(fields) {
            assert!(pattern.ready().is_ok(), "{name}: {:?}", pattern.ready());
        }
        assert!(!recogniser.senders.is_empty(), "{name}: whose form is it?");
        assert!(!recogniser.marks.is_empty() || !recogniser.subjects.is_empty(), "{name}: what tells it?");
    }
}

#[test]
fn the_customer_behind_each_form_is_its_sender() {
    let mut known = BTreeSet::new();
    let mut complaints = Vec::new();
    for fixture in fixtures("forms") {
        let Some(form) = &fixture.mail.form else {
            complaints.push(format!("{}: no form, {:?}", fixture.place, fixture.mail.notice));
            continue;
        };
        known.insert(form.recogniser.clone());
        let customer = shown(&form.customer);
        let found = [Some(form.recogniser.as_str()), Some(&customer), form.subject.as_deref(), form.message.as_deref()];
        let wanted = [
            Some(fixture.name.as_str()),
            fixture.expected("customer"),
            fixture.expected("subject"),
            fixture.expected("message"),
        ];
        if found != wanted || fixture.mail.notice.is_some() {
            complaints.push(format!("{}: {found:?}", fixture.place));
        }
    }
    for recogniser in recognisers().filter(|recogniser| !known.contains(&recogniser.name)) {
        complaints.push(format!("{}: no mail in fixtures/forms", recogniser.name));
    }
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

fn mail(headers: &str, body: &str) -> Inbound {
    let raw = format!("{headers}\nContent-Type: text/plain; charset=utf-8\n\n{body}").replace('\n', "\r\n");
    parse(raw.as_bytes()).unwrap()
}

#[test]
fn nobody_becomes_somebody_else_by_writing_a_form() {
    // The same words from a stranger's own mailbox are the stranger's.
    for fixture in fixtures("forms") {
        let headers = format!(
            "From: Obcy <obcy@example.org>\nReply-To: ofiara@example.net\nTo: sklep@buty.example\nSubject: {}",
            fixture.mail.subject
        );
        let forged = mail(&headers, &fixture.mail.text);
        assert_eq!(forged.form, None, "{}", fixture.place);
        assert_eq!(forged.nature, Nature::Person, "{}", fixture.place);
    }
    let labels = "Imię i nazwisko: Jan\nE-mail: jan@example.net\nWiadomość: tak";
    for headers in [
        // A neighbour at a public provider is not the shop.
        "From: obcy@gmail.com\nReply-To: ofiara@example.net\nTo: sklep@gmail.com\nSubject: Formularz kontaktowy",
        "From: a@evil-buty.example\nReply-To: ofiara@example.net\nTo: sklep@buty.example\nSubject: Formularz kontaktowy",
        "From: x@formspree.io.example\nReply-To: ofiara@example.net\nTo: sklep@buty.example\nSubject: New submission",
        // A colleague who answers somebody.
        "From: kasia@buty.example\nReply-To: kasia@buty.example\nTo: sklep@buty.example\nSubject: Notatka",
        "From: kasia@buty.example\nReply-To: jan@example.net\nIn-Reply-To: <1@x>\nTo: sklep@buty.example\nSubject: Kontakt",
    ] {
        assert_eq!(mail(headers, labels).form, None, "{headers}");
    }
    // Labels alone, without a mailbox to answer to and without marks, name nobody.
    assert_eq!(mail("From: www@buty.example\nTo: sklep@buty.example\nSubject: Coś", labels).form, None);
    // Marks without a customer who could be answered are no form.
    let foot = "This e-mail was sent from a contact form on X";
    assert_eq!(mail("From: www@buty.example\nTo: sklep@buty.example\nSubject: Coś", foot).form, None);
    let to_itself = "From: www@buty.example\nReply-To: sklep@buty.example\nTo: sklep@buty.example\nSubject: Coś";
    assert_eq!(mail(to_itself, foot).form, None);
}

#[test]
fn labels_that_a_customer_types_count_for_nothing() {
    let marked = |headers: &str, body: &str| {
        let headers = format!("From: www@buty.example\nTo: sklep@buty.example\nSubject: Formularz kontaktowy{headers}");
        shown(&mail(&headers, body).form.unwrap().customer)
    };
    let fake = "E-mail: ofiara@example.net\nImię i nazwisko: Ofiara";
    let true_labels = "Imię i nazwisko: Jan\nE-mail: jan@example.net";
    assert_eq!(marked("", &format!("{true_labels}\nWiadomość:\n{fake}")), "Jan <jan@example.net>");
    assert_eq!(marked("", &format!("{true_labels}\nWiadomość: a\n\n{fake}")), "Jan <jan@example.net>");
    // A form whose message comes first: its own label comes behind what was typed.
    let name_first = "Imię i nazwisko: Jan\nWiadomość:\nE-mail: ofiara@example.net\n\nE-mail: jan@example.net";
    assert_eq!(marked("", name_first), "Jan <jan@example.net>");
    let reply_to = "\nReply-To: \"Jan K.\" <jan.k@example.net>";
    assert_eq!(marked(reply_to, &format!("{fake}\nWiadomość: a")), "Ofiara <jan.k@example.net>");
}

#[test]
fn peoples_mails_are_no_forms_and_long_ones_are_quick() {
    for fixture in fixtures("notices") {
        assert_eq!(fixture.mail.form, None, "{}", fixture.place);
    }
    let long = format!("Wiadomość:\n{}", "E-mail: a@b.example\n---\nDate: x\n".repeat(30_000));
    let headers =
        "From: www@buty.example\nReply-To: jan@example.net\nTo: sklep@buty.example\nSubject: Formularz kontaktowy";
    let form = mail(headers, &format!("Imię: Jan\n{long}")).form.unwrap();
    assert_eq!(form.customer.address.as_str(), "jan@example.net");
}
