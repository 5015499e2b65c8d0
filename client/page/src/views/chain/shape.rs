//! Which cards and links are looked at, and how: by whom, for what, how close, folded or not.
//! Pure: it turns the plan into what the layout places.

use super::plan::{Path, Plan};
use shared::ids::RecordId;
use shared::layout::{Arrow, CARD_PX, Card, Density, LINE_CARD_PX};
use shared::ordered::OrdMap;
use shared::px::within;
use shared::sections::Word;
use shared::sections::chain::{Level, Node, Status};

/// From so many cards on, a chain opens compact, with all objectives but the first folded.
pub const MANY: usize = 60;
/// An impact stands beside all bands and keeps room for its measure.
const COMPACT_IMPACT_PX: f64 = 84.0;

/// Which cards are shown. Nothing chosen shows all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Answers for it or carries it.
    pub organisation: Option<RecordId>,
    pub objective: Option<RecordId>,
    pub status: Option<Status>,
    /// Only the path up and down from this card.
    pub path_of: Option<RecordId>,
}

impl Filter {
    pub fn is_open(&self) -> bool {
        *self == Filter::default()
    }

    fn passes(&self, node: &Node, path: Option<&Path>) -> bool {
        let by = |id: &RecordId| node.owner.as_ref() == Some(id) || node.carriers.contains(id);
        self.organisation.as_ref().is_none_or(by)
            && self.objective.as_ref().is_none_or(|id| node.objectives.contains(id))
            && self.status.is_none_or(|status| node.status == status)
            && path.is_none_or(|path| path.cards.contains(&node.id))
    }
}

/// How the chain is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    pub filter: Filter,
    pub density: Density,
    /// Objectives whose cards are folded into stacks; an empty id stands for cards without one.
    pub folded: Vec<String>,
}

/// What is placed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    pub cards: Vec<Card>,
    pub arrows: Vec<Arrow>,
    /// Compact chains stand in a band per objective.
    pub bands: Vec<Band>,
    pub stacks: Vec<Stack>,
    /// How many nodes pass the filter.
    pub shown: usize,
}

/// The cards of one objective.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Nothing for the cards that serve none.
    pub objective: Option<RecordId>,
    pub count: usize,
    pub folded: bool,
}

/// The folded cards of one objective in one level.
#[derive(Clone, Debug, PartialEq)]
pub struct Stack {
    pub id: RecordId,
    pub band: usize,
    pub level: Level,
    pub count: usize,
}

/// The key by which an objective is folded.
pub fn fold_key(objective: Option<&RecordId>) -> String {
    objective.map(RecordId::to_string).unwrap_or_default()
}

/// What is placed in columns `column_px` wide.
pub fn shape(plan: &Plan, look: &Look, column_px: f64) -> Shape {
    let path = look.filter.path_of.as_ref().map(|id| plan.path(id));
    let shown: Vec<&Node> =
        plan.nodes.iter().filter(|node| look.filter.passes(node, path.as_ref())).collect();
    let mut shape = Shape { shown: shown.len(), ..Shape::default() };
    if look.density == Density::Compact && !plan.objectives.is_empty() {
        shape.bands = bands(plan, look, &shown);
    }
    // For each node, the card that stands for it.
    let mut stands: OrdMap<&RecordId, RecordId> = OrdMap::new();
    for node in shown {
        let band = band_of(plan, &shape, node);
        let folded = node.level != Level::Impact && shape.bands.get(band).is_some_and(|band| band.folded);
        if folded {
            let stack = shape.stack(band, node.level);
            stands.insert(&node.id, stack);
            continue;
        }
        stands.insert(&node.id, node.id.clone());
        shape.cards.push(Card {
            id: node.id.clone(),
            column: node.level as usize,
            band,
            order: node.order.clone(),
            height_px: match (look.density, node.level) {
                (Density::Ample, _) => card_height_px(plan.reads(&node.title), column_px),
                (Density::Compact, Level::Impact) => COMPACT_IMPACT_PX,
                (Density::Compact, _) => LINE_CARD_PX,
            },
        });
    }
    for line in &plan.links {
        let stand = |id: &RecordId| stands.get(&id).cloned();
        let (Some(from), Some(to)) = (stand(&line.from), stand(&line.to)) else { continue };
        let bundled = from != line.from || to != line.to;
        let known = bundled && shape.arrows.iter().any(|arrow| arrow.from == from && arrow.to == to);
        if from != to && !known {
            let marked = !bundled && plan.is_marked(&line.link.id);
            shape.arrows.push(Arrow { id: line.link.id.clone(), from, to, marked });
        }
    }
    shape
}

