//! Plans that look like unmarked copies: finding them, and what moderators do about them.

mod deciding;
mod finding;
mod linking;
mod racing;

use crate::harness::Fresh;
use domain::{
    Member, Moderator, Viewer,
    accounts::{self, Enrolment, Leaving, Role},
    copies::{self, Judged, Pairs},
    ids::{PlanId, RevisionNumber},
    log, mail,
    plans::{self, Edit, Licence, Plan, Typed},
    search::{self, Index},
};

const PASSWORD: &str = "seven wet umbrellas";

/// A forum with Ada, Ben and Eve, who post, and Mo, who moderates; all of them can be written to.
pub struct Kept {
    pub fresh: Fresh,
    pub ada: Member,
    pub ben: Member,
    pub eve: Member,
    pub mo: Moderator,
    _folder: tempfile::TempDir,
}

/// So many words that nobody else says.
pub fn words(of: &str, from: usize, to: usize) -> String {
    let word = |number| {
        let end = if number % 40 == 39 { ".\n\n" } else { " " };
        format!("{of}{number}x{end}")
    };
    (from..to).map(word).collect()
}

/// A plan that says this.
pub fn saying(title: &str, body: &str) -> Typed {
    Typed {
        title: title.into(),
        pitch: format!("{title}, in a line of its own."),
        body: body.into(),
        ..Typed::default()
    }
}

impl Kept {
    pub async fn over(fresh: Fresh) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fresh.forum.search_in(Index::open(folder.path()));
        let mut people = Vec::new();
        for handle in ["ada", "ben", "eve"] {
            people.push(enrolled(&fresh, handle, Role::Member).await);
        }
        let mo = enrolled(&fresh, "moe", Role::Moderator).await.moderator();
        let [ada, ben, eve] = people.try_into().expect("three");
        Self {
            fresh,
            ada,
            ben,
            eve,
            mo: mo.expect("Mo moderates"),
            _folder: folder,
        }
    }

    pub async fn moderator(&self, handle: &str) -> Moderator {
        let member = enrolled(&self.fresh, handle, Role::Moderator).await;
        member.moderator().expect("a moderator")
    }

    pub async fn post(&self, author: &Member, title: &str, body: &str) -> PlanId {
        self.post_under(author, title, body, Licence::BySa).await
    }

    pub async fn post_under(
        &self,
        author: &Member,
        title: &str,
        body: &str,
        licence: Licence,
    ) -> PlanId {
        let typed = Typed {
            licence: licence.to_string(),
            ..saying(&format!("Plan of {title}"), body)
        };
        let saved = plans::publish(&self.fresh.forum, author, &typed, None).await;
        saved.expect("it is published").id
    }

    pub async fn revise(&self, author: &Member, id: PlanId, body: &str) {
        let plan = self.plan(id).await;
        let edit = Edit {
            base: plan.head.0,
            typed: Typed {
                licence: plan.licence.to_string(),
                ..saying(&plan.title, body)
            },
            note: "Counted again".into(),
            draft: None,
            differs: None,
        };
        let saved = plans::revise(&self.fresh.forum, author, id, &edit, None).await;
        saved.expect("it is revised");
    }

    pub async fn plan(&self, id: PlanId) -> Plan {
        let plan = plans::find(&self.fresh.forum, &Viewer::Anonymous, id).await;
        plan.expect("the database answers").expect("it is there")
    }

    /// The pairs that wait, once the index has followed.
    pub async fn pairs(&self) -> Pairs {
        search::catch_up(&self.fresh.forum)
            .await
            .expect("it follows");
        let pairs = copies::pairs(&self.fresh.forum, &self.mo, None, 100).await;
        pairs.expect("pairs are found")
    }

    /// The numbers of the plans of the pairs that wait.
    pub async fn waiting(&self) -> Vec<(i64, i64)> {
        numbers(&self.pairs().await)
    }

    /// Both as they are now.
    pub async fn judged(&self, older: PlanId, younger: PlanId) -> Judged {
        Judged {
            older,
            older_revision: self.plan(older).await.head,
            younger,
            younger_revision: self.plan(younger).await.head,
        }
    }

    pub async fn link(&self, older: PlanId, younger: PlanId) {
        let judged = self.judged(older, younger).await;
        copies::link(&self.fresh.forum, &self.mo, &judged, "Word for word")
            .await
            .expect("it is linked");
    }

    pub async fn unlink(&self, older: PlanId, younger: PlanId) {
        copies::unlink(&self.fresh.forum, &self.mo, older, younger, "A mistake")
            .await
            .expect("it is unlinked");
    }

    pub async fn erase(&self, who: &Member) {
        accounts::erase(&self.fresh.forum, who, &leaving(who.handle.as_str()))
            .await
            .expect("they erase themselves");
    }

    /// Letters that wait, by whom they go to, in that order.
    pub async fn letters(&self) -> Vec<(String, String)> {
        let due = mail::due(&self.fresh.forum, 100).await.expect("letters");
        let mut letters: Vec<_> = due
            .into_iter()
            .map(|letter| (letter.to, letter.body))
            .collect();
        letters.sort();
        letters
    }

    pub async fn log_is_whole(&self) {
        let report = log::verify(&self.fresh.forum)
            .await
            .expect("it can be read");
        assert_eq!(report.faults, Vec::<String>::new());
    }
}

pub fn leaving(handle: &str) -> Leaving<'_> {
    Leaving {
        password: PASSWORD,
        handle,
    }
}

pub fn numbers(pairs: &Pairs) -> Vec<(i64, i64)> {
    let pairs = pairs.page.items.iter();
    pairs
        .map(|pair| (pair.older.id.0, pair.younger.id.0))
        .collect()
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

pub const FIRST: RevisionNumber = RevisionNumber::FIRST;
