//! `/sync`: one WebSocket of a client, from its upgrade to its end.
//!
//! Who connects is known from the upgrade alone. The socket checks frames and addresses,
//! hands what is for a board to that board's hub, and sends what waits in its outbox; what a
//! change may do is never decided here. A board that is not there and one that is not for
//! this caller look the same.

mod conversation;
mod gate;

use crate::admission::{Admission, Caller, Standing};
use crate::hub::SocketId;
use crate::limits::{Limits, Purse};
use crate::live::{Live, now};
use crate::outbox::{Goodbye, Next, Outbox};
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use conversation::{Conversation, Ended};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use gate::{Gate, Pass};
use serde::Deserialize;
use shared::wire::{MAX_FRAME_BYTES, PeerId};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until, timeout};

/// Everybody's way to the boards.
#[derive(Clone)]
pub struct Sockets(Arc<Inner>);

struct Inner {
    live: Live,
    admission: Arc<dyn Admission>,
    last_socket: AtomicU64,
    open: AtomicUsize,
    gate: Gate,
    /// The socket of each joined peer: a second one takes its place.
    joined: Mutex<HashMap<(Caller, PeerId), Weak<Outbox>>>,
    stopping: watch::Sender<bool>,
}

#[derive(Deserialize)]
struct Address {
    ticket: Option<String>,
}

impl Sockets {
    pub fn new(live: Live, admission: Arc<dyn Admission>) -> Self {
        let stopping = watch::channel(false).0;
        let gate = Gate::new(live.limits().clone());
        let (last_socket, open, joined) = (AtomicU64::new(0), AtomicUsize::new(0), Mutex::default());
        Self(Arc::new(Inner { live, admission, last_socket, open, gate, joined, stopping }))
    }

    fn limits(&self) -> &Arc<Limits> {
        self.0.live.limits()
    }

    /// How many sockets are open.
    pub fn open(&self) -> usize {
        self.0.open.load(Ordering::Relaxed)
    }

    /// How much waits to be sent on all of them, in bytes.
    pub fn waiting_bytes(&self) -> usize {
        let joined = self.0.joined.lock().expect("no holder panics");
        joined.values().filter_map(Weak::upgrade).map(|outbox| outbox.waiting_bytes()).sum()
    }

    /// Whether somebody who comes now is let in: not while the server stops.
    pub fn are_welcome(&self) -> bool {
        !*self.0.stopping.borrow()
    }

    /// The route, to be merged with the server's others.
    pub fn route<S: Clone + Send + Sync + 'static>(&self) -> Router<S> {
        Router::new().route("/sync", get(sync)).with_state(self.clone())
    }

    /// Closes every socket and lets every board finish its commit.
    pub async fn stop(&self) {
        self.0.stopping.send_replace(true);
        self.0.stopping.closed().await;
        self.0.live.stop().await;
    }

    /// Makes this socket the one of its peer; an earlier one of the same caller is closed.
    fn take_place(&self, caller: &Caller, peer: &PeerId, outbox: &Arc<Outbox>) {
        let mut joined = self.0.joined.lock().expect("no holder panics");
        joined.retain(|_, outbox| outbox.strong_count() > 0);
        let earlier = joined.insert((caller.clone(), peer.clone()), Arc::downgrade(outbox));
        if let Some(earlier) = earlier.and_then(|outbox| outbox.upgrade()) {
            earlier.close("joined again on another socket");
        }
    }
}

