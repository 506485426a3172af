import { table } from '../../../text/table.js';

/** Drawings that are right in every sentence of a film about that. */
export const FILMS = {
  cats: 'cat cat-face black-cat paw-prints',
  light: 'lighthouse cliff ship ocean-wave water-wave sailboat anchor compass',
  bread: 'bread baguette-bread sheaf-of-rice flatbread croissant',
  siege: 'ruins barbed-wire steel-helmet candle wilted-flower crescent-moon',
  money: 'money-bag money-with-wings coin bank dollar-banknote credit-card chart-increasing',
};

/**
 * Films in other languages, as in `english.ts`: five of five sentences each. What must not be seen are the things of sayings, comparisons, denials
 * and doings that are spelt like things.
 */
export const WESTERN_EUROPE: Readonly<Record<string, string>> = table({
  de: `
# Warum Katzen schnurren = ${FILMS.cats}
Katzen schnurren, wenn sie zufrieden sind. = ! dog
Das Geräusch klingt wie ein Motor. = ! automobile gear
Die Hauskatze jagt Mäuse und Vögel. = mouse bird ! house house-with-garden
Eine Katze ohne Schlaf wird krank. = ! person-in-bed bed zzz
Niemand kauft gern die Katze im Sack. = ! handbag backpack
# Der Leuchtturm = ${FILMS.light}
Der Leuchtturm steht auf einem Felsen im Meer. = rock
Der Sturm brach die Fenster. = cloud-with-lightning-and-rain cloud-with-lightning ! window
Das Gift war schnell, der Rat kam spät. = ! wrapped-gift rat
Der Wärter hatte keinen Hund und kein Radio. = ! dog radio
Wir hatten viel mehr Licht als Sonne. = ! sun
# Wie Brot entsteht = ${FILMS.bread}
Mischen Sie Mehl, Wasser und Salz. = water-wave droplet salt
Der Teig ruht eine Nacht. = ! person-in-bed
Kochen Sie nicht ohne Salz. = ! cook salt
Der Bäcker starb früh an Krebs. = ! crab birthday-cake
Der Bäcker lag nicht auf der faulen Haut. = ! waving-hand
# Die Belagerung der Stadt = ${FILMS.siege}
Tausende starben in diesem Winter. = snowflake ! balloon party-popper sun snowman
Die Kinder bekamen keinen Kuchen. = child ! birthday-cake
Soldaten bewachten die Brücke. = tank bridge
Der Hunger war überall. = ! fork-and-knife-with-plate
Am Ende schwiegen die Kanonen. = cannon tank
# Geld sparen = ${FILMS.money}
Die Bank zahlt kaum Zinsen. = 
Der Kredit hat einen Preis. = receipt ! label
Das Auto steht vor der Tür. = automobile ! door
Herz und Verstand entscheiden. = ! anatomical-heart red-heart
Er legte sein Geld auf die hohe Kante. = `,
  fr: `
# Les chats = ${FILMS.cats}
Les chats dorment seize heures par jour. = ! alarm-clock
Ils dansent et volent presque. = ! ballet-shoes mirror-ball airplane
Un chat sans maître chasse la souris. = mouse
Le chat est plus souple qu'un singe. = ! monkey
Elle avait un chat dans la gorge. = ! mouth
# Le phare = ${FILMS.light}
Le phare éclaire la mer toute la nuit. = night-with-stars crescent-moon
Le navire évite les rochers. = rock
Il porte un manteau comme un ours. = ! bear door
Le vent souffle, la tempête approche. = wind-face cloud-with-lightning-and-rain cloud-with-lightning
Une pluie de critiques tomba. = ! umbrella-with-rain-drops cloud-with-rain
# Le pain = ${FILMS.bread}
Mélangez la farine, l'eau et le sel. = droplet water-wave salt
Le boulanger travaille la pâte. = ! briefcase
Sans sel, la croûte reste pâle. = ! salt
On ne vit pas de pommes de terre. = ! red-apple globe-showing-europe-africa
Montrer n'est pas goûter. = ! watch
# Le siège de la ville = ${FILMS.siege}
Des milliers moururent de faim. = ! fork-and-knife-with-plate smiling-face-with-smiling-eyes
Les soldats gardaient le pont. = tank bridge
Il n'y avait plus de chiens. = ! dog
L'hiver fut long. = snowflake snow-capped-mountain ! snowman
Les canons tiraient sur les maisons. = cannon house houses house-with-garden
# L'argent = ${FILMS.money}
La banque prête, le client paie. = ! national-park
Pierre consulte un avocat. = ! rock avocado
La clé du succès est la patience. = ! key old-key
Mon vélo vaut mieux qu'une voiture. = bicycle ! automobile
L'or brille dans le coffre. = gem-stone `,
  es: `
# Los gatos = ${FILMS.cats}
Los gatos duermen todo el día. = 
El gato come pescado y caza ratones. = fish mouse
Es ágil como un mono. = ! monkey
Un gato sin casa vive menos. = ! house house-with-garden
Le dieron gato por liebre. = ! rabbit
# El faro = ${FILMS.light}
El faro ilumina el mar de noche. = night-with-stars crescent-moon
El capitán vino tarde a la isla. = desert-island ! wine-glass
Los barcos evitan las rocas. = rock
Como una estrella, brilla la vela en la niebla. = candle fog ! star glowing-star
La tormenta rompió las ventanas. = cloud-with-lightning-and-rain cloud-with-lightning
# El pan = ${FILMS.bread}
Mezcla la harina, el agua y la sal. = droplet water-wave salt
La masa descansa una hora. = 
No hay pan sin harina. = 
Esto es pan comido. = 
El horno calienta la casa. = house houses ! wedding
# El asedio = ${FILMS.siege}
Miles murieron de hambre. = ! fork-and-knife-with-plate balloon
Los soldados vigilaban el puente. = tank bridge
El invierno trajo nieve. = snowflake ! snowman
No quedaban perros ni gatos. = ! cat dog
Los cañones callaron. = cannon
# El dinero = ${FILMS.money}
El banco presta dinero. = 
La deuda crece cada mes. = receipt
La clave de todo es el ahorro. = ! key
Gana más que un médico. = ! stethoscope health-worker
Compró una bicicleta. = bicycle `,
  it: `
# I gatti = ${FILMS.cats}
I gatti dormono molto. = 
Il gatto caccia topi e uccelli. = mouse bird
Salta come una scimmia. = ! monkey
Un gatto senza casa soffre. = ! house houses
In bocca al lupo, disse. = ! wolf mouth
# Il faro = ${FILMS.light}
Il faro illumina il mare. = 
La nave sale e scende sulle onde. = water-wave ! salt
Il vento porta la pioggia. = umbrella-with-rain-drops wind-face ! door
Era alto più di un albero. = ! deciduous-tree evergreen-tree
La tempesta arrivò di notte. = cloud-with-lightning-and-rain cloud-with-lightning night-with-stars crescent-moon
# Il pane = ${FILMS.bread}
Mescola la farina, l'acqua e il sale. = droplet water-wave salt
L'impasto riposa una notte. = ! person-in-bed
È buono come il pane. = 
Non usare zucchero. = ! candy
Il grano cresce in estate. = seedling
# L'assedio = ${FILMS.siege}
Migliaia di persone morirono di fame. = ! fork-and-knife-with-plate smiling-face-with-smiling-eyes
I soldati difendevano il ponte. = tank bridge
L'inverno fu freddo. = snowflake ! snowman
Non c'erano cani. = ! dog
Le rovine coprivano la strada. = 
# I soldi = ${FILMS.money}
La banca presta denaro. = 
Il merlo? Pesca nel mare, non sale. = ! peach salt
La chiave del successo è la pazienza. = ! key
Una moneta al giorno basta. = 
Comprò una bicicletta. = bicycle `,
  pt: `
# Os gatos = ${FILMS.cats}
Os gatos dormem muito. = 
O gato caça ratos e pássaros. = mouse bird
Pula como um macaco. = ! monkey
Um gato sem casa sofre. = ! house houses
Levou gato por lebre. = ! rabbit
# O farol = ${FILMS.light}
O farol ilumina o mar. = 
Os navios evitam as rochas. = rock
O vento traz a chuva. = wind-face umbrella-with-rain-drops
Era maior que uma árvore. = ! deciduous-tree evergreen-tree
A tempestade chegou à noite. = cloud-with-lightning-and-rain cloud-with-lightning night-with-stars crescent-moon
# O pão = ${FILMS.bread}
Misture a farinha, a água e o sal. = droplet water-wave salt
A massa descansa uma noite. = ! person-in-bed
Não use açúcar. = ! candy
Ele é pão duro. = 
O trigo cresce no verão. = seedling
# O cerco = ${FILMS.siege}
Milhares morreram de fome. = ! fork-and-knife-with-plate balloon
Os soldados guardavam a ponte. = tank bridge
O inverno foi frio. = snowflake ! snowman
Não havia cães. = ! dog
As ruínas cobriam a cidade. = 
# O dinheiro = ${FILMS.money}
O banco empresta dinheiro. = 
A dívida cresce. = receipt
A chave do sucesso é a paciência. = ! key
Uma moeda por dia basta. = 
Comprou uma bicicleta. = bicycle `,
});