impl Shape {
    /// The stack of a band in a level, with one more card in it.
    fn stack(&mut self, band: usize, level: Level) -> RecordId {
        if let Some(stack) = self.stacks.iter_mut().find(|stack| stack.band == band && stack.level == level) {
            stack.count += 1;
            return stack.id.clone();
        }
        // Two dots: no id that a program makes looks like this one.
        let name = format!("stack..{band}.{}", level.key());
        let id = RecordId::parse(&name).unwrap_or_else(RecordId::single);
        self.stacks.push(Stack { id: id.clone(), band, level, count: 1 });
        let order = String::new();
        self.cards.push(Card {
            id: id.clone(),
            column: level as usize,
            band,
            order,
            height_px: LINE_CARD_PX,
        });
        id
    }
}

fn bands(plan: &Plan, look: &Look, shown: &[&Node]) -> Vec<Band> {
    let heads = plan.objectives.iter().map(|aim| Some(aim.id.clone())).chain([None]);
    let band = |objective: Option<RecordId>| {
        let is_in = |node: &&&Node| {
            node.level != Level::Impact && plan.aim_of(node).map(|aim| &aim.id) == objective.as_ref()
        };
        let count = shown.iter().filter(is_in).count();
        let folded = look.folded.contains(&fold_key(objective.as_ref()));
        Band { objective, count, folded }
    };
    // Objectives that nothing serves here are left out, and so are the rest where there is none.
    heads.map(band).filter(|band| band.count > 0).collect()
}

fn band_of(plan: &Plan, shape: &Shape, node: &Node) -> usize {
    if node.level == Level::Impact {
        return 0;
    }
    let objective = plan.aim_of(node).map(|aim| &aim.id);
    shape.bands.iter().position(|band| band.objective.as_ref() == objective).unwrap_or(0)
}

