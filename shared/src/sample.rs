//! The sample partnership: the demo board, and the form (`msp-board-sample/1`) that such
//! partnerships are exchanged in.
//!
//! What a board edits becomes records; the rest of the file is kept word for word under
//! `about/imported`, so that [`export`] gives back what [`acts`] took. It never invents:
//! what the file leaves out stays empty.

mod export;
mod import;
mod rest;

use crate::act::{Act, MAX_EDITS};
use crate::lang::Lang;
use crate::record::Records;
use serde_json::Value as Json;

/// The format's name, under `meta/schema`.
pub const FORMAT: &str = "msp-board-sample/1";

/// The Living Lagoon Alliance, a partnership that does not exist.
pub const LIVING_LAGOON: &str = include_str!("../samples/living-lagoon.json");

/// What the sample calls the partnership as a whole where a relation ends at it.
const TABLE_ID: &str = "ALV";

/// Why a file was not taken as a sample partnership.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SampleError {
    #[error("this file is not a sample partnership ({FORMAT})")]
    Foreign,
    #[error("`{part}` is not as the format describes it")]
    Part { part: String },
    #[error("the file holds more than a board takes")]
    TooLarge,
}

/// The acts that write a sample on an empty board, section by section.
///
/// # Errors
/// If it is not a sample, or a part of it is not as the format says; the part is named.
pub fn acts(sample: &Json) -> Result<Vec<Act>, SampleError> {
    let mut acts = import::acts(sample)?;
    let mut records = Records::default();
    for act in &acts {
        records.apply(act, "", 0);
    }
    acts.push(import::keep_rest(&rest::of(sample, &export::typed(&records))));
    if acts.iter().any(|act| act.edits.len() > MAX_EDITS) {
        return Err(SampleError::TooLarge);
    }
    Ok(acts)
}

/// The acts that begin a board with a template: a file of the same form that names nobody, read in
/// the working language of the board.
///
/// # Errors
/// As [`acts`].
pub fn begin(template: &Json, name: &str, working: Lang) -> Result<Vec<Act>, SampleError> {
    let mut template = template.clone();
    template["meta"]["language"] = Json::from(working.code());
    template["partnership"]["name"] = serde_json::json!({ working.code(): name });
    let acts = import::acts(&template)?;
    Ok(acts.into_iter().filter(|act| !act.edits.is_empty()).collect())
}

/// The board in the sample's form: its records, with what the import kept beside them.
pub fn export(records: &Records) -> Json {
    let mut sample = export::typed(records);
    rest::put_back(&mut sample, &export::kept_rest(records));
    sample
}

