//! The document that describes the calls, made from the handlers themselves.

use super::Problem;
use axum::{
    Router,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    routing::get,
};
use domain::Forum;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
        server::Server,
    },
};
use utoipa_axum::router::OpenApiRouter;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Openplan",
        description = "A forum for open business plans. Lists answer {\"items\", \"next\"}: send `next` as `after` \
            for the page that follows. Errors are problem documents (RFC 9457). A call that makes something takes \
            an `Idempotency-Key`, so that sending it twice makes one thing.",
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later"),
    ),
    components(schemas(Problem)),
    modifiers(&Bearer),
)]
struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "A token from the settings page or from POST /session.",
            ))
            .build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("token", SecurityScheme::Http(bearer));
        document.servers = Some(vec![Server::new(super::PREFIX)]);
    }
}

/// A router that collects what its routes say about themselves.
pub(super) fn document() -> OpenApiRouter<Forum> {
    OpenApiRouter::with_openapi(Document::openapi())
}

/// Serves the document, which does not change while the process runs.
pub(super) fn route(document: &utoipa::openapi::OpenApi) -> Router<Forum> {
    let json = document
        .to_json()
        .expect("a document that was built is expressible in JSON");
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "public, max-age=300"),
    ];
    Router::new().route("/openapi.json", get(move || async move { (headers, json) }))
}
