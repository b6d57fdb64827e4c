-- Written by img-emit-sql of imgpipe 0.1.0: batch box12, collection 1, portal schema 3.4 (table media), for SQLite 3.38 or later
-- All or nothing: a failure leaves the portal as it was.
-- To run it twice changes nothing more. The inverse: the same command and input with --undo.
-- Run it as: sqlite3 PORTAL.db < THIS
-- It ends with a report of what was done.

.bail on
.timeout 60000
PRAGMA foreign_keys = ON;
PRAGMA temp_store = MEMORY;
DROP TABLE IF EXISTS temp.imgpipe;
CREATE TEMP TABLE imgpipe (
  right_collection INTEGER CONSTRAINT not_the_collection_that_was_exported CHECK (right_collection),
  inserted INTEGER DEFAULT 0, updated INTEGER DEFAULT 0, created INTEGER DEFAULT 0, records INTEGER DEFAULT 0, gone INTEGER DEFAULT 0, stale INTEGER DEFAULT 0, facts INTEGER DEFAULT 0, found INTEGER DEFAULT 0, deleted INTEGER DEFAULT 0, records_found INTEGER DEFAULT 0, records_deleted INTEGER DEFAULT 0, moved INTEGER DEFAULT 0, lost INTEGER DEFAULT 0, own INTEGER DEFAULT 0, bare INTEGER DEFAULT 0);
BEGIN IMMEDIATE;
INSERT INTO temp.imgpipe (right_collection)
SELECT COUNT(*) FROM omcollections WHERE collID = 1;

UPDATE temp.imgpipe SET gone = gone + c.g, moved = moved + c.m, lost = lost + c.l, own = own + c.w FROM (
WITH b (occid, occurrenceRecordID, recordCatalogNumber, recordID) AS (VALUES
(1, 'c0ffee00-0000-4000-8000-000000000001', NULL, '8b63b0f7-f498-5862-852f-085076ed6cbb'),
(2, NULL, 'UCR2', '14afd8c8-5f79-501b-9041-f9b41a9eab31'),
(3, NULL, NULL, 'c2574360-229c-52bd-bc6e-87e47356f94a'))
SELECT COUNT(CASE WHEN o.occid IS NULL THEN 1 END) AS g,
  COUNT(CASE WHEN o.occid IS NULL THEN NULL WHEN EXISTS (SELECT 1 FROM media r WHERE r.recordID = b.recordID
    AND NOT r.occid IS o.occid) THEN 1 END) AS m,
  0 AS l,
  COUNT(CASE WHEN EXISTS (SELECT 1 FROM media w WHERE w.recordID = b.recordID) THEN 1 END) AS w
FROM b
LEFT JOIN omoccurrences o ON o.occid = b.occid AND o.collid + 0 = 1
  AND (b.occurrenceRecordID IS NULL OR o.recordID COLLATE BINARY = b.occurrenceRecordID)
  AND (b.recordCatalogNumber IS NULL OR o.catalogNumber COLLATE BINARY = b.recordCatalogNumber)) AS c;
