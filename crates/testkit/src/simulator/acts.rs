//! What happens on a simulated day.

use domain::conversation::{Priority, Status};
use domain::id::{ConversationId, Id};
use domain::time::{DAY_MS, HOUR_MS, MINUTE_MS};
use engine::commands::{self, Assign, By, Note, Reply, SetStatus};
use engine::error::Error;
use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};

use super::world::{World, Written};
use crate::channel::Mood;
use crate::letter::Letter;

impl World {
    /// One to four customers write; their mails arrive out of order, some twice.
    pub fn customer_writes(&mut self, chance: &mut StdRng) {
        let mut arrivals = Vec::new();
        for _ in 0..chance.random_range(1..=4) {
            let name = self.fresh_name();
            let customer = chance.random_range(0..8);
            let id = format!("{name}.{}@example.org", self.seed);
            let automatic = chance.random_bool(0.15);
            let mut letter = Letter::new(&id)
                .from(&format!("Klient {customer} <klient{customer}@example.org>"))
                .subject(&format!("Sprawa {name}"))
                .text(&format!("Treść {name}"));
            if automatic {
                letter = letter.header("Auto-Submitted", "auto-generated");
            }
            // An answer to an earlier mail of the same customer that may not have been read yet.
            if chance.random_bool(0.2)
                && let Some((earlier, _)) = self.sent_raw.choose(chance)
            {
                letter = letter.answering(earlier);
            }
            self.written.insert(id.clone(), Written { belongs: None });
            self.sent_raw.push((id.clone(), letter.raw()));
            arrivals.push(letter.raw());
        }
        if chance.random_bool(0.3)
            && let Some((_, raw)) = self.sent_raw.choose(chance)
        {
            // A second copy: the same mail by another way.
            arrivals.push(raw.clone());
        }
        if chance.random_bool(0.3)
            && let Some(again) = arrivals.choose(chance).cloned()
        {
            // The same mail twice in a row.
            arrivals.push(again);
        }
        arrivals.shuffle(chance);
        for raw in arrivals {
            self.send_in(chance, raw);
        }
    }

    /// A customer answers something we sent: it must land where that was.
    pub fn customer_answers(&mut self, chance: &mut StdRng) {
        let arrived = self.channel.arrived();
        let Some(ours) = arrived.choose(chance) else { return };
        let Some(to) = ours.to.first() else { return };
        let mut conn = self.engine.store().own_connection().expect("a connection");
        let message = store::message::by_id(&mut conn, ours.message).expect("a read").expect("our message is there");
        let name = self.fresh_name();
        let id = format!("{name}.{}@example.org", self.seed);
        let mut letter =
            Letter::new(&id).from(to.address.as_str()).subject(&ours.subject).text(&format!("Odpowiedź {name}"));
        // Some programs only keep References, some only In-Reply-To.
        let named = format!("<{}>", ours.message_id);
        letter = match chance.random_range(0..3) {
            0 => letter.header("References", &named),
            1 => letter.header("In-Reply-To", &named),
            _ => letter.answering(&ours.message_id),
        };
        self.written.insert(id.clone(), Written { belongs: Some(message.conversation) });
        self.sent_raw.push((id, letter.raw()));
        self.send_in(chance, letter.raw());
    }

    /// An agent answers; now and then the form is sent twice, or an old form once more.
    pub async fn agent_answers(&mut self, chance: &mut StdRng) {
        let conversations = self.conversations();
        let Some(conversation) = conversations.choose(chance).copied() else { return };
        let name = self.fresh_name();
        let who = chance.random_range(0..3_usize);
        let form = Reply {
            conversation,
            text: format!("Odpowiadamy {name}"),
            then: *[Status::WaitingCustomer, Status::Solved, Status::Open].choose(chance).expect("three"),
            once: format!("form-{name}"),
            seen: None,
        };
        let first = commands::reply(&self.engine, self.by(who), form.clone()).await;
        let Ok(message) = first else { panic!("seed {}: a reply was refused: {first:?}", self.seed) };
        self.answered.push(message);
        self.forms.push((form.once.clone(), conversation, message));
        if chance.random_bool(0.3) {
            if chance.random_bool(0.5) {
                self.die_and_come_back(chance).await;
            }
            let again = commands::reply(&self.engine, self.by(who), form).await.expect("the same form again");
            assert_eq!(again, message, "seed {}: one form became two messages", self.seed);
        }
    }

