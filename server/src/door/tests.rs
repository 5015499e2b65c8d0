//! The door as people meet it: over the whole router, with a register in memory.

mod proxies;
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

mod returns;

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
async fn an_invitation_says_what_it_offers_and_is_used_up_by_accepting() {
    let town = Town::new().await;
    let secret = town.secret(Some(&town.board), Role::Partner).await;
    let mut awa = Browser::default();
    for _ in 0..2 {
        let offer: Offer = awa.post(&town, "/api/invitations/look", json!({ "secret": secret })).await.read();
        assert_eq!((offer.board_name.as_str(), offer.role), ("Eau pour tous", Role::Partner));
        assert_eq!(offer.organisation_name, "Ministère");
    }
    let mine: Membership = awa.accept(&town, &secret, "awa").await.read();
    assert_eq!((mine.role, mine.organisation), (Role::Partner, RecordId::parse("ministry")));

    let mut ben = Browser::default();
    let used = ben.accept(&town, &secret, "ben").await;
    assert_eq!((used.status, used.problem()), (StatusCode::GONE, Problem::LinkEnded));
    let looked = ben.post(&town, "/api/invitations/look", json!({ "secret": secret })).await;
    assert_eq!(looked.problem(), Problem::LinkEnded);
    assert!(ben.cookie.is_none());
}

#[tokio::test]
async fn whoever_follows_a_link_to_a_board_they_are_on_uses_nothing_up() {
    let town = Town::new().await;
    let mut awa = town.person(Role::Observer, "awa").await;
    let secret = town.secret(Some(&town.board), Role::Partner).await;
    let again: Membership = awa.accept(&town, &secret, "awa-2").await.read();
    assert_eq!((again.member.as_str(), again.role), ("awa", Role::Observer));
    assert_eq!(Browser::default().accept(&town, &secret, "ben").await.status, StatusCode::OK);
}

/// The network goes after the request and before the answer.
#[tokio::test]
async fn whoever_did_not_hear_the_answer_asks_again_and_is_in() {
    let town = Town::new().await;
    let secret = town.secret(Some(&town.board), Role::Partner).await;
    let look = json!({ "secret": secret });
    let mut awa = Browser::default();
    assert_eq!(awa.post(&town, "/api/invitations/look", look.clone()).await.status, StatusCode::OK);
    let accept = json!({ "secret": secret, "member": "awa", "name": "Awa", "function": "" });
    let unheard = awa.request(Method::POST, "/api/invitations/accept", Some(accept.clone()));
    assert_eq!(town.send(unheard).await.status, StatusCode::OK);

    let mut ben = Browser::default();
    assert_eq!(ben.post(&town, "/api/invitations/look", look.clone()).await.problem(), Problem::LinkEnded);
    let offer: Offer = awa.post(&town, "/api/invitations/look", look).await.read();
    assert_eq!(offer.board, Some(town.board.clone()));
    let mine: Membership = awa.post(&town, "/api/invitations/accept", accept).await.read();
    assert_eq!(mine.member.as_str(), "awa");
    let cards: Vec<MemberCard> = awa.get(&town, &town.at("members")).await.read();
    assert_eq!((cards.len(), cards[0].devices.len()), (1, 1));
}

#[tokio::test]
async fn a_board_that_is_renamed_is_called_so_in_offers_and_memberships() {
    let town = Town::new().await;
    let mut awa = town.person(Role::Partner, "awa").await;
    let mut names = town.app.live.names();
    let at = RecordAt::single(Kind::About).field("name");
    let edit = Edit::Splice { at, delta: Delta::splice(0, 0, "Eau et forêt") };
    town.app.live.perform(&town.board, Act::new(Message::Write, vec![edit])).await.expect("performed");
    let told = names.recv().await.expect("told");
    super::names::keep(&town.app, &told).await.expect("noted");

    let secret = town.secret(Some(&town.board), Role::Partner).await;
    let offer: Offer = awa.post(&town, "/api/invitations/look", json!({ "secret": secret })).await.read();
    assert_eq!(offer.board_name, "Eau et forêt");
    let mine: Vec<Membership> = awa.get(&town, "/api/me").await.read();
    assert_eq!(mine[0].board_name, "Eau et forêt");
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
async fn a_revoked_devices_cookie_opens_nothing_and_its_sockets_are_told() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let mut awa = town.person(Role::Partner, "awa").await;
    let caller = town.app.admit(&awa.device_headers(), None).await.expect("an answer");
    assert!(town.app.who(&caller, &town.board).await.expect("an answer").is_some());
    let cards: Vec<MemberCard> = sam.get(&town, &town.at("members")).await.read();
    let device = cards.iter().find(|card| card.name == "awa").expect("a card").devices[0].id.clone();

    let mut standings = town.app.standings();
    let gone = sam.delete(&town, &town.at(&format!("members/awa/devices/{device}"))).await;
    assert_eq!(gone.status, StatusCode::OK);
    let told = standings.try_recv().expect("told");
    assert_eq!(told, Standing::Ended { board: town.board.clone(), caller: caller.clone() });
    assert!(town.app.who(&caller, &town.board).await.expect("an answer").is_none());
    assert_eq!(awa.get(&town, &town.at("members")).await.problem(), Problem::NotHere);
    assert_eq!(awa.get(&town, "/api/me").await.read::<Vec<Membership>>(), []);
    assert_eq!(awa.post(&town, "/api/me/codes/accept", json!({ "code": "zzzzzzzz" })).await.status, 410);
}

