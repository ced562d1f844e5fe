//! What a plan says of others that it is like.

use domain::plans::Difference;
use leptos::prelude::*;

/// The plan's own word on others that are like it. Of one that was taken back nothing is told.
pub fn beside(differences: &[Difference]) -> Option<AnyView> {
    if differences.is_empty() {
        return None;
    }
    let items = differences.iter().map(difference).collect_view();
    Some(
        view! {
            <section>
                <h2>"How this differs"</h2>
                <ul class="differs">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

fn difference(difference: &Difference) -> AnyView {
    let from = match &difference.other {
        Some(other) => {
            let href = format!("/plans/{}/{}", difference.plan, other.slug);
            view! { <a href=href>{other.title.clone()}</a> }.into_any()
        }
        None => "a plan that is no longer here".into_any(),
    };
    view! {
        <li>
            <p class="meta">"From " {from}</p>
            <p>{difference.because.clone()}</p>
        </li>
    }
    .into_any()
}
