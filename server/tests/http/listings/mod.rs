//! Listings as pages, forms, files, feeds and frames.

mod calls;

use crate::{
    bad_input::assert_kept,
    harness::{Answer, Client, insert},
    world::{World, typed},
};
use axum::http::Method;
use domain::{
    clock::Timestamp,
    ids::{ListingId, PlanId},
    listings, plans,
    plans::Typed,
};
use serde_json::{Value, json};

/// Plans 2 and 3 of Ada's beside the first.
async fn with_plans() -> World {
    let world = World::new().await;
    for (title, tag) in [
        ("Wind on the roofs of barns", "energy"),
        ("A kiln by the shelf", "crafts"),
    ] {
        let typed = Typed {
            title: title.into(),
            tags: vec![tag.into()],
            ..typed()
        };
        world.publish(typed).await;
    }
    world.fresh.follow().await;
    world
}

async fn call(client: &Client, method: Method, path: &str, body: &Value) -> Answer {
    client.call(method, path, body).await
}

fn places(listing: &Value) -> Vec<(i64, i64)> {
    let items = listing["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| {
            let number = |value: &Value| value.as_i64().expect("a number");
            (number(&item["place"]), number(&item["plan"]["id"]))
        })
        .collect()
}

#[tokio::test]
async fn a_moderator_makes_a_listing_without_a_script() {
    let world = with_plans().await;
    let fields = [
        ("title", "Energy first"),
        ("introduction", "What *pays*."),
        ("once", "0123456789abcdef"),
    ];
    let made = world.mo.post_form("/listings/new", &fields).await;
    assert_eq!(
        (made.status.as_u16(), made.location()),
        (303, "/listings/3/edit")
    );
    let again = world.mo.post_form("/listings/new", &fields).await;
    assert_eq!(again.location(), "/listings/3/edit");
    for plan in ["3", "https://plans.example/plans/2/wind", "#1"] {
        let fields = [("plan", plan), ("note", "Read twice")];
        let put = world.mo.post_form("/listings/3/plans", &fields).await;
        assert_eq!(put.status, 303, "{plan}: {}", put.text);
    }
    let moved = world
        .mo
        .post_form("/listings/3/plans/1/move", &[("to", "top")])
        .await;
    assert_eq!(moved.location(), "/listings/3/edit#plan-1");
    let edit = world.mo.get("/listings/3/edit").await.text;
    let order: Vec<_> = edit
        .split("<li id=\"plan-")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(order, ["1", "3", "2"]);
    assert_eq!(world.anonymous.get("/listings/3").await.status, 404);
    assert!(
        world
            .mo
            .get("/listings?drafts=true")
            .await
            .text
            .contains("Energy first")
    );
    assert!(
        !world
            .ben
            .get("/listings?drafts=true")
            .await
            .text
            .contains("Energy first")
    );
    let published = world.mo.post_form("/listings/3/publish", &[]).await;
    assert_eq!(published.location(), "/listings/3/energy-first");
    let page = world.anonymous.get("/listings/3/energy-first").await.text;
    assert!(
        page.contains("What <em>pays</em>.") && page.contains("Read twice"),
        "{page}"
    );
    assert!(page.contains("class=\"chart cover\"") && page.contains("The figure as a table"));
    assert!(!page.contains("style=\""));
    for (path, to) in [
        ("/listings/3", "/listings/3/energy-first"),
        ("/listings/3/else", "/listings/3/energy-first"),
    ] {
        let answer = world.anonymous.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (308, to));
    }
    assert!(
        world
            .anonymous
            .get("/listings")
            .await
            .text
            .contains("Energy first")
    );
    let plan = "/plans/3/a-kiln-by-the-shelf";
    let beside = world.anonymous.get(plan).await.text;
    assert!(beside.contains("In listings") && beside.contains("/listings/3/energy-first"));
    let front = world.anonymous.get("/").await.text;
    assert!(!front.contains("class=\"featured\""));
    let featured = world
        .mo
        .post_form("/listings/3/feature", &[("feature", "yes")])
        .await;
    assert_eq!(featured.status, 303);
    let front = world.anonymous.get("/").await.text;
    assert!(front.contains("class=\"featured\"") && front.contains("/listings/3/energy-first"));
    let map = world.anonymous.get("/sitemap/1.xml").await.text;
    assert!(map.contains("https://plans.example/listings/3/energy-first"));
    assert_eq!(
        world.mo.post_form("/listings/3/withdraw", &[]).await.status,
        303
    );
    for path in ["/", "/listings", plan, "/sitemap/1.xml"] {
        let text = world.anonymous.get(path).await.text;
        assert!(!text.contains("energy-first"), "{path}");
    }
    world.fresh.verify().await;
}

