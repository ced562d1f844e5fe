//! Retired tags: who may still have them.

use super::{Tagged, problem, tag, typed};
use crate::harness::Fresh;
use domain::{
    forks::{self, NewFork},
    ids::RevisionNumber,
    plans::{self, PublishError, ReviseError},
    suggestions::{self, NewSuggestion, Offer, OfferError},
    tags::{self, Refusal, TagError},
};

on_both!(
    a_retired_tag_is_given_to_no_plan,
    what_is_to_be_used_instead_is_said,
    whatever_way_it_comes_it_is_not_given,
);

async fn refused(tagged: &Tagged, words: &[&str]) -> String {
    let new = typed("a new one", words);
    let published = plans::publish(&tagged.fresh.forum, &tagged.ada, &new, None).await;
    match published.expect_err("it is retired") {
        PublishError::Invalid(problems) => problems.of("tags").expect("of tags").to_owned(),
        other => panic!("{other}"),
    }
}

async fn a_retired_tag_is_given_to_no_plan(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    let old = tagged.post("old", &["crypto", "food"]).await;
    let other = tagged.post("other", &["food"]).await;
    tagged.retire("crypto", "").await.expect("retired");
    assert!(refused(&tagged, &["crypto"]).await.contains("leave it out"));
    assert!(matches!(
        tagged.revise(other, &["crypto"]).await,
        Err(ReviseError::Invalid(_))
    ));
    // What had it keeps it, and may take it away, but not back again.
    assert_eq!(tagged.listed("crypto").await, [old.0]);
    tagged.revise(old, &["crypto"]).await.expect("it had it");
    tagged
        .revise(old, &["food"])
        .await
        .expect("it is taken away");
    assert!(tagged.revise(old, &["crypto"]).await.is_err());
    let restored = plans::restore(
        &tagged.fresh.forum,
        &tagged.ada,
        old,
        RevisionNumber(2),
        RevisionNumber(3),
    );
    assert!(matches!(
        restored.await,
        Err(plans::RestoreError::Invalid(_))
    ));
    let popular = plans::popular_tags(&tagged.fresh.forum, 9).await;
    let popular = popular.expect("they are counted");
    assert!(popular.iter().all(|(one, _)| *one != tag("crypto")));
    assert!(matches!(
        tagged.retire("crypto", "").await,
        Err(TagError::Refused(Refusal::Retired(_)))
    ));
    tagged.restore("crypto").await.expect("it is back");
    tagged.post("again", &["crypto"]).await;
    assert!(matches!(
        tagged.restore("crypto").await,
        Err(TagError::Refused(Refusal::NotRetired(_)))
    ));
    tagged.log_is_whole().await;
}

async fn what_is_to_be_used_instead_is_said(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    tagged.post("one", &["ai", "learning", "software"]).await;
    let error = tagged.retire("ai", "ai").await.expect_err("itself");
    assert!(problem(&error, "instead").contains("itself"));
    tagged.merge("deep-thought", "ai").await.expect("merged");
    tagged.retire("ai", "learning").await.expect("retired");
    for word in ["ai", "deep-thought"] {
        let words = refused(&tagged, &[word]).await;
        assert!(
            words.contains("“ai”") && words.contains("use “learning” instead"),
            "{words}"
        );
    }
    let error = tagged.retire("software", "ai").await.expect_err("retired");
    assert!(problem(&error, "instead").contains("retired itself"));
    let error = tagged.merge("software", "ai").await.expect_err("retired");
    assert!(problem(&error, "into").contains("retired itself"));
    // Wherever the other goes, it is named as it is called then.
    tagged
        .rename("learning", "machine-learning")
        .await
        .expect("renamed");
    assert!(
        refused(&tagged, &["ai"])
            .await
            .contains("“machine-learning”")
    );
    tagged
        .merge("machine-learning", "software")
        .await
        .expect("merged");
    assert!(refused(&tagged, &["ai"]).await.contains("“software”"));
    let told = tags::find(&tagged.fresh.forum, &tag("ai"))
        .await
        .expect("it is read");
    let instead = told.retired.expect("it is retired").instead;
    assert_eq!(instead, Some(tag("software")));
    tagged.retire("software", "").await.expect("retired");
    assert!(refused(&tagged, &["ai"]).await.contains("leave it out"));
    tagged.log_is_whole().await;
}

async fn whatever_way_it_comes_it_is_not_given(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    let forum = &tagged.fresh.forum;
    let plan = tagged.post("one", &["crypto", "wash"]).await;
    tagged.retire("crypto", "").await.expect("retired");
    tagged.rename("wash", "laundry").await.expect("renamed");
    let because = NewFork {
        reason: "Another city".into(),
        ..NewFork::default()
    };
    let fork = forks::fork(forum, &tagged.ada, plan, &because, None).await;
    let fork = fork.expect("it is forked").id;
    assert_eq!(tagged.tags(fork).await, ["laundry"]);
    let offer = NewSuggestion {
        note: "It is about that".into(),
        offer: Offer::Whole {
            base: RevisionNumber(1),
            typed: Box::new(typed("one", &["laundry", "crypto"])),
        },
    };
    let offered = suggestions::offer(forum, &tagged.ada, fork, &offer, None).await;
    assert!(
        matches!(offered, Err(OfferError::Invalid(_))),
        "{offered:?}"
    );
    tagged.log_is_whole().await;
}
