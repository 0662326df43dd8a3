-- Bronze and silver in one pass over the file. The columns are named, so that nothing is inferred and every id stays text;
-- requestParams stays the JSON text that it is, since its keys differ by service.
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
    coalesce(userIdentity.email, email) AS email,
    userIdentity.subjectName AS subject_name,
    sourceIPAddress AS source_ip_address,
    userAgent AS user_agent,
    sessionId AS session_id,
    requestId AS request_id,
    response.statusCode AS status_code,
    response.errorMessage AS error_message,
    response.result AS result,
    requestParams AS params
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
        userIdentity: 'STRUCT(email VARCHAR, subjectName VARCHAR)',
        serviceName: 'VARCHAR',
        actionName: 'VARCHAR',
        requestId: 'VARCHAR',
        requestParams: 'JSON',
        response: 'STRUCT(statusCode INTEGER, errorMessage VARCHAR, result VARCHAR)'
    }
){order};
