//! Moderated sessions: meetings with their agenda, what was set aside there and who does what.
//!
//! ```text
//! session/current                  the meeting that is led now, if any
//! session/meetings/<id>            title, day, who leads it since when, who was there
//! session/agenda/<id>              what is talked about; place = <meeting>|<order>
//! session/agenda/<id>/runs/<start> when it was held: start to end, or that it still is
//! session/parked/<id>              kept for another time
//! session/actions/<id>             who does what by when
//! ```
//!
//! The time is written down as it passes and never as a count: whoever has the records and the
//! time of day knows the same clock (`meeting::clock`). Only the secretariat writes here; who
//! speaks is never written (`meeting::floor`), only totals where the table chose to show them.

use super::{Field, Kind, Phrase, Section, Shape, Spec, Word, field};
use crate::ids::{MemberId, RecordId};
use crate::numbers::moment;
use crate::record::{Record, Records, Scalar};
use crate::sort::sort_by;

const OWNERS: &[Kind] = &[Kind::Organisation, Kind::Body];

/// Longest that an item may be planned for, in minutes.
pub const MAX_MINUTES: i64 = 1_440;

/// What an item is for.
pub const ITEM_KINDS: &[&str] = &["discussion", "information", "ideas", "decision", "review"];

pub const SESSION: Spec = Spec {
    section: Section::Session,
    collection: None,
    fields: &[field("current", Shape::Ref(&[Kind::Meeting])), field("show_speaking_time", Shape::Flag)],
};

pub const MEETINGS: Spec = Spec {
    section: Section::Session,
    collection: Some("meetings"),
    fields: &[
        field("title", Shape::Translated),
        field("date", Shape::Date),
        // The time of day, as people write it.
        field("time", Shape::Free),
        field("venue", Shape::Text),
        field("started", Shape::Date),
        field("ended", Shape::Date),
        // Who leads it: the moment they took over to their member id.
        field("hosts", Shape::Cells),
        // Members who were seen here, by id.
        field("present", Shape::Set),
        // People in the room without a device of their own, by organisation, as the secretariat counts.
        field("room", Shape::Cells),
        // How many seats the order of the table is turned by.
        field("turned", Shape::Number { min: 0, max: 10_000 }),
        // Seconds by organisation, where the table chose to show them.
        field("spoken", Shape::Cells),
        field("place", Shape::Place),
    ],
};

pub const AGENDA: Spec =
    Spec { section: Section::Session, collection: Some("agenda"), fields: AGENDA_FIELDS };

const AGENDA_FIELDS: &[Field] = &[
    field("title", Shape::Translated),
    field("kind", Shape::Word(ITEM_KINDS)),
    field("minutes", Shape::Number { min: 0, max: MAX_MINUTES }),
    // Minutes that were added while it was held.
    field("extra", Shape::Number { min: 0, max: MAX_MINUTES }),
    // What it is about, as a comment names its object: `chain`, `chain/nodes/4fz…`.
    field("on", Shape::Free),
    field("runs", Shape::Cells),
    // What came of it, and what was decided.
    field("outcome", Shape::Text),
    field("decided", Shape::Text),
    field("decision", Shape::Ref(&[Kind::Decision])),
    field("place", Shape::Place),
];

pub const PARKED: Spec = Spec {
    section: Section::Session,
    collection: Some("parked"),
    fields: &[
        field("title", Shape::Translated),
        field("item", Shape::Ref(&[Kind::AgendaItem])),
        field("meeting", Shape::Ref(&[Kind::Meeting])),
        field("organisation", Shape::Ref(&[Kind::Organisation])),
        // When it was taken up again.
        field("taken", Shape::Date),
        field("place", Shape::Place),
    ],
};

pub const ACTIONS: Spec = Spec {
    section: Section::Session,
    collection: Some("actions"),
    fields: &[
        field("title", Shape::Translated),
        field("owner", Shape::Ref(OWNERS)),
        field("due", Shape::Date),
        field("item", Shape::Ref(&[Kind::AgendaItem])),
        field("meeting", Shape::Ref(&[Kind::Meeting])),
        field("done", Shape::Date),
        field("place", Shape::Place),
    ],
};

/// Where a meeting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Planned,
    Running,
    Closed,
}

/// One meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    pub id: RecordId,
    pub title: Phrase,
    pub date: String,
    pub time: String,
    pub venue: String,
    /// Unix seconds.
    pub started: Option<i64>,
    pub ended: Option<i64>,
    /// Who led it from when, in order; the last leads it now.
    pub hosts: Vec<(String, MemberId)>,
    pub present: Vec<MemberId>,
    /// People in the room beside them, by organisation.
    pub room: Vec<(RecordId, u32)>,
    pub turned: usize,
    /// Seconds by organisation; empty where the table does not show them.
    pub spoken: Vec<(RecordId, u32)>,
}

