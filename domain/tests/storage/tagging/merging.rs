//! Renaming and merging, and taking that back.

use super::{Tagged, problem, tag, typed};
use crate::harness::Fresh;
use domain::{
    Viewer,
    plans::{self, Tag},
    tags::{self, Refusal, TagError},
};

on_both!(
    an_old_name_goes_on_meaning_the_tag,
    a_name_that_is_taken_is_refused,
    merged_tags_are_one_until_it_is_undone,
    merges_of_merges_lead_straight_to_the_end,
    nothing_is_merged_into_itself,
    what_nobody_sees_follows_as_well,
    a_word_may_mean_a_tag_before_anybody_gives_it,
);

fn words(tags: &[Tag]) -> Vec<&str> {
    tags.iter().map(Tag::as_str).collect()
}

async fn an_old_name_goes_on_meaning_the_tag(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    let one = tagged.post("one", &["laundy", "energy"]).await;
    let two = tagged.post("two", &["food"]).await;
    assert_eq!(tagged.found("tag:laundy").await, [one.0]);
    let to = tagged
        .rename("laundy", " #Laundry ")
        .await
        .expect("renamed");
    assert_eq!(to, tag("laundry"));
    assert_eq!(tagged.tags(one).await, ["laundry", "energy"]);
    assert_eq!(tagged.tags(two).await, ["food"]);
    for word in ["laundy", "laundry"] {
        let resolved = tags::resolve(&tagged.fresh.forum, &tag(word)).await;
        assert_eq!(resolved.expect("it is read"), to);
        assert_eq!(tagged.listed(word).await, [one.0], "{word}");
        assert_eq!(tagged.count(word).await, 1, "{word}");
        let query = format!("tag:{word}");
        assert_eq!(tagged.found(&query).await, [one.0], "{word}");
        assert_eq!(tagged.found(&format!("-{query}")).await, [two.0], "{word}");
    }
    // What was written stays as it was written.
    let plan = tagged.plan(one).await;
    let revision = plans::revision(&tagged.fresh.forum, &Viewer::Anonymous, &plan, plan.head).await;
    let revision = revision.expect("it is read").expect("it is there");
    assert_eq!(words(&revision.tags), ["laundy", "energy"]);
    let saved = tagged.saved("three", &["laundy", "laundry"]).await;
    assert_eq!(tagged.tags(saved.id).await, ["laundry"]);
    let told: Vec<_> = saved
        .respelled
        .iter()
        .map(|one| (one.word.as_str(), one.tag.as_str()))
        .collect();
    assert_eq!(told, [("laundy", "laundry")]);
    // And back again, with the new name as another word for it.
    tagged
        .rename("laundry", "laundy")
        .await
        .expect("renamed back");
    assert_eq!(tagged.tags(one).await, ["laundy", "energy"]);
    assert_eq!(tagged.tags(saved.id).await, ["laundy"]);
    assert_eq!(tagged.listed("laundry").await, [one.0, saved.id.0]);
    assert_eq!(tagged.found("tag:laundry").await, [one.0, saved.id.0]);
    tagged.log_is_whole().await;
}

async fn a_name_that_is_taken_is_refused(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    tagged.post("one", &["wash", "food", "soap"]).await;
    let refused = async |word: &str, to: &str| {
        let error = tagged.rename(word, to).await.expect_err(to);
        problem(&error, "to")
    };
    assert!(refused("wash", "wash").await.contains("its name already"));
    assert!(refused("wash", "food").await.contains("merge the two"));
    assert!(refused("wash", "no tag!").await.contains("cannot be a tag"));
    tagged.merge("soap", "food").await.expect("merged");
    assert!(refused("wash", "soap").await.contains("a word for “food”"));
    assert!(refused("food", "soap").await.contains("undo that first"));
    assert!(matches!(
        tagged.rename("nobody-has-it", "other").await,
        Err(TagError::NotFound)
    ));
    match tagged.rename("soap", "suds").await {
        Err(TagError::Refused(Refusal::Means(word, means))) => {
            assert_eq!((word.as_str(), means.as_str()), ("soap", "food"));
        }
        other => panic!("{other:?}"),
    }
    let short = tags::rename(
        &tagged.fresh.forum,
        &tagged.mo,
        &tag("wash"),
        "laundry",
        "no",
    )
    .await;
    assert!(problem(&short.expect_err("no reason"), "reason").contains("at least 3"));
    tagged.log_is_whole().await;
}

