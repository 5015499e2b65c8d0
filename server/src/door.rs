//! The handlers behind the route table, one file per matter.

pub mod guards;
pub mod health;
pub mod invitations;
pub mod me;
pub mod members;
pub mod tickets;

#[cfg(test)]
mod tests;
