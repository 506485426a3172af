import { ApiError, type Video } from '@kadr/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { keys, takeAnswer } from '../../live/cache';

type Gate = Video['approvals'][number];

export interface AnswerDraft {
  /** Indexes of segments that shall be made again. */
  readonly crossed: readonly number[];
  readonly note: string;
  /** The narration as somebody wants it; null: as it was written. */
  readonly script: string | null;
}

const EMPTY: AnswerDraft = { crossed: [], note: '', script: null };

function readAnswer(text: string | null): AnswerDraft {
  try {
    const { crossed, note, script } = JSON.parse(text ?? '') as Partial<AnswerDraft>;
    if (!Array.isArray(crossed) || typeof note !== 'string' || (script !== null && typeof script !== 'string')) return EMPTY;
    return { crossed: crossed.filter((one) => Number.isInteger(one)), note, script };
  } catch {
    return EMPTY;
  }
}

/** What somebody is about to answer at a gate: kept on this device until it is answered, by them or by others. */
export function useAnswer(videoId: string, gate: Gate | undefined) {
  const place = gate ? `kadr.gate.${videoId}.${gate.type}.${gate.createdAt}` : null;
  const [kept, setKept] = useState<{ readonly place: string | null; readonly draft: AnswerDraft }>({ place: null, draft: EMPTY });
  const draft = kept.place === place ? kept.draft : place ? readAnswer(localStorage.getItem(place)) : EMPTY;
  const [elsewhere, setElsewhere] = useState<AnswerDraft | null>(null);
  const change = (next: Partial<AnswerDraft>) => setKept({ place, draft: { ...draft, ...next } });
  useEffect(() => {
    if (kept.place !== null && kept.draft !== EMPTY) localStorage.setItem(kept.place, JSON.stringify(kept.draft));
  }, [kept]);
  const client = useQueryClient();
  const once = useOnce();
  const send = useMutation({
    mutationFn: ({ isApproved, script }: { readonly isApproved: boolean; readonly script?: string }) => {
      if (!gate) return Promise.reject(new Error('there is no gate'));
      const comment = draft.note.trim();
      const options = { idempotencyKey: once.key() };
      if (isApproved) return kadr.videos.approve(videoId, gate.type, comment === '' ? {} : { comment }, options);
      const segments = [...draft.crossed].sort((a, b) => a - b);
      const body = {
        ...(comment !== '' && { comment }),
        ...(segments.length > 0 && { segments }),
        ...(script !== undefined && { script }),
      };
      return kadr.videos.reject(videoId, gate.type, body, options);
    },
    onSuccess: (video) => {
      once.answered();
      if (place) localStorage.removeItem(place);
      takeAnswer(client, keys.video(videoId), video);
      void client.invalidateQueries({ queryKey: keys.videos });
    },
    onError: (error) => {
      once.answered(error);
      if (!(error instanceof ApiError) || error.status !== 409) return;
      // Somebody else was first: their answer counts, and what was written here is shown beside it.
      setElsewhere(draft);
      void client.invalidateQueries({ queryKey: keys.video(videoId) });
    },
  });
  const toggle = (index: number) =>
    change({ crossed: draft.crossed.includes(index) ? draft.crossed.filter((one) => one !== index) : [...draft.crossed, index] });
  return {
    draft,
    change,
    toggle,
    approve: () => !send.isPending && send.mutate({ isApproved: true }),
    reject: (script?: string) => !send.isPending && send.mutate({ isApproved: false, ...(script !== undefined && { script }) }),
    isBusy: send.isPending,
    error: elsewhere ? null : send.error,
    elsewhere,
  };
}

export type Answer = ReturnType<typeof useAnswer>;
