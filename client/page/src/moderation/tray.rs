//! What lies before the people of a board: the proposals, the dialog that is open, the text that is
//! being proposed. `Copy`, like the store.

use crate::comments::Talk;
use crate::device;
use crate::nav::Nav;
use crate::store::Store;
use leptos::prelude::*;
use shared::compare::Difference;
use shared::ids::MemberId;
use shared::lock::{Aside, Fate, Moderation, Proposal, Proposing, Settling};
use shared::record::{FieldAt, RecordAt};
use shared::sections::Section;

/// What is asked before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    Lock(Section),
    Unlock(Section),
    HandOver(Section),
    TakeOver(Section),
    Decline(Vec<String>),
    Reword(String),
}

#[derive(Clone, Copy)]
pub struct Tray {
    pub store: Store,
    /// Whether all proposals are shown in place of an object's panel.
    pub open: RwSignal<bool>,
    pub asked: RwSignal<Option<Asked>>,
    /// Proposals that are to be dealt with together.
    pub chosen: RwSignal<Vec<String>>,
    /// One's own proposals that were settled since one last looked.
    pub news: RwSignal<Vec<String>>,
    /// A section that was locked before one's own work in it had arrived.
    pub became: RwSignal<Option<Section>>,
    /// The text that a change is being proposed to.
    pub writing: RwSignal<Option<FieldAt>>,
    /// How it would read, and where the caret stands (UTF-16).
    pub draft: RwSignal<String>,
    pub caret: RwSignal<usize>,
}

impl Tray {
    /// The tray of the board in the address. A panel that opens takes the place of another.
    pub fn new(store: Store, nav: Nav, talk: Talk) -> Self {
        let tray = Self {
            store,
            open: RwSignal::new(false),
            asked: RwSignal::new(None),
            chosen: RwSignal::new(vec![]),
            news: RwSignal::new(vec![]),
            became: RwSignal::new(None),
            writing: RwSignal::new(None),
            draft: RwSignal::new(String::new()),
            caret: RwSignal::new(0),
        };
        let object = Memo::new(move |_| nav.place().and_then(|place| place.object));
        Effect::new(move || {
            if object.get().is_some() {
                tray.open.set(false);
            }
        });
        // Whoever goes to something that is proposed only finds it among the proposals.
        Effect::new(move || {
            if object.with(|at| at.as_ref().is_some_and(|at| tray.is_only_proposed(at))) {
                nav.select(None);
                tray.open.set(true);
            }
        });
        Effect::new(move || {
            if talk.open.get() {
                tray.open.set(false);
            }
        });
        Effect::new(move || {
            if tray.open.get() {
                talk.open.set(false);
            } else {
                tray.chosen.set(vec![]);
            }
        });
        super::news::follow(tray);
        tray
    }

    pub fn here() -> Self {
        expect_context::<Tray>()
    }

    pub fn proposal(&self, id: &str) -> Option<Proposal> {
        self.store.moderated.with(|all| all.proposals.iter().find(|one| one.id == id).cloned())
    }

    /// The proposals that `is` picks, by id, oldest first.
    pub fn ids(&self, is: impl Fn(&Proposal) -> bool) -> Vec<String> {
        self.store
            .moderated
            .with(|all| all.proposals.iter().filter(|one| is(one)).map(|one| one.id.clone()).collect())
    }

    /// How many wait in a section, or anywhere.
    pub fn open_count(&self, section: Option<Section>) -> usize {
        self.ids(|one| one.is_open() && section.is_none_or(|section| section == one.section)).len()
    }

    pub fn is_mine(&self, proposal: &Proposal) -> bool {
        self.store.me.with(|me| me.as_ref().is_some_and(|me| proposal.author.as_ref() == Some(&me.member)))
    }

    /// Whether this person deals with a proposal: the chair of its section, or the secretariat once
    /// nobody holds it.
    pub fn may_settle(&self, proposal: &Proposal) -> bool {
        proposal.is_open() && self.store.may_moderate() && !self.store.is_aside(proposal.section)
    }

    pub fn may_withdraw(&self, proposal: &Proposal) -> bool {
        proposal.is_open() && self.is_mine(proposal) && self.store.is_aside(proposal.section)
    }

    pub fn may_repeat(&self, proposal: &Proposal) -> bool {
        let is_settled = matches!(proposal.fate, Fate::Declined { .. } | Fate::Withdrawn);
        is_settled && self.is_mine(proposal) && self.store.is_aside(proposal.section)
    }

    /// Accepts or declines proposals, section by section.
    pub fn settle(&self, ids: &[String], settling: &Settling) {
        let of =
            |section: Section| untrack(|| self.ids(|one| one.section == section && ids.contains(&one.id)));
        for section in Section::ALL {
            let proposals = of(section);
            if !proposals.is_empty() {
                self.store.moderate(Moderation::Settle { section, proposals, settling: settling.clone() });
            }
        }
        self.chosen.update(|chosen| chosen.retain(|id| !ids.contains(id)));
    }

