import { parseArgs } from 'node:util';

const help = 'Usage: npm run soak -- [--calls 100000] [--in-flight 64] [--seed 1]';
const options = {
  calls: { type: 'string', default: '100000' },
  'in-flight': { type: 'string', default: '64' },
  seed: { type: 'string', default: '1' },
  help: { type: 'boolean', default: false },
};

/** What the command line says. Ends the process where it asks for help, or says what cannot be: 2 is wrong usage. */
export function readOptions() {
  const values = parsed();
  if (values.help) {
    console.log(help);
    process.exit(0);
  }
  return {
    calls: positive('calls', values),
    inFlight: positive('in-flight', values),
    seed: positive('seed', values),
  };
}

function parsed() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return refuse(error.message);
  }
}

function positive(name, values) {
  const number = Number(values[name]);
  const isGood = Number.isSafeInteger(number) && number > 0;
  return isGood ? number : refuse(`--${name} must be a whole number above 0.`);
}

function refuse(problem) {
  console.error(`${problem}\n${help}`);
  process.exit(2);
}
