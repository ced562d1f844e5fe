//! Linking as a fork, and undoing it.

use super::{FIRST, Kept, words};
use crate::harness::Fresh;
use domain::{
    Viewer,
    copies::{self, Deed, JudgeError, Judged, Refusal},
    forks::{self, FamilyReading, NewFork, Pull, TypedPlace},
    ids::{PlanId, RevisionNumber},
    log,
    plans::{self, Licence, Plan},
    search,
};

on_both!(
    a_link_moves_the_whole_family_and_is_undone,
    a_plan_is_linked_to_the_revision_that_it_can_have_been_made_from,
    both_authors_are_told_and_everybody_can_read_it,
    what_is_no_copy_to_be_linked_is_refused,
    a_fork_that_pulls_is_a_fork,
    a_linked_family_is_found_as_one,
    what_is_tampered_with_is_found,
);

async fn forked(kept: &Kept, parent: PlanId) -> PlanId {
    let because = NewFork {
        reason: "Another city".into(),
        ..NewFork::default()
    };
    let saved = forks::fork(&kept.fresh.forum, &kept.eve, parent, &because, None).await;
    saved.expect("it is forked").id
}

async fn placed(kept: &Kept, author: &domain::Member, plan: PlanId) {
    let place = TypedPlace {
        place: "Lisbon".into(),
        since: "2026-03".into(),
        report: String::new(),
    };
    forks::set_place(&kept.fresh.forum, author, plan, &place)
        .await
        .expect("it runs there");
}

/// What a link may change of these plans.
async fn standing(kept: &Kept, ids: &[PlanId]) -> Vec<String> {
    let mut told = Vec::new();
    for id in ids {
        let plan = kept.plan(*id).await;
        let fork = plan.fork.as_ref().map(|fork| (fork.from, fork.revision));
        let place = &plan.family;
        told.push(format!(
            "{id}: {fork:?} {} {} {:?} forks {} running {}",
            place.first,
            place.generation,
            place.lineage.as_str(),
            plan.forks,
            plan.running
        ));
    }
    told
}

async fn family(kept: &Kept, of: PlanId) -> Vec<i64> {
    let plan = kept.plan(of).await;
    let reading = FamilyReading::default();
    let family = forks::family(&kept.fresh.forum, &Viewer::Anonymous, &plan, &reading).await;
    let items = family.expect("the family is told").page.items;
    items.iter().map(|plan| plan.id.0).collect()
}

async fn a_link_moves_the_whole_family_and_is_undone(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let text = words("a", 0, 200);
    let root = kept.post(&kept.ada, "The first", &text).await;
    let older = forked(&kept, root).await;
    let younger = kept.post(&kept.ben, "A copy", &text).await;
    let below = forked(&kept, younger).await;
    let deep = forked(&kept, below).await;
    for (author, plan) in [(&kept.ben, younger), (&kept.eve, deep), (&kept.ada, root)] {
        placed(&kept, author, plan).await;
    }
    let all = [root, older, younger, below, deep];
    let before = standing(&kept, &all).await;
    kept.link(older, younger).await;
    kept.log_is_whole().await;
    assert_eq!(
        standing(&kept, &all).await,
        [
            "1: None 1 0 \"\" forks 1 running 3",
            "2: Some((PlanId(1), RevisionNumber(1))) 1 1 \"a2\" forks 1 running 2",
            "3: Some((PlanId(2), RevisionNumber(1))) 1 2 \"a2a3\" forks 1 running 2",
            "4: Some((PlanId(3), RevisionNumber(1))) 1 3 \"a2a3a4\" forks 1 running 1",
            "5: Some((PlanId(4), RevisionNumber(1))) 1 4 \"a2a3a4a5\" forks 0 running 1",
        ]
    );
    assert_eq!(family(&kept, deep).await, [1, 2, 3, 4, 5]);
    let plan = kept.plan(younger).await;
    let fork = plan.fork.clone().expect("it is a fork");
    assert!(fork.linked && fork.reason == "Word for word" && !fork.distance.untouched);
    let credits = forks::credits(&kept.fresh.forum, &plan)
        .await
        .expect("credits");
    assert_eq!(credits.len(), 2);
    assert!(credits[0].contains("/plans/2/history/1"), "{}", credits[0]);
    // A fork of it made now stands in the family too, and leaves with it.
    let after = forked(&kept, younger).await;
    kept.unlink(older, younger).await;
    kept.log_is_whole().await;
    assert_eq!(family(&kept, root).await, [1, 2]);
    assert_eq!(family(&kept, younger).await, [3, 4, 5, 6]);
    plans::withdraw(&kept.fresh.forum, &kept.eve, after)
        .await
        .expect("it is withdrawn");
    assert_eq!(standing(&kept, &all).await, before);
    kept.link(root, younger).await;
    kept.link(root, kept.post(&kept.ben, "Another", &text).await)
        .await;
    kept.log_is_whole().await;
    assert_eq!(family(&kept, root).await, [1, 2, 3, 4, 5, 6, 7]);
}

