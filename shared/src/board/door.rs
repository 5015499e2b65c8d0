//! An act of the server's on a document that it never reads as a board: what it costs does not
//! grow with what is on the board.

use super::writing::Writer;
use super::{BoardError, reading, seeds, unreadable};
use crate::act::Act;
use crate::ids::MemberId;
use automerge::transaction::CommitOptions;
use automerge::{ActorId, Author, Automerge, Change, ChangeHash, ReadDoc};

/// Whether a change is on a document in which none waits for its past. What Automerge knows of a
/// change costs it more to tell.
pub fn holds(doc: &Automerge, hash: &ChangeHash) -> bool {
    doc.get_missing_deps(std::slice::from_ref(hash)).is_empty()
}

/// Performs an act as this actor of this author, whole or not at all. Gives the changes that
/// are new: the act's, if the board did not read so already, and before it the seeds that the
/// document lacked.
///
/// # Errors
/// What is in the way; of the act nothing is on the document then.
pub fn perform_on(
    doc: &mut Automerge,
    act: &Act,
    (actor, author): ([u8; 16], &MemberId),
    at_unix_seconds: i64,
) -> Result<Vec<Change>, BoardError> {
    if reading::schema(doc) > reading::SCHEMA {
        return Err(BoardError::Newer);
    }
    let mut new = seeds::missing(doc);
    doc.apply_changes(new.clone()).map_err(unreadable)?;
    // In this order: naming an author also draws a random actor.
    doc.set_author(Some(Author::from(author.as_str().as_bytes().to_vec())));
    doc.set_actor(ActorId::from(actor.as_slice()));
    let mut tx = doc.transaction();
    let mut writer = Writer::new(&mut tx, author.as_str(), at_unix_seconds);
    if let Err(error) = act.edits.iter().try_for_each(|edit| writer.edit(edit)) {
        tx.rollback();
        return Err(error);
    }
    let options = CommitOptions::default().with_message(act.message.key()).with_time(at_unix_seconds);
    if tx.commit_with(options).0.is_some() {
        new.extend(doc.get_last_local_change());
    }
    Ok(new)
}
