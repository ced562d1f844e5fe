//! Atom feeds (RFC 4287).

use super::fresh::Document;
use app::failure::Failure;
use atom_syndication::{Category, Content, Entry, Feed, Link, Person, Text};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, header::CACHE_CONTROL},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Forum, Viewer,
    accounts::{self, Byline},
    clock::Timestamp,
    comments::{self, Comment},
    forks,
    ids::PlanId,
    plans::{self, Listing, Plan, Sort, Tag},
    tags,
};

/// How many entries a feed has.
pub(super) const ENTRIES: u64 = 50;

/// All plans, youngest first.
pub(super) async fn all(
    State(forum): State<Forum>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let about = About {
        title: forum.policy().name.clone(),
        path: "/plans.atom".into(),
        page: "/plans?sort=new".into(),
    };
    plan_feed(&forum, about, Listing::default(), &headers).await
}

/// The plans with a tag, youngest first.
pub(super) async fn tag(
    State(forum): State<Forum>,
    Path(tag): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let word: Tag = tag.parse().map_err(|_| Failure::NotFound)?;
    let tag = tags::resolve(&forum, &word).await?;
    if tag != word {
        // As for the tag's page: what was renamed may be renamed back.
        let here = Redirect::permanent(&format!("/tags/{tag}/plans.atom"));
        return Ok(([(CACHE_CONTROL, "no-cache")], here).into_response());
    }
    let about = About {
        title: format!("{}: {tag}", forum.policy().name),
        path: format!("/tags/{tag}/plans.atom"),
        page: format!("/tags/{tag}"),
    };
    let listing = Listing {
        tag: Some(tag),
        ..Listing::default()
    };
    plan_feed(&forum, about, listing, &headers).await
}

/// A person's plans, youngest first.
pub(super) async fn person(
    State(forum): State<Forum>,
    Path(handle): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let person = accounts::profile(&forum, &handle)
        .await?
        .ok_or(Failure::NotFound)?;
    let page = format!("/people/{}", person.handle);
    let about = About {
        title: format!("{}: {}", forum.policy().name, person.name),
        path: format!("{page}/plans.atom"),
        page,
    };
    let listing = Listing {
        author: Some(person.id),
        ..Listing::default()
    };
    plan_feed(&forum, about, listing, &headers).await
}

/// The newest comments on a plan.
pub(super) async fn discussion(
    State(forum): State<Forum>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let viewer = Viewer::Anonymous;
    let id: PlanId = id.parse().map_err(|_| Failure::NotFound)?;
    let plan = plans::find(&forum, &viewer, id)
        .await?
        .filter(|plan| plan.readable_by(&viewer))
        .ok_or(Failure::NotFound)?;
    let about = About {
        title: format!("Discussion of {}", plan.title),
        path: format!("/plans/{id}/discussion.atom"),
        page: format!("/plans/{id}/discussion"),
    };
    let comments = comments::latest(&forum, &viewer, &plan, ENTRIES).await?;
    let changed = comments.iter().map(changed_at).max();
    let base = &forum.policy().public_url;
    let entries = comments
        .iter()
        .map(|comment| comment_entry(base, &plan, comment));
    Ok(feed(base, about, entries.collect(), changed).answer(&headers))
}

fn changed_at(comment: &Comment) -> Timestamp {
    comment.edited_at.unwrap_or(comment.created_at)
}

/// What a feed is of.
pub(super) struct About {
    pub title: String,
    /// The feed's own address.
    pub path: String,
    /// The page that shows the same.
    pub page: String,
}

async fn plan_feed(
    forum: &Forum,
    about: About,
    listing: Listing,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let listing = Listing {
        sort: Sort::New,
        limit: ENTRIES,
        ..listing
    };
    let page = plans::list(forum, &Viewer::Anonymous, &listing).await?;
    let changed = page.items.iter().map(|plan| plan.changed_at).max();
    let base = &forum.policy().public_url;
    let credits = forks::credits_of_all(forum, &page.items).await?;
    let entries = page.items.iter().zip(&credits);
    let entries = entries.map(|(plan, credits)| plan_entry(base, plan, credits));
    Ok(feed(base, about, entries.collect(), changed).answer(headers))
}

