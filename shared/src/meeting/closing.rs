//! What is looked at before a meeting is closed. It blocks nothing: it names what is missing.

use crate::meeting::attendance::Attendance;
use crate::record::Records;
use crate::sections::Kind;
use crate::sections::Section;
use crate::sections::session::{Meeting, agenda, of_meeting};

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// Sections that are still locked.
    Locks {
        standing: Vec<Section>,
    },
    /// Proposals that nobody settled.
    Proposals {
        open: usize,
    },
    Quorum {
        is_reached: bool,
    },
    /// Items that were not held.
    Items {
        left: usize,
    },
    /// Items that were held and of which nothing was noted.
    Outcomes {
        missing: usize,
    },
    /// Actions that nobody has taken on.
    Owners {
        missing: usize,
    },
    /// Actions without a date.
    Dates {
        missing: usize,
    },
}

impl Check {
    /// Whether nothing is missing.
    pub fn is_done(&self) -> bool {
        match self {
            Check::Locks { standing } => standing.is_empty(),
            Check::Proposals { open: n }
            | Check::Items { left: n }
            | Check::Outcomes { missing: n }
            | Check::Owners { missing: n }
            | Check::Dates { missing: n } => *n == 0,
            Check::Quorum { is_reached } => *is_reached,
        }
    }
}

/// What is held or waits in the plan, as the desk tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unsettled {
    pub locked: Vec<Section>,
    /// Proposals that nobody settled.
    pub proposals: usize,
}

/// The list for a meeting.
pub fn checks(
    meeting: &Meeting,
    records: &Records,
    attendance: &Attendance,
    unsettled: Unsettled,
) -> Vec<Check> {
    let items = agenda(records, &meeting.id);
    let actions = of_meeting(records, Kind::Action, &meeting.id);
    let lacks = |field: &str| actions.iter().filter(|action| action.text(field).is_empty()).count();
    let held = items.iter().filter(|item| !item.runs.is_empty());
    let silent = held.filter(|item| item.outcome.trim().is_empty() && item.decided.trim().is_empty()).count();
    vec![
        Check::Locks { standing: unsettled.locked },
        Check::Proposals { open: unsettled.proposals },
        Check::Quorum { is_reached: attendance.has_quorum() },
        Check::Items { left: items.iter().filter(|item| item.runs.is_empty()).count() },
        Check::Outcomes { missing: silent },
        Check::Owners { missing: lacks("owner") },
        Check::Dates { missing: lacks("due") },
    ]
}
