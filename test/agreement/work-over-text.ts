/**
 * Every function of Kadr that reads texts of strangers in the process that answers requests. **Who adds one, adds it here**: a name, and
 * how it is called with a text. `work-over-text.spec.ts` gives each of them every text of `hostile-texts.ts`.
 */
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { bytesOfDataUrl } from '../../libs/assets/src/user-media/data-url.js';
import { scriptBrief, writtenScript } from '../../libs/integrations/src/providers/writing/script-brief.js';
import { expectedSeconds } from '../../libs/jobs/src/render-order/application/expected-length.js';
import { readOrder } from '../../libs/jobs/src/render-order/application/short-video-order.js';
import { AT, createVideo, recordScript, VIDEO_ID, videoRequest } from '../../libs/jobs/src/testing/builders.js';
import { titleFrom } from '../../libs/jobs/src/video/application/tasks/draft-script.task.js';
import {
  CreateVideoRequest,
  DecideApprovalRequest,
  RegenerateSegmentRequest,
} from '../../libs/jobs/src/video/application/resolve/create-video.request.js';
import { MAX_SCRIPT_WORDS, countWords } from '../../libs/jobs/src/shared/script-words.js';
import { languageOf } from '../../libs/media/src/text/language-of.js';
import { filmSeconds } from '../../libs/jobs/src/video/domain/film-length.js';
import { spokenText } from '../../libs/jobs/src/video/domain/spoken-text.js';
import { planFilm } from '../../libs/jobs/src/video/domain/plan.js';
import { cutIntoSegments } from '../../libs/steps/src/plan/segmentation.js';
import { videoJob } from '../../libs/jobs/src/video/domain/video-job.decider.js';
import { DecideApproval, RegenerateSegments } from '../../libs/jobs/src/video/domain/video-job.commands.js';
import { type VideoJobEvent } from '../../libs/jobs/src/contracts/video-job.events.js';
import { assForPiece } from '../../libs/media/src/captions/ass-slice.js';
import { cuesToAss } from '../../libs/media/src/captions/ass.js';
import { charactersWithoutFont } from '../../libs/media/src/captions/caption-fonts.js';
import { endsClause, endsSentence, graphemes, shownText, visibleLength } from '../../libs/media/src/captions/caption-text.js';
import { cuesFromWords } from '../../libs/media/src/captions/cues.js';
import { cuesToSrt, cuesToVtt } from '../../libs/media/src/captions/sidecar.js';
import { cardEvents } from '../../libs/media/src/captions/title-card.js';
import { type FilmFormat, type TimedWord } from '../../libs/media/src/contracts.js';
import { cardWords } from '../../libs/media/src/illustrator/scene/card-words.js';
import { composeScene } from '../../libs/media/src/illustrator/scene/compose.js';
import { scenesOfBeats } from '../../libs/media/src/illustrator/scene/scenes-of-beats.js';
import { keywordsOf } from '../../libs/media/src/illustrator/words/keywords.js';
import { moodOf } from '../../libs/media/src/music/moods.js';
import { layParagraphs } from '../../libs/media/src/outline/paragraphs.js';
import { ownSentences } from '../../libs/media/src/outline/own-text.js';
import { splitSentences } from '../../libs/media/src/outline/prompt-text.js';
import { readPrompt, titleOf } from '../../libs/media/src/outline/read-prompt.js';
import { languageAskedIn } from '../../libs/media/src/outline/requests-elsewhere.js';
import { writeOutline } from '../../libs/media/src/outline/write-outline.js';
import { bySyllables } from '../../libs/media/src/speech/alignment/by-syllables.js';
import { markedText } from '../../libs/media/src/speech/amplitude-marks.js';
import { alignWords } from '../../libs/media/src/speech/flite-alignment.js';
import { countSpeech, estimateSpeechSeconds } from '../../libs/media/src/speech/speech-rate.js';
import { readEnglish } from '../../libs/media/src/speech/english/readings.js';
import { type Reading } from '../../libs/media/src/speech/reading.js';
import { readRussian } from '../../libs/media/src/speech/russian/readings.js';
import { spokenElsewhere } from '../../libs/media/src/speech/spoken-elsewhere.js';
import { spokenEnglish } from '../../libs/media/src/speech/spoken-english.js';
import { toSpokenForm } from '../../libs/media/src/speech/spoken-form.js';
import { languageOfScript } from '../../libs/media/src/speech/voices.js';
import { toTimedWords } from '../../libs/media/src/speech/word-slots.js';
import { shownName } from '../../libs/platform/src/egress/file-name.js';
import { redact } from '../../libs/platform/src/telemetry/redaction.js';
import { readingTimes } from '../../libs/steps/src/plan/place-lines.js';
import { speakingSeconds, wordSeconds } from '../../libs/steps/src/plan/speaking-time.js';
import { LIGHT_NODES, NodeTypes } from '../../libs/workflows/src/graph/application/catalogue.js';
import { documentFaults } from '../../libs/workflows/src/graph/application/document-schema.js';
import { paramChecks } from '../../libs/workflows/src/graph/application/params.js';
import { expressionChecks } from '../../libs/workflows/src/graph/application/templates.js';
import { validateGraph } from '../../libs/workflows/src/graph/domain/validate/validate-graph.js';

