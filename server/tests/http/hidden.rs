//! What is hidden stays hidden, by every door: each hidden thing holds one of a few words that stand
//! nowhere else, and nobody but its author ever reads them.

use crate::{
    cast::PASSWORD,
    harness::Client,
    permissions::{RULES, ask, asset_of},
    world::{World, terms, typed},
};
use axum::http::Method;
use domain::{
    Member,
    accounts::{self, Enrolment, Leaving, TypedProfile},
    comments::{self, Edit, NewComment},
    forks::{self, NewFork},
    funding::{self, Applying, TypedTerms},
    ids::{ListingId, PlanId, RevisionNumber, RoundId, SuggestionId, VersionNumber},
    listings::{self, TypedListing},
    mail,
    moderation::{self, Decision, Thing},
    numbers::{Return, ReturnKind},
    plans::{self, DraftOf, NewPlan, Typed, TypedDifference},
    search::saved::{self, NewSearch},
    suggestions::{self, NewSuggestion, Offer, OnPart, Verdict, Verdicts},
};
use serde_json::json;
use std::{collections::BTreeSet, net::IpAddr};

/// The words.
const HIDDEN: [&str; 4] = ["canary", "tucked-away", "eve-erased", "dan-who-left"];
const WITHDRAWN: PlanId = PlanId(2);
const TAKEN_BACK: PlanId = PlanId(4);
const NOWHERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

/// A forum in which something of every kind was taken back.
async fn hiding() -> World {
    let world = World::new().await;
    hide_a_plan(&world).await;
    hide_comments(&world).await;
    hide_a_draft(&world).await;
    hide_a_search(&world).await;
    hide_who_left(&world).await;
    hide_an_address(&world).await;
    hide_a_fork(&world).await;
    hide_by_moderators(&world).await;
    hide_listings(&world).await;
    hide_rounds(&world).await;
    world
}

/// A draft of a round, one that Mo hides, and the terms of a plan that was entered and then withdrawn.
async fn hide_rounds(world: &World) {
    let forum = &world.fresh.forum;
    let secret_terms = TypedTerms {
        text: "The canary in what a round is for.".into(),
        ..terms("A round of the canary")
    };
    let mut made = Vec::new();
    for _ in 0..2 {
        let id = funding::make(forum, &world.founder, &secret_terms, None).await;
        made.push(id.expect("a round is made"));
    }
    funding::publish(forum, &world.founder, made[1])
        .await
        .expect("published");
    world.moderate(Thing::Round(made[1]), "hidden").await;
    let mut entered = typed_anew("A plan that is entered and withdrawn");
    if let Some(numbers) = &mut entered.numbers {
        numbers.returns = Some(Return::worded(ReturnKind::Loan, "The canary in the terms"));
    }
    let plan = world.publish(entered).await;
    let applying = Applying {
        plan,
        revision: None,
        version: VersionNumber::FIRST,
        attested: &[2],
    };
    funding::apply(forum, &world.founder, RoundId(2), &applying, None)
        .await
        .expect("it is entered");
    plans::withdraw(forum, &world.founder, plan)
        .await
        .expect("it is withdrawn");
}

/// A plan and a comment that Mo hides.
async fn hide_by_moderators(world: &World) {
    let plan = world
        .publish(typed_anew("A plan that will be hidden"))
        .await;
    let typed = NewFork {
        reason: "A copy that stays".into(),
        title: "A copy of what is hidden".into(),
        ..NewFork::default()
    };
    forks::fork(&world.fresh.forum, &world.founder, plan, &typed, None)
        .await
        .expect("it is forked");
    let hidden = Typed {
        title: "The canary in a hidden title".into(),
        ..secret()
    };
    world.revise(plan, hidden, "The canary in the note").await;
    let comment = world
        .comment(PlanId(1), "The canary in a hidden comment.")
        .await;
    world.fresh.follow().await;
    world.moderate(Thing::Plan(plan), "hidden").await;
    world.moderate(Thing::Comment(comment), "hidden").await;
    let held = world.publish(secret()).await;
    world.revise(held, secret(), "The canary in the note").await;
    world.comment(held, "The canary in a comment on it.").await;
    world.fresh.follow().await;
    world.moderate(Thing::Plan(held), "held").await;
    // Only moderators and whose it is read on.
    let seen = world.ada.get(&format!("/plans/{plan}/history/2")).await;
    assert!(seen.text.contains("canary"), "{}", seen.status);
    let seen = world.mo.get(&format!("/plans/{plan}/history/2")).await;
    assert!(seen.text.contains("canary"), "{}", seen.status);
    for reader in [&world.ada, &world.mo] {
        assert!(reader.get("/measures/2").await.text.contains("canary"));
    }
}

