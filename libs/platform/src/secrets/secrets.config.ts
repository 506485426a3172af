import { ValidateBy } from 'class-validator';
import { type Environment, readSettings, Variable } from '../config/settings.js';

const KEY_BYTES = 32;

class SecretsSettings {
  @Variable('KADR_SECRETS_KEY', '32 bytes in base64, e.g. from "openssl rand -base64 32"', {
    isSecret: true,
    parse: (text) => Buffer.from(text, 'base64'),
  })
  @ValidateBy({
    name: 'secretsKey',
    validator: { validate: (value) => value === null || (Buffer.isBuffer(value) && value.length === KEY_BYTES) },
  })
  readonly key: Buffer | null = null;
}

/** `KADR_SECRETS_KEY`; null: a file of this installation holds the key. @throws WrongSettings */
export const givenSecretsKey = (env: Environment = process.env): Buffer | null => readSettings(SecretsSettings, env).key;
