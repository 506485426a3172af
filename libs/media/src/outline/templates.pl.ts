import type { Templates } from './templates.js';

// prettier-ignore
export const POLISH: Templates = {
  hooks: {
    clause: [],
    question: ['{Q}', '{Q} Dobre pytanie.', 'Jedno proste pytanie: {Q}', '{Q} Najpierw spróbuj zgadnąć.', 'Tak szczerze: {Q}', 'Zacznijmy od pytania. {Q}', '{Q} Pomyślmy spokojnie.'],
    about: ['Porozmawiajmy {about}.', 'Dziś kilka słów {about}.', 'Co wiesz {about}?', 'Chwila, żeby porozmawiać {about}.', 'Kilka myśli {about}.'],
    subject: [
      'Nasz dzisiejszy temat: {S}.', '{S}. Przyjrzyjmy się bliżej.', 'Porozmawiajmy. Temat: {S}.', 'Jeden temat, kilka myśli i bez pośpiechu: {S}.', 'Czy przyszło ci kiedyś do głowy się nad tym zastanowić? {S}.', 'Zanim przewiniesz dalej, jedna myśl: {S}.',
      '{S}. Od czego zacząć?', 'Zatrzymajmy się na chwilę: {S}.', '{S}. Krok po kroku.',
    ],
    free: ['Przyjrzyj się uważnie.', 'Zostań jeszcze chwilę.', 'Spójrzmy na to razem.', 'Zacznijmy od prostej myśli.'],
  },
  recalls: {
    clause: [],
    question: ['Wróćmy do pytania. {Q}', 'A więc jeszcze raz. {Q}', 'I co myślisz teraz? {Q}'],
    about: ['Wciąż rozmawiamy {about}.', 'Pomyślmy jeszcze raz {about}.', 'A co teraz sądzisz {about}?'],
    subject: ['Wróćmy do naszego tematu: {S}.', 'Nie traćmy tematu z oczu: {S}.', 'A więc jeszcze raz: {S}.'],
  },
  context: [
    'Pierwsze wrażenie często pokazuje tylko powierzchnię.', 'Krótka odpowiedź kusi, ale długa bywa ciekawsza.', 'Dobre pytanie rzadko przychodzi samo.', 'Zostawmy hałas za drzwiami i przyjrzyjmy się samej rzeczy.', 'Pójdziemy powoli, myśl po myśli.', 'Na końcu nie będzie egzaminu.',
    'Nie trzeba być ekspertem, żeby być ciekawym.', 'Odłóżmy na chwilę utarte odpowiedzi.', 'Być może część z tego już wiesz.', 'Odrobina dystansu często pomaga zobaczyć całość.', 'Potraktuj to jak krótki spacer wokół tematu.',
  ],
  points: [
    ['Zacznij od tego, co widać.', 'Co zauważasz od razu, a co dopiero później?', 'Drugie spojrzenie prawie zawsze się opłaca.'],
    ['A teraz zapytaj, co jest pod spodem.', 'Co trzeba by wiedzieć, żeby to zrozumieć?', 'Zapisz swoje pierwsze przypuszczenie.'],
    ['Pomyśl o skali.', 'Jak to wygląda z bardzo bliska, a jak z daleka?', 'Oba spojrzenia się liczą.'],
    ['Jest jeszcze czas.', 'Jak mogło być kiedyś i jak może być później?', 'Nic nie szkodzi pomarzyć.'],
    ['Pomyśl o ludziach.', 'Dla kogo to jest ważne i dlaczego?', 'Zapytaj ich, jeśli masz okazję.'],
    ['Odwróćmy sprawę.', 'Czego by brakowało, gdyby tego nie było?', 'Brak mówi czasem więcej niż wiele słów.'],
    ['Zwróć uwagę na szczegóły.', 'Wybierz jeden i zatrzymaj się przy nim na chwilę.', 'Który przyszedł ci do głowy jako pierwszy?'],
    ['O co zapytałoby tu dziecko?', 'Pewnie padłoby najkrótsze z pytań: czemu?', 'Trudno o lepsze.'],
    ['Porównaj to z czymś, co dobrze znasz.', 'Gdzie porównanie pasuje, a gdzie już nie?', 'Właśnie tam robi się ciekawie.'],
    ['Wyobraź sobie, że tłumaczysz to przyjaciółce.', 'Jakich słów użyjesz najpierw?', 'Kto potrafi powiedzieć coś prosto, ten zaszedł już daleko.'],
    ['Bądźmy szczerzy: nie wiemy wszystkiego.', 'Otwarte pytanie to nie porażka.', 'To zaproszenie.'],
  ],
  advice: [
    ['Zacznij od czegoś mniejszego, niż chcesz.', 'Zrobiony krok jest wart więcej niż piękny plan.'], ['Wybierz jedną rzecz.', 'Reszta może poczekać.'], ['Ustal nie tylko co, ale i kiedy.', 'Wpisz to do kalendarza.'], ['Ułatw sobie początek.', 'Przygotuj to, co będzie potrzebne.'],
    ['Usuń dziś jedną przeszkodę.', 'Wystarczy najmniejsza.'], ['Zachowaj to, co już działa.', 'Nie wszystko musi być nowe.'], ['Zapisuj, jak ci idzie.', 'Wystarczy kreska na kartce.'], ['Weź pod uwagę także gorszy dzień.', 'Następnego dnia po prostu wróć do planu.'],
    ['Zapytaj kogoś, kto jest o krok dalej.', 'Wiele osób chętnie pomaga.'], ['Rób sobie przerwy.', 'Po nich często idzie lepiej.'],
  ],
  closes: [
    'A co ty o tym myślisz? Napisz w komentarzu.', 'Nie trać ciekawości.', 'Podeślij film komuś, kogo to zainteresuje.', 'Teraz twoja kolej.', 'Co można by dodać? Napisz poniżej.', 'Dzięki za obejrzenie. Do następnego razu.', 'Zabierz tę myśl ze sobą.', 'Do zobaczenia.', 'Na dziś to wszystko.',
  ],
  openings: { clause: [], subject: ['{S}.', 'Nasz temat: {S}.', 'W skrócie: {S}.'], about: ['Dziś {about}.', 'Krótko {about}.'] },
  replies: {
    question: ['Jak brzmi twoja odpowiedź? Napisz w komentarzu.', 'Znasz odpowiedź? Napisz ją poniżej.', 'A co ty odpowiesz? Napisz w komentarzu.'],
    any: ['Chcesz coś dodać? Napisz poniżej.', 'Co o tym sądzisz? Napisz w komentarzu.', 'A co ty na to? Zostaw komentarz.'],
  },
  ordinals: ['Po pierwsze.', 'Po drugie.', 'Po trzecie.', 'Po czwarte.', 'Po piąte.', 'Po szóste.', 'Po siódme.', 'Po ósme.', 'Po dziewiąte.', 'Po dziesiąte.'],
  roles: { hook: 'Początek', context: 'Kontekst', point: 'Myśl', advice: 'Rada', substance: 'Twoimi słowami', close: 'Zakończenie' },
};
