import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '#media/testing';
import { writeFile } from 'node:fs/promises';
import { Assets, type MediaKind, type StoredAsset, UserMedia } from '#assets';
import { instantMakers } from '#integrations/testing';
import { InputAssetStep } from './input-asset.step.js';
import { ORG, StepBench } from './testing/index.js';

const file = temporaryFolder();
const ASSET = '0199a000-0000-7000-8000-0000000000a5';

/** A media library that has one asset, and a web that has one file. */
async function library(name: string, over: Partial<StoredAsset> = {}, onTheWeb: MediaKind = 'image') {
  const at: number[] = [];
  const still: typeof instantMakers.render.still = (request, ...more) => (
    at.push(request.atSeconds),
    instantMakers.render.still(request, ...more)
  );
  const bench = new StepBench(file(name), { render: { ...instantMakers.render, still } });
  const { key } = await bench.stored('own.mov', 'own footage');
  const asset: StoredAsset = {
    ...{ id: ASSET, orgId: ORG, status: 'ready', kind: 'video', key, contentType: 'video/quicktime', sizeBytes: 11, sha256: 'ab' },
    ...{ widthPx: 480, heightPx: 854, durationSeconds: 9, source: 'upload', error: null, createdAt: '2026-11-03T09:00:00.000Z' },
    ...over,
  };
  class OneAsset extends Assets {
    find(orgId: string, id: string): Promise<StoredAsset | null> {
      return Promise.resolve(orgId === ORG && id === ASSET ? asset : null);
    }
    keep(): Promise<StoredAsset> {
      return Promise.resolve(asset);
    }
  }
  class OneFile extends UserMedia {
    refusal(): null {
      return null;
    }
    async fetch(_orgId: string, url: string, _kinds: readonly MediaKind[], { path }: { path: string }) {
      await writeFile(path, url);
      return { path, contentType: 'image/webp', kind: onTheWeb, widthPx: 4, heightPx: 4, durationSeconds: null };
    }
  }
  return { bench, at, step: new InputAssetStep(new OneAsset(), new OneFile(), bench.storage, bench.models) };
}

describe("footage of one's own", () => {
  const pictures = { from: { assetId: ASSET }, kinds: ['image', 'video'] as const, still: true };

  it('is copied, so that it can be used when the library has lost it, and previewed past its beginning', async () => {
    const { bench, at, step } = await library('copied');
    const made = await bench.run(step, pictures);
    expect(made).toMatchObject({ source: `asset:${ASSET}`, kind: 'video', file: { contentType: 'video/quicktime', sizeBytes: 11 } });
    expect(made.file.key).toMatch(/asset\.mov$/);
    expect(made.still?.key).toMatch(/still\.png$/);
    expect(at).toEqual([1]);
  });
  it.each([
    ['a short clip in its middle', { durationSeconds: 1 }, [0.5]],
    ['a picture at once', { kind: 'image' as const, contentType: null, durationSeconds: null }, [0]],
  ])('previews %s', async (name, over, moments) => {
    const { bench, at, step } = await library(name.replaceAll(' ', '-'), over);
    await bench.run(step, pictures);
    expect(at).toEqual(moments);
  });
  it.each([
    ['asset_not_ready', { status: 'processing' as const, key: null, kind: null }],
    ['unsupported_media', { kind: 'audio' as const }],
  ])('is refused for good with %s', async (code, over) => {
    const { bench, step } = await library(code, over);
    await expect(bench.run(step, pictures)).rejects.toMatchObject({ code, retryable: false });
  });
  it('is refused for good when there is none', async () => {
    const { bench, step } = await library('none');
    await expect(bench.run(step, { ...pictures, from: { assetId: ORG } })).rejects.toMatchObject({
      code: 'asset_not_found',
      retryable: false,
    });
  });
});

describe('a file of the web', () => {
  it('is fetched and kept', async () => {
    const { bench, step } = await library('web');
    const made = await bench.run(step, { from: { url: 'https://a.example/1.webp' }, kinds: ['image', 'video'], still: false });
    expect(made).toMatchObject({ source: 'url', kind: 'image', still: null, file: { key: expect.stringMatching(/asset\.webp$/) } });
  });
  it('is refused when it is something else', async () => {
    const { bench, step } = await library('sound', {}, 'audio');
    const wanted = { from: { url: 'https://a.example/1.webp' }, kinds: ['image'] as const, still: false };
    await expect(bench.run(step, wanted)).rejects.toMatchObject({ code: 'unsupported_media' });
  });
});
