//! What a view reads and does: the records of the open board, who is here, what is saved, and
//! the verbs that change them. `Copy`, so that every closure of a view may hold it.
//!
//! A view tracks only the sections it reads: one revision signal each. Nothing here decides what
//! an act means; the desk performs it, and its `Changed` is the truth that is painted.

mod answers;
mod hearing;
mod past;
mod proposing;
mod verbs;

pub use answers::unanswered;
pub use past::{Marks, Shown};
pub use proposing::{Nameless, told_key, with_note};

use crate::desk_link::DeskLink;
use crate::device;
use crate::texts::OpenTexts;
use futures_channel::oneshot;
use leptos::prelude::*;
use proposing::Sent;
use shared::desk::{
    Answer, Changed, Me, Moderated, Peer, Place, Saving, SharedWithTable, Unanswered, UndoState,
};
use shared::door::{Handed, MemberCard, Waiter};
use shared::ids::{BoardId, MemberId, RecordId};
use shared::lang::Lang;
use shared::ordered::{OrdMap, OrdSet};
use shared::policy::{self, Touch, Verb, Who};
use shared::questions::Question;
use shared::record::{Record, RecordAt, Records};
use shared::sections::about::{observers_comment, working_lang};
use shared::sections::ideas::HeldCard;
use shared::sections::organisations::{Organisation, organisations};
use shared::sections::{Kind, Section};
use shared::version::Version;
use std::time::Duration;

/// Where the open board stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BoardState {
    Closed,
    Opening(BoardId),
    /// `stored`: read from the last visit while the document is still loading.
    Open {
        board: BoardId,
        stored: bool,
    },
    NotOpened {
        board: BoardId,
        why: Unanswered,
    },
}

/// Whether there is a desk to talk to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskState {
    Starting,
    Running,
    /// The worker cannot run here, or is of another release: reload.
    Lost,
}

/// A line at the foot of the window, with a way back where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    pub words: String,
    pub undo: bool,
}

/// An organisation as badges show it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Badge {
    pub short: String,
    pub name: String,
    /// 1 to 8; 0 is the secretariat, which has no hue.
    pub hue: u8,
}

/// A record that an act touched, as it was (nothing where it was not there).
type Before = (RecordAt, Option<Record>);

type Waiting = OrdMap<u64, oneshot::Sender<Result<Answer, Unanswered>>>;

