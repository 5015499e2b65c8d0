//! Who brought what others wrote, as the server notes it on the board: work reaches the table in
//! other people's hands, and everybody may know whose.
//!
//! ```text
//! people/actors/<actor, hexadecimal>.<first seq>-<last seq> = member id of whoever brought it
//! ```

use super::Board;
use crate::ids::MemberId;
use crate::record::Scalar;
use crate::sections::Kind;

/// The key under which changes of an actor are noted as carried.
pub fn carried_key(actor: &str, from: u64, to: u64) -> String {
    format!("{actor}.{from}-{to}")
}

/// Changes of one actor that a member brought, and did not write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carriage {
    /// In hexadecimal.
    pub actor: String,
    /// Sequence numbers of the actor's changes, first and last.
    pub from: u64,
    pub to: u64,
    pub by: MemberId,
}

impl Carriage {
    fn read(key: &str, value: &Scalar) -> Option<Self> {
        let (actor, range) = key.split_once('.')?;
        let (from, to) = range.split_once('-')?;
        let by = MemberId::parse(value.as_str()?)?;
        Some(Self { actor: actor.to_owned(), from: from.parse().ok()?, to: to.parse().ok()?, by })
    }

    pub fn holds(&self, actor: &str, seq: u64) -> bool {
        self.actor == actor && (self.from..=self.to).contains(&seq)
    }
}

impl Board {
    /// Everything that was brought by others than its authors.
    pub fn carried(&self) -> Vec<Carriage> {
        let people = self.records().single(Kind::People);
        let cells = people.into_iter().flat_map(|people| people.cells("actors"));
        cells.filter_map(|(key, value)| Carriage::read(key, value)).collect()
    }
}
