//! Forks: made in one step, credited on every page, told as a family.

use crate::{
    cast::PASSWORD,
    harness::{Answer, BEGINNING, Client, Fresh},
    world::{World, typed},
};
use domain::{
    Member,
    accounts::{self, Leaving},
    clock::Timestamp,
    comments::{self, NewComment},
    forks::{self, NewFork, TypedPlace},
    ids::{PlanId, RevisionNumber},
    plans::{self, Licence, Typed},
};
use scraper::{ElementRef, Html, Selector};

const PLAN: &str = "/plans/1/solar-laundromat-for-apartment-blocks";
const FORK: &str = "/plans/2/solar-laundromat-for-apartment-blocks";

fn texts(answer: &Answer, selector: &str) -> Vec<String> {
    let page = Html::parse_document(&answer.text);
    let selector = Selector::parse(selector).expect("a selector");
    let text = |element: ElementRef<'_>| {
        let text: String = element.text().collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    page.select(&selector).map(text).collect()
}

fn attributes(answer: &Answer, selector: &str, name: &str) -> Vec<String> {
    let page = Html::parse_document(&answer.text);
    let selector = Selector::parse(selector).expect("a selector");
    let found = page.select(&selector);
    let values = found.filter_map(|element| element.attr(name).map(str::to_owned));
    values.collect()
}

async fn send(client: &Client, fields: &[(&str, &str)]) -> Answer {
    client.post_form("/plans/1/fork", fields).await
}

/// Somebody forks a plan, without a page.
async fn forked(fresh: &Fresh, member: &Member, parent: i64, reason: &str) -> PlanId {
    let typed = NewFork {
        reason: reason.into(),
        title: format!("Laundry for {reason}"),
        ..NewFork::default()
    };
    let saved = forks::fork(&fresh.forum, member, PlanId(parent), &typed, None).await;
    saved.expect("it is forked").id
}

#[tokio::test]
async fn a_plan_is_forked_in_one_step_and_belongs_to_whoever_did() {
    let world = World::new().await;
    let form = world.ben.get("/plans/1/fork").await;
    let title = attributes(&form, "[name=title]", "value");
    assert_eq!(title, ["Solar laundromat for apartment blocks"]);
    assert!(form.text.contains("CC BY-SA 4.0") && form.text.contains("carries the same licence"));
    let once = attributes(&form, "[name=once]", "value").remove(0);
    let fields = [
        ("reason", "Another city"),
        ("differs", "Heat pumps"),
        ("revision", "2"),
        ("once", once.as_str()),
    ];
    let first = send(&world.ben, &fields).await;
    assert_eq!((first.status.as_u16(), first.location()), (303, FORK));
    let second = send(&world.ben, &fields).await;
    assert_eq!(second.location(), FORK);
    assert_eq!(world.fresh.rows().await["plans"], 2);
    let page = world.ben.get(FORK).await;
    insta::assert_snapshot!(texts(&page, ".source").join("\n"), @"Forked from Solar laundromat for apartment blocks by ada at revision 2: “Another city”. Not changed yet. What will differ: Heat pumps");
    let edit = attributes(&page, ".note.good a", "href");
    assert_eq!(edit, ["/plans/2/edit"]);
    assert_eq!(world.ben.get("/plans/2/edit").await.status, 200);
    assert_eq!(world.ada.get("/plans/2/edit").await.status, 404);
    assert!(texts(&world.ada.get(FORK).await, ".note.good").is_empty());
    world.fresh.verify().await;
}

