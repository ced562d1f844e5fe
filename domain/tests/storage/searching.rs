//! Searching, over an index that follows the log.

use crate::harness::{BEGINNING, Fresh};
use domain::{
    Forum, Member, Viewer,
    accounts::{self, TypedProfile},
    clock::Clock,
    comments::{self, NewComment},
    forks::{self, NewFork},
    forum::{Entropy, Policy},
    ids::{CommentId, PlanId},
    numbers::Numbers,
    plans::{self, Edit, Licence, Stage, Typed},
    search::{self, Found, Hit, Index, Kind, Query, Reading, Run, Sort, Suggested, What},
};
use std::path::{Path, PathBuf};

on_both!(
    plans_are_found_by_their_words,
    conditions_narrow_and_facets_count,
    comments_and_people_are_found,
    a_handle_finds_what_is_looked_for_and_nothing_else,
    what_is_hidden_is_gone_at_once,
    pages_follow_each_other,
    nothing_found_says_what_is_near,
    where_words_find_little_meaning_finds_more,
    what_is_typed_is_completed,
    what_is_hidden_is_not_suggested,
    whatever_is_typed_is_answered,
    an_index_is_built_anew_when_it_does_not_fit,
    one_process_writes_and_others_read_along,
);

/// A forum that searches in a folder of its own.
pub struct Searched {
    pub fresh: Fresh,
    index: Index,
    folder: tempfile::TempDir,
}

impl Searched {
    pub fn over(fresh: Fresh) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let index = Index::open(folder.path());
        fresh.forum.search_in(index.clone());
        Self {
            fresh,
            index,
            folder,
        }
    }

    /// The index takes in what has happened.
    pub async fn follow(&self) {
        search::catch_up(&self.fresh.forum)
            .await
            .expect("the index follows");
    }

    async fn find_with(&self, typed: &str, reading: &Reading) -> Found {
        let query = Query::parse(typed);
        search::find(&self.fresh.forum, &Viewer::Anonymous, &query, reading)
            .await
            .expect("an answer")
    }

    async fn find(&self, typed: &str) -> Found {
        self.find_with(typed, &Reading::default()).await
    }

    /// The numbers of the plans that are found.
    async fn plans(&self, typed: &str) -> Vec<i64> {
        numbers(&self.find(typed).await)
    }
}

fn numbers(found: &Found) -> Vec<i64> {
    let number = |hit: &Hit| match hit {
        Hit::Plan { plan, .. } => plan.id.0,
        Hit::Comment { id, .. } => id.0,
        Hit::Person { .. } => 0,
        Hit::Listing { id, .. } => id.0,
    };
    found.hits.iter().map(number).collect()
}

pub fn marked(runs: &[Run]) -> String {
    let run = |run: &Run| {
        if run.marked {
            format!("[{}]", run.text)
        } else {
            run.text.clone()
        }
    };
    let marked: String = runs.iter().map(run).collect();
    marked.trim_end().to_owned()
}

pub fn plan(title: &str, pitch: &str, body: &str) -> Typed {
    Typed {
        title: title.into(),
        pitch: pitch.into(),
        body: body.into(),
        ..Typed::default()
    }
}

fn laundromat() -> Typed {
    Typed {
        tags: vec!["energy".into(), "washing".into()],
        ..plan(
            "Solar laundromat for apartment blocks",
            "Coin laundry on roof power: residents prepay washes.",
            "## Who pays\n\nTenants pay $4.50 a load.\n\n## Risks\n\nThe boiler *fails* <b>often</b>.",
        )
    }
}

fn bakery() -> Typed {
    Typed {
        tags: vec!["food".into()],
        stage: Stage::Running.to_string(),
        licence: Licence::Zero.to_string(),
        numbers: Some(figures(500_000, 60)),
        ..plan(
            "Bakery on a cargo bike",
            "Fresh bread at the doors of offices before nine.",
            "## Team\n\nTwo bakers and a rider. We wash nothing.",
        )
    }
}

/// Numbers that ask for so much and break even by this day.
fn figures(ask: i64, day: i64) -> Numbers {
    let months = (1..=3).map(|month| {
        let revenue = if month * 30 >= day { 200_000 } else { 50_000 };
        serde_json::json!({
            "revenue": [{"kind": "sales", "label": "loaves", "amount": revenue}],
            "costs": [{"kind": "fixed", "label": "rent", "amount": 100_000}],
        })
    });
    serde_json::from_value(serde_json::json!({
        "currency": "EUR", "price": 320, "unit_cost": 200, "ask": ask,
        "months": months.collect::<Vec<_>>(),
        "return": {"kind": "loan", "terms": "two years"},
    }))
    .expect("numbers")
}

