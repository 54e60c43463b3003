"""Orders to a model in the languages of the larger news markets: to forget what it was told before, and what a model
that reads the text is to answer."""

# ruff: noqa: E501 - a language is read as one row, in its own letters
from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

_REACH = 90
"""Characters on either side of the order in which its object stands."""
_BEGINNING = 4
"""Letters by which words are looked up."""
_UNSPACED = re.compile("[\u0900-\u0dff\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af]")
"""Letters of the languages that are not looked up by their words."""
_ENDS = re.compile(r"[.!?。！？\n؟।]")


@dataclass(frozen=True, slots=True)
class Abroad:
    """How a language says it: rows of what words begin with, but of ``forget`` whole ones.

    ``forget`` are imperatives alone, since that troops ignored all orders is news; ``told`` is what is to be forgotten
    and ``before`` when it was said. ``model`` names the reader, ``you`` speaks to it or of this very text, and
    ``answer`` is what it is to do: all three in a sentence are no news.
    """

    forget: str
    told: str
    before: str
    model: str
    you: str
    answer: str
    is_spaced: bool = True

    def may_be_in(self, beginnings: Collection[str], text: str) -> bool:
        """False only where nothing is found in a text in lower case whose words begin so."""
        for rows in ((self.told, self.forget), (self.model, self.you)):
            if self.is_spaced and any(_beginnings_of(row).isdisjoint(beginnings) for row in rows):
                continue
            if all(any(each in text for each in _parts(row)) for row in rows):
                return True
        return False

    def find(self, text: str) -> Iterator[re.Match[str]]:
        told, before, you, answer = (
            _rows(each, self.is_spaced) for each in (self.told, self.before, self.you, self.answer)
        )
        edge = r"(?<!\w)(?:{})(?!\w)" if self.is_spaced else "(?:{})"
        for match in re.finditer(edge.format(self.forget), text, re.IGNORECASE):
            around = _clause(text, match)
            if told.search(around) and before.search(around):
                yield match
        for match in _rows(self.model, self.is_spaced).finditer(text):
            around = _clause(text, match)
            if you.search(around) and answer.search(around):
                yield match


@cache
def _parts(row: str) -> tuple[str, ...]:
    return tuple(row.split("|"))


@cache
def _beginnings_of(row: str) -> frozenset[str]:
    """What the first words of a row begin with: to look these up takes a tenth of looking for the row in a text."""
    return frozenset(re.findall(r"\w+", each)[0][:_BEGINNING] for each in _parts(row))


@cache
def _rows(row: str, is_spaced: bool) -> re.Pattern[str]:
    return re.compile(f"(?<!\\w)(?:{row})" if is_spaced else row, re.IGNORECASE)


def _clause(text: str, match: re.Match[str]) -> str:
    """What stands around a match, up to the ends of its sentence."""
    low = max(0, match.start() - _REACH)
    starts = [end.end() for end in _ENDS.finditer(text, low, match.start())]
    end = _ENDS.search(text, match.end(), match.end() + _REACH)
    return text[starts[-1] if starts else low : end.start() if end else match.end() + _REACH]


