use super::*;
use shared::desk::Answer;
use shared::record::Scalar;

#[test]
fn what_changed_in_the_plan_while_a_meeting_lasted_is_told_and_nothing_else() {
    let mut tab = Tab::opened(Role::Secretariat);
    let meeting = RecordAt::new(Kind::Meeting, RecordId::parse("m1").unwrap());
    let set = |field: &str, at: &str| Act::set(meeting.field(field), Scalar::from(at));
    tab.says(add_node("before"));
    tab.says(ToDesk::Act { seq: 60, act: Act::create(meeting.clone(), vec![]) });
    tab.says(ToDesk::Act { seq: 61, act: set("started", "2026-10-14T10:00:00Z") });
    tab.says(add_node("during"));
    tab.says(ToDesk::Act { seq: 62, act: set("ended", "2026-10-14T11:00:00Z") });
    tab.says(add_node("after"));
    tab.says(ToDesk::MeetingChanges { seq: 70, meeting: meeting.id.clone() });
    let told = tab.told.iter().find_map(|told| match told {
        ToPage::Answer { seq: 70, answer: Ok(Answer::Changes(changes)) } => Some(changes.clone()),
        _ => None,
    });
    let about: Vec<RecordAt> = told.expect("an answer").iter().map(Difference::record).collect();
    assert_eq!(about, [node("during")]);
}
