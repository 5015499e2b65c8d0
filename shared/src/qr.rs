//! QR codes of short texts, for showing an invitation to a room (ISO/IEC 18004).
//!
//! Bytes only, level M, versions 1 to 10: at most 213 bytes, which every link of ours fits. A
//! kept library costs the page ten kilobytes for what it does besides; this costs four.

/// Modules along the side of the largest code.
const MAX_SIZE: usize = 57;
/// By version: all codewords, those for correction in each block, blocks.
const VERSIONS: [(usize, usize, usize); 10] = [
    (26, 10, 1),
    (44, 16, 1),
    (70, 26, 1),
    (100, 18, 2),
    (134, 24, 2),
    (172, 16, 4),
    (196, 18, 4),
    (242, 22, 4),
    (292, 22, 5),
    (346, 26, 5),
];

/// A square of dark and light modules, without the quiet margin of four around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub size: usize,
    /// One bit per column.
    dark: [u64; MAX_SIZE],
}

impl Code {
    /// The code of a text; nothing if it is too long for one.
    pub fn of(text: &str) -> Option<Self> {
        let version = (1..=VERSIONS.len()).find(|version| text.len() <= room(*version))?;
        let words = interleaved(version, &data(version, text.as_bytes()));
        let masks = (0..8).map(|mask| Drawing::new(version).finish(&words, mask));
        masks.min_by_key(Code::penalty)
    }

    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        self.dark[y] >> x & 1 == 1
    }

    /// What a scanner may stumble over: long runs, blocks, what looks like a corner, and a lean.
    fn penalty(&self) -> usize {
        let across = |y: usize| (0..self.size).map(move |x| self.is_dark(x, y));
        let down = |x: usize| (0..self.size).map(move |y| self.is_dark(x, y));
        let lines: usize = (0..self.size).map(|at| line(across(at)) + line(down(at))).sum();
        let blocks = (1..self.size).flat_map(|y| (1..self.size).map(move |x| (x, y))).filter(|(x, y)| {
            let like = |dx, dy| self.is_dark(x - dx, y - dy) == self.is_dark(*x, *y);
            like(1, 0) && like(0, 1) && like(1, 1)
        });
        let dark: usize = self.dark.iter().map(|row| row.count_ones() as usize).sum();
        let lean = (dark * 20).abs_diff(self.size * self.size * 10) / (self.size * self.size);
        lines + 3 * blocks.count() + 10 * lean
    }
}

/// The penalty of one row or column.
fn line(modules: impl Iterator<Item = bool>) -> usize {
    const CORNERS: [u32; 2] = [0b101_1101_0000, 0b000_0101_1101];
    let (mut penalty, mut run, mut seen) = (0, 0, 0u32);
    for (at, dark) in modules.enumerate() {
        run = if at > 0 && (seen & 1 == 1) == dark { run + 1 } else { 1 };
        penalty += match run {
            5 => 3,
            6.. => 1,
            _ => 0, // too short to count
        };
        seen = (seen << 1 | u32::from(dark)) & 0x7ff;
        penalty += if at >= 10 && CORNERS.contains(&seen) { 40 } else { 0 };
    }
    penalty
}

fn data_words(version: usize) -> usize {
    let (all, correction, blocks) = VERSIONS[version - 1];
    all - correction * blocks
}

/// Bytes of the count of bytes: two from version 10 on.
fn count_bytes(version: usize) -> usize {
    if version < 10 { 1 } else { 2 }
}

/// Most bytes of text. The mode and what is left of the count's byte take one more.
fn room(version: usize) -> usize {
    data_words(version) - count_bytes(version) - 1
}

/// Mode and count before the text, padding behind it.
fn data(version: usize, text: &[u8]) -> Vec<u8> {
    // Everything is shifted by the mode's four bits.
    let count = (text.len() as u16).to_be_bytes();
    let plain = [&count[2 - count_bytes(version)..], text].concat();
    let mut words = vec![0b0100 << 4];
    for byte in plain {
        if let Some(last) = words.last_mut() {
            *last |= byte >> 4;
        }
        words.push(byte << 4);
    }
    let padding = [0xec, 0x11].into_iter().cycle();
    words.extend(padding.take(data_words(version) - words.len()));
    words
}

