//! Logs to ask.

#[path = "../../../medallion/tests/it/support/session.rs"]
mod session;

use touchstone_generate::{Format, MemorySink, Options, generate};
use touchstone_medallion::Session;

pub(crate) use session::load;

/// A session over a generated log of every format, and over records that have what generated ones lack.
pub(crate) fn every_format(events: u64) -> Session {
    let mut inputs: Vec<(String, Vec<u8>)> = Vec::new();
    for (seed, format) in (7..).zip(Format::ALL) {
        let container = format.containers()[0];
        let options = Options { events, seed, format, container, ..Options::default() };
        let mut sink = MemorySink::default();
        generate(&options, &mut sink).unwrap();
        inputs.extend(sink.files.into_iter().map(|(path, bytes)| (format!("{format}/{path}"), bytes)));
    }
    inputs.push(("odd.json".to_owned(), ODD.as_bytes().to_vec()));
    let inputs: Vec<_> = inputs.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    load(&inputs)
}

/// Absent values, empty ones, and texts that a filter has to write with care.
const ODD: &str = r#"
{"version":"2.0","timestamp":1577571960848,"serviceName":"odd","actionName":"a\"b \\ *?","sourceIPAddress":"","requestParams":{"k":"","a.b c":"1","n":"1.50"}}
{"version":"2.0","timestamp":1577571960849,"serviceName":"Odd","actionName":"A\"B \\ *?","sourceIPAddress":"2001:DB8:0::7","requestParams":{"k":"x\ny","n":"10"},"response":{"statusCode":1,"errorMessage":"\u202egnp.exe"}}
{"version":"2.0","timestamp":"never","serviceName":"odd","actionName":"undated","sourceIPAddress":"[2001:db8::7]:443","userIdentity":{"email":"Straße@Example.com"},"requestParams":{"n":"1e1","k":null}}
{"version":"2.0","timestamp":-1,"serviceName":"","actionName":"","sourceIPAddress":"::ffff:10.1.2.3","userIdentity":{"email":"STRAẞE@example.COM"},"requestParams":{"n":"-3"}}
{"version":"2.0","timestamp":1577571960850,"serviceName":"odd","actionName":"","sourceIPAddress":"10.1.2.3:99999","response":{"statusCode":-7,"result":"{\"A\":1}"}}
{"version":"2.0","timestamp":1577571960851,"serviceName":"odd","actionName":"zone","sourceIPAddress":"fe80::1%eth0"}
{"version":"2.0","timestamp":1577571960852,"serviceName":"odd","actionName":"zone","sourceIPAddress":"[fe80::2%1]:70000"}
"#;
