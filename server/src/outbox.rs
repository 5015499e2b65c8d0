//! What waits to be sent on one socket: bounded in bytes, so that a slow reader costs the
//! server little. Presence is dropped first; a reader slower than the work on the board is
//! closed, and syncs again when it comes back. It never blocks whoever sends.

use crate::limits::Limits;
use shared::wire::{PeerId, Unaddressed};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Notify, watch};

/// Room for this many frames is kept while none waits.
const IDLE_FRAMES: usize = 4;

/// A frame that waits: one's own, or one for several, which is written out for each only as it leaves,
/// so that hundreds who wait for the same frame hold it once.
#[derive(Debug)]
pub enum Parcel {
    Own(Vec<u8>),
    Shared { frame: Arc<Unaddressed>, to: Arc<PeerId> },
}

impl From<Vec<u8>> for Parcel {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Own(bytes)
    }
}

impl Parcel {
    fn len(&self) -> usize {
        match self {
            Self::Own(bytes) => bytes.len(),
            Self::Shared { frame, to } => frame.len_to(to),
        }
    }

    fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Own(bytes) => bytes,
            Self::Shared { frame, to } => frame.to(&to),
        }
    }
}

/// What the socket does next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    Frame(Vec<u8>),
    Ping,
    /// Say why, and end.
    Close(Goodbye),
}

/// Why a socket ends, and when its client is to come back, if it is not to choose that itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goodbye {
    pub why: &'static str,
    pub back_in: Option<Duration>,
}

impl From<&'static str> for Goodbye {
    fn from(why: &'static str) -> Self {
        Self { why, back_in: None }
    }
}

#[derive(Debug)]
pub struct Outbox {
    limits: Arc<Limits>,
    waiting: Mutex<Waiting>,
    ready: Notify,
    ending: watch::Sender<bool>,
}

#[derive(Debug, Default)]
struct Waiting {
    frames: VecDeque<(Parcel, Weight)>,
    bytes: usize,
    /// How many of the frames are presence.
    presence: usize,
    ping: bool,
    closing: Option<Goodbye>,
}

/// What a frame is worth when its reader is slow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Nobody misses it a moment later.
    Presence,
    Work,
}

impl Outbox {
    pub fn new(limits: Arc<Limits>) -> Self {
        Self { limits, waiting: Mutex::default(), ready: Notify::new(), ending: watch::Sender::default() }
    }

    /// How much waits, in bytes.
    pub fn waiting_bytes(&self) -> usize {
        self.waiting.lock().expect("no holder panics").bytes
    }

