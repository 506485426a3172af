import { type WorkflowEstimate, type WorkflowFault } from '@kadr/sdk';
import { money } from '../../../domain/money';
import { secondsText } from '../../../domain/time-code';
import { useMessages } from '../../../messages';
import { TextArea } from '../../../ui/field';
import { Chip } from '../../../ui/parts';
import { ProblemNote } from '../../shell/problem-note';
import { type Editing } from './use-document';
import { type Judgement } from './use-judgement';
import { type SayFault } from './say-fault';

interface OverviewProps {
  readonly editing: Editing;
  readonly judgement: Judgement;
  readonly say: SayFault;
  readonly onSelect: (id: string) => void;
}

/** The workflow as a whole: what is to be mended, what it costs and takes, and what it is for. */
export function Overview({ editing: { document, change }, judgement, say, onSelect }: OverviewProps) {
  const { editor: words } = useMessages();
  const { errors, warnings, isCurrent, estimate, error } = judgement;
  return (
    <div className="grid content-start gap-4 p-3">
      {error !== null && <ProblemNote error={error} />}
      <section className="grid gap-2" role="status" data-testid="judgement" data-state={isCurrent ? 'current' : 'checking'}>
        <span className="flex flex-wrap gap-2">
          {errors.length > 0 && <Chip tone="fail">{words.faults(errors.length)}</Chip>}
          {warnings.length > 0 && <Chip tone="splice">{words.warnings(warnings.length)}</Chip>}
          {isCurrent && errors.length === 0 && <Chip tone="done">{words.right}</Chip>}
          {!isCurrent && <Chip>{words.checking}</Chip>}
        </span>
      </section>
      <FaultList faults={[...errors, ...warnings]} say={say} onSelect={onSelect} />
      {isCurrent && errors.length === 0 && <Price estimate={estimate} onSelect={onSelect} />}
      <TextArea
        label={words.description}
        rows={3}
        maxLength={2_000}
        value={document.description}
        onChange={(event) => change((known) => ({ ...known, description: event.target.value }), 'description')}
      />
      <p className="text-small text-ink-3">{words.selectNode}</p>
      <p className="text-small text-ink-3 max-md:hidden">{words.keys}</p>
    </div>
  );
}

function FaultList({
  faults,
  say,
  onSelect,
}: {
  readonly faults: readonly WorkflowFault[];
  readonly say: SayFault;
  readonly onSelect: (id: string) => void;
}) {
  const { editor: words } = useMessages();
  if (faults.length === 0) return null;
  return (
    <ul className="grid gap-1" data-testid="fault-list">
      {faults.map((fault) => {
        const { node, code, path, severity } = fault;
        return (
          <li key={`${code} ${path} ${fault.message}`} data-code={code} className="grid gap-0.5 border-t border-line pt-1">
            {node === null ? (
              <span className="text-small text-ink-2">{words.ofWhole}</span>
            ) : (
              <button
                type="button"
                onClick={() => onSelect(node)}
                className="code min-h-[24px] justify-self-start underline"
                translate="no"
              >
                {node}
              </button>
            )}
            <span className={severity === 'error' ? 'text-fail' : 'text-ink-2'}>{say(fault)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** What a run of it costs at most, and what it waits for longest. */
function Price({ estimate, onSelect }: { readonly estimate: WorkflowEstimate | null; readonly onSelect: (id: string) => void }) {
  const messages = useMessages();
  const { editor: words, locale, refusals } = messages;
  if (!estimate) return <p className="text-small text-ink-2">{words.priceLater}</p>;
  const { cost, seconds, criticalPath, refusals: refused } = estimate;
  return (
    <section className="grid gap-2 border-t border-line pt-3">
      <p className="font-semibold" data-testid="workflow-cost" data-value={cost.atMostMicros}>
        {words.atMost(money(cost.atMostMicros, locale))}
      </p>
      {seconds && (
        <p className="text-small text-ink-2">{words.takesAbout(secondsText(seconds.typical, locale), secondsText(seconds.slow, locale))}</p>
      )}
      {criticalPath.length > 0 && (
        <p className="text-small text-ink-2">
          {words.longest}
          <span className="mt-1 flex flex-wrap gap-1" translate="no" data-testid="critical-path">
            {criticalPath.map((id) => (
              <button
                key={id}
                type="button"
                onClick={() => onSelect(id)}
                className="code min-h-[24px] rounded-frame bg-room-2 px-1.5 hover:bg-room-3"
              >
                {id}
              </button>
            ))}
          </span>
        </p>
      )}
      {refused.length > 0 && (
        <p role="alert" className="text-small text-fail" data-code={refused[0]?.code}>
          {words.refused}: {[...new Set(refused.map(({ code }) => refusals[code]))].join(' ')}
        </p>
      )}
    </section>
  );
}