#[tokio::test]
async fn what_is_typed_wrong_is_told_and_kept() {
    let world = with_plans().await;
    let long = "x".repeat(4_001);
    let good = [
        ("title", "Energy first"),
        ("introduction", "What *pays*."),
        ("question", "tag:energy"),
    ];
    for (name, value, words) in [
        ("title", "", "must not be empty"),
        ("title", "No", "at least 4"),
        ("title", "Turned \u{202e} around", "reverses the direction"),
        ("introduction", long.as_str(), "at most 4000"),
        ("introduction", "ding \u{7}", "control character"),
        ("question", "((", "Type what to look for"),
        ("question", "-coin", "what is to be there"),
    ] {
        let fields = crate::bad_input::with(&good, name, value);
        let wrong = (name, 422, words);
        assert_kept(&world, &world.mo, "/listings/new", &fields, wrong).await;
        let edit: Vec<_> = fields.into_iter().chain([("base", "0")]).collect();
        assert_kept(&world, &world.ada, "/listings/1/edit", &edit, wrong).await;
    }
    for (plan, words) in [
        ("", "its number"),
        ("solar", "its number"),
        ("99", "no such plan"),
        ("1", "already"),
    ] {
        let fields = [("plan", plan), ("note", "Read twice")];
        let answer = world.ada.post_form("/listings/1/plans", &fields).await;
        assert_eq!(answer.status, 422, "{plan}");
        assert!(answer.text.contains(words), "{plan}: {}", answer.text);
        assert!(answer.text.contains("value=\"Read twice\""));
    }
    for to in ["", "0", "left"] {
        let answer = world
            .ada
            .post_form("/listings/1/plans/1/move", &[("to", to)])
            .await;
        assert_eq!(answer.status, 400, "{to}");
    }
    let nobody = world
        .mo
        .post_form("/listings/1/curators", &[("handle", "@Nobody-Here")])
        .await;
    assert_eq!(nobody.status, 422);
    assert!(
        nobody.text.contains("Nobody here has this handle") && nobody.text.contains("@Nobody-Here")
    );
    let wrong = [("plan", "2"), ("because", "no")];
    let words = ("because", 422, "at least 3");
    assert_kept(&world, &world.ben, "/listings/1/proposals", &wrong, words).await;
    // Whoever was signed out meanwhile loses nothing.
    let typed = [("plan", "2"), ("because", "It counts too")];
    let words = ("because", 401, "Sign in");
    assert_kept(
        &world,
        &world.anonymous,
        "/listings/1/proposals",
        &typed,
        words,
    )
    .await;
    let unreasoned = [
        ("verdict", "accept"),
        ("reason", "no"),
        ("note", "Read twice"),
    ];
    let answer = world
        .ada
        .post_form("/proposals/1/answer", &unreasoned)
        .await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("at least 3") && answer.text.contains("value=\"Read twice\""));
    world.fresh.verify().await;
}

#[tokio::test]
async fn two_curators_at_once_lose_nothing() {
    let world = with_plans().await;
    let fields = |title: &'static str| [("title", title), ("introduction", "Mine."), ("base", "0")];
    let first = world
        .mo
        .post_form("/listings/1/edit", &fields("Mo was here first"))
        .await;
    assert_eq!(first.status, 303);
    let second = world
        .ada
        .post_form("/listings/1/edit", &fields("Ada came later"))
        .await;
    assert_eq!(second.status, 409);
    assert!(
        second.text.contains("Mo was here first")
            && second.text.contains("value=\"Ada came later\""),
        "{}",
        second.text
    );
    assert!(second.text.contains("name=\"base\" value=\"1\""));
    let note = |note: &'static str| [("note", note), ("base", "0")];
    let at = "/listings/1/plans/1/note";
    assert_eq!(world.mo.post_form(at, &note("Mo’s note")).await.status, 303);
    let second = world.ada.post_form(at, &note("Ada’s note")).await;
    assert_eq!(second.status, 409);
    assert!(second.text.contains("Mo’s note") && second.text.contains("value=\"Ada’s note\""));
    world.fresh.verify().await;
}

