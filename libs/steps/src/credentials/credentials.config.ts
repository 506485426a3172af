import { readFileSync } from 'node:fs';
import { type Environment, readSettings, Variable } from '#platform';

/** Settings of the credentials that films carry by C2PA. What they are worth is found out when they are used: a wrong one costs no film. */
export class CredentialsSettings {
  @Variable('KADR_C2PA_CERT', 'a chain of certificates in PEM, that of the signer first, or the path of one', { parse: textOf })
  readonly certificates: string | null = null;

  @Variable('KADR_C2PA_KEY', 'the private key of the first certificate in PEM, or the path of one', { isSecret: true, parse: textOf })
  readonly privateKey: string | null = null;

  @Variable('KADR_C2PA_DIR', 'the folder in which @contentauth/c2pa-node was installed, where that is not the one of Kadr')
  readonly modulesDir: string | null = null;
}

/** @throws WrongSettings */
export const credentialsConfig = (env: Environment = process.env): CredentialsSettings => readSettings(CredentialsSettings, env);

/** @returns the text itself where no such file can be read, for the message */
function textOf(text: string): string {
  if (text.trimStart().startsWith('-----BEGIN')) return text;
  try {
    return readFileSync(text, 'utf8');
  } catch {
    return text;
  }
}
