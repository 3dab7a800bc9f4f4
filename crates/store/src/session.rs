//! session
crate::statements! { PING = "SELECT 1"; }
