//! What a diary writes: the same changes each time, so that whoever reads it knows them.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, AutoCommit, ROOT};
use server::log::{Batch, Binding, StoredChange};
use shared::ids::{BoardId, MemberId};

pub const BOARDS: usize = 2;
pub const TURNS: usize = 8;
const EACH: usize = 2;

pub fn board(n: usize) -> BoardId {
    shared::wire::board_id([n as u8 + 1; 16])
}

/// What is stored on a board in a turn: changes that build on those before, and whose they are.
pub fn batch(n: usize, turn: usize) -> Batch {
    let actor = ActorId::from([n as u8 + 1; 16]);
    let mut document = AutoCommit::new().with_actor(actor.clone());
    let mut changes = vec![];
    for line in 0..(turn + 1) * EACH {
        let words = format!("{line}: {}", "Une eau saine. ".repeat(60));
        document.put(ROOT, format!("line-{}", line % 5), words).expect("a map");
        document.commit_with(CommitOptions::default().with_time(0));
        let change = document.get_last_local_change().expect("there was one");
        changes.push(StoredChange { hash: change.hash(), bytes: change.raw_bytes().to_vec() });
    }
    let member = MemberId::from_random([n as u8; 12]);
    Batch { changes: changes.split_off(turn * EACH), bindings: vec![Binding { actor, member }] }
}
