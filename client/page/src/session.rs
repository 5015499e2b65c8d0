//! A meeting while it is held, on every page of the board: the bar with the clock and the floor,
//! following the moderator's view, and what is noted on the way. What is written down are acts on
//! the board (`acts`); what is only said (hands, who speaks, where the moderator looks) goes beside
//! people's places and is never stored (`state`).

pub mod acts;
mod bar;
mod beside;
mod capture;
mod following;
mod host;
mod keys;
mod state;
mod there;

pub use bar::{CentreFlag, SessionBar};
pub use beside::AgendaBeside;
pub use state::InSession;
pub use there::attendance;
