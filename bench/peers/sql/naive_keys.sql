-- What a user would write: the keys of one service, for each service again.
SELECT DISTINCT unnest(json_keys(params)) FROM silver WHERE service_name = {service};
