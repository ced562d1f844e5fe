//! The sitemap: an index, and parts that each hold the plans of a fixed range of numbers, so that a
//! part changes only when one of its plans does.

use super::fresh::Document;
use app::failure::Failure;
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use domain::{Forum, ids::PlanId, plans};
use std::fmt::Write;

/// How many numbers a part covers. The protocol allows 50,000 addresses; these stay below 2 MB.
const PER_PART: i64 = 10_000;
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
