// Keeps where the modules of the whole picture are.
// @param places STRING by ref of a module, its x and y, as JSON
// @returns tidiedAt DATETIME
// @access write
// @example {"places": "{\"module:crm\": [0, 120]}"}
MERGE (picture:KeptPicture {id: 'whole'})
SET picture.places = $places, picture.tidiedAt = datetime()
RETURN picture.tidiedAt AS tidiedAt
