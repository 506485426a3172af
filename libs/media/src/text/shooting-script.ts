/**
 * Scripts that are laid out for those who make a film: labels of what is seen and heard, hooks and calls to action, columns of a table,
 * scenes of a screenplay. Only a text that shows by more than one sign that it is such a script is read as one: "Music: a short history"
 * is a sentence.
 */

const MARKS = String.raw`(?:[*_>#\s]|\[(?![ xX]\]))*`;
// Bounded: a line may be nothing but white space.
const ASIDE = String.raw`(?:\s{0,3}\([^()]{0,60}\))?`;
const END = String.raw`\s{0,3}[*_]{0,3}\s{0,3}[:\uFF1A]\s{0,3}[*_]{0,3}\s{0,3}`;
const labelled = (names: string): RegExp => new RegExp(`^${MARKS}(?:${names})(?:\\s{1,3}\\d{1,3})?${ASIDE}${END}`, 'iu');

/** Who speaks, or what is spoken. */
const SPOKEN = labelled(
  'narrator|narration|voice[- ]?over|v\\.?o\\.?|dialogue|spoken|host|guest|announcer|interviewer|диктор|закадровый текст|озвучка|рассказчик|ведущий|ведущая|гость|интервьюер|текст диктора|голос(?:\\s+за\\s+кадром)?',
);
/** Spoken only beside what is seen. */
const HEARD = labelled('audio|script|аудио|текст');
/** What is seen, or heard and not said. */
const SHOWN = labelled(
  'visuals?|video|b-?roll|footage|sfx|fx|sound(?:\\s+effects?)?|music|on[- ]?screen(?:\\s+text)?|text(?:\\s+on\\s+screen|\\s+overlay)?|overlay|super|lower third|graphics?|captions?|' +
    'title(?:\\s+card)?|camera|shot|cut to|transition|location|setting|duration|визуал|видеоряд|видео|музыка|звук|титры?|текст на экране|надпись|графика|камера|план|переход|локация|хронометраж|название',
);
/** What a script says of itself; counted only beside other signs, for a film may be about any of it. */
const ABOUT = labelled(
  'tone|mood|style|format|genre|platform|language|pacing|logline|topic|theme|(?:target\\s+)?audience|(?:estimated\\s+|total\\s+)?(?:length|runtime|run time)|word count|end (?:screen|card)|hashtags|' +
    'keywords|thumbnail|description|тон|настроение|стиль|формат|жанр|платформа|язык|тема|(?:целевая\\s+)?аудитория|длительность|хештеги|хэштеги|ключевые слова|превью|описание|конечная заставка',
);
/** Parts of a script that names its parts. */
const PART = labelled(
  'hook|body|cta|call to action|intro|introduction|outro|conclusion|closing|opening|problem|solution|хук|крючок|вступление|введение|основная часть|заключение|призыв к действию|концовка|финал',
);
/** The name of a part alone on its line. */
const PART_ALONE =
  /^[*_#>\s[]{0,8}(?:intro|introduction|outro|hook|main (?:part|body|content)|body|conclusion|cta|call to action|opening|closing|вступление|введение|хук|основная часть|заключение|концовка|призыв к действию)[*_\s\]]{0,8}[:：]?[*_\s]{0,8}$/iu;
/** Emoji that say whether a line is heard or seen. */
const MICROPHONE = /^(?:🎙|🎤|🗣|🔊)\uFE0F?\s*/u;
const SEEN_BY_EMOJI = /^(?:🎬|🎥|📹|📽|📷|📸|🎞|🎵|🎶|🎼|🖼|🎨|🎧|⏱|⏰|📝)\uFE0F?\s/u;
/** When a line is said, before its label. */
const AT = /^[*_]{0,2}[[(]?\s?\d{1,2}:\d{2}(?:\s?[-–—]\s?\d{1,2}:\d{2})?\s?[\])]?[*_]{0,2}\s{0,3}[-–—|]?\s{0,3}/u;
const QUESTION = labelled('q|question|в|вопрос');
const ANSWER = labelled('a|answer|о|ответ');
const SCENE = /^[*_#>\s[]*(?:scene|shot|segment|сцена|кадр|эпизод)\s+\d{1,3}(?!\p{L}).{0,160}$/iu;
const SLUG = /^(?:(?:SCENE|СЦЕНА)\s+\d{1,3}\s*[-–—.:]?\s*)?(?:INT|EXT|INT\.\/EXT|ИНТ|НАТ|ЭКСТ)\.\s/u;
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
  let said = withoutSmallTalk(withoutSubtitleHead(lines));
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const next = onePass(said);
    if (next.every((line, index) => line === said[index])) return said;
    said = next;
  }
  return said;
}

