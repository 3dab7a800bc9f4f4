//! Who speaks after whom: the turns of a conversation that ends in a given state.

use domain::conversation::Status;

use crate::chance::Dice;
use crate::scene::Scene;

/// One turn. Numbers are indices into the scene's list of that kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// The customer begins.
    First,
    /// The customer asks what is going on.
    Nudge,
    /// The customer was promised an answer and asks for it.
    Reminder,
    /// The customer has lost patience.
    Angry,
    /// The customer replies to a question.
    Reply(usize),
    /// The customer wants to know more.
    More(usize),
    /// The customer is content.
    Thanks,
    /// The agent asks.
    Question(usize),
    /// The agent promises to find out.
    Hold(usize),
    /// The agent found out.
    Outcome(usize),
    /// The agent settles it.
    Answer,
    /// The agent answers what the customer wanted to know more.
    MoreAnswer(usize),
    /// The agent's last word.
    Welcome,
    /// A note on the scene.
    Note,
    /// A note on something unanswered.
    OpenNote,
    /// A note on why it is put aside.
    SnoozeNote,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The customer's.
    Customer,
    /// The agent's.
    Agent,
    /// A colleague's, inside.
    Inside,
}

impl Turn {
    /// Whose turn it is.
    pub(crate) fn side(self) -> Side {
        match self {
            Self::First
            | Self::Nudge
            | Self::Reminder
            | Self::Angry
            | Self::Reply(_)
            | Self::More(_)
            | Self::Thanks => Side::Customer,
            Self::Question(_)
            | Self::Hold(_)
            | Self::Outcome(_)
            | Self::Answer
            | Self::MoreAnswer(_)
            | Self::Welcome => Side::Agent,
            Self::Note | Self::OpenNote | Self::SnoozeNote => Side::Inside,
        }
    }
}

/// Whether a scene can end in this state.
pub(crate) fn suits(scene: &Scene, ending: Status) -> bool {
    match ending {
        Status::Open | Status::Solved => true,
        Status::WaitingCustomer => !scene.bodies.is_empty() && !scene.questions.is_empty(),
        Status::WaitingOthers | Status::Snoozed => !scene.bodies.is_empty() && !scene.holds.is_empty(),
    }
}

/// Whether a conversation that ends in this state needs a first mail that fits all of its scene.
pub(crate) fn needs_plain(ending: Status) -> bool {
    !matches!(ending, Status::Open | Status::Solved)
}

/// The turns of a conversation that ends in `ending`; after a `particular` first mail there are
/// no questions, promises and afterthoughts.
pub(crate) fn turns(dice: &mut Dice, scene: &Scene, particular: bool, ending: Status) -> Vec<Turn> {
    let mut turns = vec![Turn::First];
    match ending {
        Status::Solved => solved(dice, scene, particular, &mut turns),
        Status::Open => open(dice, scene, particular, &mut turns),
        Status::WaitingCustomer => {
            turns.push(Turn::Question(dice.below(scene.questions.len())));
        }
        Status::WaitingOthers => {
            turns.push(Turn::Hold(dice.below(scene.holds.len())));
            note(dice, scene, 75, &mut turns);
        }
        Status::Snoozed => {
            turns.push(Turn::Hold(dice.below(scene.holds.len())));
            turns.push(Turn::SnoozeNote);
        }
    }
    turns
}

fn solved(dice: &mut Dice, scene: &Scene, particular: bool, turns: &mut Vec<Turn>) {
    if dice.percent(9) {
        turns.push(Turn::Nudge);
        if dice.percent(35) {
            turns.push(Turn::Angry);
        }
    }
    if !particular && !scene.holds.is_empty() && dice.percent(30) {
        let hold = dice.below(scene.holds.len());
        turns.push(Turn::Hold(hold));
        note(dice, scene, 60, turns);
        if dice.percent(14) {
            turns.push(Turn::Reminder);
        }
        turns.push(Turn::Outcome(hold));
    } else {
        if !particular && !scene.questions.is_empty() && dice.percent(36) {
            let question = dice.below(scene.questions.len());
            turns.extend([Turn::Question(question), Turn::Reply(question)]);
        } else {
            note(dice, scene, if particular { 0 } else { 22 }, turns);
        }
        turns.push(Turn::Answer);
        if !particular && !scene.more.is_empty() && dice.percent(44) {
            let more = dice.below(scene.more.len());
            turns.extend([Turn::More(more), Turn::MoreAnswer(more)]);
        }
    }
    // Most people have said thank you by the time they come back with an afterthought.
    let thanks = if matches!(turns.last(), Some(Turn::MoreAnswer(_))) { 12 } else { 46 };
    if dice.percent(thanks) {
        turns.push(Turn::Thanks);
        if dice.percent(22) {
            turns.push(Turn::Welcome);
        }
    }
}

fn open(dice: &mut Dice, scene: &Scene, particular: bool, turns: &mut Vec<Turn>) {
    match dice.between(0, 99) {
        0..=9 => turns.extend([Turn::Nudge, Turn::Angry]),
        10..=24 if !particular && !scene.questions.is_empty() => {
            let question = dice.below(scene.questions.len());
            turns.extend([Turn::Question(question), Turn::Reply(question)]);
        }
        25..=34 if !particular && !scene.holds.is_empty() => {
            turns.push(Turn::Hold(dice.below(scene.holds.len())));
            turns.push(Turn::Reminder);
        }
        35..=50 if !particular && !scene.more.is_empty() => {
            turns.extend([Turn::Answer, Turn::More(dice.below(scene.more.len()))]);
        }
        51..=61 => turns.push(Turn::Nudge),
        _ => {}
    }
    if dice.percent(14) {
        turns.push(Turn::OpenNote);
    }
}

fn note(dice: &mut Dice, scene: &Scene, percent: u32, turns: &mut Vec<Turn>) {
    if !scene.notes.is_empty() && dice.percent(percent) {
        turns.push(Turn::Note);
    }
}
