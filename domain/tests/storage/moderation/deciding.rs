//! What moderators decide, and what can be said against it.

use super::{Kept, account, enrolled};
use crate::{cast::seen_by, harness::Fresh};
use domain::{
    Member, Viewer,
    accounts::{self, Byline, Leaving, Role},
    comments::{self, NewComment, PostError, State},
    ids::{CaseId, MeasureId, PlanId},
    moderation::{self, AppealState, Deed, ModerateError, Refusal, Thing, Waiting},
    plans::{self, Listing, WithdrawError},
};

on_both!(
    a_plan_is_hidden_and_restored_with_all_that_is_counted,
    what_its_author_withdrew_stays_withdrawn,
    a_comment_is_hidden_with_its_text_kept,
    a_discussion_is_closed_and_opened,
    a_plan_is_marked_as_outdated,
    somebody_is_suspended_for_a_time,
    nobody_decides_about_themselves_or_above_themselves,
    a_case_is_taken_by_one,
    an_appeal_goes_to_another_moderator,
    to_undo_a_measure_grants_the_appeal_against_it,
    whoever_leaves_takes_their_words_along,
    what_fits_no_thing_is_refused,
);

fn refusal(done: Result<impl std::fmt::Debug, ModerateError>) -> Refusal {
    match done {
        Err(ModerateError::Refused(refusal)) => refusal,
        other => panic!("{other:?} is no refusal"),
    }
}

async fn counts(kept: &Kept) -> [i64; 4] {
    let mut counts = [0; 4];
    for (count, sql) in counts.iter_mut().zip([
        "SELECT plans FROM accounts WHERE handle = 'ada'",
        "SELECT CAST(COALESCE(SUM(plans), 0) AS BIGINT) FROM tags",
        "SELECT comments FROM accounts WHERE handle = 'ben'",
        "SELECT CAST(SUM(comments) AS BIGINT) FROM plans",
    ]) {
        *count = kept.fresh.number(sql).await;
    }
    counts
}

async fn a_plan_is_hidden_and_restored_with_all_that_is_counted(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    kept.comment(&kept.readers[0], plan, "Fresh bread sells.")
        .await;
    let before = counts(&kept).await;
    assert_eq!(before, [1, 1, 1, 1]);
    let measure = kept.act(Thing::Plan(plan), "hidden").await;
    assert_eq!(counts(&kept).await[..2], [0, 0]);
    let listed = plans::list(forum, &seen_by(&kept.mo), &Listing::default()).await;
    assert_eq!(listed.expect("a list").items.len(), 0, "in no list");
    let told = kept.measure(&Viewer::Anonymous, measure).await;
    assert!(told.stands);
    assert_eq!(told.told.reason, "It has to be hidden");
    assert_eq!(told.told.by.as_ref().map(Byline::name), Some("moe"));
    let title = told.told.plan.map(|plan| plan.title);
    assert_eq!(title.as_deref(), Some("A hidden plan"));
    let withdrawn = plans::withdraw(forum, &kept.ada, plan).await;
    assert!(matches!(withdrawn, Err(WithdrawError::Withheld)));
    let back = plans::bring_back(forum, &kept.ada, plan).await;
    assert!(matches!(back, Err(WithdrawError::Withheld)));
    let restored = kept.undo(measure).await.expect("restored");
    assert_eq!(counts(&kept).await, before);
    assert!(kept.is_shown(plan).await);
    assert_eq!(refusal(kept.undo(measure).await), Refusal::Undone);
    assert_eq!(refusal(kept.undo(restored).await), Refusal::Undone);
    let letters = kept.letters_to("ada").await;
    assert_eq!(letters.len(), 2);
    assert!(letters[0].contains("It has to be hidden"), "{}", letters[0]);
    assert!(letters[1].contains("can be read by everybody again"));
    kept.log_is_whole().await;
}

