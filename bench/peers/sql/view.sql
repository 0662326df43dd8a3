-- Gold in full, where its table holds the keys only: silver has the rest of the row already.
CREATE VIEW {view} AS
SELECT silver.* EXCLUDE (params), keys.* EXCLUDE (silver_row)
FROM {table} AS keys
JOIN silver ON silver.rowid = keys.silver_row;
