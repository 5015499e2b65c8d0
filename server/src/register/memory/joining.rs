//! Coming in by a link: at once, through the waiting room, or back to one's own place.

use super::{PlaceRow, Rows};
use crate::register::{
    Admitted, Joined, Joining, Link, MAX_DEVICES, MAX_MEMBERS, MAX_WAITING, Member, Newcomer, RegisterError,
};
use crate::secret::{SecretHash, fresh_id};
use shared::door::{Membership, Waiter, Waiting};
use shared::ids::{BoardId, MemberId};

#[derive(Debug)]
pub(super) struct WaitingRow {
    id: String,
    board: BoardId,
    device: String,
    link: Link,
    member: MemberId,
    name: String,
    function: String,
    since: i64,
    declined: Option<String>,
}

impl Rows {
    pub(super) fn join(&mut self, joining: &Joining, now: i64) -> Result<Joined, RegisterError> {
        let used = |(of, _): &(SecretHash, Link)| *of == joining.link;
        let Some(at) = self.links.iter().position(used) else { return Ok(Joined::LinkEnded) };
        let link = self.links[at].1.clone();
        let Some(board) = joining.board(&link) else { return Ok(Joined::LinkEnded) };
        if let Some(already) = self.membership_of(&joining.device.id, &board) {
            return Ok(Joined::Member(already));
        }
        let mut waits = self.waits(&joining.device.id).into_iter();
        if let Some(waits) = waits.find(|waits| waits.board == board && waits.declined.is_none()) {
            return Ok(Joined::Waits(waits));
        }
        if !link.is_open(now) {
            return Ok(Joined::LinkEnded);
        }
        if let Some(member) = &link.returns {
            return self.come_back((&board, member), (at, &joining.device), now);
        }
        let is_there = joining.founds.is_some() && self.boards.iter().any(|one| one.id == board);
        if is_there || self.members.contains_key(&(board.clone(), joining.member.clone())) {
            return Ok(Joined::Taken);
        }
        if link.admission {
            return self.wait(&board, (at, joining), now);
        }
        if self.is_full(&board) {
            return Ok(Joined::Full);
        }
        self.links[at].1.uses_left -= 1;
        self.boards.extend(joining.founds.clone());
        self.add_member(&board, (&joining.member, &joining.name, &joining.function), (&link, now));
        self.take(&joining.device);
        self.seat(&joining.device.id, (&board, &joining.member), now)
    }

    fn come_back(
        &mut self,
        of: (&BoardId, &MemberId),
        (at, device): (usize, &Newcomer),
        now: i64,
    ) -> Result<Joined, RegisterError> {
        if self.member(of.0, of.1).is_none() {
            return Ok(Joined::LinkEnded);
        }
        if self.devices_of(of.0, of.1).len() >= MAX_DEVICES as usize {
            return Ok(Joined::Full);
        }
        self.links[at].1.uses_left -= 1;
        self.take(device);
        self.seat(&device.id, of, now)
    }

    fn wait(
        &mut self,
        board: &BoardId,
        (at, joining): (usize, &Joining),
        now: i64,
    ) -> Result<Joined, RegisterError> {
        if self.waiting(board).len() >= MAX_WAITING as usize {
            return Ok(Joined::Full);
        }
        self.links[at].1.uses_left -= 1;
        self.take(&joining.device);
        self.walk_off(board, &joining.device.id);
        self.waiting.push(WaitingRow {
            id: fresh_id(),
            board: board.clone(),
            device: joining.device.id.clone(),
            link: self.links[at].1.clone(),
            member: joining.member.clone(),
            name: joining.name.clone(),
            function: joining.function.clone(),
            since: now,
            declined: None,
        });
        let waits = self.waits(&joining.device.id).into_iter().find(|waits| waits.board == *board);
        waits.map(Joined::Waits).ok_or(RegisterError::Unknown("a link to no board"))
    }

