//! Is it spam: a linear model over hashed features, shipped, with own corrections on top.
//!
//! In: the features of a mail ([`Inbound::features`](crate::channel::Inbound::features)). Out: a probability, whether it is
//! beyond the line, and why. Pure arithmetic. The line lies where of a thousand honest mails fewer than one is beyond it: a
//! spam in the list costs a glance, a customer's mail among the spam costs the customer.
//!
//! - [`Class`], [`Sign`]: what a feature can tell of. How to add a sign: a line in `spam/sign.rs`, its finding in
//!   `crates/mail/src/spam`, and a new shipped model.
//! - [`Shipped`]: the weights everybody starts with; they never change.
//! - [`Own`]: what people corrected, in this installation.
//!
//! Must not: hold words, or learn from its own judgement.

mod feature;
mod own;
mod shipped;
mod sign;
#[cfg(test)]
mod tests;

pub use feature::Class;
pub use own::{MAX_SLOTS, Own};
pub use shipped::{BadModel, Shipped};
pub use sign::Sign;

/// The probability from which a mail is spam. Shipped models are shifted so that this is their line.
pub const LINE: f32 = 0.9;
/// The line in logits: ln(0.9 / 0.1).
pub const LINE_LOGIT: f32 = 2.197_224_6;
/// How sure the shipped model may be, in logits: so much a correction can always overcome.
const MAX_SHIPPED_LOGIT: f32 = 12.0;
/// Reasons given for one mail.
pub const MAX_REASONS: usize = 5;

/// The shipped model under own corrections.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model<'s> {
    shipped: std::borrow::Cow<'s, Shipped>,
    own: Own,
}

/// Something that spoke for or against spam.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reason {
    /// A [`Sign::name`], or a [`Class::name`] for all features of a class that has no names of its own.
    pub name: &'static str,
    /// What it added, in logits: positive speaks for spam.
    pub weight: f32,
}

impl<'s> Model<'s> {
    /// The model these two make.
    pub fn new(shipped: &'s Shipped, own: Own) -> Self {
        Self { shipped: std::borrow::Cow::Borrowed(shipped), own }
    }

    /// The corrections so far.
    pub fn own(&self) -> &Own {
        &self.own
    }

    /// How probable it is that a mail with these features (each once) is spam: 0 to 1.
    pub fn score(&self, features: &[u32]) -> f32 {
        1.0 / (1.0 + (-self.logit(features)).exp())
    }

    /// Whether a score is beyond the line.
    pub fn is_spam(score: f32) -> bool {
        score >= LINE
    }

    /// Somebody said what a mail is: moves it to that side of the line, if it is not there yet.
    pub fn learn(&mut self, features: &[u32], is_spam: bool) {
        let above = self.logit(features) - LINE_LOGIT;
        self.own.correct(features, above, is_spam);
    }

    /// What spoke most strongly for and against spam, strongest first, at most [`MAX_REASONS`].
    pub fn reasons(&self, features: &[u32]) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = Vec::new();
        let shares = Shares::of(features);
        for feature in features {
            let Some(class) = Class::of(*feature) else { continue };
            let weight = self.shipped.weight(*feature) * shares.share(*feature) + self.own.change(*feature);
            let name = Sign::of(*feature).map_or(class.name(), Sign::name);
            match reasons.iter_mut().find(|reason| reason.name == name) {
                Some(reason) => reason.weight += weight,
                None => reasons.push(Reason { name, weight }),
            }
        }
        reasons.retain(|reason| reason.weight.abs() >= 0.05);
        reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        reasons.truncate(MAX_REASONS);
        reasons
    }

    fn logit(&self, features: &[u32]) -> f32 {
        let own: f32 = features.iter().map(|feature| self.own.change(*feature)).sum();
        self.shipped.logit(features).clamp(-MAX_SHIPPED_LOGIT, MAX_SHIPPED_LOGIT) + own
    }
}

/// What the features of one mail count: of each kind together about the same, however many there are. A long text or a
/// page of much markup says more than a short one, but not by as much as it is longer.
#[derive(Clone, Copy, Debug)]
pub struct Shares {
    text: f32,
    forms: [f32; Class::COUNT],
}

impl Shares {
    /// The shares in a mail with these features.
    pub fn of(features: &[u32]) -> Self {
        let mut counts = [0u16; Class::COUNT];
        for class in features.iter().filter_map(|feature| Class::of(*feature)) {
            let count = &mut counts[class.place()];
            *count = count.saturating_add(1);
        }
        let text = [Class::Word, Class::Pair, Class::Subject, Class::SubjectPair, Class::Gram];
        let written: f32 = text.iter().map(|class| f32::from(counts[class.place()])).sum();
        Self { text: 12.0 / (1.0 + written).sqrt(), forms: counts.map(|count| 2.0 / (1.0 + f32::from(count)).sqrt()) }
    }

    /// What one feature counts.
    pub fn share(&self, feature: u32) -> f32 {
        match Class::of(feature) {
            Some(Class::Word | Class::Pair | Class::Gram) => self.text,
            // The subject is what its writer chose to be seen.
            Some(Class::Subject | Class::SubjectPair) => 1.5 * self.text,
            Some(Class::Sign | Class::ContentType) | None => 1.0,
            Some(class) => self.forms[class.place()],
        }
    }
}
