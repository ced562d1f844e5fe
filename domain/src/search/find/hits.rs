//! What was found, as it is shown: read from the tables, where it is checked that it may be.

use super::snippet::{Marker, Run};
use crate::{
    accounts::{self, Byline},
    broken::Broken,
    clock::Timestamp,
    forum::Forum,
    ids::{AccountId, CommentId, ListingId, PlanId},
    plans::{self, Plan},
    search::Kind,
    text::{
        SectionKey,
        plain::{plain, plain_by_section},
    },
    viewer::Viewer,
};
use rayon::prelude::*;
use sea_orm::{FromQueryResult, Statement};
use std::collections::HashMap;

/// How many plans one processor reads at least.
const AT_LEAST: usize = 4;
/// How many letters of a text are shown.
const LETTERS: usize = 220;

/// Something that was found.
#[derive(Clone, Debug)]
pub enum Hit {
    /// A plan.
    Plan {
        /// The plan.
        plan: Box<Plan>,
        /// Its title, marked.
        title: Vec<Run>,
        /// The place in it that tells most.
        place: Place,
    },
    /// A comment.
    Comment {
        /// Its number.
        id: CommentId,
        /// The plan that it is on.
        plan: PlanId,
        /// That plan's title …
        title: String,
        /// … and the readable end of its address.
        slug: String,
        /// Who wrote it.
        author: Byline,
        /// When.
        created_at: Timestamp,
        /// What it says.
        said: Vec<Run>,
    },
    /// A person.
    Person {
        /// The name in addresses.
        handle: String,
        /// The name for people, marked.
        name: Vec<Run>,
        /// What they say about themselves.
        about: Vec<Run>,
        /// How many plans they have published.
        plans: i64,
        /// How many comments they have written.
        comments: i64,
        /// When they joined.
        joined_at: Timestamp,
    },
    /// A listing of plans.
    Listing {
        /// Its number.
        id: ListingId,
        /// The readable end of its address.
        slug: String,
        /// Its title, marked.
        title: Vec<Run>,
        /// What it is for.
        about: Vec<Run>,
        /// Who made it.
        maker: Byline,
        /// When it was published.
        published_at: Timestamp,
    },
}

/// A place in a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// What stands there, marked.
    pub text: Vec<Run>,
    /// The section that it is in, with its title.
    pub section: Option<(SectionKey, String)>,
}

/// These, in this order, without those that are not to be seen.
pub(super) async fn read(
    forum: &Forum,
    viewer: &Viewer,
    kind: Kind,
    ids: &[i64],
    marker: &Marker,
) -> Result<Vec<Hit>, Broken> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut hits = match kind {
        Kind::Plan => of_plans(forum, viewer, ids, marker).await?,
        Kind::Comment => of_comments(forum, ids, marker).await?,
        Kind::Person => of_people(forum, ids, marker).await?,
        Kind::Listing => of_listings(forum, ids, marker).await?,
    };
    Ok(ids.iter().filter_map(|id| hits.remove(id)).collect())
}

/// The published plans among these, as lists show them.
pub(in crate::search) async fn published(
    forum: &Forum,
    viewer: &Viewer,
    ids: &[i64],
) -> Result<Vec<Plan>, Broken> {
    let ids: Vec<PlanId> = ids.iter().copied().map(PlanId).collect();
    plans::published(forum, viewer, &ids).await
}

/// What the newest revision of a plan says.
#[derive(Debug, FromQueryResult)]
pub(in crate::search) struct PlanText {
    pub plan_id: PlanId,
    pub title: String,
    pub pitch: String,
    pub body: String,
    pub numbers: Option<String>,
    pub figures: Option<String>,
}

/// What the newest revisions of these plans say; only of published ones.
pub(in crate::search) async fn texts(
    forum: &Forum,
    ids: &[PlanId],
) -> Result<Vec<PlanText>, Broken> {
    let sql = format!(
        "SELECT r.plan_id, p.title, p.pitch, r.body, r.numbers, p.figures FROM plans p JOIN revisions r ON r.plan_id = p.id AND r.number = p.head \
         WHERE p.state = 'published' AND p.id IN ({})",
        listed(ids.iter().map(|id| id.0))
    );
    all(forum, sql).await
}

async fn all<T: FromQueryResult>(forum: &Forum, sql: String) -> Result<Vec<T>, Broken> {
    let statement = Statement::from_string(forum.read().get_database_backend(), sql);
    Ok(T::find_by_statement(statement).all(forum.read()).await?)
}

/// Numbers for an `IN`, which is never empty.
fn listed(ids: impl Iterator<Item = i64>) -> String {
    let listed: Vec<_> = ids.map(|id| id.to_string()).collect();
    if listed.is_empty() {
        "NULL".to_owned()
    } else {
        listed.join(",")
    }
}

async fn of_plans(
    forum: &Forum,
    viewer: &Viewer,
    ids: &[i64],
    marker: &Marker,
) -> Result<HashMap<i64, Hit>, Broken> {
    let plans = published(forum, viewer, ids).await?;
    let published: Vec<PlanId> = plans.iter().map(|plan| plan.id).collect();
    let texts = texts(forum, &published).await?;
    let texts = texts.into_iter().map(|text| (text.plan_id, text.body));
    let bodies: HashMap<PlanId, String> = texts.collect();
    let marker = marker.clone();
    let made = tokio::task::spawn_blocking(move || {
        // Reading a plan's text takes a tenth of a millisecond and more.
        let plans = plans.into_par_iter().with_min_len(AT_LEAST);
        let hits = plans.map_init(
            || marker.clone(),
            |marker, plan| {
                let id = plan.id.0;
                let body = bodies.get(&plan.id).map_or("", String::as_str);
                let hit = Hit::Plan {
                    title: marker.mark(&plan.title),
                    place: best_place(marker, &plan.pitch, body),
                    plan: Box::new(plan),
                };
                (id, hit)
            },
        );
        hits.collect()
    });
    Ok(made.await?)
}

