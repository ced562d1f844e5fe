//! Plans beside their kin: comparing them, crediting what they were made from and who gave to them.

use crate::{cast::seen_by, harness::Fresh, plans::laundromat};
use domain::{
    Member, Viewer,
    comments::{self, NewComment},
    forks::{self, Gift, NewFork, TypedPlace},
    ids::{PlanId, RevisionNumber},
    plans::{self, Edit, Plan, Typed},
};

on_both!(
    plans_of_a_family_are_compared,
    a_long_chain_is_credited_step_by_step,
    what_somebody_gave_is_told_with_what_came_of_it,
    places_show_what_each_plan_counts_on,
    a_report_of_an_older_renderer_is_made_anew,
);

async fn found(fresh: &Fresh, id: PlanId) -> Plan {
    let plan = plans::find(&fresh.forum, &Viewer::Anonymous, id).await;
    plan.expect("the database answers").expect("it is there")
}

async fn published(fresh: &Fresh, author: &Member) -> PlanId {
    let saved = plans::publish(&fresh.forum, author, &laundromat(), None).await;
    saved.expect("it is published").id
}

async fn forked(fresh: &Fresh, author: &Member, parent: PlanId) -> PlanId {
    let because = NewFork {
        reason: "Another city".into(),
        ..NewFork::default()
    };
    let saved = forks::fork(&fresh.forum, author, parent, &because, None).await;
    saved.expect("it is forked").id
}

async fn revised(fresh: &Fresh, author: &Member, id: PlanId, body: &str) {
    let edit = Edit {
        base: found(fresh, id).await.head.0,
        typed: Typed {
            body: body.into(),
            ..laundromat()
        },
        note: "Counted again".into(),
        ..Edit::default()
    };
    let saved = plans::revise(&fresh.forum, author, id, &edit, None).await;
    saved.expect("it is revised");
}

async fn plans_of_a_family_are_compared(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let first = published(&fresh, &ada).await;
    let second = forked(&fresh, &ben, first).await;
    revised(&fresh, &ben, second, "Why.\n\n## Who pays\n\nThe landlord.").await;
    let third = forked(&fresh, &ada, first).await;
    let stranger = published(&fresh, &ada).await;
    let compare = async |viewer: &Viewer, from: (PlanId, i32), to: (PlanId, i32)| {
        let (one, other) = (found(&fresh, from.0).await, found(&fresh, to.0).await);
        let from = (&one, RevisionNumber(from.1));
        let to = (&other, RevisionNumber(to.1));
        let compared = plans::compare_plans(&fresh.forum, viewer, from, to).await;
        compared.expect("the database answers")
    };
    let nobody = Viewer::Anonymous;
    for (from, to) in [((first, 1), (second, 2)), ((third, 1), (second, 2))] {
        let compared = compare(&nobody, from, to).await.expect("they are kin");
        let words = compared.changes.body.words();
        assert!(words.inserted > 0 && words.deleted > 0, "{from:?}");
        assert_eq!((compared.from.number.0, compared.to.number.0), (1, 2));
    }
    assert_eq!(compare(&nobody, (first, 1), (second, 9)).await, None);
    assert_eq!(compare(&nobody, (first, 1), (stranger, 1)).await, None);
    plans::withdraw(&fresh.forum, &ben, second)
        .await
        .expect("gone");
    assert_eq!(compare(&nobody, (first, 1), (second, 2)).await, None);
    assert!(
        compare(&seen_by(&ben), (second, 2), (first, 1))
            .await
            .is_some()
    );
}

async fn a_long_chain_is_credited_step_by_step(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let mut last = published(&fresh, &ada).await;
    let other = published(&fresh, &ada).await;
    for _ in 0..104 {
        fresh.write("DELETE FROM attempts", []).await;
        last = forked(&fresh, &ada, last).await;
    }
    let plans = [
        found(&fresh, last).await,
        found(&fresh, other).await,
        found(&fresh, PlanId(4)).await,
    ];
    let credits = forks::credits_of_all(&fresh.forum, &plans).await;
    let credits = credits.expect("credits");
    let counts: Vec<_> = credits.iter().map(Vec::len).collect();
    assert_eq!(counts, [100, 0, 2]);
    assert!(credits[0][0].contains("/plans/105/"), "{}", credits[0][0]);
    assert!(credits[0][99].contains("/plans/6/"), "{}", credits[0][99]);
    assert!(credits[2][1].contains("/plans/1/"), "{}", credits[2][1]);
}