/// Room for three lines of title, or as many as it will take, at most five. An estimate by
/// letters, so that placing the cards measures nothing on the page.
fn card_height_px(title: &str, column_px: f64) -> f64 {
    const LETTER_PX: f64 = 7.3;
    const LINE_PX: f64 = 18.0;
    let letters_in_line = ((column_px - 24.0) / LETTER_PX).max(8.0);
    let lines = within((title.chars().count() as f64 / letters_in_line + 0.4).ceil(), 3.0, 5.0);
    CARD_PX + LINE_PX * (lines - 3.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::lang::Lang;
    use shared::record::{Record, Records, Scalar, Value};
    use shared::sections::Kind;

    fn id(name: &str) -> RecordId {
        RecordId::parse(name).expect("test ids are plain")
    }

    fn put(records: &mut Records, kind: Kind, name: &str, values: &[(&str, &str)], objectives: &[&str]) {
        let mut record = Record::empty(kind, id(name));
        for (key, value) in values {
            record.values.insert((*key).to_owned(), Value::Scalar((*value).into()));
        }
        let set: OrdMap<_, _> = objectives.iter().map(|o| ((*o).to_owned(), Scalar::Flag(true))).collect();
        record.values.insert("objectives".to_owned(), Value::Cells(set));
        records.put(record);
    }

    /// Two objectives with a card each in two levels, a card of none, and an impact.
    fn board() -> Plan {
        let mut records = Records::default();
        put(&mut records, Kind::Objective, "O1", &[("place", "|1")], &[]);
        put(&mut records, Kind::Objective, "O2", &[("place", "|2")], &[]);
        put(&mut records, Kind::Node, "a1", &[("place", "activity|1"), ("owner", "P1")], &["O1"]);
        put(&mut records, Kind::Node, "b1", &[("place", "output|1"), ("status", "delayed")], &["O1"]);
        put(&mut records, Kind::Node, "a2", &[("place", "activity|2")], &["O2", "O1"]);
        put(&mut records, Kind::Node, "b2", &[("place", "output|2")], &["O2"]);
        put(&mut records, Kind::Node, "none", &[("place", "output|3")], &[]);
        put(&mut records, Kind::Node, "goal", &[("place", "impact|1")], &["O2"]);
        for (name, from, to) in
            [("l1", "a1", "b1"), ("l2", "a2", "b2"), ("l3", "b1", "goal"), ("l4", "b2", "goal")]
        {
            put(&mut records, Kind::Link, name, &[("from", from), ("to", to)], &[]);
        }
        Plan::read(&records, Lang::Fr, Lang::Fr)
    }

    fn seen(look: &Look) -> Shape {
        shape(&board(), look, 160.0)
    }

    fn ids(shape: &Shape) -> Vec<&str> {
        shape.cards.iter().map(|card| card.id.as_str()).collect()
    }

    #[test]
    fn a_filter_shows_whom_and_what_it_names_and_the_links_between_them() {
        let filter = Filter { organisation: Some(id("P1")), ..Filter::default() };
        assert_eq!(ids(&seen(&Look { filter, ..Look::default() })), ["a1"]);
        let filter = Filter { objective: Some(id("O1")), ..Filter::default() };
        let shape = seen(&Look { filter, ..Look::default() });
        assert_eq!(ids(&shape), ["a1", "a2", "b1"]);
        assert_eq!(shape.arrows.len(), 1);
        let filter = Filter { status: Some(Status::Delayed), ..Filter::default() };
        assert_eq!(ids(&seen(&Look { filter, ..Look::default() })), ["b1"]);
        let filter = Filter { path_of: Some(id("b1")), ..Filter::default() };
        assert_eq!(ids(&seen(&Look { filter, ..Look::default() })), ["a1", "b1", "goal"]);
    }

    #[test]
    fn a_compact_chain_has_a_band_for_each_objective_in_use_and_one_for_the_rest() {
        let shape = seen(&Look { density: Density::Compact, ..Look::default() });
        let told: Vec<_> =
            shape.bands.iter().map(|band| (fold_key(band.objective.as_ref()), band.count)).collect();
        assert_eq!(told, [("O1".to_owned(), 3), ("O2".to_owned(), 1), (String::new(), 1)]);
        let card = |name: &str| shape.cards.iter().find(|card| card.id == id(name)).map(|card| card.band);
        assert_eq!([card("a1"), card("b2"), card("none")], [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn a_folded_objective_is_a_stack_for_each_level_with_its_links_bundled() {
        let look = Look { density: Density::Compact, folded: vec!["O1".to_owned()], ..Look::default() };
        let shape = seen(&look);
        let stacks: Vec<_> = shape.stacks.iter().map(|stack| (stack.level, stack.count)).collect();
        assert_eq!(stacks, [(Level::Activity, 2), (Level::Output, 1)]);
        assert_eq!(ids(&shape), ["stack..0.activity", "stack..0.output", "b2", "none", "goal"]);
        let arrows: Vec<_> =
            shape.arrows.iter().map(|arrow| format!("{}>{}", arrow.from, arrow.to)).collect();
        let told =
            ["stack..0.activity>stack..0.output", "stack..0.activity>b2", "stack..0.output>goal", "b2>goal"];
        assert_eq!(arrows, told);
    }

    #[test]
    fn a_long_title_makes_room_for_itself() {
        assert_eq!(card_height_px("Atelier", 157.6), CARD_PX);
        assert!(card_height_px(&"Wirkungsbeobachtung ".repeat(5), 157.6) > CARD_PX);
    }
}
