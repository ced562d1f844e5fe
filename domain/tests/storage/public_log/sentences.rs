//! A sentence for every act.

use super::{all, line, lines};
use crate::{
    accounts::PASSWORD,
    copies::{Kept, leaving, words},
    harness::Fresh,
};
use domain::{
    Member, Viewer,
    accounts::{self, Enrolment, Role, TypedProfile},
    comments::{self, NewComment},
    copies::{self, Judged},
    forks::{self, NewFork, Pull, TypedPlace},
    ids::{CommentId, PlanId, RevisionNumber},
    log::{self, Part, Target},
    pages::{self, Name, TypedPage},
    plans,
    suggestions::{self, NewSuggestion, Offer, OnPart, Verdict, Verdicts},
};

on_both!(
    what_people_do_is_told,
    what_passes_between_plans_is_told,
    what_is_said_is_told,
    what_keeps_order_is_told,
    names_lead_to_what_they_name,
);

/// What was told since this many entries.
async fn since(kept: &Kept, before: usize) -> Vec<String> {
    let mut lines = lines(&kept.fresh, &Viewer::Anonymous).await;
    lines.split_off(before)
}

async fn count(kept: &Kept) -> usize {
    all(&kept.fresh, &Viewer::Anonymous).await.len()
}

async fn what_people_do_is_told(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let before = count(&kept).await;
    let forum = &kept.fresh.forum;
    assert_eq!(
        lines(&kept.fresh, &Viewer::Anonymous).await,
        [
            "The operator opened an account for ada",
            "The operator opened an account for ben",
            "The operator opened an account for eve",
            "The operator opened an account for moe as a moderator",
        ]
    );
    kept.fresh.joined("zoe").await;
    let profile = TypedProfile {
        name: "Benjamin".into(),
        ..TypedProfile::default()
    };
    accounts::edit_profile(forum, &kept.ben, &profile)
        .await
        .expect("it is kept");
    accounts::set_role(forum, "eve", Role::Moderator)
        .await
        .expect("it is given");
    accounts::set_role(forum, "eve", Role::Member)
        .await
        .expect("it is taken");
    accounts::suspend(forum, "zoe", "Ten adverts in an hour")
        .await
        .expect("she pauses");
    accounts::restore(forum, "zoe").await.expect("she may act");
    accounts::deactivate(forum, &kept.ben, &leaving("ben"))
        .await
        .expect("he leaves");
    kept.erase(&kept.eve).await;
    assert_eq!(
        since(&kept, before).await,
        [
            "zoe joined",
            "A former member changed their profile",
            "The operator made a former member a moderator",
            "The operator made a former member a member",
            "The operator suspended the account of zoe",
            "The operator restored the account of zoe",
            "A former member left; what they wrote stays",
            "A former member left and took their words along",
        ]
    );
    accounts::restore(forum, "ben").await.expect("he is back");
    let back = since(&kept, before).await;
    assert_eq!(back[1], "Benjamin changed their profile");
    assert_eq!(back[8], "The operator restored the account of Benjamin");
}

async fn forked(kept: &Kept, by: &Member, parent: PlanId) -> PlanId {
    let new = NewFork {
        reason: "Another city".into(),
        title: "A laundry in Ghent".into(),
        ..NewFork::default()
    };
    let saved = forks::fork(&kept.fresh.forum, by, parent, &new, None).await;
    saved.expect("it is forked").id
}

async fn what_passes_between_plans_is_told(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let before = count(&kept).await;
    let forum = &kept.fresh.forum;
    let plan = kept
        .post(&kept.ada, "washing", "## Who pays\n\nTenants.")
        .await;
    let fork = forked(&kept, &kept.eve, plan).await;
    kept.revise(&kept.ada, plan, "## Who pays\n\nTenants and guests.")
        .await;
    let all_left = Pull {
        seen: 1,
        upstream: 2,
        choices: Vec::new(),
    };
    forks::pull(forum, &kept.eve, fork, &all_left, None)
        .await
        .expect("it is left");
    let place = TypedPlace {
        place: "Ghent".into(),
        since: "2026-03".into(),
        report: String::new(),
    };
    forks::set_place(forum, &kept.eve, fork, &place)
        .await
        .expect("it runs there");
    forks::clear_place(forum, &kept.eve, fork)
        .await
        .expect("it does not any more");
    plans::withdraw(forum, &kept.eve, fork)
        .await
        .expect("it is hers");
    plans::bring_back(forum, &kept.eve, fork)
        .await
        .expect("it is hers");
    assert_eq!(
        since(&kept, before).await,
        [
            "ada posted the plan Plan of washing",
            "eve forked Plan of washing (revision 1) as A laundry in Ghent: Another city",
            "ada revised Plan of washing (revision 2): Counted again",
            "eve left out of A laundry in Ghent what Plan of washing changed",
            "eve said where A laundry in Ghent runs",
            "eve said that A laundry in Ghent runs nowhere any more",
            "eve withdrew A laundry in Ghent",
            "eve brought back A laundry in Ghent",
        ]
    );
}

fn saying(body: &str, parent: Option<CommentId>) -> NewComment {
    NewComment {
        body: body.into(),
        parent,
        ..NewComment::default()
    }
}

