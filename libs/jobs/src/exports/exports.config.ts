import { createPrivateKey, KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ValidateBy } from 'class-validator';
import { type Environment, readSettings, Variable } from '#platform';

/** Settings of what leaves with a film. */
export class ExportsSettings {
  @Variable('KADR_PROVENANCE_KEY', 'an Ed25519 private key in PEM or the path of one, e.g. from "openssl genpkey -algorithm ed25519"', {
    isSecret: true,
    parse: signingKeyIn,
  })
  @ValidateBy({
    name: 'ed25519',
    validator: { validate: (value) => value === null || (value instanceof KeyObject && value.asymmetricKeyType === 'ed25519') },
  })
  readonly provenanceKey: KeyObject | null = null;
}

/** @throws WrongSettings */
export const exportsConfig = (env: Environment = process.env): ExportsSettings => readSettings(ExportsSettings, env);

/** @returns the text itself where it names no key, for the message */
function signingKeyIn(text: string): KeyObject | string {
  try {
    return createPrivateKey(text.trimStart().startsWith('-----BEGIN') ? text : readFileSync(text));
  } catch {
    return text;
  }
}