#[tokio::test]
async fn a_mistake_stands_by_its_field_and_everything_is_kept() {
    let world = World::new().await;
    let fields = [
        ("reason", "x"),
        ("differs", "No <roof>"),
        ("title", "Short"),
        ("revision", "1"),
    ];
    let answer = send(&world.ben, &fields).await;
    assert_eq!(answer.status, 422);
    assert_eq!(
        texts(&answer, "#field-reason-problem"),
        ["Why do you fork it? is 1 letters long; it takes at least 3"]
    );
    assert_eq!(texts(&answer, "#field-title-problem").len(), 1);
    for (name, value) in [("reason", "x"), ("title", "Short"), ("revision", "1")] {
        let kept = attributes(&answer, &format!("[name={name}]"), "value");
        assert_eq!(kept, [value]);
    }
    assert_eq!(texts(&answer, "[name=differs]"), ["No <roof>"]);
    assert_eq!(world.fresh.rows().await["plans"], 1);
    let empty = send(&world.ben, &[]).await;
    assert_eq!(empty.status, 422);
}

#[tokio::test]
async fn what_was_typed_outlives_the_session() {
    let world = World::new().await;
    let asked = world.anonymous.get("/plans/1/fork?revision=1").await;
    assert_eq!(asked.status, 401);
    assert!(
        asked
            .text
            .contains("/sign-in?next=/plans/1/fork%3Frevision%3D1")
    );
    let fields = [
        ("reason", "Another city"),
        ("once", "abc"),
        ("revision", "1"),
    ];
    let answer = send(&world.anonymous, &fields).await;
    assert_eq!(answer.status, 401);
    for (name, value) in fields {
        let kept = attributes(&answer, &format!("main [name={name}]"), "value");
        assert_eq!(kept, [value]);
    }
    let signed_in = send(&world.ben, &fields).await;
    assert_eq!(signed_in.status, 303);
    assert_eq!(send(&world.suspended, &fields).await.status, 403);
}

#[tokio::test]
async fn any_revision_is_forked_that_can_be_read() {
    let world = World::new().await;
    let old = world.ben.get("/plans/1/history/1").await;
    let links = attributes(&old, ".actions a[rel=nofollow]", "href");
    assert_eq!(links, ["/plans/1/fork?revision=1"]);
    let form = world.ben.get(&links[0]).await;
    assert!(form.text.contains("an old one; the newest is 2"));
    let answer = send(&world.ben, &[("reason", "Another city"), ("revision", "1")]).await;
    let page = world.ben.get(answer.location()).await;
    assert!(!page.text.contains("Revised: Card fees counted"));
    assert!(page.text.contains("/plans/1/history/1"));
    for missing in ["3", "0", "-1", "one", "99999999999"] {
        let path = format!("/plans/1/fork?revision={missing}");
        assert_eq!(world.ben.get(&path).await.status, 404, "{missing}");
        let fields = [("reason", "Another city"), ("revision", missing)];
        assert_eq!(send(&world.ben, &fields).await.status, 404, "{missing}");
    }
    plans::withdraw(&world.fresh.forum, &world.founder, PlanId(1))
        .await
        .expect("it is withdrawn");
    let fields = [("reason", "Another city")];
    assert_eq!(world.ben.get("/plans/1/fork").await.status, 410);
    assert_eq!(send(&world.ben, &fields).await.status, 410);
    assert_eq!(world.ada.get("/plans/1/fork").await.status, 409);
    assert_eq!(send(&world.ada, &fields).await.status, 409);
}

#[tokio::test]
async fn the_button_is_for_everybody_and_loudest_for_others() {
    let world = World::new().await;
    for (client, class) in [
        (&world.anonymous, "button primary"),
        (&world.ben, "button primary"),
        (&world.ada, "button"),
    ] {
        let page = client.get(PLAN).await;
        let selector = ".actions a[href='/plans/1/fork']";
        assert_eq!(texts(&page, selector), ["Fork this plan"]);
        assert_eq!(attributes(&page, selector, "class"), [class]);
    }
}

