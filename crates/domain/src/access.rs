//! Who may come in, and what became of somebody's way in: what the log says of the people who answer.

use serde::{Deserialize, Serialize};

use crate::event::Fact;
use crate::id::{AgentId, TeamId};
use crate::permission::{Grant, Role};

/// What became of somebody's way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// They signed in.
    SignedIn,
    /// Somebody tried with a wrong password, code or passkey.
    Refused,
    /// They changed their password.
    PasswordChanged,
    /// A link for a new password was made.
    ResetAsked,
    /// A new password was set by such a link.
    PasswordReset,
    /// A session was ended from the list.
    SessionEnded,
    /// Several sessions were ended at once.
    SessionsEnded,
    /// Signing in asks for a code from now on.
    SecondFactorOn,
    /// It asks for none any more.
    SecondFactorOff,
    /// They came in with a recovery code, which is used up.
    RecoveryUsed,
    /// They drew new recovery codes.
    RecoveryRenewed,
    /// They can come in with one more passkey.
    PasskeyAdded,
    /// They took a passkey away.
    PasskeyRemoved,
    /// An account at the operator's identity provider opens their way in from now on.
    SignOnLinked,
    /// No such account does any more.
    SignOnUnlinked,
}

coded!(Access: SignedIn = "signed-in", Refused = "refused", PasswordChanged = "password-changed",
    ResetAsked = "reset-asked", PasswordReset = "password-reset", SessionEnded = "session-ended",
    SessionsEnded = "sessions-ended", SecondFactorOn = "second-factor-on", SecondFactorOff = "second-factor-off",
    RecoveryUsed = "recovery-used", RecoveryRenewed = "recovery-renewed",
    PasskeyAdded = "passkey-added", PasskeyRemoved = "passkey-removed",
    SignOnLinked = "sign-on-linked", SignOnUnlinked = "sign-on-unlinked");

impl Access {
    /// Whether open sessions may have ended with it.
    pub fn ends_sessions(self) -> bool {
        matches!(
            self,
            Self::PasswordChanged
                | Self::PasswordReset
                | Self::SessionEnded
                | Self::SessionsEnded
                | Self::SecondFactorOn
                | Self::PasskeyAdded
                | Self::PasskeyRemoved
        )
    }
}

/// Where somebody stands: a role in a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The team.
    pub team: TeamId,
    /// The role in it.
    pub role: Role,
}

impl From<Place> for Grant {
    fn from(place: Place) -> Self {
        Self { role: place.role, team: place.team }
    }
}

impl Fact {
    /// Whose open sessions this ends or changes: their streams look again at once.
    pub fn unsettles(&self) -> Option<AgentId> {
        match self {
            Self::AgentChanged { agent, .. } | Self::AgentSwitched { agent, .. } => Some(*agent),
            Self::AgentAccessed { agent, what } => what.ends_sessions().then_some(*agent),
            _ => None,
        }
    }
}
