//! What the editor asks of the browser.

use super::fields::Fields;
use crate::{browser::fragment, refused::Refused};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Request, RequestInit, Response, js_sys::Date};

/// Saves the form as a draft, by the address that its own button uses. Answers the draft's number,
/// or in words why not.
pub(super) async fn save_draft(fields: &Fields) -> Result<String, String> {
    let answer = send(fields).await.map_err(|_| "no connection".to_owned())?;
    match answer.status() {
        200 => text(&answer).await.ok_or_else(|| "no connection".into()),
        401 => Err("you are signed out".into()),
        403 => Err("your account is suspended".into()),
        404 => Err("it was deleted or posted elsewhere".into()),
        413 => Err("it is too long".into()),
        422 => Err("you have too many drafts, or it is too long".into()),
        429 => Err("a little slower, please".into()),
        _ => Err("something of ours failed".into()),
    }
}

/// Puts what is like the saved draft into its part of the page, unless the writer has gone on meanwhile
/// or stands in that part. Answers its heading; an empty one when there is nothing.
pub(super) async fn show_similar(
    list: &Element,
    draft: &str,
    is_newest: impl Fn() -> bool,
) -> Option<String> {
    let path = format!("/drafts/{draft}/similar");
    let html = fragment(&path).await?;
    if !is_newest() || is_used(list) {
        return None;
    }
    list.set_inner_html(&html);
    let heading = list.query_selector("h2").ok().flatten();
    let _ = list.toggle_attribute_with_force("hidden", heading.is_none());
    Some(heading.and_then(|it| it.text_content()).unwrap_or_default())
}

/// Whether the caret is in it, which must not move.
pub(super) fn is_used(list: &Element) -> bool {
    list.matches(":focus-within").unwrap_or(false)
}

async fn send(fields: &Fields) -> Result<Response, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let form = fields.encoded().ok_or(JsValue::NULL)?;
    let init = RequestInit::new();
    init.set_method("POST");
    // Its type of content is that of a form.
    init.set_body(&form);
    let request = Request::new_with_str_and_init("/drafts", &init)?;
    JsFuture::from(window.fetch_with_request(&request))
        .await?
        .dyn_into()
}

async fn text(answer: &Response) -> Option<String> {
    JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
}

/// The reader's clock: `12:03`.
pub(super) fn clock() -> String {
    let now = Date::new_0();
    format!("{:02}:{:02}", now.get_hours(), now.get_minutes())
}

/// Why there is no preview.
pub(super) fn words(refused: &Refused) -> String {
    match refused {
        Refused::SignIn => "No preview: you are signed out.".into(),
        Refused::Suspended => "No preview: your account is suspended.".into(),
        Refused::Invalid(words) => format!("No preview: {words}"),
        Refused::NotFound | Refused::Failed => "No preview for the moment.".into(),
    }
}
