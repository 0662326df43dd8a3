-- A service's keys as columns, each taken by itself; also what makes the table of a service that has no keys.
CREATE TABLE {table} AS
SELECT {common}{more}
FROM silver
WHERE service_name IS NOT DISTINCT FROM {service};
