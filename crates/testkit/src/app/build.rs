//! What a [`TestApp`] is made of.

use std::sync::Arc;

use domain::identity::Address;
use domain::permission::Role;
use domain::time::Clock;
use engine::people::{NewAgent, NewInbox};
use engine::{Channels, Engine};
use store::{Place, Settings, Store};

use super::{PASSWORD, TestApp};
use crate::channel::FakeChannel;
use crate::clock::FakeClock;
use crate::letter::SHOP;
use crate::servers::Postgres;

/// Choices for a [`TestApp`].
#[derive(Clone, Debug, Default)]
pub struct Builder {
    postgres: bool,
    url: Option<String>,
    auto_reply: Option<String>,
    passwords: bool,
}

impl Builder {
    /// On a fresh database of the shared PostgreSQL server.
    pub fn postgres(mut self) -> Self {
        self.postgres = true;
        self
    }

    /// On the PostgreSQL database at this address.
    pub fn at(mut self, url: String) -> Self {
        self.url = Some(url);
        self
    }

    /// With an acknowledgement of first messages.
    pub fn auto_reply(mut self, text: &str) -> Self {
        self.auto_reply = Some(text.to_owned());
        self
    }

    /// With agents who can sign in (hashing takes a moment).
    pub fn passwords(mut self) -> Self {
        self.passwords = true;
        self
    }

    /// Starts it.
    ///
    /// # Panics
    /// When it cannot be started.
    pub async fn start(self) -> TestApp {
        crate::logs::hear();
        crate::logs::planted(PASSWORD);
        let folder = tempfile::tempdir().expect("a folder");
        let url = match (self.url, self.postgres) {
            (Some(url), _) => Some(url),
            (None, true) => {
                let server = Postgres::shared().await;
                Some(server.fresh_database().await)
            }
            (None, false) => None,
        };
        let place = url.map_or(Place::Folder, |url| Place::Postgres { url });
        let settings = Settings { folder: folder.path().to_owned(), blobs: None, place, key: [42; 32], readers: 2 };
        let clock = Arc::new(FakeClock::default());
        let opening = (settings.clone(), clock.clone());
        let store = tokio::task::spawn_blocking(move || Store::open(&opening.0, &*opening.1))
            .await
            .expect("opening ends")
            .expect("the store opens");
        let channels = Channels::default();
        let engine =
            Engine::new(store, clock.clone() as Arc<dyn Clock>, channels.clone()).judging_by(mail::spam::shipped());
        let brand = engine::people::create_brand(&engine, "Kamionka").await.expect("a brand");
        let team = engine::people::create_team(&engine, "Obsługa").await.expect("a team");
        let inbox = NewInbox {
            brand,
            team,
            name: "Poczta".to_owned(),
            address: Address::parse(SHOP).expect("an address"),
            sender: "Kamionka".to_owned(),
            auto_reply: self.auto_reply,
        };
        let inbox = engine::people::create_inbox(&engine, inbox).await.expect("an inbox");
        let channel = Arc::new(FakeChannel::default());
        channels.connect(inbox, channel.clone());
        let mut agents = Vec::new();
        for (name, login, role, language) in
            [("Ola", "ola@example.com", Role::Agent, "pl"), ("Jan", "jan@example.com", Role::Lead, "en")]
        {
            let agent = NewAgent {
                team,
                role,
                name: name.to_owned(),
                login: Address::parse(login).expect("an address"),
                password: self.passwords.then(|| PASSWORD.to_owned()),
                language: language.to_owned(),
            };
            agents.push(engine::people::create_agent(&engine, agent).await.expect("an agent"));
        }
        let (ola, jan) = (agents[0], agents[1]);
        TestApp { engine, clock, channel, brand, team, inbox, ola, jan, settings, allow_undone: false, _folder: folder }
    }
}
