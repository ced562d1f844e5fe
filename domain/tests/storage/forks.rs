//! Forks: making them, their families, and the places where they run.

use crate::{accounts::PASSWORD, cast::seen_by, harness::Fresh, plans::laundromat};
use domain::{
    Member, Viewer,
    accounts::{self, Leaving},
    forks::{self, FamilyOrder, FamilyReading, ForkError, NewFork, PlaceError, TypedPlace},
    ids::{PlanId, RevisionNumber},
    log,
    plans::{self, Edit, Plan, ReviseError, Sort, Typed},
};

on_both!(
    a_fork_is_its_authors_and_says_what_its_parent_said,
    a_fork_is_made_once_however_often_it_is_sent,
    what_cannot_be_seen_cannot_be_forked,
    ones_own_plan_can_be_forked,
    a_fork_carries_the_licence_on,
    a_fork_without_changes_ranks_last,
    a_family_is_told_from_the_first_ancestor_down,
    a_family_outlives_its_first_ancestor,
    a_family_is_searched_and_sorted,
    a_thousand_forks_are_paged,
    forks_and_withdrawals_at_once_keep_the_count,
    places_count_for_all_ancestors,
    only_the_founder_says_where_a_plan_runs,
    credit_goes_up_to_the_first_ancestor,
    a_chain_longer_than_a_way_still_has_an_order,
);

fn because(reason: &str) -> NewFork {
    NewFork {
        reason: reason.into(),
        ..NewFork::default()
    }
}

async fn published(fresh: &Fresh, author: &Member, typed: &Typed) -> PlanId {
    let saved = plans::publish(&fresh.forum, author, typed, None).await;
    saved.expect("it is published").id
}

async fn forked(fresh: &Fresh, author: &Member, parent: PlanId, reason: &str) -> PlanId {
    let saved = forks::fork(&fresh.forum, author, parent, &because(reason), None).await;
    saved.expect("it is forked").id
}

async fn found(fresh: &Fresh, id: PlanId) -> Plan {
    let plan = plans::find(&fresh.forum, &Viewer::Anonymous, id).await;
    plan.expect("the database answers").expect("it is there")
}

async fn revised(fresh: &Fresh, author: &Member, id: PlanId, typed: Typed) {
    let edit = Edit {
        base: found(fresh, id).await.head.0,
        typed,
        note: "Counted again".into(),
        ..Edit::default()
    };
    let saved = plans::revise(&fresh.forum, author, id, &edit, None).await;
    saved.expect("it is revised");
}

async fn family(fresh: &Fresh, id: PlanId, reading: &FamilyReading) -> Vec<Plan> {
    let plan = found(fresh, id).await;
    let family = forks::family(&fresh.forum, &Viewer::Anonymous, &plan, reading).await;
    family.expect("the family is told").page.items
}

fn ids(plans: &[Plan]) -> Vec<i64> {
    plans.iter().map(|plan| plan.id.0).collect()
}

async fn log_is_whole(fresh: &Fresh) {
    let report = log::verify(&fresh.forum).await.expect("it can be read");
    assert_eq!(report.faults, Vec::<String>::new());
}

async fn a_fork_is_its_authors_and_says_what_its_parent_said(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let parent = published(&fresh, &ada, &laundromat()).await;
    let other = Typed {
        body: "## Who pays\n\nNobody yet.".into(),
        ..laundromat()
    };
    revised(&fresh, &ada, parent, other).await;
    let typed = NewFork {
        revision: Some(RevisionNumber(1)),
        differs: "Heat pumps".into(),
        ..because("Another city")
    };
    let saved = forks::fork(&fresh.forum, &ben, parent, &typed, None).await;
    let plan = found(&fresh, saved.expect("it is forked").id).await;
    assert_eq!(plan.author.id, ben.id);
    let fork = plan.fork.clone().expect("it is a fork");
    assert_eq!((fork.from, fork.revision.0), (parent, 1));
    assert_eq!(fork.parent.title, laundromat().title);
    assert_eq!(
        (fork.parent.author.id, fork.parent.withdrawn),
        (ada.id, false)
    );
    assert_eq!(fork.differs.as_deref(), Some("Heat pumps"));
    assert!(fork.distance.untouched);
    let first = plans::revision(&fresh.forum, &Viewer::Anonymous, &plan, plan.head).await;
    let first = first.expect("it is read").expect("it is there");
    assert_eq!(
        (first.body, first.note),
        (laundromat().body, "Another city".into())
    );
    assert_eq!(found(&fresh, parent).await.forks, 1);
    log_is_whole(&fresh).await;
}