#[tokio::test]
async fn a_member_proposes_and_a_curator_answers() {
    let world = with_plans().await;
    let form = world.ben.get("/listings/1/propose?plan=2").await;
    assert!(form.text.contains("value=\"2\""));
    let fields = [("plan", "2"), ("because", "<b>It counts too</b>")];
    let sent = world.ben.post_form("/listings/1/proposals", &fields).await;
    assert_eq!(sent.location(), "/listings/1/proposals#proposal-2");
    let page = world.anonymous.get("/listings/1/proposals").await.text;
    assert!(page.contains("&lt;b&gt;It counts too") && !page.contains("Answer Ben"));
    assert!(!page.contains("/proposals/2/answer"));
    assert!(
        world
            .ben
            .get("/listings/1/proposals")
            .await
            .text
            .contains("Take it back")
    );
    assert!(
        world
            .ada
            .get("/listings/1/edit")
            .await
            .text
            .contains("1 proposal waiting")
    );
    let said = [
        ("verdict", "accept"),
        ("reason", "So it does"),
        ("note", "By Ada"),
    ];
    let answered = world.ada.post_form("/proposals/2/answer", &said).await;
    assert_eq!(answered.status, 303, "{}", answered.text);
    let page = world
        .anonymous
        .get("/listings/1/proposals?show=all")
        .await
        .text;
    assert!(page.contains("Put into the listing by") && page.contains("So it does"));
    let listing = world.anonymous.get("/api/v1/listings/1").await.json();
    assert_eq!(places(&listing), [(1, 1), (2, 2)]);
    let again = world.mo.post_form("/proposals/2/answer", &said).await;
    assert_eq!(again.status, 409);
    world.fresh.verify().await;
}

#[tokio::test]
async fn a_member_follows_and_sees_what_is_new() {
    let world = with_plans().await;
    let followed = world
        .ben
        .post_form("/listings/1/follow", &[("follow", "yes")])
        .await;
    assert_eq!(followed.location(), "/listings/1/counted-to-the-cent");
    let page = world.ben.get("/listings/1/counted-to-the-cent").await.text;
    assert!(page.contains("aria-pressed=\"true\"") && page.contains("1 follower"));
    let list = world.ben.get("/listings?followed=true").await.text;
    assert!(list.contains("Counted to the cent") && !list.contains("class=\"news\""));
    let later = world.fresh.forum.now().plus(Timestamp::MINUTE);
    world.fresh.forum.set_clock(later);
    let mo = world.moderator().await;
    listings::add(&world.fresh.forum, &mo, ListingId(1), PlanId(2), "")
        .await
        .expect("it is put there");
    let list = world.ben.get("/listings?followed=true").await.text;
    assert!(list.contains("1 new"), "{list}");
    let looked = world.ben.post_form("/listings/1/look", &[]).await;
    let page = world.ben.get(looked.location()).await.text;
    assert_eq!(
        page.matches("<p class=\"news\">New</p>").count(),
        1,
        "{page}"
    );
    let list = world.ben.get("/listings?followed=true").await.text;
    assert!(!list.contains("class=\"news\""));
    assert_eq!(
        world.anonymous.get("/listings?followed=true").await.status,
        401
    );
    let calls = world.ben.get("/api/v1/listings?followed=true").await.json();
    assert_eq!(calls["items"][0]["new"], 0);
    let no = world
        .ben
        .post_form("/listings/1/follow", &[("follow", "no")])
        .await;
    assert_eq!(no.status, 303);
    let list = world.ben.get("/listings?followed=true").await.text;
    assert!(list.contains("You follow none yet"));
}

#[tokio::test]
async fn a_listing_that_asks_fills_itself() {
    let world = with_plans().await;
    let path = "/listings/2/whatever-runs-on-sun";
    let page = world.anonymous.get(path).await.text;
    assert!(page.contains("Plans tagged energy"), "{page}");
    assert!(page.contains("Solar laundromat") && page.contains("Wind on the roofs"));
    assert!(!page.contains("A kiln by the shelf"));
    let listing = world.anonymous.get("/api/v1/listings/2").await.json();
    assert_eq!(listing["answers"]["source"], "index");
    assert_eq!(listing["asks"], "Plans tagged energy");
    let found: Vec<_> = listing["answers"]["items"]
        .as_array()
        .expect("answers")
        .iter()
        .map(|plan| plan["id"].as_i64().expect("a number"))
        .collect();
    assert_eq!(found, [2, 1]);
    let put = call(
        &world.ada,
        Method::POST,
        "/listings/2/plans",
        &json!({"plan": 1}),
    )
    .await;
    assert_eq!(put.status, 201);
    assert_eq!(places(&put.json()), [(1, 1)]);
    assert_eq!(put.json()["answers"]["items"][0]["id"], 2);
    let page = world.anonymous.get(path).await.text;
    assert_eq!(
        page.matches("Solar laundromat for apartment blocks</a>")
            .count(),
        2,
        "once, and in the table"
    );
    let one = world
        .anonymous
        .get("/api/v1/listings/2?limit=1")
        .await
        .json();
    assert_eq!(
        one["answers"]["items"].as_array().expect("answers").len(),
        1
    );
    let next = one["answers"]["next"].as_str().expect("a place").to_owned();
    let rest = world
        .anonymous
        .get(&format!("/listings/2/whatever-runs-on-sun?after={next}"))
        .await;
    assert_eq!(rest.status, 200);
    assert!(!rest.text.contains("class=\"plans picks\""));
    for wrong in ["?after=x", "?since=x"] {
        assert_eq!(
            world.anonymous.get(&format!("{path}{wrong}")).await.status,
            404
        );
    }
}