fn typed_anew(title: &str) -> Typed {
    Typed {
        title: title.into(),
        ..typed()
    }
}

/// A draft, and a listing that was withdrawn with what was proposed for it.
async fn hide_listings(world: &World) {
    let forum = &world.fresh.forum;
    let mo = world.moderator().await;
    for is_public in [false, true] {
        let typed = TypedListing {
            title: "A listing of the canary".into(),
            introduction: "The canary in an introduction.".into(),
            question: "canary tag:tucked-away".into(),
            ..TypedListing::default()
        };
        let made = listings::make(forum, &mo, &typed, None).await;
        let id = made.expect("a listing is made");
        listings::add(forum, &mo, id, PlanId(1), "The canary in a note")
            .await
            .expect("a plan is put into it");
        if is_public {
            listings::publish(forum, &mo, id).await.expect("published");
            listings::remove(forum, &mo, id, PlanId(1))
                .await
                .expect("it is taken out");
            let typed = (PlanId(1), "The canary in a proposal");
            listings::propose(forum, &world.founder, id, typed, None)
                .await
                .expect("it is proposed");
            listings::withdraw(forum, &mo, id).await.expect("withdrawn");
        }
    }
    hide_a_listing(world).await;
}

/// One of Mo's that an admin hides.
async fn hide_a_listing(world: &World) {
    let forum = &world.fresh.forum;
    let mo = world.moderator().await;
    let typed = TypedListing {
        title: "A listing of the hidden canary".into(),
        introduction: "The canary in an introduction that is hidden.".into(),
        ..TypedListing::default()
    };
    let made = listings::make(forum, &mo, &typed, None).await;
    let id = made.expect("a listing is made");
    listings::add(
        forum,
        &mo,
        id,
        PlanId(1),
        "The canary in a note that is hidden",
    )
    .await
    .expect("a plan is put into it");
    listings::publish(forum, &mo, id).await.expect("published");
    let admin = world.administrator().await;
    let case = moderation::open(forum, &admin, Thing::Listing(id)).await;
    let decision = Decision {
        deed: "hidden".into(),
        reason: "It recommends a casino".into(),
        ..Decision::default()
    };
    moderation::decide(forum, &admin, case.expect("a case"), &decision)
        .await
        .expect("it is hidden");
}

/// A plan in listings, by a curator's word and by somebody's wish.
async fn recommend(world: &World, plan: PlanId) {
    let forum = &world.fresh.forum;
    let mo = world.moderator().await;
    listings::add(forum, &mo, ListingId(1), plan, "The canary in a note on it")
        .await
        .expect("it is put there");
    let typed = (plan, "The canary in why it belongs there");
    let proposed = listings::propose(forum, &world.founder, ListingId(2), typed, None).await;
    let verdict = listings::Verdict {
        accept: false,
        reason: "The canary in why it does not",
        note: "",
    };
    listings::answer(forum, &mo, proposed.expect("proposed"), &verdict)
        .await
        .expect("it is answered");
}

/// A withdrawn fork, whose parent tells that it was there.
async fn hide_a_fork(world: &World) {
    let forum = &world.fresh.forum;
    let typed = NewFork {
        reason: "The canary in a reason".into(),
        differs: "The canary in what differs".into(),
        title: "A fork that was taken back".into(),
        ..NewFork::default()
    };
    let fork = forks::fork(forum, &world.founder, PlanId(1), &typed, None).await;
    assert_eq!(fork.expect("it is forked").id, TAKEN_BACK);
    let changed = Typed {
        title: "A fork that was taken back".into(),
        ..secret()
    };
    world
        .revise(TAKEN_BACK, changed, "The canary in the note")
        .await;
    world.fresh.follow().await;
    plans::withdraw(forum, &world.founder, TAKEN_BACK)
        .await
        .expect("it is withdrawn");
}

