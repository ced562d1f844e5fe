//! Comments as they are read.

use super::stored_key;
use crate::{
    accounts::{self, Byline},
    broken::Broken,
    clock::Timestamp,
    comments::{Forecast, Place, SectionNow, State},
    forum::Forum,
    ids::{AccountId, CommentId, MeasureId, PlanId, RevisionNumber},
    numbers::{CheckedNumbers, Numbers, Scenario},
    plans::Plan,
    rendering,
    tables::{comment_votes, comments, revisions},
    text::{SectionKey, markdown::RenderedSection, without_links},
    viewer::Viewer,
};
use sea_orm::{
    ColumnTrait, Condition, DerivePartialModel, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
};
use std::collections::{HashMap, HashSet};

/// A comment as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its number.
    pub id: CommentId,
    /// The plan that it is on.
    pub plan: PlanId,
    /// The comment that began its thread: itself, when it answers none.
    pub root: CommentId,
    /// The comment that it answers.
    pub parent: Option<CommentId>,
    /// How many comments stand above it in its thread.
    pub depth: i32,
    /// Who wrote it. Of no concern to readers once it is no longer shown.
    pub author: Byline,
    /// Whether its writer founded the plan.
    pub by_founder: bool,
    /// The plan's newest revision when it was written.
    pub revision: RevisionNumber,
    /// The plan that it was written on, where that was merged into this one.
    pub from: Option<PlanId>,
    /// The section that it names.
    pub on: Option<OnSection>,
    /// What it counts on in place of the plan's numbers. Nothing when it is no longer shown.
    pub forecast: Option<Counted>,
    /// What it says, made safe to put into a page. Empty when it is no longer shown.
    pub html: String,
    /// Whether it is shown.
    pub state: State,
    /// The measure by which moderators, or the forum by itself, keep it from readers' eyes.
    pub withheld: Option<MeasureId>,
    /// The measure by which its links lead nowhere.
    pub unlinked: Option<MeasureId>,
    /// When it was posted.
    pub created_at: Timestamp,
    /// When it got the text that it has now, if that is not the first.
    pub edited_at: Option<Timestamp>,
    /// How often it was edited.
    pub edits: i32,
    /// How many people agree.
    pub votes: i64,
    /// Whether this viewer agrees.
    pub voted: bool,
    /// How many comments answer it that have not been taken back.
    pub replies: i64,
    /// Whether some of its answers are left out of the list that it is in: they are on its own page.
    pub continues: bool,
    /// That it was lifted up.
    pub favorite: Option<Favorite>,
}

/// The section that a comment names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnSection {
    /// The section's key.
    pub key: SectionKey,
    /// Its title then.
    pub title: String,
    /// The passage quoted from it.
    pub quote: Option<String>,
    /// What became of it.
    pub now: SectionNow,
}

/// What a comment counts on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What differs from the plan as it was then.
    pub scenario: Scenario,
    /// What comes of it.
    pub numbers: CheckedNumbers,
    /// What the plan counted on then; none once that revision was erased.
    pub planned: Option<CheckedNumbers>,
}

/// That a comment was lifted up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Favorite {
    /// Whether the plan's founder did it; a moderator otherwise.
    pub by_founder: bool,
    /// When.
    pub at: Timestamp,
    /// The revision that it caused.
    pub revision: Option<RevisionNumber>,
}

/// What is read of a row: all but the source and the hashes.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "comments::Entity")]
pub(super) struct Row {
    pub id: CommentId,
    pub plan_id: PlanId,
    pub root_id: Option<CommentId>,
    pub parent_id: Option<CommentId>,
    pub depth: i32,
    pub author_id: AccountId,
    pub revision: RevisionNumber,
    pub section: Option<String>,
    pub section_title: Option<String>,
    pub section_hash: Option<String>,
    pub from_plan: Option<PlanId>,
    pub quote: Option<String>,
    pub forecast: Option<String>,
    pub html: String,
    pub renderer: i32,
    pub state: State,
    pub withheld: Option<MeasureId>,
    pub unlinked: Option<MeasureId>,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub edits: i32,
    pub votes: i64,
    pub replies: i64,
    pub favorite_by: Option<AccountId>,
    pub favorite_at: Option<Timestamp>,
    pub favorite_revision: Option<RevisionNumber>,
}

impl Row {
    /// The revision that it is of, by its number on the plan that it was written on.
    fn stands_on(&self) -> (PlanId, RevisionNumber) {
        (self.from_plan.unwrap_or(self.plan_id), self.revision)
    }

    pub(super) fn place(&self) -> Place {
        Place {
            id: self.id,
            parent: self.parent_id,
            votes: self.votes,
        }
    }
}

/// The sections of a plan's newest revision, which every reading of its comments compares with.
///
/// # Errors
/// When the database fails.
pub async fn sections(forum: &Forum, plan: &Plan) -> Result<Vec<RenderedSection>, Broken> {
    let sections: Option<String> = revisions::Entity::find()
        .filter(revisions::Column::PlanId.eq(plan.id))
        .filter(revisions::Column::Number.eq(plan.head))
        .select_only()
        .column(revisions::Column::Sections)
        .into_tuple()
        .one(forum.read())
        .await?;
    Ok(serde_json::from_str(sections.as_deref().unwrap_or("[]"))?)
}

/// Puts today's HTML in the place of what an older renderer made, without the links that moderators removed.
pub(super) async fn refresh(forum: &Forum, rows: &mut [Row]) -> Result<(), Broken> {
    let shown = rows.iter_mut().filter(|row| row.state == State::Shown);
    let stored = shown.map(|row| (row.id, row.renderer, &mut row.html));
    rendering::refresh::<comments::Entity>(forum, stored).await?;
    for row in rows.iter_mut().filter(|row| row.unlinked.is_some()) {
        row.html = without_links(&row.html, &forum.policy().public_url);
    }
    Ok(())
}

