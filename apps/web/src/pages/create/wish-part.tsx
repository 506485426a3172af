import { useMutation } from '@tanstack/react-query';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { useWhyNot } from '../../api/session';
import { type Beginning, BEGINNINGS, type Draft, fieldOf } from '../../domain/draft';
import { count } from '../../domain/money';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { Faults } from '../../ui/field';
import { TabList, TabPanel } from '../../ui/tabs';
import { ProblemNote } from '../shell/problem-note';

export interface PartProps {
  readonly draft: Draft;
  readonly change: (next: (draft: Draft) => Draft) => void;
  readonly faults: ReadonlyMap<string, readonly string[]>;
}

const MOST: Record<Beginning, number> = { topic: 10_000, script: 100_000, idea: 10_000 };

/** What the film is about, in one of three shapes. What was typed under another one stays there. */
export function WishPart({ draft, change, faults }: PartProps) {
  const { create, locale } = useMessages();
  const { beginning } = draft;
  const said = faults.get(fieldOf(beginning)) ?? [];
  const setText = (text: string, at: Beginning = beginning) => change((known) => ({ ...known, texts: { ...known.texts, [at]: text } }));
  return (
    <div>
      <TabList
        id="wish-tabs"
        label={create.title}
        value={beginning}
        options={BEGINNINGS.map((value) => ({ value, label: create.beginnings[value] }))}
        onChoose={(value) => change((known) => ({ ...known, beginning: value }))}
      />
      <TabPanel id="wish-tabs" value={beginning} className="pt-2">
        <textarea
          aria-label={create.labels[beginning]}
          aria-invalid={said.length > 0 || undefined}
          aria-describedby={said.length > 0 ? 'wish-faults' : undefined}
          id="wish"
          placeholder={create.labels[beginning]}
          value={draft.texts[beginning]}
          onChange={(event) => setText(event.target.value, beginning)}
          rows={beginning === 'topic' ? 3 : 8}
          className={`w-full resize-y rounded-control bg-transparent py-1 placeholder:text-ink-3 ${beginning === 'topic' ? 'text-prompt tracking-[-0.01em]' : 'text-lead'}`}
        />
        <Faults id="wish-faults" faults={said} />
        <div className="flex flex-wrap items-center gap-2">
          {beginning !== 'script' && <OpenIdea draft={draft} change={change} />}
          {draft.texts[beginning] === '' && beginning === 'topic' && (
            <Button kind="quiet" onClick={() => setText(create.example)}>
              {create.tryExample}
            </Button>
          )}
          <span
            className="code ml-auto text-ink-2"
            title={create.lettersLabel(count(draft.texts[beginning].length, locale), count(MOST[beginning], locale))}
          >
            {create.letters(count(draft.texts[beginning].length, locale), count(MOST[beginning], locale))}
          </span>
        </div>
      </TabPanel>
    </div>
  );
}

/** Makes of few words a title, a first sentence and an outline, to be changed before anything else is made. */
function OpenIdea({ draft, change }: Pick<PartProps, 'draft' | 'change'>) {
  const { create } = useMessages();
  const why = useWhyNot('videos:write');
  const once = useOnce();
  const idea = draft.texts[draft.beginning].trim();
  const expand = useMutation({
    mutationFn: () => {
      const { language } = draft.settings;
      return kadr.ideas.expand({ idea, ...(language && { language }) }, { idempotencyKey: once.key() });
    },
    onSuccess: ({ title, hook, outline, tone, audience }) => {
      once.answered();
      const topic = [title, hook, ...outline.map((line) => `– ${line}`)].join('\n');
      change((known) => ({
        ...known,
        beginning: 'topic',
        texts: { ...known.texts, topic },
        settings: { ...known.settings, title, tone, audience },
      }));
    },
    onError: (error) => once.answered(error),
  });
  return (
    <>
      <Button icon="lightbulb" why={why} disabled={idea === ''} isBusy={expand.isPending} onClick={() => expand.mutate()}>
        {create.openIdea}
      </Button>
      {expand.isError && <ProblemNote error={expand.error} />}
    </>
  );
}
