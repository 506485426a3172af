/** What the panel of quality is measured on: what people ask for, short, in both languages the local voices and writers know best. */
export interface FilmOrder {
  readonly name: string;
  readonly body: {
    readonly language: 'en' | 'ru';
    readonly aspectRatio: '9:16' | '16:9' | '1:1';
    readonly resolution: '480p';
    readonly fps: 24;
    readonly prompt?: string;
    readonly script?: string;
    readonly title?: string;
    readonly style?: string;
    readonly tone?: string;
    readonly template?: string;
    readonly durationSeconds?: number;
    readonly visuals: { readonly seed: number };
  };
}

type Rest = Omit<FilmOrder['body'], 'language' | 'aspectRatio' | 'resolution' | 'fps' | 'visuals'>;
const film = (name: string, language: 'en' | 'ru', aspectRatio: '9:16' | '16:9' | '1:1', rest: Rest): FilmOrder => ({
  name,
  body: { language, aspectRatio, resolution: '480p', fps: 24, visuals: { seed: 7 }, ...rest },
});

export const FILMS: readonly FilmOrder[] = [
  film('lighthouse', 'en', '9:16', {
    title: 'The Lighthouse at Eddystone',
    template: 'documentary',
    script:
      'In 1698, Henry Winstanley built a lighthouse on a rock fourteen miles off Plymouth. Sailors said the reef could not be tamed. ' +
      'That night the worst storm in English history struck the coast. By morning, the tower, the lamp and the man were gone.',
  }),
  film('octopus', 'en', '9:16', {
    script:
      'An octopus has three hearts, and that is only the beginning. Two of them push blood through the gills. ' +
      'Swimming stops the third heart, so an octopus prefers to crawl. Its blood is blue, because copper carries the oxygen.',
  }),
  film('figures', 'en', '16:9', {
    style: 'flat',
    script:
      'The bridge cost $1.5 million and opened at 9:08 AM. It is 6 ft. wider than the old one. ' +
      'In its first year, 70% of the traffic moved there, and 24/7 it carries 5,000 cars an hour.',
  }),
  film('sourdough', 'en', '1:1', {
    style: 'paper cut',
    tone: 'calm',
    script:
      'Good bread needs four things: flour, water, salt and time. Mix them in the evening and go to sleep. ' +
      'In the morning the dough has doubled. Bake it hot, and let it cool before you cut it.',
  }),
  film('telescope', 'en', '16:9', {
    style: 'blueprint',
    script:
      'A telescope is a bucket for light. The wider its mirror, the fainter the stars it can catch. ' +
      'The largest mirrors are made of many small ones, and each is moved by motors a thousand times a second.',
  }),
  film('rain-prompt', 'en', '9:16', { prompt: 'Why does it smell good after rain?' }),
  film('cats', 'ru', '16:9', {
    template: 'energetic',
    script:
      'Почему кошки всегда падают на лапы? Секрет в гибком позвоночнике и вестибулярном аппарате. ' +
      'За полсекунды кошка поворачивает сначала голову, потом передние лапы, и только затем задние. Хвост работает как балансир.',
  }),
  film('bridge-figures', 'ru', '9:16', {
    style: 'плоский',
    script:
      'В XX веке уровень моря вырос на 20 см. В городе это заметили не сразу. ' +
      'В 1961 году, 12 апреля, на набережную потратили 1 млн рублей. Сегодня защита стоит $1,5 млрд, и она работает 24/7.',
  }),
  film('baikal', 'ru', '9:16', {
    tone: 'спокойный',
    script:
      'Байкал старше всех озёр на земле. В нём пятая часть пресной воды планеты. ' +
      'Зимой лёд становится прозрачным, и сквозь него видно камни на дне. Местные говорят, что озеро дышит.',
  }),
  film('siege', 'ru', '16:9', {
    template: 'documentary',
    style: 'исторический',
    tone: 'серьёзный',
    script:
      'В январе 1943 года кольцо вокруг города прорвали. За две недели построили железную дорогу. ' +
      'Первый поезд привёз муку и уголь. Люди стояли на перроне и молчали, потому что не верили своим глазам.',
  }),
  film('lesson', 'ru', '1:1', {
    style: 'мелом на доске',
    script:
      'Почему небо голубое? Солнечный свет состоит из всех цветов радуги. ' +
      'Воздух рассеивает синий свет сильнее красного. Поэтому синий приходит к нам со всех сторон, а красный мы видим на закате.',
  }),
  film('bees-prompt', 'ru', '9:16', { prompt: 'Как пчёлы находят дорогу домой' }),
  film('volcano-prompt', 'en', '9:16', {
    prompt: 'How does a volcano wake up? Hot rock rises under the mountain, gas pushes the top, and ash falls on the villages below.',
    durationSeconds: 20,
  }),
  film('lighthouse-prompt', 'ru', '16:9', { prompt: 'Зачем маяку свет?', durationSeconds: 20 }),
];
