//! Memberships as the board shows them: organisation and role, never a name. The register
//! decides; this is its published copy, written by the server's own author.
//!
//! After a loss the board comes back from a device, and may show what is so no longer:
//! [`bring_in_line`] then mends it.

use super::returns;
use crate::admission::Standing;
use crate::app::App;
use crate::live::LiveError;
use crate::register::{Member, RegisterError};
use shared::act::{Act, Edit, Message};
use shared::board::Board;
use shared::delta::Delta;
use shared::ids::{BoardId, MemberId, RecordId};
use shared::record::{Record, RecordAt, Scalar, Value};
use shared::sections::Kind;
use std::collections::HashSet;
use std::sync::Mutex;
use std::time::Duration;
use tokio::time::timeout;

/// While its board cannot be stored, nobody waits for a membership's copy longer than this.
const PUBLISH_WITHIN: Duration = Duration::from_secs(5);

/// Somebody's membership is another now: open sockets are told, and the board's copy follows.
///
/// A copy that cannot be written now is written at the member's next change: the register holds.
///
/// # Errors
/// The register cannot be read.
pub async fn changed(app: &App, board: &BoardId, member: MemberId) -> Result<(), RegisterError> {
    say(app, board, member, Function::AsShown).await
}

/// The same, where the member's function was changed at the door as well.
///
/// # Errors
/// The register cannot be read.
pub async fn renamed(app: &App, board: &BoardId, member: MemberId) -> Result<(), RegisterError> {
    say(app, board, member, Function::AsRegistered).await
}

/// Whose word the shown function is: people also write it on the board themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Function {
    AsShown,
    AsRegistered,
}

async fn say(app: &App, board: &BoardId, member: MemberId, function: Function) -> Result<(), RegisterError> {
    app.tell(Standing::Changed { board: board.clone(), member: member.clone() });
    let members = app.register.members(board).await?;
    let now = members.iter().find(|one| one.member == member);
    returns::note(app, board, &member, now);
    match timeout(PUBLISH_WITHIN, publish(app, board, (&member, now), function)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%board, %error, "a membership is not on its board yet"),
        Err(_) => tracing::warn!(%board, "a membership waits until its board can be stored"),
    }
    Ok(())
}

async fn publish(
    app: &App,
    board: &BoardId,
    (member, now): (&MemberId, Option<&Member>),
    function: Function,
) -> Result<(), LiveError> {
    let Some(id) = RecordId::parse(member.as_str()) else { return Ok(()) };
    let at = RecordAt::new(Kind::Member, id);
    let document = app.live.document(board).await?;
    let shown = tokio::task::spawn_blocking({
        let at = at.clone();
        move || Board::load(&document, [0; 16], None).ok()?.records().get(at.kind, &at.id).cloned()
    });
    let shown = shown.await.map_err(|_| LiveError::Closing)?;
    let edits = differences(at, shown.as_ref(), now, function);
    if edits.is_empty() {
        return Ok(());
    }
    app.live.perform(board, Act::new(Message::Door, edits)).await
}

/// Boards that came back, or will, and whose published memberships may be older than the register: one
/// device may bring an older state than the next, so they are looked at again until the next start.
#[derive(Debug, Default)]
pub struct OutOfLine(Mutex<HashSet<BoardId>>);

impl OutOfLine {
    pub fn mark(&self, board: &BoardId) {
        self.0.lock().expect("no holder panics").insert(board.clone());
    }

    fn is_marked(&self, board: &BoardId) -> bool {
        self.0.lock().expect("no holder panics").contains(board)
    }
}

/// The register of this board was lost and fills again: the board is brought in line with it, at once
/// if it is there, else when it comes.
pub async fn lost(app: &App, board: &BoardId) {
    app.out_of_line.mark(board);
    match timeout(PUBLISH_WITHIN, bring_in_line(app, board)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%board, %error, "memberships are not in line with the register yet"),
        Err(_) => tracing::warn!(%board, "memberships wait until their board can be stored"),
    }
}

/// Makes a board that may show old memberships say what the register and the last word know: lowered
/// roles, and who was taken off. A board that has not come back yet is left for later.
///
/// # Errors
/// The register or the board cannot be read, or the board not be written.
pub async fn bring_in_line(app: &App, board: &BoardId) -> Result<(), BringError> {
    if !app.out_of_line.is_marked(board) {
        return Ok(());
    }
    let document = app.live.document(board).await?;
    let read = tokio::task::spawn_blocking(move || {
        let board = Board::load(&document, [0; 16], None).ok()?;
        Some(board.records().all(Kind::Member).cloned().collect::<Vec<Record>>())
    });
    let shown = read.await.ok().flatten().unwrap_or_default();
    if shown.is_empty() {
        return Ok(()); // not back yet
    }
    let members = app.register.members(board).await?;
    let mut edits = vec![];
    for shown in shown {
        let Some(member) = MemberId::parse(shown.id.as_str()) else { continue };
        let at = RecordAt::new(Kind::Member, shown.id.clone());
        let now = members.iter().find(|one| one.member == member);
        // Whoever is neither registered nor known to be gone may still come back.
        if now.is_some() || app.last_word.has_taken_off(board, &member) {
            edits.extend(differences(at, Some(&shown), now, Function::AsShown));
        }
    }
    if !edits.is_empty() {
        app.live.perform(board, Act::new(Message::Door, edits)).await?;
    }
    Ok(())
}

