// SPDX-License-Identifier: MIT
// A sheet to TSV in DuckDB: node sheet.mjs SHEET OUT
import { DuckDBInstance } from "@duckdb/node-api";

const [sheet, out] = process.argv.slice(2);
const db = await (await DuckDBInstance.create(":memory:")).connect();
await db.run("SET threads = 2");
await db.run("SET preserve_insertion_order = true");
await db.run(`COPY (SELECT * FROM read_csv('${sheet}', header=true,
  all_varchar=true)) TO '${out}' (DELIMITER '\t', HEADER, QUOTE '')`);
