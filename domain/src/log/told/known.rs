//! What the entries of a page name, as a viewer may see it.

use super::super::{Entry, Kind};
use crate::{
    accounts::{self, Byline, Bylines},
    broken::Broken,
    comments, copies,
    forum::Forum,
    funding,
    ids::{
        AccountId, ActionId, AppealId, ApplicationId, CommentId, DecisionId, ListingId, MeasureId,
        PlanId, RevisionNumber, RoundId, SuggestionId, TagActionId, TagId, VersionNumber,
    },
    listings,
    moderation::{self, Exchange},
    pages::{self, Name},
    plans::{self, Plan},
    tables::{column_of, comments as comment_rows, decisions, numbered, revisions, suggestions},
    tags,
    viewer::Viewer,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The number that an entry's detail has under this name.
pub(super) fn detail(entry: &Entry, name: &str) -> Option<i64> {
    entry.detail.get(name)?.as_i64()
}

/// The number of the entry's subject, if it is one of this sort.
pub(super) fn subject(entry: &Entry, sort: &str) -> Option<i64> {
    let (of, number) = entry.subject.split_once(':')?;
    (of == sort).then(|| number.parse().ok())?
}

/// The page of the forum's own that the entry is about.
pub(super) fn page(entry: &Entry) -> Option<(Name, VersionNumber)> {
    let name = entry.subject.strip_prefix("page:")?.parse().ok()?;
    let number = i32::try_from(detail(entry, "version")?).ok()?;
    Some((name, VersionNumber(number)))
}

/// The version that the entry gave a round.
pub(super) fn round_version(entry: &Entry) -> Option<(RoundId, VersionNumber)> {
    let number = i32::try_from(detail(entry, "version")?).ok()?;
    Some((RoundId(subject(entry, "round")?), VersionNumber(number)))
}

/// The revision that the entry made.
pub(super) fn revision(entry: &Entry) -> Option<(PlanId, RevisionNumber)> {
    let number = i32::try_from(detail(entry, "revision")?).ok()?;
    Some((PlanId(subject(entry, "plan")?), RevisionNumber(number)))
}

/// What entries name, by number.
#[derive(Default)]
struct Named {
    people: HashSet<AccountId>,
    plans: HashSet<PlanId>,
    comments: HashSet<CommentId>,
    suggestions: HashSet<SuggestionId>,
    decisions: HashSet<DecisionId>,
    actions: HashSet<ActionId>,
    measures: HashSet<MeasureId>,
    appeals: HashSet<AppealId>,
    listings: HashSet<ListingId>,
    tags: HashSet<TagId>,
    tag_actions: HashSet<TagActionId>,
    revisions: HashSet<(PlanId, RevisionNumber)>,
    versions: HashSet<(Name, VersionNumber)>,
    rounds: HashSet<RoundId>,
    round_versions: HashSet<(RoundId, VersionNumber)>,
    applications: HashSet<ApplicationId>,
}

impl Named {
    fn by(entries: &[Entry]) -> Self {
        let mut named = Self::default();
        for entry in entries {
            named.note(entry);
        }
        named
    }

    fn note(&mut self, entry: &Entry) {
        let numbers = |sort: &str, names: &[&str]| {
            let details = names.iter().filter_map(|name| detail(entry, name));
            subject(entry, sort).into_iter().chain(details).collect()
        };
        let people: Vec<i64> = numbers("account", &["account"]);
        let people = people.into_iter().map(AccountId);
        self.people.extend(people.chain(entry.actor));
        let plans: Vec<i64> = numbers("plan", &["plan", "from", "fork", "into"]);
        self.plans.extend(plans.into_iter().map(PlanId));
        let comments: Vec<i64> = numbers("comment", &["comment"]);
        self.comments.extend(comments.into_iter().map(CommentId));
        let suggestion = detail(entry, "suggestion").map(SuggestionId);
        self.suggestions.extend(suggestion);
        self.decisions
            .extend(detail(entry, "decision").map(DecisionId));
        let action = detail(entry, "action");
        match subject(entry, "tag") {
            None => self.actions.extend(action.map(ActionId)),
            Some(tag) => {
                self.tag_actions.extend(action.map(TagActionId));
                let tags = [Some(tag), detail(entry, "other")];
                self.tags.extend(tags.into_iter().flatten().map(TagId));
            }
        }
        self.measures
            .extend(detail(entry, "measure").map(MeasureId));
        self.listings
            .extend(subject(entry, "listing").map(ListingId));
        let appeals = ["appeal", "answered"].into_iter();
        self.appeals
            .extend(appeals.filter_map(|name| detail(entry, name)).map(AppealId));
        if entry.act == Kind::PlanRevised.as_str() {
            self.revisions.extend(revision(entry));
        }
        self.versions.extend(page(entry));
        self.rounds.extend(subject(entry, "round").map(RoundId));
        if entry.act == Kind::RoundRevised.as_str() {
            self.round_versions.extend(round_version(entry));
        }
        let application = detail(entry, "application").map(ApplicationId);
        self.applications.extend(application);
    }
}

/// A plan, and whether the viewer may read what it says.
struct KnownPlan {
    plan: Plan,
    is_readable: bool,
}

/// What the entries of a page name.
#[derive(Default)]
pub(super) struct Known {
    people: Bylines,
    plans: HashMap<PlanId, KnownPlan>,
    comments: HashMap<CommentId, (PlanId, comments::State)>,
    suggestions: HashMap<SuggestionId, String>,
    decisions: HashMap<DecisionId, String>,
    reasons: HashMap<ActionId, String>,
    measures: HashMap<MeasureId, String>,
    appeals: HashMap<AppealId, Exchange>,
    listings: HashMap<ListingId, (String, String)>,
    tags: HashMap<TagId, String>,
    tag_reasons: HashMap<TagActionId, String>,
    revisions: HashMap<(PlanId, RevisionNumber), String>,
    versions: HashMap<(Name, VersionNumber), String>,
    rounds: HashMap<RoundId, (String, String)>,
    round_notes: HashMap<(RoundId, VersionNumber), String>,
    application_reasons: HashMap<ApplicationId, String>,
}

impl Known {
    /// Reads it, in a few queries however many entries there are.
    pub(super) async fn read(
        forum: &Forum,
        viewer: &Viewer,
        entries: &[Entry],
    ) -> Result<Self, Broken> {
        let named = Named::by(entries);
        let people = accounts::bylines(forum, named.people.iter().copied());
        let (
            people,
            plans,
            comments,
            suggestions,
            decisions,
            reasons,
            measures,
            appeals,
            listings,
            tags,
            tag_reasons,
            revisions,
            versions,
            rounds,
            round_notes,
            application_reasons,
        ) = tokio::try_join!(
            people,
            plans_of(forum, viewer, &named),
            comments_of(forum, &named),
            suggestions_of(forum, &named),
            decisions_of(forum, &named),
            copies::reasons(forum, viewer, &named.actions),
            moderation::reasons(forum, &named.measures),
            moderation::exchanges(forum, &named.appeals),
            listings::names(forum, &named.listings),
            tags::words_of(forum, &named.tags),
            tags::reasons(forum, &named.tag_actions),
            revisions_of(forum, &named),
            pages::notes(forum, &named.versions),
            funding::round_names(forum, &named.rounds),
            funding::round_notes(forum, &named.round_versions),
            funding::application_reasons(forum, &named.applications),
        )?;
        Ok(Self {
            people,
            plans,
            comments,
            suggestions,
            decisions,
            reasons,
            measures,
            appeals,
            listings,
            tags,
            tag_reasons,
            revisions,
            versions,
            rounds,
            round_notes,
            application_reasons,
        })
    }

    pub(super) fn person(&self, id: AccountId) -> Byline {
        self.people.of(id)
    }

    /// The plan of this number, with no more of it than the viewer may see.
    pub(super) fn plan(&self, id: PlanId) -> Option<&Plan> {
        Some(&self.plans.get(&id)?.plan)
    }

    /// Whether the viewer may read what this plan says.
    pub(super) fn may_read(&self, id: PlanId) -> bool {
        self.plans.get(&id).is_some_and(|known| known.is_readable)
    }

    /// Whether a comment is to be seen; nothing of one whose plan the viewer may not read.
    pub(super) fn comment(&self, id: CommentId) -> Option<bool> {
        let (plan, state) = self.comments.get(&id)?;
        self.may_read(*plan)
            .then_some(*state == comments::State::Shown)
    }

    /// What a suggestion to a plan that the viewer may read says of itself.
    pub(super) fn suggestion(&self, id: SuggestionId) -> Option<String> {
        self.suggestions.get(&id).cloned()
    }

    /// The reasons of a decision about a plan that the viewer may read.
    pub(super) fn decision(&self, id: DecisionId) -> Option<String> {
        self.decisions.get(&id).cloned()
    }

    /// The reason that a moderator gave, if the viewer may read it.
    pub(super) fn reason(&self, id: ActionId) -> Option<String> {
        self.reasons.get(&id).cloned()
    }

    /// The reason of a measure.
    pub(super) fn measure(&self, id: MeasureId) -> Option<String> {
        self.measures.get(&id).cloned()
    }

    /// The present word of a tag.
    pub(super) fn tag(&self, id: TagId) -> Option<&str> {
        self.tags.get(&id).map(String::as_str)
    }

    /// The reason of an action on a tag.
    pub(super) fn tag_reason(&self, action: TagActionId) -> Option<String> {
        self.tag_reasons.get(&action).cloned()
    }

    /// What a listing that is to be seen is called, and the readable end of its address.
    pub(super) fn listing(&self, id: ListingId) -> Option<&(String, String)> {
        self.listings.get(&id)
    }

    /// What a round that is to be seen is called, and the readable end of its address.
    pub(super) fn round(&self, id: RoundId) -> Option<&(String, String)> {
        self.rounds.get(&id)
    }

    /// What a version of a round that is to be seen changed.
    pub(super) fn round_note(&self, of: (RoundId, VersionNumber)) -> Option<String> {
        self.rounds.get(&of.0)?;
        self.round_notes.get(&of).cloned()
    }

    /// Why an application was accepted or declined.
    pub(super) fn application_reason(&self, id: ApplicationId) -> Option<String> {
        self.application_reasons.get(&id).cloned()
    }

    /// What was said against a measure, and answered.
    pub(super) fn appeal(&self, id: AppealId) -> Option<&Exchange> {
        self.appeals.get(&id)
    }

    /// What a revision of a plan that the viewer may read changed.
    pub(super) fn note(&self, of: (PlanId, RevisionNumber)) -> Option<String> {
        let note = self.revisions.get(&of)?;
        self.may_read(of.0).then(|| note.clone())
    }

    /// What a version of a page changed.
    pub(super) fn page_note(&self, of: (Name, VersionNumber)) -> Option<String> {
        self.versions.get(&of).cloned()
    }
}

async fn plans_of(
    forum: &Forum,
    viewer: &Viewer,
    named: &Named,
) -> Result<HashMap<PlanId, KnownPlan>, Broken> {
    let ids = named.plans.iter().copied().collect();
    let plans = plans::known(forum, viewer, ids).await?;
    let known = plans.into_iter().map(|plan| {
        let is_readable = plan.readable_by(viewer);
        let plan = plan.as_seen_by(viewer);
        (plan.id, KnownPlan { plan, is_readable })
    });
    Ok(known.collect())
}

async fn comments_of(
    forum: &Forum,
    named: &Named,
) -> Result<HashMap<CommentId, (PlanId, comments::State)>, Broken> {
    let number = comment_rows::Column::Id;
    let query = comment_rows::Entity::find().select_only().columns([
        number,
        comment_rows::Column::PlanId,
        comment_rows::Column::State,
    ]);
    let found: Vec<(CommentId, PlanId, comments::State)> =
        numbered(forum, query, number, &named.comments).await?;
    let comment = |(id, plan, state)| (id, (plan, state));
    Ok(found.into_iter().map(comment).collect())
}

/// The notes of suggestions; whether their plans may be read is for the entry to ask.
async fn suggestions_of(
    forum: &Forum,
    named: &Named,
) -> Result<HashMap<SuggestionId, String>, Broken> {
    let columns = (suggestions::Column::Id, suggestions::Column::Note);
    column_of(
        forum,
        suggestions::Entity::find(),
        columns,
        &named.suggestions,
    )
    .await
}

/// The reasons of decisions, each once.
async fn decisions_of(forum: &Forum, named: &Named) -> Result<HashMap<DecisionId, String>, Broken> {
    let columns = (decisions::Column::Id, decisions::Column::Reasons);
    let query = decisions::Entity::find().filter(decisions::Column::ErasedAt.is_null());
    let found: HashMap<DecisionId, String> =
        column_of(forum, query, columns, &named.decisions).await?;
    let mut told = HashMap::with_capacity(found.len());
    for (id, reasons) in found {
        let reasons: BTreeMap<i32, String> = serde_json::from_str(&reasons)?;
        let mut each: Vec<&str> = Vec::new();
        for reason in reasons.values() {
            if !each.contains(&reason.as_str()) {
                each.push(reason);
            }
        }
        told.insert(id, each.join("; "));
    }
    Ok(told)
}

async fn revisions_of(
    forum: &Forum,
    named: &Named,
) -> Result<HashMap<(PlanId, RevisionNumber), String>, Broken> {
    if named.revisions.is_empty() {
        return Ok(HashMap::new());
    }
    let one_of = named
        .revisions
        .iter()
        .fold(Condition::any(), |any, (plan, number)| {
            let this = Condition::all()
                .add(revisions::Column::PlanId.eq(*plan))
                .add(revisions::Column::Number.eq(*number));
            any.add(this)
        });
    let found: Vec<(PlanId, RevisionNumber, String)> = revisions::Entity::find()
        .select_only()
        .columns([
            revisions::Column::PlanId,
            revisions::Column::Number,
            revisions::Column::Note,
        ])
        .filter(one_of)
        .filter(revisions::Column::ErasedAt.is_null())
        .into_tuple()
        .all(forum.read())
        .await?;
    let note = |(plan, number, note)| ((plan, number), note);
    Ok(found.into_iter().map(note).collect())
}
