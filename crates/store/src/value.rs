//! Values on their way into statements and out of rows: four shapes, the same on both engines.

use std::borrow::Cow;

use domain::bulk::Outcome;
use domain::conversation::{Bucket, Priority, Status};
use domain::delivery::DeliveryState;
use domain::event::Position;
use domain::fold::MessageKind;
use domain::id::{
    AgentId, BrandId, BulkId, ContactId, ConversationId, DeliveryId, Id, IdentityId, InboxId, InvitationId, MessageId,
    PasskeyId, RawId, SuggestionId, TagId, TeamId, TemplateId, TimerId, TokenId, WebhookId,
};
use domain::identity::{Fingerprint, SenderMark};
use domain::mailbox::FolderRole;
use domain::permission::Role;
use domain::suggestion::{Hint, Likeness, SuggestionState};
use domain::template::Tongue;
use domain::time::Millis;
use domain::webhook::{CallState, EndpointState};

use crate::error::{Error, Result};

/// A parameter or a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A number, a boolean (0/1), an id, a moment.
    Int(i64),
    /// Text without NUL.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
}

impl Value<'_> {
    /// The same value, owning what it holds.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Null => Value::Null,
            Value::Int(n) => Value::Int(n),
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.into_owned())),
        }
    }
}

/// What can be passed to a statement.
pub trait ToValue {
    /// The value, borrowing where it can.
    fn to_value(&self) -> Value<'_>;
}

/// What can be read from a cell.
pub trait FromCell: Sized {
    /// Reads the cell, or says what it should have been.
    fn from_cell(cell: Value<'static>) -> std::result::Result<Self, String>;
}

/// One row of an answer.
#[derive(Clone, Debug)]
pub struct Row(pub(crate) Vec<Value<'static>>);

impl Row {
    /// The cell in column `column`, counted from 0. Moves the cell out: read each column once.
    pub fn take<T: FromCell>(&mut self, column: usize) -> Result<T> {
        let cell = self.0.get_mut(column).map_or(Value::Null, |cell| std::mem::replace(cell, Value::Null));
        T::from_cell(cell).map_err(|why| Error::Column { column, why })
    }
}

impl ToValue for i64 {
    fn to_value(&self) -> Value<'_> {
        Value::Int(*self)
    }
}

impl ToValue for u32 {
    fn to_value(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }
}

impl ToValue for usize {
    fn to_value(&self) -> Value<'_> {
        Value::Int(i64::try_from(*self).unwrap_or(i64::MAX))
    }
}

impl ToValue for bool {
    fn to_value(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }
}

impl ToValue for str {
    fn to_value(&self) -> Value<'_> {
        // PostgreSQL refuses NUL and SQLite keeps it; intake strips it, this is the last gate.
        if self.contains('\0') {
            Value::Text(Cow::Owned(self.replace('\0', "")))
        } else {
            Value::Text(Cow::Borrowed(self))
        }
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value<'_> {
        self.as_str().to_value()
    }
}

impl ToValue for [u8] {
    fn to_value(&self) -> Value<'_> {
        Value::Bytes(Cow::Borrowed(self))
    }
}

impl ToValue for Vec<u8> {
    fn to_value(&self) -> Value<'_> {
        self.as_slice().to_value()
    }
}

impl<const N: usize> ToValue for [u8; N] {
    fn to_value(&self) -> Value<'_> {
        self.as_slice().to_value()
    }
}

