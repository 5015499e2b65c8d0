//! What this page knows of the meeting that is held: the time, whose hand is raised, who speaks.
//!
//! The page of whoever leads says how the floor stands; all others show what was last said, also
//! while nobody says it: a moderator without a network for a minute takes nothing away.

use super::following;
use crate::nav::Nav;
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::{MemberId, RecordId};
use shared::meeting::clock::{self, Now};
use shared::meeting::floor::{InMeeting, Lead, Voice, queue};
use shared::sections::Section;
use shared::sections::session::{agenda, running, shows_speaking_time};
use std::time::Duration;

/// The meeting that is held, as this page takes part in it. `Copy`, like the store.
#[derive(Clone, Copy)]
pub struct InSession {
    pub store: Store,
    /// The meeting, while one is held.
    pub meeting: Memo<Option<RecordId>>,
    /// Who leads it.
    pub host: Memo<Option<MemberId>>,
    /// Whether that is this person.
    pub is_host: Memo<bool>,
    /// The table's time of day, in Unix seconds; runs while a meeting is held.
    pub now: RwSignal<i64>,
    /// The item that is held, and how its time stands.
    pub clock: Memo<Option<Now>>,
    /// Since when this person's hand is raised.
    pub hand: RwSignal<Option<i64>>,
    /// Whether this page goes where the moderator's goes.
    pub follows: RwSignal<bool>,
    /// The floor as it was last said.
    pub lead: RwSignal<Option<Lead>>,
    /// Whether the agenda is shown beside the plan.
    pub beside: RwSignal<bool>,
    /// Whether something is being noted.
    pub notes: RwSignal<bool>,
    /// Members who were seen since the last act of the moderator.
    seen: StoredValue<Vec<MemberId>>,
}

impl InSession {
    pub fn new(store: Store, nav: Nav) -> Self {
        let meeting = Memo::new(move |_| {
            store.records(Section::Session, |records| running(records).map(|meeting| meeting.id))
        });
        let host = Memo::new(move |_| {
            store.records(Section::Session, |records| {
                running(records).and_then(|meeting| meeting.host().cloned())
            })
        });
        let is_host = Memo::new(move |_| {
            let me = store.me.with(|me| me.as_ref().map(|me| me.member.clone()));
            me.is_some() && host.get() == me
        });
        let now = RwSignal::new(store.table_ms() / 1_000);
        let clock = Memo::new(move |_| {
            let (meeting, now) = (meeting.get()?, now.get());
            store.records(Section::Session, |records| clock::now(&agenda(records, &meeting), now))
        });
        let session = Self {
            store,
            meeting,
            host,
            is_host,
            now,
            clock,
            hand: RwSignal::new(None),
            follows: RwSignal::new(true),
            lead: RwSignal::new(None),
            beside: RwSignal::new(true),
            notes: RwSignal::new(false),
            seen: StoredValue::new(vec![]),
        };
        session.begin_anew();
        session.tick();
        session.hear();
        session.say();
        session.announce();
        following::start(session, nav);
        session
    }

    pub fn here() -> Self {
        expect_context::<InSession>()
    }

    /// Another meeting begins with no hand raised, and everybody following.
    fn begin_anew(self) {
        Effect::new(move || {
            let meeting = self.meeting.get();
            let is_of_it =
                self.lead.with_untracked(|lead| lead.as_ref().map(|lead| &lead.meeting) == meeting.as_ref());
            if !is_of_it {
                self.lead.set(None);
            }
            self.hand.set(None);
            self.follows.set(true);
            self.notes.set(false);
            self.seen.set_value(vec![]);
        });
    }

