//! Pages over HTTP: the agents' workspace, its live stream, and the demo's own pages.
//!
//! In: requests. Out: HTML, made from what `store` reads; every change goes through `engine`. It
//! must not: write to the store except sessions, decide about permissions anywhere but through
//! [`domain::permission`], learn which database it runs on, or send HTML that holds a script.

pub mod language;
pub mod pages;
pub mod words;
