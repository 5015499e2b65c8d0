//! The demonstration partnership: a board from the sample on a server that has none yet, and
//! links to it.
//!
//! Links are kept as digests, so they cannot be printed twice: each start makes new ones, for a
//! few days, for the places that nobody has taken yet.

use crate::app::App;
use crate::invite::Opening;
use crate::live::LiveError;
use crate::register::{Board as BoardRow, RegisterError};
use shared::door::Role;
use shared::ids::{BoardId, RecordId};
use shared::record::Records;
use shared::sample;
use shared::sections::organisations::organisations;
use shared::sections::{Kind, Phrase};
use shared::wire::board_id;

/// How many organisations of the sample get a link.
const INVITED: usize = 2;
const LINK_DAYS: i64 = 3;
const DAY_S: i64 = 86_400;

#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error(transparent)]
    Register(#[from] RegisterError),
    #[error("the demonstration cannot be written; start with --no-demo")]
    Board(#[from] LiveError),
}

/// A link of the demonstration, to be printed.
pub struct DemoLink {
    pub role: Role,
    pub organisation_name: String,
    pub path: String,
}

/// Makes the demonstration on a server without boards, and links to what nobody has taken. On a
/// server that has boards but no demonstration: nothing.
///
/// # Errors
/// Something cannot be read or written.
pub async fn prepare(app: &App) -> Result<Vec<DemoLink>, DemoError> {
    let boards = app.register.boards().await?;
    match boards.iter().find(|board| board.is_demo) {
        Some(demo) => links(app, &demo.id).await,
        None if boards.is_empty() => {
            let board = begin(app).await?;
            links(app, &board).await
        }
        None => Ok(vec![]),
    }
}

/// Writes the sample on a new board. The register hears of it last: a start that was cut short
/// begins anew.
async fn begin(app: &App) -> Result<BoardId, DemoError> {
    let mut document = [0; 16];
    getrandom::fill(&mut document).expect("an operating system without randomness runs no server");
    let board = board_id(document);
    for act in sample::living_lagoon() {
        app.live.perform(&board, act).await?;
    }
    let name = sampled().single(Kind::About).map(|about| Phrase::read(about, "name").plain().to_owned());
    let row = BoardRow { id: board.clone(), name: name.unwrap_or_default(), is_demo: true };
    app.register.add_board(&row, app.now()).await?;
    Ok(board)
}

async fn links(app: &App, board: &BoardId) -> Result<Vec<DemoLink>, DemoError> {
    let members = app.register.members(board).await?;
    let mut links = vec![];
    for (role, organisation) in places() {
        let id = organisation.as_ref().map(|(id, _)| id);
        if members.iter().any(|member| member.role == role && member.organisation.as_ref() == id) {
            continue;
        }
        let organisation_name = organisation.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
        let opening = Opening { board: Some(board.clone()), role, organisation };
        let path = opening.link(&*app.register, app.now(), LINK_DAYS * DAY_S).await?;
        links.push(DemoLink { role, organisation_name, path });
    }
    Ok(links)
}

/// One place per role, and one for each of the first organisations.
fn places() -> Vec<(Role, Option<(RecordId, String)>)> {
    let at_the_table = organisations(&sampled()).into_iter().take(INVITED);
    let partners = at_the_table.map(|one| (Role::Partner, Some((one.id, one.name.plain().to_owned()))));
    let mut places = vec![(Role::Secretariat, None)];
    places.extend(partners);
    places.push((Role::Observer, None));
    places
}

/// The sample as it reads on its board.
fn sampled() -> Records {
    let mut records = Records::default();
    for act in sample::living_lagoon() {
        records.apply(&act, "", 0);
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demonstration_invites_the_secretariat_two_organisations_and_an_observer() {
        let places = places();
        let roles: Vec<Role> = places.iter().map(|(role, _)| *role).collect();
        assert_eq!(roles, [Role::Secretariat, Role::Partner, Role::Partner, Role::Observer]);
        assert_eq!(places[1].1.as_ref().map(|(_, name)| name.as_str()), Some("Métropole de Port-Lumière"));
        assert_ne!(places[1].1, places[2].1);
    }
}
