//! The server in a process of its own, on a data folder with boards that are there already.

use crate::client;
use automerge::{Automerge, ChangeHash, ObjId, ReadDoc};
use server::log::sqlite::SqliteLog;
use server::log::{Batch, Binding, ChangeLog, StoredChange};
use shared::act::{Act, Edit, Message};
use shared::board::{ActorId, Board};
use shared::ids::{BoardId, MemberId, RecordId};
use shared::record::{RecordAt, Value};
use shared::sections::Kind;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub struct Server {
    process: Child,
    pub address: String,
}

impl Server {
    /// `port` 0 is any free one.
    pub fn start(folder: &Path, boards: &[BoardId], port: u16) -> Self {
        let program = std::env::current_exe().unwrap().with_file_name("sync_alone");
        let mut process = Command::new(program)
            .arg(folder)
            .args(boards.iter().map(BoardId::as_str))
            .env("TABLEE_TEST_PORT", port.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .expect("sync_alone is built: cargo build -p tablee-tests --bins");
        let mut address = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut address).unwrap();
        assert!(!address.is_empty(), "the server did not start");
        Self { process, address: address.trim().to_owned() }
    }

    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    pub fn port(&self) -> u16 {
        self.address.rsplit_once(':').unwrap().1.parse().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("tablee-load-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn board_ids(count: usize) -> Vec<BoardId> {
    let id = |n: usize| {
        let mut bytes = [3u8; 16];
        bytes[..8].copy_from_slice(&(n as u64).to_be_bytes());
        shared::wire::board_id(bytes)
    };
    (0..count).map(id).collect()
}

/// A board of objectives, as one member made it.
pub struct Prepared {
    pub heads: Vec<ChangeHash>,
    pub max_op: u64,
    /// The map of each objective.
    pub objectives: Vec<ObjId>,
    batch: Batch,
}

impl Prepared {
    pub fn with_objectives(count: usize, writers: usize) -> Self {
        let actor = [200; 16];
        let author = MemberId::parse("amina").unwrap();
        let mut board = Board::new(actor, Some(&author));
        for n in 0..count {
            let at = objective(n);
            let values =
                vec![("title".to_owned(), Value::Text(format!("Objectif numéro {n}, une eau saine")))];
            let edit = Edit::Create { at, values };
            board.perform(&Act::new(Message::Write, vec![edit]), 1).unwrap();
        }
        let document = Automerge::load(&board.save()).unwrap();
        let (_, vision) = document.get(automerge::ROOT, "vision").unwrap().unwrap();
        let (_, objectives) = document.get(&vision, "objectives").unwrap().unwrap();
        let map = |n| document.get(&objectives, objective(n).id.as_str()).unwrap().unwrap().1;
        let objectives = (0..count).map(map).collect();
        let changes = document.get_changes(&[]);
        let max_op = changes.iter().map(shared::board::Change::max_op).max().unwrap();
        let mut bindings = vec![Binding { actor: ActorId::from(actor.as_slice()), member: author }];
        // They wrote here before: whose they are need not be noted first.
        bindings.extend((0..writers).map(|n| Binding {
            actor: ActorId::from(client::actor(n).as_slice()),
            member: MemberId::parse(&client::name(n)).unwrap(),
        }));
        let batch = Batch { changes: changes.iter().map(StoredChange::from).collect(), bindings };
        Self { heads: document.get_heads(), max_op, objectives, batch }
    }

    /// How many changes made it.
    pub fn changes(&self) -> usize {
        self.batch.changes.len()
    }

    pub async fn store(&self, folder: &Path, boards: &[BoardId]) {
        let pool = server::database::open(folder).await.unwrap();
        let log = SqliteLog::open(pool.clone()).await.unwrap();
        for board in boards {
            log.append(board, &self.batch).await.unwrap();
        }
        pool.close().await;
    }
}

fn objective(n: usize) -> RecordAt {
    RecordAt::new(Kind::Objective, RecordId::parse(&format!("objective-{n}")).unwrap())
}
