"""What is said where documents do not answer, or not surely, in the language of the question."""

from collections.abc import Mapping

from retrieval.records import Answer
from retrieval.wording import language_of

Texts = Mapping[str, str]  # by language

NOT_ANSWERED: Texts = {
    "en": "The documents in the library do not answer this question.",
    "fr": "Les documents de la bibliothèque ne répondent pas à cette question.",
    "ko": "라이브러리의 문서에는 이 질문에 대한 답이 없습니다.",
}
CLOSEST: Texts = {
    "en": "The closest passages are shown; they may not be about what you asked.",
    "fr": "Les passages les plus proches sont affichés ; ils peuvent porter sur autre chose.",
    "ko": "가장 가까운 구절을 보여 드립니다. 질문하신 내용과 다를 수 있습니다.",
}
UNSURE: Texts = {
    "en": "This may not be the answer: please check the source.",
    "fr": "Ce n'est peut-être pas la réponse : vérifiez la source.",
    "ko": "답이 아닐 수 있으니 출처를 확인해 주십시오.",
}
NO_MATCH: Texts = {
    "en": "No document in the library matches the filters. Widen or clear them.",
    "fr": "Aucun document ne correspond aux filtres. Élargissez-les ou effacez-les.",
    "ko": "필터에 맞는 문서가 없습니다. 필터를 넓히거나 지우십시오.",
}
EMPTY: Texts = {
    "en": "The library holds no documents yet. Add some with `energychat ingest FOLDER`.",
    "fr": "La bibliothèque est vide. Ajoutez des documents avec `energychat ingest DOSSIER`.",
    "ko": "라이브러리에 아직 문서가 없습니다. `energychat ingest 폴더`로 추가하십시오.",
}
_FOREIGN: Texts = {
    "en": "The sources are in {}.",
    "fr": "Les sources sont en {}.",
    "ko": "출처의 언어: {}.",
}
_NAMES: Mapping[str, Texts] = {
    "en": {"en": "English", "fr": "French", "ko": "Korean", "de": "German"},
    "fr": {"en": "anglais", "fr": "français", "ko": "coréen", "de": "allemand"},
    "ko": {"en": "영어", "fr": "프랑스어", "ko": "한국어", "de": "독일어"},
}


def said(texts: Texts, question: str) -> str:
    """A text in the language of the question."""
    return texts[language_of(question)]


def foreign_note(answer: Answer) -> str:
    """That no source is in the language of the question, and in which they are; else empty."""
    own = language_of(answer.question)
    found = {citation.source.language for citation in answer.citations}
    if not found or own in found or "" in found:
        return ""
    names = sorted(_NAMES[own].get(language, language) for language in found)
    return _FOREIGN[own].format(", ".join(names))
