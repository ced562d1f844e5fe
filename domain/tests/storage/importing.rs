//! Bringing plans from other forums. Here these are one database that believes to be reached at
//! several addresses.

use crate::{accounts::PASSWORD, harness::Fresh, plans::laundromat};
use domain::{
    Forum, Member, Viewer,
    accounts::{self, Leaving, TypedProfile},
    forks::{self, ImportError, NewImport},
    forum::Policy,
    ids::{PlanId, RevisionNumber, Seq},
    log,
    plans::{self, Edit, Plan, ReviseError, Revision, Saved, Typed},
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestError, TestRunner},
};
use serde_json::{Value, json};

on_both!(
    a_plan_is_brought_with_its_history,
    a_plan_is_brought_once_however_often_it_is_sent,
    nothing_is_taken_of_a_file_with_a_mistake,
    a_file_of_our_own_becomes_a_fork,
    what_was_withdrawn_here_comes_back_as_a_copy,
    a_brought_plan_is_forked_and_outlives_who_brought_it,
    whoever_is_mentioned_elsewhere_is_nobody_here,
    too_many_files_wait,
    attribution_survives_from_forum_to_forum,
);

const ELSEWHERE: &str = "https://elsewhere.example";
const THIRD: &str = "https://third.example";

/// The same forum, at another address.
fn at(fresh: &Fresh, public_url: &str) -> Forum {
    fresh.under(Policy {
        public_url: public_url.into(),
        limits: false,
        ..Policy::default()
    })
}

async fn found(forum: &Forum, id: PlanId) -> Plan {
    let plan = plans::find(forum, &Viewer::Anonymous, id).await;
    plan.expect("the database answers").expect("it is there")
}

async fn read(forum: &Forum, id: PlanId, number: i32) -> Revision {
    let plan = found(forum, id).await;
    let number = RevisionNumber(number);
    let revision = plans::revision(forum, &Viewer::Anonymous, &plan, number).await;
    revision.expect("it is read").expect("it is there")
}

/// A plan as its JSON is downloaded.
async fn download(forum: &Forum, id: PlanId) -> Value {
    let plan = found(forum, id).await;
    let credits = forks::credits(forum, &plan).await.expect("credits");
    let differences = plans::differences(forum, &Viewer::Anonymous, &plan).await;
    let differences = differences.expect("differences");
    let archive = plans::archive(forum, &plan, &credits, &differences);
    let mut file = serde_json::to_value(archive).expect("JSON");
    let mut revisions = Vec::new();
    let mut last = RevisionNumber(0);
    loop {
        let batch = plans::archived(forum, &Viewer::Anonymous, &plan, last).await;
        let batch = batch.expect("revisions");
        let Some(newest) = batch.last() else { break };
        last = newest.number;
        revisions.extend(batch);
    }
    file["revisions"] = serde_json::to_value(revisions).expect("JSON");
    file
}

async fn brought(forum: &Forum, by: &Member, file: &Value) -> Result<Saved, ImportError> {
    let new = NewImport {
        file: file.to_string().into_bytes(),
        reason: "To go on here".into(),
    };
    forks::import(forum, by, new, None).await
}

fn refusal(result: Result<Saved, ImportError>) -> String {
    match result {
        Err(ImportError::Invalid(problems)) => problems.to_string(),
        other => panic!("{other:?}"),
    }
}

async fn revised(forum: &Forum, author: &Member, id: PlanId, typed: Typed) {
    let edit = Edit {
        base: found(forum, id).await.head.0,
        typed,
        note: "Counted again".into(),
        ..Edit::default()
    };
    let saved = plans::revise(forum, author, id, &edit, None).await;
    saved.expect("it is revised");
}

/// A plan of Ada's elsewhere, in three revisions of which the last brings back the first.
async fn elsewhere(fresh: &Fresh, ada: &Member) -> Value {
    let forum = at(fresh, ELSEWHERE);
    let profile = TypedProfile {
        name: "Ada Lovelace".into(),
        ..TypedProfile::default()
    };
    accounts::edit_profile(&forum, ada, &profile)
        .await
        .expect("a name");
    let saved = plans::publish(&forum, ada, &laundromat(), None).await;
    let id = saved.expect("it is published").id;
    let other = Typed {
        body: "## Who pays\n\nThe landlord.".into(),
        ..laundromat()
    };
    revised(&forum, ada, id, other).await;
    let (first, base) = (RevisionNumber(1), RevisionNumber(2));
    plans::restore(&forum, ada, id, first, base)
        .await
        .expect("it is restored");
    download(&forum, id).await
}

