//! Searches that somebody keeps: what is new of them, and nobody else's business.

use crate::{
    accounts::PASSWORD,
    harness::{BEGINNING, Fresh},
    searching::{Searched, plan, publish, say},
};
use domain::{
    Member,
    accounts::{self, Leaving},
    clock::Timestamp,
    comments,
    ids::{CommentId, PlanId, SearchId},
    plans,
    search::{
        self, Kind,
        saved::{
            self, Kept, LONGEST_NAME, MOST_NEW, MOST_SAVED, NewSearch, SaveSearchError,
            SavedSearch, SavedSearchError,
        },
    },
};

on_both!(
    what_is_new_is_counted_until_it_is_looked_at,
    what_is_hidden_is_not_counted,
    what_was_seen_stays_seen,
    no_more_is_counted_than_is_told,
    what_was_written_before_there_was_an_index_is_old,
    a_search_is_kept_once_however_it_is_spelled,
    a_search_saved_twice_at_once_is_one,
    what_asks_for_nothing_is_not_kept,
    a_search_is_its_owners_alone,
    a_name_is_given_and_taken_back,
    so_many_are_kept_and_no_more,
    whoever_saves_too_fast_waits,
    whoever_is_suspended_only_reads,
    whoever_leaves_takes_their_searches_along,
);

const LAUNDRY: NewSearch<'_> = NewSearch {
    query: "laundry",
    kind: None,
    name: "",
};

async fn keep(fresh: &Fresh, member: &Member, new: &NewSearch<'_>) -> SavedSearch {
    let kept = saved::save(&fresh.forum, member, new).await;
    let Kept { search, is_new } = kept.expect("it is kept");
    assert!(is_new, "{search:?}");
    search
}

async fn post(fresh: &Fresh, author: &Member, title: &str) -> PlanId {
    let pitch = "Something to be found by its title.";
    publish(fresh, author, &plan(title, pitch, "## Who pays\n\nNobody.")).await
}

/// What is new of each search that somebody keeps, the last kept first.
async fn news(fresh: &Fresh, member: &Member) -> Vec<Option<u64>> {
    let all = saved::all(&fresh.forum, member).await.expect("a list");
    all.into_iter().map(|search| search.new).collect()
}

async fn what_is_new_is_counted_until_it_is_looked_at(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let first = post(&fresh, &ada, "A laundry by the river").await;
    let searched = Searched::over(fresh);
    let fresh = &searched.fresh;
    searched.follow().await;
    let plans = keep(fresh, &ben, &LAUNDRY).await;
    assert_eq!(plans.new, Some(0), "what is there is not new");
    let comments = NewSearch {
        query: "boiler kind:comment",
        ..LAUNDRY
    };
    keep(fresh, &ben, &comments).await;
    let narrow = NewSearch {
        query: "laundry tag:energy",
        ..LAUNDRY
    };
    keep(fresh, &ben, &narrow).await;
    assert_eq!(news(fresh, &ben).await, [Some(0), Some(0), Some(0)]);

    // The clock stands still: of one moment the numbers tell what is younger.
    post(fresh, &ada, "Another laundry by the river").await;
    post(fresh, &ada, "A bakery by the river").await;
    say(fresh, &ada, first, "The boiler fails.").await;
    say(fresh, &ada, first, "The boilers failed.").await;
    searched.follow().await;
    assert_eq!(news(fresh, &ben).await, [Some(0), Some(2), Some(1)]);

    fresh.forum.set_clock(BEGINNING.plus(Timestamp::DAY));
    let looked = saved::look(&fresh.forum, &ben, plans.id).await;
    let looked = looked.expect("it is looked at");
    assert_eq!(
        (looked.search.new, looked.search.looked_at, looked.since),
        (Some(0), BEGINNING.plus(Timestamp::DAY), BEGINNING)
    );
    assert_eq!(news(fresh, &ben).await, [Some(0), Some(2), Some(0)]);
    post(fresh, &ada, "A third laundry by the river").await;
    searched.follow().await;
    assert_eq!(news(fresh, &ben).await, [Some(0), Some(2), Some(1)]);
}