    /// An agent does something else with a conversation. Refusals are allowed, errors are not.
    pub async fn agent_handles(&mut self, chance: &mut StdRng) {
        let conversations = self.conversations();
        let Some(conversation) = conversations.choose(chance).copied() else { return };
        let name = self.fresh_name();
        let by = self.by(chance.random_range(0..3));
        let to = self.agents.choose(chance).copied();
        let from = self.agents.choose(chance).copied().filter(|_| chance.random_bool(0.5));
        let until = self.engine.now().plus_ms(chance.random_range(MINUTE_MS..DAY_MS));
        let done = match chance.random_range(0..11) {
            0 => {
                let note = Note { conversation, text: format!("Notatka {name}"), once: format!("note-{name}") };
                commands::note(&self.engine, by, note).await.map(|_| ())
            }
            1 => commands::assign(&self.engine, by, Assign { conversation, from, to }).await,
            2 => {
                let to = *Status::ALL.choose(chance).expect("five");
                commands::set_status(&self.engine, by, SetStatus { conversation, to, until: Some(until) }).await
            }
            3 => {
                let word = format!("słowo {}", chance.random_range(0..5));
                commands::tag(&self.engine, by, conversation, &word).await.map(|_| ())
            }
            4 => {
                let mut conn = self.engine.store().own_connection().expect("a connection");
                let state = store::conversation::load(&mut conn, conversation).expect("a read").expect("it is there");
                match state.tags.first() {
                    Some(tag) => commands::untag(&self.engine, by, conversation, *tag).await,
                    None => Ok(()),
                }
            }
            5 => {
                let with = *conversations.choose(chance).expect("one");
                let done = commands::same_matter(&self.engine, by, conversation, with).await;
                if let Ok(into) = &done {
                    self.joined.push((conversation, *into));
                }
                done.map(|_| ())
            }
            6 => match self.joined.choose(chance) {
                Some((conversation, _)) => commands::take_apart(&self.engine, by, *conversation).await,
                None => Ok(()),
            },
            7 => self.who_is_who(chance, by, conversation).await,
            8 => commands::judge_spam(&self.engine, by, conversation, chance.random_bool(0.5)).await,
            9 => self.who_is_who(chance, by, conversation).await,
            _ => {
                let to = *Priority::ALL.choose(chance).expect("four");
                commands::prioritise(&self.engine, by, conversation, to).await
            }
        };
        if let Err(Error::Store(error)) = done {
            panic!("seed {}: {error}", self.seed);
        }
    }

    /// An agent takes two contacts for one person, finds that they are not, or says no to a suggestion.
    async fn who_is_who(&self, chance: &mut StdRng, by: By, conversation: ConversationId) -> Result<(), Error> {
        let ids = |sql: &str| -> Vec<i64> {
            self.texts(sql).into_iter().filter_map(|row| row.first()?.parse().ok()).collect()
        };
        let drawn = |chance: &mut StdRng, of: Vec<i64>| of.choose(chance).copied();
        match chance.random_range(0..4) {
            0 | 1 => match drawn(chance, ids("SELECT id FROM contact ORDER BY id")) {
                Some(with) => {
                    commands::same_person(&self.engine, by, conversation, Id::from_raw(with)).await.map(|_| ())
                }
                None => Ok(()),
            },
            2 => match drawn(chance, ids("SELECT id FROM contact WHERE merged_into IS NOT NULL ORDER BY id")) {
                Some(contact) => commands::other_person(&self.engine, by, conversation, Id::from_raw(contact)).await,
                None => Ok(()),
            },
            _ => match drawn(chance, ids("SELECT id FROM contact_suggestion ORDER BY id")) {
                Some(one) => commands::not_the_same(&self.engine, by, conversation, Id::from_raw(one)).await,
                None => Ok(()),
            },
        }
    }

    /// One part of the product does one step.
    pub async fn one_step(&mut self, chance: &mut StdRng) {
        let done = match chance.random_range(0..5) {
            0 | 1 => engine::intake::step(&self.engine).await,
            2 => engine::reactors::step(&self.engine).await,
            3 => engine::timers::step(&self.engine).await,
            _ => engine::deliver::step(&self.engine).await,
        };
        if let Err(error) = done {
            panic!("seed {}: a step failed: {error}", self.seed);
        }
    }

    /// An agent decides that something is sent once more that failed, or may have been sent.
    pub async fn agent_sends_again(&mut self, chance: &mut StdRng) {
        let rows = self.texts("SELECT conversation, message FROM delivery WHERE state = 3 OR state = 4 ORDER BY id");
        let Some(row) = rows.choose(chance) else { return };
        let [conversation, message]: [i64; 2] = [0, 1].map(|at: usize| row[at].parse().expect("a number"));
        let message = domain::id::Id::from_raw(message);
        let by = self.by(0);
        let done = commands::requeue_delivery(&self.engine, by, domain::id::Id::from_raw(conversation), message).await;
        match done {
            Ok(()) => self.again.push(message),
            // Who was sending it came back meanwhile and said how it ended.
            Err(Error::Refused(_)) => {}
            Err(error) => panic!("seed {}: sending again: {error}", self.seed),
        }
    }

    /// Seconds to hours pass.
    pub fn let_time_pass(&mut self, chance: &mut StdRng) {
        let most = *[20_000, MINUTE_MS, HOUR_MS, 8 * HOUR_MS].choose(chance).expect("four");
        self.clock.advance_ms(chance.random_range(1..most));
    }

    /// The mail server has a bad minute; now and then we die in the middle of it.
    pub async fn send_into_trouble(&mut self, chance: &mut StdRng) {
        let moods =
            [Mood::Defer, Mood::Refuse, Mood::TakeAndVanish, Mood::Vanish, Mood::TakeAndHang, Mood::Hang, Mood::Take];
        let several: Vec<Mood> = (0..chance.random_range(1..4)).filter_map(|_| moods.choose(chance).copied()).collect();
        self.channel.will(several);
        let hung = tokio::select! {
            done = engine::deliver::step(&self.engine) => {
                done.unwrap_or_else(|error| panic!("seed {}: the deliverer failed: {error}", self.seed));
                false
            }
            () = self.channel.hung() => true,
        };
        self.channel.relax();
        if hung {
            // The process dies while the other side has the message or has it not.
            self.die_and_come_back(chance).await;
        }
    }
}