pub async fn publish(fresh: &Fresh, author: &Member, typed: &Typed) -> PlanId {
    let saved = plans::publish(&fresh.forum, author, typed, None).await;
    saved.expect("it is published").id
}

pub async fn say(fresh: &Fresh, author: &Member, plan: PlanId, words: &str) -> CommentId {
    let typed = NewComment {
        body: words.into(),
        ..NewComment::default()
    };
    let posted = comments::post(&fresh.forum, author, plan, &typed, None).await;
    posted.expect("it is posted").id
}

async fn plans_are_found_by_their_words(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let (laundry, bread) = (
        publish(&fresh, &ada, &laundromat()).await.0,
        publish(&fresh, &ada, &bakery()).await.0,
    );
    let searched = Searched::over(fresh);
    assert_eq!(searched.find("solar").await.building, Some(0));
    searched.follow().await;
    for (typed, expected) in [
        ("laundromat", vec![laundry]),
        ("LAUNDROMATS", vec![laundry]),
        ("washing", vec![laundry, bread]),
        ("\"washers\"", vec![]),
        ("wash", vec![laundry, bread]),
        ("roof power", vec![laundry]),
        ("\"roof power\"", vec![laundry]),
        ("\"power roof\"", vec![]),
        ("washes -bread", vec![laundry]),
        ("solar bakery", vec![]),
        ("food", vec![bread]),
        ("ada cargo", vec![bread]),
        ("4.50", vec![laundry]),
        ("by:ada tag:energy", vec![laundry]),
        ("by:ben", vec![]),
    ] {
        assert_eq!(searched.plans(typed).await, expected, "{typed}");
    }
    let found = searched.find("boilers failing").await;
    let Hit::Plan { title, place, .. } = &found.hits[0] else {
        panic!("a plan: {found:?}");
    };
    assert_eq!(marked(title), "Solar laundromat for apartment blocks");
    assert_eq!(marked(&place.text), "The [boiler] [fails] <b>often</b>.");
    assert_eq!(
        place
            .section
            .as_ref()
            .map(|(key, _)| key.to_string())
            .as_deref(),
        Some("risks")
    );
}

async fn conditions_narrow_and_facets_count(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let laundry = publish(&fresh, &ada, &laundromat()).await.0;
    let bread = publish(&fresh, &ada, &bakery()).await.0;
    let typed = NewFork {
        reason: "Another city".into(),
        ..NewFork::default()
    };
    let forked = forks::fork(&fresh.forum, &ada, PlanId(bread), &typed, None).await;
    let fork = forked.expect("it is forked").id.0;
    let searched = Searched::over(fresh);
    searched.follow().await;
    for (typed, expected) in [
        ("stage:running", vec![bread]),
        ("stage:running stage:sketch", vec![fork, bread, laundry]),
        ("-stage:running", vec![fork, laundry]),
        ("licence:cc0", vec![fork, bread]),
        ("even:<=60 by:ada", vec![fork, bread]),
        ("even:<60", vec![]),
        ("-even:<=60", vec![laundry]),
        ("ask:5000", vec![fork, bread]),
        ("ask:<5k", vec![]),
        ("price:3..3.20", vec![fork, bread]),
        ("currency:eur forks:>0", vec![bread]),
        ("tag:energy tag:washing", vec![laundry]),
        ("tag:energy tag:food", vec![]),
    ] {
        let newest = Reading {
            sort: Sort::New,
            ..Reading::default()
        };
        let mut found = numbers(&searched.find_with(typed, &newest).await);
        found.sort_by_key(|id| std::cmp::Reverse(*id));
        assert_eq!(found, expected, "{typed}");
    }
    let facets = searched.find("tag:food").await.facets;
    let tags: Vec<_> = facets
        .tags
        .iter()
        .map(|(tag, count)| (tag.as_str(), *count))
        .collect();
    assert_eq!(
        tags,
        [("food", 2), ("energy", 1), ("washing", 1)],
        "as if no tag were chosen"
    );
    assert_eq!(
        facets.stages,
        [
            (Stage::Sketch, 1),
            (Stage::Seeking, 0),
            (Stage::Running, 1),
            (Stage::Closed, 0)
        ]
    );
    assert_eq!(facets.even, [(60, 2), (90, 2), (180, 2)]);
    assert_eq!(
        facets
            .ask
            .iter()
            .map(|(_, count)| *count)
            .collect::<Vec<_>>(),
        [2, 2, 2, 2]
    );
    let all = searched.find("").await;
    assert_eq!(
        all.kinds,
        [
            (Kind::Plan, 3),
            (Kind::Comment, 0),
            (Kind::Person, 1),
            (Kind::Listing, 0)
        ]
    );
}

