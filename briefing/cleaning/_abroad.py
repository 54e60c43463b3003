"""The order to forget all orders, in the languages of the larger news markets: a form of address to one reader, what
he was told, and that it was told before."""

# ruff: noqa: E501 - a language is read as one row, in its own letters
from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_REACH = 70
"""Characters on either side of the order in which its object stands."""
_ENDS = re.compile(r"[.!?。！？\n؟।]")


@dataclass(frozen=True, slots=True)
class Abroad:
    """How a language says it. ``forget`` are imperatives alone: that troops ignored all orders is news."""

    forget: str
    told: str
    before: str
    is_spaced: bool = True

    def may_be_in(self, text: str, words: Collection[str]) -> bool:
        told = self.told.split("|")
        return any(each in text for each in told) if not self.is_spaced else any(each in words for each in told)

    def find(self, text: str) -> Iterator[re.Match[str]]:
        edge = r"(?<!\w){}(?!\w)" if self.is_spaced else "{}"
        told, before = (re.compile(edge.format(f"(?:{each})"), re.IGNORECASE) for each in (self.told, self.before))
        for match in re.finditer(edge.format(f"(?:{self.forget})"), text, re.IGNORECASE):
            around = _clause(text, match)
            if told.search(around) and before.search(around):
                yield match


def _clause(text: str, match: re.Match[str]) -> str:
    """What stands around a match, up to the ends of its sentence."""
    low = max(0, match.start() - _REACH)
    starts = [end.end() for end in _ENDS.finditer(text, low, match.start())]
    end = _ENDS.search(text, match.end(), match.end() + _REACH)
    return text[starts[-1] if starts else low : end.start() if end else match.end() + _REACH]