/// The demo board's acts.
pub fn living_lagoon() -> Vec<Act> {
    let sample = serde_json::from_str(LIVING_LAGOON).expect("the committed sample is JSON");
    acts(&sample).expect("the committed sample is read by a test")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::Board;
    use crate::desk::Template;
    use crate::ids::RecordId;
    use crate::ordered::OrdSet;
    use crate::questions;
    use crate::sections::{Kind, chain, context, roles};

    fn sample() -> Json {
        serde_json::from_str(LIVING_LAGOON).unwrap()
    }

    fn board(sample: &Json) -> Records {
        let mut records = Records::default();
        for act in acts(sample).unwrap() {
            records.apply(&act, "", 0);
        }
        records
    }

    #[test]
    fn the_sample_comes_back_as_it_went_in() {
        let (before, after) = (sample(), export(&board(&sample())));
        for (part, value) in before.as_object().unwrap() {
            assert_eq!(&after[part], value, "{part}");
        }
        assert_eq!(before, after);
    }

    #[test]
    fn a_board_takes_the_sample_as_it_reads_ahead() {
        let mut board = Board::new([1; 16], None);
        let mut ahead = board.records().clone();
        for act in living_lagoon() {
            board.perform(&act, 0).unwrap();
            ahead.apply(&act, "", 0);
        }
        assert_eq!(board.records(), &ahead);
        assert_eq!(export(board.records()), sample());
    }

    #[test]
    fn what_the_board_edits_is_not_kept_twice() {
        let records = board(&sample());
        let kept: OrdSet<String> = export::kept_rest(&records).as_object().unwrap().keys().cloned().collect();
        for part in ["objectives", "assumptions", "risks", "milestones", "glossary", "highLevelSupport"] {
            assert!(!kept.contains(part), "{part} is kept raw: {}", export::kept_rest(&records)[part]);
        }
    }

    #[test]
    fn every_template_begins_a_board_whole_in_each_language() {
        for template in Template::ALL {
            let path = format!("{}/samples/templates/{}.json", env!("CARGO_MANIFEST_DIR"), template.key());
            let file: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
            for working in Lang::ALL {
                let mut board = Board::new([1; 16], None);
                for act in begin(&file, "Alliance", working).unwrap() {
                    board.perform(&act, 0).unwrap();
                }
                let records = board.records();
                assert_eq!(records.single(Kind::About).unwrap().text("name"), "Alliance");
                let nodes = chain::nodes(records);
                assert!(nodes.len() >= 8, "{}", template.key());
                for lang in Lang::ALL {
                    let titles: OrdSet<&str> =
                        nodes.iter().map(|node| node.title.reads(lang, working)).collect();
                    assert!(!titles.contains(""), "{} in {lang:?} on a board in {working:?}", template.key());
                    assert_eq!(titles.len(), nodes.len(), "{} in {lang:?}", template.key());
                }
                // Nothing hangs loose, and no link goes back.
                let loose = |question: &questions::Question| {
                    matches!(question.about, questions::About::Orphan | questions::About::Cycle { .. })
                };
                assert!(!questions::find(records).iter().any(loose), "{}", template.key());
            }
        }
    }

    #[test]
    fn the_demo_board_reads_in_two_languages() {
        let records = board(&sample());
        let nodes = chain::nodes(&records);
        assert_eq!((nodes.len(), chain::links(&records).len()), (25, 37));
        let node = nodes.iter().find(|node| node.id.as_str() == "N05").unwrap();
        assert_eq!(node.title.plain(), "Installer et équiper 24 points de tri de quartier");
        assert_eq!(node.title.reads(Lang::En, Lang::Fr), "Install and equip 24 neighbourhood sorting points");
        assert_eq!(node.level, chain::Level::Activity);
    }

    #[test]
    fn every_organisation_has_its_own_letters_and_a_hue() {
        let heads = roles::columns(&board(&sample()));
        let shorts: Vec<&str> = heads.iter().map(|head| head.short.as_str()).collect();
        assert_eq!(shorts, ["MP", "ME", "FC", "ON", "GC", "FR", "UP", "AC", "UA", "COPIL", "SEC"]);
        assert_eq!(heads[8].kind, roles::Column::Organisation { hue: 1 });
        assert_eq!(heads[10].kind, roles::Column::Secretariat);
    }

    #[test]
    fn relations_to_the_partnership_end_at_the_table() {
        let relations = context::relations(&board(&sample()));
        let ends = relations.iter().filter(|relation| relation.to == Some(context::End::Table)).count();
        assert_eq!(ends, 6);
    }

    #[test]
    fn the_demo_board_leaves_little_open() {
        let open = questions::find(&board(&sample()));
        let told: Vec<_> = open.iter().map(|question| (question.on.id.as_str(), &question.about)).collect();
        // It gives money and advice, and carries out nothing.
        assert_eq!(told, [("P8", &questions::About::OrganisationWithoutR)]);
    }

    #[test]
    fn an_edit_on_the_board_shows_in_the_export() {
        let mut records = board(&sample());
        let at = crate::record::RecordAt::new(Kind::Node, RecordId::parse("N05").unwrap());
        records.apply(&Act::remove(at), "ana", 1);
        let nodes = export(&records)["resultsChain"]["nodes"].as_array().unwrap().len();
        assert_eq!(nodes, 24);
    }

    #[test]
    fn another_file_is_named_for_what_it_is_not() {
        assert_eq!(acts(&serde_json::json!({})), Err(SampleError::Foreign));
        let mut odd = sample();
        odd["objectives"][2]["title"] = 7.into();
        assert_eq!(acts(&odd), Err(SampleError::Part { part: "objectives/O3/title".into() }));
        let mut odd = sample();
        odd["resultsChain"]["nodes"] = "none".into();
        assert_eq!(acts(&odd), Err(SampleError::Part { part: "resultsChain/nodes".into() }));
    }
}
