//! Leaving, with and without one's words.

use super::{HERE, PASSWORD, problem, sign_in, typed};
use crate::{harness::Fresh, plans::laundromat};
use domain::{
    Viewer,
    accounts::{self, LeaveError, Leaving, Registration, Role, SignUp, TypedProfile},
    comments::{self, NewComment},
    log,
    plans::{self, Edit, State},
};

on_both!(
    whoever_deactivates_leaves_their_texts,
    whoever_erases_leaves_tombstones_only,
    threads_stay_whole_when_somebody_erases,
    leaving_asks_for_password_and_handle,
    the_last_admin_cannot_leave,
    of_the_last_two_admins_one_can_leave,
);

const MEANT: Leaving<'_> = Leaving {
    password: PASSWORD,
    handle: "ada",
};

async fn whoever_deactivates_leaves_their_texts(fresh: Fresh) {
    let ada = fresh.person("ada").await;
    let plan = plans::publish(
        &fresh.forum,
        &fresh.acting("ada").await,
        &laundromat(),
        None,
    )
    .await
    .expect("a plan");
    let token = fresh.sign_in("ada", PASSWORD).await.expect("in");
    accounts::deactivate(&fresh.forum, &ada, &MEANT)
        .await
        .expect("she leaves");
    assert_eq!(fresh.shows(&token).await, Viewer::Anonymous);
    let forum = fresh.unlimited(Registration::Open);
    assert!(sign_in(&forum, "ada", PASSWORD).await.is_err());
    assert_eq!(
        accounts::profile(&forum, "ada").await.expect("a look-up"),
        None
    );
    let found = plans::find(&forum, &Viewer::Anonymous, plan.id)
        .await
        .expect("a look-up")
        .expect("the plan");
    assert_eq!(found.author.name(), "a former member");
    assert_eq!(found.title, laundromat().title);
    let refused = accounts::sign_up(&forum, &typed("ada"), HERE)
        .await
        .expect_err("taken");
    assert_eq!(problem(&refused, "handle"), "is taken");
    accounts::restore(&forum, "ada")
        .await
        .expect("she comes back");
    sign_in(&forum, "ada", PASSWORD).await.expect("in again");
}

async fn whoever_erases_leaves_tombstones_only(fresh: Fresh) {
    let ada = fresh.person("ada").await;
    let member = fresh.acting("ada").await;
    let profile = TypedProfile {
        name: "Ada canary".into(),
        about: "canary".into(),
        links: vec!["https://canary.example".into()],
    };
    accounts::edit_profile(&fresh.forum, &member, &profile)
        .await
        .expect("a profile");
    let plan = plans::publish(&fresh.forum, &member, &laundromat(), None)
        .await
        .expect("a plan");
    let edit = Edit {
        base: 1,
        typed: laundromat(),
        note: "canary".into(),
        ..Edit::default()
    };
    plans::revise(&fresh.forum, &member, plan.id, &edit, None)
        .await
        .expect("a revision");
    accounts::request_reset(&fresh.forum, "ada@example.org", HERE)
        .await
        .expect("a letter");
    accounts::erase(&fresh.forum, &ada, &MEANT)
        .await
        .expect("she leaves");

    let found = plans::find(&fresh.forum, &Viewer::Anonymous, plan.id)
        .await
        .expect("a look-up")
        .expect("its tombstone");
    assert_eq!(
        (found.title.as_str(), found.state),
        (accounts::FORMER_TITLE, State::Withdrawn)
    );
    assert_eq!(found.author.name(), "a former member");
    for (table, text) in [
        (
            "revisions",
            "title || pitch || body || html || note || tags || sections",
        ),
        ("plans", "title || slug || pitch || tags"),
        ("accounts", "handle || name || about || about_html || links"),
    ] {
        for word in ["canary", "laundr", "ada"] {
            let sql = format!("SELECT COUNT(*) FROM {table} WHERE lower({text}) LIKE '%{word}%'");
            assert_eq!(fresh.number(&sql).await, 0, "{word} in {table}");
        }
    }
    for gone in [
        "sessions",
        "links",
        "plan_tags",
        "drafts",
        "mails WHERE recipient <> ''",
        "revisions WHERE length(salt) > 0 OR erased_at IS NULL",
        "tags WHERE plans <> 0",
    ] {
        assert_eq!(
            fresh.number(&format!("SELECT COUNT(*) FROM {gone}")).await,
            0,
            "{gone}"
        );
    }
    let report = log::verify(&fresh.forum).await.expect("the log is read");
    assert_eq!(report.faults, Vec::<String>::new());

    let forum = fresh.unlimited(Registration::Open);
    for double in ["ada", "a-da"] {
        let again = accounts::sign_up(&forum, &typed(double), HERE)
            .await
            .expect_err(double);
        assert!(problem(&again, "handle").contains("has left"), "{again}");
    }
    let same_address = SignUp {
        email: "ada@example.org".into(),
        ..typed("ben")
    };
    accounts::sign_up(&forum, &same_address, HERE)
        .await
        .expect("the address is free");
    assert!(fresh.letters().await[0].body.contains("/confirm/"));
}

