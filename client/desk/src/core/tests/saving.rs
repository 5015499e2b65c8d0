//! What a page is told about saving, and when.

use super::*;

#[test]
fn whoever_hears_that_an_act_is_done_has_heard_that_it_is_not_stored_yet() {
    let mut tab = Tab::at_table(Table::new());
    tab.writes_wait = true;
    let before = tab.told.len();
    tab.says(add_node("n1"));
    let at = |is: fn(&ToPage) -> bool| tab.told[before..].iter().position(is).expect("the page is told");
    let writing = at(|told| matches!(told, ToPage::Saving(saving) if saving.here == SavedHere::Writing));
    assert!(writing < at(|told| matches!(told, ToPage::Done { .. })));
}

#[test]
fn letters_that_are_not_a_change_yet_are_not_told_as_shared() {
    let mut tab = Tab::at_table(Table::new());
    tab.waits();
    assert_eq!(tab.saving().table, SharedWithTable::Shared);
    tab.types(1, 0, "La ", 1);
    assert_eq!(tab.saving().table, SharedWithTable::Sending { left: 1 });
    tab.waits();
    assert_eq!(tab.saving().table, SharedWithTable::Shared);
}

#[test]
fn a_full_disk_loses_nothing_and_says_so() {
    let mut tab = Tab::opened(Role::Partner);
    tab.disk_is_full = true;
    tab.says(add_node("n1"));
    assert_eq!(tab.saving().here, SavedHere::NotSaved);
    tab.disk_is_full = false;
    tab.waits();
    assert_eq!(tab.saving().here, SavedHere::Saved);
    assert_eq!(tab.rows.rows(RowsOf::Chunks, &lagune()).len(), 1);
}

#[test]
fn while_the_disk_is_full_the_table_has_all_the_work_and_not_only_the_first() {
    let mut tab = Tab::at_table(Table::new());
    tab.disk_is_full = true;
    tab.says(add_node("n1"));
    tab.waits();
    tab.says(add_node("n2"));
    tab.waits();
    let saving = tab.saving();
    assert_eq!((saving.here, saving.table), (SavedHere::NotSaved, SharedWithTable::Shared));
}