fn secret() -> Typed {
    Typed {
        title: "A plan that was taken back".into(),
        pitch: "The canary in the pitch: residents prepay washes.".into(),
        body: "## Canary heading\n\nThe canary in the body.".into(),
        tags: vec!["tucked-away".into()],
        ..typed()
    }
}

/// A plan that says how it differs from another.
async fn post_secret(world: &World, author: &Member, typed: Typed) -> PlanId {
    let new = NewPlan {
        typed,
        differs: vec![TypedDifference {
            plan: PlanId(1),
            because: "The canary in what differs from another.".into(),
        }],
        draft: None,
    };
    let saved = plans::publish_new(&world.fresh.forum, author, &new, None).await;
    saved.expect("it is published").id
}

async fn hide_a_plan(world: &World) {
    assert_eq!(
        post_secret(world, &world.founder, secret()).await,
        WITHDRAWN
    );
    world
        .revise(WITHDRAWN, secret(), "The canary in the note")
        .await;
    world
        .comment(WITHDRAWN, "The canary in a comment on it.")
        .await;
    world.place(WITHDRAWN, "The canary in a report.").await;
    let offered = suggest(world, &world.founder, WITHDRAWN).await;
    decline(world, offered).await;
    recommend(world, WITHDRAWN).await;
    world.fresh.follow().await;
    plans::withdraw(&world.fresh.forum, &world.founder, WITHDRAWN)
        .await
        .expect("it is withdrawn");
}

/// A new section for the second revision of a plan.
async fn suggest(world: &World, author: &Member, plan: PlanId) -> SuggestionId {
    let typed = NewSuggestion {
        note: "The canary in why it is suggested".into(),
        offer: Offer::Section {
            base: RevisionNumber(2),
            section: None,
            text: "## Law of the canary\n\nThe canary in what is suggested.".into(),
        },
    };
    let offered = suggestions::offer(&world.fresh.forum, author, plan, &typed, None).await;
    offered.expect("it is offered")
}

async fn decline(world: &World, id: SuggestionId) {
    let verdicts = Verdicts {
        seen: 2,
        parts: vec![OnPart {
            number: 1,
            verdict: Verdict::Decline,
            reason: "The canary in why it is declined.".into(),
        }],
    };
    suggestions::decide(&world.fresh.forum, &world.founder, id, &verdicts, None)
        .await
        .expect("it is declined");
}

async fn hide_comments(world: &World) {
    let forum = &world.fresh.forum;
    let id = world
        .comment(PlanId(1), "The canary in a deleted comment.")
        .await;
    let edit = Edit {
        base: 0,
        body: "The canary in its second text.".into(),
    };
    comments::edit(forum, &world.founder, id, &edit)
        .await
        .expect("it is edited");
    let answer = NewComment {
        body: "An answer that stays.".into(),
        parent: Some(id),
        ..NewComment::default()
    };
    comments::post(forum, &world.founder, PlanId(1), &answer, None)
        .await
        .expect("it is answered");
    world.fresh.follow().await;
    comments::delete(forum, &world.founder, id)
        .await
        .expect("it is deleted");
}

async fn hide_a_draft(world: &World) {
    let fields = "title=The+canary+in+a+draft&body=canary";
    let of = DraftOf::NewPlan(None);
    plans::save_draft(
        &world.fresh.forum,
        &world.founder,
        of,
        "The canary draft",
        fields,
    )
    .await
    .expect("it is kept");
}

/// What Ada searches for is her own affair.
async fn hide_a_search(world: &World) {
    let new = NewSearch {
        query: "canary tag:tucked-away",
        name: "The canary in a search",
        ..NewSearch::default()
    };
    saved::save(&world.fresh.forum, &world.founder, &new)
        .await
        .expect("it is kept");
}

/// Eve erases herself, and Dan only leaves.
async fn hide_who_left(world: &World) {
    let forum = &world.fresh.forum;
    let eve = enrol(world, "eve-erased").await;
    let secret = Typed {
        title: "The canary in a title".into(),
        ..secret()
    };
    post_secret(world, &eve, secret).await;
    let typed = NewComment {
        body: "The canary in an erased comment.".into(),
        ..NewComment::default()
    };
    comments::post(forum, &eve, PlanId(1), &typed, None)
        .await
        .expect("it is posted");
    suggest(world, &eve, PlanId(1)).await;
    curate(world, &eve).await;
    let leaving = |handle| Leaving {
        password: PASSWORD,
        handle,
    };
    world.fresh.follow().await;
    accounts::erase(forum, &eve, &leaving("eve-erased"))
        .await
        .expect("she erases herself");
    let dan = enrol(world, "dan-who-left").await;
    let typed = NewComment {
        body: "What a former member said.".into(),
        ..NewComment::default()
    };
    comments::post(forum, &dan, PlanId(1), &typed, None)
        .await
        .expect("it is posted");
    accounts::deactivate(forum, &dan, &leaving("dan-who-left"))
        .await
        .expect("he leaves");
}