async fn comments_and_people_are_found(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = publish(&fresh, &ada, &laundromat()).await;
    let profile = TypedProfile {
        name: "Ada Lovelace".into(),
        about: "I count loaves and **looms**.".into(),
        ..TypedProfile::default()
    };
    accounts::edit_profile(&fresh.forum, &ada, &profile)
        .await
        .expect("edited");
    let comment = say(
        &fresh,
        &ada,
        plan,
        "Die Wäschereien brauchen Strom, und zwar jeden Tag im Jahr.",
    )
    .await;
    let searched = Searched::over(fresh);
    searched.follow().await;
    let of = |kind| Reading {
        kind,
        ..Reading::default()
    };
    for typed in [
        "Wäscherei",
        "wascherei",
        "by:ada strom",
        "kind:comment jahre",
    ] {
        let found = searched.find_with(typed, &of(Kind::Comment)).await;
        assert_eq!(numbers(&found), [comment.0], "{typed}");
    }
    let written_by_ada = searched.find("ada").await;
    assert_eq!(
        (written_by_ada.total, numbers(&written_by_ada)),
        (1, vec![plan.0]),
        "her plan, and neither her comment nor herself"
    );
    for typed in ["ada", "lovelace", "loom", "Ada Lovelace"] {
        let found = searched.find_with(typed, &of(Kind::Person)).await;
        let [Hit::Person { handle, .. }] = found.hits.as_slice() else {
            panic!("{typed}: {found:?}");
        };
        assert_eq!(handle, "ada");
    }
}

/// The numbers of comments and people are no plans'.
async fn a_handle_finds_what_is_looked_for_and_nothing_else(fresh: Fresh) {
    let (ben, ada) = (fresh.member("ben").await, fresh.member("ada").await);
    let bread = publish(&fresh, &ben, &bakery()).await;
    let laundry = publish(&fresh, &ada, &laundromat()).await;
    say(&fresh, &ada, bread, "Who bakes?").await;
    let searched = Searched::over(fresh);
    searched.follow().await;
    let found = searched.find("ada").await;
    assert_eq!(numbers(&found), [laundry.0]);
    assert_eq!(
        found.kinds,
        [
            (Kind::Plan, 1),
            (Kind::Comment, 1),
            (Kind::Person, 1),
            (Kind::Listing, 0)
        ]
    );
}

async fn what_is_hidden_is_gone_at_once(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let laundry = publish(&fresh, &ada, &laundromat()).await;
    let bread = publish(&fresh, &ben, &bakery()).await;
    say(&fresh, &ben, laundry, "A kangaroo said so.").await;
    let on_bread = say(&fresh, &ada, bread, "The kangaroo again.").await;
    let searched = Searched::over(fresh);
    searched.follow().await;
    let forum = &searched.fresh.forum;
    let comments = Reading {
        kind: Kind::Comment,
        ..Reading::default()
    };
    assert_eq!(searched.find_with("kangaroo", &comments).await.total, 2);
    plans::withdraw(forum, &ada, laundry)
        .await
        .expect("withdrawn");
    // Before the index knows: not found, not counted, and nothing that is on it.
    for _ in 0..2 {
        let found = searched.find("energy").await;
        assert_eq!(
            (found.total, found.hits.len(), found.facets.tags.len()),
            (0, 0, 0)
        );
        assert_eq!(searched.find("solr").await.nearest, []);
        let found = searched.find_with("kangaroo", &comments).await;
        assert_eq!((found.total, numbers(&found)), (1, vec![on_bread.0]));
        searched.follow().await;
    }
    plans::bring_back(forum, &ada, laundry)
        .await
        .expect("returned");
    searched.follow().await;
    assert_eq!(searched.find_with("kangaroo", &comments).await.total, 2);
    comments::delete(forum, &ada, on_bread)
        .await
        .expect("deleted");
    for _ in 0..2 {
        assert_eq!(searched.find_with("kangaroo", &comments).await.total, 1);
        searched.follow().await;
    }
}

