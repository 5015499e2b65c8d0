//! A meeting as it is led: the clock, the floor, who is there, what is missing before it is closed,
//! and its minutes. Functions of the records, the time of day and what people say in passing.

pub mod attendance;
pub mod clock;
pub mod closing;
pub mod floor;
pub mod markdown;
pub mod minutes;
