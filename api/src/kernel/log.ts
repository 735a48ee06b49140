import pino, { type DestinationStream, type Level, type Logger } from 'pino'

/** One line of JSON for each event; what a client proves itself with is never in it. */
export const createLogger = (level: Level | 'silent', destination: DestinationStream): Logger =>
  pino({ level, redact: ['req.headers.authorization', 'req.headers.cookie'] }, destination)
