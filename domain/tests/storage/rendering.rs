//! HTML that an older renderer made is never shown, and does not stay.

use crate::{
    comments::{plan, posted, published, saying, thread},
    harness::Fresh,
};
use domain::{
    Member, Viewer,
    accounts::{self, TypedProfile},
    comments::{self, Comment, Edit, Version},
    ids::{CommentId, PlanId},
    log,
    plans::{self, Revision},
    text::markdown::RENDERER,
};
use sea_orm::{ConnectionTrait, TransactionTrait};
use std::{pin::pin, time::Duration};
use tokio::time::timeout;

on_both!(
    a_discussion_of_an_older_renderer_is_shown_anew,
    a_persons_comments_are_shown_anew,
    a_comments_history_is_shown_anew,
    a_profile_is_shown_anew,
    a_revision_is_shown_anew,
    a_long_page_is_kept_and_what_was_taken_back_stays_gone,
    a_text_that_is_edited_meanwhile_keeps_its_own_html,
    a_text_that_is_erased_meanwhile_stays_erased,
    what_nobody_reads_is_brought_up_to_date_in_batches,
    what_cannot_be_rendered_any_more_is_shown_as_it_was_typed,
    a_text_may_mention_more_people_than_a_query_takes,
);

/// What an older renderer let through.
const HOSTILE: &str = "<img src=x onerror=alert(1)>";

/// As if an older renderer had made all HTML, and badly.
async fn aged(fresh: &Fresh) {
    for (table, aged) in [
        (
            "revisions",
            "html = $1, sections = '[]', renderer = 0 WHERE erased_at IS NULL",
        ),
        ("comments", "html = $1, renderer = 0 WHERE state = 'shown'"),
        ("comment_versions", "html = $1, renderer = 0"),
        (
            "accounts",
            "about_html = $1, about_renderer = 0 WHERE about <> ''",
        ),
    ] {
        let sql = format!("UPDATE {table} SET {aged}");
        fresh.write(&sql, [HOSTILE.into()]).await;
    }
    let taken_back = "UPDATE comments SET renderer = 0 WHERE state <> 'shown'";
    fresh.write(taken_back, []).await;
}

/// How many rows of a table hold what the older renderer made.
async fn stale(fresh: &Fresh, table: &str) -> i64 {
    let (html, renderer) = match table {
        "accounts" => ("about_html", "about_renderer"),
        _ => ("html", "renderer"),
    };
    let hostile = format!("{html} LIKE '%onerror%' OR ({html} <> '' AND {renderer} <> {RENDERER})");
    let count = format!("SELECT COUNT(*) FROM {table} WHERE {hostile}");
    fresh.number(&count).await
}

async fn edited(fresh: &Fresh, by: &Member, id: CommentId, base: i32, body: &str) {
    let edit = Edit {
        base,
        body: body.into(),
    };
    comments::edit(&fresh.forum, by, id, &edit)
        .await
        .expect("edited");
}

fn htmls(comments: &[Comment]) -> Vec<&str> {
    comments.iter().map(|comment| comment.html.trim()).collect()
}

async fn head(fresh: &Fresh, id: PlanId) -> Revision {
    let plan = plan(fresh, id).await;
    plans::revision(&fresh.forum, &Viewer::Anonymous, &plan, plan.head)
        .await
        .expect("read")
        .expect("it is there")
}

async fn a_discussion_of_an_older_renderer_is_shown_anew(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let id = published(&fresh, &ada).await;
    let said = saying("What does **one** wash cost? @ada @nobody-here");
    let comment = posted(&fresh, &ada, id, &said).await;
    let before = thread(&fresh, id).await;
    comments::favorite(&fresh.forum, &ada, comment, None)
        .await
        .expect("lifted up");
    let plan = plan(&fresh, id).await;
    let sections = comments::sections(&fresh.forum, &plan).await.expect("read");
    let viewer = &Viewer::Anonymous;

    aged(&fresh).await;
    let shown = thread(&fresh, id).await;
    assert_eq!(htmls(&shown), htmls(&before));
    assert_eq!(stale(&fresh, "comments").await, 0);

    aged(&fresh).await;
    let favorites = comments::favorites(&fresh.forum, viewer, &plan, &sections).await;
    assert_eq!(htmls(&favorites.expect("read")), htmls(&before));
    aged(&fresh).await;
    let latest = comments::latest(&fresh.forum, viewer, &plan, 10).await;
    assert_eq!(htmls(&latest.expect("read")), htmls(&before));
    aged(&fresh).await;
    let named = comments::by_ids(&fresh.forum, viewer, &plan, &sections, vec![comment]).await;
    assert_eq!(htmls(&named.expect("read")), htmls(&before));
    aged(&fresh).await;
    let own = comments::subthread(&fresh.forum, viewer, comment).await;
    let own = own.expect("read").expect("it is there");
    assert_eq!(htmls(&own.comments), htmls(&before));
    assert_eq!(stale(&fresh, "comments").await, 0);
}

