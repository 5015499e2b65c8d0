//! The browser as this page uses it: randomness, the clock, small settings, the clipboard, files.
//! The only place that reaches for `window`.

use leptos::prelude::*;
use shared::lang::Lang;
use shared::words;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, Document, HtmlAnchorElement, HtmlCanvasElement,
    HtmlImageElement, Url, Window,
};

pub fn window() -> Window {
    web_sys::window().expect("the page runs in a window")
}

pub fn document() -> Document {
    window().document().expect("a window shows a document")
}

/// Random bytes of the browser's own generator.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0u8; N];
    if let Ok(crypto) = window().crypto() {
        // Fails only above 65,536 bytes.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}

/// Unix seconds.
pub fn now() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}

/// Unix milliseconds.
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// A small setting of this device, such as the language. Private windows may keep none.
pub fn setting(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

pub fn keep_setting(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A full or forbidden store only means that the setting is asked of the browser again.
        let _ = storage.set_item(key, value);
    }
}

/// What was typed and not sent, for as long as this tab lives.
pub fn draft(about: &str) -> Option<String> {
    window().session_storage().ok()??.get_item(about).ok()?.filter(|text| !text.is_empty())
}

pub fn keep_draft(about: &str, text: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        // Without such a store the draft lives as long as the page.
        let _ = if text.is_empty() { storage.remove_item(about) } else { storage.set_item(about, text) };
    }
}

/// A board leaves the device: nothing is remembered of it, nor what was typed about it.
pub fn forget_board(setting: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let copied = crate::clipboard::SETTINGS.iter().copied();
        copied.chain([setting]).for_each(|key| drop(storage.remove_item(key)));
    }
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.clear();
    }
}

/// Whether the browser keeps what is stored here for good; false where it may still clear it away.
pub async fn keeps_storage() -> bool {
    granted(web_sys::StorageManager::persisted).await
}

/// Asks the browser to keep what is stored here for good. It may ask the person, and answer
/// only once they have.
pub async fn ask_to_keep_storage() -> bool {
    granted(web_sys::StorageManager::persist).await
}

async fn granted(ask: fn(&web_sys::StorageManager) -> Result<js_sys::Promise, JsValue>) -> bool {
    // On plain http, and in some WebKits, there is no such manager, whatever the types say.
    let navigator: JsValue = window().navigator().into();
    if !js_sys::Reflect::get(&navigator, &"storage".into()).is_ok_and(|found| !found.is_undefined()) {
        return false;
    }
    let Ok(asked) = ask(&window().navigator().storage()) else { return false };
    JsFuture::from(asked).await.is_ok_and(|answer| answer == JsValue::TRUE)
}

/// The languages that the browser prefers, best first.
pub fn languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|lang| lang.as_string()).collect()
}

/// Whether this context may keep anything (https or localhost).
pub fn is_secure() -> bool {
    window().is_secure_context()
}

/// Where this page was loaded from, without a path: `https://table.example`.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The fragment of the address without `#`, erased from the address and the history at once.
pub fn take_fragment() -> String {
    let location = window().location();
    let fragment = location.hash().unwrap_or_default();
    if !fragment.is_empty()
        && let (Ok(history), Ok(path)) = (window().history(), location.pathname())
    {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
    fragment.trim_start_matches('#').to_owned()
}

/// Puts text on the clipboard; false where the browser forbids it.
pub async fn copy(text: &str) -> bool {
    // On plain http there is no clipboard at all, whatever the types say.
    let navigator: JsValue = window().navigator().into();
    let has_clipboard =
        js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|found| !found.is_undefined());
    has_clipboard && JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}

/// Hands a file to the person, as a download.
pub fn save_file(name: &str, mime: &str, bytes: &[u8]) -> Option<()> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let kind = BlobPropertyBag::new();
    kind.set_type(mime);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let anchor: HtmlAnchorElement = document().create_element("a").ok()?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    let revoke = Closure::once_into_js(move || {
        let _ = Url::revoke_object_url(&url);
    });
    // Browsers start the download after this turn; a revoked address would be an empty file.
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(revoke.unchecked_ref(), 60_000);
    Some(())
}

/// Draws an SVG, `scale` times its size, and hands it to the person as a PNG. Nothing where the
/// browser cannot draw it.
pub async fn save_png(name: &str, svg: &str, scale: f64) -> Option<()> {
    let parts = js_sys::Array::of1(&svg.into());
    let kind = BlobPropertyBag::new();
    kind.set_type("image/svg+xml");
    let blob = Blob::new_with_str_sequence_and_options(&parts, &kind).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let image = HtmlImageElement::new().ok()?;
    image.set_src(&url);
    let drawn = JsFuture::from(image.decode()).await;
    // The image is in memory now, or will never be.
    let _ = Url::revoke_object_url(&url);
    drawn.ok()?;
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
    let (width, height) =
        (f64::from(image.natural_width()) * scale, f64::from(image.natural_height()) * scale);
    // Browsers draw nothing on a canvas beyond these sides; a long chain is drawn smaller.
    let shrink = (MAX_CANVAS_PX / width.max(height)).min(1.0);
    let (width, height) = (width * shrink, height * shrink);
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let pen: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    pen.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height).ok()?;
    let address = canvas.to_data_url().ok()?;
    let bytes = window().atob(address.strip_prefix("data:image/png;base64,")?).ok()?;
    let bytes: Vec<u8> = bytes.chars().map(|letter| letter as u8).collect();
    save_file(name, "image/png", &bytes)
}

