/**
 * Added to the schema version of a row whose personal members are sealed: an earlier release, which would take what is stored for what was
 * said, then knows that it does not know the event, and leaves it to a newer one.
 */
export const SEALED = 1000;
