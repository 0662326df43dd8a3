-- The same from system.access.audit as JSON, an object a line.
CREATE TABLE silver AS
SELECT
    filename AS input,
    event_time,
    event_date,
    service_name,
    action_name,
    audit_level,
    account_id,
    workspace_id,
    user_identity.email AS email,
    user_identity.subject_name AS subject_name,
    source_ip_address,
    user_agent,
    session_id,
    request_id,
    event_id,
    response.status_code AS status_code,
    response.error_message AS error_message,
    response.result AS result,
    request_params AS params
FROM read_json(
    {path},
    format = 'newline_delimited',
    filename = true,
    columns = {
        account_id: 'VARCHAR',
        workspace_id: 'VARCHAR',
        event_time: 'TIMESTAMP',
        event_date: 'DATE',
        source_ip_address: 'VARCHAR',
        user_agent: 'VARCHAR',
        session_id: 'VARCHAR',
        user_identity: 'STRUCT(email VARCHAR, subject_name VARCHAR)',
        service_name: 'VARCHAR',
        action_name: 'VARCHAR',
        request_id: 'VARCHAR',
        request_params: 'JSON',
        response: 'STRUCT(status_code INTEGER, error_message VARCHAR, result VARCHAR)',
        audit_level: 'VARCHAR',
        event_id: 'VARCHAR'
    }
){order};
