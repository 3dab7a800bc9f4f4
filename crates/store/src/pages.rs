//! pages
crate::statements! { PING = "SELECT 1"; }
