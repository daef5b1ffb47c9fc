#!/usr/bin/env python3
"""Writes the labelled texts that the redactor is measured on, one JSON object a line.

Nothing of the redactor is in here: values come from faker, phonenumbers and python-stdnum, whose checksums are not ours. With a fixed
seed and the versions below the texts are the same each time. To run it:

    python3 -m venv venv && venv/bin/pip install faker==40.54.0 phonenumbers==9.0.43 python-stdnum==2.2
    venv/bin/python agent-guard/evaluation/generate.py 2 > texts.jsonl
    cargo run --release -p agent-guard --features redact --example redactor_evaluation texts.jsonl

A line has `text`, `language`, `label` (what it is about) and `spans`: where a value is, in bytes, and what it is. Without spans it is a
near miss: what looks like the label's values and is none.
"""

import json
import random
import string
import sys

import phonenumbers
from faker import Faker
from phonenumbers import PhoneNumberFormat as Form
from phonenumbers import PhoneNumberType as Type
from stdnum import iban as std_iban
from stdnum import luhn
from stdnum.br import cpf
from stdnum.cn import ric
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.in_ import aadhaar
from stdnum.it import codicefiscale
from stdnum.us import ssn

# Another seed, given as the argument, makes other texts of the same kinds.
SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 20261121
PER_LABEL = 300
random.seed(SEED)
LOCALES = {
    "en": "en_US", "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "it": "it_IT", "pt": "pt_BR", "zh": "zh_CN", "ja": "ja_JP",
    "ru": "ru_RU", "hi": "hi_IN", "ko": "ko_KR", "pl": "pl_PL",
}
FAKERS = {language: Faker(locale) for language, locale in LOCALES.items()}
OTHERS = {locale: Faker(locale) for locale in ["en_GB", "en_IN", "fr_FR", "it_IT", "pt_BR", "zh_CN", "en_US", "nl_NL", "pl_PL"]}
for fake in [*FAKERS.values(), *OTHERS.values()]:
    fake.seed_instance(SEED)
LANGUAGES = list(LOCALES)

# Sentences around a value. Where a label has none of its own, these say nothing about what the value is.
PLAIN = {
    "en": ["Please note {} for later.", "It says {} here, right?", "{}", "I wrote down {} and left.", "({}) is what I have"],
    "de": ["Bitte notiere {} für später.", "Hier steht {}, oder?", "Ich habe {} aufgeschrieben."],
    "fr": ["Merci de noter {} pour plus tard.", "Il est écrit {} ici, non ?", "J'ai noté {} hier."],
    "es": ["Anota {} para luego, por favor.", "Aquí pone {}, ¿verdad?", "He apuntado {} ayer."],
    "it": ["Segna {} per dopo, grazie.", "Qui c'è scritto {}, no?", "Ho annotato {} ieri."],
    "pt": ["Anota {} para depois, por favor.", "Aqui diz {}, certo?", "Escrevi {} ontem."],
    "zh": ["请记下{}，谢谢。", "这里写的是{}对吗？", "我昨天写了{}然后走了。"],
    "ja": ["{}をメモしてください。", "ここに{}と書いてあります。", "昨日{}を書きました。"],
    "ru": ["Запиши {} на потом.", "Здесь написано {}, да?", "Я вчера записал {}."],
    "hi": ["कृपया {} लिख लें।", "यहाँ {} लिखा है, है ना?"],
    "ko": ["{}를 적어 주세요.", "여기 {}라고 되어 있어요."],
    "pl": ["Zapisz {} na później.", "Tu jest napisane {}, prawda?"],
}
PHONE = {
    "en": ["My phone number is {}.", "Call me at {} tonight", "Tel: {}", "reach me on my mobile, {}"],
    "de": ["Meine Telefonnummer ist {}.", "Tel.: {}", "Handy {}"],
    "fr": ["Mon téléphone est le {}.", "Tél : {}", "Mon portable : {}"],
    "es": ["Mi teléfono es {}.", "Móvil: {}", "mi celular es {}"],
    "it": ["Il mio cellulare è {}.", "Telefono: {}"],
    "pt": ["Meu telefone é {}.", "Celular: {}"],
    "zh": ["我的电话是{}。", "手机：{}", "手机号码{}"],
    "ja": ["電話番号は{}です。", "携帯：{}"],
    "ru": ["Мой телефон {}.", "тел. {}"],
    "hi": ["मेरा फोन {} है।", "मोबाइल: {}"],
    "ko": ["전화번호는 {}입니다.", "휴대폰: {}"],
    "pl": ["Mój telefon: {}.", "tel. {}"],
}
REGIONS = {"en": ["US", "GB", "IN", "AU", "CA"], "de": ["DE", "AT", "CH"], "fr": ["FR", "BE"], "es": ["ES", "MX", "AR"], "it": ["IT"],
           "pt": ["BR", "PT"], "zh": ["CN", "TW", "HK"], "ja": ["JP"], "ru": ["RU"], "hi": ["IN"], "ko": ["KR"], "pl": ["PL"]}
