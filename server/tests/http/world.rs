//! A forum with one of everything in it, and everybody who may ask for it.

use crate::{
    harness::{Client, Fresh},
    plans::laundromat,
};
use domain::{
    Admin, Member, Moderator,
    accounts::{self, Role},
    comments::{self, NewComment},
    forks::{self, NewFork, TypedPlace},
    funding::{
        self, Applying, TypedTerms,
        rules::{Limit, TypedRule},
    },
    ids::{CommentId, ListingId, MeasureId, PlanId, RevisionNumber, RoundId, VersionNumber},
    listings::{self, TypedListing},
    moderation::{self, Decision, Thing},
    numbers::Scenario,
    pages::{self, Name, TypedPage},
    plans::{self, DraftOf, Edit, Typed},
    search::saved::{self, NewSearch},
    suggestions::{self, NewSuggestion, Offer},
};

/// The forum and its people. Everything in it but the invitation and the forum's rules is Ada's.
pub struct World {
    pub fresh: Fresh,
    pub anonymous: Client,
    pub suspended: Client,
    pub ben: Client,
    pub ada: Client,
    pub mo: Client,
    pub admin: Client,
    /// Ada, for what is done without a page.
    pub founder: Member,
}

/// What Ada's plan says.
pub fn typed() -> Typed {
    Typed {
        title: "Solar laundromat for apartment blocks".into(),
        pitch: "Coin laundry on roof power: residents prepay washes.".into(),
        body: "## Who pays\n\nTenants, $4.50 a load.\n\n## Risks\n\nThe boiler.".into(),
        tags: vec!["energy".into()],
        numbers: serde_json::from_value(laundromat()["numbers"].clone()).expect("numbers"),
        ..Typed::default()
    }
}

/// A round for plans that are even by day 60, or not.
pub fn terms(title: &str) -> TypedTerms {
    let rule = |kind: &str, limit, words: &str| TypedRule {
        kind: kind.into(),
        limit,
        words: words.into(),
        may_miss: true,
    };
    TypedTerms {
        title: title.into(),
        text: "Money for *what runs*.".into(),
        currency: "USD".into(),
        amount: Some(10_000_000),
        per_plan: Some(2_000_000),
        opens: "2026-11-01".into(),
        closes: "2026-12-31".into(),
        rules: vec![
            rule("breaks_even", Limit::Number(60), ""),
            rule("attested", Limit::None, "Everybody works."),
        ],
    }
}

/// The fields of the editor that make the same plan.
pub const PLAN_FIELDS: [(&str, &str); 6] = [
    ("title", "Solar laundromat for apartment blocks"),
    (
        "pitch",
        "Coin laundry on roof power: residents prepay washes.",
    ),
    ("body", "## Who pays\n\nTenants, $4.50 a load."),
    ("tags", "energy"),
    ("understood", "yes"),
    ("action", "publish"),
];

impl World {
    /// Plan 1 in two revisions, which runs in Lisbon, comment 1 and suggestion 1 on it,
    /// draft 1, search 1, and of the admin's invitation 1 and two versions of the forum's rules.
    /// draft 1, search 1, and invitation 1; listing 1 that holds the plan and listing 2 that asks for it, both
    /// made by Mo and curated by Ada, who proposes the plan for the second; round 1, of Ada's, and round 2, of
    /// Ben's, in which she has entered the plan, and Ben asks about it.
    pub async fn new() -> Self {
        Self::over(Fresh::new().await).await
    }

    /// The same in this forum.
    pub async fn over(fresh: Fresh) -> Self {
        let founder = fresh.person("ada").await;
        let world = Self {
            anonymous: fresh.visitor(),
            suspended: fresh.member("sue").await,
            ben: fresh.member("ben").await,
            ada: fresh.known(&founder).await,
            mo: fresh.member("mo-clark").await,
            admin: fresh.member("root-of-all").await,
            founder,
            fresh,
        };
        world.give_standings().await;
        world.write_everything().await;
        world
    }

    async fn give_standings(&self) {
        let forum = &self.fresh.forum;
        accounts::set_role(forum, "mo-clark", Role::Moderator)
            .await
            .expect("Mo moderates");
        accounts::set_role(forum, "root-of-all", Role::Admin)
            .await
            .expect("somebody runs the forum");
        accounts::suspend(forum, "sue", "Ten adverts in an hour.")
            .await
            .expect("Sue pauses");
    }

    async fn write_everything(&self) {
        assert_eq!(self.publish(typed()).await, PlanId(1));
        self.revise(PlanId(1), typed(), "Card fees counted").await;
        assert_eq!(self.doubt(PlanId(1), "Who fixes it?").await, CommentId(1));
        self.place(PlanId(1), "Full on Sundays.").await;
        let of = DraftOf::NewPlan(None);
        plans::save_draft(
            &self.fresh.forum,
            &self.founder,
            of,
            "A draft",
            "title=A+draft",
        )
        .await
        .expect("a draft is kept");
        let new = NewSearch {
            query: "roof power",
            ..NewSearch::default()
        };
        saved::save(&self.fresh.forum, &self.founder, &new)
            .await
            .expect("a search is kept");
        let offer = NewSuggestion {
            note: "The pump fails first".into(),
            offer: Offer::Section {
                base: RevisionNumber(2),
                section: None,
                text: "## Law\n\nA permit.".into(),
            },
        };
        suggestions::offer(&self.fresh.forum, &self.founder, PlanId(1), &offer, None)
            .await
            .expect("Ada suggests something to herself");
        let admin = self.administrator().await;
        accounts::invite(&self.fresh.forum, &admin)
            .await
            .expect("somebody is invited");
        for (base, body) in ["Be kind.\n\nAnd brief.", "Be kind.\n\nAnd honest."]
            .into_iter()
            .enumerate()
        {
            let typed = TypedPage {
                base: i32::try_from(base).expect("a small number"),
                body: body.into(),
                note: format!("Rules of day {base}"),
            };
            pages::edit(&self.fresh.forum, &admin, Name::Rules, &typed)
                .await
                .expect("the rules are written");
        }
        self.fund_it().await;
        self.list_it().await;
    }