async fn log_is_whole(forum: &Forum) {
    let report = log::verify(forum).await.expect("it can be read");
    assert_eq!(report.faults, Vec::<String>::new());
}

async fn a_plan_is_brought_with_its_history(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let file = elsewhere(&fresh, &ada).await;
    let before = log::newest(&fresh.forum).await.expect("the log");
    let saved = brought(&fresh.forum, &ben, &file).await.expect("brought");
    assert_eq!(saved.revision.0, 3);
    let plan = found(&fresh.forum, saved.id).await;
    assert_eq!((plan.author.id, plan.fork.clone()), (ben.id, None));
    let origin = plan.origin.clone().expect("it says where it came from");
    assert_eq!(origin.address, file["source"]);
    assert_eq!(origin.reason, "To go on here");
    assert!(origin.attribution.contains("by Ada Lovelace, revision 3"));
    for (number, body) in [
        (1, laundromat().body.as_str()),
        (2, "## Who pays\n\nThe landlord."),
    ] {
        let revision = read(&fresh.forum, saved.id, number).await;
        assert_eq!((revision.body.as_str(), revision.author.id), (body, ben.id));
        let written = revision.origin.expect("it says who wrote it");
        assert_eq!(
            (written.author.as_str(), written.number),
            ("Ada Lovelace", number)
        );
        assert_eq!(written.saved, "2026-11-01T09:00:00Z");
    }
    let last = read(&fresh.forum, saved.id, 3).await;
    assert_eq!(last.restored_from, Some(RevisionNumber(1)));
    assert_eq!(last.note, "Restored revision 1");
    let entries = log::after(&fresh.forum, before, 10).await.expect("the log");
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].act, "plan.imported");
    assert_eq!(
        entries[0].detail["contents"].as_array().map(Vec::len),
        Some(3)
    );
    log_is_whole(&fresh.forum).await;
    fresh
        .write(
            "UPDATE revisions SET body = 'Other.' WHERE plan_id = 2 AND number = 2",
            [],
        )
        .await;
    let report = log::verify(&fresh.forum).await.expect("it can be read");
    assert_eq!(report.faults, ["revision 2 of plan 2 has been changed"]);
    let freer = Edit {
        base: 3,
        typed: Typed {
            licence: "CC0-1.0".into(),
            ..laundromat()
        },
        note: "Freer".into(),
        ..Edit::default()
    };
    let freer = plans::revise(&fresh.forum, &ben, saved.id, &freer, None).await;
    let Err(ReviseError::Invalid(problems)) = freer else {
        panic!("what others gave was given away");
    };
    assert!(problems.of("licence").is_some());
}

async fn a_plan_is_brought_once_however_often_it_is_sent(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let file = elsewhere(&fresh, &ada).await;
    let send = |forum: Forum| {
        let new = NewImport {
            file: file.to_string().into_bytes(),
            reason: "To go on here".into(),
        };
        let ada = &ada;
        async move { forks::import(&forum, ada, new, Some("key")).await }
    };
    let (one, two) = tokio::join!(send(fresh.forum.clone()), send(fresh.forum.clone()));
    let (one, two) = (one.expect("one"), two.expect("two"));
    assert_eq!(one, two);
    assert_eq!(one, send(fresh.forum.clone()).await.expect("three"));
    assert_eq!(fresh.number("SELECT COUNT(*) FROM plans").await, 2);
    // The same key makes a fork once, too.
    let own = || send(at(&fresh, ELSEWHERE));
    fresh.write("DELETE FROM once", []).await;
    let (one, two) = (own().await.expect("one"), own().await.expect("two"));
    assert_eq!(one, two);
    assert_eq!(fresh.number("SELECT COUNT(*) FROM plans").await, 3);
}

