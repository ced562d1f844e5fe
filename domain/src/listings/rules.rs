//! What a listing may say, and where a plan moves to.

use crate::{
    checked::{self, Lines},
    plans::hyphenated,
    problems::Problems,
    search::{Asked, Kind, Sort},
};
use std::{fmt, str::FromStr};

pub use crate::moderation::PublicReason;

/// How many plans a listing may hold: what is more is a search.
pub const MOST_PLANS: usize = 100;
/// How many listings stand on the front page at most.
pub const MOST_FEATURED: i32 = 4;
/// How many members may be made curators of a listing.
pub const MOST_CURATORS: u64 = 20;
/// How many listings a member may follow.
pub const MOST_FOLLOWED: u64 = 100;
/// How many letters a title may have.
pub const LONGEST_TITLE: usize = 120;
/// How many letters an introduction may have.
pub const LONGEST_INTRODUCTION: usize = 4_000;
/// How many letters the note on a plan may have.
pub const LONGEST_NOTE: usize = 500;

/// What stands at a slug's place in the addresses of a listing's other pages.
const TAKEN: &[&str] = &["edit", "embed", "proposals", "propose"];

/// A listing's words, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedListing {
    /// What it is called.
    pub title: String,
    /// What it is for, in Markdown.
    pub introduction: String,
    /// The question by which it fills itself, as in the search box; none when empty.
    pub question: String,
    /// In which order the answers stand; youngest first when empty.
    pub sort: String,
}

/// What a listing asks of all plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub asked: Asked,
    /// In which order the answers stand.
    pub sort: Sort,
}

impl Question {
    /// As it is stored: it was checked when it was.
    pub(super) fn stored(typed: &str, sort: Sort) -> Self {
        Self {
            asked: Asked::read(typed, Some(Kind::Plan)),
            sort,
        }
    }
}

/// A listing's words, checked.
pub(super) struct Words {
    pub title: String,
    pub introduction: String,
    pub question: Option<String>,
    pub sort: Sort,
}

impl Words {
    pub(super) fn check(typed: &TypedListing) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let title = checked::text(&typed.title, Lines::One, 4, LONGEST_TITLE);
        let title = problems.take("title", title);
        let introduction = &typed.introduction;
        let introduction = checked::text(introduction, Lines::Many, 0, LONGEST_INTRODUCTION);
        let introduction = problems.take("introduction", introduction);
        let question = problems.take("question", question(&typed.question));
        let sort = match typed.sort.as_str() {
            "" => Some(Sort::New),
            word => problems.take("sort", word.parse::<Sort>()),
        };
        match (title, introduction, question, sort) {
            (Some(title), Some(introduction), Some(question), Some(sort)) => Ok(Self {
                title,
                introduction,
                question,
                sort,
            }),
            _ => Err(problems),
        }
    }

    /// The readable end of the listing's address.
    pub(super) fn slug(&self) -> String {
        slug(&self.title)
    }
}

fn question(typed: &str) -> Result<Option<String>, String> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let asked = Asked::to_keep(typed, Some(Kind::Plan))?;
    if !asked.query.asks_for_something() {
        return Err("Say what is to be there, and not only what is not.".into());
    }
    Ok(Some(asked.query.to_string()))
}

pub(super) fn slug(title: &str) -> String {
    let slug = hyphenated(title);
    if slug.is_empty() || TAKEN.contains(&slug.as_str()) || slug.starts_with("listing.") {
        return format!("{slug}-listing").trim_start_matches('-').to_owned();
    }
    slug
}

/// The note on a plan, checked: a line that may be empty.
pub(super) fn note(typed: &str) -> Result<String, Problems> {
    checked::text(typed, Lines::One, 0, LONGEST_NOTE).map_err(|wrong| Problems::one("note", wrong))
}

/// Where in its listing a plan is moved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// One place nearer to the first.
    Up,
    /// One place nearer to the last.
    Down,
    /// To the first place.
    Top,
    /// To the last place.
    Bottom,
    /// To this place, counted from 1; to the last when there is none.
    To(i64),
}

impl FromStr for Move {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Ok(match word {
            "up" => Self::Up,
            "down" => Self::Down,
            "top" => Self::Top,
            "bottom" => Self::Bottom,
            place => {
                let place = place.parse().ok().filter(|place| *place >= 1);
                Self::To(place.ok_or("must be up, down, top, bottom or a place from 1 on")?)
            }
        })
    }
}

