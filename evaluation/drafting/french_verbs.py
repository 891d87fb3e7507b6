"""Finite forms of common French verbs, by which a clause is told apart without a parser."""

# Verbs in -er, without their ending.
_STEMS = """
    abandonn abrit accord accueill achev adopt affich aid ajout aliment amélior annonc apport
    approuv arriv assur attir attribu augment autoris baiss bloqu bénéfici caus chang charg chass
    chiffr class command commenc compos comport compt concern consacr consomm constitu consult
    contribu contrôl coût couvr cré célébr débarqu déclar déclench demand demeur déménag dépass
    début décid désign détermin développ dirig dispos distribu domin donn dur échang échou écout
    effectu élabor élev emploi emport encourag engag enseign entr envisag épous équip estim évalu
    évoqu exerc exig expériment explor export expos exploit fabriqu figur financ fix fond forc form
    frapp gagn génér habit héberg illumin immigr implant import impos inaugur incarn indiqu inspir
    install intègr invit jou lanc limit livr manqu march massacr men menac mesur mont montr
    nécessit nomm occup ordonn organis parl particip pass pay plac port pratiqu présent proclam
    profit progress propos provoqu publi quitt rapport rapproch rassembl réalis récompens recrut
    refus regard regroup remport rempla rencontr renforc renonc repos repouss représent respect
    rest retourn ruin règn sauv sembl sign situ soign souhait stationn stock succèd support survol
    séjourn tent termin tomb totalis touch tourn trait transform transfér travaill travers trouv
    utilis vis vot voyag
""".split()
_ENDINGS = ("e", "ent", "a", "èrent", "ait", "aient", "era", "eront")
_OTHERS = """
    est sont était étaient a ont avait avaient sera seront fut furent aura auront eut eurent doit
    doivent devra devait peut peuvent pourra pouvait fait font fit firent va vont
    accroît achète achètent appartient appartiennent atteint atteignait atteignent atteignit cède
    choisit combat combattent combattit comprenait comprend comprennent comprit comprirent conduit
    connaissent connaît connut conquirent conquit construisent construisirent construisit construit
    contenait contient contiennent croît crût couvre couvrent défend défendit définissent
    définit détenait détiennent détient devient deviennent devinrent devint disent dit emploie
    emploient finissent finit fournissent fournit fuit garantit investissent investit met mettent
    mirent mit meurt moururent mourut naît naquirent naquit obtient obtiennent obtinrent obtint
    offre offrent offrit ouvre ouvrent ouvrit part partirent partit parvient parvint perd perdent
    perdirent perdit permet permettent permirent permit possède possédait possèdent prend prennent
    prit prirent prévoient prévoit produisent produisirent produisit produit reçoit reçoivent
    reçurent reçut rejoignent rejoignit rejoint rend rendirent rendit réunissent réunit réussissent
    réussit s'appelle s'appellent s'élevait s'élève s'élèvent s'étend s'étendent sert servent
    servirent servit sort sortirent sortit suit suivent suivirent suivit survit tenait tient
    tiennent tinrent tint valent vaut vend vendent vendit vécut vient viennent vinrent vint vit
    vivent
""".split()
FINITE = frozenset(_OTHERS) | {stem + ending for stem in _STEMS for ending in _ENDINGS}
