//! Questions about the past of the open board, between everything else.

use super::*;
use shared::desk::Answer;
use shared::past::{Around, Filter, Look, Moment as Then, Sight, Since};

impl Tab {
    fn sees(&mut self, seq: u64, look: Look) -> Option<Result<Sight, Unanswered>> {
        self.says(ToDesk::Look { seq, look });
        self.waits();
        let answers = self.told.iter().rev().filter_map(|told| match told {
            ToPage::Answer { seq: of, answer } if *of == seq => Some(answer.clone()),
            _ => None,
        });
        answers.into_iter().next().map(|answer| {
            answer.map(|answer| match answer {
                Answer::Past(sight) => *sight,
                other => panic!("not about the past: {other:?}"),
            })
        })
    }

    fn since(&mut self, seq: u64) -> Since {
        match self.sees(seq, Look::Since) {
            Some(Ok(Sight::Since(since))) => since,
            other => panic!("no answer: {other:?}"),
        }
    }

    fn leaves_and_comes_back(&mut self, after_hours: i64) -> Tab {
        self.says(ToDesk::Close);
        let mut again = Tab::on(self.rows.clone());
        again.actors = self.actors + 10;
        again.hours = self.hours + after_hours;
        again
    }
}

/// Binta writes while Ana is away; her work reaches Ana's device with a file.
fn binta_writes(tab: &mut Tab) {
    let rows = tab.rows.rows(RowsOf::Chunks, &lagune());
    let mut binta = Board::new([77; 16], MemberId::parse("binta").as_ref());
    binta.take_chunks(&rows.iter().flat_map(|(_, chunk)| chunk.clone()).collect::<Vec<_>>()).unwrap();
    let written = binta.perform(&Act::create(node("n9"), vec![]), 1_790_010_000).unwrap().written;
    let chunks = written.into_iter().map(|written| written.chunk).collect();
    tab.happens(Event::Board { opening: 1, event: BoardEvent::Brought(chunks) });
    tab.waits();
}

#[test]
fn a_moment_is_read_while_the_board_goes_on() {
    let mut tab = Tab::opened(Role::Partner);
    tab.types(1, 0, "Hier", 1);
    tab.waits();
    tab.hours = 1;
    tab.types(2, 4, ", demain", 2);
    tab.waits();
    let around = Around { number: 0, older: 9, newer: 0 };
    let Some(Ok(Sight::Acts(acts))) = tab.sees(10, Look::Acts { around, filter: Filter::default() }) else {
        panic!("no acts")
    };
    assert_eq!(acts.count, 2);
    let moment = Then::After(acts.acts[1].change.clone());
    let Some(Ok(Sight::Then { records, number, .. })) = tab.sees(11, Look::Then { moment }) else {
        panic!("no moment")
    };
    let vision = records.iter().find(|record| record.kind == Kind::Vision).unwrap();
    assert_eq!((vision.text("statement"), number), ("Hier", 1));
    assert_eq!(tab.shown(), "Hier, demain");
    let unknown = tab.sees(12, Look::Then { moment: Then::After("00".repeat(32)) });
    assert_eq!(unknown, Some(Err(Unanswered::NoSuchMoment)));
}

#[test]
fn what_is_asked_while_the_document_loads_is_answered_after() {
    let mut tab = Tab::of(Role::Partner, false);
    tab.desk.handle(Event::Page(ToDesk::Open { board: lagune() }), Moment::default());
    tab.says(ToDesk::Look { seq: 5, look: Look::Since });
    assert!(tab.told.is_empty());
    let kept = Kept::from_rows(&tab.rows.rows(RowsOf::Boards, &lagune()), &Rows::default(), &Rows::default());
    tab.happens(Event::Board { opening: 1, event: BoardEvent::Found(Box::new(kept)) });
    let loaded = tab.loaded(&lagune());
    tab.happens(Event::Board { opening: 1, event: loaded });
    assert!(tab.told.iter().any(|told| matches!(told, ToPage::Answer { seq: 5, answer: Ok(_) })));
}

#[test]
fn whoever_comes_back_is_told_what_others_did_meanwhile() {
    let mut first = Tab::opened(Role::Partner);
    first.types(1, 0, "Lagune", 1);
    first.waits();
    assert_eq!(first.since(10).visit, None, "a first visit has none before");

    let mut again = first.leaves_and_comes_back(5);
    again.says(ToDesk::Open { board: lagune() });
    binta_writes(&mut again);
    let since = again.since(11);
    assert_eq!((since.acts, since.visit), (1, Some(1_790_000_000)));

    // A reload goes on with the visit; another day is another.
    let mut reloaded = again.leaves_and_comes_back(0);
    reloaded.says(ToDesk::Open { board: lagune() });
    assert_eq!(reloaded.since(12).visit, Some(1_790_000_000));
    let mut later = reloaded.leaves_and_comes_back(24);
    later.says(ToDesk::Open { board: lagune() });
    let since = later.since(13);
    assert_eq!((since.acts, since.visit), (0, Some(1_790_000_000 + 5 * 3600)));
}
