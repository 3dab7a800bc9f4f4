//! Benchmarks, each with its limit measured in the same run: `cargo run --release --bin bench -- NAME`.
//!
//! In: a name and options. Out: one JSON object on standard output; it fails where a rate is below what is asked. Times on
//! a shared machine wander; the ratios to the limit do not, which is why both are printed.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool speaks")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]

mod backup;
mod import;
mod ingest;
mod intake;
mod pages;
mod place;
mod receive;
mod send;
mod start;
mod store_bench;

use std::process::ExitCode;

const HELP: &str = "bench NAME [--postgres URL] [--road URL] [--seconds N] [--conversations N] [--mails N] [--connections N]
  store   the ingest transaction, 64 clients, beside bare inserts of the same rows
  pages   list and conversation at 200,000 conversations / 1,000,000 messages, 8 clients
  intake  10,000 mails (--mails N) through the whole intake, and what each stage costs
  import  an mbox of 20,000 mails (--mails N) as history, as `kontuar import mail` does it
  receive 40,000 mails (--mails N) over SMTP from 16 connections, each durable before its 250
  send    answers a second out of the outbox into a discarding mail server, beside the bare connections
  backup  a backup of 1,000,000 messages while 200 mails a second arrive, and its restore; with --road over PostgreSQL and back
  start   time to the first answered request and anonymous memory at rest, of the built program";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_default();
    let options: Vec<String> = words.collect();
    let value = |flag: &str| options.iter().position(|word| word == flag).and_then(|at| options.get(at + 1)).cloned();
    let number = |flag: &str, default: u64| value(flag).and_then(|text| text.parse().ok()).unwrap_or(default);
    let postgres = value("--postgres");
    let done = match name.as_str() {
        "store" => store_bench::run(postgres, number("--seconds", 10)),
        "pages" => {
            let readers = value("--readers").and_then(|text| text.parse().ok());
            pages::run(postgres, number("--conversations", 200_000), number("--seconds", 20), readers)
        }
        "intake" => intake::run(postgres, number("--mails", 10_000)),
        "import" => import::run(postgres, number("--mails", 20_000)),
        "receive" => receive::run(postgres, number("--mails", 40_000)),
        "send" => send::run(postgres, number("--mails", 5_000), number("--connections", 8)),
        "backup" => backup::run(postgres, value("--road"), number("--conversations", 200_000)),
        "start" => start::run(),
        _ => {
            eprintln!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(json) => {
            println!("{json:#}");
            let short = short(&json);
            short.iter().for_each(|words| eprintln!("bench {name}: {words}"));
            if short.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("bench {name}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What was measured below what is asked, in words. Only rates and ratios: what is asked at most is told within its own part.
fn short(measured: &serde_json::Value) -> Vec<String> {
    let below = |key: &str| {
        let (asked, is) = (measured["asked"][key].as_f64()?, measured[key].as_f64()?);
        (is < asked).then(|| format!("{key} is {is}, asked are {asked}"))
    };
    ["per_second", "ratio_to_limit"].iter().filter_map(|key| below(key)).collect()
}
