-- A service's keys as columns, each taken by itself: of a map, or of JSON as a user would write it.
CREATE TABLE {table} AS
SELECT {common}{more}
FROM silver
WHERE service_name IS NOT DISTINCT FROM {service};