async fn what_is_hidden_is_not_counted(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let eve = fresh.person("eve").await;
    let searched = Searched::over(fresh);
    let fresh = &searched.fresh;
    searched.follow().await;
    let comments = NewSearch {
        query: "boiler",
        kind: Some(Kind::Comment),
        ..LAUNDRY
    };
    let hers = NewSearch {
        query: "tag:food",
        ..LAUNDRY
    };
    for new in [&LAUNDRY, &comments, &hers] {
        keep(fresh, &ben, new).await;
    }
    let laundry = post(fresh, &ada, "A laundry by the river").await;
    let stays = post(fresh, &ada, "A laundry that stays").await;
    let said: CommentId = say(fresh, &ada, stays, "The boiler fails.").await;
    say(fresh, &ada, laundry, "This boiler too.").await;
    let food = plans::Typed {
        tags: vec!["food".into()],
        ..plan(
            "A bakery by the river",
            "Bread for the people of the river.",
            "Bread.",
        )
    };
    publish(fresh, &fresh.acting("eve").await, &food).await;
    searched.follow().await;
    assert_eq!(news(fresh, &ben).await, [Some(1), Some(2), Some(2)]);

    let forum = &fresh.forum;
    plans::withdraw(forum, &ada, laundry).await.expect("gone");
    comments::delete(forum, &ada, said).await.expect("gone");
    let leaving = Leaving {
        password: PASSWORD,
        handle: "eve",
    };
    accounts::erase(forum, &eve, &leaving).await.expect("gone");
    for _ in 0..2 {
        assert_eq!(news(fresh, &ben).await, [Some(0), Some(0), Some(1)]);
        searched.follow().await;
    }
}

async fn what_was_seen_stays_seen(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let searched = Searched::over(fresh);
    let fresh = &searched.fresh;
    post(fresh, &ada, "A laundry by the river").await;
    let youngest = post(fresh, &ada, "A laundry by the sea").await;
    searched.follow().await;
    let search = keep(fresh, &ben, &LAUNDRY).await;
    let forum = &fresh.forum;
    plans::withdraw(forum, &ada, youngest).await.expect("gone");
    searched.follow().await;
    saved::look(forum, &ben, search.id).await.expect("looked");
    plans::bring_back(forum, &ada, youngest)
        .await
        .expect("back");
    searched.follow().await;
    assert_eq!(news(fresh, &ben).await, [Some(0)]);
}

async fn no_more_is_counted_than_is_told(fresh: Fresh) {
    let ben = fresh.member("ben").await;
    let searched = Searched::over(fresh);
    let fresh = &searched.fresh;
    searched.follow().await;
    let weavers = NewSearch {
        query: "weaver",
        kind: Some(Kind::Person),
        ..LAUNDRY
    };
    keep(fresh, &ben, &weavers).await;
    for number in 0..MOST_NEW + 2 {
        fresh.member(&format!("weaver-{number}")).await;
    }
    searched.follow().await;
    assert_eq!(news(fresh, &ben).await, [Some(MOST_NEW)]);
}

async fn what_was_written_before_there_was_an_index_is_old(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    post(&fresh, &ada, "A laundry by the river").await;
    let kept = saved::save(&fresh.forum, &ben, &LAUNDRY).await;
    assert!(kept.expect("it is kept").is_new);
    assert_eq!(news(&fresh, &ben).await, [None], "nobody knows");
    let searched = Searched::over(fresh);
    let fresh = &searched.fresh;
    searched.follow().await;
    assert_eq!(news(fresh, &ben).await, [Some(0)]);
    fresh.forum.set_clock(BEGINNING.plus(1));
    post(fresh, &ada, "A laundry by the sea").await;
    searched.follow().await;
    assert_eq!(news(fresh, &ben).await, [Some(1)]);
}

