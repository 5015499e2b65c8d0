//! The handlers behind the route table, one file per matter.

pub mod health;