async fn pages_follow_each_other(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    for number in 0..7 {
        let title = format!("Bakery number {number} in the old town");
        publish(&fresh, &ada, &Typed { title, ..bakery() }).await;
    }
    let searched = Searched::over(fresh);
    searched.follow().await;
    for sort in Sort::ALL {
        let mut reading = Reading {
            sort: *sort,
            limit: 3,
            ..Reading::default()
        };
        let mut all = Vec::new();
        loop {
            let found = searched.find_with("bakery", &reading).await;
            assert_eq!(found.total, 7);
            all.extend(numbers(&found));
            reading.after = found.next;
            if found.next.is_none() {
                break;
            }
        }
        assert_eq!(all, [7, 6, 5, 4, 3, 2, 1], "{sort}");
    }
}

async fn nothing_found_says_what_is_near(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    publish(&fresh, &ada, &laundromat()).await;
    publish(&fresh, &ada, &bakery()).await;
    let searched = Searched::over(fresh);
    searched.follow().await;
    let near = async |typed: &str| -> Vec<(String, u64)> {
        let nearest = searched.find(typed).await.nearest.into_iter();
        nearest
            .map(|near| (near.query.to_string(), near.total))
            .collect()
    };
    assert_eq!(near("laundormat").await, [("laundromat".to_owned(), 1)]);
    assert_eq!(
        near("solar tag:food").await,
        [("tag:food".to_owned(), 1), ("solar".to_owned(), 1)]
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
    );
    assert_eq!(
        near("boiler bakery").await,
        [("bakery".to_owned(), 1), ("boiler".to_owned(), 1)]
    );
    assert_eq!(near("xylophone").await, []);
}

async fn where_words_find_little_meaning_finds_more(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let laundry = publish(&fresh, &ada, &laundromat()).await;
    publish(&fresh, &ada, &bakery()).await;
    let searched = Searched::over(fresh);
    searched.follow().await;
    let meant = async |typed: &str| {
        let found = searched.find(typed).await;
        let of_meaning = Found {
            hits: found.meant,
            ..Found::default()
        };
        (numbers(&of_meaning), found.hits.len())
    };
    let none = Vec::<i64>::new();
    assert_eq!(
        meant("washing machines renters").await,
        (vec![laundry.0], 0)
    );
    assert_eq!(
        meant("washing machines renters tag:energy").await.0,
        [laundry.0]
    );
    assert_eq!(meant("washing machines renters tag:food").await.0, none);
    assert_eq!(meant("washing machines renters -boiler").await.0, none);
    assert_eq!(
        meant("\"washing machines\" renters").await.0,
        none,
        "quoted is meant"
    );
    assert_eq!(meant("volcano dentist").await.0, none);
    // What was found is not told twice.
    assert_eq!(meant("laundry").await, (none.clone(), 1));
    let second = Reading {
        sort: Sort::New,
        ..Reading::default()
    };
    let found = searched
        .find_with("washing machines renters", &second)
        .await;
    assert!(
        found.meant.is_empty(),
        "in another order nothing is the closest"
    );
    plans::withdraw(&searched.fresh.forum, &ada, laundry)
        .await
        .expect("withdrawn");
    // Before the index knows, and after.
    for _ in 0..2 {
        assert_eq!(meant("washing machines renters").await.0, none);
        searched.follow().await;
    }
}

async fn suggested(searched: &Searched, typed: &str) -> Suggested {
    search::suggest(&searched.fresh.forum, &Viewer::Anonymous, typed)
        .await
        .expect("an answer")
}

/// Plans, tags and people.
fn named(suggested: &Suggested) -> (Vec<i64>, Vec<&str>, Vec<&str>) {
    let plans = suggested.plans.iter().map(|plan| plan.id.0).collect();
    let tags = suggested.tags.iter().map(plans::Tag::as_str).collect();
    let people = suggested.people.iter().map(accounts::Byline::name);
    (plans, tags, people.collect())
}

