"""Plain declarations are read without the parser: as the parser reads them."""

import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from briefing.cleaning._html_styles import declarations

_VALUES = st.sampled_from(
    (
        "none", "0", "-9999px", "rgba(0, 0, 0, .5)", "#FFF", "12px/1.5 Arial, sans-serif", "0 !important",
        "hidden ! important", "translate(-100%, 0)", "calc(100% - 1em)", "", "1px 1px", "url(a;b)", "'x;y'", "0/* c */",
    )
)  # fmt: skip
_NAMES = st.sampled_from(("display", "OPACITY", "text-indent", "--own", "-webkit-x", "1st", "color", "", "font"))
_GAPS = st.sampled_from(("", " ", "\n\t"))


def _parsed(style: str) -> tuple[dict[str, str], frozenset[str]]:
    found: dict[str, str] = {}
    important: set[str] = set()
    for node in tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration" and (node.important or node.lower_name not in important):
            found[node.lower_name] = tinycss2.serialize(node.value).strip().lower()
            if node.important:
                important.add(node.lower_name)
    return found, frozenset(important)


@given(st.lists(st.tuples(_GAPS, _NAMES, _GAPS, _GAPS, _VALUES, _GAPS), max_size=6))
def test_declarations_are_read_as_the_parser_reads_them(parts: list[tuple[str, ...]]) -> None:
    style = ";".join(f"{a}{name}{b}:{c}{value}{d}" for a, name, b, c, value, d in parts)
    assert declarations(style) == _parsed(style)
