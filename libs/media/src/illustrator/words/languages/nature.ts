/**
 * What is most often named of animals, plants, weather, land and sky in films. One meaning a line:
 * an English word of `concepts.ts` or of a drawing's name (or `@` and a drawing) | de | fr | es | it | pt | nl | pl | uk | tr | sv.
 * Signs: `=` in this form alone, `~` a form that does not read well by itself, `*` a thing only behind an article, `?` only where the film is about it,
 * `+` the end of German compounds as well. `forms.ts` makes the usual plurals and cases; others are words of their own.
 */
export const NATURE = `
cat | Katze+ Kätzchen | chat chatte chaton | gato gata gatito | gatto gatta gattino | gato gata gatinho | kat poes kitten | kot kotka ~kotek | кіт кішка кошеня ~кота ~коти ~котів ~котом ~кошенята ~кошеняти | kedi | katt kattunge
dog | Hund Hündin Welpe | chien chienne chiot | perro perra cachorro | cane cagnolino | cão cachorro cadela ~cães | hond puppy | pies ~psa ~psy ~psów ~psem ~psu ~psami | собака пес ~пса ~пси ~псів | köpek | hund valp
horse | Pferd Pony | cheval jument | caballo yegua | cavallo | cavalo égua | paard | koń ~konie ~koni ~konia ~koniem ~końmi | кінь ~коня ~коні ~коней ~конем | =atlar =atların | häst
cow | Kuh ~Kühe ~Kühen | vache | vaca | mucca | vaca | koe ~koeien | krowa ~krów | корова ~корів | inek | =kor =korna
pig | Schwein | cochon | cerdo | maiale | porco | varken | świnia ~świnie ~świń | свиня ~свиней | domuz | gris
sheep | Schaf | mouton brebis | oveja | pecora | ovelha | schaap | owca ~owiec ~owce | вівця ~вівці ~овець | koyun | lamm
goat | Ziege | chèvre | cabra | capra | cabra | geit | koza ~kóz | коза ~кіз | keçi | get
bird | Vogel ~Vögel ~Vögeln | oiseau | pájaro ave | uccello | pássaro ave | vogel | ptak | птах пташка | kuş | fågel ~fåglar ~fåglarna
fish | Fisch | poisson | pez ~peces | pesce | peixe | vis | ryba | риба | balık | fisk
wolf | Wolf ~Wölfin | loup louve | lobo | lupo | lobo | wolf | wilk | вовк | =kurtlar =kurdun | varg
fox | Fuchs | renard | zorro | volpe | raposa | vos | lis lisica | лис лисиця | tilki | räv
bear | Bär ~Bären | ours | oso | orso | urso | beer | niedźwiedź ~niedźwiedzie ~niedźwiedzia ~niedźwiedzi | ведмідь ~ведмедя ~ведмеді ~ведмедів | =ayılar =ayının | björn ~björnar
lion | Löwe ~Löwen Löwin | lion lionne | león leona | leone leonessa | leão leoa | leeuw | lew ~lwa ~lwy ~lwów ~lwem | лев ~лева ~леви ~левів | aslan | lejon
tiger | Tiger | tigre | tigre | tigre | tigre | tijger | tygrys | тигр | =kaplan =kaplanlar | tiger
elephant | Elefant | éléphant | elefante | elefante | elefante | olifant | słoń ~słonie ~słonia ~słoni | слон | =fil =filler =fillerin | elefant
monkey | Affe ~Affen | singe | mono* | scimmia | macaco | aap | małpa | мавпа | maymun | =apa =apor
deer | Hirsch Reh | cerf biche | ciervo | cervo | veado | hert | jeleń ~jelenie ~jelenia | олень | geyik | hjort ren*
mouse | Maus ~Mäuse ~Mäusen | souris | ratón | topo | rato | muis | mysz ~myszy | миша ~мишей | =fare =fareler | mus ~möss
rat | Ratte | rat | rata | ratto | ratazana | rat | szczur | щур | sıçan | råtta
rabbit | Kaninchen Hase | lapin lièvre | conejo liebre | coniglio lepre | coelho lebre | konijn haas | królik zając ~zające ~zająca | кролик заєць ~зайця ~зайці | tavşan | kanin hare
chicken | Huhn ~Hühner ~Hühnern Henne | poule poulet | gallina pollo | gallina pollo | galinha frango | kip | kura kurczak ~kurczaka | курка курча ~курей | tavuk | höna ~höns
rooster | Hahn | coq | gallo | gallo | galo | haan | kogut | півень ~півня | horoz | tupp
duck | Ente | canard | pato | anatra | pato | eend | kaczka | качка | ördek | anka ~ankor
eagle | Adler | aigle | águila | aquila | águia | arend adelaar | orzeł ~orła ~orły ~orłów | орел ~орла ~орли ~орлів | kartal | örn ~örnar
owl | Eule | hibou chouette* | búho lechuza | gufo civetta | coruja | uil | sowa ~sów | сова | baykuş | uggla ~ugglor
penguin | Pinguin | pingouin manchot | pingüino | pinguino | pinguim | pinguïn | pingwin | пінгвін | penguen | pingvin
whale | Wal Blauwal | baleine | ballena | balena | baleia | walvis | wieloryb | =кит =кити =китів =кита | balina | =val =valar =valen
dolphin | Delfin Delphin | dauphin | delfín | delfino | golfinho | dolfijn | delfin | дельфін | yunus | delfin
shark | Hai ~Haie ~Haien | requin | tiburón | squalo | tubarão | haai | rekin | акула | köpekbalığı | haj
octopus | Krake Oktopus Tintenfisch | pieuvre poulpe | pulpo | polpo | polvo | octopus inktvis | ośmiornica | восьминіг ~восьминога ~восьминоги | ahtapot | bläckfisk
coral | Koralle | corail ~coraux récif | coral arrecife | corallo | coral recife | koraal | koral rafa | корал риф | mercan | korall
bee | Biene+ | abeille | abeja | =ape =api | abelha | honingbij ~bijen | pszczoła ~pszczół | бджола ~бджіл | =arı =arılar =arıların | =bi =bin =bina
ant | Ameise+ | fourmi | hormiga | formica | formiga | mier | mrówka | мураха мурашка | karınca | myra ~myror
spider | Spinne | araignée | araña | ragno | aranha | spin | pająk | павук | örümcek | spindel ~spindlar
butterfly | Schmetterling | papillon | mariposa | farfalla | borboleta | vlinder | motyl ~motyle ~motyla | метелик | kelebek | fjäril ~fjärilar
mosquito | Mücke Stechmücke | moustique | mosquito | zanzara | mosquito | mug | komar | комар | sivrisinek | =mygga =myggor
insect | Insekt Käfer | insecte | insecto | insetto | inseto | insect | owad | комаха | böcek | insekt
snake | Schlange | serpent | serpiente | serpente | cobra serpente | slang | wąż ~węże ~węża ~węży | змія | yılan | orm
frog | Frosch | grenouille | =rana =ranas | =rana =rane | =rã =rãs sapo | kikker | żaba | жаба | kurbağa | groda ~grodor
turtle | Schildkröte+ | tortue | tortuga | tartaruga | tartaruga | schildpad | żółw ~żółwie ~żółwia | черепаха | kaplumbağa | sköldpadda ~sköldpaddor
dinosaur | Dinosaurier | dinosaure | dinosaurio | dinosauro | dinossauro | dinosaurus dinosauriër | dinozaur | динозавр | dinozor | dinosaurie
animal | Tier Haustier | animal | animal | animale | animal | dier huisdier | zwierzę ~zwierzęta ~zwierząt | тварина | hayvan | djur
tree | Baum ~Bäume ~Bäumen | arbre | árbol | albero | árvore | boom | drzewo ~drzew | дерево | ağaç | träd
forest | Wald ~Wälder ~Wäldern Urwald Regenwald | forêt | bosque selva | foresta bosco | floresta | woud regenwoud bos* | las ~lasu ~lesie ~lasy ~lasów | ліс ~лісу ~лісі ~ліси | orman | skog
flower | Blume+ Blüte+ | fleur | flor | fiore | flor | bloem? ~bloemen | kwiat ~kwiecie | квітка ~квіти ~квітів | çiçek | blomma ~blommor
plant | Pflanze+ | plante | planta? | pianta? | planta? | plant | roślina | рослина | bitki | växt
leaf | Blatt ~Blätter ~Blättern | feuille | hoja | foglia | folha | blad ~bladeren | liść ~liście ~liści | листок ~листя | yaprak | löv
mushroom | Pilz | champignon | hongo seta | fungo | cogumelo | paddenstoel | grzyb | гриб | =mantar =mantarlar | svamp
garden | Garten ~Gärten | jardin | jardín | giardino | jardim | tuin | ogród ~ogrodu ~ogrodzie ~ogrody | =сад =саду =сади =садів | bahçe | trädgård
farm | Bauernhof | =fermes | granja | fattoria | fazenda quinta* | boerderij | =farma =farmy gospodarstwo | ферма | çiftlik | bondgård
harvest | Ernte | récolte* moisson | cosecha* | raccolto* | colheita | oogst* | zbiory | урожай врожай | hasat | skörd
nature | Natur | nature | naturaleza | natura | natureza | natuur | przyroda natura | природа | doğa | natur
sea | Meer ~Meeres Ozean | mer océan | mar océano | mare oceano | mar oceano | zee oceaan | morze ~mórz ocean | море океан | deniz okyanus | hav ocean
wave | Welle | vague* | ola | onda | onda | golf* | | хвиля | =dalga =dalgalar =dalgaların | våg
beach | Strand ~Strände | plage | playa | spiaggia | praia | strand | plaża | пляж | plaj kumsal | strand
coast | Küste | côte* rivage | costa* | costa* | costa* litoral | kust | wybrzeże | узбережжя | sahil | kust
island | Insel+ | île | isla | isola | ilha | eiland | wyspa | острів ~острова ~острови ~острові | =ada =adalar =adanın =adada | ö* ön*
lake | =See* =Sees =Seen Stausee | lac | lago | lago | lago | | jezioro | озеро | =göl =göller =gölün =gölde | sjö
river | Fluss ~Flüsse ~Flüssen | fleuve rivière | río | fiume | rio* | rivier | rzeka | ріка річка | nehir ırmak ~nehri | flod
waterfall | Wasserfall ~Wasserfälle | cascade | cascada | cascata | cachoeira cascata | waterval | wodospad | водоспад | şelale | vattenfall
water | Wasser Trinkwasser | eau | agua | acqua | água | water | woda ~wód | вода | =su =suyu =suyun =suda =sular =sudan | vatten
ship | Schiff Segelschiff | navire bateau | barco buque | nave | navio | schip ~schepen | statek ~statku ~statki ~statków | корабель ~корабля ~кораблі ~кораблів | gemi | fartyg skepp
lighthouse | Leuchtturm ~Leuchttürme | phare | faro | faro | farol | vuurtoren | latarnia | маяк | | fyr
mountain | Berg Gebirge Gipfel | montagne sommet* | montaña | montagna | montanha | berg gebergte | góra ~gór | гора ~гір | dağ | berg fjäll
volcano | Vulkan | volcan | volcán | vulcano | vulcão | vulkaan | wulkan | вулкан | volkan yanardağ | vulkan
lava | Lava Magma | lave* magma | lava* magma | lava* magma | lava* magma | lava magma | lawa magma | лава магма | lav | lava
desert | Wüste | désert | desierto | deserto | deserto | woestijn | pustynia | пустеля | =çöl =çöller =çölün =çölde | öken
stone | Stein Fels ~Felsen | pierre* rocher roche | piedra roca | roccia pietra | pedra rocha | steen rots | kamień ~kamienie ~kamienia ~kamieni skała | камінь ~каменю ~каміння скеля | kaya | sten klippa
iceberg | Eisberg Gletscher | iceberg glacier | iceberg glaciar | iceberg ghiacciaio | iceberg geleira | ijsberg gletsjer | lodowiec ~lodowce ~lodowca | айсберг льодовик | buzdağı buzul | isberg glaciär
snow | Schnee | neige* | nieve* | neve | neve* | sneeuw | śnieg | сніг | | snö
ice | Eis | glace* | hielo | ghiaccio | gelo* | ijs | lód ~lodu ~lodzie ~lodem | лід ~льоду ~льодом ~льоді | =buz =buzun =buzlar | is*
winter | Winter | hiver | invierno | inverno | inverno | winter | zima | зима | =kış =kışın | vinter
rain | Regen | pluie | lluvia | pioggia | chuva | regen | deszcz | дощ | yağmur | regn
storm | Sturm ~Stürme Gewitter | tempête orage | tormenta tempestad | tempesta temporale* | tempestade | storm onweer | burza sztorm | буря шторм гроза | fırtına | storm
wind | Wind | vent | viento | vento | vento | wind | wiatr ~wietrze | вітер ~вітру ~вітри ~вітром | rüzgar | vind
cloud | Wolke | nuage | nube | nuvola | nuvem | wolk | chmura | хмара | bulut | moln
weather | Wetter | météo | =clima | meteo | =clima | =weer* | pogoda | погода | | väder
rainbow | Regenbogen | arc-en-ciel | arcoíris | arcobaleno | arco-íris | regenboog | tęcza | веселка | gökkuşağı | regnbåge
climate | Klima Klimawandel Erderwärmung | climat | clima | clima | clima | klimaat | klimat | клімат | iklim | klimat
sun | Sonne | soleil | =sol | =sole | =sol | zon | słońce | сонце | güneş | =sol =solen =solens
moon | Mond | =lune =lunes | luna | luna | lua | maan | księżyc ~księżyca | | =ayın | måne
star | Stern | étoile | estrella | stella | estrela | ster | gwiazda ~gwieździe | зірка зоря ~зорі | yıldız | stjärna ~stjärnor
planet | Planet | planète | planeta | pianeta | planeta | planeet | planeta | планета | gezegen | planet
earth | Erde | Terre* | tierra | Terra* | Terra* | aarde | ziemia | =земля =землі | dünya | =jorden =jordens
space | Weltall Weltraum Universum Galaxie Kosmos | univers espace* cosmos galaxie | universo cosmos galaxia | universo cosmo galassia | universo cosmos galáxia | heelal ruimte* universum | kosmos wszechświat | космос всесвіт галактика | uzay evren | =rymden universum galax
rocket | Rakete+ | fusée | cohete | razzo | foguete | raket | rakieta | ракета | roket | raket
astronaut | Astronaut Raumfahrer | astronaute | astronauta | astronauta | astronauta | astronaut | astronauta kosmonauta | астронавт космонавт | astronot | astronaut
satellite | Satellit | satellite | satélite | satellite | satélite | satelliet | satelita | супутник | uydu | satellit
telescope | Teleskop Fernrohr | télescope | telescopio | telescopio | telescópio | telescoop | teleskop | телескоп | teleskop | teleskop
comet | Komet Asteroid Meteorit | comète astéroïde météorite | cometa asteroide meteorito | cometa asteroide meteorite | cometa asteroide meteorito | komeet asteroïde meteoriet | kometa asteroida meteoryt | комета астероїд метеорит | kuyruklu göktaşı | komet asteroid meteorit
fire | Feuer Brand* | feu incendie | fuego incendio llama* | fuoco incendio | fogo* incêndio | vuur brand* | ogień ~ognia ~ogniem pożar | вогонь ~вогню пожежа | =ateş =ateşi yangın | eld brand*
night | Nacht Mitternacht ~Nächte | nuit minuit | noche medianoche | notte mezzanotte | noite | nacht middernacht | noc ~nocy | ніч ~ночі | =gece =geceler | natt
morning | Sonnenaufgang | matin* | amanecer* | mattino mattina alba* | manhã amanhecer* | ochtend zonsopgang | poranek świt | ранок ~ранку світанок | | morgon
evening | Abend Sonnenuntergang | soirée | atardecer* | tramonto | entardecer* | avond zonsondergang | wieczór | | akşam | kväll
summer | Sommer | | verano | =estate | verão | zomer | =lato =lata =latem | літо | | sommar
`;
