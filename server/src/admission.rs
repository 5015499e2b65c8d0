//! Who is on a socket, and whether they still are.
//!
//! The sync socket knows its caller from the HTTP upgrade alone (a device's cookie that comes
//! from our own pages, or a ticket), asks for each board who that is there, and listens for
//! what ends it. Nobody's claim inside a frame counts.

use crate::app::App;
use crate::register::{Member, RegisterError};
use crate::secret::SecretText;
use axum::http::{HeaderMap, Uri};
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

impl From<Member> for Who {
    fn from(member: Member) -> Self {
        Who { member: member.member, role: member.role, organisation: member.organisation }
    }
}

/// What changed about a membership while sockets are open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// This caller is no longer on this board: the socket closes.
    Ended { board: BoardId, caller: Caller },
    /// The member's role or organisation is another: ask [`Admission::who`] again.
    Changed { board: BoardId, member: MemberId },
    /// Something is new at the door of this board: names, or who waits.
    Rang { board: BoardId, whom: Whom },
}

/// Whose business it is that something is new at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    Everybody,
    Secretariat,
}

impl Whom {
    pub fn is(self, who: &Who) -> bool {
        self == Whom::Everybody || who.role == Role::Secretariat
    }
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

/// A member is noted as seen at most this often.
const SEEN_EVERY_S: i64 = 600;

#[async_trait::async_trait]
impl Admission for App {
    async fn admit(&self, headers: &HeaderMap, ticket: Option<&str>) -> Result<Caller, RegisterError> {
        if let Some(ticket) = ticket {
            let Some(secret) = SecretText::parse(ticket) else { return Ok(Caller::Stranger) };
            let found = self.register.ticket(&secret.hash(), self.now()).await?;
            return Ok(found.map_or(Caller::Stranger, |id| Caller::Ticket { id }));
        }
        // A socket's address has no host in it: HTTP/1.1 says it in a header.
        if !self.origin.has_our_origin(&Uri::default(), headers) {
            return Ok(Caller::Stranger);
        }
        let Some(secret) = self.origin.cookie(headers) else { return Ok(Caller::Stranger) };
        let found = self.register.device(&secret.hash()).await?;
        Ok(found.map_or(Caller::Stranger, |id| Caller::Device { id }))
    }

    async fn who(&self, caller: &Caller, board: &BoardId) -> Result<Option<Who>, RegisterError> {
        let now = self.now();
        let member = match caller {
            Caller::Device { id } => {
                let place = self.register.place(id, board).await?;
                if place.as_ref().is_some_and(|place| now - place.last_seen >= SEEN_EVERY_S) {
                    self.register.seen(id, board, now).await?;
                }
                place.map(|place| place.member)
            }
            Caller::Ticket { id } => self.register.ticket_place(id, board, now).await?,
            Caller::Stranger => None,
        };
        Ok(member.map(Who::from))
    }

    fn standings(&self) -> broadcast::Receiver<Standing> {
        self.standings.subscribe()
    }
}
