import type { Lexicon } from '../signals.js';

/** French, German and Portuguese: fewer words each. */
export const otherLatin: Lexicon = {
  chat: 'bonjour|salut|merci|hallo|danke|guten tag|guten morgen|olá|oi|obrigado|bom dia',
  translate:
    'traduis|traduisez|traduire|traduction|übersetze|übersetzen|übersetzung|traduza|traduzir|tradução',
  classify: 'classe|classifie|catégorise|klassifiziere|kategorisiere|classifique',
  extract: 'extrais|extraire|extrayez|extrahiere|extrahieren|extraia|extrair|encontre todas',
  format: 'convertis|convertir en|konvertiere|formatiere|sortiere|converta',
  rewrite: 'réécris|reformule|corrige|umschreiben|korrigiere|reescreva|corrija',
  question:
    "qu'est-ce|quelle est|quel est|combien|was ist|wer ist|wann|wie viele|o que|quem é|quantos|qual é|hauptstadt",
  list: 'énumère|liste|nenne|auflisten|liste os|sugira',
  summarize:
    'résume|résumer|résumez|résumé|fasse zusammen|zusammenfassen|zusammenfassung|resuma|resumir|resumo',
  write: 'écris|écrire|rédige|rédiger|schreibe|schreib|verfasse|escreva|escrever|redija|poème|gedicht',
  explain:
    'explique|expliquer|expliquez|pourquoi|décris|erkläre|erklären|warum|beschreibe|explicar|por que|descreva',
  compare: 'comparer|comparez|différence entre|vergleiche|unterschied zwischen|diferença entre',
  plan: 'planifie|plane|planeje|strategie|estratégia',
  math: 'calcule|résous|résoudre|équation|intégrale|berechne|löse|gleichung|calcular|resolva|equação',
  analyze: 'analyser|analysez|évalue|analysiere|bewerte|analise|avalie',
  code: 'implémente|programme|fonction|décorateur|implementiere|programmiere|funktion|implemente|código|função|decorador',
  debug: 'débogue|débugge|fehler in|behebe|depure|corrija o',
  design: 'conçois|concevoir|architektur|entwirf|entwerfe|projete|arquitetura',
  reason: 'déduis|étape par|raisonne|schlussfolgere|schritt für|deduza|passo a',
  prove:
    'prouve|prouver|démontre|démontrer|théorème|beweise|beweis|satz|irrationnel|prove que|demonstre|irracional',
  hard: 'complexe|avancé|détaillé|approfondi|komplex|komplexe|komplexen|fortgeschritten|ausführlich|complexo|complexa|avançado|detalhado|gestion des|fehlerbehandlung|tratamento de',
  easy: 'bref|court|rapide|kurz|einfach|einfache|schnell|breve|curto|simples',
  codeTopic: 'algorithme|algorithmus|datenbank|klasse|classe python|algoritmo',
  mathTopic: 'entiers|polynôme|matrice|racine carrée|quadratwurzel|wurzel|polinômio|raiz quadrada',
  negation: 'ne|sans|nicht|kein|ohne|não|sem',
};
