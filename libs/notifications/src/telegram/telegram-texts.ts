import { type Locale } from '../locales.js';

export interface TelegramTexts {
  readonly stranger: string;
  readonly linked: (role: string) => string;
  readonly badLink: string;
  readonly unlinked: string;
  readonly help: string;
  readonly textOnly: string;
  readonly noText: string;
  readonly mayNot: string;
  readonly askFirst: string;
  readonly linkYourself: string;
  readonly over: string;
  readonly done: string;
  readonly roles: Readonly<Record<'viewer' | 'approver' | 'producer', string>>;
  readonly order: {
    readonly title: string;
    readonly price: (segments: number, usd: string) => string;
    readonly free: (segments: number) => string;
    readonly noRoom: string;
    readonly create: string;
    readonly length: (length: string) => string;
    readonly gates: (on: boolean) => string;
    readonly drop: string;
    readonly ordered: string;
    readonly dropped: string;
  };
  readonly gate: {
    readonly script: string;
    readonly images: (shown: number, total: number) => string;
    readonly videos: (shown: number, total: number) => string;
    readonly rest: string;
    readonly approve: string;
    readonly change: string;
    readonly cancel: string;
    readonly good: string;
    readonly redoAll: string;
    readonly redo: (numbers: string) => string;
    readonly askComment: string;
    readonly approved: (name: string | null) => string;
    readonly rejected: (name: string | null) => string;
    readonly byDeadline: string;
    readonly already: (name: string | null) => string;
  };
  readonly film: {
    readonly ready: (title: string) => string;
    readonly tooLarge: string;
    readonly scene: string;
    readonly askScene: string;
    readonly again: string;
    readonly link: string;
  };
  readonly failed: (title: string, reason: string) => string;
  readonly cancelled: (title: string) => string;
  readonly retry: string;
  readonly noVideos: string;
  readonly untitled: string;
  readonly quota: (resource: string, percent: number) => string;
  readonly endpoint: Readonly<Record<'failing' | 'gone' | 'disabled', (host: string) => string>>;
  readonly language: string;
  /** By the code of the problem. */
  readonly problems: Readonly<Record<string, string | undefined>>;
  readonly problem: string;
}

const EN: TelegramTexts = {
  stranger: 'This chat is not linked. Ask an administrator of Kadr for a link.',
  linked: (role) => `Linked. You can ${role}. Write what the film is about, or /help.`,
  badLink: 'This link was used or is over. Ask for a new one.',
  unlinked: 'Unlinked. You will hear nothing more.',
  help: 'Write what the film is about, and an order appears.\n/new <text> – order\n/videos – the last ones\n/status – what is being made\n/cancel – stop the latest\n/language ru|en\n/unlink – leave',
  textOnly: 'Please send text.',
  noText: 'The script must be a text file (.txt, UTF-8) of 1 MB at most.',
  mayNot: 'You may look, not decide.',
  askFirst: 'You may not order videos.',
  linkYourself: 'Link yourself in a private chat first.',
  over: 'This is over.',
  done: 'Done',
  roles: { viewer: 'follow videos', approver: 'follow and approve videos', producer: 'order, follow and approve videos' },
  order: {
    title: 'New film',
    price: (segments, usd) => `${segments} scenes · about $${usd}`,
    free: (segments) => `${segments} scenes · free`,
    noRoom: 'The plan has no room left for it.',
    create: '✅ Create',
    length: (length) => (length === '48x5' ? '4 min 48×5' : `${length} s`),
    gates: (on) => (on ? 'approvals: on' : 'approvals: off'),
    drop: '✕',
    ordered: 'Ordered.',
    dropped: 'Dropped.',
  },
  gate: {
    script: 'Is this script right?',
    images: (shown, total) => `Are these pictures right? The first ${shown} of ${total}. Tap numbers to have them drawn again.`,
    videos: (shown, total) => `Are these clips right? The first ${shown} of ${total}. Tap numbers to have them made again.`,
    rest: 'The whole script is in the file.',
    approve: '✅ Approve',
    change: '✏️ Change',
    cancel: '✖ Cancel',
    good: '✅ All good',
    redoAll: '🔁 Redo all',
    redo: (numbers) => `🔁 Redo ${numbers}`,
    askComment: 'Reply to this message: what should be different? A text file takes the place of the script.',
    approved: (name) => (name === null ? '✅ Approved' : `✅ Approved by ${name}`),
    rejected: (name) => (name === null ? '🔁 Being made again' : `🔁 Being made again, asked by ${name}`),
    byDeadline: 'Nobody answered in time: it went on by itself.',
    already: (name) => (name === null ? 'Already decided.' : `Already decided by ${name}.`),
  },
  film: {
    ready: (title) => `🎬 ${title} is ready.`,
    tooLarge: 'The film is too large for a chat, and a copy that fits could not be made. Here is a link for 7 days:',
    scene: '🔁 Redo scene…',
    askScene: 'Reply to this message with the number of the scene, and what it should show if that is to change.',
    again: '🎲 New version',
    link: '🔗 Link',
  },
  failed: (title, reason) => `⚠️ ${title} failed. ${reason}`,
  cancelled: (title) => `✖ ${title} was cancelled.`,
  retry: '🔁 Try again',
  noVideos: 'There are no videos yet.',
  untitled: 'The film',
  quota: (resource, percent) => `⚠️ ${percent} % of ${resource} are used up.`,
  endpoint: {
    failing: (host) => `⚠️ The webhook endpoint at ${host} has not answered for a while. It is still tried.`,
    gone: (host) => `⚠️ The webhook endpoint at ${host} says that it is gone, so it was switched off. What was due is kept.`,
    disabled: (host) =>
      `⚠️ The webhook endpoint at ${host} has failed for days, so it was switched off. What was due is kept: enable it again when it works.`,
  },
  language: 'I speak English now.',
  problems: {
    validation_failed: 'This cannot be used: too long, empty, or not readable.',
    quota_exceeded: 'The plan has no room left for it.',
    already_decided: 'It has been decided already.',
    already_finished: 'It has ended already.',
    segment_not_found: 'There is no such scene.',
    segment_in_progress: 'This scene is being made already.',
    awaiting_approval: 'An answer is waited for first.',
    not_finished: 'It has not ended yet.',
    video_not_found: 'There is no such video.',
    not_retryable: 'It would fail again in the same way.',
  },
  problem: 'That did not work. Try again later.',
};

