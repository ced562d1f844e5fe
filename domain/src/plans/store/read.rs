//! Looking up one plan and its revisions.

use super::{
    Figures, Fork,
    fork::{Parents, parents},
};
use crate::{
    accounts::{self, Byline, Bylines},
    broken::Broken,
    clock::Timestamp,
    forks::{Lineage, Origin, RevisionOrigin},
    forum::Forum,
    ids::{MeasureId, PlanId, RevisionNumber, SuggestionId},
    numbers::Numbers,
    plans::{Licence, Stage, State, Tag, Typed, slug},
    rendering,
    tables::{plan_votes, plans, revisions},
    text::{
        SectionKey,
        markdown::{RENDERER, Rendered},
        sections, without_links,
    },
    viewer::{Member, Viewer},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// A plan as its lists and its page's head show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Its number.
    pub id: PlanId,
    /// The readable end of its address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The plan in two sentences.
    pub pitch: String,
    /// How far it is.
    pub stage: Stage,
    /// Under which licence it may be copied.
    pub licence: Licence,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// Whether it is to be seen.
    pub state: State,
    /// Who posted it.
    pub author: Byline,
    /// Its newest revision.
    pub head: RevisionNumber,
    /// What it was made from, if it is a fork.
    pub fork: Option<Fork>,
    /// Where it came from, if that is another forum.
    pub origin: Option<Origin>,
    /// The family that it belongs to.
    pub family: Family,
    /// When it was posted.
    pub created_at: Timestamp,
    /// When its newest revision was saved.
    pub changed_at: Timestamp,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
    /// The measure by which moderators, or the forum by itself, keep it from readers' eyes.
    pub withheld: Option<MeasureId>,
    /// The measure by which nobody may comment on it any more.
    pub locked: Option<MeasureId>,
    /// The measure by which it counts as outdated.
    pub outdated: Option<MeasureId>,
    /// The measure by which it got the title and the tags of its newest revision.
    pub edited: Option<MeasureId>,
    /// The measure by which its links lead nowhere.
    pub unlinked: Option<MeasureId>,
    /// The plan that it was merged into.
    pub merged_into: Option<PlanId>,
    /// How many people voted for it.
    pub votes: i64,
    /// How many comments it has.
    pub comments: i64,
    /// How many plans were made from it and are to be seen.
    pub forks: i64,
    /// In how many places it runs, with everything that was forked from it.
    pub running: i64,
    /// How many suggestions wait for its author.
    pub suggestions: i64,
    /// Its figures, if it has numbers.
    pub figures: Option<Figures>,
    /// Whether this viewer voted for it.
    pub voted: bool,
}

/// What a plan is called that is withheld.
pub const WITHHELD_TITLE: &str = "A hidden plan";

/// Where in a family a plan stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// The first ancestor: the plan itself when it was forked from none.
    pub first: PlanId,
    /// How many ancestors it has.
    pub generation: i32,
    /// The way down from the first ancestor.
    pub lineage: Lineage,
}

impl Family {
    pub(crate) fn of_row(row: &plans::Model) -> Self {
        Self {
            first: row.family.unwrap_or(row.id),
            generation: row.generation,
            lineage: row.lineage.clone(),
        }
    }
}

/// One state of a plan, with its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    /// Its number in the plan.
    pub number: RevisionNumber,
    /// Who wrote it.
    pub author: Byline,
    /// The title then.
    pub title: String,
    /// The pitch then.
    pub pitch: String,
    /// The body, in Markdown.
    pub body: String,
    /// The body, rendered and made safe, with its sections.
    pub rendered: Rendered,
    /// The stage then.
    pub stage: Stage,
    /// The licence then.
    pub licence: Licence,
    /// The tags then.
    pub tags: Vec<Tag>,
    /// The numbers then.
    pub numbers: Option<Numbers>,
    /// What was changed and why.
    pub note: String,
    /// The revision whose content this one brought back.
    pub restored_from: Option<RevisionNumber>,
    /// The suggestion of which it took over parts.
    pub suggestion: Option<SuggestionId>,
    /// The parent's revision of which it took over parts.
    pub pulled: Option<RevisionNumber>,
    /// Who wrote it where, if that is another forum.
    pub origin: Option<RevisionOrigin>,
    /// When it was saved.
    pub created_at: Timestamp,
    /// When its text was erased.
    pub erased_at: Option<Timestamp>,
}

/// The plan of this number, if this viewer may know of it. A withdrawn plan is found too: its
/// author may read it, everybody else is to be shown no more than [`Plan::title`],
/// [`Plan::licence`] and the dates.
///
/// # Errors
/// When the database fails.
pub async fn find(forum: &Forum, viewer: &Viewer, id: PlanId) -> Result<Option<Plan>, Broken> {
    let Some(row) = plans::Entity::find_by_id(id).one(forum.read()).await? else {
        return Ok(None);
    };
    let mut found = with_authors(forum, viewer, vec![row]).await?;
    Ok(found.pop())
}

