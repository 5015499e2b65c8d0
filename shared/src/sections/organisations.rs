//! The partner organisations: who sits at the table. One organisation, one vote.

use super::{Kind, Phrase, Section, Shape, Spec, Word, field};
use crate::ids::RecordId;
use crate::ordered::OrdSet;
use crate::record::{Record, Records};
use serde::{Deserialize, Serialize};

/// The four sectors of a multi-stakeholder partnership, and those across them.
pub const SECTORS: &[&str] = &["public", "private", "civil-society", "academia", "mixed"];

/// Where an organisation stands towards the table.
pub const STATUSES: &[&str] = &["signatory", "invited", "observer", "left"];

/// Hues of the design, one per organisation in order of joining, then again from the first.
pub const HUES: i64 = 8;

pub const ORGANISATIONS: Spec = Spec {
    section: Section::Organisations,
    collection: Some("partners"),
    fields: &[
        field("name", Shape::Translated),
        // Two letters shown with the hue everywhere.
        field("short", Shape::Text),
        field("sector", Shape::Word(SECTORS)),
        field("hue", Shape::Number { min: 1, max: HUES }),
        // IATI organisation type and role codes.
        field("type", Shape::Free),
        field("role", Shape::Free),
        field("brings", Shape::Translated),
        field("representative", Shape::Translated),
        field("status", Shape::Word(STATUSES)),
        field("joined", Shape::Date),
        // The seat: order of joining.
        field("place", Shape::Place),
    ],
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Sector {
    Public,
    Private,
    CivilSociety,
    Academia,
    Mixed,
}

impl Word for Sector {
    const KEYS: &'static [&'static str] = SECTORS;
    const ALL: &'static [Sector] =
        &[Sector::Public, Sector::Private, Sector::CivilSociety, Sector::Academia, Sector::Mixed];
}

/// Where an organisation stands towards the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Signatory,
    Invited,
    Observer,
    Left,
}

impl Word for Standing {
    const KEYS: &'static [&'static str] = STATUSES;
    const ALL: &'static [Standing] =
        &[Standing::Signatory, Standing::Invited, Standing::Observer, Standing::Left];
}

/// One partner organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    pub id: RecordId,
    pub name: Phrase,
    /// Two letters; the first two of the name where nobody chose.
    pub short: String,
    pub sector: Sector,
    /// 1 to 8. Where nobody chose, [`organisations`] gives one by seat.
    pub hue: u8,
    /// IATI organisation type and role codes.
    pub type_code: String,
    pub role_code: String,
    pub brings: Phrase,
    pub representative: Phrase,
    pub standing: Standing,
    pub joined: String,
    /// Key of the seat (see `order`).
    pub order: String,
    pub removed: bool,
}

impl Organisation {
    pub fn read(record: &Record) -> Self {
        let name = Phrase::read(record, "name");
        let short = match record.text("short") {
            "" => name.plain().chars().filter(|c| c.is_alphanumeric()).take(2).collect(),
            short => short.to_owned(),
        };
        Self {
            id: record.id.clone(),
            short,
            name,
            sector: Sector::read(record, "sector"),
            hue: hue(record).unwrap_or(1),
            type_code: record.text("type").to_owned(),
            role_code: record.text("role").to_owned(),
            brings: Phrase::read(record, "brings"),
            representative: Phrase::read(record, "representative"),
            standing: Standing::read(record, "status"),
            joined: record.text("joined").to_owned(),
            order: record.place().1.to_owned(),
            removed: record.is_removed(),
        }
    }
}

fn hue(record: &Record) -> Option<u8> {
    record.int("hue").map(|hue| hue.clamp(1, HUES) as u8)
}

/// The organisations at the table, in the order of their seats.
pub fn organisations(records: &Records) -> Vec<Organisation> {
    let in_seats = records.in_order(Kind::Organisation).into_iter().enumerate();
    in_seats
        .map(|(seat, record)| {
            let by_seat = (seat as i64 % HUES) as u8 + 1;
            Organisation { hue: hue(record).unwrap_or(by_seat), ..Organisation::read(record) }
        })
        .collect()
}

/// The seats as they stand after so many meetings: in the order of joining, turned by one with each,
/// so that nobody always comes first.
pub fn seats(records: &Records, meetings_held: usize) -> Vec<Organisation> {
    let mut seats = organisations(records);
    let turned = meetings_held.checked_rem(seats.len()).unwrap_or(0);
    seats.rotate_left(turned);
    seats
}

/// Words that say nothing about who an organisation is.
const SMALL_WORDS: &[&str] = &[
    "de", "du", "des", "la", "le", "les", "l", "d", "et", "à", "au", "aux", "en", "pour", "chargé",
    "chargée", "of", "the", "and", "in", "for", "charge", "von", "der", "die", "das", "und", "für", "im",
];

/// Two letters for a new organisation, from its name, that nobody has `taken`.
pub fn letters(name: &str, taken: &OrdSet<String>) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let telling: Vec<&str> =
        words.filter(|word| !SMALL_WORDS.contains(&word.to_lowercase().as_str())).collect();
    let upper = |c: char| c.to_uppercase().next().unwrap_or(c);
    let first = telling.first().and_then(|word| word.chars().next()).map_or('X', upper);
    // The second word's first letter is the best second; then any other; then the alphabet.
    let initials = telling.iter().skip(1).filter_map(|word| word.chars().next());
    let inner = telling.iter().flat_map(|word| word.chars().skip(1));
    let seconds = initials.chain(inner).map(upper).chain('A'..='Z').chain('0'..='9');
    let mut pairs = seconds.map(|second| format!("{first}{second}"));
    pairs.find(|pair| !taken.contains(pair)).unwrap_or_else(|| format!("{first}{first}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Value;

    #[test]
    fn with_each_meeting_another_organisation_comes_first_and_the_round_stays() {
        let mut records = Records::default();
        assert!(seats(&records, 3).is_empty());
        for (id, key) in [("es", "a"), ("up", "b"), ("me", "c")] {
            let mut seated = Record::empty(Kind::Organisation, RecordId::parse(id).expect("an id"));
            seated.values.insert("place".to_owned(), Value::Scalar(format!("|{key}").as_str().into()));
            records.put(seated);
        }
        let first = |held| {
            let ids = seats(&records, held).into_iter().map(|seat| seat.id.to_string());
            ids.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            [first(0), first(1), first(2), first(3)],
            ["es up me", "up me es", "me es up", "es up me"]
        );
    }

    #[test]
    fn organisations_with_like_names_get_letters_of_their_own() {
        let mut taken = OrdSet::new();
        for expected in ["UP", "UL", "UN"] {
            let short = letters("Université de Port-Lumière", &taken);
            assert_eq!(short, expected);
            taken.insert(short);
        }
        assert_eq!(letters("", &taken), "XA");
    }
}
