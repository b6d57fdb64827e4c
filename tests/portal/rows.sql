INSERT INTO imagetagkey(tagkey, shortlabel, description_en, sortorder) VALUES
	('HasOrganism', 'HasOrganism', 'shows the organism', 0),
	('HasLabel', 'HasLabel', 'shows a label', 10),
	('HasIDLabel', 'HasIDLabel', 'shows an annotation', 20),
	('TypedText', 'TypedText', 'holds typed text', 30),
	('Handwriting', 'Handwriting', 'holds handwriting', 40),
	('ShowsHabitat', 'ShowsHabitat', 'shows the habitat', 50),
	('HasProblem', 'HasProblem', 'has a problem', 60),
	('Diagnostic', 'Diagnostic', 'shows a diagnostic character', 70),
	('ImageOfAdult', 'ImageOfAdult', 'shows an adult', 80),
	('ImageOfImmature', 'ImageOfImmature', 'shows an immature', 90);
INSERT INTO users(uid, firstName, lastName, username) VALUES
	(1, 'Ada', 'Curator', 'ada');
INSERT INTO taxa(tid, rankId, sciName) VALUES
	(1, 220, 'Quercus agrifolia'), (2, 220, 'Salvia apiana');
INSERT INTO omcollections(collID, institutionCode, collectionCode,
	collectionName, managementType, guidTarget) VALUES
	(1, 'UCR', 'V', 'Example Herbarium', 'Live Data', 'occurrenceId'),
	(2, 'XYZ', NULL, 'Another Collection', 'Snapshot', NULL);
INSERT INTO omcollectionstats(collid, recordcnt) VALUES (1, 0), (2, 0);
