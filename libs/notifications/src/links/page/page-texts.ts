import { type Locale, plural } from '../../locales.js';

export interface PageTexts {
  readonly question: { readonly script: string; readonly images: string; readonly videos: string };
  readonly worksOnce: string;
  /** Above the preview. */
  readonly preview: {
    readonly images: (shown: number, total: number) => string;
    readonly videos: (shown: number, total: number) => string;
  };
  readonly crossOut: string;
  readonly readScript: string;
  readonly deadline: { readonly approve: (left: string) => string; readonly cancel: (left: string) => string };
  readonly left: (seconds: number) => string;
  readonly comment: string;
  readonly approve: string;
  readonly approveAnyway: string;
  readonly reject: string;
  readonly decidedRun: { readonly approved: string; readonly rejected: string };
  readonly overRun: string;
  readonly redo: { readonly script: string; readonly images: string; readonly videos: string };
  readonly redoSome: { readonly images: string; readonly videos: string };
  readonly decided: { readonly approved: string; readonly rejected: string };
  readonly by: (name: string | null, at: string) => string;
  readonly byDeadline: (at: string) => string;
  readonly note: string;
  readonly over: string;
  readonly overText: string;
  readonly goesOn: string;
  readonly nothing: string;
  readonly nothingText: string;
  readonly refused: string;
  /** By the code of the problem. */
  readonly refusedFor: Readonly<Record<string, string | undefined>>;
  readonly refusedOtherwise: string;
  readonly untitled: string;
  readonly segment: (index: number) => string;
}

const EN: PageTexts = {
  question: { script: 'Is this script right?', images: 'Are these pictures right?', videos: 'Are these clips right?' },
  worksOnce: 'link works once',
  preview: {
    images: (shown, total) => `The first ${shown} of ${total}. Tap a picture to have it drawn again.`,
    videos: (shown, total) => `The first ${shown} of ${total}. Tick a clip to have it made again.`,
  },
  crossOut: 'make again',
  readScript: 'This is what will be said.',
  deadline: {
    approve: (left) => `Without an answer it goes on in ${left}.`,
    cancel: (left) => `Without an answer it is cancelled in ${left}.`,
  },
  left: (seconds) => leftIn(seconds, { d: 'd', h: 'h', min: 'min' }),
  comment: 'What should be different?',
  approve: 'Approve',
  approveAnyway: 'Approve anyway',
  reject: 'Reject',
  decidedRun: { approved: 'Approved', rejected: 'Rejected' },
  overRun: 'The work was stopped, or went on without this answer.',
  redo: { script: 'Write again', images: 'Redraw all', videos: 'Make all again' },
  redoSome: { images: 'Redraw', videos: 'Make again' },
  decided: { approved: 'Approved', rejected: 'To be made again' },
  by: (name, at) => (name === null ? `Decided on ${at}.` : `Decided by ${name} on ${at}.`),
  byDeadline: (at) => `Nobody answered in time: it went on by itself on ${at}.`,
  note: 'Note',
  over: 'This is no longer waiting',
  overText: 'The video was stopped, or went on without this answer.',
  goesOn: 'You can close this page.',
  nothing: 'There is nothing here',
  nothingText: 'The link is wrong, or it is over. Ask whoever sent it for a new one.',
  refused: 'This answer could not be taken:',
  refusedFor: {
    validation_failed: 'choose one of the answers below; a note may have 5,000 characters.',
    segment_not_found: 'the video has no such scene.',
    quota_exceeded: 'there is no room left for making it again.',
    already_decided: 'somebody has just answered.',
  },
  refusedOtherwise: 'try again, or ask whoever sent the link.',
  untitled: 'Video',
  segment: (index) => `Scene ${index + 1}`,
};

const RU: PageTexts = {
  question: { script: 'Сценарий подходит?', images: 'Картинки подходят?', videos: 'Ролики подходят?' },
  worksOnce: 'ссылка на один ответ',
  preview: {
    images: (shown, total) => `${firstRu(shown, ['Первая', 'Первые'])} ${shown} из ${total}. Нажмите на картинку, чтобы её перерисовали.`,
    videos: (shown, total) => `${firstRu(shown, ['Первый', 'Первые'])} ${shown} из ${total}. Отметьте ролик, чтобы его переделали.`,
  },
  crossOut: 'переделать',
  readScript: 'Этот текст прозвучит в фильме.',
  deadline: {
    approve: (left) => `Без ответа работа продолжится через ${left}.`,
    cancel: (left) => `Без ответа видео будет отменено через ${left}.`,
  },
  left: (seconds) => leftIn(seconds, { d: 'дн.', h: 'ч', min: 'мин' }),
  comment: 'Что сделать иначе?',
  approve: 'Утвердить',
  approveAnyway: 'Всё равно утвердить',
  reject: 'Отклонить',
  decidedRun: { approved: 'Одобрено', rejected: 'Отклонено' },
  overRun: 'Работа остановлена или продолжилась без этого ответа.',
  redo: { script: 'Написать заново', images: 'Перерисовать все', videos: 'Переделать все' },
  redoSome: { images: 'Перерисовать', videos: 'Переделать' },
  decided: { approved: 'Утверждено', rejected: 'Будет сделано заново' },
  by: (name, at) => (name === null ? `Решено ${at}.` : `Ответ дан ${at}. Кто: ${name}.`),
  byDeadline: (at) => `Никто не ответил вовремя: работа продолжилась сама, ${at}.`,
  note: 'Пожелание',
  over: 'Ответ больше не нужен',
  overText: 'Видео остановлено или уже продолжилось без этого ответа.',
  goesOn: 'Страницу можно закрыть.',
  nothing: 'Здесь ничего нет',
  nothingText: 'Ссылка неверна или больше не действует. Попросите новую у того, кто её прислал.',
  refused: 'Этот ответ не принят:',
  refusedFor: {
    validation_failed: 'выберите один из ответов внизу; в пожелании не больше 5000 знаков.',
    segment_not_found: 'в видео нет такой сцены.',
    quota_exceeded: 'лимита не хватает, чтобы переделать.',
    already_decided: 'кто-то только что ответил.',
  },
  refusedOtherwise: 'попробуйте ещё раз или спросите того, кто прислал ссылку.',
  untitled: 'Видео',
  segment: (index) => `Сцена ${index + 1}`,
};

const firstRu = (shown: number, [one, many]: readonly [string, string]): string => plural('ru', shown, { one, many });

/** At least a minute, in the two largest units. */
function leftIn(seconds: number, units: { readonly d: string; readonly h: string; readonly min: string }): string {
  const minutes = Math.max(1, Math.floor(seconds / 60));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = [days > 0 && `${days} ${units.d}`, hours > 0 && `${hours} ${units.h}`, days === 0 && rest > 0 && `${rest} ${units.min}`];
  return parts.filter(Boolean).join(' ');
}

export const pageTexts = (locale: Locale): PageTexts => ({ en: EN, ru: RU })[locale];