function onePass(lines: readonly string[]): readonly string[] {
  const count = (pattern: RegExp): number => lines.reduce((sum, line) => sum + (pattern.test(line) ? 1 : 0), 0);
  const timed = lines.map((line) => labelBehindTime(line));
  const [spoken, shown] = [count(SPOKEN), count(SHOWN)];
  const isScreenplay = count(SLUG) > 0;
  const isShooting = isScreenplay || shown > 1 || (spoken > 0 && shown + spoken > 1);
  const parts = timed.reduce((sum, line) => sum + (PART.test(line) || PART_ALONE.test(line) ? 1 : 0), 0);
  const hasParts = isShooting || parts > 1;
  const isInterview = count(QUESTION) > 0 && count(ANSWER) > 0;
  const isHeard = count(MICROPHONE) > 0;
  const [columns, dialogue] = [withoutColumns(lines), isScreenplay ? dialogueOf(lines) : null];
  return columns.map((line, index) => {
    if (TAGS_ALONE.test(line)) return '';
    if (isHeard && (SEEN_BY_EMOJI.test(line) || MICROPHONE.test(line))) return SEEN_BY_EMOJI.test(line) ? '' : line.replace(MICROPHONE, '');
    if (dialogue?.has(index) === false || (isScreenplay && (SLUG.test(line) || TRANSITION.test(line)))) return '';
    if (isShooting) {
      if (SHOWN.test(line) || ABOUT.test(line) || SCENE.test(line)) return '';
      if (SPOKEN.test(line) || HEARD.test(line)) return unlabelled(unlabelled(line, SPOKEN), HEARD);
    }
    const behind = line === lines[index] ? (timed[index] ?? line) : line;
    if (hasParts && PART.test(behind)) return unlabelled(behind, PART);
    if (hasParts && PART_ALONE.test(line)) return '';
    return isInterview ? unlabelled(unlabelled(line, QUESTION), ANSWER) : line;
  });
}

/** "[0:00 - 0:03] Hook: Stop": the label, where one stands behind a time. */
function labelBehindTime(line: string): string {
  const rest = line.replace(AT, '');
  return rest !== line && (PART.test(rest) || SPOKEN.test(rest) || PART_ALONE.test(rest)) ? rest : line;
}

/** "**Q: Is it safe?**": what was begun before the label ends with it. */
function unlabelled(line: string, label: RegExp): string {
  const [head = ''] = label.exec(line) ?? [];
  const rest = line.slice(head.length);
  const mark = /[*_]{1,3}(?=[^*_]*$)/u.exec(head)?.[0] ?? '';
  const isOpen = mark !== '' && head.split(mark).length % 2 === 0;
  return isOpen && rest.endsWith(mark) ? rest.slice(0, -mark.length) : rest;
}

/** The lines of a screenplay that somebody says: those below a name, up to an empty line. Null where it names nobody. */
function dialogueOf(lines: readonly string[]): ReadonlySet<number> | null {
  const said = new Set<number>();
  let [isSaid, hasCues] = [false, false];
  for (const [index, line] of lines.entries()) {
    const isMark = SLUG.test(line) || TRANSITION.test(line);
    if (!isMark && CUE.test(line) && (lines[index + 1] ?? '') !== '') [isSaid, hasCues] = [true, true];
    else if (line === '' || isMark) isSaid = false;
    else if (isSaid) said.add(index);
  }
  return hasCues ? said : null;
}

/** How a model that was asked for a script begins its answer, and how it ends it. */
const PREFACE =
  /^(?:(?:sure|certainly|of course|absolutely|got it|okay|great)(?:[!,.]| thing[!,.]?)\s{0,2}(?:here|below|i)(?!\p{L}).{0,200}|(?:here(?:['’]s| is| are)|below is)\s(?=.{0,160}(?:script|voice-?over|narration|draft)).{0,200}:|(?:конечно|разумеется|хорошо|отлично)[!,.]\s{0,2}(?:вот|ниже|держите)(?!\p{L}).{0,200}|(?:вот|ниже|держите)\s(?=.{0,160}(?:сценари|закадров|озвучк|черновик)).{0,200}:)$/iu;
const SURE_ALONE = /^(?:sure|certainly|of course|absolutely|конечно|разумеется)[!.]$/iu;
const AFTERWORD =
  /^(?:let me know|feel free|would you like|want me to|do you want|i hope|hope (?:this|that)|i can also|if you(?:['’]d)? (?:like|want|need)|если (?:нужно|хотите|надо)|дайте знать|надеюсь|хотите|могу (?:также|ещё))(?!\p{L}).{0,300}$/iu;
/** Lines that are left when the talk around a script is taken away. */
const LEAST_LEFT = 1;

/** Without what a model says around the script that it was asked for. A film may end with "let me know in the comments". */
function withoutSmallTalk(lines: readonly string[]): readonly string[] {
  const filled = lines.flatMap((line, index) => (line === '' ? [] : [index]));
  const [first = -1, second = -1, last = -1] = [filled[0], filled[1], filled.at(-1)];
  const bare = (index: number): string => (lines[index] ?? '').slice(0, 400);
  const isSure = SURE_ALONE.test(bare(first)) && PREFACE.test(bare(second));
  if (!isSure && !PREFACE.test(bare(first))) return lines;
  const dropped = new Set([first, ...(isSure ? [second] : []), ...(AFTERWORD.test(bare(last)) ? [last] : [])]);
  if (filled.length - dropped.size < LEAST_LEFT) return lines;
  return lines.map((line, index) => (dropped.has(index) ? '' : line));
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
