//! The server's HTTP API as the desk calls it: JSON bodies of `shared::door`, the device's cookie,
//! and one closed list of problems. Never logs a body: they carry secrets.

use crate::browser::scope;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use shared::compare::Difference;
use shared::desk::Template;
use shared::door::{
    Acceptance, BoardName, CodeEntry, Decision, DeviceCode, Founding, Handed, Invitation, MemberCard,
    MemberChange, Membership, NewInvitation, NewLink, NewTicket, Offer, Problem, ProblemBody, Secret, Ticket,
    Waiter, Waiting,
};
use shared::ids::{BoardId, MemberId};
use shared::place_card::PlaceCard;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, Request, RequestCredentials, RequestInit, Response};

/// No answer within this time is no network.
const PATIENCE_MS: u32 = 15_000;
/// The invitation led as far as the waiting room.
const WAITS: u16 = 202;

pub async fn me() -> Result<Vec<Membership>, Problem> {
    get("/api/me").await
}

/// The sample partnership, which the service worker keeps with the shell.
pub async fn sample() -> Result<Json, Problem> {
    get("/samples/living-lagoon.json").await
}

/// A plan to begin with, kept likewise.
pub async fn template(template: Template) -> Result<Json, Problem> {
    get(&format!("/samples/templates/{}.json", template.key())).await
}

pub async fn look(secret: String) -> Result<Offer, Problem> {
    send("POST", "/api/invitations/look", &Secret { secret }).await
}

/// How far an invitation led.
pub enum Accepted {
    In(Membership),
    Waits(Waiting),
}

pub async fn accept(acceptance: &Acceptance) -> Result<Accepted, Problem> {
    let body = serde_json::to_string(acceptance).map_err(|_| Problem::NotUnderstood)?;
    let (status, text) = answered("POST", "/api/invitations/accept", Some(body)).await?;
    if status == WAITS { read(&text).map(Accepted::Waits) } else { read(&text).map(Accepted::In) }
}

pub async fn waiting() -> Result<Vec<Waiting>, Problem> {
    get("/api/me/waiting").await
}

pub async fn waiters(board: &BoardId) -> Result<Vec<Waiter>, Problem> {
    get(&format!("/api/boards/{board}/waiting")).await
}

pub async fn decide(board: &BoardId, waiter: &str, decision: &Decision) -> Result<(), Problem> {
    send("POST", &format!("/api/boards/{board}/waiting/{}", plain(waiter)?), decision).await
}

pub async fn handed(board: &BoardId) -> Result<Vec<Handed>, Problem> {
    get(&format!("/api/boards/{board}/handed")).await
}

pub async fn hand(board: &BoardId, differences: &[Difference]) -> Result<(), Problem> {
    send("POST", &format!("/api/boards/{board}/handed"), &differences).await
}

pub async fn put_away(board: &BoardId, id: &str) -> Result<(), Problem> {
    bare("DELETE", &format!("/api/boards/{board}/handed/{}", plain(id)?)).await
}

pub async fn way_back(board: &BoardId, member: &MemberId) -> Result<NewLink, Problem> {
    bare("POST", &format!("/api/boards/{board}/members/{member}/return")).await
}

pub async fn found(founding: &Founding) -> Result<Membership, Problem> {
    send("POST", "/api/founding", founding).await
}

pub async fn leave(board: BoardId) -> Result<(), Problem> {
    send("POST", "/api/me/leave", &BoardName { board }).await
}

/// The cards of this device's places, for the day on which the server has lost them.
pub async fn cards() -> Result<Vec<PlaceCard>, Problem> {
    get("/api/me/cards").await
}

/// Asks a server that does not know this device to let it in again.
pub async fn come_back(card: &PlaceCard) -> Result<Membership, Problem> {
    send("POST", "/api/me/return", card).await
}

pub async fn new_code() -> Result<DeviceCode, Problem> {
    bare("POST", "/api/me/codes").await
}

pub async fn enter_code(code: String) -> Result<Vec<Membership>, Problem> {
    send("POST", "/api/me/codes/accept", &CodeEntry { code }).await
}

/// The second that the server's clock shows, as it says with every answer.
pub async fn time() -> Option<i64> {
    let response = fetch("GET", "/healthz", None).await.ok()?;
    let date = response.headers().get("date").ok()??;
    let millis = js_sys::Date::parse(&date);
    (!millis.is_nan()).then_some((millis / 1000.0) as i64)
}

