-- The same from Azure Log Analytics, a column each and nested values as objects.
CREATE TABLE silver AS
SELECT
    filename AS input,
    TimeGenerated AS event_time,
    TimeGenerated::DATE AS event_date,
    ServiceName AS service_name,
    ActionName AS action_name,
    ResourceId AS resource_id,
    "Identity".email AS email,
    "Identity".subjectName AS subject_name,
    SourceIpAddress AS source_ip_address,
    UserAgent AS user_agent,
    SessionId AS session_id,
    RequestId AS request_id,
    LogId AS event_id,
    Response.statusCode AS status_code,
    Response.errorMessage AS error_message,
    Response.result AS result,
    RequestParams AS params
FROM read_json(
    {path},
    format = 'newline_delimited',
    filename = true,
    columns = {
        TimeGenerated: 'TIMESTAMP',
        ResourceId: 'VARCHAR',
        "Identity": 'STRUCT(email VARCHAR, subjectName VARCHAR)',
        SourceIpAddress: 'VARCHAR',
        LogId: 'VARCHAR',
        ServiceName: 'VARCHAR',
        UserAgent: 'VARCHAR',
        SessionId: 'VARCHAR',
        ActionName: 'VARCHAR',
        RequestId: 'VARCHAR',
        Response: 'STRUCT(statusCode INTEGER, errorMessage VARCHAR, result VARCHAR)',
        RequestParams: 'JSON'
    }
){order};
