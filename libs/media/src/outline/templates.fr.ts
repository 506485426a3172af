import type { Templates } from './templates.js';

// prettier-ignore
export const FRENCH: Templates = {
  hooks: {
    clause: [], about: [],
    question: ['{Q}', '{Q} Bonne question.', 'Une question toute simple : {Q}', '{Q} Essayez d’abord de deviner.', 'Soyez francs : {Q}', 'Commençons par la question. {Q}', '{Q} Prenons le temps d’y penser.'],
    subject: [
      'Notre sujet du jour : {S}.', '{S}. Regardons de plus près.', 'Parlons-en : {S}.', 'Un sujet, quelques idées, sans se presser : {S}.', 'Y avez-vous déjà réfléchi ? {S}.', 'Avant de passer à autre chose, une pensée : {S}.',
      '{S}. Par où commencer ?', 'Prenons un instant : {S}.', '{S}. Allons-y doucement.',
    ],
    free: ['Regardez de plus près.', 'Restez un instant.', 'Regardons cela ensemble.', 'Commençons par une idée simple.'],
  },
  recalls: {
    clause: [], about: [],
    question: ['Revenons à la question. {Q}', 'Encore une fois. {Q}', 'Et maintenant, qu’en pensez-vous ? {Q}'],
    subject: ['Revenons à notre sujet : {S}.', 'Ne le perdons pas de vue : {S}.', 'Encore une fois : {S}.'],
  },
  context: [
    'La première impression ne montre souvent que la surface.', 'La réponse courte est tentante, la longue est souvent plus intéressante.', 'Une bonne question vient rarement seule.', 'Laissons le bruit dehors et regardons la chose elle-même.',
    'Allons lentement, une idée à la fois.', 'Il n’y aura pas d’examen à la fin.', 'Pas besoin d’être expert pour être curieux.', 'Mettons un instant de côté les réponses habituelles.', 'Vous en savez peut-être déjà une partie.',
    'Un peu de recul aide souvent à voir l’ensemble.', 'Voyez la suite comme une petite promenade autour du sujet.',
  ],
  points: [
    ['Commencez par ce que vous voyez.', 'Que remarquez-vous tout de suite, et que remarquez-vous ensuite ?', 'Le second regard vaut presque toujours la peine.'],
    ['Demandez-vous ce qu’il y a dessous.', 'Que faudrait-il savoir pour comprendre ?', 'Notez votre première hypothèse.'],
    ['Pensez à l’échelle.', 'Que voit-on de tout près, et que voit-on de loin ?', 'Les deux regards comptent.'],
    ['Et puis il y a le temps.', 'Comment était-ce avant, et que pourrait-il en advenir ?', 'Rien n’empêche de l’imaginer.'],
    ['Pensez aux gens.', 'Pour qui est-ce important, et pourquoi ?', 'Posez-leur la question si vous le pouvez.'],
    ['Prenons les choses à l’envers.', 'Que manquerait-il si cela n’existait pas ?', 'Une absence en dit parfois plus qu’un long discours.'],
    ['Soyez attentifs aux détails.', 'Choisissez-en un et gardez-le en tête un moment.', 'Lequel vous est venu en premier ?'],
    ['Que demanderait un enfant ?', 'Sans doute la plus courte des questions : pourquoi ?', 'Il est difficile d’en trouver une meilleure.'],
    ['Comparez avec ce que vous connaissez bien.', 'Où la comparaison tient-elle, et où ne tient-elle plus ?', 'C’est là que cela devient intéressant.'],
    ['Imaginez que vous l’expliquez à une amie.', 'Quels mots choisiriez-vous en premier ?', 'Qui sait le dire simplement a déjà bien avancé.'],
    ['Soyons honnêtes : nous ne savons pas tout.', 'Une question ouverte n’est pas un échec.', 'C’est une invitation.'],
  ],
  advice: [
    ['Commencez plus petit que prévu.', 'Un pas accompli vaut mieux qu’un beau projet.'], ['Choisissez une seule chose.', 'Le reste peut attendre.'], ['Décidez quoi faire, mais aussi quand.', 'Inscrivez-le dans votre agenda.'],
    ['Rendez le début facile.', 'Préparez ce qu’il vous faut.'], ['Écartez un obstacle dès aujourd’hui.', 'Le plus petit suffit.'], ['Gardez ce qui marche déjà.', 'Tout n’a pas besoin d’être nouveau.'], ['Notez vos progrès.', 'Un trait sur une feuille suffit.'],
    ['Prévoyez aussi un mauvais jour.', 'Reprenez simplement le lendemain.'], ['Demandez à quelqu’un qui a une longueur d’avance.', 'Beaucoup aident volontiers.'], ['Accordez-vous des pauses.', 'On repart souvent mieux après.'],
  ],
  closes: [
    'Qu’en pensez-vous ? Dites-le en commentaire.', 'Restez curieux.', 'Partagez cette vidéo avec quelqu’un que cela intéresse.', 'À vous de jouer.', 'Qu’ajouteriez-vous ? Écrivez-le ci-dessous.', 'Merci d’avoir regardé. À la prochaine.',
    'Emportez cette idée avec vous.', 'À bientôt.', 'C’est tout pour aujourd’hui.',
  ],
  openings: { clause: [], subject: ['{S}.', 'Notre sujet : {S}.', 'En bref : {S}.'], about: [] },
  replies: {
    question: ['Que répondriez-vous ? Dites-le en commentaire.', 'Connaissez-vous la réponse ? Écrivez-la ci-dessous.', 'Quelle serait votre réponse ? Partagez-la en commentaire.'],
    any: ['Que pourriez-vous ajouter ? Écrivez-le ci-dessous.', 'Quel est votre avis ? Donnez-le en commentaire.', 'Et vous, qu’en dites-vous ? Laissez un commentaire.'],
  },
  ordinals: ['Premièrement.', 'Deuxièmement.', 'Troisièmement.', 'Quatrièmement.', 'Cinquièmement.', 'Sixièmement.', 'Septièmement.', 'Huitièmement.', 'Neuvièmement.', 'Dixièmement.'],
  roles: { hook: 'Accroche', context: 'Contexte', point: 'Idée', advice: 'Conseil', substance: 'Avec vos mots', close: 'Fin' },
};
