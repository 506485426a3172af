import { REASONS, REFUSALS } from './codes.en';
import { createWords } from './create.en';
import { editorWords } from './editor.en';
import { filmWords } from './film.en';
import { flowWords } from './flow.en';
import { otherWords } from './others.en';
import { plural } from './plural';

const files = (n: number) => plural('en', n, { one: 'file', other: 'files' });

const en = {
  locale: 'en',
  refusals: REFUSALS,
  reasons: REASONS,
  create: createWords,
  film: filmWords,
  ...otherWords,
  ...flowWords,
  ...editorWords,
  app: {
    nav: 'Pages',
    newVideo: 'New video',
    new: 'New',
    videos: 'Videos',
    workflows: 'Workflows',
    library: 'Library',
    models: 'Models',
    templates: 'Templates',
    usage: 'Usage',
    webhooks: 'Webhooks',
    contacts: 'Contacts',
    settings: 'Settings',
    skip: 'To the content',
    seconds: 'Seconds',
    secondsLeft: (used: string, limit: string) => `${used} / ${limit}`,
    close: 'Close',
    news: 'News',
    cancel: 'Cancel',
    retry: 'Try again',
    copy: 'Copy',
    copied: 'Copied',
    loading: 'Loading',
    more: 'Show more',
    language: 'Language',
    theme: 'Theme',
    toLight: 'Light theme',
    toDark: 'Dark theme',
    otherLanguage: 'По-русски',
    signOut: 'Sign out',
    files,
    needs: (scope: string) => `Needs ${scope}`,
    offlineWrite: 'No connection: this waits until it is back',
    notFoundTitle: 'There is no such page',
    notFound: 'The address may be old or mistyped.',
    toVideos: 'To the videos',
    number: (id: string) => `Number ${id}`,
    newVersion: 'A new version is here.',
    reload: 'Load it',
    error: 'This could not be loaded.',
    unreachable: 'The server does not answer. Try again when the connection is back.',
  },
  connection: {
    live: 'live',
    reconnecting: 'reconnecting',
    offline: 'offline',
    since: (time: string) => `last news ${time}`,
  },
  signIn: {
    title: 'Sign in',
    working: 'Signing in…',
    used: 'This link was used before; a link works once. Make another with npm run sign-in.',
    expired: 'This link is over. Make another with npm run sign-in.',
    key: 'API key',
    keyNote: 'It is exchanged for a session. This browser does not keep it.',
    submit: 'Sign in',
    orLink: 'Or open the link that this command prints:',
    refused: 'This key is not known.',
    again: 'Your session is over. Sign in, and go on where you were.',
    throttled: 'Too many tries. Wait a minute.',
    at: (issuer: string) => `Sign in at ${issuer}`,
    atIssuer: {
      sign_in_refused: 'Nobody was signed in there. Try again.',
      sign_in_expired: 'That took too long, or began in another browser. Try again.',
      not_a_member: 'You are known there, but belong to no organisation here. Ask an owner to add you.',
      issuer_unavailable: 'The sign-in service does not answer. Try again soon.',
    },
  },
  videos: {
    title: 'Videos',
    tabs: { all: 'All', yours: 'Waiting for you', making: 'Being made', stopped: 'Stopped', ready: 'Ready' },
    search: 'Title, topic or script',
    searchLabel: 'Search videos',
    empty: 'There are no videos yet. The first one costs nothing: it is made on this machine.',
    emptySearch: 'No video fits.',
    clear: 'Show all',
    first: 'Make the first one',
    untitled: 'Untitled',
    answer: 'Answer',
    goOn: 'Go on',
    look: { script: 'Read the script', images: 'Look at the pictures', videos: 'Look at the clips' },
    goesOn: (span: string) => `goes on by itself in ${span}`,
    endsIn: (span: string) => `is stopped in ${span}`,
    segments: (n: number) => `${n} ${plural('en', n, { one: 'segment', other: 'segments' })}`,
    clipsOf: (done: number, total: number) => `${done} of ${total} clips`,
    replacedOf: (n: number, total: number) => `${n} of ${total} replaced`,
    fresh: (n: number) => `${n} new`,
    today: 'today',
    thisMachine: 'made on this machine',
    list: 'Videos, newest first',
  },
  status: {
    queued: 'Waiting to start',
    drafting: 'Writing the script',
    pictures: 'Making pictures',
    clips: 'Making clips',
    sound: 'Making sound',
    film: 'Joining the film',
    awaiting_approval: 'Waiting for you',
    completed: 'Ready',
    failed: 'Stopped',
    cancelled: 'Cancelled',
  },
};

export default en;

type Widened<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { readonly [K in keyof T]: Widened<T[K]> };
/** What every language says. A line that is missing does not compile. */
export type Messages = Widened<typeof en>;
