//! A register that is forgotten with the process: for tests, and for trying things out.

mod joining;

use super::{
    Admitted, Alteration, Board, CODE_TRIES, Code, Joined, Joining, Link, MAX_BOARDS, MAX_DEVICES,
    MAX_HANDED_BY_MEMBER, MAX_HANDED_ON_BOARD, MAX_LINKS, MAX_TICKETS, Member, MemberDevice, Newcomer, Place,
    Register, RegisterError, Removal, TicketOf,
};
use crate::admission::Caller;
use crate::secret::SecretHash;
use shared::door::{Handed, Membership, Role, Ticket, Waiter, Waiting};
use shared::ids::{BoardId, MemberId};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

#[derive(Debug, Default)]
pub struct MemoryRegister(Mutex<Rows>);

#[derive(Debug, Default)]
struct Rows {
    boards: Vec<Board>,
    links: Vec<(SecretHash, Link)>,
    /// Gone members keep their row, without name, so that their id stays taken.
    members: BTreeMap<(BoardId, MemberId), Option<Member>>,
    devices: BTreeMap<String, SecretHash>,
    /// By device and board.
    places: BTreeMap<(String, BoardId), PlaceRow>,
    /// By name, with the tries that are left.
    codes: BTreeMap<String, (Code, u32)>,
    tickets: Vec<(SecretHash, TicketOf, Ticket)>,
    /// At the door, first come first.
    waiting: Vec<joining::WaitingRow>,
    handed: Vec<(BoardId, Handed)>,
}

#[derive(Clone, Debug)]
struct PlaceRow {
    member: MemberId,
    added: i64,
    last_seen: i64,
}

impl MemoryRegister {
    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.0.lock().expect("no holder panics")
    }
}

impl Rows {
    fn member(&self, board: &BoardId, member: &MemberId) -> Option<&Member> {
        self.members.get(&(board.clone(), member.clone()))?.as_ref()
    }

    fn present<'a>(&'a self, board: &'a BoardId) -> impl Iterator<Item = &'a Member> {
        self.members.iter().filter(move |((of, _), _)| of == board).filter_map(|(_, member)| member.as_ref())
    }

    fn is_last_secretariat(&self, board: &BoardId, member: &MemberId) -> bool {
        let mut secretariat = self.present(board).filter(|one| one.role == Role::Secretariat);
        secretariat.next().is_some_and(|first| first.member == *member) && secretariat.next().is_none()
    }

    fn membership(&self, board: &BoardId, member: &MemberId) -> Option<Membership> {
        let name = self.boards.iter().find(|one| one.id == *board)?.name.clone();
        let member = self.member(board, member)?;
        Some(Membership {
            board: board.clone(),
            board_name: name,
            member: member.member.clone(),
            role: member.role,
            organisation: member.organisation.clone(),
            name: member.name.clone(),
            function: member.function.clone(),
        })
    }

    fn devices_of(&self, board: &BoardId, member: &MemberId) -> Vec<String> {
        let theirs = self.places.iter().filter(|((_, of), place)| of == board && place.member == *member);
        theirs.map(|((device, _), _)| device.clone()).collect()
    }

    fn take(&mut self, newcomer: &Newcomer) {
        self.devices.entry(newcomer.id.clone()).or_insert(newcomer.secret);
    }

    fn remove_member(&mut self, board: &BoardId, member: &MemberId) -> Removal {
        if self.member(board, member).is_none() {
            return Removal::NotThere;
        }
        if self.is_last_secretariat(board, member) {
            return Removal::LastSecretariat;
        }
        let devices = self.devices_of(board, member).into_iter();
        let mut callers: Vec<Caller> = devices.map(|id| Caller::Device { id }).collect();
        self.places.retain(|(_, of), place| of != board || place.member != *member);
        self.tickets.retain(|(_, of, ticket)| {
            let theirs = of.board == *board && of.member == *member;
            if theirs {
                callers.push(Caller::Ticket { id: ticket.id.clone() });
            }
            !theirs
        });
        self.members.insert((board.clone(), member.clone()), None);
        Removal::Gone { callers, member_gone: true }
    }

