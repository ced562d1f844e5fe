//! Credit: what a plan was made from, and who has made it better.

use super::lineage::made_from;
use crate::{
    accounts::{self, Byline},
    broken::Broken,
    clock::Timestamp,
    comments,
    forum::{Engine, Forum},
    ids::{AccountId, CommentId, PlanId, RevisionNumber, SuggestionId},
    plans::{self, Page, Plan, attribution},
    tables::{comments as comment_rows, plans as rows, suggestions},
    viewer::Viewer,
};
use sea_orm::{
    ColumnTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Statement,
};
use std::collections::HashMap;

/// How many contributors a plan tells.
const MOST_CONTRIBUTORS: usize = 50;

/// The lines that credit what a plan was made from, the nearest first: its parent at the revision
/// that was copied, the parent's parent, and so on to the first, and what that says it came from.
/// As CC BY 4.0 asks in section 3(a)(1): title, author, source, licence.
///
/// # Errors
/// When the database fails.
pub async fn credits(forum: &Forum, plan: &Plan) -> Result<Vec<String>, Broken> {
    let way = made_from(plan);
    let mut above: HashMap<PlanId, Plan> = HashMap::new();
    if !way.is_empty() {
        let found = rows::Entity::find()
            .filter(rows::Column::Id.is_in(way))
            .all(forum.read())
            .await?;
        let found = plans::with_authors(forum, &Viewer::Anonymous, found).await?;
        above.extend(found.into_iter().map(|plan| (plan.id, plan)));
    }
    let mut lines = Vec::new();
    let (mut fork, mut origin) = (plan.fork.clone(), plan.origin.clone());
    while let Some(from) = fork {
        let Some(parent) = above.remove(&from.from) else {
            break;
        };
        lines.push(attribution(forum, &parent, from.revision));
        (fork, origin) = (parent.fork, parent.origin);
    }
    if let Some(origin) = origin {
        lines.push(origin.attribution);
        lines.extend(origin.based_on);
    }
    Ok(lines)
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

#[derive(FromQueryResult)]
struct Row {
    plan_id: PlanId,
    slug: String,
    title: String,
    revision: RevisionNumber,
    suggestion_id: Option<SuggestionId>,
    comment_id: Option<CommentId>,
    at: Timestamp,
}

/// What a person gave to published plans of others, the newest first, from before this moment on.
///
/// # Errors
/// When the database fails.
pub async fn contributions(
    forum: &Forum,
    person: AccountId,
    before: Option<Timestamp>,
    limit: u64,
) -> Result<Page<Contribution, Timestamp>, Broken> {
    const SQL: &str = "SELECT p.id AS plan_id, p.slug, p.title, g.revision, g.suggestion_id, g.comment_id, g.at FROM (\
            SELECT s.plan_id, d.revision, s.id AS suggestion_id, NULL AS comment_id, d.created_at AS at \
                FROM suggestions s JOIN decisions d ON d.suggestion_id = s.id AND d.revision IS NOT NULL \
                WHERE s.author_id = $1 AND s.accepted > 0 \
            UNION ALL \
            SELECT c.plan_id, c.favorite_revision, NULL, c.id, c.favorite_at \
                FROM comments c WHERE c.author_id = $1 AND c.favorite_at IS NOT NULL \
                AND c.favorite_revision IS NOT NULL AND c.state = 'shown'\
        ) g JOIN plans p ON p.id = g.plan_id \
        WHERE p.author_id <> $1 AND p.state = 'published' AND g.at < $2 ORDER BY g.at DESC LIMIT $3";
    let limit = limit.clamp(1, plans::MOST_PER_PAGE);
    let backend = match forum.db().engine() {
        Engine::Sqlite => DbBackend::Sqlite,
        Engine::Postgres => DbBackend::Postgres,
    };
    let values = [
        person.0.into(),
        before.map_or(i64::MAX, |before| before.0).into(),
        i64::try_from(limit + 1).unwrap_or(i64::MAX).into(),
    ];
    let statement = Statement::from_sql_and_values(backend, SQL, values);
    let mut found = Row::find_by_statement(statement).all(forum.read()).await?;
    let more = found.len() as u64 > limit;
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(Page {
        next: found.last().filter(|_| more).map(|row| row.at),
        items: found
            .into_iter()
            .filter_map(Contribution::from_row)
            .collect(),
    })
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
