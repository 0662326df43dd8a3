//! Any filter.

use std::net::IpAddr;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use touchstone_query::{
    Decimal, Duration, Expr, Field, Item, Kind, Moment, Network, Pattern, Piece, Range, Regex, Test, TimeUnit, Value,
    Weekday,
};
use touchstone_schema::SilverColumn;

/// Where texts and keys come from: what is in a log, or anything.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    pub(crate) texts: BoxedStrategy<String>,
    pub(crate) keys: BoxedStrategy<String>,
    pub(crate) times: std::ops::Range<i64>,
}

impl Words {
    /// Whatever a cell might hold.
    pub(crate) fn any() -> Self {
        let hostile = select(vec![
            "",
            " ",
            "*",
            "?",
            "\\",
            "\"",
            "a\"b",
            "-",
            "-*",
            "AND",
            "OR",
            "NOT",
            "NOTE",
            "#",
            "(",
            ")",
            "a,b",
            "a..b",
            "1..2",
            "..",
            "~/x/",
            "=",
            ">",
            "<=4",
            "10.0.0.0/8",
            "::1/128",
            "7",
            "a:b",
            "\u{202e}gnp.exe",
            "\u{200e}",
            "a\nb\r\n\t",
            "\u{feff}",
            "\u{a0}",
            "Straße",
            "ΣΑΣ",
            "日本",
            "a\\",
            "\\u{41}",
            "param.x",
            "last:2h",
            "C:\\Users",
            "i/",
            "\0",
            "\u{7f}",
        ])
        .prop_map(str::to_owned);
        let texts = prop_oneof![hostile, "[a-zA-Z0-9_.@/-]{0,12}", any::<String>()].boxed();
        Self { keys: texts.clone(), texts, times: -62_000_000_000_000..250_000_000_000_000 }
    }
}

/// Any filter whose parts are of these words; in the form that the functions of [`Expr`] give.
pub(crate) fn expr(words: &Words, depth: u32) -> BoxedStrategy<Expr> {
    let whole = clause(words, depth);
    let clause = (whole, prop::bool::weighted(0.1));
    vec(clause, 0..4)
        .prop_map(|clauses| {
            let several = clauses.len() > 1;
            Expr::and(
                clauses.into_iter().map(|(clause, off)| if off && several { clause.switched_off() } else { clause }),
            )
        })
        .boxed()
}

fn clause(words: &Words, depth: u32) -> BoxedStrategy<Expr> {
    let leaf = prop_oneof![12 => item(words).prop_map(Expr::Item), 1 => Just(Expr::All)];
    leaf.prop_recursive(depth, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(Expr::negated),
            vec(inner.clone(), 0..4).prop_map(Expr::and),
            vec(inner, 0..4).prop_map(Expr::or),
        ]
    })
    .boxed()
}

fn item(words: &Words) -> BoxedStrategy<Item> {
    let anywhere = text_value(words).prop_map(|value| Item::is(Field::Anywhere, value));
    let anywhere = anywhere.prop_filter("means every event", |item| !is_star(item));
    let words = words.clone();
    let of_field = field(&words).prop_flat_map(move |field| {
        let of_field = field.clone();
        test(&words, &field).prop_map(move |test| Item { field: of_field.clone(), test })
    });
    let last = (1..9999_u32, select(vec!["s", "m", "h", "d", "w"])).prop_map(|(count, unit)| Item {
        field: Field::Time,
        test: Test::Last(Duration::of(&format!("{count}{unit}")).unwrap()),
    });
    prop_oneof![3 => anywhere, 12 => of_field, 1 => last].boxed()
}

fn is_star(item: &Item) -> bool {
    matches!(&item.test, Test::Any(values) if matches!(values.as_slice(), [Value::Text(pattern)] if pattern.pieces() == [Piece::Any]))
}

fn field(words: &Words) -> BoxedStrategy<Field> {
    use SilverColumn as C;
    let texts = [
        C::ServiceName,
        C::ActionName,
        C::AuditLevel,
        C::AccountId,
        C::WorkspaceId,
        C::Email,
        C::SubjectName,
        C::RunBy,
        C::RunAs,
        C::SourceIpAddress,
        C::UserAgent,
        C::SessionId,
        C::RequestId,
        C::EventId,
        C::Outcome,
        C::ErrorMessage,
        C::Result,
        C::Format,
    ];
    let numbers = [C::SourcePort, C::StatusCode, C::Record];
    prop_oneof![
        8 => select(texts.to_vec()).prop_map(Field::Text),
        2 => select(numbers.to_vec()).prop_map(Field::Number),
        6 => words.keys.clone().prop_map(Field::Param),
        5 => select(vec![Field::Time, Field::Weekday, Field::Hour, Field::Input, Field::Flattened]),
    ]
    .boxed()
}

