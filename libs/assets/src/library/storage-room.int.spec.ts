import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OverQuota } from '#billing';
import { eventually } from '#eventing/testing';
import { SessionLocks } from '#platform';
import { LibraryWorld, png, type Shown } from '../testing/library-world.js';
import { StorageRooms } from './storage-room.js';
import { Uploads } from './uploads.js';

const world = new LibraryWorld();
beforeAll(() => world.start(), 60_000);
afterAll(() => world.stop());

/** Another process on the same database; `die` is what SIGKILL does to it, as far as the database can see. */
async function another(): Promise<{ rooms: StorageRooms; die: () => Promise<void> }> {
  const { database, unitOfWork } = world.eventing;
  const locks = new SessionLocks(database);
  await locks.start();
  const rooms = new StorageRooms(database, unitOfWork, world.billing.quota, new Uploads(database, locks));
  return { rooms, die: () => locks.stop() };
}

async function organisation(bytes: number | null): Promise<{ orgId: string; actor: string }> {
  const orgId = randomUUID();
  await world.limit(bytes, orgId);
  return { orgId, actor: 'spec' };
}

describe('room for an upload', () => {
  it('is held at once where the length is known, and nobody else gets it', async () => {
    const context = await organisation(1_000_000);
    await world.rooms.forUpload(context, randomUUID()).upTo(580_000, 600_000);
    expect(await world.kept(context.orgId)).toEqual({ reserved: 600_000, used: 0 });
    await expect(world.rooms.forUpload(context, randomUUID()).upTo(580_000, 600_000)).rejects.toBeInstanceOf(OverQuota);
    expect(await world.kept(context.orgId)).toEqual({ reserved: 600_000, used: 0 });
  });

  it('grows with the bytes where it is not, to the last one that fits', async () => {
    const context = await organisation(5_000_000);
    const room = world.rooms.forUpload(context, randomUUID());
    await room.upTo(1);
    expect(await world.kept(context.orgId)).toEqual({ reserved: 4 * 1024 * 1024, used: 0 });
    await room.upTo(4_500_000);
    await room.upTo(5_000_000);
    await expect(room.upTo(5_000_001)).rejects.toMatchObject({
      details: { resource: 'storage_bytes', limit: 5_000_000, used: 0, reserved: 0, requested: 5_000_001 },
    });
    expect(await world.kept(context.orgId)).toEqual({ reserved: 5_000_000, used: 0 });
  });

  it('is given back once when nothing came of it', async () => {
    const context = await organisation(1000);
    const assetId = randomUUID();
    await world.rooms.forUpload(context, assetId).upTo(900, 900);
    for (let times = 0; times < 2; times += 1) await world.rooms.release(context.orgId, assetId);
    expect(await world.kept(context.orgId)).toEqual({ reserved: 0, used: 0 });
  });

  it('is given back when the process that took the file in was killed, not before', async () => {
    const context = await organisation(1000);
    const other = await another();
    const room = other.rooms.forUpload(context, randomUUID());
    await room.upTo(900, 900);
    for (let looks = 0; looks < 3; looks += 1) expect(await world.rooms.sweep()).toBe(0);
    expect(await world.kept(context.orgId)).toEqual({ reserved: 900, used: 0 });
    await other.die();
    await eventually(async () => (await world.rooms.sweep()) === 1);
    expect(await world.kept(context.orgId)).toEqual({ reserved: 0, used: 0 });
  });

  it('is no longer there for a process that was thought dead and comes back', async () => {
    const context = await organisation(10_000);
    const other = await another();
    const assetId = randomUUID();
    const room = other.rooms.forUpload(context, assetId);
    await room.upTo(900, 900);
    await other.die();
    await eventually(async () => (await world.rooms.sweep()) === 1);
    const interrupted = { code: 'upload_interrupted', kind: 'unavailable' };
    await expect(room.upTo(5000)).rejects.toMatchObject(interrupted);
    await expect(
      world.eventing.unitOfWork.run((tx) => other.rooms.handOver(tx, { orgId: context.orgId, assetId }, 900)),
    ).rejects.toMatchObject(interrupted);
    expect(await world.kept(context.orgId)).toEqual({ reserved: 0, used: 0 });
  });
});

describe('room for an import', () => {
  it('is settled to the true size', async () => {
    world.served = (response) => response.end(png);
    const { id, status } = await world.imported(world.onWeb('x'));
    expect(status).toBe('ready');
    await eventually(async () => (await world.kept()).reserved === 0);
    expect((await world.kept()).used).toBe(png.length);
    const types = (await world.eventing.store.readStream(`quota-reservation-${id}`)).map(({ type }) => type);
    expect(types).toEqual(['QuotaReserved', 'QuotaSettled', 'QuotaReleased']);
  });

  it('is given back when nothing comes, after all attempts', async () => {
    world.served = (response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half', () => response.destroy());
    };
    const before = await world.kept();
    const { id, status } = await world.imported(world.onWeb('x'));
    expect(status).toBe('failed');
    await eventually(async () => (await world.kept()).reserved === 0);
    expect(await world.kept()).toEqual({ ...before, reserved: 0 });
    expect(await world.eventing.store.readStream(`quota-reservation-${id}`)).toHaveLength(2);
  });

  it('is not held for an asset that is deleted meanwhile', async () => {
    const room = world.rooms.forImport(await organisation(null), randomUUID());
    await expect(room.upTo(1000, 1000)).rejects.toMatchObject({ code: 'asset_settled' });
    let asked: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    world.served = (response) => {
      response.writeHead(200, { 'content-length': '100000' });
      response.write(png.subarray(0, 20));
      asked();
    };
    const { body } = await world
      .http()
      .post('/v1/assets')
      .send({ url: world.onWeb('slow') })
      .expect(202);
    await isAsked;
    await eventually(async () => (await world.kept()).reserved === 100_000);
    await world
      .http()
      .delete(`/v1/assets/${(body as Shown).id}`)
      .expect(204);
    await eventually(async () => (await world.kept()).reserved === 0);
  });
});
