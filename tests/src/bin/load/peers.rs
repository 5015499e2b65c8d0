//! Unmodified automerge-repo clients in Node: against Tablée, and against their own server. And the
//! same work by clients of Yjs against y-sweet, if `TABLEE_Y_SWEET` names its program.

use crate::figures::{cpu, resident_bytes};
use crate::server::{Folder, Server, board_ids};
use serde_json::Value;
use shared::wire::automerge_url;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

pub fn measure(clients: usize, typing: usize, seconds: usize) {
    let (folder, boards) = (Folder::new("peers"), board_ids(1));
    {
        let server = Server::start(&folder.0, &boards, 0);
        let url = automerge_url(&boards[0]);
        let people = ["load.mjs", &server.address, &url];
        run("tablee, durable", &people, server.pid(), (clients, typing, seconds));
    }
    let mut theirs = node(&["repo-server.mjs"]);
    let mut out = BufReader::new(theirs.stdout.take().unwrap());
    let told: Vec<String> = line(&mut out).split_whitespace().map(str::to_owned).collect();
    let people = ["load.mjs", &told[0], &told[1]];
    run("automerge-repo, nothing stored", &people, theirs.id(), (clients, typing, seconds));
    let _ = theirs.kill();
    let _ = theirs.wait();
    if let Ok(program) = std::env::var("TABLEE_Y_SWEET") {
        y_sweet(&program, (clients, typing, seconds));
    }
}

fn y_sweet(program: &str, numbers: (usize, usize, usize)) {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut server = Command::new(program);
    server.args(["serve", "--host", "127.0.0.1", "--port", &free.port().to_string()]);
    let mut server = server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while std::net::TcpStream::connect(free).is_err() {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    run("y-sweet, nothing stored", &["load-yjs.mjs", &free.to_string()], server.id(), numbers);
    let _ = server.kill();
    let _ = server.wait();
}

fn run(what: &str, people: &[&str], pid: u32, (clients, typing, seconds): (usize, usize, usize)) {
    let numbers = [clients, typing, seconds].map(|number| number.to_string());
    let numbers = numbers.iter().map(String::as_str);
    let mut people = node(&people.iter().copied().chain(numbers).collect::<Vec<_>>());
    let mut out = BufReader::new(people.stdout.take().unwrap());
    assert_eq!(line(&mut out), "ready");
    let before = cpu(pid);
    let mut go = people.stdin.take().unwrap();
    go.write_all(b"go\n").unwrap();
    let told: Value = serde_json::from_str(&line(&mut out)).unwrap();
    let used = cpu(pid) - before;
    let delivered = told["delivered"].as_f64().unwrap();
    println!("{what}: {told}");
    println!(
        "  server CPU {:.2} s, {:.1} µs per delivered edit, memory {:.1} MiB",
        used.as_secs_f64(),
        used.as_secs_f64() * 1e6 / delivered,
        resident_bytes(pid) as f64 / (1024.0 * 1024.0),
    );
    let _ = people.wait();
}

fn node(arguments: &[&str]) -> Child {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop");
    assert!(folder.join("node_modules").exists(), "run first: npm ci --prefix tests/interop");
    let mut node = Command::new("node");
    node.current_dir(folder).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    node.spawn().unwrap()
}

fn line(out: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    line.trim().to_owned()
}
