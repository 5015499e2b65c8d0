//! Text that people bring along: a spreadsheet's cells or an indented outline, read into rows.
//!
//! It only reads. What is beyond the bounds is left out and counted by the readers below, so
//! that whoever pastes is told; nothing that was pasted is ever taken for a command.

pub mod chain;
pub mod roles;

/// Longest text that is read, in characters; the rest is left out.
pub const MAX_CHARS: usize = 200_000;
/// Most rows that are read.
pub const MAX_ROWS: usize = 1_000;
/// Most cells of a row that are read.
pub const MAX_CELLS: usize = 60;
/// Width of a tab in an indented text, in spaces.
const TAB: usize = 4;

/// One line of an indented text, without its indentation and its bullet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlined {
    /// 0 for a line that stands under no other.
    pub depth: usize,
    pub text: String,
}

/// Whether a text is a spreadsheet's cells: a tab stands behind words in some line.
pub fn is_table(text: &str) -> bool {
    text.lines().take(MAX_ROWS).any(|line| {
        let line = line.trim_end_matches(['\r', ' ']);
        line.trim_start().contains('\t') || line.starts_with('"') && line.contains('\t')
    })
}

/// The cells that a spreadsheet puts on the clipboard: tabs between cells, an end of line
/// between rows; a cell that holds either stands in quotes. Empty rows at the end are left out.
pub fn table(text: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = vec![];
    let mut row: Vec<String> = vec![];
    let mut cell = String::new();
    let mut quoted = false;
    let mut letters = text.chars().take(MAX_CHARS).peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            // Quotes within words are quotes.
            '"' if cell.is_empty() => quoted = true,
            '\t' if !quoted => end_cell(&mut row, &mut cell),
            '\n' if !quoted => {
                end_cell(&mut row, &mut cell);
                end_row(&mut rows, &mut row);
            }
            '\r' => {}
            letter => cell.push(letter),
        }
    }
    end_cell(&mut row, &mut cell);
    end_row(&mut rows, &mut row);
    while rows.last().is_some_and(|row| row.iter().all(String::is_empty)) {
        rows.pop();
    }
    rows
}

fn end_cell(row: &mut Vec<String>, cell: &mut String) {
    let words = one_line(&std::mem::take(cell));
    if row.len() < MAX_CELLS {
        row.push(words);
    }
}

fn end_row(rows: &mut Vec<Vec<String>>, row: &mut Vec<String>) {
    let row = std::mem::take(row);
    if rows.len() < MAX_ROWS {
        rows.push(row);
    }
}

/// Words with one space between them: titles are one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines of an indented text. Depth comes from spaces and tabs, or from numbers such as `1.2`
/// where nothing is indented. A line that goes back to no known depth stands under the nearest.
pub fn outline(text: &str) -> Vec<Outlined> {
    let text: String = text.chars().take(MAX_CHARS).collect();
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(MAX_ROWS).collect();
    let widths: Vec<usize> = lines.iter().map(|line| indentation(line)).collect();
    let is_flat = widths.iter().all(|width| Some(width) == widths.first());
    let mut open: Vec<usize> = vec![];
    let mut found: Vec<Outlined> = vec![];
    for (line, width) in lines.iter().zip(widths) {
        let (parts, words) = without_bullet(line.trim());
        if words.is_empty() {
            continue;
        }
        let width = if is_flat { parts.saturating_sub(1) } else { width };
        while open.last().is_some_and(|above| *above >= width) {
            open.pop();
        }
        found.push(Outlined { depth: open.len(), text: one_line(words) });
        open.push(width);
    }
    found
}

fn indentation(line: &str) -> usize {
    let mut width = 0;
    for letter in line.chars() {
        match letter {
            '\t' => width = (width / TAB + 1) * TAB,
            letter if letter.is_whitespace() => width += 1,
            _ => break,
        }
    }
    width
}

/// A line without `-`, `•`, `1.2.` or `a)` before its words, and how many parts its number has.
fn without_bullet(line: &str) -> (usize, &str) {
    let Some((mark, words)) = line.split_once(char::is_whitespace) else { return (0, line) };
    let words = words.trim_start();
    if matches!(mark, "-" | "–" | "—" | "*" | "+" | "•" | "·" | "◦" | "▪" | "o" | "→") {
        return (0, words);
    }
    let number = mark.trim_end_matches([')', '.']);
    let parts: Vec<&str> = number.split('.').collect();
    let is_number =
        |part: &&str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.iter().all(is_number) && (mark.len() > number.len() || parts.len() > 1) {
        return (parts.len(), words);
    }
    let is_letter = number.len() == 1 && mark.ends_with(')') && number.is_ascii();
    if is_letter { (0, words) } else { (0, line) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str) -> Vec<(usize, String)> {
        outline(text).into_iter().map(|line| (line.depth, line.text)).collect()
    }

    #[test]
    fn an_outline_is_as_deep_as_it_is_indented_by_spaces_tabs_or_bullets() {
        let text = "Lagune vivante\n  - Pêche durable\n      * Former\n\n  - Tri\n\t\t• Points de tri\n";
        let expected =
            [(0, "Lagune vivante"), (1, "Pêche durable"), (2, "Former"), (1, "Tri"), (2, "Points de tri")];
        assert_eq!(lines(text), expected.map(|(depth, words)| (depth, words.to_owned())));
    }

    #[test]
    fn numbers_tell_the_depth_where_nothing_is_indented() {
        let text = "1. Effet\n1.1 Produit\n1.1.1 Activité\n2) Autre effet\n2024 est une année";
        let found = lines(text);
        assert_eq!(found.iter().map(|(depth, _)| *depth).collect::<Vec<_>>(), [0, 1, 2, 0, 0]);
        assert_eq!(found[2].1, "Activité");
        assert_eq!(found[4].1, "2024 est une année");
    }

    #[test]
    fn a_cell_in_quotes_may_hold_tabs_ends_of_line_and_quotes() {
        let text = "Atelier\t\"Former\r\nles \"\"guides\"\"\"\t\r\n\t\r\nB\t5\" tube\n\t\n";
        let rows = [["Atelier", "Former les \"guides\"", ""].as_slice(), &["", ""], &["B", "5\" tube"]];
        assert_eq!(table(text), rows);
        assert!(is_table(text));
        assert!(!is_table("A\n\tB\n\t\tC"));
    }

    proptest! {
        #[test]
        fn whatever_is_pasted_is_read_within_bounds(text in "(?s).{0,400}") {
            prop_assert!(table(&text).iter().all(|row| row.len() <= MAX_CELLS));
            let mut last = 0;
            for line in outline(&text) {
                prop_assert!(line.depth <= last + 1 && !line.text.is_empty());
                last = line.depth;
            }
        }

        #[test]
        fn cells_come_back_as_they_were_written(rows in prop::collection::vec(prop::collection::vec("[a-z\"]{1,3}( [a-z\"]{1,3})?", 2..4), 1..5)) {
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join("\t");
            let text = rows.iter().map(line).collect::<Vec<_>>().join("\n");
            prop_assert_eq!(table(&text), rows);
        }
    }
}