async fn what_is_said_is_told(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plan = kept
        .post(&kept.ada, "washing", "## Who pays\n\nTenants.")
        .await;
    let before = count(&kept).await;
    let post = async |by: &Member, comment: &NewComment| {
        let posted = comments::post(forum, by, plan, comment, None).await;
        posted.expect("it is posted").id
    };
    let asked = post(&kept.ben, &saying("Who mends it?", None)).await;
    let answer = post(&kept.ada, &saying("A cousin.", Some(asked))).await;
    let edit = comments::Edit {
        base: 0,
        body: "A cousin of mine.".into(),
    };
    comments::edit(forum, &kept.ada, answer, &edit)
        .await
        .expect("it is hers");
    comments::favorite(forum, &kept.ada, asked, None)
        .await
        .expect("it is lifted up");
    comments::unfavorite(forum, &kept.ada, asked)
        .await
        .expect("it was");
    let offer = NewSuggestion {
        note: "The pump fails first".into(),
        offer: Offer::Section {
            base: RevisionNumber(1),
            section: None,
            text: "## Risks\n\nThe pump.".into(),
        },
    };
    let mut offered = Vec::new();
    for _ in 0..2 {
        let id = suggestions::offer(forum, &kept.ben, plan, &offer, None).await;
        offered.push(id.expect("it is offered"));
    }
    let declined = Verdicts {
        seen: 1,
        parts: vec![OnPart {
            number: 1,
            verdict: Verdict::Decline,
            reason: "There is a spare".into(),
        }],
    };
    suggestions::decide(forum, &kept.ada, offered[0], &declined, None)
        .await
        .expect("it is decided");
    suggestions::take_back(forum, &kept.ben, offered[1])
        .await
        .expect("it is his");
    comments::delete(forum, &kept.ada, answer)
        .await
        .expect("it is hers");
    assert_eq!(
        since(&kept, before).await,
        [
            "ben posted a comment on Plan of washing",
            "ada posted an answer, no longer shown, on Plan of washing",
            "ada edited a comment, no longer shown, on Plan of washing",
            "ada lifted up a comment on Plan of washing",
            "ada no longer lifts up a comment on Plan of washing",
            "ben made a suggestion to Plan of washing: The pump fails first",
            "ben made a suggestion to Plan of washing: The pump fails first",
            "ada declined 1 part of a suggestion to Plan of washing: There is a spare",
            "ben took back a suggestion to Plan of washing",
            "ada took back a comment on Plan of washing",
        ]
    );
}

async fn what_keeps_order_is_told(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let text = words("a", 0, 200);
    let older = kept.post(&kept.ada, "The first", &text).await;
    let younger = kept.post(&kept.ben, "A copy", &text).await;
    let before = count(&kept).await;
    kept.link(older, younger).await;
    kept.unlink(older, younger).await;
    let judged: Judged = kept.judged(older, younger).await;
    copies::set_aside(forum, &kept.mo, &judged, "A common source")
        .await
        .expect("it is set aside");
    copies::reopen(forum, &kept.mo, older, younger, "Looked again")
        .await
        .expect("it is opened again");
    let enrolment = Enrolment {
        handle: "root-of-all".into(),
        password: Some(PASSWORD.into()),
        role: Some(Role::Admin),
        ..Enrolment::default()
    };
    accounts::enrol(forum, &enrolment).await.expect("enrolled");
    let admin = kept.fresh.admin("root-of-all").await;
    let page = TypedPage {
        base: 0,
        body: "Be kind.".into(),
        note: "Shorter".into(),
    };
    pages::edit(forum, &admin, Name::Rules, &page)
        .await
        .expect("it is written");
    let told = since(&kept, before).await;
    assert_eq!(
        told,
        [
            "The moderator moe linked Plan of A copy as a fork of Plan of The first: Word for word",
            "The moderator moe took back that Plan of A copy is a fork of Plan of The first: A mistake",
            "The moderator moe compared Plan of A copy with Plan of The first and found no copy: A common source",
            "The moderator moe took back that Plan of A copy and Plan of The first are no copies: Looked again",
            "The operator opened an account for root-of-all as an admin",
            "root-of-all changed the page Rules: Shorter",
        ]
    );
    let all = all(&kept.fresh, &Viewer::Anonymous).await;
    let kept_order: Vec<_> = all.iter().filter(|told| told.is_moderation()).collect();
    assert_eq!(kept_order.len(), 5);
    assert_eq!(line(kept_order[0]), told[0]);
    kept.log_is_whole().await;
}

async fn names_lead_to_what_they_name(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let plan = kept
        .post(&kept.ada, "washing", "## Who pays\n\nTenants.")
        .await;
    kept.revise(&kept.ada, plan, "## Who pays\n\nGuests.").await;
    let all = all(&kept.fresh, &Viewer::Anonymous).await;
    let revised = all.last().expect("an entry");
    let link = |words: &str, target| Part::Link(words.into(), target);
    let words = |words: &str| Part::Words(words.into());
    assert_eq!(
        revised.sentence,
        [
            link("ada", Target::Person(kept.ada.handle.clone())),
            words(" revised "),
            link(
                "Plan of washing",
                Target::Plan {
                    id: plan,
                    slug: "plan-of-washing".into()
                }
            ),
            words(" ("),
            link("revision 2", Target::Revision(plan, RevisionNumber(2))),
            words(")"),
        ]
    );
    let head = log::head(&kept.fresh.forum).await.expect("a head");
    assert_eq!(
        (head.seq, head.hash),
        (revised.entry.seq, revised.entry.hash)
    );
    assert_eq!(head.at, Some(revised.entry.at));
    let one = log::told_one(&kept.fresh.forum, &Viewer::Anonymous, head.seq).await;
    assert_eq!(one.expect("it is read").as_ref(), Some(revised));
}
