//! Retention rules: setting them, trying them, carrying them out at night.
//!
//! In: rules in the store, all off at first. Out: content that is old enough is gone, batch by batch, each in a
//! transaction of its own with its event; a process that dies in between goes on where it was. Only who may erase sets a
//! rule. What one took away is noted beside the backups, so that a restored one loses it again.

use domain::event::{Actor, Origin};
use domain::permission::Action;
use domain::retention::{Class, Tally, cutoff};
use domain::time::Millis;
use store::remnant;
use store::retention::{Place, Rule};

use crate::Engine;
use crate::commands::By;
use crate::erase::{finish, note_erasures};
use crate::error::{Refused, Result};

/// How many things go in one transaction: others write in between.
const BATCH: usize = 25;

/// The rules, one for each class; those that nobody ever set are off.
///
/// # Errors
/// The store cannot be read.
pub async fn rules(engine: &Engine) -> Result<Vec<Rule>> {
    let kept = engine.store().read(store::retention::rules).await?;
    let of = |class: &Class| {
        let off = Rule { class: *class, days: None, set_at: Millis::new(0), ran_at: None, reached: None };
        kept.iter().find(|rule| rule.class == *class).copied().unwrap_or(off)
    };
    Ok(Class::ALL.iter().map(of).collect())
}

/// Keeps a class for so many days from now on, or for ever. `by` nobody: the operator, at the command line.
///
/// # Errors
/// Refused for a number of days that the class does not take, or where the asker may not erase.
pub async fn set(engine: &Engine, by: Option<By>, class: Class, days: Option<i64>) -> Result<()> {
    fit(class, days)?;
    let origin = Origin::new(by.map_or(Actor::System, |by| Actor::Agent(by.agent)), engine.now());
    let done = engine.store().write(move |tx| -> Result<()> {
        if let Some(by) = by {
            let me = store::agent::by_id(tx, by.agent)?.filter(|me| me.off_at.is_none()).ok_or(Refused::NotAllowed)?;
            if !me.grant().allows(Action::Erase, me.team) {
                return Err(Refused::NotAllowed.into());
            }
        }
        let now = store::retention::rules(tx)?.into_iter().find(|rule| rule.class == class).and_then(|rule| rule.days);
        if now == days {
            return Ok(());
        }
        Ok(store::retention::set(tx, class, days, &origin)?)
    });
    done.await.map(drop)
}

fn fit(class: Class, days: Option<i64>) -> Result<()> {
    let fits = days.is_none_or(|days| class.takes(days));
    let why = format!("{} is kept for {} days or more", class.word(), class.min_days());
    if fits { Ok(()) } else { Err(Refused::Invalid(why).into()) }
}

/// What would go tonight if a class were kept for so many days. Changes nothing.
///
/// # Errors
/// As [`set`].
pub async fn try_out(engine: &Engine, class: Class, days: i64) -> Result<Tally> {
    fit(class, Some(days))?;
    let before = cutoff(engine.now(), days);
    Ok(engine.store().read(move |conn| store::retention::weigh(conn, class, before)).await?)
}

/// Carries out all rules that are on and were set before `due`. Gives what went; begun again after a death, the rest.
///
/// # Errors
/// The store could not do it; what went so far is gone.
pub async fn run(engine: &Engine, due: Millis) -> Result<Vec<(Class, Tally)>> {
    let mut done = Vec::new();
    for rule in rules(engine).await? {
        let Some(days) = rule.days.filter(|_| rule.set_at < due) else { continue };
        let tally = apply(engine, rule.class, cutoff(engine.now(), days)).await?;
        let (class, now) = (rule.class, engine.now());
        engine.store().write(move |tx| store::retention::ran(tx, class, now)).await?;
        tracing::info!(
            class = class.word(),
            days,
            conversations = tally.conversations,
            messages = tally.messages,
            files = tally.files,
            originals = tally.originals,
            answers = tally.answers,
            "a retention rule was carried out"
        );
        done.push((class, tally));
    }
    if !done.is_empty() {
        note_erasures(engine).await;
        finish(engine, |_| ()).await?;
    }
    Ok(done)
}

async fn apply(engine: &Engine, class: Class, before: Millis) -> Result<Tally> {
    let (mut all, mut place) = (Tally::default(), Some(Place::default()));
    while let Some(from) = place {
        let origin = Origin::new(Actor::System, engine.now());
        let taken = engine.store().write(move |tx| -> store::Result<(Tally, Option<Place>)> {
            // As it is set now: somebody may have switched it off since.
            let on =
                store::retention::rules(tx)?.into_iter().find(|rule| rule.class == class).and_then(|rule| rule.days);
            if on.is_none_or(|days| cutoff(origin.at, days) < before) {
                return Ok((Tally::default(), None));
            }
            let batch = store::retention::take(tx, class, before, from, BATCH, &origin)?;
            remnant::owe_files(tx, &batch.gone, origin.at)?;
            Ok((batch.tally, batch.next))
        });
        let (tally, next) = taken.await?.value;
        (all, place) = (all.plus(tally), next);
    }
    Ok(all)
}
