//! What templates may call: words, times, icons, asset paths. Nothing that decides or reads.

use domain::time::Millis;
use fluent_templates::fluent_bundle::FluentValue;
use jiff::tz::TimeZone;
use minijinja::value::{Kwargs, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, HtmlEscape, State, Value};

use super::text::initials;
use super::times::{LATE_MS, SOON_MS, Times};
use crate::language::Language;
use crate::words::{Args, plain, words};

pub(super) fn register(env: &mut Environment<'static>, zone: TimeZone) {
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.add_function("t", translate);
    env.add_function("icon", icon);
    env.add_function("asset", asset);
    env.add_filter("initials", |name: &str| initials(name));
    env.add_filter("breakable", breakable);
    env.add_global("build", assets::VERSION);
    env.add_global("soon_ms", SOON_MS);
    env.add_global("late_ms", LATE_MS);

    let times = move |state: &State<'_, '_>| times(state, &zone);
    let at = times.clone();
    env.add_function("since", move |state: &State<'_, '_>, ms: i64| -> Result<Value, Error> {
        let times = at(state)?;
        let moment = Millis::new(ms);
        let text = times.ago(moment);
        Ok(time_element(&times, moment, &text, &format!(" data-since=\"{ms}\" class=\"{}\"", times.lateness(moment))))
    });
    for (name, form) in
        [("stamp", Times::stamp as fn(&Times, Millis) -> String), ("clock", Times::clock), ("moment", Times::moment)]
    {
        let at = times.clone();
        env.add_function(name, move |state: &State<'_, '_>, ms: i64| -> Result<Value, Error> {
            let times = at(state)?;
            let moment = Millis::new(ms);
            Ok(time_element(&times, moment, &form(&times, moment), ""))
        });
    }
    for (name, form) in
        [("day", Times::day as fn(&Times, Millis) -> String), ("date", Times::date), ("moment_words", Times::moment)]
    {
        let at = times.clone();
        env.add_function(name, move |state: &State<'_, '_>, ms: i64| -> Result<String, Error> {
            Ok(form(&at(state)?, Millis::new(ms)))
        });
    }
}

/// `<time>` with the exact moment for machines and, on hover, for people.
fn time_element(times: &Times, at: Millis, text: &str, attributes: &str) -> Value {
    let (iso, full) = (times.iso(at), times.moment(at));
    Value::from_safe_string(format!(
        "<time datetime=\"{}\" title=\"{}\"{attributes}>{}</time>",
        HtmlEscape(&iso),
        HtmlEscape(&full),
        HtmlEscape(text)
    ))
}

fn language(state: &State<'_, '_>) -> Result<Language, Error> {
    state
        .lookup("lang")
        .as_ref()
        .and_then(Value::as_str)
        .and_then(Language::from_code)
        .ok_or_else(|| Error::new(ErrorKind::UndefinedError, "the context has no language"))
}

fn times(state: &State<'_, '_>, zone: &TimeZone) -> Result<Times, Error> {
    let now = state
        .lookup("now")
        .and_then(|now| i64::try_from(now).ok())
        .ok_or_else(|| Error::new(ErrorKind::UndefinedError, "the context has no now"))?;
    Ok(Times { language: language(state)?, zone: zone.clone(), now: Millis::new(now) })
}

/// `t("noun-page-element", name=value)`: the words, escaped like any text.
fn translate(state: &State<'_, '_>, key: &str, given: Kwargs) -> Result<Value, Error> {
    let unknown = || Error::new(ErrorKind::InvalidOperation, format!("there are no words for {key}"));
    if given.args().next().is_none() {
        return plain(language(state)?, key).map(Value::from).ok_or_else(unknown);
    }
    let mut args = Args::new();
    for name in given.args() {
        let value: Value = given.get(name)?;
        let value = match value.kind() {
            ValueKind::Number => FluentValue::from(i64::try_from(value)?),
            _ => FluentValue::from(value.to_string()),
        };
        args.insert(name, value);
    }
    words(language(state)?, key, &args).map(Value::from).ok_or_else(unknown)
}

/// A text that may be long and has no spaces, an address say, which breaks at its joints before it breaks anywhere.
fn breakable(text: &str) -> Value {
    let mut html = HtmlEscape(text).to_string();
    for joint in ["@", ".", "-", "_"] {
        html = html.replace(joint, &format!("{joint}<wbr>"));
    }
    Value::from_safe_string(html)
}

/// `icon("inbox")`: an inline Lucide icon, for decoration only (hidden from screen readers).
fn icon(name: &str) -> Result<Value, Error> {
    let inner = assets::icon(name).ok_or_else(|| {
        Error::new(ErrorKind::InvalidOperation, format!("icons.txt of the assets crate does not name {name}"))
    })?;
    Ok(Value::from_safe_string(format!("<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">{inner}</svg>")))
}

/// `asset("app.css")`: where the file is served, its content hash in the name.
fn asset(name: &str) -> Result<Value, Error> {
    assets::path(name)
        .map(|path| Value::from_safe_string(path.to_owned()))
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("the assets crate has no {name}")))
}
