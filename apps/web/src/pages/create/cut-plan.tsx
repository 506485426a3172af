import { type VideoEstimate } from '@kadr/sdk';
import { secondsText } from '../../domain/time-code';
import { useMessages } from '../../messages';

/** The film before it is there: its frames in proportion, and who makes them. */
export function CutPlan({ estimate }: { readonly estimate: VideoEstimate | undefined }) {
  const { create, locale } = useMessages();
  const plan = estimate?.plan ?? [];
  const models = [...new Set(plan.map(({ model }) => model))];
  const total = plan.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  return (
    <section aria-label={create.cut} className="rounded-panel border border-line bg-room-1 px-3.5 py-3">
      <div className="flex flex-wrap items-baseline gap-3">
        <h2 className="font-semibold">{create.cut}</h2>
        {plan.length > 0 && (
          <p className="code text-ink-2">
            {create.cutFacts(plan.length, secondsText(total, locale), secondsText(total / plan.length, locale, 0))}
          </p>
        )}
      </div>
      <div className="mt-2">
        <div className="perf" />
        <ol className="flex h-[90px] gap-[3px]">
          {plan.map(({ index, durationSeconds, model }) => (
            <li
              key={index}
              className="code relative min-w-0 overflow-hidden rounded-frame border border-line bg-frame text-on-label"
              style={{ flexGrow: durationSeconds, flexBasis: 0 }}
            >
              {plan.length <= 30 && <span className="absolute top-1.5 left-1">{String(index + 1).padStart(2, '0')}</span>}
              {plan.length <= 16 && <span className="absolute right-1 bottom-1.5">{durationSeconds.toFixed(1)}</span>}
              <span className={`absolute inset-x-0 bottom-0 h-[3px] ${models.indexOf(model) % 2 === 0 ? 'bg-mark-1' : 'bg-mark-2'}`} />
            </li>
          ))}
          {plan.length === 0 && <li className="flex-1 rounded-frame border border-dashed border-line-2" />}
        </ol>
        <div className="perf" />
      </div>
      {models.length > 0 && (
        <ul className="mt-1.5 flex flex-wrap gap-4 text-small text-ink-2">
          {models.map((model, at) => (
            <li key={model} className="flex items-center gap-2">
              <span className={`h-[3px] w-3 ${at % 2 === 0 ? 'bg-mark-1' : 'bg-mark-2'}`} />
              <span className="code">{model}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
