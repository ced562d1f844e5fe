//! The forum's own pages: written by admins, with a history, and checked like everything else.

use crate::{accounts::PASSWORD, copies::leaving, harness::Fresh};
use domain::{
    Admin,
    accounts::{self, Enrolment, Role},
    ids::VersionNumber,
    log,
    pages::{self, EditPageError, LONGEST_PAGE, Name, TypedPage},
};

on_both!(
    what_ships_stands_until_somebody_writes,
    a_stale_save_is_refused_and_a_save_sent_twice_is_one,
    of_two_at_once_one_is_saved,
    only_an_admin_writes,
    what_breaks_a_rule_is_not_saved,
    an_old_version_is_brought_back,
    history_goes_on_page_by_page,
    the_text_stays_and_the_note_goes_with_its_writer,
    what_is_tampered_with_is_found,
    what_an_older_renderer_made_is_not_shown,
);

async fn admin(fresh: &Fresh, handle: &str) -> Admin {
    let enrolment = Enrolment {
        handle: handle.into(),
        password: Some(PASSWORD.into()),
        role: Some(Role::Admin),
        ..Enrolment::default()
    };
    accounts::enrol(&fresh.forum, &enrolment)
        .await
        .expect("enrolled");
    fresh.admin(handle).await
}

fn typed(base: i32, body: &str) -> TypedPage {
    TypedPage {
        base,
        body: body.into(),
        note: format!("After version {base}"),
    }
}

async fn write(fresh: &Fresh, by: &Admin, base: i32, body: &str) -> VersionNumber {
    pages::edit(&fresh.forum, by, Name::Rules, &typed(base, body))
        .await
        .expect("it is saved")
}

async fn rules(fresh: &Fresh) -> pages::Version {
    pages::newest(&fresh.forum, Name::Rules)
        .await
        .expect("it is read")
}

async fn faults(fresh: &Fresh) -> Vec<String> {
    log::verify(&fresh.forum)
        .await
        .expect("it can be read")
        .faults
}

async fn what_ships_stands_until_somebody_writes(fresh: Fresh) {
    let root = admin(&fresh, "root-of-all").await;
    let shipped = rules(&fresh).await;
    assert_eq!(shipped.number, VersionNumber::SHIPPED);
    assert_eq!(shipped.body, Name::Rules.shipped().trim_end());
    assert!(shipped.saved.is_none() && shipped.html.contains("<h2"));
    let number = write(&fresh, &root, 0, "## Be kind\n\n<script>alert(1)</script>").await;
    assert_eq!(number, VersionNumber(1));
    let now = rules(&fresh).await;
    assert!(now.html.contains("Be kind") && !now.html.contains("<script"));
    let saved = now.saved.expect("somebody saved it");
    assert_eq!(saved.by.name(), "root-of-all");
    assert_eq!(saved.note.as_deref(), Some("After version 0"));
    let about = pages::newest(&fresh.forum, Name::About).await;
    assert_eq!(about.expect("read").number, VersionNumber::SHIPPED);
    let changed = pages::changed(&fresh.forum).await.expect("read");
    assert_eq!(changed.keys().collect::<Vec<_>>(), [&Name::Rules]);
    let compared = pages::compare(
        &fresh.forum,
        Name::Rules,
        VersionNumber(0),
        VersionNumber(1),
    );
    let compared = compared.await.expect("read").expect("both are there");
    assert!(compared.changes.words().deleted > 100);
    let none = pages::compare(
        &fresh.forum,
        Name::Rules,
        VersionNumber(1),
        VersionNumber(2),
    );
    assert_eq!(none.await.expect("read"), None);
    assert_eq!(faults(&fresh).await, Vec::<String>::new());
}

async fn a_stale_save_is_refused_and_a_save_sent_twice_is_one(fresh: Fresh) {
    let (root, other) = (
        admin(&fresh, "root-of-all").await,
        admin(&fresh, "second").await,
    );
    write(&fresh, &root, 0, "Be kind.").await;
    let entries = log::newest(&fresh.forum).await.expect("read");
    assert_eq!(write(&fresh, &root, 0, "Be kind.").await, VersionNumber(1));
    let same = pages::edit(&fresh.forum, &root, Name::Rules, &typed(1, "Be kind.")).await;
    assert!(matches!(same, Err(EditPageError::Unchanged)), "{same:?}");
    for stale in [
        typed(0, "Be quick."),
        typed(-1, "Be kind."),
        typed(7, "Be kind."),
    ] {
        let refused = pages::edit(&fresh.forum, &other, Name::Rules, &stale).await;
        assert!(
            matches!(
                refused,
                Err(EditPageError::Stale {
                    newest: VersionNumber(1)
                })
            ),
            "{stale:?}: {refused:?}"
        );
    }
    assert_eq!(log::newest(&fresh.forum).await.expect("read"), entries);
    assert_eq!(rules(&fresh).await.body, "Be kind.");
}

