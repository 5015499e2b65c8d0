//! The map as a plain shape: which quarter an actor stands in, in which words, which ties are
//! drawn how, and how pills keep off each other. Pure: it paints nothing and sends nothing.

use shared::ids::RecordId;
use shared::lang::Lang;
use shared::ordered::OrdMap;
use shared::px::within;
use shared::record::Records;
use shared::sections::context::{self, Actor, ActorKind, End, Relation, RelationType};
use shared::sections::organisations::{self, Sector, Standing};
use shared::words::context as words;

/// The four quarters of the grid, in the order in which they ask for care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quarter {
    Involve,
    Convince,
    Inform,
    Watch,
}

impl Quarter {
    pub const ALL: [Quarter; 4] = [Quarter::Involve, Quarter::Convince, Quarter::Inform, Quarter::Watch];

    pub fn of(influence: u8, interest: u8) -> Quarter {
        match (influence >= 50, interest >= 50) {
            (true, true) => Quarter::Involve,
            (true, false) => Quarter::Convince,
            (false, true) => Quarter::Inform,
            (false, false) => Quarter::Watch,
        }
    }

    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Quarter::Involve => words::involve(lang),
            Quarter::Convince => words::convince(lang),
            Quarter::Inform => words::inform(lang),
            Quarter::Watch => words::watch(lang),
        }
    }
}

/// A third of the scale, in words.
pub fn influence_word(lang: Lang, percent: u8) -> &'static str {
    match percent {
        0..=33 => words::low(lang),
        34..=66 => words::medium(lang),
        67.. => words::high(lang),
    }
}

/// The same for interest, which agrees with another noun in French.
pub fn interest_word(lang: Lang, percent: u8) -> &'static str {
    match percent {
        0..=33 => words::low_interest_word(lang),
        34..=66 => words::medium_interest(lang),
        67.. => words::high_interest_word(lang),
    }
}

/// What ties are drawn as: the eleven types in six kinds of line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    Cooperation,
    Funding,
    Information,
    Tension,
    Duplicate,
    Other,
}

impl Family {
    pub const ALL: [Family; 6] = [
        Family::Cooperation,
        Family::Funding,
        Family::Information,
        Family::Tension,
        Family::Duplicate,
        Family::Other,
    ];

    pub fn of(tie: RelationType) -> Family {
        match tie {
            RelationType::Cooperates | RelationType::Exchanges | RelationType::Supports => {
                Family::Cooperation
            }
            RelationType::Funds => Family::Funding,
            RelationType::Informs => Family::Information,
            RelationType::Competes | RelationType::Conflicts => Family::Tension,
            RelationType::Overlaps => Family::Duplicate,
            RelationType::Contracts | RelationType::Supplies | RelationType::Influences => Family::Other,
        }
    }

    /// The class of its lines.
    pub fn class(self) -> &'static str {
        match self {
            Family::Cooperation => "tie tie-cooperation",
            Family::Funding => "tie tie-funding",
            Family::Information => "tie tie-information",
            Family::Tension => "tie tie-tension",
            Family::Duplicate => "tie tie-duplicate",
            Family::Other => "tie tie-other",
        }
    }

    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Family::Cooperation => words::cooperation(lang),
            Family::Funding => words::funding(lang),
            Family::Information => words::information(lang),
            Family::Tension => words::tension(lang),
            Family::Duplicate => words::duplicate(lang),
            Family::Other => words::other_tie(lang),
        }
    }

    fn counted(self, lang: Lang, n: u64) -> String {
        match self {
            Family::Cooperation => words::n_cooperation(lang, n),
            Family::Funding => words::n_funding(lang, n),
            Family::Information => words::n_information(lang, n),
            Family::Tension => words::n_tension(lang, n),
            Family::Duplicate => words::n_duplicate(lang, n),
            Family::Other => words::n_other_tie(lang, n),
        }
    }
}

/// A type of relation as a verb.
pub fn tie_word(lang: Lang, tie: RelationType) -> &'static str {
    match tie {
        RelationType::Cooperates => words::cooperates(lang),
        RelationType::Informs => words::informs(lang),
        RelationType::Funds => words::funds(lang),
        RelationType::Overlaps => words::overlaps(lang),
        RelationType::Exchanges => words::exchanges(lang),
        RelationType::Contracts => words::contracts(lang),
        RelationType::Competes => words::competes(lang),
        RelationType::Supplies => words::supplies(lang),
        RelationType::Influences => words::influences(lang),
        RelationType::Supports => words::supports(lang),
        RelationType::Conflicts => words::in_tension(lang),
    }
}

/// Where an actor stands towards the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seat {
    Seated,
    Outside,
    Initiative,
}

impl Seat {
    pub fn of(actor: &Actor) -> Seat {
        match (&actor.organisation, actor.kind) {
            (Some(_), _) => Seat::Seated,
            (None, ActorKind::Actor) => Seat::Outside,
            (None, ActorKind::Initiative) => Seat::Initiative,
        }
    }
}

