//! Pictures to take along: a drawing as SVG text, with everything in it, and the same as PNG.
//! Always on light ground, since they end in reports and on paper.

use crate::device;
use crate::store::Badge;
use shared::px::Px;
use std::fmt::Write as _;

pub const INK: &str = "#13201F";
pub const QUIET: &str = "#40504D";
pub const LINE: &str = "#76867F";
pub const ACCENT: &str = "#0B5D66";
pub const PAPER: &str = "#FFFFFF";
pub const WARN: &str = "#784E00";
pub const DANGER: &str = "#9B1C1C";
const HUES: [&str; 9] =
    ["#13201F", "#1F57C3", "#B3440B", "#2B7034", "#86348F", "#7F5B00", "#B51F5B", "#5B4BC4", "#6E4A34"];
/// About how wide a letter is, as a part of its size.
const LETTER: f64 = 0.54;

/// A drawing under way.
pub struct Picture {
    width: f64,
    height: f64,
    out: String,
}

/// How words are written.
#[derive(Clone, Copy)]
pub struct Hand<'a> {
    pub size: f64,
    pub bold: bool,
    pub colour: &'a str,
    /// `start`, `middle` or `end`, as SVG says it.
    pub anchor: &'a str,
}

impl<'a> Hand<'a> {
    pub fn plain(size: f64, colour: &'a str) -> Self {
        Self { size, bold: false, colour, anchor: "start" }
    }

    pub fn bold(size: f64, colour: &'a str) -> Self {
        Self { bold: true, ..Self::plain(size, colour) }
    }

    pub fn middle(self) -> Self {
        Self { anchor: "middle", ..self }
    }

    pub fn end(self) -> Self {
        Self { anchor: "end", ..self }
    }
}

impl Picture {
    pub fn new(width: f64, height: f64) -> Self {
        Self { width, height, out: String::new() }
    }

    /// A box with round corners; `dash` as SVG says it, or nothing for a whole line.
    pub fn rect(
        &mut self,
        (x, y, width, height): (f64, f64, f64, f64),
        fill: &str,
        stroke: &str,
        dash: &str,
    ) {
        // Writing to a string cannot fail, here and below.
        let _ = write!(
            self.out,
            "<rect x='{}' y='{}' width='{}' height='{}' rx='10' fill='{fill}' stroke='{stroke}' stroke-dasharray='{dash}'/>",
            Px(x),
            Px(y),
            Px(width),
            Px(height)
        );
    }

    pub fn circle(&mut self, (x, y, radius): (f64, f64, f64), fill: &str, stroke: &str, dash: &str) {
        let _ = write!(
            self.out,
            "<circle cx='{}' cy='{}' r='{}' fill='{fill}' stroke='{stroke}' stroke-dasharray='{dash}'/>",
            Px(x),
            Px(y),
            Px(radius)
        );
    }

    /// A line by its path data (numbers and letters of ours only).
    pub fn path(&mut self, data: &str, colour: &str, width: f64, dash: &str) {
        let _ = write!(
            self.out,
            "<path d='{data}' fill='none' stroke='{colour}' stroke-width='{}' stroke-dasharray='{dash}'/>",
            Px(width)
        );
    }

    /// A filled shape by its path data.
    pub fn shape(&mut self, data: &str, colour: &str) {
        let _ = write!(self.out, "<path d='{data}' fill='{colour}'/>");
    }

    /// Draws further down.
    pub fn lowered(&mut self, by: f64, draw: impl FnOnce(&mut Self)) {
        let _ = write!(self.out, "<g transform='translate(0 {})'>", Px(by));
        draw(self);
        self.out.push_str("</g>");
    }

    pub fn words(&mut self, x: f64, y: f64, words: &str, hand: Hand) {
        let _ = write!(
            self.out,
            "<text x='{}' y='{}' font-size='{}' font-weight='{}' fill='{}' text-anchor='{}'>{}</text>",
            Px(x),
            Px(y),
            Px(hand.size),
            if hand.bold { 600 } else { 400 },
            hand.colour,
            hand.anchor,
            escaped(words)
        );
    }

