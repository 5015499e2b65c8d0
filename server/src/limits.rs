//! Every bound of the server in one place, each with its unit in its type or name.
//!
//! `docs/limits.md` says what each one is for; a test compares the two. What a frame, a change
//! or a document may hold is bounded where it is read (`shared::wire`, `shared::judge`), since
//! clients hold to the same.

mod rates;
pub(crate) mod tries;

pub use rates::{Address, Allowance, Payer, Payers, Purse, Rate, network};
use std::time::Duration;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// The bounds of one server.
#[derive(Clone, Debug)]
pub struct Limits {
    // A socket.
    pub join_within: Duration,
    pub ping_every: Duration,
    pub pong_within: Duration,
    pub send_within: Duration,
    pub read_buffer_bytes: usize,
    pub write_buffer_bytes: usize,
    pub boards_per_socket: usize,
    pub storages_per_socket: usize,
    pub presence_bytes: usize,
    pub outbox_bytes: usize,
    // Whoever is behind it.
    pub sockets_per_address: usize,
    pub sockets_per_caller: usize,
    pub dials_per_address: Rate,
    pub frames_per_caller: Rate,
    pub bytes_per_caller: Rate,
    pub requests_per_address: Rate,
    pub wrong_tries_per_address: u32,
    pub wrong_try_back_after: Duration,
    pub payers_remembered: usize,
    // A live board.
    pub gather: Duration,
    pub gather_per_peer: Duration,
    pub gather_most: Duration,
    pub gather_late_most: Duration,
    pub heads_within: Duration,
    pub held_bytes: usize,
    pub orphans_per_socket: usize,
    pub refused_per_socket: usize,
    pub actors_per_member: usize,
    pub operations_per_member: u64,
    pub whispers_per_socket: Rate,
    pub sessions_remembered: usize,
    pub messages_without_progress: u32,
    pub whole_board_answer_within: Duration,
    // All boards together.
    pub stays: Duration,
    pub boards_bytes: usize,
    pub loading_at_once: usize,
    pub boards_waiting: usize,
    pub set_aside_for: Duration,
    pub back_per_second: u32,
    // Requests.
    pub body_bytes: usize,
    pub answer_within: Duration,
    pub carry_within: Duration,
    pub carrying_at_once: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let per = |at_once, per_second| Rate { at_once, per_second };
        Self {
            join_within: Duration::from_secs(10),
            ping_every: Duration::from_secs(10),
            pong_within: Duration::from_secs(25),
            send_within: Duration::from_secs(20),
            read_buffer_bytes: 4 * KIB,
            write_buffer_bytes: 16 * KIB,
            boards_per_socket: 256,
            storages_per_socket: 256,
            presence_bytes: 256 * KIB,
            outbox_bytes: 8 * MIB,
            sockets_per_address: 2_500,
            sockets_per_caller: 64,
            dials_per_address: per(2_500, 50),
            frames_per_caller: per(10_000, 600),
            bytes_per_caller: per(32 * MIB as u32, 256 * KIB as u32),
            requests_per_address: per(2_500, 50),
            wrong_tries_per_address: 20,
            wrong_try_back_after: Duration::from_secs(6),
            payers_remembered: 10_000,
            gather: Duration::from_millis(4),
            gather_per_peer: Duration::from_micros(500),
            gather_most: Duration::from_millis(24),
            gather_late_most: Duration::from_millis(100),
            heads_within: Duration::from_millis(250),
            held_bytes: 32 * MIB,
            orphans_per_socket: 1_000,
            refused_per_socket: 10_000,
            actors_per_member: 4_000,
            operations_per_member: 4_000_000,
            whispers_per_socket: per(60, 30),
            sessions_remembered: 4_096,
            messages_without_progress: 12,
            whole_board_answer_within: Duration::from_secs(5),
            stays: Duration::from_secs(60),
            boards_bytes: 1_024 * MIB,
            loading_at_once: 4,
            boards_waiting: 4_096,
            set_aside_for: Duration::from_secs(60),
            back_per_second: 400,
            body_bytes: 64 * KIB,
            answer_within: Duration::from_secs(30),
            carry_within: Duration::from_secs(600),
            carrying_at_once: 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `| name | value | …`: as the type prints it, for every field and no other.
    #[test]
    fn the_page_on_limits_names_each_with_its_value_and_no_other() {
        let page = include_str!("../../docs/limits.md");
        let table = page.split("## Limits").nth(1).and_then(|rest| rest.split("\n## ").next());
        let rows = table.expect("a chapter on limits").lines().filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split(" | ");
            Some((cells.next()?.trim_end_matches('`').to_owned(), cells.next()?.to_owned()))
        });
        let printed = format!("{:?}", Limits::default());
        let fields = printed.trim_start_matches("Limits { ").trim_end_matches(" }");
        let fields = fields.split(", ").filter_map(|field| field.split_once(": "));
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(rows.collect::<Vec<_>>(), fields.collect::<Vec<_>>());
    }
}
