// When the picture of all modules was tidied up the last time, if its places are kept.
// @returns tidiedAt DATETIME
// @access read
// @grows with nothing, it is one node
// @example {}
MATCH (picture:KeptPicture {id: 'whole'})
RETURN picture.tidiedAt AS tidiedAt
