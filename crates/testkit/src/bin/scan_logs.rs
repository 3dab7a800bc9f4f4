//! After a test run: searches the logs in the folder that is named for what must never be logged.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that speaks to the one that started it")]

use std::path::Path;
use std::process::ExitCode;

use testkit::logs::{Scan, scan};

/// Where fewer lines were kept of programs or of the product inside the tests, nothing was searched.
const FEWEST: usize = 100;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: scan_logs FOLDER");
        return ExitCode::from(2);
    };
    let Scan { lines: [program, command, inside], planted, leaks } = match scan(Path::new(&folder)) {
        Ok(scan) => scan,
        Err(error) => {
            eprintln!("{} cannot be read: {error}", folder.display());
            return ExitCode::FAILURE;
        }
    };
    println!(
        "{program} lines of programs, {command} of commands, {inside} from inside the tests; {planted} texts sought"
    );
    if program < FEWEST || inside < FEWEST || planted < FEWEST {
        eprintln!("That is not the log of a whole test run.");
        return ExitCode::FAILURE;
    }
    for leak in &leaks {
        eprintln!("{leak}");
    }
    if leaks.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