const FORMAT: FilmFormat = { widthPx: 1080, heightPx: 1920, fps: 30 };
const FILM_SECONDS = 600;
const SLOT = { startSeconds: 0, endSeconds: FILM_SECONDS };
const CUT = { language: 'en', mode: 'beats', segmentSeconds: 5, totalFrames: FILM_SECONDS * 30, fps: 30 } as const;
/** The bodies' own limit on what a script is written from. */
const PROMPT = 10_000;

/** A node whose text is somebody's. */
const judged = (template: string) =>
  validateGraph({ nodes: [{ id: 'a', type: 'Text.Template', params: { template } }], edges: [] }, new NodeTypes(LIGHT_NODES), {
    ...{ expressions: expressionChecks, params: paramChecks, hasSecret: (text: string) => redact(text) !== text },
    urlRefusal: () => null,
    models: { faultsOf: () => [] },
  });

/** As much of a text as a film may say: what has more words is refused before it comes to captions. */
function admitted(text: string): string {
  let words = text;
  while (countWords(words) > MAX_SCRIPT_WORDS) words = words.slice(0, words.length / 2);
  return words;
}

/** Of one segment: captions are made line by line, with a turn for everybody else in between. */
const line = (text: string): string => {
  const words = admitted(text);
  return words.slice(0, Math.max(2_000, words.length / 4));
};

const timed = (text: string): TimedWord[] => readingTimes(text, SLOT, 'en');
const cues = (text: string) => cuesFromWords(timed(line(text)), { format: FORMAT });
/** Of one piece, as the step that burns them in takes them. */
const cuesOfPiece = (text: string) => cues(text).filter(({ startSeconds }) => startSeconds < 15);
const pairs = (count: number) => Array.from({ length: count }, () => ({ durationSeconds: 5, prompt: null }));
const checked = (Rules: new () => object) => (text: string) =>
  validate(plainToInstance(Rules, { prompt: text, script: text, comment: text }));
const outline = (language: string, durationSeconds: number) => (text: string) => {
  const request = { prompt: text.slice(0, PROMPT), language, durationSeconds, beats: 120, seed: 1 };
  return refusable(() => writeOutline(request));
};

/** A job that has come as far as `events` say. */
const folded = (events: readonly VideoJobEvent[]) => events.reduce(videoJob.evolve, videoJob.initialState);
const planned = folded([
  ...videoJob.decide(createVideo({ prompt: 'x' }), videoJob.initialState),
  ...videoJob.decide(recordScript(), folded(videoJob.decide(createVideo({ prompt: 'x' }), videoJob.initialState))),
]);
const atScriptGate = folded([
  ...videoJob.decide(createVideo({ approvals: ['script'] }), videoJob.initialState),
  ...videoJob.decide(recordScript(), folded(videoJob.decide(createVideo({ approvals: ['script'] }), videoJob.initialState))),
]);

/** A reader asked at every word, as the speech asks it. */
function read(reader: (words: readonly string[], at: number) => Reading | undefined, text: string): unknown {
  const words = text.match(/\S+/gu) ?? [];
  return words.map((_, at) => reader(words, at));
}

/** A refusal is an answer, and has to come as fast as any other. */
function refusable(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (typeof (error as { code?: unknown }).code === 'string') return error;
    throw error;
  }
}

