//! Rounds as pages, forms, files and calls: from the ready-made set to a decision.

use crate::{
    bad_input::held,
    harness::{Answer, Client},
    plans::laundromat,
    world::{World, terms},
};
use axum::http::Method;
use domain::{
    clock::Timestamp,
    funding,
    ids::{PlanId, RoundId},
    moderation::Thing,
    plans,
};
use serde_json::{Value, json};

/// The fields of a round by the rules of 2009, as the ready-made set fills them in.
async fn ready_made(client: &Client) -> Vec<(String, String)> {
    let page = client
        .get("/rounds/new?rules=open-source-funding-2009")
        .await;
    assert_eq!(page.status, 200);
    let html = scraper::Html::parse_document(&page.text);
    let select = |css: &str| scraper::Selector::parse(css).expect("a selector");
    let form = html
        .select(&select("form.write"))
        .next()
        .expect("the page has its form");
    let mut fields = Vec::new();
    for input in form.select(&select("input")) {
        let attribute = |name| input.value().attr(name).unwrap_or_default().to_owned();
        if attribute("type") != "checkbox" || input.value().attr("checked").is_some() {
            fields.push((attribute("name"), attribute("value")));
        }
    }
    for chosen in form.select(&select("select")) {
        let value = chosen
            .select(&select("option[selected]"))
            .next()
            .and_then(|option| option.value().attr("value"))
            .unwrap_or_default();
        let name = chosen.value().attr("name").unwrap_or_default();
        fields.push((name.to_owned(), value.to_owned()));
    }
    fields
}

fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    fields.retain(|(known, _)| known != name);
    fields.push((name.to_owned(), value.to_owned()));
}

async fn send(client: &Client, path: &str, fields: &[(String, String)]) -> Answer {
    let body = serde_urlencoded::to_string(fields).expect("fields can be written");
    client.post_raw(path, body).await
}

/// What was typed stands in the fields again.
fn keeps(page: &str, typed: &[(&str, &str)]) {
    for (name, value) in typed {
        assert_eq!(held(page, name).as_deref(), Some(*value), "{name}");
    }
}

/// Ben's round 3 by the rules of 2009, open, made with the form.
async fn with_round() -> World {
    let world = World::new().await;
    let mut fields = ready_made(&world.ben).await;
    for (name, value) in [
        ("title", "Open source funding, again"),
        ("amount", "100,000"),
        ("per_plan", "20000"),
        ("opens", "2026-11-01"),
        ("closes", "2026-12-31"),
    ] {
        set(&mut fields, name, value);
    }
    let made = send(&world.ben, "/rounds/new", &fields).await;
    assert_eq!(made.status, 303, "{}", made.text);
    assert_eq!(made.location(), "/rounds/3/open-source-funding-again");
    let again = send(&world.ben, "/rounds/new", &fields).await;
    assert_eq!(again.location(), made.location(), "sent twice, made once");
    let published = world.ben.post_form("/rounds/3/publish", &[]).await;
    assert_eq!(published.location(), made.location());
    world
}

/// Ada's plan says so of its numbers.
async fn revise(world: &World, change: impl FnOnce(&mut Value)) {
    let plan = plans::find(&world.fresh.forum, &domain::Viewer::Anonymous, PlanId(1)).await;
    let base = plan.expect("read").expect("there").head.0;
    let mut numbers = laundromat()["numbers"].clone();
    numbers["return"] = json!({"kind": "equity", "terms": "12%"});
    change(&mut numbers);
    let body = json!({"base_revision": base, "note": "Counted again", "stage": "seeking", "numbers": numbers});
    let saved = world.ada.call(Method::PUT, "/plans/1", &body).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
}

fn month(revenue: i64, cost: i64) -> Value {
    json!({
        "revenue": [{"kind": "sales", "label": "washes", "amount": revenue}],
        "costs": [{"kind": "fixed", "label": "rent", "amount": cost}],
    })
}