BIRTH = {
    "en": (["I was born on {}.", "DOB: {}", "Her date of birth is {}.", "my birthday is {}"], ["{d} {M} {y}", "{M} {d}, {y}", "{m:02}/{d:02}/{y}", "{y}-{m:02}-{d:02}"]),
    "de": (["Ich bin am {} geboren.", "Geburtsdatum: {}", "geb. {}", "Mein Geburtstag ist der {}."], ["{d}. {M} {y}", "{d:02}.{m:02}.{y}", "{d}.{m}.{y}"]),
    "fr": (["Je suis né le {}.", "Date de naissance : {}", "née le {}"], ["{d} {M} {y}", "{d:02}/{m:02}/{y}"]),
    "es": (["Nací el {}.", "Fecha de nacimiento: {}", "nacida el {}"], ["{d} de {M} de {y}", "{d:02}/{m:02}/{y}"]),
    "it": (["Sono nato il {}.", "Data di nascita: {}", "nata il {}"], ["{d} {M} {y}", "{d:02}/{m:02}/{y}"]),
    "pt": (["Nasci em {}.", "Data de nascimento: {}"], ["{d} de {M} de {y}", "{d:02}/{m:02}/{y}"]),
    "zh": (["我出生于{}。", "生日：{}", "{}出生"], ["{y}年{m}月{d}日", "{y}-{m:02}-{d:02}"]),
    "ja": (["生年月日は{}です。", "誕生日：{}", "{}生まれです"], ["{y}年{m}月{d}日", "{y}/{m:02}/{d:02}"]),
    "ru": (["Я родился {}.", "Дата рождения: {}"], ["{d} {M} {y}", "{d:02}.{m:02}.{y}"]),
    "hi": (["जन्मतिथि: {}", "मेरा जन्म {} को हुआ।"], ["{d:02}-{m:02}-{y}", "{d:02}/{m:02}/{y}"]),
    "ko": (["생년월일: {}", "{}생입니다"], ["{y}년 {m}월 {d}일", "{y}-{m:02}-{d:02}"]),
    "pl": (["Data urodzenia: {}", "urodzony {}"], ["{d} {M} {y}", "{d:02}.{m:02}.{y}"]),
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
}
MEETING = {"en": "The meeting is on {}.", "de": "Das Treffen ist am {}.", "fr": "La réunion est le {}.", "es": "La reunión es el {}.",
           "it": "La riunione è il {}.", "pt": "A reunião é em {}.", "zh": "会议在{}。", "ja": "会議は{}です。", "ru": "Встреча {}.",
           "hi": "बैठक {} को है।", "ko": "회의는 {}입니다.", "pl": "Spotkanie {}."}
PLATES = {
    "en": (["en_GB", "en_US"], ["My license plate is {}.", "number plate {}", "The car with plate {} is mine"]),
    "de": (["de_DE"], ["Mein Kennzeichen ist {}.", "Nummernschild: {}"]),
    "fr": (["fr_FR"], ["Ma plaque est {}.", "immatriculation {}"]),
    "es": (["es_ES"], ["Mi matrícula es {}.", "matrícula: {}"]),
    "it": (["it_IT"], ["La mia targa è {}.", "targa {}"]),
    "pt": (["pt_BR"], ["A placa é {}.", "placa: {}"]),
    "pl": (["pl_PL"], ["rejestracja {}", "numer rejestracyjny {}"]),
    "zh": (["zh_CN"], ["车牌{}", "我的车是{}。"]),
}


