use super::routes::distance;
use super::*;
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn id(name: &str) -> RecordId {
    RecordId::parse(name).expect("test ids are plain")
}

fn card(name: &str, column: usize, order: &str) -> Card {
    Card { id: id(name), column, band: 0, order: order.to_owned(), height_px: CARD_PX }
}

/// One field of ample cards.
fn wide(width: f64) -> Arrangement {
    Arrangement { width, ..Arrangement::default() }
}

fn an_arrangement() -> impl Strategy<Value = Arrangement> {
    (900.0..1900.0, any::<bool>(), 0usize..4).prop_map(|(width, compact, bands)| Arrangement {
        width,
        density: if compact { Density::Compact } else { Density::Ample },
        bands,
    })
}

fn arrow(name: &str, from: &str, to: &str) -> Arrow {
    Arrow { id: id(name), from: id(from), to: id(to), marked: false }
}

fn a_chain() -> impl Strategy<Value = (Vec<Card>, Vec<Arrow>)> {
    let cards = prop::collection::vec((0usize..6, 0usize..4, "[a-c]{0,2}", 20u32..260), 0..14);
    let arrows = prop::collection::vec((0usize..14, 0usize..14, any::<bool>()), 0..24);
    (cards, arrows).prop_map(|(cards, arrows)| {
        let cards = cards.into_iter().enumerate().map(|(at, (column, band, order, height))| Card {
            id: id(&format!("n{at}")),
            column,
            band,
            order,
            height_px: f64::from(height),
        });
        let arrows = arrows.into_iter().enumerate().map(|(at, (from, to, marked))| Arrow {
            id: id(&format!("l{at}")),
            from: id(&format!("n{from}")),
            to: id(&format!("n{to}")),
            marked,
        });
        (cards.collect(), arrows.collect())
    })
}

/// Points at most a pixel apart along a trace.
fn every_pixel(trace: &[Point]) -> Vec<Point> {
    let mut points = vec![];
    for pair in trace.windows(2) {
        let count = distance(&pair[0], &pair[1]).ceil().max(1.0);
        points.extend((0..=count as usize).map(|step| Point {
            x: pair[0].x + (pair[1].x - pair[0].x) * step as f64 / count,
            y: pair[0].y + (pair[1].y - pair[0].y) * step as f64 / count,
        }));
    }
    points
}