/// The blocks with their correction, word by word in turn.
fn interleaved(version: usize, data: &[u8]) -> Vec<u8> {
    let (_, correction, count) = VERSIONS[version - 1];
    let generator = generator(correction);
    let short = data.len() / count;
    let longer = data.len() % count;
    let mut blocks = vec![];
    let mut rest = data;
    for at in 0..count {
        let (block, more) = rest.split_at(short + usize::from(at >= count - longer));
        blocks.push((block, remainder(block, &generator)));
        rest = more;
    }
    let words = (0..=short).flat_map(|at| blocks.iter().filter_map(move |(block, _)| block.get(at)));
    let checks = (0..correction).flat_map(|at| blocks.iter().filter_map(move |(_, check)| check.get(at)));
    words.chain(checks).copied().collect()
}

/// A product in the field of 256 elements of QR codes.
fn times(a: u8, b: u8) -> u8 {
    (0..8).rev().fold(0u8, |sum, bit| {
        let doubled = (sum << 1) ^ if sum & 0x80 == 0 { 0 } else { 0x1d };
        doubled ^ if b >> bit & 1 == 1 { a } else { 0 }
    })
}

/// The Reed-Solomon generator of a degree, without its leading one.
fn generator(degree: usize) -> Vec<u8> {
    let mut factors = vec![0; degree];
    factors[degree - 1] = 1;
    let mut root = 1;
    for _ in 0..degree {
        for at in 0..degree {
            factors[at] = times(factors[at], root) ^ factors.get(at + 1).copied().unwrap_or(0);
        }
        root = times(root, 2);
    }
    factors
}

fn remainder(block: &[u8], generator: &[u8]) -> Vec<u8> {
    let mut rest = vec![0; generator.len()];
    for byte in block {
        let factor = byte ^ rest[0];
        rest.rotate_left(1);
        if let Some(last) = rest.last_mut() {
            *last = 0;
        }
        rest.iter_mut().zip(generator).for_each(|(rest, by)| *rest ^= times(*by, factor));
    }
    rest
}

/// A code being drawn, and which modules are not for data.
struct Drawing {
    version: usize,
    code: Code,
    fixed: [u64; MAX_SIZE],
}

impl Drawing {
    fn new(version: usize) -> Self {
        let size = 17 + 4 * version;
        let code = Code { size, dark: [0; MAX_SIZE] };
        let mut drawing = Self { version, code, fixed: [0; MAX_SIZE] };
        for at in 0..size {
            drawing.fix(6, at, at % 2 == 0);
            drawing.fix(at, 6, at % 2 == 0);
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] {
            drawing.square((x, y), 4, |far| far != 2 && far != 4);
        }
        let places = drawing.alignments();
        let last = places.len().saturating_sub(1);
        for (i, x) in places.iter().enumerate() {
            for (j, y) in places.iter().enumerate() {
                if ![(0, 0), (0, last), (last, 0)].contains(&(i, j)) {
                    drawing.square((*x, *y), 2, |far| far != 1);
                }
            }
        }
        drawing.format(0);
        drawing.number();
        drawing
    }

    fn fix(&mut self, x: usize, y: usize, dark: bool) {
        self.fixed[y] |= 1 << x;
        self.code.dark[y] = self.code.dark[y] & !(1 << x) | u64::from(dark) << x;
    }

    /// Rings around a middle, as far as the code reaches.
    fn square(&mut self, (x, y): (usize, usize), radius: usize, is_dark: impl Fn(usize) -> bool) {
        let reach = |at: usize| at.saturating_sub(radius)..=(at + radius).min(self.code.size - 1);
        for (dx, dy) in reach(x).flat_map(|dx| reach(y).map(move |dy| (dx, dy))).collect::<Vec<_>>() {
            self.fix(dx, dy, is_dark(dx.abs_diff(x).max(dy.abs_diff(y))));
        }
    }

    fn alignments(&self) -> Vec<usize> {
        let last = self.code.size - 7;
        match self.version {
            1 => vec![],
            2..=6 => vec![6, last],
            _ => vec![6, (last + 6) / 2, last], // up to version 10: one between
        }
    }

    /// Which level and mask this is, twice, around the corners.
    fn format(&mut self, mask: u32) {
        // Level M is 00.
        let check = (0..10).fold(mask, |rest, _| (rest << 1) ^ ((rest >> 9) * 0x537));
        let bits = (mask << 10 | check) ^ 0x5412;
        let bit = |at: usize| bits >> at & 1 == 1;
        let size = self.code.size;
        for at in 0..15 {
            let near = match at {
                0..6 => at,
                6..8 => at + 1,
                8 => 7,
                _ => 14 - at, // 9 to 14
            };
            if at < 8 {
                self.fix(8, near, bit(at))
            } else {
                self.fix(near, 8, bit(at))
            }
            if at < 8 { self.fix(size - 1 - at, 8, bit(at)) } else { self.fix(8, size - 15 + at, bit(at)) }
        }
        self.fix(8, size - 8, true);
    }

