//! Puts the shop together: how many conversations stand where, who wrote them, and what became of them.

use std::collections::HashSet;

use domain::conversation::{Priority, Status};
use domain::identity::Address;
use domain::time::{DAY_MS, Millis};

use crate::brand::{BRANDS, Brand};
use crate::chance::Dice;
use crate::course::{self, Side, Turn};
use crate::letter::Letters;
use crate::matter::{Frame, Matter};
use crate::people::{self, Person};
use crate::scene::{Pack, Scene, Topic};
use crate::schedule::schedule;
use crate::staff::{self, STAFF};
use crate::{
    CONVERSATIONS, DemoBrand, DemoConversation, DemoMessage, DemoShop, Direction, Language, calendar, machine, rhythm,
};

/// How many conversations stand where, of each ten in the Polish shop six; the rest is solved.
const STANDING: [(Status, usize); 4] =
    [(Status::Open, 220), (Status::WaitingCustomer, 130), (Status::WaitingOthers, 60), (Status::Snoozed, 20)];
/// How many mails machines sent.
const AUTOMATIC: usize = 120;

/// See [`crate::shop`].
pub(crate) fn shop(now: Millis, seed: u64) -> DemoShop {
    let mut dice = Dice::new(seed);
    let people = people::customers(&mut dice);
    let mut seen = Seen::default();
    let mut conversations = Vec::with_capacity(CONVERSATIONS);
    for (nth, ending) in endings(&mut dice).into_iter().enumerate() {
        let brand = usize::from(nth % 5 >= 3);
        conversations.push(match ending {
            Some(status) => seen.first_of_its_kind(|| converse(&mut dice, brand, &people, status, now)),
            None => seen.first_of_its_kind(|| machine::report(&mut dice, brand, &people, now)),
        });
    }
    conversations.sort_by_key(|conversation| conversation.messages.first().map(|message| message.at));
    let shown = |brand: &Brand| {
        let inbox = Address::parse(brand.inbox)?;
        Some(DemoBrand { name: brand.name, inbox, language: brand.language, team: brand.team })
    };
    DemoShop {
        brands: BRANDS.iter().filter_map(shown).collect(),
        agents: staff::agents(),
        customers: machine::senders(people),
        conversations,
    }
}

/// What may not come twice: a first message, an order number.
#[derive(Default)]
struct Seen(HashSet<String>);

impl Seen {
    fn first_of_its_kind(&mut self, mut make: impl FnMut() -> (String, DemoConversation)) -> DemoConversation {
        loop {
            let (order, conversation) = make();
            let text = conversation.messages.first().map(|message| message.text.clone()).unwrap_or_default();
            if !self.0.contains(&order) && !self.0.contains(&text) {
                self.0.extend([order, text]);
                return conversation;
            }
        }
    }
}

/// Where each conversation stands, in random order; `None` is machine mail.
fn endings(dice: &mut Dice) -> Vec<Option<Status>> {
    let mut all = vec![None; AUTOMATIC];
    for (status, count) in STANDING {
        all.extend(std::iter::repeat_n(Some(status), count));
    }
    all.resize(CONVERSATIONS, Some(Status::Solved));
    dice.shuffle(&mut all);
    all
}

/// A conversation with a person, and its order number.
fn converse(
    dice: &mut Dice,
    brand_at: usize,
    people: &[Person],
    ending: Status,
    now: Millis,
) -> (String, DemoConversation) {
    let brand = &BRANDS[brand_at];
    let customer = somebody(dice, people, brand.language);
    let person = &people[customer];
    let (topic, scene) = subject_matter(dice, brand.pack, ending);
    let beginning = scene.begin(dice, course::needs_plain(ending), person.hand.is_brief());
    let mut turns = course::turns(dice, scene, beginning.particular, ending);
    turns.retain(|turn| topic.ordered || *turn != Turn::Angry);
    let mut times = schedule(dice, &turns, ending, now, brand.language);
    // Nobody is there to write notes outside office hours.
    if turns.last() == Some(&Turn::OpenNote) && times.last().is_some_and(|at| !rhythm::is_office(*at, brand.language)) {
        turns.pop();
        times.pop();
    }
    let matter = Matter::draw(
        dice,
        &Frame {
            language: brand.language,
            shop: brand.name,
            site: brand.site,
            pack: brand.pack,
            person,
            topic,
            carrier: topic.carrier,
            opened: times[0],
        },
    );
    let letters = Letters {
        voice: brand.pack.voice,
        scene,
        beginning,
        ordered: topic.ordered,
        matter: &matter,
        person,
        shop: brand.name,
    };
    let subject = letters.subject(dice, times[0]);
    let (messages, spoke) = say(dice, brand, &letters, &turns, &times);
    let angry = turns.contains(&Turn::Angry);
    let priority = priority(dice, angry);
    let conversation = DemoConversation {
        brand: brand_at,
        customer,
        subject,
        messages,
        status: ending,
        snoozed_until: (ending == Status::Snoozed).then(|| morning(dice, now, brand.language)),
        assignee: assignee(dice, brand, spoke, ending),
        tags: tags(dice, topic, ending, brand.pack.voice.urgent_tag, angry || priority == Priority::Urgent),
        priority,
        automatic: false,
    };
    (matter.order, conversation)
}

