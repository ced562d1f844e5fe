//! A listing to take away.

use super::{Listed, Opened, answers, entries};
use crate::{
    accounts::Byline,
    broken::Broken,
    clock::Timestamp,
    forum::Forum,
    ids::{ListingId, PlanId},
    money::{Currency, Money},
    numbers::csv::defuse,
    plans::{Licence, MOST_PER_PAGE, Plan, Stage, Tag},
    table,
    viewer::Viewer,
};
use serde::Serialize;
use std::fmt::Write as _;

/// The shape of the document.
const FORMAT: &str = "openplan-listing-1";
/// The columns of the table.
const COLUMNS: [&str; 16] = [
    "place",
    "plan",
    "address",
    "title",
    "pitch",
    "author",
    "stage",
    "tags",
    "licence",
    "currency",
    "ask",
    "breaks even by day",
    "votes",
    "forks",
    "note",
    "put there",
];

/// A listing with its plans, as it is taken away.
#[derive(Clone, Debug, Serialize)]
pub struct Export {
    /// The shape of this document.
    pub format: &'static str,
    /// The listing's number in the forum that it comes from.
    pub id: ListingId,
    /// Its address there.
    pub source: String,
    /// What it is called.
    pub title: String,
    /// What it is for, in Markdown.
    pub introduction: String,
    /// By what it fills itself, as in the search box.
    pub question: Option<String>,
    /// Who made it, and its other curators.
    pub curators: Vec<String>,
    /// When it was first published, RFC 3339.
    pub published_at: Option<String>,
    /// When something in it was changed last, RFC 3339.
    pub changed_at: String,
    /// Its plans in their order; of a question the first hundred.
    pub plans: Vec<ExportedPlan>,
}

/// A plan of a listing.
#[derive(Clone, Debug, Serialize)]
pub struct ExportedPlan {
    /// Its place, counted from 1 over those that are to be seen; none of an answer to a question.
    pub place: Option<usize>,
    /// Its number.
    pub id: PlanId,
    /// Its address.
    pub source: String,
    /// What it is called.
    pub title: String,
    /// The plan in two sentences.
    pub pitch: String,
    /// Who posted it.
    pub author: String,
    /// How far it is.
    pub stage: Stage,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// Under which licence it may be copied.
    pub licence: Licence,
    /// ISO 4217; none of a plan without numbers.
    pub currency: Option<String>,
    /// What is asked, in minor units.
    pub ask: Option<i64>,
    /// The last day of the first month that does not lose cash.
    pub breaks_even_by_day: Option<u32>,
    /// How many people voted for it.
    pub votes: i64,
    /// How many plans were made from it.
    pub forks: i64,
    /// What the listing says of it.
    pub note: String,
    /// When it was put there, RFC 3339; none of an answer to a question.
    pub added_at: Option<String>,
}

impl ExportedPlan {
    fn new(forum: &Forum, plan: &Plan) -> Self {
        let figures = plan.figures.as_ref();
        Self {
            place: None,
            id: plan.id,
            source: format!(
                "{}/plans/{}/{}",
                forum.policy().public_url,
                plan.id,
                plan.slug
            ),
            title: plan.title.clone(),
            pitch: plan.pitch.clone(),
            author: plan.author.name().to_owned(),
            stage: plan.stage,
            tags: plan.tags.clone(),
            licence: plan.licence,
            currency: figures.map(|figures| figures.currency.clone()),
            ask: figures.and_then(|figures| figures.ask),
            breaks_even_by_day: figures.and_then(|figures| figures.breaks_even_by_day),
            votes: plan.votes,
            forks: plan.forks,
            note: String::new(),
            added_at: None,
        }
    }

    fn picked(forum: &Forum, (place, listed): (usize, &Listed)) -> Self {
        Self {
            place: Some(place),
            note: listed.note.clone(),
            added_at: Some(listed.added_at.to_rfc3339()),
            ..Self::new(forum, &listed.plan)
        }
    }

    fn ask_in_words(&self) -> Option<String> {
        let currency = Currency::new(self.currency.as_deref()?).ok()?;
        Some(Money::new(self.ask?, currency).plain())
    }

    fn cells(&self) -> [String; 16] {
        let tags: Vec<_> = self.tags.iter().map(Tag::as_str).collect();
        let number = |number: Option<u32>| number.map(|number| number.to_string());
        [
            self.place
                .map(|place| place.to_string())
                .unwrap_or_default(),
            self.id.to_string(),
            self.source.clone(),
            defuse(&self.title),
            defuse(&self.pitch),
            defuse(&self.author),
            self.stage.to_string(),
            tags.join(" "),
            self.licence.to_string(),
            self.currency.clone().unwrap_or_default(),
            self.ask_in_words().unwrap_or_default(),
            number(self.breaks_even_by_day).unwrap_or_default(),
            self.votes.to_string(),
            self.forks.to_string(),
            defuse(&self.note),
            self.added_at.clone().unwrap_or_default(),
        ]
    }
}

