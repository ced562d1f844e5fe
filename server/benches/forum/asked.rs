//! How well plans are found by whoever asks for them in words of their own: where words find little, by
//! meaning.

use crate::{labelled, report::Report};
use anyhow::Result;
use domain::{
    Viewer,
    ids::PlanId,
    search::{self, Found, Hit, Query, Reading},
};
use std::collections::HashMap;

/// What nobody of the labelled set offers.
const NOBODY: [&str; 16] = [
    "submarine trips for tourists",
    "wedding photography",
    "dating site for divorced lawyers",
    "hair transplants",
    "astrology podcast",
    "gold mine in the desert",
    "train miniature models",
    "bird watching hut in the marsh",
    "rabbit breeding for fur",
    "concert tickets resale",
    "parachute school",
    "divorce mediation",
    "tattoo removal",
    "helicopter rescue insurance",
    "wine cellar investments",
    "political polling",
];

/// Asks for each topic as somebody would who has read none of its plans, and for what is not there.
pub(crate) async fn asked(report: &mut Report) -> Result<()> {
    let set = labelled::read()?;
    let plans: Vec<_> = set.plans.iter().collect();
    let (fixture, ids) = labelled::posted(&plans, None).await?;
    let topics: HashMap<PlanId, Option<usize>> = ids
        .into_iter()
        .zip(plans.iter().map(|plan| plan.topic))
        .collect();
    let find = async |asked: &str| -> Result<Found> {
        let (query, reading) = (Query::parse(asked), Reading::default());
        Ok(search::find(&fixture.forum, &Viewer::Anonymous, &query, &reading).await?)
    };
    let (mut by_words, mut by_meaning, mut right, mut shown) = (0, 0, 0, 0);
    for (asked, topic) in &set.asked {
        let found = find(asked).await?;
        let of_topic = |hits: &[Hit]| {
            let of = |hit: &Hit| match hit {
                Hit::Plan { plan, .. } => topics.get(&plan.id).copied().flatten(),
                Hit::Comment { .. } | Hit::Person { .. } | Hit::Listing { .. } => None,
            };
            hits.iter().filter(|hit| of(hit) == Some(*topic)).count()
        };
        let (words, meaning) = (of_topic(&found.hits), of_topic(&found.meant));
        by_words += usize::from(words > 0);
        by_meaning += usize::from(words == 0 && meaning > 0);
        right += meaning;
        shown += found.meant.len();
    }
    report.row(
        "what is asked for in other words, beside all 720",
        "no bar",
        format!(
            "of {} a plan that answers is found for {by_words} by words, for {by_meaning} more by meaning \
             ({right} of {shown} that are shown as close in meaning)",
            set.asked.len()
        ),
    );
    let mut with_some = 0;
    for asked in NOBODY {
        with_some += usize::from(!find(asked).await?.meant.is_empty());
    }
    report.row(
        "what nobody offers, beside all 720",
        "no bar",
        format!(
            "of {} something is shown as close in meaning for {with_some}",
            NOBODY.len()
        ),
    );
    Ok(())
}
