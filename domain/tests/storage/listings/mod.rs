//! Listings: who curates them, what stands in them, what answers them, and who follows.

mod asking;
mod curating;
mod finding;
mod following;
mod leaving;
mod proposing;
mod reading;

use crate::copies::Kept;
use domain::{
    Member, Viewer,
    ids::{ListingId, PlanId},
    listings::{self, Opened, TypedListing},
};

/// Words of a listing with this title.
pub fn called(title: &str) -> TypedListing {
    TypedListing {
        title: title.into(),
        introduction: "Plans that *count*.".into(),
        ..TypedListing::default()
    }
}

/// The same, filling itself.
pub fn asking(title: &str, question: &str) -> TypedListing {
    TypedListing {
        question: question.into(),
        ..called(title)
    }
}

impl Kept {
    /// Mo makes a listing, and puts these plans into it.
    pub async fn draft(&self, typed: &TypedListing, plans: &[PlanId]) -> ListingId {
        let forum = &self.fresh.forum;
        let made = listings::make(forum, &self.mo, typed, None).await;
        let id = made.expect("it is made");
        for plan in plans {
            listings::add(forum, &self.mo, id, *plan, &format!("Note on {plan}"))
                .await
                .expect("it is put there");
        }
        id
    }

    /// The same, published.
    pub async fn listing(&self, title: &str, plans: &[PlanId]) -> ListingId {
        let id = self.draft(&called(title), plans).await;
        self.publish(id).await;
        id
    }

    pub async fn publish(&self, id: ListingId) {
        listings::publish(&self.fresh.forum, &self.mo, id)
            .await
            .expect("it is published");
    }

    pub async fn opened(&self, viewer: &Viewer, id: ListingId) -> Option<Opened> {
        let found = listings::find(&self.fresh.forum, viewer, id).await;
        found.expect("the database answers")
    }

    /// The numbers of the plans that everybody sees in it, in their order.
    pub async fn order(&self, id: ListingId) -> Vec<i64> {
        let viewer = Viewer::Member((*self.mo).clone());
        let opened = self.opened(&viewer, id).await.expect("it is there");
        let entries = listings::entries(&self.fresh.forum, &viewer, &opened.listing).await;
        let entries = entries.expect("they are read");
        entries
            .shown
            .iter()
            .map(|listed| listed.plan.id.0)
            .collect()
    }

    /// Ada becomes its curator.
    pub async fn entrust(&self, id: ListingId) {
        listings::add_curator(&self.fresh.forum, &self.mo, id, "ada")
            .await
            .expect("Ada curates");
    }

    /// So many plans of Ben's.
    pub async fn plans(&self, count: usize) -> Vec<PlanId> {
        let mut plans = Vec::new();
        for number in 0..count {
            let body = format!("## Who pays\n\nNumber {number} does.");
            plans.push(
                self.post(&self.ben, &format!("number {number}"), &body)
                    .await,
            );
        }
        plans
    }

    /// How many entries the log has about a listing.
    pub async fn told_of(&self, id: ListingId) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM log WHERE subject = 'listing:{id}'");
        self.fresh.number(&sql).await
    }
}

pub fn as_seen_by(member: &Member) -> Viewer {
    Viewer::Member(member.clone())
}
