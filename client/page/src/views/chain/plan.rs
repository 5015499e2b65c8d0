//! The results chain as this view reads it: nodes, the links between nodes in use, and what
//! hangs on them. Plain data, read once per change of the section; it edits nothing.

use shared::ids::RecordId;
use shared::lang::Lang;
use shared::ordered::{OrdMap, OrdSet};
use shared::px::within;
use shared::record::{RecordAt, Records};
use shared::sections::Measured;
use shared::sections::chain::{self, Assumption, AssumptionState, Level, Link, Milestone, Node, Risk};
use shared::sections::indicators::{self, Indicator};
use shared::sections::{Kind, Phrase, Word, vision};
use shared::sort::sort_by_key;

/// Everything of the section, in people's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub lang: Lang,
    /// The language that plain fields are written in.
    pub working: Lang,
    pub nodes: Vec<Node>,
    pub links: Vec<Line>,
    pub assumptions: Vec<Assumption>,
    pub indicators: Vec<Indicator>,
    pub risks: Vec<Risk>,
    pub milestones: Vec<Milestone>,
    /// The objectives that cards serve, in the vision's order.
    pub objectives: Vec<Aim>,
    /// Removed nodes, and removed links between nodes in use.
    pub removed: Vec<RecordAt>,
    level_names: Vec<String>,
    /// The place of each node among `nodes`.
    index: OrdMap<RecordId, usize>,
    /// The links at a node, what hangs on one, and the assumptions on a link, by their places in the lists
    /// above: a card asks for its own without looking through all.
    links_by_from: Hanging,
    links_by_to: Hanging,
    indicators_by_node: Hanging,
    risks_by_node: Hanging,
    milestones_by_node: Hanging,
    assumptions_by_link: Hanging,
}

type Hanging = OrdMap<RecordId, Vec<usize>>;

/// Where in `all` is what hangs on a record, by that record.
fn hanging<T>(all: &[T], on: impl Fn(&T) -> &[RecordId]) -> Hanging {
    let mut hanging = Hanging::new();
    for (at, one) in all.iter().enumerate() {
        for id in on(one) {
            hanging.entry(id.clone()).or_default().push(at);
        }
    }
    hanging
}

/// What hangs on `id`, with its place in `all`.
fn hangs<'a, T>(
    hanging: &'a Hanging,
    all: &'a [T],
    id: &RecordId,
) -> impl Iterator<Item = (usize, &'a T)> + use<'a, T> {
    let places = hanging.get(id).into_iter().flatten();
    places.filter_map(|at| Some((*at, all.get(*at)?)))
}

/// A link whose two ends are in use.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub link: Link,
    pub from: RecordId,
    pub to: RecordId,
}

/// An objective of the vision, as the chain names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Aim {
    pub id: RecordId,
    pub title: String,
    pub lead: Option<RecordId>,
}

/// What leads to a card and where it leads, as far as the links go.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    /// The card itself is one of them.
    pub cards: OrdSet<RecordId>,
    pub links: OrdSet<RecordId>,
}

/// The markers that stand for a link's assumptions, worst first.
#[derive(Clone, Debug, PartialEq)]
pub struct Marks {
    /// `H3`, or `H3+1` where there are more.
    pub letters: String,
    pub state: AssumptionState,
}