#[tokio::test]
async fn a_plan_shows_how_it_stands_mends_it_and_is_entered() {
    let world = with_round().await;
    revise(&world, |numbers| {
        numbers["months"] = json!([month(0, 5), month(0, 5), month(9, 5)]);
    })
    .await;
    let plan = world
        .anonymous
        .get("/plans/1/solar-laundromat-for-apartment-blocks")
        .await;
    assert!(plan.text.contains("Keeps 12 of 13 rules"), "{}", plan.text);
    assert!(
        plan.text
            .contains("rule 3: breaks even by day 90, limit 60")
    );
    let rules = world.anonymous.get("/plans/1/rules").await;
    assert_eq!(rules.status, 200);
    assert!(rules.text.contains("Cash break-even within 60 days"));
    let editor = world.ada.get("/plans/1/edit").await;
    assert!(editor.text.contains("How it stands in open rounds"));
    assert!(
        editor
            .text
            .contains("rule 3: breaks even by day 90, limit 60")
    );
    let apply = world.ada.get("/rounds/3/apply?plan=1").await;
    assert_eq!(apply.status, 200);
    assert!(
        apply.text.contains("does not let be missed") && !apply.text.contains("Enter this plan")
    );
    let sent = [("plan", "1"), ("version", "1")];
    let refused = world.ada.post_form("/rounds/3/apply", &sent).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused
            .text
            .contains("Rule 3 is missed: the plan breaks even by day 90, limit 60")
    );
    revise(&world, |numbers| {
        numbers["months"] = json!([month(0, 5), month(5, 5), month(9, 5)]);
    })
    .await;
    let apply = world.ada.get("/rounds/3/apply?plan=1").await;
    assert!(apply.text.contains("Enter this plan"));
    // Four of five are vouched for: what was ticked stays ticked.
    let mut sent = vec![("plan", "1"), ("version", "1"), ("revision", "4")];
    sent.extend([
        ("rule-5", "yes"),
        ("rule-7", "yes"),
        ("rule-9", "yes"),
        ("rule-10", "yes"),
    ]);
    let refused = world.ada.post_form("/rounds/3/apply", &sent).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(refused.text.contains("href=\"#field-rule-11\""));
    assert_eq!(refused.text.matches("checked").count(), 4);
    sent.push(("rule-11", "yes"));
    let entered = world.ada.post_form("/rounds/3/apply", &sent).await;
    assert_eq!(entered.location(), "/applications/2", "{}", entered.text);
    let page = world.anonymous.get("/applications/2").await;
    assert!(page.text.contains("Vouched for") && !page.text.contains("Missed"));
    let round = world
        .anonymous
        .get("/rounds/3/open-source-funding-again")
        .await;
    assert!(round.text.contains("href=\"/applications/2\"") && round.text.contains("1 plan"));
    assert!(!round.text.contains("style=\""));
    let twice = world.ada.post_form("/rounds/3/apply", &sent).await;
    assert_eq!(twice.status, 422);
    assert!(twice.text.contains("has applied to this round already"));
    world.fresh.verify().await;
}

