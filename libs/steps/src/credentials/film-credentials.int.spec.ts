import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '#media/testing';
import { Clock } from '#platform';
import { type CredentialsSettings, credentialsConfig } from './credentials.config.js';
import { FilmCredentials } from './film-credentials.js';
import { signingKeyOf } from './signing-key.js';

const file = temporaryFolder();
const CLAIM = { title: 'Whales', digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/composite' };

/** A certificate of its own for a new key, as openssl makes them. */
function pair(name: string, ...key: readonly string[]): { readonly certificate: string; readonly key: string } {
  const paths = { certificate: file(`${name}.pem`), key: file(`${name}.key`) };
  mkdirSync(path.dirname(paths.key), { recursive: true });
  execFileSync('openssl', ['genpkey', ...key, '-out', paths.key], { stdio: 'pipe' });
  const made = ['req', '-x509', '-new', '-key', paths.key, '-subj', '/CN=Films', '-days', '2', '-out', paths.certificate];
  execFileSync('openssl', made, { stdio: 'pipe' });
  return paths;
}
const P256 = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];
/** After the seconds in which the certificates were made. */
const NOW = new Date(Date.now() + 3_600_000).toISOString();
const text = (name: string): string => readFileSync(name, 'utf8');

describe('a key that signs films', () => {
  it.each([
    ['es256', P256, 64],
    ['es384', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'], 96],
    ['ed25519', ['-algorithm', 'ED25519'], 64],
    ['ps256', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], 256],
  ])('is used as %s, by its kind', (algorithm, how, bytes) => {
    const { certificate, key } = pair(algorithm, ...how);
    const signing = signingKeyOf(text(certificate), text(key), NOW);
    expect([signing.algorithm, signing.certificates.length, signing.sign(Buffer.from('a film')).length]).toEqual([algorithm, 1, bytes]);
  });
});

describe('credentials of a film', () => {
  const settings = (env: Readonly<Record<string, string>>): CredentialsSettings => credentialsConfig(env);

  /** What it says, and whether the film is still where it was. */
  async function attached(given: CredentialsSettings, now = NOW): Promise<{ problem: string | null; isUntouched: boolean }> {
    class Then extends Clock {
      override now(): string {
        return now;
      }
    }
    const credentials = new FilmCredentials(given, new Then());
    await credentials.onApplicationBootstrap();
    const film = file('film.mp4');
    writeFileSync(film, 'a film');
    const left = await credentials.attach(film, CLAIM, new AbortController().signal);
    return { problem: await credentials.problem(), isUntouched: left === film && existsSync(film) && text(film) === 'a film' };
  }

  it('are left out, and nothing is said, where there is no certificate', async () => {
    expect(await attached(settings({}))).toEqual({ problem: null, isUntouched: true });
  });

  it('are left out where something is wrong, and it is said what, and never what the key is', async () => {
    const [mine, other] = [pair('mine', ...P256), pair('other', ...P256)];
    const both = { KADR_C2PA_CERT: mine.certificate, KADR_C2PA_KEY: mine.key };
    const wrongs = [
      [{ KADR_C2PA_CERT: mine.certificate }, 'KADR_C2PA_KEY is not set'],
      [{ KADR_C2PA_KEY: mine.key }, 'KADR_C2PA_CERT is not set'],
      [{ ...both, KADR_C2PA_CERT: file('none.pem') }, 'KADR_C2PA_CERT holds no certificate'],
      [
        { ...both, KADR_C2PA_CERT: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' },
        'KADR_C2PA_CERT holds no certificate',
      ],
      [{ ...both, KADR_C2PA_KEY: mine.certificate }, 'KADR_C2PA_KEY holds no private key'],
      [{ ...both, KADR_C2PA_KEY: other.key }, 'KADR_C2PA_KEY is not the key of the first certificate'],
      [{ ...both, KADR_C2PA_DIR: file('nothing-installed') }, 'npm install @contentauth/c2pa-node@0.8.0'],
    ] as const;
    for (const [env, said] of wrongs) {
      const { problem, isUntouched } = await attached(settings(env));
      expect([said, problem, isUntouched]).toEqual([said, expect.stringContaining(said), true]);
      expect(problem).not.toContain('PRIVATE');
    }
    const later = new Date(Date.parse(NOW) + 5 * 86_400_000).toISOString();
    expect((await attached(settings(both), later)).problem).toMatch(/is valid from .+ to /);
  });
});