/// Who a relation's end is, once several names of the same are told to be one: an organisation
/// that was placed on the map is that actor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    Actor(RecordId),
    /// A partner organisation that is not on the map.
    Organisation(RecordId),
    Table,
}

/// A relation whose two ends are on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    pub id: RecordId,
    pub from: Who,
    pub to: Who,
    pub kind: RelationType,
    pub strength: u8,
}

/// The relations to show: those whose both ends are on the board.
pub fn ties(records: &Records) -> Vec<Tie> {
    let actors = context::actors(records);
    let organisations = organisations::organisations(records);
    let who = |end: &Option<End>| match end.as_ref()? {
        End::Table => Some(Who::Table),
        End::Of(id) => {
            let is_it = |actor: &&Actor| actor.id == *id || actor.organisation.as_ref() == Some(id);
            match actors.iter().find(is_it) {
                Some(actor) => Some(Who::Actor(actor.id.clone())),
                None => {
                    organisations.iter().any(|known| known.id == *id).then(|| Who::Organisation(id.clone()))
                }
            }
        }
    };
    let tie = |relation: Relation| {
        let (from, to) = (who(&relation.from)?, who(&relation.to)?);
        let Relation { id, kind, strength, .. } = relation;
        Some(Tie { id, from, to, kind, strength })
    };
    context::relations(records).into_iter().filter_map(tie).collect()
}

/// The ties of one, in one line of words: "2 coopérations, 1 tension".
pub fn ties_in_words(lang: Lang, ties: &[Tie], who: &Who) -> String {
    let mut count: OrdMap<Family, u64> = OrdMap::new();
    for tie in ties.iter().filter(|tie| tie.from == *who || tie.to == *who) {
        *count.entry(Family::of(tie.kind)).or_default() += 1;
    }
    let words: Vec<String> = count.into_iter().map(|(family, n)| family.counted(lang, n)).collect();
    if words.is_empty() { words::no_ties(lang).to_owned() } else { words.join(", ") }
}

/// The sectors at the table, and those of the four that are missing.
pub fn sectors(records: &Records) -> (Vec<Sector>, Vec<Sector>) {
    let seated: Vec<Sector> = organisations::organisations(records)
        .into_iter()
        .filter(|organisation| match organisation.standing {
            Standing::Signatory | Standing::Observer => true,
            Standing::Invited | Standing::Left => false,
        })
        .map(|organisation| organisation.sector)
        .collect();
    let four = [Sector::Public, Sector::Private, Sector::CivilSociety, Sector::Academia];
    four.into_iter().partition(|sector| seated.contains(sector))
}

/// Most names that the line above the map holds.
const MISSING: usize = 3;

/// Who matters most and has no seat: strong and keen, strongest first, a few of them.
pub fn missing_at_table(actors: &[Actor]) -> Vec<RecordId> {
    let missing = actors.iter().filter(|actor| {
        Seat::of(actor) == Seat::Outside && Quarter::of(actor.influence, actor.interest) == Quarter::Involve
    });
    missing.take(MISSING).map(|actor| actor.id.clone()).collect()
}

/// A pill on the canvas: its middle and its size, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pill {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// Moves pills off each other and into the canvas, up and down only and as little as it can, so
/// that what stands left and right on the map still does. The first ones keep their place.
pub fn spread(pills: &mut [Pill], width: f64, height: f64) {
    const GAP: f64 = 4.0;
    for pill in pills.iter_mut() {
        let (half_width, half_height) = (pill.width / 2.0 + GAP, pill.height / 2.0 + GAP);
        pill.x = within(pill.x, half_width.min(width / 2.0), (width - half_width).max(width / 2.0));
        pill.y = within(pill.y, half_height.min(height / 2.0), (height - half_height).max(height / 2.0));
    }
    for at in 1..pills.len() {
        let (placed, rest) = pills.split_at_mut(at);
        let pill = &mut rest[0];
        let wanted = pill.y;
        let touches = |y: f64| {
            placed.iter().any(|other| {
                (other.x - pill.x).abs() < (other.width + pill.width) / 2.0 + GAP
                    && (other.y - y).abs() < (other.height + pill.height) / 2.0 + GAP
            })
        };
        // The free height nearest to where it belongs, tried at each neighbour's edge.
        let step = pill.height + GAP;
        let rows = (height / step).ceil() as i32 * 2;
        let free = (0..rows * 4)
            .map(|n| {
                let distance = f64::from(n.div_euclid(2) + n.rem_euclid(2)) * step / 4.0;
                if n % 2 == 0 { wanted - distance } else { wanted + distance }
            })
            .find(|y| *y >= pill.height / 2.0 && *y <= height - pill.height / 2.0 && !touches(*y));
        pill.y = free.unwrap_or(wanted);
    }
}

/// About how wide a pill with this name is, in pixels at 13 px.
pub fn pill_width(name: &str) -> f64 {
    48.0 + 6.9 * name.chars().count() as f64
}

