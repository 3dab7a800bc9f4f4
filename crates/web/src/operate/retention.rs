//! How long contents are kept: the rules, what would go, and switching one on, which is offered with its numbers only.

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::permission::Action;
use domain::retention::{Class, Tally};
use engine::error::Refused;
use engine::retention;
use serde::Deserialize;

use super::{Fields, field, may, said};
use crate::agent::banner;
use crate::fault::Fault;
use crate::pages::operate::retention::{OUTCOMES, Retention, Shown, Tried};
use crate::pages::text::grouped;
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

/// What the address says: what was done, or what is to be tried.
#[derive(Deserialize)]
pub(super) struct Asked {
    outcome: Option<String>,
    class: Option<String>,
    #[serde(default)]
    days: String,
}

/// `GET /retention`
pub(super) async fn show(State(web): State<Web>, me: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    may(&me, Action::Erase)?;
    let mut outcome = said(asked.outcome.as_deref(), &OUTCOMES);
    let mut tried = None;
    if let Some(class) = asked.class.as_deref() {
        let class = Class::from_word(class).ok_or(Fault::NotFound)?;
        match asked.days.trim().parse::<i64>().ok().filter(|days| class.takes(*days)) {
            Some(days) => {
                let tally = retention::try_out(web.engine(), class, days).await?;
                tried = Some(would(&me, class, days, tally));
            }
            None => outcome = Some("days"),
        }
    }
    let rules = retention::rules(web.engine()).await?;
    let rows = rules.into_iter().map(|rule| Shown {
        class: rule.class.word(),
        days: rule.days,
        fewest: rule.class.min_days(),
        usual: rule.days.unwrap_or_else(|| usual(rule.class)),
        ran_at: rule.ran_at.filter(|_| rule.days.is_some()),
    });
    let page = Retention {
        rows: rows.collect(),
        tried,
        outcome,
        banner: banner(&web, &me).await?,
        path: "/retention".to_owned(),
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, StatusCode::OK))
}

/// What stands in the field while a rule is off.
fn usual(class: Class) -> i64 {
    match class {
        Class::Solved => 3 * 365,
        Class::Files | Class::Originals => 365,
        Class::Automatic | Class::Answers => 180,
        Class::Spam | Class::GivenUp => 30,
    }
}

fn would(me: &SignedIn, class: Class, days: i64, tally: Tally) -> Tried {
    let Tally { conversations, messages, files, originals, answers } = tally;
    let all = [
        ("conversations", conversations),
        ("messages", messages),
        ("files", files),
        ("originals", originals),
        ("answers", answers),
    ];
    let some = all.into_iter().filter(|(_, n)| *n > 0).map(|(what, n)| (what, grouped(n, me.language())));
    Tried { class: class.word(), days, goes: some.collect() }
}

/// `POST /retention/{class}`
pub(super) async fn set(
    State(web): State<Web>,
    me: SignedIn,
    Path(class): Path<String>,
    Form(form): Form<Fields>,
) -> Result<Response, Fault> {
    may(&me, Action::Erase)?;
    let class = Class::from_word(&class).ok_or(Fault::NotFound)?;
    let days = match field(&form, "days") {
        "" => None,
        days => Some(days.parse::<i64>().map_err(|_| Fault::Unreadable)?),
    };
    let outcome = match retention::set(web.engine(), Some(me.by()), class, days).await {
        Ok(()) if days.is_some() => "on",
        Ok(()) => "off",
        Err(engine::Error::Refused(Refused::Invalid(_))) => "days",
        Err(error) => return Err(error.into()),
    };
    Ok(respond::see(&format!("/retention?outcome={outcome}#{}", class.word())))
}
