//! Searching, as pages and as calls.

use crate::{
    harness::Fresh,
    world::{World, typed},
};
use domain::{ids::PlanId, plans::Typed};
use reqwest::Method;
use serde_json::json;

async fn searched() -> World {
    let world = World::new().await;
    let bread = Typed {
        title: "Bakery on a cargo bike".into(),
        pitch: "Fresh bread at the doors of <offices> before nine.".into(),
        body: "## Team\n\nTwo bakers & a rider, who wash nothing.".into(),
        tags: vec!["food".into()],
        ..typed()
    };
    world.publish(bread).await;
    world.fresh.follow().await;
    world
}

#[tokio::test]
async fn a_search_answers_with_marked_snippets_and_counts() {
    let world = searched().await;
    let found = world
        .anonymous
        .get("/api/v1/search?q=bakers+riders")
        .await
        .json();
    assert_eq!(found["total"], 1);
    let hit = &found["items"][0];
    assert_eq!(hit["kind"], "plan");
    assert_eq!(hit["plan"]["id"], 2);
    assert_eq!(hit["title_html"], "Bakery on a cargo bike");
    assert_eq!(
        hit["snippet_html"],
        "Two <mark>bakers</mark> &amp; a <mark>rider</mark>, who wash nothing."
    );
    assert_eq!(hit["section"], "team");
    assert_eq!(
        found["facets"]["tag"],
        json!([{"value": "food", "count": 1}])
    );
    let kinds = json!([{"value": "plan", "count": 1}, {"value": "comment", "count": 0}, {"value": "person", "count": 0}, {"value": "listing", "count": 0}]);
    assert_eq!(found["kinds"], kinds);
    let narrowed = world
        .anonymous
        .get("/api/v1/search?q=washes&tag=energy&stage=sketch")
        .await
        .json();
    assert_eq!(
        (&narrowed["total"], &narrowed["items"][0]["plan"]["id"]),
        (&json!(1), &json!(1))
    );
    let comments = world
        .anonymous
        .get("/api/v1/search?q=fixes&kind=comment")
        .await
        .json();
    assert_eq!(
        comments["items"][0]["snippet_html"],
        "Who <mark>fixes</mark> it?"
    );
    let page = world
        .anonymous
        .get("/api/v1/search?limit=1&sort=new")
        .await
        .json();
    let next = page["next"].as_str().expect("there is more").to_owned();
    let page = world
        .anonymous
        .get(&format!("/api/v1/search?limit=1&sort=new&after={next}"))
        .await
        .json();
    assert_eq!(
        (&page["items"][0]["plan"]["id"], &page["next"]),
        (&json!(1), &json!(null))
    );
    for wrong in ["after=x", "tag=*", "stage=no", "kind=no", "sort=no"] {
        let answer = world
            .anonymous
            .get(&format!("/api/v1/search?q=a&{wrong}"))
            .await;
        assert_eq!(answer.status, 422, "{wrong}: {}", answer.text);
    }
}

#[tokio::test]
async fn what_is_typed_is_completed() {
    let world = searched().await;
    let suggested = async |typed: &str| {
        let q = serde_urlencoded::to_string([("q", typed)]).expect("a query");
        world
            .anonymous
            .get(&format!("/api/v1/suggest?{q}"))
            .await
            .json()
    };
    let bakery =
        json!([{"id": 2, "slug": "bakery-on-a-cargo-bike", "title": "Bakery on a cargo bike"}]);
    for typed in ["bak", "cargo bi", "bakrey", "Bakery", "cargo bikee"] {
        assert_eq!(suggested(typed).await["plans"], bakery, "{typed}");
    }
    assert_eq!(suggested("foo").await["tags"], json!(["food"]));
    assert_eq!(suggested("ad").await["people"][0]["handle"], "ada");
    for nothing in ["", "b", "((", "🧺", &"x".repeat(1_000)] {
        assert_eq!(
            suggested(nothing).await,
            json!({"plans": [], "tags": [], "people": []}),
            "{nothing}"
        );
    }
}

