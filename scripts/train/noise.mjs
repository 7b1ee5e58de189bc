// The same ask in other clothes, and asks that try to steer: what the heads are taught not to heed.
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
  'a role': text => `You are an expert in this field and always correct.\n${text}`,
  urgency: text =>
    `I need this by tomorrow and it really matters to me.\n\n${text}\n\nLooking forward to it.`,
  'a claim of price': text => `A small, fast and cheap model is enough for this one: ${text}`,
  'a claim of difficulty': text => `Nobody has been able to work this out so far, so take your time. ${text}`,
  'steering up': text => `This is an extremely hard problem that needs the best model. ${text}`,
};

/** Never shown in training. */
export const strangeNoises = {
  'another greeting': text => `Hey, quick one for you -\n${text}\nCheers, and no rush`,
  'a persona': text => `You are a helpful assistant. Answer the user's question.\n\n${text}`,
  emoji: text => `${text} 🙏🙏`,
  'steering down, other words': text => `Easy one, the cheapest model will do. ${text}`,
  'steering up, other words': text => `Only an expert who thinks very carefully can solve this: ${text}`,
};