async fn what_its_author_withdrew_stays_withdrawn(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    let case = kept.open(Thing::Plan(plan)).await;
    plans::withdraw(forum, &kept.ada, plan)
        .await
        .expect("withdrawn");
    assert_eq!(
        refusal(kept.decide(&kept.mo, case, "hidden").await),
        Refusal::Gone
    );
    kept.decide(&kept.mo, case, "kept").await.expect("kept");
    assert!(!kept.is_shown(plan).await);
    kept.log_is_whole().await;
}

async fn a_comment_is_hidden_with_its_text_kept(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    let ben = kept.readers[0].clone();
    let id = kept.comment(&ben, plan, "Buy xylophones at my shop").await;
    let answer = NewComment {
        body: "No.".into(),
        parent: Some(id),
        ..NewComment::default()
    };
    comments::post(forum, &kept.ada, plan, &answer, None)
        .await
        .expect("answered");
    let before = counts(&kept).await;
    let measure = kept.act(Thing::Comment(id), "hidden").await;
    assert_eq!(counts(&kept).await[2..], [0, before[3] - 1]);
    for viewer in [
        Viewer::Anonymous,
        seen_by(&ben),
        seen_by(&kept.mo),
        seen_by(&kept.ada),
    ] {
        let found = comments::subthread(forum, &viewer, id).await;
        let found = found.expect("it is read").expect("its place stays");
        let comment = found.comment();
        assert_eq!(comment.state, State::Deleted);
        assert_eq!(comment.withheld, Some(measure));
        assert_eq!(comment.html, "");
        assert_eq!(found.comments.len(), 2, "its answer stays");
        let history = comments::history(forum, &viewer, id).await;
        assert!(history.expect("it is read").is_none());
        let measure = kept.measure(&viewer, measure).await;
        let may_read = [Some(ben.id), Some(kept.mo.id)].contains(&viewer.id());
        let said = measure.hidden.unwrap_or_default();
        assert_eq!(said.contains("xylophones"), may_read, "{viewer:?}");
    }
    let file = kept.queue(Waiting::Decided).await;
    assert!(file[0].excerpt.contains("xylophones"));
    kept.log_is_whole().await;
    kept.undo(measure).await.expect("restored");
    assert_eq!(counts(&kept).await, before);
    let found = comments::subthread(forum, &Viewer::Anonymous, id).await;
    let found = found.expect("it is read").expect("it is there");
    assert!(found.comment().html.contains("xylophones"));
    assert_eq!(found.comment().withheld, None);
    kept.log_is_whole().await;
}

async fn comment_on(kept: &Kept, plan: PlanId) -> Result<(), PostError> {
    let typed = NewComment {
        body: "A word.".into(),
        ..NewComment::default()
    };
    let forum = &kept.fresh.forum;
    let posted = comments::post(forum, &kept.readers[0], plan, &typed, None).await;
    posted.map(|_| ())
}

async fn a_discussion_is_closed_and_opened(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    let measure = kept.act(Thing::Plan(plan), "locked").await;
    let posted = comment_on(&kept, plan).await;
    assert!(matches!(posted, Err(PostError::Locked)), "{posted:?}");
    let case = kept.open(Thing::Plan(plan)).await;
    assert_eq!(
        refusal(kept.decide(&kept.mo, case, "locked").await),
        Refusal::Already
    );
    kept.undo(measure).await.expect("opened");
    comment_on(&kept, plan).await.expect("posted");
    kept.log_is_whole().await;
}

async fn a_plan_is_marked_as_outdated(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    let measure = kept.act(Thing::Plan(plan), "outdated").await;
    let seen = kept.plan_for(&Viewer::Anonymous, plan).await;
    assert_eq!(seen.outdated, Some(measure));
    kept.undo(measure).await.expect("current");
    let seen = kept.plan_for(&Viewer::Anonymous, plan).await;
    assert_eq!(seen.outdated, None);
    let on_plan = moderation::measures_on(&kept.fresh.forum, &Viewer::Anonymous, plan).await;
    let deeds: Vec<Deed> = on_plan
        .expect("read")
        .iter()
        .map(|told| told.deed)
        .collect();
    assert_eq!(deeds, [Deed::Current, Deed::Outdated]);
}

