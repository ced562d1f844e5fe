//! Checking the whole record: what was changed, added or taken away behind its back is found.

use crate::harness::Fresh;
use domain::{
    comments::{self, NewComment},
    log,
    plans::{self, Typed},
};

on_both!(
    what_was_recorded_holds,
    every_kind_of_tampering_is_found,
    what_was_erased_is_no_fault,
);

/// A plan with a comment that was edited once.
async fn something_said(fresh: &Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let typed = Typed {
        title: "Repair café".into(),
        pitch: "Weekend repair stalls in libraries.".into(),
        body: "## Who pays\n\nThe library does.".into(),
        tags: vec!["repair".into(), "retail".into()],
        ..Typed::default()
    };
    let plan = plans::publish(&fresh.forum, &ada, &typed, None)
        .await
        .expect("it keeps the rules");
    let said = NewComment {
        body: "Why would it?".into(),
        section: Some("who-pays".into()),
        quote: Some("The library does.".into()),
        ..NewComment::default()
    };
    let comment = comments::post(&fresh.forum, &ben, plan.id, &said, None)
        .await
        .expect("it keeps the rules");
    let edit = comments::Edit {
        base: 0,
        body: "Why would it, and how much?".into(),
    };
    comments::edit(&fresh.forum, &ben, comment.id, &edit)
        .await
        .expect("it is Ben's");
}

async fn faults(fresh: &Fresh) -> Vec<String> {
    log::verify(&fresh.forum)
        .await
        .expect("it can be read")
        .faults
}

async fn what_was_recorded_holds(fresh: Fresh) {
    something_said(&fresh).await;
    let report = log::verify(&fresh.forum).await.expect("it can be read");
    assert_eq!(report.faults, Vec::<String>::new());
    assert_eq!((report.entries, report.texts, report.erased), (5, 3, 0));
}

async fn every_kind_of_tampering_is_found(fresh: Fresh) {
    something_said(&fresh).await;
    fresh
        .write("UPDATE revisions SET body = 'Nobody does.'", [])
        .await;
    fresh
        .write("UPDATE comment_versions SET body = 'Fine.'", [])
        .await;
    fresh
        .write(
            "INSERT INTO comments (plan_id, depth, author_id, revision, body, html, renderer, state, created_at, salt, content_hash) \
             SELECT plan_id, 0, author_id, 1, body, html, 1, 'deleted', 0, salt, content_hash FROM comments",
            [],
        )
        .await;
    fresh
        .write(
            "INSERT INTO accounts (handle, skeleton, role, standing, name, about, about_html, links, created_at) \
             VALUES ('eve', 'eve', 'admin', 'active', '', '', '', '[]', 0)",
            [],
        )
        .await;
    assert_eq!(
        faults(&fresh).await,
        [
            "revision 1 of plan 1 has been changed",
            "comment 1 has been changed",
            "comment 2 is not in the log",
            "account 3 is not in the log",
        ]
    );
    fresh.write("DELETE FROM comment_versions", []).await;
    assert!(
        faults(&fresh)
            .await
            .contains(&"comment 1, which entry 4 recorded, is missing".to_owned())
    );
}

async fn what_was_erased_is_no_fault(fresh: Fresh) {
    something_said(&fresh).await;
    let ben = domain::accounts::acting_as(&fresh.forum, "ben")
        .await
        .expect("accounts can be read")
        .expect("Ben is a member");
    comments::delete(&fresh.forum, &ben, domain::ids::CommentId(1))
        .await
        .expect("it is Ben's");
    let report = log::verify(&fresh.forum).await.expect("it can be read");
    assert_eq!(report.faults, Vec::<String>::new());
    assert_eq!((report.texts, report.erased), (1, 1));
}
