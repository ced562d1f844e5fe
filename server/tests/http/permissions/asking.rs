//! Asking for an address as our own pages and programs do.

use crate::harness::{Answer, Client, insert};
use axum::{body::Body, http::Method};

/// The address with something of Ada's in its places.
pub fn filled(path: &str, asset: &str) -> String {
    path.replace("/plans/{id}/pull", "/plans/2/pull")
        .replace("/plans/{id}/upstream", "/plans/2/upstream")
        .replace("/history/{rev}", "/history/1")
        .replace("{range}", "1..2")
        .replace("{pair}", "1-2")
        .replace("{thing}", "account-2")
        .replace("/rounds/{id}/{slug}", "/rounds/1/machines-that-pay")
        .replace("{slug}", "solar-laundromat-for-apartment-blocks")
        .replace("{tag}", "energy")
        .replace("{part}", "1.xml")
        .replace("{handle}", "ada")
        .replace("{token}", "nobodys")
        .replace("{name}", asset)
        .replace("{page}", "rules")
        .replace("{seq}", "1")
        .replace("/plans/{plan}", "/plans/1")
        .replace("{id}", "1")
        + query(path)
}

/// What an address needs to be asked for at all.
fn query(path: &str) -> &str {
    if path == "/api/v1/plans/{id}/compare" {
        "?from=1&to=2"
    } else {
        ""
    }
}

/// Asks as our own pages do, or as a program.
pub async fn ask(client: &Client, method: &str, path: &str, sent: &str) -> Answer {
    let of_api = path.starts_with("/api/v1/");
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let mut request = client.request(method, path);
    *request.body_mut() = Body::from(sent.to_owned());
    let kind = if of_api {
        "application/json"
    } else {
        "application/x-www-form-urlencoded"
    };
    let headers = request.headers_mut();
    insert(headers, "content-type", kind);
    insert(headers, "sec-fetch-site", "same-origin");
    client.begin(request).await
}

/// The hashed name of a style sheet, as a page names it.
pub fn asset_of(page: &str) -> &str {
    let (_, rest) = page.split_once("/assets/").expect("a page has assets");
    rest.split('"').next().expect("a name ends")
}
