//! What is logged: lines on the standard error output, of our own crates only.
//!
//! Libraries are heard from warnings up, whatever the level: in their details stand addresses,
//! texts and passwords, which never belong in a log.

use tracing::Level;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{LogConfig, LogFormat};

/// The crates whose words were written to be logged.
pub const OURS: [&str; 8] = ["api", "app", "channels", "demo", "domain", "engine", "store", "web"];

/// Starts logging. A second call changes nothing.
pub fn start(log: LogConfig) {
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let everything = tracing_subscriber::registry().with(filter(log.level));
    // It fails only when somebody logs already.
    match log.format {
        LogFormat::Text => everything.with(lines.with_ansi(false)).try_init().ok(),
        LogFormat::Json => everything.with(lines.json().flatten_event(true)).try_init().ok(),
    };
}

fn filter(level: Level) -> Targets {
    let others = LevelFilter::from_level(level.min(Level::WARN));
    // Its warnings repeat what a client sent.
    let libraries = Targets::new().with_default(others).with_target("rmcp", LevelFilter::ERROR);
    OURS.iter().fold(libraries, |filter, name| filter.with_target(*name, level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_never_tell_details() {
        let filter = filter(Level::TRACE);
        assert!(filter.would_enable("engine::intake", &Level::TRACE));
        for library in ["async_imap", "lettre::transport", "rustls", "tokio_postgres", "hyper"] {
            assert!(filter.would_enable(library, &Level::WARN));
            assert!(!filter.would_enable(library, &Level::INFO), "{library}");
        }
        assert!(!filter.would_enable("rmcp::service", &Level::WARN), "it repeats what clients send");
        assert!(!super::filter(Level::ERROR).would_enable("lettre", &Level::WARN));
    }
}
