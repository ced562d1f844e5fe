//! `openplan import plan`: from one forum's download to another forum, by the shell.

use domain::{
    Forum, Viewer,
    accounts::{self, Enrolment},
    forum::Policy,
    ids::{PlanId, RevisionNumber},
    plans::{self, Typed},
};
use serde_json::Value;
use server::store::Place;
use std::{
    path::Path,
    process::{Command, Output},
};

async fn forum(data: &Path, public_url: &str) -> Forum {
    let policy = Policy {
        public_url: public_url.into(),
        ..Policy::default()
    };
    let forum = Place::folder(data).forum(policy).await;
    forum.expect("the database opens")
}

async fn enrol(forum: &Forum, handle: &str) {
    let enrolment = Enrolment {
        handle: handle.into(),
        ..Enrolment::default()
    };
    accounts::enrol(forum, &enrolment)
        .await
        .expect("an account is opened");
}

/// Ada's plan in a forum elsewhere, as JSON.
async fn elsewhere(data: &Path) -> Value {
    let forum = forum(data, "https://elsewhere.example").await;
    enrol(&forum, "ada").await;
    let ada = accounts::acting_as(&forum, "ada").await;
    let ada = ada.expect("accounts are read").expect("a member");
    let typed = Typed {
        title: "A plan from elsewhere".into(),
        pitch: "It is to be done here as well as there.".into(),
        body: "## Who pays\n\nEverybody.".into(),
        ..Typed::default()
    };
    let saved = plans::publish(&forum, &ada, &typed, None).await;
    let id = saved.expect("it is published").id;
    let plan = plans::find(&forum, &Viewer::Anonymous, id).await;
    let plan = plan.expect("it is read").expect("it is there");
    let revisions = plans::archived(&forum, &Viewer::Anonymous, &plan, RevisionNumber(0)).await;
    let mut file = serde_json::to_value(plans::archive(&forum, &plan, &[], &[])).expect("JSON");
    file["revisions"] = serde_json::to_value(revisions.expect("revisions")).expect("JSON");
    file
}

fn openplan(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_openplan"))
        .args(arguments)
        .arg("--data")
        .arg(data)
        .env("RUST_LOG", "off")
        .env_remove("OPENPLAN_PUBLIC_URL")
        .output()
        .expect("the program runs")
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_is_brought_by_the_shell() {
    let (there, here) = (tempfile::tempdir(), tempfile::tempdir());
    let (there, here) = (there.expect("a folder"), here.expect("a folder"));
    let mut plan = elsewhere(there.path()).await;
    let file = there.path().join("plan.json");
    std::fs::write(&file, plan.to_string()).expect("a file is written");
    let file = file.to_str().expect("a path in UTF-8");
    enrol(&forum(here.path(), "https://plans.example").await, "ben").await;
    let import = |more: &[&str]| {
        let arguments = ["import", "plan", file, "--reason", "To do it here"];
        openplan(here.path(), &[&arguments, more].concat())
    };
    let done = import(&["--as", "ben", "--public-url", "https://plans.example/"]);
    assert!(done.status.success(), "{}", said(&done.stderr));
    assert_eq!(
        said(&done.stdout),
        "https://plans.example/plans/1/a-plan-from-elsewhere\n"
    );
    let verified = openplan(here.path(), &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified.stdout));
    assert!(said(&verified.stdout).contains("2 entries, 1 texts"));
    let nobody = import(&["--as", "nobody"]);
    assert!(!nobody.status.success());
    assert!(said(&nobody.stderr).contains("nobody has no account"));
    let ours = import(&["--as", "ben", "--public-url", "https://elsewhere.example"]);
    let told = said(&ours.stderr);
    assert!(
        told.contains("revision 1 says something else here"),
        "{told}"
    );
    plan["revisions"][0]["content"]["title"] = "Another title than was hashed".into();
    std::fs::write(file, plan.to_string()).expect("a file is written");
    let wrong = import(&["--as", "ben"]);
    assert!(!wrong.status.success());
    let told = said(&wrong.stderr);
    assert!(
        told.contains("the file holds a revision 1 that is not what its hash says"),
        "{told}"
    );
    assert!(told.contains("nothing was brought"), "{told}");
    let again = forum(here.path(), "https://plans.example").await;
    let second = plans::find(&again, &Viewer::Anonymous, PlanId(2)).await;
    assert!(second.expect("it is read").is_none());
}