/// Rows of one plan as comments, with their authors and this viewer's votes, in two queries
/// however many; where there are forecasts, in three.
pub(super) async fn read(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
    sections: &[RenderedSection],
    mut rows: Vec<Row>,
) -> Result<Vec<Comment>, Broken> {
    refresh(forum, &mut rows).await?;
    let (authors, voted, mut forecasts) = tokio::try_join!(
        accounts::bylines(forum, rows.iter().map(|row| row.author_id)),
        voted(forum, viewer, &rows),
        forecasts(forum, &rows),
    )?;
    rows.into_iter()
        .map(|row| {
            let author = authors.of(row.author_id);
            let voted = voted.contains(&row.id);
            let forecast = forecasts.remove(&row.id);
            let comment = Comment::from_row(row, plan.author.id, sections, author, voted)?;
            Ok(Comment {
                forecast,
                ..comment
            })
        })
        .collect()
}

/// What the shown ones among these count on, beside what the plan did then.
async fn forecasts(forum: &Forum, rows: &[Row]) -> Result<HashMap<CommentId, Counted>, Broken> {
    let shown = rows.iter().filter(|row| row.state == State::Shown);
    let counting: Vec<_> = shown
        .filter_map(|row| Some((row.id, row.stands_on(), row.forecast.as_deref()?)))
        .collect();
    if counting.is_empty() {
        return Ok(HashMap::new());
    }
    let planned = planned(forum, counting.iter().map(|(_, of, _)| *of)).await?;
    let counted = counting.into_iter().map(|(id, of, forecast)| {
        let Forecast { scenario, numbers } = serde_json::from_str(forecast)?;
        let numbers = checked(numbers)?;
        let planned = planned.get(&of).cloned();
        Ok((
            id,
            Counted {
                scenario,
                numbers,
                planned,
            },
        ))
    });
    counted.collect()
}

fn checked(numbers: Numbers) -> Result<CheckedNumbers, Broken> {
    let wrong = |problems| Broken::internal(format!("stored numbers: {problems}"));
    numbers.check().map_err(wrong)
}

/// The numbers of these revisions.
async fn planned(
    forum: &Forum,
    of: impl Iterator<Item = (PlanId, RevisionNumber)>,
) -> Result<HashMap<(PlanId, RevisionNumber), CheckedNumbers>, Broken> {
    let any = of.fold(Condition::any(), |any, (plan, number)| {
        any.add(
            revisions::Column::PlanId
                .eq(plan)
                .and(revisions::Column::Number.eq(number)),
        )
    });
    let rows: Vec<(PlanId, RevisionNumber, String)> = revisions::Entity::find()
        .select_only()
        .columns([
            revisions::Column::PlanId,
            revisions::Column::Number,
            revisions::Column::Numbers,
        ])
        .filter(any)
        .filter(revisions::Column::Numbers.is_not_null())
        .into_tuple()
        .all(forum.read())
        .await?;
    rows.into_iter()
        .map(|(plan, number, numbers)| {
            Ok(((plan, number), checked(serde_json::from_str(&numbers)?)?))
        })
        .collect()
}

async fn voted(forum: &Forum, viewer: &Viewer, rows: &[Row]) -> Result<HashSet<CommentId>, Broken> {
    let Some(id) = viewer.id() else {
        return Ok(HashSet::new());
    };
    if rows.is_empty() {
        return Ok(HashSet::new());
    }
    let voted: Vec<CommentId> = comment_votes::Entity::find()
        .select_only()
        .column(comment_votes::Column::CommentId)
        .filter(comment_votes::Column::AccountId.eq(id))
        .filter(comment_votes::Column::CommentId.is_in(rows.iter().map(|row| row.id)))
        .into_tuple()
        .all(forum.read())
        .await?;
    Ok(voted.into_iter().collect())
}

impl Comment {
    fn from_row(
        row: Row,
        founder: AccountId,
        sections: &[RenderedSection],
        author: Byline,
        voted: bool,
    ) -> Result<Self, Broken> {
        let shown = row.state == State::Shown;
        Ok(Self {
            on: OnSection::from_row(&row, sections)?,
            favorite: row.favorite_at.filter(|_| shown).map(|at| Favorite {
                by_founder: row.favorite_by == Some(founder),
                at,
                revision: row.favorite_revision,
            }),
            id: row.id,
            plan: row.plan_id,
            root: row.root_id.unwrap_or(row.id),
            parent: row.parent_id,
            depth: row.depth,
            by_founder: row.author_id == founder,
            author,
            revision: row.revision,
            from: row.from_plan,
            forecast: None,
            html: if shown { row.html } else { String::new() },
            state: row.state,
            withheld: row.withheld,
            unlinked: row.unlinked,
            created_at: row.created_at,
            edited_at: row.edited_at,
            edits: row.edits,
            votes: row.votes,
            voted,
            replies: row.replies,
            continues: false,
        })
    }
}

impl OnSection {
    fn from_row(row: &Row, sections: &[RenderedSection]) -> Result<Option<Self>, Broken> {
        let (Some(key), Some(title)) = (&row.section, &row.section_title) else {
            return Ok(None);
        };
        let key = stored_key(key)?;
        let now = match sections.iter().find(|section| section.key == key) {
            None => SectionNow::Gone,
            Some(section) if Some(section.hash.as_str()) == row.section_hash.as_deref() => {
                SectionNow::Same
            }
            Some(_) => SectionNow::Changed,
        };
        Ok(Some(Self {
            key,
            title: title.clone(),
            quote: row.quote.clone().filter(|_| row.state == State::Shown),
            now,
        }))
    }
}
