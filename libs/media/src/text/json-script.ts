/** Scripts that a program or a model has written as JSON: scenes with their narrations. */

/** What members that are said are called, in the order in which they are believed. */
const SAID = [
  /^(?:narration|voice_?over|voice_?over_?text|vo|narrator|spoken(?:_?text)?|speech|диктор|закадровый_?текст)$/i,
  /^(?:script|dialogue|dialog|line|lines|say|audio|текст|реплика)$/i,
  /^(?:text|caption|sentence|sentences|content|paragraphs?)$/i,
];
const FENCED = /^(?:`{3,}|~{3,})[ \t]*(?:json5?|javascript|js)?[ \t]*\n([\s\S]*?)\n(?:`{3,}|~{3,})$/i;
const MOST_DEEP = 12;
const LONGEST = 200_000;

/** @returns what the script says, a line each; null where it is no JSON, or nothing in it is called as what is said */
export function saidInJson(text: string): string | null {
  const bare = text.trim();
  if (bare.length > LONGEST) return null;
  const inner = (FENCED.exec(bare)?.[1] ?? bare).trim();
  if (!/^[{[]/.test(inner) || !/[}\]]$/.test(inner)) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(inner);
  } catch {
    return null;
  }
  if (Array.isArray(parsed) && parsed.every((one) => typeof one === 'string') && parsed.length > 0) return parsed.join('\n');
  for (const names of SAID) {
    const said = collected(parsed, names, MOST_DEEP);
    if (said.length > 0) return said.join('\n');
  }
  return null;
}

/** Texts below members of such a name, in order. */
function collected(value: unknown, names: RegExp, depth: number): readonly string[] {
  if (depth === 0 || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => collected(one, names, depth - 1));
  return Object.entries(value).flatMap(([name, member]) =>
    names.test(name) ? textsIn(member, names, depth - 1) : collected(member, names, depth - 1),
  );
}

function textsIn(member: unknown, names: RegExp, depth: number): readonly string[] {
  if (typeof member === 'string') return member.trim() === '' ? [] : [member.trim()];
  if (Array.isArray(member))
    return member.flatMap((one) => (typeof one === 'string' ? textsIn(one, names, depth) : collected(one, names, depth - 1)));
  return collected(member, names, depth);
}
