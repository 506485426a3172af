/**
 * A request to change state, imperative. Carries its own time and ids and returns nothing, so that it can be sent again.
 * Subclasses add `readonly type = '<Name>'` so that the compiler can narrow a union of commands.
 */
export abstract class Command<Data extends object = object> {
  abstract readonly type: string;
  constructor(
    readonly data: Data,
    /** RFC 3339, UTC. */
    readonly issuedAt: string,
  ) {}
}
