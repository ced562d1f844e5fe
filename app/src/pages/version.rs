//! `GET /pages/{page}/history/{rev}`: a page as it was.

use super::{address, named, saved_by, version_address};
use crate::{
    failure::Failure,
    shell::{Page, Robots},
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use domain::{
    ids::VersionNumber,
    pages::{self, Version},
};
use leptos::prelude::*;

/// `GET /pages/{page}/history/{rev}`
pub async fn show(
    visit: Visit,
    Path((page, number)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let page = named(&page)?;
    let number: VersionNumber = number.parse().map_err(|_| Failure::NotFound)?;
    let version = pages::version(visit.forum(), page, number).await?;
    let version = version.ok_or(Failure::NotFound)?;
    let newest = pages::newest(visit.forum(), page).await?.number;
    let head = Page::new(format!("{}, version {number}", page.title()))
        .canonical(version_address(page, number))
        .robots(Robots::Hidden);
    Ok(visit.page(head, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    {about(&visit, &version, newest)}
                    <h1>{page.title()}</h1>
                    {ways_on(&visit, &version, newest)}
                    <div class="prose help" inner_html=version.html.clone()></div>
                </main>
            </div>
        }
    }))
}

fn about(visit: &Visit, version: &Version, newest: VersionNumber) -> AnyView {
    let (page, number) = (version.page, version.number);
    let age = if number == newest {
        "the newest".to_owned()
    } else {
        format!("an old one; the newest is {newest}")
    };
    let note = version.saved.as_ref().and_then(|saved| saved.note.clone());
    view! {
        <div class="note">
            <p>
                {format!("This is version {number}, {age}. ")}
                {saved_by(visit, version.saved.as_ref())}
                {note.map(|note| format!(": “{note}”"))}
            </p>
            <a href=address(page)>"The page as it is now"</a>
            ", "
            <a href=format!("/pages/{page}/history")>"all versions"</a>
        </div>
    }
    .into_any()
}

fn ways_on(visit: &Visit, version: &Version, newest: VersionNumber) -> AnyView {
    let (page, number) = (version.page, version.number);
    let compare = |from: VersionNumber, to: VersionNumber, words: &'static str| {
        view! {
            <a class="button" href=format!("/pages/{page}/compare/{from}..{to}")>
                {words}
            </a>
        }
    };
    let before = (number > VersionNumber::SHIPPED)
        .then(|| compare(VersionNumber(number.0 - 1), number, "What it changed"));
    let since = (number != newest).then(|| compare(number, newest, "What changed since"));
    let may_restore = visit.admin().is_ok() && number != newest;
    let restore = may_restore.then(|| {
        view! {
            <form method="post" action=format!("/pages/{page}/restore")>
                <input type="hidden" name="version" value=number.to_string() />
                <input type="hidden" name="base" value=newest.to_string() />
                <button>"Restore as a new version"</button>
            </form>
        }
    });
    view! { <div class="actions">{before} {since} {restore}</div> }.into_any()
}
