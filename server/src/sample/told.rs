//! Telling what happened, by the functions that everybody else uses.

use super::{
    events::{Event, What},
    files::{Changed, Forked, Human, Placed, Plan, Remark},
    funded::{Entry, Funded},
    recommended::Recommended,
};
use anyhow::{Context, Result};
use domain::{
    Forum, Member, Viewer,
    accounts::{self, Enrolment},
    comments::{self, NewComment},
    forks::{self, NewFork},
    funding::{self, Applying, Decision},
    ids::{ApplicationId, CommentId, PlanId, RevisionNumber, RoundId},
    listings,
    plans::{self, Edit, NewPlan, Saved, Typed, TypedDifference},
    text::{SectionKey, sections},
};
use std::collections::HashMap;

/// The story as far as it has been told.
pub(super) struct Told<'s> {
    forum: &'s Forum,
    password: Option<&'s str>,
    members: HashMap<&'s str, Member>,
    plans: HashMap<&'s str, Posted>,
    comments: HashMap<(&'s str, &'s str), CommentId>,
    /// Of each funder, the round opened last.
    rounds: HashMap<&'s str, RoundId>,
    /// What was entered, by the plan's file.
    entered: HashMap<String, ApplicationId>,
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
            rounds: HashMap::new(),
            entered: HashMap::new(),
        }
    }

    /// Tells what happened next.
    pub(super) async fn tell(&mut self, event: &Event<'s>) -> Result<()> {
        let told = match event.what {
            What::Joined(human) => self.join(human).await,
            What::Published(plan) => self.publish(plan).await,
            What::Forked(plan, fork) => self.fork(plan, fork).await,
            What::Changed(plan, changed) => self.change(plan, changed).await,
            What::Placed(plan, place) => self.place(plan, place).await,
            What::Revised(plan, index) => self.revise(plan, index).await,
            What::Commented(plan, remark) => self.comment(plan, remark).await,
            What::Edited(plan, remark) => self.edit(plan, remark).await,
            What::Favorited(plan, remark) => self.favorite(plan, remark).await,
            What::Deleted(plan, remark) => self.delete(plan, remark).await,
            What::Recommended(listing) => self.recommend(listing).await,
            What::Opened(round) => self.open(round).await,
            What::Entered(round, entry) => self.enter(round, entry).await,
            What::Decided(round, entry) => self.decide(round, entry).await,
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
        let new = NewPlan {
            typed: plan.typed(),
            differs: self.differs(plan)?,
            draft: None,
        };
        let saved = plans::publish_new(self.forum, self.member(&plan.author)?, &new, None).await?;
        self.stands(plan, &saved, new.typed);
        Ok(())
    }

    fn differs(&self, plan: &Plan) -> Result<Vec<TypedDifference>> {
        let typed = plan.differs.iter().map(|differing| {
            let other = self.plans.get(differing.file().as_str());
            let other = other.context("what it differs from has not been posted yet")?;
            Ok(TypedDifference {
                plan: other.id,
                because: differing.because.clone(),
            })
        });
        typed.collect()
    }

    async fn fork(&mut self, plan: &'s Plan, fork: &Forked) -> Result<()> {
        let parent = self.plans.get(fork.file().as_str());
        let parent = parent.context("what it is made from has not been posted yet")?;
        let typed = NewFork {
            revision: Some(RevisionNumber(fork.revision)),
            reason: fork.reason.clone(),
            differs: fork.differs.clone(),
            title: plan.title.clone(),
            instead: None,
        };
        let author = self.member(&plan.author)?;
        let saved = forks::fork(self.forum, author, parent.id, &typed, None).await?;
        let says = self.head(saved.id).await?;
        self.stands(plan, &saved, says);
        Ok(())
    }

    /// What a plan says that was not typed here.
    async fn head(&self, id: PlanId) -> Result<Typed> {
        let (forum, viewer) = (self.forum, &Viewer::Anonymous);
        let plan = plans::find(forum, viewer, id).await?.context("a plan")?;
        let head = plans::revision(forum, viewer, &plan, plan.head).await?;
        Ok(head.context("a plan's newest revision")?.typed())
    }

    async fn change(&mut self, plan: &'s Plan, changed: &Changed) -> Result<()> {
        self.save(plan, plan.typed(), &changed.note).await
    }

    async fn revise(&mut self, plan: &'s Plan, index: usize) -> Result<()> {
        let change = &plan.revisions[index];
        let typed = change.apply(&self.posted(plan)?.typed)?;
        self.save(plan, typed, &change.note).await
    }

    async fn save(&mut self, plan: &'s Plan, typed: Typed, note: &str) -> Result<()> {
        let posted = self.posted(plan)?;
        let edit = Edit {
            base: posted.head.0,
            typed,
            note: note.to_owned(),
            ..Edit::default()
        };
        let author = self.member(&plan.author)?;
        let saved = plans::revise(self.forum, author, posted.id, &edit, None).await?;
        self.stands(plan, &saved, edit.typed);
        Ok(())
    }

    fn stands(&mut self, plan: &'s Plan, saved: &Saved, typed: Typed) {
        let posted = Posted {
            id: saved.id,
            head: saved.revision,
            typed,
        };
        self.plans.insert(&plan.file, posted);
    }

    async fn recommend(&self, listing: &Recommended) -> Result<()> {
        let moderator = self.member(&listing.by)?.moderator();
        let moderator = moderator.context("listings are made by moderators")?;
        let id = listings::make(self.forum, &moderator, &listing.typed(), None).await?;
        for pick in &listing.plans {
            let plan = self.plans.get(pick.file().as_str());
            let plan = plan.context("what it names has not been posted yet")?.id;
            listings::add(self.forum, &moderator, id, plan, &pick.note).await?;
        }
        listings::publish(self.forum, &moderator, id).await?;
        if listing.featured {
            listings::feature(self.forum, &moderator, id).await?;
        }
        Ok(())
    }

    async fn open(&mut self, round: &'s Funded) -> Result<()> {
        let funder = self.member(&round.by)?;
        let typed = round.typed(self.forum.now())?;
        let id = funding::make(self.forum, funder, &typed, None).await?;
        funding::publish(self.forum, funder, id).await?;
        self.rounds.insert(&round.by, id);
        Ok(())
    }

    /// Its founder enters a plan, and vouches for all that no number tells.
    async fn enter(&mut self, round: &Funded, entry: &'s Entry) -> Result<()> {
        let (forum, viewer) = (self.forum, &Viewer::Anonymous);
        let id = *self.rounds.get(round.by.as_str()).context("a round")?;
        let plan = self.plans.get(entry.file().as_str());
        let plan = plan.context("what is entered has not been posted yet")?.id;
        let plan = plans::find(forum, viewer, plan).await?.context("a plan")?;
        let handle = plan.author.person.context("a founder")?.handle;
        let said = funding::find(forum, viewer, id, None)
            .await?
            .context("a round")?
            .said;
        let vouched: Vec<usize> = (1..)
            .zip(&said.rules)
            .filter_map(|(number, rule)| rule.condition().is_attested().then_some(number))
            .collect();
        let applying = Applying {
            plan: plan.id,
            revision: None,
            version: said.number,
            attested: &vouched,
        };
        let founder = self.member(handle.as_str())?;
        let made = funding::apply(forum, founder, id, &applying, None).await?;
        if let Some([question, answer]) = &entry.asked {
            let asker = self.member(&round.by)?;
            let number = funding::ask(forum, asker, made, question, None).await?;
            funding::answer(forum, founder, number, answer).await?;
        }
        self.entered.insert(entry.file(), made);
        Ok(())
    }

    async fn decide(&self, round: &Funded, entry: &Entry) -> Result<()> {
        let funder = self.member(&round.by)?;
        let id = *self.entered.get(&entry.file()).context("an application")?;
        if entry.shortlisted {
            funding::shortlist(self.forum, funder, id, true).await?;
        }
        if let Some(decided) = &entry.decided {
            let decision = Decision {
                accept: decided.accept,
                rule: decided.rule,
                reason: &decided.reason,
            };
            funding::decide(self.forum, funder, id, &decision).await?;
        }
        Ok(())
    }

    async fn place(&self, plan: &Plan, place: &Placed) -> Result<()> {
        let id = self.posted(plan)?.id;
        let typed = place.typed(self.forum.now());
        forks::set_place(self.forum, self.member(&plan.author)?, id, &typed).await?;
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
            forecast: remark.forecast,
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