#[tokio::test]
async fn a_listing_is_taken_away_and_followed_elsewhere() {
    let world = with_plans().await;
    let mo = world.moderator().await;
    listings::add(
        &world.fresh.forum,
        &mo,
        ListingId(1),
        PlanId(2),
        "=HYPERLINK(1)",
    )
    .await
    .expect("it is put there");
    for (ending, kind, words) in [
        (
            "json",
            "application/json",
            "\"format\": \"openplan-listing-1\"",
        ),
        ("csv", "text/csv; charset=utf-8", "'=HYPERLINK(1)"),
        (
            "md",
            "text/markdown; charset=utf-8",
            "# Counted to the cent",
        ),
    ] {
        let file = world
            .anonymous
            .get(&format!("/listings/1/listing.{ending}"))
            .await;
        assert_eq!(file.header("content-type"), kind);
        assert!(
            file.header("content-disposition")
                .contains(&format!("listing-1.{ending}"))
        );
        assert!(file.text.contains(words), "{}", file.text);
        assert!(
            file.text.contains("https://plans.example/plans/1/"),
            "{}",
            file.text
        );
    }
    let path = "/listings/1/plans.atom";
    let feed = world.anonymous.get(path).await;
    assert_eq!(
        feed.header("content-type"),
        "application/atom+xml; charset=utf-8"
    );
    assert_eq!(feed.text.matches("<entry>").count(), 2);
    assert!(feed.text.contains("Even the soap is counted."));
    let mut request = world.anonymous.request(Method::GET, path);
    insert(request.headers_mut(), "if-none-match", feed.header("etag"));
    assert_eq!(world.anonymous.send(request).await.status, 304);
    plans::withdraw(&world.fresh.forum, &world.founder, PlanId(2))
        .await
        .expect("it is withdrawn");
    let feed = world.anonymous.get(path).await.text;
    assert_eq!(feed.matches("<entry>").count(), 1);
    assert!(!feed.contains("HYPERLINK"));
}

#[tokio::test]
async fn a_frame_of_others_knows_nobody() {
    let world = with_plans().await;
    let path = "/listings/1/embed";
    let frame = world.anonymous.get(path).await;
    assert_eq!(frame.status, 200);
    let policy = frame.header("content-security-policy");
    assert!(
        policy.contains("frame-ancestors *") && policy.contains("default-src 'none'"),
        "{policy}"
    );
    assert!(!policy.contains("script-src"));
    assert_eq!(frame.header("x-frame-options"), "");
    assert_eq!(frame.header("cross-origin-resource-policy"), "cross-origin");
    assert!(frame.header("cache-control").contains("public"));
    assert!(!frame.header("vary").contains("cookie"));
    assert!(!frame.text.contains("<script") && !frame.text.contains("<form"));
    // The same for everybody, also for whoever could see more.
    assert_eq!(world.ada.get(path).await.text, frame.text);
    let mo = world.moderator().await;
    listings::withdraw(&world.fresh.forum, &mo, ListingId(1))
        .await
        .expect("it is withdrawn");
    for who in [&world.anonymous, &world.ada, &world.mo] {
        assert_eq!(who.get(path).await.status, 404);
    }
    // Every other page says that nobody frames it.
    let page = world.anonymous.get("/listings").await;
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert!(
        page.header("content-security-policy")
            .contains("frame-ancestors 'none'")
    );
}

#[tokio::test]
async fn a_search_finds_it() {
    let world = with_plans().await;
    let page = world.anonymous.get("/search?q=sun&kind=listing").await.text;
    assert!(
        page.contains("href=\"/listings/2/whatever-runs-on-sun\""),
        "{page}"
    );
    assert!(page.contains("Whatever runs on <mark>sun</mark>"), "{page}");
    let none = world
        .anonymous
        .get("/search?q=boiler&kind=listing")
        .await
        .text;
    assert!(none.contains("No listing fits that"), "{none}");
    let found = world
        .anonymous
        .get("/api/v1/search?q=sun&kind=listing")
        .await
        .json();
    let hit = &found["items"][0];
    assert_eq!(
        (&hit["kind"], &hit["id"], &hit["maker"]["handle"]),
        (&json!("listing"), &json!(2), &json!("mo-clark"))
    );
    assert_eq!(hit["title_html"], "Whatever runs on <mark>sun</mark>");
}
