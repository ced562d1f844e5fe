//! Titles and tags that moderators change.

use super::Kept;
use crate::harness::Fresh;
use domain::{
    Viewer,
    ids::{MeasureId, PlanId, RevisionNumber},
    moderation::{self, Decision, Deed, ModerateError, Refusal, Thing},
    plans::{self, Edit, Plan, Typed},
};

on_both!(
    a_title_and_tags_are_changed_and_given_back,
    an_edit_that_comes_too_late_changes_nothing,
    what_is_typed_wrong_changes_nothing,
    a_granted_appeal_gives_the_title_back,
);

fn edit(title: &str, tags: &[&str], base: i32) -> Decision {
    Decision {
        deed: "edited".into(),
        reason: "Nobody could tell what it is".into(),
        title: Some(title.into()),
        tags: Some(tags.iter().map(|tag| (*tag).to_owned()).collect()),
        base,
        ..Decision::default()
    }
}

impl Kept {
    async fn edit(&self, plan: PlanId, decision: &Decision) -> Result<MeasureId, ModerateError> {
        let case = self.open(Thing::Plan(plan)).await;
        moderation::decide(&self.fresh.forum, &self.mo, case, decision).await
    }

    async fn seen(&self, plan: PlanId) -> Plan {
        self.plan_for(&Viewer::Anonymous, plan).await
    }

    /// How many plans this tag counts.
    async fn tagged(&self, tag: &str) -> i64 {
        let sql = format!("SELECT COALESCE(SUM(plans), 0) FROM tags WHERE tag = '{tag}'");
        self.fresh
            .number(&format!("SELECT CAST(({sql}) AS BIGINT)"))
            .await
    }
}

fn told(plan: &Plan) -> (String, Vec<String>, i32) {
    let tags = plan.tags.iter().map(ToString::to_string).collect();
    (plan.title.clone(), tags, plan.head.0)
}

async fn a_title_and_tags_are_changed_and_given_back(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plan = kept.post(&kept.ada, "GREAT BUSINESS!!!").await;
    let measure = kept
        .edit(plan, &edit("Bakery at night", &["bread"], 1))
        .await;
    let measure = measure.expect("it is decided");
    let seen = kept.seen(plan).await;
    assert_eq!(
        told(&seen),
        ("Bakery at night".into(), vec!["bread".into()], 2)
    );
    assert_eq!(
        (seen.slug.as_str(), seen.edited),
        ("bakery-at-night", Some(measure))
    );
    assert_eq!(
        (kept.tagged("food").await, kept.tagged("bread").await),
        (0, 1)
    );
    let history = plans::history(forum, &Viewer::Anonymous, &seen, None, 10)
        .await
        .expect("a history");
    assert_eq!(history.items[0].measure, Some(measure));
    assert_eq!(history.items[0].author.id, kept.ada.id, "it stays Ada’s");
    assert_eq!(history.items[1].measure, None);
    let letters = kept.letters_to("ada").await;
    assert!(
        letters[0].contains("changed the title or the tags"),
        "{}",
        letters[0]
    );
    let page = kept.measure(&Viewer::Anonymous, measure).await;
    assert_eq!((page.told.deed, page.stands), (Deed::Edited, true));
    let undone = kept.undo(measure).await.expect("it is undone");
    let seen = kept.seen(plan).await;
    assert_eq!(
        told(&seen),
        ("GREAT BUSINESS!!!".into(), vec!["food".into()], 3)
    );
    assert_eq!(seen.edited, None);
    assert_eq!(
        (kept.tagged("food").await, kept.tagged("bread").await),
        (1, 0)
    );
    let history = plans::history(forum, &Viewer::Anonymous, &seen, None, 10)
        .await
        .expect("a history");
    assert_eq!(history.items[0].measure, Some(undone));
    assert!(!kept.measure(&Viewer::Anonymous, measure).await.stands);
    kept.log_is_whole().await;
}

async fn an_edit_that_comes_too_late_changes_nothing(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    let measure = kept.edit(plan, &edit("Bakery by day", &["food"], 1)).await;
    let measure = measure.expect("it is decided");
    let again = kept.edit(plan, &edit("Bakery at noon", &["food"], 1)).await;
    assert!(
        matches!(again, Err(ModerateError::Refused(Refusal::Changed))),
        "{again:?}"
    );
    let own = Edit {
        base: 2,
        typed: Typed {
            title: "Bakery after hours".into(),
            pitch: "Bread that is baked while others sleep.".into(),
            body: "## Who pays\n\nTenants.\n".into(),
            ..Typed::default()
        },
        note: "I know what it is called".into(),
        ..Edit::default()
    };
    plans::revise(forum, &kept.ada, plan, &own, None)
        .await
        .expect("it is revised");
    // What its author has written since is not overwritten.
    let undone = kept.undo(measure).await;
    assert!(
        matches!(undone, Err(ModerateError::Refused(Refusal::Undone))),
        "{undone:?}"
    );
    let seen = kept.seen(plan).await;
    assert_eq!(
        (seen.title.as_str(), seen.head),
        ("Bakery after hours", RevisionNumber(3))
    );
    assert_eq!(seen.edited, None);
    kept.log_is_whole().await;
}

async fn what_is_typed_wrong_changes_nothing(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    for (decision, field) in [
        (edit("Short", &["food"], 1), "title"),
        (edit("Bakery at night", &["food"], 1), "title"),
        (
            edit("Bakery by day", &["a", "b", "c", "d", "e", "f"], 1),
            "tags",
        ),
        (edit("Bakery by day", &["<b>"], 1), "tags"),
    ] {
        match kept.edit(plan, &decision).await {
            Err(ModerateError::Invalid(problems)) => {
                assert!(problems.of(field).is_some(), "{decision:?}: {problems}");
            }
            other => panic!("{decision:?}: {other:?}"),
        }
    }
    let comment = kept
        .comment(&kept.readers[0], plan, "Fresh bread sells.")
        .await;
    let case = kept.open(Thing::Comment(comment)).await;
    let unfit = edit("Bakery by day", &[], 1);
    let unfit = moderation::decide(&kept.fresh.forum, &kept.mo, case, &unfit).await;
    assert!(matches!(unfit, Err(ModerateError::Refused(Refusal::Unfit))));
    assert_eq!(kept.seen(plan).await.head, RevisionNumber::FIRST);
}

async fn a_granted_appeal_gives_the_title_back(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    let measure = kept.edit(plan, &edit("Bakery by day", &["food"], 1)).await;
    let measure = measure.expect("it is decided");
    let appeal = moderation::appeal(forum, &kept.ada, measure, "It is at night.").await;
    moderation::answer(
        forum,
        &kept.olga,
        appeal.expect("an appeal"),
        true,
        "So it is",
    )
    .await
    .expect("it is granted");
    let seen = kept.seen(plan).await;
    assert_eq!(
        (seen.title.as_str(), seen.head),
        ("Bakery at night", RevisionNumber(3))
    );
    kept.log_is_whole().await;
}