async fn of_two_at_once_one_is_saved(fresh: Fresh) {
    let (root, other) = (
        admin(&fresh, "root-of-all").await,
        admin(&fresh, "second").await,
    );
    for base in 0..5 {
        let (one, two) = (
            typed(base, &format!("Be kind, {base}.")),
            typed(base, &format!("Be quick, {base}.")),
        );
        let (one, two) = tokio::join!(
            pages::edit(&fresh.forum, &root, Name::Rules, &one),
            pages::edit(&fresh.forum, &other, Name::Rules, &two),
        );
        let saved = [&one, &two].iter().filter(|saved| saved.is_ok()).count();
        assert_eq!(saved, 1, "{one:?} {two:?}");
        for refused in [one, two].into_iter().filter_map(Result::err) {
            assert!(
                matches!(refused, EditPageError::Stale { .. }),
                "{refused:?}"
            );
        }
    }
    assert_eq!(rules(&fresh).await.number, VersionNumber(5));
    assert_eq!(faults(&fresh).await, Vec::<String>::new());
}

async fn only_an_admin_writes(fresh: Fresh) {
    let (root, other) = (
        admin(&fresh, "root-of-all").await,
        admin(&fresh, "second").await,
    );
    accounts::set_role(&fresh.forum, "second", Role::Moderator)
        .await
        .expect("there is another admin");
    let refused = pages::edit(&fresh.forum, &other, Name::Terms, &typed(0, "Mine.")).await;
    assert!(
        matches!(refused, Err(EditPageError::NotFound)),
        "{refused:?}"
    );
    accounts::set_role(&fresh.forum, "second", Role::Admin)
        .await
        .expect("again");
    accounts::suspend(&fresh.forum, "root-of-all", "A pause")
        .await
        .expect("there is another admin");
    let refused = pages::edit(&fresh.forum, &root, Name::Terms, &typed(0, "Mine.")).await;
    assert!(
        matches!(refused, Err(EditPageError::Suspended)),
        "{refused:?}"
    );
    let terms = pages::newest(&fresh.forum, Name::Terms).await;
    assert_eq!(terms.expect("read").number, VersionNumber::SHIPPED);
}

async fn what_breaks_a_rule_is_not_saved(fresh: Fresh) {
    let root = admin(&fresh, "root-of-all").await;
    let long = "x".repeat(LONGEST_PAGE + 1);
    let wide = format!(
        "|{}\n|{}\n{}",
        "a|".repeat(500),
        "-|".repeat(500),
        "|\n".repeat(2_000)
    );
    for (body, note, field) in [
        ("", "A note", "body"),
        (long.as_str(), "A note", "body"),
        (wide.as_str(), "A note", "body"),
        ("A bell \u{7}", "A note", "body"),
        ("Be kind.", "", "note"),
    ] {
        let page = TypedPage {
            base: 0,
            body: body.into(),
            note: note.into(),
        };
        let refused = pages::edit(&fresh.forum, &root, Name::Rules, &page).await;
        let Err(EditPageError::Invalid(problems)) = refused else {
            panic!("{body:.20}: {refused:?}");
        };
        assert!(problems.of(field).is_some(), "{body:.20}: {problems}");
    }
    let preview = pages::preview(&fresh.forum, &root, &long).await;
    assert!(matches!(preview, Err(EditPageError::Invalid(_))));
    let preview = pages::preview(&fresh.forum, &root, "**Be** kind.").await;
    assert!(preview.expect("a preview").contains("<strong>Be</strong>"));
    assert_eq!(rules(&fresh).await.number, VersionNumber::SHIPPED);
}