impl Plan {
    pub fn read(records: &Records, lang: Lang, working: Lang) -> Self {
        let nodes = chain::nodes(records);
        let index: OrdMap<RecordId, usize> =
            nodes.iter().enumerate().map(|(at, node)| (node.id.clone(), at)).collect();
        let in_use = |id: &Option<RecordId>| id.clone().filter(|id| index.contains_key(id));
        let line = |link: Link| Some(Line { from: in_use(&link.from)?, to: in_use(&link.to)?, link });
        let links: Vec<Line> = chain::links(records).into_iter().filter_map(line).collect();
        let gone = |kind: Kind| records.all(kind).filter(|record| record.is_removed());
        let gone_nodes = gone(Kind::Node).map(|record| RecordAt::new(Kind::Node, record.id.clone()));
        let gone_links = gone(Kind::Link)
            .filter(|record| line(Link::read(record)).is_some())
            .map(|record| RecordAt::new(Kind::Link, record.id.clone()));
        let (assumptions, indicators) = (chain::assumptions(records), indicators::indicators(records));
        let (risks, milestones) = (chain::risks(records), chain::milestones(records));
        let names =
            Level::ALL.iter().map(|level| chain::level_name(records, *level).reads(lang, working).to_owned());
        Self {
            lang,
            working,
            removed: gone_nodes.chain(gone_links).collect(),
            level_names: names.collect(),
            links_by_from: hanging(&links, |line| std::slice::from_ref(&line.from)),
            links_by_to: hanging(&links, |line| std::slice::from_ref(&line.to)),
            links,
            indicators_by_node: hanging(&indicators, |indicator| indicator.node.as_slice()),
            risks_by_node: hanging(&risks, |risk| &risk.nodes),
            milestones_by_node: hanging(&milestones, |milestone| &milestone.nodes),
            assumptions_by_link: hanging(&assumptions, |assumption| &assumption.links),
            assumptions,
            indicators,
            risks,
            milestones,
            objectives: vision::objectives(records)
                .into_iter()
                .map(|objective| Aim {
                    title: objective.title.reads(lang, working).to_owned(),
                    lead: objective.lead,
                    id: objective.id,
                })
                .collect(),
            nodes,
            index,
        }
    }

    pub fn node(&self, id: &RecordId) -> Option<&Node> {
        self.nodes.get(*self.index.get(id)?)
    }

    pub fn line(&self, id: &RecordId) -> Option<&Line> {
        self.links.iter().find(|line| line.link.id == *id)
    }

    /// A phrase as this reader reads it.
    pub fn reads<'a>(&self, phrase: &'a Phrase) -> &'a str {
        phrase.reads(self.lang, self.working)
    }

    pub fn title(&self, id: &RecordId) -> &str {
        self.node(id).map_or("", |node| self.reads(&node.title))
    }

    /// The board's own name for a level; empty where the usual word serves.
    pub fn level_name(&self, level: Level) -> &str {
        self.level_names.get(level as usize).map_or("", String::as_str)
    }

    pub fn links_into<'a>(&'a self, id: &'a RecordId) -> impl Iterator<Item = &'a Line> {
        hangs(&self.links_by_to, &self.links, id).map(|(_, line)| line)
    }

    pub fn links_from<'a>(&'a self, id: &'a RecordId) -> impl Iterator<Item = &'a Line> {
        hangs(&self.links_by_from, &self.links, id).map(|(_, line)| line)
    }

    pub fn indicators_of<'a>(&'a self, id: &'a RecordId) -> impl Iterator<Item = &'a Indicator> {
        hangs(&self.indicators_by_node, &self.indicators, id).map(|(_, indicator)| indicator)
    }

    pub fn risks_on<'a>(&'a self, id: &'a RecordId) -> impl Iterator<Item = &'a Risk> {
        hangs(&self.risks_by_node, &self.risks, id).map(|(_, risk)| risk)
    }

    pub fn milestones_on<'a>(&'a self, id: &'a RecordId) -> impl Iterator<Item = &'a Milestone> {
        hangs(&self.milestones_by_node, &self.milestones, id).map(|(_, milestone)| milestone)
    }

    /// The assumptions on a link with their letters, `H1` being the board's first.
    pub fn assumptions_on<'a>(
        &'a self,
        link: &'a RecordId,
    ) -> impl Iterator<Item = (String, &'a Assumption)> {
        let on = hangs(&self.assumptions_by_link, &self.assumptions, link);
        on.map(|(at, assumption)| (format!("H{}", at + 1), assumption))
    }

    /// Whether something is assumed on a link.
    pub fn is_marked(&self, link: &RecordId) -> bool {
        self.assumptions_by_link.contains_key(link)
    }

    /// What a link's marker shows; nothing for a link without assumptions.
    pub fn marks(&self, link: &RecordId) -> Option<Marks> {
        let mut on: Vec<_> = self.assumptions_on(link).collect();
        sort_by_key(&mut on, |(_, assumption)| worst_first(assumption.state));
        let (letters, first) = on.first()?;
        let letters = if on.len() > 1 { format!("{letters}+{}", on.len() - 1) } else { letters.clone() };
        Some(Marks { letters, state: first.state })
    }

    /// The first indicator of a node as a card tells it.
    pub fn measure(&self, id: &RecordId) -> Option<Measure> {
        self.indicators_of(id).next().map(Measure::of)
    }

    /// Who carries a node: its owner first, each once.
    pub fn carriers(&self, id: &RecordId) -> Vec<RecordId> {
        let Some(node) = self.node(id) else { return vec![] };
        let others = node.carriers.iter().filter(|id| Some(*id) != node.owner.as_ref());
        node.owner.iter().chain(others).cloned().collect()
    }

    /// The way up ("why?") and the way down ("how?") from a card. Every letter in a card's panel asks for
    /// it, so that each link is looked at once and not once per card.
    pub fn path(&self, id: &RecordId) -> Path {
        let (mut cards, mut links) = (OrdSet::from_iter([id]), OrdSet::new());
        for up in [true, false] {
            let mut ways: OrdMap<&RecordId, Vec<(&RecordId, &RecordId)>> = OrdMap::new();
            for line in &self.links {
                let (here, next) = if up { (&line.from, &line.to) } else { (&line.to, &line.from) };
                ways.entry(here).or_default().push((next, &line.link.id));
            }
            let (mut ends, mut seen) = (vec![id], OrdSet::from_iter([id]));
            while let Some(end) = ends.pop() {
                for (next, link) in ways.get(&end).into_iter().flatten() {
                    links.insert(*link);
                    if seen.insert(*next) {
                        ends.push(next);
                        cards.insert(*next);
                    }
                }
            }
        }
        Path {
            cards: cards.iter().copied().cloned().collect(),
            links: links.iter().copied().cloned().collect(),
        }
    }

    /// The objective under which a card stands: the first that it serves, in the vision's order.
    pub fn aim_of(&self, node: &Node) -> Option<&Aim> {
        self.objectives.iter().find(|aim| node.objectives.contains(&aim.id))
    }
}

