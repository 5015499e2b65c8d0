//! A moment of the past shown in place of the present. The records that every view reads are then
//! those of that moment; the present goes on being kept beside them, and nothing can be edited.

use super::Store;
use shared::act::{Act, Edit, Message};
use shared::compare::Difference;
use shared::desk::{Answer, ToDesk, Unanswered};
use shared::difference::delta;
use shared::ordered::{OrdMap, OrdSet};
use shared::past::{Look, Moment, Sight};
use shared::record::{FieldAt, Record, RecordAt, Records};
use shared::sections::Section;
use shared::told::{Sign, sign};

/// The moment that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub moment: Moment,
    /// Unix seconds; nothing for now.
    pub at: Option<i64>,
    /// The number of the last act that was done.
    pub number: u32,
}

/// What became of objects and texts, by what differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    objects: OrdMap<RecordAt, Sign>,
    texts: OrdSet<FieldAt>,
}

impl Marks {
    /// An object that was added or removed stays so, whatever else.
    pub fn of<'a>(differences: impl Iterator<Item = &'a Difference>) -> Self {
        let mut marks = Self::default();
        for difference in differences {
            let mark = marks.objects.entry(difference.record()).or_insert(Sign::Changed);
            if sign(difference) != Sign::Changed {
                *mark = sign(difference);
            }
            if let Difference::Text { at, .. } = difference {
                marks.texts.insert(at.clone());
            }
        }
        marks
    }
}

impl Store {
    /// Whether a moment of the past is shown, tracked.
    pub fn is_past(&self) -> bool {
        self.past.with(Option::is_some)
    }

    pub fn is_past_now(&self) -> bool {
        self.past.with_untracked(Option::is_some)
    }

    /// Reads the present, whatever is shown, tracking nothing.
    pub fn present<T>(&self, read: impl FnOnce(&Records) -> T) -> T {
        self.present.with_value(|present| match present {
            Some(present) => read(present),
            None => self.records.with_value(read),
        })
    }

    pub(super) fn change_present(&self, change: impl FnOnce(&mut Records)) {
        let is_aside = self.present.with_value(Option::is_some);
        if !is_aside {
            return self.records.update_value(change);
        }
        self.present.update_value(|present| {
            if let Some(present) = present {
                change(present);
            }
        });
    }

    /// Shows a moment: `ghosts` were removed by then and are shown all the same.
    pub fn show_past(&self, shown: Shown, records: Vec<Record>, ghosts: &[RecordAt]) {
        let mut then = Records::default();
        for mut record in records {
            if ghosts.iter().any(|at| at.kind == record.kind && at.id == record.id) {
                record.removed = None;
            }
            then.put(record);
        }
        let now = self.records.try_update_value(|records| std::mem::replace(records, then));
        self.present.update_value(|present| {
            if present.is_none() {
                *present = now;
            }
        });
        self.past.set(Some(shown));
        self.touch_sections(Section::ALL);
    }

    /// Shows the present again.
    pub fn show_present(&self) {
        if let Some(present) = self.present.try_update_value(Option::take).flatten() {
            self.records.set_value(present);
            self.past.set(None);
            self.touch_sections(Section::ALL);
        }
        self.marks.set(Default::default());
    }

    /// What became of an object, while that is shown.
    pub fn mark(&self, at: &RecordAt) -> Option<Sign> {
        self.marks.with(|marks| marks.objects.get(at).copied())
    }

    /// Whether a text is one of those that differ.
    pub fn is_marked(&self, at: &FieldAt) -> bool {
        self.marks.with(|marks| marks.texts.contains(at))
    }

    /// Writes a text of the past over today's, as an edit of one's own: one act, and what both
    /// have stays untouched.
    pub fn take_up(&self, at: &FieldAt, text: &str) {
        let now = self.present(|records| {
            records.get(at.record.kind, &at.record.id).map(|record| record.text(&at.field).to_owned())
        });
        let delta = delta(now.as_deref().unwrap_or_default(), text);
        if !delta.is_empty() {
            self.send_act(Act::new(Message::Restore, vec![Edit::Splice { at: at.clone(), delta }]), None);
        }
    }

    /// Brings an object back that was removed since.
    pub fn bring_back(&self, at: &RecordAt) {
        self.send_act(Act::restore(at.clone()), None);
    }

    /// Asks about the past of the open board, and goes on with the answer.
    pub fn look_then(self, look: Look, then: impl FnOnce(Result<Sight, Unanswered>) + 'static) {
        leptos::task::spawn_local(async move {
            let answer = self.question(|seq| ToDesk::Look { seq, look }).await;
            then(match answer {
                Ok(Answer::Past(sight)) => Ok(*sight),
                // The desk answers a question about the past with nothing else.
                Ok(_) => Err(Unanswered::NoSuchMoment),
                Err(why) => Err(why),
            });
        });
    }
}
