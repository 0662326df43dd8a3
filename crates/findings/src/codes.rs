//! Codes by row, in as few bytes as they need.

use touchstone_frame::Selection;

/// Codes by row of silver.
#[derive(Debug)]
pub(crate) enum Codes {
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
    /// Those of few rows, in order of rows; all others have none, which is 0.
    Few(Vec<(u32, u32)>),
}

impl Codes {
    /// Codes of which the greatest is known.
    pub(crate) fn of(codes: Vec<u32>, greatest: usize) -> Self {
        match greatest {
            0..=0xff => Self::U8(codes.into_iter().map(|code| code as u8).collect()),
            0x100..=0xffff => Self::U16(codes.into_iter().map(|code| code as u16).collect()),
            _ => Self::U32(codes),
        }
    }

    /// The code of a row; 0 where it has none.
    pub(crate) fn get(&self, row: u32) -> u32 {
        let at = row as usize;
        match self {
            Self::U8(codes) => codes.get(at).copied().unwrap_or_default().into(),
            Self::U16(codes) => codes.get(at).copied().unwrap_or_default().into(),
            Self::U32(codes) => codes.get(at).copied().unwrap_or_default(),
            Self::Few(codes) => codes.binary_search_by_key(&row, |(row, _)| *row).map_or(0, |found| codes[found].1),
        }
    }

    /// The code of each row, in order of rows.
    pub(crate) fn of_rows(&self, rows: &Selection) -> Vec<u32> {
        fn wide<T: Copy + Into<u32>>(codes: &[T], rows: &Selection, into: &mut Vec<u32>) {
            into.extend(rows.iter().map(|row| codes.get(row as usize).map_or(0, |code| (*code).into())));
        }
        let mut found = Vec::with_capacity(rows.count() as usize);
        match self {
            Self::U8(codes) => wide(codes, rows, &mut found),
            Self::U16(codes) => wide(codes, rows, &mut found),
            Self::U32(codes) => wide(codes, rows, &mut found),
            Self::Few(codes) => {
                let mut codes = codes.iter().peekable();
                found.extend(rows.iter().map(|row| {
                    while codes.next_if(|(before, _)| *before < row).is_some() {}
                    codes.next_if(|(of, _)| *of == row).map_or(0, |(_, code)| *code)
                }));
            }
        }
        found
    }

    /// Other codes in place of these: by code, of which the greatest is known.
    pub(crate) fn mapped(&self, others: &[u32], greatest: usize) -> Self {
        let other = |code: u32| others.get(code as usize).copied().unwrap_or_default();
        let all: Vec<u32> = match self {
            Self::U8(codes) => codes.iter().map(|code| other((*code).into())).collect(),
            Self::U16(codes) => codes.iter().map(|code| other((*code).into())).collect(),
            Self::U32(codes) => codes.iter().map(|code| other(*code)).collect(),
            Self::Few(codes) => return Self::Few(codes.iter().map(|(row, code)| (*row, other(*code))).collect()),
        };
        Self::of(all, greatest)
    }

    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::U8(codes) => codes.capacity(),
            Self::U16(codes) => codes.capacity() * 2,
            Self::U32(codes) => codes.capacity() * 4,
            Self::Few(codes) => codes.capacity() * 8,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_same_in_every_width() {
        for greatest in [1_u32, 255, 256, 65_535, 65_536] {
            let all = vec![0, greatest, 1, greatest];
            let codes = Codes::of(all.clone(), greatest as usize);
            assert_eq!((0..4).map(|row| codes.get(row)).collect::<Vec<_>>(), all);
            assert_eq!(codes.get(4), 0);
            let mut others = vec![0; greatest as usize + 1];
            (others[1], others[greatest as usize]) = (7, 9);
            let expected = if greatest == 1 { vec![0, 9, 9, 9] } else { vec![0, 9, 7, 9] };
            let few = Codes::Few(vec![(1, greatest), (2, 1), (3, greatest)]);
            for codes in [codes, few] {
                let mapped = codes.mapped(&others, 9);
                assert_eq!((0..4).map(|row| mapped.get(row)).collect::<Vec<_>>(), expected);
                let mut rows = Selection::all(6);
                rows.set(1, false);
                let of_rows = [expected[0], expected[2], expected[3], 0, 0];
                assert_eq!(mapped.of_rows(&rows), of_rows);
            }
        }
    }
}
