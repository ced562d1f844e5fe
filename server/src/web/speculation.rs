//! Pages that a browser may fetch before they are asked for, when a pointer rests on their link.

use axum::{Router, http::header, response::IntoResponse, routing::get};

/// The header that names the rules.
pub(super) const HEADER: &str = "speculation-rules";
/// Where the rules are.
pub(super) const ADDRESS: &str = "\"/speculation-rules.json\"";

/// Only what reading is, and nothing that is heavy, not a page, or opened on the page where it stands.
const RULES: &str = r#"{"prefetch":[{"where":{"and":[{"href_matches":"/*"},{"not":{"href_matches":["/api/*","/assets/*","/*.atom","/*/plan.md","/*/plan.json","/log.ndjson","/*/live","/plans/new","/drafts*","/searches*","/settings*","/setup/*","/invited/*","/reset*","/confirm*","/sign-out"]}},{"not":{"selector_matches":"[download],[rel~=nofollow],[data-answer]"}}]},"eagerness":"moderate"}]}"#;

/// The rules' address.
pub(super) fn routes() -> Router {
    Router::new().route("/speculation-rules.json", get(rules))
}

async fn rules() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "application/speculationrules+json"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, RULES)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_rules_are_json() {
        let rules: serde_json::Value = serde_json::from_str(super::RULES).expect("JSON");
        assert!(rules["prefetch"].is_array());
    }
}
