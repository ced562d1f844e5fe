//! Rounds: who publishes them, how plans are measured, entered, asked about and decided.

mod applying;
mod deciding;
mod leaving;
mod looking;
mod publishing;
mod racing;

use crate::{copies::leaving, harness::Fresh, moderation::enrolled};
use domain::{
    Member, Viewer,
    accounts::{self, Role},
    funding::{
        self, Application, Applying, FundError, OpenedApplication, OpenedRound, TypedTerms, Wanted,
        rules::{TypedRule, ready},
    },
    ids::{ApplicationId, PlanId, RoundId, VersionNumber},
    log, mail,
    numbers::{Cost, CostKind, Month, Numbers, Return, ReturnKind, Revenue, RevenueKind},
    plans::{self, Edit, Typed},
};

/// The rules of 2009 for which no number tells.
pub const VOUCHED: [usize; 5] = [5, 7, 9, 10, 11];
/// The day on which tests begin, and the day after its last.
pub const OPENS: &str = "2026-11-01";

/// A forum with Fay, who funds, Ada and Ben, who found, and Mo, who moderates; all can be written to.
pub struct Kept {
    pub fresh: Fresh,
    pub fay: Member,
    pub ada: Member,
    pub ben: Member,
    pub mo: Member,
}

/// A round of 100,000 dollars by the rules of 2009, open for November.
pub fn terms(title: &str) -> TypedTerms {
    TypedTerms {
        title: title.into(),
        text: "Money for *what runs*.".into(),
        currency: "USD".into(),
        amount: Some(10_000_000),
        per_plan: Some(2_000_000),
        opens: OPENS.into(),
        closes: "2026-11-30".into(),
        rules: ready("open-source-funding-2009").expect("a set").rules(),
    }
}

/// A rule that is measured.
pub fn measured(kind: &str, limit: i64) -> TypedRule {
    TypedRule {
        kind: kind.into(),
        limit: funding::rules::Limit::Number(limit),
        ..TypedRule::default()
    }
}

/// Numbers that keep every rule of 2009, with this cash flow in their three months.
pub fn numbers(flow: [i64; 3]) -> Numbers {
    let month = |flow: i64| Month {
        revenue: vec![Revenue {
            kind: RevenueKind::Sales,
            label: "washes".into(),
            amount: 500_000 + flow,
        }],
        costs: vec![Cost {
            kind: CostKind::Fixed,
            label: "rent".into(),
            amount: 500_000,
            life_months: None,
        }],
    };
    Numbers {
        currency: "USD".into(),
        price: Some(320),
        unit_cost: Some(208),
        months: flow.map(month).to_vec(),
        ask: Some(1_800_000),
        returns: Some(Return::worded(ReturnKind::Equity, "12%")),
        ..Numbers::default()
    }
}

/// Even by day 60, profitable by day 90.
pub const GOOD: [i64; 3] = [-100_000, 0, 200_000];
/// A month late.
pub const LATE: [i64; 3] = [-100_000, -1, 200_000];

impl Kept {
    pub async fn over(fresh: Fresh) -> Self {
        Self {
            fay: enrolled(&fresh, "fay", Role::Member).await,
            ada: enrolled(&fresh, "ada", Role::Member).await,
            ben: enrolled(&fresh, "ben", Role::Member).await,
            mo: enrolled(&fresh, "moe", Role::Moderator).await,
            fresh,
        }
    }

    /// Fay's round, published.
    pub async fn round(&self, typed: &TypedTerms) -> RoundId {
        let forum = &self.fresh.forum;
        let made = funding::make(forum, &self.fay, typed, None).await;
        let id = made.expect("a round is made");
        funding::publish(forum, &self.fay, id)
            .await
            .expect("it is published");
        id
    }

    /// Fay's round by the rules of 2009, and a plan of Ada's that keeps them.
    pub async fn round_and_plan(&self) -> (RoundId, PlanId) {
        let round = self.round(&terms("Machines that pay")).await;
        let plan = self
            .post(&self.ada, "Solar laundromat", Some(numbers(GOOD)))
            .await;
        (round, plan)
    }