LANGUAGES = (
    Abroad(
        forget="ignoriere|ignorieren sie|ignoriert|vergiss|vergessen sie|missachte|missachten sie|beachte nicht|beachten sie nicht|lass außer acht|lassen sie außer acht|halte dich nicht an|halten sie sich nicht an",
        told="anweisungen|anweisung|instruktionen|befehle|vorgaben|regeln|prompt|gesagt|aufgetragen|verlangt",
        before="alle|sämtliche|vorherigen?|bisherigen?|obigen?|früheren?|vorigen?|deine|ihre|vorher|zuvor|früher|bisher",
        model="ki-|ki |künstliche intelligenz|sprachmodell|chatbot|assistent",
        you="du |dein|sie dies|diesen text|dieser seite|diese seite|dieses artikel|diesen artikel|dieser artikel",
        answer="zusammenfass|schreib|antwort|erwähn|nenn|ausgab|melde",
    ),
    Abroad(
        forget="ignore|ignorez|oublie|oubliez|ignorer|oublier|ne tiens plus compte|ne tenez plus compte|ne tiens pas compte|ne tenez pas compte|fais abstraction|faites abstraction|laisse tomber|laissez tomber",
        told="instructions|consignes|directives|ordres|prompt|demandé|dit|ordonné",
        before="précédentes?|antérieures?|ci-dessus|toutes|vos|tes|avant|auparavant|plus tôt|jusqu|on t|on vous",
        model="intelligence artificielle|modèle de langage|modèles de langage|assistant|chatbot| ia ",
        you="tu |ton |ta |vous |votre |ce texte|cette page|cet article|ce message",
        answer="résum|écri|répon|indiqu|affirm|mentionn|signal",
    ),
    Abroad(
        forget="ignora|ignore|ignorad|ignoren|olvida|olvide|olvídate|olviden|descarta|descarte|haz caso omiso|haga caso omiso|hagan caso omiso|no hagas caso|no haga caso|no tengas en cuenta|no tenga en cuenta|deja de lado|deje de lado",
        told="instrucciones|indicaciones|órdenes|directrices|prompt|pidieron|pedido|dicho|dijeron|ordenado",
        before="anteriores|previas|todas|tus|sus|antes|hasta ahora|te |le ",
        model="inteligencia artificial|modelo de lenguaje|modelos de lenguaje|asistente|chatbot| ia ",
        you="eres|tu |usted|esta nota|este texto|esta página|este artículo|tus ",
        answer="resum|escrib|respond|respuest|indic|mencion|afirm",
    ),
    Abroad(
        forget="ignora|ignori|ignorate|dimentica|dimentichi|dimenticate|trascura|lascia perdere|lasciate perdere|lasci perdere|non considerare|non tenere conto|non tener conto|scorda|scordati",
        told="istruzioni|direttive|indicazioni|ordini|prompt|chiesto|detto|ordinato",
        before="precedenti|sopra|tutte|tue|sue|vostre|prima|finora|ti |vi |precedent",
        model="intelligenza artificiale|modello linguistico|modelli linguistici|assistente|chatbot| ia ",
        you="sei |tuo |tua |questo testo|questa pagina|questo articolo|questa nota",
        answer="riassun|scriv|rispo|indic|menzion|afferm",
    ),
    Abroad(
        forget="ignore|ignora|ignorem|esqueça|esquece|desconsidere|desconsidera|não considere|não leve em conta|deixe de lado|não siga|esquece-te",
        told="instruções|diretrizes|ordens|orientações|prompt|pediram|pedido|dito|disseram|ordenado",
        before="anteriores|prévias|acima|todas|suas|tuas|antes|até agora|lhe |te ",
        model="inteligência artificial|modelo de linguagem|modelos de linguagem|assistente|chatbot| ia ",
        you="você|seu |sua |este texto|esta página|este artigo|esta nota|és ",
        answer="resum|escrev|respond|respost|indiqu|mencion|afirm",
    ),
    Abroad(
        forget="negeer|vergeet|let niet op|houd geen rekening met|laat los",
        told="instructies|opdrachten|aanwijzingen|prompt|gezegd|opgedragen|gevraagd|verteld",
        before="vorige|eerdere|voorgaande|bovenstaande|alle|eerder|tot nu toe|hiervoor|je ",
        model="kunstmatige intelligentie|taalmodel|chatbot|ai-|assistent",
        you="je |jij |jouw |deze tekst|deze pagina|dit artikel|u ",
        answer="samenvat|schrijf|antwoord|vermeld|noem",
    ),
    Abroad(
        forget="ignorera|glöm|bortse från|strunta i|glöm bort|bry dig inte om",
        told="instruktioner|instruktionerna|anvisningar|order|prompt|sagt|sade|ombedd|beordrad",
        before="tidigare|föregående|alla|ovanstående|dina|förut|innan|hittills",
        model="artificiell intelligens|språkmodell|chattbot|ai-|assistent",
        you="du |din |ditt |denna text|den här texten|denna sida|denna artikel",
        answer="sammanfatt|skriv|svar|nämn|ange",
    ),
    Abroad(
        forget="ignorer|glem|se bort fra|glem alt|ikke følg|ikke følg",
        told="instruktioner|instruksjoner|anvisninger|ordrer|sagt|fortalt|bedt",
        before="tidligere|forrige|alle|dine|før|hidtil|hittil",
        model="kunstig intelligens|språkmodell|sprogmodel|chatbot|ki-|ai-|assistent",
        you="du |din |ditt |dit |denne teksten|denne tekst|denne siden|denne side|denne artik",
        answer="sammendrag|oppsummer|resum|skriv|svar|nevn|nævn",
    ),
    Abroad(
        forget="unohda|jätä huomiotta|ohita|älä välitä|älä noudata",
        told="ohjeet|käskyt|komennot|sanottu|käsketty|pyydetty",
        before="aiemmat|edelliset|kaikki|aikaisemmat|aiemmin|ennen|tähän asti",
        model="tekoäly|kielimalli|avustaj|chatbot",
        you="olet|sinun|tämän tekst|tätä tekst|tämän sivu|tämän artikkel",
        answer="tiivistelm|kirjoita|vastaa|mainits|yhteenve",
    ),
    Abroad(
        forget="zignoruj|zignorujcie|ignoruj|ignorujcie|zapomnij|pomiń|nie zwracaj uwagi|nie uwzględniaj|nie stosuj się",
        told="instrukcje|polecenia|wytyczne|instrukcji|poleceń|powiedziano|kazano|nakazano|poproszono",
        before="poprzednie|wcześniejsze|powyższe|wszystkie|poprzednich|wcześniejszych|swoje|wcześniej|dotąd|dotychczas|przedtem|ci |ci",
        model="sztuczna inteligencja|sztucznej inteligencji|sztuczną inteligencją|model językowy|modelem językowym|modeli językowych|chatbot|asystent",
        you="jesteś|twoj|twój|ten tekst|tego tekstu|tej strony|tego artykuł|ten artykuł",
        answer="streszcz|podsumow|napisz|odpowie|odpowiedz|wspomni|podaj",
    ),
    Abroad(
        forget="ignoruj|ignorujte|zapomeň|zapomeňte|nevšímej si|nedbej|nedbejte|nevšímaj si|zabudni|zabudnite",
        told="pokyny|instrukce|příkazy|inštrukcie|řečeno|řekli|přikázáno|povedané|prikázané",
        before="předchozí|všechny|predchádzajúce|všetky|dříve|předtím|doteď|predtým|doteraz",
        model="umělá inteligence|umelá inteligencia|jazykový model|jazykovým modelem|jazykovým modelom|chatbot|asistent",
        you="jsi|jste|tvoj|tvůj|tento text|tohoto textu|této stránky|tohoto článku|si ",
        answer="shrnut|souhrn|zhrnut|napiš|odpově|odpoved|uveď",
    ),
    Abroad(
        forget="ignoră|ignorați|uită|uitați|nu ține cont|nu ține seama|nu țineți cont",
        told="instrucțiunile|instrucțiuni|comenzile|ordinele|spus|cerut|ordonat",
        before="anterioare|precedente|toate|înainte|anterior|până acum|ți ",
        model="inteligență artificială|inteligența artificială|model de limbaj|model lingvistic|chatbot|asistent",
        you="ești|sunteți|tău|ta |acest text|această pagină|acest articol",
        answer="rezum|scrie|răspun|menționea|indic",
    ),
    Abroad(
        forget="hagyd figyelmen kívül|hagyja figyelmen kívül|felejtsd el|felejtse el|ne vedd figyelembe|ne törődj",
        told="utasítást|utasításokat|utasítás|mondtak|kértek|parancsoltak",
        before="korábbi|előző|összes|minden|korábban|eddig|előbb",
        model="mesterséges intelligencia|nyelvi modell|chatbot|asszisztens",
        you="vagy |te |ezt a szöveg|ezt az oldal|ezt a cikk|ezt olvas",
        answer="összefoglal|kivonat|írd|válasz|említs",
    ),
    Abroad(
        forget="ignoriši|ignoriraj|zanemari|zaboravi|zanemarite|ignorirajte|nemoj da slušaš|ne obaziri se",
        told="uputstva|upute|instrukcije|naredbe|rečeno|naređeno|traženo",
        before="prethodna|prethodne|sva|sve|ranije|ranij|pre |prije|dosad",
        model="veštačka inteligencija|umjetna inteligencija|jezički model|jezični model|chatbot|asistent",
        you="si |ste |tvoj|ovaj tekst|ovu stranicu|ovaj članak",
        answer="sažet|sažmi|napiši|odgovor|navedi|pomen",
    ),
    Abroad(
        forget="игнорируй|игнорируйте|проигнорируй|проигнорируйте|забудь|забудьте|не обращай внимания|отбрось|отбросьте|не учитывай|не учитывайте|не следуй|не следуйте|не слушай|отмени|отмените",
        told="инструкции|инструкцию|указания|указание|команды|правила|инструкций|промпт|велели|сказали|просили|сказано|приказали|приказано",
        before="предыдущие|предыдущую|прежние|все|вышеуказанные|предыдущих|свои|ранее|раньше|до этого|прежде|тебе|вам",
        model="искусственный интеллект|искусственного интеллекта|языковая модель|языковые модели|языковых моделей|нейросет|чат-бот|ассистент",
        you="ты |вы |твой|твоё|этот текст|этого текста|эту страницу|эту статью|этой статьи",
        answer="резюме|пересказ|сводк|напиши|укажи|ответ|сообщи|упомян|кратк",
    ),
    Abroad(
        forget="ігноруй|ігноруйте|проігноруй|проігноруйте|забудь|забудьте|відкинь|не зважай|не зважайте|не звертай уваги|не враховуй|не слухай",
        told="інструкції|вказівки|команди|правила|настанови|наказали|сказали|просили|сказано|наказано",
        before="попередні|усі|всі|вищезазначені|свої|раніше|досі|перед тим|тобі|вам",
        model="штучний інтелект|штучного інтелекту|мовна модель|мовною моделлю|мовні моделі|нейромереж|чат-бот|асистент",
        you="ти |ви |твій|твоє|цей текст|цього тексту|цю сторінку|цю статтю",
        answer="резюме|підсум|переказ|напиши|вкажи|відповід|повідом|згада",
    ),
    Abroad(
        forget="игнорирай|игнорирайте|забрави|забравете|не обръщай внимание|не се съобразявай",
        told="инструкции|указания|команди|инструкциите|казаха|казано|поискаха|наредиха",
        before="предишни|предишните|всички|горните|преди|досега|по-рано",
        model="изкуствен интелект|езиков модел|чатбот|асистент",
        you="си |сте |твой|твоето|този текст|тази страница|тази статия",
        answer="резюме|обобщен|напиши|отговор|посочи|спомен",
    ),
    Abroad(
        forget="αγνόησε|αγνοήστε|ξέχασε|ξεχάστε|παράβλεψε|μη λάβεις υπόψη|μην υπακούς|άφησε",
        told="οδηγίες|εντολές|υποδείξεις|είπαν|ζήτησαν|ειπώθηκε|διέταξαν",
        before="προηγούμενες|όλες|παραπάνω|πρότερες|πριν|νωρίτερα|έως τώρα|μέχρι τώρα|σου",
        model="τεχνητή νοημοσύνη|γλωσσικό μοντέλο|γλωσσικά μοντέλα|chatbot|βοηθ",
        you="είσαι|είστε|σου|αυτό το κείμενο|αυτή τη σελίδα|αυτό το άρθρο",
        answer="περίληψη|σύνοψη|γράψε|απάντ|ανάφερε|αναφέρ",
    ),
    Abroad(
        forget="yok say|yok sayın|görmezden gel|görmezden gelin|dikkate alma|dikkate almayın|unut|unutun|göz ardı et|göz ardı edin|boş ver|aldırma|uyma",
        told="talimatları|talimatlari|talimatlarını|yönergeleri|komutları|emirleri|talimatlar|söylenen|istenen|emredilen|söylenmiş",
        before="önceki|tüm|bütün|yukarıdaki|daha önceki|önce|şimdiye kadar|sana",
        model="yapay zek|dil model|sohbet robotu|chatbot|asistan",
        you="sen |isen|siz |bu metni|bu metin|bu sayfayı|bu makaleyi|bu yazıyı",
        answer="özet|yaz|yanıt|cevap|belirt",
    ),
    Abroad(
        forget="abaikan|lupakan|jangan hiraukan|jangan ikuti",
        told="instruksi|perintah|arahan|petunjuk|dikatakan|diminta|diperintahkan",
        before="sebelumnya|semua|di atas|terdahulu|sebelum|tadi|selama ini",
        model="kecerdasan buatan|model bahasa|chatbot|asisten",
        you="anda|kamu|teks ini|halaman ini|artikel ini",
        answer="ringkasan|rangkuman|tulis|jawab|sebutkan|laporkan",
    ),
    Abroad(
        forget="bỏ qua|phớt lờ|quên|hãy quên|đừng để ý|đừng theo",
        told="hướng|lệnh|chỉ|bảo|yêu cầu|nói",
        before="trước|tất|trên|trước|đến giờ",
        model="trí tuệ nhân tạo|mô hình ngôn ngữ|chatbot|trợ lý",
        you="bạn|văn bản này|trang này|bài này|bài viết này",
        answer="tóm tắt|viết|trả lời|nêu",
    ),
    Abroad(
        forget="تجاهل|تجاهلي|تجاهلوا|انس|انسَ|اترك|لا تلتفت|لا تتبع|اهمل",
        told="التعليمات|الأوامر|الإرشادات|تعليمات|توجيهات|التوجيهات|طلب|طُلب|قيل",
        before="السابقة|أعلاه|جميع|كل|كافة|سابق|قبل|من قبل|منك",
        model="ذكاء اصطناعي|الذكاء الاصطناعي|نموذج لغوي|نماذج اللغ|مساعد",
        you="كنت|أنت|هذا النص|هذه الصفحة|هذا المقال",
        answer="ملخص|تلخيص|الملخص|اكتب|أجب|اذكر",
    ),
    Abroad(
        forget="نادیده بگیر|نادیده بگیرید|فراموش کن|فراموش کنید|توجه نکن|رها کن",
        told="دستورالعمل|دستورالعمل‌های|دستورات|دستورهای|دستورالعملهای|گفته|خواسته|دستور",
        before="قبلی|پیشین|بالا|تمام|همه|قبلا|پیش|تاکنون",
        model="هوش مصنوعی|مدل زبانی|مدل‌های زبانی|دستیار",
        you="هستی|هستید|این متن|این صفحه|این مقاله",
        answer="خلاصه|بنویس|پاسخ|ذکر",
    ),
    Abroad(
        forget="نظر انداز کریں|نظر انداز کرو|بھول جائیں|بھول جاؤ|چھوڑ دو|چھوڑ دیں",
        told="ہدایات|احکامات|ہدایت|کہا|بتایا",
        before="پچھلی|سابقہ|تمام|پہلے|اب تک",
        model="مصنوعی ذہانت|لسانی ماڈل|اے آئی|معاون",
        you="آپ|تم |اس متن|اس صفح|اس مضمون",
        answer="خلاص|لکھ|جواب",
    ),
    Abroad(
        forget="התעלם|התעלמי|התעלמו|שכח|שכחו|התעלם מכל|אל תתייחס|תשכח|תתעלם",
        told="ההוראות|הוראות|ההנחיות|הפקודות|שנאמר|נאמר|שביקשו|שאמרו",
        before="הקודמות|כל|מכל|לעיל|קודם|לפני|עד כה|לך",
        model="בינה מלאכותית|מודל שפה|מודלי שפה|צ'אטבוט|עוזר",
        you="אתה|אתם|טקסט זה|הטקסט הזה|דף זה|המאמר הזה",
        answer="סיכום|תקציר|כתוב|ענה|ציין",
    ),
    Abroad(
        forget="अनदेखा|नज़रअंदाज़|नजरअंदाज|भूल|छोड़",
        told="निर्देशों|निर्देश|आदेशों|हिदायतों|कहा|बताया",
        before="पिछले|पिछली|सभी|पूर्व|ऊपर|पहले|अब तक",
        model="कृत्रिम बुद्धि|भाषा मॉडल|एआई|चैटबॉट|सहायक",
        you="आप |आप|तुम|इस लेख|इस पाठ|इस पृष्ठ",
        answer="सारांश|लिखें|लिखो|उत्तर|जवाब|बताएं",
        is_spaced=False,
    ),
    Abroad(
        forget="উপেক্ষা|ভুলে|বাদ দাও",
        told="নির্দেশ|নির্দেশনা|নির্দেশাবলী|বলা|বলেছিল",
        before="পূর্ববর্তী|আগের|সমস্ত|সব|আগে|এতদিন",
        model="কৃত্রিম বুদ্ধিমত্তা|ভাষা মডেল|এআই|চ্যাটবট|সহকারী",
        you="আপনি|তুমি|এই লেখা|এই পাতা|এই নিবন্ধ",
        answer="সারাংশ|সারসংক্ষেপ|লেখো|লিখুন|উত্তর",
        is_spaced=False,
    ),
    Abroad(
        forget="忽略|无视|無視|忘记|忘記|不要理会|忽视|别管|別管|不要遵守",
        told="指令|指示|提示词|提示詞|命令|说明|要求|吩咐|告诉|告訴",
        before="之前|先前|以上|上述|所有|前面|此前|之前|先前|到目前",
        model="人工智能|人工智慧|语言模型|語言模型|大模型|聊天机器人|聊天機器人|ai助手|智能助手",
        you="如果你|你是|请你|本文|此文|这篇文章|這篇文章|该页面",
        answer="摘要|总结|總結|概括|回答|回复|回覆|写明|寫明|写|寫",
        is_spaced=False,
    ),
    Abroad(
        forget="無視|忘れ|従わない",
        told="指示|命令|プロンプト|指令|言われ|頼まれ|命じられ",
        before="以前|これまで|上記|前の|すべて|全て|先の|今まで|前に|先ほど|さっき|今まで",
        model="人工知能|言語モデル|チャットボット|aiアシスタント|aiモデル",
        you="あなた|この文章|この記事|このページ|この文",
        answer="要約|書いて|書け|答え|回答|述べ|記載",
        is_spaced=False,
    ),
    Abroad(
        forget="무시|잊어|따르지",
        told="지시|명령|지침|프롬프트|설명|들은|말한|요청받은|시킨",
        before="이전|모든|위의|앞의|지금까지|앞서|아까|방금",
        model="인공지능|언어 모델|언어모델|챗봇|ai 모델|ai 비서",
        you="당신|너는|이 글|이 기사|이 문서|이 페이지",
        answer="요약|쓰십시오|써라|쓰라|적으|답변|대답",
        is_spaced=False,
    ),
    Abroad(
        forget="ละเว้น|เพิกเฉย|ลืม|ไม่ต้องสนใจ|อย่าสนใจ|อย่าทำตาม",
        told="คำสั่ง|คำแนะนำ|บอก|สั่ง|ขอ",
        before="ก่อนหน้า|ทั้งหมด|ข้างต้น|ก่อน|ที่ผ่านมา",
        model="ปัญญาประดิษฐ์|โมเดลภาษา|แชทบอท|ผู้ช่วย",
        you="คุณ|ข้อความนี้|หน้านี้|บทความนี้",
        answer="สรุป|เขียน|ตอบ|ระบุ",
        is_spaced=False,
    ),
    Abroad(
        forget="sahau|puuza|usifuate|achana na",
        told="maagizo|maelekezo|amri|ulioambiwa|uliyoambiwa",
        before="awali|yote|zote|kabla|ya juu",
        model="akili bandia|akili mnemba|modeli ya lugha|msaidizi|chatbot",
        you="wewe|maandishi haya|ukurasa huu|makala hii",
        answer="muhtasari|andika|jibu|taja",
    ),
    Abroad(
        forget="kalimutan|balewalain|huwag pansinin|huwag sundin",
        told="utos|tagubilin|instruksiyon|sinabi|iniutos",
        before="naunang|nauna|lahat|dating|noon",
        model="artificial intelligence|modelo ng wika|language model|katulong|chatbot",
        you="ikaw|kang|tekstong ito|pahinang ito|artikulong ito",
        answer="buod|isulat|sagot|banggitin",
    ),
)
_SPACED = tuple(each for each in LANGUAGES if each.is_spaced)


def orders_abroad(lowered: str, text: str, words: Collection[str]) -> list[Abroad]:
    """The languages in which a text gives orders, given as it stands, in lower case, and by its words."""
    beginnings = {word[:length] for word in words for length in range(1, _BEGINNING + 1)}
    languages = LANGUAGES if _UNSPACED.search(text) else _SPACED
    candidates = (each for each in languages if each.may_be_in(beginnings, lowered))
    return [each for each in candidates if any(True for _ in each.find(text))]
