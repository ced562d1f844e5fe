//! The session's cookie, and what a browser calls itself.

use crate::{site::Site, visit::session_cookie};
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use domain::accounts::Token;

/// As long as browsers keep a cookie. When a session ends, the forum decides.
const KEPT: u32 = 400 * 24 * 60 * 60;
/// The longest address to come back to.
const LONGEST_NEXT: usize = 2_000;

/// The answer, with the cookie that signs its browser in.
pub(super) fn begin(site: &Site, token: &Token, response: Response) -> Response {
    with_cookie(site, token.as_str(), KEPT, response)
}

/// The answer, after which its browser has no session.
pub(super) fn end(site: &Site, response: Response) -> Response {
    with_cookie(site, "", 0, response)
}

fn with_cookie(site: &Site, token: &str, age: u32, mut response: Response) -> Response {
    let name = session_cookie(site);
    let secure = if site.is_https() { "; Secure" } else { "" };
    let cookie = format!("{name}={token}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(mut value) = HeaderValue::try_from(cookie) {
        value.set_sensitive(true);
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// What somebody signs in with, as they would call it: `Firefox on Linux`.
pub(super) fn device(headers: &HeaderMap) -> String {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|agent| agent.to_str().ok())
        .unwrap_or_default();
    let named = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(sign, _)| agent.contains(sign));
        found.map(|(_, name)| *name)
    };
    // In this order: most browsers also call themselves Chrome and Safari.
    let browser = named(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = named(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.into(),
        _ => match agent.split_whitespace().next() {
            Some(program) => program.into(),
            None => "An unnamed browser".into(),
        },
    }
}

/// Where to go on to after signing in: an address of this site, or the front page. Anything that a
/// browser could read as another site's address (`//elsewhere`, `/\elsewhere`) is not one.
pub(super) fn onward(next: &str) -> &str {
    let ours = next.starts_with('/')
        && !next.starts_with("//")
        && next.len() <= LONGEST_NEXT
        && next
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if ours { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        assert_eq!(onward("/plans/7/x?a=b#c"), "/plans/7/x?a=b#c");
        for elsewhere in [
            "",
            "plans",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\r\nSet-Cookie: a=b",
            "/\t/evil.example",
            "javascript:alert(1)",
            "/ü",
        ] {
            assert_eq!(onward(elsewhere), "/", "{elsewhere}");
        }
    }

    #[test]
    fn devices_have_the_names_their_owners_use() {
        let called = |agent: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, HeaderValue::from_static(agent));
            device(&headers)
        };
        assert_eq!(
            called("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
            "Firefox on Linux"
        );
        assert_eq!(
            called(
                "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
            ),
            "Chrome on Android"
        );
        assert_eq!(called("curl/8.14.1"), "curl/8.14.1");
        assert_eq!(device(&HeaderMap::new()), "An unnamed browser");
    }
}
