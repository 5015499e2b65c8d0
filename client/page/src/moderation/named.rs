//! What proposals are called: who wrote them, and what they are about.

use super::tray::Tray;
use crate::shell::called;
use crate::store::{Badge, Store};
use shared::compare::Difference;
use shared::lock::Proposal;
use shared::questions::settle::title;
use shared::record::{RecordAt, Records};
use shared::told::{self, section_name};
use shared::words;

/// Who wrote it: badge, name, function.
pub fn author(store: Store, proposal: &Proposal) -> (Badge, String, String) {
    let Some(author) = &proposal.author else {
        let name = words::moderation::program(store.lang.get()).to_owned();
        return (Badge::default(), name, String::new());
    };
    let function = store.names.with(|names| {
        let card = names.iter().find(|card| card.member == *author);
        card.map(|card| card.function.clone()).unwrap_or_default()
    });
    (store.badge_of_member(author), called(store, author), function)
}

/// The object it is about, or its section where that has just one.
pub fn about(store: Store, proposal: &Proposal) -> String {
    let lang = store.lang.get();
    let at = proposal.records().next();
    let named =
        at.filter(|at| !at.kind.is_single()).map(|at| store.peek(|records| title(&at, records, lang)));
    named.filter(|name| !name.is_empty()).unwrap_or_else(|| section_name(proposal.section, lang).to_owned())
}

/// The first record of a proposal that is on the board as it is in force.
pub fn place(store: Store, proposal: &Proposal) -> Option<RecordAt> {
    store.peek(|records| proposal.records().find(|at| records.get(at.kind, &at.id).is_some()))
}

/// Each difference in a sentence. What other proposals create has its name too.
pub fn sentences(tray: Tray, proposal: &Proposal) -> Vec<String> {
    let lang = tray.store.lang.get();
    let all = |records: &Records| -> Vec<String> {
        proposal.differences.iter().map(|difference| told::sentence(difference, records, lang)).collect()
    };
    let is_plain =
        |difference: &Difference| matches!(difference, Difference::Text { .. } | Difference::Value { .. });
    if proposal.needs.is_empty() && proposal.differences.iter().all(is_plain) {
        return tray.store.peek(all);
    }
    // With what it and those before it would add.
    let mut records = tray.store.peek(Records::clone);
    let before = proposal.needs.iter().filter_map(|id| tray.proposal(id)).flat_map(|one| one.differences);
    for difference in before.chain(proposal.differences.iter().cloned()) {
        if let Difference::Added { record } = difference {
            records.put(record);
        }
    }
    all(&records)
}