#[derive(Clone, Copy)]
pub struct Store {
    desk: StoredValue<Option<DeskLink>>,
    waiting: StoredValue<Waiting>,
    texts: StoredValue<OpenTexts>,
    /// What is shown: the present, or a moment of the past.
    records: StoredValue<Records>,
    /// The present, while a moment of the past is shown.
    present: StoredValue<Option<Records>>,
    /// Counts every message that waits for an answer.
    seq: StoredValue<u64>,
    /// The last revision that this page has taken.
    seen: StoredValue<u64>,
    /// Where this person is, and whether it is about to be told.
    place: StoredValue<Place>,
    place_waits: StoredValue<bool>,
    /// When others' changes were last told (Unix seconds).
    announced: StoredValue<i64>,
    revisions: [RwSignal<u32>; Section::ALL.len()],
    /// Sections that changed since views read them, and whether they are about to.
    unread: StoredValue<OrdSet<Section>>,
    reading_waits: StoredValue<bool>,
    badges: Memo<Vec<(RecordId, Badge)>>,
    /// This device is no longer admitted: what it holds is read, not edited.
    is_closed: Memo<bool>,
    /// Records as they were before acts that the desk has not answered yet.
    before: StoredValue<OrdMap<u64, Vec<Before>>>,
    /// What was sent about locked sections and is not answered yet, by number.
    sent: StoredValue<OrdMap<u64, Sent>>,
    /// How many acts were sent as proposals.
    asides: StoredValue<u32>,
    pub desk_state: RwSignal<DeskState>,
    pub board: RwSignal<BoardState>,
    /// The interface's language.
    pub lang: RwSignal<Lang>,
    pub me: RwSignal<Option<Me>>,
    pub questions: RwSignal<Vec<Question>>,
    /// The same by the record that each is about: every card asks for its own.
    asked: Memo<OrdMap<RecordAt, Vec<Question>>>,
    pub peers: RwSignal<Vec<Peer>>,
    pub names: RwSignal<Vec<MemberCard>>,
    /// What the desk said last about saving; see [`Store::saving`].
    told_saving: RwSignal<Option<Saving>>,
    /// The last writing message that the desk has not answered: it is nowhere but on its way.
    on_its_way: RwSignal<Option<u64>>,
    /// Where this person's work is, with what the desk has not seen yet.
    pub saving: Memo<Option<Saving>>,
    /// Milliseconds to add to this device's clock for the table's.
    pub clock_offset: RwSignal<i64>,
    /// Which sections are locked, and what stands aside.
    pub moderated: RwSignal<Moderated>,
    /// Something new without words, to be proposed once it has them.
    pub nameless: RwSignal<Option<Nameless>>,
    /// Versions with their votes and tallies.
    pub versions: RwSignal<Vec<Version>>,
    /// Cards that nobody else sees yet, and whether the device has stored them.
    pub held: RwSignal<(Vec<HeldCard>, bool)>,
    pub undo_state: RwSignal<UndoState>,
    /// The moment that is shown in place of the present: nothing can be edited then.
    pub past: RwSignal<Option<Shown>>,
    /// What became of objects, while a moment is shown or two are compared.
    pub marks: RwSignal<Marks>,
    /// The one polite live region.
    pub announcement: RwSignal<String>,
    pub toast: RwSignal<Option<Toast>>,
    /// The secret of a link that was followed or pasted, until it is used. Never in an address.
    pub invitation: RwSignal<Option<String>>,
    /// Set while this person wants the view to hold still: how many changes wait.
    pub frozen: RwSignal<Option<u32>>,
    waits: StoredValue<Vec<Changed>>,
    /// Counts how often the server told of boards of this device.
    pub boards_told: RwSignal<u32>,
    /// Counts how often something was new at the door of the open board.
    pub door_told: RwSignal<u32>,
    /// Who waits there, as far as it is this person's to know.
    pub waiters: RwSignal<Vec<Waiter>>,
    /// Work that others handed over, likewise.
    pub handed: RwSignal<Vec<Handed>>,
}

