//! Proposing plans, and answering.

use super::{as_seen_by, called};
use crate::{copies::Kept, harness::Fresh};
use domain::{
    Viewer,
    ids::{ListingId, PlanId, ProposalId},
    listings::{self, CurateError, Outcome, Proposal, ProposeError, Refusal, Unlistable, Verdict},
    plans,
};

on_both!(
    a_proposal_is_answered_with_a_reason_and_letters_tell,
    what_may_not_be_proposed_is_not,
    a_plan_is_proposed_once_also_at_once,
    a_proposal_is_answered_once_also_at_once,
    what_is_withdrawn_is_proposed_no_longer,
);

async fn propose(kept: &Kept, id: ListingId, plan: PlanId) -> ProposalId {
    let typed = (plan, "It counts too");
    let made = listings::propose(&kept.fresh.forum, &kept.ben, id, typed, None).await;
    made.expect("it is proposed")
}

fn verdict(accept: bool) -> Verdict<'static> {
    Verdict {
        accept,
        reason: "Read it twice",
        note: "By Ben",
    }
}

async fn all(kept: &Kept, id: ListingId, only_waiting: bool) -> Vec<Proposal> {
    let viewer = Viewer::Anonymous;
    let listing = kept.opened(&viewer, id).await.expect("there").listing;
    let page = (None, 10);
    let found = listings::proposals(&kept.fresh.forum, &viewer, &listing, only_waiting, page).await;
    found.expect("they are read").items
}

async fn a_proposal_is_answered_with_a_reason_and_letters_tell(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(3).await;
    let id = kept.listing("Counted to the cent", &plans[..1]).await;
    kept.entrust(id).await;
    kept.letters().await;
    let (one, other) = (
        propose(&kept, id, plans[1]).await,
        propose(&kept, id, plans[2]).await,
    );
    let letters = kept.letters().await;
    let to: Vec<_> = letters.iter().map(|(to, _)| to.as_str()).collect();
    let (ada, moe) = ("ada@example.org", "moe@example.org");
    assert_eq!(to, [ada, ada, moe, moe]);
    assert!(letters[0].1.contains("/listings/1/proposals"));
    let waiting = all(&kept, id, true).await;
    assert_eq!(waiting[1].because.as_deref(), Some("It counts too"));
    listings::answer(forum, &kept.ada, one, &verdict(true))
        .await
        .expect("it is accepted");
    listings::answer(forum, &kept.mo, other, &verdict(false))
        .await
        .expect("it is declined");
    assert_eq!(kept.order(id).await, [1, 2]);
    let told = kept.letters().await;
    assert_eq!(told.len(), 2);
    for (to, body) in &told {
        assert!(
            to.starts_with("ben@") && body.contains("Read it twice"),
            "{body}"
        );
    }
    assert!(
        told.iter()
            .any(|(_, body)| body.contains("has put it there"))
    );
    let answered = all(&kept, id, false).await;
    assert_eq!(
        [answered[1].outcome, answered[0].outcome],
        [Outcome::Accepted, Outcome::Declined]
    );
    let answer = answered[1].answer.as_ref().expect("an answer");
    assert_eq!(
        (answer.by.name(), answer.reason.as_deref()),
        ("ada", Some("Read it twice"))
    );
    assert_eq!(all(&kept, id, true).await, []);
    let again = listings::answer(forum, &kept.mo, one, &verdict(false)).await;
    assert!(matches!(
        again,
        Err(CurateError::Refused(Refusal::Answered))
    ));
    let late = listings::take_proposal_back(forum, &kept.ben, one).await;
    assert!(matches!(late, Err(CurateError::Refused(Refusal::Answered))));
    kept.log_is_whole().await;
}

fn wrong(told: Result<ProposalId, ProposeError>, field: &str) -> String {
    match told {
        Err(ProposeError::Invalid(problems)) => problems.of(field).unwrap_or_default().to_owned(),
        told => panic!("{told:?}"),
    }
}

