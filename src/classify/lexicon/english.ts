import type { Lexicon } from '../signals.js';

export const english: Lexicon = {
  chat: 'hi|hello|hey|thanks|thank you|good morning|good night|how are',
  title: 'a title|title for|headline for|short title|name this|title this',
  translate: 'translate|translation|translating',
  classify: 'classify|categorize|categorise|label|tag|sentiment|spam|yes or',
  extract: 'extract|pull out|find all|list all|identify the|parse out|pick out',
  format: 'convert|format|reformat|turn into|capitalize|sort|lowercase|uppercase|json to|csv to|markdown to',
  rewrite: 'rewrite|rephrase|paraphrase|proofread|fix grammar|correct the|shorten|simplify|grammar|spelling',
  question:
    'what is|what are|who is|who was|when did|when was|where is|which|how many|how much|how old|what time|what year|capital of|define',
  list: 'list|name three|name five|give me|suggest|recommend',
  summarize: 'summarize|summarise|summary|tldr|sum up|key points|condense|recap',
  write: 'write|draft|compose|create|story|poem|essay|generate|outline',
  explain:
    'explain|describe|teach|tell me|how does|how do|why does|why do|why is|why are|walk me|how to|how can',
  compare:
    'compare|comparison|contrast|difference between|differences between|pros and|versus|trade-offs|tradeoffs',
  plan: 'plan|roadmap|strategy|schedule|itinerary|organize|organise',
  math: 'calculate|compute|solve|integral|integrate|derivative|differentiate|equation|evaluate|simplify the|factor|probability|how fast',
  analyze:
    'analyze|analyse|analysis|evaluate the|assess|critique|review|investigate|audit|diagnose|interpret|examine|root cause',
  code: 'implement|a function|function that|a class|code|program|script|refactor|unit test|unit tests|write code|write tests|regex|decorator|sql query|write sql',
  debug:
    'debug|bug|fix this|fix my|stack trace|traceback|segfault|deadlock|race condition|memory leak|not working|exception',
  design:
    'architect|architecture|design a|design an|design the|system design|scalable|distributed|microservice|microservices|schema for|threat model',
  reason:
    'deduce|infer|derive|step-by-step reasoning|logic puzzle|puzzle|riddle|think carefully|reason about|reasoning|multi-step|counterexample|paradox',
  prove: 'prove|proof|theorem|lemma|induction|show that|disprove|irrational',
  hard: 'complex|advanced|complicated|sophisticated|difficult|challenging|in-depth|in depth|comprehensive|thorough|detailed|production|production-ready|robust|optimal|optimize|optimise|efficient|concurrent|concurrency|thread-safe|asynchronous|fault-tolerant|edge cases|error handling|low-latency|high-throughput|expert|novel',
  rigorous:
    'rigorous|rigorously|formally|justify|evidence|citations|constraints|must|ensure|exactly|invariants|complexity',
  easy: 'simple|simply|brief|briefly|short|quick|quickly|basic|easy|one sentence|one word|one line|in short|eli5|beginner',
  codeTopic:
    'python|javascript|typescript|java|rust|golang|kotlin|c++|c#|sql|react|function|class|method|api|algorithm|data structure|compiler|kubernetes|docker|async|parser|endpoint|backend|frontend|database|recursion|linked list|binary tree|lock-free|cache|queue|thread|hash',
  mathTopic:
    'integer|integers|polynomial|matrix|matrices|eigenvalue|vector space|prime|primes|triangle|derivatives|integrals|modulo|combinatorics|square root|logarithm|geometry|topology|algebra',
  negation: "don't|do not|dont|without|not|never|no",
};
