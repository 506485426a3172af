import type { Templates } from './templates.js';

// prettier-ignore
export const PORTUGUESE: Templates = {
  hooks: {
    clause: [], about: [],
    question: ['{Q}', '{Q} Boa pergunta.', 'Uma pergunta simples: {Q}', '{Q} Tente adivinhar primeiro.', 'Responda com sinceridade: {Q}', 'Vamos começar pela pergunta. {Q}', '{Q} Vamos pensar com calma.'],
    subject: [
      'O tema de hoje: {S}.', '{S}. Vamos olhar mais de perto.', 'Vamos falar disto: {S}.', 'Um tema, algumas ideias e nenhuma pressa: {S}.', 'Já parou para pensar nisto? {S}.', 'Antes de passar adiante, uma ideia: {S}.', '{S}. Por onde começar?', 'Um momento de atenção: {S}.', '{S}. Um passo de cada vez.',
    ],
    free: ['Olhe mais de perto.', 'Fique mais um momento.', 'Vamos ver isto em conjunto.', 'Vamos começar com uma ideia simples.'],
  },
  recalls: {
    clause: [], about: [],
    question: ['De volta à pergunta. {Q}', 'Mais uma vez. {Q}', 'E agora, o que lhe parece? {Q}'],
    subject: ['De volta ao nosso tema: {S}.', 'Sem perder de vista o tema: {S}.', 'Mais uma vez: {S}.'],
  },
  context: [
    'A primeira impressão muitas vezes mostra apenas a superfície.', 'A resposta curta é tentadora, mas a longa costuma ser mais interessante.', 'Uma boa pergunta raramente vem só.', 'Vamos deixar o ruído lá fora e olhar para a questão em si.',
    'Vamos devagar, uma ideia de cada vez.', 'No fim não haverá exame.', 'Não é preciso ser especialista para ter curiosidade.', 'Vamos pôr de lado, por um momento, as respostas de sempre.', 'Talvez você já saiba uma parte.',
    'Um pouco de distância costuma ajudar a ver o conjunto.', 'Encare o que se segue como um passeio à volta do tema.',
  ],
  points: [
    ['Comece pelo que vê.', 'O que nota à primeira vista e o que nota depois?', 'O segundo olhar quase sempre vale a pena.'],
    ['Pergunte agora o que há por baixo.', 'O que seria preciso saber para entender?', 'Anote o seu primeiro palpite.'],
    ['Pense na escala.', 'O que se vê bem de perto e o que se vê de longe?', 'Os dois olhares contam.'],
    ['E depois há o tempo.', 'Como terá sido antes e em que poderá tornar-se?', 'Nada impede de imaginar.'],
    ['Pense nas pessoas.', 'Para quem isto é importante e por quê?', 'Pergunte a elas, se tiver oportunidade.'],
    ['Vamos virar a questão do avesso.', 'O que faltaria se isto não existisse?', 'Às vezes uma ausência explica mais do que muitas palavras.'],
    ['Repare nos detalhes.', 'Escolha um e fique com ele por um momento.', 'Qual foi o primeiro que lhe ocorreu?'],
    ['O que perguntaria uma criança?', 'Provavelmente a pergunta mais curta de todas: por quê?', 'É difícil encontrar uma melhor.'],
    ['Compare com algo que conhece bem.', 'Onde a comparação funciona e onde deixa de funcionar?', 'É aí que fica interessante.'],
    ['Imagine que está explicando isto a uma amiga.', 'Que palavras escolheria primeiro?', 'Quem sabe dizer de forma simples já avançou muito.'],
    ['Sejamos honestos: não sabemos tudo.', 'Uma pergunta em aberto não é um fracasso.', 'É um convite.'],
  ],
  advice: [
    ['Comece com menos do que gostaria.', 'Um passo dado vale mais do que um belo plano.'], ['Escolha uma coisa só.', 'O resto pode esperar.'], ['Decida o que fazer e também quando.', 'Anote no calendário.'], ['Facilite o começo.', 'Prepare o que for preciso.'],
    ['Tire hoje um obstáculo do caminho.', 'Basta o menor deles.'], ['Mantenha o que já funciona.', 'Nem tudo precisa ser novo.'], ['Registre como está indo.', 'Basta um risco no papel.'], ['Conte também com um dia ruim.', 'No dia seguinte, é só continuar.'],
    ['Pergunte a quem está um passo à frente.', 'Muita gente ajuda com prazer.'], ['Faça pausas.', 'Depois costuma ser mais fácil avançar.'],
  ],
  closes: [
    'O que você acha? Conte nos comentários.', 'Mantenha a curiosidade.', 'Compartilhe o vídeo com alguém que possa gostar.', 'Agora é a sua vez.', 'O que acrescentaria? Escreva abaixo.', 'Obrigado por assistir. Até a próxima.', 'Leve esta ideia consigo.', 'Até breve.', 'Por hoje é tudo.',
  ],
  openings: { clause: [], subject: ['{S}.', 'O nosso tema: {S}.', 'Em poucas palavras: {S}.'], about: [] },
  replies: {
    question: ['Qual é a sua resposta? Conte nos comentários.', 'Sabe a resposta? Escreva abaixo.', 'O que você responderia? Deixe um comentário.'],
    any: ['O que mais acrescentaria? Escreva abaixo.', 'Qual é a sua opinião? Conte nos comentários.', 'E você, o que diz? Deixe um comentário.'],
  },
  ordinals: ['Primeiro.', 'Segundo.', 'Terceiro.', 'Quarto.', 'Quinto.', 'Sexto.', 'Sétimo.', 'Oitavo.', 'Nono.', 'Décimo.'],
  roles: { hook: 'Abertura', context: 'Contexto', point: 'Ideia', advice: 'Conselho', substance: 'Nas suas palavras', close: 'Fecho' },
};