    /// The time goes on with the table's seconds, as long as a meeting is held.
    fn tick(self) {
        Effect::new(move |timer: Option<Option<TimeoutHandle>>| {
            timer.flatten().inspect(TimeoutHandle::clear);
            self.store.clock_offset.track();
            self.meeting.get()?;
            // Read again at each second, so that it sets itself anew.
            self.now.track();
            let millis = self.store.table_ms();
            let rest = 1_000 - millis.rem_euclid(1_000);
            let ring = move || self.now.set(self.store.table_ms() / 1_000);
            set_timeout_with_handle(ring, Duration::from_millis(rest as u64)).ok()
        });
        Effect::new(move || {
            if self.meeting.get().is_some() {
                self.store.clock_offset.track();
                self.now.set(self.store.table_ms() / 1_000);
            }
        });
    }

    /// Takes what the moderator's pages say of the floor.
    fn hear(self) {
        Effect::new(move || {
            let (Some(meeting), Some(host)) = (self.meeting.get(), self.host.get()) else { return };
            let newest = self.store.peers.with(|peers| {
                let said = peers.iter().filter(|peer| peer.member == host);
                let leads = said.filter_map(|peer| peer.place.meeting.as_ref()?.lead.as_ref());
                let of_it = leads.filter(|lead| lead.meeting == meeting);
                of_it.reduce(|best, next| if next.is_newer_than(best) { next } else { best }).cloned()
            });
            let known = self.lead.with_untracked(|lead| lead.as_ref().map(|lead| lead.version));
            if let Some(newest) = newest
                && known.is_none_or(|known| newest.version > known)
            {
                self.lead.set(Some(newest));
            }
            if self.is_host.get_untracked() {
                let here = self.here_now();
                self.seen.update_value(|seen| {
                    here.into_iter().for_each(|member| {
                        if !seen.contains(&member) {
                            seen.push(member);
                        }
                    });
                });
            }
        });
        // Whoever has the floor asks for it no longer.
        Effect::new(move || {
            let speaks = self.lead.with(|lead| lead.as_ref().and_then(|lead| lead.turn.clone()));
            if speaks.is_some_and(|turn| Some(turn.voice) == self.my_voice()) {
                self.hand.set(None);
            }
        });
    }

    /// Says this person's hand, whether they follow, and the floor if they lead.
    fn say(self) {
        Effect::new(move || {
            let Some(meeting) = self.meeting.get() else { return self.store.say_in_meeting(None) };
            let is_host = self.is_host.get();
            if is_host && self.lead.with(Option::is_none) {
                self.lead.set(Some(Lead::new(meeting)));
            }
            let lead = if is_host { self.lead.get() } else { None };
            let follows = self.follows.get() && !is_host;
            self.store.say_in_meeting(Some(InMeeting { hand: self.hand.get(), follows, lead }));
        });
    }

    /// Says to a screen reader that five minutes or one are left, and who was given the floor.
    fn announce(self) {
        let store = self.store;
        let left = Memo::new(move |_| {
            self.clock.get().filter(|now| !now.is_paused).map_or(0, |now| match now.left() {
                300 => 5,
                60 => 1,
                _ => 0u64,
            })
        });
        Effect::new(move || {
            if let minutes @ 1.. = left.get() {
                store.say(shared::words::session::minutes_left(store.lang.get_untracked(), minutes));
            }
        });
        let speaks = Memo::new(move |_| self.speaker());
        Effect::new(move |before: Option<Option<Voice>>| {
            let now = speaks.get();
            if let Some(voice) = now.clone().filter(|voice| before.flatten().as_ref() != Some(voice)) {
                let lang = store.lang.get_untracked();
                let words = match Some(&voice) == self.my_voice().as_ref() {
                    true => shared::words::session::your_floor(lang).to_owned(),
                    false => shared::words::session::floor_of(lang, untrack(|| self.called(&voice))),
                };
                store.say(words);
            }
            now
        });
    }

    fn my_voice(self) -> Option<Voice> {
        self.store.me.with_untracked(|me| me.as_ref().map(|me| Voice::Member(me.member.clone())))
    }

