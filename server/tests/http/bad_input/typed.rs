//! What is typed into a field: each mistake is told beside it, and everything typed is kept.

use super::{assert_kept, held, with};
use crate::{
    harness::Fresh,
    world::{PLAN_FIELDS, World},
};

#[tokio::test]
async fn the_editor_says_what_is_wrong_and_keeps_the_rest() {
    let world = World::new().await;
    let long_title = "x".repeat(121);
    let long_pitch = "x ".repeat(141);
    let long_body = "x".repeat(256 * 1024 + 1);
    let cases = [
        ("title", "", "must not be empty"),
        ("title", "Short", "at least 8"),
        ("title", long_title.as_str(), "at most 120"),
        (
            "title",
            "A title with a bell \u{7} in it",
            "control character",
        ),
        (
            "title",
            "A title that \u{202e} turns around",
            "reverses the direction",
        ),
        ("title", "        \u{200b}\u{feff}   ", "must not be empty"),
        ("pitch", "", "must not be empty"),
        ("pitch", long_pitch.as_str(), "at most 280"),
        (
            "pitch",
            "Twenty letters and \u{1b}[31m more",
            "control character",
        ),
        ("body", "", "must not be empty"),
        ("body", long_body.as_str(), "256 KiB"),
        (
            "body",
            "Some \u{2066}isolated\u{2069} text",
            "reverses the direction",
        ),
        ("tags", "one, two, three, four, five, six", "at most 5"),
        ("tags", "<script>", "Tags"),
        ("stage", "dreaming", "must be one of"),
        ("licence", "Proprietary", "must be one of"),
    ];
    for (name, value, words) in cases {
        let fields = with(&PLAN_FIELDS, name, value);
        if matches!(name, "stage" | "licence") {
            // A choice that is not offered cannot be kept.
            let answer = world.ada.post_form("/plans/new", &fields).await;
            assert_eq!(answer.status, 422, "{name}");
            continue;
        }
        assert_kept(
            &world,
            &world.ada,
            "/plans/new",
            &fields,
            (name, 422, words),
        )
        .await;
        let edit: Vec<_> = [("base", "2"), ("note", "A note")]
            .into_iter()
            .chain(fields)
            .collect();
        assert_kept(
            &world,
            &world.ada,
            "/plans/1/edit",
            &edit,
            (name, 422, words),
        )
        .await;
    }
    let unnoted: Vec<_> = [("base", "2"), ("note", "")]
        .into_iter()
        .chain(PLAN_FIELDS)
        .collect();
    assert_kept(
        &world,
        &world.ada,
        "/plans/1/edit",
        &unnoted,
        ("note", 422, ""),
    )
    .await;
    let agreed = with(&PLAN_FIELDS, "understood", "");
    let wrong = ("understood", 422, "Tick the box");
    assert_kept(&world, &world.ada, "/plans/new", &agreed, wrong).await;
    world.fresh.verify().await;
}

#[tokio::test]
async fn ten_thousand_levels_deep_is_published_read_and_compared() {
    let world = World::new().await;
    let texts = [
        format!("{}deep", "> ".repeat(10_000)),
        format!("{}deep", "- ".repeat(10_000)),
        format!("{}deep{}", "**".repeat(10_000), "**".repeat(10_000)),
        format!("{}deep{}", "[".repeat(10_000), "](a)".repeat(10_000)),
        format!("|{}\n|{}\n", "a|".repeat(5_000), "-|".repeat(5_000)),
        "<div>".repeat(10_000),
    ];
    for (text, base) in texts.iter().zip(2..) {
        let base = base.to_string();
        let edit = with(&PLAN_FIELDS, "body", text);
        let edit = [&edit[..], &[("base", &base), ("note", "Deeper")]].concat();
        let answer = world.ada.post_form("/plans/1/edit", &edit).await;
        assert_eq!(answer.status, 303, "{text:.10}");
        let compared = format!(
            "/plans/1/compare/1..{}",
            base.parse::<i32>().expect("a number") + 1
        );
        for path in [
            answer.location(),
            "/plans/1/history",
            &compared,
            "/plans/1/plan.json",
        ] {
            assert_eq!(world.ben.get(path).await.status, 200, "{path} {text:.10}");
        }
        let preview = with(&edit, "action", "preview");
        assert_eq!(
            world.ada.post_form("/plans/1/edit", &preview).await.status,
            200
        );
        let shorter: String = text.chars().take(9_000).collect();
        let answer = world
            .ben
            .post_form("/plans/1/comments", &[("body", &shorter)])
            .await;
        assert_eq!(answer.status, 303, "{text:.10}");
    }
    assert_eq!(world.ben.get("/plans/1/discussion").await.status, 200);
    world.fresh.verify().await;
}

