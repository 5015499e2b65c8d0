//! What a file holds beyond what the board reads of it, found by comparing the two, and
//! put back beside what the board says now. The board's own words always win.
//!
//! Items of lists are the same item when they share `id` (or `code`); the rest of an item
//! that left the board leaves with it.

use serde_json::{Map, Value as Json};

/// The parts of `whole` that `read` lacks; null if it lacks nothing.
pub fn of(whole: &Json, read: &Json) -> Json {
    match (whole, read) {
        (Json::Object(whole), Json::Object(read)) => {
            let mut rest = Map::new();
            for (key, value) in whole {
                let missing = match read.get(key) {
                    Some(known) => of(value, known),
                    None => value.clone(),
                };
                if !missing.is_null() {
                    rest.insert(key.clone(), missing);
                }
            }
            if rest.is_empty() { Json::Null } else { Json::Object(rest) }
        }
        (Json::Array(whole), Json::Array(read)) => {
            let named = whole.iter().filter_map(|item| Some((name(item)?, item)));
            let mut rest = vec![];
            for ((key, id), item) in named {
                let Some(known) = read.iter().find(|known| name(known) == Some((key, id))) else { continue };
                if let Json::Object(mut missing) = of(item, known) {
                    missing.insert(key.to_owned(), id.into());
                    rest.push(Json::Object(missing));
                }
            }
            if rest.is_empty() { Json::Null } else { Json::Array(rest) }
        }
        // Two scalars, or two shapes: the board reads it, in its own way.
        (_, _) => Json::Null,
    }
}

/// Adds to `read` what only `rest` holds.
pub fn put_back(read: &mut Json, rest: &Json) {
    match (read, rest) {
        (Json::Object(read), Json::Object(rest)) => {
            for (key, value) in rest {
                match read.get_mut(key) {
                    Some(known) => put_back(known, value),
                    None => {
                        read.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (Json::Array(read), Json::Array(rest)) => {
            for item in read {
                let same = rest.iter().find(|kept| name(kept).is_some() && name(kept) == name(item));
                if let Some(kept) = same {
                    put_back(item, kept);
                }
            }
        }
        // The board's own value stands.
        (_, _) => {}
    }
}

fn name(item: &Json) -> Option<(&'static str, &str)> {
    ["id", "code"].into_iter().find_map(|key| Some((key, item.get(key)?.as_str()?)))
}