#[tokio::test]
async fn a_funder_asks_shortlists_and_decides_without_a_script() {
    let world = World::new().await;
    let page = world.ben.get("/applications/1").await;
    assert!(page.text.contains("Put it on the shortlist") && page.text.contains("Decline"));
    assert!(
        !world
            .ada
            .get("/applications/1")
            .await
            .text
            .contains("Put it on the shortlist")
    );
    let short = world
        .ben
        .post_form("/applications/1/questions", &[("question", "?")])
        .await;
    assert_eq!(short.status, 422);
    assert!(short.text.contains("it takes at least 3"));
    let answered = world
        .ada
        .post_form("/questions/1/answer", &[("answer", "I do.\nMyself.")])
        .await;
    assert_eq!(answered.location(), "/applications/1#question-1");
    let empty = world
        .ada
        .post_form("/questions/1/answer", &[("answer", " ")])
        .await;
    assert_eq!(empty.status, 422);
    let on = world
        .ben
        .post_form("/applications/1/shortlist", &[("on", "yes")])
        .await;
    assert_eq!(on.status, 303);
    let listed = world
        .anonymous
        .get("/rounds/2/money-for-ada?state=shortlisted")
        .await;
    assert!(listed.text.contains("/applications/1"));
    let fields = [("decision", "decline"), ("rule", "1"), ("reason", "")];
    let unsaid = world.ben.post_form("/applications/1/decide", &fields).await;
    assert_eq!(unsaid.status, 422);
    assert!(unsaid.text.contains("Why must not be empty"));
    let fields = [
        ("decision", "decline"),
        ("rule", "1"),
        ("reason", "A month too late"),
    ];
    let decided = world.ben.post_form("/applications/1/decide", &fields).await;
    assert_eq!(decided.status, 303, "{}", decided.text);
    let page = world.ada.get("/applications/1").await.text;
    for words in [
        "A month too late",
        "Cash break-even by day 60",
        "enter it again",
        "Myself.",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let again = world.ben.post_form("/applications/1/decide", &fields).await;
    assert_eq!(again.status, 409);
    let log = world.anonymous.get("/log?act=funding").await.text;
    assert!(
        log.contains("declined") && log.contains("A month too late"),
        "{log}"
    );
    let mine = world.ada.get("/applications").await.text;
    assert!(mine.contains("Declined") && mine.contains("Money for Ada"));
    world.fresh.verify().await;
}

#[tokio::test]
async fn what_is_typed_wrong_is_told_beside_its_field_and_kept() {
    let world = World::new().await;
    let fields = [
        ("title", "Money"),
        ("text", "</textarea><script>alert(1)</script>"),
        ("currency", "USD"),
        ("amount", "100000000000000000000"),
        ("per_plan", "-5"),
        ("opens", "soon"),
        ("closes", "2026-02-30"),
        ("kind-1", "breaks_even"),
        ("limit-1", "sixty"),
        ("kind-2", "ask_at_most"),
        ("limit-2", "€20"),
        ("kind-3", "attested"),
        ("words-3", ""),
        ("kind-4", "eats"),
        ("may_miss-4", "yes"),
    ];
    let refused = world.ben.post_form("/rounds/new", &fields).await;
    assert_eq!(refused.status, 422);
    for words in [
        "Title is 5 letters long",
        "Money in all is too large",
        "For one plan, at most must be above nothing",
        "First day must be a day, such as 2026-03-31",
        "Rule 1: the limit must be a day from 1 to 1080",
        "Rule 2: the limit must be in USD",
        "Rule 3: what it says must not be empty",
        "Rule 4: what it asks must be one of",
    ] {
        assert!(refused.text.contains(words), "{words}: {}", refused.text);
    }
    keeps(
        &refused.text,
        &[("title", "Money"), ("limit-1", "sixty"), ("limit-2", "€20")],
    );
    assert!(!refused.text.contains("<script>alert"));
    // More rows, and nothing is lost or made.
    let mut more = fields.to_vec();
    more.push(("action", "more"));
    let more = world.ben.post_form("/rounds/new", &more).await;
    assert_eq!(more.status, 200);
    assert!(more.text.contains("name=\"kind-7\"") && !more.text.contains("class=\"problem\""));
    let signed_out = world.anonymous.post_form("/rounds/new", &fields).await;
    assert_eq!(signed_out.status, 401);
    keeps(
        &signed_out.text,
        &[("title", "Money"), ("limit-1", "sixty")],
    );
}

#[tokio::test]
async fn a_round_is_changed_by_versions_and_never_under_an_application() {
    let world = World::new().await;
    let edit = world.ada.get("/rounds/1/edit").await.text;
    assert!(edit.contains("Publish a new version") && edit.contains("value=\"100000.00\""));
    let fields = |base: &'static str, limit: &'static str| {
        vec![
            ("title", "Machines that pay"),
            ("text", "Money for *what runs*."),
            ("currency", "USD"),
            ("amount", "100000"),
            ("per_plan", "20000"),
            ("opens", "2026-11-01"),
            ("closes", "2026-12-31"),
            ("kind-1", "breaks_even"),
            ("limit-1", limit),
            ("note", "Two weeks more"),
            ("base", base),
        ]
    };
    let saved = world
        .ada
        .post_form("/rounds/1/edit", &fields("1", "75"))
        .await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    let stale = world
        .ada
        .post_form("/rounds/1/edit", &fields("1", "80"))
        .await;
    assert_eq!(stale.status, 409);
    keeps(&stale.text, &[("limit-1", "80"), ("base", "2")]);
    let history = world.anonymous.get("/rounds/1/history").await.text;
    assert!(history.contains("Two weeks more") && history.contains("Version 1"));
    let old = world
        .ben
        .post_form("/rounds/1/apply", &[("plan", "1"), ("version", "1")])
        .await;
    assert_eq!(old.status, 409);
    assert!(
        old.text.contains("Go through them once more"),
        "{}",
        old.text
    );
}

#[tokio::test]
async fn the_same_is_done_by_calls() {
    let world = World::new().await;
    round_by_calls(&world).await;
    revise(&world, |numbers| {
        numbers["months"] = json!([month(0, 5), month(0, 5), month(9, 5)]);
    })
    .await;
    standing_is_told(&world).await;
    let apply = json!({"plan": 1, "version": 1, "attested": [5, 7, 9, 10, 11]});
    let path = "/rounds/3/applications";
    let refused = world.ada.call(Method::POST, path, &apply).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json()["errors"][0]["field"], "rules[2]");
    revise(&world, |numbers| {
        numbers["months"] = json!([month(0, 5), month(5, 5), month(9, 5)]);
    })
    .await;
    let entered = world.ada.call(Method::POST, path, &apply).await;
    assert_eq!(
        entered.location(),
        "/api/v1/applications/2",
        "{}",
        entered.text
    );
    let decision = json!({"accept": true, "reason": "It adds up"});
    let decided = world
        .ben
        .call(Method::POST, "/applications/2/decision", &decision)
        .await
        .json();
    assert_eq!(
        (&decided["state"], &decided["reason"]),
        (&json!("accepted"), &json!("It adds up"))
    );
    let list = world
        .anonymous
        .get("/api/v1/rounds/3/applications?order=ask&even=60")
        .await
        .json();
    assert_eq!(list["items"][0]["breaks_even_by_day"], 60);
    world.fresh.verify().await;
}

