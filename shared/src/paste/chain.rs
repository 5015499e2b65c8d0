//! A whole results chain from an indented text or a spreadsheet: cards by level, and what leads
//! to what.
//!
//! In an outline, a line that stands under another is what leads to it (or what comes of it). In a
//! spreadsheet each column is a level, and a row reads along it: each cell leads to the next one.
//! A cell left empty at the start of a row is the one above, as in merged cells. The same title
//! twice in one level is one card.

use super::{Outlined, is_table, outline, table};
use crate::search::plain;
use crate::sections::Word;
use crate::sections::chain::Level;

/// Most cards that are made at once.
pub const MAX_CARDS: usize = 400;
/// Most links that are made at once.
pub const MAX_LINKS: usize = 800;
/// Longest title, in characters; what is longer goes on in the description.
pub const MAX_TITLE: usize = 300;

/// What a line further in, or a column further right, is to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inward {
    /// It leads there: how?
    Causes,
    /// It comes of it: why?
    Effects,
}

/// How a text is read: what stands outermost, and what stands further in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct How {
    pub top: Level,
    pub inward: Inward,
}

impl How {
    /// The reading that fits most texts of this shape.
    pub fn usual(text: &str) -> How {
        if is_table(text) {
            return How { top: Level::Input, inward: Inward::Effects };
        }
        let depth = outline(text).iter().map(|line| line.depth).max().unwrap_or(0);
        let top = match depth {
            0 => Level::Activity,
            1 => Level::Output,
            2 => Level::Outcome,
            3.. => Level::Impact,
        };
        How { top, inward: Inward::Causes }
    }

    /// The level `steps` further in; nothing past the last one.
    fn level(self, steps: usize) -> Option<Level> {
        let top = self.top as usize;
        let at = match self.inward {
            Inward::Causes => top.checked_sub(steps)?,
            Inward::Effects => top + steps,
        };
        Level::ALL.get(at).copied()
    }
}

/// A card to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCard {
    pub level: Level,
    pub title: String,
    /// What was too long for a title, and lines that stood deeper than there are levels.
    pub detail: String,
}

/// What a text comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewChain {
    pub cards: Vec<NewCard>,
    /// From what leads to what it leads to, by the cards' numbers.
    pub links: Vec<(usize, usize)>,
    /// Lines or cells that were beyond the bounds.
    pub left_out: usize,
}

/// Reads a text. `names` says which words head a column of which level, in any language.
pub fn read(text: &str, how: How, names: &[(String, Level)]) -> NewChain {
    let mut chain = NewChain::default();
    if is_table(text) {
        read_table(&mut chain, &table(text), how, names);
    } else {
        read_outline(&mut chain, &outline(text), how);
    }
    chain
}

fn read_outline(chain: &mut NewChain, lines: &[Outlined], how: How) {
    // The card of each depth above the line that is read.
    let mut above: Vec<Option<usize>> = vec![];
    for line in lines {
        above.truncate(line.depth);
        let parent = above.iter().rev().find_map(|card| *card);
        let card = match how.level(line.depth) {
            Some(level) => chain.card(level, &line.text),
            None => {
                chain.describe(parent, &line.text);
                None
            }
        };
        if let (Some(parent), Some(card)) = (parent, card) {
            match how.inward {
                Inward::Causes => chain.link(card, parent),
                Inward::Effects => chain.link(parent, card),
            }
        }
        above.resize(line.depth, None);
        above.push(card);
    }
}

fn read_table(chain: &mut NewChain, rows: &[Vec<String>], how: How, names: &[(String, Level)]) {
    let (levels, rows) = columns(rows, how, names);
    // The card last read in each column, for cells that are left empty under it.
    let mut last: Vec<Option<usize>> = vec![None; levels.len()];
    for row in rows {
        let mut along: Vec<(Level, usize)> = vec![];
        let mut begun = false;
        for (at, level) in levels.iter().enumerate() {
            let words = row.get(at).map_or("", String::as_str);
            let Some(level) = level else {
                chain.left_out += usize::from(!words.is_empty());
                continue;
            };
            if !words.is_empty() {
                begun = true;
                last[at] = chain.card(*level, words);
            }
            let is_above = words.is_empty() && !begun;
            if let Some(card) = last[at].filter(|_| !words.is_empty() || is_above) {
                along.push((*level, card));
            }
        }
        chain.left_out += row.iter().skip(levels.len()).filter(|cell| !cell.is_empty()).count();
        for pair in along.windows(2) {
            match pair[0].0 <= pair[1].0 {
                true => chain.link(pair[0].1, pair[1].1),
                false => chain.link(pair[1].1, pair[0].1),
            }
        }
    }
}

/// The level of each column, by the first row where it names levels, and the rows to read.
fn columns<'a>(
    rows: &'a [Vec<String>],
    how: How,
    names: &[(String, Level)],
) -> (Vec<Option<Level>>, &'a [Vec<String>]) {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let named = |cell: &String| {
        let cell = plain(cell);
        names.iter().find(|(name, _)| !cell.is_empty() && plain(name) == cell).map(|(_, level)| *level)
    };
    let first = rows.iter().position(|row| row.iter().any(|cell| !cell.is_empty())).unwrap_or(0);
    if let [head, rest @ ..] = &rows[first..] {
        let levels: Vec<Option<Level>> = head.iter().map(named).collect();
        if levels.iter().flatten().count() >= 2 {
            return (levels, rest);
        }
    }
    ((0..width).map(|at| how.level(at)).collect(), rows)
}

