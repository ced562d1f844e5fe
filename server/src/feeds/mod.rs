//! What other programs read: Atom feeds, the sitemap, and what robots may do.

mod atom;
mod fresh;
mod listing;
mod log;
mod robots;
mod rounds;
mod search;
mod sitemap;

use axum::{Router, routing::get};
use domain::Forum;

/// The addresses of all of it.
pub fn routes(forum: Forum) -> Router {
    Router::new()
        .route("/plans.atom", get(atom::all))
        .route("/tags/{tag}/plans.atom", get(atom::tag))
        .route("/people/{handle}/plans.atom", get(atom::person))
        .route("/plans/{id}/discussion.atom", get(atom::discussion))
        .route("/listings/{id}/plans.atom", get(listing::plans))
        .route("/rounds.atom", get(rounds::newest))
        .route("/search.atom", get(search::newest))
        .route("/log.atom", get(log::newest))
        .route("/robots.txt", get(robots::robots))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemap/{part}", get(sitemap::part))
        .with_state(forum)
}