pub async fn members(board: &BoardId) -> Result<Vec<MemberCard>, Problem> {
    get(&format!("/api/boards/{board}/members")).await
}

pub async fn change_member(
    board: &BoardId,
    member: &MemberId,
    change: &MemberChange,
) -> Result<MemberCard, Problem> {
    send("PATCH", &format!("/api/boards/{board}/members/{member}"), change).await
}

pub async fn remove_member(board: &BoardId, member: &MemberId) -> Result<(), Problem> {
    bare("DELETE", &format!("/api/boards/{board}/members/{member}")).await
}

/// `device` is an id that the server gave; anything that would leave its place in the path is refused.
pub async fn remove_device(board: &BoardId, member: &MemberId, device: &str) -> Result<(), Problem> {
    let device = plain(device)?;
    bare("DELETE", &format!("/api/boards/{board}/members/{member}/devices/{device}")).await
}

pub async fn invitations(board: &BoardId) -> Result<Vec<Invitation>, Problem> {
    get(&format!("/api/boards/{board}/invitations")).await
}

pub async fn invite(board: &BoardId, invitation: &NewInvitation) -> Result<NewLink, Problem> {
    send("POST", &format!("/api/boards/{board}/invitations"), invitation).await
}

pub async fn close_invitation(board: &BoardId, id: &str) -> Result<(), Problem> {
    bare("DELETE", &format!("/api/boards/{board}/invitations/{}", plain(id)?)).await
}

pub async fn tickets(board: &BoardId) -> Result<Vec<Ticket>, Problem> {
    get(&format!("/api/boards/{board}/tickets")).await
}

pub async fn new_ticket(board: &BoardId) -> Result<NewTicket, Problem> {
    bare("POST", &format!("/api/boards/{board}/tickets")).await
}

pub async fn close_ticket(board: &BoardId, id: &str) -> Result<(), Problem> {
    bare("DELETE", &format!("/api/boards/{board}/tickets/{}", plain(id)?)).await
}

/// Ids of the server are plain text, as ours are.
fn plain(id: &str) -> Result<&str, Problem> {
    MemberId::parse(id).map(|_| id).ok_or(Problem::NotUnderstood)
}

async fn get<A: DeserializeOwned>(path: &str) -> Result<A, Problem> {
    bare("GET", path).await
}

async fn bare<A: DeserializeOwned>(method: &str, path: &str) -> Result<A, Problem> {
    ask(method, path, None).await
}

async fn send<A: DeserializeOwned>(method: &str, path: &str, body: &impl Serialize) -> Result<A, Problem> {
    let body = serde_json::to_string(body).map_err(|_| Problem::NotUnderstood)?;
    ask(method, path, Some(body)).await
}

async fn ask<A: DeserializeOwned>(method: &str, path: &str, body: Option<String>) -> Result<A, Problem> {
    read(&answered(method, path, body).await?.1)
}

/// An empty body is the answer of those that have none.
fn read<A: DeserializeOwned>(text: &str) -> Result<A, Problem> {
    // From bytes, as everything else here: what reads text is a second copy of it all in the module.
    let bytes = if text.is_empty() { b"null".as_slice() } else { text.as_bytes() };
    serde_json::from_slice(bytes).map_err(|_| Problem::NotUnderstood)
}

/// The status and the body of an answer that is no problem.
async fn answered(method: &str, path: &str, body: Option<String>) -> Result<(u16, String), Problem> {
    let response = fetch(method, path, body).await.map_err(|_| Problem::Offline)?;
    let text = response.text().map_err(|_| Problem::Offline)?;
    let text = JsFuture::from(text).await.map_err(|_| Problem::Offline)?.as_string().unwrap_or_default();
    if response.ok() {
        return Ok((response.status(), text));
    }
    let told = serde_json::from_slice::<ProblemBody>(text.as_bytes()).map(|body| body.problem);
    Err(told.unwrap_or(match response.status() {
        401 | 403 | 404 => Problem::NotHere,
        413 => Problem::TooLarge,
        429 => Problem::TooMany,
        // A proxy's page, a restart: as good as no network.
        _ => Problem::Offline,
    }))
}

async fn fetch(method: &str, path: &str, body: Option<String>) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    if let Some(body) = body {
        headers.set("content-type", "application/json")?;
        init.set_body(&body.into());
    }
    init.set_headers(&headers);
    let request = Request::new_with_str_and_init(path, &init)?;
    JsFuture::from(scope().fetch_with_request(&request)).await?.dyn_into()
}
