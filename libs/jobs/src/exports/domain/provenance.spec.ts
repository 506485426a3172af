import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { evolved } from '../testing/finished-job.js';
import { ProvenanceSigner } from '../application/provenance-signer.js';
import { exportsConfig } from '../exports.config.js';
import { type SegmentClip, type VideoJobState } from '../../video/domain/video-job.state.js';
import { licencesText, provenanceOf, provenanceText } from './provenance.js';

const work = { id: 'pexels:1', pageUrl: 'https://p.example/1', author: 'A. Author', authorUrl: null };

/** The film with its first clips by others. */
function withClips(clips: readonly Partial<SegmentClip>[]): VideoJobState {
  const job = evolved();
  const segments = job.segments.map((segment, index) => {
    const over = clips[index];
    return over && segment.clip ? { ...segment, clip: { ...segment.clip, ...over } } : segment;
  });
  return { ...job, segments };
}

const IPTC = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

describe('the record of what is in a film', () => {
  const mixed = withClips([{ source: 'kie:veo-3' }, { source: 'pexels', attribution: work }, { source: 'asset:0199' }, {}]);

  it('says of each picture who made it, and of the film by its digest what it is', () => {
    const record = provenanceOf(mixed, '1.2.3');
    expect(record?.segments.slice(0, 4).map(({ picture }) => [picture?.kind, picture?.digitalSourceType])).toEqual([
      ['generative_model', `${IPTC}trainedAlgorithmicMedia`],
      ['stock', `${IPTC}digitalCapture`],
      ['own_asset', null],
      ['drawn_by_program', `${IPTC}algorithmicMedia`],
    ]);
    expect(record?.film).toMatchObject({
      sha256: mixed.film?.film.sha256,
      digitalSourceType: `${IPTC}compositeWithTrainedAlgorithmicMedia`,
    });
    expect(record?.segments[1]?.attribution).toEqual(work);
    expect(provenanceOf(evolved(), '1.2.3')?.film.digitalSourceType).toBe(`${IPTC}composite`);
    expect(provenanceOf({ ...mixed, film: null }, '1.2.3')).toBeNull();
  });

  it('names those whose work has to be named', () => {
    expect(licencesText(mixed)).toContain('Segment 1: pexels:1 by A. Author, https://p.example/1');
    expect(licencesText(evolved())).toContain('None.');
  });

  it('says under what they may be shown, and whose words the script uses', () => {
    const free = { ...work, id: 'wikimedia:1', license: 'CC BY-SA 4.0', licenseUrl: 'https://cc.example/by-sa' };
    const source = { title: 'Octopus', pageUrl: 'https://en.wikipedia.org/wiki/Octopus', author: 'Wikipedia', license: 'CC BY-SA 4.0' };
    const job = withClips([{ source: 'wikimedia:commons', attribution: free }]);
    const told = licencesText({ ...job, script: { text: 'x', source: 'wikimedia:facts', sentenceSeconds: [], sources: [source] } });
    expect(told).toContain('Segment 0: wikimedia:1 by A. Author, https://p.example/1, CC BY-SA 4.0 (https://cc.example/by-sa)');
    expect(told).toContain('Script: from "Octopus" by Wikipedia, https://en.wikipedia.org/wiki/Octopus, CC BY-SA 4.0, shortened');
  });

  it('is the same text each time, without what was written for it', () => {
    const record = provenanceOf(mixed, '1.2.3');
    if (!record) throw new Error('there is no record');
    expect(provenanceText(record)).toBe(provenanceText(provenanceOf({ ...mixed }, '1.2.3') ?? record));
    expect(provenanceText(record)).not.toContain(mixed.plan?.segments[0]?.imagePrompt);
  });
});

describe('the signature', () => {
  const secrets = { of: () => Promise.resolve(Buffer.alloc(32, 7)) };

  it('is checked by the published key, and by no other text', async () => {
    const signer = new ProvenanceSigner(secrets, exportsConfig({}));
    const { text, signature, keyId } = await signer.signed('{"film":"ü"}\n');
    const published = await signer.published();
    const key = createPublicKey(published.publicKeyPem);
    expect(keyId).toBe(published.keyId);
    expect(signature).toHaveLength(64);
    expect(verify(null, Buffer.from(text), key, signature)).toBe(true);
    const flipped = Buffer.from(text);
    flipped[3] = (flipped[3] ?? 0) ^ 1;
    expect(verify(null, flipped, key, signature)).toBe(false);
    // Every process of an installation signs alike.
    expect((await new ProvenanceSigner(secrets, exportsConfig({})).signed(text)).signature.equals(signature)).toBe(true);
  });

  it('is made with the key of the settings where there is one, and asks for the secret again after a failure', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const signer = new ProvenanceSigner(secrets, exportsConfig({ KADR_PROVENANCE_KEY: pem }));
    const { text, signature } = await signer.signed('text');
    expect(verify(null, Buffer.from(text), publicKey, signature)).toBe(true);
    let asked = 0;
    const flaky = { of: () => (asked++ === 0 ? Promise.reject(new Error('away')) : Promise.resolve(Buffer.alloc(32, 1))) };
    const patient = new ProvenanceSigner(flaky, exportsConfig({}));
    await expect(patient.signed('text')).rejects.toThrow('away');
    expect((await patient.signed('text')).signature).toHaveLength(64);
  });

  it('is refused a key that is none, or one of another kind, without repeating it', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const wrong of [pem, '/there/is/no/such.pem', 'nonsense'])
      expect(() => exportsConfig({ KADR_PROVENANCE_KEY: wrong })).toThrow(
        /^wrong settings: KADR_PROVENANCE_KEY cannot be used: it must be an Ed25519/,
      );
  });
});