#[tokio::test]
async fn a_removed_member_is_nobody_here() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let mut awa = town.person(Role::Partner, "awa").await;
    assert_eq!(awa.delete(&town, &town.at("members/sam")).await.problem(), Problem::NotAllowed);
    assert_eq!(sam.delete(&town, &town.at("members/awa")).await.status, StatusCode::OK);
    assert_eq!(awa.get(&town, &town.at("members")).await.problem(), Problem::NotHere);
    assert_eq!(sam.delete(&town, &town.at("members/awa")).await.problem(), Problem::NotHere);
    assert_eq!(sam.delete(&town, &town.at("members/sam")).await.problem(), Problem::LastSecretariat);
}

#[tokio::test]
async fn a_second_device_comes_in_by_a_code() {
    let town = Town::new().await;
    let mut laptop = town.person(Role::Partner, "awa").await;
    let code: DeviceCode = laptop.post(&town, "/api/me/codes", json!(null)).await.read();
    let typed = format!("{}-{}", &code.code[..4], code.code[4..].to_uppercase());
    let mut phone = Browser::default();
    let mine: Vec<Membership> =
        phone.post(&town, "/api/me/codes/accept", json!({ "code": typed })).await.read();
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0].member.as_str(), "awa");
    let cards: Vec<MemberCard> = phone.get(&town, &town.at("members")).await.read();
    assert_eq!(cards[0].devices.iter().map(|device| device.this).collect::<Vec<_>>().len(), 2);
    let used = Browser::default().post(&town, "/api/me/codes/accept", json!({ "code": typed })).await;
    assert_eq!(used.problem(), Problem::LinkEnded);
}

#[tokio::test]
async fn a_code_dies_after_five_wrong_tries() {
    let town = Town::new().await;
    let mut laptop = town.person(Role::Partner, "awa").await;
    let code: DeviceCode = laptop.post(&town, "/api/me/codes", json!(null)).await.read();
    let ending = if code.code.ends_with("zzzzz") { "yyyyy" } else { "zzzzz" };
    let wrong = json!({ "code": format!("{}{ending}", &code.code[..3]) });
    let mut phone = Browser::default();
    for _ in 0..5 {
        let answer = phone.post(&town, "/api/me/codes/accept", wrong.clone()).await;
        assert_eq!(answer.problem(), Problem::LinkEnded);
    }
    let right = phone.post(&town, "/api/me/codes/accept", json!({ "code": code.code })).await;
    assert_eq!(right.problem(), Problem::LinkEnded);
}

#[tokio::test]
async fn whoever_guesses_links_waits() {
    let town = Town::new().await;
    let mut guesser = Browser::default();
    let mut answers = Vec::new();
    for n in 0..21 {
        let secret = format!("{n:032}");
        answers.push(guesser.post(&town, "/api/invitations/look", json!({ "secret": secret })).await.status);
    }
    assert_eq!(answers[19], StatusCode::GONE);
    assert_eq!(answers[20], StatusCode::TOO_MANY_REQUESTS);
    town.pass(MINUTE_S);
    let secret = town.secret(Some(&town.board), Role::Observer).await;
    assert_eq!(guesser.accept(&town, &secret, "awa").await.status, StatusCode::OK);
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
async fn the_secretariat_invites_and_closes_what_it_invited() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let mut awa = town.person(Role::Partner, "awa").await;
    let invite = |organisation: Value, uses: u32| json!({ "role": "partner", "organisation": organisation, "organisation_name": "Régie", "uses": uses, "days": 7 });
    assert_eq!(
        awa.post(&town, &town.at("invitations"), invite(json!("o1"), 1)).await.problem(),
        Problem::NotAllowed
    );
    let nameless = sam.post(&town, &town.at("invitations"), invite(json!(null), 1)).await;
    assert_eq!(nameless.problem(), Problem::NotUnderstood);
    let many = sam.post(&town, &town.at("invitations"), invite(json!("o1"), 101)).await;
    assert_eq!(many.problem(), Problem::NotUnderstood);

    let made: NewLink = sam.post(&town, &town.at("invitations"), invite(json!("o1"), 5)).await.read();
    let secret = made.path.strip_prefix("/rejoindre#").expect("a path").to_owned();
    assert_eq!(Browser::default().accept(&town, &secret, "ben").await.status, StatusCode::OK);
    let listed: Vec<Invitation> = sam.get(&town, &town.at("invitations")).await.read();
    assert!(listed.iter().any(|one| one.id == made.invitation.id && one.uses_left == 4));
    let closed = sam.delete(&town, &town.at(&format!("invitations/{}", made.invitation.id))).await;
    assert_eq!(closed.status, StatusCode::OK);
    let late = Browser::default().accept(&town, &secret, "cleo").await;
    assert_eq!(late.problem(), Problem::LinkEnded);
}

