//! The minutes of a meeting, made from the board: who was there, what was planned and held, what
//! was decided with its votes and reasons, who does what, what was kept for later, and what
//! changed in the plan. Organisations are named, people never.

use crate::compare::{Difference, is_told};
use crate::ids::{MemberId, RecordId};
use crate::lang::Lang;
use crate::meeting::attendance::Attendance;
use crate::meeting::clock::{held, whole_minutes};
use crate::numbers::moment;
use crate::questions::settle::title;
use crate::record::{Record, RecordAt, Records};
use crate::sections::Kind;
use crate::sections::about::working_lang;
use crate::sections::session::{Meeting, agenda, of_meeting, shows_speaking_time};
use crate::sections::versions::Outcome;
use crate::tally::{Choice, Place};
use crate::told::{Told, marked};
use crate::version::Version;

/// What minutes are made from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    pub records: &'a Records,
    /// From the plan as it was when the meeting began to as it was when it ended.
    pub changes: &'a [Difference],
    pub versions: &'a [Version],
    /// Who is here now, in a meeting that goes on.
    pub here: &'a [MemberId],
    /// The time of day, for a meeting that goes on.
    pub now: i64,
    pub lang: Lang,
}

/// The minutes of one meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minutes {
    pub title: String,
    pub venue: String,
    pub points: Vec<Point>,
    pub attendance: Attendance,
    pub votes: Vec<Vote>,
    pub actions: Vec<Todo>,
    pub parked: Vec<Kept>,
    pub changes: Vec<Told>,
    /// Seconds by organisation, longest first; nothing where the table does not show them.
    pub spoken: Option<Vec<(RecordId, u32)>>,
}

/// An item of the agenda, planned and held, in minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    pub item: RecordId,
    pub title: String,
    pub planned: i64,
    pub held: i64,
    pub was_held: bool,
    pub outcome: String,
    pub decided: String,
    /// The decision of the log that it was about.
    pub decision: Option<RecordId>,
}

/// A version that was voted on during the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    pub title: String,
    pub outcome: Outcome,
    /// What each organisation said, in the order of the seats.
    pub voices: Vec<(RecordId, Option<Choice>)>,
    /// Reservations and objections, in their words.
    pub reasons: Vec<(RecordId, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Todo {
    pub action: RecordId,
    pub title: String,
    /// An organisation or a body; nothing where nobody took it on.
    pub owner: Option<RecordId>,
    pub owner_name: String,
    /// ISO 8601; empty where there is none.
    pub due: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub title: String,
    pub organisation: Option<RecordId>,
}

impl Minutes {
    pub fn of(meeting: &Meeting, sources: Sources<'_>) -> Self {
        let Sources { records, lang, .. } = sources;
        let working = working_lang(records);
        let until = meeting.ended.unwrap_or(sources.now);
        let items = agenda(records, &meeting.id);
        let seconds = held(&items, until);
        let points = items.into_iter().zip(seconds).map(|(item, seconds)| Point {
            title: item.title.reads(lang, working).to_owned(),
            planned: item.minutes,
            held: whole_minutes(seconds),
            was_held: !item.runs.is_empty(),
            outcome: item.outcome,
            decided: item.decided,
            decision: item.decision,
            item: item.id,
        });
        let named = |record: &Record| title(&RecordAt::new(record.kind, record.id.clone()), records, lang);
        let of = |kind| of_meeting(records, kind, &meeting.id).into_iter();
        let mut spoken = meeting.spoken.clone();
        crate::sort::sort_by(&mut spoken, |a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Self {
            title: meeting.title.reads(lang, working).to_owned(),
            venue: meeting.venue.clone(),
            points: points.collect(),
            attendance: Attendance::of(meeting, records, sources.here),
            votes: votes(meeting, sources.versions, until),
            actions: of(Kind::Action)
                .map(|record| Todo {
                    action: record.id.clone(),
                    title: named(record),
                    owner: record.reference("owner"),
                    owner_name: record
                        .reference("owner")
                        .map(|owner| owner_name(&owner, records, lang))
                        .unwrap_or_default(),
                    due: record.text("due").to_owned(),
                })
                .collect(),
            parked: of(Kind::Parked)
                .map(|record| Kept { title: named(record), organisation: record.reference("organisation") })
                .collect(),
            changes: changes(sources.changes, records, lang),
            spoken: (shows_speaking_time(records) && !spoken.is_empty()).then_some(spoken),
        }
    }

    pub fn planned(&self) -> i64 {
        self.points.iter().map(|point| point.planned).sum()
    }

    pub fn held(&self) -> i64 {
        self.points.iter().map(|point| point.held).sum()
    }

    pub fn decisions(&self) -> impl Iterator<Item = &Point> {
        self.points.iter().filter(|point| !point.decided.trim().is_empty())
    }
}

/// What changed in the plan, each thing said once; nothing is told of where a card stands among
/// others.
fn changes(differences: &[Difference], records: &Records, lang: Lang) -> Vec<Told> {
    let is_said = |difference: &&Difference| match difference {
        Difference::Added { .. } | Difference::Removed { .. } | Difference::Restored { .. } => true,
        Difference::Text { at, .. } | Difference::Value { at, .. } => is_told(at.record.kind, &at.field),
    };
    let of_content = differences.iter().filter(|difference| difference.section().is_content());
    let mut all: Vec<Told> = vec![];
    for told in of_content.filter(is_said).map(|difference| marked(difference, records, lang)) {
        if !all.contains(&told) {
            all.push(told);
        }
    }
    all
}

fn owner_name(owner: &RecordId, records: &Records, lang: Lang) -> String {
    let kinds = [Kind::Organisation, Kind::Body];
    let found = kinds.into_iter().find(|kind| records.get(*kind, owner).is_some());
    found.map(|kind| title(&RecordAt::new(kind, owner.clone()), records, lang)).unwrap_or_default()
}

/// The versions that were opened or closed while the meeting lasted.
fn votes(meeting: &Meeting, versions: &[Version], until: i64) -> Vec<Vote> {
    let Some(started) = meeting.started else { return vec![] };
    let during = |at: &str| moment(at).is_some_and(|at| (started..=until).contains(&at));
    let of_it = versions.iter().filter(|version| during(&version.opened) || during(&version.closed));
    of_it
        .map(|version| Vote {
            title: version.title.clone(),
            outcome: version.outcome,
            voices: version.tally.voices.clone(),
            reasons: version
                .ballots
                .iter()
                .filter(|ballot| ballot.place == Place::Counts && !ballot.reason.trim().is_empty())
                .map(|ballot| (ballot.organisation.clone(), ballot.reason.clone()))
                .collect(),
        })
        .collect()
}
