use super::*;

fn member(id: &str) -> MemberId {
    MemberId::parse(id).unwrap()
}

fn organisation(id: &str) -> RecordId {
    RecordId::parse(id).unwrap()
}

fn who(role: Role) -> Who {
    let own = (role == Role::Partner).then(|| organisation("own"));
    Who::Member { member: member("ana"), role, organisation: own }
}

fn record(kind: Kind) -> RecordAt {
    if kind.is_single() { RecordAt::single(kind) } else { RecordAt::new(kind, organisation("r1")) }
}

/// The rows of section 3 of the model: who may write in a section's plain records.
fn expected(role: Role, section: Section) -> Result<(), Refusal> {
    use Section as S;
    let allowed = match section {
        S::About | S::Vision | S::Glossary | S::Chain | S::Roles | S::Context | S::Resources => {
            role != Role::Observer
        }
        S::Governance | S::Decisions | S::Learning | S::Outreach => role != Role::Observer,
        S::Organisations | S::Session | S::Versions => role == Role::Secretariat,
        S::People => false,
        // Somebody else's comment: see the tests below.
        S::Comments => return Err(if role == Role::Observer { Refusal::Role } else { Refusal::Author }),
    };
    if allowed { Ok(()) } else { Err(Refusal::Role) }
}

#[test]
fn each_role_may_in_each_section_what_the_model_says_and_nothing_more() {
    for role in Role::ALL {
        for kind in Kind::ALL {
            let is_special = matches!(
                kind,
                Kind::Acceptance
                    | Kind::Vote
                    | Kind::Rule
                    | Kind::Thread
                    | Kind::Reply
                    | Kind::Member
                    | Kind::Idea
                    | Kind::IdeaGroup
                    | Kind::Dot
            );
            if is_special {
                continue;
            }
            for verb in Verb::ALL {
                let touch = Touch { field: Some("x".into()), ..Touch::of_record(record(kind), verb) };
                let expected = match verb {
                    Verb::Delete => Err(Refusal::Deletes),
                    Verb::Create | Verb::Write | Verb::Set | Verb::Remove | Verb::Restore => {
                        expected(role, kind.section())
                    }
                };
                assert_eq!(may(&who(role), &touch, false), expected, "{role:?} {verb:?} {kind:?}");
                assert_eq!(may(&Who::Door, &touch, false).is_ok(), verb != Verb::Delete);
            }
        }
    }
}

#[test]
fn a_vote_or_an_acceptance_is_only_ones_own_organisations_to_give() {
    for kind in [Kind::Vote, Kind::Acceptance, Kind::Dot] {
        for verb in [Verb::Create, Verb::Write, Verb::Set, Verb::Remove, Verb::Restore] {
            let of =
                |id: &str| Touch::of_record(record(kind), verb).by(Whose::Organisation(organisation(id)));
            let nobodys = Touch::of_record(record(kind), verb);
            assert_eq!(may(&who(Role::Partner), &of("own"), true), Ok(()));
            assert_eq!(may(&who(Role::Partner), &of("other"), true), Err(Refusal::OtherOrganisation));
            assert_eq!(may(&who(Role::Partner), &nobodys, true), Err(Refusal::OtherOrganisation));
            for role in [Role::Secretariat, Role::Observer] {
                assert_eq!(may(&who(role), &of("own"), true), Err(Refusal::Role));
            }
            assert!(!may_be_carried(&of("own")));
        }
    }
}

#[test]
fn a_card_speaks_for_ones_own_organisation_or_for_the_room() {
    let at = record(Kind::Idea);
    let of = |whose: Whose| Touch::of_field(at.field("text"), Verb::Write).by(whose);
    let organisations = |id: &str| of(Whose::Organisation(organisation(id)));
    let other = Err(Refusal::OtherOrganisation);
    for (role, own, others, unnamed) in [
        (Role::Partner, Ok(()), other, Ok(())),
        (Role::Secretariat, other, other, Ok(())),
        (Role::Observer, Err(Refusal::Role), Err(Refusal::Role), Err(Refusal::Role)),
    ] {
        let judged = |touch: Touch| may(&who(role), &touch, true);
        assert_eq!(judged(organisations("own")), own);
        assert_eq!(judged(organisations("other")), others);
        assert_eq!(judged(of(Whose::Everyones)), unnamed);
    }
}

#[test]
fn what_was_said_in_the_room_is_entered_by_the_secretariat_and_everybody_groups() {
    for field in ["in_room", "heard_from"] {
        let room = Touch::of_field(record(Kind::Idea).field(field), Verb::Set);
        assert_eq!(may(&who(Role::Secretariat), &room, false), Ok(()));
        assert_eq!(may(&who(Role::Partner), &room, false), Err(Refusal::Role));
    }
    let moved = Touch::of_field(record(Kind::Idea).field("place"), Verb::Set)
        .by(Whose::Organisation(organisation("other")));
    let title = Touch::of_field(record(Kind::IdeaGroup).field("title"), Verb::Write);
    for touch in [moved, title] {
        assert_eq!(may(&who(Role::Secretariat), &touch, false), Ok(()));
        assert_eq!(may(&who(Role::Partner), &touch, false), Ok(()));
        assert_eq!(may(&who(Role::Observer), &touch, false), Err(Refusal::Role));
    }
    let reveal = Touch::of_field(record(Kind::Round).field("stage"), Verb::Set);
    assert_eq!(may(&who(Role::Partner), &reveal, false), Err(Refusal::Role));
}

