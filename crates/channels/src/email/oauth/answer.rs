//! A token endpoint's answers, read strictly (RFC 6749, 5; RFC 8628, 3.5). Pure.

use serde::Deserialize;

use super::{DeviceCode, Grant, OauthError, RefreshToken};
use crate::email::server::AccessToken;

/// How long we do not ask when the provider does not say how long.
const USUAL_PAUSE_SECONDS: u32 = 60;
/// The longest pause that we believe in.
const LONGEST_PAUSE_SECONDS: u32 = 3_600;
/// How long a token lasts when the provider does not say.
const USUAL_LASTING_SECONDS: u32 = 3_600;

#[derive(Deserialize)]
struct Given {
    access_token: String,
    token_type: String,
    expires_in: Option<u32>,
    refresh_token: Option<String>,
    scope: Option<String>,
}

#[derive(Deserialize)]
struct Refused {
    error: String,
    #[serde(default)]
    error_codes: Vec<u32>,
}

#[derive(Deserialize)]
struct Device {
    device_code: String,
    user_code: String,
    #[serde(alias = "verification_url")]
    verification_uri: String,
    expires_in: u32,
    #[serde(default = "usual_interval")]
    interval: u32,
}

fn usual_interval() -> u32 {
    5
}

/// What a token endpoint answered; `retry_after` is the header of that name.
pub(super) fn grant(status: u16, retry_after: Option<&str>, body: &[u8]) -> Result<Grant, OauthError> {
    if status != 200 {
        return Err(refusal(status, retry_after, body));
    }
    let given: Given = read(body)?;
    if !given.token_type.eq_ignore_ascii_case("bearer") {
        return Err(OauthError::NotUnderstood { why: "its tokens are of an unknown type" });
    }
    let wrong = OauthError::NotUnderstood { why: "its token is none" };
    let refresh = match given.refresh_token {
        Some(token) => Some(RefreshToken::new(token).ok_or_else(|| wrong.clone())?),
        None => None,
    };
    Ok(Grant {
        access: AccessToken::new(given.access_token).ok_or(wrong)?,
        lasts_seconds: given.expires_in.unwrap_or(USUAL_LASTING_SECONDS),
        refresh,
        scope: given.scope,
    })
}

/// What a device endpoint answered.
pub(super) fn device(status: u16, retry_after: Option<&str>, body: &[u8]) -> Result<DeviceCode, OauthError> {
    if status != 200 {
        return Err(refusal(status, retry_after, body));
    }
    let device: Device = read(body)?;
    let plain =
        |text: &str, longest| !text.is_empty() && text.len() <= longest && text.bytes().all(|b| b.is_ascii_graphic());
    if !plain(&device.user_code, 40) || !plain(&device.verification_uri, 500) || !plain(&device.device_code, 16 * 1024)
    {
        return Err(OauthError::NotUnderstood { why: "its code is none" });
    }
    Ok(DeviceCode {
        code: device.device_code,
        user_code: device.user_code,
        address: device.verification_uri,
        lasts_seconds: device.expires_in.min(LONGEST_PAUSE_SECONDS),
        interval_seconds: device.interval.clamp(1, 300),
    })
}

fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, OauthError> {
    serde_json::from_slice(body).map_err(|_| OauthError::NotUnderstood { why: "it is not what the standard says" })
}

fn refusal(status: u16, retry_after: Option<&str>, body: &[u8]) -> OauthError {
    let refused: Option<Refused> = serde_json::from_slice(body).ok();
    let seconds = || {
        let said = retry_after.and_then(|text| text.trim().parse().ok());
        said.unwrap_or(USUAL_PAUSE_SECONDS).clamp(1, LONGEST_PAUSE_SECONDS)
    };
    let Some(refused) = refused else {
        return match status {
            429 => OauthError::Limited { seconds: seconds() },
            500..=599 => OauthError::Unreachable { why: format!("it answers {status}") },
            _ => OauthError::NotUnderstood { why: "it refuses and does not say why" },
        };
    };
    match refused.error.as_str() {
        "invalid_grant" | "interaction_required" | "consent_required" | "login_required" => OauthError::Withdrawn,
        "authorization_pending" => OauthError::Pending,
        "slow_down" => OauthError::SlowDown,
        "access_denied" | "authorization_declined" => OauthError::Denied,
        "expired_token" | "code_expired" => OauthError::Expired,
        "rate_limit_exceeded" | "quota_exceeded" => OauthError::Limited { seconds: seconds() },
        _ if status == 429 => OauthError::Limited { seconds: seconds() },
        "temporarily_unavailable" | "server_error" | "internal_failure" => {
            OauthError::Unreachable { why: "it is unwell".to_owned() }
        }
        _ if status >= 500 => OauthError::Unreachable { why: format!("it answers {status}") },
        other => OauthError::Client { code: code(other, &refused.error_codes) },
    }
}

