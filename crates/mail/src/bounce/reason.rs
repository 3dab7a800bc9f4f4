//! The closed list of reasons for which a mail is not delivered.
//!
//! The names are those of the public bounce collections, so that figures compare. They are also what is stored: none is renamed.

/// Why a mail was not delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// SPF, DKIM or DMARC of the sender did not hold.
    AuthFailure,
    /// The sender's address or network has a bad name with the receiver.
    BadReputation,
    /// The sending server is refused by its address or name.
    Blocked,
    /// Body or header are in a form the receiver cannot take.
    ContentError,
    /// It arrived: no failure.
    Delivered,
    /// Larger than this recipient may receive (5.2.3).
    ExceedLimit,
    /// The sending server tried for long and gave up, or still tries.
    Expired,
    /// The recipient complained (RFC 5965).
    Feedback,
    /// The address exists perhaps, and refuses: said after the text was sent, or by the recipient's own settings.
    Filtered,
    /// The recipient has another address now.
    HasMoved,
    /// The domain of the address does not exist.
    HostUnknown,
    /// The mailbox is full.
    MailboxFull,
    /// A program that should take the mail on the receiver's side failed.
    MailerError,
    /// Larger than the receiving server takes.
    MesgTooBig,
    /// DNS or routing failed.
    NetworkError,
    /// The server is not the one for this recipient and does not pass mail on.
    NoRelaying,
    /// The domain takes no mail at all.
    NotAccept,
    /// The header breaks RFC 5322.
    NotCompliantRfc,
    /// Something is said, and nothing of it tells why.
    OnHold,
    /// The receiver's rules.
    PolicyViolation,
    /// The sender's address is refused.
    Rejected,
    /// The sending server's address has no proper reverse name.
    RequirePtr,
    /// Authentication, encryption or another matter of security.
    SecurityError,
    /// It was taken for spam.
    SpamDetected,
    /// Too much in too short a time.
    Speeding,
    /// The account exists and is suspended.
    Suspend,
    /// A protocol error of either side.
    SyntaxError,
    /// The receiving server has a fault.
    SystemError,
    /// The receiving server's disk is full.
    SystemFull,
    /// Too many connections or recipients at once.
    TooManyConn,
    /// Nothing is said at all.
    Undefined,
    /// The address does not exist.
    UserUnknown,
    /// The recipient is away: an automatic answer, no failure.
    Vacation,
    /// A virus or a forbidden kind of file.
    VirusDetected,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 34] = [
        Self::AuthFailure,
        Self::BadReputation,
        Self::Blocked,
        Self::ContentError,
        Self::Delivered,
        Self::ExceedLimit,
        Self::Expired,
        Self::Feedback,
        Self::Filtered,
        Self::HasMoved,
        Self::HostUnknown,
        Self::MailboxFull,
        Self::MailerError,
        Self::MesgTooBig,
        Self::NetworkError,
        Self::NoRelaying,
        Self::NotAccept,
        Self::NotCompliantRfc,
        Self::OnHold,
        Self::PolicyViolation,
        Self::Rejected,
        Self::RequirePtr,
        Self::SecurityError,
        Self::SpamDetected,
        Self::Speeding,
        Self::Suspend,
        Self::SyntaxError,
        Self::SystemError,
        Self::SystemFull,
        Self::TooManyConn,
        Self::Undefined,
        Self::UserUnknown,
        Self::Vacation,
        Self::VirusDetected,
    ];

    /// The name as it is stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::AuthFailure => "authfailure",
            Self::BadReputation => "badreputation",
            Self::Blocked => "blocked",
            Self::ContentError => "contenterror",
            Self::Delivered => "delivered",
            Self::ExceedLimit => "exceedlimit",
            Self::Expired => "expired",
            Self::Feedback => "feedback",
            Self::Filtered => "filtered",
            Self::HasMoved => "hasmoved",
            Self::HostUnknown => "hostunknown",
            Self::MailboxFull => "mailboxfull",
            Self::MailerError => "mailererror",
            Self::MesgTooBig => "mesgtoobig",
            Self::NetworkError => "networkerror",
            Self::NoRelaying => "norelaying",
            Self::NotAccept => "notaccept",
            Self::NotCompliantRfc => "notcompliantrfc",
            Self::OnHold => "onhold",
            Self::PolicyViolation => "policyviolation",
            Self::Rejected => "rejected",
            Self::RequirePtr => "requireptr",
            Self::SecurityError => "securityerror",
            Self::SpamDetected => "spamdetected",
            Self::Speeding => "speeding",
            Self::Suspend => "suspend",
            Self::SyntaxError => "syntaxerror",
            Self::SystemError => "systemerror",
            Self::SystemFull => "systemfull",
            Self::TooManyConn => "toomanyconn",
            Self::Undefined => "undefined",
            Self::UserUnknown => "userunknown",
            Self::Vacation => "vacation",
            Self::VirusDetected => "virusdetected",
        }
    }

    /// The reason called `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }

    /// Whether the address itself is to blame, so that trying again is of no use.
    pub fn is_hard(self) -> bool {
        matches!(self, Self::HasMoved | Self::HostUnknown | Self::NotAccept | Self::UserUnknown)
    }
}
