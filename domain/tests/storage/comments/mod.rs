//! Discussion: posting, answering, editing, deleting, agreeing, lifting up, and reading it all.

mod answering;
mod changing;
mod forecasting;
mod judging;
mod posting;
mod reading;

use crate::harness::Fresh;
use domain::{
    Member, Viewer,
    comments::{self, Comment, NewComment, PostError, Reading, Sort},
    ids::{CommentId, PlanId},
    log,
    plans::{self, Plan, Typed},
};

pub const BODY: &str = "## Who pays\n\nTenants pay [$4.50][price] a load.\n\n## Risks\n\nThe boiler.\n\n[price]: https://a.example\n";

pub fn laundromat(body: &str) -> Typed {
    Typed {
        title: "Solar laundromat for apartment blocks".into(),
        pitch: "Coin laundry on roof power: residents prepay washes.".into(),
        body: body.into(),
        ..Typed::default()
    }
}

pub async fn published(fresh: &Fresh, author: &Member) -> PlanId {
    plans::publish(&fresh.forum, author, &laundromat(BODY), None)
        .await
        .expect("it is published")
        .id
}

pub async fn revised(fresh: &Fresh, author: &Member, id: PlanId, base: i32, body: &str) {
    let edit = plans::Edit {
        base,
        typed: laundromat(body),
        note: "Counted again".into(),
        ..plans::Edit::default()
    };
    plans::revise(&fresh.forum, author, id, &edit, None)
        .await
        .expect("it is revised");
}

pub async fn plan(fresh: &Fresh, id: PlanId) -> Plan {
    plans::find(&fresh.forum, &Viewer::Anonymous, id)
        .await
        .expect("the database answers")
        .expect("there is such a plan")
}

pub fn saying(body: &str) -> NewComment {
    NewComment {
        body: body.into(),
        ..NewComment::default()
    }
}

pub fn on(section: &str, quote: &str) -> NewComment {
    NewComment {
        section: Some(section.into()),
        quote: Some(quote.into()),
        ..saying("How so?")
    }
}

pub async fn posted(fresh: &Fresh, by: &Member, plan: PlanId, typed: &NewComment) -> CommentId {
    comments::post(&fresh.forum, by, plan, typed, None)
        .await
        .expect("it is posted")
        .id
}

pub async fn answered(fresh: &Fresh, by: &Member, plan: PlanId, parent: CommentId) -> CommentId {
    let answer = NewComment {
        parent: Some(parent),
        ..saying("I see it otherwise.")
    };
    posted(fresh, by, plan, &answer).await
}

pub async fn page(
    fresh: &Fresh,
    viewer: &Viewer,
    id: PlanId,
    reading: &Reading,
) -> comments::Thread {
    let plan = plan(fresh, id).await;
    let sections = comments::sections(&fresh.forum, &plan).await.expect("read");
    comments::thread(&fresh.forum, viewer, &plan, &sections, reading)
        .await
        .expect("the discussion is read")
}

pub async fn thread(fresh: &Fresh, id: PlanId) -> Vec<Comment> {
    let old = Reading {
        sort: Sort::Old,
        ..Reading::default()
    };
    page(fresh, &Viewer::Anonymous, id, &old).await.comments
}

pub fn ids(comments: &[Comment]) -> Vec<CommentId> {
    comments.iter().map(|comment| comment.id).collect()
}

pub fn problem(error: PostError, field: &str) -> String {
    match error {
        PostError::Invalid(problems) => problems.of(field).expect("said of the field").to_owned(),
        other => panic!("{other:?}"),
    }
}

/// Every counter says what the rows say.
pub async fn counters_hold(fresh: &Fresh) {
    for (wrong, what) in [
        (
            "SELECT COUNT(*) FROM plans p WHERE comments <> (SELECT COUNT(*) FROM comments c WHERE c.plan_id = p.id AND c.state = 'shown')",
            "plans",
        ),
        (
            "SELECT COUNT(*) FROM accounts a WHERE comments <> (SELECT COUNT(*) FROM comments c WHERE c.author_id = a.id AND c.state = 'shown')",
            "accounts",
        ),
        (
            "SELECT COUNT(*) FROM comments p WHERE replies <> (SELECT COUNT(*) FROM comments c WHERE c.parent_id = p.id AND c.state = 'shown')",
            "answers",
        ),
        (
            "SELECT COUNT(*) FROM comments c WHERE votes <> (SELECT COUNT(*) FROM comment_votes v WHERE v.comment_id = c.id)",
            "votes",
        ),
    ] {
        assert_eq!(fresh.number(wrong).await, 0, "{what}");
    }
    let report = log::verify(&fresh.forum).await.expect("it can be read");
    assert_eq!(report.faults, Vec::<String>::new());
}
