use axum::{extract::State, http::header, response::IntoResponse};
use domain::Forum;

/// Reading is welcome; forms, feeds of one page's parts and the REST calls are not for robots.
pub(super) async fn robots(State(forum): State<Forum>) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
    ];
    let text = format!(
        "User-agent: *\n\
         Disallow: /api/\n\
         Disallow: /settings\n\
         Disallow: /drafts\n\
         Disallow: /searches\n\
         Disallow: /plans/new\n\
         Disallow: /sign-in\n\
         Disallow: /join\n\
         Disallow: /reset\n\
         Disallow: /*/compare/\n\
         Disallow: /*?after=\n\
         \n\
         Sitemap: {}/sitemap.xml\n",
        forum.policy().public_url
    );
    (headers, text)
}
