import { colouredIn } from './coloured.js';
import { iconIndex } from './icon-index.js';
import { namesIn } from './names.js';
import { hasTable } from './languages/forms.js';
import { baseLanguage, englishStem, meantBy, stemOf, tokensOf } from './stems.js';

/**
 * Words that name quite different things: a ship in a film about orbits, a mouse beside a keyboard. One a line: words = drawings, best
 * first (none: it is not drawn) < words of whose films it is true. Several lines may have a word; where a film has none of their words,
 * the word means what it means everywhere. Words are stemmed when read.
 */
const TABLE = `
ship vessel craft capsule / корабль судно капсула экипаж = rocket satellite astronaut < space orbit orbital astronaut cosmonaut rocket nasa planet galaxy gravity weightlessness spacecraft apollo moon mars lunar / космос космический космонавт астронавт орбита ракета байконур планета гагарин галактика невесомость космодром луна марс
station / станция = satellite rocket < space orbit astronaut cosmonaut nasa weightlessness / космос космический орбита космонавт астронавт невесомость
shuttle / шаттл челнок = rocket < space orbit astronaut nasa / космос орбита астронавт
myth / миф = classical-building amphora < greece greek zeus olympus homer hercules athena odysseus gods / греция греческий зевс олимп гомер геракл афина одиссей боги
машина = gear < станок паровая шестерня конвейер ткацкий
estate = house-with-garden building-construction < real rent rents buyer mortgage apartment apartments flat
island / остров = volcano mountain < iceland lava eruption glacier arctic / исландия лава извержение ледник
island / остров = cityscape < manhattan skyscraper metro / манхэттен небоскреб метро
victory / победа = < war front soldier army siege fascist / война фронт солдат армия блокада фашист павший погибший
memory / память = candle bouquet < war dead died fallen funeral grave victim / война погибший павший похороны могила жертва
engine = < chess search google / шахматы
tank tanks = < submarine aquarium boiler septic propane hydrogen dive air
arm / рука щупальце = tentacle < octopus squid tentacle / осьминог кальмар
swell = < skin finger burn wound ankle knee / кожа палец ожог рана
intelligence / интеллект = robot desktop-computer laptop < artificial ai machine computer algorithm chatbot / искусственный ии нейросеть компьютер алгоритм машина
network / сеть = desktop-computer robot < neural ai trained engine / нейронный ии обученный
burn / ожог = adhesive-bandage stethoscope < skin doctor bandage blister aid injury wound / кожа врач бинт волдырь помощь рана
trip journey = < bee ant bird whale seed salmon
образование = < звезда газ облако ядро планета гора порода кристалл химический тромб
plant / растение = seedling < leaf leaves sunlight seed root soil flower pot photosynthesis oxygen pollen garden water
cell cells = bar-chart < excel spreadsheet row column formula sum sheet
rain / дождь = cloud-with-rain < weather forecast wind snow front temperature degrees / погода прогноз ветер снег фронт температура градус
snow / снег = cloud-with-snow < weather forecast wind rain front temperature / погода прогноз ветер дождь фронт температура
law laws / закон = red-apple < newton / ньютон
law laws / закон = < physics motion thermodynamics energy gravity mass / физика движение термодинамика энергия гравитация масса
city united = soccer-ball < scored goal match referee whistle league striker goalkeeper penalty
atom atomic = < habit
army soldier soldiers troops / армия солдат войско = shield crossed-swords < ancient tomb dynasty legion spear chariot medieval terracotta sparta spartan rome roman / древний гробница династия легион копье колесница средневековый терракотовый спарта римский
front / фронт = cloud < weather forecast rain snow temperature / погода прогноз дождь снег температура
банк банка = bank < пароль код звонить звонят мошенник кредит вклад счет перевод карта ипотека процент
розетка = electric-plug < ремонт электрик провод ток кухня стена труба вилка
труба = wrench toolbox < ремонт вода кран кухня ванная сантехник розетка вытяжка плитка
fly flies = airplane < flight flights airport airline plane pilot ticket luggage
stock stocks = pot-of-food < soup broth simmer boil cube sauce pepper onion beef chicken carrot beets cook risotto gravy stew
memory / память = desktop-computer laptop < computer laptop ram tab browser disk processor program software smartphone megabyte gigabyte mb gb calculator app / компьютер ноутбук оперативный диск процессор программа браузер вкладка гигабайт мегабайт файл
drive / диск = computer-disk < file external backup computer usb folder photo laptop / файл резервный компьютер ноутбук флешка
connection network / связь = brain < neuron synapse brain cortex / нейрон синапс мозг
depth deep / глубина = bubbles water-wave < sea ocean fish diver submarine whale octopus underwater / море океан рыба водолаз подводный кит осьминог
house / дом = classical-building < congress senate parliament lords commons veto representatives
bill = scroll < congress senate parliament veto law committee
court = tennis < tennis racket serve forehand
chest = lungs < breath cough pain rib lung
nuclear / ядерный = radioactive < war missile weapon warhead treaty / война ракета оружие боеголовка договор
очки = < игра мяч команда подача партия матч гол счет турнир игрок чемпионат
coat = < fur cat dog wool shed animal
wheel = cheese-wedge < cheese rennet
раковина = < кран вода кухня бутылка мыть посуда ванная
shower = comet shooting-star < meteor meteorite
лодка = ocean-wave < подводный подводная субмарина торпеда подводник
boat = ocean-wave < submarine torpedo periscope
fire = < boss employee job hire somebody someone manager colleague
war soldiers soldier army / война воевать солдат армия = ant < ant ants anthill / муравей муравейник
chest = < arm shoulder stretch muscle bench hug
hammer key string = musical-keyboard < piano pianist
клавиша молоточек струна = musical-keyboard < рояль пианино
караван caravan = ship < ледокол порт судно корабль / icebreaker port
castle rook = chess-pawn < chess pawn bishop checkmate
chart = < patient nurse ward hospital
launch / запуск = megaphone package < product brand startup customers orders marketing app / продукт бренд стартап покупатель маркетинг приложение
miner mining block chain = coin link < bitcoin blockchain crypto ethereum wallet
fruit / плод = tomato < tomato / помидор томат
song sound / песня звук = whale < whale humpback / кит
рост = straight-ruler < велосипед рама одежда размер вес сантиметр
growth / рост = chart-increasing < revenue sales company market economy gdp profit percent share / акция рынок компания прибыль продажа выручка экономика ввп процент
program / программа = < льготный ипотека ставка кредит театр концерт фестиваль / mortgage theatre theater festival
shore bank coast / берег = lake < lake / озеро байкал
shore bank coast / берег = river < river / река
счет = < гол матч команда обыграть победа мяч игра
счет = credit-card < банк деньги вклад перевод
помощь help aid = ambulance adhesive-bandage < врач скорая пострадавший дышать рана кровь перелом / wound bleeding ambulance paramedic injury
save economy экономить = < water electricity energy / вода свет электричество энергия
mouse mice / мышь мышка = computer-mouse < computer click cursor keyboard software screen desktop laptop / компьютер курсор клавиатура щелчок клик программа
cloud / облако = laptop desktop-computer < server software storage upload computing backup database / сервер программа хранилище резервный вычисление
virus worm trojan / вирус червь троян = laptop desktop-computer < computer hacker software malware antivirus / компьютер хакер антивирус программа вредоносный
bug beetle / жук = laptop desktop-computer < software code developer debug programmer / код программист разработчик отладка
web net network / паутина сеть = globe-with-meridians laptop < internet online website browser computer / интернет онлайн сайт браузер компьютер
cookie = laptop < website browser tracking privacy
shell terminal = laptop < command script linux unix code
window windows = desktop-computer < microsoft software computer desktop
python / питон = laptop < code software programming developer / код программирование разработчик
tablet = pill < medicine dose doctor patient drug
tablet = scroll < clay cuneiform stone ancient sumerian
tablet / планшет = mobile-phone laptop < screen computer app touch / экран приложение
chip / чип = desktop-computer electric-plug < computer processor silicon semiconductor transistor / компьютер процессор кремний транзистор
apple / яблоко = laptop mobile-phone < iphone macintosh mac jobs wozniak silicon / айфон джобс возняк
water / вода = droplet < bread flour dough bake salt cook tea coffee recipe glass drink thirst body / хлеб мука тесто соль чай кофе рецепт стакан пить жажда тело
bank = water-wave evergreen-tree < river shore flood beaver stream riverbank
crane / кран = building-construction < construction building builder skyscraper site / стройка строитель небоскреб строительный
crane = bird swan < bird wetland feather nest migration
mercury / меркурий = ringed-planet full-moon < planet orbit solar venus saturn crater / планета орбита венера сатурн кратер
mercury = thermometer < thermometer poison metal toxic hatter
seal = envelope scroll < wax letter envelope king stamp parchment
bat = baseball < baseball inning pitcher batter
bat = cricket-game < wicket bowler batsman
cricket = cricket-game < wicket bowler batsman innings
nail = hammer < hammer wood carpenter build roof plank
nail / ноготь = nail-polish < polish manicure finger salon / маникюр лак палец
match = soccer-ball trophy < team football goal league referee stadium tournament
match = fire < flame matchbox ignite sulphur sulfur phosphorus
shell shelling = ruins barbed-wire < war siege artillery trench army front soldier
ring / кольцо = ringed-planet < saturn planet uranus orbit / сатурн планета уран орбита
ring / кольцо = < siege besieged blockade encircled front army / блокада осада осажденный окружение прорвать прорвали прорыв фронт армия
city town street building house / город улица здание дом = ruins < war siege blockade besieged front regiment bombing shelling artillery troops nazi wehrmacht invasion trenches soldier tank bombed cannon / война блокада блокадный осада осажденный фронт полк бомбежка обстрел артиллерия войска фашист нацист вторжение окружение прорвали прорыв солдат танк разбомбить пушка немцы
army soldier soldiers troops / армия солдат войско = steel-helmet barbed-wire < war siege blockade besieged front regiment bombing shelling artillery troops nazi wehrmacht invasion trenches soldier tank bombed cannon / война блокада блокадный осада осажденный фронт полк бомбежка обстрел артиллерия войска фашист нацист вторжение окружение прорвали прорыв солдат танк разбомбить пушка немцы
gun guns / пушка орудие = cannon < war siege blockade besieged front regiment bombing shelling artillery troops nazi wehrmacht invasion trenches soldier tank bombed cannon / война блокада блокадный осада осажденный фронт полк бомбежка обстрел артиллерия войска фашист нацист вторжение окружение прорвали прорыв солдат танк разбомбить пушка немцы
ship ships / корабль судно = longship < viking norse norsemen / викинг викинги норманны драккар
helmet / шлем = iron-helmet < viking knight norse medieval warrior / викинг викинги рыцарь средневековый воин
helmet / шлем = steel-helmet < war siege blockade besieged front regiment bombing shelling artillery troops nazi wehrmacht invasion trenches soldier tank bombed cannon / война блокада блокадный осада осажденный фронт полк бомбежка обстрел артиллерия войска фашист нацист вторжение окружение прорвали прорыв солдат танк разбомбить пушка немцы
helmet / шлем = rescue-workers-helmet < bicycle motorcycle bike builder / велосипед мотоцикл строитель
dance / танец танцуют = honeybee < bee hive honey nectar swarm / пчела пчелиный улей мед нектар рой
branch / ветка ветвь = deciduous-tree < bee swarm nest bird fruit leaf / пчела рой гнездо птица плод лист
дорога = locomotive railway-track < железный рельс поезд паровоз
tooth teeth / зуб зубы = tooth < dentist enamel cavity molar / стоматолог эмаль кариес
blood / кровь = drop-of-blood < shark vein vessel donor mosquito heart / акула вена сосуд донор комар
heart / сердце = anatomical-heart < whale octopus giraffe gills pump blood artery beats / кит осьминог жираф жабры кровь бьется весит
bread / хлеб = bread < siege blockade ration famine hunger flour bakery baker / блокада осада паек голод мука пекарня пекарь
lake / озеро = lake < frozen ice shore trout depth / лед замерзший берег глубина
bank = bank < statement account card subscription subscriptions atm deposit transfer loan
streaming stream streams / стриминг стрим = television popcorn < subscription subscriptions netflix video videos series show watch viewers twitch gamer / подписка сериал зритель видео
swell = < phone battery case laptop
shop = wrench toolbox < repair repairs mechanic workshop broken fix / ремонт
зарядка = person-lifting-weights running-shoe flexed-biceps < утренний спина упражнение колено шея растяжка коврик плечо наклон мышца
cinnamon / корица = croissant cookie < bakery pastry cookie croissant / булочка пекарня выпечка
rent buy sell pay / снять купить продать аренда снимать покупать = house-with-garden key < home apartment flat mortgage landlord tenant / квартира ипотека жилье
exercise / упражнение = eye glasses < eye eyes eyelid vision / глаз веко зрение
печь = fire brick < баня дрова камин дымоход изба сруб кирпич парная
flight / полет = rocket astronaut < space orbit cosmonaut astronaut nasa / гагарин космос орбита космонавт ракета космодром
queen = ant crown < ant anthill / муравей муравейник
coal / уголь = fire rock < steam boiler engine furnace / пар котел паровоз топка
temple temples shrine shrines / храм храмы = shinto-shrine < japan japanese kyoto tokyo fuji shinto samurai / япония японский киото токио синто самурай
temple temples / храм храмы = hindu-temple < india indian hindu delhi shiva vishnu / индия индийский дели шива
castle / замок = japanese-castle < japan japanese kyoto osaka samurai shogun / япония японский осака самурай сегун
pyramid pyramids / пирамида пирамиды = pyramids < egypt egyptian pharaoh giza nile cairo / египет египетский фараон гиза нил каир
pyramid / пирамида = money-with-wings < scheme ponzi invest investor money fraud / финансовый схема инвестор деньги мошенник вклад
pyramid / пирамида = broccoli < food nutrition diet vegetable / питание овощ рацион еда
pyramid / пирамида = light-bulb < maslow needs / маслоу потребность потребности
pyramid / пирамида = classical-building < maya mayan aztec mexico jungle / майя ацтек мексика джунгли
seed seeds / семя семена = seedling < plant sow soil pot greenhouse seedlings / рассада теплица посеять посейте полив грядка подоконник помидор огурец
trade / ремесло = hammer hammer-and-wrench < blacksmith carpenter craft apprentice forge / кузнец подмастерье столяр
step steps / шаг = running-shoe < thousand walk walking pedometer lift stairs dog / тысяча ходить ходьба прогулка пешком
heart / сердце = anatomical-heart < walk walking steps exercise cholesterol / ходьба прогулка тренировка холестерин
вершина = < маяк башня дерево
truck lorry / грузовик полуторка = old-truck < war siege blockade besieged 1941 front army soldier / война блокада осада фронт армия солдат
cage / клетка = cage < bird zoo parrot pigeon canary hamster rabbit rat / птица попугай голубь канарейка зоопарк хомяк кролик крыса тигр лев
котел = < окружение окружили фронт армия дивизия
ring / ринг = boxing-glove < boxer boxing punch knockout / боксер бокс нокаут
ring = wood deciduous-tree < trunk bark sapling timber
bow / лук = bow-and-arrow < arrow archer quiver / стрела лучник тетива колчан монгол
bow = ribbon < ribbon gift hair dress
bow = violin < violin cello strings orchestra
bass = guitar < guitar music band drum rhythm
bass = fish fishing-pole < fish fishing lake river angler
organ / орган = anatomical-heart lungs < heart liver kidney transplant body donor lung / сердце печень почка пересадка донор тело легкое
organ / орган = musical-keyboard < church pipe bach concert hymn / церковь труба бах концерт музыка
pupil = eye < iris eye retina lens
trunk = elephant < elephant tusk
trunk bark = wood deciduous-tree < tree forest oak bough timber
jam = automobile < traffic road highway cars commuter
date = palm-tree < palm fruit desert oasis sweet
palm = raised-hand < finger wrist fortune hand
plant = factory < nuclear reactor chernobyl factory assembly steel worker company hire output union
mine = pick < coal gold miner ore shaft silver
mine / мина = bomb < explosive war landmine soldier / война взрыв солдат сапер
cell = mobile-phone < phone call signal tower
cell = chains locked < prison prisoner guard jail
cell = battery < battery voltage lithium anode
key / ключ = locked-with-key < password encryption cipher cryptography encrypt / пароль шифр шифрование криптография
ключ = hammer-and-wrench < гайка болт слесарь автомеханик
замок = castle < король рыцарь крепость средневековый граф башня осада ров феодал барон
замок = locked old-key < дверь вор взломать отмычка сейф велосипед цепь ключ
tongue / язык = speech-balloon books < grammar dialect translate speaker alphabet / слово речь грамматика перевод алфавит диалект письменность говорить
star / звезда = clapper-board microphone < actor actress hollywood singer celebrity concert / актер актриса голливуд певец певица кино
лист = page-facing-up < бумага принтер письмо тетрадь чернила
рак cancer = stethoscope microscope < tumour tumor oncology therapy patient doctor disease chemotherapy / опухоль онколог болезнь лечение врач химиотерапия
turkey = mosque < istanbul ankara ottoman turkish bosphorus anatolia
bull bear / бык медведь = chart-increasing < stock share investor market trader / акция биржа инвестор трейдер
knight bishop / конь слон ферзь ладья пешка = chess-pawn < chess checkmate gambit / шахматы шахматист гроссмейстер мат гамбит
king queen / король королева = chess-pawn < chess checkmate gambit / шахматы шахматист гроссмейстер гамбит
queen drone worker / матка трутень = honeybee < bee hive honey nectar / пчела улей мед нектар
труба = factory < газ нефть завод топка котельная
`;