async fn what_somebody_gave_is_told_with_what_came_of_it(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let plan = published(&fresh, &ada).await;
    let own = published(&fresh, &ben).await;
    let mut said = Vec::new();
    for (plan, founder) in [(plan, &ada), (plan, &ada), (own, &ben)] {
        let typed = NewComment {
            body: "Who fixes it?".into(),
            ..NewComment::default()
        };
        let comment = comments::post(&fresh.forum, &ben, plan, &typed, None).await;
        let comment = comment.expect("it is posted").id;
        revised(&fresh, founder, plan, &format!("Somebody does: {comment}.")).await;
        let caused = found(&fresh, plan).await.head;
        comments::favorite(&fresh.forum, founder, comment, Some(caused))
            .await
            .expect("it is lifted");
        said.push(comment);
    }
    fresh
        .write(
            "INSERT INTO suggestions (plan_id, author_id, base, title, pitch, body, tags, note, state, parts, accepted, \
                created_at, changed_at, salt, content_hash) \
             SELECT 1, a.id, 1, '', '', '', '', '', 'decided', 1, 1, 0, 0, r.salt, r.content_hash \
             FROM accounts a, revisions r WHERE a.handle = 'ben' AND r.plan_id = 1 AND r.number = 1",
            [],
        )
        .await;
    fresh
        .write(
            "INSERT INTO decisions (suggestion_id, author_id, revision, reasons, created_at, salt, content_hash) \
             SELECT s.id, s.author_id, 2, '', c.favorite_at, s.salt, s.content_hash FROM suggestions s, comments c \
             WHERE c.id = 1",
            [],
        )
        .await;
    let mut gifts = Vec::new();
    let mut after = None;
    // All in the same moment.
    loop {
        let page = forks::contributions(&fresh.forum, ben.id, after, 1).await;
        let page = page.expect("they are told");
        gifts.extend(
            page.items
                .iter()
                .map(|one| (one.plan, one.revision.0, one.gift)),
        );
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let suggestion = Gift::Suggestion(domain::ids::SuggestionId(1));
    let expected = [
        (plan, 2, suggestion),
        (plan, 3, Gift::Comment(said[1])),
        (plan, 2, Gift::Comment(said[0])),
    ];
    assert_eq!(gifts, expected);
    plans::withdraw(&fresh.forum, &ada, plan)
        .await
        .expect("gone");
    let none = forks::contributions(&fresh.forum, ben.id, None, 10).await;
    assert!(none.expect("they are told").items.is_empty());
}

async fn places_show_what_each_plan_counts_on(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let first = published(&fresh, &ada).await;
    let second = forked(&fresh, &ada, first).await;
    let dearer = Edit {
        base: 1,
        typed: Typed {
            numbers: laundromat().numbers.map(|mut numbers| {
                numbers.price = Some(450);
                numbers
            }),
            ..laundromat()
        },
        note: "Dearer".into(),
        ..Edit::default()
    };
    plans::revise(&fresh.forum, &ada, second, &dearer, None)
        .await
        .expect("it is revised");
    let place = TypedPlace {
        place: "Lisbon".into(),
        since: "2026-03".into(),
        report: String::new(),
    };
    for plan in [first, second] {
        let placed = forks::set_place(&fresh.forum, &ada, plan, &place).await;
        placed.expect("it runs there");
    }
    let plan = found(&fresh, first).await;
    let page = forks::places(&fresh.forum, &Viewer::Anonymous, &plan, None, 10).await;
    let page = page.expect("places");
    let prices = page.items.iter().map(|one| one.numbers.as_ref()?.price);
    assert_eq!(prices.collect::<Vec<_>>(), [Some(320), Some(450)]);
}

async fn a_report_of_an_older_renderer_is_made_anew(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let id = published(&fresh, &ada).await;
    let place = TypedPlace {
        place: "Lisbon".into(),
        since: "2026-03".into(),
        report: "Full on **Sundays**.".into(),
    };
    let placed = forks::set_place(&fresh.forum, &ada, id, &place).await;
    placed.expect("it runs there");
    let plan = found(&fresh, id).await;
    let html = async || {
        let page = forks::places(&fresh.forum, &Viewer::Anonymous, &plan, None, 10).await;
        page.expect("places").items.remove(0).html
    };
    let older = "UPDATE places SET renderer = 0, html = 'old'";
    fresh.write(older, []).await;
    assert!(html().await.contains("<strong>Sundays</strong>"));
    fresh.write(older, []).await;
    assert_eq!(domain::renew(&fresh.forum).await.expect("renewed"), 1);
    assert!(html().await.contains("<strong>Sundays</strong>"));
}
