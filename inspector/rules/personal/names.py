"""First names and forms of surnames: a word in, whether it reads as one out.

The lists hold common names of the places where werf and Wasp are used; they are not complete, and
need not be: what they miss stands in the queue of a review.
"""

from __future__ import annotations

from inspector.rules.late import late

_RUSSIAN = """
    александр алексей анатолий андрей антон аркадий арсений артём артем артур богдан борис вадим
    валентин валерий василий виктор виталий владимир владислав всеволод вячеслав геннадий георгий
    герман глеб григорий данил данила даниил денис дмитрий евгений егор захар иван игорь илья
    кирилл константин лев леонид макар максим марат марк матвей михаил назар никита николай олег
    павел пётр петр платон прохор родион роман ростислав руслан рустам савелий святослав семён
    семен сергей станислав степан тарас тимофей тимур фёдор федор филипп эдуард юрий яков ярослав
    азат айдар альберт амир ахмед булат дамир ильдар ильнур ислам камиль мурат наиль рамиль ринат
    саша паша миша лёша леша серёжа дима коля ваня вова
    александра алёна алена алина алиса алла альбина анастасия ангелина анжела анна антонина
    валентина валерия варвара василиса вера вероника виктория галина дарина дарья диана ева
    евгения екатерина елена елизавета жанна зинаида злата зоя инна ирина карина кира клавдия
    кристина ксения лариса лидия лилия любовь людмила маргарита марина мария марта милана надежда
    наталия наталья нина оксана олеся ольга полина раиса регина римма светлана серафима снежана
    софия софья таисия тамара татьяна ульяна юлия яна ярослава аделина айгуль гульнара гузель
    динара диляра лейла эльвира эльмира настя катя маша даша лена таня оля наташа света
    олександр олексій андрій дмитро сергій володимир микола михайло василь олена тетяна наталія
    оксана ірина юлія аляксандр сяргей нурлан ерлан айжан асель алишер фарход
"""
_LATIN = """
    aleksandr alexander alexandr aleksei aleksey alexey alexei anatoly andrei andrey anton arseny
    artem artyom bogdan boris vadim valentin valery vasily viktor vitaly vladimir vladislav
    vyacheslav gennady georgy gleb grigory daniil danil denis dmitri dmitriy dmitry evgeny evgeniy
    yevgeny egor ivan igor ilya kirill konstantin leonid maksim maxim mikhail nikita nikolai nikolay
    oleg pavel petr pyotr roman ruslan semyon sergei sergey stanislav stepan timofey timur fedor
    fyodor eduard yuri yuriy yury yaroslav anastasia anastasiya darya daria ekaterina elena
    elizaveta galina irina ksenia ksenya kseniya larisa lyudmila ludmila marina mariya nadezhda
    natalia natalya oksana olga polina svetlana tatiana tatyana ulyana yulia yuliya yana zhanna
    adam adrian alan albert alex alfred alice alicia alison amanda amelia amy andrea andreas andrew
    angela anita ann anna anne annika anthony antonio arthur barbara beatrice ben benjamin bernard
    bjorn björn bob brandon brenda brian bruno camille carl carla carlos carol caroline catherine
    charles charlotte chris christian christina christine christopher claire clara claudia claus
    colin connor craig cristina cynthia daniel daniela david deborah dennis diana diane diego
    dominik donald donna dorothy douglas dylan edward elizabeth ellen emily emma enrique eric erik
    ethan eva evelyn felix fernando francesca francesco francis francois françois frank franz fred
    frederic frederick gabriel gabriela gareth gary george gerald gina giovanni giulia giuseppe
    gordon greg gregory guillaume gustav hannah hans harold harry heather heinrich helen helena
    henri henrik henry herbert holger hugo ian ines ingrid isabel isabella isabelle jack jacob
    jacqueline jakob james jan jana jane janet jason javier jean jeff jeffrey jennifer jeremy
    jessica jim joan joe joel johan johann johanna johannes john jonas jonathan jorge jose joseph
    joshua josé juan judith julian julie juliette jürgen jurgen justin karen karin karl katarzyna
    kate katharina katherine kathleen kathryn katja keith kelly kenneth kevin klaus krzysztof lars
    laura lauren laurent lea leon leonardo leslie liam lisa louis louise luca lucas lucia luis luisa
    lukas luke magdalena manuel marc marco marcus margaret maria marie mario marion markus marta
    martha martin martina mary mateusz matt matteo matthew matthias maurice megan melanie
    melissa michael michal michel michelle miguel mike monica monika nancy natalie nathan nicholas
    nicola nicolas nicole nils nina noah nora oliver olivia oscar otto pablo pamela patricia patrick
    paul paula pedro peter petra philip philipp philippe pierre piotr rachel ralf ralph raphael
    raymond rebecca ricardo richard robert roberto robin roger ronald rosa russell ryan samantha
    samuel sandra sara sarah sean sebastian sergio sharon sheila simon simone sofia sonja sophia
    sophie stefan stefanie stephanie stephen steve steven stuart susan sven sylvie tanja teresa
    theodore theresa thomas tim timothy tina tobias tom tomasz tony ulrich ursula valeria vanessa
    veronica vincent walter wanda wayne werner william wolfgang yves yvonne zoe zofia
    ahmed ali fatima hassan ibrahim mehmet mohamed mohammed muhammad mustafa omar yusuf
    aisha amit anil arjun deepak kavita priya rahul raj rajesh sanjay sunil vijay
    akira haruto hiroshi kenji naoko sakura takashi yuki jin jing lei wei xiao ying hyun minjun
"""
FIRST = frozenset(f"{_RUSSIAN} {_LATIN}".split())
"""First names in lower case, of both alphabets."""

