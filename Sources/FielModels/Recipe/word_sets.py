"""Sets of English and Portuguese words of which one excludes the others, and pairs of opposites; written for this recipe."""


def sets(text):
    return [line.split() for line in text.strip().splitlines()]


EXCLUSIVE = {"en": sets("""
    man woman boy girl
    men women boys girls
    dog cat horse cow sheep pig goat bird rabbit elephant bear monkey duck
    dogs cats horses cows sheep pigs goats birds rabbits elephants bears monkeys ducks
    car truck bus bicycle bike motorcycle train boat plane helicopter tractor
    guitar piano violin drums trumpet flute saxophone cello harmonica accordion
    kitchen bedroom bathroom garage garden office classroom hospital restaurant church library museum
    street beach park field forest mountain river lake desert pool stadium airport
    soccer football basketball baseball tennis golf hockey volleyball rugby cricket swimming boxing
    teacher doctor lawyer farmer soldier nurse chef waiter firefighter policeman carpenter painter musician engineer scientist
    father mother brother sister son daughter uncle aunt grandfather grandmother husband wife
    pizza sandwich salad soup cake burger pasta rice steak apple banana
    coffee tea milk water beer wine juice soda
    shirt jacket hat dress coat skirt sweater shoes pants scarf gloves
    monday tuesday wednesday thursday friday saturday sunday
    january february march april june july august september october november december
    spring summer autumn winter
    morning afternoon evening night midnight noon
    north south east west
    northern southern eastern western
    first second third fourth fifth sixth seventh eighth ninth tenth
    two three four five six seven eight nine ten eleven twelve
    wood metal plastic glass stone paper leather brick concrete cotton silk wool
    red blue green yellow black white brown purple orange pink gray
    sitting standing running walking sleeping swimming dancing jumping
    eating drinking cooking reading writing singing painting
    comedy drama thriller documentary western musical
    album novel film song play poem opera
    actor singer writer painter politician footballer composer director
    gold silver bronze copper iron
    million billion thousand hundred
    kilometers miles meters feet inches centimeters
    kilograms pounds tons grams ounces
    seconds minutes hours days weeks months years decades centuries
    dollars euros pounds yen francs
    Christian Muslim Jewish Hindu Buddhist
    president minister mayor governor senator king queen
"""), "pt": sets("""
    homem mulher menino menina
    homens mulheres meninos meninas
    cão gato cavalo vaca pássaro coelho elefante macaco pato
    carro caminhão camião ônibus autocarro bicicleta moto trem comboio barco avião
    guitarra violão piano violino bateria flauta trompete
    cozinha quarto banheiro garagem jardim escritório hospital restaurante igreja biblioteca museu
    rua praia parque floresta montanha rio lago deserto piscina estádio aeroporto
    futebol basquete ténis tênis golfe vôlei natação boxe
    professor médico advogado agricultor soldado enfermeiro cozinheiro bombeiro policial engenheiro
    pai mãe irmão irmã filho filha tio tia avô avó marido esposa
    pizza sanduíche salada sopa bolo arroz massa maçã banana
    café chá leite água cerveja vinho suco sumo
    segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo
    janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
    primavera verão outono inverno
    manhã tarde noite madrugada
    norte sul leste oeste
    primeiro segundo terceiro quarto quinto sexto
    primeira segunda terceira quarta quinta sexta
    dois três quatro cinco seis sete oito nove dez onze doze
    duas três quatro cinco seis sete oito nove dez onze doze
    vermelho azul verde amarelo preto branco castanho marrom roxo rosa cinza
    vermelha azul verde amarela preta branca castanha roxa cinza
    milhão bilhão mil
    milhões bilhões mil
    quilómetros quilômetros metros milhas centímetros
    segundos minutos horas dias semanas meses anos décadas séculos
    dólares euros reais libras ienes
    presidente ministro prefeito governador senador deputado rei rainha
    Brasil Portugal Espanha França Alemanha Itália Argentina China Japão Rússia Grécia México Angola Chile
    Lisboa Porto Coimbra Madrid Paris Londres Berlim Roma Brasília Recife Salvador Curitiba Fortaleza
    brasileiro português espanhol francês alemão italiano argentino chinês japonês russo inglês
    brasileira portuguesa espanhola francesa alemã italiana argentina chinesa japonesa russa inglesa
    ouro prata bronze cobre ferro
""")}