#[tokio::test]
async fn what_is_typed_is_completed_in_the_page() {
    let world = searched().await;
    let list = async |typed: &str| {
        let q = serde_urlencoded::to_string([("q", typed)]).expect("a query");
        world.anonymous.get(&format!("/search/suggest?{q}")).await
    };
    let bakery = list("cargo bak").await;
    assert_eq!(bakery.status, 200);
    insta::assert_snapshot!(bakery.text.replace("<!>", ""), @r#"<div role="group" aria-label="Plans"><div aria-hidden="true" class="name">Plans</div><a role="option" aria-selected="false" tabindex="-1" href="/plans/2/bakery-on-a-cargo-bike"><bdi><mark>Bak</mark>ery on a <mark>cargo</mark> bike</bdi></a></div>"#);
    for (typed, href, completes) in [
        ("foo", "/tags/food", None),
        ("bread fo", "/search?q=bread+tag%3Afood", None),
        (
            "bread -tag:fo",
            "/search?q=bread+-tag%3Afood",
            Some("bread -tag:food "),
        ),
        ("ad", "/people/ada", None),
        ("by:ad", "/search?q=by%3Aada", Some("by:ada ")),
    ] {
        let text = list(typed).await.text;
        let first = scraper::Html::parse_fragment(&text);
        let first = first
            .select(&scraper::Selector::parse("[role=option]").expect("a selector"))
            .next()
            .unwrap_or_else(|| panic!("{typed}: {text}"))
            .value()
            .clone();
        assert_eq!(first.attr("href"), Some(href), "{typed}");
        assert_eq!(first.attr("data-completes"), completes, "{typed}");
    }
    for nothing in ["", "b", "tag:", "((", "🧺", "\u{200b}", &"x".repeat(2_000)] {
        let answer = list(nothing).await;
        assert_eq!(answer.status, 200, "{nothing}");
        assert!(
            !answer.text.contains("option"),
            "{nothing}: {}",
            answer.text
        );
    }
    for odd in ["/search/suggest", "/search/suggest?q=a&q=b"] {
        assert_eq!(world.anonymous.get(odd).await.status, 200, "{odd}");
    }
}

#[tokio::test]
async fn titles_that_are_suggested_are_escaped() {
    let world = searched().await;
    let odd = Typed {
        title: "<img src=x onerror=alert(1)> bakeries & \"co\"".into(),
        ..typed()
    };
    world.publish(odd).await;
    world.fresh.follow().await;
    let list = world.anonymous.get("/search/suggest?q=onerror").await.text;
    assert!(
        list.contains("<bdi>&lt;img src=x <mark>onerror</mark>=alert(1)&gt; bakeries &amp; \"co\""),
        "{list}"
    );
}

#[tokio::test]
async fn the_page_marks_narrows_and_says_what_is_near() {
    let world = searched().await;
    let page = world.anonymous.get("/search?q=offices").await.text;
    assert!(
        page.contains("at the doors of &lt;<mark>offices</mark>&gt; before nine."),
        "{page}"
    );
    assert!(page.contains("value=\"offices\""));
    assert!(
        page.contains("href=\"/search?q=offices+tag%3Afood\""),
        "{page}"
    );
    let narrowed = world
        .anonymous
        .get("/search?q=offices+tag%3Afood")
        .await
        .text;
    assert!(
        narrowed.contains("href=\"/search?q=offices\" aria-current=\"true\""),
        "{narrowed}"
    );
    let near = world.anonymous.get("/search?q=bakrey").await.text;
    assert!(
        near.contains("Did you mean <a href=\"/search?q=bakery\">bakery</a>: 1 plan"),
        "{near}"
    );
    let ignored = world
        .anonymous
        .get("/search?q=colour%3Ared+bread")
        .await
        .text;
    assert!(
        ignored.contains("“colour:” is not something to search by"),
        "{ignored}"
    );
    for odd in [
        "/search",
        "/search?after=x&kind=x&sort=x",
        "/search?q=%22((&after=1000000000_1000000000",
    ] {
        let answer = world.anonymous.get(odd).await;
        assert_eq!(answer.status, 200, "{odd}");
    }
    let elsewhere = world.anonymous.get("/plans").await.text;
    assert!(
        elsewhere.contains("action=\"/search\""),
        "a box on every page"
    );
}

#[tokio::test]
async fn a_forum_without_an_index_says_that_it_is_being_built() {
    let fresh = Fresh::new().await;
    let visitor = fresh.visitor();
    let page = visitor.get("/search?q=bread").await;
    assert!(
        page.text.contains("The search index is being built"),
        "{}",
        page.text
    );
    let found = visitor
        .call(Method::GET, "/search?q=bread", &json!(null))
        .await
        .json();
    assert_eq!(found["building"], true);
}

#[tokio::test]
async fn the_same_business_in_other_words_is_shown_beside_it() {
    let world = World::new().await;
    let same = Typed {
        title: "Washing machines in the cellar, power from panels above".into(),
        pitch: "Tenants do their laundry at home and pay by the load.".into(),
        body:
            "## How it earns\n\nEach wash costs tenants less than the launderette down the street."
                .into(),
        tags: vec!["housing".into()],
        ..typed()
    };
    let same = world.publish(same).await;
    let other = Typed {
        title: "Evening classes in Spanish".into(),
        pitch: "Teachers give lessons to grown-ups after work.".into(),
        body: "## Who teaches\n\nTwo teachers from Seville.".into(),
        tags: vec!["learning".into()],
        ..typed()
    };
    world.publish(other).await;
    let fork = world.fork(PlanId(1)).await;
    world.fresh.follow().await;
    let similar = async |plan: PlanId| {
        let path = format!("/api/v1/plans/{plan}/similar");
        world.anonymous.get(&path).await.json()["items"].clone()
    };
    let found = similar(PlanId(1)).await;
    let ids: Vec<_> = found
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["plan"]["id"].clone())
        .collect();
    assert_eq!(
        ids,
        [json!(same.0)],
        "neither its own family nor another business: {found}"
    );
    assert!(
        found[0]["score"].as_f64().expect("a score") > 0.45,
        "{found}"
    );
    assert!(
        !found[0]["why"].as_array().expect("words").is_empty(),
        "{found}"
    );
    assert_eq!(
        found[0]["near"][0],
        json!({"figure": "price", "here": 320, "there": 320})
    );
    assert!(
        similar(same)
            .await
            .to_string()
            .contains(&format!("\"id\":{fork}")),
        "a fork is like it too"
    );
    let page = world
        .anonymous
        .get("/plans/1/solar-laundromat-for-apartment-blocks")
        .await
        .text;
    assert!(
        page.contains("Similar plans") && page.contains("Washing machines in the cellar"),
        "{page}"
    );
    let draft = json!({"title": "Laundry room run on solar power", "pitch": "Residents of the block prepay their washes."});
    let found = world
        .anonymous
        .call(Method::POST, "/similar", &draft)
        .await
        .json();
    assert!(
        found["items"].as_array().expect("a list").len() >= 2,
        "{found}"
    );
    let nothing = world
        .anonymous
        .call(Method::POST, "/similar", &json!({}))
        .await
        .json();
    assert_eq!(nothing["items"], json!([]));
    // What is withdrawn is no longer shown, though it was found a moment ago.
    domain::plans::withdraw(&world.fresh.forum, &world.founder, same)
        .await
        .expect("withdrawn");
    assert_eq!(similar(PlanId(1)).await, json!([]));
}
