//! Exports as tools really write them: CSV beyond RFC 4180, answers of query APIs, traces of log rotation.

use touchstone_source::Limits;

use crate::support::{assert_read_again, pieces};

#[test]
fn csv_is_read_in_every_dialect_of_exports() {
    const ROW: &str = r#"{"service_name":"s","action_name":"a"}"#;
    for (input, expected) in [
        // Words for null.
        ("service_name,action_name,event_id\ns,a,NULL\ns,a,\\N\ns,a,None\ns,a,\"nan\"\ns,a,<NA>\n", vec![ROW; 5]),
        ("service_name,action_name,email\ns,a,Na\n", vec![r#"{"service_name":"s","action_name":"a","email":"Na"}"#]),
        // A line that names the delimiter, other delimiters, blanks.
        ("sep=;\nservice_name;action_name\ns;a\n", vec![ROW]),
        ("\u{feff}\"sep=|\"\r\nservice_name|action_name\r\ns|a\r\n", vec![ROW]),
        ("service_name\taction_name\rs\ta\r", vec![ROW]),
        (
            "service_name, action_name, email\ns, a, \"x, y\"\n",
            vec![r#"{"service_name":"s","action_name":"a","email":"x, y"}"#],
        ),
        // A repeated header, and a second header.
        ("service_name,action_name\ns,a\nservice_name,action_name\ns,a\n", vec![ROW, "?repeated_header", ROW]),
        (
            "service_name,action_name\ns,a\n\u{feff}action_name,service_name\na,s\n",
            vec![ROW, "?repeated_header", r#"{"action_name":"a","service_name":"s"}"#],
        ),
        // Quotes escaped by backslashes, and backslashes that escape nothing.
        (
            "service_name,action_name,request_params\ns,a,\"{\\\"k\\\":\\\"v\\\"}\"\n",
            vec![r#"{"service_name":"s","action_name":"a","request_params":"{\"k\":\"v\"}"}"#],
        ),
        (
            "service_name,action_name,path\ns,a,\"C:\\\"\ns,a,\"x\"\"y\"\n",
            vec![
                r#"{"service_name":"s","action_name":"a","path":"C:\\"}"#,
                r#"{"service_name":"s","action_name":"a","path":"x\"y"}"#,
            ],
        ),
        // Rows filled up with empty cells; rows with too few and too many.
        ("service_name,action_name\ns,a,,\ns\ns,a,b\n", vec![ROW, "!invalid_csv", "!invalid_csv"]),
        // Guards that keep a spreadsheet from reading digits as a number.
        (
            "service_name,action_name,a,b\ns,a,\"=\"\"012\"\"\",'012\n",
            vec![r#"{"service_name":"s","action_name":"a","a":"012","b":"012"}"#],
        ),
        // Names prefixed with the table's; a delimiter that only a line above names.
        ("audit.service_name,audit.action_name\ns,a\n", vec![ROW]),
        ("sep=^\nservice_name^action_name\ns^a\n", vec![ROW]),
        // Lines above the header, a line that names another delimiter, a delimiter after the last name, empty rows.
        ("Report\n\nservice_name,action_name\ns,a\n", vec!["?skipped_bytes", ROW]),
        ("sep=;\nservice_name,action_name\ns,a\n", vec!["?guessed", ROW]),
        ("service_name,action_name,\ns,a\ns,a,\n", vec![ROW, ROW]),
        ("service_name,action_name\ns,a\n,\n,,,\n \n", vec![ROW, "?skipped_bytes"]),
        // Two columns with the same name, a byte order mark decoded as Windows 1252, numbers of 15 digits.
        (
            "service_name,action_name,action_name\ns,b,a\n",
            vec!["?guessed", r#"{"service_name":"s","action_name":"b","action_name":"a"}"#],
        ),
        ("\u{ef}\u{bb}\u{bf}service_name,action_name\ns,a\n", vec![ROW]),
        (
            "service_name,action_name,workspace_id\ns,a,6051921418418890\n",
            vec![r#"{"service_name":"s","action_name":"a","workspace_id":"6051921418418890"}"#, "?guessed"],
        ),
        (
            "service_name,workspace_id,event_time\ns,6051921418418890,1759752000000000\ns,6051921418418893,1759752000000000\n",
            vec![
                r#"{"service_name":"s","workspace_id":"6051921418418890","event_time":"1759752000000000"}"#,
                r#"{"service_name":"s","workspace_id":"6051921418418893","event_time":"1759752000000000"}"#,
            ],
        ),
        // Our own export: only empty cells are null, and apostrophes guard formulas.
        (
            "event_time,service_name,action_name,format,input,record,user_agent\r\n,s,null,f,0,1,'=x\r\n,,a,f,0,2,''=x\r\n",
            vec![
                r#"{"service_name":"s","action_name":"null","format":"f","input":"0","record":"1","user_agent":"=x"}"#,
                r#"{"service_name":null,"action_name":"a","format":"f","input":"0","record":"2","user_agent":"'=x"}"#,
            ],
        ),
        // Zeros.
        ("service_name,action_name\n\0\0s,a\n", vec!["?skipped_bytes", ROW]),
    ] {
        let found: Vec<_> = pieces(input.as_bytes(), Limits::default())
            .into_iter()
            .map(|piece| piece.split_once(' ').map(|(_, text)| text.to_owned()).unwrap_or_default())
            .collect();
        assert_eq!(found, expected, "{input:?}");
    }
}

#[test]
fn only_headers_are_taken_for_headers() {
    const HEADER: &str = "event_time,service_name,action_name,user_agent,request_params.name";
    const ROW: &str = "2025,s,a,u,n";
    for (line, then, is_header) in [
        // The same header, as joined files spell it.
        (HEADER, ROW, true),
        (&format!("\u{feff}{HEADER}"), ROW, true),
        (&format!("\u{ef}\u{bb}\u{bf}{HEADER}"), ROW, true),
        ("\"event_time\",\"service_name\",\"action_name\",\"user_agent\",\"request_params.name\"", ROW, true),
        ("\u{feff}\"event_time\",\"service_name\",\"action_name\",\"user_agent\",\"request_params.name\"", ROW, true),
        ("EVENT_TIME,SERVICE_NAME,ACTION_NAME,USER_AGENT,REQUEST_PARAMS.NAME", ROW, true),
        ("eventTime,serviceName,actionName,userAgent,requestParams.name", ROW, true),
        ("event_time, service_name, action_name, user_agent, request_params.name", ROW, true),
        (&format!("{HEADER},,"), ROW, true),
        // In another order, with fewer columns, with others.
        ("action_name,user_agent,request_params.name,event_time,service_name", "a,u,n,2025,s", true),
        ("service_name,action_name", "s,a", true),
        ("event_time,service_name,action_name", "2025,s,a", true),
        ("workspace_id,event_date,event_time,service_name,action_name,response", "7,d,2025,s,a,r", true),
        ("event_time,service_name,action_name,team's own column", "2025,s,a,x", true),
        ("t.event_time,t.service_name,t.action_name", "2025,s,a", true),
        ("TimeGenerated [UTC],ServiceName,ActionName,Identity,RequestParams", "2025,s,a,i,r", true),
        // Rows in which people wrote names.
        ("2025,clusters,create,event_time,service_name", ROW, false),
        ("2025,clusters,create,service_name,action_name", ROW, false),
        (",clusters,create,service_name,action_name", ROW, false),
        (",,,service_name,action_name", ROW, false),
        ("event_time,,,service_name,action_name", ROW, false),
        ("never,clusters,create,service_name,action_name", ROW, false),
        ("2025,clusters,create,\"event_time,service_name,action_name\",service_name", ROW, false),
        ("2025,clusters,create,Event Time,SERVICE_NAME", ROW, false),
        ("2025,clusters,create,requestParams,userIdentity", ROW, false),
        ("event_time,clusters,create,service_name,action_name", ROW, false),
        ("service_name,service_name,action_name,action_name,action_name", ROW, false),
    ] {
        let text = format!("{HEADER}\n{ROW}\n{line}\n{then}\n");
        let found = pieces(text.as_bytes(), Limits::default());
        let headers = found.iter().filter(|piece| piece.ends_with("?repeated_header")).count();
        let records = found.iter().filter(|piece| piece.contains(" {")).count();
        assert_eq!((headers, records, found.len()), if is_header { (1, 2, 3) } else { (0, 3, 3) }, "{line}: {found:?}");
        let last = found.last().unwrap();
        for part in ["\":\"2025\"", "\":\"s\"", "\":\"a\""] {
            assert_eq!(last.contains(part), !line.starts_with("service_name,action_name") || part != "\":\"2025\"");
        }
    }
    // Without a time.
    for (line, is_header) in
        [("clusters,create,service_name,action_name", false), ("c,service_name,action_name,d", false)]
    {
        let text = format!("service_name,action_name,user_agent,name\ns,a,u,n\n{line}\n");
        let found = pieces(text.as_bytes(), Limits::default());
        assert_eq!(found.iter().any(|piece| piece.contains('?')), is_header, "{line}: {found:?}");
    }
}

#[test]
fn lines_drawn_below_and_around_headers_are_no_rows() {
    const ROW: &str = r#"{"service_name":"s","action_name":"a"}"#;
    for (text, expected) in [
        ("|service_name|action_name|\n|---|:--:|\n|s|a|\n", vec![ROW]),
        ("| service_name | action_name |\n| :--- | ---: |\n| s | a |\n", vec![ROW]),
        ("service_name|action_name\n-|-\ns|a\n", vec![ROW]),
        (
            "|service_name|action_name|\n|---|---|\n|s|a|\n|service_name|action_name|\n|---|---|\n|s|a|\n",
            vec![ROW, "?repeated_header", ROW],
        ),
        (
            "+------+------+\n|service_name|action_name|\n+------+------+\n|s|a|\n+------+------+\n",
            vec!["?skipped_bytes", ROW],
        ),
        (" service_name | action_name \n------+-----\n s | a \n", vec![ROW]),
        // Not drawn, or by no such tool.
        ("|service_name|action_name|\n|-|x|\n", vec![r#"{"service_name":"-","action_name":"x"}"#]),
        ("|service_name|action_name|\n|s|a|\n|-|-|\n", vec![ROW, r#"{"service_name":"-","action_name":"-"}"#]),
        ("service_name,action_name\n---,---\n", vec![r#"{"service_name":"---","action_name":"---"}"#]),
    ] {
        let found: Vec<_> = pieces(text.as_bytes(), Limits::default())
            .into_iter()
            .map(|piece| piece.split_once(' ').map(|(_, text)| text.replace(": ", ":")).unwrap_or_default())
            .map(|text| text.replace("\" ", "\"").replace(" \"", "\"").replace("\"\":\"\",", ""))
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn backslashes_escape_quotes_from_where_they_first_do() {
    const HEADER: &str = "service_name,action_name,request_params\n";
    let spark = |name: &str| format!("s,a,\"{{\\\"k\\\":\\\"{name}\\\"}}\"\n");
    let params =
        |name: &str| format!(r#"{{"service_name":"s","action_name":"a","request_params":"{{\"k\":\"{name}\"}}"}}"#);
    for plain_bytes in [0, 10, 65_400, 65_480, 65_500, 65_530, 65_536, 70_000, 131_000, 131_072, 300_000] {
        for (rows, expected) in [
            (spark("v,w") + &spark("x"), vec![params("v,w"), params("x")]),
            // A path that ends with a backslash tells nothing.
            (
                "s,a,\"C:\\\"\n".to_owned() + &spark("v"),
                vec![r#"{"service_name":"s","action_name":"a","request_params":"C:\\"}"#.to_owned(), params("v")],
            ),
        ] {
            let mut text = HEADER.to_owned();
            while text.len() < plain_bytes {
                text += "s,a,\"plain, quoted\"\n";
            }
            let is_late = text.len() > 1 << 16;
            let found = pieces((text + &rows).as_bytes(), Limits::default());
            let last: Vec<_> = found[found.len() - 2..].iter().map(|piece| piece.split_once(' ').unwrap().1).collect();
            if is_late || !rows.contains("C:") {
                assert_eq!(last, expected, "{plain_bytes}");
            }
        }
    }
}

#[test]
fn rows_of_results_become_records_at_their_positions() {
    for (input, expected) in [
        (
            r#"{"tables":[{"name":"PrimaryResult","columns":[{"name":"A","type":"string"},{"name":"B","type":"int"}],"rows":[["x",1],[null,2]]}]}"#,
            vec![r#"{"A":"x","B":1}"#, r#"{"B":2}"#],
        ),
        (
            r#"{"Tables":[{"Columns":[{"ColumnName":"A"},{"ColumnName":"B"}],"Rows":[["x","y"]]},{"Columns":[{"ColumnName":"C"},{"ColumnName":"D"}],"Rows":[[1,2]]}]}"#,
            vec![r#"{"A":"x","B":"y"}"#, r#"{"C":1,"D":2}"#],
        ),
        (
            r#"{"statement_id":"s","manifest":{"schema":{"column_count":2,"columns":[{"name":"a"},{"name":"b"}]}},"result":{"data_array":[["1","{}"],["2",null]]}}"#,
            vec![r#"{"a":"1","b":"{}"}"#, r#"{"a":"2"}"#],
        ),
        (r#"{"rows":[["1","2"]],"columns":["a","b"]}"#, vec![r#"{"a":"1","b":"2"}"#]),
        (r#"{"columns":["a","b"],"index":[0],"data":[[1,2]]}"#, vec![r#"{"a":1,"b":2}"#]),
        (
            r#"{"schema":{"fields":[{"name":"a"},{"name":"b"}]},"rows":[{"f":[{"v":"1"},{"v":"2"}]}]}"#,
            vec![r#"{"a":"1","b":"2"}"#],
        ),
        // Snowflake, ClickHouse, Athena.
        (r#"{"resultSetMetaData":{"rowType":[{"name":"A"},{"name":"B"}]},"data":[["1",null]]}"#, vec![r#"{"A":"1"}"#]),
        (
            r#"{"meta":[{"name":"a","type":"S"},{"name":"b","type":"S"}],"data":[["1","2"]],"rows":1}"#,
            vec![r#"{"a":"1","b":"2"}"#],
        ),
        (
            r#"{"ResultSet":{"Rows":[{"Data":[{"VarCharValue":"a"},{"VarCharValue":"b"}]},{"Data":[{"VarCharValue":"1"},{}]}],"ResultSetMetadata":{"ColumnInfo":[{"Name":"a"},{"Name":"b"}]}}}"#,
            vec!["?repeated_header", r#"{"a":"1"}"#],
        ),
        // A batch, typed cells, a null row, columns with the same name, incomplete results.
        (
            r#"{"responses":[{"id":"1","body":{"tables":[{"columns":[{"name":"a"},{"name":"b"}],"rows":[[1,2]]}]}}]}"#,
            vec![r#"{"a":1,"b":2}"#],
        ),
        (
            r#"{"schema":{"columns":[{"name":"a"},{"name":"b"}]},"data_typed_array":[{"values":[{"str":"1"},{}]}]}"#,
            vec![r#"{"a":"1"}"#],
        ),
        (r#"{"columns":["a","a"],"rows":[[1,2]]}"#, vec!["?guessed", r#"{"a":1,"a":2}"#]),
        (
            r#"{"manifest":{"columns":["a","b"],"total_row_count":2},"rows":[[1,2]]}"#,
            vec!["?incomplete", r#"{"a":1,"b":2}"#],
        ),
        (r#"{"columns":["a","b"],"rows":[[1,2,3]]}"#, vec!["!unexpected_type"]),
        (r#"{"columns":["a","b"],"rows":[]}"#, vec![r#"{"columns":["a","b"],"rows":[]}"#]),
        (r#"{"schema":"s","data":[1,2]}"#, vec![r#"{"schema":"s","data":[1,2]}"#]),
        (r#"{"columns":"x","rows":[["y"]]}"#, vec![r#"{"columns":"x","rows":[["y"]]}"#]),
    ] {
        let found: Vec<_> = pieces(input.as_bytes(), Limits::default())
            .into_iter()
            .map(|piece| {
                let (offset, text) = piece.split_once(' ').unwrap_or_default();
                // A row is at the position of its array.
                let at: usize = offset.parse().unwrap();
                assert!(input[at..].starts_with(['{', '[']), "{piece}");
                text.to_owned()
            })
            .collect();
        assert_eq!(found, expected, "{input}");
    }
}

#[test]
fn binary_columns_are_reported() {
    let found = pieces(b"service_name,action_name\ns,\xe9\n", Limits::default());
    assert_eq!(found, ["25 ?broken_text", "25 {\"service_name\":\"s\",\"action_name\":\"\u{fffd}\"}"]);
}

#[test]
fn tables_written_by_column_give_their_rows() {
    let row = |service: &str| format!(r#"{{"service_name":"{service}","action_name":{{}}}}"#);
    for (input, expected) in [
        // A frame, as pandas writes it.
        (
            r#"{"service_name":{"0":"a","7":"b"},"action_name":{"0":{},"7":{}},"x":{"0":null,"7":null}}"#,
            vec![format!("21 {}", row("a")), format!("29 {}", row("b"))],
        ),
        (
            r#"{"service_name":["a","b"],"action_name":[{},{}]}"#,
            vec![format!("17 {}", row("a")), format!("21 {}", row("b"))],
        ),
        // Columns that lack the cells of some rows.
        (
            r#"{"service_name":{"0":"a"},"action_name":{"0":{},"1":{}}}"#,
            vec![format!("45 {}", row("a")), "52 !unexpected_type".to_owned()],
        ),
        (r#"{"service_name":[],"action_name":[]}"#, vec![]),
        // Records.
        (
            r#"{"service_name":{"0":"a"},"action_name":"b"}"#,
            vec![r#"0 {"service_name":{"0":"a"},"action_name":"b"}"#.to_owned()],
        ),
        (r#"{"a":{"0":"a"},"b":{"0":"b"}}"#, vec![r#"0 {"a":{"0":"a"},"b":{"0":"b"}}"#.to_owned()]),
    ] {
        assert_eq!(pieces(input.as_bytes(), Limits::default()), expected, "{input}");
    }
}

#[test]
fn zeros_between_records_are_skipped_and_reported() {
    for (input, expected) in [
        ("\0\0\0{\"a\":1}\n{\"a\":2}\n", vec!["0 ?skipped_bytes", "3 {\"a\":1}", "11 {\"a\":2}"]),
        ("{\"a\":1}\n\0\0{\"a\":2}\n\0", vec!["0 {\"a\":1}", "8 ?skipped_bytes", "10 {\"a\":2}", "18 ?skipped_bytes"]),
        ("\0\0\0\0", vec!["unknown: !not_a_log"]),
    ] {
        assert_eq!(pieces(input.as_bytes(), Limits::default()), expected, "{input:?}");
        assert_read_again(input.as_bytes(), Limits::default());
    }
}

#[test]
fn null_rows_are_problems() {
    let found = pieces(br#"{"columns":["a","b"],"rows":[null,[1,2]]}"#, Limits::default());
    assert_eq!(found, ["29 !not_an_object", r#"34 {"a":1,"b":2}"#]);
}

#[test]
fn rows_below_a_row_of_names_are_refused_by_name() {
    for input in
        ["[\"service_name\",\"action_name\"]\n[\"s\",\"a\"]\n", "[[\"service_name\", \"action_name\"],\n[\"s\",\"a\"]]"]
    {
        assert_eq!(pieces(input.as_bytes(), Limits::default()), ["json: !unsupported_container"], "{input}");
    }
}

#[test]
fn envelopes_report_that_more_follows() {
    for (input, expected) in [
        (r#"{"records":[{"a":1}],"nextLink":"x"}"#, vec![r#"12 {"a":1}"#, "20 ?incomplete"]),
        (r#"{"has_more":true,"records":[{"a":1}]}"#, vec!["0 ?incomplete", r#"28 {"a":1}"#]),
        (r#"{"records":[{"a":1}],"nextLink":null}"#, vec![r#"12 {"a":1}"#]),
    ] {
        assert_eq!(pieces(input.as_bytes(), Limits::default()), expected, "{input}");
    }
}

#[test]
fn halves_of_surrogate_pairs_are_reported() {
    let text: Vec<u8> =
        "{\"a\":\"".encode_utf16().chain([0xd800]).chain("\"}".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let found = pieces(&text, Limits::default());
    assert_eq!(found, ["0 {\"a\":\"\u{fffd}\"}", "0 ?broken_text"]);
}
