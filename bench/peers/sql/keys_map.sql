-- The keys of each service, and whether any of them is null.
SELECT DISTINCT service_name, map_keys(params), list_count(map_values(params)) < cardinality(params) FROM silver;