    fn remove_device(&mut self, board: &BoardId, member: &MemberId, device: &str) -> Removal {
        let key = (device.to_owned(), board.clone());
        if self.places.get(&key).is_none_or(|place| place.member != *member) {
            return Removal::NotThere;
        }
        if self.devices_of(board, member).len() == 1 && self.is_last_secretariat(board, member) {
            return Removal::LastSecretariat;
        }
        self.places.remove(&key);
        Removal::Gone { callers: vec![Caller::Device { id: device.to_owned() }], member_gone: false }
    }
}

#[async_trait::async_trait]
impl Register for MemoryRegister {
    async fn probe(&self) -> Result<(), RegisterError> {
        Ok(())
    }

    async fn boards(&self) -> Result<Vec<Board>, RegisterError> {
        Ok(self.rows().boards.iter().take(MAX_BOARDS as usize).cloned().collect())
    }

    async fn board(&self, board: &BoardId) -> Result<Option<Board>, RegisterError> {
        Ok(self.rows().boards.iter().find(|one| one.id == *board).cloned())
    }

    async fn add_board(&self, board: &Board, _now: i64) -> Result<(), RegisterError> {
        let mut rows = self.rows();
        if !rows.boards.iter().any(|one| one.id == board.id) {
            rows.boards.push(board.clone());
        }
        Ok(())
    }

    async fn rename_board(&self, board: &BoardId, name: &str) -> Result<(), RegisterError> {
        if let Some(row) = self.rows().boards.iter_mut().find(|one| one.id == *board) {
            name.clone_into(&mut row.name);
        }
        Ok(())
    }

    async fn add_link(&self, link: &Link, secret: &SecretHash) -> Result<(), RegisterError> {
        self.rows().links.push((*secret, link.clone()));
        Ok(())
    }

    async fn link(&self, secret: &SecretHash) -> Result<Option<Link>, RegisterError> {
        Ok(self.rows().links.iter().find(|(of, _)| of == secret).map(|(_, link)| link.clone()))
    }

    async fn links(&self, board: &BoardId) -> Result<Vec<Link>, RegisterError> {
        let rows = self.rows();
        let of_board = rows.links.iter().rev().map(|(_, link)| link);
        let of_board = of_board.filter(|link| link.board.as_ref() == Some(board));
        let mut links: Vec<Link> = of_board.cloned().collect();
        links.sort_by_key(|link| std::cmp::Reverse(link.created));
        links.truncate(MAX_LINKS as usize);
        Ok(links)
    }

    async fn close_link(&self, board: &BoardId, id: &str) -> Result<bool, RegisterError> {
        let mut rows = self.rows();
        let mut links = rows.links.iter_mut().map(|(_, link)| link);
        let found = links.find(|link| link.board.as_ref() == Some(board) && link.id == id);
        Ok(found.map(|link| link.closed = true).is_some())
    }

    async fn join(&self, joining: &Joining, now: i64) -> Result<Joined, RegisterError> {
        self.rows().join(joining, now)
    }

    async fn waiting(&self, board: &BoardId) -> Result<Vec<Waiter>, RegisterError> {
        Ok(self.rows().waiting(board))
    }

    async fn waits(&self, device: &str) -> Result<Vec<Waiting>, RegisterError> {
        Ok(self.rows().waits(device))
    }

    async fn admit(&self, board: &BoardId, waiter: &str, now: i64) -> Result<Admitted, RegisterError> {
        Ok(self.rows().admit(board, waiter, now))
    }

    async fn decline(&self, board: &BoardId, waiter: &str, reason: &str) -> Result<bool, RegisterError> {
        Ok(self.rows().decline(board, waiter, reason))
    }

    async fn walk_off(&self, board: &BoardId, device: &str) -> Result<bool, RegisterError> {
        Ok(self.rows().walk_off(board, device))
    }

