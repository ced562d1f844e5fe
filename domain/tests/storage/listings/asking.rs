//! Listings that fill themselves.

use super::asking;
use crate::{cast::seen_by, copies::Kept, harness::Fresh};
use domain::{
    Viewer,
    ids::{ListingId, PlanId},
    listings::{self, Answers, Source},
    plans::{self, Typed},
    search,
};
use serde_json::json;

on_both!(
    a_question_fills_it_below_what_was_picked,
    without_an_index_the_youngest_answer_what_the_tables_tell,
);

/// A plan that breaks even in its second month, or only in its third.
fn numbered(title: &str, tag: &str, slow: bool) -> Typed {
    let first = if slow { 0 } else { 300 };
    let months: Vec<_> = [0, first, 300]
        .iter()
        .map(|amount| {
            json!({
                "revenue": [{"kind": "sales", "label": "washes", "amount": amount}],
                "costs": [{"kind": "fixed", "label": "rent", "amount": 100}],
            })
        })
        .collect();
    let numbers = json!({"currency": "USD", "months": months, "ask": 50_000});
    Typed {
        title: title.into(),
        pitch: format!("{title}, in a line of its own."),
        body: "## Who pays\n\nTenants.".into(),
        tags: vec![tag.into()],
        stage: "seeking".into(),
        numbers: serde_json::from_value(numbers).expect("numbers"),
        ..Typed::default()
    }
}

async fn post(kept: &Kept, typed: &Typed) -> PlanId {
    let saved = plans::publish(&kept.fresh.forum, &kept.ben, typed, None).await;
    saved.expect("it is published").id
}

async fn answers(kept: &Kept, id: ListingId) -> Answers {
    let forum = &kept.fresh.forum;
    let viewer = Viewer::Anonymous;
    let opened = kept.opened(&viewer, id).await.expect("it is there");
    let question = opened.listing.question.as_ref().expect("it asks");
    let entries = listings::entries(forum, &viewer, &opened.listing).await;
    let picks = entries.expect("they are read").ids();
    let found = listings::answers(forum, &viewer, question, &picks, (None, 10)).await;
    found.expect("an answer")
}

fn ids(answers: &Answers) -> Vec<i64> {
    answers.plans.iter().map(|plan| plan.id.0).collect()
}

const QUESTION: &str = "stage:seeking even:<=60 tag:energy";

async fn a_question_fills_it_below_what_was_picked(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    for (title, tag, slow) in [
        ("Solar laundry", "energy", false),
        ("Solar kiln", "energy", true),
        ("Coin laundry", "retail", false),
        ("Wind on roofs", "energy", false),
    ] {
        post(&kept, &numbered(title, tag, slow)).await;
    }
    search::catch_up(forum).await.expect("it follows");
    let id = kept
        .draft(&asking("Energy that pays soon", QUESTION), &[PlanId(1)])
        .await;
    kept.publish(id).await;
    let found = answers(&kept, id).await;
    assert_eq!((ids(&found), found.source), (vec![4], Source::Index));
    listings::remove(forum, &kept.mo, id, PlanId(1))
        .await
        .expect("it is picked no longer");
    assert_eq!(ids(&answers(&kept, id).await), [4, 1]);
    post(&kept, &numbered("Sun on barns", "energy", false)).await;
    search::catch_up(forum).await.expect("it follows");
    assert_eq!(ids(&answers(&kept, id).await), [5, 4, 1]);
    plans::withdraw(forum, &kept.ben, PlanId(4))
        .await
        .expect("it is withdrawn");
    assert_eq!(ids(&answers(&kept, id).await), [5, 1], "at once");
    kept.log_is_whole().await;
}

async fn without_an_index_the_youngest_answer_what_the_tables_tell(fresh: Fresh) {
    let ben = fresh.member("ben").await;
    for (title, tag, slow) in [
        ("Solar laundry", "energy", false),
        ("Solar kiln", "energy", true),
        ("Coin laundry", "retail", false),
    ] {
        let typed = numbered(title, tag, slow);
        plans::publish(&fresh.forum, &ben, &typed, None)
            .await
            .expect("it is published");
    }
    let viewer = seen_by(&ben);
    let ask = async |question: &str| {
        let asked = search::Asked::read(question, Some(search::Kind::Plan));
        let question = listings::Question {
            asked,
            sort: search::Sort::New,
        };
        let found = listings::answers(&fresh.forum, &viewer, &question, &[], (None, 10)).await;
        found.expect("an answer")
    };
    for (question, plans) in [
        (QUESTION, vec![1]),
        ("tag:energy", vec![2, 1]),
        ("-tag:energy", vec![3]),
        ("stage:sketch stage:seeking even:>60", vec![2]),
        ("by:ben currency:usd ask:<=500", vec![3, 2, 1]),
        ("by:ada", vec![]),
        ("ask:<100", vec![]),
        (
            "licence:cc0-1.0 licence:cc-by-sa-4.0 comments:0",
            vec![3, 2, 1],
        ),
    ] {
        let found = ask(question).await;
        assert_eq!(
            (ids(&found), found.source),
            (plans, Source::Youngest),
            "{question}"
        );
    }
    for unknown in ["laundry tag:energy", "price:<10"] {
        let found = ask(unknown).await;
        assert_eq!((ids(&found), found.source), (vec![], Source::Nowhere));
    }
}
