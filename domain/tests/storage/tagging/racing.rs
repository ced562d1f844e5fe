//! Several at once: whatever comes first, every plan has the tags that its words mean.

use super::{Tagged, WHY, tag, typed};
use crate::harness::Fresh;
use domain::{
    plans::{self, PublishError},
    tags::{self, TagError},
};

on_both!(
    merges_crossing_each_other_make_no_circle,
    a_plan_posted_while_its_tag_is_merged_ends_under_the_new_one,
    a_tag_is_retired_while_it_is_given,
    whatever_is_done_words_mean_tags,
);

fn refused_at_most<T>(done: &Result<T, TagError>) {
    if let Err(TagError::Broken(broken)) = done {
        panic!("{broken}");
    }
}

async fn merges_crossing_each_other_make_no_circle(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    let olga = tagged.moderator("olga").await;
    let forum = &tagged.fresh.forum;
    let (one, other) = (tag("wash"), tag("laundry"));
    tagged.post("one", &["wash"]).await;
    tagged.post("two", &["laundry"]).await;
    for _ in 0..10 {
        let (up, down) = tokio::join!(
            tags::merge(forum, &tagged.mo, &one, "laundry", WHY),
            tags::merge(forum, &olga, &other, "wash", WHY),
        );
        refused_at_most(&up);
        refused_at_most(&down);
        assert!(up.is_ok() != down.is_ok(), "{up:?} {down:?}");
        let (merged, into) = if up.is_ok() {
            (&one, &other)
        } else {
            (&other, &one)
        };
        for word in [&one, &other] {
            let resolved = tags::resolve(forum, word).await.expect("it is read");
            assert_eq!(resolved, *into);
        }
        assert_eq!(tagged.count("wash").await, 2);
        tagged.log_is_whole().await;
        let (first, second) = tokio::join!(
            tags::unmerge(forum, &tagged.mo, merged, WHY),
            tags::unmerge(forum, &olga, merged, WHY),
        );
        refused_at_most(&first);
        refused_at_most(&second);
        assert!(first.is_ok() != second.is_ok());
    }
    tagged.log_is_whole().await;
}

async fn a_plan_posted_while_its_tag_is_merged_ends_under_the_new_one(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    let forum = &tagged.fresh.forum;
    tagged.post("anchor", &["laundry"]).await;
    for round in 0..8 {
        let word = format!("wash-{round}");
        let before = tagged.post("before", &[word.as_str()]).await;
        let new = typed("meanwhile", &[word.as_str(), "food"]);
        let word = tag(&word);
        let others = ["food", word.as_str()];
        let (merged, posted, revised) = tokio::join!(
            tags::merge(forum, &tagged.mo, &word, "laundry", WHY),
            plans::publish(forum, &tagged.ada, &new, None),
            tagged.revise(before, &others),
        );
        merged.expect("nothing is in its way");
        revised.expect("nothing is in its way");
        let posted = posted.expect("nothing is in its way").id;
        assert_eq!(tagged.tags(posted).await, ["laundry", "food"]);
        assert_eq!(tagged.tags(before).await, ["food", "laundry"]);
        tagged.log_is_whole().await;
    }
    assert_eq!(tagged.count("laundry").await, 17);
    let found = tagged.found("tag:laundry").await;
    assert_eq!(found.len(), 17);
}

/// In the log nobody gives a tag after it was retired.
async fn a_tag_is_retired_while_it_is_given(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    let forum = &tagged.fresh.forum;
    for round in 0..8 {
        let word = format!("word-{round}");
        let new = typed("meanwhile", &[word.as_str()]);
        let word = tag(&word);
        let (retired, posted) = tokio::join!(
            tags::retire(forum, &tagged.mo, &word, "", WHY),
            plans::publish(forum, &tagged.ada, &new, None),
        );
        retired.expect("nothing is in its way");
        if let Err(PublishError::Broken(broken)) = &posted {
            panic!("{broken}");
        }
        let late = "SELECT COUNT(*) FROM log p JOIN log r ON r.act = 'tag.retired' \
            AND r.seq = (SELECT MAX(seq) FROM log WHERE act = 'tag.retired') \
            WHERE p.act = 'plan.published' AND p.seq > r.seq";
        assert_eq!(tagged.fresh.number(late).await, 0);
    }
    tagged.log_is_whole().await;
}

/// Anything at all, from chance that is the same each time, two acts at a time.
async fn whatever_is_done_words_mean_tags(fresh: Fresh) {
    const WORDS: [&str; 6] = ["aa", "bb", "cc", "dd", "ee", "ff"];
    let tagged = Tagged::over(fresh).await;
    let olga = tagged.moderator("olga").await;
    let forum = &tagged.fresh.forum;
    for word in WORDS {
        tagged.post(word, &[word]).await;
    }
    let mut chance = 7_u64;
    let mut draw = |most: usize| {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(chance >> 33).expect("31 bits") % most
    };
    let mut done = 0;
    for round in 0..40 {
        let (one, other) = (tag(WORDS[draw(6)]), WORDS[draw(6)]);
        let (third, fourth) = (tag(WORDS[draw(6)]), WORDS[draw(6)]);
        let new = typed("any", &[WORDS[draw(6)], WORDS[draw(6)]]);
        let act = async |moderator, act: usize, word: &plans::Tag, other: &str| match act {
            0 => tags::rename(forum, moderator, word, other, WHY).await,
            1 | 2 => tags::merge(forum, moderator, word, other, WHY).await,
            _ => tags::unmerge(forum, moderator, word, WHY).await,
        };
        let (first, second) = (draw(4), draw(4));
        let (first, second, posted) = tokio::join!(
            act(&tagged.mo, first, &one, other),
            act(&olga, second, &third, fourth),
            plans::publish(forum, &tagged.ada, &new, None),
        );
        refused_at_most(&first);
        refused_at_most(&second);
        posted.expect("nothing is in its way");
        done += usize::from(first.is_ok()) + usize::from(second.is_ok());
        if round % 10 == 9 {
            tagged.log_is_whole().await;
        }
    }
    assert!(done > 5, "{done}");
    let mut found = 0;
    for word in WORDS {
        assert_eq!(
            tagged.found(&format!("tag:{word}")).await,
            tagged.listed(word).await,
            "{word}"
        );
        found += tagged.listed(word).await.len();
    }
    assert!(found > 40, "{found}");
}