    pub async fn post(&self, author: &Member, title: &str, numbers: Option<Numbers>) -> PlanId {
        let typed = Typed {
            title: title.into(),
            pitch: format!("{title}, in a line of its own."),
            body: format!("## Who pays\n\nThose who use {title}."),
            stage: "seeking".into(),
            numbers,
            ..Typed::default()
        };
        let saved = plans::publish(&self.fresh.forum, author, &typed, None).await;
        saved.expect("a plan is posted").id
    }

    /// Its author gives a plan these numbers.
    pub async fn revise(&self, author: &Member, id: PlanId, numbers: Numbers) {
        let forum = &self.fresh.forum;
        let viewer = Viewer::Member(author.clone());
        let plan = plans::find(forum, &viewer, id)
            .await
            .expect("read")
            .expect("there");
        let revision = plans::revision(forum, &viewer, &plan, plan.head).await;
        let revision = revision.expect("read").expect("there");
        let edit = Edit {
            base: plan.head.0,
            typed: Typed {
                title: revision.title,
                pitch: revision.pitch,
                body: revision.body,
                stage: revision.stage.to_string(),
                numbers: Some(numbers),
                ..Typed::default()
            },
            note: "Counted again".into(),
            ..Edit::default()
        };
        plans::revise(forum, author, id, &edit, None)
            .await
            .expect("it is revised");
    }

    /// Enters a plan under a version of the rules of 2009, vouching for all of them.
    pub async fn enter(
        &self,
        who: &Member,
        round: RoundId,
        plan: PlanId,
    ) -> Result<ApplicationId, FundError> {
        let applying = Applying {
            plan,
            revision: None,
            version: VersionNumber::FIRST,
            attested: &VOUCHED,
        };
        funding::apply(&self.fresh.forum, who, round, &applying, None).await
    }

    pub async fn opened(&self, viewer: &Viewer, id: RoundId) -> Option<OpenedRound> {
        let found = funding::find(&self.fresh.forum, viewer, id, None).await;
        found.expect("the database answers")
    }

    pub async fn application(&self, viewer: &Viewer, id: ApplicationId) -> OpenedApplication {
        let found = funding::application(&self.fresh.forum, viewer, id).await;
        found.expect("the database answers").expect("it is there")
    }

    /// What everybody finds in a round that fits.
    pub async fn wanted(&self, id: RoundId, wanted: &Wanted) -> Vec<Application> {
        let viewer = &Viewer::Anonymous;
        let round = self.opened(viewer, id).await.expect("it is there").round;
        let found =
            funding::applications(&self.fresh.forum, viewer, &round, wanted, (None, 100)).await;
        found.expect("the database answers").items
    }

    pub async fn erase(&self, who: &Member) {
        accounts::erase(&self.fresh.forum, who, &leaving(who.handle.as_str()))
            .await
            .expect("they erase themselves");
    }

    /// To whom letters wait, in their order.
    pub async fn letters(&self) -> Vec<(String, String)> {
        let due = mail::due(&self.fresh.forum, 100).await.expect("letters");
        due.into_iter()
            .map(|letter| (letter.to, letter.body))
            .collect()
    }

    pub async fn forget_attempts(&self) {
        self.fresh.write("DELETE FROM attempts", []).await;
    }

    pub async fn log_is_whole(&self) {
        let report = log::verify(&self.fresh.forum)
            .await
            .expect("it can be read");
        assert_eq!(report.faults, Vec::<String>::new());
    }

    pub async fn faults(&self) -> Vec<String> {
        let report = log::verify(&self.fresh.forum)
            .await
            .expect("it can be read");
        report.faults
    }
}

/// What is told of a field, when nothing was done for it.
pub fn told<T: std::fmt::Debug>(done: Result<T, FundError>, field: &str) -> String {
    match done {
        Err(FundError::Invalid(problems)) => problems
            .of(field)
            .unwrap_or_else(|| panic!("{field}: {problems}"))
            .to_owned(),
        other => panic!("{field}: {other:?}"),
    }
}
