import { WrongSettings } from './config/settings.js';

export const ALL_ROLES = ['api', 'worker', 'renderer', 'scheduler'] as const;
export type Role = (typeof ALL_ROLES)[number];

/** Injection token of this process's roles, a `ReadonlySet<Role>`. */
export const ROLES = Symbol('roles');

/** `KADR_ROLES`, a comma list; all by default. @throws WrongSettings */
export function rolesOf(text: string | undefined): ReadonlySet<Role> {
  const wanted = (text ?? '')
    .split(',')
    .map((role) => role.trim())
    .filter((role) => role !== '');
  if (wanted.length === 0) return new Set(ALL_ROLES);
  const known = ALL_ROLES.filter((role) => wanted.includes(role));
  if (known.length !== new Set(wanted).size) {
    throw new WrongSettings([`KADR_ROLES is "${text}": it must be a comma list of ${ALL_ROLES.join(', ')}`]);
  }
  return new Set(known);
}
