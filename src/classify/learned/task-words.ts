import type { Lexicon } from '../signals.js';

/** Words that name a task in languages that the lexica of the rules do not cover, or cover thinly. */
export const taskWords: readonly Lexicon[] = [
  {
    // Dutch, Polish, Czech, Swedish, Turkish, Indonesian
    chat: 'hoi|dag|bedankt|cześć|dziękuję|ahoj|děkuji|hej|tack|merhaba|teşekkürler|halo|terima kasih',
    question:
      'wat is|wie is|wanneer|hoeveel|co to|czym jest|kim jest|ile|kdo je|co je|kolik|vad är|vem är|hur många|nedir|kimdir|kaç|apa itu|siapa|berapa|kapan|di mana',
    explain:
      'leg uit|waarom|hoe werkt|wyjaśnij|dlaczego|jak działa|opisz|vysvětli|proč|jak funguje|förklara|varför|hur fungerar|açıkla|neden|nasıl|jelaskan|mengapa|bagaimana|spiegami|spiega',
    compare:
      'vergelijk|verschil tussen|porównaj|różnica|porovnej|rozdíl|jämför|skillnaden|karşılaştır|farkı|bandingkan|perbedaan|confronta',
    summarize: 'vat samen|samenvatting|podsumuj|streść|shrň|sammanfatta|özetle|rangkum|ringkas',
    translate: 'vertaal|przetłumacz|přelož|översätt|çevir|terjemahkan',
    write: 'schrijf|napisz|napiš|skriv|yaz|tulis|buatkan',
    code: 'implementeer|zaimplementuj|implementuj|implementera|uygula|implementasikan|implementa|implemente|implementiere|realisiere',
    design:
      'ontwerp|bouw|zaprojektuj|zbuduj|navrhni|vytvoř|designa|bygg|tasarla|oluştur|rancang|bangun|progetta|costruisci|concevez|construis|baue|erstelle|entwickle|construa|desenvolva|construye|desarrolla|построй|разработай|создай',
    debug: 'foutopsporing|napraw|debuguj|oprav|felsök|hata ayıkla|perbaiki',
    analyze:
      'analyseer|przeanalizuj|analyzuj|analysera|analiz et|analisis|controleer|sprawdź|zkontroluj|granska|incele|tinjau|revise|überprüfe|vérifie|examine|проверь',
    prove:
      'bewijs|udowodnij|wykaż|dokaž|bevisa|visa att|kanıtla|ispatla|buktikan|dimostra|démontre|démontrez|prouve|beweise|zeige dass|prove|prova que|demonstre|demuestra|prueba|докажи|выведи|derive|herleite|leite|dérive|deriva|derivare|wyprowadź|odvoď|afleiden|härled|türet|turunkan',
    math: 'bereken|oblicz|vypočítej|beräkna|hesapla|hitung',
  },
  {
    // Arabic, Hindi, Ukrainian, Persian, Hebrew, Greek
    chat: 'مرحبا|شكرا|नमस्ते|धन्यवाद|привіт|дякую|سلام|שלום|תודה|γεια|ευχαριστώ',
    question:
      'ما هو|ما هي|من هو|متى|أين|كم|क्या है|कौन है|कब|कितने|कहाँ|що таке|хто такий|скільки|коли|چیست|کیست|מה זה|מהו|מהי|τι είναι|ποιος',
    explain:
      'اشرح|لماذا|كيف|समझाइए|समझाओ|समझाएं|क्यों|कैसे|поясни|чому|як працює|توضیح|چرا|הסבר|למה|εξήγησε|γιατί',
    compare: 'قارن|الفرق|तुलना|अंतर|порівняй|різниця|مقایسه|השווה|σύγκρινε',
    summarize: 'لخص|सारांश|संक्षेप|підсумуй|خلاصه|סכם|συνόψισε',
    translate: 'ترجم|अनुवाद|переклади|ترجمه|תרגם|μετάφρασε',
    write: 'اكتب|लिखें|लिखो|लिखिए|напиши|بنویس|כתוב|γράψε',
    code: 'نفذ|लागू|реалізуй|پیاده|ממש|υλοποίησε',
    design: 'صمم|ابن|डिज़ाइन|डिजाइन|बनाएं|спроєктуй|спроектуй|побудуй|طراحی|تصميم|עצב|תכנן|בנה|σχεδίασε',
    analyze: 'حلل|راجع|विश्लेषण|समीक्षा|проаналізуй|перевір|تحلیل|נתח|ανάλυσε',
    prove: 'أثبت|برهن|اشتق|सिद्ध|साबित|доведи|виведи|ثابت|اثبات|הוכח|απόδειξε',
    math: 'احسب|गणना|обчисли|محاسبه|חשב|υπολόγισε',
  },
];

/** Found as they stand, in scripts that do not part their words. */
export const taskFragments: Lexicon = {
  question: 'とは|は何|란 |이란|คืออะไร|什麼是|什么是|何か',
  explain: '설명해|説明して|解釋|解释|原理|อธิบาย|ทำไม|仕組み|어떻게',
  compare: '비교해|比較して|เปรียบเทียบ',
  summarize: '요약해|สรุป|要約して',
  translate: '번역해|แปล',
  write: '작성해|書け|เขียน|編寫|编写|寫一|を書',
  code: '구현|実装|實現|实现|関数|함수|脚本|スクリプト',
  design: '설계|設計|设计|构建|構建|構築|구축|ออกแบบ|搭建|开发一个|打造',
  prove: '증명|証明|證明|证明|推导|推導|導出|유도|พิสูจน์',
  analyze: '분석|分析|검토|审查|審查|检查|レビュー|วิเคราะห์',
  debug: '디버그|调试|排查|デバッグ|修复|報錯|报错',
};