async fn a_search_is_kept_once_however_it_is_spelled(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let save = async |member: &Member, query: &str, name: &str| {
        let new = NewSearch {
            query,
            name,
            kind: None,
        };
        let kept = saved::save(&fresh.forum, member, &new).await;
        kept.expect("an answer")
    };
    let first = save(&ben, "Solar laundry even:<60", "Mine").await;
    assert!(first.is_new);
    assert_eq!(
        first.search.asked.query.to_string(),
        "Solar laundry even:<=59"
    );
    let again = save(&ben, "  EVEN:<=59 laundry solar SOLAR", "Another name").await;
    assert!(!again.is_new);
    assert_eq!(
        (again.search.id, again.search.name.as_str()),
        (first.search.id, "Mine")
    );
    assert!(
        save(&ben, "solar laundry even:<60 kind:comment", "")
            .await
            .is_new
    );
    assert!(save(&ada, "solar laundry even:<60", "").await.is_new);
    let spelled = search::Asked::read("laundry solar even:<60", None);
    let name = saved::name_of(&fresh.forum, &ben, &spelled).await;
    let found = name.expect("a look-up");
    assert_eq!(found, Some((first.search.id, "Mine".to_owned())));
    let other = search::Asked::read("laundry solar", None);
    let name = saved::name_of(&fresh.forum, &ben, &other).await;
    assert_eq!(name.expect("a look-up"), None);
}

async fn a_search_saved_twice_at_once_is_one(fresh: Fresh) {
    let ben = fresh.member("ben").await;
    let save = || saved::save(&fresh.forum, &ben, &LAUNDRY);
    let (one, other, third) = tokio::join!(save(), save(), save());
    let new = [one, other, third].map(|kept| kept.expect("an answer").is_new);
    assert_eq!(new.iter().filter(|is_new| **is_new).count(), 1, "{new:?}");
    assert_eq!(fresh.number("SELECT COUNT(*) FROM searches").await, 1);
}

fn problem(kept: Result<Kept, SaveSearchError>, field: &str) -> String {
    match kept {
        Err(SaveSearchError::Invalid(problems)) => problems.of(field).unwrap_or("").to_owned(),
        other => panic!("a mistake: {other:?}"),
    }
}

async fn what_asks_for_nothing_is_not_kept(fresh: Fresh) {
    let ben = fresh.member("ben").await;
    let long = "word ".repeat(10_000);
    let letters = "x".repeat(100_000);
    for query in [
        "",
        " ",
        "((",
        "\u{1f9fa}",
        "kind:person",
        "even:soon",
        &long,
        &letters,
    ] {
        let new = NewSearch { query, ..LAUNDRY };
        let kept = saved::save(&fresh.forum, &ben, &new).await;
        assert!(!problem(kept, "q").is_empty(), "{query:.20}");
    }
    let name = "x".repeat(LONGEST_NAME + 1);
    for name in [name.as_str(), "A bell \u{7}", "Turned \u{202e} around"] {
        let new = NewSearch { name, ..LAUNDRY };
        let kept = saved::save(&fresh.forum, &ben, &new).await;
        assert!(!problem(kept, "name").is_empty(), "{name}");
    }
    assert_eq!(fresh.number("SELECT COUNT(*) FROM searches").await, 0);
}

async fn a_search_is_its_owners_alone(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let (forum, search) = (&fresh.forum, keep(&fresh, &ben, &LAUNDRY).await);
    for id in [search.id, SearchId(search.id.0 + 1)] {
        let found = saved::one(forum, &ada, id).await.expect("a look-up");
        assert_eq!(found, None);
        let refused = [
            saved::rename(forum, &ada, id, "Hers").await.map(|_| ()),
            saved::look(forum, &ada, id).await.map(|_| ()),
            saved::delete(forum, &ada, id).await,
        ];
        for refused in refused {
            assert!(
                matches!(refused, Err(SavedSearchError::NotFound)),
                "{refused:?}"
            );
        }
    }
    assert!(saved::all(forum, &ada).await.expect("a list").is_empty());
    let found = saved::one(forum, &ben, search.id).await.expect("a look-up");
    assert_eq!(found.map(|found| found.name), Some(search.name));
    saved::delete(forum, &ben, search.id)
        .await
        .expect("deleted");
    let again = saved::delete(forum, &ben, search.id).await;
    assert!(matches!(again, Err(SavedSearchError::NotFound)));
    let written = fresh.number("SELECT COUNT(*) FROM log").await;
    assert_eq!(written, 2, "two accounts, and nothing of searches");
}

