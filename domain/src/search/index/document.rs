//! Plans, comments, people and listings as documents of the index: only those that everybody may see.

use super::{schema::Fields, snapshot::Snapshot};
use crate::{
    accounts::Standing,
    broken::Broken,
    clock::Timestamp,
    copies::{Text, sketch},
    forum::Forum,
    ids::{AccountId, CommentId, ListingId, PlanId, RevisionNumber},
    plans::{Licence, Stage},
    search::{
        Kind, figures,
        language::Language,
        meaning,
        model::{self, Kept, Reader},
    },
    text::plain::{Said, plain},
};
use sea_orm::{FromQueryResult, Statement};
use std::{collections::HashMap, fmt, sync::Arc};
use tantivy::{TantivyDocument, Term, schema::Field};

/// What a document is replaced and deleted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::search) enum Key {
    Plan(PlanId),
    Comment(CommentId),
    Person(AccountId),
    Listing(ListingId),
}

impl Key {
    pub(in crate::search) fn term(self, key: Field) -> Term {
        Term::from_field_text(key, &self.to_string())
    }

    pub(super) fn number(self) -> i64 {
        match self {
            Self::Plan(id) => id.0,
            Self::Comment(id) => id.0,
            Self::Person(id) => id.0,
            Self::Listing(id) => id.0,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plan(id) => write!(f, "plan:{id}"),
            Self::Comment(id) => write!(f, "comment:{id}"),
            Self::Person(id) => write!(f, "person:{id}"),
            Self::Listing(id) => write!(f, "listing:{id}"),
        }
    }
}

/// Which rows are read.
#[derive(Clone, Debug)]
pub(super) enum Which {
    /// The next after this number.
    After(i64),
    /// Those with these numbers.
    These(Vec<i64>),
}

impl Which {
    fn condition(&self, column: &str) -> String {
        match self {
            Self::After(id) => format!("{column} > {id}"),
            Self::These(ids) => {
                let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
                format!("{column} IN ({})", ids.join(","))
            }
        }
    }
}

/// Something that becomes a document.
pub(super) trait Source: FromQueryResult + Send + 'static {
    /// Reads those that everybody may see, by their numbers, with a condition and a limit to be
    /// filled in.
    const SQL: &'static str;
    /// What [`Which`] is about.
    const ID: &'static str;

    fn id(&self) -> i64;
    fn key(&self) -> Key;
    fn document(&self, fields: &Fields, read: &AlreadyRead) -> Result<TantivyDocument, Broken>;
}

/// What a model has made of plans, to be taken over where their text is still the same.
#[derive(Clone, Default)]
pub(super) struct AlreadyRead {
    /// Just now.
    new: Arc<HashMap<PlanId, Kept>>,
    /// By what answers now.
    old: Option<Arc<Snapshot>>,
}

impl AlreadyRead {
    pub(super) fn by(old: Option<Arc<Snapshot>>) -> Self {
        Self {
            new: Arc::default(),
            old: old.filter(|old| old.keeps_something()),
        }
    }

    pub(super) fn with(mut self, new: HashMap<PlanId, Kept>) -> Self {
        self.new = Arc::new(new);
        self
    }

    fn of(&self, plan: PlanId, text: impl FnOnce() -> u64) -> Result<Option<Kept>, Broken> {
        let kept = match (self.new.get(&plan), &self.old) {
            (Some(new), _) => Some(new.clone()),
            (None, Some(old)) => old.kept(plan)?,
            (None, None) => None,
        };
        Ok(match kept {
            Some(kept) if kept.text == text() => Some(kept),
            _ => None,
        })
    }
}

pub(super) async fn read<S: Source>(
    forum: &Forum,
    which: &Which,
    limit: usize,
) -> Result<Vec<S>, Broken> {
    let sql = S::SQL.replace("{which}", &which.condition(S::ID));
    let sql = format!("{sql} ORDER BY {} LIMIT {limit}", S::ID);
    let statement = Statement::from_string(forum.read().get_database_backend(), sql);
    Ok(S::find_by_statement(statement).all(forum.read()).await?)
}

pub(super) fn documents<S: Source>(
    rows: &[S],
    fields: &Fields,
    read: &AlreadyRead,
) -> Result<Vec<TantivyDocument>, Broken> {
    rows.iter().map(|row| row.document(fields, read)).collect()
}

