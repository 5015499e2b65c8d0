//! What a moderator does to a meeting, each one act on the board: begin, pause, go on, give time,
//! hand over, close. The time is the table's, so that every device reads the same clock.

use super::state::InSession;
use crate::store::Store;
use leptos::prelude::*;
use shared::act::{Act, Edit, Message};
use shared::ids::{MemberId, RecordId};
use shared::meeting::clock;
use shared::meeting::floor::by_organisation;
use shared::numbers::iso;
use shared::record::{FieldAt, RecordAt, Records, Scalar};
use shared::sections::Kind;
use shared::sections::people::members;
use shared::sections::session::{Item, agenda, meetings, shows_speaking_time};
use shared::words;

/// What five minutes more are.
const MORE_MINUTES: i64 = 5;

fn set(at: FieldAt, value: impl Into<Option<Scalar>>) -> Edit {
    Edit::Set { at, value: value.into() }
}

fn text(text: impl Into<String>) -> Scalar {
    Scalar::Text(text.into())
}

fn meeting_at(meeting: &RecordId) -> RecordAt {
    RecordAt::new(Kind::Meeting, meeting.clone())
}

fn item_at(item: &RecordId) -> RecordAt {
    RecordAt::new(Kind::AgendaItem, item.clone())
}

fn now(store: Store) -> String {
    iso(store.table_ms() / 1_000)
}

/// The item begins, or goes on.
fn hold(store: Store, item: &RecordId) -> Edit {
    set(item_at(item).cell("runs", &now(store)), Scalar::Flag(true))
}

/// The stretches of the agenda that have not ended end now.
fn let_rest(store: Store, items: &[Item]) -> Vec<Edit> {
    let now = now(store);
    let open = items.iter().flat_map(|item| {
        item.runs
            .iter()
            .filter(|run| run.end.is_none())
            .map(|run| item_at(&item.id).cell("runs", &iso(run.start)))
    });
    open.map(|at| set(at, text(now.clone()))).collect()
}

/// The members who were seen are noted with whatever the moderator does next.
fn note_seen(records: &Records, meeting: &RecordId, seen: Vec<MemberId>) -> Vec<Edit> {
    let at = meeting_at(meeting);
    let known = records.get(at.kind, &at.id);
    let is_new =
        |member: &MemberId| known.is_none_or(|known| !known.set("present").any(|one| one == member.as_str()));
    seen.iter()
        .filter(|member| is_new(member))
        .map(|member| set(at.cell("present", member.as_str()), Scalar::Flag(true)))
        .collect()
}

fn items_of(store: Store, meeting: &RecordId) -> Vec<Item> {
    store.peek(|records| agenda(records, meeting))
}

fn change(store: Store, edits: Vec<Edit>) {
    if !edits.is_empty() {
        store.act(Act::new(Message::Change, edits));
    }
}

/// Begins a meeting with its first item; whoever begins it leads it.
pub fn begin(session: InSession, meeting: &RecordId) {
    let store = session.store;
    let Some(me) = store.me.with_untracked(|me| me.as_ref().map(|me| me.member.clone())) else { return };
    let (at, now) = (meeting_at(meeting), now(store));
    let turned =
        store.peek(|records| meetings(records).iter().filter(|other| other.started.is_some()).count());
    let mut edits = vec![
        set(RecordAt::single(Kind::Session).field("current"), text(meeting.as_str())),
        set(at.field("started"), text(now.clone())),
        set(at.field("turned"), Scalar::Int(turned as i64)),
        set(at.cell("hosts", &now), text(me.as_str())),
    ];
    edits.extend(items_of(store, meeting).first().map(|item| hold(store, &item.id)));
    edits.extend(store.peek(|records| note_seen(records, meeting, session.here_now())));
    change(store, edits);
}

/// Pauses the time, or lets it go on.
pub fn pause_or_go_on(session: InSession) {
    let store = session.store;
    let Some((meeting, clock)) = session.meeting.get_untracked().zip(session.clock.get_untracked()) else {
        return;
    };
    let lang = store.lang.get_untracked();
    if clock.is_paused {
        change(store, vec![hold(store, &clock.item)]);
        store.say(words::session::goes_on(lang));
    } else {
        change(store, let_rest(store, &items_of(store, &meeting)));
        store.say(words::session::is_paused(lang));
    }
}