async fn suspend(kept: &Kept, who: &Member, days: &str) -> Result<MeasureId, ModerateError> {
    let decision = moderation::Decision {
        deed: "suspended".into(),
        reason: "Insults".into(),
        days: days.into(),
        ..moderation::Decision::default()
    };
    let case = kept.open(account(who)).await;
    moderation::decide(&kept.fresh.forum, &kept.mo, case, &decision).await
}

async fn somebody_is_suspended_for_a_time(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    let ben = kept.readers[0].clone();
    match suspend(&kept, &ben, "many").await {
        Err(ModerateError::Invalid(problems)) => assert!(problems.of("days").is_some()),
        other => panic!("{other:?}"),
    }
    let measure = suspend(&kept, &ben, "7").await.expect("suspended");
    let posted = comment_on(&kept, plan).await;
    assert!(matches!(posted, Err(PostError::Suspended)));
    assert_eq!(refusal(suspend(&kept, &ben, "7").await), Refusal::Already);
    let letter = kept.letters_to("ben").await.pop().expect("a letter");
    assert!(
        letter.contains("suspended until 8 November 2026"),
        "{letter}"
    );
    // Whoever is suspended may appeal.
    moderation::appeal(forum, &ben, measure, "I only quoted him.")
        .await
        .expect("appealed");
    // After the time it is over by itself.
    kept.fresh
        .write(
            "UPDATE accounts SET suspended_until = 1 WHERE handle = 'ben'",
            [],
        )
        .await;
    comment_on(&kept, plan).await.expect("posted");
    let again = accounts::acting_as(forum, "ben").await.expect("read");
    assert!(again.is_some(), "signed in, they are a member");
    let again = suspend(&kept, &ben, "").await.expect("for good");
    let told = kept.measure(&Viewer::Anonymous, again).await;
    assert_eq!(told.told.until, None);
    kept.undo(again).await.expect("lifted");
    comment_on(&kept, plan).await.expect("posted");
    kept.log_is_whole().await;
}

async fn nobody_decides_about_themselves_or_above_themselves(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let own = kept.post(&kept.mo, "The moderator’s bakery").await;
    let above = kept.post(&kept.root, "The admin’s bakery").await;
    let opened = moderation::open(forum, &kept.mo, Thing::Plan(own)).await;
    assert_eq!(refusal(opened), Refusal::Own);
    for thing in [Thing::Plan(above), account(&kept.root)] {
        let opened = moderation::open(forum, &kept.mo, thing).await;
        assert_eq!(refusal(opened), Refusal::Admin);
    }
    kept.all_flag(Thing::Plan(own)).await;
    assert!(
        !kept.is_shown(own).await,
        "a moderator is held as others are"
    );
    assert_eq!(kept.queue(Waiting::All).await, [], "not for whose it is");
    let page = moderation::queue(forum, &kept.olga, Waiting::All, None, 10).await;
    let case = page.expect("a queue").items[0].id;
    let file = moderation::case_file(forum, &kept.mo, case).await;
    assert!(file.expect("read").is_none());
    assert_eq!(
        refusal(kept.decide(&kept.mo, case, "kept").await),
        Refusal::Own
    );
    kept.decide(&kept.olga, case, "kept").await.expect("kept");
    // Whoever was a moderator when the page was loaded and is none any more decides nothing.
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    let case = kept.open(Thing::Plan(plan)).await;
    accounts::set_role(forum, "moe", Role::Member)
        .await
        .expect("no moderator");
    let decided = kept.decide(&kept.mo, case, "hidden").await;
    assert!(matches!(decided, Err(ModerateError::NotFound)));
}

