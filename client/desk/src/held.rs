//! Cards that a person holds back until their round is revealed: on this device and nowhere else.
//! Each is a row of its own, so that two tabs never write over each other's; what the device
//! refuses is kept in memory and tried again.

use crate::kept;
use crate::store::{Table, Write};
use shared::delta::utf16_len;
use shared::ids::RecordId;
use shared::ordered::OrdSet;
use shared::sections::ideas::acts::MAX_HELD;
use shared::sections::ideas::{HeldCard, MAX_CARD_UNITS};
use shared::sort::sort_by;

/// The cards, and which of them the device does not have as they read now.
#[derive(Clone, Debug, Default)]
pub struct Held {
    cards: Vec<HeldCard>,
    unwritten: OrdSet<RecordId>,
    under_way: OrdSet<RecordId>,
}

impl Held {
    /// What the device kept.
    pub fn found(&mut self, mut cards: Vec<HeldCard>) {
        // Ids are random: any order that stays.
        sort_by(&mut cards, |a, b| a.id.cmp(&b.id));
        self.cards = cards;
    }

    pub fn cards(&self) -> &[HeldCard] {
        &self.cards
    }

    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    /// Takes a card as it reads now; one without words is thrown away. False if it is no card.
    pub fn take(&mut self, card: HeldCard) -> bool {
        let at = self.cards.iter().position(|held| held.id == card.id);
        let of_round = self.cards.iter().filter(|held| held.round == card.round).count();
        let is_over = utf16_len(&card.text) > MAX_CARD_UNITS || (at.is_none() && of_round >= MAX_HELD);
        if is_over {
            return false;
        }
        match (at, card.text.trim().is_empty()) {
            (Some(at), true) => drop(self.cards.remove(at)),
            (Some(at), false) => self.cards[at] = card,
            (None, true) => {}
            (None, false) => self.cards.push(card),
        }
        true
    }

    /// The device is to have a card as it reads now.
    pub fn note(&mut self, id: RecordId) {
        self.unwritten.insert(id);
    }

    /// Lets go of cards that are on the board, and says whether there were any.
    pub fn let_go(&mut self, is_on_board: impl Fn(&RecordId) -> bool) -> bool {
        let (gone, held): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.cards).into_iter().partition(|card| is_on_board(&card.id));
        self.cards = held;
        self.unwritten.extend(gone.iter().map(|card| card.id.clone()));
        !gone.is_empty()
    }

    /// The next write, if none is under way and there is something to write.
    pub fn next(&mut self) -> Option<Vec<Write>> {
        if !self.under_way.is_empty() || self.unwritten.is_empty() {
            return None;
        }
        self.under_way = std::mem::take(&mut self.unwritten);
        let write = |id: &RecordId| match self.cards.iter().find(|card| card.id == *id) {
            Some(card) => kept::held(card),
            None => Write::delete(Table::Held, id.as_str()),
        };
        Some(self.under_way.iter().map(write).collect())
    }

    /// The write under way is complete, or the device did not take it.
    pub fn written(&mut self, is_written: bool) {
        let under_way = std::mem::take(&mut self.under_way);
        if !is_written {
            self.unwritten.extend(under_way);
        }
    }

    /// Whether the device has all of it.
    pub fn is_kept(&self) -> bool {
        self.unwritten.is_empty() && self.under_way.is_empty()
    }

    /// How many cards of each round, for the others to see their backs.
    pub fn backs(&self) -> Vec<(RecordId, u32)> {
        let rounds: OrdSet<&RecordId> = self.cards.iter().map(|card| &card.round).collect();
        let count = |round: &RecordId| self.cards.iter().filter(|card| card.round == *round).count() as u32;
        rounds.into_iter().take(MAX_ROUNDS_TOLD).map(|round| (round.clone(), count(round))).collect()
    }
}

/// A place stays small: nobody writes in more rounds at once.
const MAX_ROUNDS_TOLD: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> RecordId {
        RecordId::parse(text).unwrap()
    }

    fn card(name: &str, text: &str) -> HeldCard {
        HeldCard { id: id(name), round: id("r"), text: text.to_owned(), heard_from: None }
    }

    fn hold(held: &mut Held, name: &str, text: &str) {
        assert!(held.take(card(name, text)));
        held.note(id(name));
    }

    #[test]
    fn what_is_typed_while_a_write_is_under_way_is_written_next() {
        let mut held = Held::default();
        hold(&mut held, "a", "Le gril");
        assert_eq!(held.next(), Some(vec![kept::held(&card("a", "Le gril"))]));
        hold(&mut held, "a", "Le grillage");
        assert_eq!(held.next(), None);
        held.written(true);
        assert!(!held.is_kept());
        assert_eq!(held.next(), Some(vec![kept::held(&card("a", "Le grillage"))]));
        held.written(true);
        assert!(held.is_kept());
    }

    #[test]
    fn what_the_device_refuses_is_tried_again() {
        let mut held = Held::default();
        hold(&mut held, "a", "Le grillage");
        held.next();
        held.written(false);
        assert!(!held.is_kept());
        assert_eq!(held.next(), Some(vec![kept::held(&card("a", "Le grillage"))]));
    }

    #[test]
    fn a_card_without_words_is_thrown_away_and_one_on_the_board_let_go() {
        let mut held = Held::default();
        hold(&mut held, "a", "Le grillage");
        hold(&mut held, "b", "Le bois");
        hold(&mut held, "a", "  ");
        assert_eq!(held.backs(), [(id("r"), 1)]);
        assert!(held.let_go(|id| id.as_str() == "b"));
        assert!(held.is_empty());
        let gone = |name: &str| Write::delete(Table::Held, name);
        assert_eq!(held.next(), Some(vec![gone("a"), gone("b")]));
    }

    #[test]
    fn a_page_is_not_a_card() {
        let mut held = Held::default();
        assert!(!held.take(card("a", &"x".repeat(MAX_CARD_UNITS + 1))));
        for n in 0..MAX_HELD {
            assert!(held.take(card(&format!("c{n}"), "x")));
        }
        assert!(!held.take(card("more", "x")));
        assert!(held.take(card("c1", "y")));
    }
}
