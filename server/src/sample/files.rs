//! The sample's files: `people.toml`, and a plan each with TOML between `+++` and Markdown below.

use super::{funded::Funded, recommended::Recommended};
use anyhow::{Context, Result, bail};
use domain::{
    accounts::{Role, TypedProfile},
    clock::Timestamp,
    forks::TypedPlace,
    numbers::{Cost, CostKind, Month, Numbers, Part, Return, Revenue, RevenueKind, Scenario},
    plans::Typed,
};
use rust_embed::RustEmbed;
use serde::Deserialize;

#[derive(RustEmbed)]
#[folder = "sample"]
struct Files;

/// All of it.
pub(super) struct Sample {
    pub people: Vec<Human>,
    pub plans: Vec<Plan>,
    pub listings: Vec<Recommended>,
    pub rounds: Vec<Funded>,
}

/// Somebody of the cast.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Human {
    pub handle: String,
    name: String,
    about: String,
    links: Vec<String>,
    pub joined_days_ago: f64,
    pub role: Role,
}

/// A plan with everything that happened to it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    pub title: String,
    // A fork in which nothing was changed says all this as its parent does.
    #[serde(default)]
    pitch: String,
    pub author: String,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    stage: String,
    #[serde(default)]
    licence: String,
    pub days_ago: f64,
    #[serde(default)]
    pub votes: Vec<String>,
    pub fork: Option<Forked>,
    pub place: Option<Placed>,
    #[serde(default)]
    pub differs: Vec<Differing>,
    numbers: Option<Sums>,
    #[serde(default)]
    pub revisions: Vec<Change>,
    #[serde(default)]
    pub comments: Vec<Remark>,
    #[serde(skip)]
    body: String,
    /// The file's name, which no other plan has.
    #[serde(skip)]
    pub file: String,
}

/// What a plan was made from, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Forked {
    /// The parent's file, without its end.
    of: String,
    pub revision: i32,
    pub reason: String,
    #[serde(default)]
    pub differs: String,
    /// Its second revision, which says what the file says.
    pub changed: Option<Changed>,
}

/// How a plan differs from one that was there already.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Differing {
    /// The other's file, without its end.
    from: String,
    pub because: String,
}

/// That a fork got a text of its own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Changed {
    pub days_ago: f64,
    pub note: String,
}

/// Where a plan runs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Placed {
    place: String,
    since_days_ago: f64,
    pub days_ago: f64,
    report: String,
}

/// A later revision: what it changes of the one before.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    pub days_ago: f64,
    pub note: String,
    title: Option<String>,
    pitch: Option<String>,
    stage: Option<String>,
    tags: Option<Vec<String>>,
    numbers: Option<Sums>,
    #[serde(default)]
    replace: Vec<Replace>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Replace {
    old: String,
    new: String,
}

/// A comment with everything that happened to it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Remark {
    pub key: String,
    pub by: String,
    pub days_ago: f64,
    pub parent: Option<String>,
    /// The section's heading.
    pub section: Option<String>,
    pub quote: Option<String>,
    /// The assumptions, if it counts otherwise than the plan.
    pub forecast: Option<Scenario>,
    pub body: String,
    #[serde(default)]
    pub votes: Vec<String>,
    pub favorite: Option<Favorite>,
    pub edited: Option<Edited>,
    #[serde(default)]
    pub deleted: bool,
}

/// That the founder lifted a comment up.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Favorite {
    pub revision: Option<i32>,
}

/// What a comment says since it was edited.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Edited {
    pub days_ago: f64,
    pub body: String,
}

/// Numbers, a line of all months at once.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sums {
    currency: String,
    unit: Option<String>,
    price: Option<i64>,
    unit_cost: Option<i64>,
    #[serde(default)]
    worksheet: Vec<Part>,
    opening_cash: Option<i64>,
    ask: Option<i64>,
    #[serde(rename = "return")]
    returns: Option<Return>,
    #[serde(default)]
    revenue: Vec<Line<RevenueKind>>,
    #[serde(default)]
    costs: Vec<Line<CostKind>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<Kind> {
    kind: Kind,
    label: String,
    amounts: Vec<i64>,
    life_months: Option<u32>,
}

impl Sample {
    /// Reads what this program was built with.
    pub(super) fn read() -> Result<Self> {
        #[derive(Deserialize)]
        struct People {
            people: Vec<Human>,
        }
        let people: People = toml::from_str(&text("people.toml")?).context("people.toml")?;
        let mut names: Vec<_> = Files::iter()
            .filter(|name| name.starts_with("plans/"))
            .collect();
        names.sort();
        let plans = names
            .iter()
            .map(|name| Plan::parse(name, &text(name)?).with_context(|| name.to_string()));
        Ok(Self {
            people: people.people,
            plans: plans.collect::<Result<_>>()?,
            listings: Recommended::read(&text("listings.toml")?)?,
            rounds: Funded::read(&text("rounds.toml")?)?,
        })
    }
}

fn text(name: &str) -> Result<String> {
    let file = Files::get(name).with_context(|| format!("{name} is missing"))?;
    Ok(String::from_utf8(file.data.into_owned())?)
}

