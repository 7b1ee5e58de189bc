// Asks of our own with the tier that we would give them: what the public labels leave out. They teach, and judge nothing.
const simple = `
hi
Thanks!
ok, thanks a lot
Good morning, how are you today?
Tell me a joke
What is the capital of Australia?
Who wrote Don Quixote?
How many days does February have in a leap year?
Convert 5 miles to kilometres
Is this review positive or negative? "The soup was cold, the waiter was not."
Classify the sentiment of this tweet as positive, neutral or negative: love the new update
Extract the dates from this text: we met on 3 May and again on 12 June.
Extract all e-mail addresses from the text below: write to ann@example.com or bob@example.org
Give me the names and phone numbers in this message as JSON: Ann, 555-0101, and Bob, 555-0102
Translate: Hello world to Vietnamese
Translate the following paragraph into German: The train leaves at nine.
Fix the spelling: I recieved you're mesage
Write this date as ISO 8601: 4 July 2021
Which language is this text in: dobrý den
Sort these words by the alphabet: pear, apple, fig
Make this sentence upper case: the cat sat
What is the plural of "criterion"?
Dịch sang tiếng Anh: Trời hôm nay đẹp quá
Thủ đô của Nhật Bản là gì?
把这句话翻译成英文:今天天气很好
水的沸点是多少?
Traduce al inglés: ¿Dónde está la estación?
¿Cuál es la capital de Perú?
Переведи на английский: Который час?
Traduis en anglais : il fait beau aujourd'hui
Wie heißt die Hauptstadt von Kanada?
フランスの首都はどこですか
이 문장을 영어로 번역해 줘: 오늘은 비가 온다
ما هي عاصمة مصر؟
भारत की राजधानी क्या है?
`;
const medium = `
Summarize this article about AI: models grow, prices fall, and most calls do not need the largest one.
Write a friendly email to a customer whose parcel is three days late, and offer a voucher.
Write a polite reply that turns down the invitation and suggests another date
Compare SQLite and PostgreSQL for a small web shop, with the pros and cons of each.
Explain how a hash map handles collisions to somebody who knows arrays.
Write a haiku about spring
Write a short product description for a steel water bottle
Write a Python function that reverses a linked list
Write a SQL query that returns the ten customers with the highest revenue
Write a regex that matches ISO dates
Explain quantum computing to a five year old
Give me five ideas for a birthday party with children
Rewrite this paragraph so that it sounds more formal: we gotta ship this thing
Outline a blog post about remote work
Viết một bài thơ ngắn về mùa xuân
Giải thích ngắn gọn thuyết tương đối
解释一下相对论
写一封感谢客户的邮件
Explica cómo funciona una vacuna
Объясни, как работает двигатель внутреннего сгорания
Explique la différence entre TCP et UDP
Erkläre den Unterschied zwischen Miete und Leasing
機械学習とは何か説明してください
머신러닝의 과적합을 설명해 줘
اشرح كيف يعمل محرك البحث
`;
const complex = `
Write a complex Python decorator with error handling
Write a complex TypeScript type that infers the parameters of nested routes
Write an advanced React hook with caching, retries and cancellation
Implement an LRU cache in Rust with O(1) operations, thread safety and unit tests
Write a thread-safe connection pool in Java with timeouts, health checks and metrics
Debug this race condition in my Go service: two goroutines write to the same map under load, and the mutex does not help
Find out why this deadlocks under concurrency and propose a fix that keeps the ordering guarantees
Refactor this recursive function into an iterative one and prove that both compute the same
Refactor a 2,000 line class into modules without changing behaviour, and lay out the steps
Prove that the square root of 2 is irrational
Prove that there are infinitely many primes.
Design a rate limiter for a distributed system that must never let more than 100 requests per second pass, and analyse its failure modes step by step.
Analyse the trade-offs between event sourcing and CRUD for a bank ledger, with consistency, audit and cost in mind
Plan a migration of a monolith to services with zero downtime, with risks and a way back for each step
Work out the optimal strategy in this game, and show that no other strategy does better
Review this contract clause by clause, point out the risks for the buyer and propose better wording for each
Build a statistical model of churn from these tables, justify the choice of features and explain how you would validate it
Diseña un sistema de pagos multirregión con semántica exactly-once y analiza sus modos de fallo
Demuestra que la raíz cuadrada de 2 es irracional
Докажи, что простых чисел бесконечно много
Спроектируй отказоустойчивую очередь сообщений и разбери её узкие места
证明根号2是无理数
设计一个高并发的分布式限流系统,并分析其故障模式
Chứng minh rằng căn bậc hai của 2 là số vô tỉ
Thiết kế hệ thống thanh toán phân tán chịu lỗi và phân tích từng trường hợp hỏng
Concevez une architecture tolérante aux pannes pour une banque et justifiez chaque choix
Beweise, dass es unendlich viele Primzahlen gibt
素数が無限に存在することを証明してください
분산 시스템을 위한 속도 제한기를 설계하고 장애 모드를 분석해 줘
أثبت أن الجذر التربيعي للعدد 2 غير نسبي
`;

const asksOf = (text, tier) =>
  text
    .trim()
    .split('\n')
    .map((ask, at) => ({
      id: `own-${tier}-${at}`,
      split: 'own',
      text: ask,
      stem: ask,
      tier,
      language: 'own',
    }));

export const ownAsks = [...asksOf(simple, 0), ...asksOf(medium, 1), ...asksOf(complex, 2)];