/// Those of these plans that this viewer may know of. As of [`find`], of one that was withdrawn no more is
/// to be shown than [`Plan::as_seen_by`] leaves.
pub(crate) async fn known(
    forum: &Forum,
    viewer: &Viewer,
    ids: Vec<PlanId>,
) -> Result<Vec<Plan>, Broken> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = plans::Entity::find()
        .filter(plans::Column::Id.is_in(ids))
        .all(forum.read())
        .await?;
    with_authors(forum, viewer, rows).await
}

/// Those of these plans that everybody may see, as lists show them.
///
/// # Errors
/// When the database fails.
pub async fn published(
    forum: &Forum,
    viewer: &Viewer,
    ids: &[PlanId],
) -> Result<Vec<Plan>, Broken> {
    let rows = plans::Entity::find()
        .filter(plans::Column::Id.is_in(ids.iter().copied()))
        .filter(plans::Column::State.eq(State::Published))
        .all(forum.read())
        .await?;
    with_authors(forum, viewer, rows).await
}

/// These plans, each with no more of it than this viewer may see.
pub(crate) async fn as_seen(
    forum: &Forum,
    viewer: &Viewer,
    ids: &[PlanId],
) -> Result<Vec<Plan>, Broken> {
    let rows = plans::Entity::find()
        .filter(plans::Column::Id.is_in(ids.iter().copied()))
        .all(forum.read())
        .await?;
    let plans = with_authors(forum, viewer, rows).await?.into_iter();
    Ok(plans.map(|plan| plan.as_seen_by(viewer)).collect())
}

/// A revision of a plan that this viewer may read.
///
/// # Errors
/// When the database fails.
pub async fn revision(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
    number: RevisionNumber,
) -> Result<Option<Revision>, Broken> {
    if !plan.readable_by(viewer) {
        return Ok(None);
    }
    let row = revisions::Entity::find()
        .filter(revisions::Column::PlanId.eq(plan.id))
        .filter(revisions::Column::Number.eq(number))
        .one(forum.read())
        .await?;
    let Some(mut row) = row else {
        return Ok(None);
    };
    refresh(forum, &mut row).await?;
    if plan.unlinked.is_some() {
        row.html = without_links(&row.html, &forum.policy().public_url);
    }
    let author = if row.author_id == plan.author.id {
        plan.author.clone()
    } else {
        accounts::byline(forum, row.author_id).await?
    };
    Ok(Some(Revision::from_row(row, author)?))
}

/// Puts today's HTML in the place of what an older renderer made.
async fn refresh(forum: &Forum, row: &mut revisions::Model) -> Result<(), Broken> {
    if row.renderer >= RENDERER || row.erased_at.is_some() {
        return Ok(());
    }
    let mut anew = rendering::anew::<revisions::Entity>(forum, vec![row.id]).await?;
    let rendered = anew.remove(&row.id).unwrap_or_default();
    row.html = rendered.html;
    row.sections = serde_json::to_string(&rendered.sections)?;
    Ok(())
}

impl Plan {
    /// Whether this viewer may read the plan's text: everybody while it is published, its author
    /// when it is withdrawn, its author and moderators when it is withheld.
    #[must_use]
    pub fn readable_by(&self, viewer: &Viewer) -> bool {
        let is_moderator = || viewer.member().is_some_and(Member::is_moderator);
        self.state == State::Published
            || viewer.id() == Some(self.author.id)
            || (self.withheld.is_some() && self.withdrawn_at.is_none() && is_moderator())
    }

    /// Of one that is withheld from this viewer not even what it is called, unless it is for being there twice.
    fn named_for(self, viewer: &Viewer) -> Self {
        if self.withheld.is_none() || self.merged_into.is_some() || self.readable_by(viewer) {
            return self;
        }
        Self {
            title: WITHHELD_TITLE.into(),
            slug: slug(WITHHELD_TITLE),
            ..self
        }
    }

    /// The plan with no more of it than this viewer may see: of one that was withdrawn, what its
    /// tombstone shows.
    #[must_use]
    pub fn as_seen_by(self, viewer: &Viewer) -> Self {
        if self.readable_by(viewer) {
            return self;
        }
        Self {
            pitch: String::new(),
            tags: Vec::new(),
            figures: None,
            origin: None,
            fork: self.fork.map(|fork| Fork {
                reason: String::new(),
                differs: None,
                ..fork
            }),
            ..self
        }
    }

    fn from_row(
        row: plans::Model,
        parents: &Parents,
        authors: &Bylines,
        voted: bool,
    ) -> Result<Self, Broken> {
        let fork = Fork::from_row(&row, parents, authors);
        let author = authors.of(row.author_id);
        let family = Family::of_row(&row);
        Ok(Self {
            id: row.id,
            slug: row.slug,
            title: row.title,
            pitch: row.pitch,
            stage: row.stage,
            licence: row.licence,
            tags: stored_tags(&row.tags)?,
            state: row.state,
            author,
            head: row.head,
            fork,
            origin: row
                .origin
                .as_deref()
                .map(serde_json::from_str)
                .transpose()?,
            family,
            created_at: row.created_at,
            changed_at: row.changed_at,
            withdrawn_at: row.withdrawn_at,
            withheld: row.withheld,
            locked: row.locked,
            outdated: row.outdated,
            edited: row.edited,
            unlinked: row.unlinked,
            merged_into: row.merged_into,
            votes: row.votes,
            comments: row.comments,
            forks: row.forks,
            running: row.running,
            suggestions: row.suggestions,
            figures: row
                .figures
                .as_deref()
                .map(serde_json::from_str)
                .transpose()?,
            voted,
        })
    }
}

