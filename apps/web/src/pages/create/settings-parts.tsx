import { type CreateOptions, type CreateVideoRequest } from '@kadr/sdk';
import { useQuery } from '@tanstack/react-query';
import { type Draft } from '../../domain/draft';
import { secondsText } from '../../domain/time-code';
import { useMessages } from '../../messages';
import { Faults, type Option, Select, TextField } from '../../ui/field';
import { Heading } from '../../ui/parts';
import { modelsQuery, optionsQuery, templatesQuery } from './create.queries';
import { type PartProps } from './wish-part';

/** Where faults can stand. */
export const FIELDS = [
  'prompt script idea title language style tone audience aspectRatio resolution fps durationSeconds template approvals',
  'visuals visuals.mode visuals.models voice music subtitles frames segmentation maxCostMicros',
].flatMap((line) => line.split(' '));

type Settings = Draft['settings'];
const RATIOS = ['9:16', '16:9', '1:1', '4:5'] as const;
const RESOLUTIONS = ['480p', '720p', '1080p'] as const;
const FPS = [24, 25, 30, 50, 60] as const;
const LENGTHS = [15, 30, 45, 60, 90, 120, 180, 300, 600];
const GATES = ['script', 'images', 'videos'] as const;
const CLIP_MODELS = {
  'text-to-video': 'text-to-video',
  'image-to-video': 'image-to-video',
  stock: 'stock',
  images: 'text-to-image',
} as const;

/** No voice has this name. */
const NONE = 'none';
const voiceOf = (voices: CreateOptions['voices'], id: string): Settings['voice'] => {
  const voice = voices.find((one) => one.id === id);
  return voice && { provider: voice.model, voice: voice.id };
};

const optionsOf = (words: Readonly<Record<string, string>>): Option[] => Object.entries(words).map(([value, label]) => ({ value, label }));

function useSet(change: PartProps['change']) {
  return (settings: Partial<Settings>) => change((draft) => ({ ...draft, settings: { ...draft.settings, ...settings } }));
}

export function FormatPart({ draft, change, faults }: PartProps) {
  const { create, locale } = useMessages();
  const set = useSet(change);
  const {
    aspectRatio = '9:16',
    resolution = '1080p',
    fps = 30,
    durationSeconds = 60,
    language = '',
    template = 'classic',
  } = draft.settings;
  const { data: templates } = useQuery(templatesQuery);
  const ids = templates?.map(({ id }) => id) ?? [template];
  const lengths = LENGTHS.includes(durationSeconds) ? LENGTHS : [...LENGTHS, durationSeconds].sort((a, b) => a - b);
  const isSpoken = draft.beginning === 'script';
  return (
    <section className="grid content-start gap-3">
      <Heading>{create.format}</Heading>
      <div role="radiogroup" aria-label={create.format} className="grid grid-cols-4 gap-2">
        {RATIOS.map((ratio) => (
          <RatioButton key={ratio} ratio={ratio} isChosen={ratio === aspectRatio} onChoose={() => set({ aspectRatio: ratio })} />
        ))}
      </div>
      <Faults id="ratio-faults" faults={faults.get('aspectRatio')} />
      <div className="grid grid-cols-3 gap-2">
        <Select
          label={create.resolution}
          value={resolution}
          options={RESOLUTIONS.map((value) => ({ value, label: value }))}
          onChoose={(value) => set({ resolution: value as CreateVideoRequest['resolution'] })}
          faults={faults.get('resolution')}
        />
        <Select
          label={create.fps}
          value={String(fps)}
          options={FPS.map((value) => ({ value: String(value), label: create.fps_(value) }))}
          onChoose={(value) => set({ fps: Number(value) as CreateVideoRequest['fps'] })}
          faults={faults.get('fps')}
        />
        <Select
          label={create.length}
          value={isSpoken ? 'spoken' : String(durationSeconds)}
          disabled={isSpoken}
          options={
            isSpoken
              ? [{ value: 'spoken', label: create.asSpoken }]
              : lengths.map((value) => ({ value: String(value), label: secondsText(value, locale, 0) }))
          }
          onChoose={(value) => set({ durationSeconds: Number(value) })}
          faults={faults.get('durationSeconds')}
        />
      </div>
      <div className="grid grid-cols-2 gap-2">
        <Select
          label={create.language}
          value={language}
          options={[{ value: '', label: create.languageAuto }, ...optionsOf(create.languages)]}
          onChoose={(value) => set({ language: value })}
          faults={faults.get('language')}
        />
        <Select
          label={create.template}
          value={template}
          options={ids.map((value) => ({ value, label: (create.templates as Record<string, string>)[value] ?? value }))}
          onChoose={(value) => set({ template: value })}
          faults={faults.get('template')}
        />
      </div>
    </section>
  );
}

function RatioButton({ ratio, isChosen, onChoose }: { readonly ratio: string; readonly isChosen: boolean; readonly onChoose: () => void }) {
  const [width = 1, height = 1] = ratio.split(':').map(Number);
  const size = 20 / Math.max(width, height);
  return (
    <label
      className={`grid cursor-pointer justify-items-center gap-1.5 rounded-control border px-1 pt-2 pb-1.5 has-focus-visible:outline-2 has-focus-visible:outline-pencil-ink ${isChosen ? 'border-pencil-ink bg-pencil-wash text-pencil-ink' : 'border-line text-ink-3 hover:bg-room-2'}`}
    >
      <input type="radio" name="aspect-ratio" value={ratio} checked={isChosen} onChange={onChoose} className="sr-only" />
      <span aria-hidden="true" className="grid size-[22px] place-items-center">
        <span className="border border-current" style={{ width: width * size, height: height * size }} />
      </span>
      <span className={`code ${isChosen ? 'text-ink-1' : 'text-ink-2'}`}>{ratio}</span>
    </label>
  );
}

