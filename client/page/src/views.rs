//! One view per page, named after what it shows.

mod chain;
mod context;
mod glossary;
mod home;
mod join;
mod members;
mod roles;
mod vision;

pub use chain::Chain;
pub use context::Context;
pub use glossary::Glossary;
pub use home::Home;
pub use join::Join;
pub use members::Members;
pub use roles::Roles;
pub use vision::Vision;
