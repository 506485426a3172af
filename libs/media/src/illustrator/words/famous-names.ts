/**
 * Cities, countries, works and people by what they are known by. One a line: drawings, best first < names, in any language that writes them so. Names
 * have capitals: china is no China, and a turkey no Turkey. With a "!" they are shown in grave films as well: a wreck is no postcard.
 */
const TABLE = `
eiffel-tower croissant < Paris|Par[ií]s|Parigi|Parijs|Paryż\\p{L}*|Париж\\p{L}{0,3}|Eiffel(?: Tower)?|Эйфелев\\p{L}+|France|Frankreich|Francia|França|Frankrijk|Франци\\p{L}+|巴黎|法国|パリ|フランス|파리에|프랑스
clock-tower < London|Londres|Londra|Londen|Londyn\\p{L}*|Лондон\\p{L}{0,3}|Big Ben|Биг-Бен\\p{L}{0,3}|Westminster|England|Engeland|Inglaterra|Inghilterra|Англи\\p{L}+|伦敦|英国|ロンドン|イギリス|런던|영국|Inggris
statue-of-liberty < New York(?: City)?|Nueva York|Nova York|Nowy Jork|Нью-Йорк\\p{L}{0,3}|Manhattan|Манхэттен\\p{L}{0,3}|Brooklyn|United States|Estados Unidos|États-Unis|Stati Uniti|Vereinigte Staaten|USA|США|纽约|美国|ニューヨーク|アメリカ|뉴욕|미국
mount-fuji < (?:Mount|Mt\\.?|Monte|Mont) Fuji|Fujiyama|Фудзи\\p{L}{0,3}|富士山|후지산
shinto-shrine japanese-castle < Japan|Japon|Japón|Giappone|Japão|Japonia|Japonii|Jepang|Япони\\p{L}+|Tokyo|Tokio|Tóquio|Токио|Kyoto|Kioto|Киото|Osaka|Осак\\p{L}|日本|东京|京都|東京|大阪|일본|도쿄
pyramids camel < Egypt|Ägypten|Égypte|Egipto|Egitto|Egito|Egypte|Egipt\\p{L}*|Египет|Египт\\p{L}+|Cairo|Kairo|Каир\\p{L}{0,3}|Giza|Гиз[аеуы]|埃及|エジプト|이집트|Mesir
colosseum < Rome|Roma|Rom|Rzym\\p{L}*|Рим(?:а|е|у|ом)?|Colosseum|Kolosseum|Coliseo|Colosseo|Колизе\\p{L}+|Italy|Italia|Italien|Italie|Itália|Италия|Италии|Италию|罗马|意大利|ローマ|イタリア|로마|이탈리아
classical-building < Greece|Griechenland|Grèce|Grecia|Grécia|Griekenland|Греци[яиюе]|Athens|Athen|Atenas|Atene|Афин\\p{L}{0,3}|Acropolis|Акропол\\p{L}+|希腊|雅典|ギリシャ|그리스|Yunani
hindu-temple elephant < India|Indien|Inde|Índia|Индия|Индии|Индию|Delhi|Нью-Дели|Mumbai|Мумбаи|印度|インド|인도에
red-paper-lantern panda < China|Chine|Cina|Китай|Кита[яюе]|Китаем|Beijing|Peking|Пекин\\p{L}{0,3}|Shanghai|Шанхай|Шанха[яюе]|中国|中國|北京|上海|중국|베이징
elephant palm-tree < Thailand|Tailandia|Thaïlande|Таиланд\\p{L}{0,3}|Bangkok|Бангкок\\p{L}{0,3}|泰国|曼谷|タイランド|태국
kangaroo koala < Australia|Australien|Australie|Austrália|Австрали[яиюе]|Sydney|Сидне[йяюе]|Melbourne|澳大利亚|悉尼|オーストラリア|호주
cactus taco < Mexico|Mexiko|México|Mexique|Messico|Мексик\\p{L}+|墨西哥|メキシコ|멕시코
maple-leaf < Canada|Kanada|Canadá|Канад[аеуы]|加拿大|カナダ|캐나다
windmill tulip < Netherlands|Niederlande|Pays-Bas|Países Bajos|Paesi Bassi|Nederland|Holland|Holanda|Нидерланд\\p{L}+|Голланди\\p{L}+|Amsterdam|Амстердам\\p{L}{0,3}|荷兰|オランダ|네덜란드|Belanda
volcano < Iceland|Islande|Islandia|Islândia|Исланди\\p{L}+|冰岛|アイスランド|아이슬란드
snow-capped-mountain < Switzerland|Schweiz|Suisse|Suiza|Svizzera|Suíça|Швейцари\\p{L}+|Alps|Alpen|Alpes|Alpi|Альп\\p{L}{0,3}|Himalayas?|Гимала\\p{L}+|Nepal|Непал\\p{L}{0,3}|瑞士|スイス|스위스
onion-domes nesting-dolls < Moscow|Moskau|Moscou|Moscú|Moskwa|Москв\\p{L}+|Kremlin|Kreml|Кремл\\p{L}+|莫斯科|モスクワ|모스크바
mosque < Istanbul|Стамбул\\p{L}{0,3}|İstanbul\\p{L}*|伊斯坦布尔|イスタンブール|이스탄불
moai < Easter Island|остров\\p{L}{0,3} Пасхи|Isla de Pascua|Osterinsel|Île de Pâques|复活节岛|イースター島
desert-island palm-tree < Hawaii|Hawai|Гава(?:и|йи|йях|йев|йск\\p{L}{2,3})|Maldives|Malediven|Maldivas|Мальдив\\p{L}{0,3}|Caribbean|Karibik|Caraïbes|Caribe|Карибск\\p{L}+|Bahamas|夏威夷|马尔代夫|ハワイ|하와이
penguin iceberg < Antarctica|Antarctic|Antarktis|Antarctique|Antártida|Antartide|Антаркти\\p{L}+|南极|南極|남극
polar-bear iceberg < Arctic|Arktis|Arctique|Ártico|Artico|Арктик\\p{L}+|North Pole|Северн\\p{L}+ полюс\\p{L}{0,3}|Greenland|Grönland|Гренланди\\p{L}+|北极|北極|북극
giraffe lion < Kenya|Kenia|Кени[яиюе]|Tanzania|Tansania|Танзани\\p{L}+|Serengeti|Серенгети|肯尼亚|ケニア|케냐
camel < Sahara|[Пп]устын\\p{L}{1,2} Сахар\\p{L}{1,2}|[Вв] Сахаре|撒哈拉|サハラ|사하라
parrot < Brazil|Brasilien|Brésil|Brasil|Brasile|Бразили\\p{L}+|Rio de Janeiro|Рио-де-Жанейро|巴西|ブラジル|브라질
llama < Peru|Perú|Pérou|Перу|Machu Picchu|Мачу-Пикчу|Andes|Анд(?:ы|ах)|秘鲁|ペルー|페루
canoe < Venice|Venedig|Venise|Venecia|Venezia|Veneza|Венеци\\p{L}+|威尼斯|ベネチア|베네치아
shamrock < Ireland|Irland|Irlande|Irlanda|Ирланди\\p{L}+|爱尔兰|アイルランド|아일랜드
castle < Scotland|Schottland|Écosse|Escocia|Scozia|Шотланди\\p{L}+|Edinburgh|Эдинбург\\p{L}{0,3}|苏格兰|スコットランド
slot-machine < Las Vegas|Лас-Вегас\\p{L}{0,3}|拉斯维加斯|ラスベガス
clapper-board palm-tree < Hollywood|Голливуд\\p{L}{0,3}|好莱坞|ハリウッド|할리우드
!ship iceberg < Titanic|Титаник\\p{L}{0,3}|泰坦尼克|タイタニック|타이타닉
!waterfall < Niagara|Niágara|Ниагар\\p{L}{1,3}|尼亚加拉
!brick < (?:Great|Berlin) Wall|Große Mauer|Grande Muraille|Gran Muralla|Велик\\p{L}{2,3} [Кк]итайск\\p{L}{2,3} стен\\p{L}{1,2}|Берлинск\\p{L}{2,3} стен\\p{L}{1,2}|长城|万里の長城|만리장성
rock < Stonehenge|Стоунхендж\\p{L}{0,3}|巨石阵
!rocket astronaut < NASA|НАСА|Apollo (?:11|13)|Аполлон-?1[13]|SpaceX|Gagarin|Гагарин\\p{L}{0,3}
artist-palette < Mona Lisa|Мон[аыуе] Лиз[аыуе]|Gioconda|Джоконд\\p{L}{1,2}|Leonardo da Vinci|Леонардо да Винчи|Van Gogh|Ван Гог\\p{L}{0,2}|Picasso|Пикассо|Rembrandt|Рембрандт\\p{L}{0,2}|Monet|Frida Kahlo|Фрид[аыуе] Кало|Louvre|Лувр\\p{L}{0,2}|达芬奇|梵高
musical-score violin < Beethoven|Бетховен\\p{L}{0,2}|Mozart|Моцарт\\p{L}{0,2}|Sebastian Bach|Chopin|Шопен\\p{L}{0,2}|Vivaldi|Вивальди|Tchaikovsky|Чайковск\\p{L}{2,3}|贝多芬|莫扎特|ベートーヴェン|モーツァルト
scroll performing-arts < Shakespeare|Шекспир\\p{L}{0,2}|Hamlet|莎士比亚|シェイクスピア
light-bulb high-voltage < Nikola Tesla|Никол[аыуе] Тесл[аыуе]|Edison|Эдисон\\p{L}{0,2}
red-apple < Isaac Newton|Исаак\\p{L}{0,2} Ньютон\\p{L}{0,2}|Newton(?:['’]s)
light-bulb < Einstein|Эйнштейн\\p{L}{0,2}|爱因斯坦|アインシュタイン|아인슈타인
telescope < Galileo|Галиле\\p{L}{1,2}|Hubble|Хаббл\\p{L}{0,2}|James Webb
sports-medal < Olympics|Olympic Games|Олимпиад\\p{L}{1,2}|Олимпийск\\p{L}{2,3} игр\\p{L}{0,3}|Olympia|Juegos Olímpicos|Jeux olympiques|奥运会|オリンピック|올림픽
soccer-ball < World Cup|FIFA|Messi|Месси|Ronaldo|Роналду|Pel[eé]|Maradona|Марадон\\p{L}{1,2}
racing-car < Formula (?:1|One)|Формул\\p{L}{1,2}[- ]?1|Ferrari|Schumacher|Шумахер\\p{L}{0,2}|Le Mans
magic-wand < Harry Potter|Гарри Поттер\\p{L}{0,2}|Hogwarts|Хогвартс\\p{L}{0,2}|Merlin|Мерлин\\p{L}{0,2}
kiwi-fruit ewe < New Zealand|Neuseeland|Nouvelle-Zélande|Nueva Zelanda|Нов\\p{L}+ Зеланди\\p{L}+|新西兰|ニュージーランド|뉴질랜드
`;

