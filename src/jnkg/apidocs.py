"""Write the reference of the Python API: one page of HTML that works from a disk.

Nothing comes in but the package itself; pages go out, bytes by path below `python/`. `pdoc` reads
signatures, docstrings and examples; what is ours is a template that shows what a class inherits at
its own place and leads home, and the language of what is in Japanese.
"""

from __future__ import annotations

import re
import tempfile
import warnings
from pathlib import Path

MODULES = ("jnkg.kg", r"!jnkg\.kg\..+")
"""What is documented, and what is not by itself: the parts that `jnkg.kg` is made of."""
HOME = "../../index.html"
PAGE = "python/jnkg/kg.html"
FOOTER = "Japan-NATO Cooperation Knowledge Graph. Data: CC BY 4.0, code: Apache-2.0."
TEMPLATE = """
{%- set known = module.obj.__all__ -%}
{%- macro is_shown(c, m) -%}
{%- set owner = m.taken_from[1].split(".")[0] -%}
{%- if owner == c.name or owner not in known -%}
{%- if m.taken_from[0].startswith("jnkg.kg") and m.kind != "class" and m.docstring -%}
yes
{%- endif -%}{%- endif -%}
{%- endmacro -%}
{%- macro bases(cls) -%}{%- endmacro -%}
{%- macro decorators(doc) -%}
{%- if "@property" in doc.decorators or "@cached_property" in doc.decorators -%}
<div class="decorator">@property</div>
{%- endif -%}
{%- endmacro -%}
{% extends "default/module.html.jinja2" %}
{% block title %}jnkg: the Python API{% endblock %}
{% block module_list_link %}
<a class="pdoc-button module-list-button" href="@HOME@">Reference of the ontology</a>
{% endblock %}
{% block attribution %}{% endblock %}
{% block nav_members %}
<h2>API</h2>
<ul class="memberlist">
{% for c in module.flattened_own_members if is_public(c) | trim %}
<li><a class="{{ c.kind }}" href="#{{ c.qualname }}">{{ c.qualname }}</a>
{% if c.kind == "class" %}<ul class="memberlist">
{% for m in c.members.values() if is_public(m) | trim and is_shown(c, m) | trim %}
<li><a class="{{ m.kind }}" href="#{{ c.qualname }}.{{ m.name }}">{{ m.name }}</a></li>
{% endfor %}
</ul>{% endif %}</li>
{% endfor %}
</ul>
{% endblock %}
{% block module_contents %}
{% for c in module.flattened_own_members if is_public(c) | trim %}
<section id="{{ c.qualname or c.name }}">
{{ member(c) }}
{% if c.kind == "class" %}
{% for m in c.members.values() if is_public(m) | trim and is_shown(c, m) | trim %}
<div id="{{ c.qualname }}.{{ m.name }}" class="classattr">{{ member(m) }}</div>
{% endfor %}
{% for base in c.obj.__mro__ if base.__name__ in module.obj.__all__ and base.__name__ != c.name %}
<p>It also has all that <a href="#{{ base.__name__ }}">{{ base.__name__ }}</a> has.</p>
{% endfor %}
{% endif %}
</section>
{% endfor %}
{% endblock %}
"""
STYLE = """
.pdoc { --text: #1b1f24; --muted: #4d5560; --link: #1d4f91; --name: #0b4f8a; --def: #1a5c33;
  --annotation: #1a5c33; }
main.pdoc a { text-decoration: underline; }
.pdoc-code .gp, .pdoc-code .go, .pdoc-code .s1, .pdoc-code .s2, .pdoc-code .mi, .pdoc-code .n,
.pdoc-code .nb, .pdoc-code .bp, .pdoc-code .kc, .pdoc-code .o, .pdoc-code .c1 { color: #1b1f24; }
.pdoc-code .k, .pdoc-code .kn, .pdoc-code .kc { color: #1a5c33; }
"""
"""Colours that stand out enough (WCAG 2.2 AA), and links that are more than a colour."""
INDEX = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url=jnkg/kg.html">
<title>jnkg: the Python API</title>
</head>
<body><p><a href="jnkg/kg.html">The Python API</a></p>
<p><a href="{HOME.removeprefix("../")}">Reference of the ontology</a></p></body>
</html>
"""
LINK = re.compile(r'<a class="headerlink" href="#([^"]+)"></a>')
INSIDE = re.compile(r'<a href="#([^"]+)">([^<]*)</a>')
JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+")
TEXT = re.compile(r">([^<>]*[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef][^<>]*)<")


def python_pages() -> dict[str, bytes]:
    """Make the pages; raises ModuleNotFoundError where the extra `docs` is not installed."""
    import pdoc
    import pdoc.render

    import jnkg.kg

    for name in jnkg.kg.__all__:
        getattr(jnkg.kg, name)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "module.html.jinja2").write_text(TEMPLATE.replace("@HOME@", HOME), "utf-8")
        (place / "custom.css").write_text(STYLE, "utf-8")
        pdoc.render.configure(
            docformat="markdown",
            footer_text=FOOTER,
            search=False,
            show_source=False,
            template_directory=place,
        )
        with warnings.catch_warnings():  # of constructors, which are not shown
            warnings.filterwarnings("ignore", "Error parsing type annotation")
            pdoc.pdoc(*MODULES, output_directory=place / "out")
        page = (place / "out" / "jnkg" / "kg.html").read_text("utf-8")
    return {"python/index.html": INDEX.encode(), PAGE: mended(in_languages(page)).encode()}


def mended(page: str) -> str:
    """Give names to links without words, take away links to nothing, and let keys scroll."""
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    page = INSIDE.sub(lambda a: a[0] if a[1] in ids else a[2], page)
    page = LINK.sub(r'<a class="headerlink" href="#\1" aria-label="\1"></a>', page)
    return page.replace("<pre>", '<pre tabindex="0">')


def in_languages(page: str) -> str:
    """Mark what is in Japanese, so that it is read and set as such."""
    head, main, body = page.partition("<main")
    return head + main + TEXT.sub(lambda text: f">{marked(text[1])}<", body)


def marked(text: str) -> str:
    """Mark the Japanese in a text without tags."""
    return JAPANESE.sub(r'<span lang="ja">\g<0></span>', text)
