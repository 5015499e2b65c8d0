//! One view per page, named after what it shows.

mod about;
mod chain;
mod context;
mod fields;
mod glossary;
mod home;
mod join;
mod members;
mod nothing;
mod organisations;
mod roles;
mod session;
mod vision;

pub use about::About;
pub use chain::Chain;
pub use chain::one_of as chain_level;
pub use context::{Context, TRENDS};
pub use fields::around;
pub use glossary::Glossary;
pub use home::Home;
pub use join::Join;
pub use members::Members;
pub use nothing::Nothing;
pub use roles::Roles;
pub use session::{CLOSING, Sessions};
pub use vision::Vision;