impl Human {
    /// What the profile says.
    pub(super) fn profile(&self) -> TypedProfile {
        TypedProfile {
            name: self.name.clone(),
            about: self.about.clone(),
            links: self.links.clone(),
        }
    }
}

impl Plan {
    fn parse(file: &str, text: &str) -> Result<Self> {
        let parts = text
            .strip_prefix("+++\n")
            .and_then(|text| text.split_once("\n+++\n"));
        let Some((head, body)) = parts else {
            bail!("a plan begins with TOML between two lines of +++");
        };
        let mut plan: Self = toml::from_str(head)?;
        body.trim().clone_into(&mut plan.body);
        file.clone_into(&mut plan.file);
        let untouched = plan
            .fork
            .as_ref()
            .is_some_and(|fork| fork.changed.is_none());
        if untouched != plan.body.is_empty() {
            bail!("a plan has a text unless it is a fork in which nothing was changed");
        }
        Ok(plan)
    }

    /// When there was something of its own to read.
    pub(super) fn opened_days_ago(&self) -> f64 {
        let changed = self.fork.as_ref().and_then(|fork| fork.changed.as_ref());
        changed.map_or(self.days_ago, |changed| changed.days_ago)
    }

    /// The number of the first of [`Plan::revisions`].
    pub(super) fn first_revision(&self) -> usize {
        let forked = usize::from(self.fork.is_some());
        2 + forked
    }

    /// The plan as its author first typed it.
    pub(super) fn typed(&self) -> Typed {
        Typed {
            title: self.title.clone(),
            pitch: self.pitch.clone(),
            body: self.body.clone(),
            tags: self.tags.clone(),
            stage: self.stage.clone(),
            licence: self.licence.clone(),
            numbers: self.numbers.as_ref().map(Sums::numbers),
        }
    }
}

impl Forked {
    /// The file of the plan that was copied.
    pub(super) fn file(&self) -> String {
        format!("plans/{}.md", self.of)
    }
}

impl Differing {
    /// The file of the other plan.
    pub(super) fn file(&self) -> String {
        format!("plans/{}.md", self.from)
    }
}

impl Placed {
    /// What was said of the place at this moment.
    pub(super) fn typed(&self, said: Timestamp) -> TypedPlace {
        let began = before(said, self.since_days_ago - self.days_ago);
        TypedPlace {
            place: self.place.clone(),
            // The year and the month.
            since: began.to_rfc3339()[..7].to_owned(),
            report: self.report.clone(),
        }
    }
}

/// So many days before a moment.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "days of the last years, in microseconds, are far inside both types"
)]
pub(super) fn before(moment: Timestamp, days: f64) -> Timestamp {
    moment.plus(-(days * Timestamp::DAY as f64) as i64)
}

impl Change {
    /// What the plan says after this change.
    pub(super) fn apply(&self, before: &Typed) -> Result<Typed> {
        let mut after = before.clone();
        for (field, new) in [
            (&mut after.title, &self.title),
            (&mut after.pitch, &self.pitch),
            (&mut after.stage, &self.stage),
        ] {
            if let Some(new) = new {
                field.clone_from(new);
            }
        }
        if let Some(tags) = &self.tags {
            after.tags.clone_from(tags);
        }
        if let Some(sums) = &self.numbers {
            after.numbers = Some(sums.numbers());
        }
        for Replace { old, new } in &self.replace {
            if after.body.matches(old.as_str()).count() != 1 {
                bail!("the body does not say once: {old}");
            }
            after.body = after.body.replacen(old.as_str(), new, 1);
        }
        Ok(after)
    }
}

impl Sums {
    fn numbers(&self) -> Numbers {
        let lines = self.revenue.iter().map(|line| line.amounts.len());
        let months = lines.chain(self.costs.iter().map(|line| line.amounts.len()));
        Numbers {
            currency: self.currency.clone(),
            unit: self.unit.clone(),
            price: self.price,
            unit_cost: self.unit_cost,
            worksheet: self.worksheet.clone(),
            months: (0..months.max().unwrap_or(0))
                .map(|month| self.month(month))
                .collect(),
            opening_cash: self.opening_cash,
            ask: self.ask,
            returns: self.returns.clone(),
        }
    }

    /// The lines of a month; one that has nothing in it is left out.
    fn month(&self, month: usize) -> Month {
        let revenue = self.revenue.iter().filter_map(|line| {
            Some(Revenue {
                kind: line.kind,
                label: line.label.clone(),
                amount: line.in_month(month)?,
            })
        });
        let costs = self.costs.iter().filter_map(|line| {
            Some(Cost {
                kind: line.kind,
                label: line.label.clone(),
                amount: line.in_month(month)?,
                life_months: line.life_months,
            })
        });
        Month {
            revenue: revenue.collect(),
            costs: costs.collect(),
        }
    }
}

impl<Kind> Line<Kind> {
    fn in_month(&self, month: usize) -> Option<i64> {
        self.amounts
            .get(month)
            .copied()
            .filter(|amount| *amount != 0)
    }
}