/// A published plan with what its newest revision says.
#[derive(Debug, FromQueryResult)]
pub(super) struct PlanSource {
    id: PlanId,
    head: RevisionNumber,
    author_id: AccountId,
    handle: String,
    standing: Standing,
    title: String,
    pitch: String,
    body: String,
    numbers: Option<String>,
    stage: Stage,
    licence: Licence,
    tags: String,
    family: Option<PlanId>,
    created_at: Timestamp,
    comments: i64,
    forks: i64,
    figures: Option<String>,
}

impl Source for PlanSource {
    const SQL: &'static str = "SELECT p.id, p.head, p.author_id, a.handle, a.standing, p.title, p.pitch, r.body, r.numbers, \
        p.stage, p.licence, p.tags, p.family, p.created_at, p.comments, p.forks, p.figures \
        FROM plans p JOIN revisions r ON r.plan_id = p.id AND r.number = p.head \
        JOIN accounts a ON a.id = p.author_id WHERE p.state = 'published' AND {which}";
    const ID: &'static str = "p.id";

    fn id(&self) -> i64 {
        self.id.0
    }

    fn key(&self) -> Key {
        Key::Plan(self.id)
    }

    fn document(&self, fields: &Fields, read: &AlreadyRead) -> Result<TantivyDocument, Broken> {
        let language = Language::of_parts([&self.title, &self.pitch, &self.body]);
        let mut made = begun(fields, self.key(), Kind::Plan, self.id.0, language);
        made.add_text(fields.title, language.marked(&self.title));
        made.add_text(fields.pitch, language.marked(&self.pitch));
        let Said { sections, own } = Said::of(&self.body);
        // A value each, so that no phrase runs from one section into the next.
        for words in &sections {
            made.add_text(fields.body, language.marked(words));
        }
        let others = sections.iter().map(String::as_str);
        let others = std::iter::once(self.pitch.as_str()).chain(others);
        if let Some(meaning) = meaning::of(&self.title, others) {
            made.add_custom(fields.meaning, &meaning.to_bytes());
        }
        for hash in sketch(&Text::of_own(&self.pitch, own)) {
            made.add_u64(fields.sketch, hash);
        }
        if let Some(kept) = read.of(self.id, || self.text())? {
            made.add_bytes(fields.read, &kept.to_bytes());
            made.add_u64(fields.mark, kept.mark);
        }
        made.add_i64(fields.revision, self.head.0.into());
        for tag in self.tags.split_whitespace() {
            made.add_text(fields.tag, tag);
        }
        made.add_i64(fields.plan, self.id.0);
        written_by(
            &mut made,
            fields,
            self.author_id,
            &self.handle,
            self.standing,
        );
        made.add_i64(fields.stage, place(Stage::ALL, &self.stage));
        made.add_i64(fields.licence, place(Licence::ALL, &self.licence));
        made.add_i64(fields.family, self.family.unwrap_or(self.id).0);
        made.add_i64(fields.forks, self.forks);
        made.add_i64(fields.comments, self.comments);
        made.add_i64(fields.created, self.created_at.0);
        self.add_figures(fields, &mut made)?;
        Ok(made)
    }
}

impl PlanSource {
    /// What the model makes of it. A plan that it cannot read is not given to it again.
    pub(super) fn read_by(&self, reader: &Reader) -> Kept {
        let sections = Said::of(&self.body).sections;
        let read = reader.read(&self.title, &self.pitch, &sections);
        let meaning = read.unwrap_or_else(|error| {
            tracing::error!(%error, plan = %self.id, "the model cannot read a plan");
            None
        });
        Kept {
            mark: reader.mark(),
            text: self.text(),
            meaning,
        }
    }

    fn text(&self) -> u64 {
        model::text_of(&self.title, &self.pitch, &self.body)
    }

    fn add_figures(&self, fields: &Fields, made: &mut TantivyDocument) -> Result<(), Broken> {
        let known = figures::read(self.figures.as_deref(), self.numbers.as_deref())?;
        if let Some(known) = known {
            made.add_text(fields.currency, known.currency.to_lowercase());
            for (figure, number) in known.figures {
                made.add_i64(fields.figure(figure), number);
            }
        }
        Ok(())
    }
}

/// A comment that everybody may read.
#[derive(Debug, FromQueryResult)]
pub(super) struct CommentSource {
    id: CommentId,
    plan_id: PlanId,
    author_id: AccountId,
    handle: String,
    standing: Standing,
    body: String,
    created_at: Timestamp,
}

