import { type Environment, Pattern, readSettings } from '#platform';

export class IdentityConfig {
  /** The first organisation's key. Null: none is made, and an earlier one stays. */
  @Pattern(
    'KADR_BOOTSTRAP_API_KEY',
    /^[\x21-\x7e]{8,200}$/,
    '8 to 200 printable characters without blanks, at random (32 hex digits or more)',
    {
      isSecret: true,
      isOptional: true,
    },
  )
  readonly bootstrapApiKey: string | null = null;
}

/** @throws WrongSettings */
export const identityConfig = (env: Environment = process.env): IdentityConfig => readSettings(IdentityConfig, env);
