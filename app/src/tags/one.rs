//! `GET /tags/{tag}`: what a tag is about, the plans that have it, and what moderators did about it.

use super::{
    address,
    care::{self, Typed},
    history,
};
use crate::{
    failure::Failure,
    plans::list,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    http::{StatusCode, header::CACHE_CONTROL},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    plans::{Listing, Tag},
    tags::{self, TagTold},
};
use leptos::prelude::*;
use serde::Deserialize;

/// `?into=`: the tag that a moderator may want to merge this one into.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    into: String,
}

/// `GET /tags/{tag}`
pub async fn show(
    visit: Visit,
    Path(tag): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let word = named(&tag)?;
    let told = tags::find(visit.forum(), &word).await?;
    if told.tag != word {
        // What was renamed may be renamed back: whoever kept this would go in a circle then.
        let here = Redirect::permanent(&address(&told.tag));
        return Ok(([(CACHE_CONTROL, "no-cache")], here).into_response());
    }
    let Query(asked) = asked.unwrap_or_default();
    page(
        &visit,
        StatusCode::OK,
        &told,
        &Typed::beginning(&asked.into),
    )
    .await
}

/// The word that an address names.
pub(super) fn named(tag: &str) -> Result<Tag, Failure> {
    tag.parse().map_err(|_| Failure::NotFound)
}

/// The page of a tag, with what a moderator typed.
pub(super) async fn page(
    visit: &Visit,
    status: StatusCode,
    told: &TagTold,
    typed: &Typed,
) -> Result<Response, Failure> {
    let path = address(&told.tag);
    let title = format!("Plans about {}", told.tag);
    let mut head = Page::new(title.clone())
        .canonical(path.clone())
        .feed(title.clone(), format!("{path}/plans.atom"))
        .place(Place::Plans);
    if let Some(about) = &told.about {
        head = head.description(about.clone());
    }
    if told.plans == 0 {
        head = head.robots(Robots::Hidden);
    }
    let listing = Listing {
        tag: Some(told.tag.clone()),
        ..Listing::default()
    };
    let loaded = list::load(visit, listing).await?;
    let actions = tags::history(visit.forum(), told).await?;
    let is_moderator = visit.moderator().is_ok();
    Ok(visit.page_with(status, head, || {
        let above = view! {
            <h1>{title}</h1>
            {about(told)}
        };
        let below = view! {
            {is_moderator.then(|| care::view(told, typed))}
            {history::view(visit, &actions)}
        };
        list::view(visit, &loaded, above.into_any(), below.into_any())
    }))
}

fn about(told: &TagTold) -> AnyView {
    let words: Vec<_> = told
        .synonyms
        .iter()
        .map(|word| format!("“{word}”"))
        .collect();
    let words = (!words.is_empty()).then(|| {
        view! { <p class="meta" id="words">{format!("Also called {}.", words.join(", "))}</p> }
    });
    let retired = told.retired.as_ref().map(|retired| {
        let instead = retired.instead.as_ref().map(|tag| {
            view! { " Use " <a href=address(tag)>{tag.to_string()}</a> " instead." }
        });
        view! {
            <p class="note setback">
                "This tag is no longer given to plans. Those that have it keep it." {instead}
            </p>
        }
    });
    view! {
        {told.about.clone().map(|about| view! { <p class="lede">{about}</p> })}
        {retired}
        {words}
    }
    .into_any()
}
