//! What every handler is given.

use crate::admission::{Caller, Standing};
use crate::door::health::Probe;
use crate::door::published::OutOfLine;
use crate::last_word::LastWord;
use crate::limits::tries::Tries;
use crate::limits::{Limits, Payers};
use crate::live::Live;
use crate::origin::OwnOrigin;
use crate::proxies::Proxies;
use crate::register::Register;
use shared::ids::BoardId;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::{Semaphore, broadcast};

/// Changes of standing that a slow listener may be behind before it must take all as ended.
const STANDINGS: usize = 256;

/// The time in Unix seconds. Tests bring their own.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

#[derive(Clone)]
pub struct App {
    pub(crate) register: Arc<dyn Register>,
    pub(crate) live: Live,
    pub(crate) standings: broadcast::Sender<Standing>,
    pub(crate) origin: Arc<OwnOrigin>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) last_word: Arc<LastWord>,
    pub(crate) out_of_line: Arc<OutOfLine>,
    pub(crate) tries: Arc<Tries>,
    pub(crate) askers: Arc<Payers>,
    pub(crate) probe: Arc<Probe>,
    pub(crate) carrying: Arc<Semaphore>,
    pub(crate) proxies: Arc<Proxies>,
    clock: Clock,
}

impl App {
    pub fn new(register: Arc<dyn Register>, live: Live, origin: OwnOrigin, clock: Clock) -> Self {
        let limits = live.limits().clone();
        let asks = limits.requests_per_address;
        Self {
            last_word: Arc::new(LastWord::unwritten(live.key().clone())),
            out_of_line: Arc::default(),
            probe: Arc::new(Probe::new(register.clone(), live.clone())),
            register,
            live,
            carrying: Arc::new(Semaphore::new(limits.carrying_at_once)),
            standings: broadcast::channel(STANDINGS).0,
            origin: Arc::new(origin),
            tries: Arc::new(Tries::new(&limits)),
            askers: Arc::new(Payers::new(asks, asks, limits.payers_remembered)),
            limits,
            proxies: Arc::default(),
            clock,
        }
    }

    /// The same, behind these proxies.
    #[must_use]
    pub fn behind(self, proxies: Proxies) -> Self {
        Self { proxies: Arc::new(proxies), ..self }
    }

    /// With what outlives the register.
    pub(crate) fn remembering(self, last_word: LastWord) -> Self {
        Self { last_word: Arc::new(last_word), ..self }
    }

    pub(crate) fn now(&self) -> i64 {
        (self.clock)()
    }

    /// Tells open sockets that these callers are no longer on the board.
    pub(crate) fn ended(&self, board: &BoardId, callers: Vec<Caller>) {
        for caller in callers {
            if let Caller::Device { id } = &caller {
                self.last_word.took(board, id);
            }
            self.tell(Standing::Ended { board: board.clone(), caller });
        }
    }

    pub(crate) fn tell(&self, standing: Standing) {
        // Nobody listens while no socket is open.
        let _ = self.standings.send(standing);
    }
}

/// The operating system's clock; before 1970 it is 1970.
pub fn system_clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}
