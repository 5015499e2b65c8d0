//! Who else is here, and telling the others where one is: often enough to follow a caret, seldom
//! enough not to be heard by the network. Events in, effects out; nothing of it is stored.

use shared::desk::{Peer, Place};
use shared::ids::MemberId;
use shared::ordered::OrdMap;
use std::time::Duration;

/// A place is told at most this often.
pub const BREATH: Duration = Duration::from_millis(200);
/// A place is told again after this long, for those who came meanwhile.
pub const REPEAT_MS: i64 = 10_000;
/// Somebody not heard of for this long has left.
pub const GONE_MS: i64 = 25_000;
/// Most others that are shown; a table has some thirty seats.
pub const MAX_PEERS: usize = 200;

/// The others at the table, as ephemeral messages tell.
#[derive(Clone, Debug, Default)]
pub struct Peers {
    by_session: OrdMap<String, Heard>,
}

#[derive(Clone, Debug)]
struct Heard {
    member: MemberId,
    place: Place,
    count: u64,
    at_ms: i64,
}

impl Peers {
    /// Takes one message. True if what is shown changes.
    pub fn hear(&mut self, session: &str, count: u64, member: MemberId, place: Place, now_ms: i64) -> bool {
        if let Some(heard) = self.by_session.get_mut(session) {
            // Sent twice over two ways, or overtaken.
            if count <= heard.count {
                return false;
            }
            let changed = heard.place != place || heard.member != member;
            *heard = Heard { member, place, count, at_ms: now_ms };
            return changed;
        }
        if self.by_session.len() >= MAX_PEERS {
            return false;
        }
        self.by_session.insert(session.to_owned(), Heard { member, place, count, at_ms: now_ms });
        true
    }

    /// Forgets those who have left. True if what is shown changes.
    pub fn expire(&mut self, now_ms: i64) -> bool {
        let before = self.by_session.len();
        self.by_session.retain(|_, heard| now_ms - heard.at_ms < GONE_MS);
        self.by_session.len() != before
    }

    /// Forgets everybody, as when the connection is lost.
    pub fn clear(&mut self) -> bool {
        let had = !self.by_session.is_empty();
        self.by_session.clear();
        had
    }

    pub fn all(&self) -> Vec<Peer> {
        let peers = self.by_session.iter().map(|(session, heard)| Peer {
            session: session.clone(),
            member: heard.member.clone(),
            place: heard.place.clone(),
        });
        peers.collect()
    }
}

/// Telling one place, seldom enough.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    place: Option<Place>,
    told: Option<(Place, i64)>,
    count: u64,
}

impl Telling {
    pub fn be(&mut self, place: Option<Place>) {
        self.place = place;
    }

    /// The place to tell now with its number, if it is news or was told long ago. To be asked
    /// every [`BREATH`] or so.
    pub fn due(&mut self, now_ms: i64) -> Option<(u64, Place)> {
        let place = self.place.clone()?;
        if let Some((told, at_ms)) = &self.told
            && *told == place
            && now_ms - at_ms < REPEAT_MS
        {
            return None;
        }
        self.count += 1;
        self.told = Some((place.clone(), now_ms));
        Some((self.count, place))
    }

    /// The connection is new: nobody has been told.
    pub fn again(&mut self) {
        self.told = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::sections::Section;

    fn ana() -> MemberId {
        MemberId::parse("ana").expect("an id")
    }

    fn at(section: Section) -> Place {
        Place { section: Some(section), ..Place::default() }
    }

    #[test]
    fn somebody_who_moves_on_is_seen_there_and_only_there() {
        let mut peers = Peers::default();
        assert!(peers.hear("tab", 1, ana(), at(Section::Vision), 0));
        assert!(peers.hear("tab", 2, ana(), at(Section::Roles), 10));
        let all = peers.all();
        assert_eq!((all.len(), all[0].place.section), (1, Some(Section::Roles)));
    }

    #[test]
    fn a_message_that_was_overtaken_moves_nobody_back() {
        let mut peers = Peers::default();
        peers.hear("tab", 2, ana(), at(Section::Roles), 0);
        assert!(!peers.hear("tab", 1, ana(), at(Section::Vision), 5));
        assert_eq!(peers.all()[0].place.section, Some(Section::Roles));
    }

    #[test]
    fn somebody_who_closed_the_lid_is_gone_after_half_a_minute() {
        let mut peers = Peers::default();
        peers.hear("tab", 1, ana(), at(Section::Vision), 0);
        assert!(!peers.expire(GONE_MS - 1));
        assert!(peers.expire(GONE_MS));
        assert!(peers.all().is_empty());
    }

    #[test]
    fn a_person_who_sits_still_is_told_of_every_ten_seconds() {
        let mut telling = Telling::default();
        telling.be(Some(at(Section::Vision)));
        assert!(telling.due(0).is_some());
        assert_eq!(telling.due(REPEAT_MS - 1), None);
        assert!(telling.due(REPEAT_MS).is_some());
    }

    #[test]
    fn moving_is_told_at_once() {
        let mut telling = Telling::default();
        telling.be(Some(at(Section::Vision)));
        telling.due(0);
        telling.be(Some(at(Section::Roles)));
        assert_eq!(telling.due(1), Some((2, at(Section::Roles))));
    }
}