impl Store {
    /// A store without a desk yet, in the language of this device.
    pub fn new() -> Self {
        let chosen = device::setting(LANG_SETTING).and_then(|code| Lang::from_code(&code));
        let of_browser = || device::languages().iter().find_map(|code| Lang::from_code(code));
        let lang = RwSignal::new(chosen.or_else(of_browser).unwrap_or_default());
        let records = StoredValue::new(Records::default());
        let revisions = Section::ALL.map(|_| RwSignal::new(0));
        let badges = Memo::new(move |_| {
            revisions[Section::About as usize].track();
            revisions[Section::Organisations as usize].track();
            records.with_value(|records| {
                let (lang, working) = (lang.get(), working_lang(records));
                let seated = organisations(records).into_iter();
                seated
                    .map(|organisation| (organisation.id.clone(), Badge::of(&organisation, lang, working)))
                    .collect()
            })
        });
        let questions = RwSignal::new(Vec::<Question>::new());
        let asked = Memo::new(move |_| {
            let mut asked: OrdMap<RecordAt, Vec<Question>> = OrdMap::new();
            questions.with(|all| {
                all.iter().for_each(|one| asked.entry(one.on.clone()).or_default().push(one.clone()));
            });
            asked
        });
        let (told_saving, on_its_way) = (RwSignal::new(None::<Saving>), RwSignal::new(None));
        let saving = Memo::new(move |_| {
            let told = told_saving.get();
            if on_its_way.get().is_some() { told.map(Saving::with_one_more) } else { told }
        });
        let is_closed = Memo::new(move |_| {
            saving.with(|saving| {
                saving.as_ref().is_some_and(|saving| matches!(saving.table, SharedWithTable::Closed { .. }))
            })
        });
        Self {
            badges,
            is_closed,
            before: StoredValue::new(OrdMap::new()),
            sent: StoredValue::new(OrdMap::new()),
            asides: StoredValue::new(0),
            desk: StoredValue::new_local(None),
            waiting: StoredValue::new_local(OrdMap::new()),
            texts: StoredValue::new_local(OpenTexts::default()),
            records,
            present: StoredValue::new(None),
            seq: StoredValue::new(0),
            seen: StoredValue::new(0),
            place: StoredValue::new(Place::default()),
            place_waits: StoredValue::new(false),
            announced: StoredValue::new(0),
            revisions,
            unread: StoredValue::new(OrdSet::new()),
            reading_waits: StoredValue::new(false),
            desk_state: RwSignal::new(DeskState::Starting),
            board: RwSignal::new(BoardState::Closed),
            lang,
            me: RwSignal::new(None),
            questions,
            asked,
            peers: RwSignal::new(vec![]),
            names: RwSignal::new(vec![]),
            told_saving,
            on_its_way,
            saving,
            clock_offset: RwSignal::new(0),
            moderated: RwSignal::new(Moderated::default()),
            nameless: RwSignal::new(None),
            versions: RwSignal::new(vec![]),
            held: RwSignal::new((vec![], true)),
            undo_state: RwSignal::new(UndoState::default()),
            past: RwSignal::new(None),
            marks: RwSignal::new(Marks::default()),
            announcement: RwSignal::new(String::new()),
            toast: RwSignal::new(None),
            invitation: RwSignal::new(None),
            frozen: RwSignal::new(None),
            waits: StoredValue::new(vec![]),
            boards_told: RwSignal::new(0),
            door_told: RwSignal::new(0),
            waiters: RwSignal::new(vec![]),
            handed: RwSignal::new(vec![]),
        }
    }

    /// The board that is open, tracking nothing.
    pub fn open_board(&self) -> Option<BoardId> {
        self.board.with_untracked(|state| match state {
            BoardState::Open { board, .. } => Some(board.clone()),
            BoardState::Closed | BoardState::Opening(_) | BoardState::NotOpened { .. } => None,
        })
    }

    /// The page's store, from any component.
    pub fn here() -> Self {
        expect_context::<Store>()
    }

    /// Reads the records, tracking the changes of one section.
    pub fn records<T>(&self, section: Section, read: impl FnOnce(&Records) -> T) -> T {
        self.revisions[section as usize].track();
        self.records.with_value(read)
    }

    /// Reads the records, tracking several sections.
    pub fn records_of<T>(&self, sections: &[Section], read: impl FnOnce(&Records) -> T) -> T {
        for section in sections {
            self.revisions[*section as usize].track();
        }
        self.records.with_value(read)
    }

    /// Reads the records as they are now, tracking nothing (in event handlers).
    pub fn peek<T>(&self, read: impl FnOnce(&Records) -> T) -> T {
        self.records.with_value(read)
    }

    /// Reads one record, tracking its section; nothing where it is not on the board.
    pub fn record<T>(&self, at: &RecordAt, read: impl FnOnce(&Record) -> T) -> Option<T> {
        self.records(at.kind.section(), |records| records.get(at.kind, &at.id).map(read))
    }

    /// A text of a record in the interface's language, or else in the board's.
    pub fn text(&self, at: &RecordAt, field: &str) -> String {
        let (lang, working) = (self.lang.get(), self.working());
        self.record(at, |record| record.text_in(field, lang, working).to_owned()).unwrap_or_default()
    }

    /// The language that the board's plain fields are written in.
    pub fn working(&self) -> Lang {
        self.records(Section::About, working_lang)
    }

    /// What is open on one object.
    pub fn questions_on(&self, at: &RecordAt) -> Vec<Question> {
        // What is open is open now.
        if self.is_past() {
            return vec![];
        }
        self.asked.with(|asked| asked.get(at).cloned().unwrap_or_default())
    }