def chars(alphabet, count):
    return "".join(random.choice(alphabet) for _ in range(count))


def digits(count):
    return chars(string.digits, count)


def plain(language):
    return random.choice(PLAIN[language])


def until(make, accept):
    while True:
        value = make()
        if accept(value):
            return value


def grouped(text, size, sign=" "):
    return sign.join(text[i:i + size] for i in range(0, len(text), size))


def broken(value, is_valid):
    """The value with one digit changed, so that its check fails."""
    places = [i for i, it in enumerate(value) if it.isdigit()]

    def change():
        place = random.choice(places)
        return value[:place] + random.choice(string.digits) + value[place + 1:]
    return until(change, lambda changed: changed != value and not is_valid(changed))


def is_chinese_id(value):
    try:
        return ric.is_valid(value)
    except KeyError:  # A county that the library's table has not.
        return False


# Each of these gives the sentence with `{}` in it and the value; near misses alike.
def email(language):
    fake = random.choice([FAKERS[language], OTHERS["en_US"]])
    return plain(language), until(lambda: random.choice([fake.email, fake.company_email, fake.free_email])(), str.isascii)


def near_email(language):
    name = OTHERS["en_US"].user_name()
    return plain(language), random.choice([f"@{name}", f"{name}@localhost", f"{name}@2x.png", f"pkg@{random.randint(1, 9)}.2.1",
                                           f"{name} @ {name}.com", f"git@github.com:{name}/app.git", f"{name}@"])


def phone_number(language):
    region = random.choice(REGIONS[language])
    kind = random.choice([Type.MOBILE, Type.FIXED_LINE])
    example = phonenumbers.example_number_for_type(region, kind)
    national = phonenumbers.national_significant_number(example)

    def make():
        return phonenumbers.parse(national[:-5] + digits(5), region)
    return until(make, phonenumbers.is_valid_number)


def phone(language):
    number = phone_number(language)
    if random.random() < 0.5:
        return plain(language), phonenumbers.format_number(number, random.choice([Form.INTERNATIONAL, Form.E164]))
    return random.choice(PHONE[language]), phonenumbers.format_number(number, Form.NATIONAL)


def near_phone(language):
    value = random.choice([
        lambda: digits(random.choice([5, 6, 8, 9])), lambda: f"{random.randint(2000, 2030)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
        lambda: f"ISBN 978-{random.randint(0, 9)}-{digits(2)}-{digits(6)}-{random.randint(0, 9)}", lambda: f"+{random.randint(1, 99)}%",
        lambda: f"{random.randint(1, 999)}.{digits(3)}.{digits(3)}", lambda: f"{digits(4)}x{digits(4)}", lambda: f"No. 4{digits(7)}",
    ])()
    return plain(language), value


def card(language):
    fake = OTHERS["en_US"]
    number = until(lambda: fake.credit_card_number(random.choice(["visa16", "mastercard", "amex", "discover", "jcb16", "diners"])), luhn.is_valid)
    return plain(language), number if len(number) != 16 else random.choice([number, grouped(number, 4), grouped(number, 4, "-")])


def near_card(language):
    number = broken(OTHERS["en_US"].credit_card_number("visa16"), luhn.is_valid)
    return plain(language), random.choice([number, grouped(number, 4), "1" + digits(15), "0000 1111 2222 3333"])


def iban(language):
    country, fake = random.choice([("DE", "de"), ("FR", "fr"), ("ES", "es"), ("IT", "it"), ("PL", "pl"), ("GB", None), ("NL", None)])
    fake = FAKERS[fake] if fake else OTHERS["en_GB" if country == "GB" else "nl_NL"]
    value = until(fake.iban, lambda it: std_iban.is_valid(it, check_country=False))
    return plain(language), random.choice([value, grouped(value, 4)])


