//! Which server is connected to, and how its loss is noticed.

use std::time::Duration;

use tokio_postgres::config::TargetSessionAttrs;

use crate::error::{Error, Result};

/// How to connect to `url`: to a server that can be written, because a standby, or a primary that was replaced, knows less
/// than there is. A server that is gone without a word is noticed within ten seconds or so.
pub(crate) fn config(url: &str) -> Result<tokio_postgres::Config> {
    let mut config: tokio_postgres::Config =
        url.parse().map_err(|e| Error::Open(format!("the database address cannot be read: {e}")))?;
    config.connect_timeout(Duration::from_secs(5));
    config.keepalives_idle(Duration::from_secs(4));
    config.keepalives_interval(Duration::from_secs(2));
    config.keepalives_retries(2);
    config.tcp_user_timeout(Duration::from_secs(10));
    config.application_name("kontuar");
    config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    Ok(config)
}
