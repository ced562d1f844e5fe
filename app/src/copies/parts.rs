//! What the pages of pairs have in common.

use super::COPIES;
use crate::{
    plans::{address, parts},
    time::Day,
};
use domain::plans::Plan;
use leptos::prelude::*;

/// Which of the two lists is open.
pub(super) fn filters(decided: bool) -> AnyView {
    view! {
        <nav class="filters" aria-label="Which pairs">
            {parts::choice(COPIES.to_owned(), "Waiting", !decided)}
            {parts::choice(format!("{COPIES}/decided"), "Decided", decided)}
        </nav>
    }
    .into_any()
}

/// One of two plans: what it is, whose, and how much of it the other has.
pub(super) fn side(name: &'static str, plan: &Plan, share: Option<u16>) -> AnyView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>
                <a class="name" href=address(plan)>
                    {plan.title.clone()}
                </a>
                <p class="meta">
                    <span class="stage">{parts::stage_name(plan.stage)}</span>
                    " by "
                    {parts::author(&plan.author)}
                    ", posted "
                    <Day at=plan.created_at />
                    {(plan.changed_at != plan.created_at)
                        .then(|| view! { ", changed " <Day at=plan.changed_at /> })}
                    ", "
                    <a href=plan.licence.url()>{plan.licence.name()}</a>
                    {(plan.forks > 0).then(|| format!(", {}", parts::counted(plan.forks, "fork")))}
                </p>
                {share.map(|share| view! { <p class="share">{format!("{} of it", percent(share))}</p> })}
            </dd>
        </div>
    }
    .into_any()
}

/// Thousandths as per cent.
pub(super) fn percent(thousandths: u16) -> String {
    format!("{} %", thousandths / 10)
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn nearly_all_is_not_all() {
        assert_eq!(percent(999), "99 %");
        assert_eq!(percent(1_000), "100 %");
        assert_eq!(percent(504), "50 %");
    }
}
