const TIMESTAMP = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-5]):[0-5]\d)$/;

/**
 * Whether this is a moment that can be stored and compared: RFC 3339 with a time zone, on a day that exists, in the years 1 to 9999 of UTC.
 * `Date.parse` alone takes the 30th of February for the 2nd of March, and the year 0 and zones of 16 hours, which Postgres refuses.
 */
export function isTimestamp(value: unknown): value is string {
  const [, year, month, day] = (typeof value === 'string' && TIMESTAMP.exec(value)) || [];
  if (year === undefined) return false;
  const isDay = new Date(`${year}-${month}-${day}`).toJSON()?.startsWith(`${year}-${month}-${day}`) === true;
  const inUtc = isDay ? new Date(value as string).getUTCFullYear() : 0;
  return inUtc >= 1 && inUtc <= 9999;
}
