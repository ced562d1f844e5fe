//! What is new of a search.

use super::{
    atom::{About, ENTRIES, author, feed, link, moment, plan_entry},
    fresh::Document,
};
use app::{
    failure::Failure,
    search::{feed_address, newest_first},
};
use atom_syndication::{Entry, Person, Text};
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use domain::{
    Forum, Viewer,
    accounts::Byline,
    clock::Timestamp,
    forks,
    ids::CommentId,
    plans::Plan,
    search::{self, Asked, Hit, Run},
};
use serde::Deserialize;

/// `?q=&kind=`, as on the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    q: String,
    kind: String,
}

/// The youngest of what a search finds. Its `updated` tells of no date that a reader could ask by: a
/// plan that has been brought back, or does not fit any more, changes the feed and no date in it. The
/// tag tells.
pub(super) async fn newest(
    State(forum): State<Forum>,
    typed: Result<Query<Typed>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    // Whatever is typed means something, here as on the page.
    let Typed { q, kind } = typed.map(|Query(typed)| typed).unwrap_or_default();
    let asked = Asked::read(&q, kind.parse().ok());
    let Some(hits) = search::newest(&forum, &Viewer::Anonymous, &asked, ENTRIES).await? else {
        return Ok(not_yet());
    };
    let about = About {
        title: format!("{}: {}", forum.policy().name, asked.in_words()),
        path: feed_address(&asked),
        page: newest_first(&asked),
    };
    let changed = hits.iter().map(changed_at).max();
    let entries = entries(&forum, &hits).await?;
    let document = Document {
        changed: None,
        ..feed(&forum.policy().public_url, about, entries, changed)
    };
    Ok(document.answer(&headers))
}

/// An empty feed would say that there is nothing.
fn not_yet() -> Response {
    let mut response = Failure::Unavailable.into_response();
    let headers = response.headers_mut();
    headers.insert(RETRY_AFTER, HeaderValue::from_static("60"));
    response
}

fn changed_at(hit: &Hit) -> Timestamp {
    match hit {
        Hit::Plan { plan, .. } => plan.changed_at,
        Hit::Comment { created_at, .. } => *created_at,
        Hit::Person { joined_at, .. } => *joined_at,
        Hit::Listing { published_at, .. } => *published_at,
    }
}

async fn entries(forum: &Forum, hits: &[Hit]) -> Result<Vec<Entry>, Failure> {
    let plans: Vec<Plan> = hits.iter().filter_map(plan).cloned().collect();
    let mut credits = forks::credits_of_all(forum, &plans).await?.into_iter();
    let base = &forum.policy().public_url;
    let entries = hits.iter().map(|hit| match hit {
        Hit::Plan { plan, place, .. } => {
            let credits = credits.next().unwrap_or_default();
            let whole = plan_entry(base, plan, &credits);
            Entry {
                content: None,
                summary: excerpt(&place.text),
                ..whole
            }
        }
        Hit::Comment {
            id,
            title,
            author,
            created_at,
            said,
            ..
        } => comment_entry(base, *id, title, (author, *created_at), said),
        Hit::Person {
            handle,
            name,
            about,
            joined_at,
            ..
        } => person_entry(base, handle, &plain(name), about, *joined_at),
        Hit::Listing {
            id,
            title,
            about,
            maker,
            published_at,
            ..
        } => Entry {
            authors: vec![author(base, maker)],
            ..entry(
                base,
                &format!("/listings/{id}"),
                &plain(title),
                about,
                *published_at,
            )
        },
    });
    Ok(entries.collect())
}

fn plan(hit: &Hit) -> Option<&Plan> {
    match hit {
        Hit::Plan { plan, .. } => Some(plan),
        Hit::Comment { .. } | Hit::Person { .. } | Hit::Listing { .. } => None,
    }
}

/// An entry of something with this path, which says this.
fn entry(base: &str, path: &str, title: &str, said: &[Run], at: Timestamp) -> Entry {
    let address = format!("{base}{path}");
    Entry {
        id: address.clone(),
        title: Text::plain(title.to_owned()),
        updated: moment(at),
        published: Some(moment(at)),
        links: vec![link("alternate", &address, "text/html")],
        summary: excerpt(said),
        ..Entry::default()
    }
}

fn comment_entry(
    base: &str,
    id: CommentId,
    plan: &str,
    (byline, created_at): (&Byline, Timestamp),
    said: &[Run],
) -> Entry {
    let title = format!("{} on {plan}", byline.name());
    Entry {
        authors: vec![author(base, byline)],
        ..entry(base, &format!("/comments/{id}"), &title, said, created_at)
    }
}

fn person_entry(
    base: &str,
    handle: &str,
    name: &str,
    about: &[Run],
    joined_at: Timestamp,
) -> Entry {
    let path = format!("/people/{handle}");
    Entry {
        authors: vec![Person {
            name: name.to_owned(),
            uri: Some(format!("{base}{path}")),
            ..Person::default()
        }],
        ..entry(base, &path, name, about, joined_at)
    }
}

/// What was found, without marks; nothing when it says nothing.
fn excerpt(runs: &[Run]) -> Option<Text> {
    let words = plain(runs);
    let words = words.trim();
    (!words.is_empty()).then(|| Text::plain(words.to_owned()))
}

fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}
