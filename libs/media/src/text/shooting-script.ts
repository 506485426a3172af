/**
 * Scripts that are laid out for those who make a film: labels of what is seen and heard, hooks and calls to action, columns of a table,
 * scenes of a screenplay. Only a text that shows by more than one sign that it is such a script is read as one: "Music: a short history"
 * is a sentence.
 */

const MARKS = String.raw`(?:[*_>#\s]|\[(?![ xX]\]))*`;
// Bounded: a line may be nothing but white space.
const ASIDE = String.raw`(?:\s{0,3}\([^()]{0,60}\))?`;
const END = String.raw`\s{0,3}[*_]{0,3}\s{0,3}[:：]\s{0,3}[*_]{0,3}\s{0,3}`;
const labelled = (names: string): RegExp => new RegExp(`^${MARKS}(?:${names})(?:\\s{1,3}\\d{1,3})?${ASIDE}${END}`, 'iu');

/** Who speaks, or what is spoken. */
const SPOKEN = labelled(
  'narrator|narration|voice[- ]?over|v\\.?o\\.?|dialogue|spoken|host|announcer|диктор|закадровый текст|озвучка|рассказчик|ведущий|ведущая|текст диктора|голос(?:\\s+за\\s+кадром)?',
);
/** Spoken only beside what is seen. */
const HEARD = labelled('audio|script|аудио|текст');
/** What is seen, or heard and not said. */
const SHOWN = labelled(
  'visuals?|video|b-?roll|footage|sfx|fx|sound(?:\\s+effects?)?|music|on[- ]?screen(?:\\s+text)?|text(?:\\s+on\\s+screen|\\s+overlay)?|overlay|super|lower third|graphics?|captions?|' +
    'title(?:\\s+card)?|camera|shot|cut to|transition|location|setting|duration|визуал|видеоряд|видео|музыка|звук|титры?|текст на экране|надпись|графика|камера|план|переход|локация|хронометраж|название',
);
/** Parts of a script that names its parts. */
const PART = labelled(
  'hook|body|cta|call to action|intro|introduction|outro|conclusion|closing|opening|problem|solution|хук|крючок|вступление|введение|основная часть|заключение|призыв к действию|концовка|финал',
);
const QUESTION = labelled('q|question|в|вопрос');
const ANSWER = labelled('a|answer|о|ответ');
const SCENE = /^[*_#>\s[]*(?:scene|shot|segment|сцена|кадр|эпизод)\s+\d{1,3}(?!\p{L}).{0,160}$/iu;
const SLUG = /^(?:INT|EXT|INT\.\/EXT|ИНТ|НАТ|ЭКСТ)\.\s/u;
const TRANSITION = /^(?:CUT TO|SMASH CUT TO|FADE IN|FADE OUT|FADE TO BLACK|DISSOLVE TO|ЗТМ|ИЗ ЗТМ)\s*[:.]?$/u;
/** A name above what somebody says. */
const CUE = /^\p{Lu}[\p{Lu} .'’-]{1,30}(?:\s*\([^()]{1,20}\))?$/u;
const TAGS_ALONE = /^(?:#[\p{L}\p{N}_]{1,60}[\s,]*){2,}$/u;
const NARRATION_COLUMN =
  /^(?:audio|narration|voice(?:[- ]?over)?|v\.?o\.?|script|dialogue|spoken|диктор|текст(?: диктора)?|закадровый текст|озвучка|аудио)$/iu;
const OTHER_COLUMN =
  /^(?:#|№|time|timing|timecode|scene|shot|visuals?|video|footage|b-?roll|duration|время|тайминг|сцена|кадр|визуал|видео|видеоряд|хронометраж)$/iu;
/** Passes until nothing changes: what stands behind a label may begin with another one. */
const MOST_PASSES = 4;

/** @param lines trimmed @returns the lines that are said, without their labels; as many as before, empty where nothing is */
export function withoutShootingScript(lines: readonly string[]): readonly string[] {
  let said = withoutSubtitleHead(lines);
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const next = onePass(said);
    if (next.every((line, index) => line === said[index])) return said;
    said = next;
  }
  return said;
}

function onePass(lines: readonly string[]): readonly string[] {
  const count = (pattern: RegExp): number => lines.reduce((sum, line) => sum + (pattern.test(line) ? 1 : 0), 0);
  const [spoken, shown] = [count(SPOKEN), count(SHOWN)];
  const isScreenplay = count(SLUG) > 0;
  const isShooting = isScreenplay || shown > 1 || (spoken > 0 && shown + spoken > 1);
  const hasParts = isShooting || count(PART) > 1;
  const isInterview = count(QUESTION) > 0 && count(ANSWER) > 0;
  return withoutColumns(lines).map((line, index, all) => {
    if (TAGS_ALONE.test(line)) return '';
    if (isScreenplay && (SLUG.test(line) || TRANSITION.test(line) || (CUE.test(line) && (all[index + 1] ?? '') !== ''))) return '';
    if (isShooting) {
      if (SHOWN.test(line) || SCENE.test(line)) return '';
      if (SPOKEN.test(line) || HEARD.test(line)) return line.replace(SPOKEN, '').replace(HEARD, '');
    }
    if (hasParts && PART.test(line)) return line.replace(PART, '');
    return isInterview ? line.replace(QUESTION, '').replace(ANSWER, '') : line;
  });
}

/** What a file of subtitles says of itself. */
function withoutSubtitleHead(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line !== '');
  if (!/^\uFEFF?WEBVTT(?:\s|$)/u.test(lines[first] ?? '')) return lines;
  let isNote = false;
  return lines.map((line, index) => {
    isNote = line !== '' && (isNote || /^(?:NOTE|STYLE|REGION)(?:\s|$)/u.test(line));
    return index === first || isNote || /^(?:Kind|Language):\s*[\w-]+$/u.test(line) ? '' : line;
  });
}

const cellsOf = (line: string): string[] =>
  line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim().replace(/^[*_]+|[*_]+$/g, ''));

/** A table with a column for the voice is spoken by that column alone. */
function withoutColumns(lines: readonly string[]): readonly string[] {
  let column = -1;
  return lines.map((line) => {
    if (line.length < 3 || !line.startsWith('|') || !line.endsWith('|')) {
      column = -1;
      return line;
    }
    const cells = cellsOf(line);
    if (column < 0) {
      column = cells.some((cell) => OTHER_COLUMN.test(cell)) ? cells.findIndex((cell) => NARRATION_COLUMN.test(cell)) : -1;
      return column < 0 ? line : '';
    }
    return /^[|\s:-]+$/.test(line) ? '' : (cells[column] ?? '');
  });
}