OPPOSITES = {"en": sets("""
    before after
    above below
    inside outside
    increased decreased
    rose fell
    more fewer
    more less
    highest lowest
    higher lower
    larger smaller
    largest smallest
    longest shortest
    oldest youngest
    older younger
    old young
    best worst
    better worse
    won lost
    winning losing
    accepted rejected
    allowed forbidden
    allow forbid
    opened closed
    open closed
    began ended
    started stopped
    bought sold
    hot cold
    warm cold
    wet dry
    full empty
    happy sad
    tall short
    big small
    large small
    long short
    fast slow
    early late
    rich poor
    strong weak
    clean dirty
    alive dead
    male female
    public private
    positive negative
    success failure
    successful unsuccessful
    guilty innocent
    legal illegal
    possible impossible
    always never
    all none
    everyone nobody
    many few
    most few
    majority minority
    maximum minimum
    front back
    left right
    up down
    top bottom
    day night
    friend enemy
    safe dangerous
    cheap expensive
    easy difficult
    true false
    rural urban
    indoors outdoors
    entered left
    arrived departed
    gained lost
    born died
    approved rejected
    supports opposes
    supported opposed
    improved worsened
    with without
"""), "pt": sets("""
    antes depois
    dentro fora
    aumentou diminuiu
    aumentaram diminuíram
    subiu caiu
    subiram caíram
    aumento redução
    subida queda
    alta queda
    mais menos
    maior menor
    maiores menores
    melhor pior
    melhores piores
    venceu perdeu
    ganhou perdeu
    vitória derrota
    aprovou rejeitou
    aprovado rejeitado
    aceitou recusou
    permitido proibido
    abriu fechou
    aberto fechado
    aberta fechada
    começou terminou
    início fim
    comprou vendeu
    quente frio
    cheio vazio
    feliz triste
    alto baixo
    alta baixa
    grande pequeno
    grandes pequenos
    novo velho
    jovem velho
    longo curto
    rico pobre
    forte fraco
    vivo morto
    público privado
    pública privada
    positivo negativo
    positiva negativa
    culpado inocente
    legal ilegal
    possível impossível
    sempre nunca
    todos nenhum
    muitos poucos
    muitas poucas
    maioria minoria
    máximo mínimo
    nasceu morreu
    entrou saiu
    chegou partiu
    com sem
    favor contra
    interior exterior
    esquerda direita
""")}

