//! Withdrawing one's own plan, after being told what that does and does not do, and bringing it back.

use super::{address, editor::edit::own};
use crate::{
    failure::Failure,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use domain::plans::{self, WithdrawError};
use leptos::prelude::*;

/// `GET /plans/{id}/withdraw`
pub async fn ask(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    visit.member()?;
    let plan = own(&visit, &id).await?;
    let page = Page::new(format!("Withdraw {}", plan.title))
        .robots(Robots::Hidden)
        .place(Place::Plans);
    Ok(visit.page(page, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">
                        <a href=address(&plan)>{plan.title.clone()}</a>
                    </p>
                    <h1>"Withdraw this plan?"</h1>
                    <p>
                        "It leaves every list, feed and search. Its address stays and says that you withdrew it, with its title and licence. Only you can still read it, and you can bring it back."
                    </p>
                    <p>
                        "It does not undo the publication: copies that others made stay, under "
                        {plan.licence.name()} "."
                    </p>
                    <form class="actions" method="post" action=format!("/plans/{}/withdraw", plan.id)>
                        <button class="danger">"Withdraw"</button>
                        <a class="button" href=address(&plan)>
                            "Keep it"
                        </a>
                    </form>
                </main>
            </div>
        }
    }))
}

/// `POST /plans/{id}/withdraw`
pub async fn withdraw(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let member = visit.member()?;
    let plan = own(&visit, &id).await?;
    plans::withdraw(visit.forum(), member, plan.id)
        .await
        .map_err(refused)?;
    Ok(visit.to(&address(&plan)))
}

/// `POST /plans/{id}/return`
pub async fn bring_back(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let member = visit.member()?;
    let plan = own(&visit, &id).await?;
    plans::bring_back(visit.forum(), member, plan.id)
        .await
        .map_err(refused)?;
    Ok(visit.to(&address(&plan)))
}

fn refused(error: WithdrawError) -> Failure {
    match error {
        WithdrawError::NotFound => Failure::NotFound,
        error @ WithdrawError::Withheld => {
            Failure::Conflict(crate::forms::capitalised(&error.to_string()))
        }
        WithdrawError::Suspended => Failure::Suspended,
        WithdrawError::Broken(broken) => broken.into(),
    }
}