proptest! {
    #[test]
    fn no_link_crosses_a_card((cards, arrows) in a_chain(), arrangement in an_arrangement()) {
        let layout = Layout::of(&cards, &arrows, arrangement);
        for edge in &layout.edges {
            for point in every_pixel(&edge.trace) {
                prop_assert!(layout.card_at(point.x, point.y).is_none(), "{edge:?} at {point:?}");
            }
        }
    }

    #[test]
    fn no_two_cards_share_a_spot((cards, arrows) in a_chain(), arrangement in an_arrangement()) {
        let layout = Layout::of(&cards, &arrows, arrangement);
        let gap = arrangement.density.spacing().row_gap;
        for column in 0..COLUMNS {
            let cards: Vec<_> = layout.column(column).collect();
            for pair in cards.windows(2) {
                prop_assert!(pair[0].rect.bottom() + gap <= pair[1].rect.y + 1.0);
            }
        }
        prop_assert_eq!(layout.cards.len(), cards.len());
    }

    #[test]
    fn every_link_between_two_cards_is_drawn((cards, arrows) in a_chain(), arrangement in an_arrangement()) {
        let layout = Layout::of(&cards, &arrows, arrangement);
        let there = |id: &RecordId| cards.iter().any(|card| card.id == *id);
        let due = arrows.iter().filter(|a| a.from != a.to && there(&a.from) && there(&a.to));
        let drawn: Vec<_> = layout.edges.iter().map(|edge| &edge.id).collect();
        prop_assert_eq!(drawn, due.map(|arrow| &arrow.id).collect::<Vec<_>>());
    }

    #[test]
    fn every_assumption_has_a_marker_that_touches_no_other_and_no_card((cards, arrows) in a_chain(), arrangement in an_arrangement()) {
        let layout = Layout::of(&cards, &arrows, arrangement);
        let mut markers: Vec<Point> = vec![];
        for edge in &layout.edges {
            let marked = arrows.iter().any(|arrow| arrow.id == edge.id && arrow.marked);
            prop_assert_eq!(edge.marker.is_some(), marked);
            let Some(marker) = edge.marker else { continue };
            for other in &markers {
                prop_assert!(distance(&marker, other) >= MARKER_PX);
            }
            let half = MARKER_PX / 2.0;
            for (x, y) in [(-half, 0.0), (half, 0.0), (0.0, -half), (0.0, half)] {
                prop_assert!(layout.card_at(marker.x + x, marker.y + y).is_none());
            }
            markers.push(marker);
        }
    }

    #[test]
    fn two_devices_that_list_the_cards_differently_place_them_alike((cards, arrows) in a_chain(), arrangement in an_arrangement(), turn in 0usize..14) {
        let mut turned = cards.clone();
        turned.rotate_left(turn.min(cards.len()));
        prop_assert_eq!(Layout::of(&cards, &arrows, arrangement), Layout::of(&turned, &arrows, arrangement));
    }

    #[test]
    fn each_band_holds_its_own_cards_and_no_others((cards, arrows) in a_chain(), compact in any::<bool>(), bands in 1usize..4) {
        let density = if compact { Density::Compact } else { Density::Ample };
        let layout = Layout::of(&cards, &arrows, Arrangement { width: 1200.0, density, bands });
        prop_assert_eq!(layout.bands.len(), bands);
        for pair in layout.bands.windows(2) {
            prop_assert!(pair[0].bottom() < pair[1].y);
        }
        for placed in layout.cards.iter().filter(|placed| placed.column + 1 < COLUMNS) {
            let band = &layout.bands[placed.band];
            prop_assert!(band.y + BAND_HEAD_PX <= placed.rect.y && placed.rect.bottom() <= band.bottom());
            let given = cards.iter().find(|card| card.id == placed.id).map(|card| card.band.min(bands - 1));
            prop_assert_eq!(given, Some(placed.band));
        }
    }

    #[test]
    fn the_order_people_gave_stands((cards, arrows) in a_chain()) {
        let layout = Layout::of(&cards, &arrows, wide(1200.0));
        for column in 0..COLUMNS {
            let orders: Vec<_> = layout
                .column(column)
                .map(|placed| cards.iter().find(|card| card.id == placed.id).map(|card| &card.order))
                .collect();
            prop_assert!(orders.is_sorted());
        }
    }
}

#[test]
fn two_links_from_one_card_leave_eighteen_pixels_apart_and_do_not_cross() {
    let cards = [card("a", 0, "1"), card("b", 1, "1"), card("c", 1, "2")];
    let layout = Layout::of(&cards, &[arrow("low", "a", "c"), arrow("high", "a", "b")], wide(1028.0));
    let start = |at: usize| layout.edges[at].trace[0].y;
    assert_eq!(start(0) - start(1), 18.0);
}

#[test]
fn a_link_that_skips_a_column_runs_in_the_lane_under_its_row() {
    let cards = [card("a", 0, "1"), card("b", 1, "1"), card("c", 2, "1")];
    let layout = Layout::of(&cards, &[arrow("skip", "a", "c")], wide(1028.0));
    let lane = layout.edges[0].trace.iter().map(|point| point.y).fold(0.0, f64::max);
    assert_eq!(lane, HEAD_PX + CARD_PX + Density::Ample.spacing().lane_drop);
}

#[test]
fn links_in_one_lane_of_the_plan_get_a_line_each() {
    let cards = [card("a", 0, "1"), card("b", 1, "1"), card("c", 2, "1"), card("d", 2, "2")];
    let layout = Layout::of(&cards, &[arrow("one", "a", "c"), arrow("two", "a", "d")], wide(1028.0));
    let lane = |at: usize| layout.edges[at].trace[2].y;
    assert_ne!(lane(0), lane(1));
}

#[test]
fn an_impact_stands_level_with_what_leads_to_it() {
    let cards = [card("a", 3, "1"), card("b", 3, "2"), card("goal", 4, "1")];
    let layout = Layout::of(&cards, &[arrow("x", "a", "goal"), arrow("y", "b", "goal")], wide(1028.0));
    let middle = |name: &str| layout.card(&id(name)).expect("placed").rect.middle().y;
    assert_eq!(middle("goal"), (middle("a") + middle("b")) / 2.0);
}