# Words of one meaning in nearly every sentence that has them, in one inflection.
SAME = {"en": sets("""
    small little tiny
    big large
    huge enormous gigantic
    begin start
    began started
    begins starts
    beginning starting
    ended finished
    quickly rapidly
    quick fast
    child kid
    children kids
    physician doctor
    automobile car
    bicycle bike
    film movie
    films movies
    photo photograph picture
    photos photographs pictures
    jump leap
    jumps leaps
    jumping leaping
    shout yell
    shouts yells
    shouting yelling
    purchase buy
    purchased bought
    purchases buys
    buying purchasing
    obtained got received
    assist help
    assists helps
    assisted helped
    assisting helping
    choose select pick
    chose selected picked
    chosen selected picked
    large-scale extensive
    smart intelligent
    sad unhappy
    happy glad
    angry furious
    afraid scared frightened
    rich wealthy
    beautiful pretty
    dangerous hazardous
    well-known famous
    whole entire
    nearly almost
    frequently often
    rarely seldom
    initially originally
    currently presently
    primarily mainly chiefly
    later afterwards
    quit resign
    quits resigns
    resigned quit
    create make
    created made
    creates makes
    construct build
    constructed built
    constructing building
    destroyed demolished
    located situated
    require need
    required needed
    requires needs
    show display
    shows displays
    displayed shown
    said stated
    died perished
    allow permit
    allowed permitted
    allows permits
    forbid prohibit
    forbidden prohibited banned
    murdered killed
    injured wounded hurt
    ill sick
    illness sickness disease
    woods forest
    sofa couch
    shop store
    shops stores
    street road
    error mistake
    errors mistakes
    job occupation
    salary wage
    attorney lawyer
    boss employer
    firms companies
    nation country
    nations countries
    city town
    infant baby
    grandma grandmother
    grandpa grandfather
    mom mother mum
    dad father
    sunrise dawn
    sunset dusk
    annual yearly
    annually yearly
    defeated beat
    loss defeat
    increased rose grew
    decreased fell declined dropped
    reduced lowered cut
    growing increasing rising
    falling decreasing declining
    author writer
    authors writers
    film-maker director
    vocalist singer
    actor performer
    debut first
    concluded ended
    collapsed crumbled
    sleeping asleep
    fixing repairing
    repaired fixed mended
    speaking talking
    speaks talks
    speak talk
    watching observing
    observes watches
    grabbing seizing
    tossing throwing
    throws tosses
    throw toss
    strolling walking
    cooking preparing
    chopping cutting
    slicing cutting
    consume eat
    consumed eaten
    individuals people persons
    guys men
    lady woman
    ladies women
    crowd throng
    road highway
    route way path
    trail path
    although though
    however nevertheless
    also too
    another additional
    numerous many
    several multiple
    sufficient enough
    complete full
    incorrect wrong
    inexpensive cheap
    costly expensive
    loud noisy
    quiet silent
    strange odd weird
    silly foolish
    brave courageous
    simple easy
    stop cease
    stopped ceased
    continue proceed
    continued proceeded
    attempted tried
    attempts tries
    try attempt
    wants desires
    reply answer
    replied answered
    inquired asked
    tells informs
    vacation holiday
    residents inhabitants
    inhabited populated
"""), "pt": sets("""
    pequeno miúdo
    grande enorme
    grandes enormes
    começar iniciar
    começou iniciou
    começaram iniciaram
    começa inicia
    terminou acabou
    terminaram acabaram
    termina acaba
    terminar acabar
    rapidamente depressa
    rápido veloz
    médico doutor
    automóvel carro
    automóveis carros
    filme película
    filmes películas
    foto fotografia
    fotos fotografias
    saltar pular
    salta pula
    saltando pulando
    saltou pulou
    gritar berrar
    gritando berrando
    adquirir comprar
    adquiriu comprou
    adquirido comprado
    ajudar auxiliar
    ajudou auxiliou
    fechar encerrar
    fechou encerrou
    fechado encerrado
    escolher selecionar
    escolheu selecionou
    escolhido selecionado
    inteligente esperto
    triste infeliz
    feliz contente alegre
    zangado furioso irritado
    assustado amedrontado
    rico abastado
    bonito belo
    bonita bela
    perigoso arriscado
    famoso célebre conhecido
    famosa célebre conhecida
    inteiro completo
    inteira completa
    quase praticamente
    inicialmente originalmente
    atualmente presentemente
    principalmente sobretudo
    demitiu-se renunciou
    criar fazer
    criou fez
    construiu edificou
    destruído demolido
    localizado situado
    localizada situada
    situa-se localiza-se
    precisa necessita
    precisam necessitam
    mostrar exibir
    mostrou exibiu
    mostra exibe
    disse afirmou declarou
    diz afirma declara
    dizem afirmam declaram
    disseram afirmaram declararam
    morreu faleceu
    morreram faleceram
    morto falecido
    permitir autorizar
    permite autoriza
    permitiu autorizou
    proibido interdito vedado
    assassinado morto
    ferido lesionado
    feridos lesionados
    doente enfermo
    doença enfermidade
    floresta mata bosque
    pedra rocha
    sofá divã
    loja comércio
    prenda presente
    erro engano
    erros enganos
    trabalho emprego
    salário ordenado vencimento
    advogado jurista
    chefe patrão
    empresa companhia firma
    empresas companhias firmas
    país nação
    países nações
    mar oceano
    bebé bebê neném
    avó vovó
    mãe mamãe
    pai papai
    venceu derrotou
    ganhou venceu
    derrota perda
    aumentou cresceu subiu
    aumentaram cresceram subiram
    diminuiu caiu baixou desceu
    diminuíram caíram baixaram desceram
    reduzido diminuído
    autor escritor
    autores escritores
    realizador diretor
    vocalista cantor
    ator intérprete
    equipe time
    equipa time
    golo gol
    golos gols
    encontro reunião
    sala aposento
    consertando reparando arranjando
    falar conversar
    falando conversando
    observando olhando
    atirando lançando
    atirou lançou
    andando caminhando
    anda caminha
    preparando cozinhando
    cortando fatiando
    consumir comer
    pessoas indivíduos
    rapaz moço garoto menino
    rapazes moços garotos meninos
    menina garota moça
    meninas garotas moças
    senhora mulher
    senhoras mulheres
    multidão aglomeração
    estrada rodovia
    caminho trilho
    porque pois
    também igualmente
    numerosos muitos
    numerosas muitas
    vários diversos
    várias diversas
    suficiente bastante
    correto certo
    errado incorreto
    barato económico
    caro dispendioso
    barulhento ruidoso
    silencioso calado
    estranho esquisito
    tolo parvo
    corajoso valente
    difícil árduo
    simples fácil
    parar cessar
    continuar prosseguir
    continuou prosseguiu
    continua prossegue
    responder replicar
    respondeu replicou
    perguntou indagou
    habitantes moradores residentes
    anunciou comunicou divulgou
    anunciaram comunicaram divulgaram
    acidente desastre
    detido preso
    detidos presos
    deteve prendeu
    utilizar usar
    utiliza usa
    utilizou usou
    utilizado usado
    realizar efetuar
    realizou efetuou
    realizado efetuado
    obter conseguir
    obteve conseguiu
    lançou apresentou
    somente apenas só
    ônibus autocarro
    trem comboio
    celular telemóvel
    planejamento planeamento
    registro registo
""")}

