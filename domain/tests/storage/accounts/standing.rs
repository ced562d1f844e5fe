//! Roles, suspension, and that somebody always runs the forum.

use super::{PASSWORD, sign_in};
use crate::harness::Fresh;
use domain::{
    Viewer,
    accounts::{self, EditProfileError, Registration, Role, StandingError, TypedProfile},
};

on_both!(
    of_the_last_two_admins_one_stays,
    the_last_admin_is_neither_suspended_nor_demoted,
    the_suspended_read_and_know_why,
);

async fn of_the_last_two_admins_one_stays(fresh: Fresh) {
    fresh.enrolled("ada", Role::Admin).await;
    fresh.enrolled("ben", Role::Admin).await;
    let (one, other) = tokio::join!(
        accounts::set_role(&fresh.forum, "ada", Role::Member),
        accounts::set_role(&fresh.forum, "ben", Role::Member),
    );
    match (one, other) {
        (Ok(()), Err(StandingError::LastAdmin)) | (Err(StandingError::LastAdmin), Ok(())) => {}
        both => panic!("one of them: {both:?}"),
    }
    assert_eq!(
        fresh
            .number("SELECT COUNT(*) FROM accounts WHERE role = 'admin'")
            .await,
        1
    );
}

async fn the_last_admin_is_neither_suspended_nor_demoted(fresh: Fresh) {
    fresh.enrolled("ada", Role::Admin).await;
    fresh.enrolled("ben", Role::Member).await;
    let suspended = accounts::suspend(&fresh.forum, "ada", "Spam").await;
    assert!(matches!(suspended, Err(StandingError::LastAdmin)));
    let demoted = accounts::set_role(&fresh.forum, "ada", Role::Moderator).await;
    assert!(matches!(demoted, Err(StandingError::LastAdmin)));
    accounts::set_role(&fresh.forum, "ben", Role::Admin)
        .await
        .expect("a second one");
    accounts::set_role(&fresh.forum, "ada", Role::Moderator)
        .await
        .expect("now she may go");
    let nobody = accounts::set_role(&fresh.forum, "nobody-here", Role::Admin).await;
    assert!(matches!(nobody, Err(StandingError::NotFound)));
}

async fn the_suspended_read_and_know_why(fresh: Fresh) {
    let ada = fresh.person("ada").await;
    let forum = fresh.unlimited(Registration::Open);
    let member = fresh.acting("ada").await;
    let silent = accounts::suspend(&forum, "ada", " ").await;
    assert!(matches!(silent, Err(StandingError::Invalid(_))));
    accounts::suspend(&forum, "ada", "Ten adverts in an hour.")
        .await
        .expect("suspended");
    let token = sign_in(&forum, "ada", PASSWORD)
        .await
        .expect("she signs in");
    assert!(matches!(fresh.shows(&token).await, Viewer::Suspended(_)));
    let own = accounts::own_account(&forum, &ada)
        .await
        .expect("her account");
    assert_eq!(
        own.suspended_because.as_deref(),
        Some("Ten adverts in an hour.")
    );
    let refused = accounts::edit_profile(&forum, &member, &TypedProfile::default()).await;
    assert!(matches!(refused, Err(EditProfileError::Suspended)));
    accounts::restore(&forum, "ada").await.expect("restored");
    assert!(fresh.shows(&token).await.member().is_some());
}
