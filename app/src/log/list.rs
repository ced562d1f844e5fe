//! `GET /log`: what was done, the newest first.

use super::{EXPORT, entry_address, feed_address, form, list_address, sentence, title};
use crate::{
    failure::Failure,
    paging::begins,
    shell::{Page, Robots},
    time::Ago,
    visit::Visit,
};
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use domain::{
    cursor::Cursor,
    log::{self, Filter, FilterError, Head, Told, TypedFilter},
    plans,
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 50;

/// `?person=&act=&moderation=&since=&until=&after=`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    person: String,
    act: String,
    moderation: String,
    since: String,
    until: String,
    after: String,
}

impl Asked {
    fn filter(self) -> TypedFilter {
        TypedFilter {
            person: self.person,
            act: self.act,
            moderation: self.moderation,
            since: self.since,
            until: self.until,
        }
    }
}

/// `GET /log`
pub async fn show(
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    let after: Option<Cursor> = begins(&asked.after)?;
    let typed = asked.filter();
    if has_empty_fields(&visit.path) {
        // As the form sends it: on to the address that can be passed on.
        return Ok(visit.to(&list_address(&typed, after)));
    }
    let head = log::head(visit.forum()).await?;
    let filter = match Filter::read(visit.forum(), &typed).await {
        Ok(filter) => filter,
        Err(FilterError::Invalid(problems)) => {
            let page = Page::new(title(&typed)).robots(Robots::Hidden);
            return Ok(visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, page, || {
                view(&visit, &head, form::view(&typed, &problems), ().into_any())
            }));
        }
        Err(FilterError::Broken(broken)) => return Err(broken.into()),
    };
    let (forum, viewer) = (visit.forum(), &visit.viewer);
    let found = log::told(forum, viewer, &filter, after, PER_PAGE).await?;
    Ok(visit.page(page(&typed, after), || {
        let fields = form::view(&typed, &Problems::default());
        view(&visit, &head, fields, list(&visit, &typed, &found))
    }))
}

fn has_empty_fields(path: &str) -> bool {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    query.split('&').any(|field| field.ends_with('='))
}

fn page(typed: &TypedFilter, after: Option<Cursor>) -> Page {
    let robots = if typed.is_empty() && after.is_none() {
        Robots::Welcome
    } else {
        Robots::Hidden
    };
    Page::new(title(typed))
        .description("Every public act in this forum: who did what, to what, and why.")
        .canonical(list_address(typed, None))
        .feed(title(typed), feed_address(typed))
        .robots(robots)
}

fn view(visit: &Visit, head: &Head, fields: AnyView, list: AnyView) -> AnyView {
    view! {
        <div class="wrap columns">
            <main id="main">
                <h1>"The log"</h1>
                <p class="lede">
                    "Every public act, and everything that is done to keep order: who, what, and why. What is here is never changed and never removed."
                </p>
                {fields}
                {list}
            </main>
            {rail(visit, head)}
        </div>
    }
    .into_any()
}

fn list(visit: &Visit, typed: &TypedFilter, found: &plans::Page<Told, Cursor>) -> AnyView {
    if found.items.is_empty() {
        return empty(typed);
    }
    let items = found
        .items
        .iter()
        .map(|told| item(visit, told))
        .collect_view();
    let feed = feed_address(typed);
    let more = found.next.map(|after| {
        view! {
            <a class="button" rel="next" href=list_address(typed, Some(after))>
                "Earlier entries"
            </a>
        }
    });
    view! {
        <ol class="acts">{items}</ol>
        <p class="more actions">
            {more}
            <a type="application/atom+xml" href=feed>
                "Feed of this list"
            </a>
        </p>
    }
    .into_any()
}

fn item(visit: &Visit, told: &Told) -> AnyView {
    let entry = &told.entry;
    view! {
        <li>
            <p>{sentence(told)}</p>
            <p class="meta">
                <a href=entry_address(entry.seq)>{format!("Entry {}", entry.seq)}</a>
                ", "
                <Ago at=entry.at now=visit.now />
                {told.is_moderation().then(|| view! { ", " <span class="stage">"moderation"</span> })}
            </p>
        </li>
    }
    .into_any()
}

fn empty(typed: &TypedFilter) -> AnyView {
    if typed.is_empty() {
        return view! {
            <div class="empty">
                <h2>"Nothing has been done yet"</h2>
                <p>"The first who joins is the first entry."</p>
            </div>
        }
        .into_any();
    }
    view! {
        <div class="empty">
            <h2>"Nothing like that was done"</h2>
            <p>"No entry fits what you asked for. A longer time, or any act, may find some."</p>
            <a class="button" href="/log">
                "The whole log"
            </a>
        </div>
    }
    .into_any()
}

/// The newest entry, by which the whole past can be checked, and what else there is.
fn rail(visit: &Visit, head: &Head) -> AnyView {
    let newest = head.at.map(|at| {
        view! {
            <p class="meta">
                <a href=entry_address(head.seq)>{format!("Entry {}", head.seq)}</a>
                ", "
                <Ago at=at now=visit.now />
                ". Its hash:"
            </p>
            <p>
                <code class="hash">{head.hash.to_hex()}</code>
            </p>
        }
    });
    view! {
        <aside class="rail" aria-label="About the log">
            <section>
                <h2>"The newest entry"</h2>
                {newest}
                <p class="meta">
                    "Each entry carries the hash of the one before it. Whoever writes this hash down can tell later whether anything that came before was changed."
                </p>
                <p class="meta">
                    <a href="/help/log">"How to check it"</a>
                </p>
            </section>
            <section>
                <h2>"To take away"</h2>
                <p class="meta">
                    <a href=EXPORT download="">
                        "The whole log"
                    </a>
                    ", an entry in JSON on each line, to be checked without this forum."
                </p>
                <p class="meta">
                    "For programs: "
                    <code>"/api/v1/log"</code>
                    " and "
                    <code>"/api/v1/log/head"</code>
                    "."
                </p>
            </section>
        </aside>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::has_empty_fields;

    #[test]
    fn what_the_form_leaves_empty_is_seen() {
        for path in ["/log?person=&act=plans", "/log?since=", "/log?a=b&c="] {
            assert!(has_empty_fields(path), "{path}");
        }
        for path in ["/log", "/log?", "/log?act=plans&person=ada"] {
            assert!(!has_empty_fields(path), "{path}");
        }
    }
}
