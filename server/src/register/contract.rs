//! What every register keeps to. One suite, run on each kind.

use super::*;
use crate::register::memory::MemoryRegister;
use crate::register::sqlite::SqliteRegister;
use shared::compare::Difference;
use shared::record::RecordAt;
use shared::sections::Kind;

const NOW: i64 = 1_700_000_000;
const LATER: i64 = NOW + 1000;

fn board() -> BoardId {
    BoardId::parse("board-1").expect("an id")
}

fn member(name: &str) -> MemberId {
    MemberId::parse(name).expect("an id")
}

fn secret(text: &str) -> SecretHash {
    SecretHash::of(text)
}

fn newcomer(name: &str) -> Newcomer {
    Newcomer { id: format!("{name}-device"), secret: secret(name) }
}

fn link(id: &str, role: Role, uses_left: u32) -> Link {
    Link {
        id: id.to_owned(),
        board: Some(board()),
        role,
        organisation: RecordId::parse("ministry"),
        organisation_name: "Ministère".to_owned(),
        uses_left,
        expires: LATER,
        created: NOW,
        created_by: None,
        closed: false,
        admission: false,
        returns: None,
    }
}

fn joining(with: &str, who: &str) -> Joining {
    Joining {
        link: secret(with),
        member: member(who),
        name: who.to_owned(),
        function: String::new(),
        device: newcomer(who),
        founds: None,
    }
}

/// A register with one board, and a link per role that is open for all who need it.
async fn with_links(register: &dyn Register) {
    let new = Board { id: board(), name: "Eau pour tous".to_owned(), is_demo: false };
    register.add_board(&new, NOW).await.expect("a board");
    for role in Role::ALL {
        register.add_link(&link(role.key(), role, 50), &secret(role.key())).await.expect("a link");
    }
}

async fn join(register: &dyn Register, role: Role, who: &str) {
    let joined = register.join(&joining(role.key(), who), NOW).await.expect("an answer");
    assert!(matches!(joined, Joined::Member(membership) if membership.role == role));
}

async fn a_link_is_used_up_after_its_uses(register: &dyn Register) {
    register.add_link(&link("two", Role::Observer, 2), &secret("two")).await.expect("a link");
    for who in ["awa", "ben"] {
        let joined = register.join(&joining("two", who), NOW).await.expect("an answer");
        assert!(matches!(joined, Joined::Member(_)));
    }
    assert_eq!(register.join(&joining("two", "cleo"), NOW).await.expect("an answer"), Joined::LinkEnded);
    let left = register.link(&secret("two")).await.expect("an answer").map(|link| link.uses_left);
    assert_eq!(left, Some(0));
}

async fn an_expired_or_closed_link_lets_nobody_in(register: &dyn Register) {
    let late = register.join(&joining("observer", "awa"), LATER).await.expect("an answer");
    assert_eq!(late, Joined::LinkEnded);
    assert!(register.close_link(&board(), "observer").await.expect("an answer"));
    assert!(!register.close_link(&board(), "no-such").await.expect("an answer"));
    let closed = register.join(&joining("observer", "awa"), NOW).await.expect("an answer");
    assert_eq!(closed, Joined::LinkEnded);
}

async fn a_founder_link_brings_a_board_that_is_new(register: &dyn Register) {
    let founder = Link { board: None, organisation: None, ..link("found", Role::Secretariat, 2) };
    register.add_link(&founder, &secret("found")).await.expect("a link");
    let mut founding = joining("found", "awa");
    assert_eq!(register.join(&founding, NOW).await.expect("an answer"), Joined::LinkEnded);
    founding.founds = Some(Board { id: board(), name: "Taken".to_owned(), is_demo: false });
    assert_eq!(register.join(&founding, NOW).await.expect("an answer"), Joined::Taken);
    let id = BoardId::parse("board-2").expect("an id");
    founding.founds = Some(Board { id: id.clone(), name: "Forêt".to_owned(), is_demo: false });
    let joined = register.join(&founding, NOW).await.expect("an answer");
    assert!(matches!(joined, Joined::Member(of) if of.board == id && of.role == Role::Secretariat));
    assert_eq!(register.board(&id).await.expect("an answer").map(|of| of.name), Some("Forêt".to_owned()));
    assert_eq!(register.boards().await.expect("an answer").len(), 2);
}

