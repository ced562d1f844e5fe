//! What is told of tags, and what checking the record finds.

use super::{PASSWORD, Tagged, WHY, problem, tag};
use crate::harness::Fresh;
use domain::{
    Viewer,
    accounts::{self, Leaving},
    plans,
    search::{self, saved},
    tags::{self, Deed, WhichTags, Why},
};

on_both!(
    a_tag_says_what_it_is_about,
    everybody_reads_what_was_done,
    lists_go_on_page_by_page,
    unused_and_alike_tags_are_found,
    words_are_completed_to_the_tag,
    a_kept_search_follows_the_name,
    a_moderator_who_leaves_takes_their_words,
    tampering_with_tags_is_found,
);

async fn a_tag_says_what_it_is_about(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    let forum = &tagged.fresh.forum;
    tagged.post("one", &["energy"]).await;
    let energy = tag("energy");
    let say = async |about: &str| tags::describe(forum, &tagged.mo, &energy, about, WHY).await;
    say(" Heat and\n power ").await.expect("described");
    let told = tags::find(forum, &energy).await.expect("it is read");
    assert_eq!(told.about.as_deref(), Some("Heat and power"));
    let again = say("Heat and power").await.expect_err("the same");
    assert!(problem(&again, "about").contains("says that already"));
    let long = say(&"x".repeat(281)).await.expect_err("too long");
    assert!(problem(&long, "about").contains("at most 280"));
    tagged.log_is_whole().await;
    tagged.rename("energy", "power").await.expect("renamed");
    let told = tags::find(forum, &energy).await.expect("it is read");
    assert_eq!(told.about.as_deref(), Some("Heat and power"));
    let list = tags::list(forum, None, 9).await.expect("a list");
    assert_eq!(list.items[0].about.as_deref(), Some("Heat and power"));
    tags::describe(forum, &tagged.mo, &tag("power"), "", WHY)
        .await
        .expect("it says nothing any more");
    let told = tags::find(forum, &energy).await.expect("it is read");
    assert_eq!(told.about, None);
    tagged.log_is_whole().await;
}

async fn everybody_reads_what_was_done(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    let forum = &tagged.fresh.forum;
    tagged.post("one", &["suds", "laundry"]).await;
    tagged.rename("suds", "soap").await.expect("renamed");
    tagged.merge("soap", "laundry").await.expect("merged");
    tagged.unmerge("soap").await.expect("undone");
    tagged.retire("soap", "laundry").await.expect("retired");
    tagged.restore("soap").await.expect("restored");
    let told = tags::find(forum, &tag("suds")).await.expect("it is read");
    let history = tags::history(forum, &told).await.expect("it is read");
    let deeds: Vec<_> = history
        .iter()
        .map(|one| {
            let other = one.other.as_ref().map(plans::Tag::as_str);
            (one.deed, one.word.as_str(), other)
        })
        .collect();
    assert_eq!(
        deeds,
        [
            (Deed::Restored, "soap", None),
            (Deed::Retired, "soap", Some("laundry")),
            (Deed::Unmerged, "soap", Some("laundry")),
            (Deed::Merged, "soap", Some("laundry")),
            (Deed::Renamed, "suds", Some("soap")),
        ]
    );
    assert!(history.iter().all(|one| one.reason.as_deref() == Some(WHY)));
    assert_eq!(history[0].moderator.name(), "moe");
    // The log has none of the words.
    let words = tagged
        .fresh
        .number("SELECT COUNT(*) FROM log WHERE act LIKE 'tag.%' AND (detail LIKE '%soap%' OR detail LIKE '%One thing%')")
        .await;
    assert_eq!(words, 0);
}

async fn lists_go_on_page_by_page(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    let forum = &tagged.fresh.forum;
    for words in [["aa", "bb"], ["aa", "cc"], ["aa", "dd"], ["bb", "ee"]] {
        tagged.post("any", &words).await;
    }
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = tags::list(forum, after.as_ref(), 2).await.expect("a page");
        assert!(page.items.len() <= 2);
        all.extend(
            page.items
                .into_iter()
                .map(|one| (one.tag.to_string(), one.plans)),
        );
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    let expected = [("aa", 3), ("bb", 2), ("cc", 1), ("dd", 1), ("ee", 1)];
    assert_eq!(all, expected.map(|(tag, plans)| (tag.to_owned(), plans)));
}