fn worst_first(state: AssumptionState) -> u8 {
    match state {
        AssumptionState::Broken => 0,
        AssumptionState::Uncertain => 1,
        AssumptionState::ToTest => 2,
        AssumptionState::Holds => 3,
    }
}

/// One indicator in short: how far from its baseline to its last target.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Where the bar begins and ends, as parts of its length.
    pub from: f64,
    pub to: f64,
    /// The latest measure, or the baseline where there is none; as people wrote them.
    pub now: String,
    pub target: String,
    pub unit: String,
    pub is_words: bool,
    /// It began above its target: not so much *of* so much.
    pub falls: bool,
}

impl Measure {
    pub fn of(indicator: &Indicator) -> Self {
        let target = indicator.periods.iter().rev().find_map(|period| period.target.as_ref());
        let now = indicator.latest().map(|(_, measured)| measured).or(indicator.baseline.as_ref());
        let number = |measured: Option<&Measured>| {
            measured.and_then(|measured| measured.amount()).map(|amount| amount.approximate())
        };
        let (base, at, goal) = (number(indicator.baseline.as_ref()), number(now), number(target));
        let (from, to) = match (base.unwrap_or(0.0), at, goal) {
            (base, Some(at), Some(goal)) => parts(base, at, goal),
            (_, None, _) | (_, _, None) => (0.0, 0.0),
        };
        let words = |measured: Option<&Measured>| {
            measured.map(|measured| measured.as_str().to_owned()).unwrap_or_default()
        };
        Self {
            from,
            to,
            falls: matches!((base, goal), (Some(base), Some(goal)) if goal < base),
            is_words: now.or(target).is_some_and(|measured| measured.amount().is_none()),
            now: words(now),
            target: words(target),
            unit: indicator.unit.clone(),
        }
    }
}

