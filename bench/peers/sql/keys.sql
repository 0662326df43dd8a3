-- The keys of each service. The lists of keys that occur are few, so telling them apart costs less than unnesting them all.
-- Where the text has no null, every key of the list has a value.
SELECT DISTINCT service_name, json_keys(params), contains(params, 'null') FROM silver;
