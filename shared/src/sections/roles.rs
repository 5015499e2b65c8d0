//! The role matrix: who does it, who answers for it, who is consulted, who is informed.
//!
//! A row is a responsibility; a column is an organisation or a body. `cells/<column id>`
//! holds one of `CELLS`; empty text means that someone cleared it.

use super::{Kind, Phrase, Section, Shape, Spec, field, ids, later, organisations};
use crate::ids::RecordId;
use crate::ordered::OrdMap;
use crate::record::{Record, Records, Scalar};
use crate::sort::sort_by;

/// What a cell can say. `A/R`: answers for it and does it.
pub const CELLS: &[&str] = &["R", "A", "C", "I", "A/R"];

pub const GROUPS: Spec = Spec {
    section: Section::Roles,
    collection: Some("groups"),
    fields: &[field("title", Shape::Translated), field("place", Shape::Place)],
};

pub const RESPONSIBILITIES: Spec = Spec {
    section: Section::Roles,
    collection: Some("responsibilities"),
    fields: &[
        field("title", Shape::Translated),
        field("detail", Shape::Translated),
        field("nodes", Shape::Set),
        field("cells", Shape::Cells),
        // The group's id (or none) and the order within it.
        field("place", Shape::Place),
    ],
};

/// An organisation's acceptance of its own column, as the column then was.
pub const ACCEPTANCES: Spec = Spec {
    section: Section::Roles,
    collection: Some("acceptances"),
    fields: &[
        field("organisation", Shape::Ref(&[Kind::Organisation])),
        field("digest", Shape::Free),
        field("at", Shape::Date),
    ],
};

/// What an organisation or body is to a responsibility.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cell {
    R,
    A,
    C,
    I,
    /// Answers for it and does it.
    AR,
}

impl Cell {
    pub const ALL: [Cell; 5] = [Cell::R, Cell::A, Cell::C, Cell::I, Cell::AR];

    pub fn key(self) -> &'static str {
        match self {
            Cell::R => "R",
            Cell::A => "A",
            Cell::C => "C",
            Cell::I => "I",
            Cell::AR => "A/R",
        }
    }

    /// Nothing for a cleared cell, and for a word of another release: it counts as neither.
    pub fn from_key(key: &str) -> Option<Cell> {
        Cell::ALL.into_iter().find(|cell| cell.key() == key)
    }

    pub fn of(scalar: &Scalar) -> Option<Cell> {
        Cell::from_key(scalar.as_str()?)
    }

    /// Does it (R).
    pub fn does(self) -> bool {
        matches!(self, Cell::R | Cell::AR)
    }

    /// Answers for it (A).
    pub fn answers(self) -> bool {
        matches!(self, Cell::A | Cell::AR)
    }
}

/// One row of the matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Responsibility {
    pub id: RecordId,
    pub title: Phrase,
    pub detail: Phrase,
    pub nodes: Vec<RecordId>,
    /// By column: an organisation or a body.
    pub cells: OrdMap<RecordId, Cell>,
    /// The group it stands in, if any.
    pub group: Option<RecordId>,
    pub order: String,
    pub removed: bool,
}

impl Responsibility {
    pub fn read(record: &Record) -> Self {
        let (group, order) = record.place();
        let cells = record.cells("cells");
        Self {
            id: record.id.clone(),
            title: Phrase::read(record, "title"),
            detail: Phrase::read(record, "detail"),
            nodes: ids(record, "nodes"),
            cells: cells.filter_map(|(id, cell)| Some((RecordId::parse(id)?, Cell::of(cell)?))).collect(),
            group: RecordId::parse(group),
            order: order.to_owned(),
            removed: record.is_removed(),
        }
    }
}

/// The rows in use: those without a group first, then group by group, in order.
pub fn responsibilities(records: &Records) -> Vec<Responsibility> {
    let groups = groups(records);
    let rank = |row: &Responsibility| {
        let group = row.group.as_ref()?;
        Some(groups.iter().position(|known| known.id == *group).unwrap_or(groups.len()))
    };
    let rows = records.in_order(Kind::Responsibility).into_iter().map(Responsibility::read);
    let mut ranked: Vec<(Option<usize>, Responsibility)> = rows.map(|row| (rank(&row), row)).collect();
    sort_by(&mut ranked, |(a_rank, a), (b_rank, b)| {
        (a_rank, &a.order, &a.id).cmp(&(b_rank, &b.order, &b.id))
    });
    ranked.into_iter().map(|(_, row)| row).collect()
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleGroup {
    pub id: RecordId,
    pub title: Phrase,
    pub order: String,
    pub removed: bool,
}

impl RoleGroup {
    pub fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            title: Phrase::read(record, "title"),
            order: record.place().1.to_owned(),
            removed: record.is_removed(),
        }
    }
}