async fn merged_tags_are_one_until_it_is_undone(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    let wash = tagged.post("wash", &["wash"]).await;
    let both = tagged.post("both", &["food", "wash", "laundry"]).await;
    let laundry = tagged.post("laundry", &["laundry"]).await;
    assert_eq!(tagged.found("tag:wash").await, [wash.0, both.0]);
    tagged.merge("wash", "laundry").await.expect("merged");
    assert_eq!(tagged.tags(both).await, ["food", "laundry"]);
    assert_eq!(tagged.tags(wash).await, ["laundry"]);
    assert_eq!(tagged.listed("wash").await, [wash.0, both.0, laundry.0]);
    assert_eq!(tagged.found("tag:wash").await, [wash.0, both.0, laundry.0]);
    assert_eq!(tagged.count("laundry").await, 3);
    let told = tags::find(&tagged.fresh.forum, &tag("wash")).await;
    let told = told.expect("it is read");
    assert_eq!(told.tag, tag("laundry"));
    assert_eq!(
        (words(&told.synonyms), words(&told.merged)),
        (vec!["wash"], vec!["wash"])
    );
    // One takes its words elsewhere, one comes under the other's name.
    tagged.revise(both, &["food"]).await.expect("revised");
    let meanwhile = tagged.post("meanwhile", &["wash"]).await;
    assert_eq!(tagged.count("laundry").await, 3);
    tagged.log_is_whole().await;
    tagged.unmerge("wash").await.expect("undone");
    assert_eq!(tagged.tags(wash).await, ["wash"]);
    assert_eq!(tagged.tags(both).await, ["food"]);
    assert_eq!(
        tagged.tags(meanwhile).await,
        ["laundry"],
        "as it was posted"
    );
    assert_eq!(tagged.listed("wash").await, [wash.0]);
    assert_eq!(tagged.found("tag:wash").await, [wash.0]);
    assert_eq!(tagged.found("tag:laundry").await, [laundry.0, meanwhile.0]);
    assert_eq!(
        (tagged.count("wash").await, tagged.count("laundry").await),
        (1, 2)
    );
    assert!(matches!(
        tagged.unmerge("wash").await,
        Err(TagError::Refused(Refusal::NotMerged(_)))
    ));
    tagged.log_is_whole().await;
}

async fn merges_of_merges_lead_straight_to_the_end(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    let mut plans = Vec::new();
    for word in ["suds", "soap", "wash", "laundry"] {
        plans.push(tagged.post(word, &[word]).await);
    }
    tagged.rename("suds", "foam").await.expect("renamed");
    tagged.merge("foam", "soap").await.expect("merged");
    tagged.merge("soap", "wash").await.expect("merged");
    tagged.merge("wash", "laundry").await.expect("merged");
    for plan in &plans {
        assert_eq!(tagged.tags(*plan).await, ["laundry"]);
    }
    let long = tagged
        .fresh
        .number("SELECT COUNT(*) FROM tag_synonyms s JOIN tags t ON t.id = s.tag_id WHERE t.into_id IS NOT NULL")
        .await;
    assert_eq!(long, 0, "no word leads to one that leads on");
    assert_eq!(tagged.listed("suds").await.len(), 4);
    // Out of the middle, with all that was merged into it.
    tagged.unmerge("soap").await.expect("undone");
    let shown = async || {
        let mut shown = Vec::new();
        for plan in &plans {
            shown.extend(tagged.tags(*plan).await);
        }
        shown
    };
    assert_eq!(shown().await, ["soap", "soap", "laundry", "laundry"]);
    tagged.log_is_whole().await;
    tagged.unmerge("foam").await.expect("undone");
    tagged.unmerge("wash").await.expect("undone");
    assert_eq!(shown().await, ["foam", "soap", "wash", "laundry"]);
    assert_eq!(tagged.listed("suds").await, [plans[0].0]);
    assert_eq!(tagged.found("tag:suds").await, [plans[0].0]);
    tagged.log_is_whole().await;
}

async fn nothing_is_merged_into_itself(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    tagged.post("one", &["wash", "laundry"]).await;
    let refused = async |word: &str, into: &str| {
        let error = tagged.merge(word, into).await.expect_err(into);
        problem(&error, "into")
    };
    assert!(refused("wash", "wash").await.contains("the tag itself"));
    assert!(refused("wash", "nobody-has-it").await.contains("no tag"));
    tagged.merge("wash", "laundry").await.expect("merged");
    assert!(
        refused("laundry", "wash")
            .await
            .contains("means “laundry” already")
    );
    assert!(matches!(
        tagged.merge("wash", "laundry").await,
        Err(TagError::Refused(Refusal::Means(..)))
    ));
    tagged.log_is_whole().await;
}

/// A plan that was withdrawn has its tags' present names when it comes back.
async fn what_nobody_sees_follows_as_well(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    let hidden = tagged.post("hidden", &["wash", "food"]).await;
    let forum = &tagged.fresh.forum;
    plans::withdraw(forum, &tagged.ada, hidden)
        .await
        .expect("withdrawn");
    let seen = tagged.post("seen", &["laundry"]).await;
    tagged.merge("wash", "laundry").await.expect("merged");
    assert_eq!(tagged.tags(hidden).await, ["laundry", "food"]);
    assert_eq!(tagged.listed("wash").await, [seen.0]);
    assert_eq!(tagged.count("laundry").await, 1);
    tagged.log_is_whole().await;
    plans::bring_back(forum, &tagged.ada, hidden)
        .await
        .expect("it is back");
    assert_eq!(tagged.listed("wash").await, [hidden.0, seen.0]);
    assert_eq!(tagged.found("tag:wash").await, [hidden.0, seen.0]);
    assert_eq!(tagged.count("laundry").await, 2);
    tagged.log_is_whole().await;
}

async fn a_word_may_mean_a_tag_before_anybody_gives_it(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    tagged.post("one", &["laundry"]).await;
    tagged.merge("washing", "laundry").await.expect("merged");
    let given = tagged.post("two", &["washing"]).await;
    assert_eq!(tagged.tags(given).await, ["laundry"]);
    let new = typed("three", &["washing"]);
    let saved = plans::publish(&tagged.fresh.forum, &tagged.ada, &new, Some("key")).await;
    assert_eq!(saved.expect("it is published").respelled.len(), 1);
    tagged.log_is_whole().await;
}
