//! Credit: what a plan was made from, and who has made it better.

use super::lineage::made_from;
use crate::{
    accounts::{self, Byline},
    broken::Broken,
    clock::Timestamp,
    comments,
    forks::Origin,
    forum::{Engine, Forum},
    ids::{AccountId, CommentId, PlanId, RevisionNumber, SuggestionId},
    plans::{self, Page, Plan, attribution},
    tables::{comments as comment_rows, plans as rows, suggestions},
    viewer::Viewer,
};
use sea_orm::{
    ColumnTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Statement,
};
use std::{collections::HashMap, fmt, str::FromStr};

/// How many of those that a plan was made from are credited, the nearest first.
const MOST_CREDITS: usize = 100;
/// How many contributors a plan tells.
const MOST_CONTRIBUTORS: usize = 50;

/// The lines that credit what a plan was made from, the nearest first: its parent at the revision
/// that was copied, the parent's parent, and so on to the first, and what that says it came from.
/// As CC BY 4.0 asks in section 3(a)(1): title, author, source, licence.
///
/// # Errors
/// When the database fails.
pub async fn credits(forum: &Forum, plan: &Plan) -> Result<Vec<String>, Broken> {
    let mut credits = credits_of_all(forum, std::slice::from_ref(plan)).await?;
    Ok(credits.pop().unwrap_or_default())
}

/// As [`credits`], of each of these plans in their order, in one query however many; of chains longer
/// than a way names, in one more for each further generation.
///
/// # Errors
/// When the database fails.
pub async fn credits_of_all(forum: &Forum, plans: &[Plan]) -> Result<Vec<Vec<String>>, Broken> {
    let mut above = Ancestors::default();
    let mut unknown: Vec<PlanId> = plans.iter().flat_map(made_from).collect();
    while above.read(forum, &unknown).await? {
        unknown = plans
            .iter()
            .filter_map(|plan| above.unknown(plan))
            .collect();
    }
    Ok(plans
        .iter()
        .map(|plan| above.credits(forum, plan))
        .collect())
}

/// The plans that others were made from.
#[derive(Default)]
struct Ancestors(HashMap<PlanId, Plan>);

impl Ancestors {
    /// Reads these; false when there are none.
    async fn read(&mut self, forum: &Forum, ids: &[PlanId]) -> Result<bool, Broken> {
        if ids.is_empty() {
            return Ok(false);
        }
        let found = rows::Entity::find()
            .filter(rows::Column::Id.is_in(ids.iter().copied()))
            .all(forum.read())
            .await?;
        let found = plans::with_authors(forum, &Viewer::Anonymous, found).await?;
        let any = !found.is_empty();
        self.0.extend(found.into_iter().map(|plan| (plan.id, plan)));
        Ok(any)
    }

    /// A plan's parent, the parent's parent, and so on, each at the revision that was copied.
    fn way_up<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = (&'a Plan, RevisionNumber)> {
        let mut here = plan;
        std::iter::from_fn(move || {
            let fork = here.fork.as_ref()?;
            here = self.0.get(&fork.from)?;
            Some((here, fork.revision))
        })
        .take(MOST_CREDITS)
    }

    /// The first plan on the way up that has not been read, as far as it is to be told.
    fn unknown(&self, plan: &Plan) -> Option<PlanId> {
        let known = self.way_up(plan).count();
        let last = self.way_up(plan).last().map_or(plan, |(last, _)| last);
        let next = last.fork.as_ref().filter(|_| known < MOST_CREDITS)?.from;
        (!self.0.contains_key(&next)).then_some(next)
    }

    fn credits(&self, forum: &Forum, plan: &Plan) -> Vec<String> {
        let last = self.way_up(plan).last().map_or(plan, |(last, _)| last);
        let lines = self
            .way_up(plan)
            .map(|(parent, revision)| attribution(forum, parent, revision));
        let origin = last.origin.iter().flat_map(Origin::credits);
        lines.chain(origin.map(str::to_owned)).collect()
    }
}

