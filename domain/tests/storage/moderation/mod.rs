//! Keeping order: flags, cases, measures, appeals.

mod deciding;
mod editing;
mod flagging;
mod listing;
mod merging;
pub mod racing;
mod sweeping;
mod unlinking;

use crate::harness::Fresh;
use domain::{
    Member, Moderator, Viewer,
    accounts::{self, Enrolment, Role},
    comments::{self, NewComment},
    ids::{AccountId, CaseId, CommentId, MeasureId, PlanId},
    log, mail,
    moderation::{
        self, Case, CaseFile, Decision, FlagError, Flagged, MeasurePage, ModerateError, NewFlag,
        Thing, Waiting,
    },
    plans::{self, Plan, Typed},
};

/// A forum with Ada, who posts, Ben, Eve and Zoe, who read and flag, Mo and Olga, who moderate, and Root, who
/// runs it; all of them can be written to.
pub struct Kept {
    pub fresh: Fresh,
    pub ada: Member,
    pub readers: Vec<Member>,
    pub mo: Moderator,
    pub olga: Moderator,
    pub root: Member,
}

impl Kept {
    pub async fn over(fresh: Fresh) -> Self {
        let ada = enrolled(&fresh, "ada", Role::Member).await;
        let mut readers = Vec::new();
        for handle in ["ben", "eve", "zoe"] {
            readers.push(enrolled(&fresh, handle, Role::Member).await);
        }
        let mo = enrolled(&fresh, "moe", Role::Moderator).await;
        let olga = enrolled(&fresh, "olga", Role::Moderator).await;
        let root = enrolled(&fresh, "rosa", Role::Admin).await;
        Self {
            mo: mo.moderator().expect("Mo moderates"),
            olga: olga.moderator().expect("Olga moderates"),
            fresh,
            ada,
            readers,
            root,
        }
    }

    pub async fn post(&self, author: &Member, title: &str) -> PlanId {
        let typed = Typed {
            title: title.into(),
            pitch: format!("{title}, in a line of its own."),
            body: "## Who pays\n\nTenants.\n".into(),
            tags: vec!["food".into()],
            ..Typed::default()
        };
        let saved = plans::publish(&self.fresh.forum, author, &typed, None).await;
        saved.expect("it is published").id
    }

    pub async fn comment(&self, author: &Member, plan: PlanId, body: &str) -> CommentId {
        let typed = NewComment {
            body: body.into(),
            ..NewComment::default()
        };
        let posted = comments::post(&self.fresh.forum, author, plan, &typed, None).await;
        posted.expect("it is posted").id
    }

    pub async fn flag(&self, who: &Member, thing: Thing) -> Result<Flagged, FlagError> {
        let typed = NewFlag {
            reason: "spam".into(),
            words: "Look at it".into(),
        };
        moderation::flag(&self.fresh.forum, who, thing, &typed).await
    }

    /// All readers flag it.
    pub async fn all_flag(&self, thing: Thing) {
        for reader in &self.readers {
            self.flag(reader, thing).await.expect("it is flagged");
        }
    }

    pub async fn open(&self, thing: Thing) -> CaseId {
        let case = moderation::open(&self.fresh.forum, &self.mo, thing).await;
        case.expect("a case")
    }

    pub async fn decide(
        &self,
        by: &Moderator,
        case: CaseId,
        deed: &str,
    ) -> Result<MeasureId, ModerateError> {
        let decision = Decision {
            deed: deed.into(),
            reason: format!("It has to be {deed}"),
            ..Decision::default()
        };
        moderation::decide(&self.fresh.forum, by, case, &decision).await
    }

    /// Opens a case and decides it.
    pub async fn act(&self, thing: Thing, deed: &str) -> MeasureId {
        let case = self.open(thing).await;
        let decided = self.decide(&self.mo, case, deed).await;
        decided.expect("it is decided")
    }

    pub async fn undo(&self, measure: MeasureId) -> Result<MeasureId, ModerateError> {
        moderation::undo(&self.fresh.forum, &self.olga, measure, "It was a mistake").await
    }

    pub async fn queue(&self, which: Waiting) -> Vec<Case> {
        let page = moderation::queue(&self.fresh.forum, &self.mo, which, None, 100).await;
        page.expect("a queue").items
    }

    pub async fn file(&self, case: CaseId) -> CaseFile {
        let file = moderation::case_file(&self.fresh.forum, &self.mo, case).await;
        file.expect("the database answers").expect("a case")
    }

    pub async fn measure(&self, viewer: &Viewer, id: MeasureId) -> MeasurePage {
        let found = moderation::measure(&self.fresh.forum, viewer, id).await;
        found.expect("the database answers").expect("a measure")
    }

    pub async fn plan_for(&self, viewer: &Viewer, id: PlanId) -> Plan {
        let plan = plans::find(&self.fresh.forum, viewer, id).await;
        plan.expect("the database answers").expect("it is there")
    }

    /// Whether everybody can read it.
    pub async fn is_shown(&self, plan: PlanId) -> bool {
        let plan = self.plan_for(&Viewer::Anonymous, plan).await;
        plan.readable_by(&Viewer::Anonymous)
    }

    /// Letters that wait to be sent to this person.
    pub async fn letters_to(&self, handle: &str) -> Vec<String> {
        let due = mail::due(&self.fresh.forum, 100).await.expect("letters");
        // To be read again.
        self.fresh.write("UPDATE mails SET due_at = 0", []).await;
        let to = format!("{handle}@example.org");
        due.into_iter()
            .filter(|letter| letter.to == to)
            .map(|letter| letter.body)
            .collect()
    }

    pub async fn log_is_whole(&self) {
        let report = log::verify(&self.fresh.forum)
            .await
            .expect("it can be read");
        assert_eq!(report.faults, Vec::<String>::new());
    }

    pub async fn forget_attempts(&self) {
        self.fresh.write("DELETE FROM attempts", []).await;
    }
}

pub async fn enrolled(fresh: &Fresh, handle: &str, role: Role) -> Member {
    let enrolment = Enrolment {
        handle: handle.into(),
        email: Some(format!("{handle}@example.org")),
        password: Some("seven wet umbrellas".into()),
        role: Some(role),
    };
    accounts::enrol(&fresh.forum, &enrolment)
        .await
        .expect("enrolled");
    let member = accounts::acting_as(&fresh.forum, handle).await;
    member.expect("it is read").expect("it is there")
}

pub fn account(of: &Member) -> Thing {
    Thing::Account(AccountId(of.id.0))
}
