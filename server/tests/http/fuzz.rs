//! Whatever is sent to whatever address, nothing answers that something of ours failed.

use crate::{
    harness::{Client, insert},
    permissions::RULES,
    world::World,
};
use axum::{body::Body, http::Method};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use serde_json::{Map, Value, json};

/// How often each address is tried with each seed.
const TRIES: usize = 40;
/// Every name of a field, of a part of a query, or of JSON.
const NAMES: &[&str] = &[
    "about",
    "act",
    "accept",
    "action",
    "after",
    "base",
    "base_edits",
    "base_revision",
    "base_version",
    "below",
    "because",
    "body",
    "costs",
    "currency",
    "current",
    "differs",
    "done",
    "draft",
    "drafts",
    "email",
    "favorite",
    "feature",
    "follow",
    "followed",
    "from",
    "handle",
    "how",
    "introduction",
    "invite",
    "kind",
    "label",
    "licence",
    "limit",
    "links",
    "looked",
    "moderation",
    "months",
    "name",
    "next",
    "note",
    "numbers",
    "once",
    "order",
    "parent",
    "password",
    "person",
    "pitch",
    "place",
    "plan",
    "price",
    "q",
    "question",
    "quote",
    "reason",
    "report",
    "revenue",
    "revision",
    "section",
    "show",
    "since",
    "sort",
    "stage",
    "tag",
    "tags",
    "title",
    "to",
    "unchanged",
    "understood",
    "unit_cost",
    "until",
    "version",
    "verdict",
    "vote",
    "waiting",
    "who",
    "with",
    "words",
];
/// Values that reach past the first check.
const PLAUSIBLE: &[&str] = &[
    "",
    "0",
    "1",
    "2",
    "-1",
    "yes",
    "no",
    "publish",
    "draft",
    "preview",
    "erase",
    "hot",
    "new",
    "top",
    "old",
    "best",
    "sketch",
    "seeking",
    "CC0-1.0",
    "USD",
    "energy",
    "who-pays",
    "roof tag:energy even:<60",
    "kind:comment \"who fixes\" -coin",
    "comment",
    "person",
    "1..2",
    "1..1@1",
    "2026-03",
    "tree",
    "rules",
    "save",
    "plans",
    "plan.published",
    "operator",
    "2026-11-01",
    "1793523600000000_3",
    "hide",
    "ada",
    "ben",
    "9223372036854775807",
    "99999999999999999999999",
    "-9223372036854775808",
    "1.5",
    "NaN",
    "Infinity",
    "null",
    "true",
    "[]",
    "{}",
    "Solar laundromat for apartment blocks",
    "Coin laundry on roof power: residents prepay washes.",
    "## Who pays\n\nTenants.",
    "ada@example.org",
    "seven wet umbrellas",
];

fn value(rng: &mut StdRng) -> String {
    match rng.random_range(0..10) {
        0..5 => (*PLAUSIBLE.choose(rng).expect("some")).to_owned(),
        5..8 => (*naughty_strings::BLNS.choose(rng).expect("some")).to_owned(),
        8 => char::from(rng.random_range(33..127_u8))
            .to_string()
            .repeat(rng.random_range(1..3_000)),
        _ => (0..rng.random_range(1..20))
            .filter_map(|_| char::from_u32(rng.random_range(0..0x0011_0000)))
            .collect(),
    }
}

/// A text as a part of an address or a form, now and then with bytes that are no text.
fn written(text: &str, rng: &mut StdRng) -> String {
    let pair = serde_urlencoded::to_string([("", text)]).expect("a pair");
    let mut written = pair.trim_start_matches('=').replace('+', "%20");
    if rng.random_bool(0.05) {
        written.push_str(
            ["%ff", "%c3%28", "%00", "%ed%a0%80", "%"]
                .choose(rng)
                .expect("some"),
        );
    }
    written
}

fn pairs(rng: &mut StdRng) -> String {
    let count = rng.random_range(0..8);
    let pairs = (0..count).map(|_| {
        let name = NAMES.choose(rng).expect("some");
        let value = value(rng);
        format!("{name}={}", written(&value, rng))
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn document(rng: &mut StdRng, depth: usize) -> Value {
    match rng.random_range(0..8) {
        0 => json!(null),
        1 => json!(rng.random_bool(0.5)),
        2 => json!(rng.random_range(i64::MIN..i64::MAX)),
        3 if depth > 0 => (0..rng.random_range(0..4))
            .map(|_| document(rng, depth - 1))
            .collect(),
        4 | 5 if depth > 0 => object(rng, depth - 1),
        _ => json!(value(rng)),
    }
}

fn object(rng: &mut StdRng, depth: usize) -> Value {
    let mut members = Map::new();
    for _ in 0..rng.random_range(0..10) {
        let name = NAMES.choose(rng).expect("some");
        members.insert((*name).to_owned(), document(rng, depth));
    }
    Value::Object(members)
}

fn address(pattern: &str, rng: &mut StdRng) -> String {
    let parts: Vec<_> = pattern
        .split('/')
        .map(|part| match part {
            part if !part.starts_with('{') => part.to_owned(),
            _ if rng.random_bool(0.6) => rng.random_range(1..4).to_string(),
            _ => {
                let value: String = value(rng).chars().take(100).collect();
                written(&value, rng)
            }
        })
        .collect();
    let path = parts.join("/");
    if rng.random_bool(0.5) {
        format!("{path}?{}", pairs(rng))
    } else {
        path
    }
}

async fn try_once(
    client: &Client,
    method: &str,
    pattern: &str,
    rng: &mut StdRng,
) -> Option<String> {
    let address = address(pattern, rng);
    // What is no address does not get past a client.
    let uri: axum::http::Uri = address.parse().ok()?;
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let mut request = client.request(method.clone(), "/");
    *request.uri_mut() = uri;
    let (kind, body) = if pattern.starts_with("/api/") {
        ("application/json", object(rng, 3).to_string())
    } else {
        ("application/x-www-form-urlencoded", pairs(rng))
    };
    let sent = body.clone();
    if method != Method::GET {
        *request.body_mut() = Body::from(body);
        insert(request.headers_mut(), "content-type", kind);
        insert(request.headers_mut(), "sec-fetch-site", "same-origin");
    }
    let answer = client.begin(request).await;
    let failed = answer.status.is_server_error();
    failed.then(|| format!("{} {method} {address} {sent:.300}", answer.status))
}

async fn try_everything(seed: u64) {
    let world = World::new().await;
    world.fresh.follow().await;
    let rng = &mut StdRng::seed_from_u64(seed);
    let mut failures = Vec::new();
    for (method, pattern, ..) in RULES {
        for _ in 0..TRIES {
            let clients = [
                &world.anonymous,
                &world.suspended,
                &world.ben,
                &world.ada,
                &world.mo,
            ];
            let client = clients.choose(rng).expect("some");
            failures.extend(try_once(client, method, pattern, rng).await);
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
    world.fresh.verify().await;
}

#[tokio::test]
async fn nothing_fails_whatever_is_sent() {
    try_everything(1).await;
}
