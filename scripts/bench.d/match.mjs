// SPDX-License-Identifier: MIT
// The same extract and left join in DuckDB: node match.mjs NAMES RECORDS OUT
import { DuckDBInstance } from "@duckdb/node-api";

const [names, records, out] = process.argv.slice(2);
const table = (file) =>
  `read_csv('${file}', delim='\t', header=true, all_varchar=true, quote='', escape='')`;
const db = await (await DuckDBInstance.create(":memory:")).connect();
await db.run("SET threads = 2");
await db.run("SET preserve_insertion_order = true");
await db.run(`COPY (
  SELECT n.*, r.occid, r.catalogNumber AS recordCatalogNumber, r.recordID,
    CASE WHEN r.occid IS NULL THEN 'none' ELSE 'matched' END AS match
  FROM (SELECT *, regexp_extract(name, '^(UCR[0-9]+)', 1) AS matchKey
        FROM ${table(names)}) n
  LEFT JOIN ${table(records)} r ON r.catalogNumber = n.matchKey
) TO '${out}' (DELIMITER '\t', HEADER, QUOTE '')`);