/// The feed as a document. Without entries it was last changed when time began: a feed must say.
pub(super) fn feed(
    base: &str,
    about: About,
    entries: Vec<Entry>,
    changed: Option<Timestamp>,
) -> Document {
    let feed = Feed {
        id: format!("{base}{}", about.path),
        title: Text::plain(about.title),
        updated: moment(changed.unwrap_or_default()),
        links: vec![
            link(
                "self",
                &format!("{base}{}", about.path),
                "application/atom+xml",
            ),
            link("alternate", &format!("{base}{}", about.page), "text/html"),
        ],
        entries,
        ..Feed::default()
    };
    Document {
        kind: "application/atom+xml; charset=utf-8",
        text: feed.to_string(),
        changed,
    }
}

pub(super) fn plan_entry(base: &str, plan: &Plan, credits: &[String]) -> Entry {
    let address = format!("{base}/plans/{}/{}", plan.id, plan.slug);
    Entry {
        // Without the slug, which follows the title.
        id: format!("{base}/plans/{}", plan.id),
        title: Text::plain(plan.title.clone()),
        updated: moment(plan.changed_at),
        published: Some(moment(plan.created_at)),
        authors: vec![author(base, &plan.author)],
        categories: plan.tags.iter().map(category).collect(),
        links: [link("alternate", &address, "text/html")]
            .into_iter()
            .chain(made_from(base, plan).map(|from| link("via", &from, "text/html")))
            .collect(),
        rights: Some(Text::plain(rights(plan, credits))),
        content: Some(Content {
            content_type: Some("text".into()),
            value: Some(plan.pitch.clone()),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

/// The address of what a plan was made from, here or in another forum.
fn made_from(base: &str, plan: &Plan) -> Option<String> {
    let parent = plan.fork.as_ref();
    let parent = parent.map(|fork| format!("{base}/plans/{}/history/{}", fork.from, fork.revision));
    parent.or_else(|| Some(plan.origin.as_ref()?.address.clone()))
}

/// The licence, and what it asks to be named.
fn rights(plan: &Plan, credits: &[String]) -> String {
    let based_on = credits.iter().map(|credit| format!(". Based on {credit}"));
    std::iter::once(plan.licence.name().to_owned())
        .chain(based_on)
        .collect()
}

fn comment_entry(base: &str, plan: &Plan, comment: &Comment) -> Entry {
    let address = format!("{base}/comments/{}", comment.id);
    Entry {
        id: address.clone(),
        title: Text::plain(format!("{} on {}", comment.author.name(), plan.title)),
        updated: moment(changed_at(comment)),
        published: Some(moment(comment.created_at)),
        authors: vec![author(base, &comment.author)],
        links: vec![link("alternate", &address, "text/html")],
        content: Some(Content {
            content_type: Some("html".into()),
            value: Some(comment.html.clone()),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

pub(super) fn author(base: &str, byline: &Byline) -> Person {
    let person = byline.person.as_ref();
    Person {
        name: byline.name().to_owned(),
        uri: person.map(|person| format!("{base}/people/{}", person.handle)),
        ..Person::default()
    }
}

fn category(tag: &Tag) -> Category {
    Category {
        term: tag.to_string(),
        ..Category::default()
    }
}

pub(super) fn link(rel: &str, href: &str, kind: &str) -> Link {
    Link {
        rel: rel.into(),
        href: href.into(),
        mime_type: Some(kind.into()),
        ..Link::default()
    }
}

pub(super) fn moment(at: Timestamp) -> atom_syndication::FixedDateTime {
    at.to_rfc3339().parse().unwrap_or_default()
}
