//! Forks: making them, their families, what they take over, and the places where plans run.

mod family;
mod make;
mod places;
mod pull;

pub(super) use family::{ForkDetails, OriginDetails};

use domain::Forum;
use utoipa_axum::{router::OpenApiRouter, routes};

/// This feature's calls.
pub(super) fn routes() -> OpenApiRouter<Forum> {
    OpenApiRouter::new()
        .routes(routes!(family::family, make::fork))
        .routes(routes!(places::place, places::set, places::clear))
        .routes(routes!(places::places))
        .routes(routes!(pull::upstream))
        .routes(routes!(pull::pull))
}
