//! Whether the server can store now, found out by storing; and whether it takes people in.

use crate::app::App;
use crate::live::Live;
use crate::register::Register;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::door::Health;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// Asking more often than this does not wear the disk.
const FRESH: Duration = Duration::from_secs(2);

/// Asks whether boards could store what was brought and whether the register writes, and
/// remembers the answer for a moment.
pub struct Probe {
    register: Arc<dyn Register>,
    live: Live,
    last: Mutex<Option<(Instant, bool)>>,
}

impl Probe {
    pub fn new(register: Arc<dyn Register>, live: Live) -> Self {
        Self { register, live, last: Mutex::new(None) }
    }

    async fn storing(&self) -> bool {
        let mut last = self.last.lock().await;
        if let Some((at, storing)) = *last
            && at.elapsed() < FRESH
        {
            return storing;
        }
        let storing = self.live.is_storing() && self.register.probe().await.is_ok();
        *last = Some((Instant::now(), storing));
        storing
    }
}

/// `GET /healthz`: 200 while changes can be stored, 503 while they cannot.
pub async fn health(State(app): State<App>) -> (StatusCode, Json<Health>) {
    let storing = app.probe.storing().await;
    told(&app, storing, storing)
}

/// `GET /readyz`: 200 while the server takes people in, 503 while it stops or cannot store. A
/// board that is set aside is said and changes neither: the others go on.
pub async fn ready(State(app): State<App>) -> (StatusCode, Json<Health>) {
    let storing = app.probe.storing().await;
    told(&app, storing, storing && app.live.is_open())
}

fn told(app: &App, storing: bool, is_well: bool) -> (StatusCode, Json<Health>) {
    let status = if is_well { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let boards_set_aside = u32::try_from(app.live.census().aside).unwrap_or(u32::MAX);
    (status, Json(Health { storing, boards_set_aside, version: env!("CARGO_PKG_VERSION").to_owned() }))
}