pub fn give_time(session: InSession) {
    let Some(clock) = session.clock.get_untracked() else { return };
    let (store, at) = (session.store, item_at(&clock.item));
    let extra =
        store.peek(|records| records.get(at.kind, &at.id).and_then(|item| item.int("extra")).unwrap_or(0));
    change(store, vec![set(at.field("extra"), Scalar::Int(extra + MORE_MINUTES))]);
    store.say(words::session::time_given(store.lang.get_untracked()));
}

/// The item after the one that is held; nothing at the end.
pub fn next_of(session: InSession) -> Option<Item> {
    let (meeting, clock) = (session.meeting.get()?, session.clock.get());
    session.store.records(shared::sections::Section::Session, |records| {
        let items = agenda(records, &meeting);
        match clock {
            Some(clock) => clock::next(&items, &clock.item).cloned(),
            // A meeting that was begun without an agenda.
            None => items.first().cloned(),
        }
    })
}

pub fn next_item(session: InSession) {
    if let Some(next) = untrack(|| next_of(session)) {
        hold_item(session, &next.id);
    }
}

/// Goes to an item, whichever was held before.
pub fn hold_item(session: InSession, item: &RecordId) {
    let store = session.store;
    let Some(meeting) = session.meeting.get_untracked() else { return };
    let mut edits = let_rest(store, &items_of(store, &meeting));
    edits.push(hold(store, item));
    let seen = session.take_seen();
    edits.extend(store.peek(|records| note_seen(records, &meeting, seen)));
    change(store, edits);
    let lang = store.lang.get_untracked();
    let title = store.peek(|records| shared::questions::settle::title(&item_at(item), records, lang));
    store.say(words::session::now_at(lang, title));
}

/// Somebody of the secretariat leads from now on. It stays written down who led when.
pub fn hand_over(session: InSession, member: &MemberId) {
    let store = session.store;
    let Some(meeting) = session.meeting.get_untracked() else { return };
    let edit = set(meeting_at(&meeting).cell("hosts", &now(store)), text(member.as_str()));
    store.act(Act::new(Message::HandOver, vec![edit]));
}

/// People in the room of an organisation, as the secretariat counts them.
pub fn count_in_room(store: Store, meeting: &RecordId, organisation: &RecordId, step: i64) {
    let at = meeting_at(meeting).cell("room", organisation.as_str());
    let before = store.peek(|records| {
        let record = records.get(Kind::Meeting, meeting);
        let counted = record.and_then(|record| {
            let mut cells = record.cells("room");
            cells.find(|(id, _)| *id == organisation.as_str()).map(|(_, count)| count.clone())
        });
        match counted {
            Some(Scalar::Int(count)) => count,
            Some(Scalar::Text(_) | Scalar::Flag(_)) | None => 0,
        }
    });
    let count = (before + step).clamp(0, 200);
    if count != before {
        store.act(Act::set(at, Scalar::Int(count)));
    }
}

/// Ends the meeting. What was only said is over; totals stay where the table chose to show them.
pub fn close(session: InSession) {
    let store = session.store;
    let Some(meeting) = session.meeting.get_untracked() else { return };
    session.lead(|lead, now, counts| lead.end_turn(now, counts));
    let at = meeting_at(&meeting);
    let mut edits = let_rest(store, &items_of(store, &meeting));
    let mut seen = session.take_seen();
    seen.extend(session.here_now());
    edits.extend(store.peek(|records| note_seen(records, &meeting, seen)));
    if store.peek(shows_speaking_time) {
        let spoken = session
            .lead
            .with_untracked(|lead| lead.as_ref().map(|lead| lead.spoken.clone()).unwrap_or_default());
        let totals = store.peek(|records| {
            let members = members(records);
            by_organisation(&spoken, |member| {
                members.iter().find(|one| one.id == *member).and_then(|one| one.organisation.clone())
            })
        });
        edits.extend(totals.into_iter().map(|(organisation, seconds)| {
            set(at.cell("spoken", organisation.as_str()), Scalar::Int(i64::from(seconds)))
        }));
    }
    edits.push(set(at.field("ended"), text(now(store))));
    edits.push(set(RecordAt::single(Kind::Session).field("current"), None));
    change(store, edits);
}

/// Whether the table shows how long each organisation speaks.
pub fn show_speaking_time(store: Store, shows: bool) {
    store.act(Act::set(RecordAt::single(Kind::Session).field("show_speaking_time"), Scalar::Flag(shows)));
}
