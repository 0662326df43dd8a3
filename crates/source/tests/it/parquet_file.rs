//! Builds Parquet files by hand, so that they can make claims that no writer would.

/// A struct in Thrift's compact protocol, written field by field in order.
#[derive(Clone, Default)]
pub(crate) struct Thrift {
    bytes: Vec<u8>,
    last: u8,
}

impl Thrift {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    fn field(mut self, id: u8, kind: u8, content: &[u8]) -> Self {
        self.bytes.push((id - self.last) << 4 | kind);
        self.bytes.extend(content);
        self.last = id;
        self
    }

    pub(crate) fn flag(self, id: u8, flag: bool) -> Self {
        self.field(id, if flag { 1 } else { 2 }, &[])
    }

    pub(crate) fn i32(self, id: u8, number: i64) -> Self {
        self.field(id, 5, &zigzag(number))
    }

    pub(crate) fn i64(self, id: u8, number: i64) -> Self {
        self.field(id, 6, &zigzag(number))
    }

    pub(crate) fn text(self, id: u8, text: &str) -> Self {
        self.field(id, 8, &[varint(text.len() as u64), text.as_bytes().to_vec()].concat())
    }

    pub(crate) fn within(self, id: u8, inner: Self) -> Self {
        self.field(id, 12, &inner.end())
    }

    pub(crate) fn list(self, id: u8, kind: u8, elements: &[Vec<u8>]) -> Self {
        let head = [vec![0xf0 | kind], varint(elements.len() as u64)].concat();
        self.field(id, 9, &[head, elements.concat()].concat())
    }

    fn raw(mut self, bytes: &[u8]) -> Self {
        self.bytes.extend(bytes);
        self
    }

    pub(crate) fn end(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }
}

pub(crate) fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

pub(crate) fn zigzag(number: i64) -> Vec<u8> {
    varint((number << 1 ^ number >> 63) as u64)
}

/// A page header: `PageHeader` up to the fields of its kind.
pub(crate) fn header(kind: i64, uncompressed: i64, compressed: i64) -> Thrift {
    Thrift::new().i32(1, kind).i32(2, uncompressed).i32(3, compressed)
}

/// A version 1 data page, with the claimed number of values and decompressed length.
pub(crate) fn data_page(values: i64, encoding: i64, uncompressed: i64, body: &[u8]) -> Vec<u8> {
    let data = Thrift::new().i32(1, values).i32(2, encoding).i32(3, 3).i32(4, 3);
    [header(0, uncompressed, body.len() as i64).within(5, data).end(), body.to_vec()].concat()
}

/// A dictionary page.
pub(crate) fn dictionary_page(values: i64, body: &[u8]) -> Vec<u8> {
    let length = body.len() as i64;
    let dictionary = Thrift::new().i32(1, values).i32(2, 0);
    [header(2, length, length).within(7, dictionary).end(), body.to_vec()].concat()
}

/// Texts in plain encoding.
pub(crate) fn plain(texts: &[&str]) -> Vec<u8> {
    texts.iter().flat_map(|text| [&(text.len() as u32).to_le_bytes()[..], text.as_bytes()].concat()).collect()
}

/// `count` equal levels.
pub(crate) fn levels(count: u64, level: u8) -> Vec<u8> {
    let run = [varint(count << 1), vec![level]].concat();
    [(run.len() as u32).to_le_bytes().to_vec(), run].concat()
}

/// Lengths in `DELTA_BINARY_PACKED`: blocks of 128 in 4 parts.
pub(crate) fn lengths(lengths: &[i64]) -> Vec<u8> {
    let mut bytes = [varint(128), varint(4), varint(lengths.len() as u64), zigzag(lengths[0])].concat();
    let deltas: Vec<i64> = lengths.windows(2).map(|pair| pair[1] - pair[0]).collect();
    for block in deltas.chunks(128) {
        let least = block.iter().min().copied().unwrap_or_default();
        let mut above: Vec<u64> = block.iter().map(|delta| (delta - least) as u64).collect();
        above.resize(128, 0);
        let widths = above.chunks(32).map(|part| part.iter().map(|number| 64 - number.leading_zeros()).max().unwrap());
        let widths: Vec<u8> = widths.map(|width| width as u8).collect();
        bytes.extend([zigzag(least), widths.clone()].concat());
        for (part, width) in above.chunks(32).zip(widths) {
            bytes.extend(packed(part, usize::from(width)));
        }
    }
    bytes
}

/// Numbers of `width` bits each, lowest bit first.
fn packed(numbers: &[u64], width: usize) -> Vec<u8> {
    let mut bytes = vec![0; (numbers.len() * width).div_ceil(8)];
    for (at, number) in numbers.iter().enumerate() {
        for bit in (0..width).filter(|bit| number >> bit & 1 == 1) {
            let at = at * width + bit;
            bytes[at / 8] |= 1 << (at % 8);
        }
    }
    bytes
}

/// A schema element that is a required column of a type.
pub(crate) fn column(name: &str, kind: i64, length: i64) -> Vec<u8> {
    Thrift::new().i32(1, kind).i32(2, length).i32(3, 0).text(4, name).i32(6, 0).end()
}

/// A schema element that is a group.
pub(crate) fn group(name: &str, repetition: i64, children: i64) -> Thrift {
    Thrift::new().i32(3, repetition).text(4, name).i32(5, children)
}

/// A file with one column and one row group, or several row groups that share their pages.
pub(crate) struct File {
    /// The elements below the schema's root.
    pub(crate) schema: Vec<Vec<u8>>,
    /// The number of the column's type.
    pub(crate) kind: i64,
    /// The number of its codec.
    pub(crate) codec: i64,
    pub(crate) rows: i64,
    /// The decompressed length of its pages, as the footer claims.
    pub(crate) uncompressed: i64,
    pub(crate) pages: Vec<u8>,
    pub(crate) row_groups: usize,
    /// More fields of the footer.
    pub(crate) behind: Vec<u8>,
}

impl Default for File {
    fn default() -> Self {
        let pages = data_page(2, 0, 10, &plain(&["x", "y"]));
        Self {
            schema: vec![column("a", 6, 0)],
            kind: 6,
            codec: 0,
            rows: 2,
            uncompressed: 10,
            pages,
            row_groups: 1,
            behind: Vec::new(),
        }
    }
}

impl File {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let length = self.pages.len() as i64;
        let metadata = Thrift::new()
            .i32(1, self.kind)
            .list(2, 5, &[zigzag(0)])
            .list(3, 8, &[])
            .i32(4, self.codec)
            .i64(5, self.rows)
            .i64(6, self.uncompressed)
            .i64(7, length)
            .i64(9, 4);
        let chunk = Thrift::new().i64(2, 0).within(3, metadata).end();
        let row_group = Thrift::new().list(1, 12, &[chunk]).i64(2, length).i64(3, self.rows).end();
        let root = Thrift::new().text(4, "root").i32(5, 1).end();
        let footer = Thrift::new()
            .i32(1, 1)
            .list(2, 12, &[vec![root], self.schema.clone()].concat())
            .i64(3, self.rows)
            .list(4, 12, &vec![row_group; self.row_groups])
            .raw(&self.behind)
            .end();
        let length = (footer.len() as u32).to_le_bytes();
        [b"PAR1", &self.pages[..], &footer, &length, b"PAR1"].concat()
    }
}
