//! From Sigma's matchers to values of the filter language.

use rsigma_ir::{IrEncoding, IrMatcher, IrNumber, IrPattern, IrPatternPart, IrStrOp};
use touchstone_query::{Decimal, Network, Pattern, Piece, Range, Regex, Value};

use crate::lower::encode;

/// Beyond, whole numbers of a rule have lost digits on their way.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The value of a text as it stands, without case.
pub(crate) fn text(text: &str) -> Value {
    Value::Text(Pattern::text(text))
}

/// The values that a matcher admits; an error says what is not supported. Matchers of several others have none.
pub(super) fn of_matcher(matcher: &IrMatcher) -> Result<Option<Vec<Value>>, String> {
    Ok(Some(match matcher {
        IrMatcher::Str { op, pattern, case_insensitive } => {
            vec![cased(pattern_of(*op, pieces(pattern)), !case_insensitive)]
        }
        IrMatcher::Encoded { encodings, op, value, case_insensitive } => {
            let texts = encode::encoded(encodings, value)?;
            // A text at any offset stands within another.
            let op = if encodings.contains(&IrEncoding::Base64Offset) { IrStrOp::Contains } else { *op };
            let value = |text| cased(pattern_of(op, vec![Piece::Text(text)]), !case_insensitive);
            texts.into_iter().map(value).collect()
        }
        IrMatcher::Regex { pattern, case_insensitive, multiline, dotall, cased: _ } => {
            let flags = [(*multiline, "(?m)"), (*dotall, "(?s)")];
            let flags: String = flags.into_iter().filter_map(|(is_set, flag)| is_set.then_some(flag)).collect();
            vec![Value::Regex(Regex::new(&(flags + pattern), *case_insensitive)?)]
        }
        IrMatcher::Cidr { network } => match Network::of(network) {
            Some(network) => vec![Value::Network(network)],
            None => return Err(format!("{network} is no network, as 10.0.0.0/8 is")),
        },
        IrMatcher::NumericEq(number) => vec![Value::Number(Range::Is(decimal(number)?))],
        IrMatcher::NumericGt(number) => vec![Value::Number(Range::Above(decimal(number)?))],
        IrMatcher::NumericGte(number) => vec![Value::Number(Range::From(decimal(number)?))],
        IrMatcher::NumericLt(number) => vec![Value::Number(Range::Below(decimal(number)?))],
        IrMatcher::NumericLte(number) => vec![Value::Number(Range::To(decimal(number)?))],
        IrMatcher::Null => vec![Value::Absent],
        IrMatcher::BoolEq(is_true) => {
            let texts = if *is_true { ["true", "1", "yes"] } else { ["false", "0", "no"] };
            texts.map(text).to_vec()
        }
        IrMatcher::Expand { .. } => return Err("the modifier expand is not supported".to_owned()),
        IrMatcher::TimestampPart { .. } => {
            return Err("parts of times are not supported: the fields hour and weekday are event_time's".to_owned());
        }
        IrMatcher::Exists(_)
        | IrMatcher::FieldRef { .. }
        | IrMatcher::Not(_)
        | IrMatcher::AnyOf(_)
        | IrMatcher::AllOf(_) => return Ok(None),
    }))
}

fn cased(pattern: Pattern, is_cased: bool) -> Value {
    if is_cased { Value::Cased(pattern) } else { Value::Text(pattern) }
}

fn pieces(pattern: &IrPattern) -> Vec<Piece> {
    let piece = |part: &IrPatternPart| match part {
        IrPatternPart::Literal(text) => Piece::Text(text.clone()),
        IrPatternPart::WildcardMulti => Piece::Any,
        IrPatternPart::WildcardSingle => Piece::One,
    };
    pattern.parts.iter().map(piece).collect()
}

fn pattern_of(op: IrStrOp, pieces: Vec<Piece>) -> Pattern {
    let (before, behind) = match op {
        IrStrOp::Exact => (None, None),
        IrStrOp::Contains => (Some(Piece::Any), Some(Piece::Any)),
        IrStrOp::StartsWith => (None, Some(Piece::Any)),
        IrStrOp::EndsWith => (Some(Piece::Any), None),
    };
    Pattern::of(before.into_iter().chain(pieces).chain(behind))
}

fn decimal(number: &IrNumber) -> Result<Decimal, String> {
    let IrNumber::Literal(number) = number else { return Err("numbers from elsewhere are not supported".to_owned()) };
    if number.abs() >= EXACT {
        return Err(format!("{number} is too large to be exact: write it in quotes"));
    }
    Decimal::of(&number.to_string()).ok_or_else(|| format!("{number} is no number"))
}