async fn an_id_that_was_once_a_members_is_nobody_elses(register: &dyn Register) {
    join(register, Role::Observer, "awa").await;
    let gone = register.remove_member(&board(), &member("awa"), NOW).await.expect("an answer");
    assert!(matches!(gone, Removal::Gone { member_gone: true, .. }));
    let again = Joining { device: newcomer("somebody-else"), ..joining("observer", "awa") };
    assert_eq!(register.join(&again, NOW).await.expect("an answer"), Joined::Taken);
    assert!(register.members(&board()).await.expect("an answer").is_empty());
}

async fn whoever_is_taken_off_is_off_with_devices_and_tickets(register: &dyn Register) {
    join(register, Role::Secretariat, "sam").await;
    join(register, Role::Partner, "awa").await;
    let of = TicketOf { board: board(), member: member("awa") };
    let ticket = Ticket { id: "t".to_owned(), created: NOW, expires: LATER };
    assert!(register.add_ticket(&of, &ticket, &secret("t")).await.expect("an answer"));
    assert!(register.ticket_place("t", &board(), NOW).await.expect("an answer").is_some());

    let gone = register.remove_member(&board(), &member("awa"), NOW).await.expect("an answer");
    let Removal::Gone { mut callers, .. } = gone else { panic!("{gone:?}") };
    callers.sort_by_key(|caller| format!("{caller:?}"));
    let device = Caller::Device { id: "awa-device".to_owned() };
    assert_eq!(callers, [device, Caller::Ticket { id: "t".to_owned() }]);
    assert!(register.place("awa-device", &board()).await.expect("an answer").is_none());
    assert!(register.memberships("awa-device").await.expect("an answer").is_empty());
    assert!(register.ticket(&secret("t"), NOW).await.expect("an answer").is_none());
    assert!(register.ticket_place("t", &board(), NOW).await.expect("an answer").is_none());
    let again = register.remove_member(&board(), &member("awa"), NOW).await.expect("an answer");
    assert_eq!(again, Removal::NotThere);
}

async fn the_last_secretariat_member_stays(register: &dyn Register) {
    join(register, Role::Secretariat, "sam").await;
    join(register, Role::Partner, "awa").await;
    let members = register.members(&board()).await.expect("an answer");
    let sam = members.into_iter().find(|one| one.name == "sam").expect("sam");
    let down = Member { role: Role::Observer, ..sam.clone() };
    let stepped = register.change_member(&board(), &down).await.expect("an answer");
    assert_eq!(stepped, Alteration::LastSecretariat);
    let removed = register.remove_member(&board(), &sam.member, NOW).await.expect("an answer");
    assert_eq!(removed, Removal::LastSecretariat);
    let left = register.leave(&board(), "sam-device", NOW).await.expect("an answer");
    assert_eq!(left, Removal::LastSecretariat);
    let device = register.remove_device(&board(), &sam.member, "sam-device").await.expect("an answer");
    assert_eq!(device, Removal::LastSecretariat);

    join(register, Role::Secretariat, "sue").await;
    assert_eq!(register.change_member(&board(), &down).await.expect("an answer"), Alteration::Done);
    let place = register.place("sam-device", &board()).await.expect("an answer");
    assert_eq!(place.map(|place| place.member.role), Some(Role::Observer));
}

async fn a_code_lets_a_second_device_in_once(register: &dyn Register) {
    join(register, Role::Partner, "awa").await;
    let code = code("awa-device");
    assert!(register.add_code(&code, NOW).await.expect("an answer"));
    let phone = newcomer("phone");
    assert!(register.enter_code("abc", &secret("abcdefgh"), &phone, NOW).await.expect("an answer"));
    let place = register.place("phone-device", &board()).await.expect("an answer");
    assert_eq!(place.map(|place| place.member.member), Some(member("awa")));
    let tablet = newcomer("tablet");
    assert!(!register.enter_code("abc", &secret("abcdefgh"), &tablet, NOW).await.expect("an answer"));
    assert_eq!(register.devices(&board()).await.expect("an answer").len(), 2);

    let left = register.leave(&board(), "awa-device", NOW).await.expect("an answer");
    assert!(matches!(left, Removal::Gone { member_gone: false, .. }));
    let left = register.leave(&board(), "phone-device", NOW).await.expect("an answer");
    assert!(matches!(left, Removal::Gone { member_gone: true, .. }));
}

