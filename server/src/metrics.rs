//! Figures of a running server, in the text form that Prometheus reads.
//!
//! Counts and times only: no content, and no name of a board, a member, a device or an address.
//! They are told on a listener of their own (`--metrics-port`), which nobody reaches from outside
//! unless its address is opened to them.

use crate::live::Live;
use crate::sync_socket::Sockets;
use axum::Router;
use axum::http::{HeaderName, header};
use axum::routing::get;
use shared::door::Refusal;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What is counted as it happens. What can be looked up is looked up when it is asked for.
#[derive(Debug, Default)]
pub struct Metrics {
    /// From asking storage to its answer that it has a batch.
    pub committed: Times,
    /// Judging a batch and applying it to the board.
    pub applied: Times,
    not_committed: AtomicU64,
    slowed: AtomicU64,
    refused: Mutex<BTreeMap<Refusal, u64>>,
    closed: Mutex<BTreeMap<&'static str, u64>>,
    turned_away: Mutex<BTreeMap<&'static str, u64>>,
}

impl Metrics {
    pub fn not_committed(&self) {
        self.not_committed.fetch_add(1, Ordering::Relaxed);
    }

    /// Somebody sends faster than they may, and is read more slowly.
    pub fn slowed(&self) {
        self.slowed.fetch_add(1, Ordering::Relaxed);
    }

    pub fn refused(&self, why: Refusal, changes: u64) {
        *self.refused.lock().expect("no holder panics").entry(why).or_default() += changes;
    }

    /// A socket ended, for one of the reasons that are written in this program.
    pub fn closed(&self, why: &'static str) {
        *self.closed.lock().expect("no holder panics").entry(why).or_default() += 1;
    }

    /// A request or a socket was turned away before anything was read of it.
    pub fn turned_away(&self, why: &'static str) {
        *self.turned_away.lock().expect("no holder panics").entry(why).or_default() += 1;
    }
}