/// From where to where a bar reaches. A rising measure starts at zero, so that its baseline
/// shows; a falling or negative one tells only how much of the way is done.
fn parts(base: f64, at: f64, goal: f64) -> (f64, f64) {
    if base >= 0.0 && goal > base {
        let from = within(base / goal, 0.0, 1.0);
        (from, within(at / goal, from, 1.0))
    } else if goal == base {
        (0.0, 0.0)
    } else {
        (0.0, within((at - base) / (goal - base), 0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::record::{Record, Scalar, Value};

    fn id(name: &str) -> RecordId {
        RecordId::parse(name).expect("test ids are plain")
    }

    fn record(kind: Kind, name: &str, values: &[(&str, &str)]) -> Record {
        let mut record = Record::empty(kind, id(name));
        for (key, value) in values {
            record.values.insert((*key).to_owned(), Value::Scalar((*value).into()));
        }
        record
    }

    fn on(mut assumption: Record, link: &str) -> Record {
        let cells = OrdMap::from([(link.to_owned(), Scalar::Flag(true))]);
        assumption.values.insert("links".to_owned(), Value::Cells(cells));
        assumption
    }

    fn read(found: Vec<Record>) -> Plan {
        let mut records = Records::default();
        found.into_iter().for_each(|record| records.put(record));
        Plan::read(&records, Lang::Fr, Lang::Fr)
    }

    fn two_linked_nodes() -> Vec<Record> {
        vec![
            record(Kind::Node, "a", &[("place", "input|1"), ("title", "Atelier")]),
            record(Kind::Node, "b", &[("place", "activity|1"), ("title", "Former")]),
            record(Kind::Link, "l", &[("from", "a"), ("to", "b")]),
        ]
    }

    #[test]
    fn a_link_to_a_removed_node_is_not_drawn() {
        let mut found = two_linked_nodes();
        found[1].removed = Some(shared::record::Removed { by: String::new(), at: 0, edited_since: false });
        let plan = read(found);
        assert!(plan.links.is_empty());
        assert_eq!(plan.removed, [RecordAt::new(Kind::Node, id("b"))]);
    }

    #[test]
    fn a_link_shows_its_worst_assumption_and_how_many_more_there_are() {
        let mut found = two_linked_nodes();
        found.push(on(record(Kind::Assumption, "h1", &[("state", "holds"), ("place", "|1")]), "l"));
        found.push(on(record(Kind::Assumption, "h2", &[("state", "broken"), ("place", "|2")]), "l"));
        let marks = read(found).marks(&id("l"));
        let worst = Marks { letters: "H2+1".to_owned(), state: AssumptionState::Broken };
        assert_eq!(marks, Some(worst));
    }

    #[test]
    fn a_bar_tells_how_much_of_the_way_is_done() {
        assert_eq!(parts(12.0, 21.0, 45.0), (12.0 / 45.0, 21.0 / 45.0));
        assert_eq!(parts(10.0, 6.0, 2.0), (0.0, 0.5));
        assert_eq!(parts(0.0, 70.0, 60.0), (0.0, 1.0));
        assert_eq!(parts(5.0, 5.0, 5.0), (0.0, 0.0));
    }

    #[test]
    fn the_path_of_a_card_goes_all_the_way_up_and_all_the_way_down_and_not_aside() {
        let mut found = two_linked_nodes();
        for (name, level) in [("c", "output"), ("d", "output"), ("e", "input")] {
            found.push(record(Kind::Node, name, &[("place", &format!("{level}|1"))]));
        }
        for (name, from, to) in [("m", "b", "c"), ("n", "e", "d"), ("o", "a", "d"), ("back", "c", "a")] {
            found.push(record(Kind::Link, name, &[("from", from), ("to", to)]));
        }
        let path = read(found).path(&id("b"));
        let told = |ids: OrdSet<RecordId>| ids.iter().map(RecordId::to_string).collect::<Vec<_>>().join(" ");
        // What comes of a, which comes of c again, is on the way up; e leads to d only.
        assert_eq!(told(path.cards), "a b c d");
        assert_eq!(told(path.links), "back l m o");
    }
}