async fn a_code_dies_after_five_wrong_tries_or_ten_minutes(register: &dyn Register) {
    join(register, Role::Partner, "awa").await;
    assert!(register.add_code(&code("awa-device"), NOW).await.expect("an answer"));
    let phone = newcomer("phone");
    for _ in 0..CODE_TRIES - 1 {
        assert!(!register.enter_code("abc", &secret("abczzzzz"), &phone, NOW).await.expect("an answer"));
    }
    assert!(!register.enter_code("xyz", &secret("xyzzzzzz"), &phone, NOW).await.expect("an answer"));
    assert!(register.enter_code("abc", &secret("abcdefgh"), &phone, NOW).await.expect("an answer"));

    assert!(register.add_code(&code("awa-device"), NOW).await.expect("an answer"));
    for _ in 0..CODE_TRIES {
        assert!(!register.enter_code("abc", &secret("abczzzzz"), &phone, NOW).await.expect("an answer"));
    }
    assert!(!register.enter_code("abc", &secret("abcdefgh"), &phone, NOW).await.expect("an answer"));

    assert!(register.add_code(&code("awa-device"), NOW).await.expect("an answer"));
    assert!(!register.enter_code("abc", &secret("abcdefgh"), &phone, LATER).await.expect("an answer"));
}

fn code(device: &str) -> Code {
    Code { name: "abc".to_owned(), secret: secret("abcdefgh"), device: device.to_owned(), expires: NOW + 600 }
}

async fn a_members_devices_are_bounded(register: &dyn Register) {
    join(register, Role::Partner, "awa").await;
    for n in 0..MAX_DEVICES + 3 {
        assert!(register.add_code(&code("awa-device"), NOW).await.expect("an answer"));
        let next = newcomer(&format!("n{n}"));
        assert!(register.enter_code("abc", &secret("abcdefgh"), &next, NOW).await.expect("an answer"));
    }
    assert_eq!(register.devices(&board()).await.expect("an answer").len(), MAX_DEVICES as usize);
}

async fn a_ticket_runs_until_its_end_for_its_board(register: &dyn Register) {
    join(register, Role::Observer, "awa").await;
    let of = TicketOf { board: board(), member: member("awa") };
    for n in 0..MAX_TICKETS {
        let ticket = Ticket { id: format!("t{n}"), created: NOW, expires: LATER };
        assert!(register.add_ticket(&of, &ticket, &secret(&ticket.id)).await.expect("an answer"));
    }
    let more = Ticket { id: "more".to_owned(), created: NOW, expires: LATER };
    assert!(!register.add_ticket(&of, &more, &secret("more")).await.expect("an answer"));
    assert_eq!(register.ticket(&secret("t0"), NOW).await.expect("an answer"), Some("t0".to_owned()));
    assert_eq!(register.ticket(&secret("t0"), LATER).await.expect("an answer"), None);
    assert!(register.ticket_place("t0", &board(), LATER).await.expect("an answer").is_none());
    let other = BoardId::parse("board-2").expect("an id");
    assert!(register.ticket_place("t0", &other, NOW).await.expect("an answer").is_none());
    assert!(register.revoke_ticket(&of, "t0").await.expect("an answer"));
    assert!(register.ticket(&secret("t0"), NOW).await.expect("an answer").is_none());
    assert_eq!(register.tickets(&of, NOW).await.expect("an answer").len(), MAX_TICKETS as usize - 1);
}

