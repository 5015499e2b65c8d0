//! Everybody edits one board once a second.

use crate::alone;
use crate::client::{Client, Heard};
use crate::figures::{cpu, percentile_ms, resident_bytes};
use crate::server::{Folder, Prepared, Server, board_ids};
use automerge::{Change, ChangeHash};
use futures_util::StreamExt;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::Message;

/// What becomes of every edit, told by the first bytes of its hash, which stand in its chunk.
#[derive(Default)]
struct Edits {
    made: Mutex<HashMap<[u8; 4], (Instant, u64)>>,
}

#[derive(Default)]
struct Times {
    deliveries: Vec<Duration>,
    acknowledgements: Vec<Duration>,
    made: usize,
    lost: usize,
}

fn short(hash: &ChangeHash) -> [u8; 4] {
    [hash.0[0], hash.0[1], hash.0[2], hash.0[3]]
}

pub async fn measure(clients: usize, seconds: usize) {
    let (folder, boards) = (Folder::new("typing"), board_ids(1));
    let prepared = Arc::new(Prepared::with_objectives(200, clients));
    prepared.store(&folder.0, &boards).await;
    let server = Server::start(&folder.0, &boards, 0);
    let edits = Arc::new(Edits::default());
    let mut joined = vec![];
    for n in 0..clients {
        joined.push(Client::join(&server.address, n, &boards[0], &prepared).await.expect("it joins"));
    }
    let (cpu_before, memory_before) = (cpu(server.pid()), resident_bytes(server.pid()));
    let own_before = cpu(std::process::id());
    let begun = Instant::now();
    let until = begun + Duration::from_secs(seconds as u64);
    let watched = tokio::spawn(watch(server.pid(), until));
    let people: Vec<_> = joined
        .into_iter()
        .enumerate()
        .map(|(n, client)| tokio::spawn(person(client, n as u32, clients as u32, until, edits.clone())))
        .collect();
    let mut all = Times::default();
    for person in people {
        let times = person.await.unwrap();
        all.deliveries.extend(times.deliveries);
        all.acknowledgements.extend(times.acknowledgements);
        all.made += times.made;
        all.lost += times.lost;
    }
    watched.await.unwrap();
    let used = cpu(server.pid()) - cpu_before;
    let own = cpu(std::process::id()) - own_before;
    all.deliveries.sort();
    all.acknowledgements.sort();
    let expected = all.made * (clients - 1);
    println!("{clients} clients, one edit each second, {seconds} s: {} edits", all.made);
    println!("delivered {} of {expected}; not acknowledged {}", all.deliveries.len(), all.lost);
    for (what, times) in [("edit to peer", &all.deliveries), ("acknowledged", &all.acknowledgements)] {
        let (half, most) = (percentile_ms(times, 0.5), percentile_ms(times, 0.99));
        println!("{what}: p50 {half:.1} ms, p99 {most:.1} ms");
    }
    let each = used.as_secs_f64() * 1e6 / all.deliveries.len().max(1) as f64;
    println!("server CPU {:.1} s, {each:.1} µs per delivered edit", used.as_secs_f64());
    println!("CPU of the clients and of measuring, on the same cores: {:.1} s", own.as_secs_f64());
    let memory_after = resident_bytes(server.pid());
    drop(server);
    let alone = alone::weigh(&folder.0, &boards[0], prepared.changes()).await;
    let mib = |bytes: usize| bytes as f64 / (1024.0 * 1024.0);
    println!("server memory {:.1} MiB before, {:.1} MiB after", mib(memory_before), mib(memory_after));
    println!(
        "for each edit {:.0} bytes; of the same changes Automerge's own document alone takes {:.0}",
        memory_after.saturating_sub(memory_before) as f64 / all.made as f64,
        alone as f64 / all.made as f64
    );
}

/// Tells the server's memory every ten seconds: whether it grows, or has grown.
async fn watch(pid: u32, until: Instant) {
    while Instant::now() + Duration::from_secs(10) < until {
        tokio::time::sleep(Duration::from_secs(10)).await;
        println!("  server memory {:.1} MiB", resident_bytes(pid) as f64 / (1024.0 * 1024.0));
    }
}

async fn person(mut client: Client, n: u32, of: u32, until: Instant, edits: Arc<Edits>) -> Times {
    let mut times = Times::default();
    let mut own: HashMap<ChangeHash, Instant> = HashMap::new();
    let spread = Duration::from_secs(1) * n / of;
    let mut turns = tokio::time::interval_at(tokio::time::Instant::now() + spread, Duration::from_secs(1));
    // What is still on its way at the end may arrive.
    let quiet = until + Duration::from_secs(3);
    loop {
        tokio::select! {
            _ = turns.tick(), if Instant::now() < until => {
                let at = Instant::now();
                let noted = |hash: ChangeHash, max_op| {
                    edits.made.lock().unwrap().insert(short(&hash), (at, max_op));
                    own.insert(hash, at);
                };
                client.edit(noted).await;
                times.made += 1;
            }
            message = client.socket.next() => {
                let Some(Ok(message)) = message else { panic!("the socket broke off") };
                let Message::Binary(bytes) = message else { continue };
                let edits = &edits;
                // Nothing for what the server itself wrote when it opened the board.
                let made = |chunk: &[u8]| {
                    let key = [chunk[4], chunk[5], chunk[6], chunk[7]];
                    edits.made.lock().unwrap().get(&key).copied()
                };
                let max_op = |chunk: &[u8]| {
                    let read = || Change::from_bytes(chunk.to_vec()).unwrap().max_op();
                    made(chunk).map_or_else(read, |(_, max_op)| max_op)
                };
                match client.hear(&bytes, max_op).await {
                    Heard::Changes(chunks) => {
                        let others = chunks.iter().filter(|chunk| {
                            own.keys().all(|hash| short(hash) != chunk[4..8])
                        });
                        times.deliveries.extend(others.filter_map(|chunk| made(chunk)).map(|(at, _)| at.elapsed()));
                    }
                    Heard::Stored(heads) => {
                        let stored = heads.iter().filter_map(|head| own.remove(head));
                        times.acknowledgements.extend(stored.map(|at| at.elapsed()));
                    }
                    Heard::Nothing => {}
                }
            }
            () = tokio::time::sleep_until(quiet.into()) => {
                times.lost = own.len();
                return times;
            }
        }
    }
}
