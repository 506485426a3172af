import { type Locale, plural } from '../locales.js';

export interface MailTexts {
  readonly untitled: string;
  readonly gate: Readonly<Record<'script' | 'images' | 'videos', (title: string) => string>>;
  readonly reminder: (title: string) => string;
  readonly rest: string;
  readonly answer: string;
  readonly look: string;
  readonly film: (title: string) => string;
  readonly watch: string;
  readonly watchFor: string;
  readonly failed: (title: string) => string;
  readonly cancelled: (title: string) => string;
  readonly stopped: string;
  readonly quota: (resource: string, percent: number) => string;
  readonly quotaText: string;
  readonly endpoint: Readonly<Record<'failing' | 'gone' | 'disabled', string>>;
  readonly endpointText: Readonly<Record<'failing' | 'gone' | 'disabled', (host: string) => string>>;
  readonly several: (count: number, first: string) => string;
  readonly why: string;
  readonly leave: string;
  readonly invitation: {
    readonly subject: string;
    readonly text: (host: string) => string;
    readonly may: Readonly<Record<'viewer' | 'approver' | 'producer', string>>;
    readonly join: string;
    readonly ignore: string;
    readonly joined: string;
    readonly joinedText: string;
  };
  readonly leaving: {
    readonly question: string;
    readonly text: string;
    readonly button: string;
    readonly left: string;
    readonly leftText: string;
  };
}

const EN: MailTexts = {
  untitled: 'The film',
  gate: {
    script: (title) => `Is the script right? ${title}`,
    images: (title) => `Are the pictures right? ${title}`,
    videos: (title) => `Are the clips right? ${title}`,
  },
  reminder: (title) => `Still waiting for an answer: ${title}`,
  rest: 'The whole of it is behind the link.',
  answer: 'Look and answer',
  look: 'It waits for an answer.',
  film: (title) => `Ready: ${title}`,
  watch: 'Watch the film',
  watchFor: 'The link works for 7 days.',
  failed: (title) => `Failed: ${title}`,
  cancelled: (title) => `Cancelled: ${title}`,
  stopped: 'Nothing more is made of it.',
  quota: (resource, percent) => `${percent} % of the plan are used up: ${resource}`,
  quotaText: 'When it is used up, new orders are refused until the next period begins or the plan is changed.',
  endpoint: {
    failing: 'A webhook endpoint does not answer',
    gone: 'A webhook endpoint was switched off',
    disabled: 'A webhook endpoint was switched off',
  },
  endpointText: {
    failing: (host) => `${host} has not answered for a while. It is still tried; look whether it works.`,
    gone: (host) => `${host} says that it is gone (410). What was due is kept: enable the endpoint again if that was a mistake.`,
    disabled: (host) => `${host} has failed for days. What was due is kept: enable the endpoint again when it works.`,
  },
  several: (count, first) => `${first} and ${count - 1} more`,
  why: 'You get this because your address is a contact of Kadr.',
  leave: 'Unsubscribe',
  invitation: {
    subject: 'Do you want to hear of films from Kadr?',
    text: (host) => `Somebody at ${host} would like to write to you about films that are being made.`,
    may: {
      viewer: 'You would be told how they end.',
      approver: 'You would be told how they end, and asked whether scripts, pictures and clips are right.',
      producer: 'You would be told how they end, and asked whether scripts, pictures and clips are right.',
    },
    join: 'Yes, write to me',
    ignore: 'If not, do nothing: you will not be written to again.',
    joined: 'You will hear of films',
    joinedText: 'You can leave by a link in every mail. You can close this page.',
  },
  leaving: {
    question: 'No more mails?',
    text: 'You will hear of no more films, and decide nothing by links that were sent to you.',
    button: 'Unsubscribe',
    left: 'You will get no more mails',
    leftText: 'Your address is forgotten. You can close this page.',
  },
};

const RU: MailTexts = {
  untitled: 'Фильм',
  gate: {
    script: (title) => `Сценарий подходит? «${title}»`,
    images: (title) => `Картинки подходят? «${title}»`,
    videos: (title) => `Ролики подходят? «${title}»`,
  },
  reminder: (title) => `Всё ещё ждёт ответа: «${title}»`,
  rest: 'Полностью – по ссылке.',
  answer: 'Посмотреть и ответить',
  look: 'Работа ждёт ответа.',
  film: (title) => `Готово: «${title}»`,
  watch: 'Смотреть фильм',
  watchFor: 'Ссылка действует 7 дней.',
  failed: (title) => `Не получилось: «${title}»`,
  cancelled: (title) => `Отменено: «${title}»`,
  stopped: 'Больше для него ничего не делается.',
  quota: (resource, percent) => `Использовано ${percent} % лимита: ${resource}`,
  quotaText: 'Когда лимит кончится, новые заказы будут отклоняться до нового периода или смены тарифа.',
  endpoint: {
    failing: 'Адрес вебхука не отвечает',
    gone: 'Адрес вебхука отключён',
    disabled: 'Адрес вебхука отключён',
  },
  endpointText: {
    failing: (host) => `${host} давно не отвечает. Попытки продолжаются; проверьте, работает ли он.`,
    gone: (host) => `${host} ответил, что его больше нет (410). Неотправленное сохранено: если это ошибка, включите адрес снова.`,
    disabled: (host) => `${host} не отвечал несколько дней. Неотправленное сохранено: включите адрес, когда он заработает.`,
  },
  several: (count, first) => `${first} и ещё ${count - 1} ${plural('ru', count - 1, { one: 'новость', few: 'новости', many: 'новостей' })}`,
  why: 'Вы получили это письмо, потому что ваш адрес подключён к Kadr.',
  leave: 'Отписаться',
  invitation: {
    subject: 'Хотите получать письма о фильмах от Kadr?',
    text: (host) => `С сайта ${host} вам хотят писать о фильмах, которые там создаются.`,
    may: {
      viewer: 'Вы будете узнавать, чем они закончились.',
      approver: 'Вы будете узнавать, чем они закончились, и решать, подходят ли сценарии, картинки и ролики.',
      producer: 'Вы будете узнавать, чем они закончились, и решать, подходят ли сценарии, картинки и ролики.',
    },
    join: 'Да, пишите мне',
    ignore: 'Если нет, ничего не делайте: больше вам не напишут.',
    joined: 'Письма о фильмах подключены',
    joinedText: 'Отписаться можно по ссылке в каждом письме. Страницу можно закрыть.',
  },
  leaving: {
    question: 'Больше не писать?',
    text: 'Писем о фильмах больше не будет, а ссылки из прежних писем перестанут действовать.',
    button: 'Отписаться',
    left: 'Писем больше не будет',
    leftText: 'Ваш адрес удалён. Страницу можно закрыть.',
  },
};

export const mailTexts = (locale: Locale): MailTexts => ({ en: EN, ru: RU })[locale];
