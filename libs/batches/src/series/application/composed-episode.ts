import { type VideoOrder } from '#jobs';
import { validationFailed } from '#platform';
import { columnsIn, compose } from '../../domain/compose.js';
import { brokenTexts, type Json } from '../../domain/rows.js';
import { NoTopicLeft } from '../domain/series.errors.js';
import { type KeptSeries, type SeriesWords } from './series-table.js';

/** An order that says what its film is about takes no topic. */
const SUBJECTS = ['prompt', 'script', 'idea', 'frames'] as const;
export interface ComposedEpisode {
  readonly order: VideoOrder;
  /** Place in `topics`; null: it takes none. */
  readonly topic: number | null;
}

/** What an episode is ordered with: the order itself before the defaults of the series. @throws Refusal validation_failed, NoTopicLeft */
export function composed(
  { name, topics, defaults }: SeriesWords,
  given: Json,
  { id, nextEpisode, nextTopic, own }: Pick<KeptSeries, 'id' | 'nextEpisode' | 'nextTopic'> & { readonly own?: string | undefined },
  below = '',
): ComposedEpisode {
  const hasSubject = SUBJECTS.some((subject) => Object.hasOwn(given, subject));
  const isListed = !hasSubject && own === undefined;
  if (isListed && topics.length > 0 && nextTopic >= topics.length) throw new NoTopicLeft(id);
  const topic = isListed ? topics[nextTopic] : own;
  const columns = columnsIn(defaults);
  const fillings = Object.entries({ episode: String(nextEpisode), topic }).filter(
    ([column, text]) => columns.has(column) && text !== undefined,
  );
  const isSaid = SUBJECTS.some((subject) => Object.hasOwn(defaults, subject));
  // A topic of its own goes into the words of the defaults where these name it.
  const isFilled = isSaid && (isListed || (columns.has('topic') && !hasSubject));
  const row = { ...given, ...(!hasSubject && !isFilled && { prompt: topic ?? name }), ...Object.fromEntries(fillings) };
  // Another subject than that of the defaults takes its place.
  const common =
    !isFilled && (hasSubject || own !== undefined)
      ? Object.fromEntries(Object.entries(defaults).filter(([member]) => !(SUBJECTS as readonly string[]).includes(member)))
      : defaults;
  const { order, faults } = compose(common, row, columns);
  const found = [...brokenTexts(given), ...faults];
  if (found.length > 0) throw validationFailed(found.map((fault) => (below === '' ? fault : { ...fault, path: `${below}.${fault.path}` })));
  return { order: order as VideoOrder, topic: isListed && topic !== undefined ? nextTopic : null };
}