INSERT INTO media (occid, tid, recordID, mediaType, username, originalUrl, url, format, pixelXDimension, caption, imageType, sourceIdentifier, mediaMD5, sortOccurrence)
WITH b (occid, occurrenceRecordID, recordCatalogNumber, recordID, originalUrl, url, format, pixelXDimension, caption, sourceIdentifier, mediaMD5) AS (VALUES
(1, 'c0ffee00-0000-4000-8000-000000000001', NULL, '8b63b0f7-f498-5862-852f-085076ed6cbb', 'https://img.example.org/1.jpg', NULL, 'image/jpeg', 600, NULL, 'filename: 1.jpg', '0123456789abcdef0123456789abcde1'),
(2, NULL, 'UCR2', '14afd8c8-5f79-501b-9041-f9b41a9eab31', 'https://img.example.org/2.jpg', 'https://img.example.org/2_web.jpg', 'image/png', NULL, CAST(X'697427735cc3a9' AS TEXT), 'filename: 2.jpg', '0123456789abcdef0123456789abcde2'),
(3, NULL, NULL, 'c2574360-229c-52bd-bc6e-87e47356f94a', NULL, 'https://img.example.org/3.jpg', 'image/jpeg', NULL, CAST(X'610962' AS TEXT), 'filename: 3.jpg', NULL))
SELECT o.occid, o.tidInterpreted, b.recordID, 'image', 'ada', b.originalUrl, b.url, b.format, b.pixelXDimension, b.caption, 'specimen', b.sourceIdentifier, b.mediaMD5, 5
FROM b CROSS JOIN omoccurrences o ON o.occid = b.occid
WHERE o.collid + 0 = 1
  AND (b.occurrenceRecordID IS NULL OR o.recordID COLLATE BINARY = b.occurrenceRecordID)
  AND (b.recordCatalogNumber IS NULL OR o.catalogNumber COLLATE BINARY = b.recordCatalogNumber)
  AND NOT EXISTS (SELECT 1 FROM media m WHERE m.occid = o.occid
    AND (m.recordID = b.recordID OR m.originalUrl COLLATE BINARY IN (b.originalUrl, b.url)
      OR m.url COLLATE BINARY IN (b.originalUrl, b.url)
      OR LOWER(m.mediaMD5) = b.mediaMD5))
  AND NOT (EXISTS (SELECT 1 FROM media r WHERE r.recordID = b.recordID
    AND NOT r.occid IS o.occid));
UPDATE temp.imgpipe SET inserted = inserted + changes();
INSERT INTO mediametadata (mediaID, field, bytes, md5sum)
WITH b (occid, recordID, field, bytes, md5sum) AS (VALUES
(1, '8b63b0f7-f498-5862-852f-085076ed6cbb', 'originalUrl', 1001, '0123456789abcdef0123456789abcde1'))
SELECT m.mediaID, b.field, b.bytes, b.md5sum
FROM b CROSS JOIN media m ON m.recordID = b.recordID AND m.occid = b.occid
WHERE NOT EXISTS (SELECT 1 FROM mediametadata d
    WHERE d.mediaID = m.mediaID AND d.field = b.field);
UPDATE temp.imgpipe SET facts = facts + changes();

UPDATE omcollectionstats AS s SET dynamicProperties = JSON_SET(
    CASE WHEN JSON_VALID(s.dynamicProperties) THEN
      CASE WHEN JSON_TYPE(s.dynamicProperties) = 'object' THEN s.dynamicProperties ELSE '{}' END
    ELSE '{}' END, '$.imgcnt',
    (SELECT COUNT(m.mediaID) || ':' || COUNT(DISTINCT m.occid)
      FROM media m JOIN omoccurrences o ON o.occid = m.occid
      WHERE o.collid = s.collid))
WHERE s.collid IN (1);
UPDATE temp.imgpipe SET facts = facts + changes();
UPDATE temp.imgpipe SET bare = bare + (
SELECT COUNT(*) FROM media m JOIN omoccurrences o ON o.occid = m.occid
WHERE (m.thumbnailUrl IS NULL OR m.thumbnailUrl = '' OR m.thumbnailUrl LIKE 'processing%') AND m.mediaType = 'image'
  AND o.collid IN (1));
SELECT 'pictures inserted' AS report, inserted AS number FROM temp.imgpipe
UNION ALL SELECT 'pictures already there', 3 - inserted - updated - stale - moved - lost - (gone) FROM temp.imgpipe
UNION ALL SELECT 'records changed or gone', gone FROM temp.imgpipe
UNION ALL SELECT 'inserted into a batch that was there before: new in it, or deleted by somebody since', CASE WHEN own + moved > 0 THEN inserted ELSE 0 END FROM temp.imgpipe
UNION ALL SELECT 'given to another record by somebody, not entered again', moved FROM temp.imgpipe
UNION ALL SELECT 'without a thumbnail: not in lists until the thumbnail maintenance of the portal has run', bare FROM temp.imgpipe;
COMMIT;
