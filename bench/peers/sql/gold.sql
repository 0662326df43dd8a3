-- A service's keys as columns, in one pass over the parameters of its rows. A struct has no two names that differ only by
-- case, so those that do are taken one by one.
CREATE TABLE {table} AS
SELECT * EXCLUDE (params, keys){more}
FROM (
    SELECT {common}, params, from_json(params, {structure}) AS keys
    FROM silver
    WHERE service_name IS NOT DISTINCT FROM {service}
);
