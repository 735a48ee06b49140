// Where the modules of the whole picture are kept since it was tidied up the last time.
// @returns tidiedAt DATETIME, places STRING
// @access read
// @grows with the modules
// @example {}
MATCH (picture:KeptPicture {id: 'whole'})
RETURN picture.tidiedAt AS tidiedAt, picture.places AS places
