import type { Templates } from './templates.js';

// prettier-ignore
export const ITALIAN: Templates = {
  hooks: {
    clause: [], about: [],
    question: ['{Q}', '{Q} Bella domanda.', 'Una domanda semplice: {Q}', '{Q} Prova prima a indovinare.', 'Di’ la verità: {Q}', 'Partiamo dalla domanda. {Q}', '{Q} Pensiamoci con calma.'],
    subject: [
      'Il tema di oggi: {S}.', '{S}. Guardiamo più da vicino.', 'Parliamone: {S}.', 'Un tema, qualche idea e nessuna fretta: {S}.', 'Ci hai mai pensato davvero? {S}.', 'Prima di passare ad altro, un pensiero: {S}.', '{S}. Da dove cominciamo?', 'Prendiamoci un momento: {S}.', '{S}. Un passo alla volta.',
    ],
    free: ['Guarda più da vicino.', 'Resta un momento.', 'Guardiamo insieme.', 'Cominciamo da un’idea semplice.'],
  },
  recalls: {
    clause: [], about: [],
    question: ['Torniamo alla domanda. {Q}', 'Ancora una volta. {Q}', 'E adesso che cosa ne pensi? {Q}'],
    subject: ['Torniamo al nostro tema: {S}.', 'Non perdiamolo di vista: {S}.', 'Ancora una volta: {S}.'],
  },
  context: [
    'La prima impressione mostra spesso solo la superficie.', 'La risposta breve è allettante, ma quella lunga è spesso più interessante.', 'Una buona domanda di rado arriva da sola.', 'Lasciamo fuori il rumore e guardiamo la cosa in sé.',
    'Andremo piano, un’idea alla volta.', 'Alla fine non ci sarà nessun esame.', 'Non serve essere esperti per essere curiosi.', 'Mettiamo da parte per un attimo le solite risposte.', 'Forse una parte la sai già.',
    'Un po’ di distanza aiuta spesso a vedere l’insieme.', 'Prendi quello che segue come una passeggiata intorno al tema.',
  ],
  points: [
    ['Comincia da quello che vedi.', 'Che cosa noti subito e che cosa noti dopo?', 'Il secondo sguardo ripaga quasi sempre.'],
    ['Ora chiediti che cosa c’è sotto.', 'Che cosa bisognerebbe sapere per capire?', 'Annota la tua prima ipotesi.'],
    ['Pensa alla scala.', 'Come appare da molto vicino e come appare da lontano?', 'Tutti e due gli sguardi contano.'],
    ['E poi c’è il tempo.', 'Com’era prima e che cosa potrebbe diventare?', 'Niente vieta di immaginarlo.'],
    ['Pensa alle persone.', 'Per chi è importante e perché?', 'Chiedilo a loro, se ne hai l’occasione.'],
    ['Proviamo a capovolgere la questione.', 'Che cosa mancherebbe se tutto questo non esistesse?', 'A volte un’assenza spiega più di tante parole.'],
    ['Fai attenzione ai dettagli.', 'Scegline uno e tienilo a mente per un po’.', 'Quale ti è venuto in mente per primo?'],
    ['Che cosa chiederebbe un bambino?', 'Probabilmente la domanda più breve di tutte: perché?', 'È difficile trovarne una migliore.'],
    ['Fai un confronto con qualcosa che conosci bene.', 'Dove regge il paragone e dove non regge più?', 'È lì che la cosa si fa interessante.'],
    ['Immagina di spiegarlo a un’amica.', 'Quali parole sceglieresti per prime?', 'Chi sa dirlo in modo semplice è già a buon punto.'],
    ['Siamo onesti: non sappiamo tutto.', 'Una domanda aperta non è un fallimento.', 'È un invito.'],
  ],
  advice: [
    ['Comincia più in piccolo di quanto vorresti.', 'Un passo fatto vale più di un bel progetto.'], ['Scegli una cosa sola.', 'Il resto può aspettare.'], ['Decidi che cosa fare, ma anche quando.', 'Segnalo sul calendario.'], ['Rendi facile l’inizio.', 'Prepara quello che ti serve.'],
    ['Togli oggi un ostacolo.', 'Basta il più piccolo.'], ['Tieni quello che funziona già.', 'Non tutto deve essere nuovo.'], ['Annota come va.', 'Basta un segno su un foglio.'], ['Metti in conto anche una giornata storta.', 'Il giorno dopo, semplicemente, riprendi.'],
    ['Chiedi a chi è un passo più avanti.', 'Molti aiutano volentieri.'], ['Concediti delle pause.', 'Dopo spesso si riparte meglio.'],
  ],
  closes: [
    'Che cosa ne pensi? Scrivilo nei commenti.', 'Non perdere la curiosità.', 'Condividi il video con qualcuno a cui può interessare.', 'Adesso tocca a te.', 'Che cosa aggiungeresti? Scrivilo qui sotto.', 'Grazie per aver guardato. Alla prossima.', 'Porta con te questo pensiero.',
    'A presto.', 'Per oggi è tutto.',
  ],
  openings: { clause: [], subject: ['{S}.', 'Il nostro tema: {S}.', 'In breve: {S}.'], about: [] },
  replies: {
    question: ['Qual è la tua risposta? Scrivila nei commenti.', 'Conosci la risposta? Scrivila qui sotto.', 'Tu che cosa diresti? Faccelo sapere nei commenti.'],
    any: ['Che cos’altro aggiungeresti? Scrivilo qui sotto.', 'Qual è la tua opinione? Scrivila nei commenti.', 'E tu, che ne dici? Lascia un commento.'],
  },
  ordinals: ['Primo.', 'Secondo.', 'Terzo.', 'Quarto.', 'Quinto.', 'Sesto.', 'Settimo.', 'Ottavo.', 'Nono.', 'Decimo.'],
  roles: { hook: 'Apertura', context: 'Contesto', point: 'Idea', advice: 'Consiglio', substance: 'Con le tue parole', close: 'Chiusura' },
};
