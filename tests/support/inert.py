"""What a page did that it must not do, as a browser tells it: dialogs, scripts, reports of the policy, requests."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request

from tests.support.payloads import LEAK

# Whatever of a payload has become an element or an attribute, even where the policy would keep it from doing harm.
AUDIT = """((leak) => (root) => {
  const bad = [], own = location.origin;
  const never = new Set(['IFRAME', 'FRAME', 'OBJECT', 'EMBED', 'BASE', 'STYLE', 'MATH', 'VIDEO', 'AUDIO',
    'MARQUEE', 'PORTAL', 'TRACK', 'SOURCE', 'IMAGE', 'FOREIGNOBJECT', 'ANIMATE', 'FEIMAGE', 'PICTURE', 'FRAMESET']);
  for (const each of root.querySelectorAll('*')) {
    const tag = each.tagName.toUpperCase(), told = each.outerHTML.slice(0, 150);
    if (never.has(tag)) bad.push(told);
    if (tag === 'SCRIPT' && !(each.getAttribute('src') || '').startsWith('/static/')) bad.push(told);
    const address = (each.getAttribute(tag === 'IMG' ? 'src' : 'href') || '').replace(own + '/', '/');
    if (tag === 'IMG' && !/^\\/rounds\\/[a-z0-9]+\\/board\\.svg(\\?at=\\d+)?$/.test(address)) bad.push(told);
    if (tag === 'LINK' && !/^(\\/static\\/|data:image\\/svg)/.test(address)) bad.push(told);
    if (tag === 'META' && each.hasAttribute('http-equiv')) bad.push(told);
    if (tag === 'FORM' && !(each.getAttribute('action') || '/').startsWith('/')) bad.push(told);
    for (const {name, value} of each.attributes) {
      const isAddress = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'ping', 'srcset'].includes(name);
      const isLink = tag === 'A' && name === 'href' && each.closest('.prose');
      if (name.startsWith('on')) bad.push(told);
      if (name === 'style' && value.includes(leak)) bad.push(told);
      if (isAddress && /^[\\s\\x00-\\x20]*(javascript|vbscript|data:text)/i.test(value)) bad.push(told);
      if (isAddress && /^([a-z]+:)?[\\\\/]{2}/i.test(value) && !value.startsWith(own) && !isLink) bad.push(told);
    }
  }
  return bad;
})"""


@dataclass
class Traces:
    """Everything seen in a context since it was watched; all of it is to stay empty."""

    dialogs: list[str] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    elements: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        """Return what was seen, by kind."""
        found = {"dialog": self.dialogs, "run": self.runs, "report": self.reports}
        found |= {"request": self.requests, "element": self.elements}
        return {kind for kind, seen in found.items() if seen}

    def look(self, page: Page) -> None:
        """Note what has come of the page so far."""
        self.elements += [
            f"{urlsplit(page.url).path}: {each}" for each in page.evaluate(f"{AUDIT}({LEAK!r})(document)")
        ]
        self.runs += [page.url] * bool(page.evaluate("window.ran"))
        self.reports += page.evaluate("window.reports || []")

    def look_at(self, page: Page, texts: list[str]) -> None:
        """Note what would come of pages that were fetched and are not shown: the same parser, nothing run."""
        for text in texts:
            audit = f"(text) => {AUDIT}({LEAK!r})(new DOMParser().parseFromString(text, 'text/html'))"
            self.elements += page.evaluate(audit, text)


_REPORT = """document.addEventListener('securitypolicyviolation', (event) => {
  (window.reports ||= []).push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample);
});"""


def watch(context: BrowserContext, own: str) -> Traces:
    """Return the traces of all pages of a context whose site is at the origin `own`."""
    traces = Traces()

    def asked(request: Request) -> None:
        if not request.url.startswith((f"{own}/", "data:", "blob:")):
            traces.requests.append(request.url)

    def said(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            traces.reports.append(message.text)

    def opened(dialog: Dialog) -> None:
        traces.dialogs.append(dialog.message)
        dialog.dismiss()

    context.add_init_script(_REPORT)
    context.on("request", asked)
    context.on("console", said)
    context.on("dialog", opened)
    return traces
