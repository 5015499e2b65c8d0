//! What a person is doing in a round right now, and the verbs that cards, menus and keys share.
//! It owns nothing of the board: every edit goes to the store as an act.

use crate::device;
use crate::focus::focus_soon;
use crate::nav::Nav;
use crate::store::Store;
use leptos::prelude::*;
use shared::act::Act;
use shared::door::Role;
use shared::ids::RecordId;
use shared::numbers::iso;
use shared::policy::{Touch, Verb, Whose};
use shared::questions::settle::title;
use shared::record::RecordAt;
use shared::sections::ideas::acts::{self, Publisher};
use shared::sections::ideas::{Card, Group, HeldCard, Points, Round, Stage, Voice, groups, points};
use shared::sections::{Kind, Section};
use shared::words;
use std::time::Duration;

/// Cards of the others arrive within this after a reveal; then it is said once how many they are.
const ARRIVE: Duration = Duration::from_millis(1_500);

/// `Copy`, from any component of the view.
#[derive(Clone, Copy)]
pub struct Room {
    pub store: Store,
    pub nav: Nav,
    /// The round in the address, if it is on the board.
    pub round: Memo<Option<Round>>,
    pub groups: Memo<Vec<Group>>,
    pub points: Memo<Points>,
    /// The card that arrow keys start from; it alone can be reached by Tab.
    pub focused: RwSignal<Option<RecordId>>,
    /// What is being typed and is no card yet.
    pub draft: RwSignal<String>,
    /// For the secretariat: the organisation that says it in the room.
    pub heard_from: RwSignal<String>,
    /// Whether the field for a new card is open, once cards are shown.
    pub is_composing: RwSignal<bool>,
    /// The card that is being carried.
    pub carried: RwSignal<Option<RecordId>>,
    /// The card whose group is being chosen.
    pub grouping: RwSignal<Option<RecordId>>,
    /// The card or group that becomes part of the plan.
    pub becoming: RwSignal<Option<RecordAt>>,
}

impl Room {
    pub fn new() -> Self {
        let (store, nav) = (Store::here(), Nav::here());
        let round = Memo::new(move |_| {
            let at = nav.place().and_then(|place| place.object).filter(|at| at.kind == Kind::Round)?;
            store.records(Section::Session, |records| Round::find(records, &at.id))
        });
        let laid = Memo::new(move |_| {
            let id = round.with(|round| round.as_ref().map(|round| round.id.clone()));
            id.map(|id| store.records(Section::Session, |records| groups(records, &id))).unwrap_or_default()
        });
        let counted = Memo::new(move |_| {
            let round = round.get();
            round
                .map(|round| store.records(Section::Session, |records| points(records, &round)))
                .unwrap_or_default()
        });
        Self {
            store,
            nav,
            round,
            groups: laid,
            points: counted,
            focused: RwSignal::new(None),
            draft: RwSignal::new(String::new()),
            heard_from: RwSignal::new(String::new()),
            is_composing: RwSignal::new(false),
            carried: RwSignal::new(None),
            grouping: RwSignal::new(None),
            becoming: RwSignal::new(None),
        }
    }

    pub fn here() -> Self {
        expect_context::<Room>()
    }

    /// The question, or its place where nobody wrote one.
    pub fn title(&self) -> String {
        let (lang, working) = (self.store.lang.get(), self.store.working());
        let question = self
            .round
            .with(|round| round.as_ref().map(|round| round.question.reads(lang, working).to_owned()));
        match question {
            Some(question) if !question.trim().is_empty() => question,
            Some(_) | None => words::shell::untitled(lang).to_owned(),
        }
    }

    /// What the question is about.
    pub fn about(&self) -> Option<String> {
        let about = self.round.with(|round| round.as_ref()?.about.clone())?;
        let at = RecordAt::new(Kind::Node, about);
        let lang = self.store.lang.get();
        let name = self.store.records(Section::Chain, |records| title(&at, records, lang));
        (!name.is_empty()).then_some(name)
    }

    fn round_now(&self) -> Option<Round> {
        self.round.get_untracked()
    }

    pub fn stage(&self) -> Option<Stage> {
        self.round.with(|round| round.as_ref().map(|round| round.stage))
    }

    pub fn is_anonymous(&self) -> bool {
        self.round.with(|round| round.as_ref().is_some_and(|round| round.is_anonymous))
    }

    pub fn budget(&self) -> u32 {
        self.round.with(|round| round.as_ref().map_or(0, |round| round.budget))
    }

