//! `kontuar`: see `kontuar --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    app::cli::main()
}
