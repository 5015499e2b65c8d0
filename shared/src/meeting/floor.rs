//! The floor: whose hand is raised, who speaks, and where the moderator looks. People say it in
//! passing, beside where they are; nothing of it is ever written down but totals, where the table
//! chose to show them.
//!
//! Everybody says their own hand. The moderator's devices lead: what they say counts up, and the
//! highest holds, so that it stands as it was when one of them comes back or another takes over.

use crate::ids::{MemberId, RecordId};
use crate::record::RecordAt;
use crate::sections::Section;
use crate::sort::{sort_by, sort_by_key};
use serde::{Deserialize, Serialize};

/// Most voices that are remembered; a table has some thirty seats.
pub const MAX_VOICES: usize = 100;
/// Longest name of a way to look at a section.
const MAX_LENS: usize = 40;

/// Somebody who speaks: a member, or an organisation's people in the room without a device.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Voice {
    Member(MemberId),
    Room(RecordId),
}

/// What a person says in a meeting, beside where they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InMeeting {
    /// Since when their hand is raised (Unix seconds, by the table's clock).
    pub hand: Option<i64>,
    /// Whether their page goes where the moderator's goes.
    pub follows: bool,
    /// What the moderator's device leads.
    pub lead: Option<Lead>,
}

/// Who speaks, and since when (Unix seconds).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    pub voice: Voice,
    pub since: i64,
}

/// Where the moderator's page is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sight {
    pub section: Section,
    pub lens: Option<String>,
    pub object: Option<RecordAt>,
}

/// The floor as the moderator leads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    pub meeting: RecordId,
    /// Counts up with everything that the moderator does.
    pub version: u64,
    pub turn: Option<Turn>,
    /// Who has spoken, and for how many seconds (none where the table does not count).
    pub spoken: Vec<(Voice, u32)>,
    /// Raised hands in the room, as the moderator sees them.
    pub room: Vec<(RecordId, i64)>,
    pub sight: Option<Sight>,
    /// What lies in the centre of the table.
    pub centre: Option<RecordAt>,
}

impl InMeeting {
    /// Cut to what is ever shown: it was read from strangers.
    pub fn within_bounds(mut self) -> Self {
        if let Some(lead) = &mut self.lead {
            lead.spoken.truncate(MAX_VOICES);
            lead.room.truncate(MAX_VOICES);
            if lead
                .sight
                .as_ref()
                .is_some_and(|sight| sight.lens.as_ref().is_some_and(|lens| lens.len() > MAX_LENS))
            {
                lead.sight = None;
            }
        }
        self
    }
}

impl Lead {
    pub fn new(meeting: RecordId) -> Self {
        Self { meeting, version: 0, turn: None, spoken: vec![], room: vec![], sight: None, centre: None }
    }

    /// Whether this holds rather than `other`, both of one meeting.
    pub fn is_newer_than(&self, other: &Lead) -> bool {
        self.version > other.version
    }

    pub fn has_spoken(&self, voice: &Voice) -> bool {
        self.spoken.iter().any(|(spoken, _)| spoken == voice)
    }

    /// Gives the floor to somebody; whoever had it has spoken. `counts` seconds, or only that.
    pub fn give(&mut self, voice: Voice, now: i64, counts: bool) {
        self.end_turn(now, counts);
        if let Voice::Room(organisation) = &voice {
            self.room.retain(|(raised, _)| raised != organisation);
        }
        self.turn = Some(Turn { voice, since: now });
    }

    /// Whoever has the floor has spoken.
    pub fn end_turn(&mut self, now: i64, counts: bool) {
        self.version += 1;
        let Some(turn) = self.turn.take() else { return };
        let seconds = if counts { u32::try_from((now - turn.since).max(0)).unwrap_or(0) } else { 0 };
        let has_room = self.spoken.len() < MAX_VOICES;
        match self.spoken.iter_mut().find(|(voice, _)| *voice == turn.voice) {
            Some((_, total)) => *total = total.saturating_add(seconds),
            None if has_room => self.spoken.push((turn.voice, seconds)),
            None => {}
        }
    }

    /// Raises or lowers a hand for an organisation's people in the room.
    pub fn raise_in_room(&mut self, organisation: &RecordId, now: i64) {
        self.version += 1;
        let before = self.room.len();
        self.room.retain(|(raised, _)| raised != organisation);
        if self.room.len() == before && before < MAX_VOICES {
            self.room.push((organisation.clone(), now));
        }
    }

    pub fn look(&mut self, sight: Sight) {
        if self.sight.as_ref() != Some(&sight) {
            self.version += 1;
            self.sight = Some(sight);
        }
    }

    /// Puts something in the centre of the table, or takes it away.
    pub fn put_in_centre(&mut self, centre: Option<RecordAt>) {
        self.version += 1;
        self.centre = centre;
    }
}