async fn a_fork_is_made_once_however_often_it_is_sent(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let parent = published(&fresh, &ada, &laundromat()).await;
    let typed = because("Another city");
    let send = || forks::fork(&fresh.forum, &ben, parent, &typed, Some("key"));
    let (one, two) = tokio::join!(send(), send());
    let (one, two) = (one.expect("one"), two.expect("two"));
    assert_eq!(one, two);
    assert_eq!(one, send().await.expect("three"));
    assert_eq!(found(&fresh, parent).await.forks, 1);
}

async fn what_cannot_be_seen_cannot_be_forked(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let parent = published(&fresh, &ada, &laundromat()).await;
    let typed = NewFork {
        revision: Some(RevisionNumber(7)),
        ..because("Another city")
    };
    let missing = forks::fork(&fresh.forum, &ben, parent, &typed, None).await;
    assert!(matches!(missing, Err(ForkError::NoRevision)), "{missing:?}");
    let wrong = NewFork {
        title: "Short".into(),
        ..because(" ")
    };
    let wrong = forks::fork(&fresh.forum, &ben, parent, &wrong, None).await;
    let Err(ForkError::Invalid(problems)) = wrong else {
        panic!("forked without a reason");
    };
    assert!(problems.of("reason").is_some() && problems.of("title").is_some());
    plans::withdraw(&fresh.forum, &ada, parent)
        .await
        .expect("it is withdrawn");
    for member in [&ben, &ada] {
        let gone = forks::fork(&fresh.forum, member, parent, &because("Why"), None).await;
        assert!(matches!(gone, Err(ForkError::NotFound)), "{gone:?}");
    }
}

async fn ones_own_plan_can_be_forked(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let parent = published(&fresh, &ada, &laundromat()).await;
    let fork = forked(&fresh, &ada, parent, "A cheaper machine").await;
    assert_eq!(found(&fresh, fork).await.author.id, ada.id);
    assert_eq!(fresh.number("SELECT plans FROM accounts").await, 2);
}

async fn a_fork_carries_the_licence_on(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let parent = published(&fresh, &ada, &laundromat()).await;
    let fork = forked(&fresh, &ben, parent, "Another city").await;
    for licence in ["CC-BY-4.0", "CC0-1.0"] {
        let edit = Edit {
            base: 1,
            typed: Typed {
                licence: licence.into(),
                ..laundromat()
            },
            note: "Freer".into(),
            ..Edit::default()
        };
        let refused = plans::revise(&fresh.forum, &ben, fork, &edit, None).await;
        let Err(ReviseError::Invalid(problems)) = refused else {
            panic!("a fork under {licence}");
        };
        assert!(problems.of("licence").is_some());
    }
    assert_eq!(found(&fresh, fork).await.head.0, 1);
}

async fn a_fork_without_changes_ranks_last(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let parent = published(&fresh, &ada, &laundromat()).await;
    let fork = forked(&fresh, &ben, parent, "Another city").await;
    plans::vote(&fresh.forum, &ada, fork).await.expect("a vote");
    plans::vote(&fresh.forum, &ben, fork).await.expect("a vote");
    assert_eq!(ids(&listed(&fresh, Sort::Hot).await), [parent.0, fork.0]);
    assert_eq!(ids(&listed(&fresh, Sort::New).await), [parent.0]);
    let numbers = laundromat().numbers.map(|mut numbers| {
        numbers.price = Some(350);
        numbers
    });
    let dearer = Typed {
        numbers,
        ..laundromat()
    };
    revised(&fresh, &ben, fork, dearer).await;
    let distance = found(&fresh, fork).await.fork.expect("a fork").distance;
    assert_eq!((distance.untouched, distance.numbers), (false, 1));
    assert_eq!(ids(&listed(&fresh, Sort::Hot).await), [fork.0, parent.0]);
    assert_eq!(ids(&listed(&fresh, Sort::New).await), [fork.0, parent.0]);
}

async fn listed(fresh: &Fresh, sort: Sort) -> Vec<Plan> {
    let listing = plans::Listing {
        sort,
        ..plans::Listing::default()
    };
    let page = plans::list(&fresh.forum, &Viewer::Anonymous, &listing).await;
    page.expect("plans are listed").items
}