async fn an_old_version_is_brought_back(fresh: Fresh) {
    let root = admin(&fresh, "root-of-all").await;
    write(&fresh, &root, 0, "Be kind.").await;
    write(&fresh, &root, 1, "Be quick.").await;
    let restore = async |number: i32, base: i32| {
        let (number, base) = (VersionNumber(number), VersionNumber(base));
        pages::restore(&fresh.forum, &root, Name::Rules, number, base).await
    };
    assert_eq!(restore(1, 2).await.expect("restored"), VersionNumber(3));
    // Sent twice, it is one.
    assert_eq!(restore(1, 2).await.expect("restored"), VersionNumber(3));
    let now = rules(&fresh).await;
    assert_eq!(now.body, "Be kind.");
    let saved = now.saved.expect("saved");
    assert_eq!(saved.restored_from, Some(VersionNumber(1)));
    assert_eq!(saved.note.as_deref(), Some("Restored version 1"));
    assert!(matches!(restore(1, 3).await, Err(EditPageError::Unchanged)));
    assert!(matches!(restore(9, 3).await, Err(EditPageError::NotFound)));
    assert!(matches!(
        restore(2, 2).await,
        Err(EditPageError::Stale { .. })
    ));
    assert_eq!(restore(0, 3).await.expect("restored"), VersionNumber(4));
    let now = rules(&fresh).await;
    assert_eq!(now.body, Name::Rules.shipped().trim_end());
    assert_eq!(faults(&fresh).await, Vec::<String>::new());
}

async fn history_goes_on_page_by_page(fresh: Fresh) {
    let root = admin(&fresh, "root-of-all").await;
    for base in 0..4 {
        write(&fresh, &root, base, &format!("Be kind, {base}.")).await;
    }
    for limit in [1, 2, 5, 100] {
        let (mut numbers, mut below) = (Vec::new(), None);
        loop {
            let page = pages::history(&fresh.forum, Name::Rules, below, limit).await;
            let page = page.expect("it is read");
            assert!(page.items.len() as u64 <= limit);
            numbers.extend(page.items.iter().map(|version| version.number.0));
            below = page.next;
            if below.is_none() {
                break;
            }
        }
        assert_eq!(numbers, [4, 3, 2, 1, 0], "{limit}");
    }
}

async fn the_text_stays_and_the_note_goes_with_its_writer(fresh: Fresh) {
    let (root, _other) = (
        admin(&fresh, "root-of-all").await,
        admin(&fresh, "second").await,
    );
    write(&fresh, &root, 0, "Be kind.").await;
    accounts::erase(&fresh.forum, &root, &leaving("root-of-all"))
        .await
        .expect("there is another admin");
    let now = rules(&fresh).await;
    assert_eq!(now.body, "Be kind.");
    let saved = now.saved.expect("saved");
    assert_eq!((saved.by.name(), saved.note), ("a former member", None));
    let history = pages::history(&fresh.forum, Name::Rules, None, 10).await;
    let history = history.expect("it is read").items;
    assert!(
        history[0]
            .saved
            .as_ref()
            .is_some_and(|saved| saved.note.is_none())
    );
    let report = log::verify(&fresh.forum).await.expect("it can be read");
    assert_eq!(report.faults, Vec::<String>::new());
    assert_eq!((report.texts, report.erased), (1, 1));
}

async fn what_is_tampered_with_is_found(fresh: Fresh) {
    let root = admin(&fresh, "root-of-all").await;
    write(&fresh, &root, 0, "Be kind.").await;
    write(&fresh, &root, 1, "Be quick.").await;
    fresh
        .write(
            "UPDATE page_versions SET body = 'Pay.' WHERE number = 1",
            [],
        )
        .await;
    fresh
        .write(
            "UPDATE page_versions SET note = 'No reason' WHERE number = 2",
            [],
        )
        .await;
    assert_eq!(
        faults(&fresh).await,
        [
            "version 1 of the page rules has been changed",
            "the note of version 2 of the page rules has been changed",
        ]
    );
    fresh
        .write("DELETE FROM page_versions WHERE number = 2", [])
        .await;
    let missing = "version 2 of the page rules, which entry 3 recorded, is missing";
    assert!(faults(&fresh).await.contains(&missing.to_owned()));
}

async fn what_an_older_renderer_made_is_not_shown(fresh: Fresh) {
    let root = admin(&fresh, "root-of-all").await;
    write(&fresh, &root, 0, "Be **kind**.").await;
    let aged = "UPDATE page_versions SET html = '<img src=x onerror=alert(1)>', renderer = 0";
    fresh.write(aged, []).await;
    assert!(rules(&fresh).await.html.contains("<strong>kind</strong>"));
    let stale = "SELECT COUNT(*) FROM page_versions WHERE renderer = 0";
    assert_eq!(fresh.number(stale).await, 0);
    fresh.write(aged, []).await;
    assert_eq!(domain::renew(&fresh.forum).await.expect("renewed"), 1);
    assert_eq!(fresh.number(stale).await, 0);
}
