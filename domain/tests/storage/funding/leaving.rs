//! What is left of rounds and applications when somebody takes their words along.

use super::{GOOD, Kept, numbers, terms};
use crate::harness::Fresh;
use domain::{
    Viewer,
    funding::{self, ApplicationState, Decision, Phase},
};

on_both!(a_funders_words_go_with_them, a_founders_words_go_with_them);

async fn a_funders_words_go_with_them(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let round = kept.round(&terms("Machines that pay Fay")).await;
    let draft = funding::make(forum, &kept.fay, &terms("A draft of Fay’s"), None).await;
    draft.expect("made");
    let plan = kept
        .post(&kept.ada, "Solar laundromat", Some(numbers(GOOD)))
        .await;
    let id = kept.enter(&kept.ada, round, plan).await.expect("entered");
    funding::ask(forum, &kept.fay, id, "Fay asks", None)
        .await
        .expect("asked");
    let no = Decision {
        accept: false,
        rule: Some(3),
        reason: "Fay’s reason",
    };
    funding::decide(forum, &kept.fay, id, &no)
        .await
        .expect("declined");
    kept.erase(&kept.fay).await;
    let opened = kept
        .opened(&Viewer::Anonymous, round)
        .await
        .expect("it stays");
    assert_eq!(opened.round.title, "A round by a former member");
    assert_eq!(opened.round.phase, Phase::Closed);
    assert!(opened.said.is_erased && opened.said.rules.is_empty());
    let left = kept.application(&Viewer::Anonymous, id).await;
    assert_eq!(left.application.state, ApplicationState::Declined);
    assert_eq!(
        (
            left.application.reason.as_str(),
            left.questions[0].question.as_str()
        ),
        ("", "")
    );
    let fays = "SELECT (SELECT COUNT(*) FROM rounds WHERE title LIKE '%Fay%' OR state = 'draft') + \
        (SELECT COUNT(*) FROM round_versions WHERE title LIKE '%Fay%' OR body LIKE '%runs%') + \
        (SELECT COUNT(*) FROM applications WHERE reason LIKE '%Fay%') + \
        (SELECT COUNT(*) FROM questions WHERE question LIKE '%Fay%')";
    assert_eq!(kept.fresh.number(fays).await, 0);
    kept.log_is_whole().await;
}

async fn a_founders_words_go_with_them(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let (round, plan) = kept.round_and_plan().await;
    let id = kept.enter(&kept.ada, round, plan).await.expect("entered");
    let question = funding::ask(forum, &kept.fay, id, "Who fixes it?", None).await;
    funding::answer(forum, &kept.ada, question.expect("asked"), "Ada does")
        .await
        .expect("answered");
    kept.erase(&kept.ada).await;
    let left = kept.application(&Viewer::Anonymous, id).await;
    assert_eq!(left.application.state, ApplicationState::TakenBack);
    assert_eq!((left.application.ask, left.application.even), (None, None));
    assert_eq!(
        (
            left.questions[0].question.as_str(),
            left.questions[0].answer.as_str()
        ),
        ("Who fixes it?", "")
    );
    assert_eq!(left.application.applicant.name(), "a former member");
    let opened = kept
        .opened(&Viewer::Anonymous, round)
        .await
        .expect("there")
        .round;
    assert_eq!(opened.applications, 0);
    let adas = "SELECT COUNT(*) FROM applications WHERE findings <> '[]'";
    assert_eq!(kept.fresh.number(adas).await, 0);
    kept.log_is_whole().await;
}
