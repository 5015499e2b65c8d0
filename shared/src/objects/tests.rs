use super::*;
use crate::board::Board;
use crate::ids::RecordId;
use crate::ordered::OrdMap;
use crate::record::Records;
use proptest::prelude::*;

fn sample() -> Board {
    let mut board = Board::new([1; 16], None);
    for act in crate::sample::living_lagoon() {
        board.perform(&act, 0).expect("the sample is sound");
    }
    board
}

/// The sample as it reads, made once: debug builds take their time for it.
fn sample_records() -> &'static Records {
    static SAMPLE: std::sync::LazyLock<Records> = std::sync::LazyLock::new(|| sample().records().clone());
    &SAMPLE
}

fn empty() -> Board {
    Board::new([2; 16], None)
}

fn at(kind: Kind, id: &str) -> RecordAt {
    RecordAt::new(kind, RecordId::parse(id).expect("test ids are plain"))
}

/// What a board's page would hold at hand.
fn onto(board: &str, at: Option<RecordAt>) -> Onto {
    Onto { board: board.to_owned(), at }
}

/// Lays down and says what came of it; every act that comes of it is one that a board takes.
fn laid(board: &mut Board, copied: &Copied, onto: &Onto) -> Laid {
    let mut count = board.records().len();
    let mut fresh = || {
        count += 1;
        RecordId::parse(&format!("new-{count}")).expect("plain")
    };
    let laid = lay(board.records(), copied, onto, (&mut fresh, 7));
    if !laid.act.edits.is_empty() {
        board.perform(&laid.act, 1).expect("what was laid down is what a board takes");
    }
    laid
}

/// The same on the board they come from, as its page reads it.
fn laid_on(records: &Records, copied: &Copied) -> Laid {
    let mut count = 0;
    let mut fresh = || {
        count += 1;
        RecordId::parse(&format!("new-{count}")).expect("plain")
    };
    lay(records, copied, &onto("one", None), (&mut fresh, 7))
}

fn texts(record: &Record) -> OrdMap<String, String> {
    let texts = record.values.iter().filter_map(|(key, value)| match value {
        Value::Text(text) if !text.is_empty() => Some((key.clone(), text.clone())),
        _ => None,
    });
    texts.collect()
}

#[test]
fn a_card_reaches_another_board_with_its_translations_and_what_hangs_on_it() {
    let from = sample();
    let records = from.records();
    let indicator = records.in_order(Kind::Indicator)[0].clone();
    let node = at(Kind::Node, indicator.text("node"));
    let copied =
        read(&write(&take(records, "one", std::slice::from_ref(&node), false))).expect("it reads back");
    let mut other = empty();
    let laid = laid(&mut other, &copied, &onto("two", None));
    let [new] = &laid.objects[..] else { panic!("one card: {:?}", laid.objects) };
    assert_ne!(new.id, node.id);
    let (was, is) =
        (records.get(Kind::Node, &node.id).unwrap(), other.records().get(Kind::Node, &new.id).unwrap());
    assert_eq!(texts(was), texts(is));
    assert_eq!(was.place().0, is.place().0);
    let hung = other.records().in_order(Kind::Indicator);
    let hung = hung.iter().find(|hung| texts(hung) == texts(&indicator)).expect("its indicator came along");
    assert_eq!(hung.text("node"), new.id.as_str());
    assert_eq!(hung.values.get("targets"), indicator.values.get("targets"));
    // Who carries it is not at that table, and is told by name.
    assert!(is.text("owner").is_empty());
    let owner = records.get(Kind::Organisation, &was.reference("owner").unwrap()).unwrap();
    assert!(laid.missing.contains(&owner.text("name").to_owned()), "{:?}", laid.missing);
}

#[test]
fn organisations_are_found_on_the_other_board_by_their_name() {
    let from = sample();
    let node =
        from.records().in_order(Kind::Node).into_iter().find(|node| !node.text("owner").is_empty()).unwrap();
    let owner = from.records().get(Kind::Organisation, &node.reference("owner").unwrap()).unwrap();
    let mut other = empty();
    let seat = at(Kind::Organisation, "elsewhere");
    let name = vec![("name".to_owned(), Value::Text(owner.text("name").to_owned()))];
    other.perform(&crate::act::Act::create(seat, name), 0).unwrap();
    let copied = take(from.records(), "one", &[at(Kind::Node, node.id.as_str())], false);
    let laid = laid(&mut other, &copied, &onto("two", None));
    assert!(!laid.missing.contains(&owner.text("name").to_owned()));
    assert_eq!(other.records().get(Kind::Node, &laid.objects[0].id).unwrap().text("owner"), "elsewhere");
}