#[test]
fn a_partner_without_an_organisation_votes_for_nobody() {
    let lost = Who::Member { member: member("ana"), role: Role::Partner, organisation: None };
    let vote = Touch::of_record(record(Kind::Vote), Verb::Create);
    let vote = vote.by(Whose::Organisation(organisation("own")));
    assert_eq!(may(&lost, &vote, false), Err(Refusal::OtherOrganisation));
}

#[test]
fn a_member_writes_their_own_function_and_nothing_else_about_people() {
    let own = RecordAt::new(Kind::Member, organisation("ana"));
    let other = RecordAt::new(Kind::Member, organisation("bo"));
    for role in Role::ALL {
        let may = |at: &RecordAt, field: &str| {
            may(&who(role), &Touch::of_field(at.field(field), Verb::Write), false)
        };
        assert_eq!(may(&own, "function"), Ok(()));
        assert_eq!(may(&other, "function"), Err(Refusal::Author));
        assert_eq!(may(&own, "role"), Err(Refusal::Role));
        assert_eq!(may(&own, "organisation"), Err(Refusal::Role));
        let actors = RecordAt::single(Kind::People).cell("actors", "ab12");
        let actors = Touch::of_field(actors, Verb::Set);
        assert_eq!(super::may(&who(role), &actors, false), Err(Refusal::Role));
    }
}

#[test]
fn comments_are_ones_own_and_anyone_resolves_them() {
    let at = record(Kind::Thread);
    let text =
        |author: &str| Touch::of_field(at.field("text"), Verb::Write).by(Whose::Member(member(author)));
    let resolve = Touch::of_field(at.field("resolved"), Verb::Set).by(Whose::Member(member("bo")));
    for (role, observers_comment) in
        [(Role::Secretariat, false), (Role::Partner, false), (Role::Observer, true)]
    {
        assert_eq!(may(&who(role), &text("ana"), observers_comment), Ok(()));
        assert_eq!(may(&who(role), &text("bo"), observers_comment), Err(Refusal::Author));
        assert_eq!(may(&who(role), &resolve, observers_comment), Ok(()));
    }
    assert_eq!(may(&who(Role::Observer), &text("ana"), false), Err(Refusal::Role));
    assert_eq!(may(&who(Role::Observer), &resolve, false), Err(Refusal::Role));
}

#[test]
fn only_the_secretariat_brings_in_what_others_said() {
    let said = Touch::of_field(record(Kind::Reply).field("said"), Verb::Set);
    let own = |role| may(&who(role), &said.clone().by(Whose::Member(member("ana"))), true);
    assert_eq!(own(Role::Secretariat), Ok(()));
    assert_eq!(own(Role::Partner), Err(Refusal::Role));
    assert_eq!(own(Role::Observer), Err(Refusal::Role));
}

#[test]
fn only_the_secretariat_writes_down_rules() {
    let rule = Touch::of_record(record(Kind::Rule), Verb::Create);
    assert_eq!(may(&who(Role::Secretariat), &rule, false), Ok(()));
    assert_eq!(may(&who(Role::Partner), &rule, false), Err(Refusal::Role));
}

#[test]
fn carried_work_counts_for_the_weaker_of_two_roles() {
    let content = Touch::of_record(record(Kind::Node), Verb::Create);
    assert!(may_be_carried(&content));
    let carried = |author, carrier| may(&weaker(&who(author), &who(carrier)), &content, false);
    assert_eq!(carried(Role::Partner, Role::Secretariat), Ok(()));
    assert_eq!(carried(Role::Secretariat, Role::Observer), Err(Refusal::Role));
    assert_eq!(carried(Role::Observer, Role::Secretariat), Err(Refusal::Role));
    assert!(!may_be_carried(&Touch::of_record(record(Kind::Lock), Verb::Create)));
}

#[test]
fn the_page_asks_for_a_whole_act() {
    let records = Records::default();
    let acceptance = |organisation: &str| {
        let values = vec![("organisation".to_owned(), Value::Scalar(organisation.into()))];
        Act::create(record(Kind::Acceptance), values)
    };
    assert_eq!(may_perform(&who(Role::Partner), &acceptance("own"), &records), Ok(()));
    let refused = may_perform(&who(Role::Partner), &acceptance("other"), &records);
    assert_eq!(refused, Err(Refusal::OtherOrganisation));

    let mut accepted = records.clone();
    accepted.apply(&acceptance("other"), "bo", 0);
    let take = Act::set(record(Kind::Acceptance).field("organisation"), Scalar::from("own"));
    let refused = may_perform(&who(Role::Partner), &take, &accepted);
    assert_eq!(refused, Err(Refusal::OtherOrganisation));

    let title = Act::new(
        crate::act::Message::Write,
        vec![Edit::Splice {
            at: record(Kind::Node).field("title"),
            delta: crate::delta::Delta::splice(0, 0, "x"),
        }],
    );
    assert_eq!(may_perform(&who(Role::Observer), &title, &records), Err(Refusal::Role));
    assert_eq!(may_perform(&who(Role::Partner), &title, &records), Ok(()));
}