    /// Words in lines that fit a width, at most so many; returns how many there were.
    pub fn lines(
        &mut self,
        (x, y): (f64, f64),
        words: &str,
        (width, most): (f64, usize),
        hand: Hand,
    ) -> usize {
        let lines = fitted(words, width, most, hand.size);
        for (at, line) in lines.iter().enumerate() {
            self.words(x, y + at as f64 * (hand.size * 1.3), line, hand);
        }
        lines.len()
    }

    /// An organisation's circle with its letters, or the secretariat's square.
    pub fn badge(&mut self, x: f64, y: f64, badge: &Badge) {
        let colour = HUES[usize::from(badge.hue).min(HUES.len() - 1)];
        match badge.hue {
            0 => self.rect((x - 10.0, y - 10.0, 20.0, 20.0), colour, PAPER, ""),
            _ => self.circle((x, y, 10.0), colour, PAPER, ""),
        }
        self.words(x, y + 3.5, &badge.short, Hand::bold(9.0, PAPER).middle());
    }

    /// The whole picture as a file.
    pub fn finish(self, title: &str) -> String {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' viewBox='0 0 {width} {height}' \
             font-family='Atkinson Hyperlegible Next, Atkinson Hyperlegible, Verdana, sans-serif'>\
             <title>{title}</title><rect width='100%' height='100%' fill='{PAPER}'/>{}</svg>",
            self.out,
            width = Px(self.width),
            height = Px(self.height),
            title = escaped(title)
        )
    }
}

/// Words cut into lines of about `width`; what does not fit ends in an ellipsis.
fn fitted(words: &str, width: f64, most: usize, size: f64) -> Vec<String> {
    let room = ((width / (size * LETTER)) as usize).max(4);
    let mut lines: Vec<String> = vec![];
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= room => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

/// Words of people as XML takes them; control characters are left out.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#39;"),
            '"' => out.push_str("&quot;"),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// A file's name from a title: letters, digits and hyphens.
pub fn file_name(title: &str, end: &str) -> String {
    let plain = shared::search::plain(title);
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name: String = words.join("-").chars().take(60).collect();
    if name.is_empty() { format!("tablee.{end}") } else { format!("{name}.{end}") }
}

/// Hands a picture to the person as SVG.
pub fn save_svg(title: &str, svg: &str) -> Option<()> {
    device::save_file(&file_name(title, "svg"), "image/svg+xml", svg.as_bytes())
}

/// Hands a picture to the person as PNG, at twice its size.
pub async fn save_png(title: &str, svg: &str) -> Option<()> {
    device::save_png(&file_name(title, "png"), svg, 2.0).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_people_never_become_marks() {
        let mut picture = Picture::new(100.0, 40.0);
        picture.words(0.0, 10.0, "a<b> & \"c\"\u{0}", Hand::plain(12.0, INK));
        let svg = picture.finish("T<");
        assert!(
            svg.contains("a&lt;b&gt; &amp; &quot;c&quot; </text>") && svg.contains("<title>T&lt;</title>")
        );
    }

    #[test]
    fn words_are_cut_into_lines_that_fit_and_say_when_there_is_more() {
        assert_eq!(fitted("Former les guides de la lagune", 90.0, 2, 13.0), ["Former les", "guides de la…"]);
        assert!(fitted("", 90.0, 2, 13.0).is_empty());
        assert_eq!(fitted("Wirkungsbeobachtungsbericht", 60.0, 3, 13.0), ["Wirkungsbeobachtungsbericht"]);
    }

    #[test]
    fn a_file_is_named_after_its_title() {
        assert_eq!(
            file_name("Lagune vivante : chaîne de résultats", "svg"),
            "lagune-vivante-chaine-de-resultats.svg"
        );
        assert_eq!(file_name("«»", "png"), "tablee.png");
    }
}
