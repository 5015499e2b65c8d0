//! The hub in a small world where everything goes wrong: connections drop with all they carry,
//! old sockets speak after their device came back, storage refuses or keeps what it does not
//! answer for, the server crashes and starts again. One plan of steps, one thread, no clock:
//! a plan that failed fails again.
//!
//! At every step nothing is passed on or acknowledged that is not in storage. Once all is well
//! again, everybody reads the same, every acknowledged act is there, no refused one is, nothing
//! else is lost, and the world falls silent.
//!
//! A bounded part runs with the tests. A million steps:
//! `PROPTEST_CASES=12500 cargo test -p tablee-server --release simulation -- --nocapture`
//! (80 steps each on average). Plans that failed are kept in `simulation/plans.txt` and tried
//! first for ever.

mod device;
mod world;

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use world::World;

/// Who is there: three of our own devices and one generic client.
pub const DEVICES: usize = 4;

/// One step, on purpose from a small domain.
#[derive(Clone, Debug)]
pub enum Step {
    Write {
        device: usize,
    },
    /// With one of few ids, so that two make the same one apart.
    Create {
        device: usize,
        id: u8,
    },
    /// The server takes up to so many frames of a device.
    Tell {
        device: usize,
        frames: u8,
    },
    /// A device takes up to so many frames, and says what it then has to say.
    Hear {
        device: usize,
        frames: u8,
    },
    Dial {
        device: usize,
    },
    /// The connection is gone with all it carried. `unnoticed`: the server still holds it, and
    /// what was on its way up may still arrive.
    Drop {
        device: usize,
        unnoticed: bool,
    },
    /// Something of a connection that its device has left arrives; or its end does.
    Ghost {
        ends: bool,
    },
    /// The device starts again from what it stored.
    Restart {
        device: usize,
    },
    Tick {
        ms: u16,
    },
    Commit(Fate),
    Restore {
        works: bool,
    },
    /// The server publishes a membership.
    Publish {
        member: u8,
    },
    /// The process dies; a commit that was under way is in the log or is not.
    Crash {
        stored: bool,
    },
    Start,
    /// An idle board leaves memory.
    Evict,
}

/// What becomes of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Stored,
    Refused,
    /// It is in the log, and the hub is told that it is not.
    StoredUnanswered,
}

fn step() -> impl Strategy<Value = Step> {
    let device = || 0..DEVICES;
    let fate = prop_oneof![
        6 => Just(Fate::Stored),
        2 => Just(Fate::Refused),
        1 => Just(Fate::StoredUnanswered),
    ];
    prop_oneof![
        8 => device().prop_map(|device| Step::Write { device }),
        2 => (device(), 0u8..3).prop_map(|(device, id)| Step::Create { device, id }),
        14 => (device(), 1u8..4).prop_map(|(device, frames)| Step::Tell { device, frames }),
        14 => (device(), 1u8..4).prop_map(|(device, frames)| Step::Hear { device, frames }),
        6 => device().prop_map(|device| Step::Dial { device }),
        2 => (device(), any::<bool>()).prop_map(|(device, unnoticed)| Step::Drop { device, unnoticed }),
        2 => any::<bool>().prop_map(|ends| Step::Ghost { ends }),
        1 => device().prop_map(|device| Step::Restart { device }),
        10 => prop_oneof![4 => 1u16..10, 1 => 200u16..8_000].prop_map(|ms| Step::Tick { ms }),
        10 => fate.prop_map(Step::Commit),
        4 => prop::bool::weighted(0.8).prop_map(|works| Step::Restore { works }),
        1 => (0u8..3).prop_map(|member| Step::Publish { member }),
        1 => any::<bool>().prop_map(|stored| Step::Crash { stored }),
        2 => Just(Step::Start),
        1 => Just(Step::Evict),
    ]
}

fn config() -> ProptestConfig {
    // `PROPTEST_CASES` says otherwise for a long run.
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(96);
    let plans = concat!(env!("CARGO_MANIFEST_DIR"), "/src/hub/simulation/plans.txt");
    ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(plans))),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_goes_wrong_all_agree_afterwards_and_nothing_acknowledged_is_lost(
        plan in prop::collection::vec(step(), 0..160)
    ) {
        let mut world = World::laid();
        for step in plan {
            world.step(step);
        }
        world.mend();
        world.check();
    }
}
