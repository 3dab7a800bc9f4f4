//! Every template is filled with every sample in every language.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::samples::NOW;
use super::*;

fn pages() -> Pages {
    Pages::new(TimeZone::get("Europe/Warsaw").unwrap())
}

/// Renders all samples of a page, in both languages; hands each to `look`.
fn each<P: Page>(pages: &Pages, mut look: impl FnMut(Language, usize, &str)) {
    for language in Language::ALL {
        for (n, sample) in P::samples().iter().enumerate() {
            let html = pages.render(language, NOW, sample).unwrap_or_else(|error| {
                panic!("{} sample {n} in {}: {error}: {:#}", P::TEMPLATE, language.code(), error.source)
            });
            look(language, n, &html);
        }
    }
}

#[test]
fn every_template_renders() {
    let pages = pages();
    let mut seen = BTreeSet::new();
    macro_rules! all {
        ($($page:ty)+) => {$(
            each::<$page>(&pages, |language, n, html| {
                assert!(!html.contains("<script>") && !html.contains(" style="), "{}: inline", <$page>::TEMPLATE);
                assert!(!has_handler(html), "{}: an inline handler", <$page>::TEMPLATE);
                keep(<$page>::TEMPLATE, language, n, html);
            });
            seen.insert(<$page>::TEMPLATE);
        )+};
    }
    all! {
        audit::Audit composer::ComposerPart conversation::ControlsPart conversation::ConversationPart conversation::CustomerPart
        door::Forgotten door::Join door::NewPassword
        error::ErrorPage groups::Groups list::Inbox list::InboxPart list::OneRow list::Rows mailboxes::BannerPart mailboxes::Consent mailboxes::Mailboxes mailboxes::NewMailbox mailboxes::OneMailbox matter::MatterPart me::Account me::Codes me::Device message_html::MessageHtml notice::NoticePart
        operate::retention::Retention operate::status::Status operate::tokens::Tokens operate::webhooks::Webhook operate::webhooks::Webhooks
        outbox::Outbox people::People play::Play plug::Plug quarantine::Opened quarantine::Quarantine roles::Roles
        setup::Closed setup::Colleagues setup::End setup::History setup::Mailbox setup::Owner setup::Shop sign_in::SignIn sign_in::SignInCode
        templates::Choice templates::Choices templates::OneTemplate templates::Sheet templates::Templates timeline::Items
    }
    // Filled only as parts of those above.
    let parts = [
        "layout.html",
        "parts/bulk.html",
        "parts/connect.html",
        "parts/delivery.html",
        "parts/handed.html",
        "parts/domain.html",
        "parts/head.html",
        "parts/item.html",
        "parts/language.html",
        "parts/passkey.html",
        "parts/moments.html",
        "parts/permission.html",
        "parts/shortcuts.html",
        "parts/servers.html",
        "parts/steps.html",
        "parts/views.html",
        "people/places.html",
        "templates/mistake.html",
    ];
    let known: BTreeSet<&str> = TEMPLATES.iter().map(|(name, _)| *name).collect();
    assert_eq!(known, seen.into_iter().chain(parts).collect());
}

/// Whether an attribute such as `onclick` stands in the markup.
fn has_handler(html: &str) -> bool {
    html.split(" on").skip(1).any(|rest| {
        let name = rest.trim_start_matches(|c: char| c.is_ascii_lowercase());
        name.len() < rest.len() && name.starts_with('=')
    })
}

/// With `KEEP_PAGES=folder`, writes whole pages there, to be looked at in a browser.
#[expect(clippy::disallowed_methods, reason = "a switch for whoever works on templates")]
fn keep(template: &str, language: Language, n: usize, html: &str) {
    let Some(folder) = std::env::var_os("KEEP_PAGES") else { return };
    if !html.starts_with("<!doctype") {
        return;
    }
    let folder = std::path::PathBuf::from(folder);
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    for name in ["app.js", "app.css", "favicon.svg"] {
        let path = assets::path(name).unwrap();
        std::fs::write(folder.join(path.trim_start_matches('/')), assets::find(path).unwrap().bytes).unwrap();
    }
    let name = format!("{}-{n}-{}.html", template.replace(['/', '.'], "-"), language.code());
    std::fs::write(folder.join(name), html.replace("\"/assets/", "\"assets/")).unwrap();
}

#[test]
fn all_templates_of_the_folder_are_built_in() {
    fn walk(folder: &std::path::Path, names: &mut BTreeSet<String>, root: &std::path::Path) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, names, root);
            } else {
                names.insert(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut names = BTreeSet::new();
    walk(&root, &mut names, &root);
    assert_eq!(names, TEMPLATES.iter().map(|(name, _)| (*name).to_owned()).collect());
}

#[test]
fn what_people_wrote_never_becomes_markup() {
    let hostile = "<img src=x onerror=alert(1)>\"'&</textarea><hx-partial hx-target=\"#line\">";
    let mut rows = samples::rows();
    for row in &mut rows {
        row.who = Some(hostile.to_owned());
        row.subject = Some(hostile.to_owned());
        row.preview = Some(hostile.to_owned());
        row.brand = hostile.to_owned();
        row.tags = vec![hostile.to_owned()];
    }
    let page = list::Rows { view: domain::view::View::Mine, rows, more: None };
    let html = pages().render(Language::En, NOW, &page).unwrap();
    assert!(!html.contains("<img") && !html.contains("</textarea>") && !html.contains("<hx-partial"), "{html}");
}

#[test]
fn every_kind_of_event_has_its_sentence() {
    let source = include_str!("../../../domain/src/event.rs");
    let kinds: Vec<&str> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("#[serde(rename = \"")?.strip_suffix("\")]"))
        .filter(|kind| kind.contains('.'))
        .collect();
    assert!(kinds.len() > 20, "{kinds:?}");
    for language in Language::ALL {
        let words = std::fs::read_to_string(crate::words::folder().join(language.code()).join("events.ftl")).unwrap();
        for kind in &kinds {
            let key = timeline::sentence_key(kind);
            assert!(words.contains(&format!("\n{key} =")), "{} lacks {key}", language.code());
        }
    }
}
