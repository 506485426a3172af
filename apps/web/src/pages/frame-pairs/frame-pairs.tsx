import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { kadr } from '../../api/client';
import { makeId } from '../../api/ids';
import { useOnce } from '../../api/idempotency';
import { useWhyNot } from '../../api/session';
import { chained, framesOf, lackOf, moved, type Pair, priceOf } from '../../domain/frame-pairs';
import { money } from '../../domain/money';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { modelsQuery } from '../create/create.queries';
import { ProblemNote } from '../shell/problem-note';
import { PairCard } from './pair-card';
import { addSet } from './pending-sets';

const MOST_PAIRS = 48;
const newPair = (): Pair => ({ id: makeId(), first: null, last: null, seconds: 5 });

/** The window in which clips are made between given pictures; what was put into it stays while the page does. */
export function FramePairs() {
  const { pairs: words, app, locale } = useMessages();
  const { frames: isOpen = false } = useSearch({ from: '/shell/create' });
  const navigate = useNavigate({ from: '/create' });
  const open = (frames: boolean) => void navigate({ search: (known) => ({ ...known, frames: frames || undefined }), replace: true });
  const why = useWhyNot('videos:write');
  const [pairs, setPairs] = useState<readonly Pair[]>(() => [newPair()]);
  const once = useOnce();
  const models = useQuery(modelsQuery).data?.filter(({ capability, available }) => capability === 'frames-to-video' && available) ?? [];
  const model = models[0];
  const make = useMutation({
    mutationFn: () => kadr.clips.create({ frames: framesOf(pairs), ...(model && { model: model.id }) }, { idempotencyKey: once.key() }),
    onSuccess: ({ id }) => {
      once.answered();
      addSet(id);
      setPairs([newPair()]);
      open(false);
    },
    onError: (error) => once.answered(error),
  });
  const change = (id: string, part: Partial<Pair>) =>
    setPairs((known) => known.map((pair) => (pair.id === id ? { ...pair, ...part } : pair)));
  const isWhole = pairs.length > 0 && pairs.every((pair) => lackOf(pair) === null);
  return (
    <>
      <Button kind="quiet" onClick={() => open(true)}>
        {words.open}
      </Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => open(false)}
        title={words.title}
        note={model?.id}
        closeLabel={app.close}
        testId="create-video-modal"
        isWide
        footer={
          <>
            <Button icon="plus" disabled={pairs.length >= MOST_PAIRS} onClick={() => setPairs((known) => [...known, newPair()])}>
              {words.add}
            </Button>
            <Button kind="quiet" disabled={pairs.length < 2} onClick={() => setPairs(chained)}>
              {words.chain}
            </Button>
            <span className="ml-auto flex items-center gap-2">
              <span className="text-small text-ink-2">
                {words.atMost} <strong className="code text-ink-1">{money(priceOf(pairs, model), locale)}</strong>
              </span>
              <Button
                kind="primary"
                why={why}
                disabled={!isWhole || !model}
                isBusy={make.isPending}
                onClick={() => make.mutate()}
                data-testid="make-clips"
              >
                {words.make(pairs.length)}
              </Button>
            </span>
          </>
        }
      >
        <ul className="flex flex-wrap gap-4">
          {pairs.map((pair, at) => (
            <PairCard
              key={pair.id}
              pair={pair}
              number={at + 1}
              isAlone={pairs.length === 1}
              onChange={(part) => change(pair.id, part)}
              onMove={(by) => setPairs((known) => moved(known, pair.id, by))}
              onRemove={() => setPairs((known) => known.filter(({ id }) => id !== pair.id))}
            />
          ))}
        </ul>
        {!model && <p className="mt-3 text-fail">{words.unknownModel}</p>}
        {make.isError && (
          <div className="mt-3">
            <ProblemNote error={make.error} />
          </div>
        )}
      </Dialog>
    </>
  );
}