async fn whoever_did_not_hear_the_answer_asks_again_and_keeps_their_place(register: &dyn Register) {
    let uses_left = async |secret: &SecretHash| {
        register.link(secret).await.expect("an answer").map(|link| link.uses_left)
    };
    register.add_link(&link("one", Role::Partner, 1), &secret("one")).await.expect("a link");
    let first = register.join(&joining("one", "awa"), NOW).await.expect("an answer");
    assert!(matches!(&first, Joined::Member(of) if of.member == member("awa")));
    let again = Joining { member: member("awa-again"), ..joining("one", "awa") };
    assert_eq!(register.join(&again, LATER).await.expect("an answer"), first);
    assert_eq!(uses_left(&secret("one")).await, Some(0));
    assert_eq!(register.join(&joining("one", "ben"), NOW).await.expect("an answer"), Joined::LinkEnded);

    let founder = Link { board: None, organisation: None, ..link("found", Role::Secretariat, 1) };
    register.add_link(&founder, &secret("found")).await.expect("a link");
    let new =
        Board { id: BoardId::parse("board-2").expect("an id"), name: "Forêt".to_owned(), is_demo: false };
    let founding = Joining { founds: Some(new), ..joining("found", "awa") };
    let first = register.join(&founding, NOW).await.expect("an answer");
    assert!(matches!(first, Joined::Member(_)));
    assert_eq!(register.join(&founding, NOW).await.expect("an answer"), first);
    let ben = Joining { member: member("ben"), device: newcomer("ben"), ..founding };
    assert_eq!(register.join(&ben, NOW).await.expect("an answer"), Joined::LinkEnded);
}

/// A link that asks for admission, and its secret.
async fn with_waiting_room(register: &dyn Register, uses: u32) {
    let asks = Link { admission: true, ..link("asks", Role::Partner, uses) };
    register.add_link(&asks, &secret("asks")).await.expect("a link");
}

async fn wait(register: &dyn Register, who: &str) -> String {
    let joined = register.join(&joining("asks", who), NOW).await.expect("an answer");
    assert!(matches!(joined, Joined::Waits(waiting) if waiting.since == NOW && waiting.declined.is_none()));
    let waiting = register.waiting(&board()).await.expect("an answer");
    waiting.into_iter().find(|waiter| waiter.name == who).expect("a waiter").id
}

async fn whoever_waits_is_nobody_on_the_board_until_admitted(register: &dyn Register) {
    with_waiting_room(register, 1).await;
    let awa = wait(register, "awa").await;
    assert!(register.members(&board()).await.expect("an answer").is_empty());
    assert_eq!(register.place("awa-device", &board()).await.expect("an answer"), None);
    assert!(register.memberships("awa-device").await.expect("an answer").is_empty());
    assert_eq!(register.waits("awa-device").await.expect("an answer").len(), 1);
    // The use is taken: nobody else waits by this link; and asking again is not waiting twice.
    assert_eq!(register.join(&joining("asks", "ben"), NOW).await.expect("an answer"), Joined::LinkEnded);
    let again = Joining { member: member("awa-again"), ..joining("asks", "awa") };
    assert!(matches!(register.join(&again, LATER).await.expect("an answer"), Joined::Waits(_)));

    let admitted = register.admit(&board(), &awa, LATER).await.expect("an answer");
    assert_eq!(admitted, Admitted::Member(member("awa")));
    let place = register.place("awa-device", &board()).await.expect("an answer").expect("a place");
    assert_eq!((place.member.role, place.member.name.as_str()), (Role::Partner, "awa"));
    assert_eq!(place.member.organisation, RecordId::parse("ministry"));
    assert!(register.waiting(&board()).await.expect("an answer").is_empty());
    assert!(register.waits("awa-device").await.expect("an answer").is_empty());
    assert_eq!(register.admit(&board(), &awa, LATER).await.expect("an answer"), Admitted::NotThere);
}

async fn whoever_is_declined_learns_why_and_leaves_no_name(register: &dyn Register) {
    with_waiting_room(register, 2).await;
    let awa = wait(register, "awa").await;
    let other = BoardId::parse("board-2").expect("an id");
    assert!(!register.decline(&other, &awa, "no").await.expect("an answer"));
    assert!(register.decline(&board(), &awa, "Pas cette séance").await.expect("an answer"));
    assert!(!register.decline(&board(), &awa, "twice").await.expect("an answer"));
    assert!(register.waiting(&board()).await.expect("an answer").is_empty());
    assert_eq!(register.admit(&board(), &awa, NOW).await.expect("an answer"), Admitted::NotThere);
    let told = register.waits("awa-device").await.expect("an answer");
    assert_eq!(told[0].declined.as_deref(), Some("Pas cette séance"));
    // Asked again with what is left of the link, they wait again.
    wait(register, "awa").await;
    assert!(register.walk_off(&board(), "awa-device").await.expect("an answer"));
    assert!(!register.walk_off(&board(), "awa-device").await.expect("an answer"));
    assert!(register.waits("awa-device").await.expect("an answer").is_empty());
}

