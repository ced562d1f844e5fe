//! The public log: page, feed, export and calls.

use crate::{
    bad_input::held,
    harness::{Answer, Client, Fresh, insert},
    world::World,
};
use axum::http::Method;
use domain::{
    hash::Hash,
    ids::PlanId,
    log::{self, Kind},
};
use scraper::{Html, Selector};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The words of each entry on a page, the newest first.
fn acts(page: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let items = Selector::parse(".acts > li > p:first-child").expect("a selector");
    page.select(&items)
        .map(|item| item.text().collect())
        .collect()
}

async fn seen(client: &Client, path: &str) -> Vec<String> {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.text);
    acts(&page.text)
}

#[tokio::test]
async fn everybody_reads_who_did_what() {
    let world = World::new().await;
    let page = world.anonymous.get("/log").await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("noindex"));
    let acts = acts(&page.text);
    assert_eq!(
        acts[0],
        "ada proposed Solar laundromat for apartment blocks for Whatever runs on sun"
    );
    for told in [
        "root-of-all changed the page Rules: “Rules of day 1”",
        "root-of-all changed the page Rules: “Rules of day 0”",
        "mo-clark made ada a curator of Whatever runs on sun",
        "ada revised Solar laundromat for apartment blocks (revision 2): “Card fees counted”",
        "ada posted a comment on Solar laundromat for apartment blocks",
        "The operator suspended the account of sue",
    ] {
        assert!(acts.contains(&told.to_owned()), "{acts:#?}");
    }
    for link in [
        "href=\"/people/ada\"",
        "href=\"/plans/1/solar-laundromat-for-apartment-blocks\"",
        "href=\"/plans/1/history/2\"",
        "href=\"/comments/1\"",
        "href=\"/suggestions/1\"",
        "href=\"/pages/rules/history/2\"",
        "href=\"/help/log\"",
        "href=\"/log.ndjson\"",
    ] {
        assert!(page.text.contains(link), "{link}");
    }
    let head = log::head(&world.fresh.forum).await.expect("a head");
    assert!(page.text.contains(&head.hash.to_hex()));
    assert!(page.text.contains(&format!("Entry {}", head.seq)));
    let home = world.anonymous.get("/").await.text;
    assert!(home.contains("<a href=\"/log\">Log</a>"), "the foot");
}

#[tokio::test]
async fn it_is_narrowed_by_a_form_that_needs_no_script() {
    let world = World::new().await;
    let asked = "/log?person=ada&act=comments&moderation=&since=2026-11-01&until=&after=";
    let sent = world.ben.get(asked).await;
    let clean = "/log?person=ada&act=comments&since=2026-11-01";
    assert_eq!((sent.status.as_u16(), sent.location()), (303, clean));
    let page = world.ben.get(clean).await;
    assert_eq!(
        acts(&page.text),
        ["ada posted a comment on Solar laundromat for apartment blocks"]
    );
    assert!(page.text.contains("noindex"));
    assert_eq!(held(&page.text, "person").as_deref(), Some("ada"));
    assert_eq!(held(&page.text, "act").as_deref(), Some("comments"));
    assert_eq!(held(&page.text, "since").as_deref(), Some("2026-11-01"));
    assert!(page.text.contains("/log.atom?person=ada"));
    let order = seen(&world.ben, "/log?moderation=yes").await;
    assert!(order.iter().all(|act| {
        ["made ", "suspended ", "changed the page"]
            .iter()
            .any(|deed| act.contains(deed))
    }));
    assert_eq!(order.len(), 5, "{order:#?}");
    let none = world.ben.get("/log?until=2026-10-31").await;
    assert!(none.text.contains("Nothing like that was done"));
}