impl Meeting {
    pub fn read(record: &Record) -> Self {
        let hosts = record
            .cells("hosts")
            .filter_map(|(since, member)| Some((since.to_owned(), MemberId::parse(member.as_str()?)?)));
        Self {
            id: record.id.clone(),
            title: Phrase::read(record, "title"),
            date: record.text("date").to_owned(),
            time: record.text("time").to_owned(),
            venue: record.text("venue").to_owned(),
            started: moment(record.text("started")),
            ended: moment(record.text("ended")),
            hosts: hosts.collect(),
            present: record.set("present").filter_map(MemberId::parse).collect(),
            room: counts(record, "room"),
            turned: record.int("turned").and_then(|turned| usize::try_from(turned).ok()).unwrap_or(0),
            spoken: counts(record, "spoken"),
        }
    }

    pub fn phase(&self) -> Phase {
        match (self.started, self.ended) {
            (None, _) => Phase::Planned,
            (Some(_), None) => Phase::Running,
            (Some(_), Some(_)) => Phase::Closed,
        }
    }

    /// Who leads it now.
    pub fn host(&self) -> Option<&MemberId> {
        self.hosts.last().map(|(_, member)| member)
    }
}

fn counts(record: &Record, field: &str) -> Vec<(RecordId, u32)> {
    let counts = record.cells(field).filter_map(|(id, count)| match count {
        Scalar::Int(count) => Some((RecordId::parse(id)?, u32::try_from(*count).ok()?)),
        Scalar::Text(_) | Scalar::Flag(_) => None,
    });
    counts.filter(|(_, count)| *count > 0).collect()
}

/// All meetings, the last day first; those without a day before all others.
pub fn meetings(records: &Records) -> Vec<Meeting> {
    let mut meetings: Vec<Meeting> = records.in_order(Kind::Meeting).into_iter().map(Meeting::read).collect();
    sort_by(&mut meetings, |a, b| {
        let (of_a, of_b) = ((a.date.is_empty(), &a.date, &a.time), (b.date.is_empty(), &b.date, &b.time));
        of_b.cmp(&of_a).then_with(|| a.id.cmp(&b.id))
    });
    meetings
}

/// The meeting that is held now: the one that the session names, if it was begun and not ended.
pub fn running(records: &Records) -> Option<Meeting> {
    let id = records.single(Kind::Session)?.reference("current")?;
    let record = records.get(Kind::Meeting, &id).filter(|record| !record.is_removed())?;
    Some(Meeting::read(record)).filter(|meeting| meeting.phase() == Phase::Running)
}

/// Whether the table chose to show how long each organisation spoke.
pub fn shows_speaking_time(records: &Records) -> bool {
    records.single(Kind::Session).is_some_and(|session| session.flag("show_speaking_time"))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemKind {
    Discussion,
    Information,
    Ideas,
    Decision,
    Review,
}

impl Word for ItemKind {
    const KEYS: &'static [&'static str] = ITEM_KINDS;
    const ALL: &'static [ItemKind] =
        &[ItemKind::Discussion, ItemKind::Information, ItemKind::Ideas, ItemKind::Decision, ItemKind::Review];
}

/// A stretch of time, in Unix seconds; without an end while it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Run {
    pub start: i64,
    pub end: Option<i64>,
}

/// One item of an agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: RecordId,
    pub title: Phrase,
    pub kind: ItemKind,
    pub minutes: i64,
    pub extra: i64,
    pub on: String,
    pub runs: Vec<Run>,
    pub outcome: String,
    pub decided: String,
    pub decision: Option<RecordId>,
}

impl Item {
    pub fn read(record: &Record) -> Self {
        let minutes = |field: &str| record.int(field).unwrap_or(0).clamp(0, MAX_MINUTES);
        let runs = record.cells("runs").filter_map(|(start, end)| {
            let start = moment(start)?;
            let end = end.as_str().and_then(moment).map(|end| end.max(start));
            Some(Run { start, end })
        });
        Self {
            id: record.id.clone(),
            title: Phrase::read(record, "title"),
            kind: ItemKind::read(record, "kind"),
            minutes: minutes("minutes"),
            extra: minutes("extra"),
            on: record.text("on").to_owned(),
            runs: runs.collect(),
            outcome: record.text("outcome").to_owned(),
            decided: record.text("decided").to_owned(),
            decision: record.reference("decision"),
        }
    }

    /// How long it may take, in seconds.
    pub fn planned(&self) -> i64 {
        (self.minutes + self.extra) * 60
    }
}

/// The agenda of a meeting, in order.
pub fn agenda(records: &Records, meeting: &RecordId) -> Vec<Item> {
    let all = records.in_order(Kind::AgendaItem).into_iter();
    all.filter(|record| record.place().0 == meeting.as_str()).map(Item::read).collect()
}

/// The records of a kind that came of a meeting: what was parked, who does what.
pub fn of_meeting<'a>(records: &'a Records, kind: Kind, meeting: &RecordId) -> Vec<&'a Record> {
    let all = records.in_order(kind).into_iter();
    all.filter(|record| record.reference("meeting").as_ref() == Some(meeting)).collect()
}
