//! A forum to measure: so many seeded plans, one more with 50 comments, and people who may comment.

use anyhow::{Context, Result, anyhow};
use domain::{
    Forum, Member, Moderator, Viewer,
    accounts::{self, Enrolment, Role},
    clock::Clock,
    comments::{self, NewComment},
    forum::{Db, Entropy, Policy},
    ids::PlanId,
    plans::{self, Typed},
    search::{self, Model},
    seed::{self, Amount},
};
use server::{assets::Assets, settings::Settings, store::Place};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::watch};

const PEOPLE: usize = 32;
const COMMENTS: usize = 50;

/// A forum and what is asked of it.
pub(crate) struct Fixture {
    pub(crate) forum: Forum,
    /// The plan with 50 comments.
    pub(crate) plan: PlanId,
    /// The address of its page.
    pub(crate) page: String,
    /// A token for each of those who comment.
    pub(crate) tokens: Vec<String>,
    people: Vec<Member>,
    db: Db,
    folder: TempDir,
}

impl Fixture {
    /// With so many plans of two comments each.
    pub(crate) async fn seeded(plans: u32) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let db = Place::folder(folder.path()).open().await?;
        let policy = Policy {
            limits: false,
            ..Policy::default()
        };
        let forum = Forum::new(db.clone(), Clock::System, Entropy::System, policy);
        eprintln!("seeding {plans} plans");
        let amount = Amount {
            plans,
            comments_per_plan: 2,
            seed: 1,
        };
        seed::seed(&forum, &amount, |_| {}).await?;
        let people = people(&forum).await?;
        let (plan, page) = discussed_plan(&forum, &people).await?;
        let mut tokens = Vec::new();
        for person in &people {
            let token = accounts::make_token(&forum, person, "benchmark").await?;
            tokens.push(token.as_str().to_owned());
        }
        Ok(Self {
            forum,
            plan,
            page,
            tokens,
            people,
            db,
            folder,
        })
    }

    /// Indexes everything, from here on to be searched, and tells where.
    pub(crate) async fn index(&self) -> Result<PathBuf> {
        self.index_with(None).await
    }

    /// The same, with a model that reads all plans.
    pub(crate) async fn index_with(&self, model: Option<Arc<dyn Model>>) -> Result<PathBuf> {
        let place = Place::folder(self.folder.path());
        self.forum.search_in(place.index_with(model));
        search::catch_up(&self.forum).await?;
        Ok(place.index_folder())
    }

    /// Whoever wrote the plan.
    pub(crate) fn founder(&self) -> &Member {
        &self.people[0]
    }

    /// Everybody, the founder first.
    pub(crate) fn people(&self) -> &[Member] {
        &self.people
    }

    /// The founder, made a moderator.
    pub(crate) async fn moderator(&self) -> Result<Moderator> {
        let handle = self.founder().handle.as_str();
        accounts::set_role(&self.forum, handle, Role::Moderator).await?;
        let member = accounts::acting_as(&self.forum, handle).await?;
        let moderator = member.and_then(|member| member.moderator());
        moderator.context("whoever was given the role moderates")
    }

    /// The plans beside the page of the plan with 50 comments.
    pub(crate) async fn similar(&self) -> Result<Vec<PlanId>> {
        let plan = plans::find(&self.forum, &Viewer::Anonymous, self.plan).await?;
        let plan = plan.context("it has been posted")?;
        let similar = search::similar(&self.forum, &Viewer::Anonymous, &plan).await?;
        Ok(similar.iter().map(|one| one.plan.id).collect())
    }

    /// Serves the forum as `openplan serve` does.
    pub(crate) async fn serve(&self) -> Result<SocketAddr> {
        let settings = Settings {
            limits: false,
            ..Settings::default()
        };
        let (order, stop) = watch::channel(false);
        let assets = Arc::new(Assets::load());
        let router = server::serve::router(&self.forum, settings, &assets, None, stop.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        tokio::spawn(async move {
            let limits = server::listener::Limits::default();
            server::listener::serve(listener, router, limits, stop).await;
            // It is never given: the benchmark ends with its process.
            drop(order);
        });
        Ok(address)
    }

    /// The database's file.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Lets go of the database and leaves its folder.
    pub(crate) async fn close(self) -> Result<TempDir> {
        self.db.close().await?;
        Ok(self.folder)
    }
}

async fn people(forum: &Forum) -> Result<Vec<Member>> {
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let handle = format!("measurer-{}", letters(number));
        let enrolment = Enrolment {
            handle: handle.clone(),
            ..Enrolment::default()
        };
        accounts::enrol(forum, &enrolment).await?;
        let person = accounts::acting_as(forum, &handle).await?;
        people.push(person.context("whoever has been enrolled may act")?);
    }
    Ok(people)
}

/// Digits would make handles that look alike.
fn letters(number: usize) -> String {
    let letter = |index: usize| char::from(b"abcdefgh"[index % 8]);
    [letter(number / 8), letter(number)].iter().collect()
}

async fn discussed_plan(forum: &Forum, people: &[Member]) -> Result<(PlanId, String)> {
    let (founder, readers) = people
        .split_first()
        .ok_or_else(|| anyhow!("there are people"))?;
    let saved = plans::publish(forum, founder, &laundromat(), None).await?;
    let mut last = None;
    for number in 0..COMMENTS {
        let reader = &readers[number % readers.len()];
        let comment = NewComment {
            body: "The *boiler* is the risk I would price first: ours failed in week nine, and \
                   the [repair](https://example.org/boiler) took a third of that month."
                .into(),
            parent: last.filter(|_| number % 3 != 0),
            section: (number % 5 == 0).then(|| "who-pays-and-why-now".into()),
            quote: None,
            forecast: None,
        };
        last = Some(
            comments::post(forum, reader, saved.id, &comment, None)
                .await?
                .id,
        );
    }
    Ok((saved.id, format!("/plans/{}/{}", saved.id, saved.slug)))
}

pub(crate) fn laundromat() -> Typed {
    let section = "Tenants in older blocks walk eleven minutes to a coin laundry and pay **$4.50** a \
                   load. Landlords lose the basement room to storage that earns nothing.\n\n\
                   | per wash | grid | roof |\n|---|---|---|\n| price | $3.20 | $3.20 |\n\n";
    let headings = [
        "Who pays, and why now",
        "What is sold, and for how much",
        "What one wash costs us",
        "How the first hundred customers come",
        "Who does the work",
        "Month by month",
        "What could go wrong",
        "What is asked, and what the funder gets",
    ];
    let sections = headings.map(|heading| format!("## {heading}\n\n{section}"));
    Typed {
        title: "Solar laundromat for apartment blocks".into(),
        pitch: "Coin laundry on roof power: residents prepay washes, the building keeps a tenth."
            .into(),
        body: sections.concat(),
        tags: vec!["energy".into(), "services".into()],
        ..Typed::default()
    }
}
