-- The same from Azure diagnostic logs, where identity, response and parameters are JSON in texts.
CREATE TABLE silver AS
SELECT
    filename AS input,
    "time" AS event_time,
    "time"::DATE AS event_date,
    properties.serviceName AS service_name,
    properties.actionName AS action_name,
    resourceId AS resource_id,
    "identity" ->> '$.email' AS email,
    "identity" ->> '$.subjectName' AS subject_name,
    properties.sourceIPAddress AS source_ip_address,
    properties.userAgent AS user_agent,
    properties.sessionId AS session_id,
    properties.requestId AS request_id,
    properties.logId AS event_id,
    (properties.response ->> '$.statusCode')::INTEGER AS status_code,
    properties.response ->> '$.errorMessage' AS error_message,
    properties.response ->> '$.result' AS result,
    properties.requestParams::JSON AS params
FROM read_json(
    {path},
    format = 'newline_delimited',
    filename = true,
    columns = {
        resourceId: 'VARCHAR',
        "time": 'TIMESTAMP',
        "identity": 'VARCHAR',
        properties: 'STRUCT(
            sourceIPAddress VARCHAR, logId VARCHAR, serviceName VARCHAR, userAgent VARCHAR, response VARCHAR,
            sessionId VARCHAR, actionName VARCHAR, requestId VARCHAR, requestParams VARCHAR
        )'
    }
){order};