async fn nothing_is_taken_of_a_file_with_a_mistake(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let file = elsewhere(&fresh, &ada).await;
    let rows = "SELECT (SELECT COUNT(*) FROM plans) + (SELECT COUNT(*) FROM revisions) + (SELECT COUNT(*) FROM log)";
    let before = fresh.number(rows).await;
    let mut wrong = file.clone();
    wrong["revisions"][2]["content"]["pitch"] =
        json!("Another pitch than the one that was hashed.");
    let told = refusal(brought(&fresh.forum, &ada, &wrong).await);
    assert!(
        told.contains("revision 3 that is not what its hash says"),
        "{told}"
    );
    let silent = NewImport {
        file: b"no plan".to_vec(),
        reason: " ".into(),
    };
    let silent = forks::import(&fresh.forum, &ada, silent, None).await;
    let told = refusal(silent);
    assert!(
        told.contains("reason: ") && told.contains("not JSON"),
        "{told}"
    );
    let huge = NewImport {
        file: vec![b' '; forks::LARGEST_FILE + 1],
        reason: "Large".into(),
    };
    let told = refusal(forks::import(&fresh.forum, &ada, huge, None).await);
    assert!(told.contains("larger than 16 MiB"), "{told}");
    fresh.suspend(&ada).await;
    let suspended = brought(&fresh.forum, &ada, &file).await;
    assert!(
        matches!(suspended, Err(ImportError::Suspended)),
        "{suspended:?}"
    );
    assert_eq!(fresh.number(rows).await, before);
}

async fn a_file_of_our_own_becomes_a_fork(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let file = elsewhere(&fresh, &ada).await;
    let forum = at(&fresh, ELSEWHERE);
    let other = Typed {
        title: "Solar laundromat for towers".into(),
        ..laundromat()
    };
    revised(&forum, &ada, PlanId(1), other).await;
    let saved = brought(&forum, &ben, &file).await.expect("it is forked");
    let plan = found(&forum, saved.id).await;
    let fork = plan.fork.expect("it is a fork");
    // At the revision that the file ends with, not at the newest.
    assert_eq!((fork.from, fork.revision.0), (PlanId(1), 3));
    assert_eq!((fork.reason.as_str(), plan.origin), ("To go on here", None));
    assert_eq!(found(&forum, PlanId(1)).await.forks, 1);
    let mut never = file.clone();
    never["source"] = json!(format!("{ELSEWHERE}/plans/99/solar"));
    let told = refusal(brought(&forum, &ben, &never).await);
    assert!(
        told.contains("plan 99 of this forum, which has no such plan"),
        "{told}"
    );
    // Another plan's text in its name.
    let second = plans::publish(&forum, &ada, &laundromat(), None).await;
    let mut other = download(&forum, second.expect("it is published").id).await;
    other["source"] = file["source"].clone();
    let told = refusal(brought(&forum, &ben, &other).await);
    assert!(
        told.contains("revision 1 says something else here"),
        "{told}"
    );
    log_is_whole(&forum).await;
}

async fn what_was_withdrawn_here_comes_back_as_a_copy(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let file = elsewhere(&fresh, &ada).await;
    let forum = at(&fresh, ELSEWHERE);
    plans::withdraw(&forum, &ada, PlanId(1))
        .await
        .expect("gone");
    let saved = brought(&forum, &ben, &file).await.expect("brought");
    let plan = found(&forum, saved.id).await;
    assert_eq!(plan.fork, None);
    let credits = forks::credits(&forum, &plan).await.expect("credits");
    assert!(credits[0].contains("by Ada Lovelace"), "{credits:?}");
    assert_eq!(found(&forum, PlanId(1)).await.forks, 0);
}

async fn a_brought_plan_is_forked_and_outlives_who_brought_it(fresh: Fresh) {
    fresh.person("ben").await;
    let ben = accounts::acting_as(&fresh.forum, "ben").await;
    let ben = ben.expect("accounts can be read").expect("a member");
    let ada = fresh.member("ada").await;
    let file = elsewhere(&fresh, &ada).await;
    let saved = brought(&fresh.forum, &ben, &file).await.expect("brought");
    let because = forks::NewFork {
        reason: "Another city".into(),
        ..forks::NewFork::default()
    };
    let fork = forks::fork(&fresh.forum, &ada, saved.id, &because, None).await;
    let fork = found(&fresh.forum, fork.expect("it is forked").id).await;
    let credits = forks::credits(&fresh.forum, &fork).await.expect("credits");
    assert_eq!(credits.len(), 2);
    assert!(
        credits[0].contains("by ben") && credits[1].contains(ELSEWHERE),
        "{credits:?}"
    );
    let leaving = Leaving {
        handle: "ben",
        password: PASSWORD,
    };
    accounts::erase(&fresh.forum, &ben, &leaving)
        .await
        .expect("Ben leaves with his words");
    assert_eq!(found(&fresh.forum, saved.id).await.origin, None);
    log_is_whole(&fresh.forum).await;
}