async fn unused_and_alike_tags_are_found(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    let forum = &tagged.fresh.forum;
    let plan = tagged.post("one", &["recycling", "left-over"]).await;
    tagged.post("two", &["recyling"]).await;
    tagged.post("three", &["recycling", "ai"]).await;
    let hidden = tagged.post("four", &["canary"]).await;
    plans::withdraw(forum, &tagged.ada, hidden)
        .await
        .expect("withdrawn");
    tagged.revise(plan, &["recycling"]).await.expect("revised");
    tagged.retire("ai", "").await.expect("retired");
    let listed = async |which| {
        let page = tags::curated(forum, &tagged.mo, which, None, 9).await;
        let items = page.expect("a page").items;
        items
            .iter()
            .map(|one| one.tag.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        listed(WhichTags::Unused).await,
        ["left-over"],
        "nothing of what is hidden"
    );
    assert_eq!(listed(WhichTags::Retired).await, ["ai"]);
    assert_eq!(
        listed(WhichTags::Used).await,
        ["recycling", "ai", "recyling"]
    );
    let alike = tags::look_alikes(forum, &tagged.mo).await.expect("pairs");
    assert_eq!(alike.len(), 1);
    assert_eq!(
        (alike[0].less.as_str(), alike[0].more.as_str(), alike[0].why),
        ("recyling", "recycling", Why::Letter)
    );
    tagged.merge("recyling", "recycling").await.expect("merged");
    assert!(
        tags::look_alikes(forum, &tagged.mo)
            .await
            .expect("pairs")
            .is_empty()
    );
    accounts::erase(forum, &tagged.ada, &leaving("ada"))
        .await
        .expect("she leaves");
    assert!(
        listed(WhichTags::Unused)
            .await
            .iter()
            .all(|word| word == "recycling")
    );
    tagged.log_is_whole().await;
}

async fn words_are_completed_to_the_tag(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    tagged.post("one", &["laundry", "food"]).await;
    tagged.merge("washing", "laundry").await.expect("merged");
    search::catch_up(&tagged.fresh.forum)
        .await
        .expect("it follows");
    for typed in ["tag:wash", "tag:laun", "bread washi"] {
        let suggested = search::suggest(&tagged.fresh.forum, &Viewer::Anonymous, typed).await;
        assert_eq!(
            suggested.expect("an answer").tags,
            [tag("laundry")],
            "{typed}"
        );
    }
    let narrowed = search::suggest(
        &tagged.fresh.forum,
        &Viewer::Anonymous,
        "tag:washing plan o",
    )
    .await;
    assert_eq!(narrowed.expect("an answer").plans.len(), 1);
}

async fn a_kept_search_follows_the_name(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    let forum = &tagged.fresh.forum;
    tagged.post("one", &["wash"]).await;
    search::catch_up(forum).await.expect("it follows");
    let new = saved::NewSearch {
        query: "tag:wash",
        name: "",
        kind: None,
    };
    saved::save(forum, &tagged.ada, &new).await.expect("kept");
    tagged.rename("wash", "laundry").await.expect("renamed");
    forum.set_clock(crate::harness::BEGINNING.plus(1));
    tagged.post("two", &["laundry"]).await;
    search::catch_up(forum).await.expect("it follows");
    let all = saved::all(forum, &tagged.ada).await.expect("a list");
    assert_eq!(all[0].new, Some(1));
    let asked = search::Asked::read("tag:wash", None);
    let newest = search::newest(forum, &Viewer::Anonymous, &asked, 9).await;
    assert_eq!(newest.expect("an answer").expect("an index").len(), 2);
}

fn leaving(handle: &str) -> Leaving<'_> {
    Leaving {
        password: PASSWORD,
        handle,
    }
}

