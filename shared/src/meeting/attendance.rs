//! Who is at a meeting, and whether it can decide. People are counted; the quorum counts
//! organisations and sectors, and the secretariat has no seat in it.

use crate::ids::{MemberId, RecordId};
use crate::ordered::OrdSet;
use crate::record::Records;
use crate::sections::governance::{Rule, Scope};
use crate::sections::organisations::Sector;
use crate::sections::people::members;
use crate::sections::session::Meeting;
use crate::tally::{rule_for, seats};

/// A seat at the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seated {
    pub organisation: RecordId,
    pub sector: Sector,
    /// With a device of their own.
    pub online: u32,
    /// In the room beside them, as the secretariat counted.
    pub in_room: u32,
}

impl Seated {
    pub fn people(&self) -> u32 {
        self.online + self.in_room
    }
}

/// Who is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    /// In the order of the seats, turned by those that the meeting is turned by.
    pub seats: Vec<Seated>,
    /// Members of the secretariat, and others without a seat.
    pub without_seat: u32,
    /// What the rule for content asks for; none where the table set no rule.
    pub quorum: u32,
    pub quorum_sectors: u32,
}

impl Attendance {
    /// Of a meeting, `here` being those who are here now besides those who were seen before.
    pub fn of(meeting: &Meeting, records: &Records, here: &[MemberId]) -> Self {
        let seen: OrdSet<&MemberId> = meeting.present.iter().chain(here).collect();
        let members = members(records);
        let organisation_of = |member: &MemberId| {
            members.iter().find(|one| one.id == *member).and_then(|one| one.organisation.clone())
        };
        let theirs: Vec<Option<RecordId>> = seen.into_iter().map(organisation_of).collect();
        let mut seated: Vec<Seated> = seats(records)
            .into_iter()
            .map(|seat| Seated {
                online: theirs.iter().filter(|one| one.as_ref() == Some(&seat.organisation)).count() as u32,
                in_room: meeting.room.iter().find(|(id, _)| *id == seat.organisation).map_or(0, |(_, n)| *n),
                organisation: seat.organisation,
                sector: seat.sector,
            })
            .collect();
        if !seated.is_empty() {
            let by = meeting.turned % seated.len();
            seated.rotate_left(by);
        }
        let at_seats: u32 = seated.iter().map(|seat| seat.online).sum();
        let rule = rule_for(Scope::Content, records);
        let of_rule = |read: fn(&Rule) -> u32| rule.as_ref().map_or(0, |(_, rule)| read(rule));
        Self {
            without_seat: theirs.len() as u32 - at_seats,
            quorum: of_rule(|rule| rule.quorum),
            quorum_sectors: of_rule(|rule| rule.quorum_sectors),
            seats: seated,
        }
    }

    pub fn people(&self) -> u32 {
        self.seats.iter().map(Seated::people).sum::<u32>() + self.without_seat
    }

    pub fn organisations(&self) -> u32 {
        self.seats.iter().filter(|seat| seat.people() > 0).count() as u32
    }

    pub fn sectors(&self) -> u32 {
        sectors(self.seats.iter().filter(|seat| seat.people() > 0))
    }

    /// How many sectors the table has.
    pub fn all_sectors(&self) -> u32 {
        sectors(self.seats.iter())
    }

    pub fn has_quorum(&self) -> bool {
        self.organisations() >= self.quorum && self.sectors() >= self.quorum_sectors
    }
}

fn sectors<'a>(seats: impl Iterator<Item = &'a Seated>) -> u32 {
    seats.map(|seat| seat.sector).collect::<OrdSet<Sector>>().len() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Record, Scalar, Value};
    use crate::sections::Kind;

    fn record(kind: Kind, id: &str, fields: &[(&str, Scalar)]) -> Record {
        let mut record = Record::empty(kind, RecordId::parse(id).expect("an id"));
        for (field, value) in fields {
            record.values.insert((*field).to_owned(), Value::Scalar(value.clone()));
        }
        record
    }

    /// Three organisations of three sectors; Ana and Binta are of the first two, Séna has no seat.
    fn table() -> Records {
        let mut records = Records::default();
        for (id, sector, member) in
            [("p1", "public", "ana"), ("p2", "private", "binta"), ("p3", "academia", "jonas")]
        {
            let place = Scalar::Text(format!("|{id}"));
            records.put(record(
                Kind::Organisation,
                id,
                &[("sector", sector.into()), ("status", "signatory".into()), ("place", place)],
            ));
            records.put(record(
                Kind::Member,
                member,
                &[("organisation", id.into()), ("role", "partner".into())],
            ));
        }
        records.put(record(Kind::Member, "sena", &[("role", "secretariat".into())]));
        let quorum =
            [("scope", "content".into()), ("quorum", Scalar::Int(3)), ("quorum_sectors", Scalar::Int(3))];
        records.put(record(Kind::Rule, "r1", &quorum));
        records
    }

    fn meeting(room: &[(&str, i64)]) -> Meeting {
        let mut record = record(Kind::Meeting, "m1", &[("turned", Scalar::Int(1))]);
        let room = room.iter().map(|(id, count)| ((*id).to_owned(), Scalar::Int(*count)));
        record.values.insert("room".to_owned(), Value::Cells(room.collect()));
        record
            .values
            .insert("present".to_owned(), Value::Cells([("ana".to_owned(), Scalar::Flag(true))].into()));
        Meeting::read(&record)
    }

    fn member(name: &str) -> MemberId {
        MemberId::parse(name).expect("an id")
    }

    #[test]
    fn the_quorum_counts_organisations_and_sectors_and_never_the_secretariat() {
        let here = [member("sena"), member("binta")];
        let attendance = Attendance::of(&meeting(&[]), &table(), &here);
        assert_eq!((attendance.organisations(), attendance.sectors(), attendance.people()), (2, 2, 3));
        assert!(!attendance.has_quorum());
        let with_room = Attendance::of(&meeting(&[("p3", 2)]), &table(), &here);
        assert_eq!((with_room.organisations(), with_room.people()), (3, 5));
        assert!(with_room.has_quorum());
    }

    #[test]
    fn the_seats_turn_by_one_with_each_meeting() {
        let attendance = Attendance::of(&meeting(&[]), &table(), &[]);
        let seats: Vec<&str> = attendance.seats.iter().map(|seat| seat.organisation.as_str()).collect();
        assert_eq!(seats, ["p2", "p3", "p1"]);
    }
}