async fn a_name_is_given_and_taken_back(fresh: Fresh) {
    let ben = fresh.member("ben").await;
    let new = NewSearch {
        query: "boiler",
        kind: Some(Kind::Comment),
        name: "  Boilers\n again ",
    };
    let search = keep(&fresh, &ben, &new).await;
    assert_eq!(search.name, "Boilers again");
    let rename = async |name: &str| saved::rename(&fresh.forum, &ben, search.id, name).await;
    assert_eq!(rename("Heat").await.expect("renamed").name, "Heat");
    assert_eq!(
        rename(" ").await.expect("renamed").name,
        "boiler, in comments"
    );
    let long = rename(&"x".repeat(LONGEST_NAME + 1)).await;
    assert!(
        matches!(long, Err(SavedSearchError::Invalid(_))),
        "{long:?}"
    );
    let query =
        "\"so many words that none of them would ever fit\" into the name of a search by:ben";
    let long = keep(&fresh, &ben, &NewSearch { query, ..LAUNDRY }).await;
    assert!(long.name.ends_with('…') && long.name.chars().count() <= LONGEST_NAME);
}

async fn so_many_are_kept_and_no_more(fresh: Fresh) {
    let ben = fresh.member("ben").await;
    let save = async |number: u64| {
        fresh
            .forum
            .set_clock(fresh.forum.now().plus(Timestamp::MINUTE));
        let query = format!("laundry {number}");
        let new = NewSearch {
            query: &query,
            ..LAUNDRY
        };
        saved::save(&fresh.forum, &ben, &new).await
    };
    for number in 0..MOST_SAVED {
        assert!(save(number).await.expect("it is kept").is_new);
    }
    assert!(problem(save(MOST_SAVED).await, "q").starts_with("You keep 100 searches"));
    let again = save(7).await.expect("it is there");
    assert!(!again.is_new);
    let all = saved::all(&fresh.forum, &ben).await.expect("a list");
    assert_eq!(all.len() as u64, MOST_SAVED);
    assert_eq!(
        all[0].asked.query.to_string(),
        "laundry 99",
        "the last kept first"
    );
    let forget = saved::delete(&fresh.forum, &ben, again.search.id).await;
    forget.expect("deleted");
    assert!(save(MOST_SAVED).await.expect("there is room").is_new);
}

async fn whoever_saves_too_fast_waits(fresh: Fresh) {
    let ben = fresh.member("ben").await;
    for _ in 0..30 {
        saved::save(&fresh.forum, &ben, &LAUNDRY)
            .await
            .expect("an answer");
    }
    let refused = saved::save(&fresh.forum, &ben, &LAUNDRY).await;
    let Err(SaveSearchError::Limited { retry_after }) = refused else {
        panic!("too fast: {refused:?}");
    };
    assert!((1..=61).contains(&retry_after), "{retry_after}");
}

async fn whoever_is_suspended_only_reads(fresh: Fresh) {
    let ben = fresh.member("ben").await;
    let (forum, search) = (&fresh.forum, keep(&fresh, &ben, &LAUNDRY).await);
    fresh.suspend(&ben).await;
    let refused = saved::save(forum, &ben, &LAUNDRY).await;
    assert!(
        matches!(refused, Err(SaveSearchError::Suspended)),
        "{refused:?}"
    );
    for refused in [
        saved::rename(forum, &ben, search.id, "A").await.map(|_| ()),
        saved::look(forum, &ben, search.id).await.map(|_| ()),
        saved::delete(forum, &ben, search.id).await,
    ] {
        assert!(
            matches!(refused, Err(SavedSearchError::Suspended)),
            "{refused:?}"
        );
    }
    assert_eq!(saved::all(forum, &ben).await.expect("a list").len(), 1);
}

async fn whoever_leaves_takes_their_searches_along(fresh: Fresh) {
    let ben = fresh.member("ben").await;
    keep(&fresh, &ben, &LAUNDRY).await;
    for handle in ["ada", "eve"] {
        let person = fresh.person(handle).await;
        keep(&fresh, &fresh.acting(handle).await, &LAUNDRY).await;
        assert_eq!(fresh.number("SELECT COUNT(*) FROM searches").await, 2);
        let leaving = Leaving {
            password: PASSWORD,
            handle,
        };
        if handle == "ada" {
            accounts::deactivate(&fresh.forum, &person, &leaving).await
        } else {
            accounts::erase(&fresh.forum, &person, &leaving).await
        }
        .expect("she leaves");
        assert_eq!(fresh.number("SELECT COUNT(*) FROM searches").await, 1);
    }
    assert_eq!(
        saved::all(&fresh.forum, &ben).await.expect("a list").len(),
        1
    );
}