    /// The partner organisations in seat order.
    pub fn organisations(&self) -> Vec<(RecordId, Badge)> {
        self.badges.get()
    }

    /// An organisation's badge; letters unknown to this board are shown as a dash.
    pub fn badge(&self, organisation: &RecordId) -> Badge {
        self.badges
            .with(|badges| badges.iter().find(|(id, _)| id == organisation).map(|(_, badge)| badge.clone()))
            .unwrap_or_else(|| Badge { short: "–".to_owned(), ..Badge::default() })
    }

    /// The badge that stands for a member: their organisation's, or the secretariat's square.
    pub fn badge_of_member(&self, member: &MemberId) -> Badge {
        let organisation = self.names.with(|names| {
            names.iter().find(|card| card.member == *member).and_then(|card| card.organisation.clone())
        });
        match organisation {
            Some(organisation) => self.badge(&organisation),
            None => Badge { short: "S".to_owned(), name: self.name_of(member), hue: 0 },
        }
    }

    /// How a member is called; empty where the name is not known or was erased.
    pub fn name_of(&self, member: &MemberId) -> String {
        self.names.with(|names| {
            names.iter().find(|card| card.member == *member).map(|card| card.name.clone()).unwrap_or_default()
        })
    }

    /// Whether this person may do something in what is shown: nothing in the past.
    pub fn may(&self, touch: &Touch) -> bool {
        !self.is_past() && self.may_now(touch)
    }

    /// Whether this person may do something: the one rule that the server judges by, too.
    pub fn may_now(&self, touch: &Touch) -> bool {
        let observers_comment = self.records(Section::About, observers_comment);
        !self.is_closed.get()
            && self.me.with(|me| {
                me.as_ref().is_some_and(|me| {
                    let who = Who::Member {
                        member: me.member.clone(),
                        role: me.role,
                        organisation: me.organisation.clone(),
                    };
                    !me.read_only && policy::may(&who, touch, observers_comment).is_ok()
                })
            })
    }

    /// Whether this person may edit what a section mostly holds.
    pub fn may_edit(&self, section: Section) -> bool {
        let kind = Kind::ALL.into_iter().find(|kind| kind.section() == section);
        kind.is_some_and(|kind| self.may(&Touch::of_record(RecordAt::single(kind), Verb::Set)))
    }

    fn touch_sections(&self, sections: impl IntoIterator<Item = Section>) {
        let once: OrdSet<Section> = sections.into_iter().collect();
        once.into_iter().for_each(|section| self.touch_section(section));
    }

    /// Views of these sections read them anew: at once after a while of rest, and then no more often than
    /// [`READ_EVERY`]. For letters and others' work, which come many times a second.
    fn touch_in_turn(&self, sections: impl IntoIterator<Item = Section>) {
        self.unread.update_value(|unread| unread.extend(sections));
        if self.reading_waits.get_value() {
            return;
        }
        let Some(unread) = self.unread.try_update_value(std::mem::take) else { return };
        if unread.is_empty() {
            return;
        }
        self.touch_sections(unread);
        self.reading_waits.set_value(true);
        let store = *self;
        let rested = move || {
            store.reading_waits.set_value(false);
            store.touch_in_turn([]);
        };
        set_timeout(rested, READ_EVERY);
    }

    fn touch_section(&self, section: Section) {
        self.revisions[section as usize].update(|revision| *revision = revision.wrapping_add(1));
    }
}

impl Badge {
    fn of(organisation: &Organisation, lang: Lang, working: Lang) -> Self {
        Self {
            short: device::upper(&organisation.short.chars().take(3).collect::<String>()),
            name: organisation.name.reads(lang, working).to_owned(),
            hue: organisation.hue,
        }
    }
}

/// How often views read a section anew while many changes come: on a modest laptop, reading a large one takes
/// tens of milliseconds.
const READ_EVERY: Duration = Duration::from_millis(200);

/// The key of the language among this device's settings.
const LANG_SETTING: &str = "tablee.lang";