/// Ben publishes round 3 by the ready-made rules.
async fn round_by_calls(world: &World) {
    let sets = world.anonymous.get("/api/v1/rule-sets").await.json();
    let rules = sets["items"][0]["rules"].clone();
    assert_eq!(rules.as_array().map(Vec::len), Some(13));
    let body = json!({
        "title": "Open source funding, again", "currency": "USD", "amount": 10_000_000, "per_plan": 2_000_000,
        "opens": "2026-11-01", "closes": "2026-12-31", "rules": rules,
    });
    let made = world.ben.call(Method::POST, "/rounds", &body).await;
    assert_eq!(
        (made.status.as_u16(), made.location()),
        (201, "/api/v1/rounds/3"),
        "{}",
        made.text
    );
    let published = world
        .ben
        .call(Method::POST, "/rounds/3/publish", &json!({}))
        .await
        .json();
    assert_eq!(
        (&published["state"], &published["phase"]),
        (&json!("published"), &json!("open"))
    );
}

/// By how much plan 1 misses a rule of round 3.
async fn standing_is_told(world: &World) {
    let stands = world.anonymous.get("/api/v1/plans/1/rules").await.json();
    let ours = stands["items"].as_array().expect("rounds").iter();
    let ours = ours
        .clone()
        .find(|stand| stand["round"]["id"] == 3)
        .expect("the round is open");
    assert_eq!(
        (&ours["missed"], &ours["may_apply"]),
        (&json!(1), &json!(false))
    );
    assert_eq!(
        ours["rules"][2],
        json!({
            "rule": 3, "says": "Cash break-even within 60 days", "outcome": "missed",
            "words": "breaks even by day 90, limit 60", "found": 90, "limit": 60, "by": 30, "unit": "days",
        })
    );
}

