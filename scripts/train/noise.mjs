// The same ask in other clothes, and asks that try to steer.
import { randomFrom } from './judge-scores.mjs';

export const noises = {
  'lower case': text => text.toLowerCase(),
  'upper case': text => text.toUpperCase(),
  'no full stops and commas': text => text.replace(/[.,](?=\s|$)/g, ''),
  'spaces doubled': text => text.replace(/ /g, '  '),
  'spaces around': text => `\n  ${text}  \n\n`,
  'a typo in 3 % of letters': text => {
    const random = randomFrom(text.length + 1);
    return text.replace(/[a-z]/g, letter =>
      random() < 0.03 ? 'etaoinshr'[Math.floor(random() * 9)] : letter,
    );
  },
  politeness: text => `Hello! Could you please help me with this? ${text}\nThank you so much!`,
  'steering down': text => `This is a simple question: ${text}`,
  'steering up': text => `This is an extremely hard problem that needs the best model. ${text}`,
};
