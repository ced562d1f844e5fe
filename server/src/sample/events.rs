//! What happened, in the order in which it happened.

use super::files::{Human, Plan, Remark, Sample};
use anyhow::{Context, Result};
use domain::{
    Forum, Member,
    accounts::{self, Enrolment},
    clock::Timestamp,
    comments::{self, NewComment},
    ids::{CommentId, PlanId, RevisionNumber},
    plans::{self, Edit, Typed},
    text::{SectionKey, sections},
};
use std::{collections::HashMap, fmt};

/// One thing that happened.
pub(super) struct Event<'s> {
    days_ago: f64,
    what: What<'s>,
}

enum What<'s> {
    Joined(&'s Human),
    Published(&'s Plan),
    Revised(&'s Plan, usize),
    VotedPlan(&'s Plan, &'s str),
    Commented(&'s Plan, &'s Remark),
    VotedComment(&'s Plan, &'s Remark, &'s str),
    Edited(&'s Plan, &'s Remark),
    Favorited(&'s Plan, &'s Remark),
    Deleted(&'s Plan, &'s Remark),
}

impl Event<'_> {
    /// When it happened, seen from now.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "days of the last years, in microseconds, are far inside both types"
    )]
    pub(super) fn at(&self, now: Timestamp) -> Timestamp {
        now.plus(-(self.days_ago * Timestamp::DAY as f64) as i64)
    }
}

impl Event<'_> {
    /// Whether somebody votes, which nothing else depends on.
    pub(super) fn is_vote(&self) -> bool {
        matches!(self.what, What::VotedPlan(..) | What::VotedComment(..))
    }
}

impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plan = |plan: &Plan| plan.first().title;
        match &self.what {
            What::Joined(human) => write!(f, "{} joins", human.handle),
            What::Published(of) => write!(f, "“{}” is posted", plan(of)),
            What::Revised(of, index) => write!(f, "“{}” gets revision {}", plan(of), index + 2),
            What::VotedPlan(of, by) => write!(f, "{by} votes for “{}”", plan(of)),
            What::Commented(of, remark)
            | What::Edited(of, remark)
            | What::Favorited(of, remark)
            | What::VotedComment(of, remark, _)
            | What::Deleted(of, remark) => {
                write!(
                    f,
                    "comment {} by {} on “{}”",
                    remark.key,
                    remark.by,
                    plan(of)
                )
            }
        }
    }
}

/// Which part of the time that was left lies between things of which the files say only that they came after one another.
const SOON: f64 = 0.02;

/// Everything that happened, oldest first.
pub(super) fn in_order(sample: &Sample) -> Vec<Event<'_>> {
    let mut events = Vec::new();
    for human in &sample.people {
        add(&mut events, human.joined_days_ago, What::Joined(human));
    }
    for plan in &sample.plans {
        of_plan(&mut events, plan);
    }
    events.sort_by(|a, b| b.days_ago.total_cmp(&a.days_ago));
    events
}

fn add<'s>(events: &mut Vec<Event<'s>>, days_ago: f64, what: What<'s>) {
    let days_ago = days_ago.max(0.0);
    events.push(Event { days_ago, what });
}

fn of_plan<'s>(events: &mut Vec<Event<'s>>, plan: &'s Plan) {
    add(events, plan.days_ago, What::Published(plan));
    for (index, change) in plan.revisions.iter().enumerate() {
        add(events, change.days_ago, What::Revised(plan, index));
    }
    for (after, by) in (1_u32..).zip(&plan.votes) {
        let later = plan.days_ago - plan.days_ago * f64::from(after) * SOON;
        add(events, later, What::VotedPlan(plan, by));
    }
    for remark in &plan.comments {
        of_comment(events, plan, remark);
    }
}

fn of_comment<'s>(events: &mut Vec<Event<'s>>, plan: &'s Plan, remark: &'s Remark) {
    add(events, remark.days_ago, What::Commented(plan, remark));
    for (after, by) in (1_u32..).zip(&remark.votes) {
        let later = remark.days_ago - remark.days_ago.min(1.0) * f64::from(after) * SOON;
        add(events, later, What::VotedComment(plan, remark, by));
    }
    if let Some(edited) = &remark.edited {
        add(events, edited.days_ago, What::Edited(plan, remark));
    }
    if let Some(favorite) = &remark.favorite {
        let days_ago = favorite_days_ago(plan, remark, favorite.revision);
        add(events, days_ago, What::Favorited(plan, remark));
    }
    if remark.deleted {
        add(events, remark.days_ago / 2.0, What::Deleted(plan, remark));
    }
}

/// Soon after the revision that it caused, or else after the comment itself.
fn favorite_days_ago(plan: &Plan, remark: &Remark, revision: Option<i32>) -> f64 {
    let caused = revision
        .and_then(|number| usize::try_from(number - 2).ok())
        .and_then(|index| plan.revisions.get(index))
        .map_or(f64::INFINITY, |change| change.days_ago);
    let last = remark.days_ago.min(caused);
    last - last.min(1.0) * SOON
}

/// The story as far as it has been told.
pub(super) struct Told<'s> {
    forum: &'s Forum,
    password: Option<&'s str>,
    members: HashMap<&'s str, Member>,
    plans: HashMap<&'s str, Posted>,
    comments: HashMap<(&'s str, &'s str), CommentId>,
}

/// A plan as it stands.
struct Posted {
    id: PlanId,
    head: RevisionNumber,
    typed: Typed,
}

impl<'s> Told<'s> {
    /// Nothing has been told.
    pub(super) fn new(forum: &'s Forum, password: Option<&'s str>) -> Self {
        Self {
            forum,
            password,
            members: HashMap::new(),
            plans: HashMap::new(),
            comments: HashMap::new(),
        }
    }

