//! How the server can misbehave.

/// How it misbehaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Fault {
    /// Says that it is still there, all the time.
    StillHere,
    /// Announces no mail.
    Unannounced,
    /// Gets a mail after the search, and announces it before it begins to wait.
    MailBeforeIdle,
    /// Knows no IDLE.
    NoIdle,
    /// Offers IDLE and refuses it.
    IdleRefused,
    /// Refuses the first FETCH of a body.
    RefusedFetch,
    /// Never gives a mail that says `withheld`.
    Withheld,
    /// Searches never find a mail that says `hidden`.
    Hides,
    /// Cannot sign anybody in at the moment.
    Unavailable,
    /// Says goodbye instead of hello.
    ByeAtOnce,
    /// Is a web server.
    NotImap,
    /// Says nothing.
    Silent,
    /// Takes only tokens, by Google's mechanism.
    Xoauth2,
    /// Takes only tokens, by RFC 7628.
    OauthBearer,
    /// Goes away after it took a mail, once, before it says so.
    LostAppend,
    /// Takes a mail into a folder and names the UID of another.
    WrongUid,
    /// Takes a mail into a folder and does not say under which UID.
    NoUid,
    /// Takes no mail into a folder.
    Full,
    /// Takes the response of a login only when it asked for it.
    NoInitialResponse,
}