impl ToValue for Fingerprint {
    fn to_value(&self) -> Value<'_> {
        self.0.as_slice().to_value()
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

impl FromCell for i64 {
    fn from_cell(cell: Value<'static>) -> std::result::Result<Self, String> {
        match cell {
            Value::Int(n) => Ok(n),
            other => Err(format!("not a number but {}", shape(&other))),
        }
    }
}

impl FromCell for u32 {
    fn from_cell(cell: Value<'static>) -> std::result::Result<Self, String> {
        let n = i64::from_cell(cell)?;
        Self::try_from(n).map_err(|_| format!("{n} does not fit 32 bits"))
    }
}

impl FromCell for bool {
    fn from_cell(cell: Value<'static>) -> std::result::Result<Self, String> {
        i64::from_cell(cell).map(|n| n != 0)
    }
}

impl FromCell for String {
    fn from_cell(cell: Value<'static>) -> std::result::Result<Self, String> {
        match cell {
            Value::Text(text) => Ok(text.into_owned()),
            other => Err(format!("not a text but {}", shape(&other))),
        }
    }
}

impl FromCell for Vec<u8> {
    fn from_cell(cell: Value<'static>) -> std::result::Result<Self, String> {
        match cell {
            Value::Bytes(bytes) => Ok(bytes.into_owned()),
            other => Err(format!("not bytes but {}", shape(&other))),
        }
    }
}

impl FromCell for Fingerprint {
    fn from_cell(cell: Value<'static>) -> std::result::Result<Self, String> {
        let bytes = Vec::<u8>::from_cell(cell)?;
        bytes.as_slice().try_into().map(Self).map_err(|_| format!("a fingerprint has 16 bytes, not {}", bytes.len()))
    }
}

impl FromCell for [u8; 32] {
    fn from_cell(cell: Value<'static>) -> std::result::Result<Self, String> {
        let bytes = Vec::<u8>::from_cell(cell)?;
        bytes.as_slice().try_into().map_err(|_| format!("a hash has 32 bytes, not {}", bytes.len()))
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: Value<'static>) -> std::result::Result<Self, String> {
        match cell {
            Value::Null => Ok(None),
            other => T::from_cell(other).map(Some),
        }
    }
}

pub(crate) fn shape(value: &Value<'_>) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Int(_) => "a number",
        Value::Text(_) => "a text",
        Value::Bytes(_) => "bytes",
    }
}

macro_rules! ids {
    ($($name:ident)+) => {$(
        impl ToValue for $name {
            fn to_value(&self) -> Value<'_> { Value::Int(self.raw()) }
        }
        impl FromCell for $name {
            fn from_cell(cell: Value<'static>) -> std::result::Result<Self, String> {
                i64::from_cell(cell).map(Self::from_raw)
            }
        }
    )+};
}

ids!(BrandId InboxId TeamId AgentId ContactId IdentityId ConversationId MessageId TagId RawId DeliveryId TimerId SuggestionId TokenId
    InvitationId WebhookId PasskeyId BulkId TemplateId);

macro_rules! codes {
    ($($name:ident)+) => {$(
        impl ToValue for $name {
            fn to_value(&self) -> Value<'_> { Value::Int(self.code()) }
        }
        impl FromCell for $name {
            fn from_cell(cell: Value<'static>) -> std::result::Result<Self, String> {
                let code = i64::from_cell(cell)?;
                Self::from_code(code).ok_or_else(|| format!("{code} is no {}", stringify!($name)))
            }
        }
    )+};
}

codes!(Status Priority Bucket DeliveryState MessageKind Role SenderMark Hint Likeness SuggestionState FolderRole CallState EndpointState Outcome Tongue);

macro_rules! numbers {
    ($($name:ident: $get:expr, $new:expr;)+) => {$(
        impl ToValue for $name {
            fn to_value(&self) -> Value<'_> { Value::Int($get(self)) }
        }
        impl FromCell for $name {
            fn from_cell(cell: Value<'static>) -> std::result::Result<Self, String> {
                i64::from_cell(cell).map($new)
            }
        }
    )+};
}

numbers! {
    Millis: |at: &Millis| at.get(), Millis::new;
    Position: |at: &Position| at.0, Position;
}

/// The parameters of a statement: `params![id, text, 3_i64]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        &[$($crate::value::ToValue::to_value(&$value)),*]
    };
}
