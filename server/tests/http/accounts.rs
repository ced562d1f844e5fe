//! People's pages and calls: joining, signing in, settings, leaving.

use crate::{
    bad_input::held,
    harness::{Answer, Client, Fresh},
};
use axum::http::Method;
use domain::{
    accounts::{self, Enrolment, Registration, Role},
    mail,
};
use serde_json::{Value, json};
use server::settings::Settings;

const PASSWORD: &str = "seven wet umbrellas";

impl Fresh {
    /// Somebody whom the operator has enrolled, signed in.
    async fn signed_in(&self, handle: &str, role: Role) -> Client {
        let typed = Enrolment {
            handle: handle.into(),
            email: Some(format!("{handle}@example.org")),
            password: Some(PASSWORD.into()),
            role: Some(role),
        };
        accounts::enrol(&self.forum, &typed)
            .await
            .expect("enrolled");
        let credentials = json!({"handle": handle, "password": PASSWORD});
        let answer = self
            .visitor()
            .call(Method::POST, "/session", &credentials)
            .await;
        let token = answer.json()["token"].as_str().expect("a token").to_owned();
        self.visitor().with_token(token)
    }

    async fn letters(&self) -> Vec<mail::Due> {
        let letters = mail::due(&self.forum, 100).await.expect("letters");
        for letter in &letters {
            mail::sent(&self.forum, letter).await.expect("noted");
        }
        letters
    }
}

/// The path of the link to one of our pages in a letter or a page.
fn link_in(text: &str, page: &str) -> String {
    let (_, rest) = text
        .split_once(&format!("https://plans.example/{page}/"))
        .expect("a link");
    let end = rest.find(['<', ' ', '\n']).unwrap_or(rest.len());
    format!("/{page}/{}", &rest[..end])
}

fn cookie(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie");
    let (name, rest) = cookie.split_once('=').expect("a cookie");
    assert_eq!(name, "__Host-session");
    let (token, attributes) = rest.split_once(';').expect("attributes");
    for attribute in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
        assert!(attributes.contains(attribute), "{attributes}");
    }
    token.to_owned()
}

#[tokio::test]
async fn somebody_joins_and_confirms_their_address() {
    let fresh = Fresh::new().await;
    let visitor = fresh.visitor();
    let page = visitor.get("/join?next=/plans/new").await;
    assert!(page.text.contains("autocomplete=\"new-password\""));
    let typed = [
        ("handle", "ada"),
        ("email", "ada@example.org"),
        ("password", PASSWORD),
        ("next", "/plans/new"),
    ];
    let joined = visitor.post_form("/join", &typed).await;
    assert_eq!(
        (joined.status.as_u16(), joined.location()),
        (303, "/plans/new")
    );
    let ada = visitor.with_token(cookie(&joined));
    let settings = ada.get("/settings").await;
    assert!(
        settings.text.contains("We have written to "),
        "{}",
        settings.text
    );
    let link = link_in(&fresh.letters().await[0].body, "confirm");
    assert!(
        visitor
            .get(&link)
            .await
            .text
            .contains("Yes, it is my address")
    );
    let confirmed = visitor.post_form(&link, &[]).await;
    assert_eq!(confirmed.location(), "/confirmed");
    let again = visitor.post_form(&link, &[]).await;
    assert_eq!(again.status, 409);
    assert!(
        !ada.get("/settings")
            .await
            .text
            .contains("We have written to")
    );
}

#[tokio::test]
async fn what_is_wrong_stands_beside_the_field_and_the_password_nowhere() {
    let fresh = Fresh::new().await;
    let typed = [
        ("handle", "<b>\"Ada"),
        ("email", "nowhere"),
        ("password", "password123"),
    ];
    let page = fresh.visitor().post_form("/join", &typed).await;
    assert_eq!(page.status, 422);
    assert!(
        page.text.contains("value=\"&lt;b&gt;&quot;Ada\""),
        "{}",
        page.text
    );
    assert!(page.text.contains("Password is too easy to guess."));
    assert!(
        page.text
            .contains("E-mail address takes the form name@example.org")
    );
    assert!(!page.text.contains("password123"));
}

