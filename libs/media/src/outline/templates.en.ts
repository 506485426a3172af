import type { Templates } from './templates.js';

// prettier-ignore
export const ENGLISH: Templates = {
  recalls: {
    clause: ['Which brings us back to the question {q}.', 'So we go on asking {q}.', 'And still the question stands: {q}?', 'Think again about {q}.', 'By now you may have your own idea of {q}.', 'Remember what we asked: {q}.'],
    question: ['Now ask it again. {Q}', 'Back to the question. {Q}', 'So, once more. {Q}', 'Has your guess changed? {Q}', 'Keep the question in mind. {Q}', 'And now, with fresh eyes. {Q}'],
    about: [],
    subject: ['Back to our subject: {S}.', 'Keep it in view: {S}.', 'So, once more: {S}.', 'All of this leads back to one thing: {S}.', 'Say it again, slowly: {S}.', 'Where were we? {S}.'],
  },
  advice: [
    ['Start smaller than you think you should.', 'A step you really take beats a plan you only admire.', 'You can always add more tomorrow.'],
    ['Choose one thing and leave the rest for later.', 'Attention is a narrow door.', 'Let one guest in at a time.'],
    ['Decide when, not just what.', 'A time in the calendar is worth more than a good intention.', 'Write it down where you will see it.'],
    ['Make the right choice the easy one.', 'Prepare what you need before you need it.', 'Future you will be grateful.'],
    ['Remove one obstacle today.', 'Often we do not need more will, only less friction.', 'Look for the smallest stone in the shoe.'],
    ['Keep what already works.', 'Not everything has to be new.', 'Build on it instead of starting from zero.'],
    ['Measure something simple.', 'A mark on paper is enough.', 'What you can see, you can improve.'],
    ['Expect a bad day and plan for it.', 'One missed day is an accident.', 'Just do not let it become two.'],
    ['Ask someone who is one step ahead.', 'They still remember the questions you have now.', 'Most people enjoy being asked.'],
    ['Look back once a week.', 'What helped, what did not, and what will you try next?', 'Five quiet minutes are enough.'],
    ['Do not compare your beginning with someone else’s middle.', 'You only see their result, not their road.', 'Compare yourself with last month instead.'],
    ['Leave room for rest.', 'Progress is made in the pauses, too.', 'A tired mind repeats its mistakes.'],
    ['Say no to one thing that does not help.', 'Every no makes room for a better yes.', 'It gets easier each time.'],
    ['Practise in the open.', 'Tell one person what you are doing.', 'A small promise goes a long way.'],
    ['Finish before you polish.', 'A rough first version teaches more than a perfect idea.', 'You can only improve what exists.'],
  ],
  openings: { clause: ['Have you ever wondered {q}?', 'Today we ask {q}.', 'Do you know {q}?'], subject: ['{S}.', 'Our subject: {S}.', 'In short: {S}.'], about: [] },
  replies: {
    question: ['What is your answer? Tell us in the comments.', 'Do you know the answer? Write it below.', 'What would you answer? Write it below.'],
    any: ['What would you add? Write it below.', 'What do you think? Tell us in the comments.', 'And what do you say? Tell us in the comments.'],
  },
  ordinals: ['Number one.', 'Number two.', 'Number three.', 'Number four.', 'Number five.', 'Number six.', 'Number seven.', 'Number eight.', 'Number nine.', 'Number ten.'],
  roles: { hook: 'Hook', context: 'Context', advice: 'Advice', substance: 'In your words', close: 'Close' },
};
