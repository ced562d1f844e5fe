//! Who may do what: a rule for every address that the router has, tried by everybody.

use crate::{
    harness::{Answer, Client, Fresh, insert},
    world::World,
};
use Rule::{Admin, Author, AuthorOrModerator, Link, Member, Own, Person, Public};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use std::collections::BTreeSet;

/// Who may use an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Everybody.
    Public,
    /// Whoever has signed in, suspended or not: it is their own account.
    Person,
    /// Whoever has signed in and may act.
    Member,
    /// Whoever may act. Of what is another's, nothing happens, as when there is none.
    Own,
    /// Whose it is. To other members it is not there.
    Author,
    /// Whose it is, and whoever keeps order.
    AuthorOrModerator,
    /// Whoever runs the forum. To everybody else it is not there.
    Admin,
    /// Whoever holds the link. Nobody here does.
    Link,
}

/// Method, address, rule, and what is sent for the act to be more than a mistake.
pub const RULES: &[(&str, &str, Rule, &str)] = &[
    ("GET", "/", Public, ""),
    ("GET", "/help", Public, ""),
    ("GET", "/help/ranking", Public, ""),
    ("GET", "/help/writing", Public, ""),
    ("GET", "/plans", Public, ""),
    ("GET", "/tags", Public, ""),
    ("GET", "/tags/{tag}", Public, ""),
    // Accounts.
    ("GET", "/join", Public, ""),
    ("POST", "/join", Public, "handle=A"),
    ("GET", "/invited/{token}", Link, ""),
    ("GET", "/setup/{token}", Link, ""),
    ("POST", "/setup/{token}", Link, "handle=A"),
    ("GET", "/sign-in", Public, ""),
    ("POST", "/sign-in", Public, "who=A"),
    ("POST", "/sign-out", Public, ""),
    // Opened by machines that read mail, so it only shows a button.
    ("GET", "/confirm/{token}", Public, ""),
    ("POST", "/confirm/{token}", Link, ""),
    ("GET", "/confirmed", Public, ""),
    ("GET", "/reset", Public, ""),
    ("POST", "/reset", Public, "email=A"),
    ("GET", "/reset/sent", Public, ""),
    ("GET", "/reset/{token}", Link, ""),
    (
        "POST",
        "/reset/{token}",
        Link,
        "password=eleven+dry+raincoats",
    ),
    ("GET", "/people/{handle}", Public, ""),
    ("GET", "/people/{handle}/comments", Public, ""),
    ("GET", "/people/{handle}/contributions", Public, ""),
    // Settings.
    ("GET", "/settings", Person, ""),
    ("POST", "/settings", Member, "name=A"),
    ("GET", "/settings/email", Person, ""),
    ("POST", "/settings/email", Person, "email=A"),
    ("GET", "/settings/password", Person, ""),
    ("POST", "/settings/password", Person, "new=A"),
    ("GET", "/settings/sessions", Person, ""),
    ("POST", "/settings/sessions/end", Person, ""),
    ("POST", "/settings/sessions/{id}/end", Person, ""),
    ("GET", "/settings/tokens", Person, ""),
    ("POST", "/settings/tokens", Member, "label=A"),
    ("POST", "/settings/tokens/{id}/revoke", Person, ""),
    ("GET", "/settings/invitations", Admin, ""),
    ("POST", "/settings/invitations", Admin, ""),
    ("POST", "/settings/invitations/{id}/revoke", Admin, ""),
    ("GET", "/settings/account", Person, ""),
    ("POST", "/settings/account", Person, "how=erase"),
    ("GET", "/left", Public, ""),
    // Plans.
    ("GET", "/plans/new", Member, ""),
    ("POST", "/plans/new", Member, "title=A&action=publish"),
    ("GET", "/plans/import", Member, ""),
    ("POST", "/plans/import", Member, ""),
    ("GET", "/plans/{id}", Public, ""),
    ("GET", "/plans/{id}/{slug}", Public, ""),
    ("GET", "/plans/{id}/numbers", Public, ""),
    ("GET", "/plans/{id}/plan.md", Public, ""),
    ("GET", "/plans/{id}/plan.json", Public, ""),
    ("GET", "/plans/{id}/history", Public, ""),
    ("GET", "/plans/{id}/history/{rev}", Public, ""),
    ("GET", "/plans/{id}/compare", Public, ""),
    ("GET", "/plans/{id}/compare/{range}", Public, ""),
    ("GET", "/plans/{id}/edit", Author, ""),
    (
        "POST",
        "/plans/{id}/edit",
        Author,
        "title=A&base=2&action=publish",
    ),
    ("POST", "/plans/{id}/restore", Author, "revision=1&base=2"),
    ("GET", "/plans/{id}/withdraw", Author, ""),
    ("POST", "/plans/{id}/withdraw", Author, ""),
    ("POST", "/plans/{id}/return", Author, ""),
    ("POST", "/plans/{id}/vote", Member, "vote=yes"),
    ("GET", "/plans/{id}/places", Public, ""),
    ("GET", "/plans/{id}/place", Author, ""),
    (
        "POST",
        "/plans/{id}/place",
        Author,
        "place=Lisbon&since=2026-03",
    ),
    // Drafts.
    ("GET", "/drafts", Member, ""),
    ("POST", "/drafts", Member, "title=A"),
    ("GET", "/drafts/{id}", Author, ""),
    ("POST", "/drafts/{id}/delete", Own, ""),
    // What islands ask.
    ("POST", "/api/fn/preview", Member, "body=A"),
    ("POST", "/api/fn/vote", Member, "plan=1&yes=true"),
    // Discussion.
    ("GET", "/plans/{id}/discussion", Public, ""),
    ("GET", "/plans/{id}/discussion/new", Public, ""),
    ("GET", "/plans/{id}/live", Public, ""),
    ("POST", "/plans/{id}/comments", Member, "body=Yes."),
    ("GET", "/comments/{id}", Public, ""),
    ("GET", "/comments/{id}/history", Public, ""),
    ("GET", "/comments/{id}/reply", Member, ""),
    ("GET", "/comments/{id}/edit", Author, ""),
    ("POST", "/comments/{id}/edit", Author, "body=No.&base=0"),
    ("GET", "/comments/{id}/delete", Author, ""),
    ("POST", "/comments/{id}/delete", Author, ""),
    ("POST", "/comments/{id}/vote", Member, "vote=yes"),
    ("GET", "/comments/{id}/favorite", AuthorOrModerator, ""),
    (
        "POST",
        "/comments/{id}/favorite",
        AuthorOrModerator,
        "favorite=yes",
    ),
    // What programs read.
    ("GET", "/assets/{name}", Public, ""),
    ("GET", "/favicon.ico", Public, ""),
    ("GET", "/favicon.svg", Public, ""),
    ("GET", "/health/live", Public, ""),
    ("GET", "/health/ready", Public, ""),
    ("GET", "/metrics", Public, ""),
    ("GET", "/people/{handle}/plans.atom", Public, ""),
    ("GET", "/plans.atom", Public, ""),
    ("GET", "/plans/{id}/discussion.atom", Public, ""),
    ("GET", "/robots.txt", Public, ""),
    ("GET", "/sitemap.xml", Public, ""),
    ("GET", "/sitemap/{part}", Public, ""),
    ("GET", "/speculation-rules.json", Public, ""),
    ("GET", "/tags/{tag}/plans.atom", Public, ""),
    // REST.
    ("GET", "/api/v1/account", Person, ""),
    ("POST", "/api/v1/accounts", Public, "{}"),
    ("POST", "/api/v1/session", Public, "{}"),
    ("DELETE", "/api/v1/session", Person, ""),
    ("GET", "/api/v1/openapi.json", Public, ""),
    ("GET", "/api/v1/plans", Public, ""),
    (
        "POST",
        "/api/v1/plans",
        Member,
        r#"{"title": "A", "pitch": "", "body": ""}"#,
    ),
    ("GET", "/api/v1/plans/{id}", Public, ""),
    (
        "PUT",
        "/api/v1/plans/{id}",
        Author,
        r#"{"base_revision": 2, "note": "Card fees", "stage": "seeking"}"#,
    ),
    ("GET", "/api/v1/plans/{id}/revisions", Public, ""),
    ("GET", "/api/v1/plans/{id}/compare", Public, ""),
    ("GET", "/api/v1/plans/{id}/forks", Public, ""),
    (
        "POST",
        "/api/v1/plans/{id}/forks",
        Member,
        r#"{"reason": "Another city"}"#,
    ),
    ("GET", "/api/v1/plans/{id}/places", Public, ""),
    ("GET", "/api/v1/plans/{id}/place", Public, ""),
    (
        "PUT",
        "/api/v1/plans/{id}/place",
        Author,
        r#"{"place": "Lisbon", "since": "2026-03"}"#,
    ),
    ("DELETE", "/api/v1/plans/{id}/place", Author, ""),
    ("PUT", "/api/v1/plans/{id}/vote", Member, ""),
    ("DELETE", "/api/v1/plans/{id}/vote", Member, ""),
    ("GET", "/api/v1/plans/{id}/comments", Public, ""),
    (
        "POST",
        "/api/v1/plans/{id}/comments",
        Member,
        r#"{"body": "Yes."}"#,
    ),
    (
        "PUT",
        "/api/v1/comments/{id}",
        Author,
        r#"{"body": "No.", "base_edits": 0}"#,
    ),
    ("DELETE", "/api/v1/comments/{id}", Author, ""),
    ("PUT", "/api/v1/comments/{id}/vote", Member, ""),
    ("DELETE", "/api/v1/comments/{id}/vote", Member, ""),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Anonymous,
    Suspended,
    Ben,
    Mo,
    Admin,
    Ada,
}

