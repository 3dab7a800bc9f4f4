//! Why a permission was not given, in the words that the pages know.

use channels::email::oauth::OauthError;
use web::setup::connector::Trouble;

/// Why the provider's page gave no code (RFC 6749, 4.1.2.1).
pub(super) fn declined(error: &str) -> Trouble {
    let said = error.chars().filter(|letter| letter.is_ascii_lowercase() || *letter == '_').take(60).collect();
    let code = match error {
        "access_denied" | "consent_required" => "denied",
        "invalid_scope" => "scope",
        "unauthorized_client" | "invalid_client" => "client",
        "server_error" | "temporarily_unavailable" => "unreachable",
        _ => "refused",
    };
    Trouble { code, said }
}

/// Why the provider gave no tokens.
pub(super) fn refused(error: &OauthError) -> Trouble {
    let (code, said) = match error {
        // A code that was used, ran out, or is another client's.
        OauthError::Withdrawn | OauthError::Expired => ("code", String::new()),
        OauthError::Denied => ("denied", String::new()),
        OauthError::Client { code } if code.starts_with("invalid_scope") => ("scope", code.clone()),
        OauthError::Client { code } => ("client", code.clone()),
        OauthError::Limited { .. } | OauthError::SlowDown | OauthError::Pending => ("busy", String::new()),
        OauthError::Unreachable { why } => ("unreachable", why.clone()),
        OauthError::NotUnderstood { why } => ("not-understood", (*why).to_owned()),
        OauthError::NoDeviceFlow => ("refused", String::new()),
    };
    Trouble { code, said }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_provider_calls_it_has_a_word_of_ours() {
        for (error, code) in
            [("access_denied", "denied"), ("invalid_scope", "scope"), ("<b>", "refused"), ("", "refused")]
        {
            assert_eq!(declined(error).code, code, "{error}");
            assert!(!declined(error).said.contains('<'));
        }
        let wrong_secret = OauthError::Client { code: "invalid_client (AADSTS7000215)".to_owned() };
        assert_eq!(refused(&wrong_secret).code, "client");
        assert_eq!(refused(&OauthError::Withdrawn).code, "code");
        assert!(web::setup::connector::REFUSALS.contains(&refused(&OauthError::SlowDown).code));
    }
}
