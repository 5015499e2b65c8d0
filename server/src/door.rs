//! The handlers behind the route table, one file per matter.

pub mod documents;
pub mod guards;
pub mod handed;
pub mod health;
pub mod invitations;
pub mod me;
pub mod members;
pub mod names;
pub(crate) mod published;
pub mod returns;
pub mod tickets;
pub mod waiting;

#[cfg(test)]
mod tests;
