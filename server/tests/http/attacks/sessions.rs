//! Sessions that somebody planted, kept or would end.

use super::{PASSWORD, enrolled, session, sign_in};
use crate::{harness::Fresh, world::World};
use domain::ids::PlanId;

#[tokio::test]
async fn signing_in_never_goes_on_with_a_session_that_was_there() {
    let fresh = Fresh::new().await;
    enrolled(&fresh, "ada").await;
    let planted = "a-token-that-somebody-planted-0123456789abcdef";
    let first = session(&sign_in(&fresh.visitor().with_token(planted), "ada", PASSWORD).await);
    assert_ne!(first, planted);
    let planted = fresh.visitor().with_token(planted);
    assert_eq!(planted.get("/settings").await.status, 401);
    let ada = fresh.visitor().with_token(&first);
    assert_eq!(ada.get("/settings").await.status, 200);
    let second = session(&sign_in(&ada, "ada", PASSWORD).await);
    assert_ne!(first, second);
    assert_eq!(
        ada.get("/settings").await.status,
        401,
        "the session before has ended"
    );
}

#[tokio::test]
async fn a_new_password_ends_what_the_old_one_began() {
    let fresh = Fresh::new().await;
    enrolled(&fresh, "ada").await;
    let here = session(&sign_in(&fresh.visitor(), "ada", PASSWORD).await);
    let elsewhere = session(&sign_in(&fresh.visitor(), "ada", PASSWORD).await);
    let typed = [("current", PASSWORD), ("password", "eleven dry raincoats")];
    let changed = fresh
        .visitor()
        .with_token(here)
        .post_form("/settings/password", &typed)
        .await;
    assert_eq!(changed.status, 303, "{}", changed.text);
    let elsewhere = fresh.visitor().with_token(elsewhere);
    assert_eq!(elsewhere.get("/settings").await.status, 401);
    assert_eq!(sign_in(&fresh.visitor(), "ada", PASSWORD).await.status, 422);
}

#[tokio::test]
async fn a_session_of_somebody_else_cannot_be_ended() {
    let world = World::new().await;
    for id in 1..=8 {
        for path in ["/settings/sessions", "/settings/tokens"] {
            let end = if path.ends_with("tokens") {
                "revoke"
            } else {
                "end"
            };
            world
                .ben
                .post_form(&format!("{path}/{id}/{end}"), &[])
                .await;
        }
    }
    assert_eq!(world.ada.get("/settings").await.status, 200);
    assert_eq!(
        world.ben.get("/settings").await.status,
        401,
        "only one's own"
    );
    assert_eq!(
        world
            .ada
            .get(&format!("/plans/{}/edit", PlanId(1)))
            .await
            .status,
        200
    );
}