/// Whose turn it is next: those who have not spoken first, then as hands were raised. Whoever
/// speaks now is not in it.
pub fn queue(hands: &[(Voice, i64)], lead: Option<&Lead>) -> Vec<Voice> {
    let has_spoken = |voice: &Voice| lead.is_some_and(|lead| lead.has_spoken(voice));
    let speaks =
        |voice: &Voice| lead.is_some_and(|lead| lead.turn.as_ref().is_some_and(|turn| turn.voice == *voice));
    let room = lead.into_iter().flat_map(|lead| &lead.room);
    let room = room.map(|(organisation, since)| (Voice::Room(organisation.clone()), *since));
    let mut all: Vec<(bool, i64, Voice)> = hands
        .iter()
        .cloned()
        .chain(room)
        .filter(|(voice, _)| !speaks(voice))
        .map(|(voice, since)| (has_spoken(&voice), since, voice))
        .collect();
    sort_by(&mut all, Ord::cmp);
    let mut queue: Vec<Voice> = vec![];
    for (_, _, voice) in all {
        // One device each may have a hand raised: a person is called once.
        if !queue.contains(&voice) {
            queue.push(voice);
        }
    }
    queue
}

/// Seconds by organisation, longest first; `organisation_of` says whose a member is.
pub fn by_organisation(
    spoken: &[(Voice, u32)],
    organisation_of: impl Fn(&MemberId) -> Option<RecordId>,
) -> Vec<(RecordId, u32)> {
    let mut totals: Vec<(RecordId, u32)> = vec![];
    for (voice, seconds) in spoken {
        let organisation = match voice {
            Voice::Member(member) => organisation_of(member),
            Voice::Room(organisation) => Some(organisation.clone()),
        };
        let Some(organisation) = organisation.filter(|_| *seconds > 0) else { continue };
        match totals.iter_mut().find(|(known, _)| *known == organisation) {
            Some((_, total)) => *total = total.saturating_add(*seconds),
            None => totals.push((organisation, *seconds)),
        }
    }
    sort_by_key(&mut totals, |(organisation, seconds)| (u32::MAX - *seconds, organisation.clone()));
    totals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> RecordId {
        RecordId::parse(text).expect("an id")
    }

    fn member(name: &str) -> Voice {
        Voice::Member(MemberId::parse(name).expect("an id"))
    }

    fn lead() -> Lead {
        Lead::new(id("meeting"))
    }

    #[test]
    fn who_has_not_spoken_comes_before_who_has_whenever_hands_were_raised() {
        let mut lead = lead();
        lead.give(member("ana"), 0, false);
        lead.end_turn(30, false);
        let hands = [(member("ana"), 31), (member("binta"), 50), (member("jonas"), 40)];
        assert_eq!(queue(&hands, Some(&lead)), [member("jonas"), member("binta"), member("ana")]);
    }

    #[test]
    fn whoever_speaks_is_not_called_and_nobody_is_called_twice() {
        let mut lead = lead();
        lead.give(member("ana"), 0, false);
        let hands = [(member("ana"), 1), (member("binta"), 2), (member("binta"), 3)];
        assert_eq!(queue(&hands, Some(&lead)), [member("binta")]);
    }

    #[test]
    fn people_in_the_room_are_called_among_the_others() {
        let mut lead = lead();
        lead.raise_in_room(&id("p4"), 10);
        let hands = [(member("ana"), 20)];
        assert_eq!(queue(&hands, Some(&lead)), [Voice::Room(id("p4")), member("ana")]);
        lead.give(Voice::Room(id("p4")), 25, false);
        assert_eq!(queue(&hands, Some(&lead)), [member("ana")]);
    }

    #[test]
    fn seconds_are_counted_only_where_the_table_chose_to() {
        let (mut counts, mut does_not) = (lead(), lead());
        for (lead, is_counting) in [(&mut counts, true), (&mut does_not, false)] {
            lead.give(member("ana"), 0, is_counting);
            lead.give(member("binta"), 60, is_counting);
            lead.end_turn(70, is_counting);
        }
        let of = |lead: &Lead| {
            by_organisation(&lead.spoken, |who| Some(id(if who.as_str() == "ana" { "p1" } else { "p2" })))
        };
        assert_eq!(of(&counts), [(id("p1"), 60), (id("p2"), 10)]);
        assert_eq!(of(&does_not), []);
        assert!(does_not.has_spoken(&member("ana")));
    }

    #[test]
    fn what_was_led_last_holds() {
        let mut old = lead();
        old.give(member("ana"), 0, false);
        let mut new = old.clone();
        new.end_turn(10, false);
        assert!(new.is_newer_than(&old) && !old.is_newer_than(&new) && !new.is_newer_than(&new.clone()));
    }

    #[test]
    fn a_flood_of_voices_is_cut_to_what_a_table_has() {
        let mut lead = lead();
        lead.spoken = (0..500).map(|n| (member(&format!("m{n}")), 1)).collect();
        let cut = InMeeting { lead: Some(lead), ..InMeeting::default() }.within_bounds();
        assert_eq!(cut.lead.map(|lead| lead.spoken.len()), Some(MAX_VOICES));
    }
}