impl Who {
    /// In the order in which they try: whose it is comes last, so that it is there for all.
    const ALL: [Self; 6] = [
        Self::Anonymous,
        Self::Suspended,
        Self::Ben,
        Self::Mo,
        Self::Admin,
        Self::Ada,
    ];

    fn of(self, world: &World) -> &Client {
        match self {
            Self::Anonymous => &world.anonymous,
            Self::Suspended => &world.suspended,
            Self::Ben => &world.ben,
            Self::Mo => &world.mo,
            Self::Admin => &world.admin,
            Self::Ada => &world.ada,
        }
    }
}

/// What somebody is told who may not; nothing for whoever may.
fn refusal(rule: Rule, who: Who) -> Option<StatusCode> {
    match (rule, who) {
        (Public | Link, _)
        | (Person, Who::Suspended | Who::Ben | Who::Mo | Who::Admin | Who::Ada)
        | (Member | Own, Who::Ben | Who::Mo | Who::Admin | Who::Ada)
        | (Author, Who::Ada)
        | (AuthorOrModerator, Who::Mo | Who::Admin | Who::Ada)
        | (Admin, Who::Admin) => None,
        (Admin, _) | (Author | AuthorOrModerator, Who::Ben | Who::Mo | Who::Admin) => {
            Some(StatusCode::NOT_FOUND)
        }
        (_, Who::Anonymous) => Some(StatusCode::UNAUTHORIZED),
        (_, Who::Suspended) => Some(StatusCode::FORBIDDEN),
    }
}

