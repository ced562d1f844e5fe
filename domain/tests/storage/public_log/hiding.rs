//! Entries about what is hidden do not repeat it.

use super::lines;
use crate::{cast::seen_by, copies::Kept, harness::Fresh};
use domain::{
    Viewer,
    comments::{self, NewComment},
    forks::{self, NewFork},
    ids::RevisionNumber,
    log::{self, Filter, Part},
    plans,
    suggestions::{self, NewSuggestion, Offer},
};

on_both!(
    of_a_withdrawn_plan_only_the_tombstone_is_told,
    whoever_takes_their_words_along_leaves_none_here,
);

async fn of_a_withdrawn_plan_only_the_tombstone_is_told(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let root = kept
        .post(&kept.ada, "washing", "## Who pays\n\nTenants.")
        .await;
    let new = NewFork {
        reason: "The canary in a reason".into(),
        title: "A fork that was taken back".into(),
        ..NewFork::default()
    };
    let fork = forks::fork(forum, &kept.ben, root, &new, None).await;
    let fork = fork.expect("it is forked").id;
    let edit = plans::Edit {
        base: 1,
        note: "The canary in a note".into(),
        typed: crate::copies::saying("A fork that was taken back", "## Who\n\nNobody."),
        ..plans::Edit::default()
    };
    plans::revise(forum, &kept.ben, fork, &edit, None)
        .await
        .expect("it is revised");
    let offer = NewSuggestion {
        note: "The canary in a suggestion".into(),
        offer: Offer::Section {
            base: RevisionNumber(2),
            section: None,
            text: "## Law\n\nA permit.".into(),
        },
    };
    suggestions::offer(forum, &kept.ada, fork, &offer, None)
        .await
        .expect("it is offered");
    let comment = NewComment {
        body: "The canary in a comment.".into(),
        ..NewComment::default()
    };
    comments::post(forum, &kept.ada, fork, &comment, None)
        .await
        .expect("it is posted");
    let told = |lines: Vec<String>| lines.iter().filter(|line| line.contains("canary")).count();
    assert_eq!(told(lines(&kept.fresh, &Viewer::Anonymous).await), 3);
    plans::withdraw(forum, &kept.ben, fork)
        .await
        .expect("it is his");
    for stranger in [Viewer::Anonymous, seen_by(&kept.ada)] {
        let lines = lines(&kept.fresh, &stranger).await;
        assert!(
            lines.contains(&"ben revised A fork that was taken back (revision 2)".to_owned()),
            "{lines:#?}"
        );
        assert_eq!(told(lines), 0);
        assert_eq!(deep_links(&kept, &stranger).await, 0);
    }
    let founder = seen_by(&kept.ben);
    assert_eq!(told(lines(&kept.fresh, &founder).await), 3);
    assert!(deep_links(&kept, &founder).await >= 3);
}

/// How many names lead into a plan's own pages, by the last entries, which are about the fork alone.
async fn deep_links(kept: &Kept, viewer: &Viewer) -> usize {
    let page = log::told(&kept.fresh.forum, viewer, &Filter::default(), None, 4).await;
    let items = page.expect("it is read").items;
    let parts = items.iter().flat_map(|told| &told.sentence);
    let is_deep = |part: &&Part| {
        let own = ["revision", "a suggestion", "a comment"];
        matches!(part, Part::Link(words, _) if own.iter().any(|own| words.starts_with(own)))
    };
    parts.filter(is_deep).count()
}

async fn whoever_takes_their_words_along_leaves_none_here(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let older = kept
        .post(&kept.ada, "washing", &crate::copies::words("a", 0, 200))
        .await;
    let younger = kept
        .post(&kept.eve, "a canary", &crate::copies::words("a", 0, 200))
        .await;
    kept.revise(&kept.eve, younger, "## Who\n\nA canary.").await;
    kept.link(older, younger).await;
    let comment = NewComment {
        body: "The canary in a comment.".into(),
        ..NewComment::default()
    };
    comments::post(forum, &kept.eve, older, &comment, None)
        .await
        .expect("it is posted");
    kept.erase(&kept.eve).await;
    kept.erase(&kept.mo).await;
    let lines = lines(&kept.fresh, &Viewer::Anonymous).await;
    let hidden = ["canary", "eve", "moe", "Counted again", "Word for word"];
    for line in &lines {
        assert!(!hidden.iter().any(|word| line.contains(word)), "{lines:#?}");
    }
    let linked = "A former moderator linked A plan by a former member as a fork of Plan of washing";
    assert!(lines.contains(&linked.to_owned()), "{lines:#?}");
    let comment = "A former member posted a comment, no longer shown, on Plan of washing";
    assert!(lines.contains(&comment.to_owned()), "{lines:#?}");
}
