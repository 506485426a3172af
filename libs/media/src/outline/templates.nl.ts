import type { Templates } from './templates.js';

// prettier-ignore
export const DUTCH: Templates = {
  hooks: {
    clause: [], about: [],
    question: ['{Q}', '{Q} Goede vraag.', 'Een eenvoudige vraag: {Q}', '{Q} Doe eerst zelf een gok.', 'Even eerlijk: {Q}', 'Laten we bij de vraag beginnen. {Q}', '{Q} Denk er rustig over na.'],
    subject: [
      'Ons onderwerp vandaag: {S}.', '{S}. Laten we beter kijken.', 'Laten we het hierover hebben: {S}.', 'Eén onderwerp, een paar gedachten, geen haast: {S}.', 'Heb je er weleens over nagedacht? {S}.', 'Voordat je verder scrolt, één gedachte: {S}.',
      '{S}. Waar beginnen we?', 'Neem even de tijd: {S}.', '{S}. Stap voor stap.',
    ],
    free: ['Kijk nog eens goed.', 'Blijf nog even.', 'Laten we er samen naar kijken.', 'Laten we met een eenvoudige gedachte beginnen.'],
  },
  recalls: {
    clause: [], about: [],
    question: ['Terug naar de vraag. {Q}', 'Nog een keer dus. {Q}', 'En wat denk je nu? {Q}'],
    subject: ['Terug naar ons onderwerp: {S}.', 'Laten we het niet uit het oog verliezen: {S}.', 'Nog een keer dus: {S}.'],
  },
  context: [
    'De eerste indruk laat vaak alleen de buitenkant zien.', 'Het korte antwoord is verleidelijk, maar het lange is vaak interessanter.', 'Een goede vraag komt zelden alleen.', 'Laten we de drukte even buiten laten en naar de zaak zelf kijken.',
    'We doen het rustig aan, één gedachte tegelijk.', 'Aan het eind volgt geen examen.', 'Je hoeft geen expert te zijn om nieuwsgierig te zijn.', 'Laten we de gebruikelijke antwoorden even opzijzetten.', 'Een deel ervan weet je misschien al.',
    'Een beetje afstand helpt vaak om het geheel te zien.', 'Zie wat volgt als een wandelingetje om het onderwerp heen.',
  ],
  points: [
    ['Begin met wat je ziet.', 'Wat valt je meteen op en wat pas later?', 'Een tweede blik is bijna altijd de moeite waard.'],
    ['Vraag je nu af wat eronder zit.', 'Wat zou je moeten weten om het te begrijpen?', 'Schrijf je eerste ingeving op.'],
    ['Denk aan de schaal.', 'Hoe ziet het er van heel dichtbij uit, en hoe van ver weg?', 'Beide blikken tellen mee.'],
    ['En dan is er de tijd.', 'Hoe zou het vroeger zijn geweest, en wat kan het nog worden?', 'Fantaseren mag.'],
    ['Denk aan de mensen.', 'Wie vindt dit belangrijk, en waarom?', 'Vraag het ze als je de kans krijgt.'],
    ['Draai de zaak eens om.', 'Wat zouden we missen als dit er niet was?', 'Soms zegt een leegte meer dan veel woorden.'],
    ['Let op de details.', 'Kies er één uit en blijf er even bij.', 'Welk detail kwam het eerst bij je op?'],
    ['Wat zou een kind hier vragen?', 'Waarschijnlijk de kortste vraag van allemaal: waarom?', 'Een betere is moeilijk te vinden.'],
    ['Vergelijk het met iets wat je goed kent.', 'Waar klopt de vergelijking, en waar niet meer?', 'Juist daar wordt het interessant.'],
    ['Stel je voor dat je het aan een vriendin uitlegt.', 'Welke woorden zou je het eerst kiezen?', 'Wie het eenvoudig kan zeggen, is al een heel eind.'],
    ['Laten we eerlijk zijn: we weten niet alles.', 'Een open vraag is geen mislukking.', 'Het is een uitnodiging.'],
  ],
  advice: [
    ['Begin kleiner dan je zou willen.', 'Een gezette stap is meer waard dan een mooi plan.'], ['Kies één ding.', 'De rest kan wachten.'], ['Bepaal niet alleen wat, maar ook wanneer.', 'Zet het in je agenda.'], ['Maak het begin makkelijk.', 'Leg klaar wat je nodig hebt.'],
    ['Ruim vandaag één hindernis op.', 'De kleinste is genoeg.'], ['Houd wat al werkt.', 'Niet alles hoeft nieuw te zijn.'], ['Houd bij hoe het gaat.', 'Een streepje op papier is genoeg.'], ['Reken ook op een slechte dag.', 'Ga de volgende dag gewoon verder.'],
    ['Vraag het iemand die een stap verder is.', 'Veel mensen helpen graag.'], ['Gun jezelf pauzes.', 'Daarna gaat het vaak beter.'],
  ],
  closes: [
    'Wat vind jij? Laat het weten in de reacties.', 'Blijf nieuwsgierig.', 'Deel de video met iemand die dit leuk vindt.', 'Nu is het jouw beurt.', 'Wat zou jij toevoegen? Schrijf het hieronder.', 'Bedankt voor het kijken. Tot de volgende keer.', 'Neem deze gedachte met je mee.', 'Tot gauw.', 'Dat was het voor vandaag.',
  ],
  openings: { clause: [], subject: ['{S}.', 'Ons onderwerp: {S}.', 'Kort gezegd: {S}.'], about: [] },
  replies: {
    question: ['Wat zou jij antwoorden? Laat het weten in de reacties.', 'Weet jij het antwoord? Schrijf het hieronder.', 'Hoe luidt jouw antwoord? Zet het in de reacties.'],
    any: ['Wat wil jij nog toevoegen? Schrijf het hieronder.', 'Wat denk je ervan? Laat het weten in de reacties.', 'En wat zeg jij? Laat een reactie achter.'],
  },
  ordinals: ['Ten eerste.', 'Ten tweede.', 'Ten derde.', 'Ten vierde.', 'Ten vijfde.', 'Ten zesde.', 'Ten zevende.', 'Ten achtste.', 'Ten negende.', 'Ten tiende.'],
  roles: { hook: 'Opening', context: 'Context', point: 'Gedachte', advice: 'Advies', substance: 'In jouw woorden', close: 'Slot' },
};