/// The address with something of Ada's in its places.
pub fn filled(path: &str, asset: &str) -> String {
    path.replace("/history/{rev}", "/history/1")
        .replace("{range}", "1..2")
        .replace("{slug}", "solar-laundromat-for-apartment-blocks")
        .replace("{tag}", "energy")
        .replace("{part}", "1.xml")
        .replace("{handle}", "ada")
        .replace("{token}", "nobodys")
        .replace("{name}", asset)
        .replace("{id}", "1")
        + query(path)
}

/// What an address needs to be asked for at all.
fn query(path: &str) -> &str {
    match path {
        "/plans/{id}/live" | "/plans/{id}/discussion/new" => "?after=0",
        "/api/v1/plans/{id}/compare" => "?from=1&to=2",
        _ => "",
    }
}

/// Asks as our own pages do, or as a program.
pub async fn ask(client: &Client, method: &str, path: &str, sent: &str) -> Answer {
    let of_api = path.starts_with("/api/v1/");
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let mut request = client.request(method, path);
    *request.body_mut() = Body::from(sent.to_owned());
    let kind = if of_api {
        "application/json"
    } else {
        "application/x-www-form-urlencoded"
    };
    let headers = request.headers_mut();
    insert(headers, "content-type", kind);
    insert(headers, "sec-fetch-site", "same-origin");
    client.begin(request).await
}

/// What is wrong with the answer to somebody who may not: they are told as declared, in the form
/// that fits who asks, and what is not theirs looks like nothing.
fn wrongly_refused(answer: &Answer, status: StatusCode, path: &str) -> Option<String> {
    if answer.status != status {
        return Some(format!("{} instead of {status}", answer.status));
    }
    let kind = answer.header("content-type");
    let (right, words) = if path.starts_with("/api/v1/") {
        (kind == "application/problem+json", "no problem document")
    } else if path.starts_with("/api/fn/") {
        (kind == "application/json", "not for an island")
    } else {
        match status.as_u16() {
            401 => (answer.text.contains("/sign-in"), "no way to sign in"),
            404 => (answer.text.contains("There is nothing here"), "other words"),
            _ => (true, ""),
        }
    };
    (!right).then(|| words.to_owned())
}

/// What is wrong with the answer to somebody who may.
fn wrongly_done(answer: &Answer) -> Option<String> {
    let refused = [401, 403, 404, 405].contains(&answer.status.as_u16());
    let failed = refused || answer.status.is_server_error();
    failed.then(|| format!("{} instead of doing it", answer.status))
}

/// What is wrong with the answer to a link that does not work.
fn wrongly_let_in(answer: &Answer) -> Option<String> {
    let away = answer.location() == "/" || answer.status.is_client_error();
    (!away).then(|| format!("{} without a link", answer.status))
}

