//! One listing, and what stands in it.

use super::{curates, curators::curators, lists::from_rows};
use crate::{
    accounts::{self, Byline},
    broken::Broken,
    clock::Timestamp,
    forum::Forum,
    ids::{ListingId, MeasureId, PlanId},
    listings::{Question, State},
    plans::{self, Plan},
    tables::{listed, listing_follows, listings, numbered},
    viewer::Viewer,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};

/// A listing, without its plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Its number.
    pub id: ListingId,
    /// The readable end of its address.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// What it is for, in Markdown …
    pub introduction: String,
    /// … and rendered, safe to put into a page as it is.
    pub html: String,
    /// By what it fills itself, if it does.
    pub question: Option<Question>,
    /// Whether it is to be seen.
    pub state: State,
    /// Who made it.
    pub maker: Byline,
    /// How often its words were changed: what an edit starts from.
    pub edits: i32,
    /// Whether it stands on the front page.
    pub is_featured: bool,
    /// The measure by which readers do not see it.
    pub withheld: Option<MeasureId>,
    /// How many members follow it.
    pub followers: i64,
    /// How many plans were put into it that are to be seen.
    pub plans: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When something in it was changed last.
    pub changed_at: Timestamp,
    /// When it was first published.
    pub published_at: Option<Timestamp>,
}

/// A listing as somebody looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The listing.
    pub listing: Listing,
    /// The members who were made its curators.
    pub curators: Vec<Byline>,
    /// Whether whoever looks may edit it.
    pub may_edit: bool,
    /// Whether they may publish, withdraw and feature it, and say who its curators are.
    pub may_moderate: bool,
    /// Whether they follow it.
    pub follows: bool,
}

/// The listing of this number. One that is not published is there only for its curators.
///
/// # Errors
/// When the database fails.
pub async fn find(forum: &Forum, viewer: &Viewer, id: ListingId) -> Result<Option<Opened>, Broken> {
    let row = listings::Entity::find_by_id(id).one(forum.read()).await?;
    let Some(row) = row else {
        return Ok(None);
    };
    // Whoever is suspended looks as everybody does.
    let (may_edit, may_moderate) = match viewer.member() {
        Some(member) => (
            curates(forum.read(), member.id, id).await?,
            accounts::moderates(forum.read(), member.id).await?,
        ),
        None => (false, false),
    };
    if row.state != State::Published && !may_edit {
        return Ok(None);
    }
    let follows = match viewer.id() {
        Some(who) => {
            let follow = listing_follows::Entity::find_by_id((who, id));
            follow.one(forum.read()).await?.is_some()
        }
        None => false,
    };
    let listing = from_rows(forum, vec![row]).await?.pop();
    let listing = listing.ok_or_else(|| Broken::internal("a row is a listing"))?;
    Ok(Some(Opened {
        listing,
        curators: curators(forum, id).await?,
        may_edit,
        may_moderate,
        follows,
    }))
}

/// A plan in a listing.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The plan.
    pub plan: Plan,
    /// Its place, counted from 1; plans that are not to be seen have one as well.
    pub place: i64,
    /// What the listing says of it; may be empty.
    pub note: String,
    /// How often that was changed.
    pub edits: i32,
    /// When it was put there.
    pub added_at: Timestamp,
}

/// What stands in a listing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entries {
    /// Plans that everybody may see, in their order.
    pub shown: Vec<Listed>,
    /// The places of those that nobody sees for now, for its curators.
    pub hidden: Vec<(i64, PlanId)>,
}

impl Entries {
    /// The numbers of all of them.
    #[must_use]
    pub fn ids(&self) -> Vec<PlanId> {
        let shown = self.shown.iter().map(|listed| listed.plan.id);
        shown
            .chain(self.hidden.iter().map(|(_, plan)| *plan))
            .collect()
    }

    /// The place of the last.
    #[must_use]
    pub fn last(&self) -> i64 {
        let shown = self.shown.iter().map(|listed| listed.place);
        let hidden = self.hidden.iter().map(|(place, _)| *place);
        shown.chain(hidden).max().unwrap_or(0)
    }
}

/// The plans that were put into a listing. What was withdrawn or hidden since is not shown; it keeps its
/// place.
///
/// # Errors
/// When the database fails.
pub async fn entries(forum: &Forum, viewer: &Viewer, listing: &Listing) -> Result<Entries, Broken> {
    let rows = listed::Entity::find()
        .filter(listed::Column::ListingId.eq(listing.id))
        .order_by_asc(listed::Column::Place)
        .all(forum.read())
        .await?;
    let ids: Vec<PlanId> = rows.iter().map(|row| row.plan_id).collect();
    if ids.is_empty() {
        return Ok(Entries::default());
    }
    let plans = plans::published(forum, viewer, &ids).await?;
    let mut plans: HashMap<PlanId, Plan> = plans.into_iter().map(|plan| (plan.id, plan)).collect();
    let mut entries = Entries::default();
    for row in rows {
        match plans.remove(&row.plan_id) {
            Some(plan) => entries.shown.push(Listed {
                plan,
                place: row.place,
                note: row.note,
                edits: row.edits,
                added_at: row.added_at,
            }),
            None => entries.hidden.push((row.place, row.plan_id)),
        }
    }
    Ok(entries)
}

impl Listing {
    /// A row, of which so many plans are to be seen.
    pub(super) fn of(row: listings::Model, maker: Byline, plans: i64) -> Self {
        Self {
            id: row.id,
            slug: row.slug,
            title: row.title,
            introduction: row.introduction,
            html: row.html,
            question: row
                .question
                .map(|question| Question::stored(&question, row.sort)),
            state: row.state,
            maker,
            edits: row.edits,
            is_featured: row.featured.is_some(),
            withheld: row.withheld,
            followers: row.followers,
            plans,
            created_at: row.created_at,
            changed_at: row.changed_at,
            published_at: row.published_at,
        }
    }
}

/// What those of these listings are called that everybody may see, and the readable ends of their addresses.
pub(crate) async fn names(
    forum: &Forum,
    ids: &HashSet<ListingId>,
) -> Result<HashMap<ListingId, (String, String)>, Broken> {
    let number = listings::Column::Id;
    let query = listings::Entity::find()
        .select_only()
        .columns([number, listings::Column::Title, listings::Column::Slug])
        .filter(listings::Column::State.eq(State::Published));
    let found: Vec<(ListingId, String, String)> = numbered(forum, query, number, ids).await?;
    let named = |(id, title, slug)| (id, (title, slug));
    Ok(found.into_iter().map(named).collect())
}
