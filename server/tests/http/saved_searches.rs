//! The feed of a search, and searches that somebody keeps.

use crate::{
    harness::{Answer, BEGINNING, Client, Fresh, insert},
    world::{World, typed},
};
use atom_syndication::Feed;
use axum::http::Method;
use domain::{clock::Timestamp, plans::Typed};
use serde_json::{Value, json};
use std::collections::HashSet;

/// A bakery beside the laundry, and the index knows both.
async fn searched() -> World {
    let world = World::new().await;
    world.publish(bakery("Bakery on a cargo bike")).await;
    world.fresh.follow().await;
    world
}

fn bakery(title: &str) -> Typed {
    Typed {
        title: title.into(),
        pitch: "Fresh bread at the doors of <offices> before nine.".into(),
        body: "## Team\n\nTwo bakers & a rider, who wash nothing.".into(),
        tags: vec!["food".into()],
        ..typed()
    }
}

/// What RFC 4287 asks of a feed, beyond that it can be read.
fn feed(answer: &Answer) -> Feed {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let kind = answer.header("content-type");
    assert_eq!(kind, "application/atom+xml; charset=utf-8");
    let feed = Feed::read_from(answer.text.as_bytes()).expect("a feed");
    let mut ids = HashSet::from([feed.id.clone()]);
    let own = feed.links.iter().find(|link| link.rel == "self");
    assert_eq!(own.expect("its own address").href, feed.id);
    for entry in &feed.entries {
        assert!(ids.insert(entry.id.clone()), "twice: {}", entry.id);
        assert!(entry.id.starts_with("https://plans.example/"));
        assert!(!entry.title.value.is_empty() && !entry.authors.is_empty());
        assert!(entry.links.iter().any(|link| link.rel == "alternate"));
        assert!(entry.updated <= feed.updated && entry.published.is_some());
    }
    feed
}

fn titles(feed: &Feed) -> Vec<&str> {
    let titles = feed.entries.iter().map(|entry| entry.title.value.as_str());
    titles.collect()
}

