/** Towns, traffic, work, machines, art and play: see `nature.ts`. */
export const TOWN_AND_WORK = `
village>houses | Dorf ~Dörfer ~Dörfern | village | pueblo* aldea | villaggio | aldeia vila* | dorp | wieś ~wsi wioska | село | =köy =köyü =köyde =köyler |
@hotel | Hotel ~Hotels | hôtel | hotel | albergo hotel | hotel | hotel ~hotels | hotel | готель | otel | hotell
museum>classical-building | Museum ~Museen ~Museums | musée | museo | museo | museu | museum ~musea | muzeum ~muzea ~muzeów | музей | müze | museum museet museer
airport>airplane | Flughafen ~Flughäfen | aéroport | aeropuerto | aeroporto | aeroporto | luchthaven vliegveld | lotnisko | аеропорт | havalimanı havaalanı | flygplats
@metro | U-Bahn Metro | métro | | metropolitana | metrô | metro | =metro* =metrze | метро | =metro =metroda | tunnelbana
@tram | Straßenbahn | tramway tram | tranvía | =tram | | tram ~trams | tramwaj | трамвай | tramvay | spårvagn
@taxi | Taxi ~Taxis | taxi | taxi | taxi | táxi | taxi ~taxi's | taksówka | таксі | taksi | taxi
@motorcycle | Motorrad ~Motorräder | moto | moto motocicleta | =moto* motocicletta | motocicleta =moto | motorfiets | motocykl | мотоцикл | motosiklet | motorcykel ~motorcyklar
@tractor | Traktor ~Traktoren | tracteur | tractor | trattore | trator | tractor ~tractors | traktor | трактор | traktör | traktor
firefighter>fire-engine | Feuerwehr Feuerwehrmann ~Feuerwehrleute | pompier | bombero | pompiere | bombeiro | brandweer | strażak straż* | пожежник | itfaiye itfaiyeci | brandman brandkår
@ambulance | Krankenwagen Rettungswagen | ambulance | ambulancia | ambulanza | ambulância | ambulance ziekenwagen | karetka | | ambulans | ambulans
@ferry | Fähre+ | =ferry | transbordador | traghetto | | veerboot ~veerboten | | пором | feribot vapur | färja ~färjor
boat>sailboat | Boot* ~Boote ~Booten Segelboot ~Segelboote | barque voilier | barca velero | barca | barco* | boot* ~boten zeilboot ~zeilboten | łódź ~łodzi ~łodzią łódka żaglówka | човен ~човна ~човни вітрильник | tekne kayık | båt
harbour>anchor | Hafen* ~Häfen | =port =ports | | =porto* =porti | =porto* | =haven =havens | | порт гавань | =liman limanı | hamn
petrol>fuel-pump | Benzin Tankstelle+ | essence* | gasolina gasolinera | benzina | gasolina | benzine tankstation | benzyna | бензин | =benzin benzini | bensin
@wheel | Reifen | roue pneu | rueda neumático | ruota | roda* pneu | =wiel =wielen | =koło* opona | колесо ~коліс | tekerlek | hjul
road>motorway | Autobahn Landstraße | route* autoroute | carretera autopista | autostrada | estrada rodovia | snelweg | droga* autostrada | дорога шосе | otoyol | motorväg
@horizontal-traffic-light | Ampel ~Ampeln | | semáforo | semaforo | semáforo | stoplicht verkeerslicht | | світлофор | | trafikljus
shop>shopping-bags | Supermarkt ~Supermärkte Einkauf ~Einkäufe | magasin supermarché | tienda supermercado | negozio supermercato | loja supermercado | winkel supermarkt | sklep supermarket | магазин супермаркет | mağaza süpermarket | butik mataffär
machine>gear | Zahnrad ~Zahnräder Maschine+ | machine* engrenage | máquina engranaje | ingranaggio | máquina* engrenagem | machine tandwiel | maszyna | механізм шестерня | makine | maskin
screw>nut-and-bolt | Schraube+ | | tornillo | | parafuso | =schroef schroeven | śruba | гвинт | =vida vidalar | skruv
saw>carpentry-saw | Säge+ | | sierra* | =sega* | serra* | =zaag =zagen | | | testere |
@scissors | Schere+ | ciseaux | tijeras | forbici | tesoura | =schaar =scharen | nożyczki nożyczek | ножиці | makas | =sax =saxen
needle>sewing-needle | Nähnadel | aiguille* | aguja | =ago =aghi | agulha | | igła ~igieł | голка | =iğne | synål
wool>yarn | =Wolle | laine | lana | lana | =lã | =wol | wełna | вовна | =yün =yünü | garn
@paintbrush | Pinsel | pinceau | pincel brocha | pennello | pincel | penseel ~penselen | pędzel ~pędzle ~pędzlem | пензель ~пензля ~пензлем | | pensel ~penslar
painting>framed-picture | Gemälde | tableau* peinture* | cuadro* pintura* | dipinto* quadro* | pintura* quadro* | schilderij | | картина | | målning
artist>artist-palette | Künstler Künstlerin Maler Malerin Kunst* | artiste peintre | artista pintor pintora | artista* pittore | artista pintor* | kunstenaar schilder* | artysta malarz | художник мистецтво | ressam | konstnär
photo>camera | Foto ~Fotos Fotografie Fotograf Fotoapparat | photo photographie photographe | foto fotografía fotógrafo | foto fotografia fotografo | foto fotografia fotógrafo | foto ~foto's fotograaf | zdjęcie fotografia aparat* | фото фотографія фотограф | fotoğraf | foto fotografi fotograf
@television | Fernseher Fernsehen* | télévision télé | televisión televisor | televisione televisore | televisão televisor | televisie | telewizor telewizja | телевізор | televizyon | teve
@headphone | Kopfhörer | écouteur | auriculares | cuffie | =fones | koptelefoon | słuchawki słuchawek | навушники | kulaklık | hörlurar
@microphone | Mikrofon | micro microphone | micrófono | microfono | microfone | microfoon | mikrofon | мікрофон | mikrofon | mikrofon
@printer | Drucker | imprimante | impresora | stampante | impressora | printer ~printers | drukarka | принтер | | skrivare*
@keyboard | Tastatur ~Tastaturen | clavier | teclado* | tastiera | teclado* | toetsenbord | klawiatura | клавіатура | klavye | tangentbord
@laptop | Laptop ~Laptops | =portables | portátil* laptop | portatile* laptop | laptop notebook | laptop ~laptops | laptop | ноутбук | | laptop ~laptops
@e-mail | E-Mail ~E-Mails | e-mail courriel | e-mail | e-mail | e-mail | e-mail ~e-mails mailtje | e-mail mail* | | e-posta | e-post mejl
battery>battery | Akku ~Akkus | | batería* | | bateria* | accu* batterij | akumulator | акумулятор | batarya akü | batteri
socket>electric-plug | Steckdose+ Stecker | | enchufe | | tomada* | stopcontact stekker | gniazdko wtyczka | розетка | priz | eluttag
magnifying>magnifying-glass-tilted-left | Lupe+ | loupe | lupa | | lupa | vergrootglas | lupa | лупа | büyüteç | förstoringsglas
chemistry>test-tube | Chemie Reagenzglas ~Reagenzgläser | chimie éprouvette | química* | chimica* | química* | scheikunde | chemia probówka | хімія пробірка | =kimya | kemi provrör
@dna | DNA Erbgut ~Gene ~Genen | ADN gène | ADN =genes | DNA =geni* | DNA =genes | DNA =genen | DNA =geny =genów | ДНК ген ~гени ~генів | =DNA | DNA =gener
@newspaper | Zeitung ~Zeitungen | =journal =journaux | periódico* | giornale* | jornal* | krant | gazeta | газета | gazete | tidning
pencil>pencil | Bleistift Buntstift | crayon | lápiz ~lápices | matita | =lápis | potlood ~potloden | ołówek | олівець ~олівця ~олівці | kurşunkalem =kalem | blyertspenna
notebook>notebook-with-decorative-cover | Notizbuch ~Notizbücher Tagebuch ~Tagebücher | cahier carnet* | cuaderno libreta | quaderno taccuino | caderno | notitieboek dagboek | zeszyt | зошит блокнот щоденник | defter | anteckningsbok dagbok
@spiral-calendar | Kalender | calendrier | calendario | calendario* | calendário | kalender ~kalenders | kalendarz | календар | takvim | kalender ~kalendrar
list>clipboard | Einkaufsliste Checkliste+ | | | | | boodschappenlijst | | | | inköpslista
contract>page-facing-up | Vertrag ~Verträge ~Verträgen Mietvertrag | contrat | contrato | contratto* | contrato* | contract ~contracten | umowa | договір ~договору ~договори | sözleşme | avtal
@credit-card | Kreditkarte+ | | | | | creditcard ~creditcards | | | | kreditkort
salary>money-bag | Gehalt* ~Gehälter Lohn* | salaire | sueldo* salario | stipendio | salário | salaris loon* | pensja wypłata | зарплата | maaş | =lön =lönen
graph>chart-increasing | Diagramm | graphique* croissance* | gráfico* crecimiento | grafico* crescita* | gráfico* crescimento | grafiek groei* | wykres | графік* | =grafik büyüme | diagram
training>running-shoe | Training | entraînement | entrenamiento gimnasio | allenamento* palestra | treino | training* sportschool | trening siłownia | тренування | antrenman | =gym
@skis | =Ski =Skier =Skiern | =ski =skis | esquí | =sci* | =esqui =esquis | ski ~ski's | =narty =nart =nartach | лижі | | skidor
pool>person-swimming | Schwimmbad ~Schwimmbäder | piscine | piscina | piscina | piscina | zwembad | basen | басейн | havuz | simhall
@tent | Zelt* ~Zelte ~Zelten | =tente* =tentes | | tenda* | =tendas | =tent =tenten | namiot | намет | =çadır | tält
fishing>fishing-pole | Angler | pêcheur | pescador | pescatore | pescador | visser* | wędka rybak | рибалка вудка | balıkçı olta | fiskare* metspö
video-game>video-game | Videospiel Computerspiel Spielkonsole | | videojuego | videogioco videogame | videogame | videogame ~videogames computerspel | | відеогра | | datorspel
magic>magic-wand | Zauberer Zauberin Magie Zauberstab | magie magicien sorcier sorcière | magia mago brujo | magia =mago =maga =maghi | magia =mago =bruxo | magie tovenaar | magia czarodziej | магія чарівник | sihir büyücü | magi trollkarl
dragon | Drache+ | dragon | dragón | =drago =draghi | dragão | draak ~draken | smok | дракон | ejderha |
@unicorn | Einhorn ~Einhörner | licorne | unicornio | unicorno | unicórnio | eenhoorn | jednorożec ~jednorożca ~jednorożce | єдиноріг ~єдинорога | | enhörning
garbage>wastebasket | Müll Abfall ~Abfälle | poubelle déchet | basura | spazzatura =rifiuti | lixo | afval* vuilnis | śmieci śmietnik | сміття | =çöp =çöpü =çöpe | sopor sopp
coal>pick | Kohle* Bergwerk | charbon | carbón | carbone | carvão | steenkool kolen | węgiel ~węgla | вугілля | kömür |
petroleum>oil-drum | Erdöl | pétrole | petróleo | petrolio | petróleo | aardolie | =ropy | нафта | petrol | råolja
locomotive>locomotive | Dampfmaschine Lokomotive+ Lok | locomotive | locomotora | locomotiva | locomotiva | stoommachine locomotief | lokomotywa parowóz | паровоз локомотив | lokomotif | lokomotiv ånglok
@drum | Trommel ~Trommeln Schlagzeug | tambour* | tambor | tamburo* | tambor* | trommel* drumstel | bęben perkusja | барабан | davul | trumma ~trummor
@trumpet | Trompete+ | trompette | trompeta | | trompete | trompet ~trompetten | trąbka | | =trompet | trumpet
@flute | Flöte+ | flûte* | flauta | flauto | flauta | =fluit* | =flet | флейта | flüt | flöjt
advertising>megaphone | Werbung | publicité | publicidad anuncio* | pubblicità | publicidade anúncio* | reclame | reklama | реклама | reklam | reklam
password>locked-with-key | Passwort ~Passwörter | | contraseña | =password | =senha =senhas | wachtwoord | =hasła =hasło* | пароль | parola =şifre | lösenord
parcel>package | Paket* ~Pakete Päckchen | colis | paquete* | pacco* | pacote* encomenda | pakket* pakje* | paczka | посилка | | paket*
@cigarette | Zigarette+ | cigarette | cigarrillo | sigaretta | cigarro | sigaret ~sigaretten | papieros | цигарка сигарета | sigara | cigarett
`;