/// Somebody who writes this language.
pub(crate) fn somebody(dice: &mut Dice, people: &[Person], language: Language) -> usize {
    loop {
        let at = dice.below(people.len());
        if people[at].language == language {
            return at;
        }
    }
}

fn subject_matter(dice: &mut Dice, pack: &Pack, ending: Status) -> (&'static Topic, &'static Scene) {
    let fits = |topic: &&&'static Topic| topic.scenes.iter().any(|scene| course::suits(scene, ending));
    let topics: Vec<&'static Topic> = pack.topics.iter().filter(fits).copied().collect();
    let topic = topics[dice.weighted(topics.iter().map(|topic| f64::from(topic.weight)))];
    let scenes: Vec<&'static Scene> = topic.scenes.iter().filter(|scene| course::suits(scene, ending)).collect();
    // A scene with more texts comes more often, so that no text comes much more often than others.
    (topic, scenes[dice.weighted(scenes.iter().map(|scene| scene.mails() as f64))])
}

/// The messages, and which agent spoke to the customer last.
fn say(
    dice: &mut Dice,
    brand: &Brand,
    letters: &Letters<'_>,
    turns: &[Turn],
    times: &[Millis],
) -> (Vec<DemoMessage>, Option<usize>) {
    let mut agent = on_duty(dice, brand);
    let mut spoke = None;
    let mut late = false;
    let mut messages = Vec::with_capacity(turns.len());
    for (turn, at) in turns.iter().copied().zip(times.iter().copied()) {
        let (direction, text) = match turn.side() {
            Side::Customer => {
                late |= matches!(turn, Turn::Nudge | Turn::Reminder | Turn::Angry);
                let before = spoke.map(|at: usize| &STAFF[at]);
                (Direction::FromCustomer, letters.customer_writes(dice, turn, at, before))
            }
            Side::Agent => {
                if spoke.is_some() && dice.percent(12) {
                    agent = on_duty(dice, brand);
                }
                spoke = Some(agent);
                let late = std::mem::take(&mut late);
                (Direction::FromAgent(agent), letters.agent_writes(dice, turn, at, &STAFF[agent], late))
            }
            Side::Inside => {
                let author = if dice.percent(50) { agent } else { on_duty(dice, brand) };
                (Direction::Note(author), letters.agent_notes(dice, turn, at, &STAFF[author]))
            }
        };
        messages.push(DemoMessage { direction, at, text });
    }
    (messages, spoke)
}

fn on_duty(dice: &mut Dice, brand: &Brand) -> usize {
    brand.staff[dice.weighted(brand.staff.iter().map(|(_, share)| *share))].0
}

fn assignee(dice: &mut Dice, brand: &Brand, spoke: Option<usize>, ending: Status) -> Option<usize> {
    match spoke {
        Some(agent) => (ending != Status::Open || dice.percent(88)).then_some(agent),
        None => dice.percent(45).then(|| on_duty(dice, brand)),
    }
}

fn priority(dice: &mut Dice, angry: bool) -> Priority {
    match dice.between(0, 99) {
        0..=29 if angry => Priority::Urgent,
        0..=84 if angry => Priority::High,
        0..=4 => Priority::High,
        5..=7 => Priority::Low,
        _ => Priority::Normal,
    }
}

fn tags(dice: &mut Dice, topic: &Topic, ending: Status, urgent: &'static str, pressing: bool) -> Vec<&'static str> {
    let sure = if ending == Status::Open { 60 } else { 94 };
    let mut tags = Vec::new();
    for (nth, tag) in topic.tags.iter().enumerate() {
        if dice.percent(if nth == 0 { sure } else { 35 }) {
            tags.push(*tag);
        }
    }
    if pressing && dice.percent(80) {
        tags.push(urgent);
    }
    tags
}

/// A morning within the next working days.
fn morning(dice: &mut Dice, now: Millis, language: Language) -> Millis {
    let here = calendar::local(now, language);
    let day =
        calendar::working_days_after(here.date(), u32::from(dice.percent(60)) + 1 + dice.below(3) as u32, language);
    day.at(8, 0, 0, 0)
        .to_zoned(here.time_zone().clone())
        .map_or_else(|_| now.plus_ms(DAY_MS), |morning| Millis::from(morning.timestamp()))
}

#[cfg(test)]
pub(crate) fn packs() -> [&'static Pack; 2] {
    [BRANDS[0].pack, BRANDS[1].pack]
}
