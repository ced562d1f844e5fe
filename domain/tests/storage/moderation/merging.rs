//! Plans that were posted twice, merged and taken apart.

use super::Kept;
use crate::{cast::seen_by, harness::Fresh};
use domain::{
    Viewer,
    comments::{self, NewComment, Reading},
    ids::{MeasureId, PlanId},
    moderation::{self, Decision, ModerateError, Refusal, Thing},
    plans::{self, VoteError},
};

on_both!(
    two_plans_are_merged_and_taken_apart,
    what_cannot_be_merged_is_refused,
    a_merged_plan_is_merged_again,
    votes_are_counted_right_while_plans_are_merged,
);

impl Kept {
    async fn merge(&self, plan: PlanId, into: &str) -> Result<MeasureId, ModerateError> {
        let case = self.open(Thing::Plan(plan)).await;
        let decision = Decision {
            deed: "merged".into(),
            reason: "Posted twice".into(),
            into: into.into(),
            ..Decision::default()
        };
        moderation::decide(&self.fresh.forum, &self.mo, case, &decision).await
    }

    async fn merged(&self, plan: PlanId, into: PlanId) -> MeasureId {
        let merged = self.merge(plan, &into.to_string()).await;
        merged.expect("it is merged")
    }

    /// Votes and comments, as they are told and as they are counted.
    async fn pooled(&self, plan: PlanId) -> (i64, i64) {
        let seen = self.plan_for(&seen_by(&self.mo), plan).await;
        let count = |table: &str, more: &str| {
            format!("SELECT COUNT(*) FROM {table} WHERE plan_id = {plan}{more}")
        };
        let votes = self.fresh.number(&count("plan_votes", "")).await;
        let shown = " AND state = 'shown'";
        let comments = self.fresh.number(&count("comments", shown)).await;
        assert_eq!((seen.votes, seen.comments), (votes, comments));
        (votes, comments)
    }
}

async fn two_plans_are_merged_and_taken_apart(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let (home, twice) = (
        kept.post(&kept.ada, "Bakery at night").await,
        kept.post(&kept.ada, "A bakery at night").await,
    );
    let [ben, eve, zoe] = [&kept.readers[0], &kept.readers[1], &kept.readers[2]];
    for (voter, plan) in [(ben, home), (ben, twice), (eve, twice)] {
        plans::vote(forum, voter, plan).await.expect("it counts");
    }
    kept.comment(ben, home, "Fresh bread sells.").await;
    let said = kept.comment(eve, twice, "At night?").await;
    let answer = NewComment {
        body: "From four on.".into(),
        parent: Some(said),
        ..NewComment::default()
    };
    let answered = comments::post(forum, &kept.ada, twice, &answer, None).await;
    answered.expect("it is answered");
    let measure = kept.merged(twice, home).await;
    assert_eq!(kept.pooled(home).await, (2, 3), "nobody counts twice");
    let seen = kept.plan_for(&Viewer::Anonymous, twice).await;
    assert!(!seen.readable_by(&Viewer::Anonymous));
    assert_eq!(seen.merged_into, Some(home));
    assert_eq!(
        seen.title, "A bakery at night",
        "it is nothing to be hidden"
    );
    let lost = plans::vote(forum, zoe, twice).await;
    assert!(matches!(lost, Err(VoteError::NotFound)));
    let plan = kept.plan_for(&Viewer::Anonymous, home).await;
    let sections = comments::sections(forum, &plan).await.expect("sections");
    let reading = Reading::default();
    let read = comments::thread(forum, &Viewer::Anonymous, &plan, &sections, &reading).await;
    let read = read.expect("it is read").comments;
    let came = read.iter().filter(|comment| comment.from == Some(twice));
    assert_eq!(came.count(), 2);
    let told = kept.measure(&Viewer::Anonymous, measure).await;
    assert_eq!(told.told.other.map(|plan| plan.id), Some(home));
    assert!(kept.letters_to("ada").await[0].contains("has been merged"));

    // What comes to the moved thread goes back with it.
    let later = NewComment {
        body: "Even earlier.".into(),
        parent: Some(said),
        ..NewComment::default()
    };
    comments::post(forum, zoe, home, &later, None)
        .await
        .expect("it is answered");
    plans::vote(forum, zoe, home).await.expect("it counts");
    kept.undo(measure).await.expect("it is taken apart");
    assert_eq!(kept.pooled(home).await, (2, 1), "Ben’s and Zoe’s stay");
    assert_eq!(kept.pooled(twice).await, (2, 3));
    assert!(kept.is_shown(twice).await);
    let seen = kept.plan_for(&Viewer::Anonymous, twice).await;
    assert_eq!(seen.merged_into, None);
    kept.log_is_whole().await;
}

