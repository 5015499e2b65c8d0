//! The addresses of the page, parsed once and printed by the same type.
//!
//! ```text
//! /                                        the partnerships on this device
//! /rejoindre                               a link or a code was followed (its secret is in the fragment)
//! /b/<board>/<section>/<lens>?/<object>?   a section, another way of looking at it, an object in it
//! /b/<board>/session/idees/<object>?       rounds of ideas
//! /b/<board>/membres/<what>?               members and invitations
//! /b/<board>/historique/<moment>/…         any of these, as it was then
//! /b/<board>/comparer/<moment>/<moment>/…  the same, with what differs between the two
//! ```
//! An object is `<collection>.<id>` (`nodes.4fz…`), so a lens never holds a dot.

use shared::ids::{BoardId, RecordId};
use shared::past::Moment;
use shared::record::RecordAt;
use shared::sections::{Kind, Section};

/// Where the page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    Home,
    Join,
    Board(OnBoard),
    /// Nothing lives here.
    Unknown,
}

/// Which moment of a board is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum When {
    #[default]
    Present,
    Past(Moment),
    /// The later one, with what differs from the earlier.
    Between(Moment, Moment),
}

/// A place on a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnBoard {
    pub board: BoardId,
    pub when: When,
    pub section: Section,
    /// Another way to look at the section (`liste`); the section's view says which there are.
    pub lens: Option<String>,
    /// The object whose panel is open.
    pub object: Option<RecordAt>,
}

/// The lens of the session that shows rounds of ideas.
const IDEAS: &str = "idees";
const HISTORY: &str = "historique";
const COMPARE: &str = "comparer";
const MEMBERS: &str = "membres";
const GLOSSARY: [&str; 2] = ["vision", "langue-commune"];

impl Address {
    /// Reads a path. What is not an address of ours is `Unknown`, never a guess.
    pub fn parse(path: &str) -> Address {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next()) {
            (None, _) => Address::Home,
            (Some("rejoindre"), None) => Address::Join,
            (Some("b"), Some(board)) => {
                let rest: Vec<&str> = parts.collect();
                match BoardId::parse(board).and_then(|board| OnBoard::parse(board, &rest)) {
                    Some(place) => Address::Board(place),
                    None => Address::Unknown,
                }
            }
            (Some(_), _) => Address::Unknown,
        }
    }

    pub fn board(&self) -> Option<&OnBoard> {
        match self {
            Address::Board(place) => Some(place),
            Address::Home | Address::Join | Address::Unknown => None,
        }
    }
}

impl OnBoard {
    /// The first page of a board.
    pub fn new(board: BoardId, section: Section) -> Self {
        Self { board, when: When::Present, section, lens: None, object: None }
    }

    /// Another section of the board, as it was at the same moment.
    pub fn to(&self, section: Section) -> Self {
        Self { when: self.when.clone(), ..Self::new(self.board.clone(), section) }
    }

    /// The same place at another moment.
    pub fn at(&self, when: When) -> Self {
        Self { when, ..self.clone() }
    }

    /// The rounds of ideas.
    pub fn ideas(board: BoardId) -> Self {
        Self::new(board, Section::Session).with_lens(Some(IDEAS))
    }

    pub fn is_ideas(&self) -> bool {
        self.section == Section::Session && self.lens.as_deref() == Some(IDEAS)
    }

    /// The same section with this object's panel open, or none.
    pub fn with_object(&self, object: Option<RecordAt>) -> Self {
        Self { object, ..self.clone() }
    }

    /// The same section and object, seen another way.
    pub fn with_lens(&self, lens: Option<&str>) -> Self {
        Self { lens: lens.map(str::to_owned), ..self.clone() }
    }