# Units of one dimension, and scales, far enough apart that one number of both is never the same amount.
UNITS = {"en": sets("""
    metres kilometres centimetres
    meters kilometers centimeters
    feet miles inches
    m km cm
    kilograms tonnes grams
    kg g
    seconds minutes hours days weeks months years decades centuries
    dollars euros yen
    million billion thousand
"""), "pt": sets("""
    metros quilómetros centímetros
    metros quilômetros centímetros
    m km cm
    quilos toneladas gramas
    kg g
    segundos minutos horas dias semanas meses anos décadas séculos
    dólares euros reais
    milhões bilhões mil
""")}

# Expressions that exclude each other.
OPPOSITE_PHRASES = {
    "en": [("in front of", "behind"), ("far from", "close to"), ("far from", "near"), ("on top of", "under"), ("next to", "far from"),
           ("towards", "away from"), ("up", "down"), ("at the beginning of", "at the end of"), ("in favor of", "against"),
           ("more than", "less than"), ("at least", "at most"), ("for the first time", "for the last time"), ("both", "neither"),
           ("turned on", "turned off"), ("puts on", "takes off"), ("putting on", "taking off"), ("getting on", "getting off")],
    "pt": [("à frente de", "atrás de"), ("na frente de", "atrás de"), ("longe de", "perto de"), ("em cima de", "debaixo de"), ("no início de", "no fim de"),
           ("mais de", "menos de"), ("pelo menos", "no máximo"), ("pela primeira vez", "pela última vez"),
           ("dentro de", "fora de"), ("para cima", "para baixo"), ("à direita", "à esquerda"), ("antes de", "depois de")],
}