/// The codes only: descriptions name people and repeat what was sent.
fn code(error: &str, numbers: &[u32]) -> String {
    let word: String = error.chars().filter(|c| c.is_ascii_lowercase() || *c == '_').take(60).collect();
    match numbers.first() {
        Some(number) => format!("{word} (AADSTS{number})"),
        None => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_are_read_as_the_providers_write_them() {
        let google = br#"{"access_token":"1/fFAGRNJru1FTz70BzhT3Zg","expires_in":3920,"token_type":"Bearer",
            "scope":"https://mail.google.com/","refresh_token":"1//xEoDL4iW3cxlI7yDbSRFYNG01kVKM2C-259HOF2aQbI"}"#;
        let read = grant(200, None, google).unwrap();
        assert_eq!((read.access.reveal(), read.lasts_seconds), ("1/fFAGRNJru1FTz70BzhT3Zg", 3920));
        assert!(read.refresh.is_some() && read.scope.as_deref() == Some("https://mail.google.com/"));
        let plain = grant(200, None, br#"{"access_token":"a","token_type":"bearer"}"#).unwrap();
        assert_eq!((plain.refresh, plain.lasts_seconds), (None, 3600));
        for bad in [
            &br#"{"access_token":"a b","token_type":"Bearer"}"#[..],
            br#"{"access_token":"a","token_type":"mac"}"#,
            br#"{"access_token":"a","token_type":"Bearer","refresh_token":"x\u0000"}"#,
            br#"{"token_type":"Bearer"}"#,
            b"<html>",
            b"",
        ] {
            assert!(matches!(grant(200, None, bad), Err(OauthError::NotUnderstood { .. })), "{bad:?}");
        }
    }

    #[test]
    fn refusals_mean_what_the_documents_say() {
        let says = |status, body: &str| grant(status, Some("7"), body.as_bytes()).unwrap_err();
        let microsoft =
            r#"{"error":"invalid_grant","error_description":"AADSTS700082: anna@example.com","error_codes":[700082]}"#;
        for (status, body, meant) in [
            (400, microsoft, OauthError::Withdrawn),
            (400, r#"{"error":"authorization_pending"}"#, OauthError::Pending),
            (428, r#"{"error":"authorization_pending"}"#, OauthError::Pending),
            (400, r#"{"error":"slow_down"}"#, OauthError::SlowDown),
            (403, r#"{"error":"access_denied"}"#, OauthError::Denied),
            (400, r#"{"error":"authorization_declined"}"#, OauthError::Denied),
            (400, r#"{"error":"expired_token"}"#, OauthError::Expired),
            (403, r#"{"error":"rate_limit_exceeded"}"#, OauthError::Limited { seconds: 7 }),
            (429, "", OauthError::Limited { seconds: 7 }),
            (400, r#"{"error":"temporarily_unavailable"}"#, OauthError::Unreachable { why: "it is unwell".to_owned() }),
            (503, "<html>", OauthError::Unreachable { why: "it answers 503".to_owned() }),
            (404, "<html>", OauthError::NotUnderstood { why: "it refuses and does not say why" }),
            (
                401,
                r#"{"error":"invalid_client","error_description":"secret tajne","error_codes":[7000215]}"#,
                OauthError::Client { code: "invalid_client (AADSTS7000215)".to_owned() },
            ),
        ] {
            let meaning = says(status, body);
            assert_eq!(meaning, meant, "{body}");
            let shown = format!("{meaning} {meaning:?}");
            assert!(!shown.contains("anna") && !shown.contains("tajne"), "{shown}");
        }
        let unsaid = grant(429, None, b"").unwrap_err();
        assert_eq!(unsaid, OauthError::Limited { seconds: 60 });
    }

    #[test]
    fn device_codes_are_bounded() {
        let body =
            br#"{"user_code":"YZMYLD4K","device_code":"HAQABAAE","verification_uri":"https://www.microsoft.com/link",
            "expires_in":900,"interval":5,"message":"..."}"#;
        let read = device(200, None, body).unwrap();
        assert_eq!((read.user_code.as_str(), read.interval_seconds, read.lasts_seconds), ("YZMYLD4K", 5, 900));
        let bad = br#"{"user_code":"A\u001b[2J","device_code":"H","verification_uri":"https://x","expires_in":900}"#;
        assert!(device(200, None, bad).is_err());
    }
}
