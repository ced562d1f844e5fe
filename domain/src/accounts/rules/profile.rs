use crate::{
    checked::{self, Lines},
    problems::Problems,
};

/// The most letters of a name.
pub const LONGEST_NAME: usize = 60;
/// The most bytes of what a person says about themselves.
pub const LONGEST_ABOUT: usize = 2 * 1024;
/// The most links of a profile.
pub const MOST_LINKS: usize = 5;
const LONGEST_LINK: usize = 300;

/// A profile as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedProfile {
    /// The name for people; empty to go by the handle.
    pub name: String,
    /// In Markdown.
    pub about: String,
    /// Addresses elsewhere; empty ones are left out.
    pub links: Vec<String>,
}

/// What a person shows of themselves: a name of one line, a text, and up to five `http` or `https` links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    name: String,
    about: String,
    links: Vec<String>,
}

impl Profile {
    /// Checks a typed profile.
    ///
    /// # Errors
    /// What is wrong with `name`, `about` or `links`.
    pub fn check(typed: &TypedProfile) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let name = checked::text(&typed.name, Lines::One, 0, LONGEST_NAME);
        let name = problems.take("name", name);
        let about = problems.take("about", check_about(&typed.about));
        let links = problems.take("links", check_links(&typed.links));
        match (name, about, links) {
            (Some(name), Some(about), Some(links)) => Ok(Self { name, about, links }),
            _ => Err(problems),
        }
    }

    /// The name for people; empty to go by the handle.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the person says about themselves, in Markdown.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// Addresses elsewhere.
    #[must_use]
    pub fn links(&self) -> &[String] {
        &self.links
    }
}

fn check_about(typed: &str) -> Result<String, String> {
    let about = checked::text(typed, Lines::Many, 0, LONGEST_ABOUT)?;
    if about.len() > LONGEST_ABOUT {
        return Err(format!(
            "is {} bytes long; at most {LONGEST_ABOUT} are allowed",
            about.len()
        ));
    }
    Ok(about)
}

fn check_links(typed: &[String]) -> Result<Vec<String>, String> {
    let links: Vec<&str> = typed
        .iter()
        .map(|link| link.trim())
        .filter(|link| !link.is_empty())
        .collect();
    if links.len() > MOST_LINKS {
        return Err(format!(
            "are {}; at most {MOST_LINKS} are allowed",
            links.len()
        ));
    }
    links.into_iter().map(check_link).collect()
}

/// Whether a link leads to where it seems to: `http` or `https`, a host, and nothing before the
/// host that could pass for one (`https://example.org@elsewhere.net`).
fn check_link(link: &str) -> Result<String, String> {
    let shown = link.chars().take(60).collect::<String>();
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| strip_prefix_ignoring_case(link, scheme))
        .ok_or_else(|| format!("begin with https:// or http://, and “{shown}” does not"))?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let misleading = |letter: char| {
        letter.is_whitespace() || letter.is_control() || "\"<>\\^`{|}".contains(letter)
    };
    let host_is_plain = !host.is_empty()
        && !host.starts_with(['.', '-', ':'])
        && host
            .chars()
            .all(|letter| letter.is_alphanumeric() || "-.:[]".contains(letter));
    if link.len() > LONGEST_LINK || !host_is_plain || rest.contains(misleading) {
        return Err(format!("must be addresses of pages, and “{shown}” is none"));
    }
    checked::text(link, Lines::One, 1, LONGEST_LINK)
}

fn strip_prefix_ignoring_case<'text>(text: &'text str, prefix: &str) -> Option<&'text str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(link: &str) -> Result<Profile, Problems> {
        Profile::check(&TypedProfile {
            links: vec![link.into()],
            ..TypedProfile::default()
        })
    }

    #[test]
    fn an_empty_profile_is_one() {
        assert_eq!(
            Profile::check(&TypedProfile::default()),
            Ok(Profile::default())
        );
    }

    #[test]
    fn links_lead_where_they_seem_to() {
        for link in [
            "https://example.org",
            "HTTP://example.org:8080/a?b#c",
            "https://bücher.example/ü",
        ] {
            assert!(linked(link).is_ok(), "{link}");
        }
        for link in [
            "javascript:alert(1)",
            "example.org",
            "https://",
            "https:///x",
            "https://a@b.example",
            "ftp://example.org",
            "https://example.org/\" onclick=\"",
            "https://exa mple.org",
            "https://example.org/\u{202e}gpj",
            "data:text/html,x",
        ] {
            assert!(linked(link).is_err(), "{link}");
        }
    }

    #[test]
    fn every_limit_is_told_at_its_field() {
        let typed = TypedProfile {
            name: "n".repeat(61),
            about: "ü".repeat(1_100),
            links: vec!["https://example.org".into(); 6],
        };
        let problems = Profile::check(&typed).expect_err("too much of everything");
        for field in ["name", "about", "links"] {
            assert!(problems.of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_name_is_one_line() {
        let typed = TypedProfile {
            name: " Ada\n  Marsh ".into(),
            ..TypedProfile::default()
        };
        assert_eq!(
            Profile::check(&typed).map(|profile| profile.name),
            Ok("Ada Marsh".into())
        );
    }
}