async fn a_plan_is_linked_to_the_revision_that_it_can_have_been_made_from(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let older = kept.post(&kept.ada, "The first", &words("a", 0, 200)).await;
    for (at, body) in [
        (1, words("a", 0, 210)),
        (2, words("a", 0, 220)),
        (9, words("a", 0, 230)),
    ] {
        kept.fresh.forum.set_clock(later(at));
        kept.revise(&kept.ada, older, &body).await;
        if at == 2 {
            kept.fresh.forum.set_clock(later(5));
            let younger = kept.post(&kept.ben, "A copy", &words("a", 0, 220)).await;
            assert_eq!(younger, PlanId(2));
        }
    }
    kept.link(older, PlanId(2)).await;
    let fork = kept.plan(PlanId(2)).await.fork.expect("it is a fork");
    assert_eq!(
        (fork.revision, fork.pulled),
        (RevisionNumber(3), RevisionNumber(3))
    );
    // Nothing but the pitch is another.
    assert_eq!(fork.distance.words, 0);
    assert_eq!(fork.newer(), 1);
    kept.log_is_whole().await;
}

fn later(hours: i64) -> domain::clock::Timestamp {
    crate::harness::BEGINNING.plus(hours * domain::clock::Timestamp::HOUR)
}

async fn both_authors_are_told_and_everybody_can_read_it(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    kept.fresh
        .write("UPDATE accounts SET news = $1", [false.into()])
        .await;
    let text = words("a", 0, 200);
    let older = kept.post(&kept.ada, "The first", &text).await;
    let younger = kept.post(&kept.ben, "A copy", &text).await;
    kept.link(older, younger).await;
    let letters = kept.letters().await;
    let to: Vec<_> = letters.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(to, ["ada@example.org", "ben@example.org"]);
    assert!(
        letters[1]
            .1
            .contains("marked your plan “Plan of A copy” as a fork of “Plan of The first”"),
        "{}",
        letters[1].1
    );
    assert!(letters[0].1.contains("credit yours"), "{}", letters[0].1);
    for (_, body) in &letters {
        assert!(
            body.contains("the moderator moe has") && body.contains("Word for word"),
            "{body}"
        );
    }
    for id in [older, younger] {
        let plan = kept.plan(id).await;
        let told = copies::actions_on(forum, &Viewer::Anonymous, &plan).await;
        let told = told.expect("actions");
        assert_eq!(told.len(), 1);
        assert_eq!(
            (told[0].deed, told[0].reason.as_deref()),
            (Deed::Linked, Some("Word for word"))
        );
        assert_eq!(told[0].moderator.name(), "moe");
    }
    // What was said of a hidden plan is hidden with it; that something was done is not.
    plans::withdraw(forum, &kept.ben, younger)
        .await
        .expect("gone");
    let told = copies::actions_on(forum, &Viewer::Anonymous, &kept.plan(older).await).await;
    let told = told.expect("actions");
    assert_eq!((told.len(), told[0].reason.as_deref()), (1, None));
    let hidden = copies::actions_on(forum, &Viewer::Anonymous, &kept.plan(younger).await).await;
    assert!(hidden.expect("actions").is_empty());
    plans::bring_back(forum, &kept.ben, younger)
        .await
        .expect("back");
    // A moderator who leaves takes the words along, and not what was done.
    kept.erase(&kept.mo).await;
    let plan = kept.plan(younger).await;
    assert_eq!(
        plan.fork.as_ref().map(|fork| fork.reason.as_str()),
        Some("")
    );
    let told = copies::actions_on(forum, &Viewer::Anonymous, &plan).await;
    let told = told.expect("actions");
    assert_eq!(
        (told[0].reason.as_deref(), told[0].moderator.name()),
        (None, "a former member")
    );
    kept.log_is_whole().await;
}

