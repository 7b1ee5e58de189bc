/**
 * Words that say what kind of question this is or what it is about. Kept by hand: a few thousand labelled questions
 * cannot teach that "tort" and "plaintiff" belong together.
 */
export const wordClasses = {
  firstPerson: "i|my|me|we|our|us|mine|i'm|i've",
  secondPerson: 'you|your|yours|yourself',
  thirdPerson: 'he|she|his|her|him|they|their|them|himself|herself',
  questionWord: 'what|which|who|whom|whose|when|where|why|how',
  negation:
    "not|no|never|none|neither|nor|except|cannot|without|least|false|incorrect|n't|isn't|doesn't|don't|unlikely",
  quantifier: 'all|every|each|any|some|both|only|always|most|many|few|several',
  modal: 'should|could|would|must|may|might|can|shall|ought',
  condition: 'if|then|suppose|assume|assuming|given|let|unless|when|whether|provided',
  comparison:
    'more|less|greater|fewer|than|best|highest|lowest|largest|smallest|higher|lower|larger|smaller|maximum|minimum|most|better|twice|half|double',
  calculate:
    'calculate|find|determine|compute|evaluate|solve|estimate|derive|obtain|approximate|approximately',
  naming: 'called|named|term|refers|defined|known|definition|means|example|describes',
  cause: 'because|therefore|since|thus|hence|due|cause|causes|result|results|effect|reason|so|leads',
  time: 'year|years|day|days|week|weeks|month|months|hour|hours|minute|minutes|second|seconds|daily|weekly|annual|yearly|morning|age|old',
  money:
    'dollar|dollars|cent|cents|cost|costs|price|pay|paid|pays|buy|buys|bought|sell|sells|sold|earn|earns|spend|spends|spent|money|profit|salary|tax|discount',
  share:
    'percent|percentage|fraction|ratio|rate|average|total|sum|each|per|half|third|quarter|remaining|left|altogether|difference|mean|median',
  proof: 'prove|proof|show|contradiction|induction|lemma|theorem|corollary|converge|converges|bounded',
  law: 'court|law|legal|plaintiff|defendant|statute|contract|liable|liability|jury|judge|attorney|crime|criminal|evidence|trial|constitution|constitutional|amendment|tort|negligence|murder|appeal|testimony|witness|damages|landlord|deed|easement|buyer|seller|sued|suit|rights|jurisdiction|congress|police|convicted|homicide|hearsay|consideration|treaty',
  ethics:
    'moral|morally|morality|wrong|ethical|ethics|virtue|duty|utilitarian|kant|rights|justice|argument|argues|argued|argues|philosopher|knowledge|belief|truth|god|soul|pleasure|happiness|singer|standards|ordinary|scenario',
  logic:
    'valid|invalid|fallacy|premise|premises|conclusion|proposition|predicate|propositional|syllogism|implies|tautology|formula|formulas|symbolization|translation|pl|counterexample|contradictory|consistent|equivalent|inference',
  medicine:
    'patient|patients|disease|symptoms|treatment|clinical|blood|pain|therapy|drug|drugs|dose|diagnosis|infection|surgery|nurse|hospital|cancer|syndrome|chronic|acute|heart|liver|kidney|brain|nerve|muscle|artery|vein|bone|lung|vitamin|diet|insulin|virus|vaccine|bacteria|woman|man|physician|examination|history|mmhg|pregnancy|fever',
  biology:
    'cell|cells|gene|genes|dna|rna|protein|proteins|species|organism|organisms|plant|plants|animal|animals|evolution|enzyme|enzymes|chromosome|chromosomes|allele|alleles|genotype|phenotype|membrane|photosynthesis|population|ecosystem|mitosis|meiosis|bacteria|fertilization|embryo|tissue|tissues|hormone|hormones|mutation|genetic|offspring|mating',
  physics:
    'mass|force|velocity|speed|acceleration|energy|momentum|gravity|electric|magnetic|charge|field|current|voltage|wave|wavelength|frequency|light|lens|mirror|pressure|temperature|heat|kinetic|potential|particle|photon|electron|proton|neutron|rotation|angular|radius|friction|spring|circuit|diameter|thermal|fluid|sphere|beam|radiation|nucleus|half-life|focal|diffraction|slit',
  units:
    'm|cm|mm|km|kg|g|mg|lb|ft|s|ms|hz|khz|mhz|j|kj|w|kw|mw|v|mv|a|ma|n|pa|kpa|atm|mol|mole|moles|k|c|f|ev|mev|nm|btu|psi|hp|rpm|ohm|ohms|watts|volts|amperes|newtons|joules|meters|meter|feet|inches|miles|gallons|liters|litre|grams|pounds|degrees',
  chemistry:
    'acid|base|ion|ions|molecule|molecules|molecular|atom|atoms|reaction|solution|oxide|equilibrium|oxidation|reduction|enthalpy|entropy|molar|molarity|ph|buffer|gas|compound|compounds|element|hydrogen|oxygen|carbon|nitrogen|sodium|chloride|acetate|benzene|bond|orbital|isotope|spectrum|nmr|solvent|precipitate|titration|electrons|vapor|boiling|melting|dissolved',
  mathematics:
    'function|equation|equations|integral|derivative|matrix|matrices|vector|polynomial|prime|integer|integers|group|ring|field|subgroup|graph|set|sets|real|complex|triangle|circle|angle|area|volume|perimeter|root|roots|square|cube|coefficient|limit|sequence|series|probability|dice|random|permutation|divisible|digit|digits|digit|mod|factor|factors|slope|parabola|line|plane|axis|positive|negative|isomorphic|homomorphism|eigenvalue|abelian|continuous|differential',
  statistics:
    'sample|samples|mean|variance|deviation|distribution|normal|hypothesis|test|correlation|regression|confidence|interval|significance|null|experiment|data|statistic|statistics|population|estimate|model|training|learning|classifier|validity|reliability|survey|variable|variables|independent|dependent',
  economics:
    'market|markets|demand|supply|price|prices|inflation|unemployment|gdp|monetary|fiscal|bank|banks|money|interest|investment|firm|firms|monopoly|competition|consumer|consumers|elasticity|marginal|cost|costs|exchange|currency|trade|tariff|economy|economic|income|labor|wage|wages|capital|tax|taxes|bond|bonds|stock|stocks|asset|assets|credit|debt|accounting|depreciation|cash|revenue|shares',
  business:
    'management|manager|managers|marketing|organization|organizational|company|companies|product|products|brand|customer|customers|employee|employees|strategy|leadership|stakeholders|corporate|advertising|media|audience|public|communication|industry|business',
  history:
    'war|century|empire|king|revolution|treaty|president|colonial|ancient|roman|greek|civilization|dynasty|battle|soviet|nation|nations|british|american|european|world|excerpt|party|government|slavery|slaves|political|policy|democracy|communist|passage|bc|ce|ad|indigenous|site|artifacts|pottery|neolithic|homo|maya|egypt',
  geography:
    'country|countries|city|cities|river|region|climate|population|africa|asia|europe|america|china|india|japan|ocean|mountain|urban|state|states|capital|migration|continent|island',
  psychology:
    'behavior|child|children|cognitive|memory|learning|stimulus|reinforcement|conditioning|anxiety|depression|therapist|psychologist|personality|development|emotional|social|perception|client|counselor|theory|freud|piaget|intelligence|attention|motivation|disorder|students|teacher|school|adolescents|self|attachment',
  computing:
    'algorithm|program|code|computer|memory|software|network|protocol|server|database|array|string|loop|variable|function|class|data|binary|bit|bits|byte|bytes|encryption|password|internet|operating|compiler|python|java|java|c|tree|stack|queue|complexity|attack|security|tcp|ip|cpu|cache|processor',
  engineering:
    'circuit|amplifier|transistor|resistor|resistance|capacitor|capacitance|inductance|impedance|motor|generator|transformer|engine|pump|turbine|steam|cylinder|flow|pipe|steel|stress|strain|load|shaft|gear|transfer|furnace|efficiency|power|compressor|insulation|conductivity|machine|armature|winding|diode|filter|frequency|signal|nozzle|valve|adiabatic|isentropic|reversible',
  culture:
    'film|movie|song|album|band|singer|actor|actress|tv|show|novel|book|author|poem|poet|painting|artist|music|game|sports|team|player|football|baseball|basketball|olympic|restaurant|food|drink|wine|recipe|dog|cat|horse|bird|color|colour|famous|character|star|wars|comic|magazine|company|brand',
  counting:
    'ways|arrange|arranged|arrangement|arrangements|distinct|identical|distinguishable|indistinguishable|divisor|divisors|multiple|multiples|divisible|integer|integers|permutation|permutations|combinations|subset|subsets|chosen|handshakes|seated|seating|consecutive|orders|orderings|committee|randomly|probability|digits|factorial',
  astronomy:
    'planet|planets|star|stars|sun|moon|earth|galaxy|orbit|solar|telescope|mars|jupiter|venus|saturn|asteroid|comet|universe|lunar|light-years|atmosphere',
  religion:
    'god|jesus|christian|christians|church|bible|islam|muslim|jewish|hindu|buddhist|buddhism|buddha|hinduism|sikh|prophet|religious|religion|sacred|temple|torah|quran|confucius|daoism',
  nutrition:
    'diet|dietary|fat|fatty|protein|energy|intake|vitamin|obesity|weight|nutrient|nutrients|calories|glucose|fiber|minerals|iron|calcium|breast|supplementation',
  international:
    'international|security|foreign|policy|states|nuclear|weapons|terrorism|military|global|sovereignty|realism|liberalism|un|nato|cold|alliance|regime',
  smallNumber: 'one|two|three|four|five|six|seven|eight|nine|ten|dozen|twice|first|second|third',
  daily:
    'family|mother|father|brother|sister|friend|friends|house|home|kitchen|car|school|shop|store|boy|girl|class|party|birthday|apples|books|pencils|eggs|cookies|candy|box|boxes|bag|bags|room|garden|water|trip|drive|walk|gym|phone|clothes|shirt|shoes',
  chatTask:
    'write|compose|draft|imagine|pretend|roleplay|describe|explain|discuss|compare|summarize|rewrite|edit|suggest|recommend|outline|create|generate|help',
} as const;

export type WordClass = keyof typeof wordClasses;
export const wordClassNames = Object.keys(wordClasses) as readonly WordClass[];
