//! What a funder asks about an application, and what its founder answers.

use super::{
    FundError,
    apply::begin_on_own,
    decide::{begin_as_funder, title},
    hashes::text_hash,
};
use crate::{
    accounts::{self, Byline},
    broken::Broken,
    checked::{self, Lines},
    clock::Timestamp,
    forum::Forum,
    funding::{LONGEST_ANSWER, MOST_OPEN_QUESTIONS, Refusal, letters},
    ids::{AccountId, ApplicationId, QuestionId},
    limits::{self, Rate},
    log::{Act, Kind, Subject},
    mail,
    once::{self, Claim},
    problems::Problems,
    tables::{applications, questions, rounds},
    viewer::Member,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder,
};

/// How often one member may ask or answer.
const SAID: Rate = Rate::new(30, Timestamp::MINUTE);

/// A question about an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its number.
    pub id: QuestionId,
    /// Who asks.
    pub asker: Byline,
    /// What is asked; empty when it went with whoever asked.
    pub question: String,
    /// When.
    pub asked_at: Timestamp,
    /// Who answered.
    pub answerer: Option<Byline>,
    /// What; empty while nothing was, and when it went with whoever answered.
    pub answer: String,
    /// When.
    pub answered_at: Option<Timestamp>,
}

/// The questions about an application, the first first.
pub(super) async fn questions_of(
    forum: &Forum,
    id: ApplicationId,
) -> Result<Vec<Question>, Broken> {
    let rows = questions::Entity::find()
        .filter(questions::Column::ApplicationId.eq(id))
        .order_by_asc(questions::Column::Id)
        .all(forum.read())
        .await?;
    let people: Vec<AccountId> = rows
        .iter()
        .flat_map(|row| [Some(row.asker_id), row.answerer_id])
        .flatten()
        .collect();
    let people = accounts::bylines(forum, people).await?;
    let questions = rows.into_iter().map(|row| Question {
        id: row.id,
        asker: people.of(row.asker_id),
        question: row.question,
        asked_at: row.asked_at,
        answerer: row.answerer_id.map(|id| people.of(id)),
        answer: row.answer,
        answered_at: row.answered_at,
    });
    Ok(questions.collect())
}

/// The application that a question is about.
///
/// # Errors
/// When the database fails.
pub async fn application_of_question(
    forum: &Forum,
    id: QuestionId,
) -> Result<Option<ApplicationId>, Broken> {
    let row = questions::Entity::find_by_id(id).one(forum.read()).await?;
    Ok(row.map(|row| row.application_id))
}

fn text(field: &'static str, typed: &str) -> Result<String, FundError> {
    checked::text(typed, Lines::Many, 3, LONGEST_ANSWER)
        .map_err(|wrong| FundError::Invalid(Problems::one(field, wrong)))
}

/// Asks something about an application to a round of the member's, and tells whoever applied. The same `once` key
/// by the same member is the same question.
///
/// # Errors
/// When it was decided, too many questions wait, nothing is asked, or it is not to a round of the member's.
pub async fn ask(
    forum: &Forum,
    funder: &Member,
    id: ApplicationId,
    typed: &str,
    once: Option<&str>,
) -> Result<QuestionId, FundError> {
    let question = text("question", typed)?;
    limits::take(forum, &format!("ask:account:{}", funder.id), SAID).await?;
    let once = once.map(|key| format!("ask {key}"));
    let (write, round, row) = begin_as_funder(forum, funder, id).await?;
    if let Some(key) = &once
        && let Claim::Made(made) = once::claim(write.tx(), funder.id, key, write.now()).await?
    {
        return Ok(QuestionId(made));
    }
    let waiting = questions::Entity::find()
        .filter(questions::Column::ApplicationId.eq(id))
        .filter(questions::Column::AnsweredAt.is_null());
    if waiting.count(write.tx()).await? >= MOST_OPEN_QUESTIONS {
        return Err(FundError::Refused(Refusal::Questions));
    }
    let salt = forum.entropy().bytes::<16>();
    let hash = text_hash(&question, &salt)?;
    let asked = questions::ActiveModel {
        application_id: Set(id),
        asker_id: Set(funder.id),
        question: Set(question),
        asked_at: Set(write.now()),
        salt: Set(salt.to_vec()),
        content_hash: Set(hash.to_vec()),
        answer: Set(String::new()),
        ..Default::default()
    };
    let made = asked.insert(write.tx()).await?.id;
    let counted = applications::ActiveModel {
        id: Set(id),
        questions: Set(row.questions + 1),
        ..Default::default()
    };
    counted.update(write.tx()).await?;
    if let Some(key) = &once {
        once::keep(write.tx(), funder.id, key, made.0).await?;
    }
    if let Some(to) = accounts::address_for_news(&write, row.applicant_id).await? {
        let plan = title(&write, &row).await?;
        let letter = letters::asked(forum.policy(), to, (id, &round.title), &plan, &funder.name);
        mail::queue(write.tx(), letter, write.now()).await?;
    }
    let act = Act::by(funder.id, Kind::ApplicationAsked, Subject::Round(round.id))
        .with("application", id.0)
        .with("plan", row.plan_id.0)
        .with("question", made.0)
        .with("content", hash);
    write.record(act).await?;
    Ok(made)
}

/// Answers a question about an application of the member's, once, and tells the funder.
///
/// # Errors
/// When it has been answered, nothing is said, or the application is not the member's.
pub async fn answer(
    forum: &Forum,
    member: &Member,
    id: QuestionId,
    typed: &str,
) -> Result<ApplicationId, FundError> {
    let answer = text("answer", typed)?;
    limits::take(forum, &format!("ask:account:{}", member.id), SAID).await?;
    let question = questions::Entity::find_by_id(id).one(forum.read()).await?;
    let application = question.ok_or(FundError::NotFound)?.application_id;
    let (write, row) = begin_on_own(forum, member, application).await?;
    let question = questions::Entity::find_by_id(id).one(write.tx()).await?;
    if question.ok_or(FundError::NotFound)?.answered_at.is_some() {
        return Err(FundError::Refused(Refusal::Answered));
    }
    let salt = forum.entropy().bytes::<16>();
    let hash = text_hash(&answer, &salt)?;
    let answered = questions::ActiveModel {
        id: Set(id),
        answerer_id: Set(Some(member.id)),
        answer: Set(answer),
        answered_at: Set(Some(write.now())),
        answer_salt: Set(Some(salt.to_vec())),
        answer_hash: Set(Some(hash.to_vec())),
        ..Default::default()
    };
    answered.update(write.tx()).await?;
    let round = rounds::Entity::find_by_id(row.round_id)
        .one(write.tx())
        .await?;
    if let Some(round) = round
        && let Some(to) = accounts::address_for_news(&write, round.funder_id).await?
    {
        let plan = title(&write, &row).await?;
        let of = (application, round.title.as_str());
        let letter = letters::answered(forum.policy(), to, of, &plan, &member.name);
        mail::queue(write.tx(), letter, write.now()).await?;
    }
    let act = Act::by(
        member.id,
        Kind::ApplicationAnswered,
        Subject::Round(row.round_id),
    )
    .with("application", application.0)
    .with("plan", row.plan_id.0)
    .with("question", id.0)
    .with("reply", hash);
    write.record(act).await?;
    Ok(application)
}
