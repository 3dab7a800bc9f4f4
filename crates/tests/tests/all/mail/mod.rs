//! Real mail: a mail store and a mail server that know nothing of Kontuar, the built program between them, and people
//! at both ends.

mod filing;
mod permission;
mod plus;
mod signature;
mod story;
