//! The rows of some plans, made on any thread: everything but the log's places, which follow one
//! another.

use super::{texts, world::World};
use crate::{
    broken::Broken,
    clock::Timestamp,
    comments::{self, NewComment},
    hash::Hash,
    ids::{AccountId, CommentId, PlanId, RevisionNumber},
    log::{Act, Kind, Subject},
    plans::{self, Cause, Content, Numbered, Prepared, Typed, hot},
    tables::{
        comment_votes, comments as comment_rows, plan_tags, plan_votes, plans as plan_rows,
        revisions,
    },
    text::markdown::{self, Context, RENDERER, RenderedSection},
};
use rand::{Rng, RngExt, rngs::StdRng};
use sea_orm::ActiveValue::Set;

/// Every so many plans there is one with a second revision.
const REVISED: u32 = 8;
/// An answer is at most this deep.
const DEEPEST: i32 = 4;
/// The most votes that a plan gets.
const MOST_VOTES: f64 = 300.0;

/// The rows, in the order in which they must be inserted.
#[derive(Default)]
pub(super) struct Batch {
    /// How many plans there are with this batch.
    pub until: u32,
    pub plans: Vec<plan_rows::ActiveModel>,
    pub tags: Vec<plan_tags::ActiveModel>,
    pub revisions: Vec<revisions::ActiveModel>,
    pub comments: Vec<comment_rows::ActiveModel>,
    pub plan_votes: Vec<plan_votes::ActiveModel>,
    pub comment_votes: Vec<comment_votes::ActiveModel>,
    pub acts: Vec<(Timestamp, Act)>,
}

/// A plan of which the rows are being made.
struct Founded {
    /// Its place among all, from 0.
    index: u32,
    id: PlanId,
    author: AccountId,
    sections: Vec<RenderedSection>,
}

/// A comment that may be answered.
struct Said {
    id: CommentId,
    root: CommentId,
    depth: i32,
    section: Option<String>,
    /// Where its row is in the batch.
    row: usize,
}

impl Batch {
    /// The same rows for the same batch of the same world.
    pub(super) fn make(world: &World, index: u32) -> Result<Self, Broken> {
        let mut batch = Self::default();
        let mut chance = world.chance(index);
        let plans = world.plans_of(index);
        batch.until = plans.end;
        for plan in plans {
            batch.plan(world, &mut chance, plan)?;
        }
        Ok(batch)
    }

    fn plan(&mut self, world: &World, chance: &mut StdRng, index: u32) -> Result<(), Broken> {
        let typed = texts::plan(chance);
        let mut founded = Founded {
            index,
            id: PlanId(i64::from(index) + 1),
            author: world.anybody(chance),
            sections: Vec::new(),
        };
        let steps = world.amount.comments_per_plan + 2;
        let posted = world.when(index, 0, steps);
        let revised = index % REVISED == REVISED - 1;
        let content = checked(&typed)?;
        self.revision(
            chance,
            &mut founded,
            RevisionNumber::FIRST,
            &content,
            posted,
        )?;
        let votes = self.votes(world, chance, &founded, posted);
        let mut row = plans::plan_row(founded.author, &content, posted)?;
        row.id = Set(founded.id);
        row.votes = Set(votes);
        row.hot = Set(hot(votes, posted));
        row.comments = Set(i64::from(world.amount.comments_per_plan));
        self.comments(world, chance, &founded)?;
        if revised {
            let at = world.when(index, steps - 1, steps);
            let content = checked(&texts::changed(chance, &typed))?;
            let second = RevisionNumber::FIRST.next();
            self.revision(chance, &mut founded, second, &content, at)?;
            row.head = Set(second);
            row.changed_at = Set(at);
        }
        self.plans.push(row);
        self.tags
            .extend(content.tags().iter().map(|tag| plan_tags::ActiveModel {
                tag: Set(tag.to_string()),
                plan_id: Set(founded.id),
            }));
        Ok(())
    }

    fn revision(
        &mut self,
        chance: &mut StdRng,
        founded: &mut Founded,
        number: RevisionNumber,
        content: &Content,
        at: Timestamp,
    ) -> Result<(), Broken> {
        let rendered = markdown::render(content.body(), &Context::body(&|_| false))
            .map_err(|error| Broken::internal(error.to_string()))?;
        let prepared = Prepared::new(&rendered, content, salt(chance))?;
        founded.sections = rendered.sections;
        let (kind, note) = if number == RevisionNumber::FIRST {
            (Kind::PlanPublished, "First version")
        } else {
            (
                Kind::PlanRevised,
                "What has changed since the first version",
            )
        };
        let act = Act::by(founded.author, kind, Subject::Plan(founded.id))
            .with("revision", number.0)
            .with("content", prepared.hash());
        self.acts.push((at, act));
        let numbered = Numbered {
            plan: founded.id,
            number,
            author: founded.author,
            note,
            cause: Cause::Written,
        };
        self.revisions
            .push(plans::revision_row(&numbered, content, prepared, at));
        Ok(())
    }

