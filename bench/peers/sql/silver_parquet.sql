-- The same from an export of system.access.audit, whose request_params is a map of strings. As JSON its keys are taken in one
-- pass, where a map is searched once for each key: gold takes less than half the time.
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
    request_params::JSON AS params
FROM read_parquet({path}, filename = true){order};
