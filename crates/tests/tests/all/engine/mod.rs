//! What the product does, told as stories over the engine, on both databases.

mod bulk;
mod commands;
mod intake;
mod joins;
mod machines;
mod matter;
mod outbox;
mod passkeys;
mod person;
mod reports;
mod retention;
mod threads;
mod undo;
mod webhooks;