async fn a_moderator_who_leaves_takes_their_words(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    let forum = &tagged.fresh.forum;
    let plan = tagged.post("one", &["wash"]).await;
    let canary = "A canary’s reason";
    tags::describe(forum, &tagged.mo, &tag("wash"), "About a canary", canary)
        .await
        .expect("described");
    tags::rename(forum, &tagged.mo, &tag("wash"), "laundry", canary)
        .await
        .expect("renamed");
    accounts::erase(forum, &tagged.mo, &leaving("moe"))
        .await
        .expect("he leaves");
    let told = tags::find(forum, &tag("laundry"))
        .await
        .expect("it is read");
    assert_eq!(told.about, None);
    let history = tags::history(forum, &told).await.expect("it is read");
    assert_eq!(history.len(), 2);
    assert!(history.iter().all(|one| one.reason.is_none()));
    for held in [
        "tags WHERE about LIKE '%canary%'",
        "tag_actions WHERE reason LIKE '%canary%'",
    ] {
        let held = format!("SELECT COUNT(*) FROM {held}");
        assert_eq!(tagged.fresh.number(&held).await, 0, "{held}");
    }
    assert_eq!(tagged.tags(plan).await, ["laundry"], "what was done stands");
    tagged.log_is_whole().await;
}

async fn tampering_with_tags_is_found(fresh: Fresh) {
    let tagged = Tagged::over(fresh).await;
    let forum = &tagged.fresh.forum;
    tagged.post("one", &["wash", "energy"]).await;
    tagged.post("two", &["laundry"]).await;
    tagged.merge("wash", "laundry").await.expect("merged");
    tagged.retire("energy", "laundry").await.expect("retired");
    tags::describe(forum, &tagged.mo, &tag("laundry"), "Clean clothes", WHY)
        .await
        .expect("described");
    tagged.log_is_whole().await;
    for (tampering, undoing, found) in [
        (
            "UPDATE tags SET about = 'Dirty clothes' WHERE tag = 'laundry'",
            "UPDATE tags SET about = 'Clean clothes' WHERE tag = 'laundry'",
            "what tag 2 is about",
        ),
        (
            "UPDATE tag_actions SET reason = 'Otherwise' WHERE id = 1",
            "UPDATE tag_actions SET reason = 'One thing, one name' WHERE id = 1",
            "the reason of action 1 on tags",
        ),
        (
            "UPDATE tags SET retired_at = NULL WHERE tag = 'energy'",
            "UPDATE tags SET retired_at = 1 WHERE tag = 'energy'",
            "tag 3 is not what entry",
        ),
        (
            "UPDATE tags SET instead_id = NULL WHERE tag = 'energy'",
            "UPDATE tags SET instead_id = 2 WHERE tag = 'energy'",
            "tag 3 is not what entry",
        ),
        (
            "UPDATE tags SET into_id = 3 WHERE tag = 'wash'",
            "UPDATE tags SET into_id = 2 WHERE tag = 'wash'",
            "tag 1 is not what entry",
        ),
        (
            "UPDATE tags SET plans = 7 WHERE tag = 'laundry'",
            "UPDATE tags SET plans = 2 WHERE tag = 'laundry'",
            "“laundry” has 2 plans and says 7",
        ),
        (
            "UPDATE tag_synonyms SET tag_id = 3 WHERE word = 'wash'",
            "UPDATE tag_synonyms SET tag_id = 2 WHERE word = 'wash'",
            "plan 1 does not have the tags that its words mean",
        ),
        (
            "UPDATE tag_synonyms SET tag_id = 1 WHERE word = 'wash'",
            "UPDATE tag_synonyms SET tag_id = 2 WHERE word = 'wash'",
            "the word “wash” means no tag that is given",
        ),
        (
            "UPDATE plans SET tags = 'laundry' WHERE id = 1",
            "UPDATE plans SET tags = 'laundry energy' WHERE id = 1",
            "plan 1 does not have the tags that its words mean",
        ),
        (
            "UPDATE tags SET tag = 'cleaning' WHERE id = 2",
            "UPDATE tags SET tag = 'laundry' WHERE id = 2",
            "tag 2 is not what entry",
        ),
        (
            "DELETE FROM plan_tags WHERE tag = 'energy'",
            "INSERT INTO plan_tags (tag, plan_id) VALUES ('energy', 1)",
            "plan 1 does not have the tags that its words mean",
        ),
    ] {
        tagged.fresh.write(tampering, []).await;
        let faults = tagged.faults().await;
        assert!(
            faults.iter().any(|fault| fault.contains(found)),
            "{tampering}: {faults:?}"
        );
        tagged.fresh.write(undoing, []).await;
        tagged.log_is_whole().await;
    }
}
