-- Written by img-emit-sql of imgpipe 0.1.0: undo of batch box12, collection 1, portal schema 3.4 (table media), for SQLite 3.38 or later
-- All or nothing: a failure leaves the portal as it was.
-- It takes back what the batch put in, and keeps what somebody has worked on since.
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

UPDATE temp.imgpipe SET found = found + (
SELECT COUNT(*) FROM media WHERE recordID IN (
'8b63b0f7-f498-5862-852f-085076ed6cbb',
'14afd8c8-5f79-501b-9041-f9b41a9eab31',
'c2574360-229c-52bd-bc6e-87e47356f94a'));
DELETE FROM media WHERE mediaID IN (
WITH b (occid, occurrenceRecordID, recordCatalogNumber, recordID, originalUrl, url, format, pixelXDimension, caption, sourceIdentifier, mediaMD5, originalBytes, originalMD5, webBytes, webMD5, thumbnailBytes, thumbnailMD5) AS (VALUES
(1, 'c0ffee00-0000-4000-8000-000000000001', NULL, '8b63b0f7-f498-5862-852f-085076ed6cbb', 'https://img.example.org/1.jpg', NULL, 'image/jpeg', 600, NULL, 'filename: 1.jpg', '0123456789abcdef0123456789abcde1', 1001, '0123456789abcdef0123456789abcde1', NULL, NULL, NULL, NULL),
(2, NULL, 'UCR2', '14afd8c8-5f79-501b-9041-f9b41a9eab31', 'https://img.example.org/2.jpg', 'https://img.example.org/2_web.jpg', 'image/png', NULL, CAST(X'697427735cc3a9' AS TEXT), 'filename: 2.jpg', '0123456789abcdef0123456789abcde2', NULL, NULL, NULL, NULL, NULL, NULL),
(3, NULL, NULL, 'c2574360-229c-52bd-bc6e-87e47356f94a', NULL, 'https://img.example.org/3.jpg', 'image/jpeg', NULL, CAST(X'610962' AS TEXT), 'filename: 3.jpg', NULL, NULL, NULL, NULL, NULL, NULL, NULL))
SELECT m.mediaID FROM b
CROSS JOIN media m ON m.recordID = b.recordID
CROSS JOIN omoccurrences o ON o.occid = m.occid
WHERE o.collid + 0 = 1
  AND m.occid = b.occid
  AND CASE WHEN TRUE
  AND m.originalUrl COLLATE BINARY IS b.originalUrl
  AND CASE WHEN b.url IS NULL THEN TRUE ELSE m.url COLLATE BINARY IS b.url END
  AND m.archiveUrl IS NULL
  AND m.sourceUrl IS NULL
  AND m.referenceUrl IS NULL
  AND CASE WHEN b.format IS NULL THEN TRUE ELSE m.format COLLATE BINARY IS b.format END
  AND m.pixelXDimension IS b.pixelXDimension
  AND m.pixelYDimension IS NULL
  AND m.creator IS NULL
  AND m.copyright IS NULL
  AND m.rights IS NULL
  AND m.accessRights IS NULL
  AND m.owner IS NULL
  AND m.caption COLLATE BINARY IS b.caption
  AND m.locality IS NULL
  AND m.anatomy IS NULL
  AND m.notes IS NULL
  AND m.imageType COLLATE BINARY IS 'specimen'
  AND m.sourceIdentifier COLLATE BINARY IS b.sourceIdentifier
  AND m.mediaMD5 COLLATE BINARY IS b.mediaMD5
  AND m.hashFunction IS NULL
  AND m.hashValue IS NULL
  AND m.sortOccurrence IS 5
  AND m.dynamicProperties IS NULL
  AND m.defaultDisplay IS NULL
  AND m.creatorUid IS NULL
  AND m.sortSequence = 50
  AND m.mediaType = 'image'
  AND m.username IS 'ada'
  AND NOT EXISTS (SELECT 1 FROM `imagetag` x WHERE x.`mediaID` = m.mediaID)
  AND NOT EXISTS (SELECT 1 FROM `imagekeywords` x WHERE x.`mediaID` = m.mediaID)
  AND NOT EXISTS (SELECT 1 FROM `specprocessorrawlabels` x WHERE x.`mediaID` = m.mediaID)
  AND NOT EXISTS (SELECT 1 FROM `tmattributes` x WHERE x.`mediaID` = m.mediaID)
  AND NOT EXISTS (SELECT 1 FROM mediametadata d WHERE d.mediaID = m.mediaID
    AND NOT (d.field = 'originalUrl' AND d.bytes IS b.originalBytes AND d.md5sum IS b.originalMD5
      OR d.field = 'url' AND d.bytes IS b.webBytes AND d.md5sum IS b.webMD5
      OR d.field = 'thumbnailUrl' AND d.bytes IS b.thumbnailBytes AND d.md5sum IS b.thumbnailMD5)) THEN 1 END);
UPDATE temp.imgpipe SET deleted = deleted + changes();

UPDATE omcollectionstats AS s SET dynamicProperties = JSON_SET(
    CASE WHEN JSON_VALID(s.dynamicProperties) THEN
      CASE WHEN JSON_TYPE(s.dynamicProperties) = 'object' THEN s.dynamicProperties ELSE '{}' END
    ELSE '{}' END, '$.imgcnt',
    (SELECT COUNT(m.mediaID) || ':' || COUNT(DISTINCT m.occid)
      FROM media m JOIN omoccurrences o ON o.occid = m.occid
      WHERE o.collid = s.collid))
WHERE s.collid IN (1);
UPDATE temp.imgpipe SET facts = facts + changes();
SELECT 'pictures deleted' AS report, deleted AS number FROM temp.imgpipe
UNION ALL SELECT 'pictures kept, worked on since', found - deleted FROM temp.imgpipe;
COMMIT;
