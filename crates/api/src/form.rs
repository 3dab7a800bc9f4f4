//! The forms of values in JSON and addresses: ids as prefixed strings, words, moments, and what the document says of them.
//!
//! Words are those of events (`kontuar log`), so that a program learns one spelling.

use std::borrow::Cow;

use domain::conversation::{Bucket, Priority, Status};
use domain::delivery::DeliveryState;
use domain::event::QuarantineReason;
use domain::fold::MessageKind;
use domain::id::Id;
use domain::identity::{Evidence, SenderMark};
use domain::permission::Role;
use domain::time::Millis;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

/// An id, as `cnv_…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Key<I>(pub I);

impl<I: Id> PartialSchema for Key<I> {
    fn schema() -> RefOr<Schema> {
        let pattern = format!("^{}_[0-7][0-9a-hjkmnp-tv-z]{{12}}$", I::PREFIX);
        let example = format!("{}_0pxt3v5k4g001", I::PREFIX);
        string().pattern(Some(pattern)).examples([example]).into()
    }
}

impl<I: Id> ToSchema for Key<I> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(I::NAME)
    }
}

// The document's macros look into the brackets of a generic type; these names keep them out.
pub(crate) type BrandKey = Key<domain::id::BrandId>;
pub(crate) type TeamKey = Key<domain::id::TeamId>;
pub(crate) type InboxKey = Key<domain::id::InboxId>;
pub(crate) type AgentKey = Key<domain::id::AgentId>;
pub(crate) type ContactKey = Key<domain::id::ContactId>;
pub(crate) type IdentityKey = Key<domain::id::IdentityId>;
pub(crate) type ConversationKey = Key<domain::id::ConversationId>;
pub(crate) type MessageKey = Key<domain::id::MessageId>;
pub(crate) type TagKey = Key<domain::id::TagId>;
pub(crate) type RawKey = Key<domain::id::RawId>;
pub(crate) type DeliveryKey = Key<domain::id::DeliveryId>;
pub(crate) type WebhookKey = Key<domain::id::WebhookId>;

fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// A moment, as RFC 3339 has it, in UTC with milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment(pub Millis);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        Millis::read(&text).map(Self).ok_or_else(|| D::Error::custom("not a moment of RFC 3339"))
    }
}

impl PartialSchema for Moment {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::DateTime);
        string().format(Some(format)).examples(["2026-11-23T08:15:00.000Z"]).into()
    }
}

impl ToSchema for Moment {}

/// An enum whose values are words.
pub(crate) trait Words: Copy + Send + 'static {
    /// What it is called in the document.
    const NAME: &'static str;
    /// Its values.
    fn all() -> Vec<Self>;
    /// The word for a value.
    fn word(self) -> Cow<'static, str>;
}

/// A value of an enum, by its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word<E>(pub E);

impl<E: Words> Serialize for Word<E> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0.word())
    }
}

impl<'de, E: Words> Deserialize<'de> for Word<E> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        E::all().into_iter().find(|value| value.word() == text).map(Self).ok_or_else(|| {
            let words: Vec<_> = E::all().into_iter().map(Words::word).collect();
            D::Error::custom(format!("none of {}", words.join(", ")))
        })
    }
}

impl<E: Words> PartialSchema for Word<E> {
    fn schema() -> RefOr<Schema> {
        string().enum_values(Some(E::all().into_iter().map(Words::word))).into()
    }
}

impl<E: Words> ToSchema for Word<E> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(E::NAME)
    }
}

pub(crate) type StatusWord = Word<Status>;
pub(crate) type PriorityWord = Word<Priority>;
pub(crate) type ViewWord = Word<Bucket>;
pub(crate) type DeliveryStateWord = Word<DeliveryState>;
pub(crate) type ReasonWord = Word<QuarantineReason>;
pub(crate) type MessageKindWord = Word<MessageKind>;
pub(crate) type EvidenceWord = Word<Evidence>;
pub(crate) type MarkWord = Word<SenderMark>;
pub(crate) type RoleWord = Word<Role>;

macro_rules! words {
    ($($kind:ty: $name:literal, $all:expr;)+) => {$(
        impl Words for $kind {
            const NAME: &'static str = $name;

            fn all() -> Vec<Self> {
                $all.to_vec()
            }

            fn word(self) -> Cow<'static, str> {
                spelt(&self)
            }
        }
    )+};
}

words! {
    Status: "Status", Self::ALL;
    Priority: "Priority", Self::ALL;
    DeliveryState: "DeliveryState", Self::ALL;
    Role: "Role", Self::ALL;
    SenderMark: "SenderMark", Self::ALL;
    Evidence: "Evidence", [Self::Claimed, Self::Authenticated, Self::Agent];
    QuarantineReason: "QuarantineReason", [Self::Unreadable, Self::Crashed, Self::NoAuthor, Self::TooLarge, Self::Refused];
}

/// The word by which events spell a value.
fn spelt(value: &impl Serialize) -> Cow<'static, str> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Cow::Owned(word),
        _ => Cow::Borrowed("unknown"),
    }
}

impl Words for Bucket {
    const NAME: &'static str = "View";

    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn word(self) -> Cow<'static, str> {
        Cow::Owned(Bucket::word(self).replace('-', "_"))
    }
}

impl Words for MessageKind {
    const NAME: &'static str = "MessageKind";

    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn word(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Received => "received",
            Self::Replied => "replied",
            Self::Copied => "copied",
            Self::Note => "note",
        })
    }
}

/// A field that may be missing, null or a value: three wishes. Use it with `#[serde(default)]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Field<T> {
    /// It is not there.
    #[default]
    Missing,
    /// It is null, or has a value.
    Given(Option<T>),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Option::deserialize(from).map(Self::Given)
    }
}

impl<T> Field<T> {
    /// What was given.
    pub(crate) fn given(self) -> Option<Option<T>> {
        match self {
            Self::Missing => None,
            Self::Given(value) => Some(value),
        }
    }
}

/// How many things a page of a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit<const MOST: u64 = 100>(usize);

/// At most fifty of what is long.
pub(crate) type FiftyLimit = Limit<50>;

/// At most a thousand of what is short.
pub(crate) type ThousandLimit = Limit<1000>;

/// How many without being asked.
const USUAL: usize = 25;

impl<const MOST: u64> Limit<MOST> {
    /// The number.
    pub(crate) fn get(self) -> usize {
        self.0
    }
}

impl<const MOST: u64> Default for Limit<MOST> {
    fn default() -> Self {
        Self(USUAL)
    }
}

impl<'de, const MOST: u64> Deserialize<'de> for Limit<MOST> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let number = u64::deserialize(from)?;
        match usize::try_from(number) {
            Ok(fit) if (1..=MOST).contains(&number) => Ok(Self(fit)),
            _ => Err(D::Error::custom(format!("not between 1 and {MOST}"))),
        }
    }
}

impl<const MOST: u64> PartialSchema for Limit<MOST> {
    fn schema() -> RefOr<Schema> {
        let most = u32::try_from(MOST).unwrap_or(u32::MAX);
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1))
            .maximum(Some(most))
            .default(Some(USUAL.into()))
            .into()
    }
}

impl<const MOST: u64> ToSchema for Limit<MOST> {}