#[tokio::test]
async fn every_page_of_a_fork_says_what_it_was_made_from() {
    let world = World::new().await;
    send(&world.ben, &[("reason", "Another city")]).await;
    let said = world
        .ben
        .post_form("/plans/2/comments", &[("body", "Mine now.")])
        .await;
    assert_eq!(said.status, 303);
    for path in [
        FORK,
        "/plans/2/numbers",
        "/plans/2/discussion",
        "/plans/2/history",
        "/plans/2/history/1",
        "/plans/2/forks",
        "/comments/2",
    ] {
        let page = world.anonymous.get(path).await;
        let source = texts(&page, ".source");
        assert_eq!(source.len(), 1, "{path}");
        assert!(
            source[0].starts_with("Forked from Solar laundromat"),
            "{path}"
        );
        let links = attributes(&page, ".source a", "href");
        assert_eq!(links, [PLAN, "/people/ada", "/plans/1/history/2"], "{path}");
    }
    let download = world.anonymous.get("/plans/2/plan.md").await;
    assert!(
        download
            .text
            .contains("https://plans.example/plans/1/history/2")
    );
    let own = world.anonymous.get(PLAN).await;
    assert!(texts(&own, ".source").is_empty());
}

#[tokio::test]
async fn a_fork_says_how_far_it_has_moved() {
    let world = World::new().await;
    let ben = world.fresh.person("ben-two").await;
    let fork = forked(&world.fresh, &ben, 1, "Leeds").await;
    let body = format!("{}\n\nAnd a caretaker.", typed().body);
    let numbers = typed().numbers.map(|mut numbers| {
        numbers.price = Some(350);
        numbers
    });
    let edit = plans::Edit {
        base: 1,
        typed: Typed {
            body,
            numbers,
            ..typed()
        },
        note: "Leeds".into(),
        ..plans::Edit::default()
    };
    plans::revise(&world.fresh.forum, &ben, fork, &edit, None)
        .await
        .expect("it is revised");
    let page = world.anonymous.get(FORK).await;
    let source = &texts(&page, ".source .moved")[0];
    assert!(
        source.ends_with("% of the words, 1 assumption changed"),
        "{source}"
    );
    let family = world.anonymous.get("/plans/1/forks").await;
    let member = texts(&family, ".family li").remove(1);
    assert!(member.contains("1 revision since, ") && member.contains("1 assumption changed"));
    assert!(!member.contains("not changed yet"));
}

#[tokio::test]
async fn an_imported_plan_says_from_where_without_vouching_for_it() {
    let world = World::new().await;
    world
        .fresh
        .execute(
            "UPDATE plans SET origin = '{\"address\": \"https://elsewhere.example/plans/7\", \
             \"attribution\": \"“Laundry <b>” by eve\", \"based_on\": [\"“Soap” by zed\"]}' WHERE id = 1",
        )
        .await;
    let page = world.anonymous.get(PLAN).await;
    insta::assert_snapshot!(texts(&page, ".source").join("\n"), @"Brought from elsewhere.example/plans/7, where it says: “Laundry <b>” by eve. That was made from: “Soap” by zed.");
    assert_eq!(attributes(&page, ".source a", "rel"), ["nofollow ugc"]);
}

#[tokio::test]
async fn the_editor_of_a_fork_offers_no_other_licence() {
    let world = World::new().await;
    let offered = |page: &Answer| attributes(page, "[name=licence] option", "value");
    let own = world.ada.get("/plans/1/edit").await;
    assert_eq!(offered(&own).len(), Licence::ALL.len());
    send(&world.ben, &[("reason", "Another city")]).await;
    let fork = world.ben.get("/plans/2/edit").await;
    assert_eq!(offered(&fork), ["CC-BY-SA-4.0"]);
    assert!(
        fork.text
            .contains("carries on the licence that it was made under")
    );
    let fields = [
        ("title", "Solar laundromat for Leeds"),
        (
            "pitch",
            "Coin laundry on roof power: residents prepay washes.",
        ),
        ("body", "## Who pays\n\nTenants."),
        ("licence", "CC0-1.0"),
        ("note", "Freer"),
        ("base", "1"),
        ("action", "publish"),
    ];
    let refused = world.ben.post_form("/plans/2/edit", &fields).await;
    assert_eq!(refused.status, 422);
    assert_eq!(texts(&refused, "#field-licence-problem").len(), 1);
}

