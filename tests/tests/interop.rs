//! Unmodified clients of other makers on a board: automerge-repo in Node, samod in Rust.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use automerge::ReadDoc;
use automerge::transaction::Transactable;
use serde_json::{Value, json};
use shared::ids::BoardId;
use shared::wire::{automerge_url, board_id};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The server in a process of its own, killed at the latest with the test.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(folder: &Path, board: &BoardId) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_sync_alone"))
            .args([folder.as_os_str(), board.as_str().as_ref()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut address).unwrap();
        assert!(!address.is_empty(), "the server did not start");
        Self { process, address: address.trim().to_owned() }
    }

    /// As a power cut would.
    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("tablee-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What the people of a story in `tests/interop/people.mjs` saw.
async fn story(name: &str, server: &Server, board: &BoardId) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop");
    assert!(folder.join("node_modules").exists(), "run first: npm ci --prefix tests/interop");
    let told = tokio::process::Command::new("node")
        .current_dir(folder)
        .args(["people.mjs", name, &server.address, &automerge_url(board)])
        .stderr(Stdio::inherit())
        .output()
        .await
        .unwrap();
    assert!(told.status.success(), "the story {name} broke off");
    serde_json::from_slice(&told.stdout).unwrap()
}

#[tokio::test]
async fn javascript_clients_work_together_and_what_was_acknowledged_survives_a_power_cut() {
    let (folder, board) = (Folder::new("interop-js"), board_id([7; 16]));
    let server = Server::start(&folder.0, &board);

    let work = story("work", &server, &board).await;
    server.kill();
    let server = Server::start(&folder.0, &board);
    let read = story("read", &server, &board).await;

    let together = "Amina : Une eau saine. — Bruno";
    assert_eq!(work["found"], json!("Une eau saine."));
    assert_eq!(work["whispers"], json!([{ "raised": "hand" }]));
    assert_eq!(work["level"], json!(true));
    assert_eq!(work["statement"], json!(together));
    assert_eq!(read["statement"], json!(together));
}

#[tokio::test]
async fn what_a_partners_program_forges_reaches_nobody() {
    let (folder, board) = (Folder::new("interop-forger"), board_id([10; 16]));
    let server = Server::start(&folder.0, &board);

    let seen = story("forger", &server, &board).await;
    server.kill();
    let server = Server::start(&folder.0, &board);
    let kept = story("locks", &server, &board).await;

    let honest = json!({ "locks": ["real1"], "settled": [], "votes": [], "ended": null });
    assert_eq!(seen, honest, "what Bruno saw");
    assert_eq!(kept, honest, "what the server kept");
}

#[tokio::test]
async fn a_stranger_with_a_javascript_client_finds_nothing() {
    let (folder, board) = (Folder::new("interop-stranger"), board_id([8; 16]));
    let server = Server::start(&folder.0, &board);

    let seen = story("stranger", &server, &board).await;

    assert!(seen["said"].as_str().unwrap().contains("unavailable"), "{seen}");
}

async fn samod_client(server: &Server, ticket: &str) -> samod::Repo {
    let repo = samod::Repo::build_tokio().load().await;
    let url = format!("ws://{}/sync?ticket={ticket}", server.address).parse().unwrap();
    let dialed = repo.dial_websocket(url, samod::BackoffConfig::default()).unwrap();
    dialed.established().await.unwrap();
    repo
}

#[tokio::test]
async fn samod_clients_work_together_and_a_javascript_client_reads_it() {
    let (folder, board) = (Folder::new("interop-samod"), board_id([9; 16]));
    let server = Server::start(&folder.0, &board);
    let url: samod::AutomergeUrl = automerge_url(&board).parse().unwrap();

    let amina = samod_client(&server, "amina.partner").await;
    let bruno = samod_client(&server, "bruno.partner").await;
    let hers = amina.find(url.document_id().clone()).await.unwrap().expect("Amina is a member");
    let his = bruno.find(url.document_id().clone()).await.unwrap().expect("Bruno is a member");
    hers.with_document(|doc| {
        let mut edit = doc.transaction();
        let (_, vision) = edit.get(automerge::ROOT, "vision").unwrap().unwrap();
        let (_, statement) = edit.get(&vision, "statement").unwrap().unwrap();
        edit.splice_text(&statement, 0, 0, "Samod : ").unwrap();
        edit.commit();
    });
    let heads = hers.with_document(|doc| doc.get_heads());
    let mut changes = std::pin::pin!(his.changes());
    // The server adds whose the unsigned actor is, so heads go on: his board holds hers.
    while !his.with_document(|doc| heads.iter().all(|head| doc.get_change_meta_by_hash(head).is_some())) {
        futures_util::StreamExt::next(&mut changes).await.unwrap();
    }

    let read = story("read", &server, &board).await;
    assert_eq!(read["statement"], json!("Samod : Une eau saine."));

    let nobody = samod_client(&server, "nobody").await;
    assert!(nobody.find(url.document_id().clone()).await.unwrap().is_none());
}