impl NewChain {
    /// The number of the card with this title, made if it is new; nothing once there are too many.
    fn card(&mut self, level: Level, words: &str) -> Option<usize> {
        let title: String = words.chars().take(MAX_TITLE).collect();
        let rest: String = words.chars().skip(MAX_TITLE).collect();
        let key = plain(&title);
        let same = self.cards.iter().position(|card| card.level == level && plain(&card.title) == key);
        if same.is_some() {
            return same;
        }
        if self.cards.len() >= MAX_CARDS {
            self.left_out += 1;
            return None;
        }
        self.cards.push(NewCard { level, title, detail: rest });
        Some(self.cards.len() - 1)
    }

    fn describe(&mut self, card: Option<usize>, words: &str) {
        match card.and_then(|card| self.cards.get_mut(card)) {
            Some(card) => {
                if !card.detail.is_empty() {
                    card.detail.push('\n');
                }
                card.detail.push_str(words);
            }
            None => self.left_out += 1,
        }
    }

    fn link(&mut self, from: usize, to: usize) {
        if from == to || self.links.contains(&(from, to)) {
            return;
        }
        match self.links.len() < MAX_LINKS {
            true => self.links.push((from, to)),
            false => self.left_out += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names() -> Vec<(String, Level)> {
        let names = ["Ressources", "Activités", "Produits", "Effets directs", "Impact"];
        names.iter().zip(Level::ALL).map(|(name, level)| ((*name).to_owned(), *level)).collect()
    }

    fn told(text: &str) -> Vec<String> {
        let chain = read(text, How::usual(text), &names());
        let link = |(from, to): &(usize, usize)| {
            format!("{} → {}", chain.cards[*from].title, chain.cards[*to].title)
        };
        chain.links.iter().map(link).collect()
    }

    #[test]
    fn an_indented_text_becomes_a_chain_read_from_the_effect_to_its_causes() {
        let text =
            "Pêche durable\n  Guides formés\n    Former les guides\n    Suivre les sorties\n  Charte signée";
        let chain = read(text, How::usual(text), &names());
        let levels: Vec<Level> = chain.cards.iter().map(|card| card.level).collect();
        assert_eq!(levels, [Level::Outcome, Level::Output, Level::Activity, Level::Activity, Level::Output]);
        assert_eq!(
            told(text),
            [
                "Guides formés → Pêche durable",
                "Former les guides → Guides formés",
                "Suivre les sorties → Guides formés",
                "Charte signée → Pêche durable",
            ]
        );
    }

    #[test]
    fn a_spreadsheet_with_named_columns_becomes_a_chain_row_by_row() {
        let text = "ressources\tActivites\tProduits\nSalle\tFormer\tGuides formés\n\t\tManuel\nBateau\tSuivre\tRelevés";
        assert_eq!(
            told(text),
            [
                "Salle → Former",
                "Former → Guides formés",
                "Former → Manuel",
                "Bateau → Suivre",
                "Suivre → Relevés"
            ]
        );
    }

    #[test]
    fn columns_may_run_from_the_impact_back_to_the_activities() {
        let text = "Impact\tEffets directs\tProduits\nLagune vivante\tPêche durable\tCharte";
        assert_eq!(told(text), ["Pêche durable → Lagune vivante", "Charte → Pêche durable"]);
    }

    #[test]
    fn lines_deeper_than_there_are_levels_describe_the_card_above() {
        let text = "Former\n  Salle\n    à louer\n    dès mars";
        let how = How { top: Level::Activity, inward: Inward::Causes };
        let chain = read(text, how, &[]);
        assert_eq!(chain.cards.len(), 2);
        assert_eq!(chain.cards[1].detail, "à louer\ndès mars");
    }

    #[test]
    fn a_title_that_is_too_long_goes_on_in_the_description() {
        let text = "a".repeat(MAX_TITLE + 7);
        let chain = read(&text, How::usual(&text), &[]);
        assert_eq!(chain.cards[0].detail.len(), 7);
    }

    proptest! {
        #[test]
        fn whatever_is_pasted_makes_a_chain_within_bounds_whose_links_never_point_back(
            text in "([ \t]{0,6}[a-d]{0,2}[\t\n]){0,60}",
        ) {
            let how = How::usual(&text);
            let chain = read(&text, how, &names());
            for (from, to) in &chain.links {
                prop_assert!(chain.cards[*from].level < chain.cards[*to].level);
            }
            prop_assert!(chain.cards.len() <= MAX_CARDS && chain.links.len() <= MAX_LINKS);
        }

        #[test]
        fn no_word_of_an_outline_is_lost(lines in prop::collection::vec((0usize..7, "[a-z]{3,9}"), 0..40)) {
            let text: String = lines.iter().map(|(depth, word)| format!("{}{word}\n", " ".repeat(*depth))).collect();
            let chain = read(&text, How::usual(&text), &[]);
            let all: Vec<&str> = chain.cards.iter().flat_map(|card| [&*card.title, &*card.detail]).collect();
            for (_, word) in &lines {
                prop_assert!(all.iter().any(|text| text.lines().any(|line| line == word)), "{word} in {all:?}");
            }
            prop_assert_eq!(chain.left_out, 0);
        }
    }
}
