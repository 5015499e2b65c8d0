//! One view per page, named after what it shows.

mod about;
mod adopt;
mod chain;
mod context;
mod decisions;
pub mod fields;
mod glossary;
mod history;
mod home;
mod ideas;
mod join;
mod members;
mod nothing;
mod organisations;
mod roles;
mod session;
mod vision;
mod vote;

pub use about::About;
pub use adopt::Adopt;
pub use chain::Chain;
pub use chain::one_of as chain_level;
pub use context::{Context, TRENDS};
pub use decisions::{Decisions, linked_links};
pub use fields::around;
pub use glossary::Glossary;
pub use history::{
    History, HistoryButton, HistoryFoot, HistoryHead, MarkTag, Past, Side, mark_class, mark_words, side,
    since_here,
};
pub use home::Home;
pub use ideas::Ideas;
pub use join::{AtDoors, Join};
pub use members::Members;
pub use nothing::Nothing;
pub use roles::Roles;
pub use session::{CLOSING, Sessions};
pub use vision::Vision;
