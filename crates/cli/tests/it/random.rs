//! Random filters over generated logs of every format: the command line, the evaluator, and a row-by-row check agree.

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use touchstone_generate::{Format, MemorySink, Options, generate};
use touchstone_medallion::Session;
use touchstone_query::Evaluator;

use crate::arbitrary::expr;
use crate::oracle::{events, means};
use crate::support::{Folder, text};
use crate::words::words;

/// Number of filters per log that select some events and leave some; each takes a process.
const TELLING: usize = 8;
/// Number of filters per log that select all or nothing, of which the random ones are full.
const OTHERS: usize = 4;

#[test]
fn random_filters_count_the_same_in_every_format() {
    let mut runner = TestRunner::default();
    for (seed, format) in (1..).zip(Format::ALL) {
        let options = Options { events: 60, seed, format, container: format.containers()[0], ..Options::default() };
        let mut sink = MemorySink::default();
        generate(&options, &mut sink).unwrap();
        let mut files = sink.files;
        files.sort();
        let folder = Folder::of(&[]);
        let mut session = Session::new([7; 16]);
        let mut names: Vec<String> = Vec::new();
        for (at, (path, bytes)) in files.into_iter().enumerate() {
            let name = format!("{at}-{}", path.replace('/', "-"));
            folder.write(&name, &bytes);
            session.open(name.clone(), std::rc::Rc::new(bytes));
            names.push(name);
        }
        while session.step() {}
        let medallion = session.medallion();
        let (events, last) = events(medallion);
        let filters = expr(&words(&events), 3);
        let (mut telling, mut others) = (0, 0);
        for _ in 0..2000 {
            let expr = filters.new_tree(&mut runner).unwrap().current();
            let filter = expr.to_string();
            let expected = events.iter().filter(|event| means(&expr, event, last)).count();
            let selected = Evaluator::default().select(medallion, &expr).count();
            assert_eq!(selected as usize, expected, "{format}: {filter}");
            let (count, most) =
                if expected > 0 && expected < events.len() { (&mut telling, TELLING) } else { (&mut others, OTHERS) };
            if *count == most {
                continue;
            }
            *count += 1;
            let mut arguments = vec!["query", "--count", "--"];
            arguments.extend(names.iter().map(String::as_str));
            arguments.push(&filter);
            let output = folder.run(&arguments);
            assert_eq!(text(&output.stdout), format!("{expected}\n"), "{format}: {filter}: {}", text(&output.stderr));
            if telling == TELLING {
                break;
            }
        }
        assert_eq!(telling, TELLING, "{format}: filters that select some events and leave some");
    }
}
