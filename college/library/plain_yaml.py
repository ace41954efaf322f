"""The harmless part of YAML, every value a text and every key with its line; for front matter and practice blocks."""

import yaml

from college.library.problems import N_

MAX_CHARACTERS = 20_000
MAX_DEPTH = 6
#: Keys and values that one text may have: features.yaml has seven for each feature.
MAX_VALUES = 3_000

_OPENING = (yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken,
            yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken)
_CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_FORBIDDEN = (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken, yaml.DirectiveToken)


class Mapping(dict):
    """Key → value, with `line` (its first line in the file) and `lines` (key → line)."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Listing(list):
    """Values in order, with `line` and `lines` (one for each value)."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


class Unreadable(Exception):
    """The text is not YAML that we take; `line` in the file and an English msgid."""

    def __init__(self, line: int, sentence: str, **params: str) -> None:
        super().__init__(sentence % params if params else sentence)
        self.line = line
        self.sentence = sentence
        self.params = params


def read(text: str, first_line: int) -> Mapping | Listing | str:
    """Read `text`, whose first line is line `first_line` of its file; every scalar stays a text.

    Raises Unreadable for broken YAML, aliases, anchors, tags, doubled keys, deep nesting and size.
    """
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(first_line, N_("This block is longer than %(limit)s characters; shorten it."),
                         limit=str(MAX_CHARACTERS))
    try:
        _refuse_tricks(text, first_line)
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise Unreadable(first_line + _error_line(text, error),
                         N_("This line cannot be read. Look at the indentation, the colons and the quotes.")) from error
    return "" if node is None else _value(node, first_line)


def _error_line(text: str, error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return min(mark.line, max(text.count("\n") - (1 if text.endswith("\n") else 0), 0))
    return text[: getattr(error, "position", 0) or 0].count("\n")


def _refuse_tricks(text: str, first_line: int) -> None:
    depth = values = 0
    for token in yaml.scan(text, Loader=yaml.BaseLoader):
        if isinstance(token, _FORBIDDEN):
            raise Unreadable(first_line + token.start_mark.line,
                             N_("Words beginning with & * or ! have a special meaning here; put the text in quotes."))
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        if depth > MAX_DEPTH:
            raise Unreadable(first_line + token.start_mark.line, N_("This block is nested too deeply."))
        values += isinstance(token, yaml.ScalarToken)
        if values > MAX_VALUES:
            raise Unreadable(first_line + token.start_mark.line, N_("This block has more than %(limit)s keys and values; shorten it."),
                             limit=str(MAX_VALUES))


def _value(node: yaml.Node, first_line: int) -> Mapping | Listing | str:
    line = first_line + node.start_mark.line
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, line, first_line)
    if isinstance(node, yaml.SequenceNode):
        found = Listing(line)
        for item in node.value:
            found.append(_value(item, first_line))
            found.lines.append(first_line + item.start_mark.line)
        return found
    if not is_clean(node.value):
        raise Unreadable(line, N_("This line holds a character that cannot be shown; write it again."))
    return node.value.strip()


def _mapping(node: yaml.MappingNode, line: int, first_line: int) -> Mapping:
    found = Mapping(line)
    for key_node, value_node in node.value:
        key_line = first_line + key_node.start_mark.line
        key = _value(key_node, first_line)
        if not isinstance(key, str):
            raise Unreadable(key_line, N_("A key must be one plain word."))
        if key in found:
            raise Unreadable(key_line, N_("“%(key)s” is written twice; keep one."), key=key)
        found[key] = _value(value_node, first_line)
        found.lines[key] = key_line
    return found


def is_clean(text: str) -> bool:
    """Say whether a text has no control characters (tab and line break apart) and no half characters."""
    return not any((ord(c) < 32 and c not in "\t\n") or ord(c) in range(0x7F, 0xA0)
                   or 0xD800 <= ord(c) <= 0xDFFF or ord(c) in (0xFFFE, 0xFFFF) for c in text)
