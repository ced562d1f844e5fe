//! "Mine differs because …": kept with the plan, told by the log, and gone with its founder.

use crate::{
    accounts::PASSWORD,
    cast::seen_by,
    harness::{BEGINNING, Fresh},
    plans::laundromat,
};
use domain::{
    Member, Viewer,
    accounts::{self, Leaving},
    clock::Timestamp,
    ids::PlanId,
    log::{self, Step},
    plans::{self, Difference, Edit, NewPlan, PublishError, ReviseError, TypedDifference},
    problems::Problems,
};

on_both!(
    what_differs_is_kept_with_the_plan,
    what_differs_is_changed_with_the_plan,
    what_cannot_be_said_is_told_by_its_place,
    of_a_plan_that_was_taken_back_nothing_is_told,
    whoever_erases_takes_along_what_differs,
    what_was_changed_behind_the_log_is_found,
    what_is_told_anew_meanwhile_is_no_fault,
    a_text_is_looked_at_once,
);

fn differs(plan: i64, because: &str) -> TypedDifference {
    TypedDifference {
        plan: PlanId(plan),
        because: because.into(),
    }
}

/// Ada's plans 1 and 2, and plan 3, which says this of others.
async fn said(fresh: &Fresh, ada: &Member, differs: Vec<TypedDifference>) {
    said_by(fresh, ada, ada, differs).await;
}

/// The same, and plan 3 is this author's.
async fn said_by(fresh: &Fresh, ada: &Member, author: &Member, differs: Vec<TypedDifference>) {
    for _ in 0..2 {
        plans::publish(&fresh.forum, ada, &laundromat(), None)
            .await
            .expect("it is published");
    }
    let saved = publish(fresh, author, differs, Some("key")).await;
    assert_eq!(saved.expect("it is published"), PlanId(3));
}

async fn publish(
    fresh: &Fresh,
    author: &Member,
    differs: Vec<TypedDifference>,
    once: Option<&str>,
) -> Result<PlanId, Problems> {
    let new = NewPlan {
        typed: laundromat(),
        differs,
        draft: None,
    };
    match plans::publish_new(&fresh.forum, author, &new, once).await {
        Ok(saved) => Ok(saved.id),
        Err(PublishError::Invalid(problems)) => Err(problems),
        Err(other) => panic!("{other}"),
    }
}

async fn revise(
    fresh: &Fresh,
    author: &Member,
    base: i32,
    differs: Option<Vec<TypedDifference>>,
) -> Result<(), Problems> {
    let edit = Edit {
        base,
        typed: laundromat(),
        note: "Told how it differs".into(),
        differs,
        ..Edit::default()
    };
    match plans::revise(&fresh.forum, author, PlanId(3), &edit, None).await {
        Ok(_) => Ok(()),
        Err(ReviseError::Invalid(problems)) => Err(problems),
        Err(other) => panic!("{other}"),
    }
}

async fn read(fresh: &Fresh, viewer: &Viewer) -> Vec<Difference> {
    let plan = plans::find(&fresh.forum, viewer, PlanId(3)).await;
    let plan = plan.expect("it is read").expect("it is there");
    plans::differences(&fresh.forum, viewer, &plan)
        .await
        .expect("they are read")
}

fn told(all: &[Difference]) -> Vec<(i64, &str)> {
    let told = all.iter().map(|one| (one.plan.0, one.because.as_str()));
    told.collect()
}

async fn faults(fresh: &Fresh) -> Vec<String> {
    let report = log::verify(&fresh.forum).await;
    report.expect("it can be read").faults
}

async fn what_differs_is_kept_with_the_plan(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let all = vec![differs(1, "A bike,\n not a van."), differs(2, "No boiler.")];
    said(&fresh, &ada, all.clone()).await;
    let again = publish(&fresh, &ada, all, Some("key")).await;
    assert_eq!(again, Ok(PlanId(3)), "the same key is the same plan");
    let read = read(&fresh, &Viewer::Anonymous).await;
    assert_eq!(told(&read), [(1, "A bike, not a van."), (2, "No boiler.")]);
    let other = read[0].other.as_ref().expect("it is there");
    assert_eq!(other.title, laundromat().title);
    assert_eq!(other.slug, "solar-laundromat-for-apartment-blocks");
    assert_eq!(faults(&fresh).await, Vec::<String>::new());
    let entries = log::after(&fresh.forum, domain::ids::Seq(0), 100).await;
    let entries = entries.expect("the log");
    let entry = entries.iter().find(|entry| entry.subject == "plan:3");
    let detail = &entry.expect("it is in the log").detail;
    let hashes = detail["differs"].as_array().expect("a list");
    assert_eq!(hashes[1]["plan"], 2);
    assert_eq!(hashes[1]["content"], read[1].content_hash.to_hex());
    let written = serde_json::to_string(&entries).expect("JSON");
    assert!(!written.contains("boiler"), "the log holds no text");
}

