//! Every page and form of the site, in one table: from an address to the handler that answers it.

use crate::{
    accounts, comments, copies, failure::Failure, forks, functions, funding, help, listings, log,
    moderation, numbers, pages, plans, search, site::Site, suggestions, tags, visit,
};
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
    get "/join" => accounts::join::show;
    post "/join" => accounts::join::send;
    get "/invited/{token}" => accounts::join::invited;
    get "/setup/{token}" => accounts::setup::show;
    post "/setup/{token}" => accounts::setup::send;
    get "/sign-in" => accounts::sign_in::show;
    post "/sign-in" => accounts::sign_in::send;
    post "/sign-out" => accounts::sign_in::out;
    get "/confirm/{token}" => accounts::confirm::show;
    post "/confirm/{token}" => accounts::confirm::send;
    get "/confirmed" => accounts::confirm::done;
    get "/reset" => accounts::reset::ask;
    post "/reset" => accounts::reset::send;
    get "/reset/sent" => accounts::reset::sent;
    get "/reset/{token}" => accounts::reset::choose;
    post "/reset/{token}" => accounts::reset::change;
    get "/people/{handle}" => accounts::person::show;
    get "/people/{handle}/comments" => accounts::person::written;
    get "/people/{handle}/contributions" => accounts::person::gave;
    get "/settings" => accounts::settings::profile::show;
    post "/settings" => accounts::settings::profile::save;
    get "/settings/email" => accounts::settings::email::show;
    post "/settings/email" => accounts::settings::email::save;
    post "/settings/news" => accounts::settings::email::save_news;
    get "/settings/password" => accounts::settings::password::show;
    post "/settings/password" => accounts::settings::password::save;
    get "/settings/sessions" => accounts::settings::sessions::show;
    post "/settings/sessions/end" => accounts::settings::sessions::end_all;
    post "/settings/sessions/{id}/end" => accounts::settings::sessions::end;
    get "/settings/tokens" => accounts::settings::tokens::show;
    post "/settings/tokens" => accounts::settings::tokens::make;
    post "/settings/tokens/{id}/revoke" => accounts::settings::tokens::revoke;
    get "/settings/invitations" => accounts::settings::invitations::show;
    post "/settings/invitations" => accounts::settings::invitations::make;
    post "/settings/invitations/{id}/revoke" => accounts::settings::invitations::revoke;
    get "/settings/account" => accounts::settings::account::show;
    post "/settings/account" => accounts::settings::account::leave;
    get "/left" => accounts::settings::account::left;
    get "/help" => help::how;
    get "/help/writing" => help::writing;
    get "/help/ranking" => help::ranking;
    get "/help/search" => help::search;
    get "/help/funding" => help::funding;
    get "/help/log" => help::log;
    get "/help/moderation" => help::moderation;
    get "/log" => log::list::show;
    get "/log.ndjson" => log::export::show;
    get "/log/{seq}" => log::one::show;
    get "/rules" => pages::show::rules;
    get "/about" => pages::show::about;
    get "/privacy" => pages::show::privacy;
    get "/terms" => pages::show::terms;
    get "/pages/{page}/edit" => pages::edit::show;
    post "/pages/{page}/edit" => pages::edit::send;
    get "/pages/{page}/history" => pages::history::show;
    get "/pages/{page}/history/{rev}" => pages::version::show;
    get "/pages/{page}/compare" => pages::compare::pick;
    get "/pages/{page}/compare/{range}" => pages::compare::show;
    post "/pages/{page}/restore" => pages::restore::send;
    get "/search" => search::page::show;
    get "/search/suggest" => search::suggest::show;
    get "/searches" => search::saved::list::show;
    post "/searches" => search::saved::list::save;
    get "/searches/{id}" => search::saved::one::show;
    post "/searches/{id}" => search::saved::one::rename;
    post "/searches/{id}/open" => search::saved::one::open;
    post "/searches/{id}/delete" => search::saved::one::delete;
    get "/tags" => tags::all::show;
    get "/tags/{tag}" => tags::one::show;
    post "/tags/{tag}/describe" => tags::describe;
    post "/tags/{tag}/rename" => tags::rename;
    post "/tags/{tag}/merge" => tags::merge;
    post "/tags/{tag}/unmerge" => tags::unmerge;
    post "/tags/{tag}/retire" => tags::retire;
    post "/tags/{tag}/restore" => tags::restore;
    post "/api/fn/preview" => functions::call;
    post "/api/fn/vote" => functions::call;
    get "/drafts" => plans::drafts::list;
    post "/drafts" => plans::drafts::save;
    get "/drafts/{id}" => plans::drafts::go_on;
    get "/drafts/{id}/similar" => plans::drafts::similar;
    post "/drafts/{id}/delete" => plans::drafts::delete;
    get "/plans/new" => plans::editor::new::show;
    post "/plans/new" => plans::editor::new::post;
    get "/plans/import" => forks::import::show;
    post "/plans/import" => forks::import::send;
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
    get "/plans/{id}/numbers.csv" => numbers::page::to_csv;
    get "/plans/{id}/rules" => funding::standing::show;
    get "/plans/{id}/fork" => forks::fork::show;
    post "/plans/{id}/fork" => forks::fork::send;
    get "/plans/{id}/forks" => forks::family::show;
    get "/plans/{id}/places" => forks::places::show;
    get "/plans/{id}/place" => forks::place::show;
    post "/plans/{id}/place" => forks::place::save;
    get "/plans/{id}/discussion" => comments::discussion::show;
    get "/plans/{id}/discussion/new" => comments::new::show;
    get "/plans/{id}/live" => comments::live::follow;
    post "/plans/{id}/comments" => comments::post::send;
    get "/plans/{id}/suggestions" => suggestions::list::show;
    get "/plans/{id}/suggest" => suggestions::suggest::show;
    post "/plans/{id}/suggest" => suggestions::suggest::send;
    get "/plans/{id}/pull" => forks::pull::ask;
    post "/plans/{id}/pull" => forks::pull::send;
    get "/suggestions" => suggestions::mine::show;
    get "/suggestions/{id}" => suggestions::page::show;
    post "/suggestions/{id}/decide" => suggestions::decide::send;
    post "/suggestions/{id}/take-back" => suggestions::take_back::send;
    get "/suggestions/{id}/fork" => suggestions::fork::ask;
    post "/suggestions/{id}/fork" => suggestions::fork::send;
    get "/comments/{id}" => comments::one::show;
    get "/comments/{id}/reply" => comments::reply::show;
    get "/comments/{id}/reply/form" => comments::reply::in_place;
    get "/comments/{id}/edit" => comments::edit::show;
    post "/comments/{id}/edit" => comments::edit::save;
    get "/comments/{id}/history" => comments::history::show;
    get "/comments/{id}/delete" => comments::delete::ask;
    post "/comments/{id}/delete" => comments::delete::delete;
    post "/comments/{id}/vote" => comments::vote::send;
    post "/comments/{id}/adopt" => comments::adopt::send;
    get "/comments/{id}/favorite" => comments::favorite::ask;
    post "/comments/{id}/favorite" => comments::favorite::save;
    get "/moderation/copies" => copies::list::show;
    get "/moderation/copies/decided" => copies::decided::show;
    get "/moderation/copies/{pair}" => copies::pair::show;
    post "/moderation/copies/{pair}/link" => copies::link;
    post "/moderation/copies/{pair}/unlink" => copies::unlink;
    post "/moderation/copies/{pair}/set-aside" => copies::set_aside;
    post "/moderation/copies/{pair}/reopen" => copies::reopen;
    get "/moderation" => moderation::queue::show;
    post "/moderation/many" => moderation::decide_many;
    get "/moderation/appeals" => moderation::appeals::show;
    post "/moderation/open/{thing}" => moderation::open;
    get "/moderation/cases/{id}" => moderation::case::show;
    post "/moderation/cases/{id}/decide" => moderation::decide;
    post "/moderation/cases/{id}/sweep" => moderation::sweep;
    post "/moderation/cases/{id}/claim" => moderation::claim;
    post "/moderation/cases/{id}/release" => moderation::release;
    post "/moderation/cases/{id}/note" => moderation::add_note;
    get "/flag/{thing}" => moderation::flag::show;
    post "/flag/{thing}" => moderation::flag::send;
    get "/people/{handle}/role" => moderation::appoint::show;
    post "/people/{handle}/role" => moderation::appoint::send;
    get "/measures" => moderation::mine::show;
    get "/measures/{id}" => moderation::measure::show;
    post "/measures/{id}/undo" => moderation::measure::undo;
    post "/measures/{id}/appeal" => moderation::measure::appeal;
    post "/measures/{id}/answer" => moderation::measure::answer;
    get "/moderation/tags" => tags::curate::show;
    get "/plans/{id}/{slug}" => plans::page::show;
    get "/listings" => listings::list::show;
    get "/listings/new" => listings::new::show;
    post "/listings/new" => listings::new::make;
    get "/listings/{id}" => listings::page::without_slug;
    get "/listings/{id}/edit" => listings::edit::show;
    post "/listings/{id}/edit" => listings::edit::save;
    post "/listings/{id}/publish" => listings::state::publish;
    post "/listings/{id}/withdraw" => listings::state::withdraw;
    post "/listings/{id}/feature" => listings::state::feature;
    post "/listings/{id}/plans" => listings::entries::add;
    post "/listings/{id}/plans/{plan}/move" => listings::entries::move_plan;
    post "/listings/{id}/plans/{plan}/note" => listings::entries::note;
    post "/listings/{id}/plans/{plan}/remove" => listings::entries::remove;
    post "/listings/{id}/curators" => listings::curators::add;
    post "/listings/{id}/curators/{handle}/remove" => listings::curators::remove;
    post "/listings/{id}/follow" => listings::follow::follow;
    post "/listings/{id}/look" => listings::follow::look;
    get "/listings/{id}/propose" => listings::propose::show;
    get "/listings/{id}/proposals" => listings::proposals::show;
    post "/listings/{id}/proposals" => listings::propose::send;
    post "/proposals/{id}/answer" => listings::proposals::answer;
    post "/proposals/{id}/take-back" => listings::proposals::take_back;
    get "/listings/{id}/listing.json" => listings::export::json;
    get "/listings/{id}/listing.csv" => listings::export::csv;
    get "/listings/{id}/listing.md" => listings::export::markdown;
    get "/listings/{id}/{slug}" => listings::page::show;
    get "/rounds" => funding::list::show;
    get "/rounds/new" => funding::new::show;
    post "/rounds/new" => funding::new::make;
    get "/rounds/{id}" => funding::page::without_slug;
    get "/rounds/{id}/edit" => funding::edit::show;
    post "/rounds/{id}/edit" => funding::edit::save;
    post "/rounds/{id}/publish" => funding::act::publish;
    post "/rounds/{id}/close" => funding::act::close;
    post "/rounds/{id}/discard" => funding::act::discard;
    get "/rounds/{id}/history" => funding::history::show;
    get "/rounds/{id}/apply" => funding::apply::show;
    post "/rounds/{id}/apply" => funding::apply::send;
    get "/rounds/{id}/applications.csv" => funding::export::csv;
    get "/rounds/{id}/{slug}" => funding::page::show;
    get "/applications" => funding::mine::show;
    get "/applications/{id}" => funding::entered::show;
    post "/applications/{id}/take-back" => funding::act::take_back;
    post "/applications/{id}/shortlist" => funding::act::shortlist;
    post "/applications/{id}/questions" => funding::act::ask;
    post "/applications/{id}/decide" => funding::act::decide;
    post "/questions/{id}/answer" => funding::act::answer;
}

/// The site's pages and forms, each in the look even when it fails.
pub fn router(site: &Site) -> Router {
    table()
        .fallback(|| async { Failure::NotFound })
        .layer(middleware::from_fn_with_state(site.clone(), visit::begin))
        // Outside of it, for it is to know nothing of who visits.
        .route(
            listings::embed::ADDRESS,
            axum::routing::get(listings::embed::show),
        )
        .with_state(site.clone())
}
