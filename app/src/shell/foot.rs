use crate::visit::Visit;
use leptos::prelude::*;

pub(super) fn view(visit: &Visit) -> AnyView {
    let name = visit.forum().policy().name.clone();
    view! {
        <footer class="foot">
            <div>
                <p>{name} ": plans that anyone may read, question and copy."</p>
                <nav aria-label="About">
                    <a href="/about">"About"</a>
                    <a href="/rules">"Rules"</a>
                    <a href="/privacy">"Privacy"</a>
                    <a href="/terms">"Terms"</a>
                    <a href="/log">"Log"</a>
                    <a href="/help">"How it works"</a>
                    <a href="/help/writing">"Writing"</a>
                    <a href="/help/ranking">"Ranking"</a>
                    <a href="/plans.atom">"Feed"</a>
                    <a href="/api/v1/openapi.json">"API"</a>
                </nav>
            </div>
        </footer>
    }
    .into_any()
}
