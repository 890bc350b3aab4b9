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
