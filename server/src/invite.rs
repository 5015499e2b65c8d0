//! `tablee invite`: a link from the server's own machine. The first way in, and the way back in
//! for a secretariat that lost its devices. Whoever may write the data folder may do this.

use crate::app::system_clock;
use crate::config::{Invite, InvitedRole};
use crate::database::{self, DatabaseError};
use crate::door::invitations::{DAY_S, path_of};
use crate::register::sqlite::SqliteRegister;
use crate::register::{Link, Register, RegisterError};
use crate::secret::{SecretText, fresh_id};
use shared::door::Role;
use shared::ids::{BoardId, RecordId};
use std::io::Write;

#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Register(#[from] RegisterError),
    #[error("there is no such board in this data folder; it has: {}", known.join(", "))]
    NoSuchBoard { known: Vec<String> },
    #[error("the link cannot be printed")]
    Output(#[from] std::io::Error),
}

/// Makes the link and prints it.
///
/// # Errors
/// The database cannot be opened or written, or holds no such board.
pub async fn print(invite: Invite) -> Result<(), InviteError> {
    let pool = database::open(&invite.data).await?;
    let register = SqliteRegister::open(pool.clone()).await?;
    let path = make(&register, &invite, system_clock()()).await?;
    pool.close().await;
    writeln!(std::io::stdout().lock(), "{}{path}", invite.public_url)?;
    Ok(())
}

async fn make(register: &dyn Register, invite: &Invite, now: i64) -> Result<String, InviteError> {
    let role = match invite.role {
        InvitedRole::Secretariat => Role::Secretariat,
    };
    let board = match invite.board.as_deref() {
        None => None,
        Some(id) => Some(board(register, id).await?),
    };
    let (days, open) = (i64::from(invite.days), Opening { board, role, organisation: None });
    Ok(open.link(register, now, days * DAY_S).await?)
}

async fn board(register: &dyn Register, id: &str) -> Result<BoardId, InviteError> {
    let boards = register.boards().await?;
    if let Some(found) = boards.iter().find(|board| board.id.as_str() == id) {
        return Ok(found.id.clone());
    }
    let known = boards.into_iter().map(|board| format!("{} ({})", board.id, board.name)).collect();
    Err(InviteError::NoSuchBoard { known })
}

/// What a link made on this machine opens, once. Without a board it is a founder link.
pub struct Opening {
    pub board: Option<BoardId>,
    pub role: Role,
    pub organisation: Option<(RecordId, String)>,
}

impl Opening {
    /// Makes the link and gives its path.
    ///
    /// # Errors
    /// The register cannot be written.
    pub async fn link(
        self,
        register: &dyn Register,
        now: i64,
        lives_s: i64,
    ) -> Result<String, RegisterError> {
        let (organisation, organisation_name) = self.organisation.unzip();
        let secret = SecretText::fresh();
        let link = Link {
            id: fresh_id(),
            board: self.board,
            role: self.role,
            organisation,
            organisation_name: organisation_name.unwrap_or_default(),
            uses_left: 1,
            expires: now + lives_s,
            created: now,
            created_by: None,
            closed: false,
            admission: false,
            returns: None,
        };
        register.add_link(&link, &secret.hash()).await?;
        Ok(path_of(&secret))
    }
}