def near_iban(language):
    value = broken(FAKERS["de"].iban(), lambda it: std_iban.is_valid(it, check_country=False))
    return plain(language), random.choice([value, grouped(value, 4), "XX" + digits(20)])


def ip(language):
    fake = OTHERS["en_US"]
    return plain(language), random.choice([fake.ipv4_public, fake.ipv4_private, fake.ipv6])()


def near_ip(language):
    a, b, c = (random.randint(0, 30) for _ in range(3))
    return plain(language), random.choice([f"v{a}.{b}.{c}.4", f"{a}.{b}.{c}", f"{a}.{b}.{c}.4.5", f"{a + 300}.{b}.{c}.1", "127.0.0.1",
                                           f"{a % 24:02}:{b:02}:{c:02}", "std::net", "::1"])


def mac(language):
    value = OTHERS["en_US"].mac_address()
    return plain(language), random.choice([value, value.upper(), value.replace(":", "-")])


def near_mac(language):
    value = OTHERS["en_US"].mac_address()
    return plain(language), random.choice([value[:-3], value + ":ab", value[:-1] + "g", "12:30:45", "00:00:00:00:00:00"])


def credentials(language):
    fake = OTHERS["en_US"]
    scheme = random.choice(["https", "postgres", "redis", "mongodb+srv", "amqp", "ftp"])
    user, password = fake.user_name(), chars(string.ascii_letters + string.digits + "!$_-", 12)
    return plain(language).replace("{}", f"{scheme}://{{}}@{fake.domain_name()}/{fake.word()}"), f"{user}:{password}"


def near_credentials(language):
    fake = OTHERS["en_US"]
    return plain(language), random.choice([f"https://{fake.domain_name()}:8080/{fake.word()}", f"https://{fake.domain_name()}/@{fake.word()}:x",
                                           f"https://{fake.domain_name()}/?page=2&monkey=blue"])


WORD, URL, HEX = string.ascii_letters + string.digits, string.ascii_letters + string.digits + "-_", "0123456789abcdef"


def api_key(language):
    value = random.choice([
        lambda: "sk-" + chars(WORD, 48), lambda: "sk-proj-" + chars(WORD, 80), lambda: "sk-ant-api03-" + chars(WORD, 93) + "AA",
        lambda: "AKIA" + chars(string.ascii_uppercase + "234567", 16), lambda: random.choice(["ghp_", "gho_", "ghs_"]) + chars(WORD, 36),
        lambda: "github_pat_" + chars(WORD, 22) + "_" + chars(WORD, 59), lambda: "AIza" + chars(WORD, 35),
        lambda: f"xoxb-{digits(12)}-{digits(12)}-" + chars(WORD, 24), lambda: random.choice(["sk_live_", "rk_live_", "sk_test_"]) + chars(WORD, 24),
        lambda: "hf_" + chars(string.ascii_letters, 33) + "4", lambda: "glpat-" + chars(WORD, 19) + "7", lambda: "npm_" + chars(WORD, 36),
        lambda: "eyJ" + chars(WORD, 33) + ".eyJ" + chars(WORD, 60) + "." + chars(WORD, 43), lambda: "SG." + chars(WORD, 22) + "." + chars(WORD, 43),
        lambda: f"{digits(9)}:AA" + chars(WORD, 33), lambda: "gsk_" + chars(WORD, 52),
    ])()
    return plain(language), value


def near_api_key(language):
    word = OTHERS["en_US"].word
    return plain(language), random.choice([f"sk-{word()}", f"task-{word()}-{word()}", "AKIA" + digits(5), f"ghp_{word()}", "eyJ" + chars(WORD, 30),
                                           f"sk_live_{word()}", chars(HEX, 40), f"hf_{word()}"])


def private_key(language):
    kind = random.choice(["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "])
    body = "\n".join(chars(WORD + "+/", 64) for _ in range(random.randint(3, 8)))
    return plain(language), f"-----BEGIN {kind}PRIVATE KEY-----\n{body}\n-----END {kind}PRIVATE KEY-----"


