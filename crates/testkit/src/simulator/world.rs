//! What the simulator knows: the product under test, and the truth about what it was given.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::id::{AgentId, ConversationId, InboxId, MessageId, TeamId};
use domain::identity::Address;
use domain::permission::{Grant, Role};
use domain::time::DAY_MS;
use engine::commands::By;
use engine::people::{NewAgent, NewInbox};
use engine::{Channels, Engine};
use store::{Place, Settings};

use super::nodes;
use super::post::Post;
use crate::channel::FakeChannel;
use crate::clock::FakeClock;
use crate::letter::SHOP;

/// A mail that a customer wrote, as the truth knows it.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// The conversation it must be in; `None`: any one.
    pub belongs: Option<ConversationId>,
}

/// The product, and the truth.
pub(super) struct World {
    pub seed: u64,
    /// The node that does something at the moment.
    pub engine: Engine,
    /// All nodes, and which of them that is.
    pub nodes: Vec<Engine>,
    pub at: usize,
    /// How mail comes.
    pub post: Post,
    pub clock: Arc<FakeClock>,
    pub channel: Arc<FakeChannel>,
    pub settings: Settings,
    pub team: TeamId,
    pub inbox: InboxId,
    pub agents: Vec<AgentId>,
    /// Mails by Message-ID.
    pub written: BTreeMap<String, Written>,
    /// Raw bytes of mails, for sending them again.
    pub sent_raw: Vec<(String, Vec<u8>)>,
    /// Answers that were acknowledged to an agent.
    pub answered: Vec<MessageId>,
    /// Forms that were sent: key, conversation, text, and what came back.
    pub forms: Vec<(String, ConversationId, MessageId)>,
    /// Conversations that an agent joined into others, whether or not they were taken apart since.
    pub joined: Vec<(ConversationId, ConversationId)>,
    /// Messages that an agent had sent again although they may have been sent.
    pub again: Vec<MessageId>,
    pub names: u64,
    _folder: tempfile::TempDir,
}

impl World {
    /// A fresh shop. The folder is in memory where there is such a place: the simulated deaths are
    /// the process's, not the disk's.
    pub async fn begin(seed: u64) -> Self {
        let memory = std::path::Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let folder = folder.expect("a folder");
        let settings =
            Settings { folder: folder.path().to_owned(), blobs: None, place: Place::Folder, key: [9; 32], readers: 1 };
        let clock = Arc::new(FakeClock::default());
        let channel = Arc::new(FakeChannel::default());
        let channels = Channels::default();
        let engine = nodes::start(&settings, &clock, 0, &channels, (-1, None)).await;
        let other = nodes::start(&settings, &clock, 20_000, &channels, (-2, None)).await;
        let brand = engine::people::create_brand(&engine, "Kamionka").await.expect("a brand");
        let team = engine::people::create_team(&engine, "Obsługa").await.expect("a team");
        let inbox = NewInbox {
            brand,
            team,
            name: "Poczta".to_owned(),
            address: Address::parse(SHOP).expect("an address"),
            sender: "Kamionka".to_owned(),
            auto_reply: Some("Dziękujemy, odpowiemy dzisiaj.".to_owned()),
        };
        let inbox = engine::people::create_inbox(&engine, inbox).await.expect("an inbox");
        channels.connect(inbox, channel.clone());
        let mut agents = Vec::new();
        for login in ["ola@example.com", "jan@example.com", "ewa@example.com"] {
            let agent = NewAgent {
                team,
                role: Role::Agent,
                name: login.to_owned(),
                login: Address::parse(login).expect("an address"),
                password: None,
                language: "pl".to_owned(),
            };
            agents.push(engine::people::create_agent(&engine, agent).await.expect("an agent"));
        }
        Self {
            seed,
            nodes: vec![engine.clone(), other],
            at: 0,
            engine,
            post: Post::default(),
            clock,
            channel,
            settings,
            team,
            inbox,
            agents,
            written: BTreeMap::new(),
            sent_raw: Vec::new(),
            answered: Vec::new(),
            forms: Vec::new(),
            joined: Vec::new(),
            again: Vec::new(),
            names: 0,
            _folder: folder,
        }
    }

    /// Somebody, asking.
    pub fn by(&self, at: usize) -> By {
        let agent = self.agents[at % self.agents.len()];
        By { agent, grant: Grant { role: Role::Agent, team: self.team } }
    }

    /// A name that was not used before.
    pub fn fresh_name(&mut self) -> u64 {
        self.names += 1;
        self.names
    }

    /// Troubles end, and time passes until nothing is due any more.
    pub async fn come_to_rest(&mut self) {
        self.channel.relax();
        self.clock.advance_ms(DAY_MS);
        self.post_comes_to_rest().await;
        for _ in 0..6 {
            for node in &self.nodes {
                crate::app::settle(node).await;
            }
            self.clock.advance_ms(DAY_MS);
        }
        crate::app::settle(&self.engine).await;
    }

    /// All conversations there are, without those that were joined into others.
    pub fn conversations(&self) -> Vec<ConversationId> {
        let rows = self.texts("SELECT id FROM conversation WHERE merged_into IS NULL ORDER BY id");
        rows.into_iter().filter_map(|row| row.first()?.parse().ok()).map(domain::id::Id::from_raw).collect()
    }

    /// Whether two conversations are one, or were joined at some time, over others too.
    pub fn are_of_one_matter(&self, one: ConversationId, other: ConversationId) -> bool {
        let mut reached = vec![one];
        let mut at = 0;
        while let Some(here) = reached.get(at).copied() {
            for (from, into) in &self.joined {
                let next = if *from == here { *into } else { *from };
                if (*from == here || *into == here) && !reached.contains(&next) {
                    reached.push(next);
                }
            }
            at += 1;
        }
        reached.contains(&other)
    }

    /// The rows of a question to the database, as text.
    pub fn texts(&self, sql: &str) -> Vec<Vec<String>> {
        let mut conn = self.engine.store().own_connection().expect("a connection");
        conn.text_rows(sql).expect("the question can be asked")
    }
}
