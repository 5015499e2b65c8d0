//! What every handler is given.

use crate::door::health::Probe;
use std::sync::Arc;

#[derive(Clone)]
pub struct App {
    pub(crate) probe: Arc<Probe>,
}

impl App {
    pub fn new(pool: sqlx::SqlitePool) -> Self {
        Self { probe: Arc::new(Probe::new(pool)) }
    }
}
