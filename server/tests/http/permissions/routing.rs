//! Every address has a rule, and every rule an address.

use super::{asking::filled, rules::RULES};
use crate::harness::Fresh;
use axum::http::{Method, StatusCode};
use std::collections::BTreeSet;

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
