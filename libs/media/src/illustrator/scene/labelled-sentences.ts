/** Sentences with what a picture of them may show, judged by people. Icons by their name in the catalogue. */
export interface LabelledSentence {
  readonly text: string;
  readonly topic: string;
  readonly language: 'en' | 'ru';
  /** Any of them is right as the hero. */
  readonly shows: readonly string[];
  /** None of them may be seen: a verb, a saying or a metaphor names it. */
  readonly never: readonly string[];
}

/** topic | language | text = right heroes ! never */
const TABLE = `
The Lighthouse at Eddystone | en | By morning, the tower, the lamp and the man were gone. = anchor ship compass sailboat candle castle diya-lamp red-paper-lantern flashlight tokyo-tower light-bulb ! sun-with-face sun rooster alarm-clock
The Lighthouse at Eddystone | en | That night the worst storm in English history struck the coast. = cloud-with-lightning cloud cloud-with-lightning-and-rain tornado cyclone anchor ship crescent-moon cloud-with-rain umbrella-with-rain-drops ! desert-island beach-with-umbrella
The Lighthouse at Eddystone | en | Sailors said the reef could not be tamed. = coral ship sailboat anchor fish compass ! sun-with-face
How bees find their way | en | Bees dance to show where flowers are. = honeybee sunflower tulip blossom bouquet hibiscus cherry-blossom ! mirror-ball
Octopuses | en | An octopus has three hearts and blue blood. = octopus anatomical-heart squid drop-of-blood ! two-hearts
The history of bread | en | Making bread was never a piece of cake. = bread baguette-bread flatbread ! birthday-cake shortcake cupcake
Saving money | en | It rained cats and dogs, but the bank stayed open. = bank coin money-bag umbrella-with-rain-drops cloud-with-rain money-with-wings dollar-banknote ! cat dog dog-face cat-face
Black holes | en | Nothing can escape a black hole, not even light. = cyclone ringed-planet hole telescope shooting-star milky-way comet ! light-bulb
Chess | en | The queen is the strongest piece in chess. = chess-pawn crown ! princess
Coffee | en | They watch the beans roast for twelve minutes. = hot-beverage beans teapot ! watch
The war | en | The war took her brother and her home. = crossed-swords bomb shield house castle military-helmet house-with-garden derelict-house dagger collision houses ! party-popper red-heart
Volcanoes | en | Volcanoes build new land. = volcano ! construction-worker
Sleep | en | The brain needs sleep to remember. = brain person-in-bed bed ! sleeping-face
The Titanic | en | The ship sank, and fifteen hundred people drowned. = ship anchor sailboat passenger-ship ring-buoy ! beach-with-umbrella smiling-face
Trees | en | The roots of the problem lie deeper: forests die of thirst. = deciduous-tree evergreen-tree ! carrot tropical-drink
Rockets | en | A rocket leaves the planet in eight minutes. = rocket ringed-planet ! fallen-leaf maple-leaf leaf-fluttering-in-wind
Elephants | en | Elephants never forget a face. = elephant ! smiling-face grinning-face
Жизнь кошек | ru | Кошки спят по шестнадцать часов в день. = cat person-in-bed bed ! party-popper
Почему кошки падают на лапы | ru | За полсекунды кошка поворачивает сначала голову. = cat ! balloon
Осьминоги | ru | У осьминога три сердца. = octopus anatomical-heart squid ! two-hearts
Байкал | ru | Озеро Байкал хранит пятую часть пресной воды. = droplet sailboat fish canoe water-wave ! sun-with-face
Война | ru | На войне погибли миллионы солдат. = crossed-swords shield military-helmet bomb military-medal guard collision ! balloon trophy
Рим | ru | Римляне строили дороги из камня. = classical-building motorway rock brick ! party-popper
Вулканы | ru | Извержение вулкана уничтожило город. = volcano ! sun-with-face
Пчёлы | ru | Пчёлы опыляют цветы. = honeybee sunflower tulip blossom bouquet ! party-popper
Хлеб | ru | Хлеб пекут из муки и воды. = bread baguette-bread flatbread sheaf-of-rice ! birthday-cake
Космос | ru | Ракета уходит к далёкой планете. = rocket ringed-planet ! running-shoe
Мост | ru | Длина моста сто километров. = bridge-at-night ! straight-ruler
Шахматы | ru | Шахматная доска помнит великих игроков. = chess-pawn ! video-game
Горы | ru | На вершине горы лежит снег. = snow-capped-mountain mountain snowflake ! snowman
Хирургия | ru | Врач оперирует своими руками. = stethoscope health-worker hospital syringe ! raising-hands open-hands
Дружба | ru | Они встретились лицом к лицу у старого дерева. = deciduous-tree evergreen-tree ! grinning-face smiling-face
`;

export const LABELLED: readonly LabelledSentence[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [said = '', labels = ''] = line.split(' = ');
    const [topic = '', language = '', text = ''] = said.split(' | ');
    const [shows = '', never = ''] = labels.split(' ! ');
    return { topic, language: language as 'en' | 'ru', text, shows: shows.split(' '), never: never.split(' ') };
  });