#[tokio::test]
async fn signing_in_leads_back_but_never_elsewhere() {
    let fresh = Fresh::new().await;
    fresh.signed_in("ada", Role::Member).await;
    let visitor = fresh.visitor();
    for (next, led_to) in [
        ("/plans?sort=new", "/plans?sort=new"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
    ] {
        let typed = [("who", "ada"), ("password", PASSWORD), ("next", next)];
        let answer = visitor.post_form("/sign-in", &typed).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, led_to));
        let ada = visitor.with_token(cookie(&answer));
        assert_eq!(ada.get("/settings").await.status, 200);
        let out = ada.post_form("/sign-out", &[]).await;
        assert!(out.header("set-cookie").contains("Max-Age=0"));
        assert_eq!(ada.get("/settings").await.status, 401);
    }
    let wrong = [("who", "ada"), ("password", "wrong")];
    let page = visitor.post_form("/sign-in", &wrong).await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("do not go together") && page.text.contains("value=\"ada\""));
}

#[tokio::test]
async fn guessing_is_answered_by_a_wait() {
    let fresh = Fresh::with(Settings::default()).await;
    let wrong = json!({"handle": "ada", "password": "wrong"});
    for _ in 0..10 {
        let answer = fresh.visitor().call(Method::POST, "/session", &wrong).await;
        assert_eq!(answer.status, 401);
    }
    let answer = fresh.visitor().call(Method::POST, "/session", &wrong).await;
    assert_eq!(answer.status, 429);
    assert!(
        answer
            .header("retry-after")
            .parse::<u32>()
            .expect("seconds")
            > 0
    );
    let typed = [("who", "ada"), ("password", "wrong")];
    let page = fresh.visitor().post_form("/sign-in", &typed).await;
    assert_eq!(page.status, 429);
    assert!(page.text.contains("A little slower, please"));
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_a_letter() {
    let fresh = Fresh::new().await;
    let ada = fresh.signed_in("ada", Role::Member).await;
    let visitor = fresh.visitor();
    for address in ["ada@example.org", "nobody@example.org"] {
        let answer = visitor.post_form("/reset", &[("email", address)]).await;
        assert_eq!(answer.location(), "/reset/sent");
    }
    let letters = fresh.letters().await;
    assert_eq!(letters.len(), 1);
    let link = link_in(&letters[0].body, "reset");
    assert_eq!(visitor.get(&link).await.status, 200);
    let weak = visitor.post_form(&link, &[("password", "short")]).await;
    assert_eq!(weak.status, 422);
    let changed = visitor
        .post_form(&link, &[("password", "eleven dry raincoats")])
        .await;
    assert_eq!(changed.location(), "/sign-in?changed=yes");
    assert_eq!(visitor.get(&link).await.status, 409);
    assert_eq!(ada.get("/settings").await.status, 401);
}

#[tokio::test]
async fn a_profile_is_edited_and_shown() {
    let fresh = Fresh::new().await;
    let ada = fresh.signed_in("ada", Role::Moderator).await;
    let typed = [
        ("name", "Ada <Marsh>"),
        ("about", "I start **small** things.</textarea><script>"),
        (
            "links",
            "https://ada.example.org/\r\n\r\nhttps://example.net",
        ),
    ];
    let saved = ada.post_form("/settings", &typed).await;
    assert_eq!(saved.location(), "/settings?done=saved");
    let page = fresh.visitor().get("/people/ada").await;
    for shown in [
        "Ada &lt;Marsh&gt;",
        "<strong>small</strong>",
        "ada.example.org",
        "Moderator",
        "No plan yet.",
    ] {
        assert!(page.text.contains(shown), "{shown}");
    }
    assert!(!page.text.contains("</textarea><script>"));
    assert!(
        !ada.get("/settings")
            .await
            .text
            .contains("</textarea><script>")
    );
    let capital = fresh.visitor().get("/people/Ada/comments").await;
    assert_eq!(
        (capital.status.as_u16(), capital.location()),
        (308, "/people/ada/comments")
    );
    for nobody in [
        "/people/nobody-here",
        "/people/%00",
        "/people/%FF",
        "/people/ada?after=x",
    ] {
        let answer = fresh.visitor().get(nobody).await;
        assert!(
            answer.status.is_client_error(),
            "{nobody}: {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn a_token_is_shown_once_and_revoked() {
    let fresh = Fresh::new().await;
    let ada = fresh.signed_in("ada", Role::Member).await;
    assert_eq!(
        ada.post_form("/settings/tokens", &[("label", " ")])
            .await
            .status,
        422
    );
    let made = ada
        .post_form("/settings/tokens", &[("label", "Backup")])
        .await;
    assert_eq!(made.header("cache-control"), "no-store");
    let (_, rest) = made
        .text
        .split_once("<code class=\"secret\">")
        .expect("the token");
    let token = rest.split('<').next().expect("its end");
    let program = fresh.visitor().with_token(token);
    assert_eq!(program.get("/api/v1/account").await.json()["handle"], "ada");
    let page = ada.get("/settings/tokens").await;
    assert!(!page.text.contains(token));
    let (_, rest) = page.text.split_once("/settings/tokens/").expect("a form");
    let id = rest.split('/').next().expect("a number");
    ada.post_form(&format!("/settings/tokens/{id}/revoke"), &[])
        .await;
    assert_eq!(program.get("/api/v1/account").await.status, 401);
}

#[tokio::test]
async fn invitations_are_for_admins() {
    let fresh = Fresh::with(Settings {
        limits: false,
        registration: Registration::Invite,
        ..Settings::default()
    })
    .await;
    let ben = fresh.signed_in("ben", Role::Member).await;
    assert_eq!(ben.get("/settings/invitations").await.status, 404);
    assert_eq!(
        ben.post_form("/settings/invitations", &[]).await.status,
        404
    );
    assert_eq!(fresh.visitor().get("/join").await.status, 403);
    let ada = fresh.signed_in("ada", Role::Admin).await;
    let made = ada.post_form("/settings/invitations", &[]).await;
    let link = link_in(&made.text, "invited");
    let page = fresh.visitor().get(&link).await;
    assert_eq!(page.status, 200);
    let token = link.trim_start_matches("/invited/");
    let typed = [
        ("handle", "fay"),
        ("email", "fay@example.org"),
        ("password", PASSWORD),
        ("invite", token),
    ];
    assert_eq!(fresh.visitor().post_form("/join", &typed).await.status, 303);
    assert_eq!(fresh.visitor().get(&link).await.status, 403);
}

#[tokio::test]
async fn the_first_admin_comes_by_the_printed_link() {
    let fresh = Fresh::new().await;
    let link = accounts::setup_link(&fresh.forum)
        .await
        .expect("a link")
        .expect("no admin");
    let path = link.trim_start_matches("https://plans.example");
    assert_eq!(fresh.visitor().get(path).await.status, 200);
    let typed = [
        ("handle", "ada"),
        ("email", "ada@example.org"),
        ("password", PASSWORD),
    ];
    let answer = fresh.visitor().post_form(path, &typed).await;
    let ada = fresh.visitor().with_token(cookie(&answer));
    assert_eq!(ada.get("/settings/invitations").await.status, 200);
    assert_eq!(fresh.visitor().get(path).await.status, 409);
}

#[tokio::test]
async fn the_suspended_read_why_and_sign_out() {
    let fresh = Fresh::new().await;
    let ada = fresh.signed_in("ada", Role::Member).await;
    accounts::suspend(&fresh.forum, "ada", "Ten adverts in an hour.")
        .await
        .expect("suspended");
    let page = ada.get("/settings").await;
    assert!(page.text.contains("Ten adverts in an hour."));
    let refused = ada.post_form("/settings", &[("name", "x")]).await;
    assert_eq!(refused.status, 403);
    assert!(refused.text.contains("Why, and what you can do"));
    assert_eq!(ada.post_form("/sign-out", &[]).await.status, 303);
}

#[tokio::test]
async fn leaving_takes_a_choice_a_handle_and_a_password() {
    let fresh = Fresh::new().await;
    let ada = fresh.signed_in("ada", Role::Member).await;
    for typed in [
        vec![("handle", "ada"), ("password", PASSWORD)],
        vec![("how", "erase"), ("handle", "ben"), ("password", "wrong")],
    ] {
        assert_eq!(ada.post_form("/settings/account", &typed).await.status, 422);
    }
    let meant = [("how", "erase"), ("handle", "ada"), ("password", PASSWORD)];
    let left = ada.post_form("/settings/account", &meant).await;
    assert_eq!(left.location(), "/left");
    assert_eq!(ada.get("/settings").await.status, 401);
    assert_eq!(fresh.visitor().get("/people/ada").await.status, 404);
}

#[tokio::test]
async fn programs_join_sign_in_and_out() {
    let fresh = Fresh::new().await;
    let visitor = fresh.visitor();
    let account = json!({"handle": "ada", "email": "ada@example.org", "password": PASSWORD});
    let opened = visitor.call(Method::POST, "/accounts", &account).await;
    assert_eq!(
        (opened.status.as_u16(), opened.json()),
        (201, json!({"handle": "ada"}))
    );
    let again = visitor.call(Method::POST, "/accounts", &account).await;
    assert_eq!(again.status, 422);
    insta::assert_json_snapshot!(again.json()["errors"], @r#"
    [
      {
        "field": "handle",
        "message": "is taken"
      }
    ]
    "#);
    let credentials = json!({"handle": "ada", "password": PASSWORD});
    let begun = visitor.call(Method::POST, "/session", &credentials).await;
    assert_eq!(begun.status, 200);
    let ada = visitor.with_token(begun.json()["token"].as_str().expect("a token"));
    let whoever = ada.get("/api/v1/account").await.json();
    assert_eq!(
        whoever,
        json!({"handle": "ada", "name": "ada", "role": "member", "suspended": false, "new": null})
    );
    let ended = ada.call(Method::DELETE, "/session", &Value::Null).await;
    assert_eq!(ended.status, 204);
    assert_eq!(ada.get("/api/v1/account").await.status, 401);
    assert_eq!(visitor.get("/api/v1/account").await.status, 401);
    let nothing = visitor.call(Method::POST, "/accounts", &json!({})).await;
    assert_eq!(nothing.json()["errors"].as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn whoever_applies_reads_until_a_moderator_has_read_it() {
    let fresh = Fresh::with(Settings {
        limits: false,
        registration: Registration::Application,
        ..Settings::default()
    })
    .await;
    let mo = fresh.signed_in("mo-clark", Role::Moderator).await;
    let visitor = fresh.visitor();
    let page = visitor.get("/join").await.text;
    assert!(page.contains("Why do you want to join?"), "{page}");
    let typed = [
        ("handle", "fay"),
        ("email", "fay@example.org"),
        ("password", PASSWORD),
        ("application", "Because"),
    ];
    let again = visitor.post_form("/join", &typed).await;
    assert_eq!(again.status, 422);
    assert_eq!(held(&again.text, "application").as_deref(), Some("Because"));
    let account = json!({
        "handle": "fay", "email": "fay@example.org", "password": PASSWORD,
        "application": "I fund plans by open rules, and would like to ask their founders.",
    });
    let joined = visitor.call(Method::POST, "/accounts", &account).await;
    assert_eq!(joined.status, 201, "{}", joined.text);
    let known = json!({"handle": "fay", "password": PASSWORD});
    let session = visitor.call(Method::POST, "/session", &known).await.json();
    let fay = visitor.with_token(session["token"].as_str().expect("a token"));
    let plan = crate::plans::laundromat();
    assert_eq!(fay.call(Method::POST, "/plans", &plan).await.status, 403);
    let waiting = mo.get("/moderation?which=unreported").await.text;
    let (_, case) = waiting.split_once("/moderation/cases/").expect("a case");
    let case = case.split('"').next().expect("a number");
    let file = mo.get(&format!("/moderation/cases/{case}")).await.text;
    assert!(file.contains("I fund plans by open rules"), "{file}");
    let let_in = [("deed", "lifted"), ("reason", "Welcome")];
    let decided = mo
        .post_form(&format!("/moderation/cases/{case}/decide"), &let_in)
        .await;
    assert_eq!(decided.status, 303, "{}", decided.text);
    assert_eq!(fay.call(Method::POST, "/plans", &plan).await.status, 201);
    fresh.verify().await;
}
