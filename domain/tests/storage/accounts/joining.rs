//! Signing up, confirming an address, invitations, and the first admin.

use super::{HERE, OTHER_PASSWORD, PASSWORD, problem, sign_in, token_in, typed};
use crate::harness::Fresh;
use domain::{
    accounts::{self, InviteError, LinkError, Registration, Role, SignUp, SignUpError},
    log,
};

on_both!(
    somebody_joins_confirms_and_signs_in_by_address,
    what_is_wrong_is_said_by_the_field,
    of_two_who_want_a_handle_at_once_one_gets_it,
    look_alikes_of_a_handle_are_refused,
    nobody_learns_that_an_address_is_taken,
    an_address_belongs_to_whoever_confirms_it_first,
    a_link_works_once_and_not_for_ever,
    an_invitation_lets_one_person_in,
    a_closed_forum_stays_closed,
    the_first_admin_comes_by_the_link_and_no_second_one,
    of_two_setup_links_used_at_once_one_works,
    the_operator_enrols_whom_they_like,
    a_mistyped_address_is_changed,
);

async fn somebody_joins_confirms_and_signs_in_by_address(fresh: Fresh) {
    accounts::sign_up(&fresh.forum, &typed("ada"), HERE)
        .await
        .expect("she joins");
    assert!(
        fresh.sign_in("ada@example.org", PASSWORD).await.is_err(),
        "not before it is confirmed"
    );
    fresh.confirm().await;
    for who in ["ada", "@Ada", "ada@example.org", "ADA@EXAMPLE.ORG"] {
        let token = fresh.sign_in(who, PASSWORD).await.expect(who);
        let viewer = fresh.shows(&token).await;
        assert_eq!(viewer.person().expect("a person").handle.as_str(), "ada");
    }
    let entries = log::after(&fresh.forum, domain::ids::Seq(0), 10)
        .await
        .expect("the log");
    assert_eq!(entries.len(), 1, "signing in is nobody else's business");
    assert_eq!(entries[0].act, "account.opened");
}

async fn what_is_wrong_is_said_by_the_field(fresh: Fresh) {
    let typed = SignUp {
        handle: "admin".into(),
        email: "nowhere".into(),
        password: "password123".into(),
        ..SignUp::default()
    };
    let error = accounts::sign_up(&fresh.forum, &typed, HERE)
        .await
        .expect_err("all wrong");
    for field in ["handle", "email", "password"] {
        assert!(!problem(&error, field).is_empty(), "{field}");
    }
    assert_eq!(fresh.number("SELECT COUNT(*) FROM accounts").await, 0);
}

