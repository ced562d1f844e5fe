//! A text table taken apart and put together, small enough for the browser. On the server the library does it; a test
//! holds both to the same cells.

/// The cells of all rows with something in them, parted by whichever of comma, semicolon and tab comes first.
#[must_use]
pub fn split(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    // The last line's end is none of what a mark that was not closed holds.
    let text = text
        .strip_suffix("\r\n")
        .or_else(|| text.strip_suffix('\n'))
        .unwrap_or(text);
    let filled = text.lines().filter(|line| !line.trim().is_empty());
    let delimiter = filled
        .flat_map(str::chars)
        .find(|c| matches!(c, ',' | ';' | '\t'))
        .unwrap_or(',');
    let mut rows = Vec::new();
    let mut reader = Reader {
        rest: text.chars().peekable(),
        delimiter,
    };
    while let Some(row) = reader.row() {
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(row);
        }
    }
    rows
}

struct Reader<'t> {
    rest: std::iter::Peekable<std::str::Chars<'t>>,
    delimiter: char,
}

impl Reader<'_> {
    fn row(&mut self) -> Option<Vec<String>> {
        self.rest.peek()?;
        let mut cells = vec![self.cell()];
        while self.rest.next_if_eq(&self.delimiter).is_some() {
            cells.push(self.cell());
        }
        // A line may end in either of the two, or in both.
        self.rest.next_if_eq(&'\r');
        self.rest.next_if_eq(&'\n');
        Some(cells)
    }

    fn cell(&mut self) -> String {
        let mut cell = String::new();
        if self.rest.next_if_eq(&'"').is_some() {
            self.quoted(&mut cell);
        }
        let ends = [self.delimiter, '\n', '\r'];
        while let Some(c) = self.rest.next_if(|c| !ends.contains(c)) {
            cell.push(c);
        }
        cell
    }

    /// Up to the closing mark; two of them are one that is meant.
    fn quoted(&mut self, cell: &mut String) {
        while let Some(c) = self.rest.next() {
            match c {
                '"' if self.rest.next_if_eq(&'"').is_some() => cell.push('"'),
                '"' => return,
                _ => cell.push(c),
            }
        }
    }
}

/// Rows as a text, with commas and with quotation marks where they are needed.
#[must_use]
pub fn joined(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            if column > 0 {
                text.push(',');
            }
            if cell.contains([',', ';', '\t', '"', '\n', '\r']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(cell);
            }
        }
        text.push('\n');
    }
    text
}