interface Sense {
  readonly icons: readonly string[];
  readonly cues: ReadonlySet<string>;
}

/** A word's stem → the drawings of what it means in a film. */
export type Senses = ReadonlyMap<string, readonly string[]>;

const listed = (words: string): string[] => words.split(/[\s/]+/).filter((word) => word !== '');

function read(): ReadonlyMap<string, readonly Sense[]> {
  const senses = new Map<string, Sense[]>();
  for (const line of TABLE.trim().split('\n')) {
    const [, words = '', icons = '', cues = ''] = /^(.*?) =(.*) <(.*)$/.exec(line) ?? [];
    const sense = { icons: listed(icons), cues: new Set(listed(cues).map((cue) => stemOf(cue, 'en'))) };
    for (const word of listed(words)) {
      const stem = stemOf(word, 'en');
      senses.set(stem, [...(senses.get(stem) ?? []), sense]);
    }
  }
  return senses;
}

let table: ReadonlyMap<string, readonly Sense[]> | null = null;

/** What words of several meanings stand for, by all that is said in a film; a name stands for nothing. @param texts its title and narrations */
export function sensesOf(texts: readonly string[], language: string): Senses {
  table ??= read();
  const stems = new Set(texts.flatMap((text) => tokensOf(text, language).map(({ stem }) => stem)));
  // Of other languages only what they mean is compared: their words are spelt like English ones.
  const byMeaning = Map.groupBy(
    [...stems].filter((stem) => !hasTable(baseLanguage(language)) || meantBy(stem)),
    englishStem,
  );
  const said = new Set(byMeaning.keys());
  const found = new Map<string, readonly string[]>();
  for (const [stem, senses] of table) {
    if (!said.has(stem)) continue;
    let [most, icons]: [number, readonly string[] | null] = [0, null];
    for (const sense of senses) {
      let cues = 0;
      for (const cue of sense.cues) if (cue !== stem && said.has(cue)) cues += 1;
      if (cues > most) [most, icons] = [cues, sense.icons];
    }
    if (icons !== null) for (const own of byMeaning.get(stem) ?? []) found.set(own, icons);
  }
  for (const { word, drawings } of colouredIn(texts)) for (const own of byMeaning.get(stemOf(word, 'en')) ?? []) found.set(own, drawings);
  for (const stem of namesIn(texts, language, iconIndex(language).hasForm)) if (!found.has(stem)) found.set(stem, []);
  return found;
}

/** Every drawing that a sense names. */
export const drawingsOfSenses = (): ReadonlySet<string> => new Set([...(table ??= read()).values()].flat().flatMap(({ icons }) => icons));