/// Somebody who has made a plan better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributor {
    /// Who.
    pub person: Byline,
    /// How many of their suggestions were accepted, in whole or in part.
    pub suggestions: i64,
    /// How many of their comments led to a revision.
    pub comments: i64,
}

/// Who has made a plan better, those first who did most; not its author. Of a plan in its first
/// revision nothing is asked: nobody has led to another.
///
/// # Errors
/// When the database fails.
pub async fn contributors(forum: &Forum, plan: &Plan) -> Result<Vec<Contributor>, Broken> {
    if plan.head == RevisionNumber::FIRST {
        return Ok(Vec::new());
    }
    let suggested = suggestions::Entity::find()
        .select_only()
        .column(suggestions::Column::AuthorId)
        .column_as(suggestions::Column::Id.count(), "made")
        .filter(suggestions::Column::PlanId.eq(plan.id))
        .filter(suggestions::Column::Accepted.gt(0))
        .group_by(suggestions::Column::AuthorId)
        .into_tuple::<(AccountId, i64)>()
        .all(forum.read());
    let remarked = comment_rows::Entity::find()
        .select_only()
        .column(comment_rows::Column::AuthorId)
        .column_as(comment_rows::Column::Id.count(), "made")
        .filter(comment_rows::Column::PlanId.eq(plan.id))
        .filter(comment_rows::Column::FavoriteAt.is_not_null())
        .filter(comment_rows::Column::FavoriteRevision.is_not_null())
        .filter(comment_rows::Column::State.eq(comments::State::Shown))
        .group_by(comment_rows::Column::AuthorId)
        .into_tuple::<(AccountId, i64)>()
        .all(forum.read());
    let (suggested, remarked) = tokio::try_join!(suggested, remarked)?;
    let mut made: HashMap<AccountId, (i64, i64)> = HashMap::new();
    for (person, count) in suggested {
        made.entry(person).or_default().0 = count;
    }
    for (person, count) in remarked {
        made.entry(person).or_default().1 = count;
    }
    made.remove(&plan.author.id);
    let people = accounts::bylines(forum, made.keys().copied()).await?;
    let mut contributors: Vec<_> = made
        .into_iter()
        .map(|(id, (suggestions, comments))| Contributor {
            person: people.of(id),
            suggestions,
            comments,
        })
        .collect();
    contributors.sort_by_key(|one| {
        let made = one.suggestions + one.comments;
        (std::cmp::Reverse(made), one.person.id)
    });
    contributors.truncate(MOST_CONTRIBUTORS);
    Ok(contributors)
}

/// What somebody gave to a plan of somebody else's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The plan.
    pub plan: PlanId,
    /// The readable end of its address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The revision that came of it.
    pub revision: RevisionNumber,
    /// What it was.
    pub gift: Gift,
    /// When it was taken.
    pub at: Timestamp,
}

/// What led to a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gift {
    /// A suggestion of which parts were accepted.
    Suggestion(SuggestionId),
    /// A comment that the founder lifted up.
    Comment(CommentId),
}

/// Where a page of contributions ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContributionCursor {
    at: Timestamp,
    /// Suggestions before comments, of what was taken in the same moment …
    kind: i64,
    /// … and of these by number.
    id: i64,
}

impl ContributionCursor {
    /// Before everything.
    const NEWEST: Self = Self {
        at: Timestamp(i64::MAX),
        kind: 0,
        id: 0,
    };
}

impl fmt::Display for ContributionCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", self.at.0, self.kind, self.id)
    }
}

impl FromStr for ContributionCursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let mut parts = text.split('_').map(|part| part.parse().ok());
            let (at, kind, id) = (parts.next()??, parts.next()??, parts.next()??);
            let at = Timestamp(at);
            parts.next().is_none().then_some(Self { at, kind, id })
        };
        parse().ok_or("is not a place in this list")
    }
}

