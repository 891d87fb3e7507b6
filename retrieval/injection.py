"""Text in documents that is addressed to a language model, such as "ignore the above".

It is neither shown to the model nor taken as support of a sentence: a sentence that obeys
it would else be found word for word in the document.
"""

import re
import unicodedata

from retrieval.sentences import sentence_spans

_SAY = r"(?:say|reply|respond|answer|output|print|write|repeat|state|claim|tell)"
_INSTRUCTION = re.compile(
    # English
    r"\b(?:ignor|disregard|forget|overrid|bypass)\w*\b.{0,80}\b(?:above|previous|prior|earlier|"
    r"preceding|foregoing|before|instructions?|prompts?|rules?|context|passages?|everything|"
    r"anything|sources?|documents?|told)\b"
    r"|\b(?:you are|you're|act as|behave as|pretend|roleplay|role-play)\b.{0,60}\b(?:now|"
    r"assistant|ai|language model|chatbot|llm|bot)\b"
    r"|\b(?:system|developer)\s*(?:prompt|message|instruction|override|note)s?\b"
    r"|\b(?:new|updated|real|following|these|your|my)\s+(?:instructions?|orders|task)\b"
    rf"|^(?:\W*(?:and|now|please|instead|then|only|just|always|important|attention|you must))*"
    rf"\W*{_SAY}\b(?!\w)"
    rf"|\byou (?:must|should|will|shall|have to|are to)\b.{{0,30}}\b{_SAY}\b"
    rf"|\b(?:if|when|whenever) (?:you are |you're |someone is )?ask(?:s|ed)?\b.{{0,80}}\b{_SAY}\b"
    r"|\b(?:note|message|attention|instructions?) (?:to|for) (?:the )?(?:ai|assistant|language "
    r"models?|llms?|chatbots?|model)\b"
    # the signs of chat templates
    r"|^\W*(?:system|assistant|user|human|ai|instructions?)\s*:"
    r"|<\|?\w*(?:im_start|im_end|system|assistant|endoftext|eot_id)\w*\|?>|\[/?INST\]"
    r"|</?passage\b|</?s>"
    # French
    r"|\b(?:ignor|oubli|néglig)\w*\b.{0,80}\b(?:ci-dessus|précéd\w*|instructions?|consignes?|"
    r"règles?|contexte|passages?|tout)\b"
    r"|^\W*(?:dis|dites|réponds|répondez|écris|écrivez|affirme|affirmez)\b"
    # German
    r"|\b(?:ignorier|vergiss|vergessen sie|missacht)\w*\b.{0,80}\b(?:oben|obig\w*|vorherig\w*|"
    r"bisherig\w*|anweisung\w*|regeln?|alles)\b"
    r"|^\W*(?:sag|sagen sie|antworte|antworten sie|schreib\w*)\b"
    # Korean
    r"|(?:위|이전|앞|지금까지|모든)[^.。]{0,40}(?:무시|잊|따르지)"
    r"|(?:라고|다고|로)\s*(?:만\s*)?(?:말|답|대답|응답|출력)(?:하|해)",
    re.IGNORECASE,
)


def readable_spans(text: str, language: str = "") -> list[tuple[int, int]]:
    """The sentences of a text, as half-open spans, that are addressed to people.

    An instruction takes the rest of its line along, which is what it asks for.
    """
    spans: list[tuple[int, int]] = []
    line_end = 0
    for start, end in sentence_spans(text, language):
        if start < line_end:
            continue
        if _is_instruction(text[start:end]):
            line_end = text.find("\n", end) if "\n" in text[end:] else len(text)
        else:
            spans.append((start, end))
    return spans


def _is_instruction(sentence: str) -> bool:
    # Letters of another width, and signs that cannot be seen, must not hide one.
    plain = unicodedata.normalize("NFKC", sentence)
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    return bool(_INSTRUCTION.search(plain))
