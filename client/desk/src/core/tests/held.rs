//! Cards that a person writes alone: on the device, unseen, until the round is revealed.

use super::*;
use shared::record::Records;
use shared::sections::ideas::acts::{self, NewRound};
use shared::sections::ideas::{Card, HeldCard, Voice};

fn id(text: &str) -> RecordId {
    RecordId::parse(text).unwrap()
}

fn card(name: &str, text: &str) -> ToDesk {
    let card = HeldCard { id: id(name), round: id("r"), text: text.to_owned(), heard_from: None };
    ToDesk::Hold { card }
}

/// A table where the secretariat has asked something.
fn asked() -> Table {
    let mut table = Table::new();
    let act = acts::open(&Records::default(), id("r"), &NewRound::default(), 1);
    table.board.perform(&act, 0).unwrap();
    table
}

/// A partner's tab, at the table.
fn partner_at(table: Table) -> Tab {
    let mut tab = Tab::of(Role::Partner, true);
    let belonging = Belonging {
        member: MemberId::parse("ana").unwrap(),
        role: Role::Partner,
        organisation: Some(id("own")),
        name: "Ana".into(),
        function: String::new(),
        shared: true,
    };
    tab.rows.write(&lagune(), &[kept::belonging(&belonging)]);
    tab.table = Some(table);
    tab.says(ToDesk::Open { board: lagune() });
    tab.waits();
    tab
}

impl Tab {
    fn table(&mut self) -> &mut Table {
        self.table.as_mut().unwrap()
    }

    fn ideas_at_table(&self) -> Vec<Card> {
        let board = &self.table.as_ref().unwrap().board;
        board.records().in_order(Kind::Idea).into_iter().map(Card::read).collect()
    }

    fn reveals(&mut self) {
        self.table().board.perform(&acts::reveal(&id("r"), "2026-11-27T10:21:00Z"), 0).unwrap();
    }

    /// The cards that the page was last told, and whether they are stored.
    fn held(&self) -> (Vec<String>, bool) {
        let last = self.told.iter().rev().find_map(|told| match told {
            ToPage::Held { cards, kept } => {
                Some((cards.iter().map(|card| card.text.clone()).collect(), *kept))
            }
            _ => None,
        });
        last.expect("the page was told of its cards")
    }
}

#[test]
fn a_card_stays_on_its_device_and_is_there_when_the_lid_is_opened_again() {
    let mut tab = partner_at(asked());
    let before = tab.table().deliveries;
    tab.says(card("a", "Le grillage casse"));
    tab.says(card("a", "Le grillage casse trop"));
    tab.waits();
    assert_eq!((tab.table().deliveries, tab.ideas_at_table().len()), (before, 0));
    assert_eq!(tab.held(), (vec!["Le grillage casse trop".to_owned()], true));
    assert_eq!(tab.saving().table, SharedWithTable::Shared);

    let mut again = Tab::on(tab.rows.clone());
    again.actors = 10;
    again.says(ToDesk::Open { board: lagune() });
    assert_eq!(again.held(), (vec!["Le grillage casse trop".to_owned()], true));
}

#[test]
fn at_the_reveal_all_cards_come_onto_the_board_in_one_act_and_leave_the_device() {
    let mut tab = partner_at(asked());
    tab.says(card("a", "Le grillage casse"));
    tab.says(card("b", "Personne ne répare"));
    tab.reveals();
    let changes = tab.table().board.changes_since(&[]).len();
    // The table answers whatever is said next with the reveal.
    tab.says(add_node("n1"));
    tab.waits();
    tab.says(add_node("n2"));
    tab.waits();
    let ideas = tab.ideas_at_table();
    assert_eq!(ideas.len(), 2);
    assert!(ideas.iter().all(|card| !card.is_late), "{ideas:?}");
    assert!(ideas.iter().all(|card| card.voice == Voice::Organisation(id("own"))), "{ideas:?}");
    // Two nodes and one act with both cards.
    assert_eq!(tab.table().board.changes_since(&[]).len(), changes + 3);
    assert_eq!(tab.held(), (vec![], true));
    assert!(tab.rows.rows(RowsOf::Held, &lagune()).is_empty());
}

#[test]
fn a_device_that_was_away_at_the_reveal_publishes_on_its_return_and_says_so() {
    let mut tab = partner_at(asked());
    tab.says(card("a", "Le grillage casse"));
    tab.says(ToDesk::Network { online: false });
    tab.reveals();
    tab.says(card("b", "Écrite dans le train"));
    assert_eq!(tab.ideas_at_table().len(), 0);
    // The lid is opened again where there is network.
    let mut arrived = Tab::on(tab.rows.clone());
    (arrived.actors, arrived.table) = (20, tab.table.take());
    arrived.says(ToDesk::Open { board: lagune() });
    arrived.waits();
    let ideas = arrived.ideas_at_table();
    assert_eq!(ideas.iter().map(|card| card.is_late).collect::<Vec<_>>(), [true, true]);
    // And once more: nothing is published twice.
    let mut again = Tab::on(arrived.rows.clone());
    (again.actors, again.table) = (40, arrived.table.take());
    again.says(ToDesk::Open { board: lagune() });
    again.waits();
    assert_eq!((again.ideas_at_table().len(), again.held().0.len()), (2, 0));
}

#[test]
fn the_secretariat_writes_for_the_room_and_reveals_its_own_cards_with_the_others() {
    let mut tab = Tab::opened(Role::Secretariat);
    let round = acts::open(&Records::default(), id("r"), &NewRound::default(), 1);
    tab.says(ToDesk::Act { seq: 1, act: round });
    tab.says(card("a", "Dit à voix haute"));
    tab.says(ToDesk::Act { seq: 2, act: acts::reveal(&id("r"), "2026-11-27T10:21:00Z") });
    let ideas: Vec<Card> = tab
        .told
        .iter()
        .filter_map(|told| match told {
            ToPage::Changed(changed) => Some(&changed.records),
            _ => None,
        })
        .flatten()
        .filter(|record| record.kind == Kind::Idea)
        .map(Card::read)
        .collect();
    assert_eq!(ideas.len(), 1);
    assert_eq!((&ideas[0].voice, ideas[0].is_late), (&Voice::Room(None), false));
}

#[test]
fn a_device_without_room_says_that_a_card_is_not_kept_and_tries_again() {
    let mut tab = partner_at(asked());
    tab.disk_is_full = true;
    tab.says(card("a", "Le grillage casse"));
    assert_eq!(tab.held(), (vec!["Le grillage casse".to_owned()], false));
    tab.disk_is_full = false;
    tab.waits();
    assert!(tab.held().1);
    assert_eq!(tab.rows.rows(RowsOf::Held, &lagune()).len(), 1);
}

#[test]
fn what_is_written_in_one_tab_is_held_in_the_other() {
    let mut first = partner_at(asked());
    let mut second = Tab::on(first.rows.clone());
    second.actors = 10;
    second.says(ToDesk::Open { board: lagune() });
    first.says(card("a", "Le grillage casse"));
    for message in std::mem::take(&mut first.to_tabs) {
        second.happens(Event::Board { opening: 1, event: BoardEvent::Told(message) });
    }
    assert_eq!(second.held().0, ["Le grillage casse"]);
}

#[test]
fn leaving_a_board_takes_the_cards_that_were_held_back_with_it() {
    let tab = {
        let mut tab = partner_at(asked());
        tab.says(card("a", "Le grillage casse"));
        tab
    };
    tab.rows.write(&lagune(), &kept::wipe());
    assert!(tab.rows.rows(RowsOf::Held, &lagune()).is_empty());
}
