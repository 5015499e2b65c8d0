//! The door as people meet it: over the whole router, with a register in memory.

mod boards;
mod links;
mod members;
mod proxies;
mod returns;
mod waiting;

use crate::admission::{Admission, Caller, Standing};
use crate::app::App;
use crate::demo;
use crate::invite::Opening;
use crate::live::Live;
use crate::log::memory::MemoryLog;
use crate::origin::OwnOrigin;
use crate::register::memory::MemoryRegister;
use crate::register::{Board, Register};
use crate::router::router;
use crate::sync_socket::Sockets;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::act::{Act, Edit, Message};
use shared::board;
use shared::delta::Delta;
use shared::door::{
    Carried, DeviceCode, Invitation, MemberCard, Membership, NewLink, NewTicket, Offer, Problem, ProblemBody,
    Role, Ticket,
};
use shared::file;
use shared::ids::{BoardId, MemberId, RecordId};
use shared::record::RecordAt;
use shared::sections::Kind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tower::ServiceExt;

const NEW_BOARD: &str = "Dyz4uJxJcoxYmaZWQnRcx7wcnFF";
const HOST: &str = "plan.example";
const MINUTE_S: i64 = 60;

/// A server with one board, "Eau pour tous".
struct Town {
    app: App,
    register: Arc<MemoryRegister>,
    now: Arc<AtomicI64>,
    board: BoardId,
}

fn member(id: &str) -> MemberId {
    MemberId::parse(id).expect("an id")
}

/// A browser: it keeps its cookie and says where its page comes from.
#[derive(Default)]
struct Browser {
    cookie: Option<String>,
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn read<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|why| panic!("{why}: {}", String::from_utf8_lossy(&self.body)))
    }

    fn problem(&self) -> Problem {
        self.read::<ProblemBody>().problem
    }
}

impl Town {
    /// A server without a board.
    async fn empty() -> Self {
        let now = Arc::new(AtomicI64::new(1_700_000_000));
        let register = Arc::new(MemoryRegister::default());
        let board = BoardId::parse("1Bhh3pU9gLXZiNDL6PEa1Gs9fh").expect("an id");
        let time = now.clone();
        let clock = Arc::new(move || time.load(Ordering::SeqCst));
        let live = Live::new(Arc::new(MemoryLog::default())).await.expect("an empty log");
        let app = App::new(register.clone(), live, OwnOrigin::new(None, false), clock);
        Self { app, register, now, board }
    }

    async fn new() -> Self {
        let town = Self::empty().await;
        let eau = Board { id: town.board.clone(), name: "Eau pour tous".to_owned(), is_demo: false };
        town.register.add_board(&eau, 0).await.expect("a board");
        town
    }

    fn pass(&self, seconds: i64) {
        self.now.fetch_add(seconds, Ordering::SeqCst);
    }

    /// The secret of a link made on the server's machine.
    async fn secret(&self, board: Option<&BoardId>, role: Role) -> String {
        let ministry = RecordId::parse("ministry").map(|id| (id, "Ministère".to_owned()));
        let organisation = if role == Role::Partner { ministry } else { None };
        let opening = Opening { board: board.cloned(), role, organisation };
        let path = opening.link(&*self.register, self.app.now(), 3600).await.expect("a link");
        path.split_once('#').expect("a secret").1.to_owned()
    }

    /// Somebody who came in with this role.
    async fn person(&self, role: Role, name: &str) -> Browser {
        let (mut browser, secret) = (Browser::default(), self.secret(Some(&self.board), role).await);
        let answer = browser.accept(self, &secret, name).await;
        assert_eq!(answer.status, StatusCode::OK);
        browser
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let mut request = request;
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 4000))));
        let sockets = Sockets::new(self.app.live.clone(), Arc::new(self.app.clone()));
        let response = router(self.app.clone(), &sockets).oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 20).await.expect("a body").to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    fn at(&self, rest: &str) -> String {
        format!("/api/boards/{}/{rest}", self.board)
    }
}

impl Browser {
    fn request(&self, method: Method, path: &str, body: Option<Value>) -> Request<Body> {
        let origin = format!("http://{HOST}");
        let request = Request::builder().method(method).uri(path).header(header::HOST, HOST);
        let mut request = request.header(header::ORIGIN, origin);
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        match body {
            None => request.body(Body::empty()).expect("a request"),
            Some(body) => request
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(body.to_string()))
                .expect("a request"),
        }
    }

    async fn send(&mut self, town: &Town, method: Method, path: &str, body: Option<Value>) -> Answer {
        let answer = town.send(self.request(method, path, body)).await;
        if let Some(cookie) = answer.headers.get(header::SET_COOKIE) {
            let line = cookie.to_str().expect("plain text");
            self.cookie = line.split(';').next().map(str::to_owned);
        }
        answer
    }

    async fn get(&mut self, town: &Town, path: &str) -> Answer {
        self.send(town, Method::GET, path, None).await
    }

    async fn post(&mut self, town: &Town, path: &str, body: Value) -> Answer {
        self.send(town, Method::POST, path, Some(body)).await
    }

    async fn delete(&mut self, town: &Town, path: &str) -> Answer {
        self.send(town, Method::DELETE, path, None).await
    }

    async fn accept(&mut self, town: &Town, secret: &str, name: &str) -> Answer {
        let body = json!({ "secret": secret, "member": name, "name": name, "function": "" });
        self.post(town, "/api/invitations/accept", body).await
    }

    async fn carry(&mut self, town: &Town, board: &BoardId, document: &[u8]) -> Answer {
        let mut request = self.request(Method::POST, &town.at("document"), None);
        *request.body_mut() = Body::from(file::write(board, document));
        town.send(request).await
    }

    fn device_headers(&self) -> HeaderMap {
        let request = self.request(Method::GET, "/sync", None);
        request.headers().clone()
    }
}

