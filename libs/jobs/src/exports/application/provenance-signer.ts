import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InstallationSecrets } from '#assets';
import { type ExportsSettings } from '../exports.config.js';

export const EXPORTS_SETTINGS = Symbol('exports settings');

/** A public key, as others need it to check signatures. */
export interface PublishedKey {
  /** The first 16 hex digits of the SHA-256 of the key in DER. */
  readonly keyId: string;
  readonly algorithm: 'Ed25519';
  /** SubjectPublicKeyInfo. */
  readonly publicKeyPem: string;
}

/** A text and the proof of who says so. */
export interface SignedText {
  readonly text: string;
  readonly keyId: string;
  /** 64 bytes over the UTF-8 of the text. */
  readonly signature: Buffer;
}

const SECRET = 'provenance';
/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Signs with the installation's key: the one of its settings, else one that it has made for itself once. */
@Injectable()
export class ProvenanceSigner {
  private key: Promise<{ readonly own: KeyObject; readonly published: PublishedKey }> | null = null;

  constructor(
    private readonly secrets: InstallationSecrets,
    @Inject(EXPORTS_SETTINGS) private readonly settings: ExportsSettings,
  ) {}

  async published(): Promise<PublishedKey> {
    return (await this.loaded()).published;
  }

  /** The same text always gets the same signature of the same key. */
  async signed(text: string): Promise<SignedText> {
    const { own, published } = await this.loaded();
    return { text, keyId: published.keyId, signature: sign(null, Buffer.from(text, 'utf8'), own) };
  }

  private loaded() {
    // A database that is away for a moment is asked anew.
    this.key ??= this.load().catch((error: unknown) => {
      this.key = null;
      throw error;
    });
    return this.key;
  }

  private async load() {
    const own = this.settings.provenanceKey ?? keyOf(await this.secrets.of(SECRET));
    const publicKey = createPublicKey(own);
    const der = publicKey.export({ type: 'spki', format: 'der' });
    const keyId = createHash('sha256').update(der).digest('hex').slice(0, 16);
    return { own, published: { keyId, algorithm: 'Ed25519', publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }) } as const };
  }
}

const keyOf = (seed: Buffer): KeyObject => createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
