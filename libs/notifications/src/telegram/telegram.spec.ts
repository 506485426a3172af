import { describe, expect, it } from '@jest/globals';
import { longId, shortId } from './button-table.js';
import { filmKeyboard, gateKeyboard, orderKeyboard } from './keyboards.js';
import { newDraft, orderOf, turned } from './order-draft.js';
import { textIn } from './script-files.js';
import { telegramTexts } from './telegram-texts.js';

const ID = '0198b8e8-7c1e-7a55-9d5f-5d0f5b1f6a01';
type Keys = ReturnType<typeof gateKeyboard>;
const dataOf = ({ inline_keyboard: rows }: Keys): string[] => rows.flat().map((key) => ('callback_data' in key ? key.callback_data : ''));
const labelsOf = ({ inline_keyboard: rows }: Keys): string[][] => rows.map((row) => row.map(({ text }) => text));

describe('buttons', () => {
  it('carry the id of a row and nothing else, in less than 64 bytes', () => {
    const gate = { kind: 'gate', videoId: ID, type: 'images', gate: 1, segments: [0, 1, 119], chosen: [119] } as const;
    const all = [...dataOf(orderKeyboard(ID, newDraft('x'), 'ru')), ...dataOf(gateKeyboard(ID, gate, 'ru'))];
    expect(all.filter((data) => !/^[a-z]{1,8}\d{0,4}:[\w-]{22}$/.test(data) || Buffer.byteLength(data) > 64)).toEqual([]);
    expect(longId(shortId(ID))).toBe(ID);
    expect([longId(''), longId('x'.repeat(23)), longId('../../../../../../../..')]).toEqual([null, null, null]);
  });

  it('mark what is chosen, and offer to make exactly that again', () => {
    const gate = { kind: 'gate', videoId: ID, type: 'images', gate: 1, segments: [0, 1, 2, 3, 4], chosen: [1, 3] } as const;
    expect(labelsOf(gateKeyboard(ID, gate, 'en'))).toEqual([
      ['✅ All good', '🔁 Redo all'],
      ['1', '✗ 2', '3', '✗ 4', '5'],
      ['🔁 Redo 2, 4'],
      ['✏️ Change', '✖ Cancel'],
    ]);
  });

  it.each([
    ['https://kadr.example/v1/media/x', true],
    ['http://localhost:3000/v1/media/x', false],
    ['http://kadr/v1/media/x', false],
    ['http://10.0.0.5:3000/v1/media/x', false],
  ])('lead to %s: %s, since Telegram refuses a whole message for a host that it does not know', (url, isThere) => {
    expect(JSON.stringify(filmKeyboard(ID, url, 'en')).includes(url)).toBe(isThere);
  });
});

describe('a script in a file', () => {
  it.each([
    ['UTF-8', Buffer.from('Жук\r\nлетит'), 'Жук\nлетит'],
    ['UTF-8 with its mark', Buffer.from('\ufeffЖук'), 'Жук'],
    ['UTF-16', Buffer.from('\ufeffЖук', 'utf16le'), 'Жук'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xd8]), null],
    ['zeros', Buffer.alloc(20), null],
    ['nothing', Buffer.alloc(0), null],
    ['half a character', Buffer.from([0xd0]), null],
  ])('is read as text: %s', (_, bytes, text) => expect(textIn(bytes)).toBe(text));
});

describe('an order in a chat', () => {
  it('turns through lengths, formats and sizes', () => {
    let draft = newDraft('Bees');
    for (const verb of ['len', 'asp', 'res', 'gates']) draft = turned(draft, verb) ?? draft;
    expect(orderOf(draft)).toEqual({
      prompt: 'Bees',
      ...{ aspectRatio: '16:9', resolution: '1080p', durationSeconds: 240, segmentation: { mode: 'sections', segmentSeconds: 5 } },
      ...{ visuals: { mode: 'image-to-video' }, approvals: [] },
    });
    expect(orderOf(newDraft('Bees')).approvals).toEqual(['script', 'images', 'videos']);
    expect(turned(draft, 'drop')).toBeNull();
  });
});

describe('what is said in a chat', () => {
  it('is Russian without Latin words of its own', () => {
    const t = telegramTexts('ru');
    const said = [t.stranger, t.badLink, t.textOnly, t.mayNot, t.askFirst, t.film.askScene, t.gate.askComment, t.order.noRoom, t.problem];
    expect(said.join(' ').replaceAll('Kadr', '')).not.toMatch(/[a-z]/i);
  });

  it('knows the same problems in both languages', () => {
    expect(Object.keys(telegramTexts('ru').problems)).toEqual(Object.keys(telegramTexts('en').problems));
  });
});
