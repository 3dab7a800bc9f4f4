//! Pages: templates, the typed contexts they are filled from, and how both become HTML.
//!
//! In: a context (a [`Page`]), the language, what counts as now. Out: HTML. Templates show, hide
//! and loop, nothing else; what needs a decision is decided in the context. One partial serves page
//! load, swap and stream, always under the same DOM id.
//!
//! How to add a page: a template in `templates/`, a line in [`TEMPLATES`], a context here with
//! `samples()` that cover what it can show, a line in the test `every_template_renders`.

pub mod audit;
pub mod composer;
pub mod conversation;
pub mod delivery;
pub mod door;
pub mod error;
pub mod frame;
mod functions;
pub mod groups;
pub mod list;
pub mod mailboxes;
pub mod matter;
pub mod me;
pub mod message_html;
pub mod notice;
pub mod operate;
pub mod outbox;
pub mod people;
pub mod play;
pub mod plug;
pub mod quarantine;
pub mod roles;
mod samples;
pub mod setup;
pub mod sign_in;
pub mod templates;
pub mod text;
pub mod timeline;
pub mod times;

use domain::time::Millis;
use jiff::tz::TimeZone;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use serde::Serialize;

use crate::language::Language;

macro_rules! templates {
    ($($name:literal)+) => {
        /// Every template: its name and its text as built in.
        pub const TEMPLATES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../templates/", $name)))),+];
    };
}

templates! {
    "agent/consent.html"
    "agent/conversation.html"
    "agent/inbox.html"
    "agent/mailbox.html"
    "agent/mailbox_new.html"
    "agent/mailboxes.html"
    "agent/message_html.html"
    "agent/outbox.html"
    "agent/quarantine.html"
    "agent/quarantined.html"
    "agent/sign_in.html"
    "agent/sign_in_code.html"
    "demo/play.html"
    "demo/plug.html"
    "door/forgotten.html"
    "door/join.html"
    "door/new_password.html"
    "error.html"
    "layout.html"
    "me/account.html"
    "me/codes.html"
    "me/device.html"
    "operate/retention.html"
    "operate/status.html"
    "operate/tokens.html"
    "operate/webhook.html"
    "operate/webhooks.html"
    "parts/banner.html"
    "parts/bulk.html"
    "parts/composer.html"
    "parts/connect.html"
    "parts/controls.html"
    "parts/customer.html"
    "parts/delivery.html"
    "parts/domain.html"
    "parts/head.html"
    "parts/inbox.html"
    "parts/item.html"
    "parts/handed.html"
    "parts/items.html"
    "parts/language.html"
    "parts/matter.html"
    "parts/passkey.html"
    "parts/moments.html"
    "parts/notice.html"
    "parts/offers.html"
    "parts/permission.html"
    "parts/row.html"
    "parts/rows.html"
    "parts/shortcuts.html"
    "parts/servers.html"
    "parts/steps.html"
    "parts/views.html"
    "people/audit.html"
    "people/groups.html"
    "people/list.html"
    "people/places.html"
    "people/roles.html"
    "setup/closed.html"
    "setup/colleagues.html"
    "setup/end.html"
    "setup/history.html"
    "setup/mailbox.html"
    "setup/owner.html"
    "setup/shop.html"
    "templates/choice.html"
    "templates/list.html"
    "templates/mistake.html"
    "templates/one.html"
    "templates/sheet.html"
}

/// What fills one template.
pub trait Page: Serialize + Sized {
    /// The template's name.
    const TEMPLATE: &'static str;

    /// Contexts that together show everything the template can show; for tests and for looking at it.
    fn samples() -> Vec<Self>;
}

/// A template that could not be filled: a defect of ours, never of the visitor.
#[derive(Debug, thiserror::Error)]
#[error("could not render {template}")]
pub struct Unrenderable {
    /// The template.
    pub template: &'static str,
    /// What went wrong in it.
    #[source]
    pub source: minijinja::Error,
}

/// The templates, ready to be filled.
#[derive(Debug)]
pub struct Pages {
    env: Environment<'static>,
}

impl Pages {
    /// All templates. Times are shown in `zone`. A debug build reads them from the checkout, so that
    /// an edit shows at the next request.
    pub fn new(zone: TimeZone) -> Self {
        let mut env = Environment::new();
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_loader(load);
        env.set_auto_reload(cfg!(debug_assertions));
        env.set_fuel(Some(FUEL));
        functions::register(&mut env, zone);
        Self { env }
    }

    /// Fills a page's template.
    pub fn render<P: Page>(&self, language: Language, now: Millis, page: &P) -> Result<String, Unrenderable> {
        let fail = |source| Unrenderable { template: P::TEMPLATE, source };
        let template = self.env.get_template(P::TEMPLATE).map_err(fail)?;
        let filled = context! { lang => language.code(), now => now.get(), ..Value::from(Serde(page)) };
        template.render(filled).map_err(fail)
    }
}

/// Steps one rendering may take: far above the longest page, so that only a runaway loop meets it.
const FUEL: u64 = 50_000_000;

fn load(name: &str) -> Result<Option<String>, minijinja::Error> {
    let Some((_, text)) = TEMPLATES.iter().find(|(known, _)| *known == name) else { return Ok(None) };
    #[cfg(debug_assertions)]
    {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(name);
        if let Ok(fresh) = std::fs::read_to_string(path) {
            return Ok(Some(fresh));
        }
    }
    Ok(Some((*text).to_owned()))
}

#[cfg(test)]
mod tests;
