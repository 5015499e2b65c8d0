//! Who comes in, for tests of sync alone: a ticket says who its bearer is.
//!
//! ```text
//! amina.partner          Amina, a partner of the organisation `amina-org`
//! chiara.secretariat     Chiara, of the secretariat
//! ```
//! Any other ticket is a stranger's. All of them are members of every board of the gate.

use server::admission::{Admission, Caller, Standing, Who};
use server::register::RegisterError;
use shared::door::Role;
use shared::ids::{BoardId, MemberId, RecordId};
use std::collections::HashSet;
use std::sync::Mutex;
use tokio::sync::broadcast;

#[derive(Debug)]
pub struct Gate {
    boards: Vec<BoardId>,
    ended: Mutex<HashSet<String>>,
    standings: broadcast::Sender<Standing>,
}

impl Gate {
    pub fn to(boards: Vec<BoardId>) -> Self {
        Self { boards, ended: Mutex::default(), standings: broadcast::channel(16).0 }
    }

    /// The bearer of this ticket is a member no longer.
    pub fn end(&self, ticket: &str) {
        self.ended.lock().unwrap().insert(ticket.to_owned());
        for board in self.boards.clone() {
            let caller = Caller::Ticket { id: ticket.to_owned() };
            // Nobody connected is nobody to tell.
            let _ = self.standings.send(Standing::Ended { board, caller });
        }
    }
}

/// Who a ticket's bearer is.
pub fn bearer(ticket: &str) -> Option<Who> {
    let (name, role) = ticket.split_once('.')?;
    let role = Role::from_key(role)?;
    let organisation = (role == Role::Partner).then(|| RecordId::parse(&format!("{name}-org"))).flatten();
    Some(Who { member: MemberId::parse(name)?, role, organisation })
}

#[async_trait::async_trait]
impl Admission for Gate {
    async fn admit(&self, _: &axum::http::HeaderMap, ticket: Option<&str>) -> Result<Caller, RegisterError> {
        let ended = self.ended.lock().unwrap();
        Ok(match ticket.filter(|ticket| bearer(ticket).is_some() && !ended.contains(*ticket)) {
            Some(ticket) => Caller::Ticket { id: ticket.to_owned() },
            None => Caller::Stranger,
        })
    }

    async fn who(&self, caller: &Caller, board: &BoardId) -> Result<Option<Who>, RegisterError> {
        Ok(match caller {
            Caller::Ticket { id } if self.boards.contains(board) => bearer(id),
            Caller::Ticket { .. } | Caller::Device { .. } | Caller::Stranger => None,
        })
    }

    fn standings(&self) -> broadcast::Receiver<Standing> {
        self.standings.subscribe()
    }
}
