//! The splitter against tables of our own, the published sets, and properties.

mod laws;
mod pages;
mod polish;
mod sets;
mod stories;
mod tongues;
