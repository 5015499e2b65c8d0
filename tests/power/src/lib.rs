//! Power cuts. Killing a process does not show what a lost power supply does: the operating
//! system still writes what it holds. Here SQLite writes to a disk that holds everything back
//! until it is told to sync; then the death of the process is a power cut.

pub mod diary;
pub mod disk;