#[test]
fn cards_that_share_an_order_key_stand_beside_what_leads_to_them() {
    let cards = [card("a", 0, "1"), card("b", 0, "2"), card("x", 1, ""), card("y", 1, "")];
    let layout = Layout::of(&cards, &[arrow("1", "a", "y"), arrow("2", "b", "x")], wide(1028.0));
    let row = |name: &str| layout.card(&id(name)).expect("placed").row;
    assert_eq!((row("y"), row("x")), (0, 1));
}

#[test]
fn arrow_keys_follow_a_link_before_they_jump_to_the_nearest_card() {
    let cards = [card("a", 0, "1"), card("near", 1, "1"), card("far", 1, "2"), card("late", 3, "1")];
    let layout = Layout::of(&cards, &[arrow("l", "a", "far")], wide(1028.0));
    assert_eq!(layout.next(&id("a"), Direction::Right), Some(&id("far")));
    assert_eq!(layout.next(&id("far"), Direction::Up), Some(&id("near")));
    assert_eq!(layout.next(&id("near"), Direction::Right), Some(&id("late")));
    assert_eq!(layout.next(&id("a"), Direction::Left), None);
}

#[test]
fn a_card_dragged_below_the_last_one_lands_at_the_end() {
    let cards = [card("a", 1, "1"), card("b", 1, "2"), card("moved", 0, "1")];
    let layout = Layout::of(&cards, &[], wide(1028.0));
    let slot = layout.slot(layout.columns[1] + 10.0, 2_000.0, &id("moved"));
    assert_eq!((slot.column, slot.row), (1, 2));
    let slot = layout.slot(layout.columns[1] + 10.0, 0.0, &id("a"));
    assert_eq!((slot.column, slot.row), (1, 0));
}

/// How often two links cross between the same two columns, ends compared by height.
fn crossings(layout: &Layout) -> usize {
    let ends = |edge: &Edge| {
        let (from, to) = (layout.card(&edge.from).expect("placed"), layout.card(&edge.to).expect("placed"));
        (from.column, to.column, edge.trace[0].y, edge.trace[edge.trace.len() - 1].y)
    };
    let pairs = (0..layout.edges.len()).flat_map(|a| (a + 1..layout.edges.len()).map(move |b| (a, b)));
    pairs
        .filter(|(a, b)| {
            let (a, b) = (ends(&layout.edges[*a]), ends(&layout.edges[*b]));
            a.0 == b.0 && a.1 == b.1 && (a.2 - b.2) * (a.3 - b.3) < 0.0
        })
        .count()
}

#[test]
fn where_nobody_chose_an_order_links_cross_less_than_by_chance() {
    // Cards without an order of their own, linked one to one in a scrambled way.
    let scrambled = |at: usize| (at * 7 + 3) % 12;
    let cards: Vec<Card> = (0..4)
        .flat_map(|column| (0..12).map(move |at| card(&format!("c{column}-{at:02}"), column, "")))
        .collect();
    let arrows: Vec<Arrow> = (0..3)
        .flat_map(|column| {
            (0..12).map(move |at| {
                let (from, to) =
                    (format!("c{column}-{at:02}"), format!("c{}-{:02}", column + 1, scrambled(at)));
                arrow(&format!("l{column}-{at}"), &from, &to)
            })
        })
        .collect();
    let by_id: Vec<Card> =
        cards.iter().map(|card| Card { order: card.id.to_string(), ..card.clone() }).collect();
    let (free, fixed) =
        (Layout::of(&cards, &arrows, wide(1200.0)), Layout::of(&by_id, &arrows, wide(1200.0)));
    assert_eq!(crossings(&free), 0, "against {} in the order of ids", crossings(&fixed));
    assert!(crossings(&fixed) > 0);
}

#[test]
fn a_hundred_cards_with_a_hundred_and_fifty_links_are_placed_within_a_frame() {
    let cards: Vec<Card> = (0..100).map(|at| card(&format!("n{at}"), at % 5, &format!("{at:03}"))).collect();
    let arrows: Vec<Arrow> = (0..150)
        .map(|at| Arrow {
            marked: at % 3 == 0,
            ..arrow(&format!("l{at}"), &format!("n{}", at * 7 % 100), &format!("n{}", (at * 11 + 1) % 100))
        })
        .collect();
    let begun = Instant::now();
    let layout = Layout::of(&cards, &arrows, wide(1400.0));
    // Debug builds are some ten times slower than what ships; a frame has 16 ms.
    assert!(begun.elapsed() < Duration::from_millis(200), "{:?}", begun.elapsed());
    assert_eq!(layout.cards.len(), 100);
}
