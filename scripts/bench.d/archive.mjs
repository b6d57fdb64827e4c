// SPDX-License-Identifier: MIT
// A Darwin Core Archive's two tables joined in DuckDB: node archive.mjs DIR OUT
import { DuckDBInstance } from "@duckdb/node-api";

const [dir, out] = process.argv.slice(2);
const db = await (await DuckDBInstance.create(":memory:")).connect();
const table = (name) => `read_csv('${dir}/${name}.csv', header=true,
  all_varchar=true)`;
await db.run("SET threads = 2");
await db.run("SET preserve_insertion_order = true");
await db.run(`COPY (SELECT m.*, o.catalogNumber, o.otherCatalogNumbers,
  o.occurrenceID FROM ${table("multimedia")} m
  LEFT JOIN ${table("occurrences")} o ON m.coreid = o.id)
  TO '${out}' (DELIMITER '\t', HEADER, QUOTE '')`);