    /// Puts an encoded frame behind those that wait.
    pub fn send(&self, parcel: impl Into<Parcel>, weight: Weight) {
        let parcel = parcel.into();
        let length = parcel.len();
        let mut waiting = self.waiting.lock().expect("no holder panics");
        if waiting.closing.is_some() {
            return;
        }
        if weight == Weight::Presence && waiting.bytes + length > self.limits.presence_bytes {
            return;
        }
        // One frame larger than the bound still goes through alone.
        if waiting.bytes + length > self.limits.outbox_bytes && !waiting.frames.is_empty() {
            waiting.close("reading too slowly; come back and sync again");
            self.ending.send_replace(true);
        } else {
            waiting.bytes += length;
            waiting.presence += usize::from(weight == Weight::Presence);
            waiting.frames.push_back((parcel, weight));
            waiting.drop_presence(self.limits.presence_bytes);
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
    pub fn finish(&self, goodbye: Goodbye) {
        self.waiting.lock().expect("no holder panics").closing.get_or_insert(goodbye);
        self.ending.send_replace(true);
        self.ready.notify_one();
    }

    pub fn why_closed(&self) -> Option<&'static str> {
        self.waiting.lock().expect("no holder panics").closing.map(|goodbye| goodbye.why)
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

    /// The next thing to send if it waits already. For one reader.
    pub fn next_now(&self) -> Option<Next> {
        self.waiting.lock().expect("no holder panics").next()
    }

    /// The next thing to send. For one reader.
    pub async fn next(&self) -> Next {
        loop {
            if let Some(next) = self.next_now() {
                return next;
            }
            self.ready.notified().await;
        }
    }
}

impl Waiting {
    /// The first reason stands.
    fn close(&mut self, why: &'static str) {
        self.closing.get_or_insert(why.into());
        self.frames.clear();
        (self.bytes, self.presence) = (0, 0);
    }

    fn next(&mut self) -> Option<Next> {
        if std::mem::take(&mut self.ping) {
            return Some(Next::Ping);
        }
        match self.frames.pop_front() {
            Some((frame, weight)) => {
                self.presence -= usize::from(weight == Weight::Presence);
                self.bytes -= frame.len();
                if self.frames.is_empty() {
                    self.frames.shrink_to(IDLE_FRAMES);
                }
                Some(Next::Frame(frame.into_bytes()))
            }
            None => self.closing.map(Next::Close),
        }
    }

    /// Presence gives way as soon as work fills the queue.
    fn drop_presence(&mut self, above: usize) {
        if self.bytes <= above || self.presence == 0 {
            return;
        }
        self.presence = 0;
        self.frames.retain(|(_, weight)| *weight == Weight::Work);
        self.bytes = self.frames.iter().map(|(frame, _)| frame.len()).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::wire::{Frame, Route};

    const MAX_PRESENCE_BYTES: usize = 100;
    const MAX_BYTES: usize = 1_000;

    fn outbox() -> Outbox {
        let bounds =
            Limits { presence_bytes: MAX_PRESENCE_BYTES, outbox_bytes: MAX_BYTES, ..Limits::default() };
        Outbox::new(Arc::new(bounds))
    }

    fn work(bytes: usize) -> Vec<u8> {
        vec![7; bytes]
    }

    #[tokio::test]
    async fn a_slow_reader_loses_presence_before_any_work() {
        let outbox = outbox();
        outbox.send(vec![1], Weight::Presence);
        outbox.send(work(MAX_PRESENCE_BYTES), Weight::Work);
        outbox.send(vec![1], Weight::Presence);
        outbox.send(work(10), Weight::Work);

        assert_eq!(outbox.next().await, Next::Frame(work(MAX_PRESENCE_BYTES)));
        assert_eq!(outbox.next().await, Next::Frame(work(10)));
        outbox.send(vec![1], Weight::Presence);
        assert_eq!(outbox.next().await, Next::Frame(vec![1]));
    }

    #[tokio::test]
    async fn a_reader_who_falls_too_far_behind_is_told_to_come_back() {
        let outbox = outbox();
        outbox.send(work(MAX_BYTES + 1), Weight::Work);
        assert!(!outbox.is_closing(), "a large board alone still goes through");
        outbox.send(work(1), Weight::Work);
        assert!(matches!(outbox.next().await, Next::Close(_)));
    }

    #[tokio::test]
    async fn what_goes_to_several_is_written_out_for_each_as_it_leaves() {
        let board = shared::wire::board_id([1; 16]);
        let name = |name| Arc::new(PeerId::parse(name).expect("a name"));
        let route = Route { sender: (*name("table")).clone(), target: (*name("table")).clone() };
        let held = Frame::Held { route, board, held: true };
        let frame = Arc::new(held.clone().unaddressed());
        for to in [name("amina"), name("bruno-on-his-other-telephone")] {
            let outbox = outbox();
            outbox.send(Parcel::Shared { frame: frame.clone(), to: to.clone() }, Weight::Work);
            let Next::Frame(bytes) = outbox.next().await else { panic!("a frame waits") };
            assert_eq!(bytes, frame.to(&to));
            assert_eq!(outbox.waiting_bytes(), 0);
        }
    }
}