#[tokio::test]
async fn calls_say_which_field_is_wrong() {
    let world = World::new().await;
    for query in [
        "order=best",
        "state=eaten",
        "found=lost",
        "after=x",
        "ask=lots",
    ] {
        let answer = world
            .anonymous
            .get(&format!("/api/v1/rounds/2/applications?{query}"))
            .await;
        assert_eq!(answer.status, 422, "{query}");
    }
    for (body, field) in [
        (json!({"amount": 1_000_000_000_000_000_000_i64}), "amount"),
        (json!({"per_plan": -1}), "per_plan"),
        (json!({"currency": "XXQ"}), "currency"),
        (
            json!({"rules": [{"kind": "breaks_even", "limit": "soon"}]}),
            "rules[0].limit",
        ),
        (
            json!({"rules": [{"kind": "breaks_even", "limit": 1.5}]}),
            "rules[0].limit",
        ),
        (json!({"rules": []}), "rules"),
        (json!({"opens": "2026-13-01"}), "opens"),
    ] {
        let mut wrong = json!({
            "title": "Open source funding, again", "currency": "USD", "amount": 10, "per_plan": 2,
            "opens": "2026-11-01", "closes": "2026-12-31", "rules": [{"kind": "return_stated"}],
        });
        for (name, value) in body.as_object().expect("fields") {
            wrong[name] = value.clone();
        }
        let refused = world.ben.call(Method::POST, "/rounds", &wrong).await;
        assert_eq!(refused.status, 422, "{body}: {}", refused.text);
        let told = refused.json()["errors"][0]["field"].clone();
        assert_eq!(told, field, "{body}: {}", refused.text);
    }
}

#[tokio::test]
async fn a_round_looked_through_leniently_never_fails() {
    let world = World::new().await;
    for query in [
        "order=best&state=eaten&rule=0&found=x&ask=lots&even=9999999999999&profit=-1&margin=%25",
        "rule=1&found=missed&order=cash",
        "rule=2147483648",
        "ask=1,000&margin=35%25&even=%2060",
        "order=margin&order=ask",
    ] {
        let answer = world
            .anonymous
            .get(&format!("/rounds/2/money-for-ada?{query}"))
            .await;
        assert!(
            [200, 404].contains(&answer.status.as_u16()),
            "{query}: {}",
            answer.status
        );
    }
    let nowhere = world
        .anonymous
        .get("/rounds/2/money-for-ada?after=1000000000")
        .await;
    assert_eq!(nowhere.status, 404);
    let far = world
        .anonymous
        .get("/rounds/2/money-for-ada?after=-1_1")
        .await;
    assert_eq!(far.status, 200);
    for path in [
        "/rounds?phase=eaten",
        "/rounds/99",
        "/rounds/x",
        "/applications/99",
        "/rounds?after=x",
    ] {
        assert_eq!(world.anonymous.get(path).await.status, 404, "{path}");
    }
    let moved = world.anonymous.get("/rounds/2/else").await;
    assert_eq!(
        (moved.status.as_u16(), moved.location()),
        (308, "/rounds/2/money-for-ada")
    );
    let feed = world.anonymous.get("/rounds.atom").await;
    assert!(
        feed.header("content-type")
            .starts_with("application/atom+xml")
    );
    assert!(
        feed.text.contains("$100,000 in all")
            && feed.text.contains("https://plans.example/rounds/2")
    );
    let map = world.anonymous.get("/sitemap/1.xml").await.text;
    assert!(map.contains("https://plans.example/rounds/2/money-for-ada"));
    let ben = world.anonymous.get("/people/ben").await.text;
    assert!(ben.contains("Money for Ada"), "{ben}");
    let csv = world.anonymous.get("/rounds/2/applications.csv").await;
    assert!(csv.header("content-type").starts_with("text/csv"));
    assert_eq!(csv.text.lines().count(), 2);
}

