/**
 * A member of an object whose names somebody else has chosen; undefined: it has none of that name. `constructor` and `toString` are names
 * like others, and every object answers to them.
 */
export const ownMember = <T>(members: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(members, name) ? members[name] : undefined;
