//! What changed between a page and the form that was sent from it.

use super::{assert_kept, held, with};
use crate::world::{PLAN_FIELDS, World};
use domain::{comments, ids::CommentId, plans};

#[tokio::test]
async fn an_answer_to_what_was_deleted_meanwhile_is_kept() {
    let world = World::new().await;
    comments::delete(&world.fresh.forum, &world.founder, CommentId(1))
        .await
        .expect("it is deleted");
    let fields = [("body", "Under what was there"), ("parent", "1")];
    let before = world.fresh.rows().await;
    let answer = world.ben.post_form("/plans/1/comments", &fields).await;
    assert_eq!(answer.status, 409);
    assert!(answer.text.contains("deleted meanwhile"));
    assert_eq!(
        held(&answer.text, "body").as_deref(),
        Some("Under what was there")
    );
    assert_eq!(world.fresh.rows().await, before);
    assert_eq!(world.ben.get("/comments/1/reply").await.status, 409);
    let again = world.ada.post_form("/comments/1/delete", &[]).await;
    assert_eq!(again.status, 404);
}

#[tokio::test]
async fn what_belongs_to_a_withdrawn_plan_takes_nothing() {
    let world = World::new().await;
    plans::withdraw(&world.fresh.forum, &world.founder, domain::ids::PlanId(1))
        .await
        .expect("it is withdrawn");
    let before = world.fresh.rows().await;
    for (path, fields) in [
        ("/plans/1/comments", vec![("body", "Still there?")]),
        (
            "/plans/1/comments",
            vec![("body", "Still there?"), ("parent", "1")],
        ),
        ("/plans/1/vote", vec![("vote", "yes")]),
        ("/comments/1/vote", vec![("vote", "yes")]),
    ] {
        let answer = world.ben.post_form(path, &fields).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
    }
    let edit = with(&PLAN_FIELDS, "base", "2");
    let edit = with(&edit, "note", "A note");
    let answer = world.ada.post_form("/plans/1/edit", &edit).await;
    assert_eq!(answer.status, 409);
    assert_eq!(world.fresh.rows().await, before);
}

#[tokio::test]
async fn a_stale_save_shows_both_texts() {
    let world = World::new().await;
    let mine = [
        ("base", "1"),
        ("note", "My note"),
        ("title", "Solar laundromat for towers"),
        (
            "pitch",
            "Coin laundry on roof power: residents prepay washes.",
        ),
        ("body", "## Who pays\n\nMy own words."),
        ("action", "publish"),
    ];
    let before = world.fresh.rows().await;
    let answer = world.ada.post_form("/plans/1/edit", &mine).await;
    assert_eq!(answer.status, 409);
    assert!(
        answer.text.contains("Card fees counted"),
        "the newer text is not shown"
    );
    for (name, value) in &mine[1..5] {
        assert_eq!(held(&answer.text, name).as_deref(), Some(*value), "{name}");
    }
    assert_eq!(held(&answer.text, "base").as_deref(), Some("2"));
    assert_eq!(world.fresh.rows().await, before);
    for base in ["0", "-1", "3", "99999999999999999999", "x", ""] {
        let answer = world
            .ada
            .post_form("/plans/1/edit", &with(&mine, "base", base))
            .await;
        assert_eq!(answer.status, 409, "{base:?}");
        assert_eq!(
            held(&answer.text, "body").as_deref(),
            Some(mine[4].1),
            "{base:?}"
        );
    }
    let edit = [("body", "Another text"), ("base", "7")];
    let answer = world.ada.post_form("/comments/1/edit", &edit).await;
    assert_eq!(answer.status, 409);
    assert!(answer.text.contains("Who fixes it?"));
    assert_eq!(held(&answer.text, "body").as_deref(), Some("Another text"));
}

#[tokio::test]
async fn whoever_was_signed_out_or_suspended_meanwhile_loses_nothing() {
    let world = World::new().await;
    let gone = world.anonymous.with_token("a-session-that-has-ended");
    let before = world.fresh.rows().await;
    let edit: Vec<_> = [("base", "2"), ("note", "A note")]
        .into_iter()
        .chain(PLAN_FIELDS)
        .collect();
    let profile = vec![
        ("name", "Ada <Marsh>"),
        ("about", "Long thoughts</textarea>"),
        ("links", "https://ada.example.org\nhttps://example.net"),
    ];
    let answered = vec![("body", "Long thoughts"), ("parent", "1"), ("once", "k")];
    let edited = vec![("body", "Long thoughts"), ("base", "0")];
    for (path, fields) in [
        ("/plans/new", PLAN_FIELDS.to_vec()),
        ("/plans/1/edit", edit),
        ("/plans/1/comments", answered),
        ("/comments/1/edit", edited),
        ("/settings", profile),
    ] {
        for (client, status, words) in [
            (&gone, 401, "sign in in another tab"),
            (&world.anonymous, 401, "sign in in another tab"),
            (&world.suspended, 403, "Keep a copy"),
        ] {
            assert_kept(&world, client, path, &fields, ("", status, words)).await;
        }
    }
    assert_eq!(world.fresh.rows().await, before);
}