# Details that a statement may have or not: where they are added to it, it says more.
DETAILS = {
    "en": """on Monday;on Friday;in the evening;early in the morning;at midnight;last year;in 1997;in 2008;in 2015;in March;in the summer;for two years;
        for the first time;for the last time;for a second time;three times;every week;once a year;every day;in Europe;in Asia;in Africa;in Canada;in Berlin;
        in the capital;at home;outside the city;near the border;abroad;at the airport;in a small village;with his brother;with her mother;with a friend;
        with two colleagues;alone;together with his wife;by train;by plane;on foot;slowly;quickly;quietly;reluctantly;successfully;secretly;by accident;
        on purpose;without permission;without help;without success;for money;for charity;because of the rain;because of an injury;because of rising costs;
        to save time;to earn money;to please the public;despite the protests;despite bad weather;against the advice of experts;in front of a crowd;
        in silence;with great success;according to the police;according to a study;in less than an hour;over three decades;after a long illness;
        before the war;during the war;after the election;under a new name;in French;in two languages""",
    "pt": """na segunda-feira;na sexta-feira;à noite;de manhã cedo;à meia-noite;no ano passado;em 1997;em 2008;em 2015;em março;no verão;durante dois anos;
        pela primeira vez;pela última vez;três vezes;todas as semanas;uma vez por ano;todos os dias;na Europa;na Ásia;em África;no Canadá;em Berlim;
        na capital;em casa;fora da cidade;perto da fronteira;no estrangeiro;no aeroporto;numa pequena aldeia;com o irmão;com a mãe;com um amigo;
        com dois colegas;sozinho;de comboio;de trem;de avião;a pé;lentamente;rapidamente;em silêncio;de má vontade;com sucesso;em segredo;por acidente;
        de propósito;sem autorização;sem ajuda;sem sucesso;por dinheiro;por causa da chuva;por causa de uma lesão;devido ao aumento dos custos;
        para poupar tempo;para ganhar dinheiro;apesar dos protestos;apesar do mau tempo;contra a opinião dos especialistas;diante de uma multidão;
        segundo a polícia;segundo um estudo;em menos de uma hora;ao longo de três décadas;depois de uma longa doença;antes da guerra;durante a guerra;
        depois das eleições;em francês;em duas línguas""",
}
DETAILS = {language: [each.strip() for each in text.replace("\n", " ").split(";")] for language, text in DETAILS.items()}

# (past tense, participle) of verbs with a doer and something done to: who does it cannot be exchanged.
TRANSITIVE = {
    "en": """beat beaten;defeated defeated;succeeded succeeded;replaced replaced;directed directed;wrote written;bought bought;acquired acquired;sued sued;
        taught taught;killed killed;followed followed;preceded preceded;founded founded;chased chased;helped helped;attacked attacked;criticized criticized;
        praised praised;accused accused;hired hired;fired fired;arrested arrested;invited invited;visited visited;called called;rescued rescued;
        nominated nominated;elected elected;trained trained;influenced influenced;supported supported;produced produced;interviewed interviewed;
        published published;recorded recorded;designed designed;built built;painted painted;invented invented;discovered discovered;created created;
        developed developed;composed composed;owned owned;led led;funded funded;paid paid;warned warned;blamed blamed;thanked thanked;
        pushed pushed;kissed kissed;married married""",
    "pt": """venceu vencido;derrotou derrotado;sucedeu sucedido;substituiu substituído;dirigiu dirigido;escreveu escrito;comprou comprado;
        adquiriu adquirido;processou processado;ensinou ensinado;matou morto;fundou fundado;perseguiu perseguido;ajudou ajudado;atacou atacado;
        criticou criticado;elogiou elogiado;acusou acusado;contratou contratado;prendeu preso;convidou convidado;visitou visitado;resgatou resgatado;
        nomeou nomeado;elegeu eleito;treinou treinado;influenciou influenciado;apoiou apoiado;produziu produzido;entrevistou entrevistado;
        publicou publicado;gravou gravado;desenhou desenhado;construiu construído;pintou pintado;inventou inventado;descobriu descoberto;
        criou criado;desenvolveu desenvolvido;compôs composto;liderou liderado;financiou financiado;goleou goleado;eliminou eliminado""",
}
TRANSITIVE = {language: [tuple(pair.split()) for pair in text.replace("\n", " ").split(";")] for language, text in TRANSITIVE.items()}
