/** What is eaten, worn, used at home and carried: see `nature.ts`. */
export const FOOD_AND_HOME = `
@butter | Butter | beurre | mantequilla | burro | manteiga | boter | masło | масло | tereyağı | smör
oil>olive | Olivenöl Speiseöl Olive+ | huile* olive | aceite aceituna | olio oliva* | azeite azeitona | olijfolie olijf | oliwa olej oliwka | олія оливка | zeytinyağı zeytin | olja olivolja oliv
@croissant | Croissant Hörnchen | croissant | cruasán | cornetto* | croissant | croissant | | круасан | kruvasan | croissant
@sandwich | Sandwich Butterbrot Pausenbrot | sandwich | bocadillo sándwich | panino tramezzino | sanduíche | boterham broodje | kanapka | бутерброд | sandviç | smörgås
@taco | Taco ~Tacos | taco | =tacos | =tacos | =tacos | taco ~taco's | =tacos | | | taco
@pizza | Pizza ~Pizzen | pizza | pizza | pizza | pizza | pizza ~pizza's | pizza | піца | pizza | pizza
@spaghetti | Nudel+ Spaghetti | spaghetti nouille | espagueti fideo* =pasta* | spaghetti =pasta* | espaguete macarrão | spaghetti =pasta* | spaghetti makaron | спагеті макарони | makarna spagetti | spagetti =pasta
soup>steaming-bowl | Suppe+ Eintopf | soupe | sopa | zuppa minestra | sopa | soep | zupa barszcz | суп борщ | çorba | soppa
cake>birthday-cake | Kuchen+ Torte+ | gâteau tarte | tarta pastel* | torta | bolo | taart | tort | торт | kek | tårta ~tårtor
@cookie | Keks Plätzchen | biscuit | galleta | biscotto | bolacha biscoito | koekje | ciastko | печиво | kurabiye | småkaka ~småkakor
@ice-cream | Speiseeis Eisdiele | =glaces | helado | gelato* | sorvete | ijsje | =lody =lodów | морозиво | dondurma | =glass
@hamburger | Burger | hamburger burger | hamburguesa | hamburger | hambúrguer | hamburger burger | hamburger burger | бургер гамбургер | hamburger | hamburgare
@bacon | Speck | lardon | tocino panceta* | pancetta | toucinho | spek | boczek | бекон | pastırma | bacon
sausage>hot-dog | Wurst+ ~Würste ~Würsten Würstchen Bratwurst ~Bratwürste | saucisse | salchicha | salsiccia | salsicha | worst | kiełbasa | ковбаса | sosis | korv
@carrot | Karotte+ Möhre | carotte | zanahoria | carota | cenoura | wortel | marchew marchewka | морква | havuç | morot
@onion | Zwiebel+ | oignon | cebolla | cipolla | cebola | uien | cebula | цибуля | soğan | lök
@garlic | Knoblauch | =ail | ajo | =aglio | alho | knoflook | czosnek | часник | sarımsak | vitlök
@cucumber | Gurke+ | concombre | pepino | cetriolo | pepino | komkommer | ogórek | огірок ~огірка ~огірки ~огірків | salatalık | gurka
@bell-pepper | Paprika | poivron | pimiento | peperone | pimentão | paprika | papryka | перець ~перцю | | paprika
@hot-pepper | Chili Pfeffer | piment poivre* | guindilla pimienta | peperoncino =pepe | pimenta | peper* | pieprz | | karabiber | chili svartpeppar
@broccoli | Brokkoli Kohl | brocoli chou* | brócoli | broccoli cavolo | brócolis couve | broccoli | brokuł kapusta | броколі капуста | brokoli lahana | broccoli kål
@leafy-green | Spinat | épinard | espinaca lechuga | spinacio lattuga | espinafre alface | spinazie | szpinak sałata | шпинат | ıspanak marul | spenat
@ear-of-corn | Mais | maïs | maíz | mais* | milho | maïs | kukurydza | кукурудза | | majs
@beans | Bohne+ | haricot | frijol judías alubia | fagiolo | feijão | boon ~bonen | fasola | квасоля | fasulye | böna ~bönor
@peanuts | Nuss+ ~Nüsse ~Nüssen Erdnuss ~Erdnüsse | cacahuète noix* | cacahuete nuez ~nueces | arachide noce* | amendoim noz ~nozes | pinda ~pinda's | orzech orzeszek | горіх | fıstık fındık | jordnöt ~jordnötter
@lemon | Zitrone+ | citron | limón | limone | limão | citroen | cytryna | лимон | limon | citron
@tangerine | Orange+ Mandarine Apfelsine | orange* mandarine | naranja* mandarina | arancia* mandarino | laranja* tangerina | sinaasappel mandarijn | pomarańcza mandarynka | апельсин мандарин | portakal mandalina | apelsin mandarin
@banana | Banane+ | banane | plátano banana | banana | banana | banaan ~bananen | banan | банан | =muz =muzlar | banan
@pear | =Birnen | poire | =pera =peras | =pera =pere | pera* | peer* ~peren | gruszka | груша | armut | päron
@peach | Pfirsich | | melocotón durazno | =pesche | pêssego | perzik | brzoskwinia | персик | şeftali | persika
@cherries | Kirsche+ | cerise | cereza | ciliegia | cereja | =kers =kersen | wiśnia czereśnia | вишня черешня | kiraz vişne | körsbär
@strawberry | Erdbeere+ | fraise | fresa | fragola | morango | aardbei | truskawka | полуниця | çilek | jordgubbe ~jordgubbar
@blueberries | Heidelbeere+ Blaubeere+ Himbeere+ Brombeere+ | myrtille framboise | arándano frambuesa | mirtillo lampone | mirtilo framboesa | bosbes framboos ~frambozen | jagoda borówka malina | чорниця ягода малина | böğürtlen | blåbär hallon
@grapes | Traube+ Weintraube | raisin | =uva =uvas | =uva | =uva =uvas | druif ~druiven | winogrono | виноград | üzüm | vindruva ~vindruvor
@watermelon | Wassermelone+ | pastèque | sandía | anguria cocomero | melancia | watermeloen | arbuz | кавун | karpuz | vattenmelon
@pineapple | Ananas | ananas | piña | ananas | abacaxi ananás | ananas | ananas | ананас | ananas | ananas
@avocado | Avocado ~Avocados | | aguacate | avocado | abacate | avocado ~avocado's | awokado | авокадо | avokado | avokado
@coconut | Kokosnuss ~Kokosnüsse | | | | | kokosnoot | =kokos | кокос | hindistancevizi | kokosnöt
glass>tumbler-glass | Glas* =Gläser =Gläsern Wasserglas | verre* | vaso | bicchiere | copo | =glas* | szklanka | склянка | bardak |
juice>cup-with-straw | Saft* Orangensaft Apfelsaft Limonade | =jus limonade | zumo jugo* limonada | =succo* =succhi | suco sumo* | sinaasappelsap limonade | =sok* =soku =soki lemoniada | =сік* =соку =соки лимонад | meyvesuyu limonata | juice saft
plate>fork-and-knife-with-plate | Teller | assiette | plato* | piatto* | prato* | | talerz | тарілка | tabak | tallrik
@spoon | Löffel Esslöffel Teelöffel | cuillère | cuchara cucharada | cucchiaio | colher | lepel eetlepel | łyżka łyżeczka | ложка | kaşık | sked matsked
fork>fork-and-knife | | fourchette | tenedor | forchetta | | vork | widelec | виделка | çatal | gaffel ~gafflar
pan>cooking | Pfanne+ Bratpfanne | poêle* | sartén | padella | frigideira | koekenpan | patelnia | пательня | =tava =tavada =tavaya | stekpanna
pot>pot-of-food | Topf* ~Töpfe Kochtopf | casserole marmite | olla cazuela | pentola | panela | kookpan | garnek | каструля | tencere | kastrull
breakfast>cooking | Frühstück | petit-déjeuner | desayuno* | colazione | pequeno-almoço | ontbijt* | śniadanie | сніданок ~сніданку | kahvaltı | frukost
lunch>fork-and-knife-with-plate | Mittagessen Abendessen | dîner* | almuerzo* cena* | pranzo cena* | almoço* jantar* | avondeten avondmaal | obiad kolacja | обід ~обіду вечеря | akşamyemeği | middag*
refrigerator | Kühlschrank ~Kühlschränke | réfrigérateur frigo | nevera refrigerador frigorífico | frigorifero frigo | geladeira frigorífico | koelkast | lodówka | холодильник | buzdolabı | kylskåp
@chair | Stuhl ~Stühle ~Stühlen Sessel | chaise fauteuil | silla sillón | sedia poltrona | cadeira | =stoel =stoelen | krzesło ~krzeseł fotel | стілець ~стільця ~стільці крісло | sandalye koltuk | =stol =stolen =stolar
sofa>couch-and-lamp | Sofa ~Sofas Couch Wohnzimmer | canapé salon* | sofá | divano salotto | sofá | zitbank woonkamer | kanapa | диван вітальня | kanepe | soffa ~soffor vardagsrum
@shower | Dusche+ | =douche* =douches | ducha* | =doccia =docce | chuveiro | =douche | prysznic | =душ =душу | =duş =duşu =duşta | dusch*
@bathtub | Badewanne+ Badezimmer | baignoire | bañera | | banheira | badkuip badkamer | wanna łazienka | ванна | küvet banyo | badkar badrum
@toilet | Toilette+ | toilettes | inodoro | | =privada | toilet ~toiletten | toaleta | туалет | tuvalet | toalett
@toothbrush | Zahnbürste+ Zahnpasta | dentifrice | dentífrico | spazzolino dentifricio | | tandenborstel tandpasta | | | | tandborste ~tandborstar tandkräm
@soap | Seife+ | savon | jabón | sapone | sabão sabonete | zeep | mydło ~mydeł | мило | sabun | tvål
@broom | Besen | =balai =balais | escoba | =scopa =scope | vassoura | bezem | miotła ~mioteł | мітла | | kvast
@bucket | Eimer | =seau =seaux | balde* | secchio | balde | emmer | wiadro ~wiader | відро ~відер | =kova =kovalar | hink
@mirror | Spiegel* | miroir | espejo | specchio* | espelho | =spiegel =spiegels | lustro ~luster | дзеркало | ayna | spegel ~speglar
lamp>light-bulb | Lampe Schreibtischlampe Stehlampe Glühbirne+ | lampe ampoule | lámpara bombilla | lampada lampadina | lâmpada | =lamp =lampen gloeilamp | lampa żarówka | лампа лампочка | lamba ampul | lampa glödlampa
@flashlight | Taschenlampe+ | | linterna | torcia | lanterna | zaklamp | latarka | ліхтарик | | ficklampa
@umbrella | Regenschirm | parapluie | paraguas | ombrello | guarda-chuva | paraplu ~paraplu's | parasolka | парасолька | şemsiye | paraply
hat | Hut* =Hüte Mütze+ | chapeau bonnet | sombrero gorra gorro | cappello berretto | chapéu boné | =hoed =hoeden muts | kapelusz czapka | капелюх шапка | şapka | hatt mössa
shoe | Schuh Stiefel Turnschuh | chaussure bottes | zapato zapatilla | scarpa stivale | sapato =tênis* | =schoen =schoenen laars ~laarzen | =but =buty =butów =butach | черевик кросівки ~кросівок взуття | ayakkabı çizme | =sko =skor =skon stövel ~stövlar
shirt>t-shirt | Hemd ~Hemden T-Shirt ~T-Shirts | chemise t-shirt | camisa camiseta | camicia maglietta | camisa camiseta | overhemd t-shirt ~t-shirts | koszula koszulka | сорочка футболка | gömlek tişört | skjorta ~skjortor t-shirt
jeans | Hose+ Jeans | pantalon jean* | pantalón | pantaloni jeans | calças jeans | broek spijkerbroek | =spodnie =spodni dżinsy | штани ~штанів джинси | pantolon | byxor jeans
coat | Mantel* ~Mäntel Jacke+ | manteau veste* | abrigo* chaqueta | cappotto giacca | casaco | =jas* =jassen | płaszcz kurtka | пальто куртка | ceket palto | jacka ~jackor
@socks | Socke+ ~Socken | chaussette | calcetín | calzini | =meias | sokken | skarpetka | шкарпетка | =çorap =çorabı | strumpor
@gloves | Handschuh | =gants | guante | =guanti | luva | handschoen | rękawiczka | рукавичка | eldiven | handske ~handskar
@scarf | =Schal =Schals | écharpe | bufanda | sciarpa | cachecol | sjaal | szalik | шарф | =atkı | halsduk
@glasses | Brille+ | lunettes | =gafas | occhiali | óculos | =bril =brillen | okulary ~okularów | окуляри | gözlük | glasögon
@backpack | Rucksack ~Rucksäcke | | mochila | zaino | mochila | rugzak | plecak | рюкзак | | ryggsäck
@luggage | Koffer Gepäck | valise bagage | maleta equipaje | valigia bagaglio | bagagem | koffer bagage | walizka bagaż | валіза багаж | bavul valiz | resväska ~resväskor bagage
bag>handbag | Handtasche+ | | bolso | | | handtas =tassen | torebka torba | сумка | =çanta çantası | handväska ~handväskor
@purse | Geldbeutel Portemonnaie Geldbörse+ | portefeuille | billetera monedero | portafoglio | | portemonnee | portfel | гаманець ~гаманця | cüzdan | plånbok ~plånböcker
@basket | | panier | cesta canasta | cesto* cestino | cesto* cesta | | koszyk | кошик | sepet |
diamond>gem-stone | Diamant Edelstein Juwel ~Juwelen | diamant bijou ~bijoux | diamante joya | diamante gioiello | diamante joia | diamant juweel ~juwelen | diament brylant | діамант | elmas mücevher | diamant juvel
gift>wrapped-gift | Geschenk | cadeau | regalo | regalo* | presente* prenda* | cadeau ~cadeaus | prezent | подарунок ~подарунка ~подарунки ~подарунків | hediye | julklapp
@christmas-tree | Weihnachten Weihnachtsbaum ~Weihnachtsbäume | Noël sapin | Navidad | Natale | =Natal | kerstmis kerst kerstboom ~kerstbomen | choinka | Різдво ялинка | =Noel | =jul =julen julgran
@balloon | Luftballon ~Luftballons Heißluftballon | montgolfière | globo | palloncino mongolfiera | balão | ballon ~ballonnen luchtballon | =balon =balony | | balon | ballong
birthday>birthday-cake | Geburtstag | anniversaire | cumpleaños | compleanno | aniversário | verjaardag | urodziny ~urodzin | | doğumgünü | födelsedag
wedding | Hochzeit | mariage | boda | matrimonio nozze | casamento | bruiloft | ślub wesele | весілля | düğün | bröllop
toy>teddy-bear | Spielzeug Teddy | jouet | juguete | giocattolo | brinquedo | speelgoed | zabawka | іграшка | oyuncak | leksak
@bouquet | Blumenstrauß ~Blumensträuße | bouquet* | ramo* | | buquê | boeket | bukiet | букет | buket | bukett
@herb | Lavendel Kräuter ~Kräutern Kamille | lavande | lavanda hierbas | lavanda erbe* | lavanda ervas | lavendel kruiden | lawenda zioła ~ziół | лаванда | lavanta | lavendel örter
@rose | Rose+ | =roses | =rosas | =rose | =rosas | =rozen | róża | троянда | =gül =güller | =rosor
@tulip | Tulpe+ | tulipe | tulipán | tulipano | tulipa | tulp | tulipan | тюльпан | lale | tulpan
@sunflower | Sonnenblume+ | tournesol | girasol | girasole | girassol | zonnebloem | słonecznik | соняшник | ayçiçeği | solros
seed>seedling | Samen* Saatgut | graine | semilla | seme* =semi* | semente | =zaad* =zaden | nasiono ~nasiona ~nasion | насіння | tohum | frö*
@palm-tree | Palme+ | palmier | palmera | =palme | palmeira | palmboom ~palmbomen | palma | пальма | =palmiye | =palm =palmer
@cactus | Kaktus ~Kakteen | cactus | cactus | cactus | cacto | cactus ~cactussen | kaktus | кактус | kaktüs | kaktus
@thermometer | Hitze Temperatur ~Temperaturen Thermometer | chaleur* température thermomètre | calor* temperatura termómetro | temperatura termometro | temperatura termômetro | hitte temperatuur | upał temperatura | спека температура | sıcaklık | hetta temperatur
@fog | Nebel | brouillard | niebla | nebbia | neblina nevoeiro | | mgła | туман | | dimma
lightning>cloud-with-lightning | Blitz* | foudre | relámpago | fulmine lampo* | relâmpago | bliksem | błyskawica piorun | блискавка | şimşek yıldırım | blixt
@donkey | Esel | =âne =ânes | burro* asno | asino | jumento | ezel | osioł ~osła ~osły | осел ~осла віслюк | eşek | åsna ~åsnor
squirrel>chipmunk | Eichhörnchen | écureuil | ardilla | scoiattolo | esquilo | eekhoorn | wiewiórka | білка | sincap | ekorre
@hedgehog | Igel | hérisson | erizo | | ouriço | egel | =jeż =jeże =jeża | їжак | kirpi | igelkott
@crocodile | Krokodil | crocodile | cocodrilo | coccodrillo | crocodilo jacaré | krokodil | krokodyl | крокодил | timsah | krokodil
@giraffe | Giraffe+ | girafe | jirafa | giraffa | girafa | =giraf giraffen | żyrafa | жираф жирафа | zürafa | giraff
@zebra | Zebra ~Zebras | zèbre | cebra | zebra | zebra | zebra ~zebra's | zebra | зебра | zebra | zebra
@kangaroo | Känguru ~Kängurus | kangourou | canguro | canguro | canguru | kangoeroe | kangur | кенгуру | kanguru | känguru
@camel | Kamel Dromedar | chameau dromadaire | camello | cammello | camelo | kameel ~kamelen | wielbłąd | верблюд | =deve =develer | kamel
@bat | Fledermaus ~Fledermäuse | chauve-souris | murciélago | pipistrello | morcego | vleermuis ~vleermuizen | nietoperz | кажан | yarasa | fladdermus ~fladdermöss
@crab | Krabbe+ | crabe | cangrejo | granchio | caranguejo | krab ~krabben | krab | краб | yengeç | krabba ~krabbor
@snail | Schnecke+ | escargot | caracol | lumaca | caracol | =slak =slakken | ślimak | равлик | salyangoz | snigel ~sniglar
@swan | Schwan ~Schwäne | cygne | cisne | cigno | cisne | zwaan ~zwanen | łabędź | лебідь ~лебедя ~лебеді | =kuğu =kuğular | svan
@parrot | Papagei ~Papageien | perroquet | =loros | pappagallo | papagaio | papegaai | papuga | папуга | papağan | papegoja ~papegojor
@goose | Gans* ~Gänse | =oie =oies | ganso | =oca =oche | ganso | =gans =ganzen | gęś | гуска гусак | =kaz =kazlar | =gås =gäss
@pigeon | Taube+ | pigeon | paloma | piccione | pombo pomba | duif ~duiven | gołąb ~gołębie | голуб | güvercin | duva ~duvor
@hamster | Hamster | hamster | hámster | criceto | hamster | hamster | chomik | хом'як | hamster | hamster
@lizard | Eidechse+ | lézard | lagartija lagarto | lucertola | lagarto | hagedis ~hagedissen | jaszczurka | ящірка | kertenkele | ödla ~ödlor
@jellyfish | Qualle+ | méduse | medusa | medusa | água-viva | kwal ~kwallen | meduza | медуза | denizanası | manet
@seal | Robbe+ Seehund | phoque | foca | foca | foca | zeehond | foka | тюлень | =fok =foklar | säl
@worm | Wurm ~Würmer Regenwurm ~Regenwürmer | lombric | gusano lombriz | =vermi | minhoca verme | regenworm worm | dżdżownica robak | черв'як | solucan | daggmask
`;