async fn what_cannot_be_merged_is_refused(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let (home, twice) = (
        kept.post(&kept.ada, "Bakery at night").await,
        kept.post(&kept.ada, "A bakery at night").await,
    );
    let hidden = kept.post(&kept.ada, "A casino").await;
    kept.act(Thing::Plan(hidden), "hidden").await;
    for into in ["", "bakery", "77", &twice.to_string(), &hidden.to_string()] {
        match kept.merge(twice, into).await {
            Err(ModerateError::Invalid(problems)) => {
                assert!(problems.of("into").is_some(), "{into}: {problems}");
            }
            other => panic!("{into}: {other:?}"),
        }
    }
    // Nobody's own plan gains by what they decide.
    let own = kept.post(&kept.mo, "The moderator’s bakery").await;
    let gain = kept.merge(twice, &own.to_string()).await;
    assert!(
        matches!(gain, Err(ModerateError::Refused(Refusal::Own))),
        "{gain:?}"
    );
    assert!(kept.is_shown(twice).await);
    let merged = kept
        .merge(twice, &format!("https://plans.example/plans/{home}/bakery"))
        .await;
    merged.expect("an address will do");
    let again = kept.merge(twice, &home.to_string()).await;
    assert!(
        matches!(again, Err(ModerateError::Refused(Refusal::Already))),
        "{again:?}"
    );
}

async fn a_merged_plan_is_merged_again(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let [one, two, three] = [
        kept.post(&kept.ada, "Bakery at night").await,
        kept.post(&kept.ada, "A bakery at night").await,
        kept.post(&kept.ada, "The bakery at night").await,
    ];
    kept.comment(&kept.readers[0], one, "Fresh bread sells.")
        .await;
    let first = kept.merged(one, two).await;
    let second = kept.merged(two, three).await;
    assert_eq!(kept.pooled(three).await.1, 1);
    let early = kept.undo(first).await;
    assert!(
        matches!(early, Err(ModerateError::Refused(Refusal::Merged))),
        "{early:?}"
    );
    kept.undo(second).await.expect("it is taken apart");
    assert_eq!(kept.pooled(two).await.1, 1);
    kept.undo(first).await.expect("it is taken apart");
    assert_eq!((kept.pooled(one).await.1, kept.pooled(two).await.1), (1, 0));
    kept.log_is_whole().await;
}

async fn votes_are_counted_right_while_plans_are_merged(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let [ben, eve, zoe] = [&kept.readers[0], &kept.readers[1], &kept.readers[2]];
    for round in 0..super::racing::rounds() {
        let (home, twice) = (
            kept.post(&kept.ada, &format!("Bakery {round}")).await,
            kept.post(&kept.ada, &format!("A bakery {round}")).await,
        );
        kept.forget_attempts().await;
        let typed = NewComment {
            body: format!("A word {round}."),
            ..NewComment::default()
        };
        let into = home.to_string();
        let (measure, voted, .., said) = tokio::join!(
            kept.merge(twice, &into),
            plans::vote(forum, ben, twice),
            plans::vote(forum, eve, home),
            plans::vote(forum, zoe, twice),
            comments::post(forum, ben, twice, &typed, None),
        );
        let measure = measure.expect("it is merged");
        let (counted, comments) = kept.pooled(home).await;
        assert!((1..=3).contains(&counted), "Eve’s counts: {counted}");
        assert_eq!(comments, i64::from(said.is_ok()), "{said:?}");
        if voted.is_ok() {
            assert!(counted >= 2, "nothing that was counted is lost");
        }
        kept.undo(measure).await.expect("it is taken apart");
        assert_eq!(kept.pooled(home).await, (1, 0));
        kept.pooled(twice).await;
    }
    kept.log_is_whole().await;
}