/// The upper ends of the classes into which times fall, in seconds.
const CLASSES: [f64; 12] = [0.000_1, 0.000_25, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// How long something took, by classes.
#[derive(Debug, Default)]
pub struct Times {
    classes: [AtomicU64; CLASSES.len()],
    count: AtomicU64,
    micros: AtomicU64,
}

impl Times {
    pub fn observe(&self, took: Duration) {
        let seconds = took.as_secs_f64();
        if let Some(class) = CLASSES.iter().position(|end| seconds <= *end) {
            self.classes[class].fetch_add(1, Ordering::Relaxed);
        }
        self.count.fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(took.as_micros() as u64, Ordering::Relaxed);
    }
}

/// `GET /metrics`, and nothing else.
pub fn router(live: Live, sockets: Sockets) -> Router {
    const TEXT: [(HeaderName, &str); 1] =
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Router::new().route("/metrics", get(async move || (TEXT, text(&live, &sockets))))
}

/// All figures as of now.
pub fn text(live: &Live, sockets: &Sockets) -> String {
    let (metrics, census, mut page) = (live.metrics(), live.census(), Page::default());
    page.family("tablee_boards", "gauge", "Boards by the part of their life.");
    for (life, count) in [
        ("waiting", census.waiting),
        ("loading", census.loading),
        ("live", census.live),
        ("draining", census.draining),
        ("set_aside", census.aside),
    ] {
        page.labelled("tablee_boards", "life", life, count as u64);
    }
    page.single("tablee_boards_held", "gauge", "Boards whose changes wait for storage.", live.held() as u64);
    page.single("tablee_boards_bytes", "gauge", "Memory of boards, roughly.", census.bytes as u64);
    page.single("tablee_sockets", "gauge", "Open sockets.", sockets.open() as u64);
    page.single(
        "tablee_queue_bytes",
        "gauge",
        "Bytes that wait to be sent on all sockets.",
        sockets.waiting_bytes() as u64,
    );
    page.times("tablee_commit_seconds", "Storing one batch of changes.", &metrics.committed);
    let failed = metrics.not_committed.load(Ordering::Relaxed);
    page.single("tablee_commits_failed_total", "counter", "Batches that storage did not take.", failed);
    page.times("tablee_apply_seconds", "Judging and applying one batch.", &metrics.applied);
    page.family("tablee_refused_changes_total", "counter", "Changes that were not taken, by reason.");
    let refused = metrics.refused.lock().expect("no holder panics").clone();
    for why in Refusal::ALL {
        let count = refused.get(&why).copied().unwrap_or_default();
        page.labelled("tablee_refused_changes_total", "why", why.key(), count);
    }
    page.family("tablee_sockets_closed_total", "counter", "Sockets that ended, by reason.");
    for (why, count) in metrics.closed.lock().expect("no holder panics").iter() {
        page.labelled("tablee_sockets_closed_total", "why", why, *count);
    }
    page.family("tablee_turned_away_total", "counter", "Sockets and requests turned away, by limit.");
    for (why, count) in metrics.turned_away.lock().expect("no holder panics").iter() {
        page.labelled("tablee_turned_away_total", "limit", why, *count);
    }
    let slowed = metrics.slowed.load(Ordering::Relaxed);
    page.single(
        "tablee_slowed_total",
        "counter",
        "Times that somebody sent too fast and was made to wait.",
        slowed,
    );
    page.0
}

/// Lines of Prometheus' text form. Writing to a string does not fail.
#[derive(Default)]
struct Page(String);

impl Page {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn single(&mut self, name: &str, kind: &str, help: &str, value: u64) {
        self.family(name, kind, help);
        let _ = writeln!(self.0, "{name} {value}");
    }

    /// Labels are words of this program, without quotes or backslashes.
    fn labelled(&mut self, name: &str, label: &str, is: &str, value: u64) {
        let _ = writeln!(self.0, "{name}{{{label}=\"{is}\"}} {value}");
    }

    fn times(&mut self, name: &str, help: &str, times: &Times) {
        self.family(name, "histogram", help);
        let mut below = 0;
        for (end, class) in CLASSES.iter().zip(&times.classes) {
            below += class.load(Ordering::Relaxed);
            let _ = writeln!(self.0, "{name}_bucket{{le=\"{end}\"}} {below}");
        }
        // Counted last, so that no class holds more than all.
        let count = times.count.load(Ordering::Relaxed).max(below);
        let seconds = times.micros.load(Ordering::Relaxed) as f64 / 1e6;
        let _ = writeln!(
            self.0,
            "{name}_bucket{{le=\"+Inf\"}} {count}\n{name}_sum {seconds}\n{name}_count {count}"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{App, system_clock};
    use crate::log::memory::MemoryLog;
    use crate::origin::OwnOrigin;
    use crate::register::memory::MemoryRegister;
    use std::sync::Arc;

    async fn page(metrics: impl Fn(&Metrics)) -> String {
        let live = Live::new(Arc::new(MemoryLog::default())).await.expect("an empty log");
        metrics(live.metrics());
        let origin = OwnOrigin::new(None, false);
        let app = App::new(Arc::new(MemoryRegister::default()), live.clone(), origin, system_clock());
        let sockets = Sockets::new(live.clone(), Arc::new(app));
        text(&live, &sockets)
    }

    #[tokio::test]
    async fn times_are_told_by_classes_that_add_up() {
        let page = page(|metrics| {
            for micros in [50, 900, 30_000, 9_000_000] {
                metrics.committed.observe(Duration::from_micros(micros));
            }
        });
        let page = page.await;
        for line in [
            "tablee_commit_seconds_bucket{le=\"0.0001\"} 1",
            "tablee_commit_seconds_bucket{le=\"0.001\"} 2",
            "tablee_commit_seconds_bucket{le=\"5\"} 3",
            "tablee_commit_seconds_bucket{le=\"+Inf\"} 4",
            "tablee_commit_seconds_count 4",
            "tablee_commit_seconds_sum 9.03095",
        ] {
            assert!(page.lines().any(|told| told == line), "{line}\n{page}");
        }
    }

    #[tokio::test]
    async fn each_reason_is_counted_by_itself() {
        let page = page(|metrics| {
            metrics.refused(Refusal::Role, 2);
            metrics.refused(Refusal::Role, 1);
            metrics.closed("goodbye");
        });
        let page = page.await;
        assert!(page.contains("tablee_refused_changes_total{why=\"role\"} 3\n"), "{page}");
        assert!(page.contains("tablee_refused_changes_total{why=\"unsound\"} 0\n"), "{page}");
        assert!(page.contains("tablee_sockets_closed_total{why=\"goodbye\"} 1\n"), "{page}");
    }

    /// Every line is a comment or `name{labels} number`, each family said once.
    #[tokio::test]
    async fn a_scraper_can_read_every_line() {
        let page = page(|metrics| metrics.closed("no answer to pings")).await;
        let mut families = std::collections::HashSet::new();
        for line in page.lines() {
            if let Some(family) = line.strip_prefix("# TYPE ") {
                assert!(families.insert(family.to_owned()), "{line}");
                continue;
            }
            if line.starts_with("# HELP ") {
                continue;
            }
            let (name, value) = line.rsplit_once(' ').expect("a value");
            assert!(value.parse::<f64>().is_ok(), "{line}");
            let plain = name.split('{').next().expect("a name");
            assert!(plain.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{line}");
            assert!(name.contains('{') == name.ends_with('}'), "{line}");
        }
        assert!(families.len() > 8);
    }
}