#[test]
fn links_among_the_copied_go_along_and_others_stay() {
    let from = sample();
    let link = from.records().in_order(Kind::Link)[0].clone();
    let ends = ["from", "to"].map(|end| at(Kind::Node, link.text(end)));
    let mut other = empty();
    laid(&mut other, &take(from.records(), "one", &ends, false), &onto("two", None));
    let links = other.records().in_order(Kind::Link);
    assert_eq!(links.len(), 1);
    for end in ["from", "to"] {
        assert!(other.records().get(Kind::Node, &links[0].reference(end).unwrap()).is_some());
    }
    let mut third = empty();
    laid(&mut third, &take(from.records(), "one", &ends[..1], false), &onto("two", None));
    assert!(third.records().in_order(Kind::Link).is_empty());
}

#[test]
fn what_was_cut_comes_back_on_its_board_as_what_it_was() {
    let mut board = sample();
    let rows: Vec<RecordAt> = board
        .records()
        .in_order(Kind::Objective)
        .iter()
        .map(|row| at(Kind::Objective, row.id.as_str()))
        .collect();
    let cut = take(board.records(), "one", &rows[..1], true);
    board.perform(&crate::act::Act::remove(rows[0].clone()), 0).unwrap();
    let put = laid(&mut board, &cut, &onto("one", Some(rows[1].clone())));
    assert!(put.is_move);
    let order: Vec<&str> =
        board.records().in_order(Kind::Objective).iter().map(|row| row.id.as_str()).collect::<Vec<_>>();
    assert_eq!(order[..2], [rows[1].id.as_str(), rows[0].id.as_str()]);
    // Once it is back, it is pasted again as a copy.
    let count = order.len();
    assert!(!laid(&mut board, &cut, &onto("one", None)).is_move);
    assert_eq!(board.records().in_order(Kind::Objective).len(), count + 1);
}

#[test]
fn a_plain_text_in_another_working_language_takes_its_translation() {
    let from = sample();
    let node = from
        .records()
        .in_order(Kind::Node)
        .into_iter()
        .find(|node| !node.text("title@en").is_empty())
        .unwrap();
    let mut other = empty();
    other
        .perform(
            &crate::act::Act::set(RecordAt::single(Kind::About).field("language"), Scalar::from("en")),
            0,
        )
        .unwrap();
    let copied = take(from.records(), "one", &[at(Kind::Node, node.id.as_str())], false);
    let laid = laid(&mut other, &copied, &onto("two", None));
    let copy = other.records().get(Kind::Node, &laid.objects[0].id).unwrap();
    assert_eq!(copy.text("title"), node.text("title@en"));
    assert_eq!(copy.text("title@fr"), node.text("title"));
}

#[test]
fn an_indicator_is_hung_on_the_card_at_hand_and_stands_on_none_without_it() {
    let mut board = sample();
    let indicator = board.records().in_order(Kind::Indicator)[0].clone();
    let copied = take(board.records(), "one", &[at(Kind::Indicator, indicator.id.as_str())], false);
    let node = board
        .records()
        .in_order(Kind::Node)
        .into_iter()
        .find(|node| node.id.as_str() != indicator.text("node"));
    let node = at(Kind::Node, node.unwrap().id.as_str());
    let hung = laid(&mut board, &copied, &onto("one", Some(node.clone())));
    assert_eq!(
        board.records().get(Kind::Indicator, &hung.objects[0].id).unwrap().text("node"),
        node.id.as_str()
    );
    let lost = laid(&mut empty(), &copied, &onto("two", None));
    assert_eq!((lost.objects.len(), lost.left_out), (0, 1));
}

#[test]
fn a_role_row_keeps_its_letters_for_those_at_the_table() {
    let mut board = sample();
    let row = board.records().in_order(Kind::Responsibility)[0].clone();
    let copied = take(board.records(), "one", &[at(Kind::Responsibility, row.id.as_str())], false);
    let laid = laid(&mut board, &copied, &onto("one", None));
    let copy = board.records().get(Kind::Responsibility, &laid.objects[0].id).unwrap();
    assert_eq!(copy.values.get("cells"), row.values.get("cells"));
    assert_eq!(copy.place().0, row.place().0);
}

#[test]
fn the_outline_reads_in_any_editor_and_the_html_carries_every_letter() {
    let from = sample();
    let link = from.records().in_order(Kind::Link)[0].clone();
    let ends = ["from", "to"].map(|end| at(Kind::Node, link.text(end)));
    let copied = take(from.records(), "one", &ends, false);
    let outline = outline(&copied, from.records(), Lang::Fr);
    let title = |end: usize| from.records().get(Kind::Node, &ends[end].id).unwrap().text("title");
    assert!(outline.starts_with(title(1)), "{outline}");
    assert!(outline.contains(&format!("\n  {}\n", title(0))), "{outline}");
    // What a browser puts around a fragment changes nothing.
    let html = format!(
        "<html><body><!--StartFragment-->{}<!--EndFragment--></body></html>",
        html(&copied, &outline)
    );
    assert_eq!(read_html(&html), Some(copied));
}

