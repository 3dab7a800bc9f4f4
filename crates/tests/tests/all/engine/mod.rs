//! What the product does, told as stories over the engine, on both databases.

mod attempts;
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
mod templates;
mod threads;
mod undo;
mod webhooks;

use engine::Engine;
use store::Store;
use testkit::app::TestApp;

/// A second node on the same database; on SQLite, one in the same process.
async fn another_node(app: &TestApp) -> Engine {
    let store = if app.store().engine().is_exclusive() {
        app.store().clone()
    } else {
        let (settings, clock) = (app.settings().clone(), app.clock.clone());
        let opened = tokio::task::spawn_blocking(move || Store::open(&settings, &*clock)).await;
        opened.expect("opening ends").expect("the store opens")
    };
    Engine::new(store, app.clock.clone(), engine::Channels::default()).among_others(app.clock.clone())
}