async fn whoever_is_mentioned_elsewhere_is_nobody_here(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let forum = at(&fresh, ELSEWHERE);
    let typed = Typed {
        body: "Thank you, @ada.".into(),
        ..laundromat()
    };
    let saved = plans::publish(&forum, &ada, &typed, None).await;
    let id = saved.expect("it is published").id;
    assert!(
        read(&forum, id, 1)
            .await
            .rendered
            .html
            .contains("/people/ada")
    );
    let file = download(&forum, id).await;
    let saved = brought(&fresh.forum, &ada, &file).await.expect("brought");
    let html = async || read(&fresh.forum, saved.id, 1).await.rendered.html;
    assert!(!html().await.contains("/people/ada"));
    // By a newer renderer: what is read, and what nobody reads.
    fresh.write("UPDATE revisions SET renderer = 0", []).await;
    assert!(!html().await.contains("/people/ada"));
    fresh
        .write("UPDATE revisions SET renderer = 0, html = 'old'", [])
        .await;
    while domain::renew(&fresh.forum).await.expect("renewed") > 0 {}
    assert!(html().await.contains("Thank you") && !html().await.contains("/people/ada"));
    assert!(
        read(&forum, id, 1)
            .await
            .rendered
            .html
            .contains("/people/ada")
    );
}

async fn too_many_files_wait(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let mut limited = false;
    for _ in 0..11 {
        limited = match brought(&fresh.forum, &ada, &json!({})).await {
            Err(ImportError::Limited { retry_after }) => retry_after > 0,
            Err(ImportError::Invalid(_)) => false,
            other => panic!("{other:?}"),
        };
    }
    assert!(limited);
    assert_eq!(fresh.number("SELECT COUNT(*) FROM plans").await, 0);
}

fn a_plan() -> impl Strategy<Value = Vec<Typed>> {
    let typed = (
        "[a-zA-Zäöß漢]{8,40}",
        "[a-zé ]{20,80}x{20}",
        "x\\PC{0,120}",
        any::<bool>(),
    );
    let typed = typed.prop_map(|(title, pitch, body, counted)| Typed {
        title,
        pitch,
        body,
        licence: "CC-BY-SA-4.0".into(),
        numbers: laundromat().numbers.filter(|_| counted),
        ..Typed::default()
    });
    prop::collection::vec(typed, 1..4)
}

/// Where each revision came from and what it says.
fn told(file: &Value) -> Vec<(Value, Value, Value)> {
    let revisions = file["revisions"].as_array().expect("revisions");
    let told = |one: &Value| {
        (
            one["author"].clone(),
            one["note"].clone(),
            one["content"].clone(),
        )
    };
    revisions.iter().map(told).collect()
}

async fn carried(fresh: &Fresh, ada: &Member, ben: &Member, revisions: Vec<Typed>) {
    let first = at(fresh, ELSEWHERE);
    let mut all = revisions.into_iter();
    let typed = all.next().expect("a revision");
    let saved = plans::publish(&first, ada, &typed, None).await;
    let id = saved.expect("it is published").id;
    for typed in all {
        revised(&first, ada, id, typed).await;
    }
    let original = download(&first, id).await;
    let mut file = original.clone();
    for (address, hops) in [(THIRD, 1), ("https://fourth.example", 2)] {
        let forum = at(fresh, address);
        let saved = brought(&forum, ben, &file).await.expect("it is brought");
        file = download(&forum, saved.id).await;
        assert_eq!(told(&file), told(&original));
        let based_on = file["based_on"].as_array().expect("credits");
        assert_eq!(based_on.len(), hops);
        assert_eq!(based_on[hops - 1], original["attribution"]);
        assert_eq!(file["revisions"][0]["origin"]["author"], "ada");
    }
}

async fn attribution_survives_from_forum_to_forum(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let here = tokio::runtime::Handle::current();
    let mut runner = TestRunner::new(Config::with_cases(6));
    let outcome = tokio::task::block_in_place(|| {
        runner.run(&a_plan(), |revisions| {
            here.block_on(carried(&fresh, &ada, &ben, revisions));
            Ok(())
        })
    });
    if let Err(TestError::Fail(why, revisions)) = outcome {
        panic!("{why}: {revisions:#?}");
    }
    log_is_whole(&fresh.forum).await;
    let entries = log::after(&fresh.forum, Seq(0), 1_000).await;
    assert!(entries.expect("the log").len() > 18);
}
