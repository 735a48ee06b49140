// A job by its id. It is lost if nothing was heard of it for some seconds: its process has ended.
// @param id      STRING   its id
// @param silence INTEGER  these seconds
// @returns job Job
// @access read
// @example {"id": "0199-example", "silence": 15}
MATCH (j:Job {id: $id})
RETURN j {
  .*,
  isLost: j.state IN ['queued', 'running'] AND j.seenAt < datetime() - duration({seconds: $silence})
} AS job
