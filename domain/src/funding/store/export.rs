//! What was entered in a round, to take away.

use super::{Application, Round, applications};
use crate::{
    broken::Broken,
    forum::Forum,
    funding::{Order, Wanted},
    money::{Currency, Money},
    numbers::csv::defuse,
    plans::MOST_PER_PAGE,
    table,
    viewer::Viewer,
};

/// The columns of the table.
const COLUMNS: [&str; 15] = [
    "application",
    "plan",
    "revision",
    "rules version",
    "title",
    "applicant",
    "state",
    "rules missed",
    "currency",
    "ask",
    "price",
    "margin in percent",
    "breaks even by day",
    "profitable by day",
    "lowest cash",
];

/// All applications to a round that were not taken back, the first first, as CSV. Amounts are in major units; a title
/// that the viewer may not see is left out.
///
/// # Errors
/// When the database fails.
pub async fn applications_csv(
    forum: &Forum,
    viewer: &Viewer,
    round: &Round,
) -> Result<String, Broken> {
    let wanted = Wanted {
        order: Some(Order::New),
        ..Wanted::default()
    };
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = applications(forum, viewer, round, &wanted, (after, MOST_PER_PAGE)).await?;
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let currency = round.amount.currency;
    let rows = all
        .iter()
        .rev()
        .map(|application| record(application, currency));
    table::to_csv(COLUMNS, rows)
}

fn record(application: &Application, currency: Currency) -> [String; 15] {
    let money = |minor: Option<i64>| minor.map(|minor| Money::new(minor, currency).plain());
    let number = |number: Option<i64>| number.map(|number| number.to_string());
    let plan = application.plan.as_ref();
    let title = plan.map(|plan| defuse(&plan.title));
    let applicant = application.applicant.person.as_ref();
    let applicant = applicant.map(|person| person.handle.to_string());
    [
        application.id.to_string(),
        application.plan_id.to_string(),
        application.revision.to_string(),
        application.version.to_string(),
        title.unwrap_or_default(),
        applicant.unwrap_or_default(),
        application.state.to_string(),
        application.missed.to_string(),
        currency.code().to_owned(),
        money(application.ask).unwrap_or_default(),
        money(application.price).unwrap_or_default(),
        number(application.margin).unwrap_or_default(),
        number(application.even.map(i64::from)).unwrap_or_default(),
        number(application.profit.map(i64::from)).unwrap_or_default(),
        money(application.cash).unwrap_or_default(),
    ]
}
