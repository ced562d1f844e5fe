//! What people show of themselves.

use crate::harness::Fresh;
use domain::accounts::{self, EditProfileError, TypedProfile};

on_both!(
    a_profile_is_edited_and_shown,
    a_wrong_profile_changes_nothing
);

async fn a_profile_is_edited_and_shown(fresh: Fresh) {
    let ada = fresh.person("ada").await;
    fresh.joined("ben").await;
    let typed = TypedProfile {
        name: "Ada Marsh".into(),
        about: "I start **small** things with @ben. <script>alert(1)</script>".into(),
        links: vec!["https://ada.example.org/".into(), String::new()],
    };
    accounts::edit_profile(&fresh.forum, &fresh.acting("ada").await, &typed)
        .await
        .expect("edited");
    let shown = accounts::profile(&fresh.forum, "ada")
        .await
        .expect("a look-up")
        .expect("her profile");
    assert_eq!(shown.name, "Ada Marsh");
    assert!(
        shown.about_html.contains("<strong>small</strong>"),
        "{}",
        shown.about_html
    );
    assert!(
        shown.about_html.contains("href=\"/people/ben\""),
        "{}",
        shown.about_html
    );
    assert!(
        !shown.about_html.contains("<script"),
        "{}",
        shown.about_html
    );
    assert_eq!(shown.links, ["https://ada.example.org/"]);
    let own = accounts::own_account(&fresh.forum, &ada)
        .await
        .expect("her account");
    assert_eq!(own.profile.about, typed.about);
    let nobody = accounts::profile(&fresh.forum, "nobody-here").await;
    assert_eq!(nobody.expect("a look-up"), None);
}

async fn a_wrong_profile_changes_nothing(fresh: Fresh) {
    fresh.joined("ada").await;
    let typed = TypedProfile {
        name: "Ada\u{202e}".into(),
        links: vec!["javascript:alert(1)".into()],
        ..TypedProfile::default()
    };
    let refused = accounts::edit_profile(&fresh.forum, &fresh.acting("ada").await, &typed).await;
    let Err(EditProfileError::Invalid(problems)) = refused else {
        panic!("two mistakes: {refused:?}");
    };
    assert!(problems.of("name").is_some() && problems.of("links").is_some());
}
