//! `bench pages`: built with the pages; see below.
use serde_json::Value;

/// Runs it.
pub fn run(
    _postgres: Option<String>,
    _conversations: u64,
    _seconds: u64,
) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
    Err("not built yet".into())
}