def near_private_key(language):
    kind = random.choice(["PUBLIC KEY", "CERTIFICATE", "RSA PUBLIC KEY"])
    return plain(language), f"-----BEGIN {kind}-----\n{chars(string.ascii_letters, 64)}\n-----END {kind}-----"


def chinese_id(language):
    return plain(language), until(OTHERS["zh_CN"].ssn, is_chinese_id)


def near_chinese_id(language):
    return plain(language), broken(until(OTHERS["zh_CN"].ssn, is_chinese_id), is_chinese_id)


def social_security(language):
    return plain(language), until(OTHERS["en_US"].ssn, ssn.is_valid)


def near_social_security(language):
    return plain(language), random.choice([f"000-{digits(2)}-{digits(4)}", f"666-12-{digits(4)}", f"123-00-{digits(4)}", f"{digits(3)}-{digits(2)}-{digits(3)}",
                                           f"9{digits(2)}-12-3456"])


def nino(language):
    first, second = random.choice("ABCEGHJKLMNOPRSTWXYZ"), random.choice("ABCEGHJKLMNPRSTWXYZ")
    if first + second in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}:
        first, second = "A", "B"
    number, suffix = digits(6), random.choice("ABCD")
    return plain(language), random.choice([first + second + number + suffix, f"{first}{second} {grouped(number, 2)} {suffix}"])


def near_nino(language):
    return plain(language), random.choice(["GB", "BG", "DA", "ZZ"]) + digits(6) + random.choice("ABCD")


def tax_id(language):
    def make():
        body = list("0123456789")
        random.shuffle(body)
        body[random.randrange(10)] = random.choice(body)
        return idnr.format("".join(body) + random.choice(string.digits)).replace(" ", "")
    value = until(make, lambda it: it[0] != "0" and idnr.is_valid(it))
    return plain(language), random.choice([value, f"{value[:2]} {value[2:5]} {value[5:8]} {value[8:]}"])


def near_tax_id(language):
    value = tax_id(language)[1].replace(" ", "")
    # Of another form than a Chinese mobile number, which eleven digits with 13 to 19 in front also are.
    changed = until(lambda: broken(value, idnr.is_valid), lambda it: it[0] not in "01")
    return plain(language), changed


def aadhaar_number(language):
    value = until(lambda: OTHERS["en_IN"].aadhaar_id(), aadhaar.is_valid)
    return plain(language), grouped(value, 4)


def near_aadhaar(language):
    value = until(lambda: OTHERS["en_IN"].aadhaar_id(), aadhaar.is_valid)
    return plain(language), grouped(broken(value, aadhaar.is_valid), 4)


def french_nir(language):
    value = until(lambda: OTHERS["fr_FR"].ssn().replace(" ", ""), nir.is_valid)
    return plain(language), random.choice([value, nir.format(value)])


def near_french_nir(language):
    value = until(lambda: OTHERS["fr_FR"].ssn().replace(" ", ""), nir.is_valid)
    return plain(language), broken(value, nir.is_valid)


def spanish_id(language):
    if random.random() < 0.5:
        number = digits(8)
        return plain(language), number + dni.calc_check_digit(number)
    number = random.choice("XYZ") + digits(7)
    return plain(language), number + nie.calc_check_digit(number)


def near_spanish_id(language):
    number = digits(8)
    return plain(language), number + until(lambda: random.choice(string.ascii_uppercase), lambda it: it != dni.calc_check_digit(number))


def codice(language):
    return plain(language), until(OTHERS["it_IT"].ssn, codicefiscale.is_valid)


def near_codice(language):
    return plain(language), broken(until(OTHERS["it_IT"].ssn, codicefiscale.is_valid), codicefiscale.is_valid)


def brazilian_cpf(language):
    return plain(language), until(OTHERS["pt_BR"].cpf, cpf.is_valid)


def near_cpf(language):
    return plain(language), broken(until(OTHERS["pt_BR"].cpf, cpf.is_valid), cpf.is_valid)


def a_date(language, forms, years):
    day, month = random.randint(1, 28), random.randint(1, 12)
    name = MONTHS[language].split()[month - 1] if language in MONTHS else ""
    return random.choice(forms).format(d=day, m=month, M=name, y=random.randint(*years))


