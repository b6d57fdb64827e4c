-- Written by img-emit-sql of imgpipe 0.1.0: undo of batch box12, collection 1, portal schema 3.4 (table media), for MariaDB 10.3 or later
-- All or nothing: a failure leaves the portal as it was.
-- It takes back what the batch put in, and keeps what somebody has worked on since.
-- Run it as: mariadb DATABASE < THIS (never with --force)
-- It ends with a report of what was done.

SET NAMES ascii; -- this text is; other characters are in hexadecimal
SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION';
SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;
SET autocommit = 0;
SET SESSION optimizer_switch = 'exists_to_in=off'; -- look up, do not list whole tables
-- @ok holds while nothing has gone wrong; without it nothing is changed or kept.
SET @ok = GET_LOCK(LEFT(CONCAT('imgpipe ', DATABASE()), 64), 60);
EXECUTE IMMEDIATE IF(@ok, 'DO 0', 'SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = ''imgpipe: another load is running''');
SET @inserted = 0, @updated = 0, @created = 0, @records = 0, @gone = 0, @stale = 0, @facts = 0, @found = 0, @deleted = 0, @records_found = 0, @records_deleted = 0, @moved = 0, @lost = 0, @own = 0, @bare = 0;
SET @ok = @ok AND (SELECT COUNT(*) FROM omcollections WHERE collID = 1);
EXECUTE IMMEDIATE IF(@ok, 'DO 0', 'SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = ''imgpipe: not the collection that was exported''');

SET @found = @found + (
SELECT COUNT(*) FROM media WHERE recordID IN (
'8b63b0f7-f498-5862-852f-085076ed6cbb',
'14afd8c8-5f79-501b-9041-f9b41a9eab31',
'c2574360-229c-52bd-bc6e-87e47356f94a'));
DELETE m FROM (WITH b (occid, occurrenceRecordID, recordCatalogNumber, recordID, originalUrl, url, format, pixelXDimension, caption, sourceIdentifier, mediaMD5, originalBytes, originalMD5, webBytes, webMD5, thumbnailBytes, thumbnailMD5) AS (VALUES
(1, 'c0ffee00-0000-4000-8000-000000000001', NULL, '8b63b0f7-f498-5862-852f-085076ed6cbb', 'https://img.example.org/1.jpg', NULL, 'image/jpeg', 600, NULL, 'filename: 1.jpg', '0123456789abcdef0123456789abcde1', 1001, '0123456789abcdef0123456789abcde1', NULL, NULL, NULL, NULL),
(2, NULL, 'UCR2', '14afd8c8-5f79-501b-9041-f9b41a9eab31', 'https://img.example.org/2.jpg', 'https://img.example.org/2_web.jpg', 'image/png', NULL, _utf8mb4 X'697427735cc3a9', 'filename: 2.jpg', '0123456789abcdef0123456789abcde2', NULL, NULL, NULL, NULL, NULL, NULL),
(3, NULL, NULL, 'c2574360-229c-52bd-bc6e-87e47356f94a', NULL, 'https://img.example.org/3.jpg', 'image/jpeg', NULL, _utf8mb4 X'610962', 'filename: 3.jpg', NULL, NULL, NULL, NULL, NULL, NULL, NULL)) SELECT * FROM b) b
STRAIGHT_JOIN media m ON m.recordID = b.recordID
STRAIGHT_JOIN omoccurrences o ON o.occid = m.occid
WHERE @ok AND o.collid + 0 = 1
  AND m.occid = b.occid
  AND CASE WHEN TRUE
  AND BINARY m.originalUrl <=> b.originalUrl
  AND CASE WHEN b.url IS NULL THEN TRUE ELSE BINARY m.url <=> b.url END
  AND m.archiveUrl IS NULL
  AND m.sourceUrl IS NULL
  AND m.referenceUrl IS NULL
  AND CASE WHEN b.format IS NULL THEN TRUE ELSE BINARY m.format <=> b.format END
  AND m.pixelXDimension <=> b.pixelXDimension
  AND m.pixelYDimension IS NULL
  AND m.creator IS NULL
  AND m.copyright IS NULL
  AND m.rights IS NULL
  AND m.accessRights IS NULL
  AND m.owner IS NULL
  AND BINARY m.caption <=> b.caption
  AND m.locality IS NULL
  AND m.anatomy IS NULL
  AND m.notes IS NULL
  AND BINARY m.imageType <=> 'specimen'
  AND BINARY m.sourceIdentifier <=> b.sourceIdentifier
  AND BINARY m.mediaMD5 <=> b.mediaMD5
  AND m.hashFunction IS NULL
  AND m.hashValue IS NULL
  AND m.sortOccurrence <=> 5
  AND m.dynamicProperties IS NULL
  AND m.defaultDisplay IS NULL
  AND m.creatorUid IS NULL
  AND m.sortSequence = 50
  AND m.mediaType = 'image'
  AND m.username <=> 'ada'
  AND NOT EXISTS (SELECT 1 FROM `imagetag` x WHERE x.`mediaID` = m.mediaID)
  AND NOT EXISTS (SELECT 1 FROM `imagekeywords` x WHERE x.`mediaID` = m.mediaID)
  AND NOT EXISTS (SELECT 1 FROM `specprocessorrawlabels` x WHERE x.`mediaID` = m.mediaID)
  AND NOT EXISTS (SELECT 1 FROM `tmattributes` x WHERE x.`mediaID` = m.mediaID)
  AND NOT EXISTS (SELECT 1 FROM mediametadata d WHERE d.mediaID = m.mediaID
    AND NOT (d.field = 'originalUrl' AND d.bytes <=> b.originalBytes AND d.md5sum <=> b.originalMD5
      OR d.field = 'url' AND d.bytes <=> b.webBytes AND d.md5sum <=> b.webMD5
      OR d.field = 'thumbnailUrl' AND d.bytes <=> b.thumbnailBytes AND d.md5sum <=> b.thumbnailMD5)) THEN 1 END;
SET @deleted = @deleted + ROW_COUNT(), @ok = @ok AND ROW_COUNT() >= 0;

UPDATE omcollectionstats s SET dynamicProperties = JSON_COMPACT(JSON_SET(
    CASE WHEN JSON_VALID(s.dynamicProperties) THEN
      CASE WHEN JSON_TYPE(s.dynamicProperties) = 'OBJECT' THEN s.dynamicProperties ELSE '{}' END
    ELSE '{}' END, '$.imgcnt',
    (SELECT CONCAT(COUNT(m.mediaID), ':' , COUNT(DISTINCT m.occid))
      FROM media m JOIN omoccurrences o ON o.occid = m.occid
      WHERE o.collid = s.collid)))
WHERE @ok AND s.collid IN (1);
SET @facts = @facts + ROW_COUNT(), @ok = @ok AND ROW_COUNT() >= 0;
SELECT 'pictures deleted' AS report, @deleted AS number
UNION ALL SELECT 'pictures kept, worked on since', @found - @deleted;
EXECUTE IMMEDIATE IF(@ok, 'DO 0', 'SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = ''imgpipe: a statement has failed, nothing is kept''');
EXECUTE IMMEDIATE IF(@ok, 'COMMIT', 'ROLLBACK');
DO RELEASE_LOCK(LEFT(CONCAT('imgpipe ', DATABASE()), 64));