fn test(words: &Words, field: &Field) -> BoxedStrategy<Test> {
    let values = vec(value(words, field), 1..4).prop_map(Test::Any);
    prop_oneof![1 => Just(Test::Present), 8 => values].boxed()
}

fn value(words: &Words, field: &Field) -> BoxedStrategy<Value> {
    let text = text_value(words);
    let whole = any::<i64>().prop_map(Decimal::of_integer);
    let small = (-3..600_i64).prop_map(Decimal::of_integer);
    let spelled = select(vec!["0", "-1.50", "1e3", "007", "123456789012345678901234", "10", "60"])
        .prop_map(|text| Decimal::of(text).unwrap());
    let some = match field.kind() {
        Kind::Text => {
            let numbers = ranges(prop_oneof![spelled, small].boxed(), false, true).prop_map(Value::Number);
            prop_oneof![8 => text, 2 => numbers, 1 => network().prop_map(Value::Network)].boxed()
        }
        Kind::Address => prop_oneof![6 => text, 4 => network().prop_map(Value::Network)].boxed(),
        Kind::Number => ranges(prop_oneof![whole, small].boxed(), false, false).prop_map(Value::Number).boxed(),
        Kind::Time => {
            let units = [
                TimeUnit::Year,
                TimeUnit::Month,
                TimeUnit::Day,
                TimeUnit::Hour,
                TimeUnit::Minute,
                TimeUnit::Second,
                TimeUnit::Millisecond,
            ];
            let moment =
                (words.times.clone(), select(units.to_vec())).prop_map(|(ms, unit)| Moment::new(ms, unit).unwrap());
            ranges(moment.boxed(), false, false).prop_map(Value::Time).boxed()
        }
        Kind::Weekday => ranges(select(&Weekday::ALL[..]).boxed(), true, false).prop_map(Value::Weekday).boxed(),
        Kind::Hour => ranges((0..24_u8).boxed(), true, false).prop_map(Value::Hour).boxed(),
        Kind::Input => {
            let numbers = ranges((0..4_i64).prop_map(Decimal::of_integer).boxed(), false, false);
            prop_oneof![text, numbers.prop_map(Value::Number)].boxed()
        }
    };
    prop_oneof![1 => Just(Value::Absent), 9 => some].boxed()
}

fn text_value(words: &Words) -> BoxedStrategy<Value> {
    let piece =
        prop_oneof![4 => words.texts.clone().prop_map(Piece::Text), 1 => Just(Piece::Any), 1 => Just(Piece::One)];
    let pattern = prop_oneof![
        3 => words.texts.clone().prop_map(|text| Pattern::text(&text)),
        2 => vec(piece, 0..5).prop_map(Pattern::of)
    ];
    let escaped = words.texts.clone().prop_map(|text| {
        text.chars()
            .take(20)
            .map(|one| if one.is_ascii_punctuation() { format!("\\{one}") } else { one.to_string() })
            .collect::<String>()
    });
    let source = prop_oneof![3 => escaped, 1 => "[a-z./]{0,3}[+*?]?", 1 => "\\^?[a-z0-9]{1,4}\\$?"];
    let regex = (source, any::<bool>())
        .prop_filter_map("no regular expression", |(source, ignores_case)| Regex::new(&source, ignores_case).ok());
    prop_oneof![
        6 => pattern.clone().prop_map(Value::Text),
        3 => pattern.prop_map(Value::Cased),
        2 => regex.prop_map(Value::Regex),
    ]
    .boxed()
}

fn network() -> BoxedStrategy<Network> {
    let v4 = (any::<[u8; 4]>(), 0..=32_u8)
        .prop_map(|(address, prefix)| Network::new(IpAddr::from(address), prefix).unwrap());
    let v6 = (any::<[u16; 8]>(), 0..=128_u8)
        .prop_map(|(address, prefix)| Network::new(IpAddr::from(address), prefix).unwrap());
    let short =
        (any::<[u8; 4]>(), 0..=3_u8).prop_map(|(address, prefix)| Network::new(IpAddr::from(address), prefix).unwrap());
    prop_oneof![v4, short, v6].boxed()
}

/// Ranges of values. Those that come round may end before they begin; a text that equals a number is a text.
fn ranges<T: Clone + Ord + std::fmt::Debug + 'static>(
    values: BoxedStrategy<T>,
    is_round: bool,
    is_text: bool,
) -> BoxedStrategy<Range<T>> {
    (0..6_u8, values.clone(), values)
        .prop_map(move |(kind, a, b)| match kind {
            0 if !is_text => Range::Is(a),
            1 => Range::From(a),
            2 => Range::Above(a),
            3 => Range::To(a),
            4 => Range::Below(a),
            _ if is_round || a <= b => Range::Between(a, b),
            _ => Range::Between(b, a),
        })
        .boxed()
}