def birth_date(language):
    sentences, forms = BIRTH[language]
    return random.choice(sentences), a_date(language, forms, (1930, 2015))


def near_birth_date(language):
    return MEETING[language], a_date(language, BIRTH[language][1], (2024, 2030))


def coordinates(language):
    fake = OTHERS["en_US"]
    latitude, longitude = float(fake.latitude()), float(fake.longitude())
    places = random.choice([4, 5, 6])
    return plain(language), random.choice([
        f"{latitude:.{places}f}, {longitude:.{places}f}", f"{latitude:.{places}f},{longitude:.{places}f}",
        f"{abs(latitude):.{places}f}° {'N' if latitude >= 0 else 'S'}, {abs(longitude):.{places}f}° {'E' if longitude >= 0 else 'W'}",
        f"{int(abs(latitude))}°{random.randint(0, 59):02}'{random.randint(0, 59):02}.{random.randint(0, 9)}\"N {int(abs(longitude))}°{random.randint(0, 59):02}'{random.randint(0, 59):02}.{random.randint(0, 9)}\"E",
    ])


def near_coordinates(language):
    a, b = random.uniform(0, 99), random.uniform(0, 99)
    return plain(language), random.choice([f"{a:.2f}, {b:.2f}", f"{a:.1f}; {b:.1f}", f"{100 + a:.5f}, {b:.5f}", f"{a:.5f}", "3.14159 2.71828"])


def plate(language):
    locales, sentences = PLATES[language]
    locale = random.choice(locales)
    if locale == "zh_CN":
        return random.choice(sentences), random.choice("京沪粤苏浙鲁川湘") + random.choice("ABCDE") + random.choice(["", "·"]) + chars("ABCDEFGHJKLM0123456789", 4) + random.choice(string.digits)
    fake = OTHERS.get(locale) or next(FAKERS[it] for it, name in LOCALES.items() if name == locale)
    return random.choice(sentences), fake.license_plate()


def near_plate(language):
    return plain(language), random.choice([f"room AB{digits(2)}", f"BA {digits(3)}", f"ISO {digits(4)}", f"A{digits(1)} paper", f"USB 3.{digits(1)}"])


LABELS = {
    "EMAIL": (email, near_email), "PHONE": (phone, near_phone), "CARD": (card, near_card), "IBAN": (iban, near_iban), "IP": (ip, near_ip),
    "MAC": (mac, near_mac), "CREDENTIALS": (credentials, near_credentials), "API_KEY": (api_key, near_api_key),
    "PRIVATE_KEY": (private_key, near_private_key), "CN_ID": (chinese_id, near_chinese_id), "US_SSN": (social_security, near_social_security),
    "UK_NINO": (nino, near_nino), "DE_TAX_ID": (tax_id, near_tax_id), "IN_AADHAAR": (aadhaar_number, near_aadhaar),
    "FR_NIR": (french_nir, near_french_nir), "ES_ID": (spanish_id, near_spanish_id), "IT_CF": (codice, near_codice),
    "BR_CPF": (brazilian_cpf, near_cpf), "BIRTH_DATE": (birth_date, near_birth_date), "COORDINATES": (coordinates, near_coordinates),
    "PLATE": (plate, near_plate),
}


def write(label, language, sentence, value, is_value):
    before, after = sentence.split("{}")
    lead = random.choice(["", FAKERS[language].sentence() + " "]) if before else ""
    start = len((lead + before).encode())
    spans = [[start, start + len(value.encode()), label]] if is_value else []
    print(json.dumps({"text": lead + before + value + after, "language": language, "label": label, "spans": spans}, ensure_ascii=False))


def main():
    sys.stdout.reconfigure(encoding="utf-8")
    for label, (make, make_near) in LABELS.items():
        languages = [it for it in LANGUAGES if label != "PLATE" or it in PLATES]
        for index in range(PER_LABEL):
            language = languages[index % len(languages)]
            write(label, language, *make(language), True)
            if index % 2 == 0:
                write(label, language, *make_near(language), False)


main()