async fn what_may_not_be_proposed_is_not(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(3).await;
    let id = kept.listing("Counted to the cent", &plans[..1]).await;
    let draft = kept.draft(&called("A draft"), &plans[..1]).await;
    let at = async |id, plan, because| {
        listings::propose(forum, &kept.ben, id, (plan, because), None).await
    };
    for nowhere in [draft, ListingId(99)] {
        let told = at(nowhere, plans[1], "It counts").await;
        assert!(matches!(told, Err(ProposeError::NotFound)));
    }
    assert!(wrong(at(id, plans[0], "It counts").await, "plan").contains("already"));
    assert!(wrong(at(id, PlanId(99), "It counts").await, "plan").contains("no such plan"));
    assert!(wrong(at(id, plans[1], "no").await, "because").contains("at least 3"));
    let made = propose(&kept, id, plans[1]).await;
    assert!(wrong(at(id, plans[1], "Again").await, "plan").contains("proposed already"));
    let stranger = listings::answer(forum, &kept.ben, made, &verdict(true)).await;
    assert!(matches!(stranger, Err(CurateError::NotFound)));
    let stranger = listings::take_proposal_back(forum, &kept.eve, made).await;
    assert!(matches!(stranger, Err(CurateError::NotFound)));
    for _ in 0..2 {
        listings::take_proposal_back(forum, &kept.ben, made)
            .await
            .expect("Ben takes it back");
    }
    assert_eq!(all(&kept, id, false).await, []);
    let late = listings::answer(forum, &kept.mo, made, &verdict(true)).await;
    assert!(matches!(late, Err(CurateError::Refused(Refusal::Answered))));
    let unreasoned = Verdict {
        reason: "",
        ..verdict(true)
    };
    let made = propose(&kept, id, plans[1]).await;
    let told = listings::answer(forum, &kept.mo, made, &unreasoned).await;
    assert!(matches!(told, Err(CurateError::Invalid(_))));
    listings::add(forum, &kept.mo, id, plans[1], "")
        .await
        .expect("put there meanwhile");
    let told = listings::answer(forum, &kept.mo, made, &verdict(true)).await;
    let listed = Refusal::Unlistable(Unlistable::Listed);
    assert!(matches!(told, Err(CurateError::Refused(refusal)) if refusal == listed));
    kept.log_is_whole().await;
}

async fn a_plan_is_proposed_once_also_at_once(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(2).await;
    let id = kept.listing("Counted to the cent", &plans[..1]).await;
    let typed = (plans[1], "It counts too");
    let (one, other) = tokio::join!(
        listings::propose(forum, &kept.ben, id, typed, None),
        listings::propose(forum, &kept.eve, id, typed, None)
    );
    assert_ne!(one.is_ok(), other.is_ok());
    let again = listings::propose(forum, &kept.ben, id, typed, Some("key")).await;
    assert!(matches!(again, Err(ProposeError::Invalid(_))));
    kept.log_is_whole().await;
}

async fn a_proposal_is_answered_once_also_at_once(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(2).await;
    let id = kept.listing("Counted to the cent", &plans[..1]).await;
    let made = propose(&kept, id, plans[1]).await;
    let olga = kept.moderator("olga").await;
    let (yes, no) = (verdict(true), verdict(false));
    let (one, other) = tokio::join!(
        listings::answer(forum, &kept.mo, made, &yes),
        listings::answer(forum, &olga, made, &no)
    );
    assert_ne!(one.is_ok(), other.is_ok());
    let is_in = kept.order(id).await == [1, 2];
    assert_eq!(is_in, one.is_ok());
    kept.log_is_whole().await;
}

async fn what_is_withdrawn_is_proposed_no_longer(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(2).await;
    let id = kept.listing("Counted to the cent", &plans[..1]).await;
    let made = propose(&kept, id, plans[1]).await;
    plans::withdraw(forum, &kept.ben, plans[1])
        .await
        .expect("it is withdrawn");
    assert_eq!(all(&kept, id, false).await, []);
    let found = listings::proposal(forum, &as_seen_by(&kept.mo), made).await;
    assert_eq!(found.expect("it is read"), None);
    let told = listings::answer(forum, &kept.mo, made, &verdict(true)).await;
    let gone = Refusal::Unlistable(Unlistable::Gone);
    assert!(matches!(told, Err(CurateError::Refused(refusal)) if refusal == gone));
}
