//! What is like a plan, shown while it is written and once before it is posted, and what its founder
//! says of that.

use crate::{
    harness::{Answer, BEGINNING, Client, Fresh},
    plans::laundromat,
    world::{World, typed},
};
use axum::http::Method;
use domain::{
    clock::Timestamp,
    ids::PlanId,
    plans::{self, NewPlan, TypedDifference},
};
use scraper::{ElementRef, Html, Selector};
use serde_json::json;

/// Plan 1 in other words.
const OTHER: [(&str, &str); 5] = [
    (
        "title",
        "Washing machines in the cellar, power from panels above",
    ),
    (
        "pitch",
        "Tenants do their laundry at home and pay by the load.",
    ),
    (
        "body",
        "## How it earns\r\n\r\nEach wash costs tenants less than the launderette down the street.",
    ),
    ("currency", "USD"),
    ("price", "3.00"),
];

/// Plan 1 with a few words changed.
const COPY: [(&str, &str); 4] = [
    ("title", "Solar laundromat for apartment blocks in Leeds"),
    (
        "pitch",
        "Coin laundry on roof power: tenants prepay washes.",
    ),
    (
        "body",
        "## Who pays\r\n\r\nTenants, \"£3.50\" a load.\r\n\r\n## Risks\r\n\r\nThe boiler & the <pump>.",
    ),
    ("understood", "yes"),
];

fn with<'f>(fields: &[(&'f str, &'f str)], more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let kept = fields
        .iter()
        .filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.chain(more).copied().collect()
}

async fn indexed() -> World {
    let world = World::new().await;
    world.fresh.follow().await;
    world
}

async fn send(client: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    client.post_form(path, fields).await
}

/// What a browser would send of the page's form when this button is pressed.
fn sent(answer: &Answer, button: &str) -> Vec<(String, String)> {
    let page = Html::parse_document(&answer.text);
    let named = Selector::parse("input[name], textarea[name], select[name]").expect("a selector");
    let fields = page.select(&named).filter(|field| {
        let of_form = field.attr("form") == Some("editor");
        let is_ticked = field.attr("type") != Some("checkbox") || field.attr("checked").is_some();
        let is_within = field
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|around| around.attr("id") == Some("editor"));
        (of_form || is_within) && is_ticked
    });
    let mut fields: Vec<(String, String)> = fields
        .map(|field| {
            let name = field.attr("name").unwrap_or_default();
            // Line breaks are sent as these two, however they stand in the page.
            let value = typed_in(field).replace("\r\n", "\n");
            (name.to_owned(), value.replace('\n', "\r\n"))
        })
        .collect();
    fields.push(("action".into(), button.into()));
    fields
}

