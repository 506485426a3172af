import { describe, expect, it } from '@jest/globals';
import { csvRows } from './csv-rows.js';
import { jsonRows, ndjsonRows } from './ndjson-rows.js';

const NONE = new Set<string>();
const csv = (text: string | Buffer, columns: ReadonlySet<string> = NONE) => csvRows(Buffer.from(text as string), columns);
const valuesOf = ({ rows }: ReturnType<typeof csvRows>) => rows.map(({ values }) => values);

describe('a CSV file', () => {
  it('has fields in its columns, and an order in each row', () => {
    const text = 'key,prompt,durationSeconds,voice.provider,metadata.sku,music\na,Bees,15,local,7,false\nb,"One, two",20,,8,\n';
    const read = csv(text);
    expect(read.faults).toEqual([]);
    expect(read.rows).toEqual([
      {
        line: 2,
        values: { key: 'a', prompt: 'Bees', durationSeconds: 15, voice: { provider: 'local' }, metadata: { sku: '7' }, music: false },
      },
      { line: 3, values: { key: 'b', prompt: 'One, two', durationSeconds: 20, metadata: { sku: '8' } } },
    ]);
  });

  it.each([
    ['a byte order mark', '\ufeffprompt\nBees\n'],
    ['semicolons', 'prompt;durationSeconds\nBees, wasps;15\n'],
    ['line ends of Windows', 'prompt\r\nBees\r\n'],
    ['no line end at its end', 'prompt\nBees'],
    ['one column', 'prompt\nBees\n'],
    ['a quoted header', '"prompt",title\nBees,T\n'],
  ])('is taken with %s', (_, text) => {
    const read = csv(text);
    expect(read.faults).toEqual([]);
    expect(String(valuesOf(read)[0]?.['prompt'])).toMatch(/^Bees/);
  });

  it('names lines as an editor counts them', () => {
    const read = csv('prompt,title\n"two\nlines",a\n\nnext,b\ntoo,many,cells\n"again\n\nlong",c\n');
    expect(read.rows.map(({ line }) => line)).toEqual([2, 5, 6, 7]);
    expect(read.faults).toEqual([{ path: 'items.2', message: 'has 3 cells, and the header has 2', line: 6 }]);
  });

  it('has columns for placeholders, for lists, and no others', () => {
    const read = csv(
      'animal,frames.0.firstFrameUrl,frames.0.lastFrameUrl,approvals\nbees,https://a,https://b,script|videos\n',
      new Set(['animal']),
    );
    expect(valuesOf(read)).toEqual([
      { animal: 'bees', frames: [{ firstFrameUrl: 'https://a', lastFrameUrl: 'https://b' }], approvals: ['script', 'videos'] },
    ]);
    const wrong = csv('animal,,prompt,prompt,__proto__.x,pro\0mpt\nb,,p,p,x,y\n');
    expect(wrong.rows).toEqual([]);
    expect(wrong.faults.map(({ path, line }) => [path, line])).toEqual([
      ...[
        ['columns.0', 1],
        ['columns.1', 1],
        ['columns.3', 1],
        ['columns.4', 1],
        ['columns.5', 1],
      ],
    ]);
    expect(csv('prompt\ttitle\na\tb\n').faults[0]?.message).toContain('cells are parted by , or ;');
    expect(csv('music,music.mood\nfalse,happy\n').faults).toMatchObject([{ path: 'items.0.music.mood', line: 2 }]);
  });

  it.each([
    ['is empty', '', 'the file is empty'],
    ['has nothing but line ends', '\n\n', 'the file is empty'],
    ['has a header alone', 'prompt\n', 'the file has a header and no rows'],
    ['has 1 001 rows', `prompt\n${'x\n'.repeat(1_001)}`, 'the file has more than 1000 rows'],
    ['opens a quote for ever', 'prompt\n"x\ny', 'a quote is opened and never closed'],
    ['is UTF-16', Buffer.from('\ufeffprompt\nBees\n', 'utf16le'), 'the file is UTF-16; save it as UTF-8'],
    ['is UTF-16 and does not say so', Buffer.from('prompt\nBees\n', 'utf16le'), 'the file is UTF-16; save it as UTF-8'],
    ['is of another code page', Buffer.from([...Buffer.from('prompt\nok\n'), 0xcf, 0xf7, 0x0a]), 'line 3 is not UTF-8'],
  ])('that %s has one fault', (_, text, message) => {
    const { rows, faults } = csv(text);
    expect([rows, faults.map((fault) => fault.message)]).toEqual([[], [expect.stringContaining(message)]]);
  });

  it('may have one column, if it is a field', () => {
    expect(valuesOf(csv('prompt\nBees\nAnts\n'))).toEqual([{ prompt: 'Bees' }, { prompt: 'Ants' }]);
    expect(csv('Bees\nAnts\n').faults.map(({ path, line }) => [path, line])).toEqual([['columns.0', 1]]);
  });

  it('says in which line it is broken, wherever that is', () => {
    const good = Buffer.from('é\n'.repeat(50));
    const bad = Buffer.from([0xe2, 0x82, 0x0a]);
    const faultOf = (...parts: readonly Buffer[]) => csv(Buffer.concat(parts)).faults.map(({ line }) => line);
    expect([faultOf(bad, good), faultOf(good, bad, good), faultOf(good, Buffer.from('x'), bad)]).toEqual([[1], [51], [51]]);
    expect(faultOf(Buffer.from('\n\n\n'), bad, bad)).toEqual([4]);
  });

  it.each([
    ['cells in one line', ','.repeat(300_000)],
    ['cells in a thousand', `prompt\n${`${';'.repeat(300)}\n`.repeat(1_000)}`.replace('prompt', 'prompt;title')],
  ])('of more %s than are taken has one fault', (_, text) =>
    expect(csv(text)).toEqual({ rows: [], faults: [{ path: 'items', message: 'the file has more than 200000 cells' }] }),
  );

  it('may have as many commas as it likes within its cells', () =>
    expect(valuesOf(csv(`prompt\n"${','.repeat(300_000)}"\n`))).toEqual([{ prompt: ','.repeat(300_000) }]));

  it('has no cells of JSON that nobody could walk through', () => {
    const read = csv(`prompt,frames\na,${'['.repeat(50_000)}${']'.repeat(50_000)}\nb,[]\n`);
    expect(read.faults).toEqual([{ path: 'items.0.frames', message: 'is nested more than 64 levels deep', line: 2 }]);
    expect(valuesOf(read)).toEqual([{ prompt: 'a' }, { prompt: 'b', frames: [] }]);
    const texts = csv(`prompt,frames\n"${'['.repeat(100)}","[""${'['.repeat(100)}\\""]"\n`, NONE);
    expect(texts.faults).toEqual([]);
  });

  it.each(['metadata', 'frames.0', 'visuals.assets.0'])('has no column %s that goes down without end', (column) =>
    expect(csv(`${column}${'.a'.repeat(200_000)}\nx\n`).faults).toMatchObject([{ path: 'columns.0', line: 1 }]),
  );

  it('may have a thousand rows', () => expect(csv(`prompt\n${'x\n'.repeat(1_000)}`).rows).toHaveLength(1_000));
});

