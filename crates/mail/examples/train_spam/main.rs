//! Trains the spam model and measures it.
//!
//! `cargo run --release -p mail --example train_spam -- [CORPUS.jsonl.gz] [--write FILE]`
//! `cargo run --release -p mail --example train_spam -- --score MAIL...` judges mails by the shipped model instead.
//!
//! In: mails with labels, one JSON object a line (`label`: `spam` or `ham`, `group`, `encoding`: `utf-8` or `latin-1`,
//! `raw`), and the texts of `fixtures/spam/taught_*.txt`. Out: one JSON object with the figures of a cross-validation over
//! the corpus, and with `--write` the weights to ship. The same input gives the same bytes.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a command of the workshop: it prints and measures"
)]

mod chance;
mod corpus;
mod learner;

use std::path::PathBuf;
use std::time::Instant;

use chance::Chance;
use corpus::Example;
use domain::spam::{LINE_LOGIT, Model, Own, Shipped};

const FOLDS: usize = 10;
/// Cross-validations, each of another division: a handful of mails decides where the line lies.
const SPLITS: u64 = 3;
/// Of a thousand honest mails so many may be called spam where the line is drawn.
const HAM_BEYOND_PER_THOUSAND: f32 = 0.7;
/// How far above the next honest mail the line is drawn, in logits: just beyond it.
const SPARE: f32 = 1e-3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_some_and(|arg| arg == "--score") {
        return score(&args[1..]);
    }
    let write = args.iter().position(|arg| arg == "--write").and_then(|at| args.get(at + 1));
    let path = args.first().filter(|arg| !arg.starts_with("--")).map_or_else(corpus::usual_place, PathBuf::from);
    let started = Instant::now();
    let labelled = corpus::labelled(&path)?;
    let read_ms = started.elapsed().as_millis();
    let taught = corpus::taught()?;
    let mut logits: Vec<_> = (1..=SPLITS).flat_map(|split| cross_validated(&labelled, &taught, split)).collect();
    logits.sort_by(|a, b| b.0.total_cmp(&a.0));
    let line = line(&logits);
    let all: Vec<&Example> = labelled.iter().chain(&taught).collect();
    let model = learner::train(&all, LINE_LOGIT - line);
    let file = model.write();
    let mut report = figures(&logits, line);
    report["mails"] = labelled.len().into();
    report["read_ms"] = (read_ms as u64).into();
    report["weights"] = model.len().into();
    report["bytes"] = file.len().into();
    println!("{report:#}");
    if let Some(write) = write {
        std::fs::write(write, file)?;
    }
    Ok(())
}

/// Prints what the shipped model says of mails: the probability, and why.
fn score(files: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    let model = Model::new(mail::spam::shipped(), Own::default());
    for file in files {
        let features = mail::parse::parse(&std::fs::read(file)?)?.features;
        let reasons = model.reasons(&features);
        let reasons: Vec<_> = reasons.iter().map(|reason| format!("{} {:+.1}", reason.name, reason.weight)).collect();
        println!("{:.4} {file} {} features: {}", model.score(&features), features.len(), reasons.join(", "));
    }
    Ok(())
}

/// The logit of every labelled mail under a model that has not seen it, and whether it is spam.
fn cross_validated(labelled: &[Example], taught: &[Example], split: u64) -> Vec<(f32, bool)> {
    let mut folds: Vec<usize> = (0..labelled.len()).map(|at| at % FOLDS).collect();
    Chance::new(split).shuffle(&mut folds);
    let of = |fold: usize, inside: bool| {
        labelled.iter().zip(&folds).filter(move |(_, at)| (**at == fold) == inside).map(|(example, _)| example)
    };
    let mut logits = Vec::new();
    for fold in 0..FOLDS {
        let seen: Vec<&Example> = of(fold, false).chain(taught).collect();
        let model: Shipped = learner::train(&seen, 0.0);
        logits.extend(of(fold, true).map(|example| (model.logit(&example.features), example.spam)));
    }
    logits
}

/// Where the line is drawn: just above the first honest mail that may not be beyond it.
fn line(logits: &[(f32, bool)]) -> f32 {
    let ham = logits.iter().filter(|(_, spam)| !spam);
    let allowed = (ham.clone().count() as f32 * HAM_BEYOND_PER_THOUSAND / 1_000.0) as usize;
    ham.map(|(logit, _)| *logit).nth(allowed).unwrap_or_default() + SPARE
}

fn figures(logits: &[(f32, bool)], line: f32) -> serde_json::Value {
    let spam = logits.iter().filter(|(_, spam)| *spam).count();
    let ham = logits.len() - spam;
    let at = |line: f32| {
        let caught = logits.iter().filter(|(logit, spam)| *spam && *logit >= line).count();
        let wrong = logits.iter().filter(|(logit, spam)| !spam && *logit >= line).count();
        serde_json::json!({
            "accuracy": (caught + ham - wrong) as f32 / logits.len() as f32,
            "false_positive_rate": wrong as f32 / ham as f32,
            "false_positives": wrong,
            "recall": caught as f32 / spam as f32,
            "line": line,
        })
    };
    let honest: Vec<f32> = logits.iter().filter(|(_, spam)| !spam).map(|(logit, _)| *logit).take(12).collect();
    let others: Vec<_> = honest.iter().map(|logit| at(*logit + SPARE)).collect();
    serde_json::json!({ "folds": FOLDS, "splits": SPLITS, "at_the_line": at(line), "at_even_odds": at(0.0), "at_so_many_false_positives": others })
}
