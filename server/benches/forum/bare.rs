//! The peer: an axum handler that asks the same questions of the same database and writes the same
//! texts with `format!`, without types, checks, layers or views.

use crate::fixture::Fixture;
use anyhow::Result;
use axum::{Router, extract::State, http::StatusCode, response::Html, routing::get};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, QueryResult,
    Statement, Value,
};
use std::{fmt::Write as _, net::SocketAddr};
use tokio::net::TcpListener;

#[derive(Clone)]
struct Bare {
    db: DatabaseConnection,
    plan: i64,
    /// The numbers of the plans beside it, as an `IN` takes them.
    similar: String,
}

/// Serves the fixture's page by hand.
pub(crate) async fn serve(fixture: &Fixture) -> Result<SocketAddr> {
    let file = fixture.folder().join("openplan.db");
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=ro", file.display()));
    options
        .max_connections(8)
        .sqlx_logging(false)
        .test_before_acquire(false);
    let similar = fixture.similar().await?;
    let similar: Vec<String> = similar.iter().map(ToString::to_string).collect();
    let bare = Bare {
        db: Database::connect(options).await?,
        plan: fixture.plan.0,
        similar: similar.join(","),
    };
    let router = Router::new()
        .route(&fixture.page, get(page))
        .with_state(bare);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

async fn page(State(bare): State<Bare>) -> Result<Html<String>, StatusCode> {
    bare.page()
        .await
        .map(Html)
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

impl Bare {
    async fn page(&self) -> Result<String, DbErr> {
        let plan = self
            .all("SELECT * FROM plans WHERE id = $1", [self.plan.into()])
            .await?;
        let plan = plan.first().ok_or(DbErr::RecordNotInserted)?;
        let head: i32 = plan.try_get("", "head")?;
        let revision = self
            .all(
                "SELECT * FROM revisions WHERE plan_id = $1 AND number = $2",
                [self.plan.into(), head.into()],
            )
            .await?;
        let revision = revision.first().ok_or(DbErr::RecordNotInserted)?;
        let counts = self
            .all(
                "SELECT section, count(*) FROM comments WHERE plan_id = $1 AND section IS NOT NULL \
                 AND state = 'shown' GROUP BY section",
                [self.plan.into()],
            )
            .await?;
        let roots = self
            .all(
                "SELECT * FROM comments WHERE plan_id = $1 AND parent_id IS NULL \
                 ORDER BY votes DESC, id DESC LIMIT 51",
                [self.plan.into()],
            )
            .await?;
        let answers = self.answers(&roots).await?;
        let people = self.people(plan, roots.iter().chain(&answers)).await?;
        let similar = self.similar().await?;
        let mut html = String::with_capacity(32 * 1024);
        head_of(&mut html, plan, revision)?;
        for count in &counts {
            let _ = write!(html, "<a>{}</a>", count.try_get_by_index::<i64>(1)?);
        }
        for comment in roots.iter().chain(&answers) {
            comment_of(&mut html, comment, &people)?;
        }
        for plan in &similar {
            similar_of(&mut html, plan)?;
        }
        html.push_str("</main></body></html>");
        Ok(html)
    }

    /// The plans beside it, and then who wrote them.
    async fn similar(&self) -> Result<Vec<QueryResult>, DbErr> {
        let ids = &self.similar;
        let plans = format!("SELECT * FROM plans WHERE id IN ({ids}) AND state = 'published'");
        let plans = self.all(&plans, []).await?;
        let authors = self::ids(plans.iter(), "author_id")?;
        let people =
            format!("SELECT id, handle, name, standing FROM accounts WHERE id IN ({authors})");
        self.all(&people, []).await?;
        Ok(plans)
    }

    async fn answers(&self, roots: &[QueryResult]) -> Result<Vec<QueryResult>, DbErr> {
        let ids = ids(roots.iter(), "id")?;
        self.all(
            &format!("SELECT * FROM comments WHERE root_id IN ({ids}) ORDER BY id LIMIT 500"),
            [],
        )
        .await
    }

    async fn people(
        &self,
        plan: &QueryResult,
        comments: impl Iterator<Item = &QueryResult>,
    ) -> Result<Vec<(i64, String)>, DbErr> {
        let mut ids = ids(comments, "author_id")?;
        let _ = write!(ids, ",{}", plan.try_get::<i64>("", "author_id")?);
        let rows = self
            .all(
                &format!("SELECT id, handle, name, standing FROM accounts WHERE id IN ({ids})"),
                [],
            )
            .await?;
        rows.iter()
            .map(|row| Ok((row.try_get("", "id")?, row.try_get("", "handle")?)))
            .collect()
    }

    async fn all<const N: usize>(
        &self,
        sql: &str,
        values: [Value; N],
    ) -> Result<Vec<QueryResult>, DbErr> {
        self.db
            .query_all_raw(Statement::from_sql_and_values(
                DbBackend::Sqlite,
                sql,
                values,
            ))
            .await
    }
}

fn ids<'row>(rows: impl Iterator<Item = &'row QueryResult>, column: &str) -> Result<String, DbErr> {
    let ids: Result<Vec<String>, DbErr> = rows
        .map(|row| Ok(row.try_get::<i64>("", column)?.to_string()))
        .collect();
    Ok(ids?.join(","))
}

fn head_of(html: &mut String, plan: &QueryResult, revision: &QueryResult) -> Result<(), DbErr> {
    let title = escaped(&plan.try_get::<String>("", "title")?);
    let pitch = escaped(&plan.try_get::<String>("", "pitch")?);
    let votes: i64 = plan.try_get("", "votes")?;
    let text: String = revision.try_get("", "html")?;
    let _ = write!(
        html,
        "<!doctype html><html lang=\"en\"><head><title>{title}</title></head><body><main>\
         <h1>{title}</h1><p>{pitch}</p><p>{votes}</p>{text}"
    );
    Ok(())
}

fn comment_of(
    html: &mut String,
    comment: &QueryResult,
    people: &[(i64, String)],
) -> Result<(), DbErr> {
    let id: i64 = comment.try_get("", "id")?;
    let author: i64 = comment.try_get("", "author_id")?;
    let text: String = comment.try_get("", "html")?;
    let votes: i64 = comment.try_get("", "votes")?;
    let handle = people
        .iter()
        .find(|(person, _)| *person == author)
        .map_or("", |(_, handle)| handle.as_str());
    let _ = write!(
        html,
        "<article id=\"c{id}\"><a href=\"/people/{handle}\">{handle}</a>{text}<p>{votes}</p></article>"
    );
    Ok(())
}

fn similar_of(html: &mut String, plan: &QueryResult) -> Result<(), DbErr> {
    let id: i64 = plan.try_get("", "id")?;
    let title = escaped(&plan.try_get::<String>("", "title")?);
    let slug: String = plan.try_get("", "slug")?;
    let _ = write!(html, "<a href=\"/plans/{id}/{slug}\">{title}</a>");
    Ok(())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