fn typed_in(field: ElementRef<'_>) -> String {
    match field.value().name() {
        // The first line break of a text area is none.
        "textarea" => {
            let text = field.text().collect::<String>();
            text.strip_prefix('\n').unwrap_or(&text).to_owned()
        }
        "select" => {
            let options = Selector::parse("option").expect("a selector");
            let chosen = |option: &ElementRef<'_>| option.attr("selected").is_some();
            let chosen = field.select(&options).find(chosen);
            let chosen = chosen.or_else(|| field.select(&options).next());
            let value = chosen.and_then(|option| option.attr("value"));
            value.unwrap_or_default().to_owned()
        }
        _ => field.attr("value").unwrap_or_default().to_owned(),
    }
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    let fields = fields.iter();
    fields
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

fn texts_of(answer: &Answer, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    let page = Html::parse_document(&answer.text);
    let found = page.select(&selector);
    found
        .map(|found| found.text().collect::<String>().trim().to_owned())
        .collect()
}

async fn count(world: &World, table: &str) -> i64 {
    world.fresh.rows().await[table]
}

fn is_step(answer: &Answer) -> bool {
    answer.status == 200 && texts_of(answer, "h1") == ["Is it here already?"]
}

#[tokio::test]
async fn the_editor_shows_what_is_like_the_draft() {
    let world = indexed().await;
    let draft = with(&OTHER, &[("action", "draft")]);
    let saved = send(&world.ben, "/plans/new", &draft).await;
    let page = world.ben.get(saved.location()).await;
    let part = world.ben.get("/drafts/2/similar").await;
    assert_eq!(part.status, 200);
    for shown in [&page, &part] {
        assert!(texts_of(shown, "h2").contains(&"1 plan here is like yours".to_owned()));
        let like = texts_of(shown, ".similar > li").join(" ");
        for words in [
            "Solar laundromat for apartment blocks",
            "by ada",
            "Both: ",
            "Near: price $3 here, $3.20 there",
        ] {
            assert!(like.contains(words), "{words}: {like}");
        }
        for part in [
            "href=\"/plans/1/solar-laundromat-for-apartment-blocks\"",
            "value=\"fork-1\"",
            "name=\"differs-1\"",
        ] {
            assert!(shown.text.contains(part), "{part}");
        }
    }
    assert!(!part.text.contains("<html"), "a part of a page");
    // It is the draft's writer's, and nobody else's.
    assert_eq!(world.ada.get("/drafts/2/similar").await.status, 404);
    for action in ["preview", "publish"] {
        let again = send(
            &world.ben,
            "/plans/new",
            &with(&OTHER, &[("action", action)]),
        )
        .await;
        assert_eq!(texts_of(&again, ".similar > li").len(), 1, "{action}");
        assert_eq!(again.status, if action == "preview" { 200 } else { 422 });
    }
    // It is like another, and no copy of it.
    let fields = with(&OTHER, &[("action", "publish"), ("understood", "yes")]);
    let posted = send(&world.ben, "/plans/new", &fields).await;
    assert_eq!(posted.status, 303, "{}", posted.text);
}

#[tokio::test]
async fn nothing_is_shown_where_nothing_is_like_it() {
    let world = indexed().await;
    let bread = [
        ("title", "Evening classes in Spanish"),
        ("pitch", "Teachers give lessons to grown-ups after work."),
        ("body", "## Who teaches\n\nTwo teachers from Seville."),
        ("action", "draft"),
    ];
    let untold = with(&OTHER, &[("pitch", "Tenants."), ("action", "draft")]);
    for fields in [&bread[..], &untold] {
        let saved = send(&world.ben, "/plans/new", fields).await;
        let page = world.ben.get(saved.location()).await;
        assert!(page.text.contains("id=\"similar\"") && !page.text.contains("like yours<"));
        assert!(texts_of(&page, ".similar").is_empty());
        let path = saved.location().replace("?saved=yes", "/similar");
        let part = world.ben.get(&path).await;
        assert!(!part.text.contains("like yours"), "{}", part.text);
    }
    // The prompts of a new plan say nothing of what it is about.
    let template = world.ben.get("/plans/new").await;
    let fields = sent(&template, "draft");
    let fields = with(&borrowed(&fields), &OTHER[..2]);
    let saved = send(&world.ben, "/plans/new", &fields).await;
    let page = world.ben.get(saved.location()).await;
    assert_eq!(texts_of(&page, ".similar > li").len(), 1);
}

#[tokio::test]
async fn forking_from_the_list_keeps_the_draft() {
    let world = indexed().await;
    let fields = with(&OTHER, &[("action", "fork-1"), ("differs-1", "Half a")]);
    let gone = send(&world.ben, "/plans/new", &fields).await;
    assert_eq!(
        (gone.status.as_u16(), gone.location()),
        (303, "/plans/1/fork")
    );
    let draft = world.ben.get("/drafts/2").await;
    assert!(draft.text.contains("Washing machines in the cellar") && draft.text.contains("Half a"));
    let nowhere = send(
        &world.ben,
        "/plans/new",
        &with(&OTHER, &[("action", "fork-x")]),
    )
    .await;
    assert_eq!(
        nowhere.status, 200,
        "no button of ours says so: it posts nothing"
    );
    let edit = with(&OTHER, &[("action", "fork-1"), ("base", "2")]);
    let gone = send(&world.ada, "/plans/1/edit", &edit).await;
    assert_eq!(gone.location(), "/plans/1/fork");
}

#[tokio::test]
async fn what_differs_stands_on_the_plan_and_is_changed_with_it() {
    let world = indexed().await;
    let said = [
        ("understood", "yes"),
        ("action", "publish"),
        ("differs-1", "No sun: <b>mains</b> & a meter."),
    ];
    let posted = send(&world.ben, "/plans/new", &with(&OTHER, &said)).await;
    assert_eq!(posted.status, 303, "{}", posted.text);
    let path = posted.location().to_owned();
    let page = world.anonymous.get(&path).await;
    let told = texts_of(&page, ".differs > li");
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("From Solar laundromat for apartment blocks"),
        "{told:?}"
    );
    assert!(
        told[0].ends_with("No sun: <b>mains</b> & a meter."),
        "{told:?}"
    );
    let json = world.anonymous.get("/api/v1/plans/2").await.json();
    let expected = json!([{
        "plan": 1, "title": "Solar laundromat for apartment blocks",
        "because": "No sun: <b>mains</b> & a meter.", "said_at": "2026-11-01T09:00:00Z",
    }]);
    assert_eq!(json["differs"], expected);
    let file = world.anonymous.get("/plans/2/plan.json").await.json();
    let from = "https://plans.example/plans/1/solar-laundromat-for-apartment-blocks";
    assert_eq!(file["differs"][0]["from"], from);
    let markdown = world.anonymous.get("/plans/2/plan.md").await.text;
    assert!(
        markdown.contains("[[differs]]") && markdown.contains(from),
        "{markdown}"
    );
    // The form of an edit has it, and what is taken out of it is taken back.
    let form = world.ben.get("/plans/2/edit").await;
    let mut fields = sent(&form, "publish");
    let said = fields.iter_mut().find(|(name, _)| name == "differs-1");
    let said = said.expect("a field for it");
    assert_eq!(said.1, "No sun: <b>mains</b> & a meter.");
    said.1 = " ".into();
    let fields = with(&borrowed(&fields), &[("note", "Told less")]);
    let saved = send(&world.ben, "/plans/2/edit", &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    let page = world.anonymous.get(&path).await;
    assert!(texts_of(&page, ".differs").is_empty());
    world.fresh.verify().await;
}

#[tokio::test]
async fn a_mistake_in_what_differs_stands_by_its_field() {
    let world = indexed().await;
    let long = "x".repeat(501);
    let wrong = [
        ("understood", "yes"),
        ("action", "publish"),
        ("differs-1", long.as_str()),
        ("differs-77", "There is no such plan."),
    ];
    let answer = send(&world.ben, "/plans/new", &with(&OTHER, &wrong)).await;
    assert_eq!(answer.status, 422);
    let problem = texts_of(&answer, "#field-differs-1-problem");
    assert_eq!(
        problem,
        ["What differs in yours is 501 letters long; at most 500 are allowed"]
    );
    let kept = sent(&answer, "publish");
    for (name, value) in [
        ("differs-1", &*long),
        ("differs-77", "There is no such plan."),
    ] {
        assert!(
            kept.contains(&(name.into(), value.into())),
            "{name} is kept"
        );
    }
    let fields = with(
        &borrowed(&kept),
        &[("differs-1", "A meter."), ("understood", "yes")],
    );
    let answer = send(&world.ben, "/plans/new", &fields).await;
    assert_eq!(answer.status, 422);
    let problem = texts_of(&answer, "#field-differs-77-problem");
    assert_eq!(problem, ["What differs in yours is no plan of this forum"]);
    assert_eq!(count(&world, "plans").await, 1);
    let edit = with(
        &OTHER,
        &[
            ("action", "publish"),
            ("base", "2"),
            ("differs-77", "No"),
            ("note", ""),
        ],
    );
    let answer = send(&world.ada, "/plans/1/edit", &edit).await;
    assert_eq!(answer.status, 422);
    assert_eq!(texts_of(&answer, "#field-differs-77-problem").len(), 1);
    assert_eq!(texts_of(&answer, "#field-note-problem").len(), 1);
}

#[tokio::test]
async fn a_late_edit_keeps_what_both_said() {
    let world = indexed().await;
    world.publish(typed()).await;
    let base = [("base", "2"), ("note", "Told"), ("action", "publish")];
    let first = with(&with(&OTHER, &base), &[("differs-2", "Said first.")]);
    assert_eq!(send(&world.ada, "/plans/1/edit", &first).await.status, 303);
    let late = with(&with(&OTHER, &base), &[("differs-77", "Said late.")]);
    let answer = send(&world.ada, "/plans/1/edit", &late).await;
    assert_eq!(answer.status, 409);
    let kept = sent(&answer, "publish");
    for (name, value) in [("differs-2", "Said first."), ("differs-77", "Said late.")] {
        assert!(
            kept.contains(&(name.into(), value.into())),
            "{name}: {kept:?}"
        );
    }
}

#[tokio::test]
async fn a_copy_is_shown_what_it_copies_once() {
    let world = indexed().await;
    let fields = with(
        &COPY,
        &[
            ("action", "publish"),
            ("tags", "roof, laundry"),
            ("once", "one-form"),
        ],
    );
    let step = send(&world.ben, "/plans/new", &fields).await;
    assert!(is_step(&step), "{}", step.text);
    assert_eq!(
        (count(&world, "plans").await, count(&world, "drafts").await),
        (1, 2)
    );
    let draft = world.ben.get("/drafts/2").await;
    assert!(draft.text.contains("in Leeds"), "the draft is saved");
    let again = sent(&step, "publish");
    for (name, value) in COPY {
        assert!(
            again.contains(&(name.into(), value.into())),
            "{name}: {again:?}"
        );
    }
    for (name, value) in [
        ("once", "one-form"),
        ("draft", "2"),
        ("tags", "roof, laundry"),
    ] {
        assert!(
            again.contains(&(name.into(), value.into())),
            "{name}: {again:?}"
        );
    }
    // A mistake in the step leads to the editor, and from there nobody is asked again.
    let wrong = with(&borrowed(&again), &[("differs-1", "x")]);
    let answer = send(&world.ben, "/plans/new", &wrong).await;
    assert_eq!(answer.status, 422);
    let mended = sent(&answer, "publish");
    let mended = with(
        &borrowed(&mended),
        &[
            ("tags", "laundry"),
            ("differs-1", "In Leeds, in pounds."),
            ("understood", "yes"),
        ],
    );
    let posted = send(&world.ben, "/plans/new", &mended).await;
    assert_eq!(posted.status, 303, "{}", posted.text);
    let page = world.anonymous.get(posted.location()).await;
    assert!(texts_of(&page, ".differs > li")[0].contains("In Leeds, in pounds."));
    assert_eq!(
        (count(&world, "plans").await, count(&world, "drafts").await),
        (2, 1)
    );
    world.fresh.verify().await;
}

#[tokio::test]
async fn the_step_goes_back_to_writing() {
    let world = indexed().await;
    let step = send(
        &world.ben,
        "/plans/new",
        &with(&COPY, &[("action", "publish")]),
    )
    .await;
    let back = sent(&step, "draft");
    let back = with(&borrowed(&back), &[("differs-1", "In Leeds.")]);
    let draft = send(&world.ben, "/plans/new", &back).await;
    assert_eq!(draft.location(), "/drafts/2?saved=yes");
    let editor = world.ben.get(draft.location()).await;
    let fields = sent(&editor, "publish");
    assert!(fields.contains(&("differs-1".into(), "In Leeds.".into())));
    let fields = with(&borrowed(&fields), &[("understood", "yes")]);
    let posted = send(&world.ben, "/plans/new", &fields).await;
    assert_eq!(posted.status, 303, "{}", posted.text);
}

#[tokio::test]
async fn a_text_that_was_looked_at_is_posted() {
    let world = indexed().await;
    let fields = with(&COPY, &[("action", "publish")]);
    assert!(is_step(&send(&world.ben, "/plans/new", &fields).await));
    // A button pressed twice is no second thought.
    assert!(is_step(&send(&world.ben, "/plans/new", &fields).await));
    assert_eq!(count(&world, "plans").await, 1);
    let later = BEGINNING.plus(3 * Timestamp::SECOND);
    world.fresh.forum.set_clock(later);
    // Another text is another.
    let other = with(
        &fields,
        &[("title", "Solar laundromat for apartment blocks in York")],
    );
    assert!(is_step(&send(&world.ben, "/plans/new", &other).await));
    let posted = send(&world.ben, "/plans/new", &fields).await;
    assert_eq!(
        posted.status, 303,
        "it came by the button to go back: {}",
        posted.text
    );
    assert_eq!(count(&world, "plans").await, 2);
}

#[tokio::test]
async fn whoever_has_said_what_differs_is_not_asked() {
    let world = indexed().await;
    let fields = with(&COPY, &[("action", "publish"), ("differs-1", "In Leeds.")]);
    let posted = send(&world.ben, "/plans/new", &fields).await;
    assert_eq!(posted.status, 303, "{}", posted.text);
}

#[tokio::test]
async fn a_step_that_is_sent_twice_makes_one_plan() {
    let world = indexed().await;
    let fields = with(&COPY, &[("action", "publish"), ("once", "one-form")]);
    let step = send(&world.ben, "/plans/new", &fields).await;
    let again = sent(&step, "publish");
    let again = borrowed(&again);
    let answers =
        futures::future::join_all((0..4).map(|_| world.ben.post_form("/plans/new", &again))).await;
    let posted = answers[0].location().to_owned();
    for answer in &answers {
        assert_eq!(
            (answer.status.as_u16(), answer.location()),
            (303, posted.as_str())
        );
    }
    // The first form once more, now that the plan itself is what is the same.
    world.fresh.follow().await;
    let late = send(&world.ben, "/plans/new", &fields).await;
    assert_eq!(
        (late.status.as_u16(), late.location()),
        (303, posted.as_str())
    );
    let late = send(&world.ada, "/plans/new", &fields).await;
    assert!(is_step(&late), "another person's key is another key");
    assert_eq!(texts_of(&late, ".similar > li").len(), 2);
    assert_eq!(count(&world, "plans").await, 2);
}

#[tokio::test]
async fn nobody_is_kept_from_posting() {
    // Without an index.
    let world = World::new().await;
    let fields = with(&COPY, &[("action", "publish")]);
    let posted = send(&world.ben, "/plans/new", &fields).await;
    assert_eq!(posted.status, 303, "{}", posted.text);
    // With one that fails: what it finds cannot be read.
    world.fresh.follow().await;
    world.fresh.execute("UPDATE plans SET figures = '{'").await;
    let posted = send(&world.ada, "/plans/new", &fields).await;
    assert_eq!(posted.status, 303, "{}", posted.text);
    world.fresh.execute("UPDATE plans SET figures = NULL").await;
    // By a program.
    let world = indexed().await;
    let answer = world.ben.call(Method::POST, "/plans", &laundromat()).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    // With mistakes it is these that are told.
    let wrong = with(&COPY, &[("action", "publish"), ("title", "Solar")]);
    assert_eq!(send(&world.ben, "/plans/new", &wrong).await.status, 422);
}

#[tokio::test]
async fn a_fork_is_not_shown_its_own_family() {
    let world = indexed().await;
    let fork = world.fork(PlanId(1)).await;
    world.fresh.follow().await;
    // To others it stands for its family, or its parent does.
    let preview = with(&OTHER, &[("action", "preview")]);
    let others = send(&world.ben, "/plans/new", &preview).await;
    assert_eq!(texts_of(&others, ".similar > li").len(), 1);
    let editor = world.ada.get(&format!("/plans/{fork}/edit")).await;
    assert_eq!(editor.status, 200);
    assert!(texts_of(&editor, ".similar").is_empty());
    let saved = send(
        &world.ada,
        &format!("/plans/{fork}/edit"),
        &with(&COPY, &[("base", "1"), ("action", "draft")]),
    )
    .await;
    let part = saved.location().replace("?saved=yes", "/similar");
    let part = world.ada.get(&part).await;
    assert!(
        part.status == 200 && !part.text.contains("like yours"),
        "{}",
        part.text
    );
    let edit = with(
        &COPY,
        &[("base", "1"), ("note", "In Leeds"), ("action", "publish")],
    );
    let saved = send(&world.ada, &format!("/plans/{fork}/edit"), &edit).await;
    assert_eq!(saved.status, 303, "an edit is not asked");
}

#[tokio::test]
async fn a_plan_that_was_taken_back_is_shown_in_neither() {
    let world = World::new().await;
    let hidden = plans::Typed {
        title: "The canary laundromat for apartment blocks".into(),
        ..typed()
    };
    let hidden = world.publish(hidden).await;
    let differs = TypedDifference {
        plan: hidden,
        because: "No bird.".into(),
    };
    let new = NewPlan {
        typed: plans::Typed {
            title: "Evening classes in Spanish".into(),
            ..typed()
        },
        differs: vec![differs],
        draft: None,
    };
    let told = plans::publish_new(&world.fresh.forum, &world.founder, &new, None).await;
    let told = told.expect("it is published");
    let address = format!("/plans/{}/{}", told.id, told.slug);
    world.fresh.follow().await;
    let copy = with(&COPY, &[("action", "draft")]);
    let draft = send(&world.ben, "/plans/new", &copy)
        .await
        .location()
        .to_owned();
    let doors = [
        draft.clone(),
        draft.replace("?saved=yes", "/similar"),
        address.clone(),
        format!("/api/v1/plans/{}", told.id),
        format!("/plans/{}/plan.json", told.id),
        format!("/plans/{}/plan.md", told.id),
    ];
    for door in &doors {
        let page = world.ben.get(door).await;
        assert!(
            page.text.to_lowercase().contains("canary"),
            "{door}: it is there at first"
        );
    }
    plans::withdraw(&world.fresh.forum, &world.founder, hidden)
        .await
        .expect("it is withdrawn");
    for followed in [false, true] {
        if followed {
            world.fresh.follow().await;
        }
        for door in &doors {
            let page = world.ben.get(door).await;
            assert_eq!(page.status, 200, "{door}");
            assert!(!page.text.to_lowercase().contains("canary"), "{door}");
        }
        let title = if followed { "in York" } else { "in Leeds" };
        let title = format!("Solar laundromat for apartment blocks {title}");
        let copy = with(&COPY, &[("action", "publish"), ("title", &title)]);
        let step = send(&world.ben, "/plans/new", &copy).await;
        assert!(is_step(&step), "{}", step.text);
        assert!(!step.text.to_lowercase().contains("canary"));
    }
    let page = world.ben.get(&address).await;
    assert!(texts_of(&page, ".differs")[0].contains("From a plan that is no longer here"));
    let json = world
        .ben
        .get(&format!("/api/v1/plans/{}", told.id))
        .await
        .json();
    assert_eq!(json["differs"][0]["title"], json!(null));
    // Whoever had begun to write of it has their words, and may post them.
    let field = format!("differs-{hidden}");
    let begun = with(
        &OTHER,
        &[("action", "preview"), (field.as_str(), "No bird at all.")],
    );
    let page = send(&world.ben, "/plans/new", &begun).await;
    assert!(page.text.contains("No bird at all.") && page.text.contains("no longer here"));
    assert!(!page.text.to_lowercase().contains("canary"));
}

#[tokio::test]
async fn a_program_says_what_differs() {
    let world = World::new().await;
    let mut plan = laundromat();
    plan["differs"] = json!([{"plan": 1, "because": "A bike."}]);
    let posted = world.ben.call(Method::POST, "/plans", &plan).await;
    assert_eq!(posted.status, 201, "{}", posted.text);
    let read = async || world.anonymous.get("/api/v1/plans/2").await.json()["differs"].clone();
    assert_eq!(read().await[0]["because"], "A bike.");
    let edit = json!({"base_revision": 1, "note": "Dearer", "stage": "seeking"});
    let saved = world.ben.call(Method::PUT, "/plans/2", &edit).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    assert_eq!(
        read().await[0]["because"],
        "A bike.",
        "what is not sent stays"
    );
    let edit = json!({"base_revision": 2, "note": "Less", "differs": []});
    world.ben.call(Method::PUT, "/plans/2", &edit).await;
    assert_eq!(read().await, json!([]));
    for (differs, field) in [
        (
            json!([{"plan": 99, "because": "A bike."}]),
            "differs[0].plan",
        ),
        (json!([{"plan": 1, "because": ""}]), "differs[0].because"),
        (json!([{"plan": 1}]), "differs[0]"),
        (json!([[1, "A bike."]]), "differs[0]"),
        (json!("A bike."), "differs"),
    ] {
        plan["differs"] = differs;
        let refused = world.ben.call(Method::POST, "/plans", &plan).await;
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert_eq!(
            refused.json()["errors"][0]["field"],
            field,
            "{}",
            refused.text
        );
    }
    let draft = json!({"title": "Laundry room run on solar power", "pitch": "Residents of the block prepay their washes.", "numbers": {"currency": "USD", "price": 330}});
    world.fresh.follow().await;
    let found = world
        .anonymous
        .call(Method::POST, "/similar", &draft)
        .await
        .json();
    let near = json!([{"figure": "price", "here": 330, "there": 320}]);
    assert_eq!(found["items"][0]["near"], near, "{found}");
}

#[tokio::test]
async fn whoever_is_signed_out_loses_nothing_they_said() {
    let fresh = Fresh::new().await;
    let signed_out = send(
        &fresh.visitor(),
        "/plans/new",
        &with(&OTHER, &[("action", "publish"), ("differs-1", "Mine.")]),
    )
    .await;
    assert_eq!(signed_out.status, 401);
    let kept = sent(&signed_out, "publish");
    assert!(
        kept.contains(&("differs-1".into(), "Mine.".into())),
        "nothing typed is lost"
    );
}