    /// Whoever runs the forum, for what is done without a page.
    pub async fn administrator(&self) -> Admin {
        let admin = accounts::acting_as(&self.fresh.forum, "root-of-all").await;
        let admin = admin.expect("it is read").and_then(|admin| admin.admin());
        admin.expect("an admin")
    }

    /// Mo does something about a thing.
    pub async fn moderate(&self, thing: Thing, deed: &str) -> MeasureId {
        let forum = &self.fresh.forum;
        let mo = self.moderator().await;
        let case = moderation::open(forum, &mo, thing).await.expect("a case");
        let decision = Decision {
            deed: deed.into(),
            reason: "It has to be".into(),
            ..Decision::default()
        };
        let decided = moderation::decide(forum, &mo, case, &decision).await;
        decided.expect("it is done")
    }

    /// Mo, for what is done without a page.
    pub async fn moderator(&self) -> Moderator {
        let mo = accounts::acting_as(&self.fresh.forum, "mo-clark").await;
        let mo = mo.expect("it is read").and_then(|mo| mo.moderator());
        mo.expect("Mo moderates")
    }

    async fn list_it(&self) {
        let forum = &self.fresh.forum;
        let mo = self.moderator().await;
        for (title, question) in [
            ("Counted to the cent", ""),
            ("Whatever runs on sun", "tag:energy"),
        ] {
            let typed = TypedListing {
                title: title.into(),
                introduction: "Plans that *count*.".into(),
                question: question.into(),
                ..TypedListing::default()
            };
            let made = listings::make(forum, &mo, &typed, None).await;
            let id = made.expect("a listing is made");
            if question.is_empty() {
                listings::add(forum, &mo, id, PlanId(1), "Even the soap is counted.")
                    .await
                    .expect("a plan is put into it");
            }
            listings::publish(forum, &mo, id)
                .await
                .expect("it is published");
            listings::add_curator(forum, &mo, id, "ada")
                .await
                .expect("Ada curates it");
        }
        let typed = (PlanId(1), "It runs on sun.");
        listings::propose(forum, &self.founder, ListingId(2), typed, None)
            .await
            .expect("Ada proposes a plan");
    }

    async fn fund_it(&self) {
        let forum = &self.fresh.forum;
        let ben = accounts::acting_as(forum, "ben").await;
        let ben = ben.expect("it is read").expect("Ben is there");
        for (funder, title) in [
            (&self.founder, "Machines that pay"),
            (&ben, "Money for Ada"),
        ] {
            let made = funding::make(forum, funder, &terms(title), None).await;
            let id = made.expect("a round is made");
            funding::publish(forum, funder, id)
                .await
                .expect("it is published");
        }
        let applying = Applying {
            plan: PlanId(1),
            revision: None,
            version: VersionNumber::FIRST,
            attested: &[2],
        };
        let entered = funding::apply(forum, &self.founder, RoundId(2), &applying, None).await;
        let id = entered.expect("Ada enters her plan");
        funding::ask(forum, &ben, id, "Who fixes the boiler?", None)
            .await
            .expect("Ben asks");
    }

    /// Ada forks her plan.
    pub async fn fork(&self, id: PlanId) -> PlanId {
        let typed = NewFork {
            reason: "Another city".into(),
            ..NewFork::default()
        };
        let saved = forks::fork(&self.fresh.forum, &self.founder, id, &typed, None).await;
        saved.expect("a plan is forked").id
    }

    /// Ada publishes a plan.
    pub async fn publish(&self, typed: Typed) -> PlanId {
        let saved = plans::publish(&self.fresh.forum, &self.founder, &typed, None).await;
        saved.expect("a plan is published").id
    }

    /// Ada revises her plan.
    pub async fn revise(&self, id: PlanId, typed: Typed, note: &str) -> RevisionNumber {
        let plan = plans::find(&self.fresh.forum, &domain::Viewer::Anonymous, id).await;
        let edit = Edit {
            base: plan.expect("it is read").expect("it is there").head.0,
            typed: Typed {
                body: format!("{}\n\nRevised: {note}", typed.body),
                ..typed
            },
            note: note.into(),
            ..Edit::default()
        };
        let saved = plans::revise(&self.fresh.forum, &self.founder, id, &edit, None).await;
        saved.expect("it is revised").revision
    }

    /// Ada's plan runs in Lisbon.
    pub async fn place(&self, plan: PlanId, report: &str) {
        let typed = TypedPlace {
            place: "Lisbon".into(),
            since: "2026-03".into(),
            report: report.into(),
        };
        forks::set_place(&self.fresh.forum, &self.founder, plan, &typed)
            .await
            .expect("it runs there");
    }

    /// Ada comments on a plan.
    pub async fn comment(&self, plan: PlanId, body: &str) -> CommentId {
        self.say(plan, body, None).await
    }

    /// Ada counts on half of a plan's sales.
    async fn doubt(&self, plan: PlanId, body: &str) -> CommentId {
        self.say(plan, body, Some(Scenario::HALF_SALES)).await
    }

    async fn say(&self, plan: PlanId, body: &str, forecast: Option<Scenario>) -> CommentId {
        let typed = NewComment {
            body: body.into(),
            forecast,
            ..NewComment::default()
        };
        let posted = comments::post(&self.fresh.forum, &self.founder, plan, &typed, None).await;
        posted.expect("a comment is posted").id
    }
}