impl Move {
    /// The place that the plan at this place of so many has then.
    pub(super) fn from(self, place: i64, places: i64) -> i64 {
        let to = match self {
            Self::Up => place - 1,
            Self::Down => place.saturating_add(1),
            Self::Top => 1,
            Self::Bottom => places,
            Self::To(to) => to,
        };
        to.clamp(1, places.max(1))
    }
}

/// Why something is not done to a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is nothing in it to publish.
    Empty,
    /// Only a published listing stands on the front page.
    Unpublished,
    /// As many stand on the front page as may.
    Featured,
    /// A measure hides it.
    Withheld,
    /// The proposal has been answered, or taken back.
    Answered,
    /// The plan cannot be put into the listing.
    Unlistable(Unlistable),
}

/// Why a plan cannot be put into a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlistable {
    /// It is not to be seen.
    Gone,
    /// It stands in it already.
    Listed,
    /// There are as many as may be.
    Full,
}

impl fmt::Display for Unlistable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone => f.write_str("There is no such plan, or it is not to be seen."),
            Self::Listed => f.write_str("It stands in this listing already."),
            Self::Full => write!(
                f,
                "The listing holds {MOST_PLANS} plans already: take one out first."
            ),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => {
                f.write_str("Put a plan into it, or a question, before it is published.")
            }
            Self::Unpublished => {
                f.write_str("Only a published listing can stand on the front page.")
            }
            Self::Featured => write!(
                f,
                "There are {MOST_FEATURED} listings on the front page already: take one down first."
            ),
            Self::Withheld => {
                f.write_str("A moderator has hidden this listing: undo that, and it is back.")
            }
            Self::Answered => f.write_str("The proposal has been answered or taken back already."),
            Self::Unlistable(unlistable) => unlistable.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(title: &str, question: &str) -> TypedListing {
        TypedListing {
            title: title.into(),
            question: question.into(),
            ..TypedListing::default()
        }
    }

    #[test]
    fn words_are_checked_all_at_once() {
        let words = Words::check(&typed(" Energy  first ", " even:<60  TAG:energy"));
        let words = words.unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(words.title, "Energy first");
        assert_eq!(words.question.as_deref(), Some("even:<=59 tag:energy"));
        assert_eq!(words.sort, Sort::New);
        let wrong = TypedListing {
            introduction: "x".repeat(LONGEST_INTRODUCTION + 1),
            sort: "best".into(),
            ..typed("No", "-coin")
        };
        let problems = Words::check(&wrong).err().unwrap_or_default();
        for field in ["title", "introduction", "question", "sort"] {
            assert!(problems.of(field).is_some(), "{field}: {problems}");
        }
    }

    #[test]
    fn a_listing_without_a_question_asks_nothing() {
        for nothing in ["", "  \n"] {
            let words = Words::check(&typed("Energy", nothing)).ok();
            assert_eq!(words.map(|words| words.question), Some(None));
        }
    }

    #[test]
    fn a_slug_never_hides_one_of_the_listings_pages() {
        assert_eq!(slug("Energy first"), "energy-first");
        assert_eq!(slug("Edit"), "edit-listing");
        assert_eq!(slug("共同"), "listing");
    }

    #[test]
    fn nothing_moves_beyond_the_ends() {
        for (moved, from, to) in [
            (Move::Up, 2, 1),
            (Move::Up, 1, 1),
            (Move::Down, 2, 3),
            (Move::Down, 3, 3),
            (Move::Top, 3, 1),
            (Move::Bottom, 1, 3),
            (Move::To(2), 3, 2),
            (Move::To(i64::MAX), 1, 3),
        ] {
            assert_eq!(moved.from(from, 3), to, "{moved:?} from {from}");
        }
    }

    #[test]
    fn a_place_is_a_word_or_a_number() {
        assert_eq!("up".parse(), Ok(Move::Up));
        assert_eq!("7".parse(), Ok(Move::To(7)));
        for wrong in ["", "0", "-1", "left", "1.5"] {
            assert!(wrong.parse::<Move>().is_err(), "{wrong}");
        }
    }
}
