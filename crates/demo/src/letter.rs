//! Puts one message together: opening, body, closing and name, as its writer would.

use domain::time::Millis;

use crate::chance::Dice;
use crate::course::Turn;
use crate::hand::Manner;
use crate::matter::Matter;
use crate::people::Person;
use crate::phrase::{Gender, capitalised, fill, uncapitalised};
use crate::scene::{Beginning, Scene, Voice, is_brief};
use crate::staff::Staff;

/// What a text has in it that hopes for an answer.
const ASKING: [&str; 4] = ["?", "roszę", "lease", "ould"];

/// Everything that the messages of one conversation share.
pub(crate) struct Letters<'a> {
    /// How one speaks in this language.
    pub(crate) voice: &'static Voice,
    /// The texts.
    pub(crate) scene: &'static Scene,
    /// The first mail, and what may be said to it.
    pub(crate) beginning: Beginning,
    /// Whether there is an order yet.
    pub(crate) ordered: bool,
    /// The particulars.
    pub(crate) matter: &'a Matter<'a>,
    /// The customer.
    pub(crate) person: &'a Person,
    /// The shop's name.
    pub(crate) shop: &'static str,
}

impl Letters<'_> {
    /// The subject of the first mail.
    pub(crate) fn subject(&self, dice: &mut Dice, at: Millis) -> String {
        let written = *dice.pick(self.scene.subjects);
        let subject = capitalised(&self.fill(written, dice, self.person.gender, at));
        self.person.hand.write_subject(&subject)
    }

    /// What the customer writes in this turn; `agent` is whoever answered before.
    pub(crate) fn customer_writes(&self, dice: &mut Dice, turn: Turn, at: Millis, agent: Option<&Staff>) -> String {
        let written = match turn {
            Turn::Nudge => self.fitting(dice, self.voice.nudges),
            Turn::Reminder => self.fitting(dice, self.voice.reminders),
            Turn::Angry => self.fitting(dice, self.voice.angry),
            Turn::Reply(nth) => self.scene.questions[nth].1,
            Turn::More(nth) => self.scene.more[nth].0,
            Turn::Thanks => *dice.pick(self.voice.thanks),
            _ => self.beginning.body,
        };
        let body = self.fill(written, dice, self.person.gender, at);
        let body = body.replace("{agent}", agent.map_or("", |agent| agent.vocative));
        let body = if self.person.hand.is_brief() { body } else { capitalised(&body) };
        let body = self.person.hand.write(body.trim(), dice, self.voice);
        let first = turn == Turn::First;
        let opening = self.opening(dice, first);
        // A declaration has its own signature.
        let signed = first && self.beginning.body.contains("\n\n{name}");
        let closing = if signed { String::new() } else { self.closing(dice, first, written, at) };
        let gap = if self.person.hand.is_brief() && body.len() < 260 { "\n" } else { "\n\n" };
        let parts = [opening, body, closing].into_iter().filter(|part| !part.is_empty());
        let mail = parts.collect::<Vec<_>>().join(gap);
        match self.device() {
            Some(device) => format!("{mail}\n\n{device}"),
            None => mail,
        }
    }

    /// What an agent writes to the customer in this turn; `late` when the customer had to ask twice.
    pub(crate) fn agent_writes(&self, dice: &mut Dice, turn: Turn, at: Millis, agent: &Staff, late: bool) -> String {
        let written = match turn {
            Turn::Question(nth) => self.scene.questions[nth].0,
            Turn::Hold(nth) => self.scene.holds[nth].0,
            Turn::Outcome(nth) => self.scene.holds[nth].1,
            Turn::MoreAnswer(nth) => self.scene.more[nth].1,
            Turn::Welcome => *dice.pick(self.voice.welcomes),
            _ => *dice.pick(self.beginning.answers),
        };
        let vocative = self.person.vocative.is_some() && dice.percent(self.voice.by_name_percent);
        let opening = *dice.pick(if vocative { self.voice.agent_vocatives } else { self.voice.agent_openings });
        let mut parts = vec![self.fill(opening, dice, agent.gender, at)];
        let mut body = self.fill(written, dice, agent.gender, at).trim().to_owned();
        if turn == Turn::Welcome && self.voice.small_after_greeting {
            body = uncapitalised(&body);
        }
        if late {
            let sorry = *dice.pick(self.voice.apologies);
            let sorry = self.fill(sorry, dice, agent.gender, at);
            let sorry = if self.voice.small_after_greeting { uncapitalised(&sorry) } else { sorry };
            body = format!("{sorry} {}", capitalised(&body));
        }
        parts.push(if self.voice.small_after_greeting { body } else { capitalised(&body) });
        let closing = *dice.pick(self.voice.agent_closings);
        parts.push(format!("{}\n{}\n{}", self.fill(closing, dice, agent.gender, at), agent.name, self.shop));
        parts.join("\n\n")
    }

    /// What an agent notes for colleagues in this turn.
    pub(crate) fn agent_notes(&self, dice: &mut Dice, turn: Turn, at: Millis, agent: &Staff) -> String {
        let written = match turn {
            Turn::OpenNote => *dice.pick(self.voice.open_notes),
            Turn::SnoozeNote => *dice.pick(self.voice.snooze_notes),
            _ => *dice.pick(self.scene.notes),
        };
        capitalised(&self.fill(written, dice, agent.gender, at))
    }

    /// One of `all` that suits the person, and names no order where there is none.
    fn fitting(&self, dice: &mut Dice, all: &[&'static str]) -> &'static str {
        let fits = |text: &&str| {
            (self.ordered || !["{order}", "{amount}"].iter().any(|slot| text.contains(slot)))
                && (self.person.hand.is_brief() || !is_brief(text))
        };
        let fit: Vec<&'static str> = all.iter().copied().filter(fits).collect();
        fit[dice.below(fit.len())]
    }

    fn opening(&self, dice: &mut Dice, first: bool) -> String {
        let hand = self.person.hand;
        let list = match hand.manner {
            Manner::Formal if first => self.voice.formal_openings,
            Manner::Formal => self.voice.openings,
            Manner::Usual if first || dice.percent(55) => self.voice.openings,
            Manner::Brief if first => self.voice.short_openings,
            Manner::Thumb if first && dice.percent(45) => self.voice.short_openings,
            Manner::Usual | Manner::Brief | Manner::Thumb => return String::new(),
        };
        let opening = *dice.pick(list);
        hand.write(opening, dice, self.voice)
    }

    fn closing(&self, dice: &mut Dice, first: bool, written: &str, at: Millis) -> String {
        let hand = self.person.hand;
        let mut lines = match hand.manner {
            Manner::Formal => {
                vec![(*dice.pick(self.voice.formal_closings)).to_owned(), self.person.name.clone()]
            }
            Manner::Usual if first || dice.percent(60) => {
                let name = if dice.percent(60) { self.person.name.clone() } else { self.person.first.to_owned() };
                let asks = ASKING.iter().any(|word| written.contains(word));
                let closing = *dice.pick(if asks { self.voice.closings } else { self.voice.plain_closings });
                vec![self.fill(closing, dice, self.person.gender, at), name]
            }
            Manner::Brief if first || dice.percent(40) => vec![self.person.first.to_owned()],
            Manner::Usual | Manner::Brief | Manner::Thumb => Vec::new(),
        };
        if self.person.for_firm {
            lines.push(self.matter.slot("firm", at).unwrap_or_default());
        }
        hand.write_subject(&lines.join("\n"))
    }

    /// What the customer's telephone adds.
    fn device(&self) -> Option<&'static str> {
        self.person.hand.device.map(|nth| self.voice.devices[nth % self.voice.devices.len()])
    }

    fn fill(&self, written: &str, dice: &mut Dice, speaker: Gender, at: Millis) -> String {
        fill(written, dice, speaker, self.person.gender, &|name| self.matter.slot(name, at))
    }
}