#[tokio::test]
async fn a_link_ends_with_its_days() {
    let town = Town::new().await;
    let secret = town.secret(Some(&town.board), Role::Observer).await;
    town.pass(3600);
    let late = Browser::default().accept(&town, &secret, "awa").await;
    assert_eq!(late.problem(), Problem::LinkEnded);
}

#[tokio::test]
async fn people_change_their_own_name_and_the_secretariat_their_role() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let mut awa = town.person(Role::Partner, "awa").await;
    let awas = town.at("members/awa");
    let change = |role: &str, name: Value| json!({ "role": role, "organisation": "ministry", "name": name, "function": null });
    let named = awa.send(&town, Method::PATCH, &awas, Some(change("partner", json!("Awa D.")))).await;
    assert_eq!(named.read::<MemberCard>().name, "Awa D.");
    let of_eau =
        json!({ "role": "partner", "organisation": "ministry", "name": null, "function": "Hydrologue" });
    let called = awa.send(&town, Method::PATCH, &awas, Some(of_eau)).await;
    assert_eq!(called.read::<MemberCard>().function, "Hydrologue");
    let document = town.app.live.document(&town.board).await.expect("a document");
    let shown = board::Board::load(&document, [0; 16], None).expect("a board");
    let awa_shown =
        shown.records().get(Kind::Member, &RecordId::parse("awa").expect("an id")).expect("shown");
    assert_eq!(awa_shown.text("function"), "Hydrologue");
    let rises = awa.send(&town, Method::PATCH, &awas, Some(change("secretariat", json!(null)))).await;
    assert_eq!(rises.problem(), Problem::NotAllowed);
    let renames = sam.send(&town, Method::PATCH, &awas, Some(change("partner", json!("Eve")))).await;
    assert_eq!(renames.problem(), Problem::NotAllowed);

    let mut standings = town.app.standings();
    let made = sam.send(&town, Method::PATCH, &awas, Some(change("observer", json!("")))).await;
    let card = made.read::<MemberCard>();
    assert_eq!((card.role, card.name.as_str()), (Role::Observer, ""));
    assert!(matches!(standings.try_recv(), Ok(Standing::Changed { .. })));
    let sams = town.at("members/sam");
    let down = sam.send(&town, Method::PATCH, &sams, Some(change("partner", json!(null)))).await;
    assert_eq!(down.problem(), Problem::LastSecretariat);
}

#[tokio::test]
async fn devices_are_shown_to_oneself_and_the_secretariat() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let mut awa = town.person(Role::Partner, "awa").await;
    let count = |cards: Vec<MemberCard>| {
        let mut counts: Vec<(String, usize)> =
            cards.into_iter().map(|card| (card.name, card.devices.len())).collect();
        counts.sort();
        counts
    };
    let seen = count(awa.get(&town, &town.at("members")).await.read());
    assert_eq!(seen, [("awa".to_owned(), 1), ("sam".to_owned(), 0)]);
    let seen = count(sam.get(&town, &town.at("members")).await.read());
    assert_eq!(seen, [("awa".to_owned(), 1), ("sam".to_owned(), 1)]);
}

#[tokio::test]
async fn a_founder_link_brings_one_new_board() {
    let town = Town::new().await;
    let secret = town.secret(None, Role::Secretariat).await;
    let founding = |board: &str| json!({ "secret": secret, "board": board, "board_name": "Forêt", "member": "fay", "name": "Fay", "function": "" });
    let mut fay = Browser::default();
    let taken = fay.post(&town, "/api/founding", founding(town.board.as_str())).await;
    assert_eq!(taken.problem(), Problem::NotAllowed);
    let mine: Membership = fay.post(&town, "/api/founding", founding(NEW_BOARD)).await.read();
    assert_eq!((mine.board_name.as_str(), mine.role), ("Forêt", Role::Secretariat));
    let again: Membership = fay.post(&town, "/api/founding", founding(NEW_BOARD)).await.read();
    assert_eq!(again, mine);
    let other = Browser::default().post(&town, "/api/founding", founding(NEW_BOARD)).await;
    assert_eq!(other.problem(), Problem::LinkEnded);
}