export const WORK_OVER_TEXT: Readonly<Record<string, (text: string) => unknown>> = {
  // Requests
  'jobs: CreateVideoRequest': checked(CreateVideoRequest),
  'jobs: DecideApprovalRequest': checked(DecideApprovalRequest),
  'jobs: RegenerateSegmentRequest': checked(RegenerateSegmentRequest),
  'media: languageOf': languageOf,
  'jobs: readOrder': (text) => readOrder({ scenes: [{ text, searchTerms: [text] }], config: { voice: text, music: text } }),
  'jobs: expectedSeconds': (text) => {
    const order = readOrder({ scenes: [{ text }], config: { voice: 'local' } });
    return 'scenes' in order ? expectedSeconds(order) : 0;
  },
  'assets: bytesOfDataUrl': (text) => [bytesOfDataUrl(`data:,${text}`), bytesOfDataUrl(`data:;base64,${text}`), bytesOfDataUrl(text)],
  'platform: shownName': shownName,
  'platform: redact': redact,
  'workflows: documentFaults': (text) =>
    documentFaults({ name: text, graph: { nodes: [{ id: text, type: text }], edges: [{ from: text, to: text }] } }),
  'workflows: validateGraph': judged,
  'workflows: validateGraph, templates': (text) => judged(`{{ "${text.replaceAll(/["\\\s]/gu, '')}" }} {{${text}}}`),
  // Decisions
  'jobs: filmSeconds': (text) => filmSeconds(videoRequest({ durationSeconds: null }), text),
  'jobs: cutIntoSegments, 120 beats': (script) => cutIntoSegments({ ...CUT, script }),
  'jobs: cutIntoSegments, 3 beats': (script) => cutIntoSegments({ ...CUT, script, totalFrames: 15 * 30 }),
  'jobs: cutIntoSegments, sections': (script) => cutIntoSegments({ ...CUT, script, mode: 'sections', language: 'ru' }),
  'jobs: planFilm, frame pairs': (text) =>
    planFilm(videoRequest({ frames: pairs(120), segmentation: { mode: 'frame-pairs', segmentSeconds: 5 } }), 'title', text),
  // An order and its estimate ask for it so often.
  'jobs: spokenText, five times': (script) => Array.from({ length: 5 }, () => spokenText(script)),
  'jobs: CreateVideo': (script) => refusable(() => videoJob.decide(createVideo({ script, prompt: null }), videoJob.initialState)),
  'jobs: RecordScript': (script) => {
    const queued = folded(videoJob.decide(createVideo({ durationSeconds: null }), videoJob.initialState));
    return refusable(() => videoJob.decide(recordScript({ script: admitted(script) }), queued));
  },
  'jobs: DecideApproval': (script) => {
    const data = { videoId: VIDEO_ID, approval: 'script', decision: 'rejected', comment: script, segments: [], script } as const;
    return refusable(() => videoJob.decide(new DecideApproval(data, AT), atScriptGate));
  },
  'jobs: RegenerateSegments': (prompt) =>
    refusable(() =>
      videoJob.decide(new RegenerateSegments({ videoId: VIDEO_ID, segments: [{ index: 0, prompt, model: null }] }, AT), planned),
    ),
  'jobs: titleFrom': titleFrom,
  // Lengths and captions
  'steps: speakingSeconds': (text) => speakingSeconds(text, 'ru'),
  'steps: wordSeconds': (text) => wordSeconds(text.replaceAll(/\s/gu, ''), 'en'),
  'steps: readingTimes': timed,
  'media: countSpeech': countSpeech,
  'media: estimateSpeechSeconds': (text) => estimateSpeechSeconds(text, 'ru'),
  'media: caption-text': (text) => [
    endsClause(text),
    endsSentence(text),
    graphemes(text).length,
    shownText(text).length,
    visibleLength(text),
  ],
  'media: cuesFromWords': cues,
  'media: cuesFromWords, one word': (text) => cuesFromWords([{ text, ...SLOT }], { format: FORMAT }),
  'media: side files': (text) => {
    const made = cuesOfPiece(text);
    return [cuesToSrt(made).length, cuesToVtt(made).length];
  },
  'media: cuesToAss, block': (text) => cuesToAss(cuesOfPiece(text), { format: FORMAT, style: 'block', position: 'bottom', language: 'en' }),
  'media: cuesToAss and assForPiece': (text) => {
    const ass = cuesToAss(cuesOfPiece(text), { format: FORMAT, style: 'karaoke', position: 'bottom', language: text });
    return assForPiece(ass, { startFrame: 0, endFrame: 60 }, 30);
  },
  'media: charactersWithoutFont': charactersWithoutFont,
  'media: cardEvents': (text) =>
    cardEvents(
      {
        ...{ text: text.slice(0, 200), startFrame: 0, endFrame: 60, font: 'Inter Medium', color: '#ffffff', accent: '#ffffff' },
        ...{ background: '#000000', backgroundOpacity: 1, fadeInSeconds: 0, fadeOutSeconds: 0 },
      },
      { format: FORMAT, position: 'bottom', language: 'en' },
    ),
  // Writing
  'media: readPrompt, en': (text) => readPrompt(text, 'en'),
  'media: readPrompt, ru': (text) => readPrompt(text, 'ru'),
  'media: titleOf': (text) => [titleOf(text, 'en'), titleOf(text, 'ru')],
  'media: readPrompt, de, fr, pl, tr': (text) => (['de', 'fr', 'pl', 'tr'] as const).map((language) => readPrompt(text, language)),
  'media: ownSentences': (text) => ownSentences({ prompt: text, language: 'ja', durationSeconds: null }),
  'media: languageAskedIn': (text) => languageAskedIn(text),
  'media: splitSentences': splitSentences,
  'media: layParagraphs': (text) =>
    layParagraphs(
      splitSentences(text.slice(0, 2 * PROMPT)).map((sentence) => ({ text: sentence, role: '' })),
      120,
      'en',
    ),
  'media: writeOutline, en': outline('en', 600),
  'media: writeOutline, en, short': outline('en', 5),
  'media: writeOutline, ru': outline('ru', 600),
  'media: writeOutline, other': outline('de', 600),
  'integrations: scriptBrief and writtenScript': (text) => {
    const request = {
      prompt: text,
      language: 'en',
      style: '',
      tone: '',
      audience: '',
      title: null,
      durationSeconds: 60,
      beats: 8,
      seed: 1,
    };
    return [scriptBrief(request), refusable(() => writtenScript({ paragraphs: [text] }, request))];
  },
  // Speaking
  'media: toSpokenForm, en': (text) => toSpokenForm(admitted(text), 'en'),
  'media: toSpokenForm, ru': (text) => toSpokenForm(admitted(text), 'ru'),
  'media: toTimedWords': (text) => {
    const form = toSpokenForm(admitted(text), 'en');
    return toTimedWords(
      form,
      form.utterances.flatMap(({ units }) => units.map(() => null)),
      FILM_SECONDS,
    );
  },
  'media: readEnglish': (text) => read(readEnglish, text),
  'media: readRussian': (text) => read(readRussian, text),
  'media: spokenEnglish': spokenEnglish,
  'media: spokenElsewhere': (text) => [spokenElsewhere(text, 'ru'), spokenElsewhere(text, 'de')],
  'media: languageOfScript': (text) => languageOfScript(text, 'en'),
  'media: markedText': (text) => markedText(text.split(/\s+/u), 0).length,
  'media: bySyllables': (text) => bySyllables(text, 0, FILM_SECONDS),
  'media: alignWords': (text) => {
    const phones = [...text].slice(0, 20_000);
    const heard = phones.map((name, i) => ({ name, startSeconds: i / 10, endSeconds: (i + 1) / 10 }));
    return alignWords([phones, phones.slice(0, 10)], heard);
  },
  // Pictures and music
  'media: keywordsOf': (text) => keywordsOf(text, 'en', 5),
  'media: cardWords': cardWords,
  'media: composeScene': (text) =>
    composeScene({
      ...{ text, topic: text, language: 'en', style: text, tone: text, segmentIndex: 0, segmentCount: 1, section: 'main', seed: 1 },
      ...{ format: FORMAT, avoidIcons: [] },
    }),
  'media: scenesOfBeats': (text) =>
    scenesOfBeats({
      ...{ text, topic: text, language: 'en', style: text, tone: text, segmentIndex: 0, segmentCount: 1, section: 'main', seed: 1 },
      ...{ format: FORMAT, avoidIcons: [] },
    }),
  'media: moodOf': moodOf,
};
