//! The form in which the texts are written.
//!
//! A topic is what a mail is about; a scene is one way in which the topic happens, with questions
//! and answers that fit together. All texts use the marks that [`crate::phrase`] explains. Greetings
//! and signatures are not written here: they come from the [`Voice`] of the language.

use crate::chance::Dice;
use crate::matter::Product;

/// Which goods a topic can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goods {
    /// All of them.
    Any,
    /// Those that break.
    Fragile,
    /// Those that do not, and wear out in their own way.
    Sturdy,
    /// Those that come in sizes.
    Sized,
}

/// One subject matter of the counter.
pub(crate) struct Topic {
    /// The words that agents put on it; the first one nearly always.
    pub(crate) tags: &'static [&'static str],
    /// How often it comes, compared with the others.
    pub(crate) weight: u32,
    /// The goods it can be about.
    pub(crate) goods: Goods,
    /// Whether there is an order yet, and so a reason to be angry.
    pub(crate) ordered: bool,
    /// How many days ago the order was made when the first mail comes: from, to.
    pub(crate) order_age_days: (i64, i64),
    /// The only carrier it happens with, if so.
    pub(crate) carrier: Option<&'static str>,
    /// The ways in which it happens.
    pub(crate) scenes: &'static [Scene],
}

/// One way in which a topic happens.
pub(crate) struct Scene {
    /// Subjects of the first mail.
    pub(crate) subjects: &'static [&'static str],
    /// The customer's first mail.
    pub(crate) bodies: &'static [&'static str],
    /// First mails so particular that only the answers beside them will do.
    pub(crate) particular: &'static [(&'static str, &'static [&'static str])],
    /// Answers that settle the matter at once, whichever of `bodies` was sent.
    pub(crate) answers: &'static [&'static str],
    /// What the agent has to ask first, and what the customer replies. An answer follows.
    pub(crate) questions: &'static [(&'static str, &'static str)],
    /// "We will find out", and the outcome some days later. Takes the place of an answer.
    pub(crate) holds: &'static [(&'static str, &'static str)],
    /// What the customer still wants to know after an answer or an outcome, and the reply.
    pub(crate) more: &'static [(&'static str, &'static str)],
    /// What agents tell each other.
    pub(crate) notes: &'static [&'static str],
}

/// The first mail of a conversation, and what may be said to it.
#[derive(Clone, Copy)]
pub(crate) struct Beginning {
    /// The customer's first mail.
    pub(crate) body: &'static str,
    /// The answers that fit.
    pub(crate) answers: &'static [&'static str],
    /// Whether the scene's questions, promises and afterthoughts do not fit.
    pub(crate) particular: bool,
}

/// Whether a text is one that only people in a hurry write: those begin with a small letter.
pub(crate) fn is_brief(written: &str) -> bool {
    written.trim_start_matches('<').starts_with(char::is_lowercase)
}

impl Scene {
    /// Draws the first mail; a `plain` one fits everything else in the scene. Mails that begin
    /// with a small letter are written by people who are `brief`, and only by them.
    pub(crate) fn begin(&self, dice: &mut Dice, plain: bool, brief: bool) -> Beginning {
        let usual = self.bodies.iter().map(|body| Beginning { body, answers: self.answers, particular: false });
        let particular = self.particular.iter().filter(|_| !plain);
        let particular = particular.map(|(body, answers)| Beginning { body, answers, particular: true });
        let all: Vec<Beginning> = usual.chain(particular).filter(|one| brief || !is_brief(one.body)).collect();
        *dice.pick(&all)
    }

    /// How many first mails it has.
    pub(crate) fn mails(&self) -> usize {
        self.bodies.len() + self.particular.len()
    }
}

/// What people say in one language whatever the matter is.
pub(crate) struct Voice {
    /// How customers who mind their manners begin.
    pub(crate) formal_openings: &'static [&'static str],
    /// How most customers begin.
    pub(crate) openings: &'static [&'static str],
    /// How customers begin who are in a hurry; may be empty text.
    pub(crate) short_openings: &'static [&'static str],
    /// Last words before a full name.
    pub(crate) formal_closings: &'static [&'static str],
    /// Last words before a name, where an answer is hoped for.
    pub(crate) closings: &'static [&'static str],
    /// Last words before a name, where none is needed.
    pub(crate) plain_closings: &'static [&'static str],
    /// What telephones put under a mail.
    pub(crate) devices: &'static [&'static str],
    /// Whether a small letter follows the comma of a greeting, as the rules of Polish want it.
    pub(crate) small_after_greeting: bool,
    /// How agents begin.
    pub(crate) agent_openings: &'static [&'static str],
    /// How agents begin when the name's vocative is known: `{vocative}`.
    pub(crate) agent_vocatives: &'static [&'static str],
    /// In how many of 100 mails agents call a customer by name, where they can.
    pub(crate) by_name_percent: u32,
    /// Last words of an agent, before the name.
    pub(crate) agent_closings: &'static [&'static str],
    /// The customer is still waiting and says so.
    pub(crate) nudges: &'static [&'static str],
    /// What was promised has not come.
    pub(crate) reminders: &'static [&'static str],
    /// The customer has waited too long.
    pub(crate) angry: &'static [&'static str],
    /// How an agent begins to answer somebody who had to wait.
    pub(crate) apologies: &'static [&'static str],
    /// The customer is content.
    pub(crate) thanks: &'static [&'static str],
    /// The agent's last word after that.
    pub(crate) welcomes: &'static [&'static str],
    /// Notes on what nobody has answered yet.
    pub(crate) open_notes: &'static [&'static str],
    /// Notes on what was put aside.
    pub(crate) snooze_notes: &'static [&'static str],
    /// Mistakes people make: as it should be, as they write it.
    pub(crate) slips: &'static [(&'static str, &'static str)],
    /// The tag of what cannot wait.
    pub(crate) urgent_tag: &'static str,
}

/// A mail that a machine sends to the shop.
pub(crate) struct Machine {
    /// The sender's display name.
    pub(crate) name: &'static str,
    /// The only carrier it writes about, if so.
    pub(crate) carrier: Option<&'static str>,
    /// The sender's address.
    pub(crate) address: &'static str,
    /// The words agents' rules put on it.
    pub(crate) tags: &'static [&'static str],
    /// Subjects and texts that belong together.
    pub(crate) mails: &'static [(&'static str, &'static str)],
}

/// All that is written in one language.
pub(crate) struct Pack {
    /// What customers write about.
    pub(crate) topics: &'static [&'static Topic],
    /// How they and the agents speak.
    pub(crate) voice: &'static Voice,
    /// The shop's goods.
    pub(crate) products: &'static [Product],
    /// The machines that write to the shop.
    pub(crate) machines: &'static [&'static Machine],
    /// Couriers, as the texts name them.
    pub(crate) carriers: &'static [&'static str],
    /// Discount codes.
    pub(crate) codes: &'static [&'static str],
}
