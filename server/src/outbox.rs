//! What waits to be sent on one socket: bounded in bytes, so that a slow reader costs the
//! server little. Presence is dropped first; a reader slower than the work on the board is
//! closed, and syncs again when it comes back. It never blocks whoever sends.

use shared::wire::Frame;
use std::collections::VecDeque;
use std::sync::Mutex;
use tokio::sync::{Notify, watch};

/// Beyond this, presence is dropped.
const MAX_PRESENCE_BYTES: usize = 256 * 1024;
/// Beyond this, the socket closes. One frame larger than it still goes through alone.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// What the socket does next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    Frame(Vec<u8>),
    Ping,
    /// Say why, and end.
    Close(&'static str),
}

#[derive(Debug, Default)]
pub struct Outbox {
    waiting: Mutex<Waiting>,
    ready: Notify,
    ending: watch::Sender<bool>,
}

#[derive(Debug, Default)]
struct Waiting {
    frames: VecDeque<Vec<u8>>,
    bytes: usize,
    ping: bool,
    closing: Option<&'static str>,
}

impl Outbox {
    pub fn send(&self, frame: &Frame) {
        let bytes = frame.encode();
        let mut waiting = self.waiting.lock().expect("no holder panics");
        if waiting.closing.is_some() {
            return;
        }
        if matches!(frame, Frame::Ephemeral(_)) && waiting.bytes + bytes.len() > MAX_PRESENCE_BYTES {
            return;
        }
        if waiting.bytes + bytes.len() > MAX_BYTES && !waiting.frames.is_empty() {
            waiting.close("reading too slowly; come back and sync again");
            self.ending.send_replace(true);
        } else {
            waiting.bytes += bytes.len();
            waiting.frames.push_back(bytes);
        }
        drop(waiting);
        self.ready.notify_one();
    }

    pub fn ping(&self) {
        self.waiting.lock().expect("no holder panics").ping = true;
        self.ready.notify_one();
    }

    /// Ends the socket; what still waits is not sent.
    pub fn close(&self, why: &'static str) {
        self.waiting.lock().expect("no holder panics").close(why);
        self.ending.send_replace(true);
        self.ready.notify_one();
    }

    /// Ends the socket when what waits is sent.
    pub fn finish(&self, why: &'static str) {
        self.waiting.lock().expect("no holder panics").closing.get_or_insert(why);
        self.ending.send_replace(true);
        self.ready.notify_one();
    }

    pub fn is_closing(&self) -> bool {
        self.waiting.lock().expect("no holder panics").closing.is_some()
    }

    /// Returns once the outbox is closing.
    pub async fn closed(&self) {
        let mut ending = self.ending.subscribe();
        // The sender lives as long as the outbox: it cannot be gone.
        let _ = ending.wait_for(|ending| *ending).await;
    }

    /// The next thing to send. For one reader.
    pub async fn next(&self) -> Next {
        loop {
            if let Some(next) = self.waiting.lock().expect("no holder panics").next() {
                return next;
            }
            self.ready.notified().await;
        }
    }
}

impl Waiting {
    /// The first reason stands.
    fn close(&mut self, why: &'static str) {
        self.closing.get_or_insert(why);
        self.frames.clear();
        self.bytes = 0;
    }

    fn next(&mut self) -> Option<Next> {
        if std::mem::take(&mut self.ping) {
            return Some(Next::Ping);
        }
        match self.frames.pop_front() {
            Some(frame) => {
                self.bytes -= frame.len();
                Some(Next::Frame(frame))
            }
            None => self.closing.map(Next::Close),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::wire::{Ephemeral, PeerId, Route, board_id};

    fn route() -> Route {
        let peer = |name| PeerId::parse(name).unwrap();
        Route { sender: peer("server"), target: peer("amina") }
    }

    fn work(bytes: usize) -> Frame {
        Frame::Sync { route: route(), board: board_id([1; 16]), payload: vec![7; bytes] }
    }

    fn presence() -> Frame {
        Frame::Ephemeral(Ephemeral {
            route: route(),
            board: board_id([1; 16]),
            count: 1,
            session: "s".into(),
            payload: vec![7],
            member: None,
        })
    }

    #[tokio::test]
    async fn a_slow_reader_loses_presence_before_any_work() {
        let outbox = Outbox::default();
        outbox.send(&work(MAX_PRESENCE_BYTES));
        outbox.send(&presence());
        outbox.send(&work(10));

        assert_eq!(outbox.next().await, Next::Frame(work(MAX_PRESENCE_BYTES).encode()));
        assert_eq!(outbox.next().await, Next::Frame(work(10).encode()));
        outbox.send(&presence());
        assert_eq!(outbox.next().await, Next::Frame(presence().encode()));
    }

    #[tokio::test]
    async fn a_reader_who_falls_too_far_behind_is_told_to_come_back() {
        let outbox = Outbox::default();
        outbox.send(&work(MAX_BYTES + 1));
        assert!(!outbox.is_closing(), "a large board alone still goes through");
        outbox.send(&work(1));
        assert!(matches!(outbox.next().await, Next::Close(_)));
    }
}
