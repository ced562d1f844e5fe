//! Links that moderators remove.

use super::{Kept, account};
use crate::{cast::seen_by, harness::Fresh};
use domain::{
    Viewer,
    accounts::{self, TypedProfile},
    comments::{self, Edit, Reading},
    ids::{CommentId, PlanId, RevisionNumber},
    moderation::Thing,
    plans::{self, Typed},
};

on_both!(links_are_removed_and_given_back);

const LINK: &str = "href=\"https://shop.example";

impl Kept {
    async fn body(&self, id: PlanId) -> String {
        let plan = self.plan_for(&Viewer::Anonymous, id).await;
        let forum = &self.fresh.forum;
        let revision = plans::revision(forum, &Viewer::Anonymous, &plan, RevisionNumber::FIRST);
        let revision = revision.await.expect("it is read").expect("it is there");
        revision.rendered.html
    }

    /// What a comment says in its thread, in its history, and on its writer's page.
    async fn said(&self, id: CommentId) -> Vec<String> {
        let forum = &self.fresh.forum;
        let plan = self.plan_for(&Viewer::Anonymous, PlanId(1)).await;
        let sections = comments::sections(forum, &plan).await.expect("sections");
        let reading = Reading::default();
        let thread = comments::thread(forum, &Viewer::Anonymous, &plan, &sections, &reading).await;
        let thread = thread.expect("it is read").comments.into_iter();
        let mut said: Vec<String> = thread.map(|comment| comment.html).collect();
        let history = comments::history(forum, &Viewer::Anonymous, id).await;
        let history = history.expect("it is read").expect("it has one");
        said.extend(history.into_iter().map(|version| version.html));
        let person = self.readers[0].id;
        let written = comments::of_person(forum, person, None, 10).await;
        let written = written.expect("it is read").items.into_iter();
        said.extend(written.map(|written| written.html));
        said
    }
}

async fn links_are_removed_and_given_back(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let typed = Typed {
        title: "Bakery at night".into(),
        pitch: "Bread that is baked while others sleep.".into(),
        body: "## Who pays\n\n[Ovens](https://shop.example/ovens), and [more](#who-pays).".into(),
        ..Typed::default()
    };
    let plan = plans::publish(forum, &kept.ada, &typed, None).await;
    let plan = plan.expect("it is published").id;
    let ben = &kept.readers[0];
    let comment = kept
        .comment(ben, plan, "Buy https://shop.example/flour")
        .await;
    let edit = Edit {
        body: "Do buy https://shop.example/flour".into(),
        base: 0,
    };
    comments::edit(forum, ben, comment, &edit)
        .await
        .expect("edited");
    let profile = TypedProfile {
        about: "I sell [ovens](https://shop.example).".into(),
        links: vec!["https://shop.example/me".into()],
        ..TypedProfile::default()
    };
    accounts::edit_profile(forum, ben, &profile)
        .await
        .expect("a profile");
    assert!(kept.body(plan).await.contains(LINK));
    assert_eq!(kept.said(comment).await.len(), 4);
    assert!(
        kept.said(comment)
            .await
            .iter()
            .all(|said| said.contains(LINK))
    );
    let mut measures = Vec::new();
    for thing in [Thing::Plan(plan), Thing::Comment(comment), account(ben)] {
        measures.push(kept.act(thing, "links_cut").await);
    }
    let body = kept.body(plan).await;
    assert!(!body.contains("shop.example"), "{body}");
    assert!(
        body.contains("Ovens") && body.contains("href=\"#who-pays\""),
        "{body}"
    );
    for said in kept.said(comment).await {
        assert!(
            !said.contains(LINK) && said.contains("https://shop.example/flour"),
            "{said}"
        );
    }
    let profile = async || {
        let profile = accounts::profile(forum, "ben").await;
        profile.expect("it is read").expect("it is there")
    };
    let seen = profile().await;
    assert_eq!((seen.links.len(), seen.unlinked), (0, Some(measures[2])));
    assert!(!seen.about_html.contains(LINK), "{}", seen.about_html);
    let seen = kept.plan_for(&seen_by(&kept.mo), plan).await;
    assert_eq!(seen.unlinked, Some(measures[0]));
    for measure in measures {
        kept.undo(measure).await.expect("it is undone");
    }
    assert!(kept.body(plan).await.contains(LINK));
    assert!(
        kept.said(comment)
            .await
            .iter()
            .all(|said| said.contains(LINK))
    );
    assert_eq!(profile().await.links.len(), 1);
    kept.log_is_whole().await;
}
