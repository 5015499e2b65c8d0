//! A table that lost something, as a device meets it.

use super::*;

/// A device on which Ana's node and Binta's are, both acknowledged.
fn at_a_full_table() -> Tab {
    let mut table = Table::new();
    table.board.write_as([50; 16], Some(&MemberId::parse("binta").unwrap()));
    table.board.perform(&Act::create(node("of-binta"), vec![]), 0).unwrap();
    let mut tab = Tab::at_table(table);
    tab.says(add_node("of-ana"));
    tab.waits();
    assert_eq!(tab.saving().table, SharedWithTable::Shared);
    tab
}

/// The same device, later, at another table.
fn later(tab: &Tab, table: Table) -> Tab {
    let mut later = Tab::on(tab.rows.clone());
    (later.actors, later.table) = (tab.actors + 10, Some(table));
    later.says(ToDesk::Open { board: lagune() });
    later
}

fn kept_receipt(tab: &Tab) -> Vec<ChangeHash> {
    let kept = Kept::from_rows(&tab.rows.rows(RowsOf::Boards, &lagune()), &Rows::new(), &Rows::new());
    kept.receipt.unwrap().read().unwrap().0
}

fn lefts(tab: &Tab) -> Vec<SharedWithTable> {
    let tables = tab.told.iter().filter_map(|told| match told {
        ToPage::Saving(saving) => Some(saving.table.clone()),
        _ => None, // nothing of the table
    });
    tables.collect()
}

#[test]
fn nothing_counts_as_shared_that_an_emptied_table_does_not_have_yet() {
    let before = at_a_full_table();
    let mut emptied = Table::emptied();
    emptied.is_slow = true;
    let mut tab = later(&before, emptied);
    tab.told.clear();
    tab.says(ToDesk::Network { online: false });
    tab.says(ToDesk::Network { online: true });
    for (opening, alarm) in std::mem::take(&mut tab.alarms) {
        tab.happens(Event::Board { opening, event: BoardEvent::Woke(alarm) });
    }
    tab.waits();
    // Binta's too: the table had it, and everybody was told so.
    assert_eq!(tab.saving().table, SharedWithTable::Sending { left: 2 });
    assert!(!lefts(&tab).contains(&SharedWithTable::Shared), "{:?}", lefts(&tab));

    let mut filled = later(&tab, Table::emptied());
    filled.waits();
    assert_eq!(filled.saving().table, SharedWithTable::Shared);
    assert_eq!(filled.table.unwrap().board.records().all(Kind::Node).count(), 2);
}

#[test]
fn a_device_shows_what_the_table_once_said_it_has() {
    let before = at_a_full_table();
    let heads = before.table.as_ref().unwrap().board.heads();
    assert_eq!(kept_receipt(&before), heads);
    let tab = later(&before, Table::emptied());
    assert_eq!(tab.table.unwrap().shown, [heads]);
}

#[test]
fn a_table_that_lost_everything_does_not_take_the_receipt_with_it() {
    let before = at_a_full_table();
    let heads = kept_receipt(&before);
    let mut emptied = Table::emptied();
    emptied.is_slow = true;
    let mut tab = later(&before, emptied);
    tab.waits();
    assert_eq!(kept_receipt(&tab), heads);

    let mut again = later(&tab, Table::emptied());
    again.waits();
    assert_eq!(again.table.as_ref().unwrap().shown, [heads]);
    assert_eq!(kept_receipt(&again), again.table.as_ref().unwrap().board.heads());
}

#[test]
fn a_receipt_is_kept_only_once_all_below_it_is_on_the_device() {
    let mut tab = at_a_full_table();
    let before = kept_receipt(&tab);
    let table = tab.table.as_mut().unwrap();
    table.board.perform(&Act::create(node("of-binta-too"), vec![]), 0).unwrap();
    tab.writes_wait = true;
    tab.says(add_node("of-ana-too"));
    tab.waits();
    assert_eq!(kept_receipt(&tab), before);
    tab.disk_catches_up();
    tab.waits();
    assert_eq!(kept_receipt(&tab), tab.table.as_ref().unwrap().board.heads());
}

#[test]
fn work_that_was_not_taken_and_comes_in_other_hands_stands_aside_no_more() {
    let mut tab = at_a_full_table();
    tab.table.as_mut().unwrap().refuses = true;
    tab.says(add_node("n1"));
    tab.waits();
    let refused = SharedWithTable::Refused { count: 1, why: Refusal::Role, left: 0 };
    assert_eq!(tab.saving().table, refused);

    // The secretariat opened the file, and the table took it from there.
    let aside = tab.rows.rows(RowsOf::Refused, &lagune());
    let mut table = tab.table.take().unwrap();
    table.refuses = false;
    table.board.take_chunks(&aside[0].1).unwrap();
    let mut tab = later(&tab, table);
    tab.waits();
    assert_eq!(tab.saving().table, SharedWithTable::Shared);
    assert_eq!(tab.rows.rows(RowsOf::Refused, &lagune()), vec![]);

    let mut again = Tab::on(tab.rows.clone());
    again.actors = 40;
    again.says(ToDesk::Open { board: lagune() });
    assert_eq!(again.last_opened().records.iter().filter(|record| record.kind == Kind::Node).count(), 3);
}