    /// Tells what happened next.
    pub(super) async fn tell(&mut self, event: &Event<'s>) -> Result<()> {
        let told = match event.what {
            What::Joined(human) => self.join(human).await,
            What::Published(plan) => self.publish(plan).await,
            What::Revised(plan, index) => self.revise(plan, index).await,
            What::Commented(plan, remark) => self.comment(plan, remark).await,
            What::Edited(plan, remark) => self.edit(plan, remark).await,
            What::Favorited(plan, remark) => self.favorite(plan, remark).await,
            What::Deleted(plan, remark) => self.delete(plan, remark).await,
            What::VotedPlan(..) | What::VotedComment(..) => self.count(event).await,
        };
        told.with_context(|| format!("the sample forum: {event}"))
    }

    /// Counts somebody's vote.
    pub(super) async fn count(&self, event: &Event<'s>) -> Result<()> {
        match event.what {
            What::VotedPlan(plan, by) => {
                let id = self.posted(plan)?.id;
                plans::vote(self.forum, self.member(by)?, id).await?;
            }
            What::VotedComment(plan, remark, by) => {
                let id = self.commented(plan, &remark.key)?;
                comments::vote(self.forum, self.member(by)?, id).await?;
            }
            _ => {}
        }
        Ok(())
    }

    async fn edit(&self, plan: &Plan, remark: &Remark) -> Result<()> {
        let edit = comments::Edit {
            base: 0,
            body: remark.edited.as_ref().context("an edit")?.body.clone(),
        };
        let id = self.commented(plan, &remark.key)?;
        comments::edit(self.forum, self.member(&remark.by)?, id, &edit).await?;
        Ok(())
    }

    async fn favorite(&self, plan: &Plan, remark: &Remark) -> Result<()> {
        let favorite = remark.favorite.as_ref().context("a favorite")?;
        let id = self.commented(plan, &remark.key)?;
        let caused = favorite.revision.map(RevisionNumber);
        comments::favorite(self.forum, self.member(&plan.author)?, id, caused).await?;
        Ok(())
    }

    async fn delete(&self, plan: &Plan, remark: &Remark) -> Result<()> {
        let id = self.commented(plan, &remark.key)?;
        comments::delete(self.forum, self.member(&remark.by)?, id).await?;
        Ok(())
    }

    async fn join(&mut self, human: &'s Human) -> Result<()> {
        let enrolment = Enrolment {
            handle: human.handle.clone(),
            email: Some(format!("{}@people.example", human.handle)),
            password: self.password.map(str::to_owned),
            role: Some(human.role),
        };
        accounts::enrol(self.forum, &enrolment).await?;
        let member = accounts::acting_as(self.forum, &human.handle)
            .await?
            .context("somebody who has just joined is a member")?;
        accounts::edit_profile(self.forum, &member, &human.profile()).await?;
        self.members.insert(&human.handle, member);
        Ok(())
    }

    async fn publish(&mut self, plan: &'s Plan) -> Result<()> {
        let typed = plan.first();
        let saved = plans::publish(self.forum, self.member(&plan.author)?, &typed, None).await?;
        let posted = Posted {
            id: saved.id,
            head: saved.revision,
            typed,
        };
        self.plans.insert(&plan.file, posted);
        Ok(())
    }

    async fn revise(&mut self, plan: &'s Plan, index: usize) -> Result<()> {
        let change = &plan.revisions[index];
        let posted = self.posted(plan)?;
        let edit = Edit {
            base: posted.head.0,
            typed: change.apply(&posted.typed)?,
            note: change.note.clone(),
            draft: None,
        };
        let author = self.member(&plan.author)?;
        let saved = plans::revise(self.forum, author, posted.id, &edit, None).await?;
        let posted = Posted {
            id: saved.id,
            head: saved.revision,
            typed: edit.typed,
        };
        self.plans.insert(&plan.file, posted);
        Ok(())
    }

    async fn comment(&mut self, plan: &'s Plan, remark: &'s Remark) -> Result<()> {
        let posted = self.posted(plan)?;
        let parent = remark
            .parent
            .as_deref()
            .map(|key| self.commented(plan, key))
            .transpose()?;
        let section = remark.section.as_deref();
        let typed = NewComment {
            body: remark.body.clone(),
            parent,
            section: section
                .map(|title| section_key(&posted.typed.body, title))
                .transpose()?
                .map(|key| key.to_string()),
            quote: remark.quote.clone(),
        };
        let author = self.member(&remark.by)?;
        let made = comments::post(self.forum, author, posted.id, &typed, None).await?;
        self.comments.insert((&plan.file, &remark.key), made.id);
        Ok(())
    }

    fn member(&self, handle: &str) -> Result<&Member> {
        self.members
            .get(handle)
            .with_context(|| format!("{handle} has not joined yet"))
    }

    fn posted(&self, plan: &Plan) -> Result<&Posted> {
        self.plans
            .get(plan.file.as_str())
            .context("the plan has not been posted yet")
    }

    fn commented(&self, plan: &Plan, key: &str) -> Result<CommentId> {
        self.comments
            .get(&(plan.file.as_str(), key))
            .copied()
            .with_context(|| format!("there is no comment {key} yet"))
    }
}

/// The key of the section under this heading.
fn section_key(body: &str, title: &str) -> Result<SectionKey> {
    let sections = sections::sections(body)?;
    sections
        .into_iter()
        .find(|section| section.title == title)
        .map(|section| section.key)
        .with_context(|| format!("there is no section “{title}”"))
}