impl Source for CommentSource {
    const SQL: &'static str = "SELECT c.id, c.plan_id, c.author_id, a.handle, a.standing, c.body, c.created_at \
        FROM comments c JOIN plans p ON p.id = c.plan_id JOIN accounts a ON a.id = c.author_id \
        WHERE c.state = 'shown' AND p.state = 'published' AND {which}";
    const ID: &'static str = "c.id";

    fn id(&self) -> i64 {
        self.id.0
    }

    fn key(&self) -> Key {
        Key::Comment(self.id)
    }

    fn document(&self, fields: &Fields, _: &AlreadyRead) -> Result<TantivyDocument, Broken> {
        let said = plain(&self.body);
        let language = Language::of(&said);
        let mut made = begun(fields, self.key(), Kind::Comment, self.id.0, language);
        made.add_text(fields.said, language.marked(&said));
        made.add_i64(fields.plan, self.plan_id.0);
        written_by(
            &mut made,
            fields,
            self.author_id,
            &self.handle,
            self.standing,
        );
        made.add_i64(fields.created, self.created_at.0);
        Ok(made)
    }
}

/// Somebody who is here.
#[derive(Debug, FromQueryResult)]
pub(super) struct PersonSource {
    id: AccountId,
    handle: String,
    standing: Standing,
    name: String,
    about: String,
    created_at: Timestamp,
}

impl Source for PersonSource {
    const SQL: &'static str = "SELECT a.id, a.handle, a.standing, a.name, a.about, a.created_at FROM accounts a \
        WHERE a.standing IN ('active', 'suspended') AND {which}";
    const ID: &'static str = "a.id";

    fn id(&self) -> i64 {
        self.id.0
    }

    fn key(&self) -> Key {
        Key::Person(self.id)
    }

    fn document(&self, fields: &Fields, _: &AlreadyRead) -> Result<TantivyDocument, Broken> {
        let about = plain(&self.about);
        let language = Language::of(&about);
        let mut made = begun(fields, self.key(), Kind::Person, self.id.0, language);
        made.add_text(fields.name, &self.handle);
        made.add_text(fields.name, &self.name);
        made.add_text(fields.about, language.marked(&about));
        written_by(&mut made, fields, self.id, &self.handle, self.standing);
        made.add_i64(fields.created, self.created_at.0);
        Ok(made)
    }
}

/// A listing that everybody may see.
#[derive(Debug, FromQueryResult)]
pub(super) struct ListingSource {
    id: ListingId,
    maker_id: AccountId,
    handle: String,
    standing: Standing,
    title: String,
    introduction: String,
    published_at: Timestamp,
}

impl Source for ListingSource {
    const SQL: &'static str = "SELECT l.id, l.maker_id, a.handle, a.standing, l.title, l.introduction, l.published_at \
        FROM listings l JOIN accounts a ON a.id = l.maker_id WHERE l.state = 'published' AND {which}";
    const ID: &'static str = "l.id";

    fn id(&self) -> i64 {
        self.id.0
    }

    fn key(&self) -> Key {
        Key::Listing(self.id)
    }

    fn document(&self, fields: &Fields, _: &AlreadyRead) -> Result<TantivyDocument, Broken> {
        let about = plain(&self.introduction);
        let language = Language::of_parts([&self.title, &about]);
        let mut made = begun(fields, self.key(), Kind::Listing, self.id.0, language);
        made.add_text(fields.title, language.marked(&self.title));
        made.add_text(fields.about, language.marked(&about));
        written_by(
            &mut made,
            fields,
            self.maker_id,
            &self.handle,
            self.standing,
        );
        made.add_i64(fields.created, self.published_at.0);
        Ok(made)
    }
}

fn begun(fields: &Fields, key: Key, kind: Kind, id: i64, language: Language) -> TantivyDocument {
    let mut made = TantivyDocument::default();
    made.add_text(fields.key, key.to_string());
    made.add_i64(fields.kind, place(Kind::ALL, &kind));
    made.add_i64(fields.id, id);
    made.add_text(fields.language, language.code());
    made
}

/// A former member is not found by their handle any more.
fn written_by(
    made: &mut TantivyDocument,
    fields: &Fields,
    author: AccountId,
    handle: &str,
    standing: Standing,
) {
    made.add_i64(fields.author, author.0);
    if matches!(standing, Standing::Active | Standing::Suspended) {
        made.add_text(fields.by, handle);
    }
}

/// A word of a closed set as a number: its place in the set.
pub(in crate::search) fn place<T: PartialEq>(all: &[T], one: &T) -> i64 {
    let place = all.iter().position(|other| other == one).unwrap_or(0);
    i64::try_from(place).unwrap_or(0)
}
