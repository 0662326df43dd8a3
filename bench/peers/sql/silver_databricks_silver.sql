-- The same from the silver table of the Databricks blog, whose parameters are JSON in a text.
CREATE TABLE silver AS
SELECT
    filename AS input,
    make_timestamp_ms("timestamp") AS event_time,
    make_timestamp_ms("timestamp")::DATE AS event_date,
    serviceName AS service_name,
    actionName AS action_name,
    auditLevel AS audit_level,
    accountId AS account_id,
    coalesce(workspaceId, orgId) AS workspace_id,
    email,
    sourceIPAddress AS source_ip_address,
    userAgent AS user_agent,
    sessionId AS session_id,
    requestId AS request_id,
    response.statusCode AS status_code,
    response.errorMessage AS error_message,
    response.result AS result,
    flattened::JSON AS params
FROM read_json(
    {path},
    format = 'newline_delimited',
    filename = true,
    columns = {
        auditLevel: 'VARCHAR',
        "timestamp": 'BIGINT',
        orgId: 'VARCHAR',
        accountId: 'VARCHAR',
        workspaceId: 'VARCHAR',
        email: 'VARCHAR',
        sourceIPAddress: 'VARCHAR',
        userAgent: 'VARCHAR',
        sessionId: 'VARCHAR',
        serviceName: 'VARCHAR',
        actionName: 'VARCHAR',
        requestId: 'VARCHAR',
        flattened: 'VARCHAR',
        response: 'STRUCT(statusCode INTEGER, errorMessage VARCHAR, result VARCHAR)'
    }
){order};
