import type { Lexicon } from '../signals.js';

/** French, German, Portuguese and Italian: fewer words each. */
export const otherLatin: Lexicon = {
  chat: 'bonjour|salut|merci|hallo|danke|guten tag|guten morgen|olá|oi|obrigado|bom dia|ciao|grazie|buongiorno|buonasera',
  translate:
    'traduis|traduisez|traduire|traduction|übersetze|übersetzen|übersetzung|traduza|traduzir|tradução|traduci|traduca|tradurre|traduzione',
  classify: 'classe|classifie|catégorise|klassifiziere|kategorisiere|classifique|classifichi|categorizza',
  extract:
    'extrais|extraire|extrayez|extrahiere|extrahieren|extraia|extrair|encontre todas|estrai|estrarre|estragga',
  format: 'convertis|convertir en|konvertiere|formatiere|sortiere|converta|converti|formatta',
  rewrite: 'réécris|reformule|corrige|umschreiben|korrigiere|reescreva|corrija|riscrivi|riformula|correggi',
  question:
    "qu'est-ce|quelle est|quel est|combien|was ist|wer ist|wann|wie viele|o que|quem é|quantos|qual é|hauptstadt|cos'è|qual è|chi è|quanti|quanto|capitale della",
  list: 'énumère|liste|nenne|auflisten|liste os|sugira|elenca|suggerisci',
  summarize:
    'résume|résumer|résumez|résumé|fasse zusammen|zusammenfassen|zusammenfassung|resuma|resumir|resumo|riassumi|riassumere|riassunto',
  write:
    'écris|écrire|rédige|rédiger|schreibe|schreib|verfasse|escreva|escrever|redija|poème|gedicht|scrivi|scrivere|componi',
  explain:
    'explique|expliquer|expliquez|pourquoi|décris|erkläre|erklären|warum|beschreibe|explicar|por que|descreva|spiega|spiegare|spiegami|descrivi|perché',
  compare:
    'comparer|comparez|différence entre|vergleiche|unterschied zwischen|diferença entre|confronta|differenza tra',
  plan: 'planifie|plane|planeje|strategie|estratégia|pianifica|strategia',
  math: 'calcule|résous|résoudre|équation|intégrale|berechne|löse|gleichung|calcular|resolva|equação|calcola|risolvi|equazione',
  analyze: 'analyser|analysez|évalue|analysiere|bewerte|analise|avalie|analizza|analizzare',
  code: 'implémente|programme|fonction|décorateur|implementiere|programmiere|funktion|implemente|código|função|decorador|implementa|programma|funzione|codice|decoratore',
  debug: 'débogue|débugge|fehler in|behebe|depure|corrija o|errore in|correggi il',
  design:
    'conçois|concevoir|architektur|entwirf|entwerfe|projete|arquitetura|progetta|progettare|architettura',
  reason: 'déduis|étape par|raisonne|schlussfolgere|schritt für|deduza|passo a|deduci|passo per',
  prove:
    'prouve|prouver|démontre|démontrer|théorème|beweise|beweis|satz|irrationnel|prove que|demonstre|irracional|dimostra|dimostrare|teorema|irrazionale',
  hard: 'complexe|avancé|détaillé|approfondi|komplex|komplexe|komplexen|fortgeschritten|ausführlich|complexo|complexa|avançado|detalhado|gestion des|fehlerbehandlung|tratamento de|complesso|complessa|avanzato|dettagliato|gestione degli',
  easy: 'bref|court|rapide|kurz|einfach|einfache|schnell|breve|curto|simples|semplice|veloce',
  codeTopic: 'algorithme|algorithmus|datenbank|klasse|classe python|algoritmo|base di',
  mathTopic:
    'entiers|polynôme|matrice|racine carrée|quadratwurzel|wurzel|polinômio|raiz quadrada|interi|polinomio|radice quadrata',
  negation: 'ne|sans|nicht|kein|ohne|não|sem|non|senza',
};
