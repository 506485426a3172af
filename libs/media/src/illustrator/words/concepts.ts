import type { Mood } from '../scene/mood.js';

/** Words that stand for one idea in both languages, the drawings that show it (best first) and the mood it brings. */
export interface Concept {
  readonly mood: Mood;
  readonly words: readonly string[];
  readonly icons: readonly string[];
}

/**
 * Ideas that emoji tags miss or scatter. One a line: mood: English words / Russian words = drawings. Words are stemmed when read, so
 * one form is enough unless the stem itself changes (сон, сна).
 */
const TABLE = `
sea: sea ocean marine underwater tide / море океан морской подводный прилив = water-wave tropical-fish spouting-whale coral dolphin turtle spiral-shell
sea: octopus cephalopod tentacle / осьминог спрут щупальце = octopus coral spiral-shell water-wave
sea: squid cuttlefish / кальмар каракатица = squid coral water-wave
sea: fish fishing reef aquarium / рыба рыбалка риф аквариум = tropical-fish fish blowfish coral fishing-pole
sea: water / вода пресный = droplet water-wave bubbles
sea: depth deep / глубина = droplet fish bubbles water-wave
mountain: lake baikal / озеро байкал = lake droplet snow-capped-mountain fish canoe
nature: river stream / река ручей = canoe droplet fish deciduous-tree
nature: waterfall cascade / водопад = waterfall droplet evergreen-tree
winter: iceberg glacier / айсберг ледник = iceberg ice penguin snowflake
city: bridge / мост = bridge construction-worker brick
history: windmill mill miller / мельница мельник = windmill sheaf-of-rice bread
sea: ship sail navigation captain voyage sailor / корабль парус мореплавание капитан плавание моряк = ship sailboat anchor compass world-map
sea: lighthouse / маяк = lighthouse cliff sailboat anchor compass
sea: coast shore reef cliff / побережье берег риф утёс обрыв = cliff water-wave sailboat lighthouse spiral-shell
sea: harbour harbor port / гавань порт = anchor sailboat ship lighthouse compass
sea: beach holiday island / пляж отпуск остров = desert-island beach-with-umbrella palm-tree spiral-shell sun
space: space universe cosmos galaxy / космос вселенная галактика космический = ringed-planet milky-way rocket glowing-star satellite comet
space: black hole gravity singularity horizon / гравитация сингулярность дыра = cyclone ringed-planet shooting-star telescope comet satellite
space: planet orbit saturn jupiter mars / планета орбита сатурн юпитер марс = ringed-planet globe-showing-americas satellite full-moon telescope
space: star stellar constellation nebula supernova / звезда звёздный созвездие туманность сверхновая = glowing-star star shooting-star sparkles telescope
space: rocket spacecraft launch astronaut nasa / ракета запуск космонавт астронавт = rocket astronaut satellite ringed-planet flying-saucer
space: astronomy astronomer telescope light-year / астрономия астроном телескоп = telescope glowing-star ringed-planet milky-way
space: earth world global planet / земля мир глобальный планета = globe-showing-europe-africa world-map compass ringed-planet
night: moon lunar eclipse / луна лунный затмение = crescent-moon full-moon telescope night-with-stars owl
night: sleep asleep sleepy insomnia nap rest bedtime melatonin / сон сна сне сны спать спит бессонница засыпать уснуть отдых мелатонин = person-in-bed sleeping-face bed zzz crescent-moon owl alarm-clock
night: dream dreaming / мечта сновидение мечтать = thought-balloon crescent-moon cloud sparkles person-in-bed
night: night dark darkness midnight / ночь ночной тьма темнота полночь = crescent-moon owl night-with-stars candle bat
night: evening dusk / вечер вечерний сумерки = sunset crescent-moon candle teacup-without-handle
sky: morning dawn sunrise wake / утро рассвет утренний просыпаться = sun-with-face rooster alarm-clock hot-beverage sunrise
sky: sun sunny summer solar sunlight / солнце солнечный лето = sun sun-with-face sunflower sunglasses beach-with-umbrella
sky: storm thunder thunderstorm gale tempest / буря гроза гром шторм = cloud-with-lightning-and-rain cloud-with-lightning tornado cloud
sky: sky cloud weather rain / небо облако погода дождь = cloud sun-behind-cloud umbrella-with-rain-drops rainbow cloud-with-lightning
sky: wind air breathe breathing breath oxygen / ветер воздух дышать дыхание кислород = wind-face lungs leaf-fluttering-in-wind kite cloud
sky: fly flight airplane plane aviation pilot / летать полёт самолёт авиация пилот = airplane pilot cloud parachute helicopter
sky: bird wing feather / птица крыло перо = bird eagle feather dove parrot
sky: climate warming carbon emission greenhouse / климат потепление углерод выброс = thermometer globe-showing-europe-africa polar-bear factory recycling-symbol
nature: forest wood woods jungle / лес лесной тайга джунгли = evergreen-tree deciduous-tree mushroom fox deer bear
nature: tree leaf root branch / дерево лист корень ветвь = deciduous-tree evergreen-tree leaf-fluttering-in-wind seedling chestnut maple-leaf
nature: nature natural wild wildlife environment ecology / природа природный дикий экология среда = deciduous-tree butterfly herb deer globe-showing-europe-africa
nature: flower bloom garden pollen nectar / цветок цветение сад пыльца нектар = sunflower tulip hibiscus honeybee butterfly blossom
nature: bee pollinate / пчела опылять опыление = honeybee beehive honey-pot sunflower hibiscus blossom butterfly
nature: hive beehive beekeeper apiary / улей пасечник пасека = beehive honeybee honey-pot sunflower
nature: honey / мёд = honey-pot beehive honeybee sunflower
nature: ant anthill / муравей муравейник = ant leaf-fluttering-in-wind seedling
nature: spider cobweb / паук паутина = spider spider-web leaf-fluttering-in-wind
nature: insect bug beetle / насекомое жук = beetle lady-beetle butterfly cricket
nature: plant grow growth seed farm agriculture harvest field / растение расти рост семя ферма урожай поле сельский = seedling sheaf-of-rice farmer tractor ear-of-corn sunflower
nature: animal beast creature zoo predator / животное зверь существо хищник = lion elephant fox giraffe panda
nature: dog puppy / собака щенок пёс = dog-face dog bone paw-prints
nature: cat kitten / кот кошка котёнок = cat-face cat black-cat yarn paw-prints
nature: evolution species extinct dinosaur / эволюция вид вымирание динозавр = t-rex sauropod dna bone lizard
nature: cell bacteria virus microbe microscopic / клетка бактерия вирус микроб = microbe petri-dish microscope dna test-tube
mountain: mountain peak summit climb everest / гора вершина пик восхождение эверест горный = snow-capped-mountain mountain person-climbing compass tent eagle
mountain: hike travel journey adventure trip tourist / путешествие поход приключение поездка турист = backpack compass world-map hiking-boot tent camping
mountain: stone rock geology mineral tectonic plate / камень скала геология минерал плита тектонический = rock pick mountain volcano
winter: snow winter cold ice frozen arctic freeze / снег зима холод лёд льда мороз арктика замёрзший зимний = snowflake snowman polar-bear ice penguin snow-capped-mountain
winter: christmas new-year gift holiday / рождество ёлка подарок праздник = christmas-tree wrapped-gift snowman santa-claus sparkles
fire: volcano lava magma eruption erupt ash / вулкан лава магма извержение пепел = volcano fire rock mountain collision
fire: fire flame burn heat hot / огонь пламя гореть жар жара горячий = fire heart-on-fire candle thermometer camping
fire: energy power electricity electric lightning volt / энергия сила электричество электрический молния ток = high-voltage battery light-bulb electric-plug
fire: war battle army soldier fight weapon / война битва армия солдат сражение оружие бой = crossed-swords shield military-helmet bow-and-arrow castle
fire: explosion bomb danger risk / взрыв бомба опасность риск = collision bomb warning fire
history: history historical ancient past century empire / история исторический древний прошлое век империя столетие = scroll classical-building amphora hourglass-not-done castle crown
history: rome roman romans legion / рим римский римлянин римляне легион = classical-building scroll shield amphora crossed-swords coin
history: greece greek athens myth / греция греческий афины миф = classical-building amphora scroll trident-emblem
history: road street path route way highway / дорога улица путь тракт маршрут шоссе = motorway world-map compass brick hiking-boot
history: build building builder construction / строить здание строительство строитель инженер = building-construction brick construction-worker hammer straight-ruler
history: king queen royal throne medieval knight / король королева царь трон средневековый рыцарь = crown castle shield crossed-swords prince
history: egypt pyramid pharaoh desert sand / египет пирамида фараон пустыня песок = desert camel two-hump-camel cactus scroll
history: church religion temple god faith / церковь религия храм бог вера = church candle dove prayer-beads
history: treasure pirate gold / сокровище клад пират золото = coin gem-stone crown world-map old-key
history: trade merchant caravan silk / торговля купец караван шёлк = camel balance-scale coin world-map ship
history: museum art painting artist / музей искусство картина художник живопись = artist-palette framed-picture paintbrush performing-arts
city: city town urban skyline / город городской мегаполис = cityscape office-building houses bus-stop taxi
city: car drive traffic vehicle / машина автомобиль водитель движение = automobile motorway horizontal-traffic-light fuel-pump racing-car
city: train railway metro / поезд железный метро = high-speed-train locomotive station railway-track
city: bicycle bike cycling / велосипед велоспорт = bicycle person-biking wheel
city: shop store market shopping buy customer / магазин рынок покупка покупатель купить = shopping-bags shopping-cart convenience-store credit-card label
city: law justice court crime police / закон право суд преступление полиция = balance-scale judge classical-building police-officer
city: country state government politics election vote / страна государство правительство политика выборы = classical-building ballot-box-with-ballot world-map megaphone
business: money cash finance financial budget wealth rich / деньги финансы финансовый бюджет богатство богатый = money-bag coin dollar-banknote credit-card money-with-wings chart-increasing
business: save saving savings deposit frugal / копить сбережение экономить накопление вклад откладывать = coin money-bag bank jar seedling chart-increasing
business: bank debt loan credit interest / банк долг кредит процент заём = bank credit-card money-with-wings balance-scale receipt
business: price cost pay salary income expense spend / цена стоимость оплата зарплата доход расход тратить = receipt dollar-banknote credit-card coin money-with-wings
business: business company startup office corporate / бизнес компания стартап офис предприятие = briefcase office-building chart-increasing rocket handshake
business: invest investor stock profit economy growth market / инвестиция инвестор акция прибыль экономика = chart-increasing bar-chart money-bag bank seedling
business: work job career colleague boss / работа карьера коллега начальник работать труд = briefcase office-worker laptop desktop-computer spiral-calendar
business: team together cooperation agreement deal partner / команда вместе сотрудничество договор сделка партнёр = handshake puzzle-piece raising-hands link
business: plan goal target strategy success achieve / план цель стратегия успех достижение = bullseye trophy compass clipboard rocket
business: marketing advertise brand audience / маркетинг реклама бренд аудитория = megaphone bullseye loudspeaker mobile-phone
business: data statistics chart number percent / данные статистика график число = bar-chart chart-increasing abacus clipboard
time: time hour minute second clock schedule / время час минута секунда часы расписание времени = hourglass-not-done stopwatch mantelpiece-clock alarm-clock watch calendar
time: future tomorrow forever / будущее завтра навсегда = crystal-ball rocket hourglass-not-done shooting-star
time: year month week day date / год месяц неделя день дата = tear-off-calendar spiral-calendar hourglass-done sun
time: habit routine daily everyday discipline / привычка рутина ежедневный дисциплина = check-box-with-check spiral-calendar alarm-clock notebook
time: old age aging ageing life lifetime / старость возраст старение жизнь = hourglass-done older-person deciduous-tree butterfly
tech: technology computer digital software program code developer internet / технология компьютер цифровой программа код разработчик интернет = laptop desktop-computer keyboard gear mobile-phone satellite-antenna
tech: ai artificial intelligence robot machine neural algorithm chatbot / ии искусственный интеллект робот нейросеть алгоритм машинный нейронный = robot mechanical-arm desktop-computer gear sparkles laptop
tech: phone smartphone app screen mobile / телефон смартфон приложение экран = mobile-phone mobile-phone-with-arrow bell battery selfie
tech: network connect communication signal web / сеть связь соединение сигнал = satellite-antenna globe-with-meridians link laptop
tech: security password privacy hacker encrypt / безопасность пароль приватность хакер шифрование = locked shield key detective locked-with-key
tech: science research scientist experiment laboratory discovery / наука исследование учёный эксперимент лаборатория открытие = microscope test-tube alembic scientist petri-dish telescope
tech: physics quantum atom particle relativity / физика квант атом частица относительность квантовый = magnet alembic high-voltage hole milky-way
tech: chemistry chemical molecule acid reaction / химия химический молекула кислота реакция = alembic test-tube petri-dish lab-coat
tech: mathematics math equation geometry calculate / математика уравнение геометрия вычисление = abacus triangular-ruler straight-ruler bar-chart
tech: engine engineer machine mechanism factory industry industrial / двигатель машина механизм завод промышленность = gear factory wrench nut-and-bolt locomotive
tech: invention inventor innovate tool / изобретение изобретатель инновация инструмент = light-bulb gear wrench toolbox rocket
idea: idea creative inspiration imagination solution / идея творчество вдохновение воображение решение = light-bulb sparkles artist-palette thought-balloon puzzle-piece
idea: secret mystery unknown hidden riddle enigma / тайна секрет загадка неизвестный скрытый = magnifying-glass-tilted-left old-key crystal-ball locked detective
idea: learn study school education teacher lesson student university / учить учиться школа образование учитель урок студент университет = graduation-cap books backpack school pencil teacher
idea: book read reading write writer story literature / книга читать чтение писать писатель рассказ литература = books open-book closed-book fountain-pen bookmark
idea: question why how curious curiosity / вопрос почему зачем любопытство = thinking-face thought-balloon magnifying-glass-tilted-left light-bulb
idea: language word speak speech talk conversation / язык слово говорить речь разговор = speech-balloon studio-microphone megaphone books
idea: game play chess strategy puzzle player / игра играть шахматы головоломка игрок шахматный = chess-pawn game-die puzzle-piece joystick trophy
idea: win winner champion victory record best / победа победитель чемпион рекорд лучший = trophy sports-medal 1st-place-medal crown
idea: problem difficult mistake error fail / проблема трудность ошибка неудача = knot warning puzzle-piece broken-chain
idea: memory remember forget / память помнить забыть вспоминать = brain framed-picture camera notebook
idea: key important secret tip advice rule / ключ важный совет = key light-bulb check-mark old-key
idea: small tiny little / маленький крошечный = magnifying-glass-tilted-left ant seedling
idea: balance calm meditation mind mindful relax stress / баланс спокойствие медитация разум осознанность расслабление стресс = person-in-lotus-position lotus teacup-without-handle herb candle
body: brain mind neuron think thinking cognitive psychology / мозг ум нейрон думать мышление психология = brain light-bulb thought-balloon puzzle-piece high-voltage
body: heart cardiac pulse cardiovascular / сердце сердечный пульс = anatomical-heart beating-heart stethoscope red-heart drop-of-blood
body: blood vein vessel hemoglobin / кровь вена сосуд гемоглобин = drop-of-blood anatomical-heart syringe test-tube
body: health healthy medicine doctor hospital disease patient / здоровье здоровый медицина врач больница болезнь пациент = stethoscope health-worker pill hospital red-heart medical-symbol
body: body muscle strength gym workout exercise fitness / тело мышца сила тренировка упражнение фитнес зал = flexed-biceps person-lifting-weights running-shoe person-running
body: bone skeleton skull tooth / кость скелет череп зуб = bone skull tooth x-ray
body: eye vision see sight look / глаз зрение видеть взгляд = eye glasses eyes magnifying-glass-tilted-left
body: hand touch skin / рука прикосновение кожа = waving-hand raised-hand lotion-bottle
body: gene dna genetic genome heredity / ген днк генетика геном наследственность = dna microscope petri-dish test-tube
body: lung / лёгкие = lungs nose wind-face
body: nose smell scent / нос запах аромат = nose rose wind-face
body: vitamin supplement diet nutrition / витамин диета питание = green-apple green-salad pill broccoli
sport: sport athlete competition olympic / спорт спортсмен соревнование олимпийский = trophy sports-medal stadium running-shoe soccer-ball
sport: run running marathon speed fast quick / бег бегать марафон скорость быстрый = person-running running-shoe stopwatch high-voltage
sport: football soccer / футбол = soccer-ball goal-net stadium trophy
food: food eat meal cook cooking kitchen recipe taste hungry / еда есть кухня готовить рецепт вкус голод пища = fork-and-knife-with-plate cook shallow-pan-of-food pot-of-food salt
food: coffee espresso caffeine barista cappuccino / кофе эспрессо кофеин бариста капучино кофейный = hot-beverage beans croissant doughnut cookie
food: tea / чай чайный = teapot teacup-without-handle leaf-fluttering-in-wind lemon
food: bread loaf loaves bake baker bakery flour wheat dough grain / хлеб печь пекарь пекарня мука пшеница тесто зерно = bread baguette-bread sheaf-of-rice croissant butter pretzel
food: sugar sweet chocolate dessert candy / сахар сладкий шоколад десерт конфета = candy chocolate-bar cookie doughnut cupcake
food: fruit apple / фрукт яблоко = red-apple grapes banana strawberry
food: vegetable salad / овощ салат = carrot broccoli tomato leafy-green green-salad
food: wine grape beer alcohol / вино виноград пиво алкоголь = wine-glass grapes bottle-with-popping-cork beer-mug
food: cheese milk dairy cow / сыр молоко корова = cheese-wedge glass-of-milk cow-face butter
love: love romance relationship marriage couple / любовь роман отношения брак пара влюблённый = red-heart two-hearts rose ring love-letter
love: family mother father child parent children baby / семейный мать отец ребёнок родитель дети = baby house-with-garden teddy-bear red-heart
love: friend friendship kindness help support / друг дружба доброта помощь поддержка = handshake heart-hands two-hearts bouquet
love: happy happiness joy smile / счастье счастливый радость улыбка = smiling-face-with-smiling-eyes sun-with-face balloon sparkles
love: emotion feeling sad fear angry / эмоция чувство грусть страх гнев = heart-on-fire performing-arts broken-heart thought-balloon
party: music song melody sound concert band listen / музыка песня мелодия звук концерт слушать = musical-notes guitar headphone violin musical-keyboard saxophone
party: dance party celebrate birthday festival / танец вечеринка праздновать день-рождения фестиваль = party-popper balloon mirror-ball birthday-cake confetti-ball
party: film movie cinema video camera / фильм кино видео камера = clapper-board movie-camera film-frames popcorn camera
party: theater theatre drama actor / театр драма актёр = performing-arts ticket mirror-ball
home: home house room apartment family / дом квартира комната жильё домашний = house-with-garden couch-and-lamp potted-plant door key
home: clean cleaning wash dirt / чистый уборка мыть грязь = broom soap bubbles sponge bucket
home: clothes fashion dress style wear / одежда мода платье стиль = dress t-shirt scarf high-heeled-shoe
home: letter mail message email / письмо почта сообщение = envelope love-letter postbox incoming-envelope
home: cat-nap comfort cozy warm / уют уютный тепло тёплый = couch-and-lamp candle socks teacup-without-handle
`;

export const CONCEPTS: readonly Concept[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [head = '', icons = ''] = line.split(' = ');
    const [mood = 'idea', words = ''] = head.split(': ');
    return { mood: mood as Mood, words: words.split(' ').filter((word) => word !== '/'), icons: icons.split(' ') };
  });
