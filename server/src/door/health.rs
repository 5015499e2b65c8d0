//! Whether the server can store now, found out by storing.

use crate::app::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::door::Health;
use sqlx::SqlitePool;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// Asking more often than this does not wear the disk.
const FRESH: Duration = Duration::from_secs(2);

/// Writes one row and commits it, as an edit would be.
pub struct Probe {
    pool: SqlitePool,
    last: Mutex<Option<(Instant, bool)>>,
}

impl Probe {
    pub fn new(pool: SqlitePool) -> Self {
        Self { pool, last: Mutex::new(None) }
    }

    async fn storing(&self) -> bool {
        let mut last = self.last.lock().await;
        if let Some((at, storing)) = *last
            && at.elapsed() < FRESH
        {
            return storing;
        }
        let storing = self.write().await.is_ok();
        *last = Some((Instant::now(), storing));
        storing
    }

    async fn write(&self) -> Result<(), sqlx::Error> {
        sqlx::query("CREATE TABLE IF NOT EXISTS probe (one INTEGER PRIMARY KEY, times INTEGER NOT NULL)")
            .execute(&self.pool)
            .await?;
        sqlx::query(
            "INSERT INTO probe (one, times) VALUES (1, 1) ON CONFLICT (one) DO UPDATE SET times = times + 1",
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

/// `GET /healthz`: 200 while changes can be stored, 503 while they cannot.
pub async fn health(State(app): State<App>) -> (StatusCode, Json<Health>) {
    let storing = app.probe.storing().await;
    let status = if storing { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Health { storing, version: env!("CARGO_PKG_VERSION").to_owned() }))
}
