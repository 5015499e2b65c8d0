//! The handlers behind the route table, one file per matter.

pub mod documents;
pub mod guards;
pub mod health;
pub mod invitations;
pub mod me;
pub mod members;
pub mod names;
mod published;
pub mod returns;
pub mod tickets;

#[cfg(test)]
mod tests;
