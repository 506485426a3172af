import { englishStem, stemOf } from './stems.js';

/** Things that stand for something else as often as for themselves: drawn only where the film is about them. */
const FIGURATIVE = new Set(
  (
    'door key bridge window ladder wave fire storm heart eye hand face head foot star light road path way step line root branch leaf seed mirror mask ' +
    'ring bell belt bill court model box board clock body battle game field stage ground wall tip edge bottom top price cost coin crown queen king ' +
    'prince princess flag net web chain link knot track stop bar case match pot ball bug mouse spring fall pie peach cherry salt sugar oil gas pipe tube ' +
    'ear arm leg nose mouth tongue tooth bone skin blood wing tail horn shell egg nest sun moon sky cloud rain wind snow ice day night morning evening ' +
    'child baby family mother father parent man woman boy girl worker friend player school office page note paper pen pencil bottle cup ' +
    'glass plate spoon fork knife pan basket bag pocket hat shoe dress shirt style phone screen camera picture film music song band dance party ghost ' +
    'monster robot magic wand bomb gun sword shield arrow target goal prize medal trophy cake honey cream apple butter cheese meat fish bird ' +
    'duck dog cat horse wolf fox bear bull ox cow goat sheep lamb snail snake turtle worm ant spider elephant lion tiger monkey crow eagle dove kiss ' +
    'дверь ключ мост окно лестница волна огонь пожар буря сердце глаз рука лицо голова нога звезда свет дорога путь шаг линия корень ветвь лист семя зеркало ' +
    'маска кольцо звонок ремень суд модель коробка доска часы тело бой битва игра поле стена край дно верх цена монета корона королева король принц ' +
    'флаг сеть цепь узел след мяч жук мышь весна осень соль сахар масло газ труба ухо нос рот язык зуб кость кожа кровь крыло хвост рог яйцо гнездо солнце ' +
    'луна небо облако дождь ветер снег лед день ночь утро вечер ребенок дети семья мать отец человек мужчина женщина друг игрок школа страница ' +
    'бумага ручка бутылка чашка стекло тарелка ложка вилка нож корзина сумка карман шапка обувь платье телефон экран камера картина музыка песня танец ' +
    'горе машина улица вкус тепло воздух зима лето океан море озеро река вода взрыв стресс зерно сигнал солдат армия земля дыра планета открытие богатый бедный холод станция ' +
    'machine street taste heat air winter summer autumn ocean sea lake river water explosion stress grain signal soldier army weapon earth hole planet discovery rich poor cold station ' +
    'cocktail avalanche flood tsunami diamond jewel dragon toy lamb mug lamp shower hurricane coal ' +
    'коктейль лавина потоп цунами алмаз бриллиант дракон игрушка ураган бассейн шахта блин кубик ' +
    'призрак бомба меч щит стрела цель приз медаль торт мед яблоко мясо рыба птица утка собака кот кошка конь лошадь волк лиса медведь бык корова ' +
    'козел овца улитка змея черепаха червь муравей паук слон лев тигр обезьяна ворона орел голубь банк банка плита камень груз вес карта'
  ).split(' '),
);
/** Of these, what other languages too say of anything; their other things mostly are the things (sayings are in `languages/context.ts`). */
const FIGURATIVE_ANYWHERE = new Set(
  (
    'hand face head foot eye ear arm leg nose mouth tongue blood skin bone tooth heart body wing tail horn shell light road path way step line root branch mask ' +
    'ring bell belt bill court model box board clock battle game field stage ground wall tip edge bottom top price cost king queen prince princess flag net web ' +
    'chain link knot track stop bar case match spring fall day night morning evening child baby family mother father parent man woman boy girl worker ' +
    'friend player school office page note paper style screen film music song band dance party ghost monster robot bomb gun sword shield arrow target ' +
    'goal prize medal machine street taste heat air winter summer autumn explosion stress signal soldier army weapon earth hole planet discovery rich poor ' +
    'cold station window cup'
  ).split(' '),
);
/** "La mer de problèmes", "la llave del éxito": behind such a thing stands what it is a picture of. */
const OF_SOMETHING = /^(?:d|de|du|des|del|della|dello|dei|delle|di|do|da|dos|das|van|von|zu|zur|zum|der|till)$/;
const SCENERY = /^(?:sky-weather|place-|household|lock|other-symbol)/;

const stemsOf = (words: ReadonlySet<string>): ReadonlySet<string> => new Set(Array.from(words, (word) => stemOf(word, 'en')));

let figurativeStems: ReadonlySet<string> | null = null;
/** Whether what a word names is as often said of something else. */
export function isFigurative(stem: string): boolean {
  figurativeStems ??= stemsOf(FIGURATIVE);
  return figurativeStems.has(englishStem(stem));
}

let anywhereStems: ReadonlySet<string> | null = null;
/** The same for a word of the tables of another language. @param kind of the drawing @param behind the next word, lower case; '' at the end of a part */
export function isFigurativeElsewhere(stem: string, kind: string, behind: string): boolean {
  anywhereStems ??= stemsOf(FIGURATIVE_ANYWHERE);
  return isFigurative(stem) && (anywhereStems.has(englishStem(stem)) || (SCENERY.test(kind) && OF_SOMETHING.test(behind)));
}