#[tokio::test]
async fn leaving_forgets_the_device() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let mut awa = town.person(Role::Partner, "awa").await;
    let board = json!({ "board": town.board });
    assert_eq!(awa.post(&town, "/api/me/leave", board.clone()).await.status, StatusCode::OK);
    assert_eq!(awa.get(&town, "/api/me").await.read::<Vec<Membership>>(), []);
    assert_eq!(sam.post(&town, "/api/me/leave", board).await.problem(), Problem::LastSecretariat);
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

#[tokio::test]
async fn a_membership_is_published_on_the_board_without_the_name() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    town.person(Role::Partner, "awa").await;
    let published = |export: Value| export["sections"]["people"]["members"].clone();
    let members = published(sam.get(&town, &town.at("export")).await.read());
    assert_eq!(members["awa"], json!({ "role": "partner", "organisation": "ministry" }));
    assert_eq!(members["sam"], json!({ "role": "secretariat" }));

    let observer = json!({ "role": "observer", "organisation": null });
    let changed = sam.send(&town, Method::PATCH, &town.at("members/awa"), Some(observer)).await;
    assert_eq!(changed.status, StatusCode::OK);
    let members = published(sam.get(&town, &town.at("export")).await.read());
    assert_eq!(members["awa"]["role"], "observer");
    assert_eq!(sam.delete(&town, &town.at("members/awa")).await.status, StatusCode::OK);
    let members = published(sam.get(&town, &town.at("export")).await.read());
    assert!(members["awa"]["removed"].is_object());
}

#[tokio::test]
async fn a_board_leaves_as_a_file_and_merges_back_in() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let saved = sam.get(&town, &town.at("document")).await;
    let named = saved.headers[header::CONTENT_DISPOSITION].to_str().expect("plain text");
    assert_eq!(named, format!("attachment; filename=\"{}.tablee\"", town.board));
    let document = file::read(&saved.body).expect("a file");
    assert_eq!(document.board, town.board);

    let mut copy = board::Board::load(document.document, [7; 16], Some(&member("sam"))).expect("a board");
    let place = RecordAt::single(Kind::About).field("acronym");
    let name = Delta::splice(0, 0, "EPT");
    copy.perform(&Act::new(Message::Write, vec![Edit::Splice { at: place, delta: name }]), 1)
        .expect("an edit");
    let carried: Carried = sam.carry(&town, &town.board, &copy.save()).await.read();
    assert_eq!(carried, Carried { added: 1, refused: vec![] });
    let again: Carried = sam.carry(&town, &town.board, &copy.save()).await.read();
    assert_eq!(again, Carried { added: 0, refused: vec![] });
    let export: Value = sam.get(&town, &town.at("export")).await.read();
    assert_eq!(export["sections"]["about"]["acronym"], "EPT");
}

#[tokio::test]
async fn a_foreign_or_damaged_file_changes_nothing() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let before = sam.get(&town, &town.at("document")).await.body;
    let other = BoardId::parse(NEW_BOARD).expect("an id");
    let document = file::read(&before).expect("a file").document.to_vec();
    assert_eq!(sam.carry(&town, &other, &document).await.problem(), Problem::NotUnderstood);
    let half = &document[..document.len() / 2];
    assert_eq!(sam.carry(&town, &town.board, half).await.problem(), Problem::NotUnderstood);
    assert_eq!(sam.get(&town, &town.at("document")).await.body, before);
    let stranger = Browser::default().carry(&town, &town.board, &document).await;
    assert_eq!(stranger.problem(), Problem::NotHere);
}

#[tokio::test]
async fn the_demonstration_is_made_once_and_its_free_places_are_offered_again() {
    let town = Town::empty().await;
    let links = demo::prepare(&town.app).await.expect("a demonstration");
    let roles: Vec<Role> = links.iter().map(|link| link.role).collect();
    assert_eq!(roles, [Role::Secretariat, Role::Partner, Role::Partner, Role::Observer]);
    let secret = links[1].path.split_once('#').expect("a secret").1;
    let mut awa = Browser::default();
    let mine: Membership = awa.accept(&town, secret, "awa").await.read();
    assert_eq!((mine.role, mine.board_name.as_str()), (Role::Partner, "Alliance Lagune vivante"));
    let export: Value = awa.get(&town, &format!("/api/boards/{}/export", mine.board)).await.read();
    assert!(export["sections"]["chain"]["nodes"].as_object().is_some_and(|nodes| nodes.len() > 10));

    let again = demo::prepare(&town.app).await.expect("the same demonstration");
    assert_eq!(again.len(), 3);
    assert_eq!(town.register.boards().await.expect("boards").len(), 1);
}
