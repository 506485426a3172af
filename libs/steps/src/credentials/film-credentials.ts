import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, logger, RELEASE } from '#platform';
import { type C2pa, C2PA_PACKAGE, C2PA_VERSION, loadC2pa } from './c2pa.js';
import { type CredentialsSettings } from './credentials.config.js';
import { type SigningKey, signingKeyOf } from './signing-key.js';

export const CREDENTIALS_SETTINGS = Symbol('credentials settings');

/** What of a film is said in its credentials. */
export interface FilmClaim {
  /** Shown by whoever reads them. */
  readonly title: string;
  /** IPTC's digital source type, an address. */
  readonly digitalSourceType: string;
}

const log = logger('film-credentials');
/** Bytes kept free for signature and chain. */
const RESERVED_BYTES = 20_000;
/** Its library does not answer at all where something goes wrong between it and us. 10 GB take about three minutes. */
const LIMIT_MS = 300_000;

interface Means {
  readonly c2pa: C2pa;
  readonly key: SigningKey;
}

interface Looked {
  readonly means: Means | null;
  readonly problem: string | null;
}

/**
 * Writes Content Credentials (C2PA) into films where this installation has a certificate and the library is there. They are an addition:
 * whatever is missing or wrong is said in the log, and the film leaves without them.
 */
@Injectable()
export class FilmCredentials implements OnApplicationBootstrap {
  private means: Promise<Looked> | null = null;

  constructor(
    @Inject(CREDENTIALS_SETTINGS) private readonly settings: CredentialsSettings,
    private readonly clock: Clock,
  ) {}

  /** Says at the start, not with the first film, what there is to do. */
  async onApplicationBootstrap(): Promise<void> {
    await this.looked();
  }

  /**
   * @param film path of an MP4, removed once there is one with credentials: its frames stay the same
   * @returns where the film lies now. @throws only the reason of `signal`, once it is aborted
   */
  async attach(film: string, claim: FilmClaim, signal: AbortSignal): Promise<string> {
    const { means } = await this.looked();
    if (!means) return film;
    const { dir, name, ext } = path.parse(film);
    const signed = path.join(dir, `${name}-signed${ext}`);
    try {
      await within(LIMIT_MS, signal, signInto(signed, film, claim, means));
    } catch (error) {
      await rm(signed, { force: true });
      signal.throwIfAborted();
      log.warn({ err: error }, 'a film leaves without Content Credentials: look at KADR_C2PA_CERT, or unset it');
      return film;
    }
    await rm(film, { force: true });
    return signed;
  }

  /** Why films get none, and what to do; null: they get some, or nobody has asked for any. */
  async problem(): Promise<string | null> {
    return (await this.looked()).problem;
  }

  private looked(): Promise<Looked> {
    return (this.means ??= this.look());
  }

  private async look(): Promise<Looked> {
    const { certificates, privateKey, modulesDir } = this.settings;
    if (certificates === null && privateKey === null) return { means: null, problem: null };
    let cause: unknown;
    try {
      if (certificates === null) throw new RangeError('KADR_C2PA_CERT is not set, and KADR_C2PA_KEY is');
      if (privateKey === null) throw new RangeError('KADR_C2PA_KEY is not set, and KADR_C2PA_CERT is');
      const key = signingKeyOf(certificates, privateKey, this.clock.now());
      return { means: { key, c2pa: await loadC2pa(modulesDir) }, problem: null };
    } catch (error) {
      cause = error;
    }
    const problem =
      cause instanceof RangeError ? cause.message : `run "npm install ${C2PA_PACKAGE}@${C2PA_VERSION}" beside Kadr, or set KADR_C2PA_DIR`;
    log.warn(cause instanceof RangeError ? {} : { err: cause }, `films get no Content Credentials: ${problem}`);
    return { means: null, problem };
  }
}

async function signInto(signed: string, film: string, claim: FilmClaim, { c2pa, key }: Means): Promise<void> {
  const generator = { name: 'Kadr', version: RELEASE };
  const created = { action: 'c2pa.created', digitalSourceType: claim.digitalSourceType, softwareAgent: generator };
  const builder = c2pa.Builder.withJson({
    ...{ title: claim.title, format: 'video/mp4', claim_generator_info: [generator] },
    assertions: [{ label: 'c2pa.actions.v2', data: { actions: [created] } }],
  });
  const { algorithm: alg, certificates: certs } = key;
  const config = { alg, certs, reserveSize: RESERVED_BYTES, directCoseHandling: false } as const;
  const signer = c2pa.CallbackSigner.newSigner(config, (data) => Promise.resolve(key.sign(data)));
  await builder.signAsync(signer, { path: film, mimeType: 'video/mp4' }, { path: signed });
}

/** @throws the reason of `signal`, or a TimeoutError; the work itself may go on */
async function within(limitMs: number, signal: AbortSignal, work: Promise<void>): Promise<void> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  limited.throwIfAborted();
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => stopped.reject(limited.reason);
  limited.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([work, stopped.promise]);
  } finally {
    limited.removeEventListener('abort', stop);
    work.catch(() => undefined);
  }
}