/// What is wrong with the answers to everybody who asks for one address.
async fn wrongs(
    world: &World,
    (method, path, rule, sent): (&str, &str, Rule, &str),
) -> Vec<String> {
    let home = world.anonymous.get("/").await.text;
    let path = &filled(path, asset_of(&home));
    let before = world.fresh.rows().await;
    let mut wrongs = Vec::new();
    for who in Who::ALL {
        let answer = ask(who.of(world), method, path, sent).await;
        let untouched = matches!(rule, Author | Own) && who != Who::Ada;
        let wrong = match refusal(rule, who) {
            _ if untouched && world.fresh.rows().await != before => {
                Some(format!("{}, but something was done", answer.status))
            }
            Some(status) => wrongly_refused(&answer, status, path),
            None if rule == Link => wrongly_let_in(&answer),
            None => wrongly_done(&answer),
        };
        wrongs.extend(wrong.map(|wrong| format!("{who:?} {method} {path}: {wrong}")));
    }
    wrongs
}

#[tokio::test]
async fn everybody_may_do_what_is_declared_and_nothing_else() {
    let read = World::new().await;
    let mut all = Vec::new();
    for row in RULES {
        if row.0 == "GET" {
            all.extend(wrongs(&read, *row).await);
            continue;
        }
        let world = World::new().await;
        all.extend(wrongs(&world, *row).await);
        world.fresh.verify().await;
    }
    assert!(all.is_empty(), "{all:#?}");
}

/// The hashed name of a style sheet, as a page names it.
pub fn asset_of(page: &str) -> &str {
    let (_, rest) = page.split_once("/assets/").expect("a page has assets");
    rest.split('"').next().expect("a name ends")
}

/// Every path of the router. It can be listed only by printing it.
fn paths(fresh: &Fresh) -> BTreeSet<String> {
    let printed = format!("{:?}", fresh.router);
    let named = printed.split("RouteId(").filter_map(|part| {
        let (_, path) = part.split_once("): \"")?;
        path.split('"').next()
    });
    named
        .filter(|path| path.starts_with('/') && !path.contains("__private"))
        .map(str::to_owned)
        .collect()
}

/// The methods that an address takes, as the router says when asked by another; none where nothing
/// is routed, such as where the calls begin.
async fn methods(fresh: &Fresh, path: &str) -> Vec<String> {
    let visitor = fresh.visitor();
    let request = visitor.request(Method::OPTIONS, &filled(path, "openplan.css"));
    let answer = visitor.send(request).await;
    if answer.status == StatusCode::NOT_FOUND {
        return Vec::new();
    }
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    let allowed = answer.header("allow").split(',').map(str::trim);
    let mut methods: Vec<_> = allowed
        .filter(|method| *method != "HEAD")
        .map(str::to_owned)
        .collect();
    methods.sort();
    assert!(methods.iter().all(|method| !method.is_empty()), "{path}");
    methods
}

#[tokio::test]
async fn every_address_has_a_rule_and_every_rule_an_address() {
    let fresh = Fresh::new().await;
    let mut routed = BTreeSet::new();
    for path in paths(&fresh) {
        for method in methods(&fresh, &path).await {
            routed.insert((method, path.clone()));
        }
    }
    let declared: BTreeSet<_> = RULES
        .iter()
        .map(|(method, path, ..)| ((*method).to_owned(), (*path).to_owned()))
        .collect();
    assert_eq!(declared.len(), RULES.len(), "an address is declared twice");
    let undeclared: Vec<_> = routed.difference(&declared).collect();
    assert!(undeclared.is_empty(), "without a rule: {undeclared:#?}");
    let unrouted: Vec<_> = declared.difference(&routed).collect();
    assert!(unrouted.is_empty(), "without an address: {unrouted:#?}");
}

#[tokio::test]
async fn every_page_of_the_table_is_routed_and_every_call_described() {
    let fresh = Fresh::new().await;
    let declared = |method: &str, path: &str| {
        let method = method.to_uppercase();
        RULES
            .iter()
            .any(|(its_method, its_path, ..)| *its_method == method && *its_path == path)
    };
    for (method, path) in app::routes::TABLE {
        assert!(declared(method, path), "{method} {path}");
    }
    let document = fresh.visitor().get("/api/v1/openapi.json").await.json();
    let mut described = 1; // The document does not describe itself.
    for (path, calls) in document["paths"].as_object().expect("paths") {
        for method in calls.as_object().expect("methods").keys() {
            let path = format!("/api/v1{path}");
            assert!(declared(method, &path), "{method} {path}");
            described += 1;
        }
    }
    let calls = RULES.iter().filter(|rule| rule.1.starts_with("/api/v1/"));
    assert_eq!(calls.count(), described, "a call is not described");
}