const ALPHABETIC = '[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Katakana}]';
/** Somebody called so, and what only has a name from there. */
const NOT_BEHIND = '(?! (?:Hilton|Jackson|Jones|agreement|Accords?|Times|Yankees|Knicks|Marathon|syndrome))';

const NAMES = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [, isGrave = '', drawings = '', names = ''] = /^(!?)(.*?) < (.*)$/.exec(line) ?? [];
    const named = new RegExp(`(?<!${ALPHABETIC})(?:${names})(?!${ALPHABETIC})${NOT_BEHIND}`, 'u');
    return { mayBeGrave: isGrave !== '', drawings: drawings.split(' '), named };
  });

const READ_CHARACTERS = 4000;

/** Drawings of what a text names, the first named first, and the best of each before the others. @param isGrave whether somebody mourns in its film */
export function drawingsOfNames(text: string, isGrave: boolean): readonly string[] {
  const read = text.slice(0, READ_CHARACTERS);
  const found = NAMES.flatMap(({ mayBeGrave, drawings, named }) => {
    const at = isGrave && !mayBeGrave ? -1 : read.search(named);
    return at < 0 ? [] : [{ at, drawings }];
  }).sort((a, b) => a.at - b.at);
  const most = Math.max(0, ...found.map(({ drawings }) => drawings.length));
  const ranked = Array.from({ length: most }, (_, rank) => found.flatMap(({ drawings }) => drawings.slice(rank, rank + 1)));
  return [...new Set(ranked.flat())];
}

/** Every drawing that one of them has. */
export const allDrawingsOfNames = (): ReadonlySet<string> => new Set(NAMES.flatMap(({ drawings }) => drawings));