/// A member who has a password to leave with.
async fn leaver(fresh: &Fresh, handle: &str) -> Member {
    fresh.person(handle).await;
    let member = accounts::acting_as(&fresh.forum, handle).await;
    member.expect("the database answers").expect("a member")
}

/// 1 ← 2 ← 4, 1 ← 3 ← 5, and 6, which is no kin.
async fn tree(fresh: &Fresh) -> (Member, Member) {
    let (ada, ben) = (leaver(fresh, "ada").await, leaver(fresh, "ben").await);
    let first = published(fresh, &ada, &laundromat()).await;
    let second = forked(fresh, &ben, first, "Lisbon").await;
    let third = forked(fresh, &ada, first, "With gas").await;
    forked(fresh, &ada, second, "Porto").await;
    forked(fresh, &ben, third, "With 100% more_gas").await;
    published(fresh, &ben, &laundromat()).await;
    (ada, ben)
}

async fn a_family_is_told_from_the_first_ancestor_down(fresh: Fresh) {
    tree(&fresh).await;
    for member in [1, 4, 5] {
        let told = family(&fresh, PlanId(member), &FamilyReading::default()).await;
        assert_eq!(ids(&told), [1, 2, 4, 3, 5], "asked from {member}");
    }
    let plan = found(&fresh, PlanId(5)).await;
    let last = FamilyReading {
        after: Some(PlanId(3)),
        ..FamilyReading::default()
    };
    let page = forks::family(&fresh.forum, &Viewer::Anonymous, &plan, &last).await;
    let page = page.expect("a page");
    assert_eq!(ids(&page.page.items), [5]);
    assert_eq!(ids(&page.above), [1, 3]);
    assert_eq!(page.below, None);
    let first = FamilyReading {
        limit: 2,
        ..FamilyReading::default()
    };
    let page = forks::family(&fresh.forum, &Viewer::Anonymous, &plan, &first).await;
    let page = page.expect("a page");
    assert_eq!(page.page.next, Some(PlanId(2)));
    let fourth = found(&fresh, PlanId(4)).await.family;
    assert_eq!(page.below, Some(fourth));
    let kin = forks::kin(&fresh.forum, &Viewer::Anonymous, &plan).await;
    assert_eq!(ids(&kin.expect("kin").ancestors), [1, 3]);
    let size = forks::family_size(&fresh.forum, &plan).await;
    assert_eq!(size.expect("a size"), 5);
}

async fn a_family_outlives_its_first_ancestor(fresh: Fresh) {
    let (ada, ben) = tree(&fresh).await;
    let leaving = Leaving {
        handle: "ada",
        password: PASSWORD,
    };
    accounts::erase(&fresh.forum, &ada, &leaving)
        .await
        .expect("Ada leaves with her words");
    let told = family(&fresh, PlanId(4), &FamilyReading::default()).await;
    assert_eq!(ids(&told), [1, 2, 4, 3, 5]);
    let gone = &told[0];
    assert!(!gone.readable_by(&Viewer::Anonymous));
    assert_eq!((gone.pitch.as_str(), gone.figures.clone()), ("", None));
    assert_eq!(told[3].fork.clone().expect("a fork").reason, "");
    let parent = told[1].fork.clone().expect("a fork").parent;
    assert_eq!(parent.title, accounts::FORMER_TITLE);
    assert!(parent.withdrawn && parent.author.person.is_none());
    // A fork of a fork of what is gone.
    let again = forked(&fresh, &ben, PlanId(2), "Faro").await;
    let told = family(&fresh, again, &FamilyReading::default()).await;
    assert_eq!(ids(&told), [1, 2, 4, again.0, 3, 5]);
    log_is_whole(&fresh).await;
}

