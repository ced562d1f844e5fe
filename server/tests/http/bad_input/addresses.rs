//! Addresses and queries that name nothing.

use crate::{
    permissions::{RULES, ask, filled},
    world::World,
};

/// Numbers that no thing of ours has, and what is no number.
const NOBODYS: [&str; 12] = [
    "0",
    "-1",
    "999999",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "1e3",
    "0x1",
    "one",
    "1.0",
    "%E2%98%83",
    "1%20",
];

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let world = World::new().await;
    for (method, pattern, _, sent) in RULES {
        let numbered = [
            "/plans/{id}",
            "/comments/{id}",
            "/drafts/{id}",
            "/listings/{id}",
            "/proposals/{id}",
        ];
        if !numbered.iter().any(|prefix| pattern.contains(prefix))
            || pattern.contains("/drafts/{id}/delete")
        {
            continue;
        }
        for id in NOBODYS {
            let path = filled(pattern, "").replacen("s/1", &format!("s/{id}"), 1);
            let answer = ask(&world.ada, method, &path, sent).await;
            assert_eq!(answer.status, 404, "{method} {path}: {}", answer.text);
        }
    }
    for path in [
        "/plans/1/history/0",
        "/plans/1/history/9",
        "/plans/1/history/-1",
        "/plans/1/history/x",
        "/plans/1/compare/1",
        "/plans/1/compare/a..b",
        "/plans/1/compare/1..99",
        "/plans/1/compare/..",
        "/people/nobody-of-that-name",
        "/api/v1/plans/1/compare?from=1&to=9",
    ] {
        let answer = world.ada.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_list_asked_for_in_a_way_it_cannot_be_is_still_answered() {
    let world = World::new().await;
    for (query, page, call) in [
        ("sort=best", 404, 422),
        ("stage=dreaming", 404, 422),
        ("tag=No%20tag", 404, 422),
        ("after=nowhere", 404, 422),
        ("after=-1", 404, 422),
        ("after=9223372036854775808.9223372036854775808", 404, 422),
        ("limit=-1", 200, 422),
        ("limit=99999999999999999999", 200, 422),
        ("limit=18446744073709551615", 200, 200),
        ("limit=0", 200, 200),
        ("sort=new&sort=top", 404, 422),
    ] {
        let on_page = world.ben.get(&format!("/plans?{query}")).await;
        let by_call = world.ben.get(&format!("/api/v1/plans?{query}")).await;
        let told = (on_page.status.as_u16(), by_call.status.as_u16());
        assert_eq!(told, (page, call), "{query}");
    }
}
