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
        let text = text_share(features);
        for feature in features {
            let Some(class) = Class::of(*feature) else { continue };
            let weight = self.shipped.weight(*feature) * share(*feature, text) + self.own.change(*feature);
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

/// What one feature of a text counts: a long text says more than a short one, but not by as much as it is longer.
pub fn text_share(features: &[u32]) -> f32 {
    let count = features.iter().filter(|feature| is_text(**feature)).count();
    // At most some thousands: exact in an f32.
    3.0 / (1.0 + count as f32).sqrt().sqrt()
}

/// What a feature counts where those of the text count `text`.
pub fn share(feature: u32, text: f32) -> f32 {
    match Class::of(feature) {
        Some(Class::Word | Class::Pair) => text,
        // The subject is what its writer chose to be seen.
        Some(Class::Subject) => 1.5 * text,
        _ => 1.0,
    }
}

fn is_text(feature: u32) -> bool {
    matches!(Class::of(feature), Some(Class::Word | Class::Pair | Class::Subject))
}
