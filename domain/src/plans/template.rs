/// What the body of a new plan begins with: the sections that a reader of business plans looks for,
/// each with a prompt to be written over.
#[must_use]
pub const fn template() -> &'static str {
    TEMPLATE
}

/// A body without what its writer has not written yet: the prompts that still stand, and the headings
/// of sections that hold nothing else.
#[must_use]
pub fn written(body: &str) -> String {
    let (mut written, mut headings) = (String::new(), String::new());
    for line in body.lines() {
        let is_empty = line.trim().is_empty();
        let is_given = !is_empty && TEMPLATE.lines().any(|given| given == line);
        if is_given && line.starts_with('#') {
            headings = format!("{line}\n");
        } else if is_empty && !headings.is_empty() {
            headings.push('\n');
        } else if !is_given {
            written.push_str(&std::mem::take(&mut headings));
            written.push_str(line);
            written.push('\n');
        }
    }
    written
}

const TEMPLATE: &str = "\
## Who pays, and why now

*Name the person who pays, what they do today instead, what that costs them, and what has changed so that they would switch this year.*

## What is sold, and for how much

*Say what the customer gets, in units they would count themselves, and the price of one. Say how you know that somebody pays it.*

## What one unit costs, fully loaded

*List everything that goes into one unit: material, hours at a wage somebody would take, rent, fees, returns, tax. A table reads well. Price less cost is what is left over.*

## How the first hundred customers come

*Where are these people, who speaks to them, what does that cost for each who buys, and how many have said yes already?*

## Who does the work

*Who opens, who delivers, who answers the telephone. Say which of them you have found, which hours you put in yourself, and which skills are missing.*

## Month by month

*What happens in each of the first months, and which figure tells that it worked. The numbers themselves go into the table below the text.*

## What could go wrong

*The three likeliest ways in which this fails, how early you would notice each, and what you would do then.*

## What is asked, and what the funder gets

*How much, in which parts, for what. What comes back, when, and at which missed figure the funder should stop paying.*
";

#[cfg(all(test, feature = "store"))]
mod tests {
    use super::{template, written};
    use crate::text::sections::sections;

    #[test]
    fn what_is_still_a_prompt_is_not_written() {
        assert_eq!(written(template()).trim(), "");
        let prompt = template().lines().nth(2).expect("a prompt");
        let begun = template().replacen(prompt, "Tenants pay.", 1);
        let only = "## Who pays, and why now\n\nTenants pay.";
        assert_eq!(written(&begun).trim(), only);
        assert_eq!(written(&begun.replace('\n', "\r\n")), written(&begun));
        let own = "## My own heading\n\n## Another\n\nText.\n";
        assert_eq!(written(own), own);
    }

    #[test]
    fn it_has_the_eight_sections_and_a_prompt_in_each() {
        let sections = sections(template()).expect("it is simple");
        assert_eq!(sections.len(), 8);
        for section in sections {
            let prompt = template()[section.range].lines().nth(2);
            assert!(
                prompt.is_some_and(|prompt| prompt.len() > 60),
                "{}",
                section.title
            );
        }
    }
}