async fn a_persons_comments_are_shown_anew(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    for body in ["One *small* step", "Two"] {
        posted(&fresh, &ada, plan, &saying(body)).await;
    }
    aged(&fresh).await;
    let shown = comments::of_person(&fresh.forum, ada.id, None, 10).await;
    let shown = shown.expect("read").items;
    let shown: Vec<_> = shown.iter().map(|item| item.html.trim()).collect();
    assert_eq!(shown, ["<p>Two</p>", "<p>One <em>small</em> step</p>"]);
    assert_eq!(stale(&fresh, "comments").await, 0);
}

async fn a_comments_history_is_shown_anew(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    let id = posted(&fresh, &ada, plan, &saying("One")).await;
    edited(&fresh, &ada, id, 0, "Two").await;
    aged(&fresh).await;
    // What it says now goes into its history as it is stored.
    edited(&fresh, &ada, id, 1, "Three").await;
    let history = || async {
        let history = comments::history(&fresh.forum, &Viewer::Anonymous, id).await;
        let texts = history.expect("read").expect("it has one").into_iter();
        let texts = texts.map(|Version { number, html, .. }| (number, html.trim().to_owned()));
        texts.collect::<Vec<_>>()
    };
    let expected = [(1, "One"), (2, "Two"), (3, "Three")]
        .map(|(number, text)| (number, format!("<p>{text}</p>")));
    assert_eq!(history().await, expected);
    aged(&fresh).await;
    assert_eq!(history().await, expected);
    for table in ["comments", "comment_versions"] {
        assert_eq!(stale(&fresh, table).await, 0, "{table}");
    }
}

async fn a_profile_is_shown_anew(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let typed = TypedProfile {
        about: "I start **small** things.".into(),
        ..TypedProfile::default()
    };
    let profile = || async {
        let profile = accounts::profile(&fresh.forum, "ada").await;
        profile.expect("read").expect("it is there").about_html
    };
    accounts::edit_profile(&fresh.forum, &ada, &typed)
        .await
        .expect("edited");
    let before = profile().await;
    assert_eq!(stale(&fresh, "accounts").await, 0);
    aged(&fresh).await;
    assert_eq!(profile().await, before);
    assert_eq!(stale(&fresh, "accounts").await, 0);
}

async fn a_revision_is_shown_anew(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let id = published(&fresh, &ada).await;
    let before = head(&fresh, id).await.rendered;
    assert_eq!(before.sections.len(), 2);
    aged(&fresh).await;
    assert_eq!(head(&fresh, id).await.rendered, before);
    assert_eq!(stale(&fresh, "revisions").await, 0);
    let plan = plan(&fresh, id).await;
    let kept = comments::sections(&fresh.forum, &plan).await.expect("read");
    assert_eq!(kept, before.sections);
}

async fn a_long_page_is_kept_and_what_was_taken_back_stays_gone(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    let root = posted(&fresh, &ada, plan, &saying("Root")).await;
    let gone = posted(&fresh, &ada, plan, &saying("Canary")).await;
    comments::delete(&fresh.forum, &ada, gone)
        .await
        .expect("deleted");
    copied(&fresh, root, 120).await;
    aged(&fresh).await;
    let shown = thread(&fresh, plan).await;
    assert_eq!(shown.len(), 122);
    for comment in &shown {
        let expected = match comment.id {
            id if id == root => "<p>Root</p>".into(),
            id if id == gone => String::new(),
            id => format!("<p>Answer {id}</p>"),
        };
        assert_eq!(comment.html.trim(), expected);
    }
    assert_eq!(stale(&fresh, "comments").await, 0);
    let emptied =
        "SELECT COUNT(*) FROM comments WHERE state = 'deleted' AND html = '' AND body = ''";
    assert_eq!(fresh.number(emptied).await, 1);
}

/// As rows: posting them one after the other would be a test of patience.
async fn copied(fresh: &Fresh, root: CommentId, times: i64) {
    fresh
        .write(
            "INSERT INTO comments (plan_id, root_id, parent_id, depth, author_id, revision, body, html, renderer, state, created_at, salt, content_hash) \
             SELECT c.plan_id, $1, $1, 1, c.author_id, 1, '', '', 0, 'shown', 0, c.salt, c.content_hash FROM comments c CROSS JOIN \
             (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2) SELECT i FROM n) AS many WHERE c.id = $1",
            [root.0.into(), times.into()],
        )
        .await;
    fresh
        .write(
            "UPDATE comments SET body = 'Answer ' || id WHERE body = '' AND state = 'shown'",
            [],
        )
        .await;
    fresh
        .write(
            "UPDATE comments SET replies = $2 WHERE id = $1",
            [root.0.into(), times.into()],
        )
        .await;
}

/// Reads the discussion while a change of its one comment is under way. The reader, who still sees
/// the earlier text, is done before it or comes to keep the HTML of that text after it.
async fn read_while(fresh: &Fresh, plan: PlanId, change: &str) -> String {
    aged(fresh).await;
    let writing = fresh.db.writer().begin().await.expect("a transaction");
    writing.execute_unprepared(change).await.expect("changed");
    let mut reading = pin!(thread(fresh, plan));
    let done_before = timeout(Duration::from_secs(1), &mut reading).await;
    writing.commit().await.expect("committed");
    let shown = match done_before {
        Ok(shown) => shown,
        Err(_) => reading.await,
    };
    let [comment] = shown.try_into().expect("one comment");
    comment.html.trim().to_owned()
}

