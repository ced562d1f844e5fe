//! Similar plans as a model reads them: its vectors follow the log and are rebuilt like the rest of
//! the index.

use crate::harness::{BEGINNING, Fresh};
use domain::{
    Broken, Forum, Member, Viewer,
    clock::Clock,
    comments::{self, NewComment},
    forum::{Entropy, Policy},
    ids::PlanId,
    plans::{self, Edit, Typed},
    search::{self, Index, Model, Unposted},
};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

on_both!(
    a_model_finds_what_words_do_not,
    what_a_model_has_read_is_kept_as_long_as_it_holds,
    a_model_that_fails_leaves_the_words,
);

/// Knows two businesses, each by two words that have nothing in common.
#[derive(Debug)]
struct Knowing {
    name: &'static str,
    read: AtomicUsize,
}

const BUSINESSES: [[&str; 2]; 2] = [["tenants", "goat"], ["evening", "pilot"]];

impl Knowing {
    fn new(name: &'static str) -> Arc<Self> {
        Arc::new(Self {
            name,
            read: AtomicUsize::new(0),
        })
    }

    /// How many texts it has read since it was asked last.
    fn has_read(&self) -> usize {
        self.read.swap(0, Ordering::Relaxed)
    }
}

impl Model for Knowing {
    fn name(&self) -> &str {
        self.name
    }