/// Why a board is not in line with the register.
#[derive(Debug, thiserror::Error)]
pub enum BringError {
    #[error(transparent)]
    Live(#[from] LiveError),
    #[error(transparent)]
    Register(#[from] RegisterError),
}

/// What makes the shown record say what is so now.
fn differences(at: RecordAt, shown: Option<&Record>, now: Option<&Member>, function: Function) -> Vec<Edit> {
    let (shown, now) = match (shown, now) {
        (None, None) => return vec![],
        (Some(shown), None) if shown.is_removed() => return vec![],
        (Some(_), None) => return vec![Edit::Remove { at }],
        (None, Some(now)) => return vec![Edit::Create { at, values: values(now) }],
        (Some(shown), Some(now)) => (shown, now),
    };
    let mut edits = vec![];
    if shown.is_removed() {
        edits.push(Edit::Restore { at: at.clone() });
    }
    for (field, value) in [("role", Some(role(now))), ("organisation", organisation(now))] {
        let says = match shown.values.get(field) {
            Some(Value::Scalar(says)) => Some(says),
            Some(Value::Text(_) | Value::Cells(_)) | None => None,
        };
        if says != value.as_ref() {
            edits.push(Edit::Set { at: at.field(field), value });
        }
    }
    let says = shown.text("function");
    if function == Function::AsRegistered && says != now.function {
        let delta = Delta::between(says, &now.function);
        edits.push(Edit::Splice { at: at.field("function"), delta });
    }
    edits
}

/// A new member's record. The function is theirs to change from then on, here or at the door.
fn values(member: &Member) -> Vec<(String, Value)> {
    let mut values = vec![
        ("role".to_owned(), Value::Scalar(role(member))),
        ("function".to_owned(), Value::Text(member.function.clone())),
    ];
    values.extend(organisation(member).map(|id| ("organisation".to_owned(), Value::Scalar(id))));
    values
}

fn role(member: &Member) -> Scalar {
    member.role.key().into()
}

fn organisation(member: &Member) -> Option<Scalar> {
    member.organisation.as_ref().map(|id| id.as_str().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::door::Role;

    fn member(role: Role, organisation: Option<&str>) -> Member {
        Member {
            member: MemberId::parse("awa").expect("an id"),
            name: "Awa Diop".to_owned(),
            function: "Hydrologue".to_owned(),
            role,
            organisation: organisation.and_then(RecordId::parse),
            joined: 0,
        }
    }

    /// What a board shows after each of these, in order.
    fn shown_after(steps: &[Option<Member>]) -> (Board, RecordAt) {
        let mut board = Board::new([1; 16], None);
        let at = RecordAt::new(Kind::Member, RecordId::parse("awa").expect("an id"));
        for now in steps {
            let shown = board.records().get(at.kind, &at.id).cloned();
            let edits = differences(at.clone(), shown.as_ref(), now.as_ref(), Function::AsShown);
            board.perform(&Act::new(Message::Door, edits), 0).expect("performed");
        }
        (board, at)
    }

    #[test]
    fn a_membership_is_shown_as_the_register_has_it_and_without_the_name() {
        let partner = member(Role::Partner, Some("ministry"));
        let observer = member(Role::Observer, None);
        for now in [&partner, &observer] {
            let steps = [Some(partner.clone()), Some(observer.clone()), None, Some(now.clone())];
            let (board, at) = shown_after(&steps);
            let record = board.records().get(at.kind, &at.id).expect("shown");
            assert!(!record.is_removed());
            assert_eq!(record.reference("organisation"), now.organisation);
            assert_eq!(record.values.get("role"), Some(&Value::Scalar(role(now))));
            assert!(!format!("{record:?}").contains("Awa Diop"));
            assert_eq!(differences(at, Some(record), Some(now), Function::AsShown), []);
        }
    }

    #[test]
    fn a_function_changed_at_the_door_is_shown_and_one_written_on_the_board_stays() {
        let before = member(Role::Partner, Some("ministry"));
        let after = Member { function: "Direction de l’eau".to_owned(), ..before.clone() };
        let (mut board, at) = shown_after(&[Some(before)]);
        let shown = board.records().get(at.kind, &at.id).cloned();
        assert_eq!(differences(at.clone(), shown.as_ref(), Some(&after), Function::AsShown), []);
        let edits = differences(at.clone(), shown.as_ref(), Some(&after), Function::AsRegistered);
        board.perform(&Act::new(Message::Door, edits), 0).expect("performed");
        assert_eq!(
            board.records().get(at.kind, &at.id).map(|record| record.text("function")),
            Some("Direction de l’eau")
        );
    }

    #[test]
    fn whoever_is_gone_is_shown_as_removed() {
        let (board, at) = shown_after(&[Some(member(Role::Partner, Some("ministry"))), None]);
        assert!(board.records().get(at.kind, &at.id).is_some_and(Record::is_removed));
    }
}