#[tokio::test]
async fn a_stranger_cannot_tell_a_private_board_from_a_missing_one() {
    let town = Town::new().await;
    let other =
        Board { id: BoardId::parse("other").expect("an id"), name: "Forêt".to_owned(), is_demo: false };
    town.register.add_board(&other, 0).await.expect("a board");
    let mut known = town.person(Role::Secretariat, "sam").await;
    assert_eq!(known.get(&town, &town.at("members")).await.status, StatusCode::OK);
    for rest in ["members", "invitations", "tickets"] {
        for browser in [&mut Browser::default(), &mut known] {
            let there = browser.get(&town, &format!("/api/boards/other/{rest}")).await;
            let missing = browser.get(&town, &format!("/api/boards/missing/{rest}")).await;
            assert_eq!(there.status, StatusCode::NOT_FOUND);
            assert_eq!((there.status, &there.body), (missing.status, &missing.body));
        }
    }
}

#[tokio::test]
async fn a_foreign_page_changes_nothing() {
    let town = Town::new().await;
    let sam = town.person(Role::Secretariat, "sam").await;
    let invite =
        json!({ "role": "observer", "organisation": null, "organisation_name": "", "uses": 1, "days": 7 });
    let mut foreign = sam.request(Method::POST, &town.at("invitations"), Some(invite.clone()));
    foreign.headers_mut().insert(header::ORIGIN, HeaderValue::from_static("https://evil.example"));
    assert_eq!(town.send(foreign).await.status, StatusCode::FORBIDDEN);
    let mut silent = sam.request(Method::POST, &town.at("invitations"), Some(invite.clone()));
    silent.headers_mut().remove(header::ORIGIN);
    assert_eq!(town.send(silent).await.status, StatusCode::FORBIDDEN);
    assert!(town.register.links(&town.board).await.expect("links").len() == 1);
    let ours = sam.request(Method::POST, &town.at("invitations"), Some(invite));
    assert_eq!(town.send(ours).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_foreign_pages_socket_is_a_strangers() {
    let town = Town::new().await;
    let mut awa = town.person(Role::Partner, "awa").await;
    let ours = awa.device_headers();
    assert!(matches!(town.app.admit(&ours, None).await.expect("an answer"), Caller::Device { .. }));
    let mut foreign = ours.clone();
    foreign.insert(header::ORIGIN, HeaderValue::from_static("https://evil.example"));
    assert_eq!(town.app.admit(&foreign, None).await.expect("an answer"), Caller::Stranger);

    let made: NewTicket = awa.post(&town, &town.at("tickets"), json!(null)).await.read();
    let by_ticket = town.app.admit(&foreign, Some(&made.secret)).await.expect("an answer");
    assert_eq!(by_ticket, Caller::Ticket { id: made.ticket.id.clone() });
    let wrong = town.app.admit(&ours, Some("0")).await.expect("an answer");
    assert_eq!(wrong, Caller::Stranger);
    let who = town.app.who(&by_ticket, &town.board).await.expect("an answer").expect("a member");
    assert_eq!((who.member.as_str(), who.role), ("awa", Role::Partner));

    let mut standings = town.app.standings();
    let revoked = awa.delete(&town, &town.at(&format!("tickets/{}", made.ticket.id))).await;
    assert_eq!(revoked.status, StatusCode::OK);
    assert!(
        matches!(standings.try_recv().expect("told"), Standing::Ended { caller, .. } if caller == by_ticket)
    );
    assert_eq!(awa.get(&town, &town.at("tickets")).await.read::<Vec<Ticket>>(), []);
}

#[tokio::test]
async fn what_is_not_of_the_form_is_refused_with_words() {
    let town = Town::new().await;
    let mut browser = Browser::default();
    let odd = browser.post(&town, "/api/invitations/look", json!({ "other": 1 })).await;
    assert_eq!((odd.status, odd.problem()), (StatusCode::BAD_REQUEST, Problem::NotUnderstood));
    let huge = browser.post(&town, "/api/invitations/look", json!({ "secret": "0".repeat(100_000) })).await;
    assert_eq!(huge.problem(), Problem::TooLarge);
    let secret = town.secret(Some(&town.board), Role::Observer).await;
    assert_eq!(browser.accept(&town, &secret, " ").await.problem(), Problem::NotUnderstood);
    assert_eq!(browser.accept(&town, &secret, &"é".repeat(81)).await.problem(), Problem::NotUnderstood);
    assert_eq!(browser.get(&town, "/api/no-such").await.problem(), Problem::NotHere);
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let town = Town::new().await;
    let secret = town.secret(Some(&town.board), Role::Observer).await;
    let answer = Browser::default().accept(&town, &secret, "awa").await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().expect("plain text");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="] {
        assert!(cookie.contains(part), "{part}");
    }
    assert!(answer.headers.contains_key(header::CONTENT_SECURITY_POLICY));
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
}
