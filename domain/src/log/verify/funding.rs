//! What rounds say, what was entered there, and what was asked, answered and decided about it.

use super::{chain::Chain, claims::Text, contents::Contents, walk::Walk};
use crate::{
    broken::Broken,
    funding,
    tables::{applications, questions, round_versions, rounds},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Query};

impl Contents<'_> {
    /// Reads every version of the rounds that were ever published, every application and every question.
    pub(super) async fn funding(
        &mut self,
        chain: &mut Chain,
        tell: &mut impl FnMut(u64),
    ) -> Result<(), Broken> {
        self.round_versions(chain, tell).await?;
        self.applications(chain, tell).await?;
        self.questions(chain, tell).await
    }

    async fn round_versions(
        &mut self,
        chain: &mut Chain,
        tell: &mut impl FnMut(u64),
    ) -> Result<(), Broken> {
        let public = Query::select()
            .column(rounds::Column::Id)
            .from(rounds::Entity)
            .and_where(rounds::Column::PublishedAt.is_not_null())
            .to_owned();
        let all = round_versions::Entity::find()
            .filter(round_versions::Column::RoundId.in_subquery(public));
        let key = |row: &round_versions::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, round_versions::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let text = Text::Round {
                    round: row.round_id.0,
                    number: row.number.0.into(),
                };
                let said = match row.erased_at {
                    Some(_) => None,
                    None => Some(funding::stored_version_hash(&row)?),
                };
                self.one(chain, text, &row.content_hash, said)?;
            }
            tell(self.texts);
        }
        Ok(())
    }

    async fn applications(
        &mut self,
        chain: &mut Chain,
        tell: &mut impl FnMut(u64),
    ) -> Result<(), Broken> {
        let all = applications::Entity::find();
        let key = |row: &applications::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, applications::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let application = row.id.0;
                let entered = match row.erased_at {
                    Some(_) => None,
                    None => Some(funding::stored_application_hash(&row)?),
                };
                let text = Text::Application { application };
                self.one(chain, text, &row.content_hash, entered)?;
                if let Some(kept) = &row.reason_hash {
                    let reason = match row.reason_erased_at {
                        Some(_) => None,
                        None => funding::stored_reason_hash(&row)?,
                    };
                    let text = Text::ApplicationReason { application };
                    self.one(chain, text, kept, reason)?;
                }
            }
            tell(self.texts);
        }
        Ok(())
    }

    async fn questions(
        &mut self,
        chain: &mut Chain,
        tell: &mut impl FnMut(u64),
    ) -> Result<(), Broken> {
        let all = questions::Entity::find();
        let key = |row: &questions::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, questions::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let question = row.id.0;
                let asked = match row.erased_at {
                    Some(_) => None,
                    None => Some(funding::stored_question_hash(&row)?),
                };
                self.one(chain, Text::Question { question }, &row.content_hash, asked)?;
                if let Some(kept) = &row.answer_hash {
                    let answer = match row.answer_erased_at {
                        Some(_) => None,
                        None => funding::stored_answer_hash(&row)?,
                    };
                    self.one(chain, Text::Reply { question }, kept, answer)?;
                }
            }
            tell(self.texts);
        }
        Ok(())
    }
}