_PATRONYMIC = late(
    r"ильич|кузьмич|лукич|фомич|[а-яёіїєґ]{3,16}(?:(?:ов|ев|йов)ич(?:а|у|е|ем)?|(?:ов|ев|ич|инич)н(?:а|ы|у|е|ой)|івна|оглы|кызы)"
)
_SURNAME = late(
    r"(?:[а-яёіїєґ]{2,18}-)?[а-яёіїєґ]{2,18}"
    r"(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|ская|цкий|цкая|ской|цкой|ый|ий|ой|ая|енко|ко|юк|ук"
    r"|чук|як|чак|ик|ых|их|дзе|швили|ян|янц|ец|ич|ук|ман|берг|штейн|аго|ово|ун|аев|уев|ль|рь|ей|баев"
    r"|улы)"
)
_TRANSLITERATED = late(
    r"[a-z]{2,18}(?:ov|ev|in|yn|ova|eva|ina|yna|sky|skiy|skii|ski|skaya|ska|enko|chuk|yuk|uk|dze"
    r"|shvili|yan|ich)"
)
_WORD = late(r"[^\W\d_]{2,24}(?:[-'’][^\W\d_]{2,24})?")
THINGS = frozenset(
    # second words that make a thing of a first name, and words of teams
    """
    metrics server linux lang language framework cloud ci project labs software systems studio
    team teams group department dept platform devops ops infra infrastructure backend frontend
    service services support security release engineering engineer inc ltd llc gmbh corp company
    university foundation community api app application test tests testing build builder runner
    bot db database cluster node pod namespace image registry store shop market bank street avenue
    river county city island beach hotel airport station church college school park
    kafka spark hadoop airflow cassandra maven tomcat hive flink beam superset storm
    error exception warning failed failure fatal module package version update status report
    desktop client agent manager engine proxy driver plugin script pipeline stage step job task
    команда отдел группа сервис сервер проект служба платформа разработка разработки поддержка
    поддержки ооо оао зао пао ао банк магазин кластер улица проспект площадь область ошибка
    тест сборка релиз инфраструктура бухгалтерия продажи логистика аналитика безопасность
    """.split()
)


def is_cyrillic(word: str) -> bool:
    """Tell the script of a word by its first letter."""
    return "\u0400" <= word[0] <= "\u052f"


def is_first(word: str) -> bool:
    """Tell whether a word is a common first name."""
    return word.lower() in FIRST


def is_patronymic(word: str) -> bool:
    """Tell whether a word reads as a Russian patronymic."""
    low = word.lower()
    return len(low) >= 6 and _PATRONYMIC.fullmatch(low) is not None


def is_surname(word: str, *, latin: bool = True) -> bool:
    """Tell whether a word may be a surname: in Cyrillic by its ending, in Latin any word."""
    low = word.lower()
    if low in THINGS or not _WORD.fullmatch(word):
        return False
    if is_cyrillic(word):
        return _SURNAME.fullmatch(low) is not None
    return latin or _TRANSLITERATED.fullmatch(low) is not None


def is_slavic(word: str) -> bool:
    """Tell whether a word reads as a Slavic surname, in either alphabet."""
    low = word.lower()
    return bool(_SURNAME.fullmatch(low) or _TRANSLITERATED.fullmatch(low)) and low not in THINGS
