//! What strangers send, for a bounded time: the fuzzing targets with bytes from a number, the
//! corpus, and both mixed. `TABLEE_FUZZ_SECONDS` makes each target run longer.

#![expect(clippy::unwrap_used, reason = "a test says best where it broke")]

#[path = "../../fuzz/targets/mod.rs"]
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Seconds for each target when nobody asks for more.
const SECONDS: u64 = 3;

static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

/// Numbers that look random and are the same each time (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound
    }

    fn bytes(&mut self, most: usize) -> Vec<u8> {
        let length = self.below(most);
        (0..length).map(|_| self.below(256) as u8).collect()
    }

    /// One of the corpus with some bytes changed, or the end of another behind its beginning.
    fn near(&mut self, corpus: &[Vec<u8>], most: usize) -> Vec<u8> {
        if corpus.is_empty() || self.below(4) == 0 {
            return self.bytes(most);
        }
        let mut bytes = corpus[self.below(corpus.len())].clone();
        if self.below(3) == 0 {
            let other = &corpus[self.below(corpus.len())];
            bytes.truncate(self.below(bytes.len() + 1));
            bytes.extend(&other[self.below(other.len() + 1)..]);
        }
        for _ in 0..self.below(6) {
            if bytes.is_empty() {
                break;
            }
            let at = self.below(bytes.len());
            match self.below(4) {
                0 => bytes[at] = self.below(256) as u8,
                1 => bytes[at] ^= 1 << self.below(8),
                2 => drop(bytes.remove(at)),
                _ => bytes.insert(at, [0, 1, 0x7f, 0x80, 0xff][self.below(5)]),
            }
        }
        bytes
    }
}

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let mut folders = vec![format!("{root}/fuzz/corpus/{name}")];
    if name == "frames" {
        folders.push(format!("{root}/shared/samples/wire"));
    }
    let files = folders.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten();
    let mut paths: Vec<_> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read(path).ok()).collect()
}

fn run(name: &str) {
    let (_, target, most) = targets::TARGETS.into_iter().find(|(of, ..)| *of == name).unwrap();
    let seconds = std::env::var("TABLEE_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let until = Instant::now() + Duration::from_secs(seconds.unwrap_or(SECONDS));
    let corpus = corpus(name);
    let seed = std::env::var("TABLEE_FUZZ_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(7);
    let mut chance = Chance(seed);
    // What is caught on the way is no finding; what is not is told below.
    std::panic::set_hook(Box::new(|panic| {
        if let Ok(mut last) = LAST_PANIC.lock() {
            *last = panic.to_string();
        }
    }));
    let mut executions = 0u64;
    let mut open: Vec<Vec<u8>> = corpus.clone();
    while !open.is_empty() || Instant::now() < until {
        let bytes = open.pop().unwrap_or_else(|| chance.near(&corpus, most));
        if catch_unwind(AssertUnwindSafe(|| target(&bytes))).is_err() {
            let path = std::env::temp_dir().join(format!("tablee-{name}-{seed}-{executions}"));
            std::fs::write(&path, &bytes).unwrap();
            let why = LAST_PANIC.lock().unwrap().clone();
            let _ = std::panic::take_hook();
            panic!("{name} did not survive {} bytes, kept at {}: {why}", bytes.len(), path.display());
        }
        executions += 1;
    }
    eprintln!("{name}: {executions} executions");
}

#[test]
fn any_frame_is_answered() {
    run("frames");
}

#[test]
fn any_sync_message_is_answered() {
    run("envelopes");
}

/// The board stays whole whatever is judged sound, and the next honest edit works.
#[test]
fn a_change_that_is_taken_never_breaks_the_board() {
    run("changes");
}

#[test]
fn a_document_that_is_taken_never_breaks_the_board() {
    run("documents");
}

#[test]
fn any_file_is_answered() {
    run("files");
}

#[test]
fn any_body_is_answered() {
    run("bodies");
}

#[test]
fn any_address_is_answered() {
    run("links");
}