/// Notes and reasons that go with whoever gave them.
async fn curate(world: &World, eve: &Member) {
    let forum = &world.fresh.forum;
    let mo = world.moderator().await;
    listings::add_curator(forum, &mo, ListingId(1), eve.handle.as_str())
        .await
        .expect("Eve curates");
    let listed = (ListingId(1), PlanId(1));
    listings::set_note(forum, eve, listed, 0, "The canary in a note of Eve’s")
        .await
        .expect("it is noted");
}

async fn enrol(world: &World, handle: &str) -> Member {
    let forum = &world.fresh.forum;
    let typed = Enrolment {
        handle: handle.into(),
        email: Some(format!("{handle}@canary.example")),
        password: Some(PASSWORD.into()),
        role: None,
    };
    accounts::enrol(forum, &typed).await.expect("enrolled");
    let member = accounts::acting_as(forum, handle).await;
    let member = member.expect("it is read").expect("it is there");
    let profile = TypedProfile {
        name: "Canary Name".into(),
        about: "The canary in a profile.".into(),
        ..TypedProfile::default()
    };
    accounts::edit_profile(forum, &member, &profile)
        .await
        .expect("a profile is kept");
    member
}

/// Somebody's address, a token on its way to it, and why they were suspended.
async fn hide_an_address(world: &World) {
    let forum = &world.fresh.forum;
    let typed = Enrolment {
        handle: "zoe-palmer".into(),
        email: Some("zoe@canary.example".into()),
        password: Some(PASSWORD.into()),
        role: None,
    };
    accounts::enrol(forum, &typed).await.expect("enrolled");
    accounts::request_reset(forum, "zoe@canary.example", NOWHERE)
        .await
        .expect("a letter is queued");
    accounts::suspend(forum, "zoe-palmer", "The canary in a reason.")
        .await
        .expect("suspended");
}