export function LookPart({ draft, change, faults }: PartProps) {
  const { create } = useMessages();
  const set = useSet(change);
  const { visuals = {}, style = 'cinematic', music, subtitles, voice } = draft.settings;
  const mode = visuals.mode ?? 'text-to-video';
  const models = useQuery(modelsQuery).data ?? [];
  const listed = useQuery(optionsQuery).data?.voices ?? [];
  // The language that is found in the text is not known here: then the voice follows it.
  const voices = listed.filter((one) => one.language.split('-')[0] === draft.settings.language);
  const fitting = models.filter(({ capability }) => capability === CLIP_MODELS[mode]);
  const chosen = visuals.models?.[0] ?? '';
  const styles = Object.keys(create.styles).includes(style) ? create.styles : { ...create.styles, [style]: style };
  const off = create.none;
  const setVisuals = (part: CreateVideoRequest['visuals']) => set({ visuals: { ...visuals, ...part } });
  return (
    <section className="grid content-start gap-3">
      <Heading>{create.picturesAndSound}</Heading>
      <div className="grid grid-cols-2 gap-2">
        <Select
          label={create.pictures}
          value={mode}
          options={optionsOf(create.modes)}
          onChoose={(value) => setVisuals({ mode: value as typeof mode, models: [] })}
          faults={faults.get('visuals.mode')}
        />
        <Select
          label={create.style}
          value={style}
          options={optionsOf(styles)}
          onChoose={(value) => set({ style: value })}
          faults={faults.get('style')}
        />
      </div>
      <Select
        label={create.model}
        value={chosen}
        className="code"
        options={[
          { value: '', label: create.modelAuto },
          ...fitting.map(({ id, available }) => ({ value: id, label: id, isDisabled: !available && id !== chosen })),
        ]}
        onChoose={(value) => setVisuals({ models: value === '' ? [] : [value] })}
        faults={faults.get('visuals.models') ?? faults.get('visuals')}
        note={fitting.every(({ provider, available }) => provider === 'local' || !available) ? create.keysNote : null}
      />
      <div className="grid grid-cols-3 gap-2">
        <Select
          label={create.voice}
          value={voice === false ? NONE : (voice?.voice ?? '')}
          options={[
            { value: '', label: create.voiceAuto },
            ...voices.map(({ id, name }) => ({ value: id, label: name })),
            { value: NONE, label: off },
          ]}
          onChoose={(value) => set({ voice: value === NONE ? false : voiceOf(voices, value) })}
          faults={faults.get('voice')}
        />
        <Select
          label={create.music}
          value={music === false ? 'none' : (music?.mood ?? '')}
          options={[{ value: '', label: create.musicAuto }, ...optionsOf(create.moods), { value: 'none', label: off }]}
          onChoose={(value) => set({ music: value === 'none' ? false : value === '' ? undefined : { mood: value } })}
          faults={faults.get('music')}
        />
        <Select
          label={create.captions}
          value={subtitles === false ? 'none' : (subtitles?.style ?? 'karaoke')}
          options={[...optionsOf(create.captionStyles), { value: 'none', label: off }]}
          onChoose={(value) => set({ subtitles: value === 'none' ? false : { style: value as 'karaoke' } })}
          faults={faults.get('subtitles')}
        />
      </div>
      <TextField
        label={create.opened.title}
        value={draft.settings.title ?? ''}
        maxLength={200}
        onChange={(event) => set({ title: event.target.value })}
        faults={faults.get('title')}
      />
    </section>
  );
}

const nameOf = (gate: NonNullable<CreateVideoRequest['approvals']>[number]) => (typeof gate === 'string' ? gate : gate.type);

export function GatesPart({ draft, change, faults }: PartProps) {
  const { create } = useMessages();
  const set = useSet(change);
  const approvals = draft.settings.approvals ?? [];
  const chosen = new Set(approvals.map(nameOf));
  const toggle = (gate: (typeof GATES)[number], isOn: boolean) =>
    set({
      approvals: GATES.filter((one) => (one === gate ? isOn : chosen.has(one))).map(
        (one) => approvals.find((known) => nameOf(known) === one) ?? one,
      ),
    });
  return (
    <fieldset className="grid content-start gap-1">
      <legend className="mb-2 text-small text-ink-2">{create.ask}</legend>
      {GATES.map((gate) => (
        <label key={gate} className="flex min-h-[24px] items-center gap-2.5 pointer-coarse:min-h-[44px]">
          <input
            type="checkbox"
            role="switch"
            checked={chosen.has(gate)}
            onChange={(event) => toggle(gate, event.target.checked)}
            data-testid={`ask-${gate}`}
            className="peer sr-only"
          />
          <span
            aria-hidden="true"
            className="flex h-4 w-[27px] shrink-0 items-center rounded-full border border-edge bg-room-3 px-px peer-checked:border-pencil-ink peer-checked:bg-pencil peer-focus-visible:outline-2 peer-focus-visible:outline-pencil-ink"
          >
            <span
              className={`size-3 rounded-full transition-transform duration-120 ${chosen.has(gate) ? 'translate-x-[11px] bg-on-pencil' : 'bg-ink-2'}`}
            />
          </span>
          {create.gates[gate]}
          <span className="ml-auto text-right text-small text-ink-3">{create.gateNotes[gate]}</span>
        </label>
      ))}
      <Faults id="gate-faults" faults={faults.get('approvals')} />
    </fieldset>
  );
}