/// A position moved by steps of one hundredth, as the keys and the pointer move it.
pub fn moved(now: u8, by: i32) -> u8 {
    (i32::from(now) + by).clamp(0, 100) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::record::{Record, Value};
    use shared::sections::Kind;

    fn put(records: &mut Records, kind: Kind, id: &str, values: &[(&str, &str)]) {
        let mut record = Record::empty(kind, RecordId::parse(id).expect("a plain id"));
        for (key, value) in values {
            record.values.insert((*key).to_owned(), Value::Scalar((*value).into()));
        }
        records.put(record);
    }

    #[test]
    fn whoever_is_strong_and_keen_is_to_be_involved() {
        assert_eq!(Quarter::of(78, 45), Quarter::Convince);
        assert_eq!(Quarter::of(50, 50), Quarter::Involve);
        assert_eq!(Quarter::of(35, 88), Quarter::Inform);
        assert_eq!(Quarter::of(0, 0), Quarter::Watch);
    }

    #[test]
    fn a_tie_to_an_organisation_placed_on_the_map_is_a_tie_to_its_pill() {
        let mut records = Records::default();
        put(&mut records, Kind::Organisation, "P1", &[]);
        put(&mut records, Kind::Organisation, "P2", &[]);
        put(&mut records, Kind::Actor, "port", &[]);
        put(&mut records, Kind::Actor, "city", &[("organisation", "P1")]);
        put(&mut records, Kind::Relation, "x1", &[("from", "port"), ("to", "P1"), ("type", "funds")]);
        put(&mut records, Kind::Relation, "x2", &[("from", "port"), ("to", "P2")]);
        put(&mut records, Kind::Relation, "x3", &[("from", "port"), ("to", "TABLE")]);
        put(&mut records, Kind::Relation, "x4", &[("from", "port"), ("to", "gone")]);
        let id = |text: &str| RecordId::parse(text).expect("a plain id");
        let ends: Vec<Who> = ties(&records).into_iter().map(|tie| tie.to).collect();
        assert_eq!(ends, [Who::Actor(id("city")), Who::Organisation(id("P2")), Who::Table]);
        let told = ties_in_words(Lang::Fr, &ties(&records), &Who::Actor(id("port")));
        assert_eq!(told, "2 coopérations, 1 financement");
    }

    #[test]
    fn a_sector_with_only_an_invited_organisation_is_still_missing() {
        let mut records = Records::default();
        put(&mut records, Kind::Organisation, "P1", &[("sector", "public"), ("status", "signatory")]);
        put(&mut records, Kind::Organisation, "P2", &[("sector", "academia"), ("status", "invited")]);
        let (seated, missing) = sectors(&records);
        assert_eq!(seated, [Sector::Public]);
        assert_eq!(missing, [Sector::Private, Sector::CivilSociety, Sector::Academia]);
    }

    #[test]
    fn whoever_is_strong_and_keen_and_has_no_seat_is_missing_at_the_table() {
        let mut records = Records::default();
        put(&mut records, Kind::Actor, "seated", &[("organisation", "P1")]);
        put(&mut records, Kind::Actor, "initiative", &[("kind", "initiative")]);
        put(&mut records, Kind::Actor, "outside", &[]);
        put(&mut records, Kind::Actor, "weak", &[]);
        let actors: Vec<Actor> = context::actors(&records)
            .into_iter()
            .map(|actor| Actor { influence: if actor.id.as_str() == "weak" { 10 } else { 80 }, ..actor })
            .collect();
        let told: Vec<String> = missing_at_table(&actors).iter().map(RecordId::to_string).collect();
        assert_eq!(told, ["outside"]);
    }

    #[test]
    fn pills_stay_on_the_canvas_and_off_each_other() {
        // Many boards, drawn by a fixed rule: crowded corners and names of every length.
        for board in 0..400u64 {
            let draw = |n: u64| (board * 7919 + n * 104_729).wrapping_mul(2_654_435_761) >> 7;
            let pill = |n: u64| Pill {
                x: (draw(n) % 101) as f64 * 9.8,
                y: (draw(n + 100) % (1 + board % 101)) as f64 * 6.4,
                width: pill_width(&"a".repeat(4 + draw(n + 200) as usize % 26)),
                height: 32.0,
            };
            let mut pills: Vec<Pill> = (0..board % 17).map(pill).collect();
            spread(&mut pills, 980.0, 640.0);
            for (at, one) in pills.iter().enumerate() {
                assert!(one.x >= one.width / 2.0 && one.x <= 980.0 - one.width / 2.0);
                assert!(one.y >= 16.0 && one.y <= 624.0);
                for other in &pills[at + 1..] {
                    let apart = (one.x - other.x).abs() >= (one.width + other.width) / 2.0
                        || (one.y - other.y).abs() >= 32.0;
                    assert!(apart, "board {board}: {one:?} over {other:?}");
                }
            }
        }
    }
}