#[tokio::test]
async fn a_hidden_round_is_its_funders_and_moderators() {
    let world = World::new().await;
    let thing = Thing::Round(RoundId(2));
    let flagged = world
        .ada
        .post_form(
            "/flag/round-2",
            &[("reason", "spam"), ("words", "An advert")],
        )
        .await;
    assert_eq!(flagged.status, 200, "{}", flagged.text);
    let queue = world.mo.get("/moderation").await.text;
    assert!(queue.contains("Money for Ada"), "{queue}");
    world.moderate(thing, "hidden").await;
    for path in [
        "/rounds/2/money-for-ada",
        "/applications/1",
        "/rounds/2/history",
        "/rounds/2/applications.csv",
    ] {
        assert_eq!(world.anonymous.get(path).await.status, 404, "{path}");
        assert_eq!(world.ada.get(path).await.status, 404, "{path}");
        assert_eq!(world.ben.get(path).await.status, 200, "{path}");
        assert_eq!(world.mo.get(path).await.status, 200, "{path}");
    }
    for path in ["/rounds", "/rounds.atom", "/sitemap/1.xml", "/people/ben"] {
        let page = world.anonymous.get(path).await.text;
        assert!(
            !page.contains("Money for Ada") && !page.contains("money-for-ada"),
            "{path}"
        );
    }
    let entered = world
        .ada
        .post_form("/rounds/2/apply", &[("plan", "1"), ("version", "1")])
        .await;
    assert_eq!(entered.status, 404);
    let decided = world
        .ben
        .post_form(
            "/applications/1/decide",
            &[("decision", "accept"), ("reason", "Yes!")],
        )
        .await;
    assert_eq!(decided.status, 409);
    let stands = world.anonymous.get("/plans/1/rules").await.text;
    assert!(!stands.contains("Money for Ada"));
    let log = world.anonymous.get("/log").await.text;
    assert!(!log.contains("Money for Ada"), "{log}");
    let undone = world
        .mo
        .post_form("/measures/1/undo", &[("reason", "A mistake")])
        .await;
    assert_eq!(undone.status, 303, "{}", undone.text);
    assert_eq!(
        world.anonymous.get("/rounds/2/money-for-ada").await.status,
        200
    );
    world.fresh.verify().await;
}

#[tokio::test]
async fn a_closed_round_says_so() {
    let world = World::new().await;
    let forum = &world.fresh.forum;
    let closed = world.ben.post_form("/rounds/2/close", &[]).await;
    assert_eq!(closed.status, 303);
    let page = world.anonymous.get("/rounds/2/money-for-ada").await.text;
    assert!(page.contains("Closed") && !page.contains("Enter a plan"));
    assert_eq!(world.ada.get("/rounds/2/apply").await.status, 409);
    // What was entered is decided all the same.
    let fields = [("decision", "accept"), ("reason", "It adds up")];
    let decided = world.ben.post_form("/applications/1/decide", &fields).await;
    assert_eq!(decided.status, 303);
    forum.set_clock(forum.now().plus(90 * Timestamp::DAY));
    let over = world
        .anonymous
        .get("/rounds/1/machines-that-pay")
        .await
        .text;
    assert!(over.contains("Closed"));
    let found = funding::list(forum, funding::Phase::Open, None, 10).await;
    assert!(found.expect("read").items.is_empty());
    assert_eq!(terms("x").rules.len(), 2);
}
