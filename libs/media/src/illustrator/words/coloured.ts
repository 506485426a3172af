/**
 * Things with a drawing of another colour, which a whole film then has: in the story of a black cat no cat is ginger. One a line:
 * words of the thing = drawings, best first < how a text says it, in any language.
 */
const TABLE = `
cat kitten кот кошка котенок = black-cat paw-prints < black (?:cat|kitten|tomcat)s?|ч[её]рн\\p{L}+ (?:кот|кош)\\p{L}*|schwarze[nrms]? (?:katzen?|kater|kätzchen)|chats? noirs?|chattes? noires?|gat[oa]s? negr[oa]s?|gatt[oaie] ner[oaie]|gat[oa]s? pret[oa]s?|zwarte kat(?:ten)?|czarn\\p{L}+ ko[tc]\\p{L}*|чорн\\p{L}+ (?:кіт|кот|кішк|кошен)\\p{L}*|(?:kara|siyah) kedi\\p{L}*|svarta? katt\\p{L}*|黑猫|黑貓|黒猫|검은 고양이|까만 고양이|kucing hitam
apple яблоко = green-apple < green apples?|зел[её]н\\p{L}+ яблок\\p{L}*|grüne[nrms]? [äa]pfel|pommes? vertes?|manzanas? verdes?|mel[ae] verd[ei]|maçãs? verdes?|groene appels?|zielon\\p{L}+ jabł\\p{L}+|зелен\\p{L}+ яблу\\p{L}+|yeşil elma\\p{L}*|gröna? äpple\\p{L}*|青苹果|青りんご|apel hijau
`;

/** Words of alphabets stand by themselves; signs of East Asia do so anywhere. */
const ALPHABETIC = '[\\p{Script=Latin}\\p{Script=Cyrillic}]';

const COLOURED = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [, words = '', drawings = '', said = ''] = /^(.*) = (.*) < (.*)$/.exec(line) ?? [];
    return {
      words: words.split(' '),
      drawings: drawings.split(' '),
      said: new RegExp(`(?<!${ALPHABETIC})(?:${said})(?!${ALPHABETIC})`, 'iu'),
    };
  });

/** The drawings that all things of a kind have in a film, by the English or Russian word of the kind. @param texts its title and narrations */
export const colouredIn = (texts: readonly string[]): readonly { readonly word: string; readonly drawings: readonly string[] }[] =>
  COLOURED.filter(({ said }) => texts.some((text) => said.test(text))).flatMap(({ words, drawings }) =>
    words.map((word) => ({ word, drawings })),
  );

/** What is of another colour than its kind mostly is: it is shown where a text says so, for nothing in a film changes its colour. */
export const OF_OTHER_COLOUR: ReadonlySet<string> = new Set(COLOURED.flatMap(({ drawings }) => drawings.slice(0, 1)));
