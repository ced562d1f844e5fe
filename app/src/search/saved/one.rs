//! `/searches/{id}`: renaming a saved search, opening it, and keeping it no longer.

use super::{name_field, named, refused};
use crate::{
    failure::Failure,
    forms::problem_summary,
    posted::Posted,
    search::{feed_address, newest_first},
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    problems::Problems,
    search::saved::{self, SavedSearch, SavedSearchError},
};
use leptos::prelude::*;
use serde::Deserialize;

/// What it is to be called.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    name: String,
}

/// `GET /searches/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let search = found(&visit, &id).await?;
    let typed = Typed {
        name: search.name.clone(),
    };
    Ok(answer(
        &visit,
        StatusCode::OK,
        &search,
        &typed,
        &Problems::default(),
    ))
}

/// `POST /searches/{id}`
pub async fn rename(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Failure> {
    let (member, typed) = (visit.member()?, posted.form);
    match saved::rename(visit.forum(), member, named(&id)?, &typed.name).await {
        Ok(_) => Ok(visit.to("/searches")),
        Err(SavedSearchError::Invalid(problems)) => {
            let search = found(&visit, &id).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer(&visit, status, &search, &typed, &problems))
        }
        Err(error) => Err(refused(error)),
    }
}

/// `POST /searches/{id}/open`
pub async fn open(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let looked = saved::look(visit.forum(), visit.member()?, named(&id)?).await;
    let looked = looked.map_err(refused)?;
    let found = newest_first(&looked.search.asked);
    Ok(visit.to(&format!("{found}&since={}", looked.since.0)))
}

/// `POST /searches/{id}/delete`
pub async fn delete(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let deleted = saved::delete(visit.forum(), visit.member()?, named(&id)?).await;
    deleted.map_err(refused)?;
    Ok(visit.to("/searches?done=deleted"))
}

async fn found(visit: &Visit, id: &str) -> Result<SavedSearch, Failure> {
    let search = saved::one(visit.forum(), visit.member()?, named(id)?).await?;
    search.ok_or(Failure::NotFound)
}

fn answer(
    visit: &Visit,
    status: StatusCode,
    search: &SavedSearch,
    typed: &Typed,
    problems: &Problems,
) -> Response {
    let page = Page::new(search.name.clone())
        .robots(Robots::Hidden)
        .place(Place::Searches);
    let at = format!("/searches/{}", search.id);
    let name = name_field(&typed.name, problems);
    visit.page_with(status, page, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">
                        <a href="/searches">"Saved searches"</a>
                    </p>
                    <h1>{search.name.clone()}</h1>
                    <p class="lede">{search.asked.in_words()}</p>
                    {problem_summary(problems)}
                    <form method="post" action=at.clone()>
                        {name}
                        <p class="actions">
                            <button class="primary">"Save"</button>
                        </p>
                    </form>
                    <section class="aside">
                        <h2>"Its feed"</h2>
                        <p>
                            "For a feed reader. The address says what is asked, and nothing of you: it may be passed on."
                        </p>
                        <p>
                            <code class="secret">{visit.site.absolute(&feed_address(&search.asked))}</code>
                        </p>
                    </section>
                    <section class="aside">
                        <form method="post" action=format!("{at}/delete")>
                            <button class="danger">"Delete this search"</button>
                        </form>
                    </section>
                </main>
            </div>
        }
    })
}