const RU: TelegramTexts = {
  stranger: 'Этот чат не привязан. Попросите ссылку у администратора Kadr.',
  linked: (role) => `Готово, чат привязан. Вы можете ${role}. Напишите, о чём снять фильм, или /help.`,
  badLink: 'Ссылка уже использована или больше не действует. Попросите новую.',
  unlinked: 'Чат отвязан. Больше сообщений не будет.',
  help: 'Напишите, о чём снять фильм, и появится заказ.\n/new <текст> – заказать\n/videos – последние\n/status – что сейчас делается\n/cancel – остановить последнее\n/language ru|en\n/unlink – отвязать чат',
  textOnly: 'Пришлите, пожалуйста, текст.',
  noText: 'Сценарий нужен текстовым файлом (.txt, UTF-8), не больше 1 МБ.',
  mayNot: 'Вы можете смотреть, но не решать.',
  askFirst: 'Заказывать видео вам нельзя.',
  linkYourself: 'Сначала привяжите себя в личном чате с ботом.',
  over: 'Это уже не действует.',
  done: 'Готово',
  roles: {
    viewer: 'следить за видео',
    approver: 'следить за видео и утверждать их',
    producer: 'заказывать видео, следить за ними и утверждать их',
  },
  order: {
    title: 'Новый фильм',
    price: (segments, usd) => `Сцен: ${segments} · примерно $${usd}`,
    free: (segments) => `Сцен: ${segments} · бесплатно`,
    noRoom: 'Лимита тарифа на это не хватает.',
    create: '✅ Создать',
    length: (length) => (length === '48x5' ? '4 мин 48×5' : `${length} с`),
    gates: (on) => (on ? 'утверждения: да' : 'утверждения: нет'),
    drop: '✕',
    ordered: 'Заказано.',
    dropped: 'Отменено.',
  },
  gate: {
    script: 'Сценарий подходит?',
    images: (shown, total) => `Картинки подходят? Показаны ${shown} из ${total}. Нажмите номера тех, что перерисовать.`,
    videos: (shown, total) => `Ролики подходят? Показаны ${shown} из ${total}. Нажмите номера тех, что переделать.`,
    rest: 'Весь сценарий в файле.',
    approve: '✅ Утвердить',
    change: '✏️ Изменить',
    cancel: '✖ Отменить',
    good: '✅ Всё хорошо',
    redoAll: '🔁 Переделать все',
    redo: (numbers) => `🔁 Переделать ${numbers}`,
    askComment: 'Ответьте на это сообщение: что изменить? Текстовый файл заменит сценарий.',
    approved: (name) => (name === null ? '✅ Утверждено' : `✅ Утверждено: ${name}`),
    rejected: (name) => (name === null ? '🔁 Переделывается' : `🔁 Переделывается, просьба: ${name}`),
    byDeadline: 'Никто не ответил вовремя: работа продолжилась сама.',
    already: (name) => (name === null ? 'Уже решено.' : `Уже решено: ${name}.`),
  },
  film: {
    ready: (title) => `🎬 «${title}»: готово.`,
    tooLarge: 'Фильм слишком большой для чата, и копию поменьше сделать не удалось. Вот ссылка на 7 дней:',
    scene: '🔁 Переделать сцену…',
    askScene: 'Ответьте на это сообщение номером сцены; если нужно, напишите после него, что показать.',
    again: '🎲 Новая версия',
    link: '🔗 Ссылка',
  },
  failed: (title, reason) => `⚠️ «${title}»: не получилось. ${reason}`,
  cancelled: (title) => `✖ «${title}»: отменено.`,
  retry: '🔁 Повторить',
  noVideos: 'Видео пока нет.',
  untitled: 'Фильм',
  quota: (resource, percent) => `⚠️ Использовано ${percent} % лимита: ${resource}.`,
  endpoint: {
    failing: (host) => `⚠️ Адрес вебхука ${host} давно не отвечает. Попытки продолжаются.`,
    gone: (host) => `⚠️ Адрес вебхука ${host} ответил, что его больше нет, и был отключён. Неотправленное сохранено.`,
    disabled: (host) =>
      `⚠️ Адрес вебхука ${host} не отвечал несколько дней и был отключён. Неотправленное сохранено: включите его, когда он заработает.`,
  },
  language: 'Теперь я говорю по-русски.',
  problems: {
    validation_failed: 'Так не получится: слишком длинно, пусто или нечитаемо.',
    quota_exceeded: 'Лимита тарифа на это не хватает.',
    already_decided: 'Это уже решено.',
    already_finished: 'Работа уже закончена.',
    segment_not_found: 'Такой сцены нет.',
    segment_in_progress: 'Эта сцена уже переделывается.',
    awaiting_approval: 'Сначала нужен ответ на предыдущий вопрос.',
    not_finished: 'Работа ещё не закончена.',
    video_not_found: 'Такого видео нет.',
    not_retryable: 'Повтор закончился бы так же.',
  },
  problem: 'Не получилось. Попробуйте позже.',
};

export const telegramTexts = (language: Locale): TelegramTexts => ({ en: EN, ru: RU })[language];