pub fn groups(records: &Records) -> Vec<RoleGroup> {
    records.in_order(Kind::RoleGroup).into_iter().map(RoleGroup::read).collect()
}

/// Who stands at the head of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Organisation {
        /// 1 to 8.
        hue: u8,
    },
    Body,
    /// The body that serves the table and does not vote.
    Secretariat,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnHead {
    pub id: RecordId,
    pub kind: Column,
    pub short: String,
    pub name: Phrase,
}

/// The columns: organisations in the order of their seats, then the bodies that take part.
pub fn columns(records: &Records) -> Vec<ColumnHead> {
    let seats = organisations::organisations(records).into_iter().map(|organisation| ColumnHead {
        id: organisation.id,
        kind: Column::Organisation { hue: organisation.hue },
        short: organisation.short,
        name: organisation.name,
    });
    let bodies = later::bodies(records).into_iter().filter(|body| body.in_roles).map(|body| ColumnHead {
        id: body.id,
        kind: match body.kind {
            later::BodyKind::Body => Column::Body,
            later::BodyKind::Secretariat => Column::Secretariat,
        },
        short: body.short,
        name: body.name,
    });
    seats.chain(bodies).collect()
}

/// An organisation's acceptance of its own column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    pub id: RecordId,
    pub organisation: Option<RecordId>,
    pub digest: String,
    pub at: String,
    pub removed: bool,
}

impl Acceptance {
    pub fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            organisation: record.reference("organisation"),
            digest: record.text("digest").to_owned(),
            at: record.text("at").to_owned(),
            removed: record.is_removed(),
        }
    }
}

/// All acceptances in use, by id.
pub fn acceptances(records: &Records) -> Vec<Acceptance> {
    records.in_order(Kind::Acceptance).into_iter().map(Acceptance::read).collect()
}

/// How an organisation stands to its own column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has not accepted its column yet.
    Open,
    Accepted {
        /// ISO 8601, by the device of whoever accepted.
        at: String,
    },
    /// The column has changed since it was accepted.
    Changed {
        at: String,
        /// The rows that read otherwise for this organisation, removed ones too.
        rows: Vec<RecordId>,
    },
}

/// How an organisation stands to its column as it reads now, by its last acceptance.
pub fn standing(records: &Records, organisation: &RecordId) -> Standing {
    let own = acceptances(records).into_iter().filter(|one| one.organisation.as_ref() == Some(organisation));
    let Some(last) = own.reduce(|a, b| if b.at >= a.at { b } else { a }) else { return Standing::Open };
    let (was, is) = (rows_of(&last.digest), column_now(records, organisation));
    let is = rows_of(&is);
    let gone = was.iter().filter(|(row, _)| is.iter().all(|(known, _)| known != row));
    let new = is.iter().filter(|(row, says)| !was.contains(&(*row, *says)));
    let rows: Vec<RecordId> = new.chain(gone).filter_map(|(row, _)| RecordId::parse(row)).collect();
    match rows.is_empty() {
        true => Standing::Accepted { at: last.at },
        false => Standing::Changed { at: last.at, rows },
    }
}

/// What an organisation accepts: `row=role~wording` for each row in which it has a role, in the
/// order of ids. The wording is a checksum of the row's texts, so that a row that was
/// reworded is accepted anew.
pub fn column_now(records: &Records, organisation: &RecordId) -> String {
    let rows = records.all(Kind::Responsibility).filter(|record| !record.is_removed());
    let says = rows.filter_map(|record| {
        let row = Responsibility::read(record);
        let cell = row.cells.get(organisation)?;
        let wording = checksum([record.text("title"), record.text("detail")]);
        Some(format!("{}={}~{wording:016x}", row.id, cell.key()))
    });
    says.collect::<Vec<_>>().join(" ")
}

fn rows_of(column: &str) -> Vec<(&str, &str)> {
    column.split(' ').filter_map(|row| row.split_once('=')).collect()
}