    async fn hand(&self, board: &BoardId, work: &Handed) -> Result<bool, RegisterError> {
        let mut rows = self.rows();
        let on_board = rows.handed.iter().filter(|(of, _)| of == board);
        let all = on_board.clone().count();
        let theirs = on_board.filter(|(_, kept)| kept.member == work.member).count();
        if all >= MAX_HANDED_ON_BOARD as usize || theirs >= MAX_HANDED_BY_MEMBER as usize {
            return Ok(false);
        }
        rows.handed.push((board.clone(), work.clone()));
        Ok(true)
    }

    async fn handed(&self, board: &BoardId) -> Result<Vec<Handed>, RegisterError> {
        let rows = self.rows();
        let here = rows.handed.iter().filter(|(of, _)| of == board);
        Ok(here.map(|(_, work)| work.clone()).collect())
    }

    async fn put_away(&self, board: &BoardId, id: &str) -> Result<bool, RegisterError> {
        let mut rows = self.rows();
        let before = rows.handed.len();
        rows.handed.retain(|(of, work)| of != board || work.id != id);
        Ok(rows.handed.len() < before)
    }

    async fn members(&self, board: &BoardId) -> Result<Vec<Member>, RegisterError> {
        let rows = self.rows();
        let mut members: Vec<Member> = rows.present(board).cloned().collect();
        members.sort_by(|a, b| (a.joined, &a.member).cmp(&(b.joined, &b.member)));
        Ok(members)
    }

    async fn change_member(&self, board: &BoardId, member: &Member) -> Result<Alteration, RegisterError> {
        let mut rows = self.rows();
        if member.role != Role::Secretariat && rows.is_last_secretariat(board, &member.member) {
            return Ok(Alteration::LastSecretariat);
        }
        match rows.members.get_mut(&(board.clone(), member.member.clone())) {
            Some(Some(row)) => *row = Member { joined: row.joined, ..member.clone() },
            Some(None) | None => return Ok(Alteration::NotThere),
        }
        Ok(Alteration::Done)
    }

    async fn remove_member(
        &self,
        board: &BoardId,
        member: &MemberId,
        _now: i64,
    ) -> Result<Removal, RegisterError> {
        Ok(self.rows().remove_member(board, member))
    }

    async fn device(&self, secret: &SecretHash) -> Result<Option<String>, RegisterError> {
        Ok(self.rows().devices.iter().find(|(_, of)| *of == secret).map(|(id, _)| id.clone()))
    }

    async fn place(&self, device: &str, board: &BoardId) -> Result<Option<Place>, RegisterError> {
        let rows = self.rows();
        let Some(place) = rows.places.get(&(device.to_owned(), board.clone())) else { return Ok(None) };
        let member = rows.member(board, &place.member).cloned();
        Ok(member.map(|member| Place { member, last_seen: place.last_seen }))
    }

    async fn memberships(&self, device: &str) -> Result<Vec<Membership>, RegisterError> {
        let rows = self.rows();
        let places = rows.places.iter().filter(|((of, _), _)| of == device);
        Ok(places.filter_map(|((_, board), place)| rows.membership(board, &place.member)).collect())
    }

    async fn devices(&self, board: &BoardId) -> Result<Vec<MemberDevice>, RegisterError> {
        let rows = self.rows();
        let places = rows.places.iter().filter(|((_, of), _)| of == board);
        let mut devices: Vec<MemberDevice> = places
            .map(|((device, _), place)| MemberDevice {
                member: place.member.clone(),
                id: device.clone(),
                added: place.added,
                last_seen: place.last_seen,
            })
            .collect();
        devices.sort_by(|a, b| (a.added, &a.id).cmp(&(b.added, &b.id)));
        Ok(devices)
    }

    async fn seen(&self, device: &str, board: &BoardId, now: i64) -> Result<(), RegisterError> {
        if let Some(place) = self.rows().places.get_mut(&(device.to_owned(), board.clone())) {
            place.last_seen = now;
        }
        Ok(())
    }

    async fn remove_device(
        &self,
        board: &BoardId,
        member: &MemberId,
        device: &str,
    ) -> Result<Removal, RegisterError> {
        Ok(self.rows().remove_device(board, member, device))
    }

