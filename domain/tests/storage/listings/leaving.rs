//! What is left of listings when somebody takes their words along.

use super::called;
use crate::{copies::Kept, harness::Fresh};
use domain::{
    Viewer,
    listings::{self, Verdict},
    log,
};

on_both!(
    a_curators_words_go_with_them,
    a_proposers_words_go_with_them
);

async fn a_curators_words_go_with_them(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(3).await;
    let id = kept.listing("Counted to the cent", &plans[..2]).await;
    kept.entrust(id).await;
    listings::edit(forum, &kept.ada, id, 0, &called("In Ada’s own words"))
        .await
        .expect("she edits it");
    listings::set_note(forum, &kept.ada, (id, plans[0]), 0, "Ada’s note")
        .await
        .expect("she notes");
    let typed = (plans[2], "It counts too");
    let made = listings::propose(forum, &kept.ben, id, typed, None).await;
    let verdict = Verdict {
        accept: false,
        reason: "Ada’s reason",
        note: "",
    };
    listings::answer(forum, &kept.ada, made.expect("proposed"), &verdict)
        .await
        .expect("she answers");
    kept.erase(&kept.ada).await;
    let opened = kept.opened(&Viewer::Anonymous, id).await.expect("it stays");
    assert_eq!(opened.listing.title, "A listing by a former member");
    assert_eq!(opened.listing.slug, "a-listing-by-a-former-member");
    assert_eq!(
        (
            opened.listing.introduction.as_str(),
            opened.listing.html.as_str()
        ),
        ("", "")
    );
    assert_eq!(opened.curators, []);
    let entries = listings::entries(forum, &Viewer::Anonymous, &opened.listing).await;
    let shown = entries.expect("they are read").shown;
    let notes: Vec<_> = shown.iter().map(|listed| listed.note.as_str()).collect();
    assert_eq!(notes, ["", "Note on 2"]);
    let page = (None, 10);
    let told = listings::proposals(forum, &Viewer::Anonymous, &opened.listing, false, page).await;
    let told = told.expect("they are read").items;
    let answer = told[0].answer.as_ref().expect("the answer stays");
    assert_eq!(
        (answer.by.name(), answer.reason.as_deref()),
        ("a former member", None)
    );
    let left = "SELECT (SELECT COUNT(*) FROM listings WHERE title LIKE '%Ada%') + \
        (SELECT COUNT(*) FROM listed WHERE note LIKE '%Ada%') + \
        (SELECT COUNT(*) FROM proposals WHERE reason LIKE '%Ada%') + (SELECT COUNT(*) FROM listing_curators)";
    assert_eq!(kept.fresh.number(left).await, 0);
    let report = log::verify(forum).await.expect("it can be read");
    assert_eq!(report.faults, Vec::<String>::new());
    assert_eq!(report.erased, 3);
    let edits = opened.listing.edits;
    listings::edit(forum, &kept.mo, id, edits, &called("In Mo’s words"))
        .await
        .expect("somebody mends it");
    kept.log_is_whole().await;
}

async fn a_proposers_words_go_with_them(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(3).await;
    let id = kept.listing("Counted to the cent", &plans[..1]).await;
    let mut made = Vec::new();
    for plan in &plans[1..] {
        let typed = (*plan, "Eve’s reason");
        let proposed = listings::propose(forum, &kept.eve, id, typed, None).await;
        made.push(proposed.expect("proposed"));
    }
    let verdict = Verdict {
        accept: true,
        reason: "So it does",
        note: "",
    };
    listings::answer(forum, &kept.mo, made[0], &verdict)
        .await
        .expect("answered");
    kept.erase(&kept.eve).await;
    let opened = kept.opened(&Viewer::Anonymous, id).await.expect("it stays");
    let page = (None, 10);
    let told = listings::proposals(forum, &Viewer::Anonymous, &opened.listing, false, page).await;
    let told = told.expect("they are read").items;
    assert_eq!(told.len(), 1, "what waited is taken back");
    assert_eq!(told[0].because, None);
    assert_eq!(kept.order(id).await, [1, 2]);
    kept.log_is_whole().await;
}
