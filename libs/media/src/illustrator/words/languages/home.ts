/** What stands at home, in gardens and in streets, and what people wear: see `nature.ts`. */
export const HOME_AND_STREET = `
@table | Tisch+ | table* | mesa* | tavolo | mesa* | tafel* | stół ~stole ~stołu ~stoły | стіл ~столі ~стола ~столи | masa* | bord*
@park-bench | Parkbank Sitzbank | | | panchina | | parkbank bankje | ławka ~ławce | лавка | | parkbänk
@stairs | Treppe+ | escalier | | scalinata | | =trap* | =schody ~schodów ~schodach | =сходи ~сходах ~сходів | merdiven | trappa
@tower | Turm ~Türme ~Türmen | donjon | torre | torre | torre | toren | wieża | вежа | =kule =kulesi =kuleler | torn
@statue | Statue Denkmal ~Denkmäler | statue monument | estatua monumento | statua monumento | estátua monumento | standbeeld monument | posąg pomnik | статуя пам'ятник | heykel anıt | staty ~statyer
@cave | Höhle | grotte caverne | cueva | grotta caverna | caverna gruta | grot ~grotten | jaskinia | печера | mağara | grotta
@fence | Zaun ~Zäune | clôture | valla | steccato | cerca* | =hek schutting | płot | паркан | | staket
@shovel | Schaufel Spaten | =pelle =pelles | pala* | pala* | | schep* | łopata | лопата | kürek | spade
@oven | Backofen ~Backöfen Ofen ~Öfen | four* | horno | forno | forno | oven ~ovens | piekarnik | духовка | fırın | ugn
@drone | Drohne | drone | dron ~drones | drone | drone | drone ~drones | dron | дрон | dron | drönare
@towel | Handtuch ~Handtücher | serviette* | toalla | asciugamano | toalha | handdoek | ręcznik | рушник | havlu | handduk
@dresser | Kommode | commode* | cómoda* | cassettiera | cômoda* | ladekast | komoda | комод | şifonyer | byrå*
@carpet | Teppich | tapis | alfombra | tappeto | tapete | tapijt | dywan | килим | halı | matta
@flat-iron | Bügeleisen | | | | | strijkijzer | żelazko | праска | | strykjärn
@microwave | Mikrowelle | micro-ondes | microondas | microonde | micro-ondas | magnetron | mikrofalówka | мікрохвильовка | mikrodalga | mikrovågsugn
@washing-machine | Waschmaschine | lave-linge | lavadora | lavatrice | | wasmachine | pralka | | | tvättmaskin
@sweater | Pullover Pulli | chandail =pull* | suéter | maglione | suéter | trui | sweter | светр | kazak | tröja
park>deciduous-tree | Park ~Parks | parc | parque | parco | parque | park ~parken | park | парк | park | =parken
zoo>elephant | Zoo ~Zoos Tierpark | zoo | zoológico zoo | =zoo | zoológico | dierentuin | =zoo | зоопарк | | djurpark
@circus-tent | Zirkus | cirque | circo | circo | circo | circus | cyrk | цирк | sirk | cirkus
skyscraper>office-building | Wolkenkratzer Hochhaus ~Hochhäuser | =gratte-ciel | =rascacielos | grattacielo | arranha-céu | wolkenkrabber | wieżowiec ~wieżowce | хмарочос | gökdelen | skyskrapa
lawyer>balance-scale | Anwalt ~Anwälte Anwältin Rechtsanwalt | avocate notaire | abogado abogada | avvocato | advogado advogada | jurist | adwokat prawnik | адвокат юрист | avukat | advokat
waiter>bellhop-bell | Kellner Kellnerin | serveur* serveuse | camarero camarera | cameriere cameriera | garçom | ober* kelner | kelner kelnerka | офіціант | garson | servitör
pumpkin>jack-o-lantern | Kürbis ~Kürbisse | citrouille potiron | calabaza | zucca | abóbora | pompoen | dynia | гарбуз | | pumpa
@ear-of-corn | Mais | maïs | maíz | mais | milho | maïs | kukurydza | кукурудза | | majs
@tangerine | Orange* ~Orangen Mandarine | orange* mandarine | naranja* mandarina | arancia mandarino | laranja* tangerina | sinaasappel mandarijn | pomarańcza mandarynka | апельсин мандарин | portakal mandalina | apelsin
@gloves | Handschuh | gant | guante | guanto | luva | handschoen | rękawiczka rękawica | рукавичка | eldiven | handske
@necktie | Krawatte | cravate | corbata | cravatta | gravata | stropdas | krawat | краватка | kravat | slips
wardrobe>coat | Kleiderschrank | penderie armoire | ropero | armadio | guarda-roupa | kleerkast | szafa | шафа | gardırop | garderob
pillow>bed | Kissen Matratze | oreiller matelas couette | almohada colchón | cuscino materasso | travesseiro colchão | kussen matras dekbed | poduszka materac kołdra | подушка ковдра | yastık yorgan | kudde madrass
curtain>window | Vorhang ~Vorhänge Gardine | rideau* | cortina | | cortina | gordijn | zasłona firanka | штора | perde* | gardin
garage>automobile | Garage | garage | garaje | garage | garagem | garage | garaż | гараж | garaj | garage
medal>sports-medal | Medaille | médaille | medalla | medaglia | medalha | medaille | medal | медаль | madalya | medalj
mask>performing-arts | Maske | masque | máscara | maschera | máscara | masker | maska | маска | maske |
@bow-and-arrow | Bogenschütze | archer =flèche* | arquero* flecha | arciere | arqueiro* flecha | boogschutter | łucznik strzała | лучник стріла | okçu | bågskytt
yogurt>glass-of-milk | Joghurt Quark | yaourt | yogur | yogurt | iogurte | yoghurt | jogurt twaróg śmietana | йогурт сметана кефір | yoğurt | yoghurt
rope>knot | | corde* | cuerda* | corda* | corda* | touw | | мотузка | halat | rep*
`;
