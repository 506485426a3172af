import { ValidateBy } from 'class-validator';
import { type Environment, readSettings, Variable } from '../config/settings.js';

class SecretsSettings {
  @Variable('KADR_SECRETS_KEY', '32 bytes in base64, e.g. from "openssl rand -base64 32"', {
    isSecret: true,
    parse: (text) => Buffer.from(text, 'base64'),
  })
  @ValidateBy({ name: 'secretsKey', validator: { validate: (value) => value === null || (Buffer.isBuffer(value) && value.length === 32) } })
  readonly secretsKey: Buffer | null = null;
}

/** The installation's own key, 32 bytes; null: it was given none. @throws WrongSettings */
export const givenSecretsKey = (env: Environment = process.env): Buffer | null => readSettings(SecretsSettings, env).secretsKey;
