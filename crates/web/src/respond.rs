//! How answers are put: HTML in a language, a redirect, a way back to where one was.

use axum::extract::FromRequestParts;
use axum::http::header::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, COOKIE, LOCATION, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::language::Language;
use crate::web::Web;

/// The cookie that keeps the language of whoever is not signed in, where there is no HTTPS and where there is: the second
/// name makes browsers insist.
const LANGUAGE_COOKIES: [&str; 2] = ["language", "__Host-language"];

/// That cookie.
pub(crate) fn language_cookie(language: Language, https: bool) -> Option<HeaderValue> {
    let (name, secure) = if https { (LANGUAGE_COOKIES[1], "; Secure") } else { (LANGUAGE_COOKIES[0], "") };
    let text = format!("{name}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}", language.code());
    HeaderValue::try_from(text).ok()
}

/// A page or a part of one. Never kept by caches: it belongs to one person.
pub(crate) fn html(language: Language, html: String, status: StatusCode) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_LANGUAGE, language.code()),
        (CACHE_CONTROL, "private, no-store"),
        (VARY, "cookie, hx-request, hx-request-type"),
    ];
    (status, headers, html).into_response()
}

/// What a script of ours asked for. Never kept by caches.
pub(crate) fn json(what: &serde_json::Value, status: StatusCode) -> Response {
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "private, no-store")];
    (status, headers, what.to_string()).into_response()
}

/// To another page, after a form (303: with GET).
pub(crate) fn see(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, own_path(path))]).into_response()
}

/// A path of ours: anything else, above all another host, becomes the start page.
pub(crate) fn own_path(path: &str) -> &str {
    let plain = path.len() <= 512 && path.bytes().all(|byte| (0x21..0x7f).contains(&byte) && byte != b'\\');
    if plain && path.starts_with('/') && !path.starts_with("//") { path } else { "/" }
}

/// The sign-in page that leads on to `path`.
pub(crate) fn sign_in_then(path: &str) -> String {
    match own_path(path) {
        "/" => "/sign-in".to_owned(),
        path => format!(
            "/sign-in?to={}",
            path.replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B")
        ),
    }
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The language of whoever is not signed in: chosen, else what the browser prefers.
pub(crate) fn visitor_language(headers: &HeaderMap) -> Language {
    let chosen = LANGUAGE_COOKIES.iter().find_map(|name| cookie(headers, name));
    chosen.and_then(Language::from_code).unwrap_or_else(|| Language::preferred(headers))
}

/// Whether htmx asks, rather than the browser itself.
pub(crate) fn is_htmx(headers: &HeaderMap) -> bool {
    headers.contains_key("hx-request")
}

/// How the answer will be used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    /// htmx asks.
    pub htmx: bool,
    /// A part of the page is enough.
    pub part: bool,
}

impl FromRequestParts<Web> for Wanted {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Self::Rejection> {
        let htmx = is_htmx(&parts.headers);
        let part = parts.headers.get("hx-request-type").is_some_and(|kind| kind == "partial");
        Ok(Self { htmx, part: htmx && part })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_away() {
        for path in ["//evil.example", "https://evil.example", "/\\evil.example", "", "javascript:x", "/a\r\nb", "/ż"]
        {
            assert_eq!(own_path(path), "/", "{path}");
        }
        assert_eq!(own_path("/conversations/cnv_1?view=mine"), "/conversations/cnv_1?view=mine");
        assert_eq!(sign_in_then("/inbox/mine?after=1&x=2"), "/sign-in?to=/inbox/mine?after=1%26x=2");
    }

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "xsession=1; session=2".parse().unwrap());
        headers.append(COOKIE, "language=en".parse().unwrap());
        assert_eq!(cookie(&headers, "session"), Some("2"));
        assert_eq!(cookie(&headers, "language"), Some("en"));
        assert_eq!(cookie(&headers, "lang"), None);
    }
}