    pub(super) fn waiting(&self, board: &BoardId) -> Vec<Waiter> {
        let here = self.waiting.iter().filter(|row| row.board == *board && row.declined.is_none());
        let waiter = |row: &WaitingRow| Waiter {
            id: row.id.clone(),
            name: row.name.clone(),
            function: row.function.clone(),
            role: row.link.role,
            organisation: row.link.organisation.clone(),
            organisation_name: row.link.organisation_name.clone(),
            link_created: row.link.created,
            since: row.since,
        };
        here.map(waiter).collect()
    }

    pub(super) fn waits(&self, device: &str) -> Vec<Waiting> {
        let waits = |row: &WaitingRow| {
            Some(Waiting {
                board: row.board.clone(),
                board_name: self.boards.iter().find(|one| one.id == row.board)?.name.clone(),
                role: row.link.role,
                organisation_name: row.link.organisation_name.clone(),
                since: row.since,
                declined: row.declined.clone(),
            })
        };
        self.waiting.iter().filter(|row| row.device == device).filter_map(waits).collect()
    }

    pub(super) fn admit(&mut self, board: &BoardId, waiter: &str, now: i64) -> Admitted {
        let waits = |row: &WaitingRow| row.board == *board && row.id == waiter && row.declined.is_none();
        let Some(at) = self.waiting.iter().position(waits) else { return Admitted::NotThere };
        if self.is_full(board) {
            return Admitted::Full;
        }
        let row = self.waiting.remove(at);
        let is_taken = self.members.contains_key(&(board.clone(), row.member.clone()));
        if is_taken || self.membership_of(&row.device, board).is_some() {
            return Admitted::NotThere;
        }
        self.add_member(board, (&row.member, &row.name, &row.function), (&row.link, now));
        let place = PlaceRow { member: row.member.clone(), added: now, last_seen: now };
        self.places.insert((row.device, board.clone()), place);
        Admitted::Member(row.member)
    }

    pub(super) fn decline(&mut self, board: &BoardId, waiter: &str, reason: &str) -> bool {
        let mut here = self.waiting.iter_mut().filter(|row| row.board == *board && row.declined.is_none());
        let Some(row) = here.find(|row| row.id == waiter) else { return false };
        row.declined = Some(reason.to_owned());
        row.name.clear();
        row.function.clear();
        let declined = self.waiting.iter().filter(|row| row.board == *board && row.declined.is_some());
        if declined.count() > MAX_WAITING as usize
            && let Some(earliest) =
                self.waiting.iter().position(|row| row.board == *board && row.declined.is_some())
        {
            self.waiting.remove(earliest);
        }
        true
    }

    pub(super) fn walk_off(&mut self, board: &BoardId, device: &str) -> bool {
        let before = self.waiting.len();
        self.waiting.retain(|row| row.board != *board || row.device != device);
        self.waiting.len() < before
    }

    fn membership_of(&self, device: &str, board: &BoardId) -> Option<Membership> {
        let place = self.places.get(&(device.to_owned(), board.clone()))?;
        self.membership(board, &place.member)
    }

    fn is_full(&self, board: &BoardId) -> bool {
        self.present(board).count() >= MAX_MEMBERS as usize
    }

    fn add_member(
        &mut self,
        board: &BoardId,
        (member, name, function): (&MemberId, &str, &str),
        (link, now): (&Link, i64),
    ) {
        let joins = Member {
            member: member.clone(),
            name: name.to_owned(),
            function: function.to_owned(),
            role: link.role,
            organisation: link.organisation.clone(),
            joined: now,
        };
        self.members.insert((board.clone(), member.clone()), Some(joins));
    }

    /// Gives the device its place on the board.
    fn seat(&mut self, device: &str, of: (&BoardId, &MemberId), now: i64) -> Result<Joined, RegisterError> {
        let place = PlaceRow { member: of.1.clone(), added: now, last_seen: now };
        self.places.insert((device.to_owned(), of.0.clone()), place);
        self.walk_off(of.0, device);
        let seated = self.membership(of.0, of.1);
        seated.map(Joined::Member).ok_or(RegisterError::Unknown("a link to no board"))
    }
}
