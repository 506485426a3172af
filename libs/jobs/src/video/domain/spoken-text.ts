import { withoutLayout } from '#media/plan';

/** What of a given script is spoken and shown. A script of nothing but layout is taken as it stands: there is nothing else to go by. */
export function spokenText(script: string): string {
  const said = withoutLayout(script);
  // Words decide: a text that had no layout keeps its white space, and with it its digest.
  return said === '' || said === script.trim() ? script : said;
}