    async fn leave(&self, board: &BoardId, device: &str, _now: i64) -> Result<Removal, RegisterError> {
        let mut rows = self.rows();
        let Some(place) = rows.places.get(&(device.to_owned(), board.clone())) else {
            return Ok(Removal::NotThere);
        };
        let member = place.member.clone();
        if rows.devices_of(board, &member).len() == 1 {
            return Ok(rows.remove_member(board, &member));
        }
        Ok(rows.remove_device(board, &member, device))
    }

    async fn add_code(&self, code: &Code, now: i64) -> Result<bool, RegisterError> {
        let mut rows = self.rows();
        rows.codes.retain(|_, (kept, _)| kept.device != code.device && now < kept.expires);
        if rows.codes.contains_key(&code.name) {
            return Ok(false);
        }
        rows.codes.insert(code.name.clone(), (code.clone(), CODE_TRIES));
        Ok(true)
    }

    async fn enter_code(
        &self,
        name: &str,
        secret: &SecretHash,
        newcomer: &Newcomer,
        now: i64,
    ) -> Result<bool, RegisterError> {
        let mut rows = self.rows();
        rows.codes.retain(|_, (kept, _)| now < kept.expires);
        let Some((code, tries_left)) = rows.codes.get_mut(name) else { return Ok(false) };
        if code.secret != *secret {
            *tries_left -= 1;
            rows.codes.retain(|_, (_, tries_left)| *tries_left > 0);
            return Ok(false);
        }
        let from = code.device.clone();
        rows.codes.remove(name);
        rows.take(newcomer);
        let places = rows.places.iter().filter(|((device, _), _)| *device == from);
        let given: Vec<(BoardId, MemberId)> =
            places.map(|((_, board), place)| (board.clone(), place.member.clone())).collect();
        for (board, member) in given {
            if rows.devices_of(&board, &member).len() < MAX_DEVICES as usize {
                let place = PlaceRow { member, added: now, last_seen: now };
                rows.places.entry((newcomer.id.clone(), board)).or_insert(place);
            }
        }
        Ok(true)
    }

    async fn add_ticket(
        &self,
        of: &TicketOf,
        ticket: &Ticket,
        secret: &SecretHash,
    ) -> Result<bool, RegisterError> {
        let mut rows = self.rows();
        let theirs = rows.tickets.iter().filter(|(_, theirs, _)| theirs == of);
        if theirs.filter(|(_, _, row)| ticket.created < row.expires).count() >= MAX_TICKETS as usize {
            return Ok(false);
        }
        rows.tickets.push((*secret, of.clone(), ticket.clone()));
        Ok(true)
    }

    async fn tickets(&self, of: &TicketOf, now: i64) -> Result<Vec<Ticket>, RegisterError> {
        let rows = self.rows();
        let theirs = rows.tickets.iter().filter(|(_, theirs, ticket)| theirs == of && now < ticket.expires);
        Ok(theirs.map(|(_, _, ticket)| ticket.clone()).collect())
    }

    async fn revoke_ticket(&self, of: &TicketOf, id: &str) -> Result<bool, RegisterError> {
        let mut rows = self.rows();
        let before = rows.tickets.len();
        rows.tickets.retain(|(_, theirs, ticket)| theirs != of || ticket.id != id);
        Ok(rows.tickets.len() < before)
    }

    async fn ticket(&self, secret: &SecretHash, now: i64) -> Result<Option<String>, RegisterError> {
        let rows = self.rows();
        let found = rows.tickets.iter().find(|(of, _, ticket)| of == secret && now < ticket.expires);
        Ok(found.map(|(_, _, ticket)| ticket.id.clone()))
    }

    async fn ticket_place(
        &self,
        ticket: &str,
        board: &BoardId,
        now: i64,
    ) -> Result<Option<Member>, RegisterError> {
        let rows = self.rows();
        let runs = |of: &TicketOf, row: &Ticket| row.id == ticket && of.board == *board && now < row.expires;
        let found = rows.tickets.iter().find(|(_, of, row)| runs(of, row));
        Ok(found.and_then(|(_, of, _)| rows.member(board, &of.member).cloned()))
    }
}
