import type { Templates } from './templates.js';

// prettier-ignore
export const SPANISH: Templates = {
  hooks: {
    clause: [], about: [],
    question: ['{Q}', '{Q} Buena pregunta.', 'Una pregunta sencilla: {Q}', '{Q} Intenta adivinarlo primero.', 'Responde con sinceridad: {Q}', 'Empecemos por la pregunta. {Q}', '{Q} Pensémoslo con calma.'],
    subject: [
      'El tema de hoy: {S}.', '{S}. Miremos más de cerca.', 'Hablemos de esto: {S}.', 'Un tema, algunas ideas y ninguna prisa: {S}.', '¿Alguna vez te has parado a pensarlo? {S}.', 'Antes de seguir con otra cosa, una idea: {S}.',
      '{S}. ¿Por dónde empezamos?', 'Tomémonos un momento: {S}.', '{S}. Vamos paso a paso.',
    ],
    free: ['Mira más de cerca.', 'Quédate un momento.', 'Vamos a verlo juntos.', 'Empecemos con una idea sencilla.'],
  },
  recalls: {
    clause: [], about: [],
    question: ['Volvamos a la pregunta. {Q}', 'Una vez más. {Q}', '¿Y ahora qué piensas? {Q}'],
    subject: ['Volvamos a nuestro tema: {S}.', 'No lo perdamos de vista: {S}.', 'Una vez más: {S}.'],
  },
  context: [
    'La primera impresión suele quedarse en la superficie.', 'La respuesta corta tienta, pero la larga suele ser más interesante.', 'Una buena pregunta rara vez viene sola.', 'Dejemos el ruido fuera y miremos la cuestión en sí.',
    'Iremos despacio, una idea cada vez.', 'Al final no habrá examen.', 'No hace falta ser experto para sentir curiosidad.', 'Dejemos a un lado por un momento las respuestas de siempre.', 'Puede que ya sepas una parte.',
    'Un poco de distancia suele ayudar a ver el conjunto.', 'Piensa en lo que sigue como un paseo alrededor del tema.',
  ],
  points: [
    ['Empieza por lo que ves.', '¿Qué notas a primera vista y qué notas después?', 'La segunda mirada casi siempre vale la pena.'],
    ['Pregúntate ahora qué hay debajo.', '¿Qué haría falta saber para entenderlo?', 'Apunta lo primero que se te ocurra.'],
    ['Piensa en la escala.', '¿Cómo se ve muy de cerca y cómo se ve desde lejos?', 'Las dos miradas cuentan.'],
    ['Y luego está el tiempo.', '¿Cómo sería antes y en qué podría convertirse?', 'Nada impide imaginarlo.'],
    ['Piensa en las personas.', '¿A quién le importa más y por qué?', 'Pregúntaselo si tienes ocasión.'],
    ['Démosle la vuelta.', '¿Qué faltaría si esto no existiera?', 'A veces una ausencia explica más que muchas palabras.'],
    ['Fíjate en los detalles.', 'Elige uno y quédate un rato con él.', '¿Cuál te ha venido primero a la cabeza?'],
    ['¿Qué preguntaría un niño?', 'Seguramente la pregunta más corta de todas: ¿por qué?', 'Es difícil encontrar una mejor.'],
    ['Compáralo con algo que conozcas bien.', '¿Dónde encaja la comparación y dónde deja de encajar?', 'Ahí es donde se pone interesante.'],
    ['Imagina que se lo explicas a una amiga.', '¿Qué palabras elegirías primero?', 'Quien sabe decirlo de forma sencilla ya ha avanzado mucho.'],
    ['Seamos sinceros: no lo sabemos todo.', 'Una pregunta abierta no es un fracaso.', 'Es una invitación.'],
  ],
  advice: [
    ['Empieza con menos de lo que te gustaría.', 'Un paso dado vale más que un plan perfecto.'], ['Elige una sola cosa.', 'El resto puede esperar.'], ['Decide el qué y también el cuándo.', 'Apúntalo en el calendario.'], ['Ponte fácil el comienzo.', 'Prepara lo que necesites.'],
    ['Quita hoy un obstáculo.', 'Basta con el más pequeño.'], ['Conserva lo que ya funciona.', 'No todo tiene que ser nuevo.'], ['Anota cómo va.', 'Basta una marca en un papel.'], ['Cuenta también con un mal día.', 'Al siguiente, simplemente continúa.'],
    ['Pregunta a alguien que vaya un paso por delante.', 'Mucha gente ayuda con gusto.'], ['Date descansos.', 'Después se suele avanzar mejor.'],
  ],
  closes: [
    '¿Qué opinas? Cuéntalo en los comentarios.', 'No pierdas la curiosidad.', 'Comparte el vídeo con alguien a quien le interese.', 'Ahora te toca a ti.', '¿Qué añadirías? Escríbelo abajo.', 'Gracias por ver el vídeo. Hasta la próxima.', 'Llévate esta idea contigo.',
    'Hasta pronto.', 'Eso es todo por hoy.',
  ],
  openings: { clause: [], subject: ['{S}.', 'Nuestro tema: {S}.', 'En pocas palabras: {S}.'], about: [] },
  replies: {
    question: ['¿Cuál es tu respuesta? Cuéntala en los comentarios.', '¿Sabes la respuesta? Escríbela abajo.', '¿Tú qué dirías? Escríbelo en los comentarios.'],
    any: ['¿Qué más añadirías? Escríbelo abajo.', '¿Qué te parece? Cuéntalo en los comentarios.', 'Y tú, ¿qué dices? Deja un comentario.'],
  },
  ordinals: ['Primero.', 'Segundo.', 'Tercero.', 'Cuarto.', 'Quinto.', 'Sexto.', 'Séptimo.', 'Octavo.', 'Noveno.', 'Décimo.'],
  roles: { hook: 'Gancho', context: 'Contexto', point: 'Idea', advice: 'Consejo', substance: 'Con tus palabras', close: 'Cierre' },
};
