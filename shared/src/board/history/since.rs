//! What others did since somebody last looked.

use super::chronicle::Chronicle;
use crate::board::{Board, ChangeHash};
use crate::ids::MemberId;
use crate::ordered::OrdMap;
use crate::past::{MAX_ACTS, Since};
use crate::sections::Section;

/// Most changes that are looked at; of what came before, people see the history.
const LOOKED_AT: usize = 1_500;

impl Board {
    /// What others than `me` did that a board at `seen` lacks. Heads that are not on this device say nothing.
    pub fn since(&self, seen: &[ChangeHash], visit: Option<i64>, me: Option<&MemberId>) -> Since {
        let seen: Vec<ChangeHash> = seen.iter().filter(|head| self.has(&[**head])).copied().collect();
        let mut chronicle = Chronicle::default();
        if seen.is_empty() || self.beyond(&seen) > LOOKED_AT || !chronicle.read_beyond(self, &seen, LOOKED_AT)
        {
            return Since { visit, ..Since::default() };
        }
        let last = self.last_acts(&chronicle, MAX_ACTS, |change| change.author.as_ref() != me);
        let mut by: OrdMap<_, u32> = OrdMap::new();
        let mut sections: OrdMap<Section, u32> = OrdMap::new();
        let mut acts = 0;
        for act in &chronicle.acts {
            let change = &chronicle.changes[act.last()];
            if change.author.as_ref() == me {
                continue;
            }
            acts += 1;
            *by.entry(self.organisation_of(change)).or_default() += 1;
            let wrote = act.changes.iter().filter_map(|at| chronicle.wrote(&chronicle.changes[*at]));
            let mut touched: Vec<Section> = wrote.flat_map(|wrote| wrote.sections.iter().copied()).collect();
            crate::sort::sort(&mut touched);
            touched.dedup();
            touched.into_iter().for_each(|section| *sections.entry(section).or_default() += 1);
        }
        Since { visit, acts, by: by.into_iter().collect(), sections: sections.into_iter().collect(), last }
    }
}
