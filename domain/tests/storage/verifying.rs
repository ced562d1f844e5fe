//! Checking the whole record: what was changed, added or taken away behind its back is found.

use crate::harness::Fresh;
use domain::{
    comments::{self, NewComment},
    forks::{self, TypedPlace},
    ids::PlanId,
    log::{self, Step},
    plans::{self, Typed},
};

on_both!(
    what_was_recorded_holds,
    every_kind_of_tampering_is_found,
    what_was_erased_is_no_fault,
    a_place_told_anew_meanwhile_is_no_fault,
    a_place_is_compared_with_the_log,
);

fn cafe() -> Typed {
    Typed {
        title: "Repair café".into(),
        pitch: "Weekend repair stalls in libraries.".into(),
        body: "## Who pays\n\nThe library does.".into(),
        tags: vec!["repair".into(), "retail".into()],
        ..Typed::default()
    }
}

/// A plan with a comment that was edited once.
async fn something_said(fresh: &Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let plan = plans::publish(&fresh.forum, &ada, &cafe(), None)
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

fn lisbon(report: &str) -> TypedPlace {
    TypedPlace {
        place: "Lisbon".into(),
        since: "2026-03".into(),
        report: report.into(),
    }
}

/// A plan that runs, and whose it is.
async fn running(fresh: &Fresh) -> domain::Member {
    something_said(fresh).await;
    let ada = domain::accounts::acting_as(&fresh.forum, "ada").await;
    let ada = ada.expect("accounts can be read").expect("a member");
    forks::set_place(&fresh.forum, &ada, PlanId(1), &lisbon("Full."))
        .await
        .expect("it runs there");
    ada
}

async fn a_place_told_anew_meanwhile_is_no_fault(fresh: Fresh) {
    let ada = running(&fresh).await;
    for close in [false, true] {
        let mut done = false;
        let report = log::verify_telling(&fresh.forum, |step| {
            // After the log has been read, and before places are.
            if done || !matches!(step, Step::Texts(_)) {
                return;
            }
            done = true;
            let told = async {
                let report = lisbon("Fuller.");
                if close {
                    forks::clear_place(&fresh.forum, &ada, PlanId(1)).await
                } else {
                    forks::set_place(&fresh.forum, &ada, PlanId(1), &report).await
                }
            };
            tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(told))
                .expect("it is told");
        })
        .await
        .expect("it can be read");
        assert!(done);
        assert_eq!(report.faults, Vec::<String>::new(), "closed: {close}");
    }
}

async fn a_place_is_compared_with_the_log(fresh: Fresh) {
    let ada = running(&fresh).await;
    plans::publish(&fresh.forum, &ada, &cafe(), None)
        .await
        .expect("a second plan");
    fresh
        .write(
            "INSERT INTO places SELECT 2, place, since, report, html, renderer, created_at, changed_at, salt, \
                content_hash FROM places",
            [],
        )
        .await;
    assert_eq!(
        faults(&fresh).await,
        ["the place of plan 2 is not in the log"]
    );
    fresh.write("DELETE FROM places", []).await;
    assert_eq!(
        faults(&fresh).await,
        ["the place of plan 1, which entry 6 recorded, is missing"]
    );
}