    fn vectors(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Broken> {
        if texts.iter().any(|text| text.contains("unreadable")) {
            return Err(Broken::internal("it cannot be read"));
        }
        self.read.fetch_add(texts.len(), Ordering::Relaxed);
        let vector = |text: &&str| {
            let text = text.to_lowercase();
            let says = |words: &[&str; 2]| {
                let says = words.iter().any(|word| text.contains(word));
                f32::from(u8::from(says))
            };
            let mut vector: Vec<f32> = BUSINESSES.iter().map(says).collect();
            let is_none = vector.iter().all(|number| *number == 0.0);
            vector.push(f32::from(u8::from(is_none)));
            vector
        };
        Ok(texts.iter().map(vector).collect())
    }
}

/// A forum's index in a folder, with a model or without.
async fn indexed(fresh: &Fresh, folder: &Path, model: Option<&Arc<Knowing>>) -> Forum {
    // Another process over the same database.
    let (clock, policy) = (Clock::manual(BEGINNING), Policy::default());
    let forum = Forum::new(fresh.db.clone(), clock, Entropy::System, policy);
    let model = model.map(|model| Arc::<Knowing>::clone(model) as Arc<dyn Model>);
    forum.search_in(Index::open_with(folder, model));
    search::catch_up(&forum).await.expect("the index follows");
    forum
}

async fn publish(fresh: &Fresh, author: &Member, title: &str, pitch: &str) -> PlanId {
    let typed = Typed {
        title: title.into(),
        pitch: pitch.into(),
        body: format!("## How\n\n{pitch}"),
        ..Typed::default()
    };
    let saved = plans::publish(&fresh.forum, author, &typed, None).await;
    saved.expect("it is published").id
}

/// Three plans: the first two are one business for the model and share no word.
async fn three(fresh: &Fresh, author: &Member) -> [PlanId; 3] {
    let mut ids = [PlanId(0); 3];
    for (id, (title, pitch)) in ids.iter_mut().zip([
        ("Laundry for tenants", "Tenants wash in the cellar."),
        ("A goat herd", "Goats, milked on a hill, sold as cheese."),
        ("Evening classes", "Navigation, taught by a retired pilot."),
    ]) {
        *id = publish(fresh, author, title, pitch).await;
    }
    ids
}

async fn similar(forum: &Forum, plan: PlanId) -> Vec<i64> {
    let viewer = Viewer::Anonymous;
    let plan = plans::find(forum, &viewer, plan).await.expect("read");
    let similar = search::similar(forum, &viewer, &plan.expect("there")).await;
    similar
        .expect("an answer")
        .iter()
        .map(|one| one.plan.id.0)
        .collect()
}

async fn a_model_finds_what_words_do_not(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let [laundry, goats, evening] = three(&fresh, &ada).await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plain = indexed(&fresh, folder.path(), None).await;
    assert_eq!(similar(&plain, laundry).await, Vec::<i64>::new());
    drop(plain);
    // The index that was made without it is filled.
    let knowing = Knowing::new("one");
    let forum = indexed(&fresh, folder.path(), Some(&knowing)).await;
    assert_eq!(knowing.has_read(), 9, "title, pitch and section of each");
    assert_eq!(similar(&forum, laundry).await, [goats.0]);
    assert_eq!(similar(&forum, goats).await, [laundry.0]);
    assert_eq!(similar(&forum, evening).await, Vec::<i64>::new());
    let viewer = Viewer::Anonymous;
    let draft = async |title| {
        let draft = unposted(title, "A pilot", "Pilot.");
        let found = search::similar_to_draft(&forum, &viewer, draft).await;
        let found = found.expect("an answer");
        found.iter().map(|one| one.plan.id).collect::<Vec<_>>()
    };
    knowing.has_read();
    assert_eq!(draft("My evening").await, [evening]);
    assert_eq!(knowing.has_read(), 3);
    assert_eq!(draft("Our evening").await, [evening]);
    assert_eq!(knowing.has_read(), 1, "what stood there before is known");
    drop(forum);
    // Without the model it keeps working.
    let plain = indexed(&fresh, folder.path(), None).await;
    assert_eq!(similar(&plain, laundry).await, Vec::<i64>::new());
}

async fn what_a_model_has_read_is_kept_as_long_as_it_holds(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let [laundry, goats, evening] = three(&fresh, &ada).await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let knowing = Knowing::new("one");
    let forum = indexed(&fresh, folder.path(), Some(&knowing)).await;
    assert_eq!(knowing.has_read(), 9);
    // A comment makes the plan a new document of the same text.
    let said = NewComment {
        body: "What does it cost?".into(),
        ..NewComment::default()
    };
    comments::post(&fresh.forum, &ada, laundry, &said, None)
        .await
        .expect("posted");
    search::catch_up(&forum).await.expect("the index follows");
    assert_eq!(knowing.has_read(), 0);
    assert_eq!(similar(&forum, laundry).await, [goats.0]);
    // So does building the index anew, also where no model is at hand.
    drop(forum);
    let plain = indexed(&fresh, folder.path(), None).await;
    search::reindex(&plain, folder.path(), |_| {})
        .await
        .expect("it is built");
    drop(plain);
    let forum = indexed(&fresh, folder.path(), Some(&knowing)).await;
    assert_eq!(knowing.has_read(), 0);
    assert_eq!(similar(&forum, laundry).await, [goats.0]);
    // Another text is read, and is another business.
    let edit = Edit {
        base: 1,
        typed: Typed {
            title: "Evening on a hill".into(),
            pitch: "Navigation for whoever would be a pilot.".into(),
            body: "A pilot teaches.".into(),
            ..Typed::default()
        },
        note: "Something else".into(),
        draft: None,
        differs: None,
    };
    plans::revise(&fresh.forum, &ada, goats, &edit, None)
        .await
        .expect("revised");
    search::catch_up(&forum).await.expect("the index follows");
    assert_eq!(knowing.has_read(), 3);
    assert_eq!(similar(&forum, evening).await, [goats.0]);
    drop(forum);
    // Another model reads everything, and has nothing of the other's.
    let other = Knowing::new("another");
    indexed(&fresh, folder.path(), Some(&other)).await;
    assert_eq!(other.has_read(), 9);
}

async fn a_model_that_fails_leaves_the_words(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let words = "Washing machines in the cellar, paid by the load";
    let readable = publish(&fresh, &ada, "Coin laundry for tenants", words).await;
    let broken = publish(&fresh, &ada, "Coin laundry, unreadable", words).await;
    let knowing = Knowing::new("one");
    let forum = indexed(&fresh, folder.path(), Some(&knowing)).await;
    assert_eq!(knowing.has_read(), 3, "the other's texts");
    assert_eq!(similar(&forum, readable).await, [broken.0]);
    assert_eq!(similar(&forum, broken).await, [readable.0]);
    let draft = unposted("unreadable", words, "");
    let draft = search::similar_to_draft(&forum, &Viewer::Anonymous, draft);
    assert_eq!(draft.await.expect("an answer").len(), 2);
}

fn unposted(title: &str, pitch: &str, body: &str) -> Unposted {
    Unposted {
        title: title.into(),
        pitch: pitch.into(),
        body: body.into(),
        ..Unposted::default()
    }
}