#[tokio::test]
async fn what_is_typed_wrong_is_told_beside_it_and_kept() {
    let world = World::new().await;
    let asked = "/log?person=nobody-here&act=plans&since=yesterday&until=2026-11-01";
    let page = world.ben.get(asked).await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("nobody’s handle here"));
    assert!(page.text.contains("must be a day"));
    for (field, value) in [
        ("person", "nobody-here"),
        ("act", "plans"),
        ("since", "yesterday"),
        ("until", "2026-11-01"),
    ] {
        assert_eq!(held(&page.text, field).as_deref(), Some(value), "{field}");
    }
    for (path, status) in [
        ("/log?after=nowhere", 404),
        ("/log/0", 404),
        ("/log/999999", 404),
        ("/log/one", 404),
        ("/log.ndjson?after=one", 404),
        ("/log.atom?act=plan.eaten", 400),
        ("/log?person=%ff", 400),
    ] {
        assert_eq!(world.ben.get(path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn nothing_typed_becomes_markup() {
    let world = World::new().await;
    let script = "<script>alert(1)</script>";
    let typed = domain::plans::Typed {
        title: format!("A plan {script}"),
        ..crate::world::typed()
    };
    world.publish(typed).await;
    for path in [
        "/log",
        "/log.atom",
        "/log?person=%3Cscript%3E&act=%3Cscript%3E",
    ] {
        let page = world.anonymous.get(path).await.text;
        assert!(!page.contains(script), "{path}");
        assert!(!page.contains("<script>alert"), "{path}");
    }
}

#[tokio::test]
async fn a_long_log_is_read_page_by_page() {
    let world = World::new().await;
    for number in 0..60 {
        world.comment(PlanId(1), &format!("Remark {number}.")).await;
    }
    let entries = log::newest(&world.fresh.forum).await.expect("read").0;
    let (mut all, mut path) = (Vec::new(), "/log".to_owned());
    for _ in 0..10 {
        let page = world.anonymous.get(&path).await.text;
        all.extend(acts(&page));
        let document = Html::parse_document(&page);
        let next = Selector::parse("a[rel=next]").expect("a selector");
        let Some(next) = document.select(&next).next() else {
            break;
        };
        path = next.value().attr("href").expect("an address").to_owned();
    }
    assert_eq!(i64::try_from(all.len()), Ok(entries));
}

#[tokio::test]
async fn an_entry_has_a_page_with_all_that_is_hashed() {
    let world = World::new().await;
    let head = log::head(&world.fresh.forum).await.expect("a head");
    let page = world.ben.get(&format!("/log/{}", head.seq)).await;
    assert_eq!(page.status, 200);
    for part in [
        "ada",
        "listing.proposed",
        "listing:2",
        &head.hash.to_hex(),
        "The hash is that of what stands here",
    ] {
        assert!(page.text.contains(part), "{part}");
    }
    world
        .fresh
        .execute("UPDATE log SET at = at + 1 WHERE seq = 3")
        .await;
    let changed = world.ben.get("/log/3").await;
    assert!(changed.text.contains("this entry has been changed"));
}

/// The chain, followed from the export alone, by nothing but what the help page says.
fn follow(export: &str) -> (i64, String) {
    let (mut seq, mut head) = (0, "0".repeat(64));
    for line in export.lines() {
        let mut entry: BTreeMap<String, Value> = serde_json::from_str(line).expect("an entry");
        let found = entry.remove("hash").expect("a hash");
        let prev = entry.remove("prev_hash").expect("a hash");
        assert_eq!(prev, head.as_str(), "entry {} follows", seq + 1);
        let keys: Vec<_> = entry.keys().map(String::as_str).collect();
        assert_eq!(keys, ["act", "actor", "at", "detail", "seq", "subject"]);
        // Keys in order, no spaces: what canonical JSON is when there are only texts and whole numbers.
        let text = serde_json::to_string(&entry).expect("JSON");
        let bytes: Vec<u8> = (0..64)
            .step_by(2)
            .map(|at| u8::from_str_radix(&head[at..at + 2], 16).expect("two digits"))
            .collect();
        assert_eq!(found, Hash::of(&[&bytes, text.as_bytes()]).to_hex());
        seq += 1;
        assert_eq!(entry["seq"], seq);
        found.as_str().expect("a text").clone_into(&mut head);
    }
    (seq, head)
}

#[tokio::test]
async fn the_chain_is_checked_from_the_export_alone() {
    let world = World::new().await;
    let export = world.anonymous.get("/log.ndjson").await;
    assert_eq!(export.status, 200);
    assert_eq!(export.header("content-type"), "application/x-ndjson");
    let (seq, head) = follow(&export.text);
    assert!(seq > 10);
    let told = world.anonymous.get("/api/v1/log/head").await.json();
    assert_eq!(
        (told["seq"].as_i64(), told["hash"].as_str()),
        (Some(seq), Some(head.as_str()))
    );
    let mut checked = log::Export::default();
    for line in export.text.lines() {
        assert_eq!(checked.follow(line), Vec::<String>::new());
    }
    assert_eq!(
        checked.head().map(|(seq, hash)| (seq, hash.to_hex())),
        Some((seq, head))
    );
}

#[tokio::test]
async fn an_export_is_resumed_and_holds_more_than_fits_at_once() {
    let world = World::new().await;
    for number in 0..600 {
        world.comment(PlanId(1), &format!("Remark {number}.")).await;
    }
    let whole = world.anonymous.get("/log.ndjson").await.text;
    let (seq, _) = follow(&whole);
    assert!(seq > 600);
    let rest = world
        .anonymous
        .get(&format!("/log.ndjson?after={}", seq - 5))
        .await;
    let before = usize::try_from(seq - 5).expect("a small number");
    let last: Vec<_> = whole.lines().skip(before).collect();
    assert_eq!(rest.text.lines().collect::<Vec<_>>(), last);
    let none = world
        .anonymous
        .get(&format!("/log.ndjson?after={seq}"))
        .await;
    assert_eq!((none.status.as_u16(), none.text.as_str()), (200, ""));
}

#[tokio::test]
async fn a_feed_follows_what_was_asked_for() {
    let world = World::new().await;
    let feed = world.anonymous.get("/log.atom?person=ada&act=plans").await;
    assert_eq!(feed.status, 200);
    let titles: Vec<_> = feed
        .text
        .split("<title>")
        .skip(1)
        .filter_map(|rest| rest.split("</title>").next())
        .collect();
    assert_eq!(
        titles,
        [
            "Openplan: The log: Plans, by ada",
            "ada said where Solar laundromat for apartment blocks runs",
            "ada revised Solar laundromat for apartment blocks (revision 2)",
            "ada posted the plan Solar laundromat for apartment blocks",
        ]
    );
    for part in [
        "href=\"https://plans.example/log.atom?person=ada&amp;act=plans\" rel=\"self\"",
        "<id>https://plans.example/log/10</id>",
        "href=\"https://plans.example/log/10\" rel=\"alternate\"",
        "href=\"https://plans.example/plans/1/history/2\" rel=\"related\"",
        "<category term=\"plan.revised\"/>",
        "<summary>Card fees counted</summary>",
        "<uri>https://plans.example/people/ada</uri>",
    ] {
        assert!(feed.text.contains(part), "{part}: {}", feed.text);
    }
    let mut again = world
        .anonymous
        .request(Method::GET, "/log.atom?person=ada&act=plans");
    insert(again.headers_mut(), "if-none-match", feed.header("etag"));
    assert_eq!(world.anonymous.send(again).await.status, 304);
    let all = world.anonymous.get("/log.atom").await.text;
    assert!(all.contains("<name>The operator</name>"));
}

async fn called(client: &Client, query: &str) -> Answer {
    client.get(&format!("/api/v1/log{query}")).await
}

#[tokio::test]
async fn programs_read_the_same() {
    let world = World::new().await;
    let answer = called(&world.anonymous, "?person=ada&act=plan.revised").await;
    assert_eq!(answer.status, 200);
    let mut json = answer.json();
    let item = &mut json["items"][0];
    for hash in ["hash", "prev_hash"] {
        assert_eq!(item["entry"][hash].as_str().map(str::len), Some(64));
        item["entry"][hash] = json!("…");
    }
    item["entry"]["detail"]["content"] = json!("…");
    let title = "Solar laundromat for apartment blocks";
    let words = |words: &str| json!({"words": words, "address": null});
    assert_eq!(
        json,
        json!({
            "items": [{
                "seq": 10,
                "at": "2026-11-01T09:00:00Z",
                "act": "plan.revised",
                "actor": {"handle": "ada", "name": "ada"},
                "moderation": false,
                "text": format!("ada revised {title} (revision 2)"),
                "sentence": [
                    {"words": "ada", "address": "/people/ada"},
                    words(" revised "),
                    {"words": title, "address": "/plans/1/solar-laundromat-for-apartment-blocks"},
                    words(" ("),
                    {"words": "revision 2", "address": "/plans/1/history/2"},
                    words(")"),
                ],
                "why": "Card fees counted",
                "address": "/log/10",
                "entry": {
                    "act": "plan.revised",
                    "actor": 1,
                    "at": 1_793_523_600_000_000_i64,
                    "detail": {"content": "…", "revision": 2},
                    "hash": "…",
                    "prev_hash": "…",
                    "seq": 10,
                    "subject": "plan:1",
                },
            }],
            "next": null,
        })
    );
    let mut after = String::new();
    let mut seqs = Vec::new();
    loop {
        let page = called(&world.ben, &format!("?limit=3{after}")).await.json();
        let items = page["items"].as_array().expect("a list");
        assert!(items.len() <= 3);
        seqs.extend(
            items
                .iter()
                .map(|item| item["seq"].as_i64().expect("a number")),
        );
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    let newest = log::newest(&world.fresh.forum).await.expect("read").0;
    assert_eq!(seqs, (1..=newest).rev().collect::<Vec<_>>());
    for (query, field) in [
        ("?person=nobody-here", "person"),
        ("?act=plan.eaten", "act"),
        ("?since=2026", "since"),
        ("?until=x", "until"),
        ("?after=x", "after"),
        ("?limit=x", "limit"),
    ] {
        let answer = called(&world.ben, query).await;
        assert_eq!(answer.status, 422, "{query}");
        assert_eq!(answer.json()["errors"][0]["field"], field, "{query}");
    }
}

#[tokio::test]
async fn an_empty_log_says_so() {
    let fresh = Fresh::new().await;
    let page = fresh.visitor().get("/log").await;
    assert!(page.text.contains("Nothing has been done yet"));
    assert_eq!(fresh.visitor().get("/log.ndjson").await.text, "");
    let head = fresh.visitor().get("/api/v1/log/head").await.json();
    assert_eq!(head, json!({"seq": 0, "hash": "0".repeat(64), "at": null}));
    assert_eq!(fresh.visitor().get("/log.atom").await.status, 200);
}

/// Every kind of act can be chosen, and each is in the form once.
#[tokio::test]
async fn every_kind_of_act_can_be_chosen() {
    let fresh = Fresh::new().await;
    let page = Html::parse_document(&fresh.visitor().get("/log").await.text);
    let options = Selector::parse("#field-act optgroup option").expect("a selector");
    let values: Vec<_> = page
        .select(&options)
        .filter_map(|option| option.value().attr("value"))
        .collect();
    for kind in Kind::ALL {
        let times = values.iter().filter(|value| **value == kind.as_str());
        assert_eq!(times.count(), 1, "{kind:?}");
        let path = format!("/log?act={}", kind.as_str());
        assert_eq!(fresh.visitor().get(&path).await.status, 200, "{path}");
    }
}
