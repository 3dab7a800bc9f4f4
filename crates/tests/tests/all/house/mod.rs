//! The repository keeps its own rules: what a reader of ARCHITECTURE.md and CONTRIBUTING.md relies on is checked here.
//!
//! In: the files that git tracks or would track. Out: every break of a rule at once, each with its place and what to
//! do.
//!
//! Rules that only get tighter keep a list of the exceptions that are left; a new exception fails, and so does one that
//! is no longer needed. How to add a rule: a file here, a test that gathers complaints and ends with [`tree::insist`].

mod documents;
mod headers;
mod names;
mod rooms;
mod security;
mod size;
mod sql;
mod tree;
mod versions;
mod words;