async fn a_family_is_searched_and_sorted(fresh: Fresh) {
    let (ada, ben) = tree(&fresh).await;
    let saying = |words: &str| FamilyReading {
        words: words.into(),
        ..FamilyReading::default()
    };
    assert_eq!(ids(&family(&fresh, PlanId(1), &saying("LISB")).await), [2]);
    assert_eq!(
        ids(&family(&fresh, PlanId(1), &saying("0% more_")).await),
        [5]
    );
    let swiss = forked(&fresh, &ben, PlanId(1), "Für Zürich, ohne Miete").await;
    for words in ["ZÜRICH", "zurich, OHNE", "für z"] {
        let told = family(&fresh, PlanId(1), &saying(words)).await;
        assert_eq!(ids(&told), [swiss.0], "{words}");
    }
    assert!(family(&fresh, PlanId(1), &saying("Genf")).await.is_empty());
    assert_eq!(ids(&family(&fresh, PlanId(1), &saying("_")).await), [5]);
    let moved = |words: usize| Typed {
        body: format!("{}{}", laundromat().body, " more".repeat(words)),
        ..laundromat()
    };
    revised(&fresh, &ben, PlanId(2), moved(40)).await;
    revised(&fresh, &ada, PlanId(3), moved(2)).await;
    let by = |order| FamilyReading {
        order,
        hide_untouched: true,
        ..FamilyReading::default()
    };
    let distance = family(&fresh, PlanId(1), &by(FamilyOrder::Distance)).await;
    assert_eq!(ids(&distance), [2, 3, 1]);
    let active = family(&fresh, PlanId(1), &by(FamilyOrder::Active)).await;
    assert_eq!(ids(&active), [3, 2, 1]);
}

async fn a_thousand_forks_are_paged(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let first = published(&fresh, &ada, &laundromat()).await;
    for number in 0..40 {
        fresh.write("DELETE FROM attempts", []).await;
        forked(&fresh, &ada, first, &format!("Variant {number}")).await;
    }
    // The rest at once, as the tables have them.
    fresh
        .write(
            "INSERT INTO plans (author_id, slug, title, pitch, stage, licence, tags, state, head, \
                forked_from_plan, forked_from_revision, family, lineage, generation, pulled_revision, \
                created_at, changed_at, hot) \
             SELECT p.author_id, p.slug, p.title, p.pitch, p.stage, p.licence, '', p.state, 1, p.forked_from_plan, 1, \
                p.family, p.lineage || 'a' || q.generation || q.id, 2, 1, p.created_at, p.changed_at, 0 \
             FROM plans p CROSS JOIN plans q WHERE p.id BETWEEN 2 AND 25 AND q.id > 1",
            [],
        )
        .await;
    for order in FamilyOrder::ALL {
        let mut reading = FamilyReading {
            order: *order,
            limit: 90,
            ..FamilyReading::default()
        };
        let plan = found(&fresh, first).await;
        let mut seen = std::collections::BTreeSet::new();
        loop {
            let page = forks::family(&fresh.forum, &Viewer::Anonymous, &plan, &reading).await;
            let page = page.expect("a page").page;
            seen.extend(ids(&page.items));
            match page.next {
                Some(next) => reading.after = Some(next),
                None => break,
            }
        }
        assert_eq!(seen.len(), 1 + 40 + 24 * 40, "{order}");
    }
}

async fn forks_and_withdrawals_at_once_keep_the_count(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let parent = published(&fresh, &ada, &laundromat()).await;
    for round in 0..10 {
        let fork = forked(&fresh, &ben, parent, "Another city").await;
        let typed = because("At the same time");
        let (one, two) = tokio::join!(
            forks::fork(&fresh.forum, &ada, parent, &typed, None),
            plans::withdraw(&fresh.forum, &ben, fork),
        );
        one.expect("it is forked");
        two.expect("it is withdrawn");
        assert_eq!(found(&fresh, parent).await.forks, round + 1);
    }
}

fn lisbon() -> TypedPlace {
    TypedPlace {
        place: "Lisbon".into(),
        since: "2026-03".into(),
        report: "Full on **Sundays**.".into(),
    }
}

async fn running(fresh: &Fresh, ids: &[i64]) -> Vec<i64> {
    let mut running = Vec::new();
    for id in ids {
        running.push(found(fresh, PlanId(*id)).await.running);
    }
    running
}

