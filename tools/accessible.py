"""What makes the body of a page usable by keyboard, by screen reader and on a phone."""

import html
import re

NARROW = 30  # letters of code in a line: so many fit on every screen
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
PROGRAMS = re.compile(r"(<script\b.*?</script>|<style\b.*?</style>)", re.DOTALL)
TABLE = '<div class="wide" role="group" aria-label="table" tabindex="0">'


def accessible(body):
    """Mark the Chinese words and the heads of tables, and let the keyboard reach what scrolls."""
    parts = PROGRAMS.split(body)
    parts[::2] = map(_accessible, parts[::2])
    return "".join(parts)


def _accessible(body):
    body = re.sub(r"<pre>(.*?)</pre>", _reachable, body, flags=re.DOTALL)
    body = re.sub(r"<table\b.*?</table>", rf"{TABLE}\g<0></div>", body, flags=re.DOTALL)
    body = re.sub(r"<th(?=[ >])", '<th scope="col"', body)
    parts = re.split(r"(<[^>]*>)", body)
    parts[::2] = [CHINESE.sub(r'<span lang="zh">\g<0></span>', text) for text in parts[::2]]
    return "".join(parts)


def _reachable(block):
    lines = html.unescape(re.sub(r"<[^>]*>", "", block[1])).splitlines()
    fits = all(len(line) <= NARROW for line in lines)
    return block[0] if fits else block[0].replace("<pre>", '<pre tabindex="0">', 1)