/// A listing with everything in it that everybody may see; of a question the first hundred answers.
///
/// # Errors
/// When the database or the index fails.
pub async fn export(forum: &Forum, viewer: &Viewer, opened: &Opened) -> Result<Export, Broken> {
    let listing = &opened.listing;
    let picked = entries(forum, viewer, listing).await?;
    let mut plans: Vec<_> = (1..)
        .zip(&picked.shown)
        .map(|numbered| ExportedPlan::picked(forum, numbered))
        .collect();
    if let Some(question) = &listing.question {
        let page = (None, MOST_PER_PAGE);
        let answered = answers(forum, viewer, question, &picked.ids(), page).await?;
        let answered = answered.plans.iter();
        plans.extend(answered.map(|plan| ExportedPlan::new(forum, plan)));
    }
    let curators = std::iter::once(&listing.maker).chain(&opened.curators);
    Ok(Export {
        format: FORMAT,
        id: listing.id,
        source: format!(
            "{}/listings/{}/{}",
            forum.policy().public_url,
            listing.id,
            listing.slug
        ),
        title: listing.title.clone(),
        introduction: listing.introduction.clone(),
        question: listing
            .question
            .as_ref()
            .map(|question| question.asked.query.to_string()),
        curators: curators.map(Byline::name).map(str::to_owned).collect(),
        published_at: listing.published_at.map(Timestamp::to_rfc3339),
        changed_at: listing.changed_at.to_rfc3339(),
        plans,
    })
}

impl Export {
    /// As a table. What a spreadsheet would run as a formula begins with an apostrophe.
    ///
    /// # Errors
    /// When memory is full.
    pub fn to_csv(&self) -> Result<String, Broken> {
        table::to_csv(COLUMNS, self.plans.iter().map(ExportedPlan::cells))
    }

    /// As Markdown: the introduction as it was typed, then a list.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut text = format!("# {}\n", literal(&self.title));
        if !self.introduction.is_empty() {
            let _ = write!(text, "\n{}\n", self.introduction);
        }
        text.push('\n');
        for (number, plan) in (1..).zip(&self.plans) {
            let (title, author) = (literal(&plan.title), literal(&plan.author));
            let _ = writeln!(text, "{number}. [{title}]({}), by {author}", plan.source);
            for said in [&plan.pitch, &plan.note] {
                if !said.is_empty() {
                    let _ = writeln!(text, "\n   {}", literal(said));
                }
            }
            text.push('\n');
        }
        let by: Vec<_> = self.curators.iter().map(|name| literal(name)).collect();
        let _ = writeln!(text, "<{}>, curated by {}", self.source, by.join(", "));
        text
    }
}

/// A line of which nothing is read as Markdown.
fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_punctuation()
            && !matches!(letter, ',' | '\'' | '"' | ':' | ';' | '?' | '/' | '%')
        {
            literal.push('\\');
        }
        literal.push(letter);
    }
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn export(title: &str) -> Export {
        let plan = ExportedPlan {
            place: Some(1),
            id: PlanId(7),
            source: "https://plans.example/plans/7/solar".into(),
            title: title.into(),
            pitch: "Coin laundry, on roof power.".into(),
            author: "Ada".into(),
            stage: Stage::Seeking,
            tags: vec!["energy".parse().expect("a tag")],
            licence: Licence::BySa,
            currency: Some("USD".into()),
            ask: Some(1_800_050),
            breaks_even_by_day: Some(60),
            votes: 3,
            forks: 0,
            note: "+1, “cheap”".into(),
            added_at: Some("2026-11-01T09:00:00Z".into()),
        };
        Export {
            format: FORMAT,
            id: ListingId(2),
            source: "https://plans.example/listings/2/energy".into(),
            title: "Energy *first*".into(),
            introduction: "What **works**.".into(),
            question: None,
            curators: vec!["Mo".into()],
            published_at: None,
            changed_at: "2026-11-01T09:00:00Z".into(),
            plans: vec![plan],
        }
    }

    #[test]
    fn a_table_runs_nothing() {
        let csv = export("=1+1,\"x\"").to_csv().expect("it fits into memory");
        let row = csv.lines().nth(1).expect("a row");
        assert!(row.contains(r#""'=1+1,""x""""#), "{row}");
        assert!(row.contains("USD,18000.50,60"), "{row}");
        assert!(row.contains("\"'+1, “cheap”\""), "{row}");
    }

    #[test]
    fn markdown_shows_titles_as_they_are() {
        let text = export("A [plan](javascript:x) <b>").to_markdown();
        assert_eq!(
            text,
            "# Energy \\*first\\*\n\nWhat **works**.\n\n\
             1. [A \\[plan\\]\\(javascript:x\\) \\<b\\>](https://plans.example/plans/7/solar), by Ada\n\n   \
             Coin laundry, on roof power\\.\n\n   \\+1, “cheap”\n\n\
             <https://plans.example/listings/2/energy>, curated by Mo\n"
        );
    }
}
