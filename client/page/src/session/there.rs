//! Who is at the table now, or was when a meeting was closed.

use super::state::InSession;
use crate::store::Store;
use shared::ids::RecordId;
use shared::meeting::attendance::Attendance;
use shared::sections::session::{Meeting, Phase};
use shared::sections::{Kind, Section};

/// What the attendance is read from.
const FROM: [Section; 5] =
    [Section::Session, Section::Organisations, Section::People, Section::Governance, Section::About];

/// The attendance of a meeting; of one that is held, with those who are here now.
pub fn attendance(store: Store, session: InSession, id: &RecordId) -> Attendance {
    let meeting =
        store.records(Section::Session, |records| records.get(Kind::Meeting, id).map(Meeting::read));
    let Some(meeting) = meeting else { return Attendance::default() };
    let here = match meeting.phase() {
        Phase::Running => session.here_now(),
        Phase::Planned | Phase::Closed => vec![],
    };
    store.records_of(&FROM, |records| Attendance::of(&meeting, records, &here))
}
