import type { Look } from './scene.js';

/** What is asked of a painter ("photorealistic") is no wish for photos. */
const PHOTOS = /\bphoto(?:s|graphs?|graphy|graphic)?\b|фото(?!реал)|снимк/;

const SIGNS: readonly (readonly [Look, RegExp])[] = [
  ['photo', PHOTOS],
  ['blueprint', /blue.?print|technical drawing|чертеж|чертёж/],
  ['chalkboard', /chalk|black.?board|мелом|школьная доска|на доске/],
  ['paper', /\bpaper|origami|collage|бумаг|бумаж|аппликац|коллаж/],
  ['flat', /\bflat\b|vector|плоск|вектор/],
  ['neon', /neon|cyber|synth|vapor|futur|неон|кибер|футур/],
  ['retro', /retro|vintage|old.?school|70s|80s|ретро|винтаж/],
  ['minimal', /minimal|clean|simple|elegant|минимал|прост|элегант/],
  ['documentary', /document|educat|journal|histor|news|докум|истор|новост/],
  ['cinematic', /cinema|film|dramatic|epic|moody|dark|кино|драма|эпич|мрач/],
  ['playful', /play|fun|kid|child|cartoon|cute|bright|весел|весёл|игрив|дет|мульт|ярк/],
];
const TONES: readonly (readonly [Look, RegExp])[] = [
  ['playful', /play|fun|humor|humour|cheer|energ|excit|весел|весёл|игрив|юмор|энерг/],
  ['cinematic', /dramatic|serious|epic|mysterious|dark|драма|серь|эпич|таинств/],
  ['minimal', /calm|soft|gentle|спокой|мягк|нежн/],
];

/** Whether a style asks for photos before drawings. @param style free text: `photo-led`, `фото` */
export const isPhotoLed = (style: string): boolean => lookOf(style, '') === 'photo';

/** Reads free text such as `Cinematic, dark` or `весёлый`; the style speaks first, the tone only where the style says nothing. */
export function lookOf(style: string, tone: string): Look {
  const find = (table: readonly (readonly [Look, RegExp])[], text: string): Look | undefined =>
    table.find(([, sign]) => sign.test(text.slice(0, 200).toLowerCase()))?.[0];
  return find(SIGNS, style) ?? find(TONES, tone) ?? 'modern';
}
