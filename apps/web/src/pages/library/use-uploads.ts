import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { kadr } from '../../api/client';
import { makeId } from '../../api/ids';

interface Upload {
  readonly id: string;
  readonly file: File;
  /** Of 1. */
  readonly share: number;
  readonly error: unknown;
}

/** Files on their way, each for itself: one that fails can be sent again and leaves the others alone. */
export function useUploads() {
  const client = useQueryClient();
  const [list, setList] = useState<readonly Upload[]>([]);
  const change = useCallback(
    (id: string, part: Partial<Upload>) => setList((known) => known.map((one) => (one.id === id ? { ...one, ...part } : one))),
    [],
  );
  const send = useCallback(
    async ({ id, file }: Pick<Upload, 'id' | 'file'>) => {
      try {
        // The same key when it is tried again: a file that had arrived after all is not stored twice.
        await kadr.assets.upload(file, {
          idempotencyKey: id,
          onProgress: ({ bytes, totalBytes }) => change(id, { share: totalBytes ? bytes / totalBytes : 0 }),
        });
        setList((known) => known.filter((one) => one.id !== id));
        await client.invalidateQueries({ queryKey: ['assets'] });
      } catch (error) {
        change(id, { error });
      }
    },
    [change, client],
  );
  const add = useCallback(
    (files: readonly File[]) => {
      const uploads = files.map((file): Upload => ({ id: makeId(), file, share: 0, error: null }));
      setList((known) => [...known, ...uploads]);
      for (const upload of uploads) void send(upload);
    },
    [send],
  );
  const retry = (id: string) => {
    const upload = list.find((one) => one.id === id);
    if (!upload) return;
    change(id, { error: null, share: 0 });
    void send(upload);
  };
  return { list, add, retry };
}
