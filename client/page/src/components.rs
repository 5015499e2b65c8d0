//! The few controls that everything is built from. Each is usable by keyboard, has a name, and
//! never means something by colour alone.

mod badge;
mod came_from;
mod dialog;
mod empty;
mod fields;
mod gradually;
mod menu;
mod page;
mod panel;
mod questions;
mod ring;
mod rows;
mod seats;
mod segmented;
mod text_block;
mod translations;

pub use badge::{MemberBadge, OrgBadge, org_badge};
pub use dialog::{Dialog, closed};
pub use empty::EmptyState;
pub use fields::{DateField, SelectField};
pub use gradually::{Gradual, gradually};
pub use menu::{Menu, MenuItem};
pub use page::SectionPage;
pub use panel::{Panel, PanelPart};
pub use questions::QuestionNotes;
pub use ring::{LargeRing, RingSeat, SmallRing, Stand};
pub use rows::{RemovedRows, RowMenu, add_last, move_by, moves, remove};
pub use seats::{BoardMark, Mark};
pub use segmented::{Choice, Segmented};
pub use text_block::{Lines, TextBlock};
pub use translations::Translations;
