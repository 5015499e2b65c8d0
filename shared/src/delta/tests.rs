//! What two people type into one sentence.

use super::*;
use proptest::prelude::*;

/// A change to a text of `length` units, made of one to three splices.
fn delta_of(length: usize) -> impl Strategy<Value = Delta> {
    prop::collection::vec((any::<prop::sample::Index>(), 0usize..4, "[a-cé😀]{0,3}"), 1..4).prop_map(
        move |splices| {
            let mut length = length;
            splices.into_iter().fold(Delta::default(), |whole, (index, delete, insert)| {
                let index = index.index(length + 1);
                let delete = delete.min(length - index);
                length = length - delete + utf16_len(&insert);
                whole.then(&Delta::splice(index, delete, &insert))
            })
        },
    )
}

// Plain letters here: a delta that cuts a surrogate pair in half is nobody's typing.
const TEXT: &str = "la lagune vivante";

proptest! {
    #[test]
    fn two_people_who_type_at_once_end_with_the_same_sentence(
        ana in delta_of(TEXT.len()), binta in delta_of(TEXT.len()), first in any::<bool>()
    ) {
        let by_ana = binta.over(&ana, first).apply(&ana.apply(TEXT));
        let by_binta = ana.over(&binta, !first).apply(&binta.apply(TEXT));
        prop_assert_eq!(by_ana, by_binta);
    }

    #[test]
    fn letters_typed_by_one_survive_what_the_other_deletes(
        at in 0usize..=TEXT.len(), from in 0usize..TEXT.len(), len in 1usize..8
    ) {
        let len = len.min(TEXT.len() - from);
        let typed = Delta::splice(at, 0, "XYZ");
        let deleted = Delta::splice(from, len, "");
        let text = typed.over(&deleted, true).apply(&deleted.apply(TEXT));
        prop_assert!(text.contains("XYZ"), "{}", text);
    }

    #[test]
    fn one_change_after_another_is_one_change(a in delta_of(TEXT.len()), splice in (0usize..10, 0usize..3, "[x-z]{0,2}")) {
        let middle = a.apply(TEXT);
        let index = splice.0.min(middle.chars().count());
        prop_assume!(!middle.contains('😀'));
        let b = Delta::splice(index, splice.1.min(middle.chars().count() - index), &splice.2);
        prop_assert_eq!(a.then(&b).apply(TEXT), b.apply(&middle));
    }

    #[test]
    fn taking_a_change_back_leaves_the_text_as_it_was(a in delta_of(TEXT.len()), text in "[a-zé😀]{0,20}") {
        let fitted = a.fitted(&text);
        prop_assert_eq!(fitted.apply(&text), a.apply(&text));
        prop_assert_eq!(fitted.inverse(&text).apply(&fitted.apply(&text)), text);
    }

    #[test]
    fn its_splices_in_turn_are_the_change(a in delta_of(TEXT.len())) {
        let step_by_step = a.splices().into_iter().fold(TEXT.to_owned(), |text, splice| Delta::from(splice).apply(&text));
        prop_assert_eq!(step_by_step, a.apply(TEXT));
    }

    #[test]
    fn the_difference_of_two_texts_leads_from_one_to_the_other(old in "[abé😀]{0,8}", new in "[abé😀]{0,8}") {
        prop_assert_eq!(Delta::between(&old, &new).apply(&old), new);
    }
}

#[test]
fn a_caret_stays_behind_the_word_it_was_behind() {
    let text = "la lagune";
    let added = Delta::splice(0, 0, "Pour ");
    assert_eq!(added.move_caret(2, false), 7);
    let gone = Delta::splice(0, 3, "");
    assert_eq!(gone.move_caret(text.len(), false), 6);
    assert_eq!(gone.move_caret(1, false), 0);
    let here = Delta::splice(2, 0, "!");
    assert_eq!((here.move_caret(2, false), here.move_caret(2, true)), (2, 3));
}
