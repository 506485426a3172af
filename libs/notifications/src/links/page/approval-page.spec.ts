import { describe, expect, it } from '@jest/globals';
import { type ApprovalPage, approvalPage, nothingPage, PAGE_HEADERS, type PageState } from './approval-page.js';
import { safe } from './html.js';
import { pageTexts } from './page-texts.js';

const shot = (segment: number) => ({ segment, path: `/v1/media/t/${segment}.png`, posterPath: null, text: `Text ${segment}` });
const OPEN: PageState = {
  kind: 'open',
  preview: { kind: 'shots', shots: [0, 1, 2, 3, 4].map(shot), total: 12 },
  may: ['approve', 'reject'],
  deadline: { leftSeconds: 11_520, then: 'approve' },
  refused: null,
};
const page = (change: Partial<ApprovalPage> = {}): string =>
  approvalPage({ locale: 'en', title: 'Why octopuses have three hearts', gateType: 'images', state: OPEN, ...change });
const textOf = (markup: string): string =>
  markup
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the page of an approval link', () => {
  it('asks, shows the preview, says what happens without an answer, and has a tick box for each picture', () => {
    const text = textOf(page());
    expect(text).toContain('Why octopuses have three hearts');
    expect(text).toContain('Are these pictures right? The first 5 of 12.');
    expect(text).toContain('Without an answer it goes on in 3 h 12 min .');
    expect([...page().matchAll(/<input class="tick"[^>]*value="(\d+)"/g)].map(([, segment]) => segment)).toEqual(['0', '1', '2', '3', '4']);
    expect([...page().matchAll(/<button[^>]*value="(\w+)"/g)].map(([, decision]) => decision)).toEqual(['reject', 'approve']);
  });

  it.each(['en', 'ru'] as const)('has no script, and fetches from nowhere else (%s)', (locale) => {
    const markup = page({ locale });
    expect(markup).not.toMatch(/<script|\son\w+=|javascript:|https?:/i);
    expect(PAGE_HEADERS['Content-Security-Policy']).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]+=*';/);
    expect(PAGE_HEADERS['Content-Security-Policy']).not.toMatch(/unsafe|script-src|\*/);
  });

  it('speaks Russian without a Latin word of its own', () => {
    const state: PageState = { ...OPEN, preview: { kind: 'script', script: 'Три сердца.' } };
    const text = textOf(page({ locale: 'ru', gateType: 'script', title: 'Осьминоги', state })).replaceAll('kadr', '');
    expect(text).not.toMatch(/[a-z]/i);
    expect(text).toContain('Сценарий подходит?');
  });

  it('shows only what the link may be used for', () => {
    const markup = page({ state: { ...OPEN, may: ['approve'] } });
    expect(markup).toContain('value="approve"');
    expect(markup).not.toContain('value="reject"');
  });

  it('never lets what people have written become markup', () => {
    const evil = `<script>alert(1)</script>"'&`;
    const state: PageState = {
      ...OPEN,
      preview: { kind: 'shots', shots: [{ ...shot(0), text: evil }], total: 1 },
      refused: { code: evil, comment: `</textarea>${evil}`, segments: [0] },
    };
    const decided: PageState = { kind: 'decided', decision: 'approved', by: evil, byDeadline: false, at: evil, comment: evil };
    for (const markup of [page({ title: evil, state }), page({ title: evil, state: decided })]) {
      expect(markup).not.toContain('<script');
      expect(markup).toContain('&lt;script&gt;');
    }
    expect(page({ state }).match(/<\/textarea>/g)).toHaveLength(1);
    expect(page({ state })).toMatch(/value="0" id="s0"[^>]* checked/);
  });

  it('says who has decided, or that nobody has', () => {
    const decided = { kind: 'decided', decision: 'rejected', by: 'Анна', byDeadline: false, at: '1 мая', comment: 'Синее' } as const;
    expect(textOf(page({ locale: 'ru', state: decided }))).toMatch(/Будет сделано заново .*Ответ дан 1 мая. Кто: Анна\. Пожелание: Синее/);
    expect(textOf(page({ state: { ...decided, byDeadline: true } }))).toContain('Nobody answered in time');
    expect(page({ state: decided })).not.toContain('<form');
  });

  it('is the same for everything that is not there', () => {
    expect(textOf(nothingPage('ru'))).toContain('Здесь ничего нет');
    expect(nothingPage('en')).not.toContain('<form');
  });
});

describe('safe', () => {
  it('escapes in texts and in attributes, once', () => {
    const inner = safe`<b>${'<&>'}</b>`;
    expect(safe`<a title="${'"x"'}">${inner}${[inner]}${null}${false}${0}</a>`.text).toBe(
      '<a title="&quot;x&quot;"><b>&lt;&amp;&gt;</b><b>&lt;&amp;&gt;</b>0</a>',
    );
  });
});

describe('the time that is left', () => {
  it.each([
    [0, '1 min', '1 мин'],
    [3600, '1 h', '1 ч'],
    [11_520, '3 h 12 min', '3 ч 12 мин'],
    [180_000, '2 d 2 h', '2 дн. 2 ч'],
  ])('%d s', (seconds, en, ru) => {
    expect([pageTexts('en').left(seconds), pageTexts('ru').left(seconds)]).toEqual([en, ru]);
  });
});