    fn parse(board: BoardId, rest: &[&str]) -> Option<Self> {
        let (when, rest) = match rest {
            [HISTORY] => (When::Past(Moment::Now), &[][..]),
            [HISTORY, moment, rest @ ..] => (When::Past(Moment::parse(moment)?), rest),
            [COMPARE, from, to, rest @ ..] => (When::Between(Moment::parse(from)?, Moment::parse(to)?), rest),
            rest => (When::Present, rest),
        };
        let (section, rest) = match rest {
            [] => (Section::Vision, rest),
            [a, b, rest @ ..] if [*a, *b] == GLOSSARY => (Section::Glossary, rest),
            [MEMBERS, rest @ ..] => (Section::People, rest),
            [key, rest @ ..] => (Section::from_key(key)?, rest),
        };
        let mut place = Self::new(board, section).at(when);
        for part in rest {
            match part.split_once('.') {
                Some((collection, id)) if place.object.is_none() => {
                    let kind = Kind::at(section, collection)?;
                    place.object = Some(RecordAt::new(kind, RecordId::parse(id)?));
                }
                None if place.lens.is_none() && place.object.is_none() => {
                    place.lens = Some((*part).to_owned())
                }
                Some(_) | None => return None,
            }
        }
        Some(place)
    }

    pub fn path(&self) -> String {
        let mut path = match &self.when {
            When::Present => format!("/b/{}", self.board),
            When::Past(moment) => format!("/b/{}/{HISTORY}/{moment}", self.board),
            When::Between(from, to) => format!("/b/{}/{COMPARE}/{from}/{to}", self.board),
        };
        match self.section {
            Section::Glossary => GLOSSARY.iter().for_each(|part| {
                path.push('/');
                path.push_str(part);
            }),
            Section::People => path = format!("{path}/{MEMBERS}"),
            section => path = format!("{path}/{}", section.key()),
        }
        if let Some(lens) = &self.lens {
            path = format!("{path}/{lens}");
        }
        if let Some(object) = &self.object
            && let Some(collection) = object.kind.spec().collection
        {
            path = format!("{path}/{collection}.{}", object.id);
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn board() -> BoardId {
        BoardId::parse("4NMNnkMhL8jXrdJ9jamS58PAVdXu").expect("a plain id")
    }

    #[test]
    fn every_section_is_found_again_by_the_address_it_prints() {
        for section in Section::ALL {
            let place = OnBoard::new(board(), section);
            assert_eq!(Address::parse(&place.path()), Address::Board(place));
        }
    }

    #[test]
    fn an_open_panel_is_part_of_the_address() {
        let node = RecordAt::new(Kind::Node, RecordId::parse("n.1-x").expect("a plain id"));
        let place = OnBoard::new(board(), Section::Chain).with_lens(Some("liste")).with_object(Some(node));
        assert_eq!(place.path(), "/b/4NMNnkMhL8jXrdJ9jamS58PAVdXu/chain/liste/nodes.n.1-x");
        assert_eq!(Address::parse(&place.path()), Address::Board(place));
    }

    #[test]
    fn a_round_of_ideas_has_its_own_address() {
        let round = RecordAt::new(Kind::Round, RecordId::parse("r1").expect("a plain id"));
        let place = OnBoard::ideas(board()).with_object(Some(round));
        assert_eq!(place.path(), "/b/4NMNnkMhL8jXrdJ9jamS58PAVdXu/session/idees/rounds.r1");
        assert!(place.is_ideas());
        assert_eq!(Address::parse(&place.path()), Address::Board(place));
    }

    #[test]
    fn a_section_as_it_was_has_an_address_of_its_own() {
        let then = Moment::After("0f".repeat(32));
        for when in [When::Past(then.clone()), When::Between(Moment::Until(9), then)] {
            let place = OnBoard::new(board(), Section::Chain).with_lens(Some("liste")).at(when);
            assert_eq!(Address::parse(&place.path()), Address::Board(place.clone()));
            assert_eq!(place.to(Section::Roles).when, place.when);
        }
        let place = Address::parse("/b/x/historique").board().cloned();
        assert_eq!(place.map(|place| place.when), Some(When::Past(Moment::Now)));
    }

    #[test]
    fn a_mistyped_address_is_not_guessed_at() {
        for path in [
            "/b/x/nothing",
            "/b/x/chain/nope.1",
            "/b/x/chain/a/b",
            "/b/x/historique/hier",
            "/c",
            "/rejoindre/x",
        ] {
            assert_eq!(Address::parse(path), Address::Unknown, "{path}");
        }
    }

    #[test]
    fn a_board_alone_opens_on_its_vision() {
        assert_eq!(Address::parse("/b/x/").board().map(|place| place.section), Some(Section::Vision));
    }
}
