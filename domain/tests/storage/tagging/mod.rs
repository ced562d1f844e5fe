//! Tags under moderators' care: what words mean, wherever they stand.

mod giving;
mod merging;
mod racing;
mod telling;

use crate::harness::Fresh;
use domain::{
    Member, Moderator, Viewer,
    accounts::{self, Enrolment, Role},
    ids::PlanId,
    log,
    plans::{self, Edit, Listing, Plan, Saved, Tag, Typed},
    search::{self, Index, Query, Reading},
    tags::{self, TagError},
};

const PASSWORD: &str = "seven wet umbrellas";
pub const WHY: &str = "One thing, one name";

/// A forum with Ada, who posts, and Mo, who looks after tags.
pub struct Tagged {
    pub fresh: Fresh,
    pub ada: Member,
    pub mo: Moderator,
    _folder: tempfile::TempDir,
}

pub fn tag(word: &str) -> Tag {
    word.parse().expect("a tag")
}

pub fn typed(title: &str, words: &[&str]) -> Typed {
    Typed {
        title: format!("Plan of {title}"),
        pitch: format!("{title}, in a line of its own."),
        body: "## Who pays\n\nThe neighbours do.".into(),
        tags: words.iter().map(ToString::to_string).collect(),
        ..Typed::default()
    }
}

impl Tagged {
    pub async fn over(fresh: Fresh) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fresh.forum.search_in(Index::open(folder.path()));
        let ada = enrolled(&fresh, "ada", Role::Member).await;
        let mo = enrolled(&fresh, "moe", Role::Moderator).await.moderator();
        Self {
            ada,
            mo: mo.expect("Mo moderates"),
            fresh,
            _folder: folder,
        }
    }

    pub async fn moderator(&self, handle: &str) -> Moderator {
        let member = enrolled(&self.fresh, handle, Role::Moderator).await;
        member.moderator().expect("a moderator")
    }

    pub async fn post(&self, title: &str, words: &[&str]) -> PlanId {
        self.saved(title, words).await.id
    }

    pub async fn saved(&self, title: &str, words: &[&str]) -> Saved {
        let saved = plans::publish(&self.fresh.forum, &self.ada, &typed(title, words), None).await;
        saved.expect("it is published")
    }

    /// The next revision of a plan, with these tags.
    pub async fn revise(&self, id: PlanId, words: &[&str]) -> Result<Saved, plans::ReviseError> {
        let plan = self.plan(id).await;
        let edit = Edit {
            base: plan.head.0,
            typed: typed("something", words),
            note: "Other tags".into(),
            ..Edit::default()
        };
        plans::revise(&self.fresh.forum, &self.ada, id, &edit, None).await
    }

    pub async fn plan(&self, id: PlanId) -> Plan {
        let plan = plans::find(&self.fresh.forum, &Viewer::Member(self.ada.clone()), id).await;
        plan.expect("the database answers").expect("it is there")
    }

    /// The plan's tags as they are shown.
    pub async fn tags(&self, id: PlanId) -> Vec<String> {
        self.plan(id)
            .await
            .tags
            .iter()
            .map(Tag::to_string)
            .collect()
    }

    /// The plans that are listed under a word, the oldest first.
    pub async fn listed(&self, word: &str) -> Vec<i64> {
        let listing = Listing {
            tag: Some(tag(word)),
            limit: 100,
            ..Listing::default()
        };
        let page = plans::list(&self.fresh.forum, &Viewer::Anonymous, &listing).await;
        let mut ids: Vec<i64> = page
            .expect("a list")
            .items
            .iter()
            .map(|plan| plan.id.0)
            .collect();
        ids.sort_unstable();
        ids
    }

    /// The plans that a search finds once the index has followed, the oldest first.
    pub async fn found(&self, query: &str) -> Vec<i64> {
        search::catch_up(&self.fresh.forum)
            .await
            .expect("the index follows");
        let (query, reading) = (
            Query::parse(query),
            Reading {
                limit: 100,
                ..Reading::default()
            },
        );
        let found = search::find(&self.fresh.forum, &Viewer::Anonymous, &query, &reading).await;
        let found = found.expect("an answer");
        let mut ids: Vec<i64> = found
            .hits
            .iter()
            .filter_map(|hit| match hit {
                search::Hit::Plan { plan, .. } => Some(plan.id.0),
                _ => None,
            })
            .collect();
        ids.sort_unstable();
        ids
    }

    /// How many published plans a tag says it has.
    pub async fn count(&self, word: &str) -> i64 {
        let told = tags::find(&self.fresh.forum, &tag(word)).await;
        told.expect("it is read").plans
    }

    pub async fn rename(&self, word: &str, to: &str) -> Result<Tag, TagError> {
        tags::rename(&self.fresh.forum, &self.mo, &tag(word), to, WHY).await
    }

    pub async fn merge(&self, word: &str, into: &str) -> Result<Tag, TagError> {
        tags::merge(&self.fresh.forum, &self.mo, &tag(word), into, WHY).await
    }

    pub async fn unmerge(&self, word: &str) -> Result<Tag, TagError> {
        tags::unmerge(&self.fresh.forum, &self.mo, &tag(word), WHY).await
    }

    pub async fn retire(&self, word: &str, instead: &str) -> Result<(), TagError> {
        tags::retire(&self.fresh.forum, &self.mo, &tag(word), instead, WHY).await
    }

    pub async fn restore(&self, word: &str) -> Result<(), TagError> {
        tags::restore(&self.fresh.forum, &self.mo, &tag(word), WHY).await
    }

    pub async fn faults(&self) -> Vec<String> {
        let report = log::verify(&self.fresh.forum).await;
        report.expect("it can be read").faults
    }

    pub async fn log_is_whole(&self) {
        assert_eq!(self.faults().await, Vec::<String>::new());
    }
}

/// What is wrong with a field.
pub fn problem(error: &TagError, field: &str) -> String {
    match error {
        TagError::Invalid(problems) => problems.of(field).unwrap_or_default().to_owned(),
        other => panic!("{other}"),
    }
}

async fn enrolled(fresh: &Fresh, handle: &str, role: Role) -> Member {
    let enrolment = Enrolment {
        handle: handle.into(),
        email: Some(format!("{handle}@example.org")),
        password: Some(PASSWORD.into()),
        role: Some(role),
    };
    accounts::enrol(&fresh.forum, &enrolment)
        .await
        .expect("enrolled");
    let member = accounts::acting_as(&fresh.forum, handle).await;
    member.expect("it is read").expect("it is there")
}