async fn places_count_for_all_ancestors(fresh: Fresh) {
    let (ada, ben) = tree(&fresh).await;
    let forum = &fresh.forum;
    for (member, plan) in [(&ada, 4), (&ben, 5), (&ben, 2), (&ben, 2)] {
        let placed = forks::set_place(forum, member, PlanId(plan), &lisbon()).await;
        placed.expect("it runs there");
    }
    assert_eq!(running(&fresh, &[1, 2, 3, 4, 5]).await, [3, 2, 1, 1, 1]);
    let first = found(&fresh, PlanId(1)).await;
    let told = forks::places(forum, &Viewer::Anonymous, &first, None, 2).await;
    let told = told.expect("places are told");
    let of = |page: &plans::Page<forks::Running, PlanId>| {
        let plans = page.items.iter().map(|running| running.plan.id.0);
        plans.collect::<Vec<_>>()
    };
    assert_eq!(of(&told), [2, 4]);
    assert!(told.items[0].html.contains("<strong>Sundays</strong>"));
    let rest = forks::places(forum, &Viewer::Anonymous, &first, told.next, 2).await;
    assert_eq!(of(&rest.expect("the rest")), [5]);
    plans::withdraw(forum, &ben, PlanId(2)).await.expect("gone");
    assert_eq!(running(&fresh, &[1, 2, 4]).await, [2, 1, 1]);
    plans::bring_back(forum, &ben, PlanId(2))
        .await
        .expect("back");
    forks::clear_place(forum, &ada, PlanId(4))
        .await
        .expect("closed");
    assert_eq!(running(&fresh, &[1, 2, 3, 4, 5]).await, [2, 1, 1, 0, 1]);
    let leaving = Leaving {
        handle: "ben",
        password: PASSWORD,
    };
    accounts::erase(forum, &ben, &leaving)
        .await
        .expect("Ben leaves");
    assert_eq!(running(&fresh, &[1, 2, 3, 4, 5]).await, [0, 0, 0, 0, 0]);
    log_is_whole(&fresh).await;
}

async fn only_the_founder_says_where_a_plan_runs(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let plan = published(&fresh, &ada, &laundromat()).await;
    let not_his = forks::set_place(&fresh.forum, &ben, plan, &lisbon()).await;
    assert!(matches!(not_his, Err(PlaceError::NotFound)), "{not_his:?}");
    forks::set_place(&fresh.forum, &ada, plan, &lisbon())
        .await
        .expect("it is hers");
    let not_his = forks::clear_place(&fresh.forum, &ben, plan).await;
    assert!(matches!(not_his, Err(PlaceError::NotFound)), "{not_his:?}");
    let later = TypedPlace {
        since: "2026-12".into(),
        ..lisbon()
    };
    let early = forks::set_place(&fresh.forum, &ada, plan, &later).await;
    assert!(matches!(early, Err(PlaceError::Invalid(_))), "{early:?}");
    fresh.write("UPDATE places SET report = 'Empty.'", []).await;
    let report = log::verify(&fresh.forum).await.expect("it can be read");
    assert_eq!(report.faults, ["the place of plan 1 has been changed"]);
}

async fn credit_goes_up_to_the_first_ancestor(fresh: Fresh) {
    let (ada, ben) = tree(&fresh).await;
    let fork = found(&fresh, PlanId(4)).await;
    let credits = forks::credits(&fresh.forum, &fork).await.expect("credits");
    assert_eq!(credits.len(), 2);
    assert!(credits[0].contains("by ben") && credits[0].contains("/plans/2/history/1"));
    assert!(credits[1].contains("by ada") && credits[1].contains("CC BY-SA 4.0"));
    plans::withdraw(&fresh.forum, &ada, PlanId(1))
        .await
        .expect("it is withdrawn");
    let still = forks::credits(&fresh.forum, &fork).await.expect("credits");
    assert_eq!(still, credits);
    let own = found(&fresh, PlanId(6)).await;
    assert_eq!(own.author.id, ben.id);
    let none = forks::credits(&fresh.forum, &own).await.expect("credits");
    assert_eq!(none, Vec::<String>::new());
}

async fn a_chain_longer_than_a_way_still_has_an_order(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let mut plan = published(&fresh, &ada, &laundromat()).await;
    for generation in 0..110 {
        fresh.write("DELETE FROM attempts", []).await;
        plan = forked(&fresh, &ada, plan, &format!("Generation {generation}")).await;
    }
    let reading = FamilyReading {
        limit: 100,
        ..FamilyReading::default()
    };
    let told = family(&fresh, plan, &reading).await;
    assert_eq!(ids(&told), (1..=100).collect::<Vec<_>>());
    let kin = forks::kin(&fresh.forum, &seen_by(&ada), &found(&fresh, plan).await).await;
    let ancestors = kin.expect("kin").ancestors;
    assert_eq!(ancestors.first().map(|plan| plan.id.0), Some(1));
    assert_eq!(ancestors.last().map(|plan| plan.id.0), Some(110));
    assert_eq!(ancestors.len(), 12);
}