async fn a_text_that_is_edited_meanwhile_keeps_its_own_html(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    posted(&fresh, &ada, plan, &saying("Before")).await;
    // By a process that still has the older renderer.
    let edit = "UPDATE comments SET body = 'After', html = '<p>After</p>', edits = 1";
    let shown = read_while(&fresh, plan, edit).await;
    // The latter where reading took longer than the change.
    assert!(
        ["<p>Before</p>", "<p>After</p>"].contains(&shown.as_str()),
        "{shown}"
    );
    let kept = "SELECT COUNT(*) FROM comments WHERE html = '<p>After</p>'";
    assert_eq!(fresh.number(kept).await, 1);
}

async fn a_text_that_is_erased_meanwhile_stays_erased(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    posted(&fresh, &ada, plan, &saying("Before")).await;
    let erase = "UPDATE comments SET state = 'erased', body = '', html = ''";
    let shown = read_while(&fresh, plan, erase).await;
    assert!(["<p>Before</p>", ""].contains(&shown.as_str()), "{shown}");
    let kept = "SELECT COUNT(*) FROM comments WHERE html = ''";
    assert_eq!(fresh.number(kept).await, 1);
    assert_eq!(htmls(&thread(&fresh, plan).await), [""]);
}

async fn what_nobody_reads_is_brought_up_to_date_in_batches(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let plan = published(&fresh, &ada).await;
    let root = posted(&fresh, &ada, plan, &saying("Root")).await;
    edited(&fresh, &ada, root, 0, "Root, again").await;
    copied(&fresh, root, 120).await;
    let typed = TypedProfile {
        about: "I read.".into(),
        ..TypedProfile::default()
    };
    accounts::edit_profile(&fresh.forum, &ben, &typed)
        .await
        .expect("edited");
    let erased = published(&fresh, &ben).await;
    fresh
        .write(
            "UPDATE revisions SET html = '', body = '', renderer = 0, erased_at = 1 WHERE plan_id = $1",
            [erased.0.into()],
        )
        .await;
    aged(&fresh).await;
    let mut batches = Vec::new();
    loop {
        match domain::renew(&fresh.forum)
            .await
            .expect("the database answers")
        {
            0 => break,
            renewed => batches.push(renewed),
        }
    }
    // One revision, 121 comments, one earlier text, one profile.
    assert_eq!(batches.iter().sum::<usize>(), 124);
    assert!(batches.len() > 2, "{batches:?}");
    for table in ["revisions", "comments", "comment_versions", "accounts"] {
        assert_eq!(stale(&fresh, table).await, 0, "{table}");
    }
    let untouched = "SELECT COUNT(*) FROM revisions WHERE html = '' AND renderer = 0";
    assert_eq!(fresh.number(untouched).await, 1);
}

async fn what_cannot_be_rendered_any_more_is_shown_as_it_was_typed(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    posted(&fresh, &ada, plan, &saying("Before")).await;
    // A few bytes that ask for half a million cells.
    let table = format!(
        "|{}\n|{}\n{}",
        "a|".repeat(900),
        "-|".repeat(900),
        "|<b>\n".repeat(600)
    );
    fresh
        .write("UPDATE comments SET body = $1", [table.into()])
        .await;
    aged(&fresh).await;
    let shown = thread(&fresh, plan).await;
    let html = &shown[0].html;
    assert!(html.starts_with("<pre>|a|a|"), "{html:.40}");
    assert!(html.contains("|&lt;b&gt;\n") && !html.contains("<b>"));
    assert_eq!(stale(&fresh, "comments").await, 0);
}

async fn a_text_may_mention_more_people_than_a_query_takes(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let digit = |digit: usize| char::from(b"abcdefghijklmnopqrstuvwxyz"[digit % 26]);
    let mut mentions = String::new();
    for number in 0..2 * 26 * 26 * 26 {
        let end = if number % 2 == 0 { "" } else { "x" };
        let number = number / 2;
        let name = [digit(number / 26 / 26), digit(number / 26), digit(number)];
        mentions.push('@');
        mentions.extend(name);
        mentions.push_str(end);
        mentions.push(' ');
    }
    let plan = published(&fresh, &ada).await;
    let edit = plans::Edit {
        base: 1,
        typed: crate::comments::laundromat(&mentions),
        note: "Thanks to everybody".into(),
        ..plans::Edit::default()
    };
    plans::revise(&fresh.forum, &ada, plan, &edit, None)
        .await
        .expect("it is revised");
    let html = head(&fresh, plan).await.rendered.html;
    assert!(html.contains("href=\"/people/ada\""));
    let report = log::verify(&fresh.forum).await.expect("it can be read");
    assert_eq!(report.faults, Vec::<String>::new());
}
