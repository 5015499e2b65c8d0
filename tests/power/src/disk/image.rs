//! A file as this process sees it, and what of it the disk has not been told to keep.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// The images of all files, by path.
pub struct Images {
    seed: u64,
    all: Mutex<HashMap<String, Arc<Image>>>,
}

impl Images {
    pub fn new(seed: u64) -> Self {
        Self { seed, all: Mutex::default() }
    }

    /// The image of a file: as it is on the disk, if nobody has it open.
    pub fn of(&self, path: &str) -> Arc<Image> {
        let mut all = self.all.lock().expect("no holder panics");
        let read = || {
            let bytes = std::fs::read(path).unwrap_or_default();
            let dice = self.seed
                ^ path.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
                    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
                });
            Arc::new(Image(Mutex::new(Pages { bytes, unsynced: vec![], dice })))
        };
        all.entry(path.to_owned()).or_insert_with(read).clone()
    }

    /// The file is deleted.
    pub fn forget(&self, path: &str) {
        self.all.lock().expect("no holder panics").remove(path);
    }
}

/// One file.
pub struct Image(Mutex<Pages>);

struct Pages {
    bytes: Vec<u8>,
    unsynced: Vec<Done>,
    dice: u64,
}

enum Done {
    Write { at: usize, bytes: Vec<u8> },
    Truncate { size: usize },
}

/// What is to be done to the file now.
pub enum Act<'a> {
    Write { at: usize, bytes: &'a [u8] },
    Truncate { size: usize },
}

impl Image {
    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().expect("no holder panics")
    }

    pub fn len(&self) -> usize {
        self.pages().bytes.len()
    }

    /// Whether all that was asked for is there; zeros stand for what is not.
    pub fn read(&self, at: usize, into: &mut [u8]) -> bool {
        let pages = self.pages();
        let there = pages.bytes.get(at..).unwrap_or_default();
        let count = there.len().min(into.len());
        into[..count].copy_from_slice(&there[..count]);
        into[count..].fill(0);
        count == into.len()
    }

    /// Notes a write, and says how many of its bytes happen to reach the disk at once.
    pub fn write(&self, at: usize, from: &[u8]) -> usize {
        let mut pages = self.pages();
        let end = at + from.len();
        if pages.bytes.len() < end {
            pages.bytes.resize(end, 0);
        }
        pages.bytes[at..end].copy_from_slice(from);
        pages.unsynced.push(Done::Write { at, bytes: from.to_vec() });
        match pages.roll() % 6 {
            0 => from.len(),
            1 => (pages.roll() as usize) % from.len().max(1),
            _ => 0, // mostly it waits
        }
    }

    pub fn truncate(&self, size: usize) {
        let mut pages = self.pages();
        pages.bytes.resize(size, 0);
        pages.unsynced.push(Done::Truncate { size });
    }

    /// Hands over what waits, in order; it waits no more.
    pub fn flush(&self, mut act: impl FnMut(Act<'_>)) {
        // Held until all is done, so that nothing that comes meanwhile counts as synced.
        let mut pages = self.pages();
        for done in std::mem::take(&mut pages.unsynced) {
            match &done {
                Done::Write { at, bytes } => act(Act::Write { at: *at, bytes }),
                Done::Truncate { size } => act(Act::Truncate { size: *size }),
            }
        }
    }
}

impl Pages {
    /// Xorshift: any plan with the same seed goes the same way.
    fn roll(&mut self) -> u64 {
        self.dice |= 1;
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        self.dice >> 16
    }
}