/// 1 ← 2 Leeds ← 4 York, 1 ← 3 Porto.
async fn family(world: &World) -> Member {
    let ben = world.fresh.person("ben-two").await;
    forked(&world.fresh, &ben, 1, "Leeds").await;
    forked(&world.fresh, &world.founder, 1, "Porto").await;
    forked(&world.fresh, &ben, 2, "York").await;
    ben
}

fn titles(answer: &Answer) -> Vec<String> {
    texts(answer, ".family h3 a")
}

#[tokio::test]
async fn a_family_is_drawn_and_listed_from_the_first_ancestor_down() {
    let world = World::new().await;
    family(&world).await;
    let page = world.anonymous.get("/plans/4/forks").await;
    assert_eq!(
        titles(&page),
        [
            "Solar laundromat for apartment blocks",
            "Laundry for Leeds",
            "Laundry for York",
            "Laundry for Porto",
        ]
    );
    assert_eq!(texts(&page, "h2")[0], "A family of 4 plans");
    assert_eq!(
        attributes(&page, "svg[role=img]", "aria-label"),
        [
            "First of the family",
            "Generation 1, forked from Solar laundromat for apartment blocks",
            "Generation 2, forked from Laundry for Leeds",
            "Generation 1, forked from Solar laundromat for apartment blocks",
        ]
    );
    // Down from the first past York to Porto.
    assert_eq!(
        attributes(&page, ".branch .way", "d"),
        [
            "M9 18V9999",
            "M9 0V9999M27 18V9999M9 0V10q0 8 8 8H27",
            "M9 0V9999M27 0V10q0 8 8 8H45",
            "M9 0V10q0 8 8 8H27",
        ]
    );
    let here = attributes(&page, "[aria-current=true]", "href");
    assert_eq!(here, ["/plans/4/laundry-for-york"]);
    insta::assert_snapshot!(texts(&page, ".family li:nth-child(3) > div > *").join("\n"), @r"
    Laundry for York this plan
    “York”
    Sketch by ben-two, forked just now, not changed yet
    0 votes, 0 comments, 0 forks
    ");
    assert!(!page.text.contains("style="));
    let forks = world.anonymous.get(PLAN).await;
    let tab = texts(&forks, ".tabs a[href='/plans/1/forks']");
    assert_eq!(tab, ["Forks 2"]);
}

#[tokio::test]
async fn a_family_is_sorted_searched_and_thinned() {
    let world = World::new().await;
    let ben = family(&world).await;
    let edit = plans::Edit {
        base: 1,
        typed: Typed {
            body: "## Nobody pays\n\nIt is free.".into(),
            ..typed()
        },
        note: "Free".into(),
        ..plans::Edit::default()
    };
    world
        .fresh
        .forum
        .set_clock(BEGINNING.plus(Timestamp::MINUTE));
    plans::revise(&world.fresh.forum, &ben, PlanId(4), &edit, None)
        .await
        .expect("it is revised");
    let asked = async |query: &str| {
        world
            .anonymous
            .get(&format!("/plans/1/forks?{query}"))
            .await
    };
    for order in ["active", "distance"] {
        let page = asked(&format!("order={order}")).await;
        let first = &texts(&page, ".family li")[0];
        assert!(first.contains("“York”"), "{order}: {first}");
        assert!(attributes(&page, ".branch", "width").is_empty(), "{order}");
    }
    let thin = asked("unchanged=hide").await;
    assert_eq!(titles(&thin).len(), 2);
    // Leeds is left out between them.
    assert_eq!(attributes(&thin, ".way.apart", "d"), ["M9 0V10q0 8 8 8H27"]);
    let found = asked("words=PORTO&order=tree").await;
    assert_eq!(titles(&found), ["Laundry for Porto"]);
    assert_eq!(attributes(&found, "[name=words]", "value"), ["PORTO"]);
    let orders = attributes(&found, ".filters a", "href");
    assert!(orders.contains(&"/plans/1/forks?order=distance&words=PORTO".to_owned()));
    let none = asked("words=nowhere").await;
    assert!(titles(&none).is_empty() && none.text.contains("No title and no reason"));
    for wrong in ["order=old", "unchanged=perhaps", "after=x"] {
        assert_eq!(asked(wrong).await.status, 404, "{wrong}");
    }
}

#[tokio::test]
async fn many_forks_are_paged_and_the_unchanged_folded() {
    let world = World::new().await;
    let ben = world.fresh.person("ben-two").await;
    for number in 0..54 {
        forked(&world.fresh, &ben, 1, &format!("block {number}")).await;
    }
    let first = world.anonymous.get("/plans/1/forks").await;
    assert_eq!(texts(&first, "h2")[0], "A family of 55 plans");
    assert_eq!(
        texts(&first, ".folded summary"),
        ["23 more forks, not changed yet"]
    );
    assert_eq!(titles(&first).len(), 24);
    // Its line goes on to the next page.
    assert_eq!(attributes(&first, ".branch .way", "d")[0], "M9 18V9999");
    let mut next = attributes(&first, "[rel=next]", "href");
    assert_eq!(next, ["/plans/1/forks?after=24"]);
    let second = world.anonymous.get(&next.remove(0)).await;
    assert_eq!(
        texts(&second, ".above a")[0],
        "Solar laundromat for apartment blocks"
    );
    assert_eq!(titles(&second).len(), 24);
    let next = attributes(&second, "[rel=next]", "href");
    let last = world.anonymous.get(&next[0]).await;
    assert_eq!(titles(&last).len(), 7);
    assert!(attributes(&last, "[rel=next]", "href").is_empty());
    let own = world.anonymous.get("/plans/30/forks?after=24").await;
    let folded = texts(&own, ".folded summary");
    assert_eq!(folded.len(), 2, "this plan is not folded: {folded:?}");
}

#[tokio::test]
async fn a_withdrawn_ancestor_leaves_a_tombstone_and_the_family_whole() {
    let world = World::new().await;
    family(&world).await;
    plans::withdraw(&world.fresh.forum, &world.founder, PlanId(1))
        .await
        .expect("it is withdrawn");
    let page = world.anonymous.get("/plans/2/forks").await;
    assert_eq!(titles(&page).len(), 4);
    insta::assert_snapshot!(texts(&page, ".family li:nth-child(1) > div > *").join("\n"), @r"
    Solar laundromat for apartment blocks
    Withdrawn on 1 November 2026, CC BY-SA 4.0
    ");
    let source = texts(
        &world.anonymous.get("/plans/2/laundry-for-leeds").await,
        ".source",
    );
    insta::assert_snapshot!(source.join("\n"), @"Forked from Solar laundromat for apartment blocks by ada at revision 2, withdrawn since: “Leeds”. Not changed yet.");
    let gone = world.anonymous.get(PLAN).await;
    assert_eq!(gone.status, 410);
    assert_eq!(
        attributes(&gone, ".actions a", "href")[0],
        "/plans/1/forks",
        "the way to the copies"
    );
    let from_it = world.anonymous.get("/plans/1/forks").await;
    assert_eq!((from_it.status.as_u16(), titles(&from_it).len()), (200, 4));
    assert!(!from_it.text.contains("prepay washes"), "the pitch");
}

#[tokio::test]
async fn an_erased_ancestor_is_nobodys_and_still_there() {
    let world = World::new().await;
    let eve = world.fresh.with_password("eve-adams").await;
    forked(&world.fresh, &eve, 1, "Canary Wharf").await;
    forked(&world.fresh, &world.founder, 2, "Leeds").await;
    let leaving = Leaving {
        password: PASSWORD,
        handle: "eve-adams",
    };
    accounts::erase(&world.fresh.forum, &eve, &leaving)
        .await
        .expect("she erases herself");
    for path in [
        "/plans/3/laundry-for-leeds",
        "/plans/3/forks",
        "/plans/1/forks",
    ] {
        let page = world.anonymous.get(path).await;
        assert!(page.text.contains(accounts::FORMER_TITLE), "{path}");
        for trace in ["Canary Wharf", "eve-adams"] {
            assert!(!page.text.contains(trace), "{path}: {trace}");
        }
    }
}

#[tokio::test]
async fn beside_a_plan_stand_its_lineage_its_contributors_and_where_it_runs() {
    let world = World::new().await;
    let alone = world.anonymous.get(PLAN).await;
    assert!(texts(&alone, ".rail .lineage, .rail .contributors").is_empty());
    let ben = family(&world).await;
    let page = world.anonymous.get("/plans/2/laundry-for-leeds").await;
    insta::assert_snapshot!(texts(&page, ".lineage li").join("\n"), @r"
    Solar laundromat for apartment blocks ada, 2026
    Laundry for Leeds this plan
    Laundry for York ben-two, not changed yet
    ");
    assert_eq!(
        attributes(&page, ".lineage + p a", "href"),
        ["/plans/2/forks"]
    );
    let said = remark(&world, &ben).await;
    let favorite = [("favorite", "yes"), ("revision", "2")];
    let path = format!("/comments/{said}/favorite");
    assert_eq!(world.ada.post_form(&path, &favorite).await.status, 303);
    let place = TypedPlace {
        place: "Leeds".into(),
        since: "2026-03".into(),
        report: String::new(),
    };
    forks::set_place(&world.fresh.forum, &ben, PlanId(4), &place)
        .await
        .expect("it runs there");
    let page = world.anonymous.get(PLAN).await;
    assert_eq!(
        texts(&page, ".contributors li"),
        ["ben-two1 comment that led to a revision"]
    );
    let running = texts(&page, ".rail a[href='/plans/1/places']");
    assert_eq!(running, ["Running in 2 places"]);
}

/// Ben says something on the first plan.
async fn remark(world: &World, ben: &Member) -> i64 {
    let typed = NewComment {
        body: "Card fees?".into(),
        ..NewComment::default()
    };
    let posted = comments::post(&world.fresh.forum, ben, PlanId(1), &typed, None).await;
    posted.expect("it is posted").id.0
}

#[tokio::test]
async fn lists_say_what_is_a_fork_and_show_the_unchanged_last() {
    let world = World::new().await;
    let ben = world.fresh.person("ben-two").await;
    forked(&world.fresh, &ben, 1, "Leeds").await;
    let front = world.anonymous.get("/").await;
    assert_eq!(
        texts(&front, ".plans h2"),
        ["Solar laundromat for apartment blocks", "Laundry for Leeds"]
    );
    let meta = &texts(&front, ".plans .meta")[1];
    assert!(
        meta.contains("fork of Solar laundromat for apartment blocks, not changed yet"),
        "{meta}"
    );
    let new = world.anonymous.get("/plans?sort=new").await;
    assert_eq!(texts(&new, ".plans h2").len(), 1);
}

#[tokio::test]
async fn a_reason_of_any_letters_is_text_and_nothing_else() {
    let world = World::new().await;
    let fields = [
        ("reason", "</p><script>alert(1)</script>"),
        ("differs", "\"><img src=x onerror=alert(1)>"),
        ("title", "<b>Laundry</b> & soap"),
    ];
    let answer = send(&world.ben, &fields).await;
    assert_eq!(answer.status, 303);
    let number = RevisionNumber(1);
    for path in [
        answer.location().to_owned(),
        "/plans/2/forks".into(),
        "/plans/1/forks?words=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E".into(),
        format!("/plans/2/history/{number}"),
        PLAN.into(),
        "/".into(),
    ] {
        let page = world.anonymous.get(&path).await;
        assert!(!page.text.contains("<script>alert"), "{path}");
        assert!(!page.text.contains("<img src=x"), "{path}");
        assert!(!page.text.contains("<b>Laundry"), "{path}");
    }
}