async fn a_door_has_room_for_so_many_and_no_more(register: &dyn Register) {
    with_waiting_room(register, 2 * MAX_WAITING).await;
    for n in 0..MAX_WAITING {
        wait(register, &format!("n{n}")).await;
    }
    assert_eq!(register.join(&joining("asks", "late"), NOW).await.expect("an answer"), Joined::Full);
}

async fn a_way_back_leads_the_same_member_to_their_place(register: &dyn Register) {
    join(register, Role::Secretariat, "sam").await;
    join(register, Role::Partner, "awa").await;
    let back = |id: &str, who: &str| Link { returns: Some(member(who)), ..link(id, Role::Partner, 1) };
    register.add_link(&back("back", "awa"), &secret("back")).await.expect("a link");
    let phone = Joining { device: newcomer("phone"), ..joining("back", "somebody") };
    let joined = register.join(&phone, NOW).await.expect("an answer");
    assert!(matches!(joined, Joined::Member(of) if of.member == member("awa") && of.name == "awa"));
    assert_eq!(register.members(&board()).await.expect("an answer").len(), 2);
    let tablet = Joining { device: newcomer("tablet"), ..joining("back", "somebody") };
    assert_eq!(register.join(&tablet, NOW).await.expect("an answer"), Joined::LinkEnded);

    // Nobody comes back to a place that is gone.
    register.add_link(&back("late", "awa"), &secret("late")).await.expect("a link");
    register.remove_member(&board(), &member("awa"), NOW).await.expect("an answer");
    let late = Joining { link: secret("late"), ..tablet };
    assert_eq!(register.join(&late, NOW).await.expect("an answer"), Joined::LinkEnded);
}

async fn handed_work_waits_for_the_secretariat_so_much_and_no_more(register: &dyn Register) {
    join(register, Role::Observer, "awa").await;
    join(register, Role::Observer, "ben").await;
    let at = RecordAt::single(Kind::Vision).field("statement");
    let text = Difference::Text { at, from: "Une lagune".to_owned(), to: "Une lagune vivante".to_owned() };
    let work = |id: &str, who: &str| Handed {
        id: id.to_owned(),
        member: member(who),
        at: NOW,
        differences: vec![text.clone()],
    };
    assert!(register.hand(&board(), &work("first", "awa")).await.expect("an answer"));
    assert_eq!(register.handed(&board()).await.expect("an answer"), [work("first", "awa")]);
    for n in 1..MAX_HANDED_BY_MEMBER {
        assert!(register.hand(&board(), &work(&format!("w{n}"), "awa")).await.expect("an answer"));
    }
    assert!(!register.hand(&board(), &work("more", "awa")).await.expect("an answer"));
    assert!(register.hand(&board(), &work("bens", "ben")).await.expect("an answer"));
    assert!(register.put_away(&board(), "first").await.expect("an answer"));
    assert!(!register.put_away(&board(), "first").await.expect("an answer"));
    let left = register.handed(&board()).await.expect("an answer");
    assert_eq!(left.len(), MAX_HANDED_BY_MEMBER as usize);
}

async fn a_board_is_called_what_it_was_renamed_to(register: &dyn Register) {
    join(register, Role::Partner, "awa").await;
    register.rename_board(&board(), "Eau et forêt").await.expect("an answer");
    register.rename_board(&BoardId::parse("no-such").expect("an id"), "Rien").await.expect("an answer");
    let mine = register.memberships("awa-device").await.expect("an answer");
    assert_eq!(mine[0].board_name, "Eau et forêt");
    let names = register.boards().await.expect("an answer").into_iter().map(|board| board.name);
    assert_eq!(names.collect::<Vec<_>>(), ["Eau et forêt"]);
}

