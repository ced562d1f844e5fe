//! Every page and form of the site, in one table: from an address to the handler that answers it.

use crate::{comments, failure::Failure, help, numbers, plans, site::Site, visit};
use axum::{Router, middleware};

/// Declares addresses once, for the router and for whoever must know them all (the permission
/// test reads [`TABLE`], so an address that nobody declared a rule for fails it).
macro_rules! routes {
    ($($method:ident $path:literal => $($handler:ident)::+;)+) => {
        /// Method and address of every handler.
        pub const TABLE: &[(&str, &str)] = &[$((stringify!($method), $path)),+];

        fn table() -> Router<Site> {
            Router::new()$(.route($path, axum::routing::$method($($handler)::+)))+
        }
    };
}

routes! {
    get "/" => plans::list::front;
    get "/plans" => plans::list::all;
    get "/help" => help::how;
    get "/help/writing" => help::writing;
    get "/help/ranking" => help::ranking;
    get "/tags" => plans::tags::all;
    get "/tags/{tag}" => plans::tags::one;
    get "/drafts" => plans::drafts::list;
    get "/drafts/{id}" => plans::drafts::go_on;
    post "/drafts/{id}/delete" => plans::drafts::delete;
    get "/plans/new" => plans::editor::new::show;
    post "/plans/new" => plans::editor::new::post;
    get "/plans/{id}" => plans::page::without_slug;
    get "/plans/{id}/edit" => plans::editor::edit::show;
    post "/plans/{id}/edit" => plans::editor::edit::post;
    get "/plans/{id}/history" => plans::history::show;
    get "/plans/{id}/history/{rev}" => plans::revision::show;
    post "/plans/{id}/restore" => plans::revision::restore;
    get "/plans/{id}/compare" => plans::compare::pick;
    get "/plans/{id}/compare/{range}" => plans::compare::show;
    get "/plans/{id}/withdraw" => plans::withdraw::ask;
    post "/plans/{id}/withdraw" => plans::withdraw::withdraw;
    post "/plans/{id}/return" => plans::withdraw::bring_back;
    post "/plans/{id}/vote" => plans::vote::cast;
    get "/plans/{id}/plan.md" => plans::download::markdown;
    get "/plans/{id}/plan.json" => plans::download::json;
    get "/plans/{id}/numbers" => numbers::page::show;
    get "/plans/{id}/discussion" => comments::discussion::show;
    get "/plans/{id}/discussion/new" => comments::new::show;
    get "/plans/{id}/live" => comments::live::follow;
    post "/plans/{id}/comments" => comments::post::send;
    get "/comments/{id}" => comments::one::show;
    get "/comments/{id}/reply" => comments::reply::show;
    get "/comments/{id}/edit" => comments::edit::show;
    post "/comments/{id}/edit" => comments::edit::save;
    get "/comments/{id}/history" => comments::history::show;
    get "/comments/{id}/delete" => comments::delete::ask;
    post "/comments/{id}/delete" => comments::delete::delete;
    post "/comments/{id}/vote" => comments::vote::send;
    get "/comments/{id}/favorite" => comments::favorite::ask;
    post "/comments/{id}/favorite" => comments::favorite::save;
    get "/plans/{id}/{slug}" => plans::page::show;
}

/// The site's pages and forms, each in the look even when it fails.
pub fn router(site: &Site) -> Router {
    table()
        .fallback(|| async { Failure::NotFound })
        .layer(middleware::from_fn_with_state(site.clone(), visit::begin))
        .with_state(site.clone())
}