async fn what_is_no_copy_to_be_linked_is_refused(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let text = words("a", 0, 200);
    let older = kept.post(&kept.ada, "The first", &text).await;
    let freer = kept
        .post_under(&kept.ben, "A freer copy", &text, Licence::By)
        .await;
    let younger = kept.post(&kept.ben, "A copy", &text).await;
    let own = kept.post(&kept.mo, "Mo’s own", &text).await;
    let hidden = kept.post(&kept.eve, "Hidden", &text).await;
    plans::withdraw(forum, &kept.eve, hidden)
        .await
        .expect("gone");
    let fork = forked(&kept, older).await;
    let refused = async |older: PlanId, younger: PlanId| {
        let judged = kept.judged(older, younger).await;
        let linked = copies::link(forum, &kept.mo, &judged, "Word for word").await;
        linked.expect_err("refused")
    };
    let refusal = |error: JudgeError| match error {
        JudgeError::Refused(refusal) => refusal,
        other => panic!("{other}"),
    };
    assert_eq!(
        refusal(refused(older, freer).await),
        Refusal::Licence(Licence::BySa, Licence::By)
    );
    assert_eq!(refusal(refused(younger, older).await), Refusal::Younger);
    assert_eq!(refusal(refused(older, older).await), Refusal::Younger);
    assert_eq!(refusal(refused(older, fork).await), Refusal::Kin);
    assert_eq!(refusal(refused(younger, fork).await), Refusal::Fork(older));
    assert!(matches!(refused(older, own).await, JudgeError::Own));
    assert!(matches!(refused(older, hidden).await, JudgeError::NotFound));
    let judged = kept.judged(older, younger).await;
    let nowhere = Judged {
        younger: PlanId(99),
        ..judged
    };
    let nowhere = copies::link(forum, &kept.mo, &nowhere, "Word for word").await;
    assert!(matches!(nowhere, Err(JudgeError::NotFound)));
    let reason = copies::link(forum, &kept.mo, &judged, " ").await;
    assert!(
        matches!(reason, Err(JudgeError::Invalid(problems)) if problems.of("reason").is_some())
    );
    kept.revise(&kept.ada, older, &words("a", 0, 300)).await;
    let stale = copies::link(forum, &kept.mo, &judged, "Word for word").await;
    assert!(matches!(stale, Err(JudgeError::Stale)));
    let unlinked = copies::unlink(forum, &kept.mo, older, fork, "A mistake").await;
    assert_eq!(
        refusal(unlinked.expect_err("made as a fork")),
        Refusal::NotLinked
    );
    kept.link(older, younger).await;
    let again = kept.judged(older, younger).await;
    let twice = copies::link(forum, &kept.mo, &again, "Word for word").await;
    assert_eq!(refusal(twice.expect_err("linked")), Refusal::Kin);
    kept.fresh
        .write(
            "UPDATE accounts SET role = 'member' WHERE handle = 'moe'",
            [],
        )
        .await;
    let demoted = copies::unlink(forum, &kept.mo, older, younger, "A mistake").await;
    assert!(matches!(demoted, Err(JudgeError::NotFound)));
    kept.fresh
        .write(
            "UPDATE accounts SET role = 'moderator' WHERE handle = 'moe'",
            [],
        )
        .await;
    kept.fresh.suspend(&kept.mo).await;
    let suspended = copies::unlink(forum, &kept.mo, older, younger, "A mistake").await;
    assert!(matches!(suspended, Err(JudgeError::Suspended)));
    assert_eq!(kept.fresh.number("SELECT count(*) FROM actions").await, 1);
    kept.log_is_whole().await;
}

async fn a_fork_that_pulls_is_a_fork(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let text = words("a", 0, 200);
    let older = kept.post(&kept.ada, "The first", &text).await;
    let younger = kept.post(&kept.ben, "A copy", &text).await;
    kept.link(older, younger).await;
    kept.revise(&kept.ada, older, &format!("{text}\n\nBetter."))
        .await;
    let viewer = Viewer::Member(kept.ben.clone());
    let plan = kept.plan(younger).await;
    let upstream = forks::upstream(forum, &viewer, &plan).await;
    let upstream = upstream
        .expect("an answer")
        .expect("there is something newer");
    let pull = Pull {
        seen: plan.head.0,
        upstream: upstream.parent.head.0,
        choices: upstream
            .parts
            .iter()
            .map(|part| (part.key.clone(), domain::merge::Choice::TakeTheirs))
            .collect(),
    };
    forks::pull(forum, &kept.ben, younger, &pull, None)
        .await
        .expect("it is taken over");
    let undone = copies::unlink(forum, &kept.mo, older, younger, "A mistake").await;
    assert!(matches!(undone, Err(JudgeError::Refused(Refusal::Pulled))));
    kept.log_is_whole().await;
}