    /// Many plans get a few votes, a few get many.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the most there can be"
    )]
    fn votes(
        &mut self,
        world: &World,
        chance: &mut StdRng,
        founded: &Founded,
        posted: Timestamp,
    ) -> i64 {
        let luck: f64 = chance.random_range(0.002..1.0);
        let votes = (luck.recip().sqrt() * 2.0 - 2.0).min(MOST_VOTES) as u32;
        let votes = votes.min(world.people() - 1);
        self.plan_votes
            .extend((1..=votes).map(|places| plan_votes::ActiveModel {
                plan_id: Set(founded.id),
                account_id: Set(world.after(founded.author, places)),
                created_at: Set(posted),
            }));
        i64::from(votes)
    }

    fn comments(
        &mut self,
        world: &World,
        chance: &mut StdRng,
        founded: &Founded,
    ) -> Result<(), Broken> {
        let mut thread: Vec<Said> = Vec::new();
        for step in 0..world.amount.comments_per_plan {
            let answered = (!thread.is_empty() && chance.random_bool(0.5))
                .then(|| chance.random_range(0..thread.len()))
                .filter(|at| thread[*at].depth < DEEPEST);
            let said =
                self.comment(world, chance, founded, step, answered.map(|at| &thread[at]))?;
            if let Some(at) = answered {
                self.count_answer(thread[at].row);
            }
            thread.push(said);
        }
        Ok(())
    }

    fn count_answer(&mut self, row: usize) {
        if let Set(replies) = &mut self.comments[row].replies {
            *replies += 1;
        }
    }

    fn comment(
        &mut self,
        world: &World,
        chance: &mut StdRng,
        founded: &Founded,
        step: u32,
        above: Option<&Said>,
    ) -> Result<Said, Broken> {
        let each = i64::from(world.amount.comments_per_plan);
        let id = CommentId(i64::from(founded.index) * each + i64::from(step) + 1);
        let at = world.when(founded.index, step + 1, world.amount.comments_per_plan + 2);
        let author = world.anybody(chance);
        let (body, html) = &world.remarks[chance.random_range(0..world.remarks.len())];
        let named = (above.is_none() && chance.random_bool(0.6) && !founded.sections.is_empty())
            .then(|| &founded.sections[chance.random_range(0..founded.sections.len())]);
        let content = comments::Content::check(&NewComment {
            body: body.clone(),
            section: named.map(|section| section.key.to_string()),
            ..NewComment::default()
        })
        .map_err(|problems| Broken::internal(problems.to_string()))?;
        let salt = salt(chance);
        let hash = Hash::of_content(&salt, &content)?;
        let section = named
            .map(|section| section.key.to_string())
            .or_else(|| above.and_then(|above| above.section.clone()));
        let votes = self.comment_votes(world, chance, id, author, at);
        let act = Act::by(author, Kind::CommentPosted, Subject::Plan(founded.id))
            .with("comment", id.0)
            .with("parent", above.map(|above| above.id.0))
            .with("revision", RevisionNumber::FIRST.0)
            .with("content", hash);
        self.acts.push((at, act));
        let said = Said {
            id,
            root: above.map_or(id, |above| above.root),
            depth: above.map_or(0, |above| above.depth + 1),
            section: section.clone(),
            row: self.comments.len(),
        };
        self.comments.push(comment_rows::ActiveModel {
            id: Set(id),
            plan_id: Set(founded.id),
            root_id: Set(above.map(|above| above.root)),
            parent_id: Set(above.map(|above| above.id)),
            depth: Set(said.depth),
            author_id: Set(author),
            revision: Set(RevisionNumber::FIRST),
            section: Set(section),
            section_title: Set(named.map(|section| section.title.clone())),
            section_hash: Set(named.map(|section| section.hash.as_str().into())),
            quote: Set(None),
            body: Set(content.body().into()),
            html: Set(html.clone()),
            renderer: Set(RENDERER),
            state: Set(comments::State::Shown),
            created_at: Set(at),
            votes: Set(votes),
            replies: Set(0),
            salt: Set(salt.to_vec()),
            content_hash: Set(hash.to_vec()),
            ..Default::default()
        });
        Ok(said)
    }

    fn comment_votes(
        &mut self,
        world: &World,
        chance: &mut StdRng,
        comment: CommentId,
        author: AccountId,
        at: Timestamp,
    ) -> i64 {
        let votes = chance.random_range(0..6_u32).saturating_sub(3);
        self.comment_votes
            .extend((1..=votes).map(|places| comment_votes::ActiveModel {
                comment_id: Set(comment),
                account_id: Set(world.after(author, places)),
                created_at: Set(at),
            }));
        i64::from(votes)
    }
}

fn checked(typed: &Typed) -> Result<Content, Broken> {
    Content::check(typed).map_err(|problems| Broken::internal(problems.to_string()))
}

fn salt(chance: &mut StdRng) -> [u8; 16] {
    let mut salt = [0; 16];
    chance.fill_bytes(&mut salt);
    salt
}