async fn of_two_who_want_a_handle_at_once_one_gets_it(fresh: Fresh) {
    let forum = fresh.unlimited(Registration::Open);
    let (ada, also_ada) = (typed("ada"), typed("ada"));
    let (one, other) = tokio::join!(
        accounts::sign_up(&forum, &ada, HERE),
        accounts::sign_up(&forum, &also_ada, HERE),
    );
    let refused = match (one, other) {
        (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
        both => panic!("one of them: {both:?}"),
    };
    assert_eq!(problem(&refused, "handle"), "is taken");
    assert_eq!(fresh.number("SELECT COUNT(*) FROM accounts").await, 1);
}

async fn look_alikes_of_a_handle_are_refused(fresh: Fresh) {
    fresh.joined("milo").await;
    let forum = fresh.unlimited(Registration::Open);
    for double in ["rni10", "mi-lo"] {
        let error = accounts::sign_up(&forum, &typed(double), HERE)
            .await
            .expect_err(double);
        assert_eq!(
            problem(&error, "handle"),
            "looks too much like somebody else's"
        );
    }
    let error = accounts::sign_up(&forum, &typed("milo"), HERE)
        .await
        .expect_err("taken");
    assert_eq!(problem(&error, "handle"), "is taken");
}

async fn nobody_learns_that_an_address_is_taken(fresh: Fresh) {
    fresh.person("ada").await;
    let forum = fresh.unlimited(Registration::Open);
    let curious = SignUp {
        email: "ADA@example.org".into(),
        ..typed("ben")
    };
    accounts::sign_up(&forum, &curious, HERE)
        .await
        .expect("the same answer");
    let letters = fresh.letters().await;
    assert_eq!(letters.len(), 1);
    assert!(
        letters[0].body.contains("its handle is ada."),
        "{}",
        letters[0].body
    );
    assert_eq!(token_in(&letters[0].body, "confirm"), None);
    sign_in(&forum, "ben", PASSWORD)
        .await
        .expect("the account is there");
    let found = fresh
        .number("SELECT COUNT(*) FROM accounts WHERE lower(email) = 'ada@example.org'")
        .await;
    assert_eq!(found, 1);
}

async fn an_address_belongs_to_whoever_confirms_it_first(fresh: Fresh) {
    let forum = fresh.unlimited(Registration::Open);
    for handle in ["ada", "ben"] {
        let typed = SignUp {
            email: "shared@example.org".into(),
            ..typed(handle)
        };
        accounts::sign_up(&forum, &typed, HERE).await.expect(handle);
    }
    let letters = fresh.letters().await;
    let tokens: Vec<String> = letters
        .iter()
        .filter_map(|letter| token_in(&letter.body, "confirm"))
        .collect();
    let (one, other) = tokio::join!(
        accounts::confirm_email(&forum, &tokens[0]),
        accounts::confirm_email(&forum, &tokens[1]),
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
}

async fn a_link_works_once_and_not_for_ever(fresh: Fresh) {
    fresh.joined("ada").await;
    let letters = fresh.letters().await;
    let token = token_in(&letters[0].body, "confirm").expect("a link");
    assert!(
        matches!(
            accounts::reset_password(&fresh.forum, &token, OTHER_PASSWORD).await,
            Err(accounts::ResetError::Unknown)
        ),
        "a link is good for its purpose only"
    );
    accounts::confirm_email(&fresh.forum, &token)
        .await
        .expect("once");
    let again = accounts::confirm_email(&fresh.forum, &token).await;
    assert!(matches!(again, Err(LinkError::Unknown)));

    fresh.joined("ben").await;
    let letters = fresh.letters().await;
    let token = token_in(&letters[0].body, "confirm").expect("a link");
    fresh
        .forum
        .set_clock(fresh.forum.now().plus(3 * 86_400_000_001));
    let late = accounts::confirm_email(&fresh.forum, &token).await;
    assert!(matches!(late, Err(LinkError::Unknown)));
}

async fn an_invitation_lets_one_person_in(fresh: Fresh) {
    fresh.enrolled("mo-haddad", Role::Admin).await;
    let forum = fresh.unlimited(Registration::Invite);
    let admin = fresh.admin("mo-haddad").await;
    let token = accounts::invite(&forum, &admin).await.expect("a link");
    let uninvited = accounts::sign_up(&forum, &typed("ben"), HERE).await;
    assert!(matches!(uninvited, Err(SignUpError::NotInvited)));
    let invited = |handle: &str| SignUp {
        invite: Some(token.as_str().into()),
        ..typed(handle)
    };
    assert!(
        accounts::is_invited(&forum, token.as_str())
            .await
            .expect("it is known")
    );
    let (ada, ben) = (invited("ada"), invited("ben"));
    let (one, other) = tokio::join!(
        accounts::sign_up(&forum, &ada, HERE),
        accounts::sign_up(&forum, &ben, HERE),
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let listed = accounts::invitations(&forum, &admin).await.expect("a list");
    assert!(listed[0].used_at.is_some());
    let used = accounts::revoke_invitation(&forum, &admin, listed[0].id).await;
    assert!(matches!(used, Err(InviteError::NotFound)));

    let token = accounts::invite(&forum, &admin).await.expect("another");
    let listed = accounts::invitations(&forum, &admin).await.expect("a list");
    accounts::revoke_invitation(&forum, &admin, listed[0].id)
        .await
        .expect("it is taken back");
    assert!(
        !accounts::is_invited(&forum, token.as_str())
            .await
            .expect("it is known")
    );

    fresh.enrolled("fay", Role::Admin).await;
    accounts::set_role(&forum, "mo-haddad", Role::Member)
        .await
        .expect("demoted");
    let former = accounts::invite(&forum, &admin).await;
    assert!(
        matches!(former, Err(InviteError::NotFound)),
        "asked again in the act"
    );
}

async fn a_closed_forum_stays_closed(fresh: Fresh) {
    let forum = fresh.unlimited(Registration::Closed);
    let refused = accounts::sign_up(&forum, &typed("ada"), HERE).await;
    assert!(matches!(refused, Err(SignUpError::Closed)));
}

fn token_of(link: &str) -> &str {
    link.rsplit('/').next().expect("an address")
}

async fn the_first_admin_comes_by_the_link_and_no_second_one(fresh: Fresh) {
    let forum = fresh.unlimited(Registration::Closed);
    let link = accounts::setup_link(&forum)
        .await
        .expect("a link")
        .expect("no admin yet");
    let next = accounts::setup_link(&forum)
        .await
        .expect("a link")
        .expect("no admin yet");
    assert_ne!(link, next);
    let wrong = accounts::set_up(&forum, "wrong", &typed("ben")).await;
    assert!(matches!(wrong, Err(SignUpError::SetUpAlready)));
    accounts::set_up(&forum, token_of(&link), &typed("ada"))
        .await
        .expect("the admin");
    assert_eq!(fresh.admin("ada").await.role, Role::Admin);
    let second = accounts::set_up(&forum, token_of(&next), &typed("ben")).await;
    assert!(matches!(second, Err(SignUpError::SetUpAlready)));
    assert_eq!(accounts::setup_link(&forum).await.expect("an answer"), None);
}

async fn of_two_setup_links_used_at_once_one_works(fresh: Fresh) {
    let forum = fresh.unlimited(Registration::Open);
    let first = accounts::setup_link(&forum)
        .await
        .expect("a link")
        .expect("no admin yet");
    let second = accounts::setup_link(&forum)
        .await
        .expect("a link")
        .expect("no admin yet");
    let (ada, ben) = (typed("ada"), typed("ben"));
    let (one, other) = tokio::join!(
        accounts::set_up(&forum, token_of(&first), &ada),
        accounts::set_up(&forum, token_of(&second), &ben),
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(
        fresh
            .number("SELECT COUNT(*) FROM accounts WHERE role = 'admin'")
            .await,
        1
    );
}

async fn the_operator_enrols_whom_they_like(fresh: Fresh) {
    let forum = fresh.unlimited(Registration::Closed);
    let typed = accounts::Enrolment {
        handle: "ada".into(),
        email: Some("ada@example.org".into()),
        password: Some(PASSWORD.into()),
        role: Some(Role::Admin),
    };
    accounts::enrol(&forum, &typed)
        .await
        .expect("she is enrolled");
    assert_eq!(fresh.letters().await.len(), 0);
    sign_in(&forum, "ada@example.org", PASSWORD)
        .await
        .expect("confirmed");
    let double = accounts::Enrolment {
        handle: "ben".into(),
        email: Some("Ada@example.org".into()),
        ..accounts::Enrolment::default()
    };
    let error = accounts::enrol(&forum, &double).await.expect_err("taken");
    assert_eq!(problem(&error, "email"), "is another account's");
}

async fn a_mistyped_address_is_changed(fresh: Fresh) {
    let ada = fresh.person("ada").await;
    let wrong = accounts::change_email(&fresh.forum, &ada, "ada@example.net", "not it").await;
    assert!(wrong.is_err());
    accounts::change_email(&fresh.forum, &ada, "ada@example.net", PASSWORD)
        .await
        .expect("taken down");
    let account = accounts::own_account(&fresh.forum, &ada)
        .await
        .expect("her account");
    assert_eq!(
        account.email.as_deref(),
        Some("ada@example.org"),
        "until it is confirmed"
    );
    fresh.confirm().await;
    let account = accounts::own_account(&fresh.forum, &ada)
        .await
        .expect("her account");
    assert_eq!(account.email.as_deref(), Some("ada@example.net"));
    assert_eq!(account.email_unconfirmed, None);
}
