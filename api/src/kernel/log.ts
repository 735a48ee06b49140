import pino, { type DestinationStream, type Level, type Logger } from 'pino'

/** One line of JSON for each event; credentials of clients are never in it. */
export const createLogger = (level: Level | 'silent', destination: DestinationStream): Logger =>
  pino({ level, redact: ['req.headers.authorization', 'req.headers.cookie'] }, destination)
