//! Being a mail server: what strangers, real clients and mail servers in front bring over SMTP and LMTP.

mod counter;
mod disk;
mod program;