describe('lines of JSON', () => {
  it('are rows, and have lines of the file', () => {
    const read = ndjsonRows(Buffer.from('\ufeff{"prompt":"a"}\n\n[1]\n{"prompt":\n{"prompt":"b"}'));
    expect(read.rows.map(({ line }) => line)).toEqual([1, 3, 4, 5]);
    expect(read.faults).toEqual([
      { path: 'items.1', message: 'must be a JSON object', line: 3 },
      { path: 'items.2', message: 'is no JSON', line: 4 },
    ]);
    expect(ndjsonRows(Buffer.from('')).faults).toHaveLength(1);
    expect(ndjsonRows(Buffer.from('{}\n'.repeat(1_001))).faults).toMatchObject([{ path: 'items' }]);
  });

  it('are no deeper and no wider than the body of an order may be', () => {
    const wide = `{"metadata":{${Array.from({ length: 30_000 }, (_, at) => `"k${at}":"v"`).join(',')}}}`;
    const read = ndjsonRows(Buffer.from(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}\n{"prompt":"b"}\n${wide}\n`));
    expect(read.rows.map(({ values }) => values)).toEqual([{}, { prompt: 'b' }, {}]);
    expect(read.faults).toEqual([
      { path: 'items.0', message: 'is nested more than 64 levels deep', line: 1 },
      { path: 'items.2', message: 'has more than 20000 values in it', line: 3 },
    ]);
  });

  it('have not more values together than a table may have cells', () => {
    const line = `{"assets":[${'{},'.repeat(1_600)}{}]}\n`;
    expect(ndjsonRows(Buffer.from(line.repeat(200)))).toEqual({
      rows: [],
      faults: [{ path: 'items', message: 'the file has more than 200000 values' }],
    });
    expect(ndjsonRows(Buffer.from(line.repeat(100))).faults).toEqual([]);
  });

  it('may be a list of a body', () => {
    expect(jsonRows([{ prompt: 'a' }, 1]).faults.map(({ path }) => path)).toEqual(['items.1']);
    for (const wrong of [undefined, null, {}, [], 'x', Array.from({ length: 1_001 }, () => ({}))])
      expect(jsonRows(wrong).faults).toMatchObject([{ path: 'items' }]);
  });
});
