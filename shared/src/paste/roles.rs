//! Roles from a spreadsheet: a block of letters for the cells under the hand, or whole rows with
//! their titles, in columns that the first row names.

use super::table;
use crate::ids::RecordId;
use crate::search::plain;
use crate::sections::roles::Cell;

/// Most rows that are taken at once.
pub const MAX_ROLE_ROWS: usize = 300;

/// What a text comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewRoles {
    /// Letters only, row by row: they fill the cells from the one under the hand.
    Block(Vec<Vec<Option<Cell>>>),
    Rows(NewRows),
}

/// Rows with titles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewRows {
    pub rows: Vec<NewRow>,
    /// Columns whose head names nobody at the table.
    pub strangers: Vec<String>,
    /// Cells that hold something else than a role, and rows beyond the bounds.
    pub left_out: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRow {
    pub title: String,
    pub cells: Vec<(RecordId, Cell)>,
}

/// What a cell of a spreadsheet says; `None` inside for an empty one, nothing for other words.
fn role(words: &str) -> Option<Option<Cell>> {
    match plain(words).replace([' ', '/', '-', '+', ',', '.', '·'], "").as_str() {
        "" => Some(None),
        "r" => Some(Some(Cell::R)),
        "a" => Some(Some(Cell::A)),
        "c" => Some(Some(Cell::C)),
        "i" => Some(Some(Cell::I)),
        "ar" | "ra" => Some(Some(Cell::AR)),
        _ => None,
    }
}

/// Reads a text. `columns` are those of the matrix in their order, each with the names it goes by.
/// Nothing where the text is neither letters nor a table with titles.
pub fn read(text: &str, columns: &[(RecordId, Vec<String>)]) -> Option<NewRoles> {
    let rows = table(text);
    let block: Option<Vec<Vec<Option<Cell>>>> =
        rows.iter().map(|row| row.iter().map(|cell| role(cell)).collect()).collect();
    if let Some(block) = block.filter(|block| block.iter().flatten().any(Option::is_some)) {
        return Some(NewRoles::Block(block.into_iter().take(MAX_ROLE_ROWS).collect()));
    }
    let column_of = |head: &String| {
        let head = plain(head);
        let is_it = |name: &String| !head.is_empty() && plain(name) == head;
        columns.iter().find(|(_, names)| names.iter().any(is_it)).map(|(id, _)| id.clone())
    };
    let [head, rest @ ..] = rows.as_slice() else { return None };
    let named: Vec<Option<RecordId>> = head.iter().map(column_of).collect();
    let has_heads = named.iter().flatten().next().is_some();
    // Without heads the columns follow the titles in the matrix's own order.
    let in_order = || std::iter::once(None).chain(columns.iter().map(|(id, _)| Some(id.clone()))).collect();
    let (named, rest) = if has_heads { (named, rest) } else { (in_order(), rows.as_slice()) };
    let title_at = named.iter().position(Option::is_none)?;
    let mut found = NewRows::default();
    if has_heads {
        let strange = head.iter().zip(&named).enumerate();
        let strange =
            strange.filter(|(at, (head, known))| *at != title_at && known.is_none() && !head.is_empty());
        found.strangers = strange.map(|(_, (head, _))| head.clone()).collect();
    }
    for row in rest {
        let title = row.get(title_at).map_or("", String::as_str);
        if title.is_empty() || found.rows.len() >= MAX_ROLE_ROWS {
            found.left_out += 1;
            continue;
        }
        let mut cells = vec![];
        for (words, column) in row.iter().zip(&named) {
            let Some(column) = column else { continue };
            match role(words) {
                Some(Some(cell)) => cells.push((column.clone(), cell)),
                Some(None) => {}
                None => found.left_out += 1,
            }
        }
        found.rows.push(NewRow { title: title.to_owned(), cells });
    }
    (!found.rows.is_empty()).then_some(NewRoles::Rows(found))
}

/// Letters as a spreadsheet takes them.
pub fn written(rows: &[Vec<Option<Cell>>]) -> String {
    let line = |row: &Vec<Option<Cell>>| {
        row.iter().map(|cell| cell.map_or("", Cell::key)).collect::<Vec<_>>().join("\t")
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(name: &str) -> RecordId {
        RecordId::parse(name).unwrap()
    }

    fn columns() -> Vec<(RecordId, Vec<String>)> {
        let named = |own: &str, names: [&str; 2]| (id(own), names.map(str::to_owned).to_vec());
        vec![named("p1", ["ME", "Ministère de l'Énergie"]), named("p2", ["UR", "Université régionale"])]
    }

    #[test]
    fn letters_alone_fill_cells() {
        let block = vec![vec![Some(Cell::R), None], vec![Some(Cell::AR), Some(Cell::I)]];
        assert_eq!(read("r\t\nA/R\ti\n", &columns()), Some(NewRoles::Block(block)));
    }

    #[test]
    fn rows_find_their_organisations_by_letters_or_name_in_any_order() {
        let text = "Tâche\tuniversite regionale\tBanque\tME\nGarantir la qualité\tR/A\tC\tI\nFormer\tx\t\tA";
        let Some(NewRoles::Rows(found)) = read(text, &columns()) else { panic!("rows were pasted") };
        assert_eq!(found.strangers, ["Banque"]);
        assert_eq!(found.left_out, 1);
        assert_eq!(found.rows[0].title, "Garantir la qualité");
        assert_eq!(found.rows[0].cells, [(id("p2"), Cell::AR), (id("p1"), Cell::I)]);
        assert_eq!(found.rows[1].cells, [(id("p1"), Cell::A)]);
    }

    #[test]
    fn without_heads_the_columns_stand_in_the_order_of_the_matrix() {
        let Some(NewRoles::Rows(found)) = read("Former\tR\tA", &columns()) else {
            panic!("a row was pasted")
        };
        assert_eq!(found.rows[0].cells, [(id("p1"), Cell::R), (id("p2"), Cell::A)]);
    }

    #[test]
    fn what_is_neither_letters_nor_a_table_is_not_taken() {
        assert_eq!(read("", &columns()), None);
    }

    proptest! {
        #[test]
        fn letters_copied_from_the_matrix_come_back_as_they_were(
            rows in prop::collection::vec(prop::collection::vec(prop::option::of(0usize..5), 3), 1..6),
        ) {
            let cells = |row: &Vec<Option<usize>>| row.iter().map(|at| at.map(|at| Cell::ALL[at])).collect();
            let block: Vec<Vec<Option<Cell>>> = rows.iter().map(cells).collect();
            let last = block.iter().rposition(|row| row.iter().any(Option::is_some));
            let kept: Vec<_> = block[..last.map_or(0, |last| last + 1)].to_vec();
            let expected = (!kept.is_empty()).then_some(NewRoles::Block(kept));
            prop_assert_eq!(read(&written(&block), &columns()), expected);
        }
    }
}
