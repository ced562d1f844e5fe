use crate::ids::PlanId;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

const LONGEST: usize = 60;
/// What stands at a slug's place in the addresses of a plan's other pages.
const TAKEN: &[&str] = &[
    "compare",
    "comments",
    "discussion",
    "download",
    "draft",
    "edit",
    "feed",
    "fork",
    "forks",
    "health",
    "history",
    "live",
    "numbers",
    "place",
    "places",
    "restore",
    "return",
    "updates",
    "vote",
    "withdraw",
];

/// The readable end of a plan's address, made from its title: lower-case ASCII words joined by
/// hyphens, accents folded, at most 60 letters, never the name of one of the plan's own pages.
#[must_use]
pub fn slug(title: &str) -> String {
    let slug = hyphenated(title);
    if slug.is_empty() || TAKEN.contains(&slug.as_str()) || slug.starts_with("plan.") {
        return format!("{slug}-plan").trim_start_matches('-').to_owned();
    }
    slug
}

/// Lower-case ASCII words joined by hyphens, accents folded, at most 60 letters; empty when a title has
/// no letters of ours.
pub(crate) fn hyphenated(title: &str) -> String {
    let mut slug = String::new();
    for letter in title.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if letter != '\'' && letter != '’' && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    if slug.len() > LONGEST {
        let cut = slug[..=LONGEST].rfind('-').unwrap_or(LONGEST);
        slug.truncate(cut);
    }
    slug.trim_end_matches('-').to_owned()
}

/// The plan that somebody names by its number or its address.
#[must_use]
pub fn plan_named(typed: &str) -> Option<PlanId> {
    let typed = typed.trim();
    if let Ok(id) = typed.trim_start_matches('#').parse() {
        return Some(id);
    }
    let (_, rest) = typed.split_once("/plans/")?;
    rest.split(['/', '?', '#']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{plan_named, slug};
    use crate::ids::PlanId;

    #[test]
    fn words_are_joined_and_accents_folded() {
        assert_eq!(slug("Repair café: who'd pay?"), "repair-cafe-whod-pay");
    }

    #[test]
    fn a_title_without_letters_of_ours_still_has_an_address() {
        assert_eq!(slug("共同洗濯所"), "plan");
    }

    #[test]
    fn a_slug_never_hides_one_of_the_plans_pages() {
        assert_eq!(slug("History"), "history-plan");
    }

    #[test]
    fn long_titles_end_at_a_word() {
        let long = slug(&"laundry ".repeat(20));
        assert!(long.len() <= 60 && long.ends_with("laundry"), "{long}");
    }

    #[test]
    fn a_plan_is_named_by_number_or_address() {
        for typed in [
            "12",
            " #12 ",
            "/plans/12/solar",
            "https://plans.example/plans/12?x",
            "plans.example/plans/12#risks",
        ] {
            assert_eq!(plan_named(typed), Some(PlanId(12)), "{typed}");
        }
        for typed in ["", "solar", "/listings/12", "/plans/", "/plans/new", "1.5"] {
            assert_eq!(plan_named(typed), None, "{typed}");
        }
    }
}
