-- Written by img-emit-sql of imgpipe 0.1.0: batch box12, collection 1, portal schema 3.4 (table media), for MariaDB 10.3 or later
-- All or nothing: a failure leaves the portal as it was.
-- To run it twice changes nothing more. The inverse: the same command and input with --undo.
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

INSERT INTO media (occid, tid, recordID, mediaType, username, originalUrl, url, format, pixelXDimension, caption, imageType, sourceIdentifier, mediaMD5, sortOccurrence)
WITH b (occid, occurrenceRecordID, recordCatalogNumber, recordID, originalUrl, url, format, pixelXDimension, caption, sourceIdentifier, mediaMD5) AS (VALUES
(1, 'c0ffee00-0000-4000-8000-000000000001', NULL, '8b63b0f7-f498-5862-852f-085076ed6cbb', 'https://img.example.org/1.jpg', NULL, 'image/jpeg', 600, NULL, 'filename: 1.jpg', '0123456789abcdef0123456789abcde1'),
(2, NULL, 'UCR2', '14afd8c8-5f79-501b-9041-f9b41a9eab31', 'https://img.example.org/2.jpg', 'https://img.example.org/2_web.jpg', 'image/png', NULL, _utf8mb4 X'697427735cc3a9', 'filename: 2.jpg', '0123456789abcdef0123456789abcde2'),
(3, NULL, NULL, 'c2574360-229c-52bd-bc6e-87e47356f94a', NULL, 'https://img.example.org/3.jpg', 'image/jpeg', NULL, _utf8mb4 X'610962', 'filename: 3.jpg', NULL))
SELECT o.occid, o.tidInterpreted, b.recordID, 'image', 'ada', b.originalUrl, b.url, b.format, b.pixelXDimension, b.caption, 'specimen', b.sourceIdentifier, b.mediaMD5, 5
FROM b STRAIGHT_JOIN omoccurrences o ON o.occid = b.occid
WHERE @ok AND IF(o.collid + 0 = 1
  AND (b.occurrenceRecordID IS NULL OR BINARY o.recordID = b.occurrenceRecordID)
  AND (b.recordCatalogNumber IS NULL OR BINARY o.catalogNumber = b.recordCatalogNumber)
  AND (@records := @records + 1) > 0,
  NOT (EXISTS (SELECT 1 FROM media w WHERE w.recordID = b.recordID)
    AND CASE WHEN EXISTS (SELECT 1 FROM media r WHERE r.recordID = b.recordID
    AND NOT r.occid <=> o.occid)
      THEN (@moved := @moved + 1) ELSE (@own := @own + 1) END > 0)
  AND NOT EXISTS (SELECT 1 FROM media m WHERE m.occid = o.occid
    AND (m.recordID = b.recordID OR BINARY m.originalUrl IN (b.originalUrl, b.url)
      OR BINARY m.url IN (b.originalUrl, b.url)
      OR LOWER(m.mediaMD5) = b.mediaMD5)), FALSE);
SET @inserted = @inserted + ROW_COUNT(), @ok = @ok AND ROW_COUNT() >= 0;
INSERT INTO mediametadata (mediaID, field, bytes, md5sum)
WITH b (occid, recordID, field, bytes, md5sum) AS (VALUES
(1, '8b63b0f7-f498-5862-852f-085076ed6cbb', 'originalUrl', 1001, '0123456789abcdef0123456789abcde1'))
SELECT m.mediaID, b.field, b.bytes, b.md5sum
FROM b STRAIGHT_JOIN media m ON m.recordID = b.recordID AND m.occid = b.occid
WHERE @ok AND NOT EXISTS (SELECT 1 FROM mediametadata d
    WHERE d.mediaID = m.mediaID AND d.field = b.field);
SET @facts = @facts + ROW_COUNT(), @ok = @ok AND ROW_COUNT() >= 0;

UPDATE omcollectionstats s SET dynamicProperties = JSON_COMPACT(JSON_SET(
    CASE WHEN JSON_VALID(s.dynamicProperties) THEN
      CASE WHEN JSON_TYPE(s.dynamicProperties) = 'OBJECT' THEN s.dynamicProperties ELSE '{}' END
    ELSE '{}' END, '$.imgcnt',
    (SELECT CONCAT(COUNT(m.mediaID), ':' , COUNT(DISTINCT m.occid))
      FROM media m JOIN omoccurrences o ON o.occid = m.occid
      WHERE o.collid = s.collid)))
WHERE @ok AND s.collid IN (1);
SET @facts = @facts + ROW_COUNT(), @ok = @ok AND ROW_COUNT() >= 0;
SET @bare = @bare + (
SELECT COUNT(*) FROM media m JOIN omoccurrences o ON o.occid = m.occid
WHERE (m.thumbnailUrl IS NULL OR m.thumbnailUrl = '' OR m.thumbnailUrl LIKE 'processing%') AND m.mediaType = 'image'
  AND o.collid IN (1));
SELECT 'pictures inserted' AS report, @inserted AS number
UNION ALL SELECT 'pictures already there', 3 - @inserted - @updated - @stale - @moved - @lost - (@gone + 3 - @records)
UNION ALL SELECT 'records changed or gone', @gone + 3 - @records
UNION ALL SELECT 'inserted into a batch that was there before: new in it, or deleted by somebody since', CASE WHEN @own + @moved > 0 THEN @inserted ELSE 0 END
UNION ALL SELECT 'given to another record by somebody, not entered again', @moved
UNION ALL SELECT 'without a thumbnail: not in lists until the thumbnail maintenance of the portal has run', @bare;
EXECUTE IMMEDIATE IF(@ok, 'DO 0', 'SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = ''imgpipe: a statement has failed, nothing is kept''');
EXECUTE IMMEDIATE IF(@ok, 'COMMIT', 'ROLLBACK');
DO RELEASE_LOCK(LEFT(CONCAT('imgpipe ', DATABASE()), 64));
