use super::Page;
use crate::visit::Visit;
use leptos::{html::meta, prelude::*};

/// Whether search engines should list a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Robots {
    /// Yes.
    #[default]
    Welcome,
    /// No: it is a form, somebody's own, or a copy of another address.
    Hidden,
}

/// How a page looks where it is linked (Open Graph).
#[derive(Clone, Debug)]
pub struct Shared {
    /// `article`, `profile` or `website`.
    pub kind: &'static str,
    /// When it was published, RFC 3339.
    pub published: Option<String>,
    /// When it was changed, RFC 3339.
    pub modified: Option<String>,
}

pub(super) fn view(visit: &Visit, page: Page) -> AnyView {
    let site = &visit.site;
    let forum_name = site.forum().policy().name.clone();
    let title = if page.title == forum_name {
        page.title.clone()
    } else {
        format!("{} · {forum_name}", page.title)
    };
    let canonical = page.canonical.as_deref().map(|path| site.absolute(path));
    let open_graph = page
        .shared
        .as_ref()
        .map(|shared| open_graph(shared, &page, canonical.as_deref(), &forum_name));
    view! {
        <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>{title}</title>
            {page.description.clone().map(|text| view! { <meta name="description" content=text /> })}
            {(page.robots == Robots::Hidden)
                .then(|| view! { <meta name="robots" content="noindex" /> })}
            {canonical.map(|address| view! { <link rel="canonical" href=address /> })}
            {page
                .feed
                .map(|(title, path)| {
                    view! { <link rel="alternate" type="application/atom+xml" title=title href=path /> }
                })} {open_graph} <meta name="color-scheme" content="light dark" />
            <link rel="icon" type="image/svg+xml" href=site.assets().icon.clone() />
            <link rel="stylesheet" href=site.assets().css.clone() />
            <script type="module" src=site.assets().boot.clone()></script>
            {page
                .json_ld
                .map(|json| view! { <script type="application/ld+json" inner_html=json></script> })}
        </head>
    }
    .into_any()
}

fn open_graph(
    shared: &Shared,
    page: &Page,
    canonical: Option<&str>,
    forum_name: &str,
) -> impl IntoView + use<> {
    let properties = [
        ("og:type", Some(shared.kind.to_owned())),
        ("og:site_name", Some(forum_name.to_owned())),
        ("og:title", Some(page.title.clone())),
        ("og:description", page.description.clone()),
        ("og:url", canonical.map(str::to_owned)),
        ("article:published_time", shared.published.clone()),
        ("article:modified_time", shared.modified.clone()),
    ];
    properties
        .into_iter()
        .filter_map(|(property, content)| {
            // `view!` does not take `property=` on a meta element.
            content.map(|content| meta().attr("property", property).attr("content", content))
        })
        .collect_view()
}

/// JSON that can stand inside a `<script>`: no `<`, so no end of it and no comment.
pub(super) fn script_safe(json: &serde_json::Value) -> String {
    json.to_string().replace('<', "\\u003c")
}
