//! The foreign programs that stories rely on: each comes up, does its work, goes away and comes back.

mod browser;
mod keeper;
mod mail;
mod network;
mod postgres;
