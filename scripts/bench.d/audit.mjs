// SPDX-License-Identifier: MIT
// The same joins in DuckDB: node audit.mjs MEDIA CHECKED DISK OUT
import { DuckDBInstance } from "@duckdb/node-api";

const [media, checked, disk, out] = process.argv.slice(2);
const table = (file) =>
  `read_csv('${file}', delim='\t', header=true, all_varchar=true, quote='', escape='')`;
const db = await (await DuckDBInstance.create(":memory:")).connect();
await db.run("SET threads = 2");
await db.run(`CREATE TABLE d AS SELECT * FROM ${table(media)}`);
await db.run(`CREATE TABLE w AS SELECT * FROM ${table(checked)}`);
await db.run(`CREATE TABLE f AS SELECT * FROM ${table(disk)}`);
await db.run(`COPY (
  WITH urls AS (SELECT originalUrl FROM d GROUP BY 1
                HAVING count(DISTINCT occid) > 1),
  pictures AS (SELECT mediaMD5 FROM d WHERE mediaMD5 IS NOT NULL GROUP BY 1
               HAVING count(DISTINCT occid) > 1),
  judged AS (SELECT d.*, concat_ws(' ',
      CASE WHEN w.verdict = 'bad' THEN 'audit-dead' END,
      CASE WHEN w.mediaMD5 <> d.mediaMD5 OR f.mediaMD5 <> d.mediaMD5
           THEN 'audit-drift' END,
      CASE WHEN f.originalUrl IS NULL THEN 'audit-no-file' END,
      CASE WHEN pictures.mediaMD5 IS NOT NULL THEN 'audit-same-picture' END,
      CASE WHEN urls.originalUrl IS NOT NULL THEN 'audit-same-url' END,
      CASE WHEN w.originalUrl IS NULL THEN 'audit-unchecked' END) AS problems
    FROM d LEFT JOIN w USING (originalUrl) LEFT JOIN f USING (originalUrl)
    LEFT JOIN urls USING (originalUrl) LEFT JOIN pictures
      ON pictures.mediaMD5 = d.mediaMD5)
  SELECT mediaID, originalUrl, NULL AS path, problems FROM judged
  WHERE problems <> ''
  UNION ALL
  SELECT NULL, NULL, f.path, 'audit-orphan' FROM f ANTI JOIN d USING (originalUrl)
) TO '${out}' (DELIMITER '\t', HEADER, QUOTE '')`);