/// FNV-1a, 64 bits: it notices a change, it proves nothing.
fn checksum(texts: [&str; 2]) -> u64 {
    let bytes = texts.into_iter().flat_map(|text| text.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Value;

    fn put(records: &mut Records, kind: Kind, id: &str, values: &[(&str, Value)]) {
        let mut record = Record::empty(kind, RecordId::parse(id).unwrap());
        record.values.extend(values.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
        records.put(record);
    }

    fn scalar(text: &str) -> Value {
        Value::Scalar(text.into())
    }

    #[test]
    fn columns_are_the_seats_and_then_the_bodies_that_take_part() {
        let mut records = Records::default();
        put(&mut records, Kind::Organisation, "late", &[("place", scalar("|b"))]);
        put(&mut records, Kind::Organisation, "early", &[("place", scalar("|a"))]);
        let in_roles = ("in_roles", Value::Scalar(Scalar::Flag(true)));
        put(&mut records, Kind::Body, "SEC", &[in_roles, ("kind", scalar("secretariat"))]);
        put(&mut records, Kind::Body, "AG", &[]);
        let heads: Vec<_> =
            columns(&records).into_iter().map(|head| (head.id.to_string(), head.kind)).collect();
        let expected = [
            ("early".to_owned(), Column::Organisation { hue: 1 }),
            ("late".to_owned(), Column::Organisation { hue: 2 }),
            ("SEC".to_owned(), Column::Secretariat),
        ];
        assert_eq!(heads, expected);
    }

    #[test]
    fn rows_follow_their_groups_and_an_odd_cell_counts_as_empty() {
        let mut records = Records::default();
        put(&mut records, Kind::RoleGroup, "aa", &[("place", scalar("|2"))]);
        put(&mut records, Kind::RoleGroup, "bb", &[("place", scalar("|1"))]);
        put(&mut records, Kind::Responsibility, "in-aa", &[("place", scalar("aa|1"))]);
        put(&mut records, Kind::Responsibility, "in-bb", &[("place", scalar("bb|1"))]);
        let cells = [("x", ""), ("y", "A/R"), ("z", "boss")].map(|(key, cell)| (key.to_owned(), cell.into()));
        put(
            &mut records,
            Kind::Responsibility,
            "alone",
            &[("place", scalar("|9")), ("cells", Value::Cells(cells.into()))],
        );
        let rows = responsibilities(&records);
        assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["alone", "in-bb", "in-aa"]);
        assert_eq!(rows[0].cells, OrdMap::from([(RecordId::parse("y").unwrap(), Cell::AR)]));
    }

    fn row(records: &mut Records, row: &str, title: &str, cells: &[(&str, &str)]) {
        let cells = cells.iter().map(|(column, cell)| ((*column).to_owned(), Scalar::from(*cell)));
        let values = [("title", Value::Text(title.into())), ("cells", Value::Cells(cells.collect()))];
        put(records, Kind::Responsibility, row, &values);
    }

    #[test]
    fn an_acceptance_holds_until_the_column_says_something_else() {
        let org = RecordId::parse("mp").unwrap();
        let mut records = Records::default();
        row(&mut records, "r1", "Collecter", &[("mp", "R"), ("me", "A")]);
        row(&mut records, "r2", "Former", &[("me", "R")]);
        assert_eq!(standing(&records, &org), Standing::Open);
        let accept = |records: &mut Records, id: &str, at: &str| {
            let column = column_now(records, &RecordId::parse("mp").unwrap());
            let text = |text: &str| Value::Scalar(text.into());
            put(
                records,
                Kind::Acceptance,
                id,
                &[("organisation", text("mp")), ("digest", text(&column)), ("at", text(at))],
            );
        };
        accept(&mut records, "a1", "2026-11-01");
        let accepted = Standing::Accepted { at: "2026-11-01".into() };
        assert_eq!(standing(&records, &org), accepted);
        // What concerns others only changes nothing.
        row(&mut records, "r2", "Former", &[("me", "A"), ("fc", "R")]);
        assert_eq!(standing(&records, &org), accepted);
        let changed = |rows: &[&str]| Standing::Changed {
            at: "2026-11-01".into(),
            rows: rows.iter().map(|row| RecordId::parse(row).unwrap()).collect(),
        };
        row(&mut records, "r2", "Former", &[("mp", "C")]);
        assert_eq!(standing(&records, &org), changed(&["r2"]));
        row(&mut records, "r1", "Collecter partout", &[("mp", "R"), ("me", "A")]);
        assert_eq!(standing(&records, &org), changed(&["r1", "r2"]));
        accept(&mut records, "a2", "2026-11-02");
        assert_eq!(standing(&records, &org), Standing::Accepted { at: "2026-11-02".into() });
        row(&mut records, "r1", "Collecter partout", &[("me", "A")]);
        assert_eq!(
            standing(&records, &org),
            Standing::Changed { at: "2026-11-02".into(), rows: vec![RecordId::parse("r1").unwrap()] }
        );
    }
}
