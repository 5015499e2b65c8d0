//! Cards that are held back, and their reveal: as soon as this device hears that the secretariat
//! has revealed a round, its cards of that round come onto the board, in one act.

use super::OpenBoard;
use crate::core::{Alarm, BoardEffect, Moment, Out};
use crate::kept::hex;
use crate::tabs::Message;
use shared::desk::{Place, ToPage};
use shared::door::Role;
use shared::ids::RecordId;
use shared::ordered::OrdSet;
use shared::sections::Kind;
use shared::sections::ideas::acts::{Publisher, publish};
use shared::sections::ideas::{HeldCard, Round, Stage};
use std::time::Duration;

/// How long until a failed write is tried again.
const RETRY: Duration = Duration::from_secs(5);

impl OpenBoard {
    /// A card as this tab's person has it now.
    pub fn hold(&mut self, card: HeldCard, out: &mut Out) {
        if self.held.take(card.clone()) {
            self.held.note(card.id.clone());
            out.push(BoardEffect::Tabs(Message::Held(card)));
            self.write_held(out);
            self.tell_place(out);
        }
        self.tell_held(out);
    }

    /// The same in another tab, which stores it.
    pub(super) fn held_elsewhere(&mut self, card: HeldCard, out: &mut Out) {
        self.held.take(card);
        self.tell_held(out);
        self.tell_place(out);
    }

    pub(super) fn write_held(&mut self, out: &mut Out) {
        if let Some(writes) = self.held.next() {
            out.push(BoardEffect::WriteHeld(writes));
        }
    }

    pub(super) fn held_written(&mut self, is_written: bool, out: &mut Out) {
        self.held.written(is_written);
        match is_written {
            true => self.write_held(out),
            false => self.alarm(Alarm::Retry, RETRY, out),
        }
        self.tell_held(out);
    }

    pub(super) fn tell_held(&self, out: &mut Out) {
        out.tell(ToPage::Held { cards: self.held.cards().to_vec(), kept: self.held.is_kept() });
    }

    /// Tells the others where this person is, and how many cards they hold back.
    pub(super) fn tell_place(&mut self, out: &mut Out) {
        let Some(place) = self.place.clone() else { return };
        let place = Place { cards: self.held.backs(), ..place };
        self.table.be(&hex(&self.tab), Some(place.clone()));
        if self.is_meeting && !self.tabs.holds() {
            out.push(BoardEffect::Tabs(Message::Here { tab: self.tab, place: Some(place) }));
        }
    }

    /// Brings cards of revealed rounds onto the board. `was_away` if this device could not have
    /// heard of a reveal when it was made.
    pub(super) fn reveal_held(&mut self, was_away: bool, at: Moment, out: &mut Out) {
        // One tab of a device publishes: the one that hears the table.
        if self.held.is_empty() || (self.is_meeting && !self.tabs.holds()) {
            return;
        }
        let (Some(board), Some(belonging)) = (&self.board, &self.belonging) else { return };
        let (role, own) = (belonging.role, belonging.organisation.clone());
        let is_late = was_away && belonging.shared;
        let records = board.records();
        let rounds: OrdSet<&RecordId> = self.held.cards().iter().map(|card| &card.round).collect();
        let revealed = rounds.into_iter().filter_map(|round| Round::find(records, round));
        let mut acts = vec![];
        for round in revealed.filter(|round| round.stage != Stage::Writing && !round.removed) {
            let cards = self.held.cards().iter();
            let shown: Vec<HeldCard> = cards
                .filter(|card| card.round == round.id && records.get(Kind::Idea, &card.id).is_none())
                .cloned()
                .collect();
            let publisher = match role {
                Role::Secretariat => Publisher::Secretariat,
                Role::Partner | Role::Observer => {
                    Publisher::Partner(own.clone().filter(|_| !round.is_anonymous))
                }
            };
            if !shown.is_empty() {
                acts.push(publish(&shown, &publisher, is_late, at.chance()));
            }
        }
        for act in acts {
            // Who may not write cards any more keeps them here.
            if self.allowed(&act).is_ok() {
                // What does not fit on the board stays here, too.
                let _ = self.perform(out, |board| board.perform(&act, at.seconds()));
            }
        }
        self.let_go_of_shown(out);
    }

    /// Cards that are on the board, and the board on this device, are held back no more.
    pub(super) fn let_go_of_shown(&mut self, out: &mut Out) {
        let Some(board) = &self.board else { return };
        if self.writing.waits() || !self.held.let_go(|id| board.records().get(Kind::Idea, id).is_some()) {
            return;
        }
        self.write_held(out);
        self.tell_held(out);
        self.tell_place(out);
    }
}
