/** The same for food, body, war and history, work, money, town, home, technology, music, sport and feelings: see `nature.ts`.
 * `-` draws nothing: what says too little, and words that name another thing than the emoji spelt so (a disease, no crab). */
export const PEOPLE = `
bread | Brot Teig | pain pâte* croûte | pan* masa* | pane impasto | pão massa* | brood deeg | chleb ciasto ~chlebie | хліб ~хліба ~хлібом тісто | ekmek hamur | bröd deg
bakery | Bäckerei | boulangerie | panadería | panificio | padaria | bakkerij | piekarnia | пекарня | | bageri
flour | Mehl | farine | harina | farina | farinha | meel | mąka | борошно | =un =unu | mjöl
wheat | Weizen Getreide Roggen | blé céréale | trigo cereal | grano* frumento | trigo | tarwe graan | pszenica zboże | пшениця зерно | buğday | vete spannmål
rice | Reis | riz | arroz | riso* | arroz | rijst | ryż | рис | pirinç pilav | =riset
salt | Salz | sel | =sal | =sale* | =sal | zout | sól ~soli | сіль ~солі ~сіллю | =tuz =tuzu =tuzun | salt
sugar | Zucker | sucre | azúcar | zucchero | açúcar | suiker | cukier ~cukru | цукор ~цукру | şeker | socker
@chocolate-bar | Schokolade | chocolat | chocolate | cioccolato | chocolate | chocolade | czekolada | шоколад | çikolata | choklad
coffee | Kaffee Espresso | café | café | caffè espresso* | café | koffie | kawa | кава | kahve | kaffe
cappuccino | Cappuccino | cappuccino | capuchino | cappuccino | cappuccino | cappuccino | cappuccino | капучино | kapuçino | cappuccino
barista | Barista | barista | barista | barista | barista | barista | barista | бариста | barista | barista
tea | Tee | thé | té | tè | chá | thee | herbata | =чай =чаю =чаєм | =çay =çayı =çayın | te*
wine | =Wein =Weins =Weine =Rotwein =Weinberg | vin | vino* | vino | vinho | wijn | wino | вино | şarap | vin
beer | Bier | bière | cerveza | birra | cerveja | bier | piwo | пиво | =bira =biralar =birayı | öl*
milk | Milch | lait | leche | latte | leite | melk | mleko | молоко | =süt =sütü =sütün | mjölk
cheese | Käse | fromage | queso | formaggio | queijo | kaas | =ser =sera =serem =serów sery | =сир =сиру =сири =сиром | peynir | ost
egg | ~Eier ~Eiern | œuf oeuf | huevo | uovo ~uova | ovo | ei ~eieren | jajko | яйце | yumurta | ägg
meat>cut-of-meat | Fleisch | viande | carne | carne | carne | vlees | mięso | м'ясо | | kött
apple | Apfel ~Äpfel ~Äpfeln | pomme | manzana | mela | maçã | appel | jabłko ~jabłek | яблуко | elma | äpple
fruit | Obst Frucht ~Früchte ~Früchten | fruit | fruta | frutta | fruta | fruit | owoc | фрукт | meyve | frukt
tomato | Tomate+ | tomate | tomate | pomodoro | tomate | tomaat | pomidor | помідор | domates | tomat
potato | Kartoffel+ | | patata papa* | patata | batata | aardappel | ziemniak | картопля | patates | potatis
vegetable | Gemüse Salat | légume salade | verdura ensalada | verdura insalata | legume salada | groente salade | warzywo sałatka ~warzyw | овоч салат | sebze salata | grönsak sallad
honey | Honig | miel | miel | miele | mel | honing | miód ~miodu ~miodem | =мед =меду =медом | =bal =balı =balın | honung
kitchen | Küche | cuisine* | cocina* | cucina* | cozinha* | keuken | kuchnia | кухня | mutfak | kök
recipe | Rezept | recette | receta* | ricetta | receita* | recept | przepis | рецепт | | recept
food | Essen* Nahrung Lebensmittel | nourriture aliment repas | comida alimento | cibo | comida alimento | voedsel eten* | jedzenie żywność | їжа | yiyecek | mat*
restaurant | Restaurant | restaurant | restaurante | ristorante | restaurante | restaurant | restauracja | ресторан | restoran lokanta | restaurang
cup>teacup-without-handle | Tasse+ | tasse | taza | tazza | xícara | kopje | filiżanka | чашка | fincan | kopp
bottle>tumbler-glass | Flasche+ | bouteille | botella | bottiglia | garrafa | fles ~flessen | butelka | пляшка | şişe | flaska ~flaskor
knife>kitchen-knife | Messer | couteau | cuchillo | coltello | faca | mes ~messen | nóż ~noża ~noże | | bıçak | kniv
heart | Herz | cœur coeur | corazón | cuore | coração | hart | serce ~serc | серце | =kalp =kalbi kalbin | hjärta
brain | Gehirn Hirn | cerveau | cerebro | cervello | cérebro | hersenen brein | mózg | мозок ~мозку ~мозком | beyin ~beyni ~beynin | hjärna ~hjärnan
blood | Blut Blutkörperchen | sang globule | sangre | sangue | sangue | bloed | krew ~krwi krwinka | кров ~крові | =kan =kanı =kanın | blod
bone | Knochen Skelett | os squelette | hueso esqueleto | ossa osso scheletro | osso esqueleto | bot* botten* skelet | kość szkielet | кістка кістки скелет ~кісток | kemik iskelet | ben* skelett
lung | Lunge | poumon | pulmón | polmone | pulmão | long ~longen | płuco płuca ~płuc | легеня легені | akciğer | lunga
tooth | Zahn ~Zähne ~Zähnen | =dent =dents | diente | =dente =denti | dente | tand | ząb ~zęby ~zęba ~zębów | зуб | =diş =dişler =dişleri | tand ~tänder
eye | Auge ~Augen | œil yeux | ojo | occhio | olho | oog | oczy ~oczu | око очі ~очей | | öga ~ögon
hand | Hand ~Hände ~Händen | =main =mains | =mano =manos | =mano =mani | =mão =mãos | =hand =handen | ręka ~ręce ~rąk | рука руки | =eller | hand ~händer
skin | Haut | peau | piel | pelle | pele | huid | skóra | шкіра | =deri =derisi | hud
virus | Virus ~Viren | virus | virus | virus | vírus | virus ~virussen | wirus | вірус | virüs | virus
bacteria | Bakterie Mikrobe | bactérie microbe | bacteria microbio | batterio batteri | bactéria | bacterie bacteriën | bakteria | бактерія | bakteri | bakterie
vaccine>syringe | Impfung Impfstoff Spritze | vaccin seringue | vacuna* jeringa | vaccino siringa | vacina seringa | vaccin prik* | szczepionka strzykawka ~szczepionek | вакцина шприц | | vaccin
doctor | Arzt Ärztin ~Ärzte ~Ärzten | médecin | médico médica | medico | médico | arts dokter | lekarz lekarka | лікар | doktor hekim | läkare
hospital | Krankenhaus ~Krankenhäuser | hôpital | hospital | ospedale | hospital | ziekenhuis | szpital | лікарня | hastane | sjukhus
health | Gesundheit Medizin | santé médecine | salud medicina | salute medicina | saúde medicina | gezondheid geneeskunde | zdrowie medycyna | здоров'я медицина | sağlık tıp | hälsa
pill | Tablette Pille | comprimé pilule | pastilla píldora | pillola | comprimido pílula | pil ~pillen | tabletka pigułka | таблетка | | tablett
sleep | Schlaf | sommeil | sueño | sonno | sono | slaap | =sen =snu =snem | =сон =сну =сном | uyku | sömn
bed | Bett Schlafzimmer | =lit =lits chambre* | cama dormitorio habitación | letto* camera* | cama* quarto* | =bed =bedden slaapkamer | łóżko sypialnia | ліжко спальня | yatak | säng
dream | Traum ~Träume ~Träumen | rêve* | sueños | sogno* | sonho* | droom* | marzenie | мрія | | dröm*
war | Krieg Weltkrieg | guerre | guerra | guerra | guerra | oorlog | wojna ~wojen | війна ~воєн | savaş | krig
soldier | Soldat Armee Truppe | soldat armée troupe | soldado ejército tropa | soldato esercito truppe | soldado exército tropa | soldaat leger troepen | żołnierz armia wojsko | солдат армія військо | asker ordu | soldat armé
siege | Belagerung Blockade | siège* blocus | asedio sitio* | assedio | cerco* | belegering beleg | oblężenie | облога блокада | kuşatma | belägring
ruins | Ruine Trümmer | ruines décombres | ruinas escombros | rovine macerie | ruínas escombros | ruïne puin | ruina ruiny gruzy | руїна руїни | harabe enkaz | ruin
tank | Panzer? | chars | tanques | carrarmato | =tanques | tank* | czołg | | tank | stridsvagn
cannon | Kanone | canon* | cañón* | cannone | canhão | kanon | armata | гармата | =toplar | kanon
sword | Schwert | épée | espada | spada | espada | zwaard | miecz | меч | kılıç | svärd
battle | Schlacht | bataille | batalla | battaglia | batalha | veldslag | bitwa | битва | muharebe | slag*
helmet | Helm | casque | casco* | casco elmo | capacete | helm | hełm kask | шолом | miğfer kask | hjälm
king | König ~Königin Kaiser | =roi =rois reine empereur | =rey =reyes reina emperador | =re* regina imperatore | =rei =reis rainha imperador | koning koningin keizer | król królowa cesarz | король ~короля ~королі імператор | kral kraliçe imparator | kung drottning kejsare
castle | Burg | château | castillo | castello | castelo | kasteel | | | kale | slott
knight | Ritter | chevalier | caballero* | cavaliere | cavaleiro | ridder | rycerz | лицар | şövalye | riddare
history | Geschichte* Mittelalter Antike | histoire* | historia* | storia* | história* | geschiedenis | | | | historia*
pyramid | Pyramide Pharao | pyramide pharaon | pirámide faraón | piramide faraone | pirâmide faraó | piramide farao | piramida faraon | піраміда фараон | piramit firavun | pyramid
church | Kirche+ Dom* Kathedrale Kloster | église cathédrale monastère | iglesia catedral monasterio | chiesa cattedrale monastero | igreja catedral mosteiro | kerk kathedraal klooster | kościół ~kościoła ~kościoły katedra klasztor | церква собор монастир | kilise katedral | kyrka kloster
mosque | Moschee | mosquée | mezquita | moschea | mesquita | moskee | meczet | мечеть | cami camii | moské
temple>classical-building | Tempel | =temple =temples | templo | tempio | templo | tempel | świątynia | храм | tapınak | tempel
treasure | Schatz ~Schätze Gold | trésor =or* | tesoro =oro | tesoro =oro | tesouro ouro | schat* goud | skarb złoto | скарб золото | hazine altın | skatt* guld
wall>brick | Mauer Ziegel | =mur =murs muraille | muro muralla | muro muraglia | muro muralha | muur | mur ~muru ~mury | мур стіна | duvar | mur
bridge | Brücke+ | =pont =ponts | puente | ponte | ponte* | brug | most | | köprü | bro*
@barbed-wire | Stacheldraht | barbelé | | | | prikkeldraad | | | dikenli | taggtråd
city | Stadt Großstadt ~Städte ~Städten Hauptstadt | ville | ciudad | città | cidade | stad ~steden hoofdstad | miasto ~mieście | місто ~міст | şehir ~şehri ~şehrin kent | stad ~städer
street | Straße Strasse | =rue =rues | calle* | strada | rua | straat | ulica | вулиця | sokak cadde | gata ~gator
car | Auto ~Autos | voiture | coche automóvil | automobile =auto | =carro =carros automóvel | auto ~auto's | samochód ~samochodu ~samochody | автомобіль | araba otomobil | =bil =bilar =bilen
truck | Lastwagen Lkw | camion | camión | camion | caminhão | vrachtwagen | ciężarówka | вантажівка | kamyon | lastbil
bus | Bus Autobus | autobus | autobús | autobus | ônibus autocarro | bus ~bussen | autobus | автобус | otobüs | buss
train | Zug* ~Züge ~Zügen Eisenbahn Bahnhof | =train =trains gare | tren =trenes ferrocarril | treno ferrovia | trem comboio ferrovia | trein spoorweg | pociąg | поїзд залізниця | tren | tåg* järnväg
bicycle | Fahrrad ~Fahrräder ~Fahrrädern Rad* | vélo bicyclette | bicicleta | bicicletta bici | bicicleta | fiets ~fietsen | rower | велосипед | bisiklet | cykel ~cyklar
airplane | Flugzeug | =avion | avión | aereo | avião | vliegtuig | samolot ~samolocie | літак | uçak | flygplan
@submarine | U-Boot ~U-Boote | sous-marin | submarino | sommergibile sottomarino | submarino | onderzeeër duikboot | | субмарина | denizaltı | ubåt
@diving-mask | Taucher | plongeur | buzo | sommozzatore | mergulhador | duiker | nurek | підводник водолаз | dalgıç | dykare
journey | Reise Wanderung | voyage randonnée | viaje* excursión | viaggio | viagem | reis* reizen* | podróż wędrówka | подорож | seyahat yolculuk | resa*
map | Landkarte | carte* | =mapa | mappa | =mapa | landkaart | mapa | мапа | harita | karta*
money | Geld | argent* | dinero | soldi denaro | dinheiro | geld | pieniądze ~pieniędzy pieniądz | гроші ~грошей ~грошима | =para =parayı =paranın | pengar
coin | Münze Euro* | =pièces | moneda | moneta | moeda | munt | moneta | монета | madeni | mynt
bank | =Bank? =Banken | banque | banco? | banca | banco? | =bank? =banken | bank ~banku | банк | banka | bank
save | Ersparnis Sparbuch Tagesgeld Tagesgeldkonto | épargne* économies | ahorro* | risparmio* | poupança | spaargeld spaarrekening | oszczędności | заощадження | birikim tasarruf | sparande
debt | Schuld* ~Schulden Kredit Zins ~Zinsen | dette crédit intérêts | deuda crédito | debito credito | dívida crédito | schulden krediet rente | dług kredyt odsetki | борг кредит | borç kredi faiz | skuld lån* ränta
price | Preis Rechnung Ausgabe | =prix facture dépense* | precio factura | prezzo bolletta | preço | prijs rekening | cena rachunek | ціна рахунок | fiyat fatura | pris
economy | Wirtschaft Börse Aktie | économie bourse | economía bolsa* | economia borsa* | economia bolsa* | economie beurs* aandeel | gospodarka giełda | економіка біржа | ekonomi borsa | ekonomi börs aktie
work | Arbeit Beruf | travail* métier | trabajo* | lavoro* | trabalho* | werk* | praca | робота праця | | arbete
office | Büro | =bureau* | oficina | ufficio | escritório | kantoor | biuro | офіс | ofis | kontor
school | Schule+ Grundschule | école | escuela colegio | scuola | escola | school ~scholen | szkoła ~szkół | школа | okul | skola ~skolor
teacher | Lehrer Lehrerin | enseignant professeur institutrice | profesor profesora maestra* | insegnante professore maestra* | professor professora | leraar lerares | nauczyciel nauczycielka | вчитель учитель вчителька | öğretmen | lärare
university | Universität Studium Student | université étudiant | universidad estudiante | università studente | universidade estudante | universiteit student | uniwersytet student | університет студент | üniversite öğrenci | universitet student
book | Buch ~Bücher ~Büchern Bibliothek | livre* bibliothèque | libro* biblioteca | libro biblioteca | livro* biblioteca | boek bibliotheek | książka biblioteka ~książek | книга книжка бібліотека | kitap kütüphane | =bok =böcker =boken bibliotek
letter>envelope | Brief | lettre* | carta* | lettera | carta* | brief ~brieven | =list =listy =listu =listów | | mektup | brev
scroll | Schriftrolle | parchemin | pergamino | pergamena | pergaminho | perkament | pergamin | сувій | parşömen | pergament
science | Wissenschaft Forscher Wissenschaftler Labor Forschung | =scientifique* scientifiques laboratoire | científico científica ciencia laboratorio | scienziato scienza laboratorio | cientista ciência laboratório | wetenschap wetenschapper laboratorium | naukowiec ~naukowcy ~naukowców laboratorium | вчені наука лабораторія | =bilim bilim laboratuvar | vetenskap forskare laboratorium
microscope | Mikroskop | microscope | microscopio | microscopio | microscópio | microscoop | mikroskop | мікроскоп | mikroskop | mikroskop
computer | Computer Rechner Internet | ordinateur internet | ordenador computadora internet | computer internet | computador internet | computer internet | komputer internet | комп'ютер інтернет | bilgisayar internet | dator internet
robot | Roboter | robot | robot | robot | robô | robot | robot | робот | robot | robot
phone | Handy Smartphone Telefon | smartphone téléphone* portable* | celular teléfono móvil* smartphone | cellulare* telefono* smartphone | celular telefone smartphone telemóvel | telefoon smartphone mobieltje | telefon smartfon | телефон смартфон | telefon | telefon mobil
screen | Bildschirm | écran | pantalla | schermo | tela* | scherm | ekran | екран | ekran | skärm
radio>radio | Radio | radio | =radio* | =radio | rádio | radio | | =радіо | radyo | radio
electricity | Strom* Elektrizität | électricité | electricidad | elettricità | eletricidade | elektriciteit stroom* | elektryczność | електрика | elektrik | elektricitet
light | Licht | lumière | =luz =luces | luce | =luz =luzes | licht* | światło | світло | =ışık ışık ~ışığı ~ışığın | ljus*
candle | Kerze+ | bougie | vela* | candela | vela* | kaars | świeca świeczka | свічка | =mum =mumlar =mumun | stearinljus
clock | Wecker Armbanduhr Wanduhr ~Uhren | horloge réveil* | reloj | orologio | relógio | klok* wekker | zegar | годинник | | klocka ~klockor
factory | Fabrik+ | usine | fábrica | fabbrica | fábrica | fabriek | fabryka | завод фабрика | fabrika | fabrik
tool | Werkzeug | outil | herramienta | attrezzo | ferramenta | gereedschap | narzędzie ~narzędzi | інструмент | =alet aletler | verktyg
hammer | Hammer ~Hämmer ~Hämmern | marteau | martillo | martello | martelo | hamer | młotek ~młotka | молоток ~молотка | çekiç | hammare
music | Musik Konzert Lied ~Lieder ~Liedern | musique concert chanson | música concierto canción | musica concerto canzone | música* concerto canção | muziek concert =lied =liederen | muzyka koncert piosenka | музика концерт пісня ~пісень | müzik konser şarkı | musik konsert sång*
guitar | Gitarre+ | guitare | guitarra | chitarra | guitarra | gitaar | gitara | гітара | gitar | gitarr
piano | Klavier Flügel* | piano | piano | pianoforte | piano | piano | fortepian pianino | піаніно рояль | piyano | piano
violin | Geige Violine | violon | violín | violino | violino | viool ~violen | skrzypce | скрипка | keman | violin
film | Kino Spielfilm | cinéma | película cine | cinema* | cinema | bioscoop speelfilm | kino | кіно | sinema | =bio spelfilm
camera | Kamera | caméra | cámara | fotocamera telecamera | câmera câmara | camera ~camera's | kamera | фотоапарат | kamera | kamera
theater | Theater Oper | théâtre opéra | teatro ópera | teatro =opera* | teatro ópera | theater opera | teatr =opera ~teatrze | театр опера | tiyatro opera | teater opera
football | Fußball Fußballspiel Stadion | football stade* | fútbol estadio | stadio =calcio* | futebol estádio | voetbal stadion | stadion | футбол стадіон | futbol stadyum | fotboll arena*
sport | Sport Sportler Olympia | sport athlète sportif* | deporte atleta | sport atleta | esporte desporto atleta | sport sporter | sport sportowiec | спорт спортсмен | spor sporcu | idrott sport
running | Marathon Läufer | marathon coureur | maratón corredor* | maratona corridore | maratona corredor* | marathon hardloper | maraton biegacz | марафон бігун | maraton koşucu | maraton löpare
chess | Schach | =échecs* | ajedrez | scacchi | xadrez | schaken* schaakbord | =szachy =szachów | =шахи =шахів | satranç | schack
trophy | Pokal | trophée | trofeo | trofeo | troféu | trofee | puchar | кубок | | pokal
house | Haus ~Häuser ~Häusern ~Hause Wohnung | maison | casa* | casa | casa* | huis ~thuis | dom ~domu ~domy ~domów mieszkanie | будинок ~будинки ~будинку дім ~дому | =ev =evler =evin =evde =evi | =hus =huset =husen
door | Tür Tor* | porte* | puerta | porta* | porta* | deur | drzwi | двері ~дверей | =kapı =kapılar =kapıyı =kapının | dörr
window>window | Fenster | fenêtre | ventana | finestra | janela | raam venster | okno ~okien | вікно ~вікон | pencere | fönster
key | Schlüssel+ | =clé =clés clef | =llave =llaves | chiave | =chave =chaves | sleutel | klucz | ключ | anahtar | nyckel ~nycklar
clothes | Kleidung Kleid | vêtement robe | ropa vestido* | vestito* vestiti abbigliamento | roupa vestido* | kleding jurk | ubranie odzież sukienka | одяг сукня | giysi elbise | kläder klänning
love | Liebe* | amour | amor | amore | amor | liefde | miłość | кохання | aşk | kärlek
family | Familie Mutter Vater Eltern | famille mère père parents | familia madre padre padres | famiglia madre padre genitori | família mãe pai pais* | familie gezin moeder vader ouders | rodzina matka ojciec rodzice | родина сім'я батько батьки | aile anne baba | familj mor* far* förälder
child | Kind ~Kinder ~Kindern | enfant | niño niña | bambino bambina | criança | kind ~kinderen | dziecko dzieci ~dziecka | дитина діти ~дітей ~дітям | çocuk | barn
friend | Freund Freundin Freundschaft | ami amie amitié | amigo amiga amistad | amico amica ~amici amicizia | amigo amiga amizade | vriend vriendin vriendschap | przyjaciel ~przyjaciele przyjaźń | друг ~друзі дружба | arkadaş dost | vän
happiness | Glück* | bonheur | felicidad | felicità | felicidade | geluk* | szczęście | щастя | mutluluk | lycka
stress>person-in-lotus-position | Meditation Yoga | méditation yoga | meditación yoga | meditazione yoga | meditação ioga | meditatie yoga | medytacja joga | медитація йога | meditasyon yoga | meditation yoga
police | Polizei Gericht* Gesetz | police tribunal loi | policía tribunal =ley =leyes | polizia tribunale legge | polícia tribunal =lei =leis | politie rechtbank wet* | policja =sąd | поліція закон =суд =суду | polis mahkeme kanun | polis domstol
government | Regierung Parlament Wahl* | gouvernement parlement élections | gobierno parlamento elecciones | governo parlamento elezioni | governo parlamento eleições | regering parlement verkiezingen | parlament | уряд парламент вибори | hükümet parlamento seçim | regering riksdag
idea | Idee Lösung | idée | =idea =ideas | =idea =idee | ideia | idee ~ideeën | pomysł | ідея | fikir | idé
secret | Geheimnis Rätsel | mystère énigme | misterio secreto* | mistero segreto* | mistério segredo | geheim* raadsel | tajemnica zagadka | таємниця загадка | gizem | hemlighet gåta
- | =Krebs =Schloss =Schlösser =Wirbel =Kapsel =Beleg =Blasen =Haken =Zylinder =Pickel =Feder =Slip =Spross =Ordner =Faden =Leiter =Abflug =Creme =Waage =Grille =Masken =Fliege =Birne =Ketten =Ring =Korb | =avocat =avocats =pièce =travaux =règle =règles =pile =piles =batterie =short =stop =pêche =trombone =paresseux =page =bulles =tong =signets =dossier =bois =punaise =clap =chaînes =criquet =mémo =aimant =échelle | =lima =mate =busca =pila =pico =obras =fuente =regla =vaina =marcadores =cubo =clip =flamenco =perezoso =campanilla =gota =cocinar =construcción =escuadra =bruma =coco =rosa =escalera | =pesca =filo =busta =ancora =mate =lime =slip =collegamento =catene =scala =memo =america =stampella =decollo =riccio =grillo =verme =ciak =puntina =squadra =tasso =mosca =bolle =rosa =pagina =calamita =granita =brindisi =bacchette | =pena =fonte =construção =trilhos =pilha =mate =bala =manga =lima =correntes =tacha =barata =boia =cruzeiro =mala =rosa =correio =bonde =vagem =novelo =link =escada =gambá =barraca =preguiça =peru =lâmina | =step =roos =veer =naald =garen =koken =vlieg =mist =motor =kruk =slot =ketting =schild | =zamek =strona =kula =plaster =kosz =tarcza =folder =prom =klawisze =stacja =pełnia =pióro =babeczka =rogalik =japonka =gotowanie =parasol =cylinder =pita | =замок =станція =кейс =ваги =губка =корж =труба =потяг =оден =мате =сонечко =диня =пастель =затискач | | =skott =mask =fluga =tacka =lime =glas =munk =klubba =spann =stege =krok =länk =kaka =lama =drake =rosett
- | Januar Februar März April Mai Juni Juli August September Oktober November Dezember Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag | | | | | | | | |
- | Jahr Jahrhundert | =an =ans année siècle | año siglo | anno secolo | ano século | jaar eeuw | | століття | yıl yüzyıl | år
- | Zeit Mal Sekunde Minute Stunde Tag Woche Monat | temps seconde minute heure jour semaine =mois | tiempo segundo minuto hora día semana mes | tempo secondo minuto ora giorno settimana mese | tempo segundo minuto hora dia semana mês | tijd seconde minuut uur dag week maand | czas sekunda minuta godzina dzień tydzień miesiąc | час секунда хвилина година день тиждень | zaman saniye dakika gün hafta | tid sekund minut timme dag vecka månad
- | Mensch ~Menschen Person Leute Mann Frau ~Männer | gens personne homme femme | persona gente hombre mujer | persona gente uomo uomini donna | pessoa gente homem mulher | mens persoon man vrouw | człowiek ludzie osoba kobieta | людина люди жінка чоловік | insan kişi kadın adam | människa person kvinna
- | Welt Land Leben Weg Teil Grund Ende Beispiel Art Sache Ding | monde pays vie chose partie | mundo país vida cosa parte | mondo paese vita cosa parte | mundo país vida coisa parte | wereld land leven ding deel | świat kraj życie rzecz część | світ країна життя річ частина | ülke hayat şey parça | värld land liv sak del
- | Zahl Million ~Millionen Tausend ~Tausende Hundert ~Hunderte Prozent Milliarde Meter Kilometer | nombre million millier pourcent mètre kilomètre | número millón millar metro kilómetro | numero milione metro chilometro | número milhão metro quilômetro | getal miljoen procent meter kilometer | liczba milion procent metr kilometr | число мільйон відсоток метр кілометр | sayı milyon yüzde metre kilometre | tal miljon procent meter kilometer
`;
