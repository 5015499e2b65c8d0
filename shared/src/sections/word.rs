//! Closed words: fields whose value is one of a list that this release knows.
//!
//! A word that another release wrote reads as the first of its list and stays in the
//! document: a board always opens, and nothing is rewritten by reading it.

use crate::record::Record;

/// One of a closed list of words. The lists of the specs and of the types are the same.
pub trait Word: Copy + PartialEq + 'static {
    /// What the document holds, in the order of [`Word::ALL`].
    const KEYS: &'static [&'static str];
    const ALL: &'static [Self];

    fn key(self) -> &'static str {
        let at = Self::ALL.iter().position(|word| *word == self).unwrap_or(0);
        Self::KEYS[at]
    }

    /// Reads a word; an unknown or missing one is the first.
    fn from_key(key: &str) -> Self {
        let at = Self::KEYS.iter().position(|known| *known == key).unwrap_or(0);
        Self::ALL[at]
    }

    /// The word under `field`.
    fn read(record: &Record, field: &str) -> Self {
        Self::from_key(record.text(field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::door::Role;
    use crate::sections::{
        about, chain, context, decisions, governance, ideas, indicators, later, organisations, session,
        versions, vision,
    };
    use crate::tally;
    use std::fmt::Debug;

    fn reads_back<W: Word + Debug>() {
        assert_eq!(W::KEYS.len(), W::ALL.len());
        for (key, word) in W::KEYS.iter().zip(W::ALL) {
            assert_eq!(W::from_key(key), *word);
            assert_eq!(word.key(), *key);
        }
        assert_eq!(W::from_key("of another release"), W::ALL[0]);
    }

    #[test]
    fn every_word_reads_back_and_an_unknown_one_is_the_first() {
        reads_back::<about::Phase>();
        reads_back::<organisations::Sector>();
        reads_back::<governance::Scope>();
        reads_back::<governance::Method>();
        reads_back::<versions::Outcome>();
        reads_back::<decisions::Stage>();
        reads_back::<decisions::Noted>();
        reads_back::<tally::Choice>();
        reads_back::<organisations::Standing>();
        reads_back::<Role>();
        reads_back::<vision::Support>();
        reads_back::<chain::Level>();
        reads_back::<chain::Status>();
        reads_back::<chain::Confidence>();
        reads_back::<chain::AssumptionState>();
        reads_back::<chain::RiskTrend>();
        reads_back::<chain::MilestoneStatus>();
        reads_back::<indicators::Measure>();
        reads_back::<indicators::Direction>();
        reads_back::<indicators::Frequency>();
        reads_back::<context::Stance>();
        reads_back::<context::ActorKind>();
        reads_back::<context::RelationType>();
        reads_back::<context::Dimension>();
        reads_back::<context::Effect>();
        reads_back::<later::BodyKind>();
        reads_back::<ideas::Stage>();
        reads_back::<session::ItemKind>();
    }
}
