/** A certificate and its key, as C2PA wants signatures made. */
import { table } from '#platform/json';
import { constants, createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto';

/** Names of C2PA. */
export type Algorithm = 'es256' | 'es384' | 'es512' | 'ps256' | 'ed25519';

export interface SigningKey {
  readonly algorithm: Algorithm;
  /** PEM, that of the signer first. */
  readonly certificates: readonly Buffer[];
  sign(data: Buffer): Buffer;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----\n?/g;
const CURVES: Readonly<Record<string, readonly [Algorithm, hash: string]>> = table({
  prime256v1: ['es256', 'sha256'],
  secp384r1: ['es384', 'sha384'],
  secp521r1: ['es512', 'sha512'],
});

/** @param now RFC 3339. @throws RangeError that names the setting and what is wrong with it, and never what is in it */
export function signingKeyOf(certificates: string, privateKey: string, now: string): SigningKey {
  const chain = (certificates.match(CERTIFICATE) ?? []).map((pem) => Buffer.from(pem));
  const signer = certificateIn(chain[0]);
  if (!signer) throw new RangeError('KADR_C2PA_CERT holds no certificate in PEM');
  const at = Date.parse(now);
  if (at < Date.parse(signer.validFrom) || at > Date.parse(signer.validTo)) {
    throw new RangeError(`the certificate of KADR_C2PA_CERT is valid from ${signer.validFrom} to ${signer.validTo}`);
  }
  const key = keyIn(privateKey);
  if (!key) throw new RangeError('KADR_C2PA_KEY holds no private key in PEM');
  if (!signer.checkPrivateKey(key)) throw new RangeError('KADR_C2PA_KEY is not the key of the first certificate of KADR_C2PA_CERT');
  return { certificates: chain, ...signatureBy(key) };
}

function signatureBy(key: KeyObject): Pick<SigningKey, 'algorithm' | 'sign'> {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'ed25519') return { algorithm: 'ed25519', sign: (data) => sign(null, data, key) };
  const [curve, hash] = CURVES[details?.namedCurve ?? ''] ?? [];
  if (curve && hash) return { algorithm: curve, sign: (data) => sign(hash, data, { key, dsaEncoding: 'ieee-p1363' }) };
  if (type === 'rsa' || type === 'rsa-pss') {
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    return { algorithm: 'ps256', sign: (data) => sign('sha256', data, { key, ...padding }) };
  }
  throw new RangeError('KADR_C2PA_KEY must be of P-256, P-384, P-521, Ed25519 or RSA');
}

function certificateIn(pem: Buffer | undefined): X509Certificate | null {
  try {
    return pem ? new X509Certificate(pem) : null;
  } catch {
    return null;
  }
}

function keyIn(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}