async fn threads_stay_whole_when_somebody_erases(fresh: Fresh) {
    let ada = fresh.person("ada").await;
    let (hers, his) = (fresh.acting("ada").await, fresh.member("ben").await);
    let plan = plans::publish(&fresh.forum, &his, &laundromat(), None)
        .await
        .expect("his plan");
    let mut above = None;
    for author in [&his, &hers, &his] {
        let typed = NewComment {
            body: format!("canary of {}", author.handle),
            parent: above,
            ..NewComment::default()
        };
        let posted = comments::post(&fresh.forum, author, plan.id, &typed, None)
            .await
            .expect("a comment");
        above = Some(posted.id);
    }
    accounts::erase(&fresh.forum, &ada, &MEANT)
        .await
        .expect("she leaves");
    let left = "SELECT COUNT(*) FROM comments WHERE body || html LIKE '%canary of ada%'";
    assert_eq!(fresh.number(left).await, 0);
    assert_eq!(fresh.number("SELECT COUNT(*) FROM comments").await, 3);
    assert_eq!(fresh.number("SELECT comments FROM plans").await, 2);
    let answers = "SELECT replies FROM comments WHERE parent_id IS NULL";
    assert_eq!(fresh.number(answers).await, 0);
}

async fn leaving_asks_for_password_and_handle(fresh: Fresh) {
    let ada = fresh.person("ada").await;
    let careless = Leaving {
        password: "wrong",
        handle: "ben",
    };
    for refused in [
        accounts::deactivate(&fresh.forum, &ada, &careless).await,
        accounts::erase(&fresh.forum, &ada, &careless).await,
    ] {
        let Err(LeaveError::Invalid(problems)) = refused else {
            panic!("two mistakes: {refused:?}");
        };
        assert!(problems.of("password").is_some() && problems.of("handle").is_some());
    }
    assert!(fresh.sign_in("ada", PASSWORD).await.is_ok());
}

async fn the_last_admin_cannot_leave(fresh: Fresh) {
    let ada = fresh.person("ada").await;
    accounts::set_role(&fresh.forum, "ada", Role::Admin)
        .await
        .expect("an admin");
    for refused in [
        accounts::deactivate(&fresh.forum, &ada, &MEANT).await,
        accounts::erase(&fresh.forum, &ada, &MEANT).await,
    ] {
        assert!(matches!(refused, Err(LeaveError::LastAdmin)), "{refused:?}");
    }
}

async fn of_the_last_two_admins_one_can_leave(fresh: Fresh) {
    let (ada, ben) = (fresh.person("ada").await, fresh.person("ben").await);
    for handle in ["ada", "ben"] {
        accounts::set_role(&fresh.forum, handle, Role::Admin)
            .await
            .expect("an admin");
    }
    let his = Leaving {
        handle: "ben",
        ..MEANT
    };
    let (one, other) = tokio::join!(
        accounts::erase(&fresh.forum, &ada, &MEANT),
        accounts::deactivate(&fresh.forum, &ben, &his),
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
}
