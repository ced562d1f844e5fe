//! What islands ask the server: their functions, with the forum and the viewer of a page.

use crate::visit::Visit;
use axum::{
    extract::Request,
    http::header,
    response::{IntoResponse, Response},
};
use leptos::prelude::provide_context;

/// `POST /api/fn/…`: the function that has this address.
pub async fn call(visit: Visit, mut request: Request) -> Response {
    // Or leptos_axum would answer a browser's form by sending it back to where it says it came from.
    request.headers_mut().remove(header::ACCEPT);
    let context = move || {
        provide_context(visit.forum().clone());
        provide_context(visit.viewer.clone());
    };
    leptos_axum::handle_server_fns_with_context(context, request)
        .await
        .into_response()
}
