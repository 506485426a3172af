import { plainWord } from './stems.js';

const ADJECTIVE = /(?:ый|[кгхжшщч]ий|ая|яя|ое|[жшщч]ее|ые|[кгхжшщч]ие|ого|его|ому|ему|ых|их|ую|юю|ыми|ими)$/u;
/** Nouns end in "-ние", "-ний", "-нее" as well: дыхание, здание, линий. Qualities that do are few. */
const SOFT_ADJECTIVE =
  /(?:^|не)(?:син|последн|древн|зимн|летн|осенн|весенн|утренн|вечерн|домашн|соседн|внутренн|внешн|верхн|нижн|средн|задн|передн|ранн|поздн|крайн|дальн|ближн|лишн|давн|прежн|нынешн|сегодняшн|тогдашн|здешн|искренн|посторонн|древнейш|новогодн|многолетн)(?:ий|ие|ее|яя)$/u;

/** "В безопасном месте", «перед важной встречей»: endings that nouns have too, behind a suffix that few of them have. */
const ADJECTIVE_BY_SUFFIX = /[бвгджзклмпрстфхцчшщ]н(?:ом|ой|ым)$/u;
const NOUN_LIKE_IT = /(?:зерн|окн|сукн|пятн|бревн|волокн|полотн|судн|дн|сосн|весн|волн|казн|бездн|десн|гимн|горн|жерн)(?:ом|ой)$/u;

/** Who or what is called by a quality: пожарный, животное. */
const CALLED_BY_QUALITY = /^(?:пожарн|животн|насеком|ста[яюеи]$)/;

/** A Russian word that says how something is. */
export const isQuality = (written: string): boolean => {
  const word = plainWord(written);
  const isFormed = ADJECTIVE.test(word) || SOFT_ADJECTIVE.test(word) || (ADJECTIVE_BY_SUFFIX.test(word) && !NOUN_LIKE_IT.test(word));
  return isFormed && !CALLED_BY_QUALITY.test(word);
};
