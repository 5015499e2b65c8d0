//! Circles among things that lead to each other: one for each knot, in linear time and
//! without recursion, so that no chain is too long.

use std::collections::VecDeque;

/// One circle of each strongly connected part, from its smallest index on, along the links.
/// `leads_to[n]` are the indices that `n` leads to. A thing that leads to itself is a circle of one.
pub fn circles(leads_to: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let parts = parts(leads_to);
    let mut smallest: Vec<Option<usize>> = vec![None; leads_to.len()];
    for (n, part) in parts.iter().enumerate() {
        smallest[*part].get_or_insert(n);
    }
    smallest.into_iter().flatten().filter_map(|start| circle(start, leads_to, &parts)).collect()
}

/// The shortest way from `start` back to itself within its part.
fn circle(start: usize, leads_to: &[Vec<usize>], parts: &[usize]) -> Option<Vec<usize>> {
    let mut came_from: Vec<Option<usize>> = vec![None; leads_to.len()];
    let mut open = VecDeque::from([start]);
    while let Some(n) = open.pop_front() {
        for &next in leads_to[n].iter().filter(|next| parts[**next] == parts[start]) {
            if next == start {
                let mut way = vec![n];
                while let Some(before) = way.last().and_then(|last| came_from[*last]) {
                    way.push(before);
                }
                way.reverse();
                return Some(way);
            }
            if came_from[next].is_none() {
                came_from[next] = Some(n);
                open.push_back(next);
            }
        }
    }
    None
}

/// The strongly connected part of each index (Tarjan, with a stack of its own).
fn parts(leads_to: &[Vec<usize>]) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let count = leads_to.len();
    let (mut order, mut low) = (vec![UNSEEN; count], vec![0; count]);
    let (mut part, mut parts_found) = (vec![UNSEEN; count], 0);
    let (mut seen, mut held) = (0, vec![]);
    for start in 0..count {
        if order[start] != UNSEEN {
            continue;
        }
        // Each step: an index, and how many of its links were followed.
        let mut steps = vec![(start, 0)];
        while let Some((n, followed)) = steps.pop() {
            if followed == 0 {
                (order[n], low[n]) = (seen, seen);
                seen += 1;
                held.push(n);
            }
            match leads_to[n].get(followed) {
                Some(&next) => {
                    steps.push((n, followed + 1));
                    if order[next] == UNSEEN {
                        steps.push((next, 0));
                    } else if part[next] == UNSEEN {
                        low[n] = low[n].min(order[next]);
                    }
                }
                None => {
                    if let Some((parent, _)) = steps.last() {
                        low[*parent] = low[*parent].min(low[n]);
                    }
                    if low[n] == order[n] {
                        while let Some(member) = held.pop() {
                            part[member] = parts_found;
                            if member == n {
                                break;
                            }
                        }
                        parts_found += 1;
                    }
                }
            }
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether `to` is reached from `from` by at least one link, the slow way.
    fn reaches(leads_to: &[Vec<usize>], from: usize, to: usize) -> bool {
        let mut open = leads_to[from].clone();
        let mut seen = vec![false; leads_to.len()];
        while let Some(n) = open.pop() {
            if n == to {
                return true;
            }
            if !std::mem::replace(&mut seen[n], true) {
                open.extend(&leads_to[n]);
            }
        }
        false
    }

    proptest! {
        #[test]
        fn each_knot_gives_one_true_circle(links in prop::collection::vec((0usize..7, 0usize..7), 0..12)) {
            let mut leads_to = vec![vec![]; 7];
            for (from, to) in links {
                leads_to[from].push(to);
            }
            let circles = circles(&leads_to);
            for circle in &circles {
                prop_assert_eq!(circle.iter().min(), circle.first());
                for (n, from) in circle.iter().enumerate() {
                    let to = circle[(n + 1) % circle.len()];
                    prop_assert!(leads_to[*from].contains(&to), "{:?} in {:?}", circle, leads_to);
                }
            }
            // A knot is all that lead to each other: told once, by its smallest.
            let starts: Vec<usize> = (0..7)
                .filter(|n| reaches(&leads_to, *n, *n))
                .filter(|n| !(0..*n).any(|less| reaches(&leads_to, less, *n) && reaches(&leads_to, *n, less)))
                .collect();
            let mut told: Vec<usize> = circles.iter().map(|circle| circle[0]).collect();
            crate::sort::sort(&mut told);
            prop_assert_eq!(told, starts);
        }
    }

    #[test]
    fn a_circle_of_a_hundred_thousand_is_found() {
        let leads_to: Vec<Vec<usize>> = (0..100_000).map(|n| vec![(n + 1) % 100_000]).collect();
        assert_eq!(circles(&leads_to).first().map(Vec::len), Some(100_000));
    }
}
