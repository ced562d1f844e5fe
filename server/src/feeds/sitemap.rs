//! The sitemap: an index, and parts that each hold the plans of a fixed range of numbers, so that a
//! part changes only when one of its plans does.

use super::fresh::Document;
use app::{failure::Failure, funding::address};
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use domain::{
    Forum, funding,
    ids::PlanId,
    listings,
    pages::{self, Name},
    plans,
};
use std::fmt::Write;

/// How many numbers a part covers. The protocol allows 50,000 addresses; these stay below 2 MB.
const PER_PART: i64 = 10_000;
/// How many listings the first part names.
const MOST_LISTINGS: u64 = 1_000;
/// How many rounds it names.
const MOST_ROUNDS: u64 = 100;
const KIND: &str = "application/xml; charset=utf-8";
const XMLNS: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// `/sitemap.xml`.
pub(super) async fn index(
    State(forum): State<Forum>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let parts = (plans::youngest(&forum).await?.0 + PER_PART - 1) / PER_PART;
    let base = &forum.policy().public_url;
    let mut text = format!("{}<sitemapindex xmlns=\"{XMLNS}\">\n", declaration());
    for part in 1..=parts.max(1) {
        let _ = writeln!(
            text,
            "<sitemap><loc>{base}/sitemap/{part}.xml</loc></sitemap>"
        );
    }
    text.push_str("</sitemapindex>\n");
    Ok(document(text).answer(&headers))
}

/// `/sitemap/{n}.xml`, from 1 on.
pub(super) async fn part(
    State(forum): State<Forum>,
    Path(part): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let part = part_number(&part).ok_or(Failure::NotFound)?;
    let before = (part - 1) * PER_PART;
    let addresses = plans::addresses(&forum, PlanId(before), PlanId(before + PER_PART)).await?;
    if addresses.is_empty() && part > 1 {
        return Err(Failure::NotFound);
    }
    let base = &forum.policy().public_url;
    let mut text = format!("{}<urlset xmlns=\"{XMLNS}\">\n", declaration());
    if part == 1 {
        let _ = writeln!(text, "<url><loc>{base}/</loc></url>");
        let _ = writeln!(text, "<url><loc>{base}/plans</loc></url>");
        let _ = writeln!(text, "<url><loc>{base}/log</loc></url>");
        text.push_str(&own_pages(&forum).await?);
    }
    if part == 1 {
        text.push_str(&listed(&forum).await?);
        text.push_str(&funded(&forum).await?);
    }
    for plan in &addresses {
        let changed = plan.changed_at.to_rfc3339();
        let _ = writeln!(
            text,
            "<url><loc>{base}/plans/{}/{}</loc><lastmod>{changed}</lastmod></url>",
            plan.id, plan.slug
        );
    }
    text.push_str("</urlset>\n");
    Ok(document(text).answer(&headers))
}

/// The forum's own pages, with when they were last changed, if they were.
async fn own_pages(forum: &Forum) -> Result<String, Failure> {
    let base = &forum.policy().public_url;
    let changed = pages::changed(forum).await?;
    let mut text = String::new();
    for name in Name::ALL {
        let changed = changed.get(name).map(|at| at.to_rfc3339());
        let changed = changed.map(|at| format!("<lastmod>{at}</lastmod>"));
        let _ = writeln!(
            text,
            "<url><loc>{base}/{name}</loc>{}</url>",
            changed.unwrap_or_default()
        );
    }
    Ok(text)
}

/// The page of listings, and the youngest of them.
async fn listed(forum: &Forum) -> Result<String, Failure> {
    let base = &forum.policy().public_url;
    let mut text = format!("<url><loc>{base}/listings</loc></url>\n");
    for (id, slug, changed_at) in listings::newest_addresses(forum, MOST_LISTINGS).await? {
        let changed = changed_at.to_rfc3339();
        let _ = writeln!(
            text,
            "<url><loc>{base}/listings/{id}/{slug}</loc><lastmod>{changed}</lastmod></url>"
        );
    }
    Ok(text)
}

/// The page of rounds, and the youngest of them.
async fn funded(forum: &Forum) -> Result<String, Failure> {
    let base = &forum.policy().public_url;
    let mut text = format!("<url><loc>{base}/rounds</loc></url>\n");
    for round in funding::newest(forum, MOST_ROUNDS).await? {
        let (path, changed) = (address(&round), round.changed_at.to_rfc3339());
        let _ = writeln!(
            text,
            "<url><loc>{base}{path}</loc><lastmod>{changed}</lastmod></url>"
        );
    }
    Ok(text)
}

fn part_number(file: &str) -> Option<i64> {
    let number: i64 = file.strip_suffix(".xml")?.parse().ok()?;
    (1..=i64::MAX / PER_PART - 1)
        .contains(&number)
        .then_some(number)
}

fn declaration() -> &'static str {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
}

fn document(text: String) -> Document {
    Document {
        kind: KIND,
        text,
        changed: None,
    }
}

#[cfg(test)]
mod tests {
    use super::part_number;

    #[test]
    fn parts_count_from_one() {
        assert_eq!(part_number("1.xml"), Some(1));
        for wrong in ["0.xml", "-1.xml", "1", "x.xml", "9223372036854775807.xml"] {
            assert_eq!(part_number(wrong), None, "{wrong}");
        }
    }
}