    pub fn accept(&self, ids: &[String]) {
        self.settle(ids, &Settling::Accept { wording: vec![] });
    }

    pub fn choose(&self, id: &str, is_chosen: bool) {
        self.chosen.update(|chosen| {
            chosen.retain(|one| one != id);
            if is_chosen {
                chosen.push(id.to_owned());
            }
        });
    }

    /// Other members of the secretariat, who could hold a section.
    pub fn other_chairs(&self) -> Vec<(MemberId, String)> {
        let me = self.store.me.with(|me| me.as_ref().map(|me| me.member.clone()));
        self.store.names.with(|names| {
            let secretariat = names.iter().filter(|card| card.role == shared::door::Role::Secretariat);
            let others = secretariat.filter(|card| Some(&card.member) != me.as_ref());
            others.map(|card| (card.member.clone(), card.name.clone())).collect()
        })
    }

    /// Proposals that wait and are about an object: the record itself, or what belongs to it.
    pub fn on(&self, at: &RecordAt) -> Vec<String> {
        self.ids(|one| one.is_open() && one.records().any(|record| record == *at))
    }

    fn is_only_proposed(&self, at: &RecordAt) -> bool {
        let adds = |difference: &Difference| {
            matches!(difference, Difference::Added { .. }) && difference.record() == *at
        };
        let proposed =
            self.store.moderated.with(|all| all.proposals.iter().any(|one| one.differences.iter().any(adds)));
        proposed && self.store.peek(|records| records.get(at.kind, &at.id).is_none())
    }

    /// Proposals that wait and change one text.
    pub fn on_text(&self, at: &FieldAt) -> Vec<String> {
        self.ids(|one| {
            let is_about =
                |difference: &Difference| matches!(difference, Difference::Text { at: text, .. } if text == at);
            one.is_open() && one.differences.iter().any(is_about)
        })
    }

    /// How a text reads with what this person proposes already, or in force.
    fn proposed_text(&self, at: &FieldAt) -> String {
        untrack(|| {
            let mut mine = self.on_text(at).into_iter().rev().filter_map(|id| self.proposal(&id));
            let last = mine.find(|one| self.is_mine(one) && one.why_aside == Aside::Proposed);
            let said = last.into_iter().flat_map(|one| one.differences).find_map(|one| match one {
                Difference::Text { at: text, to, .. } if text == *at => Some(to),
                _ => None,
            });
            said.unwrap_or_else(|| self.store.text_at(at))
        })
    }

    /// Begins to propose a change to a text, with what was typed at its caret already in it.
    pub fn write(&self, at: &FieldAt, caret: usize, typed: &str) {
        if self.writing.with_untracked(|writing| writing.as_ref() == Some(at)) {
            // Letters that came before the field was there.
            let at = self.caret.get_untracked();
            return self.insert(at, typed);
        }
        let kept = device::draft(&self.draft_key(at));
        self.draft.set(kept.unwrap_or_else(|| self.proposed_text(at)));
        self.writing.set(Some(at.clone()));
        self.insert(caret, typed);
    }

    fn insert(&self, caret: usize, typed: &str) {
        let (next, caret) = self.draft.with_untracked(|draft| {
            let caret = caret.min(shared::delta::utf16_len(draft));
            let delta = shared::delta::Delta::splice(caret, 0, typed);
            (delta.apply(draft), caret + shared::delta::utf16_len(typed))
        });
        self.caret.set(caret);
        self.keep_draft(next);
    }

    /// What is typed is kept until it is proposed, also over a reload.
    pub fn keep_draft(&self, text: String) {
        if let Some(at) = self.writing.get_untracked() {
            let is_news = text != self.proposed_text(&at);
            device::keep_draft(&self.draft_key(&at), if is_news { &text } else { "" });
        }
        self.draft.set(text);
    }

    pub fn has_draft(&self, at: &FieldAt) -> bool {
        device::draft(&self.draft_key(at)).is_some()
    }

    /// Whether the draft says something that is not said already.
    pub fn is_news(&self) -> bool {
        let draft = self.draft.get();
        self.writing.with(|writing| writing.as_ref().is_some_and(|at| draft != self.proposed_text(at)))
    }

    pub fn send_draft(&self) {
        let Some(at) = self.writing.get_untracked().filter(|_| untrack(|| self.is_news())) else { return };
        device::keep_draft(&self.draft_key(&at), "");
        self.store.propose(Proposing::Say { at, text: self.draft.get_untracked() });
        self.writing.set(None);
    }

    fn draft_key(&self, at: &FieldAt) -> String {
        let board = self.store.open_board().map(|board| board.to_string()).unwrap_or_default();
        let place = shared::sections::comments::path_of(&at.record);
        format!("tablee.draft {board} {place} {}", at.field)
    }
}
