//! What a command or a step can fail with. Use [`Refused`] for what a person should be told.

/// A command that did not happen.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// It makes no sense, or is not allowed.
    #[error(transparent)]
    Refused(#[from] Refused),
}

/// Why a command was refused. The pages have a sentence for each in both languages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is not there, or the asker may not see it (the two are not told apart).
    #[error("there is no such thing, or it is not yours to see")]
    NotFound,
    /// The asker may see it, but not do this.
    #[error("your role does not allow this")]
    NotAllowed,
    /// Only a part of it is here, which would be taken for the whole.
    #[error("only a part of it is here")]
    Partial,
    /// Somebody else has it by now; nothing was changed.
    #[error("somebody else has it by now")]
    TakenBy(Option<domain::id::AgentId>),
    /// There is nothing in it.
    #[error("there is nothing to send")]
    Empty,
    /// It is too long.
    #[error("longer than {limit} characters")]
    TooLong {
        /// The limit in characters.
        limit: usize,
    },
    /// The customer has no address to write to (erased, or the address could not be read).
    #[error("there is no address to send this to")]
    NoRecipient,
    /// The word, moment or address makes no sense.
    #[error("this makes no sense here: {0}")]
    Invalid(String),
    /// Its messages were joined into another conversation.
    #[error("it was joined into another conversation")]
    Joined,
    /// Something else was asked for under this key.
    #[error("something else was asked for under this key")]
    KeyReused,
    /// Nobody would own the installation any more.
    #[error("nobody would own this installation any more")]
    LastOwner,
    /// A newer message arrived meanwhile; look at it first.
    #[error("a newer message arrived")]
    Outdated,
}

impl store::Refusal for Error {
    fn store_error(&self) -> Option<&store::Error> {
        match self {
            Self::Store(error) => Some(error),
            Self::Refused(_) => None,
        }
    }
}

/// The result of a command or step.
pub type Result<T> = std::result::Result<T, Error>;