#[tokio::test]
async fn every_search_has_a_feed_of_its_own() {
    let world = searched().await;
    let answer = world
        .anonymous
        .get("/search.atom?q=%20Bakers%20tag%3AFOOD")
        .await;
    feed(&answer);
    assert_eq!(answer.header("cache-control"), "public, max-age=300");
    insta::assert_snapshot!(answer.text.replace("><", ">\n<"), @r#"
    <?xml version="1.0"?>
    <feed xmlns="http://www.w3.org/2005/Atom">
    <title>Openplan: Plans with “Bakers”, tagged food</title>
    <id>https://plans.example/search.atom?q=Bakers+tag%3Afood</id>
    <updated>2026-11-01T09:00:00+00:00</updated>
    <link href="https://plans.example/search.atom?q=Bakers+tag%3Afood" rel="self" type="application/atom+xml"/>
    <link href="https://plans.example/search?q=Bakers+tag%3Afood&amp;sort=new" rel="alternate" type="text/html"/>
    <entry>
    <title>Bakery on a cargo bike</title>
    <id>https://plans.example/plans/2</id>
    <updated>2026-11-01T09:00:00+00:00</updated>
    <author>
    <name>ada</name>
    <uri>https://plans.example/people/ada</uri>
    </author>
    <category term="food"/>
    <link href="https://plans.example/plans/2/bakery-on-a-cargo-bike" rel="alternate" type="text/html"/>
    <published>2026-11-01T09:00:00+00:00</published>
    <rights>CC BY-SA 4.0</rights>
    <summary>Two bakers &amp; a rider, who wash nothing.</summary>
    </entry>
    </feed>
    "#);
    let page = world.anonymous.get("/search?q=bakers").await.text;
    let announced = "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Plans with “bakers”\" href=\"/search.atom?q=bakers\">";
    assert!(page.contains(announced), "{page}");
    assert!(
        page.contains("href=\"/search.atom?q=bakers\" class=\"tag\">Feed</a>"),
        "{page}"
    );
}

#[tokio::test]
async fn a_feed_holds_the_newest_first_of_any_kind() {
    let world = searched().await;
    let all = feed(&world.anonymous.get("/search.atom").await);
    assert_eq!(
        titles(&all),
        [
            "Bakery on a cargo bike",
            "Solar laundromat for apartment blocks"
        ]
    );
    assert_eq!(all.title.value, "Openplan: All plans");
    let comments = world
        .anonymous
        .get("/search.atom?q=fixes&kind=comment&sort=forked&after=1")
        .await;
    let comments = feed(&comments);
    assert_eq!(
        titles(&comments),
        ["ada on Solar laundromat for apartment blocks"]
    );
    let said = comments.entries[0].summary.as_ref().expect("an excerpt");
    assert_eq!(said.value, "Who fixes it?");
    let named = feed(
        &world
            .anonymous
            .get("/search.atom?q=fixes+kind%3Acomment")
            .await,
    );
    assert_eq!(named, comments, "the same in other words");
    let people = feed(&world.anonymous.get("/search.atom?q=ada&kind=person").await);
    assert_eq!(titles(&people), ["ada"]);
    assert_eq!(
        people.entries[0].links[0].href,
        "https://plans.example/people/ada"
    );
    assert_eq!(
        titles(&feed(&world.anonymous.get("/search.atom?q=zeppelin").await)),
        [""; 0]
    );
}

#[tokio::test]
async fn a_reader_that_has_the_feed_is_told_so() {
    let world = searched().await;
    let again = async |tag: &str| {
        let mut again = world.anonymous.request(Method::GET, "/search.atom?q=bread");
        insert(again.headers_mut(), "if-none-match", tag);
        world.anonymous.send(again).await
    };
    let first = world.anonymous.get("/search.atom?q=bread").await;
    let known = again(first.header("etag")).await;
    assert_eq!((known.status.as_u16(), known.text.as_str()), (304, ""));
    assert_eq!(known.header("etag"), first.header("etag"));
    let id = world.publish(bakery("Bread by the canal")).await;
    world.fresh.follow().await;
    let second = again(first.header("etag")).await;
    assert_eq!(
        titles(&feed(&second)),
        ["Bread by the canal", "Bakery on a cargo bike"]
    );
    domain::plans::withdraw(&world.fresh.forum, &world.founder, id)
        .await
        .expect("withdrawn");
    let third = again(second.header("etag")).await;
    assert_eq!(
        titles(&feed(&third)),
        ["Bakery on a cargo bike"],
        "gone at once"
    );
}

#[tokio::test]
async fn whatever_a_feed_is_asked_for_it_is_answered() {
    let world = searched().await;
    let long = "x ".repeat(1_500);
    for typed in [
        "((\"",
        "\u{1f9fa}\u{200b}",
        "colour:red -",
        "even:soon",
        "a\u{1}b]]>&<",
        &long,
    ] {
        let q = serde_urlencoded::to_string([("q", typed)]).expect("a query");
        feed(&world.anonymous.get(&format!("/search.atom?{q}")).await);
    }
    for odd in [
        "/search.atom?kind=x",
        "/search.atom?q=a&q=b",
        "/search.atom?&&=",
    ] {
        feed(&world.anonymous.get(odd).await);
    }
    let endless = format!("/search.atom?q={}", "word+".repeat(10_000));
    assert_eq!(world.anonymous.get(&endless).await.status, 414);
}

#[tokio::test]
async fn a_feed_waits_for_the_first_index() {
    let fresh = Fresh::new().await;
    let answer = fresh.visitor().get("/search.atom?q=bread").await;
    assert_eq!(answer.status, 503, "{}", answer.text);
    assert_eq!(answer.header("retry-after"), "60");
}

#[tokio::test]
async fn a_search_is_saved_opened_renamed_and_deleted() {
    let world = searched().await;
    let (ben, found) = (&world.ben, "/search?q=Bread+tag%3Afood");
    let empty = ben.get("/searches").await.text;
    assert!(empty.contains("Nothing saved yet"), "{empty}");
    let offered = ben.get(found).await.text;
    assert!(offered.contains("Save this search"), "{offered}");
    let fields = [
        ("q", "Bread tag:food"),
        ("kind", "plan"),
        ("name", ""),
        ("next", found),
    ];
    let saved = ben.post_form("/searches", &fields).await;
    assert_eq!((saved.status.as_u16(), saved.location()), (303, found));
    let told = ben.get("/search?q=tag%3Afood+bread").await.text;
    assert!(
        told.contains("Saved as <a href=\"/searches\">Bread tag:food</a>"),
        "{told}"
    );
    assert!(!told.contains("Save this search"));

    world.fresh.forum.set_clock(BEGINNING.plus(Timestamp::DAY));
    world.publish(bakery("Bread by the canal")).await;
    world.fresh.follow().await;
    let listed = ben.get("/searches").await.text;
    for part in [
        ">Bread tag:food</button>",
        "<span class=\"news\">1 new</span>",
        "<p>Plans with “Bread”, tagged food</p>",
        "href=\"/search.atom?q=Bread+tag%3Afood\">Feed</a>",
        "action=\"/searches/2/open\"",
    ] {
        assert!(listed.contains(part), "{part}: {listed}");
    }
    let opened = ben.post_form("/searches/2/open", &[]).await;
    let shown = format!("/search?q=Bread+tag%3Afood&sort=new&since={}", BEGINNING.0);
    assert_eq!(opened.location(), shown);
    let shown = ben.get(&shown).await.text;
    assert_eq!(
        shown.matches("<span class=\"news\">New</span>").count(),
        1,
        "{shown}"
    );
    let marked = "<mark>Bread</mark> by the canal<!></a> <span class=\"news\">New</span>";
    assert!(shown.contains(marked), "{shown}");
    let listed = ben.get("/searches").await.text;
    assert!(!listed.contains("class=\"news\""), "{listed}");

    let renamed = ben
        .post_form("/searches/2", &[("name", "Loaves <b>")])
        .await;
    assert_eq!(renamed.location(), "/searches");
    let page = ben.get("/searches/2").await.text;
    assert!(page.contains("<h1>Loaves &lt;b&gt;</h1>"), "{page}");
    assert!(
        page.contains("https://plans.example/search.atom?q=Bread+tag%3Afood"),
        "{page}"
    );
    let deleted = ben.post_form("/searches/2/delete", &[]).await;
    assert_eq!(deleted.location(), "/searches?done=deleted");
    assert!(
        ben.get("/searches")
            .await
            .text
            .contains("Nothing saved yet")
    );
}

#[tokio::test]
async fn who_has_not_signed_in_is_asked_to_and_comes_back() {
    let world = searched().await;
    let page = world.anonymous.get("/search?q=bread").await.text;
    let way = "href=\"/sign-in?next=/search%3Fq%3Dbread\" class=\"tag\">Sign in to save it</a>";
    assert!(page.contains(way), "{page}");
    let nothing = world.ben.get("/search").await.text;
    assert!(!nothing.contains("Save this search") && nothing.contains(">Feed</a>"));
    assert!(
        nothing.contains("class=\"tag\">Saved searches</a>"),
        "{nothing}"
    );
}

#[tokio::test]
async fn a_mistake_is_told_by_its_field_and_everything_typed_is_kept() {
    let world = searched().await;
    let (long_name, many) = ("n".repeat(81), "word ".repeat(10_000));
    for (q, name, told) in [
        ("", "Mine", "Type what to look for"),
        ("\u{1f9fa}", "Mine", "Type what to look for"),
        (
            many.trim(),
            "Mine",
            "At most 32 words and 512 letters are read",
        ),
        ("bread", long_name.as_str(), "Name is 81 letters long"),
        ("bread", "A bell \u{7}", "control character"),
    ] {
        let fields = [
            ("q", q),
            ("kind", "comment"),
            ("name", name),
            ("next", "//evil.example"),
        ];
        let answer = world.ben.post_form("/searches", &fields).await;
        assert_eq!(answer.status, 422, "{q:.20}");
        assert!(answer.text.contains(told), "{told}: {:.3000}", answer.text);
        for kept in [q, name] {
            assert!(
                answer.text.contains(&format!("value=\"{kept}\"")),
                "{kept:.20}"
            );
        }
        assert!(answer.text.contains("<option value=\"comment\" selected"));
    }
    let answer = world
        .ada
        .post_form("/searches/1", &[("name", &long_name)])
        .await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains(&long_name) && answer.text.contains("81 letters long"));
    let elsewhere = [("q", "bread"), ("next", "//evil.example")];
    let saved = world.ben.post_form("/searches", &elsewhere).await;
    assert_eq!(saved.location(), "/searches?done=saved");
    let again = world.ben.post_form("/searches", &elsewhere).await;
    assert_eq!(again.location(), "/searches?done=already");
}

