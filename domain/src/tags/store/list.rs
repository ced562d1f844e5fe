//! Lists of tags, paged by key.

use super::named;
use crate::{
    broken::Broken,
    forum::Forum,
    plans::{MOST_PER_PAGE, Page, Tag},
    tables::tags,
    tags::{LookAlike, look_alike},
    viewer::Moderator,
    words::words,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::Expr,
};
use std::{fmt, str::FromStr};

/// How many tags are compared, the commonest.
const MOST_COMPARED: u64 = 20_000;
/// How many look-alikes are told.
const MOST_ALIKE: usize = 100;

/// That no plan has the tag that is not to be seen.
const NOT_HIDDEN: &str = "NOT EXISTS (SELECT 1 FROM plans p WHERE p.state <> 'published' \
    AND ' ' || p.tags || ' ' LIKE '% ' || tags.tag || ' %')";

words! {
    /// Which tags a moderator looks through.
    WhichTags {
        /// Those that plans have, the commonest first, retired ones among them.
        Used = "used",
        /// Those that no plan has and that may be given.
        Unused = "unused",
        /// Those that are no longer given.
        Retired = "retired",
    }
}

/// A tag as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagSummary {
    /// Its name.
    pub tag: Tag,
    /// How many published plans have it.
    pub plans: i64,
    /// What it is about.
    pub about: Option<String>,
    /// Whether it is no longer given.
    pub is_retired: bool,
}

/// Where a page of tags ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagCursor {
    plans: i64,
    tag: Tag,
}

impl fmt::Display for TagCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.plans, self.tag)
    }
}

impl FromStr for TagCursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let (plans, tag) = text.split_once('_')?;
            Some(Self {
                plans: plans.parse().ok()?,
                tag: tag.parse().ok()?,
            })
        };
        parse().ok_or("is not a place in this list")
    }
}

/// A page of the tags that published plans have, those of many plans first.
///
/// # Errors
/// When the database fails.
pub async fn list(
    forum: &Forum,
    after: Option<&TagCursor>,
    limit: u64,
) -> Result<Page<TagSummary, TagCursor>, Broken> {
    page(forum, WhichTags::Used, after, limit).await
}

/// A page of any tags, for those who look after them. A word that stands only in plans that are not to be
/// seen is in none.
///
/// # Errors
/// When the database fails.
pub async fn curated(
    forum: &Forum,
    _: &Moderator,
    which: WhichTags,
    after: Option<&TagCursor>,
    limit: u64,
) -> Result<Page<TagSummary, TagCursor>, Broken> {
    page(forum, which, after, limit).await
}

async fn page(
    forum: &Forum,
    which: WhichTags,
    after: Option<&TagCursor>,
    limit: u64,
) -> Result<Page<TagSummary, TagCursor>, Broken> {
    let limit = limit.clamp(1, MOST_PER_PAGE);
    let mut rows = tags::Entity::find()
        .filter(asked(which))
        .apply_if(after, |query, after| query.filter(beyond(after)))
        .order_by_desc(tags::Column::Plans)
        .order_by_asc(tags::Column::Tag)
        .limit(limit + 1)
        .all(forum.read())
        .await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let items = rows.into_iter().map(summary);
    let items = items.collect::<Result<Vec<_>, _>>()?;
    let next = items.last().filter(|_| more).map(|last| TagCursor {
        plans: last.plans,
        tag: last.tag.clone(),
    });
    Ok(Page { items, next })
}

fn asked(which: WhichTags) -> Condition {
    let (plans, retired) = (tags::Column::Plans, tags::Column::RetiredAt);
    let living = Condition::all().add(tags::Column::IntoId.is_null());
    match which {
        WhichTags::Used => living.add(plans.gt(0)),
        WhichTags::Unused => living
            .add(plans.eq(0))
            .add(retired.is_null())
            .add(Expr::cust(NOT_HIDDEN)),
        WhichTags::Retired => living.add(retired.is_not_null()),
    }
}

/// What comes after this place, the commonest first and then by the alphabet.
fn beyond(after: &TagCursor) -> Condition {
    let of_as_many = Condition::all()
        .add(tags::Column::Plans.eq(after.plans))
        .add(tags::Column::Tag.gt(after.tag.as_str()));
    Condition::any()
        .add(tags::Column::Plans.lt(after.plans))
        .add(of_as_many)
}

fn summary(row: tags::Model) -> Result<TagSummary, Broken> {
    Ok(TagSummary {
        tag: named(&row.tag)?,
        plans: row.plans,
        about: Some(row.about).filter(|about| !about.is_empty()),
        is_retired: row.retired_at.is_some(),
    })
}

/// Tags that look alike, most likely one thing by two names; those of many plans first.
///
/// # Errors
/// When the database fails.
pub async fn look_alikes(forum: &Forum, _: &Moderator) -> Result<Vec<LookAlike>, Broken> {
    let rows: Vec<(String, i64)> = tags::Entity::find()
        .select_only()
        .columns([tags::Column::Tag, tags::Column::Plans])
        .filter(asked(WhichTags::Used))
        .filter(tags::Column::RetiredAt.is_null())
        .order_by_desc(tags::Column::Plans)
        .order_by_asc(tags::Column::Tag)
        .limit(MOST_COMPARED)
        .into_tuple()
        .all(forum.read())
        .await?;
    let tags = rows.iter().map(|(tag, plans)| Ok((named(tag)?, *plans)));
    let tags = tags.collect::<Result<Vec<_>, Broken>>()?;
    let comparing = tokio::task::spawn_blocking(move || look_alike(&tags, MOST_ALIKE));
    Ok(comparing.await?)
}

#[cfg(test)]
mod tests {
    use super::TagCursor;

    #[test]
    fn a_place_in_the_list_is_written_and_read() {
        let place = TagCursor {
            plans: 12,
            tag: "solar-roof".parse().expect("a tag"),
        };
        assert_eq!(place.to_string().parse(), Ok(place));
        for wrong in ["", "12", "_a", "12_", "x_energy", "12_a b"] {
            assert!(wrong.parse::<TagCursor>().is_err(), "{wrong}");
        }
    }
}