/// `GET /sync`, upgraded: automerge-repo's protocol, version 1.
async fn sync(
    State(sockets): State<Sockets>,
    Query(address): Query<Address>,
    connected: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let from = connected.map(|Extension(ConnectInfo(from))| from.ip());
    let (gate, metrics) = (&sockets.0.gate, sockets.0.live.metrics());
    let address_pass = match gate.dialled(from, now()) {
        Ok(pass) => pass,
        Err(full) => return full.answer(metrics, gate.back_in(sockets.open())),
    };
    // Before the caller is looked up: what ends meanwhile is not missed.
    let standings = sockets.0.admission.standings();
    let caller = match sockets.0.admission.admit(&headers, address.ticket.as_deref()).await {
        Ok(caller) => caller,
        Err(error) => {
            tracing::warn!(%error, "nobody can be admitted");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let pass = match gate.known(&caller, address_pass, now()) {
        Ok(pass) => pass,
        Err(full) => return full.answer(metrics, gate.back_in(sockets.open())),
    };
    let limits = sockets.limits().clone();
    upgrade
        .max_message_size(MAX_FRAME_BYTES)
        .max_frame_size(MAX_FRAME_BYTES)
        .read_buffer_size(limits.read_buffer_bytes)
        .write_buffer_size(limits.write_buffer_bytes)
        .on_upgrade(move |socket| talk(sockets, Arrived { caller, pass, standings }, socket))
}

/// Whoever was let in.
struct Arrived {
    caller: Caller,
    pass: Pass,
    standings: broadcast::Receiver<Standing>,
}

async fn talk(sockets: Sockets, arrived: Arrived, socket: WebSocket) {
    let Arrived { caller, pass, standings } = arrived;
    let stopping = sockets.0.stopping.subscribe();
    sockets.0.open.fetch_add(1, Ordering::Relaxed);
    let id = SocketId(sockets.0.last_socket.fetch_add(1, Ordering::Relaxed) + 1);
    let limits = sockets.limits().clone();
    let outbox = Arc::new(Outbox::new(limits.clone()));
    let (sink, stream) = socket.split();
    let sending = tokio::spawn(send(sink, outbox.clone(), limits));
    let mut conversation = Conversation::new(sockets.clone(), caller, id, outbox.clone());
    let ended = listen(&mut conversation, stream, standings, (stopping.clone(), pass.purse())).await;
    conversation.leave().await;
    let (why, later) = (ended.why, ended.is_for_now);
    let back_in = later.then(|| sockets.0.gate.back_in(sockets.open()));
    outbox.finish(Goodbye { why, back_in });
    // The sender ends by itself: at the close, or when sending takes too long.
    drop(sending.await);
    sockets.0.live.metrics().closed(outbox.why_closed().unwrap_or(why));
    sockets.0.open.fetch_sub(1, Ordering::Relaxed);
    drop(stopping);
}

/// Reads until there is a reason to end.
async fn listen(
    conversation: &mut Conversation,
    mut stream: SplitStream<WebSocket>,
    mut standings: broadcast::Receiver<Standing>,
    (mut stopping, purse): (watch::Receiver<bool>, Arc<Purse>),
) -> Ended {
    let limits = conversation.limits().clone();
    let begun = Instant::now();
    let mut pings = interval_at(begun + limits.ping_every, limits.ping_every);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut heard = begun;
    // Whoever sends faster than they may is not read until then.
    let mut reads_again: Option<Instant> = None;
    loop {
        let step = tokio::select! {
            message = stream.next(), if reads_again.is_none() => {
                heard = Instant::now();
                match message {
                    Some(Ok(Message::Binary(bytes))) => {
                        let wait = purse.pay(bytes.len(), now().0);
                        if !wait.is_zero() {
                            conversation.slowed();
                            reads_again = Some(heard + wait);
                        }
                        conversation.frame(&bytes).await
                    }
                    Some(Ok(Message::Text(_))) => Err(Ended::of("frames are binary CBOR")),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
                    Some(Ok(Message::Close(_))) | None => Err(Ended::of("goodbye")),
                    Some(Err(error)) => {
                        tracing::debug!(%error, "a socket broke off");
                        Err(Ended::of("the frame is larger than 16 MiB, or broken"))
                    }
                }
            }
            () = sleep_until(reads_again.unwrap_or(begun)), if reads_again.is_some() => {
                reads_again = None;
                heard = Instant::now();
                Ok(())
            }
            standing = standings.recv() => conversation.standing(standing).await,
            _ = pings.tick() => {
                conversation.outbox().ping();
                let is_silent = reads_again.is_none() && heard.elapsed() > limits.pong_within;
                if is_silent { Err(Ended::of("no answer to pings")) } else { Ok(()) }
            }
            () = sleep_until(begun + limits.join_within), if !conversation.has_joined() => {
                Err(Ended::of("no join message came"))
            }
            () = conversation.outbox().closed() => Err(Ended::of("closed")),
            () = stopped(&mut stopping) => Err(Ended::for_now("the server is restarting")),
        };
        if let Err(ended) = step {
            return ended;
        }
    }
}

/// Returns once the server stops. The server outlives its sockets.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

/// Sends what waits: everything that is there goes out in one write.
async fn send(mut sink: SplitSink<WebSocket, Message>, outbox: Arc<Outbox>, limits: Arc<Limits>) {
    loop {
        let mut next = Some(outbox.next().await);
        let mut is_last = false;
        let sent = timeout(limits.send_within, async {
            while let Some(some) = next {
                is_last = matches!(some, Next::Close(_));
                sink.feed(message(some)).await?;
                next = if is_last { None } else { outbox.next_now() };
            }
            sink.flush().await
        });
        if !matches!(sent.await, Ok(Ok(()))) || is_last {
            outbox.close("gone");
            return;
        }
    }
}

fn message(next: Next) -> Message {
    match next {
        Next::Frame(bytes) => Message::Binary(bytes.into()),
        Next::Ping => Message::Ping(Vec::new().into()),
        Next::Close(Goodbye { why, back_in: None }) => {
            let reason = Utf8Bytes::from_static(why);
            Message::Close(Some(CloseFrame { code: close_code::POLICY, reason }))
        }
        Next::Close(Goodbye { why, back_in: Some(back_in) }) => {
            let reason = shared::link::come_back(back_in, why).into();
            Message::Close(Some(CloseFrame { code: close_code::AGAIN, reason }))
        }
    }
}