async fn what_is_typed_is_completed(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    publish(&fresh, &ada, &laundromat()).await;
    publish(&fresh, &ada, &bakery()).await;
    let searched = Searched::over(fresh);
    searched.follow().await;
    for (typed, plans, tags, people) in [
        ("laun", vec![1], vec![], vec![]),
        ("cargo bik", vec![2], vec![], vec![]),
        ("cargo b", vec![2], vec![], vec![]),
        ("bakrey", vec![2], vec![], vec![]),
        ("wash", vec![], vec!["washing"], vec![]),
        ("wahsi", vec![], vec!["washing"], vec![]),
        ("Ad", vec![], vec![], vec!["ada"]),
        ("a", vec![], vec![], vec![]),
        ("%", vec![], vec![], vec![]),
        // The last word, under the conditions before it.
        ("stage:running bak", vec![2], vec![], vec![]),
        ("stage:sketch bak", vec![], vec![], vec![]),
        ("tag:energy ask:>1 laun", vec![], vec![], vec![]),
        ("cargo tag:food ", vec![2], vec![], vec![]),
        ("bakery -rider ca", vec![], vec![], vec![]),
        ("bakery -boiler ca", vec![2], vec![], vec![]),
        ("kind:person ad", vec![], vec![], vec!["ada"]),
        ("kind:comment bak", vec![], vec![], vec![]),
        // The values of conditions that have names; of others nothing.
        ("bread tag:ene", vec![], vec!["energy"], vec![]),
        ("tag:enrgy", vec![], vec!["energy"], vec![]),
        ("by:@ad", vec![], vec![], vec!["ada"]),
        ("stage:run", vec![], vec![], vec![]),
        ("bread -bak", vec![], vec![], vec![]),
    ] {
        let suggested = suggested(&searched, typed).await;
        assert_eq!(named(&suggested), (plans, tags, people), "{typed}");
    }
}

/// The table of tags knows at once that nothing has one any more; the index goes on knowing it.
async fn what_is_hidden_is_not_suggested(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let laundry = publish(&fresh, &ada, &laundromat()).await;
    let searched = Searched::over(fresh);
    searched.follow().await;
    let typed = [
        "laun",
        "luandromat",
        "energy",
        "enrgy",
        "tag:ener",
        "by:ada lau",
    ];
    for typed in typed {
        assert!(!suggested(&searched, typed).await.is_empty(), "{typed}");
    }
    let forum = &searched.fresh.forum;
    plans::withdraw(forum, &ada, laundry)
        .await
        .expect("withdrawn");
    for _ in 0..2 {
        for typed in typed {
            assert!(suggested(&searched, typed).await.is_empty(), "{typed}");
        }
        searched.follow().await;
    }
}

async fn whatever_is_typed_is_answered(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    publish(&fresh, &ada, &laundromat()).await;
    let searched = Searched::over(fresh);
    searched.follow().await;
    let long = "solar ".repeat(10_000);
    let letters = "s".repeat(10_000);
    let accents = format!("s{}", "\u{301}".repeat(250));
    let odd = [
        "",
        " ",
        "a",
        "the of and",
        "((((",
        "\"",
        "\"\"",
        "-",
        "--",
        "-\"",
        ":",
        "tag:",
        "tag::",
        "foo:bar",
        "tag:\"a b\"",
        "even:<",
        "even:<<60",
        "even:99999999999999999999",
        "ask:..",
        "ask:-5..5",
        "kind:nothing",
        "stage:RUNNING",
        "(a+)+$",
        ".*.*.*.*",
        "[[:alpha:]]{1000}",
        "שלום עולם",
        "🚲🧺",
        "a\u{a0}b",
        "so\u{200b}lar",
        "\u{202e}ralos",
        "\0",
        "%_'\"\\;--",
        "NOT NOT NOT AND OR",
        "https://example.com/a?b=c",
        "by:@ada",
        "-tag:energy",
        "so\u{301}\u{327}la\u{345}r",
        "\u{301}\u{345}",
        "\u{200b}\u{200b}",
        "👩\u{200d}🌾 🏳\u{fe0f}\u{200d}🌈",
        "tag:\u{200b}e\u{301}n",
        "by:%_",
        &letters,
        &accents,
        &long,
    ];
    for typed in odd {
        suggested(&searched, typed).await;
        for kind in Kind::ALL {
            let reading = Reading {
                kind: *kind,
                after: "9000000000000_1000000000".parse().ok(),
                ..Reading::default()
            };
            let found = searched.find_with(typed, &reading).await;
            assert!(found.building.is_none(), "{typed}");
        }
    }
    assert_eq!(
        searched.plans("so\u{200b}lar").await,
        Vec::<i64>::new(),
        "two words for Unicode"
    );
    assert_eq!(searched.plans("so\u{ad}lar").await, [1]);
    let ignored = searched.find(&long).await.ignored;
    assert_eq!(ignored, ["Only the first 32 words were read."]);
    assert_eq!(
        Query::parse("TAG:Energy").filters[0].what,
        What::Tag("energy".parse().expect("a tag"))
    );
}

