//! Rules of retention: setting one, carrying them out.

use domain::retention::Class;
use engine::Engine;
use serde::{Deserialize, Serialize};

use super::{Said, words};
use crate::commands::retention::words as much;

/// Something to be done about how long contents are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "retention", rename_all = "snake_case", deny_unknown_fields)]
pub enum RetentionOrder {
    /// Keep a class of content for so many days, or for ever.
    Set {
        /// What.
        class: Class,
        /// For how long.
        days: Option<i64>,
    },
    /// Carry out the rules now.
    Run,
}

/// Does it.
pub(super) async fn carry_out(engine: &Engine, order: RetentionOrder) -> Said {
    match order {
        RetentionOrder::Set { class, days } => set(engine, class, days).await,
        RetentionOrder::Run => run(engine).await,
    }
}

/// Sets a rule, or switches it off.
async fn set(engine: &Engine, class: Class, days: Option<i64>) -> Said {
    engine::retention::set(engine, None, class, days).await.map_err(words)?;
    let Some(days) = days else { return Ok(format!("{} is kept for ever from now on.", class.word())) };
    let tally = engine::retention::try_out(engine, class, days).await.map_err(words)?;
    Ok(format!("{} is kept for {days} days. In the coming night goes: {}.", class.word(), much(tally)))
}

/// Carries out all rules that are on.
async fn run(engine: &Engine) -> Said {
    // Whoever orders it by hand means those of today as well.
    let done = engine::retention::run(engine, engine.now().plus_ms(1)).await;
    let done = done.map_err(|error| format!("It did not end ({error}); what went is gone. Order it again."))?;
    if done.is_empty() {
        return Ok("No rule is on: nothing went.".to_owned());
    }
    let lines = done.into_iter().map(|(class, tally)| format!("{}: {} went.", class.word(), much(tally)));
    Ok(lines.collect::<Vec<_>>().join("\n"))
}