/// The pitch, unless a section says more of what was searched for.
fn best_place(marker: &mut Marker, pitch: &str, body: &str) -> Place {
    let mut best = marker.stretch(pitch, LETTERS);
    let mut most = best.different;
    let mut section_of_best = None;
    let sections = if marker.is_idle() {
        Vec::new()
    } else {
        plain_by_section(body)
    };
    for (section, words) in sections {
        // The heading stands before the snippet, as the way to the section.
        let (heading, said) = match &section {
            Some(_) => words.split_once('\n').unwrap_or((&words, "")),
            None => ("", words.as_str()),
        };
        let stretch = marker.stretch(said, LETTERS);
        let different = stretch.different + marker.count(heading);
        if different > most {
            most = different;
            best = stretch;
            section_of_best = Some((section, said.to_owned()));
        }
    }
    let (section, said) = match &section_of_best {
        Some((section, said)) => (section.as_ref(), said.as_str()),
        None => (None, pitch),
    };
    Place {
        text: best.marked(said),
        section: section.map(|section| (section.key.clone(), section.title.clone())),
    }
}

#[derive(FromQueryResult)]
struct CommentRow {
    id: CommentId,
    plan_id: PlanId,
    title: String,
    slug: String,
    author_id: AccountId,
    created_at: Timestamp,
    body: String,
}

async fn of_comments(
    forum: &Forum,
    ids: &[i64],
    marker: &Marker,
) -> Result<HashMap<i64, Hit>, Broken> {
    let sql = format!(
        "SELECT c.id, c.plan_id, p.title, p.slug, c.author_id, c.created_at, c.body \
         FROM comments c JOIN plans p ON p.id = c.plan_id \
         WHERE c.state = 'shown' AND p.state = 'published' AND c.id IN ({})",
        listed(ids.iter().copied())
    );
    let rows: Vec<CommentRow> = all(forum, sql).await?;
    let authors: Vec<AccountId> = rows.iter().map(|row| row.author_id).collect();
    let authors = accounts::bylines(forum, authors).await?;
    let mut marker = marker.clone();
    let made = tokio::task::spawn_blocking(move || {
        let hits = rows.into_iter().map(|row| {
            let id = row.id.0;
            let hit = Hit::Comment {
                id: row.id,
                plan: row.plan_id,
                title: row.title,
                slug: row.slug,
                author: authors.of(row.author_id),
                created_at: row.created_at,
                said: marker.snippet(&plain(&row.body), LETTERS),
            };
            (id, hit)
        });
        hits.collect()
    });
    Ok(made.await?)
}

#[derive(FromQueryResult)]
struct PersonRow {
    id: AccountId,
    handle: String,
    name: String,
    about: String,
    plans: i64,
    comments: i64,
    created_at: Timestamp,
}

async fn of_people(
    forum: &Forum,
    ids: &[i64],
    marker: &Marker,
) -> Result<HashMap<i64, Hit>, Broken> {
    let sql = format!(
        "SELECT id, handle, name, about, plans, comments, created_at FROM accounts \
         WHERE standing IN ('active', 'suspended') AND id IN ({})",
        listed(ids.iter().copied())
    );
    let rows: Vec<PersonRow> = all(forum, sql).await?;
    let mut marker = marker.clone();
    let hits = rows.into_iter().map(|row| {
        let name = if row.name.is_empty() {
            &row.handle
        } else {
            &row.name
        };
        let hit = Hit::Person {
            name: marker.mark(name),
            about: marker.snippet(&plain(&row.about), LETTERS),
            handle: row.handle,
            plans: row.plans,
            comments: row.comments,
            joined_at: row.created_at,
        };
        (row.id.0, hit)
    });
    Ok(hits.collect())
}

#[derive(FromQueryResult)]
struct ListingRow {
    id: ListingId,
    slug: String,
    title: String,
    introduction: String,
    maker_id: AccountId,
    published_at: Timestamp,
}

async fn of_listings(
    forum: &Forum,
    ids: &[i64],
    marker: &Marker,
) -> Result<HashMap<i64, Hit>, Broken> {
    let sql = format!(
        "SELECT id, slug, title, introduction, maker_id, published_at FROM listings \
         WHERE state = 'published' AND id IN ({})",
        listed(ids.iter().copied())
    );
    let rows: Vec<ListingRow> = all(forum, sql).await?;
    let makers = accounts::bylines(forum, rows.iter().map(|row| row.maker_id)).await?;
    let mut marker = marker.clone();
    let hits = rows.into_iter().map(|row| {
        let hit = Hit::Listing {
            id: row.id,
            title: marker.mark(&row.title),
            about: marker.snippet(&plain(&row.introduction), LETTERS),
            slug: row.slug,
            maker: makers.of(row.maker_id),
            published_at: row.published_at,
        };
        (row.id.0, hit)
    });
    Ok(hits.collect())
}