    /// The organisation that this person speaks for.
    pub fn own(&self) -> Option<RecordId> {
        self.store.me.with(|me| me.as_ref()?.organisation.clone())
    }

    pub fn is_secretariat(&self) -> bool {
        self.store.me.with(|me| me.as_ref().is_some_and(|me| me.role == Role::Secretariat))
    }

    pub fn may_moderate(&self) -> bool {
        self.store.may(&Touch::of_record(RecordAt::single(Kind::Round), Verb::Create))
    }

    pub fn may_write(&self) -> bool {
        self.store.may(&Touch::of_record(RecordAt::single(Kind::Idea), Verb::Create))
    }

    pub fn may_group(&self) -> bool {
        self.store.may(&Touch::of_record(RecordAt::single(Kind::IdeaGroup), Verb::Create))
    }

    /// Whether this person gives points now.
    pub fn may_give(&self) -> bool {
        self.stage() == Some(Stage::Dots)
            && self.own().is_some_and(|own| {
                let touch = Touch::of_record(RecordAt::single(Kind::Dot), Verb::Create);
                self.store.may(&touch.by(Whose::Organisation(own)))
            })
    }

    /// Whether a card is this organisation's own to take away again.
    pub fn may_remove(&self, card: &Card) -> bool {
        let whose = match &card.voice {
            Voice::Organisation(organisation) => Whose::Organisation(organisation.clone()),
            Voice::Room(_) | Voice::Unnamed => Whose::Everyones,
        };
        let at = RecordAt::new(Kind::Idea, card.id.clone());
        self.store.may(&Touch::of_record(at, Verb::Remove).by(whose))
    }

    pub fn reveal(&self) {
        let Some(round) = self.round_now() else { return };
        self.store.act(acts::reveal(&round.id, &iso(device::now())));
    }

    pub fn open_dots(&self) {
        let Some(round) = self.round_now() else { return };
        self.store.act(acts::open_dots(&round.id));
    }

    pub fn close(&self) {
        let Some(round) = self.round_now() else { return };
        let act = self.store.peek(|records| acts::close(records, &round, &iso(device::now())));
        self.store.act(act);
    }

    /// Says once how many cards there are when the round on the screen is revealed.
    pub fn announce_reveal(self) {
        let seen = StoredValue::new(None::<(RecordId, Stage)>);
        Effect::new(move || {
            let now = self.round.with(|round| round.as_ref().map(|round| (round.id.clone(), round.stage)));
            let before = seen.try_update_value(|seen| std::mem::replace(seen, now.clone())).flatten();
            let (Some((id, stage)), Some((of, was))) = (now, before) else { return };
            if id == of && was == Stage::Writing && stage != Stage::Writing {
                set_timeout(
                    move || {
                        // The view may be gone by then, and its groups with it.
                        let Some(laid) = self.groups.try_get_untracked() else { return };
                        let cards = laid.iter().map(Group::cards).sum::<usize>() as u64;
                        self.store.say(words::ideas::revealed_said(self.store.lang.get_untracked(), cards));
                    },
                    ARRIVE,
                );
            }
        });
    }

    /// Opens the field for a new card, or goes to it.
    pub fn begin_card(&self) {
        self.is_composing.set(true);
        focus_soon(".idea-new textarea".to_owned());
    }

    /// Makes what is typed a card: held back before the reveal, on the board after it.
    pub fn add_draft(&self) {
        let Some(round) = self.round_now() else { return };
        let text = self.draft.get_untracked().trim().to_owned();
        if text.is_empty() {
            return;
        }
        let heard_from =
            RecordId::parse(&self.heard_from.get_untracked()).filter(|_| untrack(|| self.is_secretariat()));
        let card = HeldCard { id: self.store.new_id(), round: round.id.clone(), text, heard_from };
        match round.stage {
            Stage::Writing => self.store.hold(card),
            Stage::Revealed | Stage::Dots | Stage::Closed => {
                let publisher = match untrack(|| self.is_secretariat()) {
                    true => Publisher::Secretariat,
                    false => Publisher::Partner(untrack(|| self.own()).filter(|_| !round.is_anonymous)),
                };
                self.store.act(acts::publish(&[card], &publisher, false, self.store.jitter()));
            }
        }
        self.draft.set(String::new());
    }

    /// A card as it reads now.
    pub fn card(&self, id: &RecordId) -> Option<Card> {
        self.store.records(Section::Session, |records| records.get(Kind::Idea, id).map(Card::read))
    }

    /// The cards on top of the stacks of each group, as they lie.
    fn tops(&self) -> Vec<Vec<RecordId>> {
        self.groups.with_untracked(|groups| {
            let tops = |group: &Group| group.stacks.iter().map(|stack| stack.top.id.clone()).collect();
            groups.iter().map(tops).collect()
        })
    }