async fn a_device_is_on_a_board_once(register: &dyn Register) {
    join(register, Role::Partner, "awa").await;
    let twice = Joining { member: member("awa-again"), ..joining("partner", "awa") };
    let again = register.join(&twice, NOW).await.expect("an answer");
    assert!(matches!(again, Joined::Member(of) if of.member == member("awa")));
    assert_eq!(register.members(&board()).await.expect("an answer").len(), 1);
    assert_eq!(register.device(&secret("awa")).await.expect("an answer"), Some("awa-device".to_owned()));
    register.seen("awa-device", &board(), LATER).await.expect("an answer");
    let place = register.place("awa-device", &board()).await.expect("an answer");
    assert_eq!(place.map(|place| place.last_seen), Some(LATER));
    assert!(register.probe().await.is_ok());
    assert_eq!(register.links(&board()).await.expect("an answer").len(), Role::ALL.len());
}

// A macro, because each sentence is a test of its own on each kind: a failure names both.
macro_rules! every_register {
    ($($sentence:ident),* $(,)?) => {
        mod in_memory {
            $(#[tokio::test]
            async fn $sentence() {
                let register = super::MemoryRegister::default();
                super::with_links(&register).await;
                super::$sentence(&register).await;
            })*
        }
        mod in_sqlite {
            $(#[tokio::test]
            async fn $sentence() {
                let folder = crate::scratch::Folder::new();
                let pool = crate::database::open(folder.path()).await.expect("a database");
                let register = super::SqliteRegister::open(pool.clone()).await.expect("a register");
                super::with_links(&register).await;
                super::$sentence(&register).await;
                pool.close().await;
            })*
        }
    };
}

every_register! {
    a_link_is_used_up_after_its_uses,
    an_expired_or_closed_link_lets_nobody_in,
    a_founder_link_brings_a_board_that_is_new,
    an_id_that_was_once_a_members_is_nobody_elses,
    whoever_is_taken_off_is_off_with_devices_and_tickets,
    the_last_secretariat_member_stays,
    a_code_lets_a_second_device_in_once,
    a_code_dies_after_five_wrong_tries_or_ten_minutes,
    a_members_devices_are_bounded,
    a_ticket_runs_until_its_end_for_its_board,
    a_device_is_on_a_board_once,
    whoever_did_not_hear_the_answer_asks_again_and_keeps_their_place,
    a_board_is_called_what_it_was_renamed_to,
    whoever_waits_is_nobody_on_the_board_until_admitted,
    whoever_is_declined_learns_why_and_leaves_no_name,
    a_door_has_room_for_so_many_and_no_more,
    a_way_back_leads_the_same_member_to_their_place,
    handed_work_waits_for_the_secretariat_so_much_and_no_more,
}

/// The tables of doors as release 0.1.0 laid them down, with one link.
const FIRST_RELEASE: &str = "
    create table door_boards (id text primary key, name text not null, created integer not null,
      is_demo integer not null default 0) strict;
    create table door_links (id text primary key, secret blob not null unique,
      board text references door_boards (id), role text not null, organisation text,
      organisation_name text not null, uses_left integer not null check (uses_left >= 0),
      expires integer not null, created integer not null, created_by text, closed integer not null) strict;
    insert into door_boards (id, name, created) values ('board-1', 'Eau pour tous', 0);";

#[tokio::test]
async fn a_folder_of_the_first_release_opens_and_its_links_hold() {
    let folder = crate::scratch::Folder::new();
    let pool = crate::database::open(folder.path()).await.expect("a database");
    sqlx::raw_sql(FIRST_RELEASE).execute(&pool).await.expect("tables");
    let old = "insert into door_links values ('old', ?, 'board-1', 'observer', null, '', 1, ?, 0, null, 0)";
    sqlx::query(old).bind(secret("old").as_bytes()).bind(LATER).execute(&pool).await.expect("a link");
    for _ in 0..2 {
        let register = SqliteRegister::open(pool.clone()).await.expect("a register");
        let link = register.link(&secret("old")).await.expect("an answer").expect("the link");
        assert_eq!((link.admission, link.returns), (false, None));
        assert!(matches!(register.join(&joining("old", "awa"), NOW).await, Ok(Joined::Member(_))));
    }
    pool.close().await;
}
