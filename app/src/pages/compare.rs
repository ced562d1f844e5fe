//! `/pages/{page}/compare/{a}..{b}`: what changed from one version of a page to another.

use super::{address, named, saved_by, version_address};
use crate::{
    failure::Failure,
    plans::{diff, parts::counted},
    shell::{Page, Robots},
    visit::Visit,
};
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    response::Response,
};
use domain::{
    ids::VersionNumber,
    pages::{self, Name, PageComparison, Version},
};
use leptos::prelude::*;
use serde::Deserialize;

/// `?from=&to=`, from the list of versions.
#[derive(Debug, Deserialize)]
pub struct Asked {
    from: VersionNumber,
    to: VersionNumber,
}

/// `GET /pages/{page}/compare`: on to the address of this comparison, or to where one is picked.
pub async fn pick(
    visit: Visit,
    Path(page): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let page = named(&page)?;
    Ok(match asked {
        Ok(Query(Asked { from, to })) => visit.to(&path(page, from, to)),
        Err(_) => visit.to(&format!("/pages/{page}/history")),
    })
}

/// `GET /pages/{page}/compare/{a}..{b}`
pub async fn show(
    visit: Visit,
    Path((page, range)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let page = named(&page)?;
    let (from, to) = parse(&range).ok_or(Failure::NotFound)?;
    let compared = pages::compare(visit.forum(), page, from, to).await?;
    let compared = compared.ok_or(Failure::NotFound)?;
    let head = Page::new(format!("{}: version {from} to {to}", page.title()))
        .canonical(path(page, from, to))
        .robots(Robots::Hidden);
    Ok(visit.page(head, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">
                        <a href=address(page)>{page.title()}</a>
                        " / "
                        <a href=format!("/pages/{page}/history")>"History"</a>
                    </p>
                    <h1>{format!("From version {from} to version {to}")}</h1>
                    {comparison(&visit, page, &compared)}
                </main>
            </div>
        }
    }))
}

fn path(page: Name, from: VersionNumber, to: VersionNumber) -> String {
    format!("/pages/{page}/compare/{from}..{to}")
}

fn parse(range: &str) -> Option<(VersionNumber, VersionNumber)> {
    let (from, to) = range.split_once("..")?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

fn comparison(visit: &Visit, page: Name, compared: &PageComparison) -> AnyView {
    let words = compared.changes.words();
    let added = counted(i64::try_from(words.inserted).unwrap_or(i64::MAX), "word");
    let turned = path(page, compared.to.number, compared.from.number);
    view! {
        <dl class="sides">
            {side(visit, "From", &compared.from)}
            {side(visit, "To", &compared.to)}
        </dl>
        <section class="comparison" aria-labelledby="changes">
            <h2 id="changes">"What changed"</h2>
            <p class="meta">
                {format!("{added} added, {} removed. ", words.deleted)}
                <ins>"Added words are underlined"</ins>
                ", "
                <del>"removed words struck through"</del>
                ". "
                <a href=turned>"Turn around"</a>
            </p>
            {diff::body(&compared.changes)}
        </section>
    }
    .into_any()
}

fn side(visit: &Visit, name: &'static str, version: &Version) -> AnyView {
    let href = version_address(version.page, version.number);
    let note = version.saved.as_ref().and_then(|saved| saved.note.clone());
    view! {
        <div>
            <dt>{name}</dt>
            <dd>
                <a href=href>{format!("Version {}", version.number)}</a>
                ", "
                {saved_by(visit, version.saved.as_ref())}
                {note.map(|note| format!(": “{note}”"))}
            </dd>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{parse, path};
    use domain::{ids::VersionNumber, pages::Name};

    #[test]
    fn a_range_names_two_versions() {
        let (from, to) = (VersionNumber(0), VersionNumber(12));
        let address = path(Name::Rules, from, to);
        let range = address.rsplit('/').next().and_then(parse);
        assert_eq!(range, Some((from, to)), "{address}");
        for wrong in ["", "1", "1..", "..2", "1..x", "1..2..3", "1..2@3"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