async fn what_differs_is_changed_with_the_plan(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    said(
        &fresh,
        &ada,
        vec![differs(1, "A bike."), differs(2, "No boiler.")],
    )
    .await;
    fresh.forum.set_clock(BEGINNING.plus(Timestamp::HOUR));
    revise(&fresh, &ada, 1, None)
        .await
        .expect("it is left as it is");
    let before = read(&fresh, &Viewer::Anonymous).await;
    assert_eq!(told(&before), [(1, "A bike."), (2, "No boiler.")]);
    let changed = vec![differs(2, "No boiler."), differs(1, "A tricycle.")];
    revise(&fresh, &ada, 2, Some(changed))
        .await
        .expect("it is said");
    let after = read(&fresh, &Viewer::Anonymous).await;
    assert_eq!(told(&after), [(1, "A tricycle."), (2, "No boiler.")]);
    assert_eq!(after[0].said_at, BEGINNING.plus(Timestamp::HOUR));
    assert_eq!(after[1], before[1], "what is said as it was stays");
    assert_ne!(after[0].salt, before[0].salt);
    assert_eq!(faults(&fresh).await, Vec::<String>::new());
    revise(&fresh, &ada, 3, Some(Vec::new()))
        .await
        .expect("it is taken back");
    assert_eq!(told(&read(&fresh, &Viewer::Anonymous).await), []);
    assert_eq!(fresh.number("SELECT COUNT(*) FROM differences").await, 0);
    // That nothing is said any more is told once.
    revise(&fresh, &ada, 4, Some(Vec::new()))
        .await
        .expect("nothing is said");
    let last = log::after(&fresh.forum, domain::ids::Seq(0), 100).await;
    let last = last.expect("the log");
    let told: Vec<bool> = last[last.len() - 2..]
        .iter()
        .map(|entry| entry.detail.contains_key("differs"))
        .collect();
    assert_eq!(told, [true, false]);
    assert_eq!(faults(&fresh).await, Vec::<String>::new());
}

async fn what_cannot_be_said_is_told_by_its_place(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    said(&fresh, &ada, Vec::new()).await;
    let before = fresh.number("SELECT COUNT(*) FROM log").await;
    let wrong = publish(
        &fresh,
        &ada,
        vec![differs(1, "A bike."), differs(99, "A bike.")],
        None,
    );
    let wrong = wrong.await.expect_err("there is no plan 99");
    assert_eq!(
        wrong.of("differs[1].plan"),
        Some("is no plan of this forum")
    );
    let wrong = revise(&fresh, &ada, 1, Some(vec![differs(3, "A bike.")])).await;
    let wrong = wrong.expect_err("a plan does not differ from itself");
    assert_eq!(wrong.of("differs[0].plan"), Some("is this very plan"));
    let many: Vec<_> = (0..9).map(|_| differs(1, &"x".repeat(501))).collect();
    let wrong = revise(&fresh, &ada, 1, Some(many))
        .await
        .expect_err("too many");
    assert!(wrong.of("differs").is_some() && wrong.of("differs[7].because").is_some());
    assert_eq!(fresh.number("SELECT COUNT(*) FROM log").await, before);
    assert_eq!(fresh.number("SELECT COUNT(*) FROM differences").await, 0);
    assert_eq!(fresh.number("SELECT COUNT(*) FROM plans").await, 3);
}

