//! One view per page, named after what it shows.

mod about;
mod chain;
mod context;
mod fields;
mod glossary;
mod history;
mod home;
mod join;
mod members;
mod nothing;
mod organisations;
mod roles;
mod vision;

pub use about::About;
pub use chain::Chain;
pub use chain::one_of as chain_level;
pub use context::{Context, TRENDS};
pub use glossary::Glossary;
pub use history::{History, HistoryButton, HistoryFoot, HistoryHead, MarkTag, Side, mark_class, mark_words, side};
pub use home::Home;
pub use join::Join;
pub use members::Members;
pub use nothing::Nothing;
pub use roles::Roles;
pub use vision::Vision;