LANGUAGES = (
    Abroad(
        "ignoriere|ignorieren sie|ignoriert|vergiss|vergessen sie|missachte|missachten sie",
        "anweisungen|anweisung|instruktionen|befehle|vorgaben|regeln|prompt",
        "alle|sämtliche|vorherigen?|bisherigen?|obigen?|früheren?|vorigen?|deine|ihre|vorher",
    ),
    Abroad(
        "ignore|ignorez|oublie|oubliez|ignorer|oublier",
        "instructions|consignes|directives|ordres|prompt",
        "précédentes?|antérieures?|ci-dessus|toutes|vos|tes",
    ),
    Abroad(
        "ignora|ignore|ignorad|ignoren|olvida|olvide|olvídate|olviden|descarta|descarte",
        "instrucciones|indicaciones|órdenes|directrices|prompt",
        "anteriores|previas|todas|tus|sus",
    ),
    Abroad(
        "ignora|ignori|ignorate|dimentica|dimentichi|dimenticate|trascura",
        "istruzioni|direttive|indicazioni|ordini|prompt",
        "precedenti|sopra|tutte|tue|sue|vostre",
    ),
    Abroad(
        "ignore|ignora|ignorem|esqueça|esquece|desconsidere|desconsidera",
        "instruções|diretrizes|ordens|orientações|prompt",
        "anteriores|prévias|acima|todas|suas|tuas",
    ),
    Abroad(
        "negeer|vergeet", "instructies|opdrachten|aanwijzingen|prompt", "vorige|eerdere|voorgaande|bovenstaande|alle"
    ),
    Abroad(
        "ignorera|glöm|bortse från|strunta i",
        "instruktioner|instruktionerna|anvisningar|order|prompt",
        "tidigare|föregående|alla|ovanstående|dina",
    ),
    Abroad("ignorer|glem|se bort fra", "instruktioner|instruksjoner|anvisninger|ordrer", "tidligere|forrige|alle|dine"),
    Abroad("unohda|jätä huomiotta|ohita", "ohjeet|käskyt|komennot", "aiemmat|edelliset|kaikki|aikaisemmat"),
    Abroad(
        "zignoruj|zignorujcie|ignoruj|ignorujcie|zapomnij|pomiń",
        "instrukcje|polecenia|wytyczne|instrukcji|poleceń",
        "poprzednie|wcześniejsze|powyższe|wszystkie|poprzednich|wcześniejszych|swoje",
    ),
    Abroad(
        "ignoruj|ignorujte|zapomeň|zapomeňte",
        "pokyny|instrukce|příkazy|inštrukcie",
        "předchozí|všechny|predchádzajúce|všetky",
    ),
    Abroad(
        "ignoră|ignorați|uită|uitați", "instrucțiunile|instrucțiuni|comenzile|ordinele", "anterioare|precedente|toate"
    ),
    Abroad(
        "hagyd figyelmen kívül|hagyja figyelmen kívül|felejtsd el|felejtse el",
        "utasítást|utasításokat|utasítás",
        "korábbi|előző|összes|minden",
    ),
    Abroad(
        "ignoriši|ignoriraj|zanemari|zaboravi|zanemarite|ignorirajte",
        "uputstva|upute|instrukcije|naredbe",
        "prethodna|prethodne|sva|sve|ranije",
    ),
    Abroad(
        "игнорируй|игнорируйте|проигнорируй|проигнорируйте|забудь|забудьте|не обращай внимания|отбрось|отбросьте",
        "инструкции|инструкцию|указания|указание|команды|правила|инструкций|промпт",
        "предыдущие|предыдущую|прежние|все|вышеуказанные|предыдущих|свои|ранее",
    ),
    Abroad(
        "ігноруй|ігноруйте|проігноруй|проігноруйте|забудь|забудьте|відкинь",
        "інструкції|вказівки|команди|правила|настанови",
        "попередні|усі|всі|вищезазначені|свої",
    ),
    Abroad(
        "игнорирай|игнорирайте|забрави|забравете",
        "инструкции|указания|команди|инструкциите",
        "предишни|предишните|всички|горните",
    ),
    Abroad(
        "αγνόησε|αγνοήστε|ξέχασε|ξεχάστε|παράβλεψε", "οδηγίες|εντολές|υποδείξεις", "προηγούμενες|όλες|παραπάνω|πρότερες"
    ),
    Abroad(
        "yok say|yok sayın|görmezden gel|görmezden gelin|dikkate alma|dikkate almayın|unut|unutun|göz ardı et|göz ardı edin",
        "talimatları|talimatlari|talimatlarını|yönergeleri|komutları|emirleri|talimatlar",
        "önceki|tüm|bütün|yukarıdaki|daha önceki",
    ),
    Abroad("abaikan|lupakan", "instruksi|perintah|arahan|petunjuk", "sebelumnya|semua|di atas|terdahulu"),
    Abroad("bỏ qua|phớt lờ|quên|hãy quên", "hướng|lệnh|chỉ", "trước|tất|trên"),
    Abroad(
        "تجاهل|تجاهلي|تجاهلوا|انس|انسَ|اترك",
        "التعليمات|الأوامر|الإرشادات|تعليمات|توجيهات|التوجيهات",
        "السابقة|أعلاه|جميع|كل|كافة",
    ),
    Abroad(
        "نادیده بگیر|نادیده بگیرید|فراموش کن|فراموش کنید",
        "دستورالعمل|دستورالعمل‌های|دستورات|دستورهای|دستورالعملهای",
        "قبلی|پیشین|بالا|تمام|همه",
    ),
    Abroad("نظر انداز کریں|نظر انداز کرو|بھول جائیں|بھول جاؤ", "ہدایات|احکامات|ہدایت", "پچھلی|سابقہ|تمام"),
    Abroad("התעלם|התעלמי|התעלמו|שכח|שכחו|התעלם מכל", "ההוראות|הוראות|ההנחיות|הפקודות", "הקודמות|כל|מכל|לעיל"),
    Abroad("अनदेखा|नज़रअंदाज़|नजरअंदाज|भूल", "निर्देशों|निर्देश|आदेशों|हिदायतों", "पिछले|पिछली|सभी|पूर्व|ऊपर", is_spaced=False),
    Abroad("উপেক্ষা|ভুলে", "নির্দেশ|নির্দেশনা|নির্দেশাবলী", "পূর্ববর্তী|আগের|সমস্ত|সব", is_spaced=False),
    Abroad(
        "忽略|无视|無視|忘记|忘記|不要理会|忽视",
        "指令|指示|提示词|提示詞|命令|说明",
        "之前|先前|以上|上述|所有|前面|此前",
        is_spaced=False,
    ),
    Abroad(
        "無視|忘れ", "指示|命令|プロンプト|指令", "以前|これまで|上記|前の|すべて|全て|先の|今まで", is_spaced=False
    ),
    Abroad("무시|잊어", "지시|명령|지침|프롬프트|설명", "이전|모든|위의|앞의|지금까지", is_spaced=False),
    Abroad("ละเว้น|เพิกเฉย|ลืม|ไม่ต้องสนใจ", "คำสั่ง|คำแนะนำ", "ก่อนหน้า|ทั้งหมด|ข้างต้น", is_spaced=False),
)


def orders_abroad(text: str, words: Collection[str]) -> list[Abroad]:
    """The languages whose order may be in a text with these words, in lower case."""
    return [each for each in LANGUAGES if each.may_be_in(text, words) and any(True for _ in each.find(text))]
