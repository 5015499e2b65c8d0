//! `/sync`: one WebSocket of a client, from its upgrade to its end.
//!
//! Who connects is known from the upgrade alone. The socket checks frames and addresses,
//! hands what is for a board to that board's hub, and sends what waits in its outbox; what a
//! change may do is never decided here. A board that is not there and one that is not for
//! this caller look the same.

mod conversation;

use crate::admission::{Admission, Caller, Standing};
use crate::hub::SocketId;
use crate::live::Live;
use crate::outbox::{Next, Outbox};
use axum::Router;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use conversation::{Conversation, Ended};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use shared::wire::{MAX_FRAME_BYTES, PeerId};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until, timeout};

/// A socket that has not said who it is by then is somebody's leftover.
const JOIN_WITHIN: Duration = Duration::from_secs(10);
const PING_EVERY: Duration = Duration::from_secs(10);
/// Two pings unanswered.
const PONG_WITHIN: Duration = Duration::from_secs(25);
/// A frame that takes longer to leave goes to nobody.
const SEND_WITHIN: Duration = Duration::from_secs(20);
/// Buffers of a socket, kept while it is idle; the library's own are 128 KiB each.
const READ_BUFFER_BYTES: usize = 4 * 1024;
/// What waits beyond this is written without waiting for more.
const WRITE_BUFFER_BYTES: usize = 16 * 1024;

/// Everybody's way to the boards.
#[derive(Clone)]
pub struct Sockets(Arc<Inner>);

struct Inner {
    live: Live,
    admission: Arc<dyn Admission>,
    last_socket: AtomicU64,
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
        let (last_socket, joined) = (AtomicU64::new(0), Mutex::default());
        Self(Arc::new(Inner { live, admission, last_socket, joined, stopping }))
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
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    // Before the caller is looked up: what ends meanwhile is not missed.
    let standings = sockets.0.admission.standings();
    let caller = match sockets.0.admission.admit(&headers, address.ticket.as_deref()).await {
        Ok(caller) => caller,
        Err(error) => {
            tracing::warn!(%error, "nobody can be admitted");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    upgrade
        .max_message_size(MAX_FRAME_BYTES)
        .max_frame_size(MAX_FRAME_BYTES)
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(WRITE_BUFFER_BYTES)
        .on_upgrade(move |socket| talk(sockets, caller, socket, standings))
}

async fn talk(sockets: Sockets, caller: Caller, socket: WebSocket, standings: broadcast::Receiver<Standing>) {
    let stopping = sockets.0.stopping.subscribe();
    let id = SocketId(sockets.0.last_socket.fetch_add(1, Ordering::Relaxed) + 1);
    let outbox = Arc::new(Outbox::default());
    let (sink, stream) = socket.split();
    let sending = tokio::spawn(send(sink, outbox.clone()));
    let mut conversation = Conversation::new(sockets, caller, id, outbox.clone());
    let Ended(why) = listen(&mut conversation, stream, standings, stopping.clone()).await;
    conversation.leave().await;
    outbox.finish(why);
    // The sender ends by itself: at the close, or when sending takes too long.
    drop(sending.await);
    drop(stopping);
}

/// Reads until there is a reason to end.
async fn listen(
    conversation: &mut Conversation,
    mut stream: SplitStream<WebSocket>,
    mut standings: broadcast::Receiver<Standing>,
    mut stopping: watch::Receiver<bool>,
) -> Ended {
    let begun = Instant::now();
    let mut pings = interval_at(begun + PING_EVERY, PING_EVERY);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut heard = begun;
    loop {
        let step = tokio::select! {
            message = stream.next() => {
                heard = Instant::now();
                match message {
                    Some(Ok(Message::Binary(bytes))) => conversation.frame(&bytes).await,
                    Some(Ok(Message::Text(_))) => Err(Ended("frames are binary CBOR")),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
                    Some(Ok(Message::Close(_))) | None => Err(Ended("goodbye")),
                    Some(Err(error)) => {
                        tracing::debug!(%error, "a socket broke off");
                        Err(Ended("the frame is larger than 16 MiB, or broken"))
                    }
                }
            }
            standing = standings.recv() => conversation.standing(standing).await,
            _ = pings.tick() => {
                conversation.outbox().ping();
                if heard.elapsed() > PONG_WITHIN { Err(Ended("no answer to pings")) } else { Ok(()) }
            }
            () = sleep_until(begun + JOIN_WITHIN), if !conversation.has_joined() => {
                Err(Ended("no join message came"))
            }
            () = conversation.outbox().closed() => Err(Ended("closed")),
            () = stopped(&mut stopping) => Err(Ended("the server is restarting")),
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
async fn send(mut sink: SplitSink<WebSocket, Message>, outbox: Arc<Outbox>) {
    loop {
        let mut next = Some(outbox.next().await);
        let mut is_last = false;
        let sent = timeout(SEND_WITHIN, async {
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
        Next::Close(why) => {
            let reason = Utf8Bytes::from_static(why);
            Message::Close(Some(CloseFrame { code: close_code::POLICY, reason }))
        }
    }
}
