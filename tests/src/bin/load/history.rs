//! What an edit costs the server over the length and the shape of a board's history: the hub
//! alone, in this thread, with 40 level people who acknowledge. And what opening costs.

use crate::figures::own_cpu;
use automerge::sync::{BloomFilter, ChunkList, Have, Message, MessageFlags, MessageVersion};
use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, Change, LoadOptions, ROOT, ReadDoc, TextEncoding};
use server::admission::Who;
use server::hub::{Effect, Event, Hub, Identity, Joined, Now, SocketId, server_author};
use server::log::{Seq, Snapshot, Stored, compact};
use shared::board::Board;
use shared::door::Role;
use shared::ids::{MemberId, RecordId};
use shared::wire::PeerId;
use std::time::Duration;

const PEOPLE: u64 = 40;
const EDITS: u64 = 200;

#[derive(Clone, Copy, Debug)]
enum Shape {
    /// Many small texts, one writer each day.
    Records,
    /// 8,000 changes of it in one text.
    OneText,
    /// A fresh actor every 50 changes.
    ManyActors,
}

pub fn measure() {
    println!("CPU of the hub for an edit that {PEOPLE} people see, and of opening (ms)");
    println!("shape       changes  per edit  per delivered edit  automerge applies  open  automerge loads");
    for shape in [Shape::Records, Shape::OneText, Shape::ManyActors] {
        for changes in [1_000, 10_000, 100_000] {
            let document = history(shape, changes);
            let bytes = document.save();
            let (open, load) = opening(&bytes);
            let (hub, apply) = editing(document);
            let each = hub / EDITS as u32;
            println!(
                "{:11} {changes:7}  {:8.3}  {:18.4}  {:17.3}  {:4.0}  {:15.0}",
                format!("{shape:?}"),
                ms(each),
                ms(each) / (PEOPLE - 1) as f64,
                ms(apply / EDITS as u32),
                ms(open),
                ms(load),
            );
        }
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn timed<T>(what: impl FnOnce() -> T) -> (T, Duration) {
    let before = own_cpu();
    let done = what();
    (done, own_cpu() - before)
}

fn opening(bytes: &[u8]) -> (Duration, Duration) {
    let (_, load) = timed(|| Automerge::load(bytes).unwrap());
    let snapshot = Some(Snapshot { seq: Seq(1), bytes: bytes.to_vec() });
    let stored = Stored { snapshot, seq: Seq(1), ..Stored::default() };
    let (_, open) = timed(|| Hub::new(identity(), compact::document(&stored).unwrap(), (vec![], Seq(1))));
    (open, load)
}

/// A board with a statement that was typed letter by letter, as its shape says.
fn history(shape: Shape, changes: usize) -> Automerge {
    let board = Board::new([1; 16], None);
    let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
    let mut document = Automerge::load_with_options(&board.save(), options).unwrap();
    let (_, vision) = document.get(ROOT, "vision").unwrap().unwrap();
    let (_, statement) = document.get(&vision, "statement").unwrap().unwrap();
    let (_, objectives) = document.get(&vision, "objectives").unwrap().unwrap();
    let mut texts = vec![];
    let mut first = document.transaction();
    for n in 0..200 {
        let objective = first.put_object(&objectives, format!("o{n}"), automerge::ObjType::Map).unwrap();
        texts.push(first.put_object(&objective, "title", automerge::ObjType::Text).unwrap());
    }
    first.commit();
    for n in 0..changes {
        if n % 50 == 0 && matches!(shape, Shape::ManyActors) {
            let mut actor = [5u8; 16];
            actor[..8].copy_from_slice(&(n as u64).to_be_bytes());
            document.set_actor(ActorId::from(actor.as_slice()));
        }
        let into_one = matches!(shape, Shape::OneText) && n < 8_000;
        let text = if into_one { &statement } else { &texts[n % texts.len()] };
        let mut tx = document.transaction();
        let end = tx.length(text);
        tx.splice_text(text, end, 0, "e").unwrap();
        tx.commit();
    }
    let mut tx = document.transaction();
    tx.splice_text(&statement, 0, 0, "Une eau saine.").unwrap();
    tx.commit();
    document
}

fn identity() -> Identity {
    Identity {
        board: shared::wire::board_id([1; 16]),
        peer: PeerId::parse("table").unwrap(),
        storage: "store".into(),
        key: server::receipt_key::draw(),
        author: server_author(),
        actor: [250; 16],
        limits: std::sync::Arc::default(),
    }
}

/// A writer's edits through the hub, and the same applied by Automerge alone.
fn editing(document: Automerge) -> (Duration, Duration) {
    let mut alone = document.clone();
    let mut writer = document.clone();
    writer.set_actor(ActorId::from([7u8; 16].as_slice()));
    let mut hub = Hub::new(identity(), document, (vec![], Seq(1)));
    let mut now = Now(1_000_000);
    for n in 0..PEOPLE {
        let member = MemberId::parse(&format!("person{n}")).unwrap();
        let who = Who { member, role: Role::Partner, organisation: RecordId::parse("org") };
        let peer = PeerId::parse(&format!("person{n}")).unwrap();
        let joined = Joined { socket: SocketId(n), peer, who, ours: true };
        let effects = hub.handle(Event::Joined(joined), now);
        settle(&mut hub, &mut now, n, effects);
    }
    let (_, vision) = writer.get(ROOT, "vision").unwrap().unwrap();
    let (_, statement) = writer.get(&vision, "statement").unwrap().unwrap();
    level(&mut hub, &mut now, &writer);
    // With the first edit of a writer who signs nothing the hub notes whose it is.
    let changes = edit(&mut writer, &statement, 0);
    let payload = message(&writer, pieces(&changes));
    let effects = hub.handle(Event::Sync { socket: SocketId(0), payload, asks: false }, now);
    settle(&mut hub, &mut now, PEOPLE, effects);
    for reader in [&mut alone, &mut writer] {
        let heads = reader.get_heads();
        reader.apply_changes(hub.board().unwrap().get_changes(&heads)).unwrap();
    }
    level(&mut hub, &mut now, &writer);
    let (mut through_hub, mut by_automerge) = (Duration::ZERO, Duration::ZERO);
    for n in 0..EDITS {
        let changes = edit(&mut writer, &statement, n);
        let payload = message(&writer, pieces(&changes));
        let acknowledged = acknowledgement(&writer);
        let ((), time) = timed(|| pass(&mut hub, &mut now, n, payload, &acknowledged));
        through_hub += time;
        let ((), time) = timed(|| alone.apply_changes(changes).unwrap());
        by_automerge += time;
    }
    assert_eq!(hub.board().unwrap().get_heads(), writer.get_heads(), "every edit was taken");
    (through_hub, by_automerge)
}

/// A letter into a text; gives the change.
fn edit(writer: &mut Automerge, text: &automerge::ObjId, n: u64) -> Vec<Change> {
    let before = writer.get_heads();
    let mut tx = writer.transaction();
    tx.splice_text(text, (n % 10) as usize, 0, "a").unwrap();
    tx.commit();
    writer.get_changes(&before)
}

/// Everybody says that they have what the writer has.
fn level(hub: &mut Hub, now: &mut Now, writer: &Automerge) {
    let payload = acknowledgement(writer);
    for n in 0..PEOPLE {
        let said = Event::Sync { socket: SocketId(n), payload: payload.clone(), asks: false };
        let effects = hub.handle(said, *now);
        settle(hub, now, PEOPLE, effects);
    }
}

/// One edit: judged, committed, passed on to all, acknowledged by all.
fn pass(hub: &mut Hub, now: &mut Now, n: u64, payload: Vec<u8>, acknowledged: &[u8]) {
    let effects = hub.handle(Event::Sync { socket: SocketId(0), payload, asks: false }, *now);
    assert!(settle(hub, now, PEOPLE + 1 + n, effects) > 0);
    for socket in 1..PEOPLE {
        let payload = acknowledged.to_vec();
        hub.handle(Event::Sync { socket: SocketId(socket), payload, asks: false }, *now);
    }
}

/// Does what the hub asks for until it asks for nothing; says how many bytes it sent.
fn settle(hub: &mut Hub, now: &mut Now, n: u64, mut effects: Vec<Effect>) -> usize {
    let mut told = 0;
    while !effects.is_empty() {
        let mut next = vec![];
        for effect in effects {
            match effect {
                Effect::WakeAt(at) => {
                    *now = (*now).max(at);
                    next.extend(hub.handle(Event::Woke, *now));
                }
                Effect::Commit(_) => next.extend(hub.handle(Event::Committed { seq: Seq(n + 2) }, *now)),
                Effect::Spread { to, frame } => {
                    let frame = frame.unaddressed();
                    let peer = PeerId::parse("person").unwrap();
                    told += to.iter().map(|_| frame.to(&peer).len()).sum::<usize>();
                }
                Effect::Send { frame, .. } => told += frame.encode().len(),
                Effect::Close { why, .. } => panic!("closed: {why}"),
                Effect::Restore | Effect::Answer { .. } => panic!("not asked for"),
            }
        }
        effects = next;
    }
    told
}

fn pieces(changes: &[Change]) -> ChunkList {
    changes.iter().map(|change| change.raw_bytes().to_vec()).collect::<Vec<_>>().into()
}

fn acknowledgement(document: &Automerge) -> Vec<u8> {
    message(document, ChunkList::empty())
}

fn message(document: &Automerge, changes: ChunkList) -> Vec<u8> {
    let mut flags = MessageFlags::new();
    flags.set(MessageFlags::SUPPORTS_SYNC_RESET);
    let heads = document.get_heads();
    let have = vec![Have { last_sync: heads.clone(), bloom: BloomFilter::default() }];
    let (need, flags, version) = (vec![], Some(flags), MessageVersion::V1);
    Message { heads, need, have, changes, flags, version }.encode()
}
