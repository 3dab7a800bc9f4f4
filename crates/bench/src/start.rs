//! `bench start`: the built program on an empty store: time to the first answered request, and
//! anonymous memory when it has nothing to do.
use serde_json::Value;

/// Runs it.
pub fn run() -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
    Err("not built yet".into())
}
