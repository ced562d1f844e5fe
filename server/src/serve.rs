//! The running forum: everything that answers, everything that works beside it, and stopping both.

use crate::{
    api,
    assets::{self, Assets},
    feeds, health, jobs, listener,
    mail::Postman,
    measure, model, sample,
    settings::Settings,
    store::Place,
    web::{self, Around, Rates},
};
use anyhow::{Context, Result};
use app::site::Site;
use axum::Router;
use domain::{Forum, accounts, clock::Clock, forum::Entropy};
use std::sync::Arc;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

/// Serves until SIGTERM or Ctrl-C, then finishes what is in flight.
///
/// # Errors
/// When the database cannot be opened or the address cannot be listened on.
pub async fn run(place: &Place, settings: Settings) -> Result<()> {
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("cannot listen on {}", settings.listen))?;
    let listening = listener.local_addr()?;
    let model = match settings.model.clone() {
        Some(folder) => Some(tokio::task::spawn_blocking(move || model::open(&folder)).await??),
        None => None,
    };
    let db = place.open().await?;
    let policy = settings.policy(listening);
    if settings.sample {
        sample::load_if_empty(&db, &policy, listening).await?;
    }
    let forum = Forum::new(db.clone(), Clock::System, Entropy::System, policy);
    forum.search_in(place.index_with(model));
    let assets = Arc::new(Assets::load());
    if let Some(lack) = assets.missing_bundle() {
        tracing::warn!("{lack}");
    }
    let (order_to_stop, stop) = watch::channel(false);
    let rates = settings.limits.then(Arc::<Rates>::default);
    let postman = Postman::new(&settings, &forum, &place.data)?;
    let jobs = jobs::start(&forum, postman, rates.clone(), &stop);
    let router = router(&forum, settings, &assets, rates, stop.clone());
    stop_at_signal(order_to_stop)?;
    println!("listening on http://{listening}");
    if let Some(link) = accounts::setup_link(&forum).await? {
        eprintln!(
            "This forum has no admin yet. Whoever opens this link first becomes one:\n{link}"
        );
    }
    listener::serve(listener, router, listener::Limits::default(), stop).await;
    jobs.finish().await;
    db.close().await?;
    Ok(())
}

/// Everything that answers, with everything around it.
pub fn router(
    forum: &Forum,
    settings: Settings,
    assets: &Arc<Assets>,
    rates: Option<Arc<Rates>>,
    stop: watch::Receiver<bool>,
) -> Router {
    let site = Site::new(forum.clone(), assets.urls());
    let routes = app::routes::router(&site)
        .merge(api::router(forum.clone()))
        .merge(feeds::routes(forum.clone()))
        .merge(health::routes(forum.clone()))
        .merge(measure::routes(&settings.metrics_from))
        .merge(assets::routes(Arc::clone(assets)));
    let around = Around {
        settings,
        site,
        rates,
        stop,
    };
    web::around(routes, around)
}

/// Ends when the order to stop has been given, or can no longer be.
pub(crate) async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

fn stop_at_signal(order: watch::Sender<bool>) -> Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("finishing what is in flight");
        order.send_replace(true);
    });
    Ok(())
}
