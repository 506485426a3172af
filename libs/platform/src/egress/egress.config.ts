import { ValidateBy } from 'class-validator';
import { type Environment, readSettings, Variable } from '../config/settings.js';

const ENTRY = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+):(\d{1,5})$/i;

/** Exact `host:port`s, as `allowListOf` reads them. */
export const HostPorts =
  (name: string): PropertyDecorator =>
  (target, member) => {
    Variable(name, 'a list of exact host:port, separated by commas')(target, member);
    ValidateBy({ name: 'host-ports', validator: { validate: (value) => typeof value === 'string' && faultlessly(value) } })(target, member);
  };

export class EgressConfig {
  /** Where requests may go although the address is private, the port is not 443 or the scheme is `http:`. */
  @HostPorts('KADR_EGRESS_ALLOW')
  readonly allow: string = '';
}

/** @throws WrongSettings */
export const egressConfig = (env: Environment = process.env): EgressConfig => readSettings(EgressConfig, env);

/** @returns `host:port` in small letters, as `hostPortOf` writes them. */
export function allowListOf(text: string): ReadonlySet<string> {
  return new Set(entriesOf(text).map((entry) => entry.toLowerCase()));
}

const entriesOf = (text: string): string[] =>
  text
    .split(/[\s,]+/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

const faultlessly = (text: string): boolean =>
  entriesOf(text).every((entry) => {
    const port = Number(ENTRY.exec(entry)?.[2] ?? 0);
    return port >= 1 && port <= 65_535;
  });
