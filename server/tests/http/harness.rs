//! A fresh forum for each test, and clients that speak to its router without a network.

use app::client::ClientAddress;
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
    response::Response,
};
use domain::{
    Forum,
    clock::{Clock, Timestamp},
    forum::{Db, Entropy, Policy},
    log,
};
use http_body_util::BodyExt;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};
use serde_json::Value;
use server::{assets::Assets, settings::Settings, store::Place, web::Rates};
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::{sync::watch, time::timeout};
use tower::ServiceExt;

/// 2026-11-01T09:00:00Z, when every test begins.
pub const BEGINNING: Timestamp = Timestamp(1_793_523_600 * Timestamp::SECOND);
/// Where the forum believes to be reached.
pub const PUBLIC_URL: &str = "https://plans.example";

/// A forum of its own for one test.
pub struct Fresh {
    pub forum: Forum,
    pub router: Router,
    db: Db,
    _stop: watch::Sender<bool>,
    _folder: tempfile::TempDir,
}

impl Fresh {
    /// With everything as an operator finds it who decides nothing but the address.
    pub async fn new() -> Self {
        Self::with(Settings {
            limits: false,
            ..Settings::default()
        })
        .await
    }

    pub async fn with(settings: Settings) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let db = Place::folder(folder.path())
            .open()
            .await
            .expect("a fresh database opens");
        Self::over(db, settings, folder)
    }

    fn over(db: Db, settings: Settings, folder: tempfile::TempDir) -> Self {
        let policy = Policy {
            public_url: settings
                .public_url
                .clone()
                .unwrap_or_else(|| PUBLIC_URL.into()),
            limits: settings.limits,
            newcomers: settings.newcomers,
            registration: settings.registration,
            ..Policy::default()
        };
        let forum = Forum::new(
            db.clone(),
            Clock::manual(BEGINNING),
            Entropy::seeded(1),
            policy,
        );
        forum.search_in(Place::folder(folder.path()).index());
        let (order, stop) = watch::channel(false);
        let rates = settings.limits.then(Arc::<Rates>::default);
        let assets = Arc::new(Assets::load());
        let router = server::serve::router(&forum, settings, &assets, rates, stop);
        Self {
            forum,
            router,
            db,
            _stop: order,
            _folder: folder,
        }
    }

    /// The search index takes in what has happened.
    pub async fn follow(&self) {
        domain::search::catch_up(&self.forum)
            .await
            .expect("the index follows");
    }

    /// How many rows each table has, but for the one that counts attempts: what was refused has
    /// left them as they were.
    pub async fn rows(&self) -> BTreeMap<String, i64> {
        let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
                      AND name <> 'attempts'";
        let mut rows = BTreeMap::new();
        for table in self.query(tables).await {
            let table: String = table.try_get_by_index(0).expect("a table's name");
            let counted = self
                .query(&format!("SELECT count(*) FROM \"{table}\""))
                .await;
            rows.insert(table, counted[0].try_get_by_index(0).expect("a number"));
        }
        rows
    }

    async fn query(&self, sql: &str) -> Vec<QueryResult> {
        let statement = Statement::from_string(DbBackend::Sqlite, sql);
        let rows = self.db.writer().query_all_raw(statement).await;
        rows.expect("the query runs")
    }

    /// Runs one statement that changes something as no page of ours does.
    pub async fn execute(&self, sql: &str) {
        let done = self.db.writer().execute_unprepared(sql).await;
        done.expect("the statement runs");
    }

    /// Panics unless the log's chain holds.
    pub async fn verify(&self) {
        let report = log::verify(&self.forum).await.expect("the log is read");
        assert_eq!(report.faults, Vec::<String>::new());
    }

    /// A visitor who has not signed in.
    pub fn visitor(&self) -> Client {
        Client {
            router: self.router.clone(),
            token: None,
        }
    }
}

/// Whoever asks: with a token by the API, or with a cookie by pages.
#[derive(Clone)]
pub struct Client {
    router: Router,
    token: Option<String>,
}

impl Client {
    /// The same, with this token.
    pub fn with_token(&self, token: impl Into<String>) -> Self {
        Self {
            router: self.router.clone(),
            token: Some(token.into()),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// A form of one of our own pages.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).expect("fields can be written");
        self.post_raw(path, body).await
    }

    /// A form of one of our own pages, written out already.
    pub async fn post_raw(&self, path: &str, body: impl Into<Body>) -> Answer {
        let mut request = self.request(Method::POST, path);
        *request.body_mut() = body.into();
        let headers = request.headers_mut();
        insert(headers, "content-type", "application/x-www-form-urlencoded");
        insert(headers, "sec-fetch-site", "same-origin");
        self.send(request).await
    }

    /// A form of one of our own pages that brings a file.
    pub async fn post_file(&self, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!(
                "--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.into_bytes());
        }
        let head = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"plan.json\"\r\n\
                    Content-Type: application/json\r\n\r\n";
        body.extend([head.as_bytes(), file, b"\r\n--edge--\r\n"].concat());
        self.send(self.with_files(path, body)).await
    }

    /// The request of such a form, with this body.
    pub fn with_files(&self, path: &str, body: impl Into<Body>) -> Request<Body> {
        let mut request = self.request(Method::POST, path);
        *request.body_mut() = body.into();
        let headers = request.headers_mut();
        insert(
            headers,
            "content-type",
            "multipart/form-data; boundary=edge",
        );
        insert(headers, "sec-fetch-site", "same-origin");
        request
    }

    /// A call of the API.
    pub async fn call(&self, method: Method, path: &str, body: &Value) -> Answer {
        let mut request = self.request(method, &format!("/api/v1{path}"));
        *request.body_mut() = Body::from(body.to_string());
        insert(request.headers_mut(), "content-type", "application/json");
        self.send(request).await
    }

    /// A request that carries who asks and nothing else.
    pub fn request(&self, method: Method, path: &str) -> Request<Body> {
        let mut request = Request::new(Body::empty());
        *request.method_mut() = method;
        *request.uri_mut() = path.parse().expect("an address");
        request
            .extensions_mut()
            .insert(ClientAddress([127, 0, 0, 1].into()));
        if let Some(token) = &self.token {
            let bearer = format!("Bearer {token}");
            insert(request.headers_mut(), "authorization", &bearer);
            let cookie = format!("__Host-session={token}");
            insert(request.headers_mut(), "cookie", &cookie);
        }
        request
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.respond(request).await;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("the body ends").to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// As [`Self::send`], but of a stream of events, which does not end, only what comes at once.
    pub async fn begin(&self, request: Request<Body>) -> Answer {
        let response = self.respond(request).await;
        let (parts, mut body) = response.into_parts();
        let mut text = Vec::new();
        let endless = parts
            .headers
            .get("content-type")
            .is_some_and(|kind| kind == "text/event-stream");
        let patience = Duration::from_millis(if endless { 200 } else { 60_000 });
        while let Ok(Some(frame)) = timeout(patience, body.frame()).await {
            text.extend(frame.expect("a frame").into_data().unwrap_or_default());
        }
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&text).into_owned(),
        }
    }

    /// The answer before its body has been read, for one that goes on.
    pub async fn respond(&self, request: Request<Body>) -> Response {
        let router = self.router.clone();
        let response = router.oneshot(request).await;
        response.expect("a router never fails")
    }
}

/// Sets a header.
pub fn insert(headers: &mut HeaderMap, name: &'static str, value: &str) {
    headers.insert(name, value.parse().expect("a header's value"));
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    /// A header's value, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("ASCII"))
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.header(header::LOCATION.as_str())
    }
}