    /// The version, twice, on codes that are large enough to need it.
    fn number(&mut self) {
        if self.version < 7 {
            return;
        }
        let version = self.version as u32;
        let check = (0..12).fold(version, |rest, _| (rest << 1) ^ ((rest >> 11) * 0x1f25));
        let bits = version << 12 | check;
        for at in 0..18 {
            let (far, near) = (self.code.size - 11 + at % 3, at / 3);
            let dark = bits >> at & 1 == 1;
            self.fix(far, near, dark);
            self.fix(near, far, dark);
        }
    }

    /// Writes the words up and down in pairs of columns from the right, under a mask.
    fn finish(mut self, words: &[u8], mask: u32) -> Code {
        self.format(mask);
        let size = self.code.size;
        let mut bits = words.iter().flat_map(|word| (0..8).rev().map(move |bit| word >> bit & 1 == 1));
        // The column of the timing pattern is no column of data.
        let pairs = (0..size / 2).map(|pair| size - 1 - 2 * pair).map(|at| if at <= 6 { at - 1 } else { at });
        for right in pairs {
            for step in 0..size {
                let goes_up = (right + 1) & 2 == 0;
                let y = if goes_up { size - 1 - step } else { step };
                for x in [right, right - 1] {
                    if self.fixed[y] >> x & 1 == 0 {
                        let dark = bits.next().unwrap_or(false) ^ is_masked(mask, x, y);
                        self.code.dark[y] |= u64::from(dark) << x;
                    }
                }
            }
        }
        self.code
    }
}

fn is_masked(mask: u32, x: usize, y: usize) -> bool {
    0 == match mask {
        0 => (x + y) % 2,
        1 => y % 2,
        2 => x % 3,
        3 => (x + y) % 3,
        4 => (x / 3 + y / 2) % 2,
        5 => x * y % 2 + x * y % 3,
        6 => (x * y % 2 + x * y % 3) % 2,
        _ => ((x + y) % 2 + x * y % 3) % 2, // 7: there are eight
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As another encoder draws it, module by module.
    const TABLE: [&str; 21] = [
        "#######..##.#.#######",
        "#.....#.##.##.#.....#",
        "#.###.#..##...#.###.#",
        "#.###.#..##.#.#.###.#",
        "#.###.#.#...#.#.###.#",
        "#.....#..##.#.#.....#",
        "#######.#.#.#.#######",
        ".........####........",
        "#.#.#.#...##....#..#.",
        "##..#....#....#..#.##",
        "...#.##.#...#...#####",
        ".#.#.#.####...#....#.",
        "..#.###.###.#.#.#..##",
        "........#..#.#.#.#...",
        "#######..###.###...##",
        "#.....#..#####.##....",
        "#.###.#.##.#.###...##",
        "#.###.#...#...##..##.",
        "#.###.#.#...#...#.#.#",
        "#.....#..#....#....#.",
        "#######.###.#.###..##",
    ];

    #[test]
    fn a_word_is_drawn_as_it_always_was() {
        let code = Code::of("Table").expect("a short text");
        let row = |y| (0..code.size).map(|x| if code.is_dark(x, y) { '#' } else { '.' }).collect::<String>();
        assert_eq!((0..code.size).map(row).collect::<Vec<_>>(), TABLE);
    }

    #[test]
    fn a_text_gets_the_smallest_code_that_holds_it_and_a_long_one_gets_none() {
        for (bytes, size) in [(0, 21), (14, 21), (15, 25), (84, 37), (152, 49), (213, 57)] {
            assert_eq!(Code::of(&"x".repeat(bytes)).map(|code| code.size), Some(size), "{bytes}");
        }
        assert_eq!(Code::of(&"x".repeat(214)), None);
    }

    #[test]
    fn each_block_is_divided_without_rest_by_its_generator() {
        let generator = generator(16);
        let block: Vec<u8> = (0..28).map(|at| at * 9 + 1).collect();
        let whole = [block.as_slice(), &remainder(&block, &generator)].concat();
        assert_eq!(remainder(&whole, &generator), [0; 16]);
    }
}