#[test]
fn a_clipboard_without_objects_carries_nothing() {
    for text in [
        "",
        "Former les guides",
        "tablee-objects 1\tfr\tb\tcopy\n",
        "tablee-objects 2\tfr\tb\tcopy\nchosen\tchain/nodes/a\n",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
    assert_eq!(read_html("<p data-tablee=\"%zz\">"), None);
    let foreign = "tablee-objects 1\tfr\tb\tcopy\nchosen\torganisations/partners/a\nchosen\tvision\nchosen\tpeople/members/m\n";
    assert_eq!(read(foreign), None);
}

#[test]
fn what_is_beyond_the_bounds_is_counted() {
    let mut text = String::from("tablee-objects 1\tfr\tb\tcopy\n");
    for n in 0..MAX_OBJECTS + 3 {
        text.push_str(&format!("chosen\tchain/nodes/n{n}\ntext\tchain/nodes/n{n}/title\tCarte {n}\n"));
    }
    let copied = read(&text).unwrap();
    assert_eq!((copied.chosen.len(), copied.left_out), (MAX_OBJECTS, 3));
    assert_eq!(laid(&mut empty(), &copied, &onto("two", None)).left_out, 3);
}

/// Some objects of the sample, chosen at random.
fn chosen(records: &Records, picks: &[prop::sample::Index]) -> Vec<RecordAt> {
    let all: Vec<RecordAt> = records
        .everything()
        .filter(|record| is_carried(record.kind))
        .map(|record| RecordAt::new(record.kind, record.id.clone()))
        .collect();
    picks.iter().map(|pick| pick.get(&all).clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_pasted_on_its_own_board_reads_as_what_was_copied_save_for_ids(
        picks in prop::collection::vec(any::<prop::sample::Index>(), 1..8)
    ) {
        let before = sample_records();
        let copied = take(before, "one", &chosen(before, &picks), false);
        prop_assert_eq!(read(&write(&copied)), Some(copied.clone()));
        let laid = laid_on(before, &copied);
        let mut after = before.clone();
        after.apply(&laid.act, "ana", 1);
        prop_assert_eq!(&laid.missing, &Vec::<String>::new());
        prop_assert_eq!(laid.left_out, 0);
        prop_assert_eq!(laid.objects.len(), copied.chosen.len());
        for (old, new) in copied.chosen.iter().zip(&laid.objects) {
            let (old, new) = (before.get(old.kind, &old.id).unwrap(), after.get(new.kind, &new.id).unwrap());
            prop_assert_eq!(texts(old), texts(new));
            for field in ["owner", "status", "carriers", "cells", "sector", "lead", "due", "targets"] {
                prop_assert_eq!(old.values.get(field), new.values.get(field), "{}", field);
            }
        }
        // A copy of the copy is the same again: nothing is lost on the way.
        let again = take(&after, "one", &laid.objects, false);
        let kinds = |copied: &Copied| {
            let mut kinds: Vec<_> = copied.records.iter().map(|record| (record.kind, texts(record))).collect();
            kinds.sort();
            kinds
        };
        prop_assert_eq!(kinds(&again), kinds(&copied));
    }

    #[test]
    fn whatever_stands_in_a_clipboard_is_taken_by_a_board_or_left_out(
        picks in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
        wounds in prop::collection::vec((any::<prop::sample::Index>(), "(?s).{0,6}|\t|\n|/|word\t|flag\t|int\t-9"), 0..12),
    ) {
        let records = sample_records();
        let mut written = write(&take(records, "one", &chosen(records, &picks), true));
        for (index, wound) in wounds {
            let mut at = index.index(written.len() + 1);
            while !written.is_char_boundary(at) {
                at -= 1;
            }
            written.insert_str(at, &wound);
        }
        if let Some(copied) = read(&written) {
            laid_on(records, &copied);
            laid(&mut empty(), &copied, &onto("two", None));
            outline(&copied, records, Lang::De);
        }
    }

    #[test]
    fn whatever_anybody_writes_is_no_harm(text in "(?s)(tablee-objects 1\tfr\tb\tcut\n)?((chosen|along|text|word|int|flag|named)\t(chain|context)/(nodes|actors|links|relations)/[ab](/(title|place|owner|influence|nodes|from|to|pin)(@[a-z]{0,3})?)?(/[ab])?(\t.{0,4})?\n){0,12}") {
        if let Some(copied) = read(&text) {
            laid(&mut empty(), &copied, &onto("b", None));
        }
        read_html(&text);
    }
}