#[tokio::test]
async fn a_comment_is_refused_with_its_text() {
    let world = World::new().await;
    let long = "x".repeat(10 * 1024 + 1);
    let quote = "x".repeat(501);
    for (name, value, words) in [
        ("body", "", "must not be empty"),
        ("body", " \r\n\t ", "must not be empty"),
        ("body", long.as_str(), "10 KiB"),
        ("body", "ding \u{7}", "control character"),
        ("body", "turned \u{202e} around", "reverses the direction"),
        ("quote", quote.as_str(), "500"),
        ("quote", "Words that nobody wrote", ""),
    ] {
        let fields = with(
            &[
                ("body", "Who pays for the boiler?"),
                ("section", "who-pays"),
            ],
            name,
            value,
        );
        let path = "/plans/1/comments";
        assert_kept(&world, &world.ben, path, &fields, (name, 422, words)).await;
    }
    for (name, value) in [
        ("section", "no-such-section"),
        ("parent", "999"),
        ("parent", "-1"),
        ("parent", "one"),
    ] {
        let fields = [("body", "Who pays?"), (name, value)];
        let before = world.fresh.rows().await;
        let answer = world.ben.post_form("/plans/1/comments", &fields).await;
        assert!(
            [404, 409, 422].contains(&answer.status.as_u16()),
            "{name} {}",
            answer.status
        );
        assert_eq!(
            held(&answer.text, "body").as_deref(),
            Some("Who pays?"),
            "{name} {value}"
        );
        assert_eq!(world.fresh.rows().await, before);
    }
    for (path, status) in [("/plans/999/comments", 404), ("/plans/x/comments", 404)] {
        let answer = world.ben.post_form(path, &[("body", "Who pays?")]).await;
        assert_eq!(answer.status, status, "{path}");
    }
}

#[tokio::test]
async fn joining_and_settings_say_what_is_wrong() {
    let fresh = Fresh::new().await;
    let world = World::over(fresh).await;
    let good = [
        ("handle", "new-comer"),
        ("email", "new@example.org"),
        ("password", "seven wet umbrellas"),
    ];
    let long = "x".repeat(300);
    for (name, value) in [
        ("handle", ""),
        ("handle", "ab"),
        ("handle", "admin"),
        ("handle", "-ada"),
        ("handle", "ada"),
        ("handle", "Ad\u{430}"),
        ("handle", long.as_str()),
        ("handle", "a\u{202e}b"),
        ("email", ""),
        ("email", "nowhere"),
        ("email", "a@b@c"),
        ("email", long.as_str()),
        ("email", "a\u{0}@b.example"),
    ] {
        if value.contains('\u{0}') {
            let answer = world
                .anonymous
                .post_form("/join", &with(&good, name, value))
                .await;
            assert_eq!(answer.status, 422);
            continue;
        }
        assert_kept(
            &world,
            &world.anonymous,
            "/join",
            &with(&good, name, value),
            (name, 422, ""),
        )
        .await;
    }
    for password in ["", "short", "password123", &long] {
        let fields = with(&good, "password", password);
        let wrong = ("password", 422, "Password");
        assert_kept(&world, &world.anonymous, "/join", &fields, wrong).await;
    }
    let profile = [
        ("name", "Ada"),
        ("about", "I start things."),
        ("links", "https://example.org"),
    ];
    let about = "x".repeat(50_000);
    for (name, value) in [
        ("name", long.as_str()),
        ("name", "turn \u{202e}"),
        ("about", about.as_str()),
        ("about", "ding \u{7}"),
        ("links", "javascript:alert(1)"),
        ("links", "http://x y"),
    ] {
        assert_kept(
            &world,
            &world.ada,
            "/settings",
            &with(&profile, name, value),
            (name, 422, ""),
        )
        .await;
    }
    for label in ["", "turn \u{202e}", &long] {
        assert_kept(
            &world,
            &world.ada,
            "/settings/tokens",
            &[("label", label)],
            ("label", 422, ""),
        )
        .await;
    }
}
