//! Locks and proposals as people meet them: the band over a section that somebody holds, what is
//! proposed beside the text in force, and the secretariat's ways to deal with it.
//!
//! What is in force and what is a proposal is the document's word (`shared::lock`); the page shows it
//! and sends what people decide.

mod all;
mod band;
mod card;
mod controls;
mod dialogs;
mod marked;
mod named;
mod naming;
mod news;
mod part;
mod text;
mod tray;

pub use all::AllProposals;
pub use band::{LockBand, LockControls, Padlock, RailLock, held_as};
pub use card::ProposalCard;
pub use controls::Controls;
pub use dialogs::ModerationDialogs;
pub use part::{ProposalCount, ProposalsPart};
pub use text::{Beside, open_composer};
pub use tray::Tray;