    /// Moves the focus from a card: along its group, or to the group beside it.
    pub fn go(&self, from: &RecordId, along: i32, across: i32) {
        let columns = self.tops();
        let Some(column) = columns.iter().position(|column| column.contains(from)) else { return };
        let row = columns[column].iter().position(|card| card == from).unwrap_or(0);
        let step = |at: usize, by: i32, len: usize| at.checked_add_signed(by as isize).filter(|to| *to < len);
        let target = if across != 0 {
            let mut to = column;
            loop {
                let Some(next) = step(to, across, columns.len()) else { return };
                to = next;
                if let Some(card) = columns[to].get(row.min(columns[to].len().saturating_sub(1))) {
                    break card.clone();
                }
            }
        } else {
            let Some(to) = step(row, along, columns[column].len()) else { return };
            columns[column][to].clone()
        };
        self.focus(&target);
    }

    pub fn focus(&self, card: &RecordId) {
        self.focused.set(Some(card.clone()));
        focus_soon(format!("#idea-{card}"));
    }

    /// Puts a card into a group, at its end.
    pub fn put(&self, card: &RecordId, group: Option<&RecordId>) {
        let act = self.store.peek(|records| acts::put(records, card, group, self.store.jitter()));
        self.store.act(act);
        let name = untrack(|| self.group_name(group));
        self.store.say(words::ideas::moved_to(self.store.lang.get_untracked(), name));
        self.focus(card);
    }

    /// Begins a group with a card in it; its title can be written at once.
    pub fn begin_group(&self, card: &RecordId, name: &str) {
        let Some(round) = self.round_now() else { return };
        let group = self.store.new_id();
        let act = self.store.peek(|records| {
            acts::begin_group(records, &round.id, group.clone(), name, card, self.store.jitter())
        });
        self.store.act(act);
        match name.is_empty() {
            true => focus_soon(format!("#group-{group} textarea")),
            false => self.focus(card),
        }
    }

    pub fn stack(&self, card: &RecordId, onto: &RecordId) {
        let Some(round) = self.round_now() else { return };
        let act = self.store.peek(|records| acts::stack(records, &round.id, card, onto));
        if let Some(act) = act {
            self.store.act(act);
            self.focus(onto);
        }
    }

    pub fn give(&self, card: &RecordId) {
        let (Some(round), Some(own)) = (self.round_now(), untrack(|| self.own())) else { return };
        if !untrack(|| self.may_give()) {
            return;
        }
        let lang = self.store.lang.get_untracked();
        let act = self.store.peek(|records| {
            acts::give(records, &round, card, &own, self.store.new_id(), self.store.jitter())
        });
        match act {
            Some(act) => {
                self.store.act(act);
                self.say_own_points(card);
            }
            None => self.store.tell(words::ideas::none_left(lang, round.budget), false),
        }
    }

    /// Takes the last point back, from a card or from whichever has it.
    pub fn take_back(&self, card: Option<&RecordId>) {
        let (Some(round), Some(own)) = (self.round_now(), untrack(|| self.own())) else { return };
        let act = self.store.peek(|records| acts::take_back(records, &round, card, &own));
        if let Some(act) = act {
            self.store.act(act);
            if let Some(card) = card {
                self.say_own_points(card);
            }
        }
    }

    fn say_own_points(&self, card: &RecordId) {
        let own = untrack(|| self.own_points(card));
        self.store.say(words::ideas::own_points(self.store.lang.get_untracked(), u64::from(own)));
    }

    /// How many points this organisation gave to a card.
    pub fn own_points(&self, card: &RecordId) -> u32 {
        self.own().map_or(0, |own| self.points.with(|points| points.by(&own).to(card)))
    }

    pub fn remove(&self, at: RecordAt, said: String) {
        self.store.act(Act::remove(at));
        self.store.tell(said, true);
    }

    /// What a group is called; the cards that are in none lie under a heading of their own.
    pub fn group_name(&self, group: Option<&RecordId>) -> String {
        let lang = self.store.lang.get();
        let Some(group) = group else { return words::ideas::to_group(lang).to_owned() };
        let title = self.groups.with(|groups| {
            groups.iter().find(|one| one.id.as_ref() == Some(group)).map(|one| one.title.clone())
        });
        match title {
            Some(title) if !title.trim().is_empty() => title,
            Some(_) | None => words::ideas::group_untitled(lang).to_owned(),
        }
    }
}
