//! Many people with boards open who do nothing; and all of them coming back at once.

use crate::client::Client;
use crate::figures::resident_bytes;
use crate::server::{Folder, Prepared, Server, board_ids};
use futures_util::StreamExt;
use shared::link::RETRY_MIN;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

pub async fn measure(clients: usize, boards: usize) {
    let (folder, ids) = (Folder::new("idle"), board_ids(boards));
    let prepared = Arc::new(Prepared::with_objectives(200, 0));
    prepared.store(&folder.0, &ids).await;
    let server = Server::start(&folder.0, &ids, 0);
    let (address, port) = (server.address.clone(), server.port());
    let empty = resident_bytes(server.pid());

    let (back, mut came_back) = mpsc::channel(clients);
    let mut with_boards = empty;
    for n in 0..clients {
        if n == boards {
            with_boards = resident_bytes(server.pid());
        }
        let board = ids[n % boards].clone();
        let client = Client::join(&address, n, &board, &prepared).await.expect("it joins");
        let (address, prepared, back) = (address.clone(), prepared.clone(), back.clone());
        tokio::spawn(async move {
            let mut client = client;
            loop {
                while let Some(Ok(_)) = client.socket.next().await {}
                let mut tries = 0;
                client = loop {
                    // As `shared::link` waits, spread by who it is instead of by chance.
                    let wait = RETRY_MIN * 2u32.pow(tries) * (100 + (n % 50) as u32) / 100;
                    tokio::time::sleep(wait.min(Duration::from_secs(10))).await;
                    tries = (tries + 1).min(5);
                    if let Some(client) = Client::join(&address, n, &board, &prepared).await {
                        break client;
                    }
                };
                let _ = back.send(()).await;
            }
        });
    }
    let all = resident_bytes(server.pid());
    let kib = |bytes: usize| bytes as f64 / 1024.0;
    let connection = kib(all.saturating_sub(with_boards)) / (clients - boards) as f64;
    println!("{clients} connected over {boards} boards of 200 records");
    println!("memory: {:.1} MiB at first, {:.1} MiB with all", kib(empty) / 1024.0, kib(all) / 1024.0);
    println!("per idle connection {connection:.1} KiB");
    let board = kib(with_boards.saturating_sub(empty)) / boards as f64 - connection;
    println!("per live board {board:.1} KiB");

    drop(server);
    let begun = Instant::now();
    let server = Server::start(&folder.0, &ids, port);
    for _ in 0..clients {
        came_back.recv().await;
    }
    println!("after a restart all are back within {:.1} s", begun.elapsed().as_secs_f64());
    drop(server);
}
