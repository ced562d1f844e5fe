//! Several at once.

use super::{GOOD, Kept, measured, numbers, terms};
use crate::{harness::Fresh, moderation::racing::rounds};
use domain::{
    Viewer,
    funding::{self, Decision, FundError, TypedTerms},
    ids::VersionNumber,
};

on_both!(
    of_many_applications_of_one_plan_one_is_made,
    a_round_does_not_change_under_an_application,
    an_application_is_decided_or_taken_back,
    leaving_and_applying_do_not_wait_in_a_circle,
);

fn whole<T>(done: &Result<T, FundError>) {
    if let Err(FundError::Broken(broken)) = done {
        panic!("{broken}");
    }
}

async fn of_many_applications_of_one_plan_one_is_made(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    for time in 0..rounds() {
        kept.forget_attempts().await;
        let round = kept.round(&terms(&format!("Machines of day {time}"))).await;
        let plan = kept
            .post(
                &kept.ada,
                &format!("Laundromat {time}"),
                Some(numbers(GOOD)),
            )
            .await;
        let enter = || kept.enter(&kept.ada, round, plan);
        let (one, two, three, four) = tokio::join!(enter(), enter(), enter(), enter());
        let tries = [one, two, three, four];
        tries.iter().for_each(whole);
        assert_eq!(tries.iter().filter(|made| made.is_ok()).count(), 1);
        let opened = kept.opened(&Viewer::Anonymous, round).await.expect("there");
        assert_eq!(opened.round.applications, 1);
    }
    kept.log_is_whole().await;
}

async fn a_round_does_not_change_under_an_application(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    for time in 0..rounds() {
        kept.forget_attempts().await;
        let title = format!("Machines of day {time}");
        let round = kept.round(&terms(&title)).await;
        let plan = kept
            .post(
                &kept.ada,
                &format!("Laundromat {time}"),
                Some(numbers(GOOD)),
            )
            .await;
        let narrower = TypedTerms {
            rules: vec![measured("breaks_even", 30)],
            ..terms(&title)
        };
        let (entered, edited) = tokio::join!(
            kept.enter(&kept.ada, round, plan),
            funding::edit(
                forum,
                &kept.fay,
                round,
                VersionNumber(1),
                (&narrower, "Sooner")
            ),
        );
        whole(&entered);
        edited.expect("it is changed");
        match entered {
            // It came first, and was measured by what was there.
            Ok(id) => {
                let application = kept.application(&Viewer::Anonymous, id).await.application;
                assert_eq!((application.version.0, application.findings.len()), (1, 13));
            }
            Err(error) => assert!(matches!(error, FundError::Stale), "{error:?}"),
        }
    }
    kept.log_is_whole().await;
}

async fn an_application_is_decided_or_taken_back(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let round = kept.round(&terms("Machines that pay")).await;
    for time in 0..rounds() {
        kept.forget_attempts().await;
        let plan = kept
            .post(
                &kept.ada,
                &format!("Laundromat {time}"),
                Some(numbers(GOOD)),
            )
            .await;
        let id = kept.enter(&kept.ada, round, plan).await.expect("entered");
        let [yes, no] =
            [(true, "Yes, of course"), (false, "No, of course")].map(|(accept, reason)| Decision {
                accept,
                rule: None,
                reason,
            });
        let (one, other, back) = tokio::join!(
            funding::decide(forum, &kept.fay, id, &yes),
            funding::decide(forum, &kept.fay, id, &no),
            funding::take_application_back(forum, &kept.ada, id),
        );
        let all = [one, other, back];
        all.iter().for_each(whole);
        assert_eq!(all.iter().filter(|done| done.is_ok()).count(), 1, "{all:?}");
    }
    kept.log_is_whole().await;
}

async fn leaving_and_applying_do_not_wait_in_a_circle(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let round = kept.round(&terms("Machines that pay")).await;
    let one = kept
        .post(&kept.ada, "Solar laundromat", Some(numbers(GOOD)))
        .await;
    let other = kept
        .post(&kept.ben, "Night bakery", Some(numbers(GOOD)))
        .await;
    kept.enter(&kept.ada, round, one).await.expect("entered");
    let ((), entered, ()) = tokio::join!(
        kept.erase(&kept.ada),
        kept.enter(&kept.ben, round, other),
        kept.erase(&kept.fay),
    );
    whole(&entered);
    kept.log_is_whole().await;
}
