//! What stands beside a round.

use super::page::Shown;
use crate::{moderation, visit::Visit};
use domain::{funding::State, moderation::Thing};
use leptos::prelude::*;

pub(super) fn rail(visit: &Visit, shown: &Shown) -> AnyView {
    let round = &shown.opened.round;
    let (thing, funder) = (Thing::Round(round.id), round.funder_id);
    let order = (round.state != State::Draft).then(|| {
        view! {
            <section class="meta does">
                {moderation::report(visit, thing, funder)}
                {moderation::look_after(visit, thing, funder)}
            </section>
        }
    });
    view! {
        <aside class="rail" aria-label="About this round">
            <section>
                <h2>"How it goes"</h2>
                <ol class="contents">
                    <li>"A founder enters a plan: one revision, measured by each rule."</li>
                    <li>"The funder asks, and founders answer, in public."</li>
                    <li>"The funder accepts or declines, and says why."</li>
                    <li>"What was declined may be mended and entered again."</li>
                </ol>
                <p class="meta">
                    <a href="/help/funding">"More about funding"</a>
                </p>
            </section>
            <section>
                <h2>"Its record"</h2>
                <ul class="stands">
                    <li>
                        <a href=format!("/rounds/{}/history", round.id)>"Versions of its rules"</a>
                    </li>
                    <li>
                        <a href=format!("/rounds/{}/applications.csv", round.id) download="">
                            "Entered plans as CSV"
                        </a>
                    </li>
                    <li>
                        <a href="/log?act=funding">"Funding in the log"</a>
                    </li>
                </ul>
            </section>
            {order}
        </aside>
    }
    .into_any()
}