#[derive(FromQueryResult)]
struct Row {
    plan_id: PlanId,
    slug: String,
    title: String,
    revision: RevisionNumber,
    suggestion_id: Option<SuggestionId>,
    comment_id: Option<CommentId>,
    at: Timestamp,
    kind: i64,
    number: i64,
}

/// What a person gave to published plans of others, the newest first, from after this place on.
///
/// # Errors
/// When the database fails.
pub async fn contributions(
    forum: &Forum,
    person: AccountId,
    after: Option<ContributionCursor>,
    limit: u64,
) -> Result<Page<Contribution, ContributionCursor>, Broken> {
    const SQL: &str = "SELECT p.id AS plan_id, p.slug, p.title, g.revision, g.suggestion_id, g.comment_id, g.at, \
            g.kind, g.number FROM (\
            SELECT s.plan_id, d.revision, s.id AS suggestion_id, NULL AS comment_id, d.created_at AS at, \
                CAST(2 AS BIGINT) AS kind, d.id AS number \
                FROM suggestions s JOIN decisions d ON d.suggestion_id = s.id AND d.revision IS NOT NULL \
                WHERE s.author_id = $1 AND s.accepted > 0 \
            UNION ALL \
            SELECT c.plan_id, c.favorite_revision, NULL, c.id, c.favorite_at, CAST(1 AS BIGINT), c.id \
                FROM comments c WHERE c.author_id = $1 AND c.favorite_at IS NOT NULL \
                AND c.favorite_revision IS NOT NULL AND c.state = 'shown'\
        ) g JOIN plans p ON p.id = g.plan_id \
        WHERE p.author_id <> $1 AND p.state = 'published' AND (g.at, g.kind, g.number) < ($2, $3, $4) \
        ORDER BY g.at DESC, g.kind DESC, g.number DESC LIMIT $5";
    let limit = limit.clamp(1, plans::MOST_PER_PAGE);
    let backend = match forum.db().engine() {
        Engine::Sqlite => DbBackend::Sqlite,
        Engine::Postgres => DbBackend::Postgres,
    };
    let after = after.unwrap_or(ContributionCursor::NEWEST);
    let values = [
        person.0.into(),
        after.at.0.into(),
        after.kind.into(),
        after.id.into(),
        i64::try_from(limit + 1).unwrap_or(i64::MAX).into(),
    ];
    let statement = Statement::from_sql_and_values(backend, SQL, values);
    let mut found = Row::find_by_statement(statement).all(forum.read()).await?;
    let more = found.len() as u64 > limit;
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(Page {
        next: found.last().filter(|_| more).map(Row::place),
        items: found
            .into_iter()
            .filter_map(Contribution::from_row)
            .collect(),
    })
}

impl Row {
    fn place(&self) -> ContributionCursor {
        ContributionCursor {
            at: self.at,
            kind: self.kind,
            id: self.number,
        }
    }
}

impl Contribution {
    fn from_row(row: Row) -> Option<Self> {
        let suggestion = row.suggestion_id.map(Gift::Suggestion);
        Some(Self {
            gift: suggestion.or(row.comment_id.map(Gift::Comment))?,
            plan: row.plan_id,
            slug: row.slug,
            title: row.title,
            revision: row.revision,
            at: row.at,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::ContributionCursor;
    use crate::clock::Timestamp;

    #[test]
    fn a_place_in_the_list_is_written_and_read() {
        let place = ContributionCursor {
            at: Timestamp(1_793_523_600_000_000),
            kind: 2,
            id: 7,
        };
        assert_eq!(place.to_string().parse(), Ok(place));
        for wrong in [
            "",
            "1",
            "1_2",
            "1_2_3_4",
            "1_2_x",
            "99999999999999999999_1_1",
        ] {
            assert!(wrong.parse::<ContributionCursor>().is_err(), "{wrong}");
        }
    }
}
