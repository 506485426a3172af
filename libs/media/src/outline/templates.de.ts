import type { Templates } from './templates.js';

// prettier-ignore
export const GERMAN: Templates = {
  hooks: {
    clause: [],
    question: ['{Q}', '{Q} Gute Frage.', 'Eine einfache Frage: {Q}', '{Q} Rate erst einmal selbst.', 'Hand aufs Herz: {Q}', 'Fangen wir mit der Frage an. {Q}', 'Eine Frage für zwischendurch: {Q}'],
    about: ['Reden wir {about}.', 'Heute sprechen wir {about}.', 'Ein paar Worte {about}.', 'Was weißt du {about}?', 'Ein paar Gedanken {about}.'],
    subject: [
      'Unser Thema heute: {S}.', '{S}. Schauen wir genauer hin.', 'Reden wir darüber: {S}.', 'Ein Thema, ein paar Gedanken, keine Eile: {S}.', 'Schon einmal darüber nachgedacht? {S}.',
      'Bevor du weiterscrollst, ein Gedanke: {S}.', '{S}. Wo fangen wir an?', 'Nehmen wir uns kurz Zeit: {S}.', '{S}. Ganz in Ruhe.',
    ],
    free: ['Schau genauer hin.', 'Bleib einen Moment dabei.', 'Sehen wir uns das gemeinsam an.', 'Fangen wir mit einem einfachen Gedanken an.'],
  },
  recalls: {
    clause: [],
    question: ['Zurück zur Frage. {Q}', 'Also noch einmal. {Q}', 'Und was vermutest du jetzt? {Q}'],
    about: ['Noch einmal ein Gedanke {about}.', 'Wir sprechen noch immer {about}.', 'Was denkst du inzwischen {about}?'],
    subject: ['Zurück zu unserem Thema: {S}.', 'Behalten wir es im Blick: {S}.', 'Also noch einmal: {S}.'],
  },
  context: [
    'Der erste Eindruck zeigt oft nur die Oberfläche.', 'Die kurze Antwort lockt, doch die lange ist meist spannender.', 'Gute Fragen kommen selten allein.', 'Lassen wir den Lärm draußen und sehen uns die Sache selbst an.',
    'Wir gehen langsam vor, einen Gedanken nach dem anderen.', 'Am Ende gibt es keine Prüfung.', 'Man muss kein Experte sein, um neugierig zu sein.', 'Legen wir die üblichen Antworten für einen Moment beiseite.',
    'Manches davon weißt du vielleicht schon.', 'Etwas Abstand hilft oft, das Ganze zu sehen.', 'Stell dir das Folgende als kleinen Spaziergang um das Thema vor.',
  ],
  points: [
    ['Beginne mit dem, was du siehst.', 'Was fällt dir sofort auf und was erst auf den zweiten Blick?', 'Der zweite Blick lohnt sich fast immer.'],
    ['Frag dich nun, was darunter liegt.', 'Was müsste man wissen, um es zu verstehen?', 'Schreib dir die erste Vermutung auf.'],
    ['Denk an die Größenordnung.', 'Wie sieht es aus der Nähe aus und wie aus der Ferne?', 'Beide Blicke gehören dazu.'],
    ['Und dann ist da die Zeit.', 'Wie war es wohl früher, und was könnte daraus werden?', 'Beides darf man sich ausmalen.'],
    ['Denk an die Menschen.', 'Wem ist das besonders wichtig und warum?', 'Frag sie, wenn du kannst.'],
    ['Dreh die Sache einmal um.', 'Was würde fehlen, wenn es das nicht gäbe?', 'Manchmal erklärt eine Lücke mehr als viele Worte.'],
    ['Achte auf die Einzelheiten.', 'Such dir eine aus und bleib eine Weile bei ihr.', 'Welche ist dir zuerst eingefallen?'],
    ['Was würde ein Kind hier fragen?', 'Vermutlich das kürzeste Wort von allen: Warum?', 'Eine bessere Frage gibt es kaum.'],
    ['Vergleiche es mit etwas, das du gut kennst.', 'Wo passt der Vergleich und wo nicht mehr?', 'Genau an dieser Stelle wird es interessant.'],
    ['Stell dir vor, du erklärst es einer Freundin.', 'Welche Worte würdest du zuerst wählen?', 'Wer etwas einfach sagen kann, ist schon weit gekommen.'],
    ['Seien wir ehrlich: Wir wissen nicht alles.', 'Eine offene Frage ist kein Scheitern.', 'Sie ist eine Einladung.'],
  ],
  advice: [
    ['Fang kleiner an, als du möchtest.', 'Ein getaner Schritt ist mehr wert als ein schöner Plan.'], ['Nimm dir eine Sache vor.', 'Der Rest kann warten.'], ['Entscheide nicht nur was, sondern auch wann.', 'Trag es dir in den Kalender ein.'],
    ['Mach dir den Anfang leicht.', 'Leg bereit, was du brauchst.'], ['Räum heute ein Hindernis aus dem Weg.', 'Das kleinste genügt.'], ['Behalte, was schon funktioniert.', 'Nicht alles muss neu sein.'],
    ['Halte fest, wie es läuft.', 'Ein Strich auf dem Papier reicht.'], ['Rechne auch mit einem schlechten Tag.', 'Mach am nächsten einfach weiter.'], ['Frag jemanden, der einen Schritt weiter ist.', 'Die meisten helfen gern.'], ['Gönn dir Pausen.', 'Danach geht vieles leichter.'],
  ],
  closes: [
    'Was meinst du? Schreib es in die Kommentare.', 'Bleib neugierig.', 'Teile das Video mit jemandem, den es interessiert.', 'Jetzt bist du dran.', 'Was würdest du ergänzen? Schreib es unten hin.', 'Danke fürs Zuschauen. Bis zum nächsten Mal.',
    'Nimm diesen Gedanken mit in den Tag.', 'Bis bald.', 'Das war es für heute.',
  ],
  openings: { clause: [], subject: ['{S}.', 'Unser Thema: {S}.', 'Kurz gesagt: {S}.'], about: ['Heute ein paar Worte {about}.', 'Ein kurzer Gedanke {about}.'] },
  replies: {
    question: ['Wie würdest du antworten? Schreib es in die Kommentare.', 'Weißt du die Antwort? Schreib sie unten hin.', 'Was ist deine Antwort? Verrate sie uns in den Kommentaren.'],
    any: ['Was würdest du hinzufügen? Schreib es unten hin.', 'Was denkst du darüber? Schreib es in die Kommentare.', 'Und was sagst du dazu? Schreib uns einen Kommentar.'],
  },
  ordinals: ['Erstens.', 'Zweitens.', 'Drittens.', 'Viertens.', 'Fünftens.', 'Sechstens.', 'Siebtens.', 'Achtens.', 'Neuntens.', 'Zehntens.'],
  roles: { hook: 'Einstieg', context: 'Kontext', point: 'Gedanke', advice: 'Rat', substance: 'In deinen Worten', close: 'Schluss' },
};