impl Revision {
    /// The Markdown of one of its sections, heading included; nothing when it has no such section.
    #[must_use]
    pub fn section_source(&self, key: &SectionKey) -> Option<String> {
        let sections = sections::sections(&self.body).ok()?;
        let section = sections.into_iter().find(|section| section.key == *key)?;
        Some(self.body[section.range].trim_end().to_owned())
    }

    /// The name of whoever wrote it: of one that was brought from another forum, its author's there.
    #[must_use]
    pub fn written_by(&self) -> &str {
        match &self.origin {
            Some(origin) => &origin.author,
            None => self.author.name(),
        }
    }

    /// Its content as a form has it, to go on from.
    #[must_use]
    pub fn typed(&self) -> Typed {
        Typed {
            title: self.title.clone(),
            pitch: self.pitch.clone(),
            body: self.body.clone(),
            tags: self.tags.iter().map(ToString::to_string).collect(),
            stage: self.stage.to_string(),
            licence: self.licence.to_string(),
            numbers: self.numbers.clone(),
        }
    }

    pub(super) fn from_row(row: revisions::Model, author: Byline) -> Result<Self, Broken> {
        Ok(Self {
            number: row.number,
            author,
            title: row.title,
            pitch: row.pitch,
            body: row.body,
            rendered: Rendered {
                html: row.html,
                sections: serde_json::from_str(&row.sections)?,
            },
            stage: row.stage,
            licence: row.licence,
            tags: stored_tags(&row.tags)?,
            numbers: row
                .numbers
                .as_deref()
                .map(serde_json::from_str)
                .transpose()?,
            note: row.note,
            restored_from: row.restored_from,
            suggestion: row.suggestion_id,
            pulled: row.pulled_revision,
            origin: row
                .origin
                .as_deref()
                .map(serde_json::from_str)
                .transpose()?,
            created_at: row.created_at,
            erased_at: row.erased_at,
        })
    }
}

/// What a plan says in a revision, as a form has it; nothing once its text was erased.
pub(crate) async fn typed_in(
    db: &impl ConnectionTrait,
    plan: PlanId,
    number: RevisionNumber,
) -> Result<Option<Typed>, Broken> {
    let row = revisions::Entity::find()
        .filter(revisions::Column::PlanId.eq(plan))
        .filter(revisions::Column::Number.eq(number))
        .filter(revisions::Column::ErasedAt.is_null())
        .one(db)
        .await?;
    row.map(stored_typed).transpose()
}

/// What a stored revision says, as a form has it.
pub(crate) fn stored_typed(row: revisions::Model) -> Result<Typed, Broken> {
    Ok(Typed {
        tags: row.tags.split_whitespace().map(str::to_owned).collect(),
        stage: row.stage.to_string(),
        licence: row.licence.to_string(),
        numbers: row
            .numbers
            .as_deref()
            .map(serde_json::from_str)
            .transpose()?,
        title: row.title,
        pitch: row.pitch,
        body: row.body,
    })
}

pub(super) fn stored_tags(column: &str) -> Result<Vec<Tag>, Broken> {
    column
        .split_whitespace()
        .map(|tag| tag.parse().map_err(Broken::internal))
        .collect()
}

/// Rows as plans, with their authors, this viewer's votes, and what forks were made from, in three
/// queries however many.
pub(crate) async fn with_authors(
    forum: &Forum,
    viewer: &Viewer,
    rows: Vec<plans::Model>,
) -> Result<Vec<Plan>, Broken> {
    let parents = parents(forum, &rows).await?;
    let authors = rows
        .iter()
        .map(|row| row.author_id)
        .chain(parents.authors());
    let authors = accounts::bylines(forum, authors).await?;
    let voted = voted(forum, viewer, &rows).await?;
    rows.into_iter()
        .map(|row| {
            let voted = voted.contains(&row.id);
            let plan = Plan::from_row(row, &parents, &authors, voted)?;
            Ok(plan.named_for(viewer))
        })
        .collect()
}

async fn voted(
    forum: &Forum,
    viewer: &Viewer,
    rows: &[plans::Model],
) -> Result<Vec<PlanId>, Broken> {
    use sea_orm::QuerySelect;
    let Some(id) = viewer.id() else {
        return Ok(Vec::new());
    };
    Ok(plan_votes::Entity::find()
        .select_only()
        .column(plan_votes::Column::PlanId)
        .filter(plan_votes::Column::AccountId.eq(id))
        .filter(plan_votes::Column::PlanId.is_in(rows.iter().map(|row| row.id)))
        .into_tuple()
        .all(forum.read())
        .await?)
}
