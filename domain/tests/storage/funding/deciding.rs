//! Shortlisting, asking, answering and deciding.

use super::{Kept, told};
use crate::harness::Fresh;
use domain::{
    Viewer,
    funding::{self, ApplicationState, Decision, FundError, Refusal, Wanted},
    ids::{ApplicationId, RoundId},
};

on_both!(
    a_funder_decides_once_and_says_why,
    what_was_declined_may_be_entered_again,
    a_funder_asks_and_a_founder_answers,
    nobody_else_decides,
);

async fn entered(kept: &Kept) -> (RoundId, ApplicationId) {
    let (round, plan) = kept.round_and_plan().await;
    let id = kept.enter(&kept.ada, round, plan).await.expect("entered");
    (round, id)
}

const YES: Decision<'static> = Decision {
    accept: true,
    rule: None,
    reason: "It adds up",
};

async fn a_funder_decides_once_and_says_why(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let (round, id) = entered(&kept).await;
    funding::shortlist(forum, &kept.fay, id, true)
        .await
        .expect("shortlisted");
    funding::shortlist(forum, &kept.fay, id, true)
        .await
        .expect("again, nothing");
    let shortlisted = Wanted {
        state: Some(ApplicationState::Shortlisted),
        ..Wanted::default()
    };
    assert_eq!(kept.wanted(round, &shortlisted).await.len(), 1);
    let silent = Decision { reason: " ", ..YES };
    let silent = funding::decide(forum, &kept.fay, id, &silent).await;
    assert!(told(silent, "reason").contains("must not be empty"));
    funding::decide(forum, &kept.fay, id, &YES)
        .await
        .expect("decided");
    let application = kept.application(&Viewer::Anonymous, id).await.application;
    assert_eq!(
        (application.state, application.reason.as_str()),
        (ApplicationState::Accepted, "It adds up")
    );
    for done in [
        funding::decide(forum, &kept.fay, id, &YES).await,
        funding::shortlist(forum, &kept.fay, id, false).await,
    ] {
        assert!(
            matches!(done, Err(FundError::Refused(Refusal::Decided))),
            "{done:?}"
        );
    }
    let letters = kept.letters().await;
    let last = letters.last().expect("a letter");
    assert_eq!(last.0, "ada@example.org");
    assert!(
        last.1.contains("is to be funded") && last.1.contains("It adds up"),
        "{}",
        last.1
    );
    kept.log_is_whole().await;
}

async fn what_was_declined_may_be_entered_again(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let (round, id) = entered(&kept).await;
    let no = |rule| Decision {
        accept: false,
        rule,
        reason: "The price is a guess",
    };
    let unknown = funding::decide(forum, &kept.fay, id, &no(Some(14))).await;
    assert!(told(unknown, "rule").contains("one of the round’s rules"));
    funding::decide(forum, &kept.fay, id, &no(Some(6)))
        .await
        .expect("declined");
    let application = kept.application(&Viewer::Anonymous, id).await.application;
    assert_eq!(
        (application.state, application.declined_for),
        (ApplicationState::Declined, Some(6))
    );
    let letters = kept.letters().await;
    assert!(
        letters
            .iter()
            .any(|(to, body)| to == "ada@example.org" && body.contains("for rule 6"))
    );
    let again = kept
        .enter(&kept.ada, round, application.plan_id)
        .await
        .expect("entered again");
    assert_ne!(again, id);
    let opened = kept
        .opened(&Viewer::Anonymous, round)
        .await
        .expect("there")
        .round;
    assert_eq!(opened.applications, 2);
    kept.log_is_whole().await;
}

async fn a_funder_asks_and_a_founder_answers(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let (_, id) = entered(&kept).await;
    let question = funding::ask(forum, &kept.fay, id, "Who fixes the boiler?", Some("k")).await;
    let question = question.expect("asked");
    let again = funding::ask(forum, &kept.fay, id, "Who fixes the boiler?", Some("k")).await;
    assert_eq!(again.expect("the same"), question);
    let empty = funding::ask(forum, &kept.fay, id, " ", None).await;
    assert!(told(empty, "question").contains("must not be empty"));
    let by_another = funding::answer(forum, &kept.ben, question, "Nobody").await;
    assert!(matches!(by_another, Err(FundError::NotFound)));
    funding::answer(forum, &kept.ada, question, "I do.")
        .await
        .expect("answered");
    let twice = funding::answer(forum, &kept.ada, question, "I do not.").await;
    assert!(matches!(twice, Err(FundError::Refused(Refusal::Answered))));
    let asked = kept.application(&Viewer::Anonymous, id).await;
    assert_eq!(asked.application.questions, 1);
    assert_eq!(
        (
            asked.questions[0].question.as_str(),
            asked.questions[0].answer.as_str()
        ),
        ("Who fixes the boiler?", "I do.")
    );
    for number in 0..10 {
        kept.forget_attempts().await;
        let more = format!("Question number {number}?");
        funding::ask(forum, &kept.fay, id, &more, None)
            .await
            .expect("asked");
    }
    let too_many = funding::ask(forum, &kept.fay, id, "One more?", None).await;
    assert!(matches!(
        too_many,
        Err(FundError::Refused(Refusal::Questions))
    ));
    kept.log_is_whole().await;
}

async fn nobody_else_decides(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let (_, id) = entered(&kept).await;
    for other in [&kept.ada, &kept.ben, &kept.mo] {
        let decided = funding::decide(forum, other, id, &YES).await;
        assert!(matches!(decided, Err(FundError::NotFound)));
        let listed = funding::shortlist(forum, other, id, true).await;
        assert!(matches!(listed, Err(FundError::NotFound)));
        let asked = funding::ask(forum, other, id, "May I?", None).await;
        assert!(matches!(asked, Err(FundError::NotFound)));
    }
}
