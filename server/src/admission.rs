//! Who is on a socket, and whether they still are.
//!
//! The sync socket knows its caller from the HTTP upgrade alone (a device's cookie that comes
//! from our own pages, or a ticket), asks for each board who that is there, and listens for
//! what ends it. Nobody's claim inside a frame counts.

use crate::register::RegisterError;
use axum::http::HeaderMap;
use shared::door::Role;
use shared::ids::{BoardId, MemberId, RecordId};
use tokio::sync::broadcast;

/// Whoever opened a socket.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Caller {
    /// A device, by its cookie. It may be on several boards.
    Device { id: String },
    /// A generic client, by a ticket for one board. Its cookie, if any, was not looked at.
    Ticket { id: String },
    /// Neither. Every board is absent for them.
    Stranger,
}

/// A member as a board's rules see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    pub member: MemberId,
    pub role: Role,
    pub organisation: Option<RecordId>,
}

/// What changed about a membership while sockets are open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// This caller is no longer on this board: the socket closes.
    Ended { board: BoardId, caller: Caller },
    /// The member's role or organisation is another: ask [`Admission::who`] again.
    Changed { board: BoardId, member: MemberId },
}

/// What the sync socket asks of the door.
#[async_trait::async_trait]
pub trait Admission: Send + Sync {
    /// The caller of an upgrade request. A ticket is looked at alone; a cookie counts only if
    /// the request's `Origin` is our own.
    ///
    /// # Errors
    /// The register could not be read; nobody is admitted then.
    async fn admit(&self, headers: &HeaderMap, ticket: Option<&str>) -> Result<Caller, RegisterError>;

    /// Who the caller is on a board; nothing if it is not theirs or not there.
    ///
    /// # Errors
    /// The register could not be read.
    async fn who(&self, caller: &Caller, board: &BoardId) -> Result<Option<Who>, RegisterError>;

    /// Everything that ends or changes from now on. A receiver that lagged must take everything
    /// as ended.
    fn standings(&self) -> broadcast::Receiver<Standing>;
}