async fn a_linked_family_is_found_as_one(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let text = format!(
        "Tenants wash their clothes on solar power. {}",
        words("a", 0, 200)
    );
    let older = kept
        .post(&kept.ada, "Solar laundromat for tenants", &text)
        .await;
    let younger = kept
        .post(&kept.ben, "Laundromat on solar power", &text)
        .await;
    let below = forked(&kept, younger).await;
    let similar = async |id: PlanId| -> Vec<i64> {
        let plan: Plan = kept.plan(id).await;
        let similar = search::similar(forum, &Viewer::Anonymous, &plan).await;
        let mut ids: Vec<i64> = similar
            .expect("similar")
            .iter()
            .map(|one| one.plan.id.0)
            .collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(kept.waiting().await.len(), 1);
    assert_eq!(similar(older).await, [2, 3]);
    kept.link(older, younger).await;
    // At once, though it was found to be similar a moment ago.
    assert_eq!(similar(older).await, [0_i64; 0]);
    assert_eq!(kept.waiting().await, []);
    assert_eq!(similar(below).await, [0_i64; 0]);
    kept.unlink(older, younger).await;
    assert_eq!(kept.waiting().await.len(), 1);
    let audit = search::audit(forum)
        .await
        .expect("an audit")
        .expect("an index");
    assert_eq!(audit.faults(), Vec::<String>::new());
}

async fn what_is_tampered_with_is_found(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let text = words("a", 0, 100);
    let older = kept.post(&kept.ada, "The first", &text).await;
    let younger = kept.post(&kept.ben, "A copy", &text).await;
    let other = kept.post(&kept.eve, "Another copy", &text).await;
    kept.link(older, younger).await;
    let entry = log::newest(&kept.fresh.forum).await.expect("there is one");
    kept.log_is_whole().await;
    let faults = async || {
        let report = log::verify(&kept.fresh.forum).await;
        report.expect("it can be read").faults
    };
    let tampered = async |sql: &str, back: &str| {
        kept.fresh.write(sql, []).await;
        let found = faults().await;
        kept.fresh.write(back, []).await;
        found
    };
    assert_eq!(
        tampered(
            "UPDATE plans SET lineage = 'a9' WHERE id = 2",
            "UPDATE plans SET lineage = 'a2' WHERE id = 2"
        )
        .await,
        ["plan 2 does not stand below its parent"]
    );
    assert_eq!(
        tampered(
            "UPDATE plans SET forks = 7 WHERE id = 1",
            "UPDATE plans SET forks = 1 WHERE id = 1"
        )
        .await,
        ["plan 1 has 1 forks and says 7"]
    );
    assert_eq!(
        tampered(
            "UPDATE actions SET reason = 'Because.'",
            "UPDATE actions SET reason = 'Word for word'"
        )
        .await,
        ["the reason of action 1 has been changed"]
    );
    assert_eq!(
        tampered(
            "UPDATE plans SET linked = NULL WHERE id = 2",
            "UPDATE plans SET linked = 1 WHERE id = 2"
        )
        .await,
        [format!("plan 2 is not made from what entry {entry} says")]
    );
    kept.fresh
        .write(
            "UPDATE plans SET forked_from_plan = 1, forked_from_revision = 1, family = 1, lineage = 'a3', generation = 1 \
             WHERE id = 3",
            [],
        )
        .await;
    kept.fresh
        .write("UPDATE plans SET forks = 2 WHERE id = 1", [])
        .await;
    assert_eq!(
        faults().await,
        ["the log does not say that plan 3 is a fork"]
    );
    assert_eq!((other, FIRST.0), (PlanId(3), 1));
    kept.fresh
        .write(
            "UPDATE plans SET forked_from_plan = NULL, family = NULL, lineage = '', generation = 0 WHERE id > 1",
            [],
        )
        .await;
    kept.fresh.write("UPDATE plans SET forks = 0", []).await;
    assert_eq!(
        faults().await,
        [format!("plan 2 is no fork, and entry {entry} says it is")]
    );
}