async fn call(client: &Client, method: Method, path: &str, body: Value) -> (u16, Value) {
    let answer = client.call(method, path, &body).await;
    let status = answer.status.as_u16();
    (
        status,
        if status == 204 {
            Value::Null
        } else {
            answer.json()
        },
    )
}

#[tokio::test]
async fn programs_keep_searches_too() {
    let world = searched().await;
    let asked = json!({"q": "Bread even:<90", "kind": "plan"});
    let (status, saved) = call(&world.ben, Method::POST, "/searches", asked).await;
    assert_eq!(status, 201);
    insta::assert_json_snapshot!(saved, @r#"
    {
      "asks": "Plans with “Bread”, breaking even by day 89",
      "created_at": "2026-11-01T09:00:00Z",
      "feed": "https://plans.example/search.atom?q=Bread+even%3A%3C%3D89",
      "id": 2,
      "kind": "plan",
      "looked_at": "2026-11-01T09:00:00Z",
      "name": "Bread even:<=89",
      "new": 0,
      "q": "Bread even:<=89"
    }
    "#);
    let spelled = json!({"q": "even:<=89 BREAD", "name": "Other"});
    let (status, again) = call(&world.ben, Method::POST, "/searches", spelled).await;
    assert_eq!((status, &again), (200, &saved));
    let (_, list) = call(&world.ben, Method::GET, "/searches", json!(null)).await;
    assert_eq!(list, json!({"items": [saved], "next": null}));

    let at = "/searches/2";
    world.publish(bakery("Bread by the canal")).await;
    world.fresh.follow().await;
    let (_, renamed) = call(&world.ben, Method::PATCH, at, json!({"name": "Loaves"})).await;
    assert_eq!(
        (&renamed["name"], &renamed["new"]),
        (&json!("Loaves"), &json!(1))
    );
    let (_, looked) = call(&world.ben, Method::PATCH, at, json!({"looked": true})).await;
    assert_eq!(
        (&looked["name"], &looked["new"]),
        (&json!("Loaves"), &json!(0))
    );
    let (_, as_it_is) = call(&world.ben, Method::PATCH, at, json!({})).await;
    assert_eq!(as_it_is, looked);
    for (method, body) in [
        (Method::PATCH, json!({"looked": true})),
        (Method::PATCH, json!({})),
        (Method::DELETE, json!(null)),
    ] {
        assert_eq!(call(&world.ada, method, at, body).await.0, 404);
    }
    assert_eq!(
        call(&world.ben, Method::DELETE, at, json!(null)).await.0,
        204
    );
    assert_eq!(
        call(&world.ben, Method::DELETE, at, json!(null)).await.0,
        404
    );
}

#[tokio::test]
async fn a_program_is_told_field_by_field_what_is_wrong() {
    let world = searched().await;
    for (body, field) in [
        (json!({"q": ""}), "q"),
        (json!({"q": "word ".repeat(10_000)}), "q"),
        (json!({"q": 7}), "q"),
        (json!({"q": "bread", "kind": "plans"}), "kind"),
        (json!({"q": "bread", "name": "n".repeat(81)}), "name"),
    ] {
        let (status, problem) = call(&world.ben, Method::POST, "/searches", body).await;
        assert_eq!(
            (status, &problem["errors"][0]["field"]),
            (422, &json!(field)),
            "{problem}"
        );
    }
    for id in ["0", "-1", "x", "99999999999999999999"] {
        let path = format!("/searches/{id}");
        assert_eq!(
            call(&world.ada, Method::PATCH, &path, json!({})).await.0,
            404,
            "{id}"
        );
        assert_eq!(world.ada.get(&path).await.status, 404, "{id}");
    }
}