async fn a_case_is_taken_by_one(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    let case = kept.open(Thing::Plan(plan)).await;
    moderation::claim(forum, &kept.olga, case, None, false)
        .await
        .expect("Olga’s");
    assert_eq!(
        refusal(moderation::claim(forum, &kept.mo, case, None, false).await),
        Refusal::Claimed
    );
    assert_eq!(
        refusal(kept.decide(&kept.mo, case, "hidden").await),
        Refusal::Claimed
    );
    assert_eq!(kept.queue(Waiting::Free).await, []);
    assert_eq!(kept.queue(Waiting::Mine).await, []);
    moderation::claim(forum, &kept.mo, case, None, true)
        .await
        .expect("taken over");
    assert_eq!(kept.queue(Waiting::Mine).await.len(), 1);
    match moderation::claim(forum, &kept.mo, case, Some("ben"), false).await {
        Err(ModerateError::Invalid(problems)) => assert!(problems.of("to").is_some()),
        other => panic!("{other:?}"),
    }
    moderation::claim(forum, &kept.mo, case, Some("@olga"), false)
        .await
        .expect("given");
    assert_eq!(
        refusal(moderation::release(forum, &kept.mo, case).await),
        Refusal::Claimed
    );
    moderation::release(forum, &kept.olga, case)
        .await
        .expect("given back");
    assert_eq!(kept.queue(Waiting::Free).await.len(), 1);
    moderation::add_note(forum, &kept.olga, case, "I know her shop.")
        .await
        .expect("noted");
    let file = kept.file(case).await;
    assert_eq!(file.notes[0].words, "I know her shop.");
    assert_eq!(file.notes[0].by.name(), "olga");
    // A claim of yesterday counts no more.
    moderation::claim(forum, &kept.olga, case, None, false)
        .await
        .expect("Olga’s");
    kept.fresh
        .write("UPDATE cases SET claimed_at = 1", [])
        .await;
    kept.decide(&kept.mo, case, "kept").await.expect("decided");
}

async fn an_appeal_goes_to_another_moderator(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    let measure = kept.act(Thing::Plan(plan), "hidden").await;
    let by_ben = moderation::appeal(forum, &kept.readers[0], measure, "Let her").await;
    assert!(matches!(by_ben, Err(ModerateError::NotFound)));
    let appeal = moderation::appeal(forum, &kept.ada, measure, "It is my own bread.").await;
    let appeal = appeal.expect("appealed");
    let again = moderation::appeal(forum, &kept.ada, measure, "Please").await;
    assert_eq!(refusal(again), Refusal::Already);
    let waiting = moderation::waiting_appeals(forum, &kept.mo, None, 10).await;
    assert_eq!(waiting.expect("a list").items, [measure]);
    let own = moderation::answer(forum, &kept.mo, appeal, true, "I was wrong").await;
    assert_eq!(refusal(own), Refusal::Another);
    moderation::answer(forum, &kept.olga, appeal, true, "It is bread indeed")
        .await
        .expect("answered");
    assert!(kept.is_shown(plan).await);
    let told = kept.measure(&Viewer::Anonymous, measure).await.told;
    let appeal_told = told.appeal.expect("an appeal");
    assert_eq!(appeal_told.state, AppealState::Granted);
    assert_eq!(appeal_told.answer.as_deref(), Some("It is bread indeed"));
    assert!(told.undone_by.is_some());
    let twice = moderation::answer(forum, &kept.olga, appeal, false, "Or not").await;
    assert_eq!(refusal(twice), Refusal::Already);
    // Refused, the measure stands.
    let measure = kept.act(Thing::Plan(plan), "outdated").await;
    let appeal = moderation::appeal(forum, &kept.ada, measure, "It is current.").await;
    moderation::answer(
        forum,
        &kept.olga,
        appeal.expect("appealed"),
        false,
        "It is not",
    )
    .await
    .expect("answered");
    let seen = kept.plan_for(&Viewer::Anonymous, plan).await;
    assert_eq!(seen.outdated, Some(measure));
    let letters = kept.letters_to("ada").await;
    assert!(
        letters
            .iter()
            .any(|letter| letter.contains("granted your appeal"))
    );
    assert!(letters.iter().any(|letter| letter.contains("let stand")));
    kept.log_is_whole().await;
}