const MAX_CANVAS_PX: f64 = 8_000.0;

/// The bytes of a file that a person chose.
pub async fn read_file(file: &web_sys::File) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// The time of day of a moment (Unix seconds), as each language writes it.
pub fn clock_time(lang: Lang, at: i64) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(at as f64 * 1000.0));
    let (hours, minutes) = (date.get_hours(), date.get_minutes());
    match lang {
        Lang::Fr => format!("{hours}\u{a0}h\u{a0}{minutes:02}"),
        Lang::De => format!("{hours:02}:{minutes:02}\u{a0}Uhr"),
        Lang::En => format!("{hours:02}:{minutes:02}"),
    }
}

/// The day of a moment (Unix seconds), as each language writes it: `12 oct. 2026`.
pub fn day(lang: Lang, at: i64) -> String {
    let options = js_sys::Object::new();
    for (key, value) in [("day", "numeric"), ("month", "short"), ("year", "numeric")] {
        // Setting a key of a fresh object cannot fail.
        let _ = js_sys::Reflect::set(&options, &key.into(), &value.into());
    }
    let date = js_sys::Date::new(&JsValue::from_f64(at as f64 * 1000.0));
    date.to_locale_date_string(lang.code(), &options).into()
}

/// A day in words: `8 septembre`, with its year where that is another than this one.
pub fn day_in_words(lang: Lang, at: i64) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(at as f64 * 1000.0));
    let options = js_sys::Object::new();
    let year = (date.get_full_year() as i32 != this_year()).then_some(("year", "numeric"));
    for (key, value) in [("day", "numeric"), ("month", "long")].into_iter().chain(year) {
        // As above.
        let _ = js_sys::Reflect::set(&options, &key.into(), &value.into());
    }
    date.to_locale_date_string(lang.code(), &options).into()
}

/// The last second of a moment's day, by this device's clock.
pub fn end_of_day(at: i64) -> i64 {
    let date = js_sys::Date::new(&JsValue::from_f64(at as f64 * 1000.0));
    date.set_hours(23);
    date.set_minutes(59);
    date.set_seconds(59);
    (date.get_time() / 1000.0) as i64
}

/// How far this device's clock is ahead of UTC, in minutes.
pub fn offset_minutes() -> i32 {
    -js_sys::Date::new_0().get_timezone_offset() as i32
}

/// The day of an ISO 8601 date, or the text itself where it is none.
pub fn iso_day(lang: Lang, date: &str) -> String {
    let millis = js_sys::Date::parse(date);
    if millis.is_nan() { date.to_owned() } else { day(lang, (millis / 1000.0) as i64) }
}

/// The time of day of an ISO 8601 moment; nothing if it is none.
pub fn iso_time(lang: Lang, moment: &str) -> Option<String> {
    let millis = js_sys::Date::parse(moment);
    (!millis.is_nan()).then(|| clock_time(lang, (millis / 1000.0) as i64))
}

/// An ISO 8601 moment in Unix seconds.
pub fn seconds(at: &str) -> Option<i64> {
    let millis = js_sys::Date::parse(at);
    (!millis.is_nan()).then_some((millis / 1000.0) as i64)
}

/// How long ago an ISO 8601 moment was, or its day once that is long.
pub fn ago(lang: Lang, at: &str) -> String {
    seconds(at).map(|at| since(lang, at)).unwrap_or_default()
}

/// How long ago a moment (Unix seconds) was, or its day once that is long.
pub fn since(lang: Lang, at: i64) -> String {
    match (now() - at).max(0) / 60 {
        0 => words::comments::just_now(lang).to_owned(),
        minutes @ 1..60 => words::comments::minutes(lang, minutes as u64),
        minutes @ 60..1440 => words::comments::hours(lang, minutes as u64 / 60),
        _ => day(lang, at),
    }
}

/// Small letters, by the browser's tables: ours would weigh twelve kilobytes.
pub fn lower(words: &str) -> String {
    js_sys::JsString::from(words).to_lower_case().into()
}

/// Capital letters, likewise.
pub fn upper(words: &str) -> String {
    js_sys::JsString::from(words).to_upper_case().into()
}

/// The year by this device's clock.
pub fn this_year() -> i32 {
    js_sys::Date::new_0().get_full_year() as i32
}

/// Does something once the frame is painted that shows what is drawn by now: not before, in the same one.
pub fn after_paint(act: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(act, Duration::ZERO));
}

/// Whether the page is being printed: then all of it is wanted, and not only what is in sight.
pub fn printing() -> RwSignal<bool> {
    let printing = RwSignal::new(false);
    let begins = window_event_listener_untyped("beforeprint", move |_| printing.set(true));
    let ends = window_event_listener_untyped("afterprint", move |_| printing.set(false));
    on_cleanup(move || {
        begins.remove();
        ends.remove();
    });
    printing
}

/// Whether the window is as narrow as a phone, kept current. Paper is wide. The stylesheets say the same.
pub fn narrow() -> Memo<bool> {
    const PHONE_PX: f64 = 720.0;
    let read = || {
        let width = window().inner_width().ok().and_then(|width| width.as_f64());
        width.is_some_and(|width| width <= PHONE_PX)
    };
    let (narrow, printing) = (RwSignal::new(read()), printing());
    let resized = window_event_listener(leptos::ev::resize, move |_| narrow.set(read()));
    on_cleanup(move || resized.remove());
    Memo::new(move |_| narrow.get() && !printing.get())
}
