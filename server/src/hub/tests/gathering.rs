//! How long the hub gathers.

use super::*;

/// Amina writes; how long until the hub judges it.
fn gathers(table: &mut Table) -> Duration {
    table.writes(1, "a");
    let amina = table.person(1);
    let payload = amina.board.generate_sync_message(&mut amina.state).unwrap().encode();
    let effects = table.hub.handle(Event::Sync { socket: SocketId(1), payload, asks: false }, table.now);
    let [Effect::WakeAt(at)] = effects[..] else { panic!("it only waits: {effects:?}") };
    at.since(table.now)
}

fn table_of(people: u64) -> Table {
    let seat = |table: Table, n| table.with(who(&format!("person-{n}"), Role::Partner), n);
    let mut table = (1..=people).fold(Table::laid(), seat);
    table.meet();
    table
}

#[test]
fn the_more_are_here_the_longer_is_gathered_up_to_a_bound() {
    let limits = identity().limits;
    assert_eq!(gathers(&mut table_of(2)), limits.gather + 2 * limits.gather_per_peer);
    assert_eq!(gathers(&mut table_of(60)), limits.gather_most);
}

#[test]
fn a_hub_that_was_woken_late_gathers_longer_and_then_no_longer() {
    let mut table = table_of(2);
    let usual = gathers(&mut table);
    let late = Duration::from_millis(7);
    table.now = table.now.after(usual + late);
    table.event(Event::Woke);
    table.meet();
    assert_eq!(gathers(&mut table), usual + 2 * late);
    table.now = table.now.after(usual + 2 * late);
    table.event(Event::Woke);
    table.meet();
    assert_eq!(gathers(&mut table), usual);
}
