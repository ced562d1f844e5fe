//! Drafts: one's own, never somebody else's, gone once posted.

use crate::{harness::Fresh, plans::laundromat};
use domain::{
    ids::{DraftId, PlanId, RevisionNumber},
    plans::{self, DraftError, DraftOf, Edit, LONGEST_DRAFT, MOST_DRAFTS, NewPlan},
};

on_both!(
    a_draft_is_saved_over_and_seen_only_by_its_writer,
    a_posted_draft_is_gone,
    a_plan_has_one_draft_of_its_edit_however_fast_one_types,
    drafts_have_limits,
);

async fn a_draft_is_saved_over_and_seen_only_by_its_writer(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let save = |member, of, form| plans::save_draft(&fresh.forum, member, of, "A\0 title", form);
    let id = save(&ada, DraftOf::NewPlan(None), "{}")
        .await
        .expect("it is saved");
    let over = save(&ada, DraftOf::NewPlan(Some(id)), r#"{"body":"x\u0000"}"#).await;
    assert_eq!(over.expect("it is saved over"), id);
    let others = save(&ben, DraftOf::NewPlan(Some(id)), "{}").await;
    assert!(matches!(others, Err(DraftError::NotFound)));
    let draft = plans::draft(&fresh.forum, &ada, id)
        .await
        .expect("the database answers")
        .expect("it is there");
    assert_eq!(draft.form, r#"{"body":"x\u0000"}"#);
    let others = plans::draft(&fresh.forum, &ben, id).await;
    assert_eq!(others.expect("the database answers"), None);
    plans::delete_draft(&fresh.forum, &ben, id)
        .await
        .expect("nothing happens");
    let listed = plans::drafts(&fresh.forum, &ada).await.expect("a list");
    assert_eq!(listed[0].title, "A title");
    plans::delete_draft(&fresh.forum, &ada, id)
        .await
        .expect("it is deleted");
    let listed = plans::drafts(&fresh.forum, &ada).await.expect("a list");
    assert!(listed.is_empty());
}

async fn a_posted_draft_is_gone(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let draft = plans::save_draft(&fresh.forum, &ada, DraftOf::NewPlan(None), "", "{}")
        .await
        .expect("it is saved");
    let new = NewPlan {
        typed: laundromat(),
        draft: Some(draft),
        ..NewPlan::default()
    };
    let plan = plans::publish_new(&fresh.forum, &ada, &new, None)
        .await
        .expect("it is published");
    let of = DraftOf::Edit(plan.id, plan.revision);
    let draft = plans::save_draft(&fresh.forum, &ada, of, "", "{}")
        .await
        .expect("it is saved");
    let edit = Edit {
        base: 1,
        typed: laundromat(),
        note: "Counted again".into(),
        draft: Some(draft),
        ..Edit::default()
    };
    plans::revise(&fresh.forum, &ada, plan.id, &edit, None)
        .await
        .expect("it is saved");
    assert_eq!(fresh.number("SELECT COUNT(*) FROM drafts").await, 0);
}

async fn a_plan_has_one_draft_of_its_edit_however_fast_one_types(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let plan = plans::publish(&fresh.forum, &ada, &laundromat(), None)
        .await
        .expect("it is published");
    let of = DraftOf::Edit(plan.id, RevisionNumber(1));
    let save = |member| plans::save_draft(&fresh.forum, member, of, "", "{}");
    let (first, second) = tokio::join!(save(&ada), save(&ada));
    assert_eq!(first.expect("one"), second.expect("the same"));
    assert!(matches!(save(&ben).await, Err(DraftError::NotFound)));
    let of = DraftOf::Edit(PlanId(999), RevisionNumber(1));
    let none = plans::save_draft(&fresh.forum, &ada, of, "", "{}").await;
    assert!(matches!(none, Err(DraftError::NotFound)));
    let found = plans::draft_of_edit(&fresh.forum, &ada, plan.id)
        .await
        .expect("the database answers")
        .expect("it is there");
    assert_eq!(found.edits, Some((plan.id, RevisionNumber(1))));
}

async fn drafts_have_limits(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let long = "x".repeat(LONGEST_DRAFT + 1);
    let of = DraftOf::NewPlan(None);
    let refused = plans::save_draft(&fresh.forum, &ada, of, "", &long).await;
    assert!(matches!(refused, Err(DraftError::TooLong)));
    let mut last = DraftId(0);
    for _ in 0..MOST_DRAFTS {
        last = plans::save_draft(&fresh.forum, &ada, of, "", "{}")
            .await
            .expect("it is saved");
    }
    let refused = plans::save_draft(&fresh.forum, &ada, of, "", "{}").await;
    assert!(matches!(refused, Err(DraftError::TooMany)));
    let over = DraftOf::NewPlan(Some(last));
    let over = plans::save_draft(&fresh.forum, &ada, over, "", "{}").await;
    assert_eq!(over.expect("saving over one's draft goes on"), last);
}