async fn of_a_plan_that_was_taken_back_nothing_is_told(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    said_by(&fresh, &ada, &ben, vec![differs(1, "A bike.")]).await;
    plans::withdraw(&fresh.forum, &ada, PlanId(1))
        .await
        .expect("it is withdrawn");
    for viewer in [Viewer::Anonymous, seen_by(&ben), seen_by(&ada)] {
        let read = read(&fresh, &viewer).await;
        assert_eq!((read[0].plan, &read[0].other), (PlanId(1), &None));
        assert_eq!(read[0].because, "A bike.");
    }
    // What was written of it while it was there is not refused.
    revise(&fresh, &ben, 1, Some(vec![differs(1, "A tricycle.")]))
        .await
        .expect("it is changed");
    plans::withdraw(&fresh.forum, &ben, PlanId(3))
        .await
        .expect("it is withdrawn");
    assert_eq!(told(&read(&fresh, &Viewer::Anonymous).await), []);
    assert_eq!(told(&read(&fresh, &seen_by(&ada)).await), []);
    assert_eq!(
        told(&read(&fresh, &seen_by(&ben)).await),
        [(1, "A tricycle.")]
    );
    assert_eq!(faults(&fresh).await, Vec::<String>::new());
}

async fn whoever_erases_takes_along_what_differs(fresh: Fresh) {
    let person = fresh.person("ada").await;
    let ada = fresh.acting("ada").await;
    said(&fresh, &ada, vec![differs(1, "A canary.")]).await;
    let leaving = Leaving {
        password: PASSWORD,
        handle: "ada",
    };
    let before = log::verify(&fresh.forum).await.expect("it can be read");
    accounts::erase(&fresh.forum, &person, &leaving)
        .await
        .expect("she leaves");
    let kept = "SELECT COUNT(*) FROM differences WHERE because <> '' OR length(salt) > 0";
    assert_eq!(fresh.number(kept).await, 0);
    let report = log::verify(&fresh.forum).await.expect("it can be read");
    assert_eq!(report.faults, Vec::<String>::new());
    // Three revisions and what one plan differs in.
    assert_eq!((before.texts, before.erased), (4, 0));
    assert_eq!((report.texts, report.erased), (0, 4));
}

async fn what_was_changed_behind_the_log_is_found(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    said(&fresh, &ada, vec![differs(1, "A bike.")]).await;
    fresh
        .write("UPDATE differences SET because = 'A van.'", [])
        .await;
    assert_eq!(
        faults(&fresh).await,
        ["how plan 3 differs from plan 1 has been changed"]
    );
    fresh
        .write(
            "UPDATE differences SET because = 'A bike.', other_id = 2",
            [],
        )
        .await;
    assert_eq!(
        faults(&fresh).await,
        [
            "how plan 3 differs from plan 2 has been changed",
            "how plan 3 differs from plan 2 is not in the log",
            "how plan 3 differs from plan 1, which entry 4 recorded, is missing",
        ]
    );
    fresh.write("DELETE FROM differences", []).await;
    assert_eq!(
        faults(&fresh).await,
        ["how plan 3 differs from plan 1, which entry 4 recorded, is missing"]
    );
}

async fn what_is_told_anew_meanwhile_is_no_fault(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    said(
        &fresh,
        &ada,
        vec![differs(1, "A bike."), differs(2, "No boiler.")],
    )
    .await;
    for (base, all) in [(1, vec![differs(1, "A tricycle.")]), (2, Vec::new())] {
        let mut done = false;
        let report = log::verify_telling(&fresh.forum, |step| {
            // After the log has been read, and before what differs is.
            if done || !matches!(step, Step::Texts(_)) {
                return;
            }
            done = true;
            let revised = revise(&fresh, &ada, base, Some(all.clone()));
            tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(revised))
                .expect("it is told");
        })
        .await
        .expect("it can be read");
        assert!(done);
        assert_eq!(report.faults, Vec::<String>::new(), "{all:?}");
    }
}

async fn a_text_is_looked_at_once(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let (typed, mut other) = (laundromat(), laundromat());
    other.pitch.push_str(" Soon.");
    let look = |member, typed| plans::first_look(&fresh.forum, member, typed);
    let first = look(&ada, &typed).await;
    assert!(first.expect("it is noted"));
    // A button pressed twice: nobody has read anything yet.
    assert!(look(&ada, &typed).await.expect("it is noted"));
    fresh.forum.set_clock(BEGINNING.plus(3 * Timestamp::SECOND));
    assert!(!look(&ada, &typed).await.expect("it is known"));
    assert!(look(&ben, &typed).await.expect("he has not seen it"));
    assert!(look(&ada, &other).await.expect("it is another text"));
    fresh.suspend(&ada).await;
    assert!(matches!(
        look(&ada, &typed).await,
        Err(PublishError::Suspended)
    ));
}