async fn an_index_is_built_anew_when_it_does_not_fit(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    publish(&fresh, &ada, &laundromat()).await;
    let searched = Searched::over(fresh);
    searched.follow().await;
    assert_eq!(searched.plans("solar").await, [1]);
    drop(searched.index);
    // Of another forum: the entry that it was made at is another.
    let other = Searched {
        index: Index::open(searched.folder.path()),
        fresh: Fresh::sqlite().await,
        folder: searched.folder,
    };
    other.fresh.forum.search_in(other.index.clone());
    let ben = other.fresh.member("ben").await;
    publish(&other.fresh, &ben, &bakery()).await;
    other.follow().await;
    assert_eq!(other.plans("solar").await, Vec::<i64>::new());
    assert_eq!(other.plans("bread").await, [1]);
    // Broken, in what says of what it consists, and in what it consists of.
    let mut folder = other.folder;
    for is_broken in [is_meta as fn(&Path) -> bool, |path| !is_meta(path)] {
        for file in files_of_newest(folder.path())
            .into_iter()
            .filter(|file| is_broken(file))
        {
            std::fs::write(file, "nothing").expect("it is overwritten");
        }
        let mended = Searched {
            index: Index::open(folder.path()),
            fresh: Fresh::sqlite().await,
            folder,
        };
        mended.fresh.forum.search_in(mended.index.clone());
        assert_eq!(mended.find("bread").await.building, Some(0));
        mended.follow().await;
        assert_eq!(mended.find("bread").await.building, None);
        assert_eq!(mended.plans("").await, Vec::<i64>::new());
        folder = mended.folder;
    }
}

fn is_meta(path: &Path) -> bool {
    path.ends_with("meta.json")
}

fn files_of_newest(folder: &Path) -> Vec<PathBuf> {
    let inside = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).expect("a folder");
        entries
            .map(|entry| entry.expect("an entry").path())
            .collect()
    };
    let indexes = inside(folder).into_iter().filter(|path| path.is_dir());
    inside(&indexes.max().expect("an index"))
}

async fn one_process_writes_and_others_read_along(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    publish(&fresh, &ada, &laundromat()).await;
    let searched = Searched::over(fresh);
    searched.follow().await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let forum = searched.fresh.forum.clone();
    let writer = tokio::spawn(async move { search::follow(&forum, stopped).await });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let refused = search::reindex(&searched.fresh.forum, searched.folder.path(), |_| {}).await;
    let refused = refused.expect_err("another writes").to_string();
    assert!(
        refused.starts_with("another process writes the search index in "),
        "{refused}"
    );
    publish(&searched.fresh, &ada, &bakery()).await;
    let along = Index::open(searched.folder.path());
    let along_forum = Forum::new(
        searched.fresh.db.clone(),
        Clock::manual(BEGINNING),
        Entropy::System,
        Policy::default(),
    );
    along_forum.search_in(along);
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_mins(1);
    while searched.plans("bread").await.is_empty() {
        assert!(
            tokio::time::Instant::now() < deadline,
            "it is found in the end"
        );
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    search::catch_up(&along_forum)
        .await
        .expect("it reads along");
    stop.send_replace(true);
    writer.await.expect("it ends");
    let edit = Edit {
        base: 1,
        typed: Typed {
            title: "Wind laundromat for towers".into(),
            ..laundromat()
        },
        note: "Wind".into(),
        ..Edit::default()
    };
    plans::revise(&searched.fresh.forum, &ada, PlanId(1), &edit, None)
        .await
        .expect("revised");
    search::catch_up(&along_forum).await.expect("it takes over");
    let query = Query::parse("wind towers");
    let found = search::find(
        &along_forum,
        &Viewer::Anonymous,
        &query,
        &Reading::default(),
    )
    .await;
    assert_eq!(found.expect("an answer").total, 1);
    let audit = async || {
        let audit = search::audit(&along_forum).await.expect("an audit");
        audit.expect("an index")
    };
    let told = audit().await;
    assert_eq!((told.behind, told.documents), (0, 3));
    assert!(told.faults().is_empty(), "{told:?}");
    // Behind the log's back.
    let hide = "UPDATE plans SET state = 'withdrawn' WHERE id = 2";
    searched.fresh.write(hide, []).await;
    let faults = audit().await.faults();
    assert_eq!(faults, ["the search index still has plan 2"]);
}