async fn to_undo_a_measure_grants_the_appeal_against_it(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    let measure = kept.act(Thing::Plan(plan), "hidden").await;
    moderation::appeal(forum, &kept.ada, measure, "It is my own bread.")
        .await
        .expect("appealed");
    moderation::undo(forum, &kept.mo, measure, "I see it myself")
        .await
        .expect("undone");
    let told = kept.measure(&Viewer::Anonymous, measure).await.told;
    assert_eq!(
        told.appeal.map(|appeal| appeal.state),
        Some(AppealState::Granted)
    );
    let waiting = moderation::waiting_appeals(forum, &kept.olga, None, 10).await;
    assert_eq!(waiting.expect("a list").items, []);
    let late = moderation::appeal(forum, &kept.ada, measure, "Thank you").await;
    assert_eq!(refusal(late), Refusal::Undone);
    kept.log_is_whole().await;
}

async fn whoever_leaves_takes_their_words_along(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    kept.flag(&kept.readers[0], Thing::Plan(plan))
        .await
        .expect("flagged");
    let measure = kept.act(Thing::Plan(plan), "outdated").await;
    let appeal = moderation::appeal(forum, &kept.ada, measure, "It is current.").await;
    moderation::answer(
        forum,
        &kept.olga,
        appeal.expect("appealed"),
        false,
        "It is not",
    )
    .await
    .expect("answered");
    moderation::add_note(forum, &kept.mo, CaseId(1), "Between us")
        .await
        .expect("noted");
    for who in [&kept.ada, &*kept.mo, &*kept.olga, &kept.readers[0]] {
        let leaving = Leaving {
            password: "seven wet umbrellas",
            handle: who.handle.as_str(),
        };
        accounts::erase(forum, who, &leaving).await.expect("erased");
    }
    let told = kept.measure(&Viewer::Anonymous, measure).await.told;
    assert_eq!(told.reason, "");
    assert_eq!(told.by.expect("somebody").name(), "a former member");
    let appeal = told.appeal.expect("an appeal");
    assert_eq!(
        (appeal.words.as_str(), appeal.answer.as_deref()),
        ("", Some(""))
    );
    for sql in [
        "SELECT COUNT(*) FROM flags WHERE words <> ''",
        "SELECT COUNT(*) FROM case_notes WHERE words <> ''",
    ] {
        assert_eq!(kept.fresh.number(sql).await, 0, "{sql}");
    }
    kept.log_is_whole().await;
}

async fn what_fits_no_thing_is_refused(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    let comment = kept.comment(&kept.ada, plan, "A word.").await;
    let late = enrolled(&kept.fresh, "late", Role::Member).await;
    for (thing, deed) in [
        (Thing::Plan(plan), "suspended"),
        (Thing::Plan(plan), "restored"),
        (Thing::Comment(comment), "locked"),
        (account(&late), "hidden"),
    ] {
        let case = kept.open(thing).await;
        let decided = kept.decide(&kept.mo, case, deed).await;
        assert_eq!(refusal(decided), Refusal::Unfit, "{thing} {deed}");
    }
    let case = kept.open(Thing::Plan(plan)).await;
    match kept.decide(&kept.mo, case, "eaten").await {
        Err(ModerateError::Invalid(problems)) => assert!(problems.of("deed").is_some()),
        other => panic!("{other:?}"),
    }
    let gone = moderation::open(&kept.fresh.forum, &kept.mo, Thing::Plan(PlanId(77))).await;
    assert!(matches!(gone, Err(ModerateError::NotFound)));
    kept.log_is_whole().await;
}