    /// Who has the floor.
    pub fn speaker(self) -> Option<Voice> {
        self.lead
            .with(|lead| lead.as_ref().and_then(|lead| lead.turn.as_ref()).map(|turn| turn.voice.clone()))
    }

    /// Whose turn it is next.
    pub fn queue(self) -> Vec<Voice> {
        let mut hands: Vec<(Voice, i64)> = self.store.peers.with(|peers| {
            let raised = peers.iter().filter_map(|peer| {
                Some((Voice::Member(peer.member.clone()), peer.place.meeting.as_ref()?.hand?))
            });
            raised.collect()
        });
        if let (Some(voice), Some(since)) = (self.my_voice(), self.hand.get()) {
            hands.push((voice, since));
        }
        self.lead.with(|lead| queue(&hands, lead.as_ref()))
    }

    /// How a voice is called: by name or, in the room, by organisation.
    pub fn called(self, voice: &Voice) -> String {
        match voice {
            Voice::Member(member) => crate::shell::called(self.store, member),
            Voice::Room(organisation) => self.store.badge(organisation).name,
        }
    }

    /// Members who are here now, this one too.
    pub fn here_now(self) -> Vec<MemberId> {
        let mut here: Vec<MemberId> =
            self.store.peers.with(|peers| peers.iter().map(|peer| peer.member.clone()).collect());
        here.extend(self.store.me.with(|me| me.as_ref().map(|me| me.member.clone())));
        shared::sort::sort(&mut here);
        here.dedup();
        here
    }

    /// How many of the others follow the moderator's view.
    pub fn followers(self) -> (usize, usize) {
        let mut all: Vec<(MemberId, bool)> = self.store.peers.with(|peers| {
            let others = peers.iter().map(|peer| {
                (peer.member.clone(), peer.place.meeting.as_ref().is_some_and(|says| says.follows))
            });
            others.collect()
        });
        let me = self.store.me.with(|me| me.as_ref().map(|me| me.member.clone()));
        all.retain(|(member, _)| Some(member) != me.as_ref());
        shared::sort::sort(&mut all);
        let follow = |member: &MemberId| all.iter().any(|(one, follows)| one == member && *follows);
        let mut members: Vec<&MemberId> = all.iter().map(|(member, _)| member).collect();
        members.dedup();
        (members.iter().filter(|member| follow(member)).count(), members.len())
    }

    /// Whether this page goes where the moderator's goes.
    pub fn is_following(self) -> bool {
        self.meeting.get().is_some() && self.follows.get() && following::is_led(self)
    }

    /// Whether what is open here lies in the centre of the table.
    pub fn is_centred(self, nav: Nav) -> bool {
        let open = nav.place().and_then(|place| place.object);
        let centre = self.lead.with(|lead| lead.as_ref().and_then(|lead| lead.centre.clone()));
        self.meeting.get().is_some() && open.is_some() && open == centre
    }

    /// Raises this person's hand, or lowers it.
    pub fn raise(self) {
        let now = self.store.table_ms() / 1_000;
        self.hand.update(|hand| *hand = if hand.is_some() { None } else { Some(now) });
        let lang = self.store.lang.get_untracked();
        self.store.say(match self.hand.get_untracked() {
            Some(_) => shared::words::session::hand_is_up(lang),
            None => shared::words::session::hand_is_down(lang),
        });
    }

    /// Does something to the floor that this page leads.
    pub fn lead(self, change: impl FnOnce(&mut Lead, i64, bool)) {
        if !self.is_host.get_untracked() {
            return;
        }
        let counts = self.store.peek(shows_speaking_time);
        let now = self.store.table_ms() / 1_000;
        self.lead.update(|lead| {
            if let Some(lead) = lead {
                change(lead, now, counts);
            }
        });
    }

    /// Those who were seen since this was last asked.
    pub fn take_seen(self) -> Vec<MemberId> {
        self.seen.try_update_value(std::mem::take).unwrap_or_default()
    }
}