/// Every address that an address pattern may stand for here.
fn addresses(pattern: &str, asset: &str) -> Vec<String> {
    let numbers: Vec<_> = (1..=7).map(|number| number.to_string()).collect();
    let handles = ["ada", "ben", "eve-erased", "dan-who-left", "zoe-palmer"];
    let mut addresses = vec![pattern.to_owned()];
    let mut fill = |hole: &str, values: &[&str]| {
        addresses = addresses
            .iter()
            .flat_map(|address| values.iter().map(|value| address.replacen(hole, value, 1)))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
    };
    fill(
        "{slug}",
        &[
            "solar-laundromat-for-apartment-blocks",
            "a-plan-that-was-taken-back",
            "counted-to-the-cent",
            "whatever-runs-on-sun",
            "a-listing-of-the-canary",
            "a-listing-of-the-hidden-canary",
        ],
    );
    fill("{tag}", &["energy", "tucked-away"]);
    fill("{rev}", &["1", "2"]);
    fill("{range}", &["1..2", "2..1", "1..1@1", "1..2@2"]);
    fill("{plan}", &["1", "2"]);
    fill("{pair}", &["1-2", "1-4", "2-4"]);
    fill(
        "{thing}",
        &[
            "plan-5",
            "plan-2",
            "plan-7",
            "comment-6",
            "account-6",
            "listing-5",
        ],
    );
    fill("{handle}", &handles);
    fill("{part}", &["1.xml"]);
    fill("{token}", &["nobodys"]);
    fill("{name}", &[asset]);
    fill("{page}", &["rules"]);
    let entries: Vec<_> = (1..=60).map(|number| number.to_string()).collect();
    fill(
        "{seq}",
        &entries.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    fill(
        "{id}",
        &numbers.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    addresses
}

/// What makes lists, comparisons and threads show other parts of what they hold.
const QUERIES: [&str; 8] = [
    "",
    "?sort=new&from=1&to=2&order=active",
    "?from=1&to=2&with=2&words=canary",
    "?sort=top&limit=100&tag=energy&stage=sketch",
    "?sort=discussed&tag=tucked-away",
    "?sort=old&after=0&show=3",
    "?order=active&unchanged=hide",
    "?order=distance&after=1",
];

/// Where a hidden word stands in what somebody is answered, but for words that they asked for.
async fn read(client: &Client, method: &str, address: &str, sent: &str) -> Option<String> {
    let answer = ask(client, method, address, sent).await;
    let text = answer.text.to_lowercase();
    let at = HIDDEN
        .iter()
        .filter(|word| !address.contains(*word))
        .find_map(|word| text.find(word))?;
    let from = text.floor_char_boundary(at.saturating_sub(60));
    let to = text.ceil_char_boundary(at + 60);
    Some(format!("{method} {address}: …{}…", &text[from..to]))
}

/// Whoever used it would read on as somebody else.
fn ends_a_session(pattern: &str) -> bool {
    ["/sign-out", "/session", "/revoke"]
        .iter()
        .any(|word| pattern.contains(word))
}

async fn leaks(world: &World, client: &Client) -> Vec<String> {
    let home = world.anonymous.get("/").await.text;
    let asset = asset_of(&home).to_owned();
    let mut leaks = Vec::new();
    for (method, pattern, _, sent) in RULES.iter().filter(|rule| !ends_a_session(rule.1)) {
        let queries: &[&str] = if *method == "GET" { &QUERIES } else { &[""] };
        for address in addresses(pattern, &asset) {
            for query in queries {
                let address = format!("{address}{query}");
                leaks.extend(read(client, method, &address, sent).await);
            }
        }
    }
    leaks
}

#[tokio::test]
async fn a_visitor_reads_nothing_hidden() {
    let world = hiding().await;
    let leaks = leaks(&world, &world.anonymous).await;
    assert!(leaks.is_empty(), "{leaks:#?}");
}

#[tokio::test]
async fn another_member_reads_nothing_hidden() {
    let world = hiding().await;
    let listed = world.ben.get("/api/v1/plans?tag=tucked-away").await;
    assert_eq!(listed.json()["items"], serde_json::json!([]));
    let leaks = leaks(&world, &world.ben).await;
    assert!(leaks.is_empty(), "{leaks:#?}");
}

/// Otherwise the canary would be nowhere, and the others would prove nothing.
#[tokio::test]
async fn its_author_reads_what_is_hidden_from_others() {
    let world = hiding().await;
    for address in [
        "/plans/2/a-plan-that-was-taken-back",
        "/plans/2/history/1",
        "/plans/1/forks",
        "/plans/4/forks",
        "/api/v1/plans/2",
        "/api/v1/plans/2/place",
        "/suggestions/2",
        "/drafts/2",
        "/drafts",
        "/searches",
        "/searches/2",
        "/api/v1/searches",
    ] {
        let answer = world.ada.get(address).await;
        assert!(
            answer.text.contains("canary"),
            "{address}: {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn what_was_withdrawn_and_erased_says_so() {
    let world = hiding().await;
    for address in [
        "/plans/2/a-plan-that-was-taken-back",
        "/plans/2/history",
        "/plans/2/history/1",
        "/plans/2/compare/1..2",
        "/plans/2/discussion",
        "/plans/2/numbers",
        "/plans/2/plan.md",
        "/plans/2/plan.json",
        "/plans/2/fork",
        "/plans/2/places",
        "/plans/2/suggestions",
        "/api/v1/plans/2",
        "/api/v1/plans/2/place",
        "/api/v1/plans/2/places",
        "/api/v1/plans/2/revisions",
        "/api/v1/plans/2/compare?from=1&to=2",
    ] {
        let answer = world.ben.get(address).await;
        assert_eq!(answer.status, 410, "{address}");
    }
    for gone in ["/plans/3", "/api/v1/plans/3"] {
        let answer = world.ben.get(gone).await;
        assert!(
            [404, 410, 308].contains(&answer.status.as_u16()),
            "{gone}: {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn a_token_in_a_letter_stands_on_no_page() {
    let world = hiding().await;
    let letters = mail::due(&world.fresh.forum, 10).await.expect("letters");
    let token = letters
        .iter()
        .find_map(|letter| letter.body.split("/reset/").nth(1))
        .and_then(|rest| rest.split_whitespace().next())
        .expect("a letter with a link")
        .to_owned();
    for (method, pattern, ..) in RULES.iter().filter(|rule| rule.0 == "GET") {
        for address in addresses(pattern, "none") {
            let answer = ask(&world.admin, method, &address, "").await;
            assert!(!answer.text.contains(&token), "{method} {address}");
        }
    }
}

/// A search of ours that found what it does not show would tell it word by word.
#[tokio::test]
async fn a_hidden_reason_is_not_to_be_searched_for() {
    let world = hiding().await;
    for path in ["/plans/1/forks", "/plans/4/forks"] {
        let seen = world.ben.get(&format!("{path}?order=active")).await;
        assert!(seen.text.contains("A fork that was taken back"), "{path}");
        for words in ["canary", "fork that was taken"] {
            let asked = format!("{path}?words={}", words.replace(' ', "+"));
            let found = world.ben.get(&asked).await;
            assert!(found.text.contains("No title and no reason"), "{asked}");
        }
    }
}

/// Neither by the words that were hidden nor by others that stood beside them; and a search does not
/// count, suggest or spell what it does not show, whether the index has followed already or not.
#[tokio::test]
async fn what_is_hidden_is_not_found() {
    let world = hiding().await;
    for _ in 0..2 {
        for words in [
            "canary",
            "canari",
            "tag:tucked-away",
            "by:eve-erased",
            "pitch -roof",
            "report",
        ] {
            for kind in ["plan", "comment", "person"] {
                let q =
                    serde_urlencoded::to_string([("q", words), ("kind", kind)]).expect("a query");
                let found = world.ben.get(&format!("/api/v1/search?{q}")).await.json();
                assert_eq!(found["total"], 0, "{q}: {found}");
                assert_eq!(found["nearest"], json!([]), "{q}");
                let tags = found["facets"]["tag"].to_string();
                assert!(!tags.contains("tucked-away"), "{q}: {tags}");
                let page = world.ben.get(&format!("/search?{q}")).await;
                assert!(!page.text.contains("class=\"found\""), "{q}");
                let feed = world.ben.get(&format!("/search.atom?{q}")).await;
                assert_eq!(feed.status, 200, "{q}");
                assert!(!feed.text.contains("<entry>"), "{q}: {}", feed.text);
            }
        }
        for typed in [
            "cana",
            "canray",
            "tucked",
            "tuckde",
            "tag:tuck",
            "eve-e",
            "by:eve-e",
            "a plan that was",
            "stage:sketch a plan that was",
            "dan-who",
        ] {
            let q = serde_urlencoded::to_string([("q", typed)]).expect("a query");
            let suggested = world.ben.get(&format!("/api/v1/suggest?{q}")).await.json();
            assert_eq!(
                suggested,
                json!({"plans": [], "tags": [], "people": []}),
                "{q}"
            );
            let list = world.ben.get(&format!("/search/suggest?{q}")).await;
            assert!(!list.text.contains("role=\"option\""), "{q}: {}", list.text);
        }
        world.fresh.follow().await;
    }
}

/// Whoever kept a search before something was taken back is told no number that speaks of it.
#[tokio::test]
async fn what_is_hidden_is_not_counted_as_new() {
    let world = World::new().await;
    world.fresh.follow().await;
    let asked = [
        json!({"q": "canary"}),
        json!({"q": "tag:tucked-away"}),
        json!({"q": "canary", "kind": "comment"}),
        json!({"q": "name", "kind": "person"}),
    ];
    for asked in &asked {
        let kept = world.ben.call(Method::POST, "/searches", asked).await;
        assert_eq!(
            (kept.status.as_u16(), &kept.json()["new"]),
            (201, &json!(0))
        );
    }
    hide_a_plan(&world).await;
    hide_comments(&world).await;
    hide_who_left(&world).await;
    hide_a_fork(&world).await;
    for _ in 0..2 {
        let kept = world.ben.get("/api/v1/searches").await.json();
        let items = kept["items"].as_array().expect("a list");
        assert_eq!(items.len(), asked.len());
        for item in items {
            assert_eq!(item["new"], 0, "{item}");
        }
        let page = world.ben.get("/searches").await.text;
        assert!(!page.contains("class=\"news\""), "{page}");
        world.fresh.follow().await;
    }
}
