//! What is being talked about: the threads of the board, and the comment that is being written.

use crate::device;
use crate::nav::Nav;
use crate::store::Store;
use leptos::prelude::*;
use shared::act::{Act, Edit, Message};
use shared::delta::Delta;
use shared::ids::RecordId;
use shared::numbers::iso;
use shared::ordered::OrdMap;
use shared::policy::{Touch, Verb};
use shared::record::{FieldAt, RecordAt, Scalar, Value};
use shared::sections::comments::{Anchor, Passage, Reply, Thread, path_of, threads};
use shared::sections::{Kind, Section};
use shared::words;

/// The talk of one open board. `Copy`, like the store.
#[derive(Clone, Copy)]
pub struct Talk {
    store: Store,
    /// Whether all comments are shown in place of an object's panel.
    pub open: RwSignal<bool>,
    /// The thread that is being begun.
    pub begun: RwSignal<Option<Anchor>>,
    threads: Memo<Vec<Thread>>,
    /// What was typed and not sent, by what it was about. Not in the document.
    drafts: StoredValue<Vec<(String, String)>>,
}

impl Talk {
    /// The talk of the board in the address; a panel that opens takes its place.
    pub fn new(store: Store, nav: Nav) -> Self {
        let threads = Memo::new(move |_| store.records(Section::Comments, threads));
        let talk = Self {
            store,
            open: RwSignal::new(false),
            begun: RwSignal::new(None),
            threads,
            drafts: StoredValue::new(vec![]),
        };
        let object = Memo::new(move |_| nav.place().and_then(|place| place.object));
        Effect::new(move || {
            if object.get().is_some() {
                talk.open.set(false);
            }
        });
        talk
    }

    pub fn here() -> Self {
        expect_context::<Talk>()
    }

    pub fn may_write(&self) -> bool {
        self.store.may(&Touch::of_record(RecordAt::single(Kind::Thread), Verb::Create))
    }

    /// All threads, resolved or not.
    pub fn all(&self, is_resolved: bool) -> Vec<Thread> {
        self.threads.with(|all| all.iter().filter(|one| one.is_resolved == is_resolved).cloned().collect())
    }

    pub fn open_count(&self) -> usize {
        self.threads.with(|all| all.iter().filter(|thread| !thread.is_resolved).count())
    }

    /// Open threads about an object or anything in it.
    pub fn on(&self, at: &RecordAt) -> Vec<Thread> {
        self.threads
            .with(|all| all.iter().filter(|one| !one.is_resolved && one.anchor.on == *at).cloned().collect())
    }

    /// The passages of one text that are talked about.
    pub fn passages(&self, at: &FieldAt) -> Vec<Passage> {
        self.threads.with(|all| {
            let open = all.iter().filter(|one| !one.is_resolved);
            let here = open.filter(|one| one.anchor.on == at.record && one.anchor.field == at.field);
            here.filter_map(|one| one.anchor.passage.clone()).collect()
        })
    }

    pub fn thread(&self, id: &RecordId) -> Option<Thread> {
        self.threads.with(|all| all.iter().find(|thread| thread.id == *id).cloned())
    }

    /// Begins a thread; `beside` is whether the panel of its object is open.
    pub fn begin(&self, anchor: Anchor, beside: bool) {
        if !beside {
            self.open.set(true);
        }
        self.begun.set(Some(anchor));
    }

    /// The first comment of a thread.
    pub fn say(&self, anchor: &Anchor, text: &str) {
        let thread = RecordAt::new(Kind::Thread, self.store.new_id());
        let mut values = anchor.values();
        values.push(("at".to_owned(), now()));
        let reply = self.reply_edit(&thread.id, text);
        self.store.act(Act::new(Message::Add, vec![Edit::Create { at: thread, values }, reply]));
    }

    pub fn answer(&self, thread: &RecordId, text: &str) {
        self.store.act(Act::new(Message::Add, vec![self.reply_edit(thread, text)]));
    }

    fn reply_edit(&self, thread: &RecordId, text: &str) -> Edit {
        let mentioned = untrack(|| self.store.organisations());
        let mentioned = mentioned.into_iter().filter(|(_, badge)| names(text, &badge.short));
        let mentions: OrdMap<String, Scalar> =
            mentioned.map(|(id, _)| (id.to_string(), Scalar::Flag(true))).collect();
        let values = vec![
            ("thread".to_owned(), Value::Scalar(Scalar::Text(thread.to_string()))),
            ("text".to_owned(), Value::Text(text.to_owned())),
            ("at".to_owned(), now()),
            ("mentions".to_owned(), Value::Cells(mentions)),
        ];
        Edit::Create { at: RecordAt::new(Kind::Reply, self.store.new_id()), values }
    }

    /// One's own words, said otherwise.
    pub fn reword(&self, reply: &Reply, text: &str) {
        let at = RecordAt::new(Kind::Reply, reply.id.clone()).field("text");
        let delta = Delta::between(&reply.text, text);
        self.store.act(Act::new(Message::Write, vec![Edit::Splice { at, delta }]));
    }

    pub fn remove(&self, reply: &RecordId) {
        let at = RecordAt::new(Kind::Reply, reply.clone());
        self.store.act(Act::new(Message::Remove, vec![Edit::Remove { at }]));
        self.store.tell(words::comments::removed(self.store.lang.get_untracked()), true);
    }

    pub fn resolve(&self, thread: &RecordId, is_resolved: bool) {
        let at = RecordAt::new(Kind::Thread, thread.clone()).field("resolved");
        let value = is_resolved.then(|| Scalar::Text(iso(device::now())));
        self.store.act(Act::new(Message::Change, vec![Edit::Set { at, value }]));
        if is_resolved {
            self.store.tell(words::comments::resolved(self.store.lang.get_untracked()), true);
        }
    }

    /// Whether this person, or their organisation, is asked to look.
    pub fn is_for_me(&self, thread: &Thread) -> bool {
        self.store.me.with(|me| {
            me.as_ref().is_some_and(|me| {
                let ours = me.organisation.as_ref().is_some_and(|own| thread.mentions(own.as_str()));
                ours || thread.mentions(me.member.as_str())
            })
        })
    }

    /// What was typed about it and not sent.
    pub fn draft(&self, about: &str) -> String {
        let found = |drafts: &Vec<(String, String)>| {
            drafts.iter().find(|(key, _)| key == about).map(|(_, text)| text.clone())
        };
        self.drafts.with_value(found).unwrap_or_default()
    }

    pub fn keep_draft(&self, about: &str, text: &str) {
        self.drafts.update_value(|drafts| {
            drafts.retain(|(key, _)| key != about);
            if !text.is_empty() {
                drafts.push((about.to_owned(), text.to_owned()));
            }
        });
    }
}

/// Under which a new thread's draft is kept.
pub fn draft_of(anchor: &Anchor) -> String {
    let quote = anchor.passage.as_ref().map_or("", |passage| passage.quote.as_str());
    [&path_of(&anchor.on), &anchor.field, quote].join(" ")
}

fn now() -> Value {
    Value::Scalar(Scalar::Text(iso(device::now())))
}

/// Whether a text calls an organisation by its letters: `@UR`.
fn names(text: &str, short: &str) -> bool {
    let text = device::upper(text);
    let calls = text.split('@').skip(1);
    !short.is_empty()
        && calls
            .into_iter()
            .any(|call| call.strip_prefix(short).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}
